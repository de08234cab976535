"""A sheet as Markdown that reads well as plain text too: highlights as ==…==, notes as quotations below.

`==` because note programs know it and, unlike `<mark>`, it does not hurt where it is not known. What a source or a
note wrote stays text: marks that would be read as Markdown or HTML are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.formats import markdown
from app.formats.glyphs import visible
from app.formats.markdown import Block, Words
from app.formats.paragraphs import Paragraph, closing_notes, counts, numeral, paragraphs
from app.formats.sheet import Sheet, SheetCase, SheetNote
from app.task import QUIET, Task

_MARKS = re.compile(r"[\\`*_\[\]<>|~&]|==")
_BLANKS = re.compile(r"[^\S\u3000]+")
_OPENING = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+=]|(\d+)[.)](?=\s|$))")


def to_md(sheet: Sheet, task: Task = QUIET) -> bytes:
    """Write a sheet as UTF-8 Markdown.

    Raises:
        Cancelled: between two cases.
    """
    cases, passages, notes = counts(sheet)
    chosen = f"筛选：{sheet.filters}。" if sheet.filters else ""
    parts = [
        f"# {_safe(sheet.title)}",
        f"{sheet.made_on} · {cases} 案 · 摘录 {passages} 条 · 笔记 {notes} 条",
        f"选自“{_safe(sheet.library)}”。{_safe(chosen)}",
    ]
    for number, case in enumerate(sheet.cases, 1):
        task.step(number - 1, len(sheet.cases), case.title)
        parts += _case(number, case)
    return ("\n\n".join(parts) + "\n").encode("utf-8")


def _case(number: int, case: SheetCase) -> Iterator[str]:
    yield f"## {numeral(number)}、{_safe(case.title)}"
    line = " · ".join(part for part in (case.byline, " / ".join(case.themes)) if part)
    if line:
        yield _safe(line)
    fields = [*case.fields, ("做法", "、".join(case.practices))]
    told = [f"- {_safe(name)}：{_safe(value)}" for name, value in fields if value]
    if told:
        yield "\n".join(told)
    if case.warnings:
        yield "> **请注意**　" + "".join(map(_safe, case.warnings))
    if case.results:
        rows = [
            (r.metric + ("（目标）" if r.target else ""), r.value, f"§{r.paragraph}" if r.paragraph else "")
            for r in case.results
        ]
        yield _table([("指标", "数值", "出处"), *rows])
    cited = {result.paragraph for result in case.results}
    for paragraph in paragraphs(case):
        yield from _paragraph(paragraph, cited=paragraph.number in cited)
    closing = closing_notes(case)
    if closing:
        yield "### 案例笔记"
        for note in closing:
            yield _note(note, quoted=bool(note.quote))
    yield f"来源：{_safe(case.source_line)}"


def _paragraph(paragraph: Paragraph, *, cited: bool) -> Iterator[str]:
    if paragraph.heading:
        yield f"### {_safe(paragraph.text)}"
    else:
        number = f"〔§{paragraph.number}〕" if cited or any(run.colours for run in paragraph.runs) else ""
        yield _escaped_start("".join(_merged(paragraph))) + number
    for note in paragraph.notes:
        yield _note(note, quoted=len(paragraph.notes) > 1)


def _merged(paragraph: Paragraph) -> Iterator[str]:
    """The paragraph's words; neighbouring highlights of any colour are one."""
    open_ = False
    for run in paragraph.runs:
        if bool(run.colours) != open_:
            open_ = not open_
            yield "=="
        yield _inline(run.text)
    if open_:
        yield "=="


def _note(note: SheetNote, *, quoted: bool) -> str:
    parts = [f"“{_safe(' '.join(note.quote.split()))}”"] if quoted else []
    parts += [_block(block) for block in markdown.blocks(note.text)]
    if note.tags:
        parts.append(" ".join(f"#{_inline(tag)}" for tag in note.tags))
    return _indented("\n\n".join(part for part in parts if part), "> ")


def _block(block: Block) -> str:
    match block.kind:
        case "h":
            return f"**{_line(block.words)}**"
        case "code":
            return "\n".join(f"    {visible(line)}" for line in block.words[0].text.split("\n"))
        case "quote":
            return _indented("\n\n".join(map(_block, block.blocks)), "> ")
        case "list":
            return "\n".join(_item(item, i, block.first) for i, item in enumerate(block.blocks))
        case "table":
            return _table([[_line(cell) for cell in row] for row in block.rows], raw=True)
        case "rule":
            return "* * *"
    return _escaped_start(_line(block.words))


def _item(item: Block, index: int, first: int | None) -> str:
    mark = "- " if first is None else f"{first + index}. "
    inner = "\n".join(map(_block, item.blocks))
    return mark + inner.replace("\n", "\n" + " " * len(mark))


def _line(words: Sequence[Words]) -> str:
    return "".join(map(_styled, words)).strip()


def _styled(words: Words) -> str:
    if words.text == "\n":
        return "  \n"
    if words.code:
        fence = "`" * (max((len(run) for run in re.findall("`+", words.text)), default=0) + 1)
        return f"{fence} {visible(words.text)} {fence}" if "`" in words.text else f"`{visible(words.text)}`"
    text = _inline(words.text)
    for on, mark in ((words.struck, "~~"), (words.italic, "*"), (words.bold, "**")):
        text = f"{mark}{text}{mark}" if on and text.strip() else text
    return f"[{text}](<{_target(words.link)}>)" if words.link else text


def _target(link: str) -> str:
    return re.sub(r"[<>\\\s]", lambda m: f"%{ord(m.group()):02X}", link)


def _table(rows: Sequence[Sequence[str]], *, raw: bool = False) -> str:
    if not rows:
        return ""
    cells = [[(cell if raw else _safe(cell)).replace("\n", " ") for cell in row] for row in rows]
    lines = ["| " + " | ".join(row) + " |" for row in cells]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


def _indented(text: str, mark: str) -> str:
    return "\n".join((mark + line).rstrip() for line in text.split("\n"))


def _inline(text: str) -> str:
    """Text that no reader takes for Markdown inside a line."""
    return _MARKS.sub(_escape, visible(text))


def _escape(found: re.Match[str]) -> str:
    return "".join("\\" + mark for mark in found.group())


def _escaped_start(text: str) -> str:
    """Text whose first mark would make it a heading, a list or an underlining."""
    if text.startswith("=="):
        return text
    return _OPENING.sub(lambda m: m[1] + (m[2][:-1] + "\\" + m[2][-1] if m[3] else "\\" + m[2]), text)


def _safe(text: str) -> str:
    """Text on one line, escaped."""
    return _escaped_start(_inline(_BLANKS.sub(" ", text).strip()))
