"""A plan's answers as a sheet: which case answers which task and why, what is missing, and the reverse. No layout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.formats.sheet import Sheet, SheetCell, SheetTable
from app.services.cited import Cited, check, laid
from app.services.matched import Matched, TaskAnswers, serving
from app.task import QUIET, Task

if TYPE_CHECKING:
    from app.services.library import Library

_SAID = {"accepted": "已采用", "suggested": "建议"}
_LONGEST = 160
AGAIN = "（续）"
"""Stands behind a task's name where a further case answers it."""


def sheet(library: Library, matched: Matched, whose: str, task: Task = QUIET) -> Sheet:
    """Lay out a plan's answers.

    Args:
        library: Where the cases are.
        matched: The answers.
        whose: What the cases are called that were looked at.
        task: Stops it.

    Raises:
        Cancelled: the task was stopped.
    """
    cited = Cited(library)
    rows: list[tuple[tuple[SheetCell, ...], ...]] = []
    for one in matched.tasks:
        check(task)
        rows += _rows(one, matched.missing, cited)
    answered = sum(bool(one.shown) for one in matched.tasks)
    forward = SheetTable(
        title=f"任务对照：{matched.plan.title}",
        head=("任务", "对应的案例", "为什么", "原文"),
        rows=tuple(rows),
        hint=f"{len(matched.tasks)} 项任务，{answered} 项有案例；在 {matched.among} 个案例中对照。",
        widths=(24, 26, 24, 40),
    )
    reverse = SheetTable(
        title="案例能用在哪些任务",
        head=("案例", "任务"),
        rows=tuple(
            ((SheetCell(f"{one.title}（{one.where}）" if one.where else one.title),),
             tuple(SheetCell(f"{task_.name}（{_SAID[answer.standing]}）") for task_, answer in one.tasks))
            for one in serving(matched)
        ),
        widths=(40, 60),
    )  # fmt: skip
    parts = (forward, reverse) if reverse.rows else (forward,)
    return laid(library, f"{matched.plan.title} · 任务对照", whose, parts, cited)


def _rows(one: TaskAnswers, missing: str, cited: Cited) -> Iterator[tuple[tuple[SheetCell, ...], ...]]:
    """A task's rows, one for each case: who it is, whether it was taken, why, and the words that tell it."""
    if not one.shown:
        look = "、".join(direction.name for direction in one.directions)
        name = (SheetCell(one.name), *([SheetCell(one.responsible)] if one.responsible else []))
        yield name, (SheetCell(missing, empty=True),), (SheetCell(f"要找的方向：{look}", empty=True),), ()
        return
    for rank, answer in enumerate(one.shown):
        name = (SheetCell(one.name + (AGAIN if rank else "")),)
        if one.responsible and not rank:
            name = (*name, SheetCell(one.responsible))
        whose = f"{_SAID[answer.standing]}：{answer.title}" + (f"（{answer.where}）" if answer.where else "")
        quote = (cited.quote(answer.case_id, _short(answer.quote), answer.paragraph),) if answer.quote else ()
        yield name, (SheetCell(whose),), (SheetCell(answer.why),), quote


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else words[:_LONGEST].rstrip() + "……"
