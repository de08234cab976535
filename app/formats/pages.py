"""A sheet as the data a page template sets: every word placed, nothing left for the template to decide but looks.

All text passes `glyphs.drawable` here, so that nothing unseen or undrawable reaches a page unannounced.
Knows the sheet and the template's vocabulary; no fonts, no compiler.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from app.formats import glyphs, markdown
from app.formats.glyphs import drawable
from app.formats.paragraphs import Paragraph, closing_notes, counts, numeral, paragraphs
from app.formats.sheet import Sheet, SheetCase, SheetNote
from app.task import QUIET, Task

Data = dict[str, Any]
SHORT = 500
"""Cases shorter than this follow each other on a page, as the tasks of a plan do."""
HEAD = 24
TITLE_LINE = 12
BESIDE = 3
"""So many themes stand in the line below the heading; more have a line of their own."""
OWNER = "单位"
"""The name of the field that holds whose case it is."""


def data(sheet: Sheet, task: Task = QUIET) -> Data:
    """Lay a sheet out as data.

    Args:
        sheet: What goes out.
        task: Told each case.

    Returns:
        Lists, dicts, strings, numbers and None only.

    Raises:
        Cancelled: between two cases.
    """
    cases = []
    room = SHORT + 1
    for number, case in enumerate(sheet.cases, 1):
        task.step(number - 1, len(sheet.cases), case.title)
        size = len(case.text) + sum(len(note.text) for note in case.notes)
        cases.append(_case(number, case) | {"fresh": number == 1 or max(room, size) > SHORT})
        room = size
    return {
        "title": drawable(sheet.title),
        "title_lines": [drawable(line) for line in title_lines(sheet.title)],
        "head": drawable(_cut(sheet.title)),
        "counts": _counts(sheet),
        "made": f"{sheet.made_on.rpartition('月')[0]}月 · 内部学习" if "月" in sheet.made_on else "内部学习",
        "origin": drawable(_origin(sheet)),
        "warning": glyphs.warning(text for case in sheet.cases for text in _texts(case)),
        "cases": cases,
    }


def _case(number: int, case: SheetCase) -> Data:
    owner = dict(case.fields).get(OWNER, "")
    named = f"{owner}：{case.title}" if owner and owner not in case.title else case.title
    count = numeral(number)
    lacking = glyphs.warning(_texts(case))
    beside = case.themes if len(case.themes) <= BESIDE else ()
    return {
        "heading": drawable(f"{count}、{case.title}"),
        "entry": drawable(f"{count}、{named}"),
        "head": drawable(_cut(f"{count}、{owner or case.title}")),
        "byline": drawable(" · ".join(part for part in (case.byline, " / ".join(beside)) if part)),
        "fields": [[drawable(name), drawable(value)] for name, value in _fields(case)],
        "warnings": [drawable(words) for words in case.warnings] + ([lacking] if lacking else []),
        "results": [
            [
                drawable(result.metric) + ("（目标）" if result.target else ""),
                drawable(result.value),
                f"§{result.paragraph}" if result.paragraph else "",
            ]
            for result in case.results
        ],
        "paragraphs": [_paragraph(paragraph) for paragraph in paragraphs(case)],
        "notes": [_note(note, quoted=bool(note.quote), lost=bool(note.quote)) for note in closing_notes(case)],
        "source": drawable(case.source_line),
    }


def _fields(case: SheetCase) -> Iterator[tuple[str, str]]:
    yield from ((name, value) for name, value in case.fields if name != OWNER and value)
    if len(case.themes) > BESIDE:
        yield "主题", "、".join(case.themes)
    if case.practices:
        yield "做法", "、".join(case.practices)


def _paragraph(paragraph: Paragraph) -> Data:
    return {
        "number": paragraph.number,
        "heading": paragraph.heading,
        "runs": [[drawable(run.text), list(run.colours)] for run in paragraph.runs],
        "notes": [_note(note, quoted=len(paragraph.notes) > 1) for note in paragraph.notes],
    }


def _note(note: SheetNote, *, quoted: bool, lost: bool = False) -> Data:
    return {
        "colour": note.colour,
        "quote": drawable(_cut(" ".join(note.quote.split()), 40)) if quoted else "",
        "lost": lost,
        "blocks": [_block(block) for block in markdown.blocks(note.text)],
        "tags": [f"#{drawable(tag)}" for tag in note.tags],
    }


def _block(block: markdown.Block) -> Data:
    return {
        "kind": block.kind,
        "words": _words(block.words),
        "blocks": [_block(inner) for inner in block.blocks],
        "rows": [[_words(cell) for cell in row] for row in block.rows],
        "first": block.first,
    }


def _words(words: Iterable[markdown.Words]) -> list[list[Any]]:
    """[text, bold, italic, code, struck]; a line break is a text of its own."""
    laid: list[list[Any]] = []
    for part in words:
        style = (part.bold, part.italic, part.code, part.struck)
        for i, line in enumerate(part.text.split("\n")):
            laid += [["\n", *style]] if i else []
            laid += [[drawable(line), *style]] if line else []
    return laid


def _texts(case: SheetCase) -> Iterator[str]:
    """Everything of a case that is printed."""
    yield from (case.title, case.byline, case.text, case.source_line, *case.themes, *case.practices)
    for pair in case.fields:
        yield from pair
    for result in case.results:
        yield from (result.metric, result.value)
    for note in case.notes:
        yield from (note.text, note.quote, *note.tags)


def _counts(sheet: Sheet) -> str:
    cases, passages, notes = counts(sheet)
    told = [f"{cases} 案", f"摘录 {passages} 条" if passages else "", f"笔记 {notes} 条" if notes else ""]
    return " · ".join(part for part in told if part)


def _origin(sheet: Sheet) -> str:
    chosen = f"筛选：{sheet.filters}。" if sheet.filters else ""
    return f"选自“{sheet.library}”。{chosen}引文均注明出处段号。"


def _cut(text: str, longest: int = HEAD) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


_BREAKS = re.compile(r"(?<=[，。；：、！？》）”—\s])|(?=[《（“与和及])|(?=案例|选编|汇编|经验|实践|探索)")


def title_lines(title: str) -> Sequence[str]:
    """A title in balanced lines, broken at a mark or before a joining word where one is near."""
    wanted = -(-len(title) // TITLE_LINE)
    if wanted < 2:
        return [title]
    ideal = -(-len(title) // wanted)
    places = [m.start() for m in _BREAKS.finditer(title) if m.start()]
    lines, at = [], 0
    while len(title) - at > TITLE_LINE:
        near = [p for p in places if at + ideal // 2 <= p <= at + TITLE_LINE]
        end = min(near, key=lambda p: abs(p - at - ideal)) if near else _between(title, at + ideal)
        lines.append(title[at:end].strip())
        at = end
    return [*lines, title[at:].strip()]


def _between(title: str, place: int) -> int:
    """The nearest place not inside a run of Latin letters or digits and not before a closing mark."""
    for step in range(8):
        for at in (place - step, place + step):
            if 0 < at < len(title) and not re.match(r"[0-9A-Za-z%.]{2}|.[，。；：、！？》）”]", title[at - 1 : at + 1]):
                return at
    return place
