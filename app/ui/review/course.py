"""The files under review and what was done to them so far, with the way back. No widgets here.

Reading, understanding and storing happen on lanes of `app.ui.jobs`; answers come as signals in the window's thread.
Nothing is written before `commit`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Qt, Signal

from app.services import mending, recasting, rereading
from app.services.importing import Outcome, Prepared, commit, prepare, prepare_text
from app.services.reviewing import Review
from app.task import Cancelled
from app.ui.review.entry import Entry, opened, same

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.services.library import Library
    from app.services.mending import Repair
    from app.task import Task
    from app.ui.jobs import Job, Jobs
    from app.ui.theme import Palette
    from db.answers import Near

USUAL, BRISK = 0.005, 0.0005
"""Seconds after which a busy thread lets another one go on: usually, and while files are understood, so that the
window's many short calls do not each wait for the understanding."""


@dataclass(frozen=True, slots=True)
class _State:
    """A file as it was at a step."""

    place: int
    prepared: Prepared
    review: Review | None


class Course(QObject):
    """What stands on the review screen."""

    came = Signal()
    """A file more stands at the end of `entries`."""
    changed = Signal(int)
    """The review at this place is another one."""
    stepped = Signal(int, int, str)
    """Files read, files there are, and the name of the one being read."""
    rested = Signal()
    """Nothing is being read any more."""
    fell = Signal(object)
    """The exception that ended the reading, or kept everything from being stored."""
    _landed = Signal(object, object)

    def __init__(self, library: Library, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.library = library
        self.entries: list[Entry] = []
        self.storing = False
        self._gone = False
        self._jobs = jobs
        self._reading: list[Job] = []
        self._past: list[_State] = []
        self._future: list[_State] = []
        self._landed.connect(self._land, Qt.ConnectionType.QueuedConnection)

    # --- reading

    @property
    def reading(self) -> bool:
        """Whether files are still being read."""
        return bool(self._reading)

    def read(self, paths: Sequence[Path]) -> None:
        """Read and understand files; each comes as soon as it is done."""
        self._read(lambda task: prepare(self.library, paths, task))

    def read_text(self, text: str, name: str) -> None:
        """Understand a text that is no file."""
        self._read(lambda task: [prepare_text(self.library, text, name, task)])

    def stop(self) -> None:
        """Read no further."""
        for job in self._reading:
            job.cancel()

    def close(self) -> None:
        """Read no further and tell nothing any more; what is being stored is stored."""
        self._gone = True
        self.stop()

    def _read(self, files: Callable[[Task], Iterable[Prepared]]) -> None:
        def work(task: Task) -> None:
            told = replace(task, each=self.stepped.emit)
            for prepared in files(told):
                self._hand_over(*opened(prepared))

        def over(error: Exception | None) -> None:
            self._reading.remove(job)
            if not self._reading:
                sys.setswitchinterval(USUAL)
            if self._gone:
                return
            if error is not None:
                self.fell.emit(error)
            if not self._reading:
                self.rested.emit()

        job = self._jobs.long(work, lambda _: over(None), over, title="核对导入")
        if not self._jobs.closed:
            self._reading.append(job)
            sys.setswitchinterval(BRISK)

    def _hand_over(self, prepared: Prepared, review: Review | None) -> None:
        """Runs on the reading thread, which may still finish a file when the screen is gone."""
        if self._gone:
            raise Cancelled
        try:
            self._landed.emit(prepared, review)
        except RuntimeError:
            raise Cancelled from None

    def _land(self, prepared: Prepared, review: Review | None) -> None:
        twin = next((e for e in self.entries if e.review and review and same(e.review, review)), None)
        if twin is not None:
            prepared, review = Prepared(prepared.path, "duplicate", twin=twin.prepared.path), None
        entry = Entry(prepared)
        if review is not None:
            entry.show(review)
        self.entries.append(entry)
        self.came.emit()

    # --- changing

    def put(self, place: int, review: Review) -> None:
        """Another review of a file; the one before can be had back."""
        before = self.entries[place].review
        if before is None or review == before:
            return
        self._remember(place)
        self._show(place, review)

    def reread(self, place: int, encoding: str) -> None:
        """Read a file in another of the encodings it may be in."""
        prepared = self.entries[place].prepared
        library = self.library

        def landed(made: tuple[Prepared, Review | None]) -> None:
            if not self._gone and place < len(self.entries) and self.entries[place].prepared is prepared:
                self._remember(place)
                self._take(_State(place, *made))

        self._jobs.read(
            lambda task: opened(rereading.reread(library, prepared, encoding, task)),
            landed,
            self._fall,
            lane=f"review {place}",
        )

    def compare(self, text: str, done: Callable[[str, str, tuple[Repair, ...]], None]) -> None:
        """Find out what was repaired in a text: it, its repaired form and the repairs are handed over."""

        def landed(found: tuple[str, tuple[Repair, ...]]) -> None:
            if not self._gone:
                done(text, *found)

        self._jobs.read(lambda _: mending.mended(text), landed, self._fall, lane="review repairs")

    def versus(self, place: int, near: Near | None, done: Callable[[str, str, tuple[str, str]], None]) -> None:
        """Both texts of a likeness, with what they are called: of a case, or of the file and its older version."""
        entry = self.entries[place]
        review, library = entry.review, self.library
        if review is None:
            return
        if near is None:
            stored = entry.prepared.update or ""
            names = ("库中的旧版", "这个文件")
            after = review.document.text
            self._fetch(lambda: library.document(stored).text, lambda before: done(before, after, names))
            return
        case = next((case for case in review.cases if case.key == near.case + 1), None)
        if case is None:
            return
        names = (f"已有《{near.title}》", f"这里《{case.draft.title}》")
        if near.case_id:
            stored = near.case_id
            self._fetch(lambda: library.case(stored).text, lambda before: done(before, case.draft.text, names))
        elif other := self._other(near):
            done(other, case.draft.text, names)

    def _fetch(self, work: Callable[[], str], done: Callable[[str], None]) -> None:
        self._jobs.read(lambda _: work(), lambda text: None if self._gone else done(text), self._fall, lane="versus")

    def _other(self, near: Near) -> str:
        """The text of a case in another file of this import."""
        reviews = [entry.review for entry in self.entries if entry.prepared.path == near.path and entry.review]
        cases = [case.draft for review in reviews for case in review.cases if case.draft.title == near.title]
        return cases[0].text if cases else ""

    def turn(self, *, back: bool) -> int | None:
        """Take the last step back, or do it again; returns the file it was done to."""
        source, target = (self._past, self._future) if back else (self._future, self._past)
        if not source:
            return None
        state = source.pop()
        target.append(self._state(state.place))
        self._take(state)
        return state.place

    @property
    def touched(self) -> bool:
        """Whether a person changed anything that is not stored."""
        return bool(self._past)

    def _state(self, place: int) -> _State:
        entry = self.entries[place]
        return _State(place, entry.prepared, entry.review)

    def _remember(self, place: int) -> None:
        self._past.append(self._state(place))
        self._future.clear()

    def _take(self, state: _State) -> None:
        entry = self.entries[state.place]
        entry.prepared = state.prepared
        if state.review is None:
            entry.review, entry.share, entry.doubts = None, 1.0, 0
            self.changed.emit(state.place)
        else:
            self._show(state.place, state.review)

    def _show(self, place: int, review: Review) -> None:
        self.entries[place].show(review)
        self.changed.emit(place)
        lane = f"review {place}"
        if any(case.stale for case in review.cases):
            self._jobs.read(
                lambda _: recasting.recast(review),
                lambda anew: self._recast(place, review, anew),
                self._fall,
                lane=lane,
            )
        else:
            self._jobs.stop(lane)

    def _recast(self, place: int, review: Review, anew: Review) -> None:
        entry = self.entries[place] if place < len(self.entries) else None
        if entry and entry.review is review and not self._gone:
            entry.show(anew)
            self.changed.emit(place)

    def _fall(self, error: Exception) -> None:
        if not self._gone:
            self.fell.emit(error)

    # --- storing

    @property
    def cases(self) -> int:
        """How many cases would enter the library, a plan's tasks counted as cases."""
        found = (case for entry in self.entries if entry.review for case in entry.review.cases)
        return sum(1 + len(case.draft.children) for case in found)

    @property
    def doubts(self) -> int:
        """How many places wait for a person."""
        return sum(entry.doubts for entry in self.entries)

    def counts(self) -> dict[Literal["failed", "stored", "twin", "unread"], int]:
        """How many files could not be read, are in the library, are another one's twin, may be read in two ways."""
        same = [entry.prepared for entry in self.entries if entry.prepared.state == "duplicate"]
        return {
            "failed": sum(entry.prepared.state == "failed" for entry in self.entries),
            "stored": sum(one.twin is None for one in same),
            "twin": sum(one.twin is not None for one in same),
            "unread": sum(entry.waits and not entry.doubts for entry in self.entries if entry.review),
        }

    def ready(self, *, sure: bool) -> list[Entry]:
        """The files that can be stored; those without a doubt when only what is sure is wanted."""
        there = [entry for entry in self.entries if entry.review and entry.review.cases]
        return [entry for entry in there if not (sure and entry.waits)]

    def made(self, *, sure: bool) -> list[Prepared]:
        """What would be stored. Takes time."""
        return [recasting.prepared_of(entry.review, sure=sure) for entry in self.ready(sure=sure) if entry.review]

    def prove(
        self,
        go: Callable[[Sequence[Prepared]], None],
        parent: QWidget,
        colours: Palette,
        *,
        sure: bool,
        back: Callable[[], None] = lambda: None,
    ) -> bool:
        """Show what changed versions do to the stored files, and give `go` what the person decided to store.

        `back` is told when the person decides to store nothing yet.

        Returns:
            False, and nothing is shown, when there is no changed version among what can be stored.
        """
        from app.ui.dialogs.proof import prove

        asked = any(entry.review.update for entry in self.ready(sure=sure) if entry.review)
        if asked:
            prove(self.library, self._jobs, lambda: self.made(sure=sure), colours, parent, go, self._fall, back)
        return asked

    def commit(
        self,
        done: Callable[[tuple[Outcome, ...]], None],
        *,
        sure: bool = False,
        files: Sequence[Prepared] | None = None,
    ) -> None:
        """Store what is ready as one step, off the window's thread; stored files leave the screen.

        With `sure`, files with a doubt stay, and of the others no value goes in that is only suggested.
        `files` is what is ready, as a person decided of changed versions.
        """
        chosen = self.ready(sure=sure)
        if files is not None:  # a file may have come since
            decided = {one.path for one in files}
            chosen = [entry for entry in chosen if entry.prepared.path in decided]
        if not chosen or self.storing:
            return
        library = self.library
        self.storing = True

        def work() -> tuple[Outcome, ...]:
            return commit(library, self.made(sure=sure) if files is None else files)

        def stored(outcomes: tuple[Outcome, ...]) -> None:
            self.storing = False
            self.entries = [entry for entry in self.entries if entry not in chosen]
            self._past.clear()
            self._future.clear()
            if not self._gone:
                done(outcomes)

        def failed(error: Exception) -> None:
            self.storing = False
            self._fall(error)

        self._jobs.write(work, stored, failed)

    def left_over(self) -> tuple[Outcome, ...]:
        """What became of the files that cannot be imported."""
        return tuple(
            Outcome(entry.prepared.path, "duplicate" if entry.prepared.state == "duplicate" else "failed",
                    entry.prepared.error)
            for entry in self.entries
            if entry.review is None
        )  # fmt: skip
