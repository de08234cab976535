"""What was made of cases in a Word file: tables, bars as tables with shaded cells, running text with quotes.

Knows story and sheet; no library. Drawings stand as pixels, for Word draws no SVG everywhere, with their numbers below.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.formats.docx_pictures import height
from app.formats.docx_rows import pieces
from app.formats.docx_story import Story
from app.formats.docx_tables import CELL, Column, grid, strip
from app.formats.docx_xml import BREAK, look, paragraph, run, told
from app.formats.drawings import pixels
from app.formats.images import Image
from app.formats.sheet import Sheet, SheetBars, SheetCell, SheetPassage, SheetPicture, SheetTable
from app.formats.works import reference

NOW, BEFORE = "2F5D50", "CFC8B8"
_BLACK = {NOW: "404040", BEFORE: "BFBFBF"}
"""Shades of black a 公文 has in their stead."""
_LABEL, _FIGURE = 0.3, 0.26
"""Shares of the width for a bar's label and for its figure."""
_HIGH = 20
"""Points a strip of one line takes."""
_DEEPEST = 3


def tell(story: Story, sheet: Sheet) -> None:
    """Put the parts into the story, in order."""
    before: SheetPassage | None = None
    drawn = iter(pixels([part.svg for part in sheet.parts if isinstance(part, SheetPicture)]))
    for part in sheet.parts:
        if isinstance(part, SheetPassage):
            if part.kind == "quote" and before is not None and before.kind == "quote":
                story.say("Gap", "")  # framed paragraphs that touch are drawn as one
            _passage(story, part)
            before = part
            continue
        before = None
        story.head(1, part.title)
        if isinstance(part, SheetTable):
            _table(story, part)
        elif isinstance(part, SheetBars):
            _bars(story, part)
        else:
            _picture(story, part, next(drawn))


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
    asked = part.widths if len(part.widths) == len(part.head) else (1,) * len(part.head)
    columns = [Column(story.look.room * width / (sum(asked) or 1)) for width in asked]
    head = [run(told(words), look(words, bold=True)) for words in part.head]
    style = story.look.styles["Cell"]
    widths = [column.width - CELL for column in columns]
    # a head of two lines, and a little for what the estimate does not know
    high = story.look.tall * 0.94 - 3 * style.line
    cut = [piece for row in part.rows for piece in pieces(row, widths, style, high)]
    rows = [[_cell(story, cell, bold=not number) for number, cell in enumerate(row)] for row in cut]
    words = " ".join(one.text for row in part.rows for cell in row for one in cell)
    story.put(grid(columns, [head, *rows], whole=True, plain=story.look.official), words, "Cell")
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
    for bar in part.bars:
        drawn = [
            (share, colour) for share, colour in ((bar.share_before, BEFORE), (bar.share, NOW)) if share is not None
        ]
        place = f" {told(bar.place)}" if bar.place else ""
        figure(story, told(bar.label), drawn, told(bar.words) + place)
    story.say("Gap", "")


def figure(story: Story, name: str, drawn: Sequence[tuple[float, str]], words: str) -> None:
    """One figure as a line: whose it is, its bars as (share, colour), the figure in words."""
    room = story.look.room
    label, said = room * _LABEL, room * _FIGURE
    if story.look.official:
        drawn = [(share, _BLACK[colour]) for share, colour in drawn]
    lines = max(len(name) * 10 // int(label - 10), len(words) * 10 // int(said - 10)) + 1
    story.put(strip(label, room - label - said, said, name, drawn, words), height=_HIGH * lines)


def _picture(story: Story, part: SheetPicture, image: Image | None) -> None:
    if image is not None:
        inner = story.asides.drawn.run(image, part.words or part.title, story.look.room)
        # a line of a fixed height would cut it off
        free = '<w:spacing w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0"/>'
        story.put(paragraph("Cell", inner, more=free), height=height(inner))
    if part.words:
        story.say("BodyText", told(part.words))
    if part.table:
        _table(story, part.table)
