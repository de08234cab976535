"""The library's themes: the built-in taxonomy as the program brings it, and a person's own."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from db import errors
from db.models import case_themes, cases, themes
from db.records import ThemeNode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

_AT_ONCE = 500


def every(connection: Connection) -> tuple[ThemeNode, ...]:
    """All themes in the order of the taxonomy."""
    rows = connection.execute(select(themes).order_by(themes.c.key))
    return tuple(ThemeNode(r.id, r.name, r.parent, r.definition, bool(r.own)) for r in rows)


def seed(connection: Connection, wanted: Sequence[ThemeNode]) -> None:
    """Make the built-in themes what the program brings; own themes are left alone."""
    had = {theme.id: theme for theme in every(connection) if not theme.own}
    changed = {theme.id for theme in wanted if had.get(theme.id) != theme}
    gone = had.keys() - {theme.id for theme in wanted}
    _say_changed(connection, changed | gone)
    for theme in wanted:
        values = {"name": theme.name, "parent": theme.parent, "definition": theme.definition}
        if theme.id not in had:
            connection.execute(insert(themes), {"id": theme.id, "own": 0, **values})
        elif theme.id in changed:
            connection.execute(update(themes).where(themes.c.id == theme.id).values(**values))
    if gone:
        connection.execute(delete(themes).where(themes.c.id.in_(gone)))
    _say_changed(connection, changed)


def add(connection: Connection, id: str, name: str, parent: str | None) -> ThemeNode:  # noqa: A002 - the record's word
    """A new theme of a person's own."""
    if parent is not None:
        _there(connection, parent)
    theme = ThemeNode(id, name, parent, own=True)
    connection.execute(insert(themes), {"id": id, "name": name, "parent": parent, "own": 1})
    return theme


def rename(connection: Connection, id: str, name: str) -> list[str]:  # noqa: A002 - likewise
    """Give an own theme another name.

    Returns:
        The ids of the cases that have it.
    """
    _own(connection, id)
    connection.execute(update(themes).where(themes.c.id == id).values(name=name))
    _say_changed(connection, {id})
    return _cases(connection, id)


def remove(connection: Connection, id: str) -> list[str]:  # noqa: A002 - likewise
    """Take an own theme away; those below it come to stand where it stood.

    Returns:
        The ids of the cases that had it.
    """
    parent = _own(connection, id)
    had = _cases(connection, id)
    _say_changed(connection, {id})
    connection.execute(delete(case_themes).where(case_themes.c.theme_id == id))
    connection.execute(update(themes).where(themes.c.parent == id).values(parent=parent))
    connection.execute(delete(themes).where(themes.c.id == id))
    return had


def _say_changed(connection: Connection, ids: set[str]) -> None:
    """Note that the words of cases changed which have one of these themes or one below: they are found by its name."""
    below: defaultdict[str | None, list[str]] = defaultdict(list)
    for id, parent in connection.execute(select(themes.c.id, themes.c.parent)):  # noqa: A001 - the record's own word
        below[parent].append(id)
    reached, waiting = set(ids), list(ids)
    while waiting:
        fresh = [id for id in below[waiting.pop()] if id not in reached]  # noqa: A001 - likewise
        reached.update(fresh)
        waiting += fresh
    every_one = sorted(reached)
    for at in range(0, len(every_one), _AT_ONCE):
        mine = case_themes.c.theme_id.in_(every_one[at : at + _AT_ONCE])
        connection.execute(update(case_themes).where(mine).values(score=case_themes.c.score))


def _cases(connection: Connection, theme: str) -> list[str]:
    asked = select(cases.c.id).join(case_themes, case_themes.c.case_key == cases.c.key)
    return list(connection.execute(asked.where(case_themes.c.theme_id == theme).distinct()).scalars())


def _own(connection: Connection, id: str) -> str | None:  # noqa: A002 - likewise
    """The parent of an own theme.

    Raises:
        errors.NoSuchRecord: there is no own theme with this id.
    """
    row = connection.execute(select(themes.c.parent).where(themes.c.id == id, themes.c.own == 1)).first()
    if row is None:
        raise errors.NoSuchRecord("theme", id)
    return row.parent  # type: ignore[no-any-return]


def _there(connection: Connection, id: str) -> None:  # noqa: A002 - likewise
    if connection.execute(select(themes.c.key).where(themes.c.id == id)).first() is None:
        raise errors.NoSuchRecord("theme", id)
