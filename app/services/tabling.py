"""A matrix, and figures side by side, as sheets that go out: what the page shows, with places and sources.

Takes the open library; knows the sheet, no format.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from app.formats.paragraphs import paragraph_at
from app.formats.sheet import Sheet, SheetBar, SheetBars, SheetCell, SheetSource, SheetTable
from app.services.citing import source, worded
from app.services.gridding import Cell, Grid, Title, empty_words, mark
from app.services.measuring import number
from app.task import QUIET, Task
from app.wording import EVIDENCE
from db import matrices
from db.errors import NoSuchRecord

if TYPE_CHECKING:
    from app.services.library import Library
    from app.services.metrics import Bar, Metric, Scale

METRICS = 150
"""Scales that are drawn as bars; the table has all figures."""
ROWS = 20_000
"""Figures in a table."""
_TURNS = {"better": "改善", "worse": "变差", "up": "上升", "down": "下降", "same": "持平", "": ""}


def today() -> str:
    """The day as it stands on a cover."""
    day = dt.datetime.now().astimezone()
    return f"{day.year}年{day.month}月{day.day}日"


# --- matrices


def matrix_sheet(library: Library, grid: Grid, task: Task = QUIET) -> Sheet:
    """What a matrix shows, with the sources of its cases by number.

    Raises:
        Cancelled: between two cases.
    """
    sources: dict[str, SheetSource] = {}
    numbers: dict[str, int] = {}
    quoted = dict.fromkeys(
        one.case_id for entries in grid.matrix.cells.values() for one in entries if one.kind == "quote"
    )
    for done, case_id in enumerate(quoted):
        task.step(done, len(quoted))
        try:
            case = library.case(case_id)
            facts = source(library.document(case.document.id), case)
        except NoSuchRecord:
            continue
        words = worded(facts)
        made = SheetSource(number=len(sources) + 1, citation=words, facts=facts)
        numbers[case_id] = sources.setdefault(words, made).number
    heads = ("问题" if grid.turned else "医院", *(_heading(title) for title in grid.heads))
    rows = tuple(
        (_headed(title), *(_cell(grid.cell(row, column), numbers) for column in range(len(grid.heads))))
        for row, title in enumerate(grid.rows)
    )
    hint = "引文后为段号与来源号；另色的是自己的话"
    first = 16 if not grid.turned else 12
    rest = tuple(column.width or 230 for column in grid.columns) if not grid.turned else (1,) * len(grid.lines)
    table = SheetTable(title=grid.matrix.name, head=heads, rows=rows, hint=hint, widths=_shares(first, rest))
    return Sheet(
        title=grid.matrix.name,
        library=library.name,
        filters="",
        made_on=today(),
        cases=(),
        parts=(table,),
        sources=tuple(sources.values()),
    )


def _shares(first: int, rest: Sequence[int]) -> tuple[int, ...]:
    """The first column's share of a hundred, and of what is left the others' by their widths."""
    whole = max(1, sum(rest))
    return (first, *(max(1, round((100 - first) * one / whole)) for one in rest))


def _heading(title: Title) -> str:
    return f"{title.text}（{title.sub}）" if title.sub else title.text


def _headed(title: Title) -> tuple[SheetCell, ...]:
    return tuple(SheetCell(words) for words in (title.text, title.sub) if words)


def _cell(cell: Cell, numbers: Mapping[str, int]) -> tuple[SheetCell, ...]:
    told = []
    for one in cell.entries:
        if one.kind == "own":
            told.append(SheetCell(one.text, own=True))
        elif one.kind == "quote":
            number = numbers.get(one.case_id)
            place = "，".join(part for part in (mark(one), f"[{number}]" if number else "") if part)
            told.append(SheetCell(one.text, place=place))
    return tuple(told) or (SheetCell(empty_words(cell, wide=False), empty=True),)


# --- figures


def results_sheet(library: Library, name: str, shown: Sequence[tuple[Metric, Sequence[Scale]]]) -> Sheet:
    """Figures as bars, metric by metric, and behind them all of them as a table.

    Args:
        library: Where their cases are.
        name: What the cases are called.
        shown: Metrics with those of their scales that are shown, in order.
    """
    drawn = [(metric, scale) for metric, scales in shown for scale in scales if scale.hint]
    texts = _texts(library, drawn[:METRICS])
    parts = [_bars(metric, scale, texts) for metric, scale in drawn[:METRICS]]
    bars = [(metric, scale, bar) for metric, scales in shown for scale in scales for bar in scale.bars][:ROWS]
    head = ("指标", "单位", "案例", "此前", "现在", "原文写法", "变化", "成效／目标", "时间", "证据")
    table = SheetTable(title="全部数字", head=head, rows=tuple(_row(*one) for one in bars))
    left = len(drawn) - METRICS
    more = f"另有 {left} 组数字只列在表中" if left > 0 else ""
    return Sheet(
        title=f"{name} 成效对照".strip(),
        library=library.name,
        filters=more,
        made_on=today(),
        cases=(),
        parts=(*parts, table),
    )


def _texts(library: Library, drawn: Sequence[tuple[Metric, Scale]]) -> dict[str, str]:
    ids = {bar.figure.case_id for _, scale in drawn for bar in scale.bars}
    with library.reading() as connection:
        return matrices.texts(connection, ids)


def _bars(metric: Metric, scale: Scale, texts: Mapping[str, str]) -> SheetBars:
    kind = "目标" if scale.target else "成效"
    hint = "；".join(part for part in (kind, scale.why, scale.hint) if part)
    return SheetBars(title=metric.name, bars=tuple(_bar(bar, texts) for bar in scale.bars), hint=hint)


def _bar(bar: Bar, texts: Mapping[str, str]) -> SheetBar:
    figure = bar.figure
    text = texts.get(figure.case_id)
    place = f"§{paragraph_at(text, figure.start)}" if text is not None and figure.start is not None else ""
    return SheetBar(
        label=figure.owner or figure.title,
        value=bar.value or 0.0,
        words=bar.words,
        before=bar.before,
        place=place,
        share=bar.share,
        share_before=bar.share_before,
    )


def _row(metric: Metric, scale: Scale, bar: Bar) -> tuple[tuple[SheetCell, ...], ...]:
    figure = bar.figure
    words: Iterable[str] = (
        metric.name,
        scale.unit,
        "，".join(part for part in (figure.owner, figure.title) if part),
        "" if bar.before is None else number(bar.before),
        "" if bar.value is None else number(bar.value),
        bar.words,
        _TURNS[bar.turn],
        "目标" if scale.target else "成效",
        figure.date or str(figure.year or ""),
        EVIDENCE[figure.evidence] if 0 <= figure.evidence < len(EVIDENCE) else "",
    )
    return tuple((SheetCell(one),) if one else () for one in words)
