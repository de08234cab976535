"""Finding in the open text: what the find bar asks is looked up, all of it marked, and walked through one by one.

Knows the page and the find bar; of the library only that a lane of `Jobs` reads for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from app.messages import Trouble, describe
from app.services.seeking import seek
from app.task import Task
from app.ui.jobs import Jobs
from app.ui.reading.finding import FindBar
from app.ui.reading.page import Page
from db.records import Mark


class Hunt(QObject):
    """The hits that are marked now: the question's own, or what was typed into the find bar."""

    text_wanted = Signal()
    """The text is to come to the front."""
    jumped = Signal(int, int)
    """From where, to where."""
    stood = Signal(int, int)
    """Which hit of the question was gone to, and of how many."""

    def __init__(self, page: Page, bar: FindBar, jobs: Jobs, lane: str) -> None:
        super().__init__(page)
        self._page, self._bar, self._jobs, self._lane = page, bar, jobs, lane
        self._own: tuple[Mark, ...] = ()
        self._found, self._at = tuple[Mark, ...](), -1
        self.run_out: Callable[[int], bool] = lambda _: False
        """Asked where to go when there is no further hit in this text; False: nowhere."""
        bar.words_changed.connect(self._find)
        bar.step_wanted.connect(self.step)
        bar.left.connect(self._left)

    def take(self, marks: Sequence[Mark], *, other: bool) -> None:
        """Take the question's hits in the text; another text is looked through for itself."""
        self._own = tuple(marks)
        if other:
            self._bar.hide()
        if not self._bar.isVisible():
            self._show(self._own, -1)

    def call(self) -> None:
        """Open the find bar; a short selection is what is looked for."""
        self.text_wanted.emit()
        chosen = self._page.selected()
        words = self._page.text[slice(*chosen)] if chosen and chosen[1] - chosen[0] <= 30 else ""
        self._bar.call(words)

    def _find(self, words: str) -> None:
        text, how = self._page.text, self._bar.how
        wanted = words if how.pattern else words.strip()
        if words.strip():

            def look(task: Task) -> tuple[Mark, ...] | Trouble:
                try:
                    return seek(text, wanted, how, task)
                except Trouble as trouble:  # half an expression is no failure, but what one has typed so far
                    return trouble

            self._jobs.read(look, self._looked, lane=self._lane)
        else:
            self._jobs.stop(self._lane)
            self._found_some(())

    def _found_some(self, marks: tuple[Mark, ...]) -> None:
        if self._bar.isHidden():
            return
        begin = self._page.in_view().start
        at = next((i for i, mark in enumerate(marks) if mark.start >= begin), 0 if marks else -1)
        self._show(marks, at)
        if marks:
            self._page.go_to(marks[at].start)

    def _looked(self, answer: tuple[Mark, ...] | Trouble) -> None:
        if not isinstance(answer, Trouble):
            self._found_some(answer)
        elif not self._bar.isHidden():
            self._show((), -1)
            self._bar.complain(str(describe(answer)))

    def step(self, by: int) -> None:
        """Go to the next or an earlier hit; over the ends of the text where `run_out` leads, else around them."""
        over = not self._found or (self._at >= 0 and not 0 <= self._at + by < len(self._found))
        if over and not self._bar.isVisible() and self.run_out(by):
            return
        if self._found:
            at = (self._at + by) % len(self._found) if self._at >= 0 else 0 if by > 0 else len(self._found) - 1
            self.text_wanted.emit()
            self.stand_on(at)

    def stand_on(self, at: int) -> None:
        """Go to one of the hits, the last one at -1."""
        if self._found:
            at %= len(self._found)
            before = self._page.in_view().start
            self._show(self._found, at)
            self._page.go_to(self._found[at].start)
            if self._page.in_view().start != before:
                self.jumped.emit(before, self._found[at].start)
            if not self._bar.isVisible():
                self.stood.emit(at, len(self._found))

    def _show(self, marks: Sequence[Mark], at: int) -> None:
        self._found, self._at = tuple(marks), at
        self._page.set_hits(self._found, at)
        self._bar.tell(at, len(self._found))

    def _left(self) -> None:
        self._jobs.stop(self._lane)
        self._show(self._own, -1)
        self._page.setFocus()
