"""What two libraries call things: which of another one's habits this one takes over, because it has none of its own.

Names for practices and metrics, synonyms, what colours mean, templates for notes. Nothing of ours is ever changed by
it. What was learned of themes stays behind: it counts one reader's decisions and would count them twice. Plans inside
a transaction given to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from db import cases, packs, practices, synonyms, unpacks, words

if TYPE_CHECKING:
    from db.engine import Moment
    from db.records import Packed

Row = dict[str, Any]


def adopted(connection: Moment, packed: Packed) -> dict[str, list[Row]]:
    """Theirs that this library has no opinion on, by part."""
    made = {
        "rules": list(_rules(connection, packed.rules)),
        "synonyms": list(_synonyms(connection, packed.synonyms)),
        "meanings": list(_unknown(connection, "meanings", packed.meanings, "colour")),
        "templates": list(_templates(connection, packed.templates)),
        "metrics": list(_metrics(connection, packed.metrics)),
    }
    return {part: rows for part, rows in made.items() if rows}


def rules(connection: Moment, habits: Mapping[str, Sequence[Row]]) -> dict[str, str | None]:
    """Name -> what a practice will be called; None: it will be hidden."""
    theirs = {row["name"]: None if row["hidden"] else row["becomes"] for row in habits.get("rules", ())}
    return theirs | practices.rules(connection)


def carry(connection: Moment, habits: Mapping[str, Sequence[Row]]) -> list[str]:
    """Take them over; returns the ids of the cases whose practices are called otherwise now."""
    touched: list[int] = []
    for row in habits.get("rules", ()):
        touched += practices.cases_of(connection, [row["name"]])
        if row["becomes"]:
            practices.merge(connection, [row["name"]], row["becomes"])
        if row["hidden"]:
            practices.hide(connection, [row["name"]], on=True)
    for part, rows in habits.items():
        if part != "rules":
            unpacks.add_listed(connection, part, list(rows))
    return cases.ids(connection, dict.fromkeys(touched))


def _rules(connection: Moment, theirs: Sequence[Row]) -> Iterator[Row]:
    ours = practices.rules(connection)
    for row in theirs:
        name, becomes = row["name"], row["becomes"] or None
        if not name or name in ours or not (becomes or row["hidden"]):
            continue
        becomes = ours.get(becomes or "") or becomes
        if becomes != name:
            yield {"name": name, "becomes": becomes, "hidden": row["hidden"]}


def _synonyms(connection: Moment, theirs: Sequence[Row]) -> Iterator[Row]:
    had = [frozenset(map(words.flat, group)) for group in synonyms.every(connection)]
    for group in synonyms.tidied(row["words"] for row in theirs):
        if len(had) < synonyms.GROUPS and not any(frozenset(map(words.flat, group)) <= one for one in had):
            had.append(frozenset(map(words.flat, group)))
            yield {"words": list(group)}


def _unknown(connection: Moment, part: str, theirs: Sequence[Row], name: str) -> Iterator[Row]:
    had = {row[name] for row in packs.listed(connection, part)}
    for row in theirs:
        if row[name] not in had:
            had.add(row[name])
            yield row


def _templates(connection: Moment, theirs: Sequence[Row]) -> Iterator[Row]:
    said = {(row["name"], row["text"]) for row in packs.listed(connection, "templates")}
    for row in _unknown(connection, "templates", theirs, "id"):
        if (row["name"], row["text"]) not in said:
            yield row


def _metrics(connection: Moment, theirs: Sequence[Row]) -> Iterator[Row]:
    ours = {row["name"]: row["becomes"] for row in packs.listed(connection, "metrics")}
    for row in _unknown(connection, "metrics", theirs, "name"):
        becomes = ours.get(row["becomes"] or "") or row["becomes"]
        if becomes != row["name"]:
            yield row | {"becomes": becomes}
