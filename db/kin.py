"""Stories: which cases tell the same one, and which of them it is told by. Knows rows, not how likeness is found.

A story of one is a decision: a person took that case out of a story, and no import puts it back.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update

from db.columns import among
from db.models import cases, documents, kin, parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

_MANY = 5000


@dataclass(frozen=True, slots=True)
class Told:
    """What of a case says which story it tells."""

    key: int
    id: str
    document: int
    text: str
    owner: str | None
    aliases: tuple[str, ...]
    site: str | None
    title: str
    kind: str


def told(connection: Connection, keys: Iterable[int] | None = None) -> Iterator[Told]:
    """The cases that may tell a story: all, or those asked for; tasks of plans and empty cases left out."""
    columns = (cases.c.key, cases.c.id, cases.c.document_key, cases.c.owner, cases.c.owner_aliases, cases.c.site,
               cases.c.title, cases.c.kind, cases.c.text)  # fmt: skip
    asked = select(*columns).where(cases.c.parent_key.is_(None), cases.c.kind != "plan_task", cases.c.text != "")
    for some in _portions(keys):
        wanted = asked if some is None else asked.where(cases.c.key.in_(some))
        for row in connection.execute(wanted.order_by(cases.c.key)):
            aliases = tuple(row.owner_aliases)
            yield Told(row.key, row.id, row.document_key, row.text, row.owner, aliases, row.site, row.title, row.kind)


def stamp(connection: Connection) -> int:
    """Changes when any case changed."""
    return int(connection.execute(select(parts.c.change).where(parts.c.name == "cases")).scalar_one())


def stories(connection: Connection) -> dict[int, int]:
    """Case -> story, of all that have one."""
    return {row.case_key: row.story for row in connection.execute(select(kin.c.case_key, kin.c.story))}


def members(connection: Connection, key: int) -> list[int]:
    """All cases of a case's story, itself among them, the main one first; empty when it has none or is alone."""
    mine = select(kin.c.story).where(kin.c.case_key == key).scalar_subquery()
    asked = select(kin.c.case_key).where(kin.c.story == mine).order_by(kin.c.main.desc(), kin.c.case_key)
    found = list(connection.execute(asked).scalars())
    return found if len(found) > 1 else []


def main_of(connection: Connection, story: int) -> int | None:
    """The case a story is told by."""
    asked = select(kin.c.case_key).where(kin.c.story == story).order_by(kin.c.main.desc(), kin.c.case_key)
    found = connection.execute(asked.limit(1)).scalar()
    return None if found is None else int(found)


def begin(connection: Connection, main: int, others: Iterable[int] = ()) -> int:
    """A new story of these cases, which had none; returns its number."""
    story = int(connection.execute(select(func.coalesce(func.max(kin.c.story), 0))).scalar_one()) + 1
    rows = [{"case_key": key, "story": story, "main": int(key == main)} for key in (main, *others)]
    connection.execute(insert(kin), rows)
    return story


def add(connection: Connection, story: int, key: int) -> None:
    """One more case tells a story; it had none before."""
    connection.execute(insert(kin), {"case_key": key, "story": story, "main": 0})


def make_main(connection: Connection, key: int) -> None:
    """Let the story be told by this case."""
    story = connection.execute(select(kin.c.story).where(kin.c.case_key == key)).scalar()
    if story is None:
        return
    connection.execute(update(kin).where(kin.c.story == story, kin.c.main == 1, kin.c.case_key != key).values(main=0))
    connection.execute(update(kin).where(kin.c.case_key == key).values(main=1))


def part(connection: Connection, key: int) -> None:
    """Take a case out of its story for good: it is alone from now on."""
    row = connection.execute(select(kin.c.story).where(kin.c.case_key == key)).first()
    drop(connection, [key])
    if row is not None:
        begin(connection, key)


def join(connection: Connection, key: int, other: int) -> None:
    """Let two cases tell one story, and with them all that told one with either; the first one's main stays."""
    had = stories(connection)
    story = had.get(key)
    if story is None:
        story = begin(connection, key)
    if other not in had:
        add(connection, story, other)
    elif had[other] != story:
        connection.execute(update(kin).where(kin.c.story == had[other]).values(story=story, main=0))


def drop(connection: Connection, keys: Iterable[int]) -> None:
    """Take cases out of their stories without a trace; a story that loses its main one is told by its first."""
    for some in _portions(list(keys)):
        mine = kin.c.case_key.in_(among(some or []))
        orphaned = list(connection.execute(select(kin.c.story).where(mine, kin.c.main == 1)).scalars())
        connection.execute(delete(kin).where(mine))
        for story in orphaned:
            heir = connection.execute(select(func.min(kin.c.case_key)).where(kin.c.story == story)).scalar()
            if heir is not None:
                connection.execute(update(kin).where(kin.c.case_key == heir).values(main=1))


def sources(connection: Connection, keys: Iterable[int]) -> dict[int, tuple[str | None, str | None]]:
    """Publisher and date of each case's document."""
    found: dict[int, tuple[str | None, str | None]] = {}
    asked = select(cases.c.key, documents.c.publisher, documents.c.published).join(
        documents, documents.c.key == cases.c.document_key
    )
    for some in _portions(list(keys)):
        for row in connection.execute(asked.where(cases.c.key.in_(some or []))):
            found[row.key] = (row.publisher, row.published)
    return found


def counts(connection: Connection, keys: Iterable[int]) -> dict[int, int]:
    """How many other cases tell each one's story; only those that have some."""
    of: dict[int, list[int]] = defaultdict(list)
    for some in _portions(list(keys)):
        for row in connection.execute(select(kin.c.story, kin.c.case_key).where(kin.c.case_key.in_(some or []))):
            of[row.story].append(row.case_key)
    found: dict[int, int] = {}
    for some in _portions(list(of)):
        asked = select(kin.c.story, func.count().label("told")).where(kin.c.story.in_(some or []))
        for row in connection.execute(asked.group_by(kin.c.story)):
            found |= {key: row.told - 1 for key in of[row.story] if row.told > 1}
    return found


def _portions(keys: Iterable[int] | None) -> Iterator[list[int] | None]:
    if keys is None:
        yield None
        return
    wanted = list(keys)
    for at in range(0, len(wanted), _MANY):
        yield wanted[at : at + _MANY]
