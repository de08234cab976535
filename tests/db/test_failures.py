"""What SQLite reports becomes the word a person can act on."""

import shutil
import sqlite3
from types import SimpleNamespace

import pytest

from db import errors, failures


def reported(code):
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "free", "meant"),
    [
        (sqlite3.SQLITE_IOERR_SHMSIZE, 0, errors.DiskFull),
        (sqlite3.SQLITE_IOERR_WRITE, 4096, errors.DiskFull),
        (sqlite3.SQLITE_IOERR_WRITE, 10**9, errors.ReadOnlyLibrary),
        (sqlite3.SQLITE_IOERR_READ, 0, errors.DamagedLibrary),
        (sqlite3.SQLITE_FULL, 10**9, errors.DiskFull),
        (sqlite3.SQLITE_CORRUPT_INDEX, 10**9, errors.DamagedLibrary),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, 10**9, errors.LockedLibrary),
    ],
)
def test_a_full_disk_is_never_called_damage(monkeypatch, tmp_path, code, free, meant):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    assert type(failures.translated(reported(code), tmp_path / "a.xinglin")) is meant


def test_an_unknown_error_is_left_as_it_is(tmp_path):
    error = sqlite3.OperationalError("no such table: x")
    error.sqlite_errorcode = sqlite3.SQLITE_ERROR
    assert failures.translated(error, tmp_path / "a.xinglin") is error
