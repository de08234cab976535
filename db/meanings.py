"""What a person calls the colours of highlights."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from db.records import Colour
from db.works import meanings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

LONGEST = 20
"""Characters of a meaning."""


def every(connection: Connection) -> dict[Colour, str]:
    """Colour -> meaning, of those that have one, in the order of their keys."""
    found = {row.colour: row.meaning for row in connection.execute(select(meanings))}
    return {colour: found[colour] for colour in get_args(Colour) if found.get(colour)}


def replace(connection: Connection, wanted: Mapping[Colour, str]) -> None:
    """Let colours mean this and nothing else."""
    told = {colour: " ".join(words.split())[:LONGEST] for colour, words in wanted.items()}
    kept = [colour for colour, words in told.items() if words]
    connection.execute(delete(meanings).where(meanings.c.colour.not_in(kept)))
    for colour in kept:
        made = upsert(meanings).values(colour=colour, meaning=told[colour])
        connection.execute(made.on_conflict_do_update(index_elements=["colour"], set_={"meaning": told[colour]}))
