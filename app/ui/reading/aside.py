"""What is read beside the case: another case with its own highlights, or the case's own original text.

It scrolls with the case or freely. Quotes can be dragged out of it, cases dropped into it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.services.library import Library
from app.settings import Settings
from app.ui.jobs import Jobs
from app.ui.reading.linking import Link
from app.ui.reading.original import Original, Source
from app.ui.reading.page import Page
from app.ui.reading.reader import Reader
from app.ui.record.naming import named, tool
from app.ui.record.opened import Opened
from app.ui.theme import Palette
from db.records import Case, Changes, Span

BAR = 32
"""Height of the row above the second text."""


class Aside(QFrame):
    """The second text of the desk."""

    shut_wanted = Signal()
    swap_wanted = Signal(str)
    """The case here is to be the one on the desk, and the other way round."""
    case_wanted = Signal(str)
    settings_wanted = Signal(object)

    def __init__(self, page: Page, library: Library, jobs: Jobs, palette: Palette, settings: Settings) -> None:
        """Make an empty column; `page` is the one of the case on the desk."""
        super().__init__()
        named(self, "aside", "并排阅读")
        self._page, self._library, self._jobs = page, library, jobs
        self._beside: Case | None = None
        self.dropped: Callable[[QMimeData], Sequence[str]] = lambda _: ()
        """The cases that a drop carries."""
        self.setMinimumWidth(320)
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.reader = Reader(library, jobs, palette, replace(settings, outline_shown=False), lane="aside ")
        self.reader.empty.setText("把列表里的案例拖到这里，或在列表里选中后按“在旁边打开”。")
        self.original = Original(palette, settings)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.reader)
        self.stack.addWidget(self.original)
        self._build()
        second = self.reader.page.verticalScrollBar()
        self._link = Link(page.verticalScrollBar(), second)
        bars = page.verticalScrollBar(), self.original.text.verticalScrollBar()
        self._to_original = Link(*bars, self._follow_text, self._follow_original)
        self._settling = QTimer(self, singleShot=True, interval=60)
        self._settling.timeout.connect(lambda: self._join(self.joined.isChecked()))
        self._wire()

    def _build(self) -> None:
        self.told = named(QLabel(), "quiet")
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.joined = tool("plain", "同步滚动", "同步滚动")
        self.joined.setCheckable(True)
        self.joined.setToolTip("两边一起滚动，或各自滚动")
        self.swap = tool("plain", "⇄", "左右对换")
        self.swap.setToolTip("左右对换")
        shut = tool("plain", "✕", "收起并排阅读")
        shut.setToolTip("收起并排阅读")
        shut.clicked.connect(self.shut_wanted)
        self.bar = QWidget()
        self.bar.setFixedHeight(BAR)
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(14, 6, 8, 0)
        row.setSpacing(2)
        row.addWidget(self.told, 1)
        for button in (self.joined, self.swap, shut):
            row.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.bar)
        box.addWidget(self.stack, 1)

    def _wire(self) -> None:
        reader = self.reader
        self.joined.toggled.connect(self._join)
        self.swap.clicked.connect(lambda: self.swap_wanted.emit(reader.case_id or ""))
        reader.opened.connect(lambda _: self._join(self.joined.isChecked()))
        reader.outline_button.hide()
        reader.case_wanted.connect(self.show_case)
        reader.settings_wanted.connect(self.settings_wanted)

    # what is shown

    @property
    def case_id(self) -> str | None:
        """The case here; None when the original is shown, or nothing."""
        return self.reader.case_id if self.stack.currentWidget() is self.reader else None

    def show_case(self, case_id: str, query: str = "") -> None:
        """Read another case here."""
        self._beside = None
        self.told.setText("并排阅读")
        self.swap.show()
        self.stack.setCurrentWidget(self.reader)
        self.reader.show_case(case_id, query)
        self._join(self.joined.isChecked())

    def show_original(self, opened: Opened) -> None:
        """Show the original text of the case on the desk; it scrolls with it."""
        case = self._beside = opened.case
        self.told.setText("原始文本：随正文滚动")
        self.swap.hide()
        self.original.wait()
        self.original.set_margins(16, 16)
        self.stack.setCurrentWidget(self.original)
        self.joined.setChecked(True)

        def show(source: Source) -> None:
            if self._beside is case:
                self.original.show_source(source, case.spans)
                self._settling.start()

        self._jobs.read(lambda _: Source.of(self._library.document(case.document.id)), show, lane="aside original")

    def offer(self) -> None:
        """Show an empty column into which a case can be dropped."""
        self._beside = None
        self.told.setText("并排阅读")
        self.stack.setCurrentWidget(self.reader)

    def follow(self, opened: Opened) -> None:
        """The desk shows a case: its original goes with it."""
        if self._beside is not None and self._beside.id != opened.case.id:
            self.show_original(opened)

    def changed(self, changes: Changes) -> None:
        """Something was written."""
        if changes.shows(self.reader.case_id):
            self.reader.refresh()

    # scrolling

    def _join(self, on: bool) -> None:
        original = self.stack.currentWidget() is self.original
        self._link.join(on=on and not original)
        self._to_original.join(on=on and original)

    def _follow_text(self) -> None:
        if self._beside is not None:
            self.original.bring(there(self._beside.spans, len(self._beside.text), self._page.in_view().start))

    def _follow_original(self) -> None:
        if self._beside is not None:
            self._page.go_to(back(self._beside.spans, len(self._beside.text), self.original.top()), top=True)

    def set_palette(self, palette: Palette) -> None:
        """Show in other colours."""
        self.reader.set_palette(palette)
        self.original.set_palette(palette)

    def set_settings(self, settings: Settings) -> None:
        """Set the text anew."""
        self.reader.set_settings(replace(settings, outline_shown=False))
        self.original.set_settings(settings)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In another width the lines stand elsewhere."""
        super().resizeEvent(event)
        self._settling.start()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a case."""
        if self.dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the case that was dropped."""
        if ids := self.dropped(event.mimeData()):
            event.acceptProposedAction()
            self.show_case(ids[0])


def there(spans: Sequence[Span], length: int, index: int) -> int:
    """Where in the original a character of a case's text came from, as nearly as its stretches tell."""
    wanted = round(sum(span.length for span in spans) * index / max(1, length))
    for span in spans:
        if wanted < span.length:
            return span.offset + wanted
        wanted -= span.length
    return spans[-1].offset + spans[-1].length if spans else index


def back(spans: Sequence[Span], length: int, offset: int) -> int:
    """The way back: which character of a case's text stands at an offset of the original, or the next one after it."""
    total, passed, nearest = sum(span.length for span in spans), 0, 0
    for span in spans:
        if span.offset <= offset < span.offset + span.length:
            return round((passed + offset - span.offset) * length / max(1, total))
        passed += span.length
        if span.offset + span.length <= offset:
            nearest = round(passed * length / max(1, total))
    return min(nearest, max(0, length - 1)) if spans else min(offset, max(0, length - 1))
