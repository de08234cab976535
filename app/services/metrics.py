"""The figures of cases side by side: by metric, in one unit, before and after, results apart from aims.

Unlike figures never share a scale, and why is said in words. What a person joined or told apart is kept in the
library. Takes the open library; no SQL, no Qt.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from app.formats import lengths
from app.services.likening import Alike, alikes
from app.services.measuring import Measure, Sort, falls_better, large, measured, told
from app.task import QUIET, Cancelled, Task
from db import metrics, synonyms
from db.compared import Figure

if TYPE_CHECKING:
    from app.services.library import Library

Turn = Literal["better", "worse", "up", "down", "same", ""]
_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure on its scale; `share` and `share_before` are lengths from 0 to 1, None where nothing is drawn."""

    figure: Figure
    sort: Sort
    value: float | None
    """In the scale's unit."""
    before: float | None
    share: float | None
    share_before: float | None
    turn: Turn

    @property
    def words(self) -> str:
        """The figure in few words."""
        return told(self.figure, self.sort)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """Figures that may be compared: one metric, one unit, of one sort, all of them results or all aims."""

    measure: Measure
    unit: str
    """The unit its numbers are in, as the texts call it where they agree."""
    target: bool
    low: bool
    """Less is better."""
    bars: tuple[Bar, ...]
    hint: str
    """How to read its bars."""
    why: str = ""
    """Why its figures do not stand with the metric's first ones; empty for those."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Metric:
    """A metric with all its figures; `names` are those it goes by in the texts, its own first."""

    name: str
    names: tuple[str, ...]
    scales: tuple[Scale, ...]
    cases: int
    pairs: int
    """Figures with what was before."""

    @property
    def figures(self) -> int:
        """How many figures it has."""
        return sum(len(scale.bars) for scale in self.scales)


@dataclass(frozen=True, kw_only=True, slots=True)
class Results:
    """All figures of some cases; metrics told by most cases first."""

    metrics: tuple[Metric, ...]
    cases: int
    """How many cases were looked at."""
    silent: int
    """Those of them without any figure."""
    open: int
    """Figures that are only suggested and therefore left out."""
    joined: Mapping[str, str] = field(default_factory=dict)
    """Names that a person joined -> the one they go by."""


def results(library: Library, case_ids: Sequence[str], task: Task = QUIET) -> Results:
    """All figures of some cases by metric.

    Raises:
        Cancelled: the task was stopped.
    """
    ids = list(dict.fromkeys(case_ids))
    by_metric: defaultdict[str, list[Figure]] = defaultdict(list)
    speaking: set[str] = set()
    left_out = 0
    with library.reading(task) as connection:
        joined = metrics.joined(connection)
        for at in range(0, len(ids), _AT_ONCE):
            task.step(at, len(ids))
            for figure in metrics.figures(connection, ids[at : at + _AT_ONCE]):
                if figure.open:
                    left_out += 1
                    continue
                speaking.add(figure.case_id)
                by_metric[joined.get(figure.metric, figure.metric)].append(figure)
    made = []
    for number, (name, figures) in enumerate(by_metric.items()):
        if number % 500 == 0 and task.stopped():
            raise Cancelled
        made.append(_metric(name, figures))
    made.sort(key=lambda one: (-one.cases, -one.pairs, one.scales[0].target, not one.scales[0].hint, one.name))
    return Results(metrics=tuple(made), cases=len(ids), silent=len(ids) - len(speaking), open=left_out, joined=joined)


def alike(library: Library, found: Results, task: Task = QUIET) -> tuple[Alike, ...]:
    """Metrics that may mean the same, of which nobody has said yet that they do not.

    Raises:
        Cancelled: the task was stopped.
    """
    with library.reading(task) as connection:
        apart, known = metrics.apart(connection), synonyms.every(connection)
    units = {one.name: frozenset(scale.measure.unit for scale in one.scales) for one in found.metrics}
    return alikes({one.name: one.cases for one in found.metrics}, units, known, apart, task)


class Metrics:
    """What a person decides of metrics' names; every deed is one step to undo."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def join(self, names: Collection[str], into: str) -> None:
        """Call these metrics by one name."""
        if set(names) - {into}:
            with self._library.writing(f"合并指标为“{into}”") as (connection, _):
                metrics.join(connection, names, into)

    def part(self, names: Collection[str]) -> None:
        """Let metrics stand by their own names again."""
        with self._library.writing("拆开合并的指标") as (connection, _):
            metrics.part(connection, names)

    def tell_apart(self, one: str, other: str) -> None:
        """Two names do not mean the same: they are not suggested again."""
        with self._library.writing("指标不是一回事") as (connection, _):
            metrics.tell_apart(connection, one, other)


# --- one metric


def _metric(name: str, figures: Sequence[Figure]) -> Metric:
    kinds: defaultdict[tuple[Measure, bool], list[tuple[Figure, Measure]]] = defaultdict(list)
    for figure in figures:
        measure = measured(figure)
        kinds[Measure(measure.sort, measure.unit), figure.target].append((figure, measure))
    counted = Counter(figure.metric for figure in figures)
    ordered = sorted(kinds, key=lambda kind: (kind[1], kind[0].sort == "words", -len(kinds[kind]), kind[0].unit))
    first = ordered[0]
    scales = tuple(_scale(kind, kinds[kind], _why(kind, first)) for kind in ordered)
    others = [other for other, _ in counted.most_common() if other != name]
    return Metric(
        name=name,
        names=(*([name] if name in counted else []), *others) or (name,),
        scales=scales,
        cases=len({figure.case_id for figure in figures}),
        pairs=sum(figure.before is not None for figure in figures),
    )


_Kind = tuple[Measure, bool]


def _why(kind: _Kind, first: _Kind) -> str:
    """Why figures stand on a scale of their own."""
    (measure, target), (main, aimed) = kind, first
    if kind == first:
        return "只有目标，还没有成效" if target else ""
    if target != aimed and measure == main:
        return "是目标，不是成效，单列"
    aim = "目标；" if target and not aimed else ""
    if measure.sort == "words":
        return f"{aim}没有数字，只写了走向或比例，不画条"
    if measure.sort == "change" and main.sort == "level":
        return f"{aim}“{measure.unit}”说的是变化了多少，不是达到多少，不与“{_unit(main)}”的数同尺"
    if measure.sort == "rank" or main.sort == "rank":
        return f"{aim}名次与数量不能同尺，单列"
    if measure.unit != main.unit:
        return f"{aim}单位是“{_unit(measure)}”，不能与“{_unit(main)}”同尺，单列"
    return f"{aim}说的是达到多少，与变化幅度不能同尺，单列"


def _unit(measure: Measure) -> str:
    return measure.unit or "无单位"


def _scale(kind: _Kind, figures: Sequence[tuple[Figure, Measure]], why: str) -> Scale:
    measure, target = kind
    low = falls_better(figures[0][0])
    numbers = [
        (figure, _times(figure.value, one), _times(figure.before, one)) for figure, one in figures
    ]  # fmt: skip
    known = [abs(value) for _, *pair in numbers for value in pair if value is not None]
    ranked = measure.sort == "rank"
    top = lengths.top(known, rank=ranked, whole=measure.sort == "level" and measure.unit == "%")
    drawn = len(known) > 1 or (measure.unit == "%" and measure.sort == "level")
    bars = tuple(
        Bar(
            figure,
            measure.sort,
            value,
            before,
            lengths.share(value, top, rank=ranked) if drawn else None,
            lengths.share(before, top, rank=ranked) if drawn else None,
            _turn(value, before, low=low),
        )
        for figure, value, before in numbers
    )
    unit = _spoken(figures, measure)
    hint = _hint(measure, unit, top, low=low) if drawn else ""
    return Scale(measure=measure, unit=unit, target=target, low=low, bars=bars, hint=hint, why=why)


def _times(value: float | None, measure: Measure) -> float | None:
    return None if value is None or measure.sort == "words" else value * measure.times


def _turn(value: float | None, before: float | None, *, low: bool) -> Turn:
    if value is None or before is None:
        return ""
    if value == before:
        return "same"
    if low:
        return "better" if value < before else "worse"
    return "up" if value > before else "down"


def _spoken(figures: Sequence[tuple[Figure, Measure]], measure: Measure) -> str:
    """What is told in 个 is not called 项 because others are."""
    told_ = {figure.unit.replace("％", "%").strip() for figure, one in figures if one.times == 1.0}
    plain = len(told_) == 1 and all(one.times == 1.0 for _, one in figures)
    return told_.pop() if plain else measure.unit


def _hint(measure: Measure, unit: str, top: float, *, low: bool) -> str:
    if measure.sort == "rank":
        return f"条越长名次越靠前：满条是第 1 名，零在第 {top + 1:,.0f} 名"
    better = "；越短越好" if low else ""
    what = "变化幅度，" if measure.sort == "change" else ""
    return f"{what}从 0 起，满条 {large(top, unit)}{better}"
