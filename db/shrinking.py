"""Gives back the room of the rows in an index that speak for no case any longer, while nobody writes.

An index is only ever added to. When a good part of it is dead, one without dead rows is made in a file beside it and
copied over it in one commit: until then everybody reads the old rows, nobody waits, and whoever writes meanwhile has
the copying given up. Knows files and threads, nothing of what an index holds.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING, Protocol

from db.indexfile import remove

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LEAST = 100
"""Dead rows not worth the work."""
_SHARE = 4
"""Nor is a smaller share of the living than one in so many."""
IDLE = 20.0
"""Seconds without a write until the work begins."""
_PAGES = 256
"""Pages copied between two looks at whether somebody waits."""
_REST = 2.0
"""Seconds a new index that nobody waits for is left alone at most between two portions of it."""
_LONG_AGO = 600.0
"""Seconds after which a file beside the index is what a program left that was killed."""
_log = logging.getLogger(__name__)


class Index(Protocol):
    """What is needed of an index that is being made."""

    def rebuild(self, step: Callable[[int, int], None]) -> int: ...  # noqa: D102

    def catch_up(self) -> None: ...  # noqa: D102

    def wait(self) -> None: ...  # noqa: D102


class GivenUp(Exception):
    """Somebody writes, or the library is closed: another time."""


def due(live: int, rows: int) -> bool:
    """Whether so many rows are dead that the index is to be made anew."""
    return rows - live > max(LEAST, live // _SHARE)


def place(index: Path) -> Path | None:
    """Where the new index is made; None while another program makes one there."""
    made = index.with_name(index.name + "-new")
    try:
        if time.time() - made.stat().st_mtime < _LONG_AGO:
            return None
    except FileNotFoundError:
        return made
    remove(made)
    return made


def make(index: Index, stopping: threading.Event) -> None:
    """Fill a new index at leisure: half of the time is left to others.

    Raises:
        GivenUp: it is to be stopped.
    """
    began = time.monotonic()

    def step(_done: int, _total: int) -> None:
        nonlocal began
        if stopping.wait(min(time.monotonic() - began, _REST)):
            raise GivenUp
        began = time.monotonic()

    index.rebuild(step)
    index.catch_up()
    index.wait()


def copy(source: Path, target: Path, stopped: Callable[[], bool]) -> None:
    """Put the content of one index in the place of another's, in one commit.

    Raises:
        GivenUp: `stopped` said True, or another program wrote; the target is as it was.
    """

    def look(_status: int, _left: int, _all: int) -> None:
        if stopped():
            raise GivenUp

    with closing(sqlite3.connect(source)) as new, closing(sqlite3.connect(target, timeout=0)) as old:
        old.execute("PRAGMA synchronous = NORMAL")
        new.backup(old, pages=_PAGES, progress=look, sleep=0.05)


def settle(target: Path) -> None:
    """Have the file itself become small; readers and writers are not held up by it for long."""
    with closing(sqlite3.connect(target, timeout=0)) as raw:
        raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


class Shrinker:
    """Does the work on a thread of its own once nobody has written for a while."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._work = work
        self._timer: threading.Timer | None = None
        self._one = threading.Lock()
        """Held while it is worked: never twice at once."""
        self._stopped = False

    def soon(self) -> None:
        """Begin after a while from now."""
        if self._timer is not None:
            self._timer.cancel()
        if not self._stopped:
            self._timer = threading.Timer(IDLE, self._run)
            self._timer.daemon = True
            self._timer.start()

    def stop(self) -> None:
        """Begin no more, and wait for what is under way, which has been told to give up."""
        self._stopped = True
        if self._timer is not None:
            self._timer.cancel()
        with self._one:
            pass

    def _run(self) -> None:
        if self._stopped or not self._one.acquire(blocking=False):
            return
        try:
            self._work()
        except GivenUp:
            _log.info("index stays as large as it is for now")
        except (sqlite3.Error, OSError) as error:
            _log.warning("index could not be made smaller: %s", error)
        finally:
            self._one.release()
