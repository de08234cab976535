"""Where the reader is in the open case and how far it was read: kept when the page rests and when the case is left.

Knows the page and the case; writing into the library is handed to the writing lane.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.services.library import Library
from app.ui.jobs import Jobs
from app.ui.reading.page import Page
from db.records import Case

_REST_MS = 900
"""How long the page must rest before its place is kept."""


class Bookmark(QObject):
    """The place in one case. It counts as being read only once the person does something in it."""

    kept = Signal(str, int, float)
    """Case, first visible character, share read."""

    def __init__(self, page: Page, library: Library, jobs: Jobs) -> None:
        super().__init__(page)
        self._page, self._library, self._jobs = page, library, jobs
        self._case: Case | None = None
        self.progress = 0.0
        self.meant = False
        self._owed = False
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.rested)

    def open(self, case: Case, *, other: bool) -> None:
        """Take a case, or the same one read again; what was read meanwhile counts unless a person said otherwise."""
        said = self._case is not None and not other and case.progress != self._case.progress
        if other or (said and case.progress in (0.0, 1.0)):
            self.progress = case.progress
        else:
            self.progress = max(self.progress, case.progress)
        self._case = case

    def shut(self) -> None:
        """No case is open."""
        self._case = None

    def moved(self, *, seen: bool) -> None:
        """The page shows another stretch; `seen` when the text is really in front."""
        if self._case is not None and seen:
            self._owed = self.meant
            self._rest.start()

    def rested(self) -> None:
        """What was in view long enough counts as read."""
        case = self._case
        if case is not None and self._owed:
            share = self._page.read_to() / len(case.text) if case.text else 1.0
            self.progress = max(self.progress, min(1.0, share))
            self.keep()

    def keep(self) -> None:
        """Tell the library where the reader is; nothing when the page did not move or nothing was read yet."""
        self._rest.stop()
        case, owed = self._case, self._owed
        self._owed = False
        if case is None or not owed or not self.progress or self._library.read_only:
            return
        position, progress = self._page.in_view().start, self.progress
        self.kept.emit(case.id, position, progress)
        self._jobs.write(lambda: self._library.keep_place(case.id, position, progress), failed=_let_go)


def _let_go(error: Exception) -> None:
    """A place that could not be kept is no reason to trouble anybody."""
    del error
