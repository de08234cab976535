"""A sheet as plain text, arranged as offices number their papers: 一、（一）1.

Every paragraph is one line, so that no width is presumed. Notepad of every age reads it: UTF-8 with BOM, lines end as
on Windows. Knows the sheet; no library.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.formats.chosen import COLOURS, chosen, counted, passages, whole
from app.formats.comparison import tagged, told
from app.formats.glyphs import visible
from app.formats.listed import beside, entry, lists
from app.formats.paragraphs import counts, numeral, paragraphs
from app.formats.plain import line, plain
from app.formats.sheet import Sheet, SheetCase, SheetNote, SheetPassage
from app.formats.works import Plain, plains, reference
from app.task import QUIET, Task

_INDENT = "　　"


def to_txt(sheet: Sheet, task: Task = QUIET) -> bytes:
    """Write a sheet as text.

    Raises:
        Cancelled: between two cases.
    """
    cut = chosen(sheet)
    lines = [*_front(cut), *_works(cut)]
    group, part = "", 0
    for number, case in enumerate(cut.cases, 1):
        task.step(number - 1, len(cut.cases), case.title)
        if case.group != group:
            group, part = case.group, part + 1
            lines += ["", "", f"第{numeral(part)}部分　{line(group)}"] if group else []
        lines += _case(number, case, listed=bool(cut.sources), every=cut.every)
    if cut.sources:
        lines += ["", "", "来源", "", *(f"[{source.number}] {line(source.citation)}" for source in cut.sources)]
    return "\r\n".join([*lines, ""]).encode("utf-8-sig", "replace")


def _front(sheet: Sheet) -> Iterator[str]:
    cases, quoted, notes = counts(sheet)
    filters = f"筛选：{line(sheet.filters)}。" if sheet.filters else ""
    filters += f"高亮：{line(sheet.legend)}。" if sheet.legend else ""
    yield from (line(sheet.title), "")
    yield line(sheet.made_on) + (f"　{cases} 案　摘录 {quoted} 条　笔记 {notes} 条" if cases else "")
    yield f"选自“{line(sheet.library)}”。{filters}"
    if sheet.contents and cases > 1:
        yield from ("", "", "目　录", "")
        yield from (line(entry(f"{counted(n)}、", case, case.owner)) for n, case in enumerate(sheet.cases, 1))


def _works(sheet: Sheet) -> Iterator[str]:
    for part in sheet.parts:
        if isinstance(part, SheetPassage):
            quoted = "“{}”" if part.kind == "quote" else "{}"
            indent = "" if part.kind == "heading" else _INDENT
            yield from ("", f"{indent}{quoted.format(visible(part.text).strip())}{reference(part)}")
            continue
        for table in plains((part,)):
            yield from ("", "", table.title)
            yield from ([table.hint] if table.hint else [])
            for row in table.rows:
                yield from ("", row[0])
                yield from (f"{_INDENT}{name}：{cell}".replace("\n", "；") for name, cell in _filled(table, row))


def _filled(table: Plain, row: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    return ((name, cell) for name, cell in zip(table.head[1:], row[1:], strict=False) if cell)


def _case(number: int, case: SheetCase, *, listed: bool, every: bool) -> Iterator[str]:
    yield from ("", "", f"{counted(number)}、{line(case.title)}")
    told_ = "　".join(part for part in (line(case.byline), " / ".join(map(line, beside(case)))) if part)
    if told_:
        yield from ("", told_)
    if case.warnings:
        yield f"请注意：{''.join(map(line, case.warnings))}"
    parts = (
        ("基本情况", list(_record(case, every=every))),
        ("成效", [f"{i}. {told(result)}" for i, result in enumerate(case.results, 1)]),
        ("正文", list(_text(case))),
        ("摘录与笔记", list(_notes(case))),
    )
    filled = [(name, lines) for name, lines in parts if lines]
    for count, (name, lines) in enumerate(filled, 1):
        yield from ("", f"（{numeral(count)}）{name}", *lines)
    reference = f"[{case.source}]" if listed and case.source is not None else ""
    if case.source_line or reference:
        yield from ("", f"来源：{line(case.source_line)}{reference}")


def _record(case: SheetCase, *, every: bool) -> Iterator[str]:
    for name, value in (*case.fields, *lists(case, every=every)):
        if value:
            yield f"{line(name)}：{line(value)}"


def _text(case: SheetCase) -> Iterator[str]:
    """The words as they stand; where a passage is marked, the paragraph's number follows."""
    for paragraph in paragraphs(case):
        marked = any(run.colours for run in paragraph.runs)
        indent = "" if paragraph.heading else _INDENT
        yield f"{indent}{visible(paragraph.text).strip()}{f'〔§{paragraph.number}〕' if marked else ''}"


def _notes(case: SheetCase) -> Iterator[str]:
    for count, note in enumerate((*passages(case), *whole(case)), 1):
        yield from _note(count, note)


def _note(count: int, note: SheetNote) -> Iterator[str]:
    lost = "原文已变，当时标的是：" if note.quote and note.start is None else ""
    place = f"〔§{note.paragraph}　{COLOURS[note.colour]}〕" if note.paragraph else ""
    said = plain(note.text).split("\n") if note.text.strip() else []
    tags = tagged(note.tags_apart)
    if note.quote:
        yield f"{count}. {place}{lost}“{line(note.quote)}”"
    elif said:
        yield f"{count}. {said.pop(0)}"
    else:
        yield f"{count}. {tags}"
        return
    yield from (f"{_INDENT}{words}" for words in (*said, tags) if words)
