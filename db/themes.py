"""The library's themes: the built-in taxonomy as the program brings it, and a person's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from db.models import themes
from db.records import ThemeNode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection


def every(connection: Connection) -> tuple[ThemeNode, ...]:
    """All themes in the order of the taxonomy."""
    rows = connection.execute(select(themes).order_by(themes.c.key))
    return tuple(ThemeNode(r.id, r.name, r.parent, r.definition, bool(r.own)) for r in rows)


def seed(connection: Connection, wanted: Sequence[ThemeNode]) -> None:
    """Make the built-in themes what the program brings; own themes are left alone."""
    had = {theme.id: theme for theme in every(connection) if not theme.own}
    for theme in wanted:
        values = {"name": theme.name, "parent": theme.parent, "definition": theme.definition}
        if theme.id not in had:
            connection.execute(insert(themes), {"id": theme.id, "own": 0, **values})
        elif had[theme.id] != theme:
            connection.execute(update(themes).where(themes.c.id == theme.id).values(**values))
    gone = had.keys() - {theme.id for theme in wanted}
    if gone:
        connection.execute(delete(themes).where(themes.c.id.in_(gone)))
