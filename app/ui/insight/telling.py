"""An overview in words and tables: hints above its pictures, and the sheet they go out with. No Qt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.formats.sheet import Sheet, SheetCell, SheetPicture, SheetTable
from app.services.overview import UNPLACED, Overview
from app.ui.insight.bars import PRACTICES
from app.ui.insight.charts import columns_of, rows_of, themes_of
from app.ui.insight.drawing import CLICK
from app.ui.insight.svg import to_svg

if TYPE_CHECKING:
    from app.services.library import Library
    from app.task import Task
    from app.ui.insight.drawing import Mark, Picture

_ACROSS = 8
"""Regions that stand side by side in a table."""


def hints(seen: Overview, *, leaves: bool = False, practices: int = PRACTICES) -> tuple[str, ...]:
    """What stands beside the heads of regions, heat map, years, practices and evidence."""
    placed = [name for name in seen.regions if name != UNPLACED]
    kin = f"，另有 {seen.kin} 案与它们重复" if seen.kin else ""
    dated = [int(year) for year in seen.years]
    span = f"{min(dated)}–{max(dated)} 年" if len(dated) > 1 else f"{dated[0]} 年" if dated else "没有年份"
    shown = f"，列出前 {practices} 种" if len(seen.practices) > practices else ""
    strong = sum(count for grade, count in seen.evidence.items() if grade in ("2", "3", "4"))
    return (
        f"{seen.total} 案，{len(placed)} 个地区{kin}",
        _themes(seen, leaves=leaves),
        span,
        f"共 {len(seen.practices)} 种{shown}",
        f"{strong} 案有前后对比、排名或获奖",
    )


def _themes(seen: Overview, *, leaves: bool) -> str:
    """How many themes there are, and how many of them are rows."""
    every, rows = len(themes_of(seen, leaves=leaves)), len(rows_of(seen, leaves=leaves))
    first = f"，列出案例最多的 {rows} 个" if every > rows else ""
    return f"{every} 个{'细分' if leaves else '一级'}主题{first}{CLICK if rows and seen.regions else ''}"


def sheet(library: Library, name: str, seen: Overview, shown: Sequence[Picture], task: Task) -> Sheet:
    """The pictures as they go out, each with its numbers."""
    today = dt.datetime.now().astimezone()
    parts = []
    for done, one in enumerate(shown):
        task.step(done, len(shown), one.title)
        table = _heat(one.title, seen, one.marks()) if "×" in one.title else _numbers(one.title, one.marks())
        hint = one.hint.removesuffix(CLICK)
        svg = to_svg(one.bare(), f"{one.title}：{hint}")
        parts.append(SheetPicture(title=one.title, svg=svg, words=hint, table=table))
    return Sheet(
        title=f"{name} 图览".strip(),
        library=library.name,
        filters="",
        made_on=f"{today.year}年{today.month}月{today.day}日",
        cases=(),
        parts=tuple(parts),
    )


def _numbers(title: str, marks: Sequence[Mark]) -> SheetTable | None:
    if not marks:
        return None
    rows = tuple(((SheetCell(mark.name),), (SheetCell(str(mark.count)),)) for mark in marks)
    return SheetTable(title=title, head=(title, "案例数"), rows=rows, widths=(4, 1))


def _heat(title: str, seen: Overview, marks: Sequence[Mark]) -> SheetTable | None:
    """The themes that are drawn against all regions; many regions go down the page, few across it."""
    drawn = {one.value for mark in marks for one in mark.choices if one.field == "theme"}
    themes = [one for one in seen.taxonomy if one.id in drawn]
    themes.sort(key=lambda one: -seen.themes[one.id])
    places = columns_of(seen)
    if not themes or not places:
        return None
    names, totals = [one.name for one in themes], [str(seen.themes[one.id]) for one in themes]
    cells = [[str(seen.heat.get((one.id, place), 0) or "") for place in places] for one in themes]
    if len(places) <= _ACROSS:
        rows = [[name, *counts, total] for name, counts, total in zip(names, cells, totals, strict=True)]
        return _table(title, ("主题", *places, "合计"), rows, 4)
    turned = [[place, *counts] for place, counts in zip(places, zip(*cells, strict=True), strict=True)]
    return _table(title, ("地区", *names), [*turned, ["合计", *totals]], 2)


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], first: int) -> SheetTable:
    told = tuple(tuple((SheetCell(words),) if words else () for words in row) for row in rows)
    return SheetTable(title=title, head=tuple(head), rows=told, widths=(first, *(1 for _ in head[1:])))
