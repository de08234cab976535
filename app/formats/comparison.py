"""Cases side by side: a row for each, a column for every field and for every figure in its unit.

Figures of unlike units never share a column, nor do results and targets. Knows the sheet; no format.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from app.formats.chosen import COLOURS, passages
from app.formats.listed import PRACTICES, THEMES, named
from app.formats.plain import line, plain
from app.formats.sheet import Sheet, SheetCase, SheetNote, SheetResult, SheetSource
from app.wording import KINDS

Cell: TypeAlias = str | int | float | None
Key: TypeAlias = tuple[str, str, bool]
"""Metric, unit, and whether it is a target."""

MOST = 400
"""Columns of figures; the figures most cases have come first, the others are told in words. More nobody compares, and
a sheet of five thousand cases would take minutes and gigabytes."""
OWNER = "单位"
_WIDE, _MIDDLE, _NARROW = 42, 22, 10


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one case, ready to be asked for by every column. `number` counts cases from 1."""

    number: int
    case: SheetCase
    fields: dict[str, str]
    figures: dict[Key, SheetResult]
    """The first figure of every kind; the others are told in words."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `width` counts Latin letters; `unit` is that of its figures; a year's number has no commas."""

    name: str
    value: Callable[[Facts], Cell]
    width: int = _MIDDLE
    unit: str = ""
    figure: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """The columns that hold anything, and how many kinds of figures have none."""

    columns: tuple[Column, ...]
    left_out: int = 0

    def row(self, number: int, case: SheetCase) -> list[Cell]:
        """The cells of a case; `number` counts cases from 1."""
        facts = _facts(number, case)
        return [column.value(facts) for column in self.columns]


def comparison(sheet: Sheet) -> Comparison:
    """The columns of a sheet whose cases are already cut to what was chosen."""
    cases = [_facts(number, case) for number, case in enumerate(sheet.cases, 1)]
    figures, left_out = _figures(cases)
    columns = [
        Column("序号", lambda one: one.number, 6),
        Column("案例", lambda one: line(one.case.title), 34),
        *_filled(cases, _record(cases, every=sheet.every)),
        *figures,
        *_filled(cases, _words(source_numbers(sheet))),
    ]
    return Comparison(tuple(columns), left_out)


def _facts(number: int, case: SheetCase) -> Facts:
    figures: dict[Key, SheetResult] = {}
    for result in case.results:
        if figure(result.number) is not None:
            figures.setdefault(key(result), result)
    return Facts(number, case, dict(case.fields), figures)


def sources(sheet: Sheet) -> tuple[SheetSource, ...]:
    """The sheet's list of sources; where it has none, one of the cases' source lines."""
    if sheet.sources:
        return sheet.sources
    lines = dict.fromkeys(case.source_line for case in sheet.cases if case.source_line)
    return tuple(SheetSource(number=number, citation=words) for number, words in enumerate(lines, 1))


def source_numbers(sheet: Sheet) -> Callable[[SheetCase], int | None]:
    """How a case's source is numbered in that list."""
    if sheet.sources:
        return lambda case: case.source
    known = {source.citation: source.number for source in sources(sheet)}
    return lambda case: known.get(case.source_line)


def key(result: SheetResult) -> Key:
    """What a figure must have in common with another to stand below it."""
    return line(result.metric), line(result.unit), result.target


def figure(value: float | None) -> float | int | None:
    """A number a cell can hold."""
    if value is None or not math.isfinite(value):
        return None
    return int(value) if value == int(value) and abs(value) < 1e15 else value


def told(result: SheetResult) -> str:
    """A figure in words with its place."""
    place = f"（§{result.paragraph}）" if result.paragraph else ""
    return f"{line(result.metric)}{'（目标）' if result.target else ''}：{line(result.value)}{place}"


def kind(case: SheetCase) -> str:
    """What sort of case it is, in words."""
    return next((words for name, words in KINDS.items() if name == case.kind), line(case.kind))


def noted(note: SheetNote) -> str:
    """A note in words: its passage, what it says, its tags."""
    quote = f"“{line(note.quote)}”" if note.quote else ""
    place = f"〔{'§' + str(note.paragraph) + ' ' if note.paragraph else ''}{COLOURS[note.colour]}〕" if quote else ""
    return "　".join(part for part in (place + quote, plain(note.text), tagged(note.tags_apart)) if part)


def tagged(tags: Iterable[str]) -> str:
    """Tags in words."""
    return " ".join(f"#{line(tag)}" for tag in tags)


def _filled(cases: Sequence[Facts], columns: Iterable[Column]) -> Iterator[Column]:
    return (column for column in columns if any(column.value(one) not in (None, "") for one in cases))


def _record(cases: Sequence[Facts], *, every: bool) -> Iterator[Column]:
    parted = any(one.case.region or one.case.kind or one.case.year for one in cases)
    yield Column("分组", lambda one: line(one.case.group))
    yield Column(OWNER, lambda one: line(one.case.owner or one.fields.get(OWNER, "")))
    yield Column("地区", lambda one: line(one.case.region), 16)
    yield Column("年份", lambda one: one.case.year, 8)
    yield Column("类型", lambda one: kind(one.case), 12)
    if not parted:
        yield Column("简介", lambda one: line(one.case.byline))
    yield Column("主题", lambda one: line(named(one.case.themes, THEMES, every=every)))
    yield Column("做法", lambda one: line(named(one.case.practices, PRACTICES, every=every)), 28)
    names = dict.fromkeys(name for one in cases for name in one.fields if name != OWNER)
    yield from (Column(line(name), _field(name)) for name in names)


def _field(name: str) -> Callable[[Facts], Cell]:
    return lambda one: line(one.fields.get(name, ""))


def _words(number: Callable[[SheetCase], int | None]) -> Iterator[Column]:
    yield Column("成效", lambda one: "\n".join(map(told, one.case.results)), _WIDE)
    yield Column("摘录", lambda one: "\n".join(noted(replace(n, text="", tags=())) for n in passages(one.case)), _WIDE)
    yield Column("笔记", lambda one: "\n".join(noted(n) for n in one.case.notes if n.text.strip() or n.tags), _WIDE)
    yield Column("提示", lambda one: "".join(map(line, one.case.warnings)))
    yield Column("来源号", lambda one: number(one.case), 8)
    yield Column("来源", lambda one: line(one.case.source_line), 34)


def _figures(cases: Sequence[Facts]) -> tuple[list[Column], int]:
    """Columns of figures, the commonest first, and how many kinds were left out."""
    seen = Counter(one for case in cases for one in case.figures)
    compared = {key for case in cases for key, result in case.figures.items() if figure(result.before) is not None}
    metrics = Counter(one[0] for case in cases for one in case.figures)
    first = {metric: i for i, metric in enumerate(metrics)}
    columns: list[Column] = []
    shown = 0
    # stable: a metric's units stand together, and of equally common ones the first met comes first
    for one in sorted(seen, key=lambda one: (-metrics[one[0]], first[one[0]], -seen[one])):
        pair = _pair(one, before=one in compared)
        if len(columns) + len(pair) > MOST:
            break
        columns += pair
        shown += 1
    return columns, len(seen) - shown


def _pair(one: Key, *, before: bool) -> list[Column]:
    metric, unit, target = one
    name = metric + (f"（{unit}）" if unit else "") + ("·目标" if target else "")
    width = max(_NARROW, min(18, len(name)))
    now = Column(name, _number(one), width, unit, figure=True)
    return [Column(f"{name}·此前", _before(one), width, unit, figure=True), now] if before else [now]


def _number(one: Key) -> Callable[[Facts], Cell]:
    return lambda facts: figure(facts.figures[one].number) if one in facts.figures else None


def _before(one: Key) -> Callable[[Facts], Cell]:
    return lambda facts: figure(facts.figures[one].before) if one in facts.figures else None
