"""The pictures of an overview: region tiles and theme by region. Knows counts and drawings; no Qt, no library.

Regions are tiles of one size: no outline, no border, not a map.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.overview import UNPLACED, Choice, Overview
from app.ui.insight.drawing import (
    Box,
    Drawing,
    Mark,
    Scale,
    Shape,
    Words,
    elided,
    legend,
    legend_width,
    scale,
    shades,
    wide,
)
from app.ui.library.regions import GRID, PROVINCES

if TYPE_CHECKING:
    from app.ui.theme import Palette
    from db.records import ThemeNode

LETTERS = {name: letter for letter, name in PROVINCES.items()}
UNPLACED_SHORT = "未"
ROWS = 12
"""Themes shown at once."""
_GAP = 3.0
_COLUMNS = max(map(len, GRID))
_NARROWEST = 19.0
"""Room for a column of a heat map."""


def region(overview: Overview, palette: Palette, width: float) -> Drawing:
    """The 34 units as tiles, each with its letter and its count; below them what is in none of them."""
    tile = min((width - _GAP * (_COLUMNS - 1)) / _COLUMNS, 62.0)
    tall = max(38.0, min(44.0, tile * 0.8))
    left = (width - tile * _COLUMNS - _GAP * (_COLUMNS - 1)) / 2
    counts = overview.regions
    steps = scale(counts.get(name, 0) for name in PROVINCES.values())
    shapes: list[Shape] = []
    marks: list[Mark] = []
    for row, letters in enumerate(GRID):
        for column, letter in enumerate(letters):
            if letter != ".":
                x, y = left + column * (tile + _GAP), row * (tall + _GAP)
                name = PROVINCES[letter]
                _tile(shapes, (x, y, tile, tall), letter, counts.get(name, 0), (steps, palette))
                if count := counts.get(name, 0):
                    marks.append(Mark(x, y, tile, tall, name, count, (Choice("region", name),)))
    below = len(GRID) * (tall + _GAP) + 6
    beside = legend_width(steps)
    taken = _elsewhere(overview, palette, (left, below, width - 2 * left), shapes, marks)
    if taken and taken + 12 + beside > width - 2 * left:
        below += 28
    shapes += legend(palette, steps, width - left, below + 12)
    return Drawing(width, below + 26, tuple(shapes), tuple(marks))


def _tile(
    shapes: list[Shape],
    at: tuple[float, float, float, float],
    letter: str,
    count: int,
    look: tuple[Scale, Palette],
) -> None:
    x, y, width, height = at
    shade = shades(look[1])[look[0].level(count)]
    shapes.append(Box(x, y, width, height, shade.ground, 4))
    if not count:
        shapes.append(Words(x + width / 2, y + height / 2, letter, 13, shade.ink, "middle"))
        return
    shapes.append(Words(x + width / 2, y + height / 2 - 8.5, letter, 13, shade.ink, "middle", bold=True))
    shapes.append(Words(x + width / 2, y + height / 2 + 9, str(count), 11, shade.ink, "middle"))


def _elsewhere(
    overview: Overview, palette: Palette, at: tuple[float, float, float], shapes: list[Shape], marks: list[Mark]
) -> float:
    """Cases of no place, and of places that are none of the 34; returns how much of the line they take."""
    x, y, room = at
    known = set(PROVINCES.values())
    others = sorted((name for name in overview.regions if name not in known), key=lambda name: name != UNPLACED)
    shade = shades(palette)[0]
    for name in others:
        count = overview.regions[name]
        words = elided(f"{name} {count}", 11, 150)
        width = wide(words, 11) + 14
        if x + width > at[0] + room:
            break
        shapes += [Box(x, y, width, 22, shade.ground, 4), Words(x + 7, y + 11, words, 11, shade.ink)]
        marks.append(Mark(x, y, width, 22, name, count, (Choice("region", name),)))
        x += width + 5
    return x - at[0]


def themes_of(overview: Overview, *, leaves: bool) -> list[ThemeNode]:
    """The themes there are: the tops in their order, or the leaves, those of most cases first."""
    nodes = [one for one in overview.taxonomy if overview.themes.get(one.id)]
    known = {one.id for one in overview.taxonomy}
    tops = [one for one in nodes if one.parent not in known]
    if not leaves:
        return tops
    return sorted((one for one in nodes if one.parent in known), key=lambda one: -overview.themes[one.id])


def rows_of(overview: Overview, *, leaves: bool) -> list[ThemeNode]:
    """The themes that make rows."""
    found = themes_of(overview, leaves=leaves)
    return sorted(found, key=lambda one: -overview.themes[one.id])[:ROWS] if len(found) > ROWS else found


def columns_of(overview: Overview) -> list[str]:
    """The regions that make columns, most cases first, those of no place last."""
    return sorted(overview.regions, key=lambda name: (name == UNPLACED, -overview.regions[name], name))[:36]


def heat(overview: Overview, palette: Palette, width: float, *, leaves: bool = False) -> Drawing:
    """Themes against regions, with the sums of both."""
    rows, every = rows_of(overview, leaves=leaves), columns_of(overview)
    if not rows or not every:
        words = "这些案例还没有主题，或还没有地区。"
        return Drawing(width, 60, (Words(width / 2, 30, words, 13, palette.muted, "middle"),))
    label = min(max(wide(one.name, 12) for one in rows) + 10, width * 0.24)
    columns = every[: max(1, int((width - label - 44) // _NARROWEST))]
    cell = min(50.0, (width - label - 44) / len(columns) - 2)
    steps = scale(overview.heat.get((t.id, place), 0) for t in rows for place in columns)
    grid = _Grid(overview, palette, label, cell, steps)
    grid.heads(columns)
    for number, one in enumerate(rows):
        grid.row(number, one, columns)
    below = 27.0 + len(rows) * 27 + 14
    more = f"；另有 {len(every) - len(columns)} 个地区没有列出" if len(every) > len(columns) else ""
    foot = f"{overview.total} 案；一案可有几个主题，合计不是各格之和{more}"
    ends, beside = label + len(columns) * (grid.cell + 2) + 38, legend_width(steps)
    start = label if label + wide(foot, 11) <= width else 0.0
    room = width - start
    if start + wide(foot, 11) + 16 > ends - beside:  # not both in one line
        grid.shapes.append(Words(start, below, elided(foot, 11, room), 11, palette.muted))
        below += 20
        ends = max(min(ends, width), start + beside)
    else:
        grid.shapes.append(Words(start, below, foot, 11, palette.muted))
    grid.shapes += legend(palette, steps, ends, below)
    return Drawing(width, below + 12, tuple(grid.shapes), tuple(grid.marks))


class _Grid:
    """The cells of a heat map, as they are drawn one by one."""

    def __init__(self, overview: Overview, palette: Palette, label: float, cell: float, steps: Scale) -> None:
        self.shapes: list[Shape] = []
        self.marks: list[Mark] = []
        self.cell = cell
        self._overview, self._palette, self._label, self._steps = overview, palette, label, steps

    def heads(self, columns: list[str]) -> None:
        """A letter above every column."""
        shade = shades(self._palette)[0]
        for number, place in enumerate(columns):
            x = self._label + number * (self.cell + 2)
            letter = LETTERS.get(place, UNPLACED_SHORT if place == UNPLACED else place[:1])
            self.shapes.append(Box(x, 0, self.cell, 24, shade.ground))
            self.shapes.append(Words(x + self.cell / 2, 12, letter, 12, shade.ink, "middle"))
            count = self._overview.regions[place]
            self.marks.append(Mark(x, 0, self.cell, 24, place, count, (Choice("region", place),)))
        x = self._label + len(columns) * (self.cell + 2) + 20
        self.shapes.append(Words(x, 12, "合计", 11, self._palette.muted, "middle"))

    def row(self, number: int, theme: ThemeNode, columns: list[str]) -> None:
        """A theme, its cells and their sum."""
        y = 27.0 + number * 27
        name = elided(theme.name, 12, self._label - 8)
        self.shapes.append(Words(self._label - 8, y + 12, name, 12, self._palette.ink, "right"))
        chosen = Choice("theme", theme.id)
        total = self._overview.themes[theme.id]
        self.marks.append(Mark(0, y, self._label - 3, 24, theme.name, total, (chosen,)))
        for at, place in enumerate(columns):
            count = self._overview.heat.get((theme.id, place), 0)
            shade = shades(self._palette)[self._steps.level(count)]
            x = self._label + at * (self.cell + 2)
            self.shapes.append(Box(x, y, self.cell, 24, shade.ground))
            if count:
                words = str(count)
                size = min(12.0, self.cell / max(1.0, wide(words, 1)))
                self.shapes.append(Words(x + self.cell / 2, y + 12, words, size, shade.ink, "middle"))
                told = f"{theme.name} × {place}"
                self.marks.append(Mark(x, y, self.cell, 24, told, count, (chosen, Choice("region", place))))
        x = self._label + len(columns) * (self.cell + 2) + 20
        self.shapes.append(Words(x, y + 12, str(total), 12, self._palette.ink, "middle", bold=True))
        self.marks.append(Mark(x - 18, y, 36, 24, f"{theme.name}，合计", total, (chosen,)))
