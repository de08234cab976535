"""Which figures are looked at, and in what order: metrics with their bars as lines of a list, or all bars as a table.

Knows results, no library. Ten thousand cases' figures are put in order here, never on the window's thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from app.services.metrics import Bar, Metric, Results, Scale
from db import words

Kinds = Literal["all", "result", "target"]
MetricOrder = Literal["cases", "pairs", "name"]
BarOrder = Literal["best", "change", "owner", "year", "place"]
METRIC_ORDERS: tuple[tuple[MetricOrder, str], ...] = (
    ("cases", "说到的案例多的在前"), ("pairs", "有前后对比的在前"), ("name", "按指标名"),
)  # fmt: skip
BAR_ORDERS: tuple[tuple[BarOrder, str], ...] = (
    ("best", "好的在前"), ("change", "变化大的在前"), ("owner", "医院"), ("year", "年份，近的在前"), ("place", "地区"),
)  # fmt: skip
COLUMNS = ("指标", "案例", "此前", "现在", "单位", "变化", "类别", "时间", "地区", "证据")
_LAST = "\uffff"


@dataclass(frozen=True, slots=True)
class Choice:
    """What is looked at."""

    words: str = ""
    """Only metrics with all of these in their names."""
    paired: bool = False
    """Only figures with what was before."""
    shared: bool = False
    """Only metrics that several cases tell."""
    kinds: Kinds = "all"
    metrics: MetricOrder = "cases"
    bars: BarOrder = "best"
    column: int = -1
    """By which column the table is sorted; -1: as the list is."""
    falling: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line: a metric's head, a scale's words, or a bar. One that stands alone tells its metric itself."""

    kind: Literal["head", "note", "bar"]
    metric: Metric
    scale: Scale
    bar: Bar | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Arranged:
    """What is shown."""

    choice: Choice
    shown: tuple[tuple[Metric, tuple[Scale, ...]], ...]
    rows: tuple[Row, ...]
    table: tuple[Row, ...]
    """The bars alone, in the table's order."""


def arranged(results: Results, choice: Choice) -> Arranged:
    """The lines of what is looked at."""
    wanted = words.flat(choice.words).split()
    shown: list[tuple[Metric, tuple[Scale, ...]]] = []
    for metric in _ordered(results, choice):
        names = [words.flat(name) for name in (metric.name, *metric.names)] if wanted else []
        if wanted and not any(all(word in name for word in wanted) for name in names):
            continue
        if choice.shared and metric.cases < 2:
            continue
        scales = tuple(scale for one in metric.scales if (scale := _narrowed(one, choice)))
        if scales:
            shown.append((metric, scales))
    rows = tuple(row for metric, scales in shown for row in _rows(metric, scales))
    return Arranged(choice, tuple(shown), rows, _table(rows, choice))


def _ordered(results: Results, choice: Choice) -> list[Metric]:
    keys: dict[MetricOrder, Callable[[Metric], tuple[object, ...]]] = {
        "cases": lambda _: (),
        "pairs": lambda one: (-one.pairs, -one.cases),
        "name": lambda one: (one.name,),
    }
    return sorted(results.metrics, key=keys[choice.metrics])


def _narrowed(scale: Scale, choice: Choice) -> Scale | None:
    if choice.kinds != "all" and scale.target != (choice.kinds == "target"):
        return None
    bars = [bar for bar in scale.bars if not choice.paired or bar.before is not None]
    if not bars:
        return None
    if len(bars) > 1:
        bars.sort(key=_least if choice.bars == "best" and scale.low else _KEYS[choice.bars])
    return Scale(
        measure=scale.measure,
        unit=scale.unit,
        target=scale.target,
        low=scale.low,
        bars=tuple(bars),
        hint=scale.hint,
        why=scale.why,
    )


def _most(bar: Bar) -> tuple[object, ...]:
    return bar.value is None, -(bar.value or 0.0)


def _least(bar: Bar) -> tuple[object, ...]:
    return bar.value is None, bar.value or 0.0


def _change(bar: Bar) -> tuple[object, ...]:
    pair = bar.value is not None and bar.before is not None
    return not pair, -abs((bar.value or 0.0) - (bar.before or 0.0)) if pair else 0.0


_KEYS: dict[BarOrder, Callable[[Bar], tuple[object, ...]]] = {
    "best": _most,
    "change": _change,
    "owner": lambda bar: (bar.figure.owner or _LAST, bar.figure.title),
    "year": lambda bar: (-(bar.figure.year or -9999),),
    "place": lambda bar: (bar.figure.place or _LAST, bar.figure.owner),
}


def _rows(metric: Metric, scales: tuple[Scale, ...]) -> list[Row]:
    if len(scales) == 1 and len(scales[0].bars) == 1 and len(metric.names) == 1:
        return [Row("bar", metric, scales[0], scales[0].bars[0], alone=True)]
    rows = [Row("head", metric, scales[0])]
    for number, scale in enumerate(scales):
        if number or scale.why:
            rows.append(Row("note", metric, scale))
        rows += [Row("bar", metric, scale, bar) for bar in scale.bars]
    return rows


def _table(rows: tuple[Row, ...], choice: Choice) -> tuple[Row, ...]:
    bars = [row for row in rows if row.bar is not None]
    if 0 <= choice.column < len(COLUMNS):
        bars.sort(key=lambda row: _cell_key(row, choice.column)[1:], reverse=choice.falling)
        bars.sort(key=lambda row: _cell_key(row, choice.column)[0])  # what has nothing there comes last both ways
    return tuple(bars)


def _cell_key(row: Row, column: int) -> tuple[bool, float, str]:
    """Numbers before words; of 变化 the difference itself."""
    bar = row.bar
    if bar is None:
        return True, 0.0, ""
    figure = bar.figure
    numbers = {2: bar.before, 3: bar.value, 9: float(figure.evidence)}
    if column == 5:
        both = bar.value is not None and bar.before is not None
        return not both, (bar.value or 0.0) - (bar.before or 0.0) if both else 0.0, ""
    if column in numbers:
        value = numbers[column]
        return value is None, value or 0.0, ""
    told = (row.metric.name, figure.owner or figure.title, "", "", row.scale.measure.unit, "", str(row.scale.target),
            figure.date or str(figure.year or ""), figure.place, "")[column]  # fmt: skip
    return not told, 0.0, told
