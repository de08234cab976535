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
    from collections.abc import Callable, Iterable, Sequence

COLUMNS = ("title", "names", "text", "source", "notes")
"""`source` is the original where it reads otherwise than the repaired text (Traditional, with pinyin, damaged)."""
PLACES = {"title": ("title",), "text": ("text", "source"), "note": ("notes",)}
"""The columns in which a query's field looks for words."""
_SURE = "status IN ('auto', 'user')"
_NAMES = ("owner", "site", "speaker_name", "speaker_post", "responsible", "province", "city", "county")


@dataclass(frozen=True, slots=True)
class Entry:
    """The folded runs of one case, a tuple for each of `COLUMNS`."""

    key: int
    columns: tuple[tuple[str, ...], ...]
    heads: tuple[str, ...] = ()
    """Printed headings; they are in the text too and only weigh in the order of what is found."""

    def runs(self, field: str | None = None) -> tuple[str, ...]:
        """The runs a field looks into; without one all."""
        wanted = PLACES[field] if field else COLUMNS
        return tuple(run for name, runs in zip(COLUMNS, self.columns, strict=True) if name in wanted for run in runs)

    def holds(self, wanted: str, field: str | None = None) -> bool:
        """Whether the folded string stands anywhere in the case."""
        return any(wanted in run for run in self.runs(field))


def entries(raw: sqlite3.Connection, keys: Sequence[int], fold: Callable[[str], str] = words.flat) -> list[Entry]:
    """The entries of those of the cases that exist, a few hundred at a time at most; folded in another way if asked."""
    among = f"IN ({', '.join('?' * len(keys))})"
    names, notes = _names(raw, among, keys), _notes(raw, among, keys)
    own = ", ".join(_NAMES)
    rows = raw.execute(
        f"SELECT key, title, text, abstract, owner_aliases, region_groups, spans, document_key, outline, {own}"
        f" FROM cases WHERE key {among}",
        keys,
    ).fetchall()
    texts = _texts(raw, {row[7] for row in rows})
    made = []
    for key, title, text, abstract, aliases, groups, spans, document, outline, *printed in rows:
        lists = [*json.loads(aliases), *json.loads(groups)]
        body = (fold(text),)
        extra = _runs([abstract], fold)
        columns = (
            _runs([title], fold),
            _runs([*printed, *lists, *names[key]], fold),
            body + tuple(run for run in extra if run not in body[0]),
            _source(texts[document], json.loads(spans), text, fold),
            _runs(notes[key], fold),
        )
        made.append(Entry(key, columns, _runs((section[0] for section in json.loads(outline)), fold)))
    return made


def _runs(texts: Iterable[str | None], fold: Callable[[str], str]) -> tuple[str, ...]:
    folded = (fold(text) for text in texts if text)
    return tuple(dict.fromkeys(run for run in folded if run))


def _source(text: str, spans: list[list[int]], repaired: str, fold: Callable[[str], str]) -> tuple[str, ...]:
    original = "".join(text[offset : offset + length] for offset, length in spans)
    if original == repaired or original.replace("\n", "") == repaired.replace("\n", ""):
        return ()
    folded = fold(original)
    return () if not folded or folded in fold(repaired) else (folded,)


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
