"""More pictures of an overview: years, practices, grades of evidence. Knows counts and drawings; no Qt, no library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.overview import Choice, Overview
from app.ui.insight.drawing import Box, Drawing, Mark, Shape, Words, elided, wide
from db.clauses import GRADES

if TYPE_CHECKING:
    from app.ui.theme import Palette

PRACTICES, MORE = 12, 48
"""Practices that stand there at first, and how many more at a time."""
YEARS = 24
"""Years that stand side by side; what is before them stands together."""
_HIGH = 132.0
_LINE = 25.0


def bins(overview: Overview) -> list[tuple[str, str, int]]:
    """What the columns of the timeline are called, what asks for them, and how many cases they have.

    Years follow each other without gaps where that leaves room for all; else only those with cases stand there.
    """
    counts = {int(year): count for year, count in overview.years.items()}
    if not counts:
        return []
    first, last = min(counts), max(counts)
    shown = list(range(first, last + 1)) if last - first < YEARS else sorted(counts)
    early, shown = shown[: -(YEARS - 1)] if len(shown) > YEARS else [], shown[-(YEARS - 1) :]
    if not early and len(shown) < last - first + 1 <= YEARS:
        shown = list(range(first, last + 1))
    made = [(str(year), f"{year:04}", counts.get(year, 0)) for year in shown]
    if early:
        made.insert(0, (f"≤{early[-1]}", f"..{early[-1]:04}", sum(counts[year] for year in early)))
    return made


def years(overview: Overview, palette: Palette, width: float) -> Drawing:
    """A column for every year, and cases of no year beside them."""
    columns = bins(overview)
    if not columns:
        words = "这些案例都没有注明年份。"
        return Drawing(width, 60, (Words(width / 2, 30, words, 13, palette.muted, "middle"),))
    most = max(count for _, _, count in columns)
    step = min((width - 4) / len(columns), 64.0)
    bar = max(3.0, min(34.0, step - 5))
    often = max(1, -(-int(wide("2020", 11) + 8) // int(step)))
    left = (width - step * len(columns)) / 2
    shapes: list[Shape] = []
    marks: list[Mark] = []
    for number, (name, value, count) in enumerate(columns):
        middle = left + step * (number + 0.5)
        tall = max(2.0, (_HIGH - 22) * count / most) if count else 0.0
        if count:
            shapes.append(Box(middle - bar / 2, _HIGH - tall, bar, tall, palette.green_fill, min(3.0, tall / 2)))
            if wide(str(count), 11) <= step:
                shapes.append(Words(middle, _HIGH - tall - 9, str(count), 11, palette.ink, "middle"))
            told = f"{name} 年" if name.isdigit() else f"{value[2:].lstrip('0')} 年及以前"
            marks.append(Mark(middle - step / 2, 0, step, _HIGH + 20, told, count, (Choice("year", value),)))
        if (len(columns) - 1 - number) % often == 0 or not name.isdigit():
            shapes.append(Words(middle, _HIGH + 12, name, 11, palette.muted, "middle"))
    shapes.insert(0, Box(left, _HIGH, step * len(columns), 1, palette.line, 0))
    _undated(overview, palette, width, shapes, marks)
    return Drawing(width, _HIGH + (48 if overview.undated else 24), tuple(shapes), tuple(marks))


def _undated(overview: Overview, palette: Palette, width: float, shapes: list[Shape], marks: list[Mark]) -> None:
    if not overview.undated:
        return
    words = f"未注明年份 {overview.undated} 案"
    room = wide(words, 11) + 16
    x, y = (width - room) / 2, _HIGH + 26
    shapes += [Box(x, y, room, 20, palette.tile, 4), Words(x + room / 2, y + 10, words, 11, palette.tile_ink, "middle")]
    marks.append(Mark(x, y, room, 20, "未注明年份", overview.undated, (Choice("year", "0001..9999", "not"),)))


def practices(overview: Overview, palette: Palette, width: float, shown: int = PRACTICES) -> Drawing:
    """The practices most cases have, so many of them."""
    most = sorted(overview.practices.items(), key=lambda one: (-one[1], one[0]))[:shown]
    if not most:
        words = "这些案例里还没有认出有名称的做法。"
        return Drawing(width, 60, (Words(width / 2, 30, words, 13, palette.muted, "middle"),))
    rows = [(name, name, count, Choice("practice", name)) for name, count in most]
    return _lines(rows, palette, width, palette.accent)


def evidence(overview: Overview, palette: Palette, width: float) -> Drawing:
    """How many cases have which grade of evidence, the strongest first."""
    rows = []
    for grade, words in reversed(GRADES.items()):
        stars = "★" * int(grade) + "☆" * (4 - int(grade))
        rows.append((f"{stars} {words}", words, overview.evidence.get(grade, 0), Choice("evidence", words)))
    return _lines(rows, palette, width, palette.green_fill)


def _lines(rows: list[tuple[str, str, int, Choice]], palette: Palette, width: float, fill: str) -> Drawing:
    """Bars that lie below each other, each with its name before and its count behind it."""
    label = min(max(wide(shown, 12) for shown, _, _, _ in rows) + 12, width * 0.46)
    most = max(count for _, _, count, _ in rows) or 1
    room = width - label - wide(str(most), 12) - 12
    shapes: list[Shape] = []
    marks: list[Mark] = []
    for number, (shown, told, count, choice) in enumerate(rows):
        y = number * _LINE
        ink = palette.ink if count else palette.muted
        shapes.append(Words(0, y + _LINE / 2, elided(shown, 12, label - 8), 12, ink))
        if count:  # what no case has leads nowhere, and does not look as if it did
            shapes.append(Box(label, y + 7, room, _LINE - 14, palette.tile, 4))
            long = max(4.0, room * count / most)
            shapes.append(Box(label, y + 7, long, _LINE - 14, fill, 4))
            marks.append(Mark(0, y, width, _LINE, told, count, (choice,)))
        shapes.append(Words(width, y + _LINE / 2, str(count), 12, ink, "right", bold=bool(count)))
    return Drawing(width, len(rows) * _LINE, tuple(shapes), tuple(marks))
