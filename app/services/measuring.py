"""What a figure measures, so that only like is laid beside like: its unit without 万 and 亿, and whether it is a level.

Else it is a change, or a place in a ranking. Knows one figure at a time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from app.services.recording import lower_is_better
from app.wording import CLOSE, moved
from db.compared import Figure
from db.records import Result

Sort = Literal["level", "change", "rank", "words"]
"""How much there is, how much was gained or lost, which place was reached, or words without a number."""
_TIMES = (("万亿", 1e12), ("亿", 1e8), ("千万", 1e7), ("百万", 1e6), ("万", 1e4))
_DAY = 86400.0
_LIKE: dict[str, tuple[str, float]] = {
    "%": ("%", 1.0), "‰": ("%", 0.1), "个百分点": ("百分点", 1.0), "百分点": ("百分点", 1.0),
    "元": ("元", 1.0), "余元": ("元", 1.0),
    "天": ("天", 1.0), "日": ("天", 1.0), "小时": ("天", 3600 / _DAY), "个小时": ("天", 3600 / _DAY),
    "分钟": ("天", 60 / _DAY), "秒": ("天", 1 / _DAY),
    "名": ("人", 1.0), "人": ("人", 1.0), "位": ("人", 1.0),
    "个": ("项", 1.0), "项": ("项", 1.0), "件": ("项", 1.0),
    "公里": ("米", 1000.0), "千米": ("米", 1000.0), "米": ("米", 1.0),
}  # fmt: skip
"""Unit -> the one it is compared in, and how much of that it is."""
_PLACES = ("名次", "排名", "位次")


@dataclass(frozen=True, slots=True)
class Measure:
    """What a figure can be compared with: others of the same sort and unit. `times` turns its number into that unit."""

    sort: Sort
    unit: str
    times: float = 1.0


def measured(figure: Figure) -> Measure:
    """What a figure measures."""
    unit = figure.unit.replace("％", "%").replace(" ", "")
    if figure.value is None or not math.isfinite(figure.value):
        return Measure("words", unit)
    if unit in ("名", "位", "") and any(word in figure.metric for word in _PLACES):
        return Measure("rank", "名")
    known, times = _LIKE.get(unit, (unit, 1.0))
    if unit not in _LIKE:
        for prefix, much in _TIMES:
            rest = unit.removeprefix(prefix)
            if rest != unit:
                known, own = _LIKE.get(rest, (rest, 1.0))
                times = much * own
                break
    changed = known == "百分点" or (figure.before is None and _is_change(figure))
    return Measure("change" if changed else "level", known, times)


def _is_change(figure: Figure) -> bool:
    """下降 12% tells how much was lost, 降至 12% how much there is."""
    if figure.direction is None:
        return False
    lead = figure.lead or " "
    told = Result(figure.metric, figure.value, figure.unit, direction=figure.direction, start=len(lead))
    return not moved(told, lead).endswith("至")


def falls_better(figure: Figure) -> bool:
    """Whether less of it is better."""
    return lower_is_better(Result(figure.metric, figure.value, figure.unit))


def told(figure: Figure, sort: Sort) -> str:
    """A figure in few words: 280 → 179 名, ＞92%, 下降 12%, 上升."""
    way = {"up": "上升", "down": "下降", None: ""}[figure.direction]
    if figure.value is None or sort == "words":
        return way or figure.unit or "见原文"
    now = _bounded(figure)
    if figure.before is not None:
        return f"{number(figure.before)} → {now}"
    if sort == "rank":
        return f"第 {number(figure.value)} 名"
    return f"{way} {now}" if sort == "change" and way else now


def _bounded(figure: Figure) -> str:
    mark = {"over": "＞", "under": "＜", "about": "约 ", None: ""}[figure.bound]
    return f"{mark}{with_unit(figure.value or 0.0, figure.unit)}"


def with_unit(value: float, unit: str) -> str:
    """A number with its unit: 92%, 160 名, 3.2 亿元."""
    gap = " " if unit and not unit.startswith(CLOSE) else ""
    return f"{number(value)}{gap}{unit}"


def number(value: float) -> str:
    """A number as short as it is true to two places."""
    if not math.isfinite(value):
        return "—"
    if value and abs(value) < 0.01:
        return f"{value:.2g}"
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def large(value: float, unit: str) -> str:
    """A number with its unit, in 万 or 亿 when it is large."""
    if unit in ("%", "百分点", "名"):
        return with_unit(value, unit)
    for prefix, much in (("亿", 1e8), ("万", 1e4)):
        if abs(value) >= much:
            return with_unit(value / much, prefix + unit)
    return with_unit(value, unit)
