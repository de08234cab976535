"""Copies of a library: made while it is open, proved by opening them, and put in its place. Nothing is deleted."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from db import engine, errors, failures, index, migrations

if TYPE_CHECKING:
    from pathlib import Path

    from db.engine import Store

_BESIDE = ("-wal", "-shm", "-journal")


def back_up(store: Store, target: Path) -> None:
    """Copy an open library as it is at this moment; the target appears whole and proved, or not at all.

    Raises:
        errors.DamagedLibrary: the library cannot be copied in full.
        errors.DiskFull: no room for the copy.
        OSError: the folder cannot be written.
    """
    part = target.with_name(target.name + ".part")
    try:
        with failures.told(store.path), store.reading() as connection:
            raw = connection.connection.driver_connection
            assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - tells mypy
            _copy(raw, part)
        prove(part)
        part.replace(target)
    finally:
        _clean(part)


def prove(path: Path) -> None:
    """Make sure that a file is a sound library.

    Raises:
        errors.LibraryError: it is not, or not of a version we know.
    """
    with failures.told(path):
        if not path.is_file():
            raise errors.NotALibrary(path)
        with closing(engine.plain(path.absolute(), read_only=True)) as raw:
            if raw.execute("PRAGMA application_id").fetchone()[0] != migrations.APPLICATION_ID:
                raise errors.NotALibrary(path)
            version = raw.execute("PRAGMA user_version").fetchone()[0]
            if version > migrations.VERSION:
                raise errors.NewerLibrary(path, str(version))
            found = raw.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if found != "ok":
                raise errors.DamagedLibrary(path, str(found))
            raw.execute("SELECT id, change, stamp FROM state").fetchone()


def restore(source: Path, target: Path, aside: Path) -> None:
    """Put a copy of a proved library where another one is; that one, open nowhere, is renamed to `aside`.

    Raises:
        errors.LibraryError: the source is not sound, or the target is open somewhere.
        OSError: the folder cannot be written; the target is then as it was.
    """
    prove(source)
    part = target.with_name(target.name + ".part")
    try:
        with failures.told(target), closing(engine.plain(source.absolute(), read_only=True)) as raw:
            _copy(raw, part)
        prove(part)
        if target.exists():
            _let_go(target)
            _move(target, aside)
        try:
            part.replace(target)
        except OSError:
            _move(aside, target)
            raise
        index.drop(target)
    finally:
        _clean(part)


def _copy(raw: sqlite3.Connection, target: Path) -> None:
    _clean(target)
    engine.copy(raw, target)


def _let_go(path: Path) -> None:
    """Make sure nobody has the file open, and that all of it is in the file itself."""
    with failures.told(path), closing(sqlite3.connect(path, timeout=0.5, isolation_level=None)) as raw:
        try:
            raw.execute("PRAGMA locking_mode = EXCLUSIVE")
            raw.execute("BEGIN EXCLUSIVE")
            raw.execute("ROLLBACK")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            # damaged: whatever is left of it is kept as it is


def _move(source: Path, target: Path) -> None:
    source.replace(target)
    for suffix in _BESIDE:
        with suppress(FileNotFoundError):
            source.with_name(source.name + suffix).replace(target.with_name(target.name + suffix))


def _clean(path: Path) -> None:
    for suffix in ("", *_BESIDE):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
