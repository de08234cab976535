"""A plan's answers as the lines and cards of the page. Pure: answers in, words out; no widget, no library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from app.services.matched import Answer, Matched, Serving, TaskAnswers
from app.ui.compare.answers_cards import HEADS, Entry
from app.ui.compare.answers_lines import Chip, Line

_TITLE = 6


def task_lines(matched: Matched) -> tuple[Line, ...]:
    """One line for every task."""
    return tuple(_task_line(task, matched.missing) for task in matched.tasks)


def _task_line(task: TaskAnswers, nobody: str) -> Line:
    shown = task.shown
    often = Counter(answer.short for answer in shown)
    chips = tuple(
        Chip(
            answer.case_id, _called(answer, often), "sure" if answer.standing == "accepted" else "likely", _tip(answer)
        )
        for answer in shown
    )
    directions = "、".join(direction.name for direction in task.directions[:3])
    missing = f"{nobody}：要找的方向  {directions}" if directions else nobody
    number = str(task.number) if task.number is not None else ""
    return Line(task.id, number, task.title, task.title, chips, missing, f"{len(shown)} 案")


def case_lines(servings: Sequence[Serving]) -> tuple[Line, ...]:
    """One line for every case that serves a task."""
    return tuple(
        Line(
            one.case_id, "", f"{one.title} · {_owner(one)}", f"{one.title}\n{one.where}",
            tuple(
                Chip(task.id, _numbered(task), "sure" if answer.standing == "accepted" else "likely", task.name)
                for task, answer in one.tasks
            ),
            "", f"{len(one.tasks)} 项",
        )
        for one in servings
    )  # fmt: skip


def task_entries(task: TaskAnswers) -> tuple[Entry, ...]:
    """The cards of a task."""
    return tuple(Entry(task.id, answer.title, answer) for answer in task.answers)


def case_entries(one: Serving) -> tuple[Entry, ...]:
    """The cards of a case: its tasks."""
    made = [Entry(task.id, task.name, replace(answer, where="")) for task, answer in one.tasks]
    return tuple(sorted(made, key=lambda entry: entry.answer.standing != "accepted"))


def hint(matched: Matched) -> str:
    """What the list is about, in one line."""
    if matched.whole:
        return f"这个方案没有分出任务，按全文对照 {matched.among} 案"
    gaps = len(matched.gaps)
    return f"{len(matched.tasks)} 项 × {matched.among} 案：谁做过这件事" + (f"；{gaps} 项还没有案例" if gaps else "")


def _called(answer: Answer, often: Counter[str]) -> str:
    """Who it is; of two cases of one hospital, with how each begins."""
    return f"{answer.short} · {answer.title[:_TITLE]}" if often[answer.short] > 1 else answer.short


def _numbered(task: TaskAnswers) -> str:
    return f"{task.number} {task.title}" if task.number is not None else task.title


def _owner(one: Serving) -> str:
    return one.where.split(" · ")[0]


def _tip(answer: Answer) -> str:
    return "\n".join(part for part in (f"{HEADS[answer.standing]}：{answer.title}", answer.where, answer.why) if part)
