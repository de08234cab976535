"""What a picture is made of: boxes and words at places, and the marks a person can point at.

The same drawing goes to the screen, into a picture and into SVG. Knows no Qt and no library; colours are `#rrggbb`,
measures device independent pixels.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from app.ui.theme import LIGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.overview import Choice
    from app.ui.theme import Palette

Align = Literal["left", "middle", "right"]
TITLE = 34.0
"""Height of the line above a picture that leaves the window."""
MARGIN = 16.0
CLICK = "；点一格即筛选"
"""Ends a hint on the screen, and is left out on paper."""
PRINTED = 760.0
"""Width of a picture that leaves the window."""


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle with round corners."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    radius: float = 3.0


@dataclass(frozen=True, slots=True)
class Words:
    """One line of words: `x` is where `align` says, `y` its middle."""

    x: float
    y: float
    text: str
    size: float
    ink: str
    align: Align = "left"
    bold: bool = False


Shape: TypeAlias = Box | Words


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that stands for cases: what it is called, how many they are, and what asks for them."""

    x: float
    y: float
    width: float
    height: float
    name: str
    count: int
    choices: tuple[Choice, ...]

    @property
    def told(self) -> str:
        """What is said of it: 江西省，3 案."""
        return f"{self.name}，{self.count} 案"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture."""

    width: float
    height: float
    shapes: tuple[Shape, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Shade:
    """A ground, and the ink that can be read on it."""

    ground: str
    ink: str


def shades(palette: Palette) -> tuple[Shade, Shade, Shade, Shade]:
    """Nothing, few, some, many."""
    return (
        Shade(palette.tile, palette.tile_ink),
        Shade(palette.tile_1, palette.tile_2_ink),
        Shade(palette.tile_2, palette.tile_2_ink),
        Shade(palette.tile_3, palette.tile_3_ink),
    )


def steps(most: int) -> tuple[int, int]:
    """From which counts on a mark is shaded as some, and as many, when the greatest count is `most`."""
    return most // 4 + 1, max(most // 4 + 2, -(-most * 16 // 25))


def level(count: int, most: int) -> int:
    """Which of `shades` a count has."""
    some, many = steps(most)
    return 0 if count <= 0 else 3 if count >= many else 2 if count >= some else 1


def wide(text: str, size: float) -> float:
    """About how wide a line of words is."""
    return size * sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.58 for c in text)


def elided(text: str, size: float, room: float) -> str:
    """The words, or as many of them as there is room for."""
    if wide(text, size) <= room:
        return text
    kept = text
    while kept and wide(kept + "…", size) > room:
        kept = kept[:-1]
    return kept + "…"


def moved(shape: Shape, x: float, y: float) -> Shape:
    """A shape elsewhere."""
    return replace(shape, x=shape.x + x, y=shape.y + y)


def titled(drawing: Drawing, title: str, hint: str, palette: Palette) -> Drawing:
    """A picture that stands by itself: on its ground, with a margin, its title and a hint above. It has no marks."""
    width, height = drawing.width + 2 * MARGIN, drawing.height + TITLE + 2 * MARGIN
    middle = MARGIN + TITLE / 2 - 5
    room = drawing.width - wide(title, 16) - 14
    shapes: list[Shape] = [
        Box(0, 0, width, height, palette.paper, 0),
        Words(MARGIN, middle, title, 16, palette.ink, bold=True),
        Words(MARGIN + wide(title, 16) + 12, middle + 1, elided(hint, 12, room), 12, palette.muted),
    ]
    shapes += [moved(shape, MARGIN, MARGIN + TITLE) for shape in drawing.shapes]
    return Drawing(width, height, tuple(shapes))


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it leaves the window: on light ground, with its title."""

    title: str
    hint: str
    draw: Callable[[Palette, float], Drawing]

    def drawing(self) -> Drawing:
        """With its title."""
        return titled(self.draw(LIGHT, PRINTED), self.title, self.hint, LIGHT)

    def bare(self) -> Drawing:
        """On white, for a page that tells the title itself."""
        drawing = self.draw(LIGHT, PRINTED)
        ground = Box(0, 0, drawing.width, drawing.height, "#ffffff", 0)
        return Drawing(drawing.width, drawing.height, (ground, *drawing.shapes))

    def marks(self) -> tuple[Mark, ...]:
        """What it has numbers of."""
        return self.draw(LIGHT, PRINTED).marks


def legend(palette: Palette, most: int, right: float, y: float) -> list[Shape]:
    """What the shades stand for, ending at `right`, its middle at `y`."""
    if most <= 0:
        return []
    some, many = steps(most)
    ranges = [(1, some - 1), (some, many - 1), (many, most)]
    shown = [(shade, low, high) for shade, (low, high) in zip(shades(palette)[1:], ranges, strict=True) if low <= high]
    shapes: list[Shape] = []
    x = right
    for shade, low, high in reversed([(one, low, min(high, most)) for one, low, high in shown if low <= most]):
        words = f"{low}" if low == high else f"{low}–{high}"
        x -= wide(words, 11)
        shapes.append(Words(x, y, words, 11, palette.muted))
        x -= 19
        shapes.append(Box(x, y - 6, 14, 12, shade.ground))
        x -= 12
    return shapes
