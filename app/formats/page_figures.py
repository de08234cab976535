"""Figures of a sheet as bars: before and after within a case, and one figure side by side over several cases.

Only figures of one metric in one unit are ever set beside each other. Knows the sheet; no layout.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.formats.comparison import Key, figure, key
from app.formats.glyphs import drawable
from app.formats.sheet import Sheet, SheetCase, SheetResult
from app.wording import CLOSE

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
    longest = max(max(abs(r.number or 0), abs(r.before or 0)) for _, r in rows) or 1
    return {
        "metric": say(metric) + ("（目标）" if target else "") + (f"（{say(unit)}）" if unit else ""),
        "rows": [
            {
                "case": say(case.owner or case.title),
                "title": say(case.title),
                "value": say(result.value),
                "before": abs(result.before) / longest if _drawn(result.before) and result.before else None,
                "now": abs(result.number or 0) / longest,
            }
            for case, result in rows
        ],
    }


def _bar(one: SheetResult, say: Say) -> Data:
    before, now = abs(one.before or 0), abs(one.number or 0)
    longest = max(before, now) or 1
    return {
        "metric": say(one.metric),
        "before": [_told(one.before, say(one.unit)), before / longest],
        "now": [_told(one.number, say(one.unit)), now / longest],
    }


def _told(value: float | None, unit: str) -> str:
    gap = "" if not unit or unit[0] in CLOSE else " "
    return f"{figure(value)}{gap}{unit}"


def _drawn(value: float | None) -> bool:
    return figure(value) is not None
