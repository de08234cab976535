"""The tables of what a person makes of cases: note histories and links, matrices, briefs, rounds, decisions.

As `db.models`, whose other half this is. Knows nothing of records.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Index, Integer, LargeBinary, Table

from db.columns import Listed, Text, key, metadata, number, of, text

note_versions = Table(
    "note_versions",
    metadata,
    key(),
    of("notes", "note_key"),
    Column("written_at", Text, nullable=False),
    text("text"),
    Index("versions_of_note", "note_key"),
)
"""What a note said before."""
note_links = Table(
    "note_links",
    metadata,
    key(),
    of("notes", "note_key"),
    Column("target", Text, nullable=False),
    Column("target_id", Text, nullable=False, index=True),
    Column("paragraph", Integer),
    Index("links_of_note", "note_key"),
)
"""Where the text of a note leads: `target` is case or note; derived from the text whenever it is written."""
meanings = Table("meanings", metadata, key(), Column("colour", Text, nullable=False, unique=True), text("meaning"))
"""What a person calls the colours of highlights."""
note_templates = Table(
    "note_templates", metadata, key(), Column("id", Text, nullable=False, unique=True), text("name"), text("text")
)
pictures = Table(
    "pictures",
    metadata,
    key(),
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
)
"""Pictures that stand in notes; `id` is the SHA-256 of `data` in hex, `kind` png or jpeg."""
trash = Table(
    "trash",
    metadata,
    key(),
    Column("id", Text, nullable=False, unique=True),
    Column("thing", Text, nullable=False),
    text("title"),
    Column("deleted_at", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
"""What was deleted and can be had back: `thing` is case, note, shelf or tag, `body` its rows, compressed."""
metric_rules = Table(
    "metric_rules", metadata, key(), Column("name", Text, nullable=False, unique=True), text("becomes", default=None)
)
"""Names of metrics that mean the same; without `becomes` two names were told apart by a person."""


def _passage() -> list[Column[Any]]:
    """Where a quote stands; the case is told by id and title, so that the quote outlives it."""
    return [
        *(text(name) for name in ("case_id", "case_title", "text", "prefix", "suffix", "anchor")),
        Column("start", Integer),
        Column("end", Integer),
    ]


matrices = Table(
    "matrices",
    metadata,
    key(),
    Column("id", Text, nullable=False, unique=True),
    *(text(name) for name in ("name", "created_at", "changed_at")),
)
matrix_columns = Table(
    "matrix_columns",
    metadata,
    key(),
    Column("id", Text, nullable=False, unique=True),
    of("matrices", "matrix_key"),
    *(text(name) for name in ("title", "role")),
    number("position"),
    number("width"),
    Index("columns_of_matrix", "matrix_key"),
)
matrix_rows = Table(
    "matrix_rows",
    metadata,
    key(),
    Column("id", Text, nullable=False, unique=True),
    of("matrices", "matrix_key"),
    *(text(name) for name in ("case_id", "case_title", "case_owner")),
    number("position"),
    Index("rows_of_matrix", "matrix_key"),
)
matrix_cells = Table(
    "matrix_cells",
    metadata,
    key(),
    Column("id", Text, nullable=False, unique=True),
    of("matrix_rows", "row_key"),
    of("matrix_columns", "column_key"),
    Column("kind", Text, nullable=False),
    number("position"),
    *_passage(),
    Index("cells_of_row", "row_key"),
    Index("cells_of_column", "column_key"),
)
"""What stands in a cell: `kind` quote, own (a person's words), or none (read, and nothing is there)."""
task_answers = Table(
    "task_answers",
    metadata,
    key(),
    *(Column(name, Text, nullable=False) for name in ("task_id", "case_id", "status")),
    text("remark"),
    Index("answers_of_task", "task_id", "case_id", unique=True),
)
"""What a person decided of a case as the answer to a plan's task: `status` accepted or rejected."""
briefs = Table(
    "briefs",
    metadata,
    key(),
    Column("id", Text, nullable=False, unique=True),
    *(text(name) for name in ("name", "created_at", "changed_at")),
)
brief_parts = Table(
    "brief_parts",
    metadata,
    key(),
    Column("id", Text, nullable=False, unique=True),
    of("briefs", "brief_key"),
    Column("kind", Text, nullable=False),
    number("position"),
    number("level"),
    *_passage(),
    Column("sources", Listed, nullable=False, server_default="[]"),
    Index("parts_of_brief", "brief_key"),
)
"""`kind` is heading, quote, own (a person's words) or opinion (own words that need no source); `sources` are pairs of
a case's id and how it was cited when it was taken over, for the day it is gone."""
rounds = Table(
    "rounds",
    metadata,
    key(),
    Column("id", Text, nullable=False, unique=True),
    *(text(name) for name in ("name", "sent_at")),
    *(Column(name, Listed, nullable=False, server_default="[]") for name in ("case_ids", "readers", "questions")),
    number("noted"),
    text("opened_at"),
    *(Column(name, Listed, nullable=False, server_default="[]") for name in ("options", "before")),
)
"""Cases handed to several readers, whose notes come back. `before` are the own notes there were when a reader opened
it, each with when it was last changed."""
round_returns = Table(
    "round_returns",
    metadata,
    key(),
    of("rounds", "round_key"),
    *(Column(name, Text, nullable=False) for name in ("reader", "came_at")),
    Column("answers", Listed, nullable=False, server_default="[]"),
    number("serial"),
    text("copy"),
    Column("note_ids", Listed, nullable=False, server_default="[]"),
    Index("returns_of_round", "round_key", "reader", unique=True),
)
