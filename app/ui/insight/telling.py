"""An overview in words and tables: hints above its pictures, and the sheet they go out with. No Qt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.formats.sheet import Sheet, SheetCell, SheetPicture, SheetTable
from app.services.overview import UNPLACED, Overview
from app.ui.insight.bars import PRACTICES
from app.ui.insight.charts import ROWS, columns_of, rows_of
from app.ui.insight.drawing import CLICK
from app.ui.insight.svg import to_svg

if TYPE_CHECKING:
    from app.services.library import Library
    from app.task import Task
    from app.ui.insight.drawing import Mark, Picture


def hints(seen: Overview, *, leaves: bool = False) -> tuple[str, ...]:
    """What stands beside the heads of regions, heat map, years, practices and evidence."""
    placed = [name for name in seen.regions if name != UNPLACED]
    rows = len(rows_of(seen, leaves=leaves))
    kin = f"，另有 {seen.kin} 案与它们重复" if seen.kin else ""
    every = sum(1 for one in seen.taxonomy if seen.themes.get(one.id) and (one.parent is None) != leaves)
    first = f"，前 {ROWS} 个" if every > rows else ""
    dated = [int(year) for year in seen.years]
    span = f"{min(dated)}–{max(dated)} 年" if len(dated) > 1 else f"{dated[0]} 年" if dated else "没有年份"
    shown = f"，前 {PRACTICES} 种" if len(seen.practices) > PRACTICES else ""
    strong = sum(count for grade, count in seen.evidence.items() if grade in ("2", "3", "4"))
    return (
        f"{seen.total} 案，{len(placed)} 个地区{kin}",
        f"{rows} 个{'细分' if leaves else '一级'}主题{first}{CLICK}",
        span,
        f"共 {len(seen.practices)} 种{shown}",
        f"{strong} 案有前后对比、排名或获奖",
    )


def sheet(library: Library, name: str, seen: Overview, pictures: Sequence[Picture], task: Task) -> Sheet:
    """The pictures as they go out, each with its numbers."""
    today = dt.datetime.now().astimezone()
    parts = []
    for done, one in enumerate(pictures):
        task.step(done, len(pictures), one.title)
        table = _heat(seen) if "×" in one.title else _numbers(one.title, one.marks())
        svg = to_svg(one.bare(), f"{one.title}：{one.hint}")
        parts.append(SheetPicture(title=one.title, svg=svg, words=one.hint, table=table))
    return Sheet(
        title=f"{name} 图览",
        library=library.name,
        filters="",
        made_on=f"{today.year}年{today.month}月{today.day}日",
        cases=(),
        parts=tuple(parts),
    )


def _numbers(title: str, marks: Sequence[Mark]) -> SheetTable:
    rows = tuple(((SheetCell(mark.name),), (SheetCell(str(mark.count)),)) for mark in marks)
    return SheetTable(title=title, head=(title, "案例数"), rows=rows, widths=(4, 1))


def _heat(seen: Overview) -> SheetTable:
    places = columns_of(seen)
    rows = []
    for theme in rows_of(seen, leaves=False):
        cells = [(SheetCell(str(seen.heat.get((theme.id, place), 0) or "")),) for place in places]
        rows.append(((SheetCell(theme.name),), *cells, (SheetCell(str(seen.themes[theme.id])),)))
    return SheetTable(title="主题 × 地区", head=("主题", *places, "合计"), rows=tuple(rows))
