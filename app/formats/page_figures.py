"""Figures of a sheet as bars: before and after within a case, and one figure side by side over several cases.

Only figures of one metric in one unit are ever set beside each other. Knows the sheet; no layout.
"""

from __future__ import annotations

from typing import Any

from app.formats.comparison import Key, figure, key
from app.formats.glyphs import drawable
from app.formats.sheet import Sheet, SheetCase, SheetResult
from app.wording import CLOSE

Data = dict[str, Any]
_BARS = 6
"""So many pairs of bars stand in one case."""
_COMPARED = 24
"""So many figures are compared in one sheet."""


def bars(case: SheetCase) -> list[Data]:
    """Before and after of the case's figures: words, and lengths as shares of the longer."""
    pairs = [one for one in case.results if _drawn(one.before) and _drawn(one.number) and not one.target]
    return [_bar(one) for one in pairs[:_BARS]]


def compared(sheet: Sheet) -> list[Data]:
    """Figures that two or more cases have, the commonest first."""
    found: dict[Key, list[tuple[SheetCase, SheetResult]]] = {}
    for case in sheet.cases:
        once: set[Key] = set()
        for result in case.results:
            one = key(result)
            if figure(result.number) is not None and one not in once:
                once.add(one)
                found.setdefault(one, []).append((case, result))
    shared = sorted(((one, rows) for one, rows in found.items() if len(rows) > 1), key=lambda pair: -len(pair[1]))
    return [_table(one, rows) for one, rows in shared[:_COMPARED]]


def _table(one: Key, rows: list[tuple[SheetCase, SheetResult]]) -> Data:
    metric, unit, target = one
    longest = max(max(abs(r.number or 0), abs(r.before or 0)) for _, r in rows) or 1
    return {
        "metric": drawable(metric) + ("（目标）" if target else "") + (f"（{drawable(unit)}）" if unit else ""),
        "rows": [
            {
                "case": drawable(case.owner or case.title),
                "title": drawable(case.title),
                "value": drawable(result.value),
                "before": abs(result.before) / longest if _drawn(result.before) and result.before else None,
                "now": abs(result.number or 0) / longest,
            }
            for case, result in rows
        ],
    }


def _bar(one: SheetResult) -> Data:
    before, now = abs(one.before or 0), abs(one.number or 0)
    longest = max(before, now) or 1
    return {
        "metric": drawable(one.metric),
        "before": [_told(one.before, one.unit), before / longest],
        "now": [_told(one.number, one.unit), now / longest],
    }


def _told(value: float | None, unit: str) -> str:
    gap = "" if not unit or unit[0] in CLOSE else " "
    return f"{figure(value)}{gap}{drawable(unit)}"


def _drawn(value: float | None) -> bool:
    return figure(value) is not None
