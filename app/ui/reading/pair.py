"""The case on the desk and what is read beside it: made when it is first wanted, gone when it is shut."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QWidget
from shiboken6 import isValid

from app.services.library import Library
from app.settings import Settings
from app.ui.jobs import Jobs
from app.ui.reading.reader import Reader
from app.ui.record.opened import Opened
from app.ui.theme import Palette
from db.records import Changes

if TYPE_CHECKING:
    from app.ui.reading.aside import Aside


class Pair(QSplitter):
    """One or two columns of text, as wide as each other until a person draws the line elsewhere."""

    room_wanted = Signal()
    """Two texts beside each other want all the room there is."""
    changed_count = Signal(int)
    """How many texts there are now."""
    second_made = Signal(object)
    """The `Reader` of the second text."""
    turned = Signal(object)
    """The `Reader` a person reads in now."""
    settings_wanted = Signal(object)
    case_wanted = Signal(str)

    def __init__(self, reader: Reader, library: Library, jobs: Jobs, palette: Palette, settings: Settings) -> None:
        """Take the first text."""
        super().__init__()
        self._reader, self._library, self._jobs = reader, library, jobs
        self._palette, self._settings = palette, settings
        self.aside: Aside | None = None
        self.active = reader
        """The text a person reads in: notes are written on it."""
        self.dropped: Callable[[QMimeData], Sequence[str]] = lambda _: ()
        """The cases that a drop carries."""
        self._drawn = False
        """A person drew the line between the two."""
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.addWidget(reader)
        reader.head.fitted.connect(self._level)
        self.splitterMoved.connect(lambda *_: setattr(self, "_drawn", True))
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focused)

    @property
    def readers(self) -> list[Reader]:
        """The texts there are, the left one first."""
        return [self._reader] if self.aside is None else [self._reader, self.aside.reader]

    def turn_to(self, reader: Reader) -> None:
        """Let one of the two be the one that is read in."""
        if reader is not self.active:
            self.active = reader
            self.turned.emit(reader)

    def _focused(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self.aside is None or now is None or not isValid(self):
            return
        if self._reader.isAncestorOf(now):
            self.turn_to(self._reader)
        elif self.aside.reader.isAncestorOf(now) and self.aside.case_id:
            self.turn_to(self.aside.reader)

    def open(self, case_id: str = "") -> None:
        """Read another case beside this one; without one, an empty column takes what is dropped into it."""
        aside = self._make()
        if case_id:
            aside.show_case(case_id)
        else:
            self.turn_to(self._reader)
            aside.offer()

    def open_original(self) -> None:
        """Show the original text of this case beside it."""
        if opened := self._reader.shown:
            self._reader.turn_to("text")
            self.turn_to(self._reader)
            self._make().show_original(opened)

    def shut(self) -> None:
        """Read one case again."""
        if self.aside is not None:
            self.flush()
            self.turn_to(self._reader)
            self.aside.hide()
            self.aside.deleteLater()
            self.aside = None
            self._reader.keep_above(0)
            self._reader.head.level(0)
            self.changed_count.emit(1)
            self._reader.page.setFocus()

    def toggle_joined(self) -> None:
        """Scroll both together, or each for itself."""
        if self.aside is not None:
            self.aside.joined.toggle()

    def flush(self) -> None:
        """Hand the place in the second case to the write lane."""
        if self.aside is not None:
            self.aside.reader.keep_place()

    def follow(self, opened: Opened) -> None:
        """The desk shows a case."""
        if self.aside is not None:
            self.aside.follow(opened)

    def changed(self, changes: Changes) -> None:
        """Something was written."""
        if self.aside is not None:
            self.aside.changed(changes)

    def set_palette(self, palette: Palette) -> None:
        """Show in other colours."""
        self._palette = palette
        if self.aside is not None:
            self.aside.set_palette(palette)

    def set_settings(self, settings: Settings) -> None:
        """Set the text anew."""
        self._settings = settings
        if self.aside is not None:
            self.aside.set_settings(settings)

    def _make(self) -> Aside:
        from app.ui.reading.aside import BAR, Aside

        if self.aside is None:
            self.room_wanted.emit()
            aside = self.aside = Aside(self._reader.page, self._library, self._jobs, self._palette, self._settings)
            aside.dropped = self.dropped
            aside.shut_wanted.connect(self.shut)
            aside.swap_wanted.connect(self._swap)
            aside.settings_wanted.connect(self.settings_wanted)
            self.addWidget(aside)
            self._drawn = False
            self._reader.keep_above(BAR)
            aside.reader.head.fitted.connect(self._level)
            aside.stack.currentChanged.connect(lambda _: self._level())
            self.second_made.emit(aside.reader)
            self.changed_count.emit(2)
            self._halve()
        return self.aside

    def _level(self) -> None:
        """Let both texts begin on one line, however long their titles are."""
        if self.aside is None:
            return
        heads = [reader.head for reader in self.readers]
        beside = self.aside.stack.currentWidget() is self.aside.reader
        least = max(head.wanted for head in heads) if beside else 0
        for head in heads:
            head.level(least)

    def _halve(self) -> None:
        if self.aside is not None and not self._drawn:
            self.setSizes([self.width() - self.width() // 2, self.width() // 2])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two texts share what room there is."""
        super().resizeEvent(event)
        self._halve()

    def _swap(self, case_id: str) -> None:
        here = self._reader.case_id
        if self.aside is not None and case_id and here:
            self.case_wanted.emit(case_id)
            self.aside.show_case(here)
