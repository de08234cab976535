"""A person's synonyms: groups of words that are to find each other, kept in the library."""

from __future__ import annotations

import unicodedata
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from db import words
from db.models import synonyms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

GROUPS = 1000
WORDS = 20
LONGEST = 40
"""What is kept of a list: groups, words of a group, characters of a word."""
_LOOKED = 100


def every(connection: Connection) -> tuple[tuple[str, ...], ...]:
    """The groups in the order they were given."""
    kept = connection.execute(select(synonyms.c.words).order_by(synonyms.c.key)).scalars()
    return tidied(group if isinstance(group, list) else () for group in kept)


def replace(connection: Connection, groups: Iterable[Sequence[str]]) -> None:
    """Keep these groups instead of those there were."""
    connection.execute(delete(synonyms))
    rows = [{"words": list(group)} for group in tidied(groups)]
    if rows:
        connection.execute(insert(synonyms), rows)


def tidied(groups: Iterable[Sequence[object]]) -> tuple[tuple[str, ...], ...]:
    """Groups of at least two words that differ; white space, control characters and what is too much taken off."""
    made: dict[tuple[str, ...], None] = {}
    for group in groups:
        if len(made) == GROUPS:
            break
        kept: dict[str, str] = {}
        for word in islice(group, _LOOKED):
            plain = "".join(c for c in str(word)[:_LOOKED] if unicodedata.category(c)[0] != "C" or c.isspace())
            plain = " ".join(plain.split())[:LONGEST].strip()
            if words.flat(plain):
                kept.setdefault(words.flat(plain), plain)
        if len(kept) > 1:
            made[tuple(kept.values())[:WORDS]] = None
    return tuple(made)
