"""Which cases have a result beyond, at or below a value. Units are those printed; 万 and 亿 are multiplied out."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING

from db import words
from db.bits import bitmap

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from db.clauses import Compare, Relation

_TIMES = {"万亿": 1e12, "亿": 1e8, "千万": 1e7, "百万": 1e6, "万": 1e4, "千": 1e3}
_PLAIN = {"%": ("％", "个百分点", "百分点", "percent")}
_CLOSE = 1e-9
_LARGE = 1e4
_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "=": operator.eq,
}  # fmt: skip


def comparing(asked: Compare, results: Mapping[str, Sequence[tuple[int, float, str]]]) -> int:
    """The cases with a result whose metric contains the one asked for and whose value compares.

    Args:
        asked: Without a unit any unit will do, and of what is printed in 万 or 亿 the number printed as well, unless
            the one asked for is that large itself.
        results: Folded metric -> case, value and unit of each result.
    """
    metric = words.flat(asked.metric)
    limit, unit = normal(asked.value, asked.unit)
    plainly = not unit and abs(limit) < _LARGE
    keys = []
    for name, listed in results.items():
        if metric not in name:
            continue
        for key, value, printed in listed:
            own, its = normal(value, printed)
            fits = not unit or its.startswith(unit)
            if fits and (_holds(own, asked.op, limit) or (plainly and _holds(value, asked.op, limit))):
                keys.append(key)
    return bitmap(keys)


def _holds(own: float, sign: Relation, limit: float) -> bool:
    near = abs(own - limit) <= _CLOSE * max(abs(own), abs(limit))
    return _OPERATORS[sign](limit if near else own, limit)


def normal(value: float, unit: str | None) -> tuple[float, str]:
    """A value and its unit without 万 and 亿."""
    folded = words.flat(unit or "")
    for name, times in _TIMES.items():
        if folded.startswith(name):
            return value * times, folded.removeprefix(name)
    for plain, others in _PLAIN.items():
        if folded in others:
            return value, plain
    return value, folded
