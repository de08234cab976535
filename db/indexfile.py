"""The file of the index as SQLite sees it: opened beside its library, changed all or nothing. Knows no words."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WAIT = 5.0
"""Seconds we wait for another program to let go of the file."""


def identity(path: Path) -> tuple[int, int] | None:
    """Which file stands there, whatever it holds."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def remove(path: Path) -> None:
    """Delete an index that is not open, with what SQLite leaves beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


@contextmanager
def transaction(raw: sqlite3.Connection) -> Iterator[None]:
    """All of the block or nothing."""
    raw.execute("BEGIN IMMEDIATE")
    try:
        yield
        raw.execute("COMMIT")
    except BaseException:
        if raw.in_transaction:
            raw.execute("ROLLBACK")
        raise


def connect(path: Path, library: Path, *, read_only: bool) -> sqlite3.Connection:
    """The index, made when missing, with its library attached as `lib`."""
    raw = sqlite3.connect(path.as_uri(), uri=True, isolation_level=None, check_same_thread=False, timeout=WAIT)
    try:
        raw.execute("PRAGMA auto_vacuum = INCREMENTAL")  # of a new file only
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("PRAGMA synchronous = NORMAL")
        raw.execute("PRAGMA cache_size = -16000")
        _attach_library(raw, library, read_only=read_only)
    except BaseException:
        raw.close()
        raise
    return raw


def _attach_library(raw: sqlite3.Connection, library: Path, *, read_only: bool) -> None:
    address = f"{library.as_uri()}?mode=ro"
    try:
        raw.execute("ATTACH ? AS lib", (address,))
        raw.execute("SELECT 1 FROM lib.state").fetchone()
    except sqlite3.OperationalError:
        if not read_only:
            raise
        if raw.execute("SELECT 1 FROM pragma_database_list WHERE name = 'lib'").fetchone():
            raw.execute("DETACH lib")
        raw.execute("ATTACH ? AS lib", (f"{address}&immutable=1",))
