"""A sheet as the data a page template sets: every word placed, nothing left for the template to decide but looks.

All text passes `glyphs.drawable` here, so that nothing unseen or undrawable reaches a page unannounced.
Knows the sheet and the templates' vocabulary; no fonts, no compiler.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from app.formats import glyphs, markdown
from app.formats.chosen import chosen, counted, passages, whole
from app.formats.glyphs import drawable
from app.formats.listed import LONG, byline, cited, entry, lists, parted, sized
from app.formats.page_figures import bars, compared
from app.formats.page_works import drawn, works
from app.formats.page_works import texts as worked
from app.formats.paragraphs import Paragraph, Run, closing_notes, counts, paragraphs
from app.formats.sheet import Layout, NotePlace, Sheet, SheetCase, SheetNote
from app.task import QUIET, Task

Data = dict[str, Any]
HEAD = 24
TITLE_LINE = 12
OFFICIAL_LINE = 18
"""22 points a character between the margins of an official page hold 20."""
LONG_TITLE = 48
"""A longer title has longer lines of smaller letters."""
TITLE = 120
"""Characters of a title on a cover."""
TALLEST = 310
"""Points a picture in a note is high at most."""
OWNER = "单位"
"""The name of the field that holds whose case it is."""
_PASSAGES: tuple[Layout, ...] = ("cards", "table")
"""Layouts that show passages and never a whole text."""


def data(sheet: Sheet, task: Task = QUIET, *, of: Sheet | None = None) -> Data:
    """Lay a sheet out as data.

    Args:
        sheet: What goes out.
        task: Told each case.
        of: The whole of which the sheet is but the beginning; cover and contents tell the whole.

    Returns:
        Lists, dicts, strings, numbers and None only.

    Raises:
        Cancelled: between two cases.
    """
    cut = _cut_to_layout(sheet)
    cases = []
    room = LONG + 1
    alone = cut.layout == "official" and len((of or sheet).cases) == 1 and not cut.parts
    groups = _Groups(cut)
    for number, case in enumerate(cut.cases, 1):
        task.step(number - 1, len(cut.cases), case.title)
        size = sized(case)
        begins = groups.heading(case)
        told = _case("" if alone else groups.number(number), case, cut)
        if alone and told["title"] == drawable(cut.title):
            told["heading"] = ""
        fresh = number == 1 or bool(begins) or max(room, size) > LONG
        cases.append(told | {"fresh": fresh, "group": begins, "level": groups.level})
        room = size
    return {**_about(cut), **_told_of(cut, of), "cases": cases}


def _about(cut: Sheet) -> Data:
    """What is told once in a sheet."""
    longest = OFFICIAL_LINE if cut.layout == "official" or len(cut.title) > LONG_TITLE else TITLE_LINE
    return {
        "title": drawable(cut.title),
        "title_lines": [drawable(line) for line in title_lines(_cut(cut.title, TITLE), longest)],
        "head": drawable(_cut(cut.title)),
        "made": f"{cut.made_on.rpartition('月')[0]}月 · 内部学习" if "月" in cut.made_on else "内部学习",
        "date": drawable(cut.made_on),
        "day": _day(cut.made_on) if cut.archival else None,
        "origin": drawable(_origin(cut)),
        "warning": lacking(cut),
        "layout": cut.layout,
        "whole": cut.body == "text",
        "margin": cut.notes == "comments" and cut.layout == "simple",
        "sources": [[source.number, drawable(source.citation)] for source in cut.sources],
        "compared": compared(cut),
        "works": works(cut),
    }


def _listed(every: Sheet) -> bool:
    """Whether there is anything a list of contents would help to find."""
    return every.contents and len(every.cases) + sum(bool(part["entry"]) for part in works(every)) > 1


def _told_of(cut: Sheet, whole: Sheet | None) -> Data:
    """How much there is, and what the contents name besides the cases that are laid out."""
    if whole is None:
        return {"counts": _counts(cut), "more": [], "contents": _listed(cut)}
    every = _cut_to_layout(whole)
    return {"counts": _counts(every), "more": _entries(every)[len(cut.cases) :], "contents": _listed(every)}


def _day(made_on: str) -> list[int]:
    """Year, month, day: an archived file must tell them; where they are not known, the first day of all."""
    numbers = [int(one) for one in re.findall(r"[0-9]+", made_on)[:3]]
    try:
        day = dt.date(*numbers)
    except (TypeError, ValueError, OverflowError):
        day = dt.date(1970, 1, 1)
    return [day.year, day.month, day.day]


def lacking(sheet: Sheet) -> str:
    """One sentence on the characters that go out and that no font of ours has, empty when every one is there."""
    cut = _cut_to_layout(sheet)
    return glyphs.warning(
        text
        for texts in (
            (cut.title, cut.library, cut.filters),
            worked(cut),
            *(_texts(case) for case in cut.cases),
            (source.citation for source in cut.sources),
        )
        for text in texts
    )


def _cut_to_layout(sheet: Sheet) -> Sheet:
    body = "noted" if sheet.layout in _PASSAGES and sheet.body == "text" else sheet.body
    return chosen(replace(sheet, body=body))


class _Groups:
    """Counts groups and cases as they come by: official pages count both, others the cases alone."""

    def __init__(self, sheet: Sheet) -> None:
        self._official = sheet.layout == "official"
        self._there = any(case.group for case in sheet.cases)
        self._last: str | None = None
        self._groups = self._within = 0
        self.level = 2 if self._there else 1

    def heading(self, case: SheetCase) -> str:
        """The heading of the group that begins with this case, empty when it goes on."""
        self._within += 1
        if not self._there or case.group == self._last:
            return ""
        self._last, self._within = case.group, 1
        self._groups += 1
        words = drawable(case.group)
        return f"{counted(self._groups)}、{words}" if self._official else words

    def number(self, number: int) -> str:
        """How the case that came last is counted; `number` counts all."""
        return f"（{counted(self._within)}）" if self._official and self._there else f"{counted(number)}、"


def _entries(sheet: Sheet) -> list[Data]:
    """Every case as the contents name it, with the heading of the group it begins."""
    groups = _Groups(sheet)
    return [
        {"group": groups.heading(case), "entry": drawable(entry(groups.number(number), case, _owner(case)))}
        for number, case in enumerate(sheet.cases, 1)
    ]


def _owner(case: SheetCase) -> str:
    return dict(case.fields).get(OWNER, "")


def _case(count: str, case: SheetCase, sheet: Sheet) -> Data:
    missing = glyphs.warning(_texts(case))
    referred = cited(case)
    source = f"[{case.source}]" if case.source is not None and sheet.sources else ""
    return {
        "heading": drawable(f"{count}{case.title}"),
        "title": drawable(case.title),
        "entry": drawable(entry(count, case, _owner(case))),
        "parts": [drawable(words) for words in parted(sheet, case)],
        "head": drawable(_cut(f"{count}{_owner(case) or case.title}")),
        "byline": drawable(byline(case)),
        "fields": [[drawable(name), drawable(value)] for name, value in _fields(case, every=sheet.every)],
        "warnings": [drawable(words) for words in case.warnings] + ([missing] if missing else []),
        "results": [
            [
                drawable(result.metric) + ("（目标）" if result.target else ""),
                drawable(result.value),
                f"§{result.paragraph}" if result.paragraph else "",
            ]
            for result in case.results
        ],
        "bars": bars(case),
        "paragraphs": [_paragraph(paragraph, sheet.notes, referred) for paragraph in _paragraphs(case, sheet)],
        "notes": [_note(note, quoted=bool(note.quote)) for note in _closing(case, sheet)],
        "source": drawable(case.source_line) + (f" {source}" if source else ""),
        "cited": source,
    }


def _fields(case: SheetCase, *, every: bool) -> Iterator[tuple[str, str]]:
    yield from ((name, value) for name, value in case.fields if name != OWNER and value)
    yield from lists(case, every=every)


def _paragraphs(case: SheetCase, sheet: Sheet) -> Iterator[Paragraph]:
    """The text's paragraphs; where only passages go out each of them is one."""
    if sheet.body == "text":
        yield from paragraphs(case)
    else:
        for note in passages(case):
            yield _passage(note)


def _passage(note: SheetNote) -> Paragraph:
    told = (note,) if note.text.strip() or note.tags else ()
    return Paragraph(note.paragraph or 0, note.start or 0, (Run(note.quote.strip(), (note.colour,)),), told)


def _closing(case: SheetCase, sheet: Sheet) -> Sequence[SheetNote]:
    """The notes that stand after the case."""
    if sheet.notes == "end":
        return (*(note for note in passages(case) if note.text.strip() or note.tags), *whole(case))
    return closing_notes(case) if sheet.body == "text" else whole(case)


def _paragraph(paragraph: Paragraph, place: NotePlace, referred: frozenset[int]) -> Data:
    notes = () if place == "end" else paragraph.notes
    return {
        "number": paragraph.number,
        "cited": paragraph.number in referred,
        "heading": paragraph.heading,
        "runs": [[drawable(run.text), list(run.colours)] for run in paragraph.runs],
        "notes": [_note(note, quoted=len(notes) > 1) for note in notes],
    }


def _note(note: SheetNote, *, quoted: bool) -> Data:
    return {
        "colour": note.colour,
        "quote": drawable(_cut(" ".join(note.quote.split()), 40)) if quoted else "",
        "lost": note.start is None and bool(note.quote),
        "place": f"§{note.paragraph}" if note.paragraph else "",
        "blocks": [_block(block) for block in markdown.blocks(note.text, note.pictures)],
        "tags": [f"#{drawable(tag)}" for tag in note.tags_apart],
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
    """[text, bold, italic, code, struck], of a picture its file and size too; a line break is a text of its own."""
    laid: list[list[Any]] = []
    for part in words:
        style = (part.bold, part.italic, part.code, part.struck)
        if part.picture:
            one = part.picture
            laid.append([drawable(part.text), *style, drawn(one), *one.fitted(one.width, TALLEST)])
            continue
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
    told = [
        f"{cases} 案" if cases else "",
        f"摘录 {passages} 条" if passages else "",
        f"笔记 {notes} 条" if notes else "",
    ]
    return " · ".join(part for part in told if part)


def _origin(sheet: Sheet) -> str:
    chosen = f"筛选：{sheet.filters}。" if sheet.filters else ""
    chosen += f"高亮：{sheet.legend}。" if sheet.legend else ""
    return f"选自“{sheet.library}”。{chosen}引文均注明出处段号。"


def _cut(text: str, longest: int = HEAD) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


_BREAKS = re.compile(r"(?<=[，。；：、！？》）”—\s])|(?=[《（“与和及])|(?=案例|选编|汇编|经验|实践|探索)")


def title_lines(title: str, longest: int = TITLE_LINE) -> Sequence[str]:
    """A title in balanced lines, broken at a mark or before a joining word where one is near."""
    wanted = -(-len(title) // longest)
    if wanted < 2:
        return [title]
    ideal = -(-len(title) // wanted)
    places = [m.start() for m in _BREAKS.finditer(title) if m.start()]
    lines, at = [], 0
    while len(title) - at > longest:
        near = [p for p in places if at + ideal // 2 <= p <= at + longest]
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
