"""What was made of cases in a Word file: tables, bars as tables with shaded cells, running text with quotes.

Knows story and sheet; no library. Pictures are told in words and as their numbers: Word draws no SVG everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.formats.docx_story import Story
from app.formats.docx_tables import Column, grid, strip
from app.formats.docx_xml import BREAK, look, run, told
from app.formats.sheet import Sheet, SheetBars, SheetCell, SheetPassage, SheetPicture, SheetTable
from app.formats.works import reference

NOW, BEFORE = "2F5D50", "CFC8B8"
_LABEL, _FIGURE = 0.3, 0.26
"""Shares of the width for a bar's label and for its figure."""
_HIGH = 20
"""Points a strip of one line takes."""
_DEEPEST = 3


def tell(story: Story, sheet: Sheet) -> None:
    """Put the parts into the story, in order."""
    for part in sheet.parts:
        if isinstance(part, SheetPassage):
            _passage(story, part)
            continue
        story.head(1, part.title)
        if isinstance(part, SheetTable):
            _table(story, part)
        elif isinstance(part, SheetBars):
            _bars(story, part)
        else:
            _picture(story, part)


def _passage(story: Story, part: SheetPassage) -> None:
    paragraphs = [words.strip() for words in part.text.split("\n") if words.strip()]
    if part.kind == "heading":
        story.head(max(1, min(part.level, _DEEPEST)), told(part.text))
        return
    for number, words in enumerate(paragraphs):
        last = number == len(paragraphs) - 1
        after = reference(part) if last else ""
        small = run(after, look(after, colour=story.look.muted)) if after else ""
        story.say("Note" if part.kind == "quote" else "BodyText", words + after, run(told(words)) + small)


def _table(story: Story, part: SheetTable) -> None:
    if part.hint:
        story.say("Origin", told(part.hint))
    widths = part.widths if len(part.widths) == len(part.head) else (1,) * len(part.head)
    whole = sum(widths) or 1
    columns = [Column(story.look.room * width / whole) for width in widths]
    head = [run(told(words), look(words, bold=True)) for words in part.head]
    rows = [[_cell(story, cell, bold=not number) for number, cell in enumerate(row)] for row in part.rows]
    words = " ".join(one.text for row in part.rows for cell in row for one in cell)
    story.put(grid(columns, [head, *rows]), words, "Cell")
    story.say("Gap", "")


def _cell(story: Story, cell: Sequence[SheetCell], *, bold: bool) -> str:
    """A cell's runs: own words in the accent's colour with a pencil, the place of a quote small behind it."""
    accent, muted = story.look.accent, story.look.muted
    made = []
    for one in cell:
        words = told(one.text) + (" ✎" if one.own else "")
        colour = muted if one.empty else accent if one.own else ""
        place = run(f" {told(one.place)}", look(one.place, colour=accent, size=8)) if one.place else ""
        made.append(run(words, look(words, bold=bold, colour=colour)) + place)
    return BREAK.join(made)


def _bars(story: Story, part: SheetBars) -> None:
    if part.hint:
        story.say("Origin", told(part.hint))
    most = max((abs(value) for bar in part.bars for value in (bar.value, bar.before or 0.0)), default=0.0) or 1.0
    for bar in part.bars:
        drawn = [(abs(bar.before) / most, BEFORE)] if bar.before is not None else []
        drawn.append((abs(bar.value) / most, NOW))
        place = f" {told(bar.place)}" if bar.place else ""
        figure(story, told(bar.label), drawn, told(bar.words) + place)
    story.say("Gap", "")


def figure(story: Story, name: str, drawn: Sequence[tuple[float, str]], words: str) -> None:
    """One figure as a line: whose it is, its bars as (share, colour), the figure in words."""
    room = story.look.room
    label, said = room * _LABEL, room * _FIGURE
    lines = max(len(name) * 10 // int(label - 10), len(words) * 10 // int(said - 10)) + 1
    story.put(strip(label, room - label - said, said, name, drawn, words), height=_HIGH * lines)


def _picture(story: Story, part: SheetPicture) -> None:
    if part.words:
        story.say("BodyText", told(part.words))
    if part.table:
        _table(story, part.table)
