"""The full-text file beside a library: throw-away, rebuilt when missing, damaged, of another library or behind.

It holds pairs of characters (see `db.filling`), no text. It carries the library's change counter and stamp of the
moment it has seen; cases changed later (`pending` in the library) and cases without a row are scanned by whoever
searches, so an index that is behind makes an answer slower, never wrong.
"""

from __future__ import annotations

import logging
import shutil
import sqlite3
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from db import belonging, common, failures, filling, shrinking
from db.belonging import Seen
from db.entries import entries
from db.indexfile import connect, identity, remove, transaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

AT_ONCE = 20
"""Cases taken in before the writer goes on; more are left to the background."""
_BATCH = 25
_BULK = 500
"""Cases taken in as one when many are waiting; a writer who comes meanwhile cuts it short."""
_TIDIED = 1000
"""So many cases taken in at once leave pieces worth merging."""
KEPT = 64
"""Changes the library remembers although the index has seen them: readers keep what they hold in step by them."""
_MANY = 1000
"""Changed cases too many to be remembered any longer than the index needs it."""
_AT_START = 100
"""Cases taken in before an opening library is shown."""
_log = logging.getLogger(__name__)


def _silent(done: int, total: int) -> None:
    del done, total


def beside(path: Path) -> Path:
    """Where the index of a library is."""
    return path.with_name(path.name + "-index")


def drop(path: Path) -> None:
    """Delete the index of a library that is not open; it is rebuilt at the next opening."""
    remove(beside(path))


class SearchIndex:
    """The index of one open library."""

    def __init__(self, library: Path, owner: str, *, read_only: bool, at: Path | None = None) -> None:
        self._library = library
        self._owner = owner
        self._read_only = read_only
        self._lock = threading.RLock()
        self._raw: sqlite3.Connection | None = None
        self._folder: Path | None = None
        self._path = at or beside(library)
        self._stopping = threading.Event()
        self._filler: threading.Thread | None = None
        self._seen = 0
        self._keeping = 0
        self._after = 0
        self._taken = 0
        self._hurry = threading.Event()
        self._doubted = self._busy = False
        self._file: tuple[int, int] | None = None
        self._dead = 0
        """Rows that speak for no case, roughly: other programs add to them as well."""
        self._shrinker = shrinking.Shrinker(self.shrink)
        self._twin: SearchIndex | None = None

    def start(self) -> None:
        """Open the index or make a new one; a large one is filled in the background."""
        with self._lock:
            if self._read_only or not (self._begun(self._path) or self._begun(self._cleared())):
                self._go_elsewhere()
        self.catch_up()

    def renew(self) -> None:
        """Begin an index anew that cannot be used any more; only connections made from now on see the new one."""
        with self._lock:
            self._let_go()
            self._cleared()
            self._doubted = False
        self.start()

    @property
    def doubted(self) -> bool:
        """Whether it is done without: everything is found by reading."""
        return self._doubted

    def close(self) -> None:
        """Let go of the file."""
        self._stopping.set()
        if self._twin is not None:
            self._twin._stopping.set()  # noqa: SLF001 - one of our own kind
        self._shrinker.stop()
        if self._filler is not None:
            self._filler.join()
        with self._lock:
            self._let_go()
            # what SQLite leaves beside a file that took the place of its own would be read into that one
            if self._folder is None and (self._doubted or self._file != identity(self._path)):
                with suppress(OSError):  # it is looked at again at the next opening
                    remove(self._path)
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)

    def seen(self) -> int:
        """The library's change up to which nothing needs remembering any longer."""
        return self._keeping

    def doubt(self, error: BaseException) -> None:
        """A reader could not use the index: do without it, and make it anew at the next opening."""
        _log.warning("index is doubted: %s", error)
        self._doubted = True

    def attach(self, raw: sqlite3.Connection) -> None:
        """Let a reader's connection see the index as `idx`, as long as it can be used."""
        if self._doubted:
            return
        try:
            raw.execute("ATTACH ? AS idx", (self._path.as_uri(),))
        except sqlite3.DatabaseError as error:
            self.doubt(error)

    def look(self, raw: sqlite3.Connection) -> None:
        """Let go of an index that is doubted before a reader's connection begins a read.

        SQLite cannot ask the library anything while it is unsure of the tables of any file attached.
        """
        if not self._doubted:
            try:
                raw.execute("SELECT 1 FROM idx.meta").fetchone()
            except sqlite3.DatabaseError as error:
                if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                    return
                self.doubt(error)
        if self._doubted and any(row[1] == "idx" for row in raw.execute("PRAGMA database_list")):
            with suppress(sqlite3.OperationalError):  # some statement of an earlier read is not at its end
                raw.execute("DETACH idx")

    def blamed(self, error: BaseException) -> bool:
        """Whether damage that was met while reading is that of the index; it is done without from now on."""
        if not failures.sound(self._library):
            return False
        self.doubt(error)
        return True

    def pin(self, connection: Connection) -> Seen:
        """Fix which moment of the index a read sees; call before the library is read in the same transaction."""
        if self._doubted:
            return Seen(0, -1, sound=False)
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - tells mypy
        try:
            return belonging.seen(raw)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with the index, the library can be scanned
            _log.warning("index cannot be read: %s", error)
            return Seen(0, -1, sound=False)

    def catch_up(self) -> None:
        """Take in what the library changed since; never fails, an index that is behind is noticed by readers."""
        self._hurry.set()
        with self._lock:
            self._hurry.clear()
            if self._raw is None:
                return
            try:
                more = self._catch_up(self._raw) or common.due(self._raw)
            except Exception as error:  # noqa: BLE001 - readers read what the index does not tell
                self._stays("behind", error)
                return
            if more and (self._filler is None or not self._filler.is_alive()):
                self._filler = threading.Thread(target=self._fill, name="index", daemon=True)
                self._filler.start()
            if self._dead > shrinking.LEAST and self._folder is None:
                self._shrinker.soon()

    def rebuild(self, step: Callable[[int, int], None] = _silent) -> int:
        """Forget all and take every case in again.

        Args:
            step: Told (done, total) as it goes; may raise to leave the rest to the next opening.

        Returns:
            The number of cases taken in.
        """
        with self._lock:
            raw = self._raw
            if raw is None:
                return 0
            with transaction(raw):
                belonging.begin(raw, self._owner)
            self._after = 0
            self._catch_up(raw)
            total = int(raw.execute("SELECT count(*) FROM cases").fetchone()[0])
        done = 0
        while True:
            step(min(done, total), total)
            taken = self._fill_some(_BULK)
            done += taken
            if not taken:
                break
        self._tidy()
        self._note_common()
        with self._lock:
            return belonging.rows_of(self._raw)[0] if self._raw else 0

    def shrink(self) -> bool:
        """Put an index without dead rows in the place of this one where that is worth it; whether it was done.

        Raises:
            shrinking.GivenUp: somebody wrote meanwhile, or the library was closed.
            sqlite3.Error, OSError: there is no room for it, or no way to write it.
        """
        with self._lock:
            if (raw := self._usable()) is None:
                return False
            live, rows = belonging.rows_of(raw)
            self._dead = rows - live
        made = shrinking.place(self._path) if shrinking.due(live, rows) else None
        if made is None:
            return False
        try:
            self._make(made)
            with self._lock:
                if (raw := self._usable()) is None:
                    return False
                shrinking.copy(made, self._path, self._in_a_hurry)
                raw.close()
                self._raw = connect(self._path, self._library, read_only=self._read_only)
                self._after = self._dead = self._taken = 0
            self.catch_up()  # with what was changed since
            shrinking.settle(self._path)
        finally:
            remove(made)
        return True

    def _usable(self) -> sqlite3.Connection | None:
        return self._raw if self._folder is None and not self._doubted else None

    def _make(self, place: Path) -> None:
        """A new index of the library in some place, at leisure."""
        self._twin = twin = SearchIndex(self._library, self._owner, read_only=False, at=place)
        try:
            twin._open(place)
            shrinking.make(twin, self._stopping)
        finally:
            twin.close()
            self._twin = None

    def wait(self) -> None:
        """Until the background has taken in every case; for tests and for checks."""
        if self._filler is not None:
            self._filler.join()

    def _begun(self, path: Path) -> bool:
        """Whether the index could be opened there, and some cases taken in."""
        try:
            self._open(path)
            for _ in range(0, _AT_START, _BATCH):
                if not self._fill_some(_BATCH):
                    break
        except Exception as error:  # noqa: BLE001 - anything can come of a garbled file; there is another way
            _log.warning("index cannot be used: %s", error)
            self._let_go()
            self._busy = failures.busy(error)
            return False
        return True

    def _open(self, path: Path) -> None:
        raw = self._raw = belonging.opened(path, self._library, self._owner, read_only=self._read_only)
        self._path, self._file = path, identity(path)
        self._seen = int(filling.meta(raw)["change"])
        live, rows = belonging.rows_of(raw)
        self._dead, self._after = rows - live, 0

    def _let_go(self) -> None:
        if self._raw is not None:
            self._raw.close()
            self._raw = None

    def _cleared(self) -> Path:
        if not self._busy:
            with suppress(OSError):  # then it cannot be opened there either
                remove(self._path)
        return self._path

    def _go_elsewhere(self) -> None:
        """An index for this session, where none can be written beside the library; begun from the one there."""
        there = self._path
        with suppress(OSError):
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="xinglin-"))
            copied = self._folder / "index"
            if self._read_only:
                with suppress(OSError):
                    shutil.copyfile(there, copied)
            else:
                self._cleared()  # what little there is of it takes up room
            if self._begun(copied) or self._begun(self._folder / "new"):
                return
        self._doubted = True

    def _catch_up(self, raw: sqlite3.Connection) -> bool:
        with transaction(raw):
            if not belonging.known(raw, filling.meta(raw)):
                belonging.begin(raw, self._owner)
                self._after = 0
            change, stamp = raw.execute("SELECT change, stamp FROM state").fetchone()
            seen = int(filling.meta(raw)["change"])
            keys = [row[0] for row in raw.execute("SELECT case_key FROM pending WHERE change > ?", (seen,))]
            self._dead += filling.forget(raw, keys)
            if len(keys) > AT_ONCE:
                self._after = min(self._after, min(keys) - 1)
            else:
                for at in range(0, len(keys), _BATCH):
                    filling.take_in(raw, entries(raw, keys[at : at + _BATCH]))
            filling.commit_meta(raw, change=change, stamp=stamp)
            more = bool(filling.missing(raw, 1, self._after))
            if not more:  # nothing before the last case is looked for again
                self._after = raw.execute("SELECT coalesce(max(key), 0) FROM cases").fetchone()[0]
            many = raw.execute("SELECT count(*) FROM pending").fetchone()[0] > _MANY
        self._seen = change
        self._keeping = change if many else max(self._keeping, change - KEPT)
        return more

    def _fill(self) -> None:
        try:
            while not self._stopping.is_set() and self._fill_some(_BULK):
                pass
            self._tidy()
            self._note_common()
        except Exception as error:  # noqa: BLE001 - as before
            self._stays("unfinished", error)

    def _stays(self, how: str, error: Exception) -> None:
        _log.warning("index stays %s: %s", how, error)
        self._doubted |= failures.damage(error) or not isinstance(error, sqlite3.Error | OSError)

    def _fill_some(self, batch: int) -> int:
        with self._lock:
            raw = self._raw
            if raw is None:
                return 0
            with transaction(raw):
                after, taken = self._after, 0
                keys = filling.missing(raw, batch, after)
                for at in range(0, len(keys), _BATCH):
                    if at and self._in_a_hurry():
                        break
                    read = entries(raw, keys[at : at + _BATCH])
                    filling.take_in(raw, read)
                    taken = at + len(read)
                    after = keys[min(at + _BATCH, len(keys)) - 1]
                filling.commit_meta(raw)
            self._after = after
            self._taken += taken
            return taken

    def _in_a_hurry(self) -> bool:
        return self._hurry.is_set() or self._stopping.is_set()

    def _note_common(self) -> None:
        """Write down the answers that would take longest."""
        while not self._stopping.is_set():
            with self._lock:
                raw = self._raw
                if raw is None or not common.due(raw):
                    return
                with transaction(raw):
                    common.note(raw)

    def _tidy(self) -> None:
        """Merge what a large import left in pieces, and give back the room."""
        begin = True
        while self._taken >= _TIDIED and not self._stopping.is_set():
            with self._lock:
                raw = self._raw
                if raw is None:
                    return
                with transaction(raw):
                    more = filling.tidy(raw, begin=begin)
                if not more:
                    raw.executescript("PRAGMA main.incremental_vacuum")  # execute() would stop after one page
                    self._taken = 0
            begin = False
