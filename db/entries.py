"""What can be found of each case: its words, folded, in runs that no phrase may cross.

Read by the index when it takes a case in, and by searching for the cases the index has not taken in yet, so that
both go by the same words. Works on any plain SQLite connection that sees the library's tables.
"""

# ruff: noqa: S608 - the names in this SQL are our own, values are always bound
from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db import words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

COLUMNS = ("title", "names", "text", "source", "notes")
"""`source` is the original where it reads otherwise than the repaired text (Traditional, with pinyin, damaged)."""
_SURE = "status IN ('auto', 'user')"
_NAMES = ("owner", "site", "speaker_name", "speaker_post", "responsible", "province", "city", "county")


@dataclass(frozen=True, slots=True)
class Entry:
    """The folded runs of one case, a tuple for each of `COLUMNS`."""

    key: int
    columns: tuple[tuple[str, ...], ...]

    def holds(self, wanted: str) -> bool:
        """Whether the folded string stands anywhere in the case."""
        return any(wanted in run for runs in self.columns for run in runs)


def entries(raw: sqlite3.Connection, keys: Sequence[int]) -> list[Entry]:
    """The entries of those of the cases that exist, a few hundred at a time at most."""
    among = f"IN ({', '.join('?' * len(keys))})"
    names, notes = _names(raw, among, keys), _notes(raw, among, keys)
    own = ", ".join(_NAMES)
    rows = raw.execute(
        f"SELECT key, title, text, abstract, owner_aliases, region_groups, spans, document_key, {own}"
        f" FROM cases WHERE key {among}",
        keys,
    ).fetchall()
    texts = _texts(raw, {row[7] for row in rows})
    made = []
    for key, title, text, abstract, aliases, groups, spans, document, *printed in rows:
        lists = [*json.loads(aliases), *json.loads(groups)]
        body = (words.flat(text),)
        extra = _runs([abstract])
        columns = (
            _runs([title]),
            _runs([*printed, *lists, *names[key]]),
            body + tuple(run for run in extra if run not in body[0]),
            _source(texts[document], json.loads(spans), body[0]),
            _runs(notes[key]),
        )
        made.append(Entry(key, columns))
    return made


def _runs(texts: Iterable[str | None]) -> tuple[str, ...]:
    folded = (words.flat(text) for text in texts if text)
    return tuple(run for run in folded if run)


def _source(text: str, spans: list[list[int]], reading: str) -> tuple[str, ...]:
    original = words.flat("".join(text[offset : offset + length] for offset, length in spans))
    return () if not original or original in reading else (original,)


def _texts(raw: sqlite3.Connection, keys: set[int]) -> dict[int, str]:
    among = ", ".join("?" * len(keys))
    return dict(raw.execute(f"SELECT key, text FROM documents WHERE key IN ({among})", list(keys)))


def _names(raw: sqlite3.Connection, among: str, keys: Sequence[int]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    asked = (
        f"SELECT case_key, name FROM case_practices WHERE {_SURE} AND case_key {among}",
        f"SELECT case_key, surface FROM case_practices WHERE {_SURE} AND case_key {among}",
        f"SELECT case_key, n.name FROM case_themes JOIN themes n ON n.id = theme_id WHERE {_SURE} AND case_key {among}",
    )
    for sql in asked:
        for key, name in raw.execute(sql, keys):
            names[key].append(name)
    return names


def _notes(raw: sqlite3.Connection, among: str, keys: Sequence[int]) -> dict[int, list[str]]:
    notes: dict[int, list[str]] = defaultdict(list)
    asked = (
        f"SELECT case_key, text FROM notes WHERE case_key {among}",
        f"SELECT case_key, quote FROM notes WHERE case_key {among}",
        f"SELECT n.case_key, t.tag FROM note_tags t JOIN notes n ON n.key = t.note_key WHERE n.case_key {among}",
        f"SELECT case_key, tag FROM case_tags WHERE case_key {among}",
    )
    for sql in asked:
        for key, text in raw.execute(sql, keys):
            notes[key].append(text)
    return notes
