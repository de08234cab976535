"""Practices' names for the whole library: merged, renamed, hidden, shown again; and the rules that keep it so.

A merge gives rows another name and leaves the words they stand in; a hidden row keeps its status behind a prefix, so
that showing it again loses nothing. Knows rows, not which names are alike.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, delete, exists, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from db.cases import HIDDEN, REMOVED
from db.models import case_practices, practice_rules

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Connection

_MANY = 500


@dataclass(frozen=True, slots=True)
class Named:
    """One name with what stands under it."""

    name: str
    cases: int
    """In which it counts."""
    open: int
    """In which it is only suggested."""
    surfaces: tuple[str, ...]
    type: str = ""
    hidden: bool = False
    formerly: tuple[str, ...] = ()
    """Names that became this one."""


def rules(connection: Connection) -> dict[str, str | None]:
    """Name -> what it is called now; None: it is hidden. A name that became a hidden one is in both."""
    rows = connection.execute(select(practice_rules).order_by(practice_rules.c.key))
    return {row.name: None if row.hidden else row.becomes for row in rows if row.hidden or row.becomes}


def every(connection: Connection) -> list[Named]:
    """All names there are, hidden ones too, in no order."""
    now = rules(connection)
    formerly: dict[str, list[str]] = {}
    for old, new in now.items():
        if new:
            formerly.setdefault(new, []).append(old)
    rows = connection.execute(
        select(
            case_practices.c.name,
            func.max(case_practices.c.type),
            _cases(case_practices.c.status.in_(("auto", "user", f"{HIDDEN}auto", f"{HIDDEN}user"))),
            _cases(case_practices.c.status.in_(("suggested", f"{HIDDEN}suggested"))),
            func.json_group_array(case_practices.c.surface.distinct()),
        )
        .where(case_practices.c.status != REMOVED)
        .group_by(case_practices.c.name)
    )
    return [
        Named(name, sure, open_, _listed(surfaces), type_, name in now and now[name] is None,
              tuple(formerly.get(name, ())))
        for name, type_, sure, open_, surfaces in rows
    ]  # fmt: skip


def _cases(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case_practices.c.case_key.distinct()).filter(which)


def _listed(told: str) -> tuple[str, ...]:
    return tuple(sorted(json.loads(told)))


def cases_of(connection: Connection, names: Collection[str]) -> list[int]:
    """The keys of all cases under these names, however it stands there."""
    found: dict[int, None] = {}
    for some in _portions(names):
        asked = select(case_practices.c.case_key).where(case_practices.c.name.in_(some)).distinct()
        found |= dict.fromkeys(connection.execute(asked).scalars())
    return list(found)


def merge(connection: Connection, names: Collection[str], into: str) -> None:
    """Call these practices by one name, now and in what comes later; it may be new, or one of them."""
    others = [name for name in dict.fromkeys(names) if name != into]
    _rule(connection, into, becomes=None, keep_hidden=True)
    for some in _portions(others):
        _settle_clashes(connection, some, into)
        connection.execute(update(case_practices).where(_movable(some, into)).values(name=into))
        connection.execute(update(practice_rules).where(practice_rules.c.becomes.in_(some)).values(becomes=into))
    for name in others:
        _rule(connection, name, becomes=into)
    connection.execute(delete(practice_rules).where(practice_rules.c.name == practice_rules.c.becomes))
    hide(connection, [into], on=rules(connection).get(into, into) is None)


def hide(connection: Connection, names: Collection[str], *, on: bool) -> None:
    """Show these practices nowhere, or show them again."""
    for some in _portions(names):
        mine = case_practices.c.name.in_(some)
        held = case_practices.c.status.startswith(HIDDEN)
        if on:
            wanted = mine & ~held & (case_practices.c.status != REMOVED)
            new: ColumnElement[str] = HIDDEN + case_practices.c.status
        else:
            wanted = mine & held
            new = func.substr(case_practices.c.status, len(HIDDEN) + 1)
        connection.execute(update(case_practices).where(wanted).values(status=new))
    for name in names:
        if on:
            _rule(connection, name, becomes=None, hidden=True)
        else:
            connection.execute(update(practice_rules).where(practice_rules.c.name == name).values(hidden=0))
    connection.execute(delete(practice_rules).where(practice_rules.c.becomes.is_(None), practice_rules.c.hidden == 0))


def _movable(names: Sequence[str], into: str) -> ColumnElement[bool]:
    """Rows that take the new name: all but those a person took away in cases that have the new name already."""
    other = case_practices.alias("other")
    there = exists().where(other.c.case_key == case_practices.c.case_key, other.c.name == into)
    return case_practices.c.name.in_(names) & ~((case_practices.c.status == REMOVED) & there)


def _settle_clashes(connection: Connection, names: Sequence[str], into: str) -> None:
    """Where a person took the new name away from a case, no automatic row brings it back under the old one."""
    other = case_practices.alias("other")
    gone = exists().where(
        other.c.case_key == case_practices.c.case_key, other.c.name == into, other.c.status == REMOVED
    )
    guessed = case_practices.c.name.in_(names) & case_practices.c.status.in_(("auto", "suggested"))
    connection.execute(update(case_practices).where(guessed & gone).values(status=REMOVED))


def _rule(
    connection: Connection, name: str, *, becomes: str | None, hidden: bool = False, keep_hidden: bool = False
) -> None:
    values = {"becomes": becomes, "hidden": int(hidden)}
    new = upsert(practice_rules).values(name=name, **values)
    if keep_hidden:
        values.pop("hidden")
    connection.execute(new.on_conflict_do_update(index_elements=["name"], set_=values))


def _portions(names: Collection[str]) -> list[list[str]]:
    listed = list(names)
    return [listed[at : at + _MANY] for at in range(0, len(listed), _MANY)]
