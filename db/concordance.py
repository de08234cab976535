"""All hits of one case as a list of lines, each with what stands round it. Reads one case, changes nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from db import snippets
from db.answers import Line

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from typing import Literal

_BEFORE = 20
_AFTER = 30
MOST = 2000
"""Lines of one case."""
_NAMES = ("owner", "site", "speaker_name", "speaker_post", "responsible", "province", "city", "county")


def lines(raw: sqlite3.Connection, key: int, wanted: Sequence[str]) -> tuple[Line, ...]:
    """Every place of a case where one of the folded words stands: title, text, abstract, names, then notes."""
    row = raw.execute(
        f"SELECT title, text, abstract, owner_aliases, region_groups, {', '.join(_NAMES)} FROM cases WHERE key = ?",  # noqa: S608 - our own names
        (key,),
    ).fetchone()
    if row is None or not wanted:
        return ()
    title, text, abstract, aliases, groups, *names = row
    found = [*_of("title", title, wanted), *_of_text(text, wanted), *_of("abstract", abstract or "", wanted)]
    for name in dict.fromkeys([*filter(None, names), *json.loads(aliases), *json.loads(groups), *_named(raw, key)]):
        found += _of("name", name, wanted)
    for note_id, note in raw.execute("SELECT id, text FROM notes WHERE case_key = ? ORDER BY start, key", (key,)):
        found += _of("note", note, wanted, note_id)
    return tuple(found[:MOST])


def _of_text(text: str, wanted: Sequence[str]) -> Iterator[Line]:
    paragraph, counted = 1, 0
    for line in _of("text", text, wanted):
        paragraph += text.count("\n", counted, line.start)
        counted = line.start
        yield Line(line.where, line.start, line.end, line.before, line.hit, line.after, paragraph)


def _of(
    where: Literal["text", "title", "name", "note", "abstract"],
    text: str,
    wanted: Sequence[str],
    note_id: str | None = None,
) -> Iterator[Line]:
    for mark in snippets.marks(wanted, text):
        before = text[max(0, mark.start - _BEFORE, text.rfind("\n", 0, mark.start) + 1) : mark.start]
        stop = text.find("\n", mark.end)
        after = text[mark.end : min(mark.end + _AFTER, stop if stop >= 0 else len(text))]
        hit = text[mark.start : mark.end].replace("\n", " ")
        yield Line(where, mark.start, mark.end, before, hit, after, note_id=note_id)


def _named(raw: sqlite3.Connection, key: int) -> Iterator[str]:
    sure = "case_key = ? AND status IN ('auto', 'user')"
    for sql in (
        f"SELECT name FROM case_practices WHERE {sure}",  # noqa: S608 - our own words
        f"SELECT n.name FROM case_themes JOIN themes n ON n.id = theme_id WHERE {sure}",  # noqa: S608 - our own words
    ):
        yield from (row[0] for row in raw.execute(sql, (key,)))
