"""Figures of a sheet as bars: before and after within a case, and one figure side by side over several cases.

Only figures of one metric in one unit are ever set beside each other. Knows the sheet; no layout.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.formats import lengths
from app.formats.comparison import Key, figure, key
from app.formats.glyphs import drawable
from app.formats.sheet import Sheet, SheetCase, SheetResult
from app.wording import CLOSE, PLACES

Data = dict[str, Any]
Say = Callable[[str], str]
_BARS = 6
"""So many pairs of bars stand in one case."""
_COMPARED = 24
"""So many figures are compared in one sheet."""


def bars(case: SheetCase, say: Say = drawable) -> list[Data]:
    """Before and after of the case's figures: words as `say` tells them, and lengths as shares of the longer."""
    pairs = [one for one in case.results if _drawn(one.before) and _drawn(one.number) and not one.target]
    return [_bar(one, say) for one in pairs[:_BARS]]


def compared(sheet: Sheet, say: Say = drawable) -> list[Data]:
    """Figures that two or more cases have, the commonest first; words as `say` tells them."""
    found: dict[Key, list[tuple[SheetCase, SheetResult]]] = {}
    for case in sheet.cases:
        once: set[Key] = set()
        for result in case.results:
            one = key(result)
            if figure(result.number) is not None and one not in once:
                once.add(one)
                found.setdefault(one, []).append((case, result))
    shared = sorted(((one, rows) for one, rows in found.items() if len(rows) > 1), key=lambda pair: -len(pair[1]))
    return [_table(one, rows, say) for one, rows in shared[:_COMPARED]]


def _table(one: Key, rows: list[tuple[SheetCase, SheetResult]], say: Say) -> Data:
    metric, unit, target = one
    rank = _ranked(rows[0][1])
    known = [value for _, r in rows for value in (r.number, r.before) if value is not None and _drawn(value)]
    top = lengths.top(known, rank=rank)
    return {
        "metric": say(metric) + ("（目标）" if target else "") + (f"（{say(unit)}）" if unit else "") + _way(rank),
        "rows": [
            {
                "case": say(case.owner or case.title),
                "title": say(case.title),
                "value": say(result.value),
                "before": lengths.share(result.before, top, rank=rank) if _drawn(result.before) else None,
                "now": lengths.share(result.number, top, rank=rank) or 0.0,
            }
            for case, result in rows
        ],
    }


def _bar(one: SheetResult, say: Say) -> Data:
    rank = _ranked(one)
    before, now = one.before or 0.0, one.number or 0.0
    top = lengths.top((before, now), rank=rank, whole=one.unit == "%")
    return {
        "metric": say(one.metric) + _way(rank),
        "before": [_told(one.before, say(one.unit)), lengths.share(before, top, rank=rank) or 0.0],
        "now": [_told(one.number, say(one.unit)), lengths.share(now, top, rank=rank) or 0.0],
    }


def _ranked(one: SheetResult) -> bool:
    """Whether the figure is a place in a ranking."""
    return one.unit in ("名", "位", "") and any(word in one.metric for word in PLACES)


def _way(rank: bool) -> str:
    return "（条越长越靠前）" if rank else ""


def _told(value: float | None, unit: str) -> str:
    gap = "" if not unit or unit[0] in CLOSE else " "
    return f"{figure(value)}{gap}{unit}"


def _drawn(value: float | None) -> bool:
    return figure(value) is not None
