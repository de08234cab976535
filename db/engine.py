"""An open library file: one writer, many readers, history and the search index kept true with every write.

Knows SQLite and the shape of the file; knows nothing of what cases or notes mean.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import threading
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, text

from db import errors, failures, history, migrations
from db.index import SearchIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

WAIT = 5.0
"""Seconds we wait for another program to let go of the file."""
_STEPS = 2000
"""SQLite instructions between two looks at whether the reader still wants the answer."""
Moment: TypeAlias = Connection
"""What a read or a write hands to the rooms of the store; whoever else holds one only passes it on."""
_HEADER = b"SQLite format 3\x00"


def never() -> bool:
    """The `stopped` of a read that nobody will stop."""
    return False


def now() -> str:
    """The time as the store writes it: ISO 8601, UTC, seconds."""
    return datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


class Store:
    """One library file and its index. Reading may happen on any thread, writing on any one at a time."""

    def __init__(self, path: Path, *, read_only: bool, id: str) -> None:  # noqa: A002 - the file's own word
        self.path = path
        self.read_only = read_only
        self.id = id
        self.history = history.History()
        self._lock = threading.RLock()
        self._busy = self._closed = False
        self._seen_version: int | None = None
        self._told_version: int | None = None
        self._writer = _writing_engine(path, read_only=read_only)
        self.index = SearchIndex(path, id, read_only=read_only)
        self._readers = _reading_engine(path, self.index, read_only=read_only)

    @classmethod
    def open(cls, path: Path, *, create: bool = True) -> Store:
        """Open a library, making it when missing and wanted, bringing an older one up to date after a backup.

        Raises:
            errors.LibraryError: in one of its kinds; the file is then as it was.
            FileNotFoundError: missing and not to be created.
        """
        path = path.absolute()
        _look_at(path, create=create)
        with failures.told(path):
            read_only = path.exists() and not (_may_write(path) and _may_write(path.parent))
            try:
                id = _settle(path, read_only=read_only)  # noqa: A001 - the file's own word
            except errors.ReadOnlyLibrary:
                if read_only or not path.exists():
                    raise
                read_only = True  # some systems only tell when one tries
                id = _settle(path, read_only=True)  # noqa: A001
            store = cls(path, read_only=read_only, id=id)
            try:
                store.begin()
            except BaseException:
                store.close()
                raise
            return store

    def begin(self) -> None:
        """Take hold of the file as its writer and make the index ready."""
        with self._writer.connect() as connection:
            self._seen_version = connection.execute(text("PRAGMA data_version")).scalar_one()
            self._told_version = self._seen_version
        self.index.start()

    def changed_elsewhere(self) -> bool:
        """Whether another program wrote since the last look; False while a write of our own is under way."""
        if not self._lock.acquire(blocking=False):
            return False
        try:
            if self._busy or self._closed:
                return False
            with failures.told(self.path), self._writer.connect() as connection:
                raw = connection.connection.driver_connection
                assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - tells mypy
                version = int(raw.execute("PRAGMA data_version").fetchone()[0])  # past the pool: no write begins
            before, self._told_version = self._told_version, version
        finally:
            self._lock.release()
        if before in (None, version):
            return False
        self.index.catch_up()
        return True

    def reindex(self, step: Callable[[int, int], None]) -> int:
        """Make the index anew, from an empty file where the old one cannot be used; returns the cases taken in.

        Args:
            step: Told (done, total) as it goes; may raise to leave the rest for later.
        """
        with failures.told(self.path):
            if not self.index.doubted:
                try:
                    return self.index.rebuild(step)
                except (sqlite3.Error, ValueError, TypeError) as error:
                    self.index.doubt(error)
            self._readers.dispose()  # nobody goes on with the old file
            self.index.renew()
            return self.index.rebuild(step)

    def close(self) -> None:
        """Let go of the file; waits for a write under way. Closing twice does no harm."""
        with self._lock:
            self._closed = True
            self._readers.dispose()
            self.index.close()
            self._writer.dispose()  # the last to go writes everything into the one file

    @contextmanager
    def reading(self, stopped: Callable[[], bool] = never) -> Iterator[Connection]:
        """A read-only connection that sees one moment of the library and its index.

        Raises:
            errors.Stopped: soon after `stopped` says True, even in the middle of a statement.
            errors.DamagedIndex: the index turned out to be damaged in the middle; asking again does without it.
        """
        with failures.told(self.path, self.index.blamed), self._readers.connect() as connection:
            raw = connection.connection.driver_connection
            assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - tells mypy
            self.index.look(raw)
            raw.set_progress_handler(stopped if stopped is not never else None, _STEPS)
            begun = connection.begin()
            try:
                yield connection
            finally:
                # nothing was written; committing would tell of damage that the index alone has
                begun.rollback()
                raw.set_progress_handler(None, 0)

    @contextmanager
    def writing(self, label: str, *, undoable: bool = True, into: history.Step | None = None) -> Iterator[Connection]:
        """The one writer's connection: all of the block or nothing, as one step of history called `label`.

        Args:
            label: What the person did, in Chinese.
            undoable: False for what a person does not think of as a change (where they are reading).
            into: A step this belongs to still (typing on in the same note).

        Raises:
            errors.LibraryError: the write failed and left nothing behind.
        """
        with self._transaction() as connection:
            if undoable:
                self.history.begin(connection, label, into)
            try:
                yield connection
                if undoable:
                    self.history.end(connection)
                connection.commit()
            except BaseException:
                self.history.drop()
                raise
            if undoable:
                self.history.keep()

    def undo(self) -> history.Step | None:
        """Take back the last step; None when there is none."""
        return self._turn(back=True)

    def redo(self) -> history.Step | None:
        """Do the last step taken back again; None when there is none."""
        return self._turn(back=False)

    def _turn(self, *, back: bool) -> history.Step | None:
        with self._transaction() as connection:
            turned = self.history.turn(connection, back=back)
            if turned is None:
                return None
            connection.commit()
            self.history.turned(turned[1], back=back)
            return turned[0]

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        if self.read_only:
            raise errors.ReadOnlyLibrary(self.path)
        with self._lock:
            if self._busy:
                raise RuntimeError("a write inside a write")
            self._busy = True
            try:
                with failures.told(self.path), self._writer.connect() as connection:
                    self._open_books(connection)
                    yield connection
            finally:
                self._busy = False
            self.index.catch_up()

    def _open_books(self, connection: Connection) -> None:
        version = connection.execute(text("PRAGMA data_version")).scalar_one()
        if self._seen_version not in (None, version):
            self.history.clear(connection)
        self._seen_version = version
        stamp = secrets.token_hex(8)
        change = connection.execute(
            text("UPDATE state SET change = change + 1, stamp = :stamp RETURNING change"), {"stamp": stamp}
        ).scalar_one()
        connection.execute(text("INSERT INTO changes VALUES (:change, :stamp)"), {"change": change, "stamp": stamp})
        done = self.index.seen()
        connection.execute(text("DELETE FROM pending WHERE change <= :done"), {"done": done})
        connection.execute(text("DELETE FROM changes WHERE change < :done"), {"done": done})


def _writing_engine(path: Path, *, read_only: bool, recorded: bool = True) -> Engine:
    def connect() -> sqlite3.Connection:
        raw = _connect(path, read_only=read_only)
        if recorded and not read_only:
            for sql in history.prepare():
                raw.execute(sql)
        return raw

    return _engine(connect, "BEGIN IMMEDIATE", size=1, more=0)


def _reading_engine(path: Path, index: SearchIndex, *, read_only: bool) -> Engine:
    def connect() -> sqlite3.Connection:
        raw = _connect(path, read_only=read_only)
        raw.execute("PRAGMA query_only = ON")
        index.attach(raw)
        return raw

    return _engine(connect, "BEGIN", size=4, more=28)


def _engine(connect: Callable[[], sqlite3.Connection], begin: str, *, size: int, more: int) -> Engine:
    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=size, max_overflow=more)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    raw = plain(path, read_only=read_only)
    raw.execute("PRAGMA foreign_keys = ON")
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute("PRAGMA cache_size = -16000")
    return raw


def plain(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """A connection as SQLite gives it, nothing set, to an absolute path."""
    # where nothing can be written, a file in WAL mode opens only when nobody can be changing it either
    for mode in ("mode=ro", "mode=ro&immutable=1") if read_only else ("mode=rwc",):
        # isolation_level=None: else Python's own BEGIN leaves half a failed migration behind
        raw = sqlite3.connect(
            f"{path.as_uri()}?{mode}", uri=True, isolation_level=None, check_same_thread=False, timeout=WAIT
        )
        try:
            raw.execute("PRAGMA schema_version").fetchone()
        except sqlite3.OperationalError as error:
            raw.close()
            closed = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
            if not (closed and mode == "mode=ro"):
                raise
        except BaseException:
            raw.close()
            raise
        else:
            return raw
    raise AssertionError


def _look_at(path: Path, *, create: bool) -> None:
    """Tell from the outside what SQLite would only find out later, before anything is touched."""
    if not path.exists():
        if not create:
            raise FileNotFoundError(2, os.strerror(2), str(path))
        if not path.parent.is_dir() or not _may_write(path.parent):
            raise errors.ReadOnlyLibrary(path)
        return
    if not path.is_file():
        raise errors.NotALibrary(path)
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except PermissionError as error:
        raise errors.ReadOnlyLibrary(path, "unreadable") from error
    if not header:  # what a power cut can leave behind must not pass for a new library
        raise errors.DamagedLibrary(path, "empty")
    if header[:16] != _HEADER:
        raise errors.NotALibrary(path)
    page = int.from_bytes(header[16:18]) or 0
    page = 65536 if page == 1 else page
    wanted = page * int.from_bytes(header[28:32])
    wal = path.with_name(path.name + "-wal")
    if path.stat().st_size < wanted and not (wal.exists() and wal.stat().st_size):
        raise errors.DamagedLibrary(path, "shorter than it says")


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _settle(path: Path, *, read_only: bool) -> str:
    """Make sure the file is a library of the newest version; returns its id."""
    with failures.told(path), closing(_connect(path, read_only=read_only)) as raw:
        application = raw.execute("PRAGMA application_id").fetchone()[0]
        version = raw.execute("PRAGMA user_version").fetchone()[0]
        empty = not raw.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if application != migrations.APPLICATION_ID and not (application == 0 and version == 0 and empty):
            raise errors.NotALibrary(path)
        if version > migrations.VERSION:
            raise errors.NewerLibrary(path, str(version))
        if empty and read_only:
            raise errors.NotALibrary(path)
        if not read_only:
            _journal(raw)
        if version < migrations.VERSION:
            if read_only:
                raise errors.ReadOnlyLibrary(path, f"version {version}")
            if not empty:
                copy(raw, path.with_name(f"{path.stem}-v{version}-{datetime.now(UTC):%Y%m%d-%H%M%S}{path.suffix}"))
            _migrate(path, None if empty else version)
        return str(raw.execute("SELECT id FROM state").fetchone()[0])


def _journal(raw: sqlite3.Connection) -> None:
    try:
        mode = raw.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            raise
        mode = "?"
    if mode != "wal":  # some network file systems cannot share memory
        raw.execute("PRAGMA journal_mode = DELETE")


def _migrate(path: Path, version: int | None) -> None:
    # not recorded: the temporary triggers name tables that are not there yet
    engine = _writing_engine(path, read_only=False, recorded=False)
    try:
        with engine.begin() as connection:
            if version is None:
                migrations.create(connection, secrets.token_hex(16), now())
            else:
                migrations.upgrade(connection, version)
    finally:
        engine.dispose()


def copy(raw: sqlite3.Connection, target: Path) -> None:
    """Copy a database as it is at this moment to a new file.

    Raises:
        OSError: there is no making a file there.
    """
    target.touch()  # the system says better than SQLite why not
    with closing(sqlite3.connect(target)) as made:
        raw.backup(made)
        made.execute("PRAGMA journal_mode = DELETE")  # so that it can be opened where nothing can be written
