"""A sheet as Markdown that reads well as plain text too: highlights as ==…==, notes as quotations below.

Colours are named behind the paragraph. `==` because note programs know it and, unlike `<mark>`, it does not hurt where
it is not known. What a source or a note wrote stays text: marks that would be read as Markdown or HTML are escaped.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.formats import markdown
from app.formats.chosen import COLOURS, chosen, counted, passages, whole
from app.formats.comparison import comparison
from app.formats.glyphs import visible
from app.formats.listed import byline, entry, lists
from app.formats.markdown import Block, Words
from app.formats.paragraphs import Paragraph, Run, counts, paragraphs
from app.formats.sheet import Sheet, SheetCase, SheetNote, SheetPassage
from app.formats.works import plains, reference
from app.task import QUIET, Task
from db.records import Colour

_MARKS = re.compile(r"[\\`*_\[\]<>|~&]|==")
_LAST_EQUALS = re.compile(r"(?<!\\)(?:\\\\)*=\Z")
_BLANKS = re.compile(r"[^\S\u3000]+")
_NAMED = 24
"""So many characters of a highlight are repeated with its colour."""
_OPENING = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+=]|(\d+)[.)](?=\s|$))")


def to_md(sheet: Sheet, task: Task = QUIET) -> bytes:
    """Write a sheet as UTF-8 Markdown.

    Raises:
        Cancelled: between two cases.
    """
    cut = chosen(sheet)
    cases, quoted, notes = counts(cut)
    filters = f"筛选：{cut.filters}。" if cut.filters else ""
    filters += f"高亮：{cut.legend}。" if cut.legend else ""
    parts = [
        f"# {_safe(cut.title)}",
        f"{cut.made_on} · {cases} 案 · 摘录 {quoted} 条 · 笔记 {notes} 条" if cases else cut.made_on,
        f"选自“{_safe(cut.library)}”。{_safe(filters)}",
    ]
    if cut.contents and cases > 1:
        parts += ["## 目录", "\n".join(f"- {_safe(words)}" for words in _entries(cut))]
    parts += _works(cut)
    if cut.layout == "table" and cases:
        parts += ["## 对比表", _compared(cut)]
    level = 3 if any(case.group for case in cut.cases) else 2
    place = _Place("#" * level, cut.notes == "end", bool(cut.sources), cut.every)
    group = ""
    for number, case in enumerate(cut.cases, 1):
        task.step(number - 1, cases, case.title)
        if case.group != group:
            group = case.group
            parts += [f"## {_safe(group)}"] if group else []
        parts += _case(number, case, place)
    if cut.sources:
        parts += ["## 来源", "\n".join(f"- \\[{source.number}\\] {_safe(source.citation)}" for source in cut.sources)]
    parts += _pictures(cut)
    return ("\n\n".join(parts) + "\n").encode("utf-8", "replace")


def _entries(sheet: Sheet) -> Iterator[str]:
    """The cases as the contents name them."""
    return (entry(f"{counted(number)}、", case, case.owner) for number, case in enumerate(sheet.cases, 1))


def _pictures(sheet: Sheet) -> Iterator[str]:
    """What the pictures in notes are, after all that is read: the text calls them by name."""
    every = {one.file: one for case in sheet.cases for note in case.notes for one in note.pictures if note.text}
    if every:
        lines = (
            f"[{file}]: data:{one.type};base64,{base64.b64encode(one.data).decode()}" for file, one in every.items()
        )
        yield "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Place:
    """The marks of a case's heading; whether notes stand after the text, sources are listed, every theme is."""

    marks: str
    end: bool
    listed: bool
    every: bool


def _works(sheet: Sheet) -> Iterator[str]:
    for part in sheet.parts:
        if isinstance(part, SheetPassage):
            yield from _running(part)
        else:
            for table in plains((part,)):
                yield f"## {_safe(table.title)}"
                if table.hint:
                    yield _safe(table.hint)
                yield _table([table.head, *([cell.replace("\n", "　／　") for cell in row] for row in table.rows)])


def _running(part: SheetPassage) -> Iterator[str]:
    if part.kind == "heading":
        yield f"{'#' * (max(1, min(part.level, 4)) + 1)} {_safe(part.text)}"
        return
    lines = [_safe(words) for words in part.text.split("\n") if words.strip()]
    text = "\n\n".join(lines) + _inline(reference(part))
    yield _indented(text, "> ") if part.kind == "quote" else text


def _compared(sheet: Sheet) -> str:
    shown = comparison(sheet)
    rows = [["" if cell is None else str(cell) for cell in shown.row(i, case)] for i, case in enumerate(sheet.cases, 1)]
    return _table([[column.name for column in shown.columns], *rows])


def _case(number: int, case: SheetCase, place: _Place) -> Iterator[str]:
    yield f"{place.marks} {counted(number)}、{_safe(case.title)}"
    yield from _record(case, place)
    cited = {result.paragraph for result in case.results}
    for paragraph in paragraphs(case):
        yield from _paragraph(paragraph, place, cited=paragraph.number in cited)
    if not case.text.strip():
        yield from (_passage(note) for note in passages(case))
    closing = [*whole(case)]
    if place.end and case.text.strip():
        closing = [*(note for note in passages(case) if note.text.strip() or note.tags), *closing]
    if closing:
        yield f"{place.marks}# {'笔记' if place.end else '案例笔记'}"
        for note in closing:
            yield _note(note, quoted=bool(note.quote))
    reference = f" \\[{case.source}\\]" if place.listed and case.source is not None else ""
    if case.source_line or reference:
        yield f"来源：{_safe(case.source_line)}{reference}"


def _record(case: SheetCase, place: _Place) -> Iterator[str]:
    line = byline(case)
    if line:
        yield _safe(line)
    fields = [*case.fields, *lists(case, every=place.every)]
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


def _paragraph(paragraph: Paragraph, place: _Place, *, cited: bool) -> Iterator[str]:
    marks = _marks(paragraph)
    if paragraph.heading:
        yield f"{place.marks}# {_safe(paragraph.text)}"
        if marks:
            yield f"〔§{paragraph.number}{marks}〕"
    else:
        number = f"〔§{paragraph.number}{marks}〕" if cited or marks else ""
        yield _escaped_start("".join(_merged(paragraph))) + number
    if not place.end:
        for note in paragraph.notes:
            yield _note(note, quoted=len(paragraph.notes) > 1)


def _marks(paragraph: Paragraph) -> str:
    """The colours of a paragraph's highlights; where there are several, each with its words."""
    found: list[tuple[Colour, str]] = []
    open_: dict[Colour, str] = {}
    for run in (*paragraph.runs, Run("")):
        ended = [colour for colour in open_ if colour not in run.colours]
        found += [(colour, open_.pop(colour)) for colour in ended]
        for colour in run.colours:
            open_[colour] = open_.get(colour, "") + run.text
    if len(found) < 2:
        return "".join(f"　{COLOURS[colour]}" for colour, _ in found)
    return "　" + "、".join(f"{COLOURS[colour]}“{_inline(_cut(words))}”" for colour, words in found)


def _cut(words: str) -> str:
    return words if len(words) <= _NAMED else f"{words[: _NAMED // 2]}…{words[-_NAMED // 2 :]}"


def _merged(paragraph: Paragraph) -> Iterator[str]:
    """The paragraph's words; neighbouring highlights of any colour are one, since `==` cannot tell them apart."""
    open_ = False
    for run in paragraph.runs:
        if bool(run.colours) != open_:
            open_ = not open_
            yield "=="
        yield _edged(_inline(run.text))
    if open_:
        yield "=="


def _edged(text: str) -> str:
    """Escaped text that may stand beside `==`: its own equals sign at either end is no part of the mark."""
    text = f"\\{text}" if text.startswith("=") else text
    return f"{text[:-1]}\\=" if _LAST_EQUALS.search(text) else text


def _passage(note: SheetNote) -> str:
    """A passage that stands alone, with what was noted on it."""
    place = f"〔§{note.paragraph}　{COLOURS[note.colour]}〕"
    words = f"=={_edged(_inline(' '.join(note.quote.split())))}=={place}"
    return "\n\n".join(part for part in (words, _note(note, quoted=False)) if part)


def _note(note: SheetNote, *, quoted: bool) -> str:
    place = f"〔§{note.paragraph}　{COLOURS[note.colour]}〕" if note.paragraph else ""
    parts = [f"{place}“{_safe(' '.join(note.quote.split()))}”"] if quoted else []
    parts += [_block(block) for block in markdown.blocks(note.text, note.pictures)]
    if note.tags_apart:
        parts.append(" ".join(f"#{_inline(tag)}" for tag in note.tags_apart))
    return _indented("\n\n".join(part for part in parts if part), "> ") if parts else ""


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
    if words.picture:
        return f"![{_inline(words.text)}][{words.picture.file}]"
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
