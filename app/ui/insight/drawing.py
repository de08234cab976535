"""What a picture is made of: boxes and words at places, and the marks a person can point at.

The same drawing goes to the screen, into a picture and into SVG. Knows no Qt and no library; colours are `#rrggbb`,
measures device independent pixels.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias

from app.ui.theme import LIGHT, contrast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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


STEPS = 5
"""Shades of what there is, besides the one of nothing."""
_LEAST = 4.5
"""Contrast of ink on its ground."""


@lru_cache(maxsize=16)
def shades(palette: Palette) -> tuple[Shade, ...]:
    """Nothing, then `STEPS` shades from few to many, each with the ink that is read best on it."""
    low, middle, high = palette.tile_1, palette.tile_2, palette.tile_3
    inks = palette.tile_2_ink, palette.tile_3_ink
    grounds = (low, _between(low, middle, inks), middle, _between(middle, high, inks), high)
    return (Shade(palette.tile, palette.tile_ink), *(Shade(one, _best(one, inks)) for one in grounds))


def _between(one: str, other: str, inks: tuple[str, str]) -> str:
    """A colour between two, as near to the middle as ink can be read on it."""
    tried = [_mixed(one, other, share) for share in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)]
    return next((made for made in tried if contrast(_best(made, inks), made) >= _LEAST), one)


def _best(ground: str, inks: tuple[str, str]) -> str:
    return max(inks, key=lambda ink: contrast(ink, ground))


def _mixed(one: str, other: str, share: float) -> str:
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


@dataclass(frozen=True, slots=True)
class Scale:
    """Which shade a count has: the counts there are, dealt out evenly to the shades."""

    ranges: tuple[tuple[int, int], ...]
    """The least and the greatest count of every shade that is used, from few to many."""

    def level(self, count: int) -> int:
        """Which of `shades`; 0 for nothing."""
        if count <= 0 or not self.ranges:
            return 0
        at = sum(count > last for _, last in self.ranges[:-1])
        return self.shade(at)

    def shade(self, at: int) -> int:
        """Which of `shades` a range has: a few ranges are as far apart as many."""
        last = len(self.ranges) - 1
        return 1 + round(at * (STEPS - 1) / last) if last else 3


def scale(counts: Iterable[int]) -> Scale:
    """The scale of all counts of a picture: equal ones look alike, and no shade is left for counts nobody has."""
    found = sorted({count for count in counts if count > 0})
    many = min(STEPS, len(found))
    cuts = [round(at * len(found) / many) for at in range(many + 1)] if many else [0]
    return Scale(tuple((found[low], found[high - 1]) for low, high in pairwise(cuts)))


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


def legend(palette: Palette, told: Scale, right: float, y: float) -> list[Shape]:
    """What the shades stand for, ending at `right`, its middle at `y`."""
    shapes: list[Shape] = []
    x = right
    known = shades(palette)
    for at, words in reversed(list(enumerate(_ranges(told)))):
        x -= wide(words, 11)
        shapes.append(Words(x, y, words, 11, palette.muted))
        x -= 19
        shapes.append(Box(x, y - 6, 14, 12, known[told.shade(at)].ground))
        x -= 12
    return shapes


def legend_width(told: Scale) -> float:
    """How wide a legend is."""
    return sum(wide(words, 11) + 31 for words in _ranges(told))


def _ranges(told: Scale) -> list[str]:
    return [f"{low}" if low == high else f"{low}–{high}" for low, high in told.ranges]
