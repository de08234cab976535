"""Work away from the window's thread: lanes for reading, one line for writing, and long work with progress.

Results land in the window's thread through one queued signal. On a reading lane the newest job wins: an older
one is told to stop and its answer, should it still come, never lands. Knows nothing of libraries or of what the
work is.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.messages import Trouble
from app.task import Cancelled, Task
from db.errors import NoSuchRecord, Stopped

T = TypeVar("T")
Failed = Callable[[Exception], None]
_log = logging.getLogger(__name__)


class Job:
    """One piece of work that may still be stopped. `title` is for people, empty for short work."""

    def __init__(self, title: str = "") -> None:
        self.title = title
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop; safe from any thread, at any time."""
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """Whether somebody asked the work to stop."""
        return self._stop.is_set()


class _Line:
    """A thread that does one thing after the other; started when it is first needed."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._todo: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def put(self, work: Callable[[], None]) -> None:
        self._todo.put(work)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()

    def finish(self, seconds: float | None) -> bool:
        """Do what is queued and end; False when it took longer than `seconds`."""
        if self._thread is None:
            return True
        self._todo.put(None)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (work := self._todo.get()) is not None:
            work()


class Jobs(QObject):
    """The window's workers. Call only from the window's thread; `done` and `failed` are called there too."""

    trouble = Signal(object)
    """An exception for which the caller gave no `failed`."""
    saving = Signal(int)
    """How many writes are still under way."""
    long_began = Signal(object)
    """A `Job` with a title."""
    long_step = Signal(object, int, int, str)
    """Job, done, total (0: not known), words."""
    long_ended = Signal(object)
    _landed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes: dict[str, _Line] = {}
        self._current: dict[str, Job] = {}
        self._writing = _Line("writing")
        self._running: list[tuple[Job, _Line]] = []
        self._pending = 0
        self._closed = False
        self._landed.connect(self._land, Qt.ConnectionType.QueuedConnection)

    def read(
        self, work: Callable[[Task], T], done: Callable[[T], None], failed: Failed | None = None, *, lane: str
    ) -> Job:
        """Do `work` on a lane; a newer job on the same lane makes this one stale."""
        job = Job()
        if self._closed:
            job.cancel()
            return job
        self.stop(lane)
        self._current[lane] = job
        line = self._lanes.setdefault(lane, _Line(f"reading {lane}"))
        task = Task(stopped=lambda: job.stopped)
        line.put(lambda: None if job.stopped else self._attempt(lambda: work(task), done, failed, job))
        return job

    def stop(self, lane: str) -> None:
        """Make whatever runs on a lane stale."""
        if older := self._current.pop(lane, None):
            older.cancel()

    def stop_reading(self) -> None:
        """Make everything that runs on a reading lane stale."""
        for lane in tuple(self._current):
            self.stop(lane)

    def write(
        self, work: Callable[[], T], done: Callable[[T], None] | None = None, failed: Failed | None = None
    ) -> None:
        """Do `work` after all earlier writes. Once given it is done, even when the window closes."""
        if self._closed:
            _log.error("a write came after closing")
            return
        self._pending += 1
        self.saving.emit(self._pending)
        self._writing.put(lambda: self._attempt(work, done, failed, None, self._written))

    def long(
        self,
        work: Callable[[Task], T],
        done: Callable[[T], None] | None = None,
        failed: Failed | None = None,
        *,
        title: str,
    ) -> Job:
        """Do long work beside everything else; it may be cancelled and tells its steps (`long_step`)."""
        job = Job(title)
        if self._closed:
            job.cancel()
            return job
        line = _Line(f"long {title}")
        self._running.append((job, line))
        task = Task(
            each=lambda at, total, words: self._post(lambda: self.long_step.emit(job, at, total, words)),
            stopped=lambda: job.stopped,
        )
        self.long_began.emit(job)
        line.put(lambda: self._attempt(lambda: work(task), done, failed, None, lambda: self._over(job)))
        return job

    @property
    def idle(self) -> bool:
        """Whether nothing is under way and nothing waits to land."""
        return not (self._current or self._pending or self._running)

    @property
    def lanes(self) -> frozenset[str]:
        """The reading lanes on which something is under way."""
        return frozenset(self._current)

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._closed

    def close(self, seconds: float = 10.0) -> bool:
        """Stop reading and long work, finish every write; afterwards nothing lands.

        Returns:
            False when something was still running after `seconds`; writes are always waited for.
        """
        self._closed = True
        for job in [*self._current.values(), *(job for job, _ in self._running)]:
            job.cancel()
        ended = [line.finish(seconds) for _, line in self._running]
        self._writing.finish(None)
        return all([*ended, *(line.finish(seconds) for line in self._lanes.values())])

    def _attempt(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None,
        failed: Failed | None,
        job: Job | None,
        over: Callable[[], None] | None = None,
    ) -> None:
        """Run on a worker thread: whatever comes of it is posted to the window's thread."""
        try:
            answer = work()
        except (Cancelled, Stopped) as stop:
            error: Exception = stop
        except Exception as wrong:  # noqa: BLE001 - any error of any work is told to a person, none ends the thread
            if isinstance(wrong, NoSuchRecord):  # what was asked for was deleted meanwhile: nothing broke
                _log.info("no such %s any more", wrong.kind)
            elif isinstance(wrong, Trouble):  # what a person can do something about is told, and no fault
                _log.info("not done: %s", wrong.reason)
            else:
                _log.warning("work failed", exc_info=wrong)
            error = wrong
        else:
            self._post(lambda: self._settle(job, over, done and (lambda: done(answer))))
            return
        tell = failed or self.trouble.emit
        stale = job is not None and isinstance(error, Cancelled | Stopped)
        self._post(lambda: self._settle(job, over, None if stale else lambda: tell(error)))

    def _settle(self, job: Job | None, over: Callable[[], None] | None, tell: Callable[[], None] | None) -> None:
        if over:
            over()
        if job is not None:
            if job.stopped:
                return
            self._current = {lane: other for lane, other in self._current.items() if other is not job}
        if tell:
            tell()

    def _written(self) -> None:
        self._pending -= 1
        self.saving.emit(self._pending)

    def _over(self, job: Job) -> None:
        for other, line in self._running:
            if other is job:
                line.finish(0)
        self._running = [(other, line) for other, line in self._running if other is not job]
        self.long_ended.emit(job)

    def _post(self, tell: Callable[[], None]) -> None:
        try:
            self._landed.emit(tell)
        except RuntimeError:
            _log.info("an answer came after the window was gone")

    @Slot(object)
    def _land(self, tell: Callable[[], None]) -> None:
        if not self._closed:
            tell()
