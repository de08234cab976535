"""What SQLite says when something is wrong, told as the store's own errors; the one place that knows its codes."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from db import errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_BY_CODE: dict[int, type[errors.LibraryError]] = {
    sqlite3.SQLITE_NOTADB: errors.NotALibrary,
    sqlite3.SQLITE_CORRUPT: errors.DamagedLibrary,
    sqlite3.SQLITE_FORMAT: errors.DamagedLibrary,
    sqlite3.SQLITE_BUSY: errors.LockedLibrary,
    sqlite3.SQLITE_LOCKED: errors.LockedLibrary,
    sqlite3.SQLITE_PROTOCOL: errors.LockedLibrary,
    sqlite3.SQLITE_READONLY: errors.ReadOnlyLibrary,
    sqlite3.SQLITE_PERM: errors.ReadOnlyLibrary,
    sqlite3.SQLITE_CANTOPEN: errors.ReadOnlyLibrary,
    sqlite3.SQLITE_FULL: errors.DiskFull,
}
_CANNOT_READ = (sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS)
_ROOM = 1024 * 1024
"""Bytes that must be free before a failed write can have had another reason than a full disk."""


def translated(error: BaseException, path: Path) -> BaseException:
    """The store's word for a database error; any other exception comes back as it is."""
    inner = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(inner, sqlite3.Error):
        return error
    code = getattr(inner, "sqlite_errorcode", 0)
    if code & 0xFF == sqlite3.SQLITE_INTERRUPT:
        return errors.Stopped()
    kind = _of_device(code, path) if code & 0xFF == sqlite3.SQLITE_IOERR else _BY_CODE.get(code & 0xFF)
    return kind(path, str(inner)) if kind else error


def _of_device(code: int, path: Path) -> type[errors.LibraryError]:
    """What an input/output error means: SQLite reports a full disk as one while it makes its helper files."""
    if code in _CANNOT_READ:
        return errors.DamagedLibrary
    try:
        free = shutil.disk_usage(path.parent).free
    except OSError:
        return errors.ReadOnlyLibrary
    return errors.DiskFull if free < _ROOM else errors.ReadOnlyLibrary


def damage(error: BaseException) -> bool:
    """Whether a database error tells that some file is not as SQLite left it."""
    inner = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(inner, "sqlite_errorcode", 0)
    kinds = (errors.DamagedLibrary, errors.NotALibrary)
    return code in _CANNOT_READ or _BY_CODE.get(code & 0xFF) in kinds


def busy(error: BaseException) -> bool:
    """Whether another program holds the file."""
    return _BY_CODE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF) is errors.LockedLibrary


def sound(path: Path) -> bool:
    """Whether a library reads through on its own; takes a while, made for when something is wrong already."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as raw:
            return bool(raw.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.Error:
        return False


@contextmanager
def told(path: Path, blamed: Callable[[BaseException], bool] | None = None) -> Iterator[None]:
    """Let database errors out of the block as the store's own.

    Args:
        path: The library.
        blamed: Asked on damage whether it is that of the index.

    Raises:
        errors.LibraryError: in one of its kinds.
        errors.Stopped: when the read was interrupted on request.
    """
    try:
        yield
    except (sqlite3.Error, DBAPIError) as error:
        if blamed is not None and damage(error) and blamed(error):
            raise errors.DamagedIndex(path, str(error)) from error
        meant = translated(error, path)
        if meant is error:
            raise
        raise meant from error
