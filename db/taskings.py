"""Plans with their tasks, and what a person decided of cases as answers to them. Knows rows, not how answers are found.

A decision names task and case by id, so that it outlives both: what was deleted can come back by undo.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects.sqlite import insert as upsert

from db.listing import short
from db.models import cases
from db.works import task_answers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from sqlalchemy import Connection

Verdict = Literal["accepted", "rejected"]
_MANY = 500


@dataclass(frozen=True, slots=True)
class PlanHead:
    """A plan as one chooses it."""

    id: str
    title: str
    owner: str
    place: str
    """Short, for instance 山西大同; empty when not known."""
    tasks: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided."""

    task_id: str
    case_id: str
    status: Verdict
    remark: str = ""


def plans(connection: Connection) -> tuple[PlanHead, ...]:
    """Every plan, and whatever else has tasks, in the order they were added."""
    child = cases.alias("child")
    counted = select(func.count()).where(child.c.parent_key == cases.c.key).scalar_subquery()
    asked = (
        select(cases.c.id, cases.c.title, cases.c.owner, cases.c.province, cases.c.city, cases.c.county)
        .add_columns(counted.label("tasks"))
        .where(or_(cases.c.kind == "plan", counted > 0), cases.c.parent_key.is_(None))
        .order_by(cases.c.key)
    )
    return tuple(
        PlanHead(row.id, row.title, row.owner or "", short(row.province, row.city, row.county), row.tasks)
        for row in connection.execute(asked)
    )


def plans_of(connection: Connection) -> dict[str, str]:
    """Case -> its plan, of every plan and every task."""
    parent = cases.alias("parent")
    asked = (
        select(cases.c.id, parent.c.id.label("plan"))
        .select_from(cases.outerjoin(parent, parent.c.key == cases.c.parent_key))
        .where(or_(cases.c.kind == "plan", cases.c.parent_key.is_not(None)))
    )
    return {row.id: row.plan or row.id for row in connection.execute(asked)}


def task_ids(connection: Connection, plan_id: str) -> tuple[str, ...]:
    """The tasks of a plan in their order; none when it has none or is gone."""
    parent = cases.alias("parent")
    asked = (
        select(cases.c.id)
        .join(parent, parent.c.key == cases.c.parent_key)
        .where(parent.c.id == plan_id)
        .order_by(cases.c.key)
    )
    return tuple(connection.execute(asked).scalars())


def decisions(connection: Connection, tasks: Collection[str]) -> tuple[Decision, ...]:
    """What was decided of these tasks, the oldest first."""
    found: list[Decision] = []
    for some in _portions(tasks):
        asked = select(task_answers).where(task_answers.c.task_id.in_(some)).order_by(task_answers.c.key)
        found += [Decision(r.task_id, r.case_id, r.status, r.remark) for r in connection.execute(asked)]
    return tuple(found)


def decide(connection: Connection, task_id: str, case_ids: Iterable[str], status: Verdict | None) -> None:
    """Keep what a person decided; None takes the decision back."""
    ids = list(dict.fromkeys(case_ids))
    if status is None:
        for some in _portions(ids):
            gone = (task_answers.c.task_id == task_id) & task_answers.c.case_id.in_(some)
            connection.execute(delete(task_answers).where(gone))
        return
    rows = [{"task_id": task_id, "case_id": case_id, "status": status} for case_id in ids]
    if rows:
        written = upsert(task_answers)
        connection.execute(
            written.on_conflict_do_update(index_elements=["task_id", "case_id"], set_={"status": status}), rows
        )


def titles(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """Id -> title of the cases that are still there."""
    found: dict[str, str] = {}
    for some in _portions(ids):
        rows = connection.execute(select(cases.c.id, cases.c.title).where(cases.c.id.in_(some)))
        found |= {row.id: row.title for row in rows}
    return found


def _portions(ids: Collection[str]) -> Iterator[list[str]]:
    listed = list(ids)
    for at in range(0, len(listed), _MANY):
        yield listed[at : at + _MANY]
