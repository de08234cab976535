"""Where practices stand: in which cases, in which words, since when. Knows rows; names are `db.practices`'s."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from db.cases import HIDDEN, REMOVED
from db.models import case_practices, cases

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SURE = ("auto", "user", f"{HIDDEN}auto", f"{HIDDEN}user")


@dataclass(frozen=True, slots=True)
class Spot:
    """A practice in one case."""

    case_id: str
    surface: str
    sure: bool
    """Not only suggested."""
    start: int | None
    end: int | None
    year: int | None


def first_years(connection: Connection) -> dict[str, int]:
    """Practice -> the earliest year of the cases that surely have it; those without a year are left out."""
    asked = (
        select(case_practices.c.name, func.min(cases.c.year).label("year"))
        .join(cases, cases.c.key == case_practices.c.case_key)
        .where(case_practices.c.status.in_(_SURE), cases.c.year.is_not(None))
        .group_by(case_practices.c.name)
    )
    return {row.name: row.year for row in connection.execute(asked)}


def unconfirmed(connection: Connection) -> dict[str, set[int]]:
    """Practice -> the keys of the cases where it is only suggested, or hidden: what the fields in memory leave out."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    left_out = (case_practices.c.status == "suggested") | case_practices.c.status.startswith(HIDDEN)
    for row in connection.execute(select(case_practices.c.name, case_practices.c.case_key).where(left_out)):
        found[row.name].add(row.case_key)
    return found


def spots(connection: Connection, name: str) -> tuple[Spot, ...]:
    """Every place of a practice, by year, cases without one last; of one case in the order of its text."""
    asked = (
        select(case_practices, cases.c.id, cases.c.year)
        .join(cases, cases.c.key == case_practices.c.case_key)
        .where(case_practices.c.name == name, case_practices.c.status != REMOVED)
        .order_by(cases.c.year.is_(None), cases.c.year, cases.c.key, case_practices.c.start, case_practices.c.key)
    )
    return tuple(
        Spot(row.id, row.surface, row.status in _SURE, row.start, row.end, row.year)
        for row in connection.execute(asked)
    )


def seen_in(connection: Connection, name: str) -> dict[str, int]:
    """The words a practice stands in -> in how many cases."""
    counted = func.count(case_practices.c.case_key.distinct())
    asked = (
        select(case_practices.c.surface, counted.label("many"))
        .where(case_practices.c.name == name, case_practices.c.status != REMOVED)
        .group_by(case_practices.c.surface)
        .order_by(counted.desc(), case_practices.c.surface)
    )
    return {row.surface: row.many for row in connection.execute(asked)}
