"""The tables of a library file (SQLAlchemy Core) and the triggers that keep its book-keeping true.

Every table has one integer `key`, so that history can name any row. `state`, `changes`, `pending` and `parts`
are book-keeping: the change counter, which cases the search index has not seen yet, and which part of the
library changed last. Knows nothing of records, searching or undo.
"""

# ruff: noqa: S608 - the names in this SQL are our own, values are always bound
from __future__ import annotations

from sqlalchemy import Column, Float, Index, Integer, Table

from db.columns import Listed, Text, key, metadata, number, of, sound, text
from db.works import (
    brief_parts,
    briefs,
    matrices,
    matrix_cells,
    matrix_columns,
    matrix_rows,
    meanings,
    metric_rules,
    note_links,
    note_templates,
    note_versions,
    pictures,
    round_returns,
    rounds,
    task_answers,
    trash,
)

__all__ = ["PARTS", "RECORDED", "Listed", "Text", "metadata", "sound", "triggers"]

state = Table(
    "state",
    metadata,
    key(),
    Column("id", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    number("change"),
    text("stamp"),
)
changes = Table("changes", metadata, Column("change", Integer, primary_key=True), text("stamp"))
pending = Table("pending", metadata, Column("case_key", Integer, primary_key=True), number("change"))
parts = Table("parts", metadata, Column("name", Text, primary_key=True), number("change"))

documents = Table(
    "documents",
    metadata,
    key(),
    Column("id", Text, nullable=False, unique=True),
    Column("imported_at", Text, nullable=False),
    *(text(name) for name in ("path", "name", "encoding")),
    *(text(name, default=None) for name in ("title", "publisher", "published", "reporter", "source_note")),
    Column("origin", Text, nullable=False),
    Column("fingerprint", Text, nullable=False, index=True),
    text("text"),  # last, so that SQLite need not page through it to the columns behind
)
cases = Table(
    "cases",
    metadata,
    key(),
    Column("id", Text, nullable=False, unique=True),
    of("documents", "document_key"),
    of("cases", "parent_key", optional=True),
    *(text(name) for name in ("kind", "title")),
    *(text(name, default=None) for name in ("owner", "site", "speaker_name", "speaker_post", "responsible")),
    *(text(name, default=None) for name in ("province", "city", "county", "adcode", "basis")),
    Column("year", Integer),
    Column("number", Integer),
    number("evidence"),
    number("starred"),
    *(Column(name, Listed, nullable=False, server_default="[]") for name in ("owner_aliases", "region_groups")),
    Column("added_at", Text, nullable=False),
    *(Column(name, Listed, nullable=False, server_default="[]") for name in ("awards", "flags", "outline", "spans")),
    *(text(name) for name in ("abstract", "text")),  # last, as above
    Index("cases_of_document", "document_key"),
    Index("cases_of_parent", "parent_key"),
)
case_themes = Table(
    "case_themes",
    metadata,
    key(),
    of("cases", "case_key"),
    Column("theme_id", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("status", Text, nullable=False),
    Column("start", Integer),
    Column("end", Integer),
    text("reason"),
    Index("themes_of_case", "case_key"),
)
case_practices = Table(
    "case_practices",
    metadata,
    key(),
    of("cases", "case_key"),
    *(Column(name, Text, nullable=False) for name in ("name", "surface", "type", "status")),
    Column("start", Integer),
    Column("end", Integer),
    Index("practices_of_case", "case_key"),
)
case_results = Table(
    "case_results",
    metadata,
    key(),
    of("cases", "case_key"),
    Column("metric", Text, nullable=False),
    *(Column(name, Float) for name in ("value", "before", "after")),
    *(text(name, default=None) for name in ("unit", "date", "direction", "bound")),
    *(Column(name, Text, nullable=False) for name in ("type", "status")),
    Column("start", Integer),
    Column("end", Integer),
    Index("results_of_case", "case_key"),
)
case_tags = Table(
    "case_tags",
    metadata,
    key(),
    of("cases", "case_key"),
    Column("tag", Text, nullable=False),
    Index("tags_of_case", "case_key", "tag", unique=True),
)
reading = Table(
    "reading",
    metadata,
    of("cases", "key", alone=True),
    Column("progress", Float, nullable=False),
    number("position"),
    text("opened_at", default=None),
)
notes = Table(
    "notes",
    metadata,
    key(),
    Column("id", Text, nullable=False, unique=True),
    of("cases", "case_key", optional=True),
    *(text(name) for name in ("kind", "colour", "text", "quote", "prefix", "suffix", "anchor")),
    Column("start", Integer),
    Column("end", Integer),
    Column("created_at", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    of("shelves", "shelf_key", optional=True),
    text("purpose"),
    number("done"),
    text("author"),
    Index("notes_of_case", "case_key"),
    Index("notes_of_shelf", "shelf_key"),
)
"""`purpose` is what a note is for, `done` tells of a to-do, `author` is empty for the library's own reader."""
note_tags = Table(
    "note_tags",
    metadata,
    key(),
    of("notes", "note_key"),
    Column("tag", Text, nullable=False),
    Index("tags_of_note", "note_key", "tag", unique=True),
)
shelves = Table(
    "shelves",
    metadata,
    key(),
    Column("id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    text("query", default=None),
    of("shelves", "parent_key", optional=True),
    number("position"),
)
shelf_cases = Table(
    "shelf_cases",
    metadata,
    key(),
    of("shelves", "shelf_key"),
    of("cases", "case_key"),
    Index("cases_of_shelf", "shelf_key", "case_key", unique=True),
    Index("shelves_of_case", "case_key"),
)
themes = Table(
    "themes",
    metadata,
    key(),
    Column("id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    text("parent", default=None),
    text("definition"),
    number("own"),
)
kin = Table(
    "kin",
    metadata,
    key(),
    of("cases", "case_key"),
    Column("story", Integer, nullable=False),
    number("main"),
    Index("kin_of_case", "case_key", unique=True),
    Index("cases_of_story", "story"),
)
"""Cases that tell one story: the same `story` number, exactly one of them `main`."""
practice_rules = Table(
    "practice_rules",
    metadata,
    key(),
    Column("name", Text, nullable=False, unique=True),
    text("becomes", default=None),
    number("hidden"),
)
"""What a person decided of a practice's name for the whole library: it is called otherwise, or not shown."""
lessons = Table(
    "lessons",
    metadata,
    key(),
    Column("theme_id", Text, nullable=False),
    Column("word", Text, nullable=False),
    number("wanted"),
    number("unwanted"),
    Index("lessons_of_theme", "theme_id", "word", unique=True),
)
"""How often a word stood in cases to which a person gave a theme, or from which a person took it."""
synonyms = Table("synonyms", metadata, key(), Column("words", Listed, nullable=False))
"""Words that are to find each other, one group a row."""
searches = Table(
    "searches",
    metadata,
    key(),
    Column("text", Text, nullable=False, unique=True),
    Column("used_at", Text, nullable=False),
    number("times", 1),
)
"""What was asked before."""
proofs = Table(
    "proofs",
    metadata,
    key(),
    Column("proved_at", Text, nullable=False),
    *(number(name) for name in ("cases", "terms", "wrong")),
)
"""When searching was last compared with reading every text, and what came of it."""

RECORDED = (
    documents, cases, case_themes, case_practices, case_results, case_tags, reading,
    shelves, notes, note_tags, note_versions, note_links, meanings, note_templates, pictures, trash, shelf_cases,
    themes, kin, practice_rules, lessons, synonyms, metric_rules, matrices, matrix_columns, matrix_rows, matrix_cells,
    task_answers, briefs, brief_parts, rounds, round_returns,
)  # fmt: skip
"""The tables undo and redo work on, parents before children."""

_UNSEARCHED = frozenset({"key", "starred", "added_at"})
_SEARCHED = ", ".join(f'"{c.name}"' for c in cases.columns if c.name not in _UNSEARCHED)
_PARTS: dict[str, tuple[str, ...]] = {
    "cases": ("cases",), "themes": ("case_themes",), "practices": ("case_practices", "practice_rules"),
    "taxonomy": ("themes",),
    "tags": ("case_tags", "note_tags"), "shelves": ("shelves", "shelf_cases"),
    "reading": ("reading",), "results": ("case_results",), "kin": ("kin",), "synonyms": ("synonyms",),
    "notes": ("notes", "note_versions", "note_links", "meanings", "note_templates", "pictures"), "trash": ("trash",),
    "metrics": ("metric_rules",), "matrices": ("matrices", "matrix_columns", "matrix_rows", "matrix_cells"),
    "answers": ("task_answers",), "briefs": ("briefs", "brief_parts"), "rounds": ("rounds", "round_returns"),
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
    for table, case in owner.items():
        columns = _SEARCHED if table == "cases" else None
        made += [_trigger(f"words_{table}", table, _pending(case), of=columns)]
    return [sql for group in made for sql in group]


def _noted(part: str) -> str:
    return f"UPDATE parts SET change = (SELECT change FROM state) WHERE name = '{part}';"


def _pending(case: str) -> str:
    return f"INSERT OR REPLACE INTO pending SELECT {case}, change FROM state WHERE {case} IS NOT NULL;"


def _trigger(name: str, table: str, body: str, of: str | None = None) -> list[str]:
    events = ("INSERT", "DELETE", f"UPDATE OF {of}" if of else "UPDATE")
    return [sql for event in events for sql in _one(f"{name}_{event[:6].lower()}", event, table, body)]


def _one(name: str, event: str, table: str, body: str) -> list[str]:
    row = "OLD" if event == "DELETE" else "NEW"
    return [f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN {body.format(row=row)} END"]
