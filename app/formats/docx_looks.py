"""How a Word file looks in each layout: page, fonts and styles, in points, as offices have them.

公文版式 follows GB/T 9704-2012: margins 37/35/28/26 mm, 22 lines of 28 characters, 3号 仿宋; fonts are named, not
enclosed. Knows no sheet and no XML.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.formats.sheet import Layout

SONG, HEI, KAI, FANG, TITLE = "宋体", "黑体", "楷体_GB2312", "仿宋_GB2312", "方正小标宋简体"
LATIN = "Times New Roman"
INK, MUTED, ACCENT, NOTE_GROUND, WARN_GROUND, WARN_EDGE = "1C1F1D", "666666", "C4572F", "FAF5EF", "FDF7E3", "E6C34A"
MM = 72 / 25.4
LINES, CHARACTERS = 22, 28
"""Of a page and of a line in 公文."""


@dataclass(frozen=True, kw_only=True)
class Style:
    """A paragraph style. Sizes in points, indents in characters of its own size; `line` is the exact pitch."""

    name: str
    font: str = SONG
    size: float = 12
    line: float = 22
    before: float = 0
    after: float = 0
    first: float = 0
    left: float = 0
    hanging: float = 0
    right: float = 0
    align: str = "both"
    bold: bool = False
    colour: str = ""
    level: int | None = None
    """Depth in the outline, 0 the first."""
    with_next: bool = False
    edge: str = ""
    """Colour of a line at the left."""
    ground: str = ""
    frame: str = ""
    under: str = ""
    """Colour of a line below."""
    leader: bool = False
    """A dotted line leads to the right margin."""
    tab: bool = False
    """One stop at the right margin."""
    apart: float = 0
    """Points added between characters."""

    @property
    def advance(self) -> float:
        """Width of a Chinese character with what follows it."""
        return self.size + self.apart


@dataclass(frozen=True, kw_only=True)
class Look:
    """A page in points and its styles by id. Margins: top, bottom, left, right."""

    styles: Mapping[str, Style]
    width: float = 210 * MM
    height: float = 297 * MM
    margins: tuple[float, float, float, float] = (29 * MM, 27 * MM, 27 * MM, 24 * MM)
    foot: float = 15 * MM
    """From the page number to the edge of the paper."""
    official: bool = False
    head: bool = True
    muted: str = MUTED
    accent: str = ACCENT
    """Colours of what is not text; empty for black."""
    latin: str = LATIN
    alternatives: Mapping[str, str] = field(
        default_factory=lambda: {SONG: "SimSun", HEI: "SimHei", KAI: "楷体", FANG: "仿宋", TITLE: "宋体"}
    )
    """What may stand in for a font an office has not."""

    @property
    def room(self) -> float:
        """Width of a line."""
        return self.width - self.margins[2] - self.margins[3]

    @property
    def tall(self) -> float:
        """Height of the text on a page."""
        return self.height - self.margins[0] - self.margins[1]


def _simple() -> dict[str, Style]:
    hei = Style(name="", font=HEI, colour=MUTED, align="left")
    return {
        "Normal": Style(name="Normal"),
        "BodyText": Style(name="Body Text", first=2, after=3),
        "Heading1": Style(
            name="heading 1", size=18, line=27, before=12, after=8, align="left", bold=True, level=0, with_next=True
        ),
        "Heading2": Style(
            name="heading 2", size=15, line=23, before=14, after=6, align="left", bold=True, level=1, with_next=True
        ),
        "Heading3": Style(
            name="heading 3", size=12, line=22, before=10, after=4, align="left", bold=True, level=2, with_next=True
        ),
        "Title": Style(name="Title", size=26, line=44, align="center", bold=True),
        "Meta": Style(name="封面说明", font=HEI, size=11, line=20, align="center", colour=MUTED),
        "Origin": replace(hei, name="选编说明", size=10, line=17),
        "TOCHeading": Style(name="TOC Heading", size=18, line=27, after=12, align="left", bold=True, with_next=True),
        "TOC1": Style(name="toc 1", before=3, after=3, left=2, hanging=2, align="left", leader=True),
        "TOC2": Style(name="toc 2", before=1, after=1, left=4, hanging=2, align="left", leader=True),
        "Byline": replace(hei, name="案例信息", size=10.5, line=17, after=6, with_next=True),
        "Record": Style(name="案例记录", font=HEI, size=10, line=16, after=2, left=6, hanging=6, align="left"),
        "Warning": Style(
            name="请注意", font=HEI, size=10, line=16, before=6, after=8, left=1, right=1, align="left",
            ground=WARN_GROUND, frame=WARN_EDGE,
        ),
        "Note": Style(
            name="笔记", font=HEI, size=10.5, line=17, left=1, right=0.5, align="left", edge=ACCENT, ground=NOTE_GROUND
        ),
        "Excerpt": Style(name="摘录", first=2, after=3),
        "CardText": Style(name="卡片摘录", font=SONG, size=12, line=20, before=4, after=2),
        "CardFoot": replace(hei, name="卡片出处", size=9.5, line=15, before=2, after=3, align="right"),
        "Cell": Style(name="表格文字", font=HEI, size=10, line=15, before=2, after=2, align="left"),
        "Figure": Style(
            name="对比指标", font=HEI, size=10, line=16, before=8, after=3, align="left", bold=True, with_next=True
        ),
        "SourceItem": Style(name="来源条目", size=10.5, line=18, after=2, left=3, hanging=3, align="left"),
        "Gap": Style(name="间隔", size=5, line=7),
        **_small(HEI),
    }  # fmt: skip


def _small(font: str) -> dict[str, Style]:
    """Styles that stand outside the text."""
    return {
        "FootnoteText": Style(name="footnote text", size=9, line=13, align="left"),
        "CommentText": Style(name="annotation text", size=10, line=15, align="left"),
        "Header": Style(
            name="header", font=font, size=9, line=14, align="left", colour=MUTED, under="CCCCCC", tab=True
        ),
        "Footer": Style(name="footer", size=10.5, line=15, align="center"),
    }


def _official() -> dict[str, Style]:
    height = (297 - 37 - 35) * MM
    pitch = int(height / LINES * 20) / 20
    # 28 characters of 16 pt are 2 mm wider than the text of a 公文; the grid alone tells Word so, but not every
    # program. LibreOffice wants a little to spare on a page with a grid, or sets 27; the lines are justified anyway
    apart = int(((210 - 28 - 26) * MM / CHARACTERS - 16) * 20 - 2) / 20
    body = Style(name="Normal", font=FANG, size=16, line=pitch, apart=apart)
    text = replace(body, first=2)
    left = replace(text, align="left")
    head = replace(left, with_next=True)
    return _simple() | {
        "Normal": body,
        "BodyText": replace(text, name="Body Text"),
        "Heading1": replace(head, name="heading 1", level=0, font=HEI),
        "Heading2": replace(head, name="heading 2", level=1, font=KAI),
        "Heading3": replace(head, name="heading 3", level=2),
        "Title": Style(name="Title", font=TITLE, size=22, line=36, align="center"),
        "Meta": Style(name="封面说明", font=KAI, size=16, line=pitch, align="center"),
        "Origin": Style(name="选编说明", font=FANG, size=14, line=24, align="left"),
        "TOCHeading": Style(
            name="TOC Heading", font=HEI, size=16, line=pitch, align="center", with_next=True
        ),
        "TOC1": replace(body, name="toc 1", left=2, hanging=2, leader=True, align="left"),
        "TOC2": replace(body, name="toc 2", left=4, hanging=2, leader=True, align="left"),
        "Byline": replace(text, name="案例信息", font=KAI, with_next=True),
        "Record": replace(text, name="案例记录"),
        "Warning": replace(text, name="请注意"),
        "Note": Style(
            name="笔记", font=KAI, size=14, line=24, left=2, before=2, after=2
        ),
        "Excerpt": replace(text, name="摘录"),
        "Cell": Style(name="表格文字", font=FANG, size=12, line=20, before=2, after=2, align="left"),
        "SourceItem": Style(name="来源条目", font=FANG, size=14, line=24, left=3, hanging=3, align="left"),
        "Date": replace(body, name="Date", align="right", right=4),
        "FootnoteText": Style(name="footnote text", font=FANG, size=10.5, line=15, align="left"),
        "Footer": Style(name="footer", size=14, line=20, left=1, right=1, align="right"),
    }  # fmt: skip


def look_of(layout: Layout) -> Look:
    """The look of a layout."""
    if layout == "official":
        styles = {id_: replace(style, colour="") for id_, style in _official().items()}
        margins = (37 * MM, 35 * MM, 28 * MM, 26 * MM)
        # the dash stands 7 mm below the text; a line of 4号 is 20 pt here, its dash in the middle
        return Look(
            styles=styles, margins=margins, foot=35 * MM - 7 * MM - 10, official=True, head=False, muted="", accent=""
        )
    small = {"Title": Style(name="Title", size=20, line=32, after=4, align="center", bold=True)}
    if layout == "table":
        cells = {"Cell": Style(name="表格文字", font=SONG, size=9, line=13, before=1.5, after=1.5, align="left")}
        side = 20 * MM
        return Look(
            styles=_simple() | small | cells, width=297 * MM, height=210 * MM, margins=(side, 18 * MM, side, side)
        )
    return Look(styles=_simple() | small if layout == "cards" else _simple())
