"""The tables of a library file (SQLAlchemy Core) and the triggers that keep its book-keeping true.

Every table has one integer `key`, so that history can name any row. `state`, `changes`, `pending` and `parts`
are book-keeping: the change counter, which cases the search index has not seen yet, and which part of the
library changed last. Knows nothing of records, searching or undo.
"""

# ruff: noqa: S608 - the names in this SQL are our own, values are always bound
from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, MetaData, Table, TypeDecorator
from sqlalchemy import Text as _PlainText

if TYPE_CHECKING:
    from sqlalchemy import Dialect

metadata = MetaData()
_SURROGATES = re.compile("[\ud800-\udfff]")


def sound(text: str) -> str:
    """The text with halves of surrogate pairs, which no file can hold, replaced one for one."""
    return _SURROGATES.sub("\ufffd", text)


class Text(TypeDecorator[str]):
    """Text that can always be stored."""

    impl = _PlainText
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Called by SQLAlchemy on the way in."""
        del dialect
        return None if value is None else sound(value)


class Listed(TypeDecorator[Any]):
    """A list kept as JSON, for what is only ever read whole."""

    impl = _PlainText
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:  # noqa: ANN401 - JSON
        """Called by SQLAlchemy on the way in."""
        del dialect
        return sound(json.dumps(value, ensure_ascii=False))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401 - JSON
        """Called by SQLAlchemy on the way out."""
        del dialect
        return json.loads(value or "[]")


def _key() -> Column[int]:
    return Column("key", Integer, primary_key=True)


def _of(table: str, name: str, *, optional: bool = False, alone: bool = False) -> Column[int]:
    reference = ForeignKey(f"{table}.key", ondelete="CASCADE", deferrable=True, initially="DEFERRED")
    return Column(name, Integer, reference, nullable=optional, primary_key=alone)


def _text(name: str, *, default: str | None = "") -> Column[str]:
    return Column(name, Text, nullable=default is None, server_default=default)


def _number(name: str, default: int = 0) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=str(default))


state = Table(
    "state",
    metadata,
    _key(),
    Column("id", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    _number("change"),
    _text("stamp"),
)
changes = Table("changes", metadata, Column("change", Integer, primary_key=True), _text("stamp"))
pending = Table("pending", metadata, Column("case_key", Integer, primary_key=True), _number("change"))
parts = Table("parts", metadata, Column("name", Text, primary_key=True), _number("change"))

documents = Table(
    "documents",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    Column("imported_at", Text, nullable=False),
    *(_text(name) for name in ("path", "name", "encoding")),
    *(_text(name, default=None) for name in ("title", "publisher", "published", "reporter", "source_note")),
    Column("origin", Text, nullable=False),
    Column("fingerprint", Text, nullable=False, index=True),
    _text("text"),  # last, so that SQLite need not page through it to the columns behind
)
cases = Table(
    "cases",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    _of("documents", "document_key"),
    _of("cases", "parent_key", optional=True),
    *(_text(name) for name in ("kind", "title")),
    *(_text(name, default=None) for name in ("owner", "site", "speaker_name", "speaker_post", "responsible")),
    *(_text(name, default=None) for name in ("province", "city", "county", "adcode", "basis")),
    Column("year", Integer),
    Column("number", Integer),
    _number("evidence"),
    _number("starred"),
    *(Column(name, Listed, nullable=False, server_default="[]") for name in ("owner_aliases", "region_groups")),
    Column("added_at", Text, nullable=False),
    *(Column(name, Listed, nullable=False, server_default="[]") for name in ("awards", "flags", "outline", "spans")),
    *(_text(name) for name in ("abstract", "text")),  # last, as above
    Index("cases_of_document", "document_key"),
    Index("cases_of_parent", "parent_key"),
)
case_themes = Table(
    "case_themes",
    metadata,
    _key(),
    _of("cases", "case_key"),
    Column("theme_id", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("status", Text, nullable=False),
    Column("start", Integer),
    Column("end", Integer),
    _text("reason"),
    Index("themes_of_case", "case_key"),
)
case_practices = Table(
    "case_practices",
    metadata,
    _key(),
    _of("cases", "case_key"),
    *(Column(name, Text, nullable=False) for name in ("name", "surface", "type", "status")),
    Column("start", Integer),
    Column("end", Integer),
    Index("practices_of_case", "case_key"),
)
case_results = Table(
    "case_results",
    metadata,
    _key(),
    _of("cases", "case_key"),
    Column("metric", Text, nullable=False),
    *(Column(name, Float) for name in ("value", "before", "after")),
    *(_text(name, default=None) for name in ("unit", "date", "direction", "bound")),
    *(Column(name, Text, nullable=False) for name in ("type", "status")),
    Column("start", Integer),
    Column("end", Integer),
    Index("results_of_case", "case_key"),
)
case_tags = Table(
    "case_tags",
    metadata,
    _key(),
    _of("cases", "case_key"),
    Column("tag", Text, nullable=False),
    Index("tags_of_case", "case_key", "tag", unique=True),
)
reading = Table(
    "reading",
    metadata,
    _of("cases", "key", alone=True),
    Column("progress", Float, nullable=False),
    _number("position"),
    _text("opened_at", default=None),
)
notes = Table(
    "notes",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    _of("cases", "case_key", optional=True),
    *(_text(name) for name in ("kind", "colour", "text", "quote", "prefix", "suffix", "anchor")),
    Column("start", Integer),
    Column("end", Integer),
    Column("created_at", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    Index("notes_of_case", "case_key"),
)
note_tags = Table(
    "note_tags",
    metadata,
    _key(),
    _of("notes", "note_key"),
    Column("tag", Text, nullable=False),
    Index("tags_of_note", "note_key", "tag", unique=True),
)
shelves = Table(
    "shelves",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    _text("query", default=None),
)
shelf_cases = Table(
    "shelf_cases",
    metadata,
    _key(),
    _of("shelves", "shelf_key"),
    _of("cases", "case_key"),
    Index("cases_of_shelf", "shelf_key", "case_key", unique=True),
    Index("shelves_of_case", "case_key"),
)
themes = Table(
    "themes",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    _text("parent", default=None),
    _text("definition"),
    _number("own"),
)
kin = Table(
    "kin",
    metadata,
    _key(),
    _of("cases", "case_key"),
    Column("story", Integer, nullable=False),
    _number("main"),
    Index("kin_of_case", "case_key", unique=True),
    Index("cases_of_story", "story"),
)
"""Cases that tell one story: the same `story` number, exactly one of them `main`."""
practice_rules = Table(
    "practice_rules",
    metadata,
    _key(),
    Column("name", Text, nullable=False, unique=True),
    _text("becomes", default=None),
    _number("hidden"),
)
"""What a person decided of a practice's name for the whole library: it is called otherwise, or not shown."""
lessons = Table(
    "lessons",
    metadata,
    _key(),
    Column("theme_id", Text, nullable=False),
    Column("word", Text, nullable=False),
    _number("wanted"),
    _number("unwanted"),
    Index("lessons_of_theme", "theme_id", "word", unique=True),
)
"""How often a word stood in cases to which a person gave a theme, or from which a person took it."""
synonyms = Table("synonyms", metadata, _key(), Column("words", Listed, nullable=False))
"""Words that are to find each other, one group a row."""
searches = Table(
    "searches",
    metadata,
    _key(),
    Column("text", Text, nullable=False, unique=True),
    Column("used_at", Text, nullable=False),
    _number("times", 1),
)
"""What was asked before."""
proofs = Table(
    "proofs",
    metadata,
    _key(),
    Column("proved_at", Text, nullable=False),
    *(_number(name) for name in ("cases", "terms", "wrong")),
)
"""When searching was last compared with reading every text, and what came of it."""

RECORDED = (
    documents, cases, case_themes, case_practices, case_results, case_tags, reading,
    notes, note_tags, shelves, shelf_cases, themes, kin, practice_rules, lessons, synonyms,
)  # fmt: skip
"""The tables undo and redo work on, parents before children."""

_UNSEARCHED = frozenset({"key", "starred", "added_at"})
_SEARCHED = ", ".join(f'"{c.name}"' for c in cases.columns if c.name not in _UNSEARCHED)
_PARTS: dict[str, tuple[str, ...]] = {
    "cases": ("cases",), "themes": ("case_themes",), "practices": ("case_practices", "practice_rules"),
    "taxonomy": ("themes",),
    "tags": ("case_tags", "note_tags"), "notes": ("notes",), "shelves": ("shelves", "shelf_cases"),
    "reading": ("reading",), "results": ("case_results",), "kin": ("kin",), "synonyms": ("synonyms",),
}  # fmt: skip
PARTS = (*_PARTS, "starred")
"""What can change apart from the rest; see `parts`."""


def triggers() -> list[str]:
    """The SQL of the permanent triggers: they note the changed part, and the case whose words changed."""
    made = [_trigger(f"part_{t}", t, _noted(part)) for part, tables in _PARTS.items() for t in tables if t != "cases"]
    made += [_trigger("part_cases", "cases", _noted("cases"), of=_SEARCHED)]
    made += [_one("part_cases_starred", 'UPDATE OF "starred"', "cases", _noted("starred"))]
    owner = {"cases": "{row}.key", "case_themes": "{row}.case_key", "case_practices": "{row}.case_key"}
    owner |= {"case_tags": "{row}.case_key", "notes": "{row}.case_key"}
    owner["note_tags"] = "(SELECT case_key FROM notes WHERE key = {row}.note_key)"
    for table, key in owner.items():
        body = _pending(key)
        of = _SEARCHED if table == "cases" else None
        made += [_trigger(f"words_{table}", table, body, of=of)]
    return [sql for group in made for sql in group]


def _noted(part: str) -> str:
    return f"UPDATE parts SET change = (SELECT change FROM state) WHERE name = '{part}';"


def _pending(key: str) -> str:
    return f"INSERT OR REPLACE INTO pending SELECT {key}, change FROM state WHERE {key} IS NOT NULL;"


def _trigger(name: str, table: str, body: str, of: str | None = None) -> list[str]:
    events = ("INSERT", "DELETE", f"UPDATE OF {of}" if of else "UPDATE")
    return [sql for event in events for sql in _one(f"{name}_{event[:6].lower()}", event, table, body)]


def _one(name: str, event: str, table: str, body: str) -> list[str]:
    row = "OLD" if event == "DELETE" else "NEW"
    return [f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN {body.format(row=row)} END"]
