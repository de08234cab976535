"""A plan's tasks under review: which pieces each has, and every word a person may say about one.

As long as nobody says anything the tasks are those that were understood. A person's word makes them the person's own:
from then on they are kept by their pieces, also when the plan is understood anew. Knows no widget.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.messages import Trouble
from app.services import settling
from app.services.reviewing import Candidate, Review, TaskCut
from db.records import CaseDraft

if TYPE_CHECKING:
    from app.extract.blocks import Block
    from app.extract.plans import Plan

_NUMBERS = 999


def tasks_of(review: Review, case: Candidate) -> tuple[TaskCut, ...]:
    """The tasks of a case in reading order, with what is known of each."""
    if case.tasks is not None:
        there = set(case.pieces)
        kept = (replace(cut, pieces=tuple(n for n in cut.pieces if n in there)) for cut in case.tasks)
        return tuple(cut for cut in kept if cut.pieces)
    places = {review.pieces[number].span.offset: number for number in case.pieces}
    starts = {place: number for number, place in enumerate(case.pieces)}
    found = []
    for task in case.draft.children:
        inside: list[int] = []
        for span in task.spans:
            ends = span.offset + span.length
            inside += [number for offset, number in places.items() if span.offset <= offset < ends]
        if inside:
            ordered = tuple(sorted(set(inside), key=lambda number: starts[number]))
            found.append(TaskCut(ordered, task.number, task.title, task.responsible))
    return tuple(found)


def task_at(review: Review, piece: int) -> int | None:
    """The place of the task a piece is in among its case's, None when it is in none."""
    key = review.owners()[piece]
    if key is None:
        return None
    tasks = tasks_of(review, review.case(key))
    return next((place for place, task in enumerate(tasks) if piece in task.pieces), None)


def can_cut(review: Review, piece: int) -> bool:
    """Whether a task can begin at a piece: in a plan, and not where one begins already."""
    key = review.owners()[piece]
    if key is None or review.case(key).draft.kind != "plan":
        return False
    case = review.case(key)
    return piece in case.pieces[case.heading :] and all(task.pieces[0] != piece for task in tasks_of(review, case))


def cut(review: Review, piece: int) -> Review:
    """Begin a task at a piece: it takes the rest of the task there, or what stands below up to the next one."""
    if not can_cut(review, piece):
        return review
    case = _case_of(review, piece)
    tasks = list(tasks_of(review, case))
    place = next((n for n, task in enumerate(tasks) if piece in task.pieces), None)
    if place is not None:
        whole = tasks[place]
        at = whole.pieces.index(piece)
        upper, lower = replace(whole, pieces=whole.pieces[:at]), TaskCut(whole.pieces[at:])
        return _with(review, case, [*tasks[:place], upper, lower, *tasks[place + 1 :]])
    taken = {number for task in tasks for number in task.pieces}
    run: list[int] = []
    for number in case.pieces[case.pieces.index(piece) :]:
        if number in taken:
            break
        run.append(number)
    order = {number: at for at, number in enumerate(case.pieces)}
    tasks.append(TaskCut(tuple(run)))
    return _with(review, case, sorted(tasks, key=lambda task: order[task.pieces[0]]))


def merged(review: Review, piece: int) -> Review:
    """Make the task at a piece one with the task before it, with what stands between the two."""
    case = _case_of(review, piece)
    tasks = list(tasks_of(review, case))
    place = task_at(review, piece)
    if not place:
        return review
    first, last = (case.pieces.index(n) for n in (tasks[place - 1].pieces[0], tasks[place].pieces[-1]))
    both = replace(tasks[place - 1], pieces=case.pieces[first : last + 1])
    return _with(review, case, [*tasks[: place - 1], both, *tasks[place + 1 :]])


def dropped(review: Review, piece: int) -> Review:
    """Make the task at a piece no task: its words stay in the plan."""
    place = task_at(review, piece)
    if place is None:
        return review
    case = _case_of(review, piece)
    tasks = tasks_of(review, case)
    return _with(review, case, [*tasks[:place], *tasks[place + 1 :]])


def words_of(review: Review, piece: int) -> dict[str, str]:
    """What a person can change about the task at a piece: name of the part -> words; empty outside all tasks."""
    place = task_at(review, piece)
    if place is None:
        return {}
    child = _child(_case_of(review, piece), place)
    task = tasks_of(review, _case_of(review, piece))[place]
    number = child.number if child else task.number
    return {
        "number": "" if number is None else str(number),
        "task": (child.title if child else task.title) or "",
        "responsible": (child.responsible if child else task.responsible) or "",
    }


def change(review: Review, piece: int, words: Mapping[str, str]) -> Review:
    """A person writes a task's number, title and responsible bodies.

    Raises:
        Trouble: a number that is none.
    """
    place = task_at(review, piece)
    if place is None:
        return review
    case = _case_of(review, piece)
    tasks = tasks_of(review, case)
    number = words["number"].strip()
    if number and not (re.fullmatch(r"\d{1,3}", number) and int(number) <= _NUMBERS):
        raise Trouble("figure", number)
    said = replace(
        tasks[place],
        number=int(number) if number else None,
        title=words["task"].strip() or tasks[place].title,
        responsible=words["responsible"].strip(),
        said=True,
    )
    after = replace(case, tasks=(*tasks[:place], said, *tasks[place + 1 :]))
    children = list(case.draft.children)
    if place < len(children) and not case.stale:
        children[place] = _as_said(children[place], said)
        after = replace(after, draft=replace(case.draft, children=tuple(children)))
    return settling.put(review, after)


def plan_of(case: Candidate, blocks: Mapping[int, Block]) -> Plan | None:
    """The plan as a person cut it: piece -> its block, headings left out; None when nobody said anything."""
    from app.extract.plans import Plan, Task

    if case.tasks is None:
        return None
    order = [number for number in case.pieces if number in blocks]
    tasks = []
    inside: set[int] = set()
    for cut_ in case.tasks:
        own = _closed_up(cut_.pieces, order, {n for other in case.tasks if other is not cut_ for n in other.pieces})
        if own:
            inside.update(own)
            tasks.append(Task(cut_.number or 0, tuple(blocks[n] for n in own), ""))
    return Plan(tuple(tasks), tuple(blocks[n] for n in order if n not in inside))


def as_said(case: Candidate, draft: CaseDraft, blocks: Mapping[int, Block]) -> CaseDraft:
    """A plan understood anew from `plan_of`, its tasks named as a person named them."""
    if case.tasks is None:
        return draft
    there = [task for task in case.tasks if any(number in blocks for number in task.pieces)]
    children = tuple(_as_said(child, task) for child, task in zip(draft.children, there, strict=True))
    return replace(draft, children=children)


def _closed_up(pieces: Sequence[int], order: Sequence[int], others: set[int]) -> list[int]:
    """A task's pieces, with any that were moved in between them and are in no other task."""
    places = [order.index(number) for number in pieces if number in order]
    if not places:
        return []
    return [number for number in order[min(places) : max(places) + 1] if number not in others]


def _as_said(child: CaseDraft, task: TaskCut) -> CaseDraft:
    number = task.number if task.said or task.number is not None else None
    if not task.said:
        return replace(child, number=number, title=task.title or child.title)
    return replace(child, number=number, title=task.title or child.title, responsible=task.responsible or None)


def _child(case: Candidate, place: int) -> CaseDraft | None:
    children = case.draft.children
    return children[place] if place < len(children) and not case.stale else None


def _case_of(review: Review, piece: int) -> Candidate:
    key = review.owners()[piece]
    if key is None:
        raise KeyError(piece)
    return review.case(key)


def _with(review: Review, case: Candidate, tasks: Sequence[TaskCut]) -> Review:
    """A case with other tasks, which are understood anew."""
    return settling.put(review, replace(case, tasks=tuple(tasks), stale=True))
