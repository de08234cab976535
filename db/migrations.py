"""The shape of a library file by version: how a new one is made and how an older one is brought up to date.

A new file gets the tables as `db.models` has them; an older one goes through the numbered steps. Either is one
transaction of the caller.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from db import models

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection


def _kin_rules_and_lessons(connection: Connection) -> None:
    added = ("kin", "practice_rules", "lessons", "synonyms", "searches", "proofs")
    models.metadata.create_all(connection, tables=[models.metadata.tables[name] for name in added])


def _using_cases(connection: Connection) -> None:
    for table, column in (
        ("shelves", "parent_key INTEGER REFERENCES shelves (key) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED"),
        ("shelves", "position INTEGER DEFAULT '0' NOT NULL"),
        ("notes", "shelf_key INTEGER REFERENCES shelves (key) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED"),
        ("notes", "purpose TEXT DEFAULT '' NOT NULL"),
        ("notes", "done INTEGER DEFAULT '0' NOT NULL"),
        ("notes", "author TEXT DEFAULT '' NOT NULL"),
    ):
        connection.execute(text(f"ALTER TABLE {table} ADD COLUMN {column}"))
    connection.execute(text("CREATE INDEX notes_of_shelf ON notes (shelf_key)"))
    added = (
        "note_versions", "note_links", "meanings", "note_templates", "pictures", "trash", "metric_rules", "matrices",
        "matrix_columns", "matrix_rows", "matrix_cells", "task_answers", "briefs", "brief_parts", "rounds",
        "round_returns",
    )  # fmt: skip
    models.metadata.create_all(connection, tables=[models.metadata.tables[name] for name in added])


def _hospitals_of_matrices(connection: Connection) -> None:
    """Rows of matrices know their hospital; an even older file has just got the table as it is now."""
    there = {row.name for row in connection.execute(text("PRAGMA table_info(matrix_rows)"))}
    if "case_owner" not in there:
        connection.execute(text("ALTER TABLE matrix_rows ADD COLUMN case_owner TEXT DEFAULT '' NOT NULL"))
    connection.execute(
        text(
            "UPDATE matrix_rows SET case_owner = coalesce((SELECT coalesce(nullif(owner, ''), site)"
            " FROM cases WHERE cases.id = matrix_rows.case_id), '')"
        )
    )


def _rounds_in_order(connection: Connection) -> None:
    """Returns know which is the later one and whose notes came with it, rounds what was there before them."""
    added = {
        "rounds": (
            "noted INTEGER DEFAULT '0' NOT NULL",
            "opened_at TEXT DEFAULT '' NOT NULL",
            "options TEXT DEFAULT '[]' NOT NULL",
            "before TEXT DEFAULT '[]' NOT NULL",
        ),
        "round_returns": (
            "serial INTEGER DEFAULT '0' NOT NULL",
            "copy TEXT DEFAULT '' NOT NULL",
            "note_ids TEXT DEFAULT '[]' NOT NULL",
        ),
    }
    for table, columns in added.items():
        there = {row.name for row in connection.execute(text(f"PRAGMA table_info({table})"))}
        for column in columns:
            if column.split()[0] not in there:
                connection.execute(text(f"ALTER TABLE {table} ADD COLUMN {column}"))


def _known_of_works(connection: Connection) -> None:
    _hospitals_of_matrices(connection)
    _rounds_in_order(connection)


STEPS: Mapping[int, Callable[[Connection], None]] = {
    2: _kin_rules_and_lessons, 3: _using_cases, 4: _known_of_works,
}  # fmt: skip
"""The step that leads *to* each version, from 2 on, without gaps."""
VERSION = 1 + len(STEPS)
APPLICATION_ID = 0x58494E47
"""Spells XING in the file's header."""


def create(connection: Connection, id: str, now: str) -> None:  # noqa: A002 - the record's own word
    """Make an empty library of the newest version; `id` is unique to it, `now` an ISO 8601 time."""
    models.metadata.create_all(connection)
    connection.execute(models.state.insert(), {"key": 1, "id": id, "created_at": now, "stamp": id})
    connection.execute(models.changes.insert(), {"change": 0, "stamp": id})
    _keep_books(connection)
    connection.execute(text(f"PRAGMA application_id = {APPLICATION_ID}"))
    connection.execute(text(f"PRAGMA user_version = {VERSION}"))


def upgrade(connection: Connection, version: int) -> int:
    """Bring a library of `version` up to date, step by step.

    Returns:
        The version reached.
    """
    while version + 1 in STEPS:
        version += 1
        STEPS[version](connection)
        connection.execute(text(f"PRAGMA user_version = {version}"))
    _keep_books(connection)
    return version


def _keep_books(connection: Connection) -> None:
    """Make the permanent triggers as they are now, and a row for every part that has none."""
    found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
    for name in found:
        connection.execute(text(f'DROP TRIGGER "{name}"'))
    for sql in models.triggers():
        connection.execute(text(sql))
    known = set(connection.execute(models.parts.select().with_only_columns(models.parts.c.name)).scalars())
    missing = [{"name": name} for name in models.PARTS if name not in known]
    if missing:
        connection.execute(models.parts.insert(), missing)
