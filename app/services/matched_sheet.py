"""A plan's answers as a sheet: which case answers which task and why, what is missing, and the reverse. No layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.formats.sheet import Sheet, SheetCell, SheetTable
from app.services.cited import Cited, check, laid
from app.services.matched import Matched, TaskAnswers, serving
from app.task import QUIET, Task

if TYPE_CHECKING:
    from app.services.library import Library

_SAID = {"accepted": "已采用", "suggested": "建议"}
_LONGEST = 160


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
    rows = []
    for one in matched.tasks:
        check(task)
        rows.append(_row(one, matched.missing, cited))
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


def _row(one: TaskAnswers, missing: str, cited: Cited) -> tuple[tuple[SheetCell, ...], ...]:
    name = [SheetCell(one.name)]
    if one.responsible:
        name.append(SheetCell(one.responsible))
    if not one.shown:
        look = "、".join(direction.name for direction in one.directions)
        return tuple(name), (SheetCell(missing, empty=True),), (SheetCell(f"要找的方向：{look}", empty=True),), ()
    return (
        tuple(name),
        tuple(
            SheetCell(f"{_SAID[answer.standing]}：{answer.title}" + (f"（{answer.where}）" if answer.where else ""))
            for answer in one.shown
        ),
        tuple(SheetCell(answer.why) for answer in one.shown),
        tuple(
            cited.quote(answer.case_id, _short(answer.quote), answer.paragraph) for answer in one.shown if answer.quote
        ),
    )


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else words[:_LONGEST].rstrip() + "……"
