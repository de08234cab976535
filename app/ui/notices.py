"""What the window tells without asking: notices that go by themselves, and the progress of long work."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from app import messages
from app.ui import icons, theme
from app.ui.jobs import Job, Jobs
from app.ui.legible import legible

SHORT, LONG = 6_000, 8_500
"""Milliseconds a notice stays: what went well, what went wrong."""
SHOW_AFTER = 500
"""Milliseconds before the progress of long work is shown at all."""
Offer = tuple[str, Callable[[], None]]


class Notice(QFrame):
    """A strip over the foot of the window: one sentence and what can be done about it."""

    def __init__(self, palette: theme.Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self._home = parent
        self.setObjectName("notice")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 8, 8, 8)
        self._row.setSpacing(8)
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = QPushButton(self)
        self._close.setObjectName("offer")
        self._close.setAccessibleName("关闭提示")
        self._close.clicked.connect(self.hide)
        self._offers: list[QPushButton] = []
        self._row.addWidget(self.words, 1)
        self._row.addWidget(self._close)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._fade)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(18)
        shadow.setOffset(0, 3)
        self.setGraphicsEffect(shadow)
        self.set_palette(palette)
        parent.installEventFilter(self)
        self.hide()

    def set_palette(self, palette: theme.Palette) -> None:
        """Take other colours."""
        self._close.setIcon(icons.icon("close", palette.muted, 14))

    def tell(self, sentence: str, *offers: Offer, wrong: bool = False) -> None:
        """Say something; each offer is a button. It goes by itself, later when something went wrong."""
        for button in self._offers:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._offers = [self._offer(*offer) for offer in offers]
        self.setProperty("wrong", wrong)
        self.style().unpolish(self)
        self.style().polish(self)
        self.words.setText(legible(sentence))
        self.setAccessibleName(sentence)
        self._place()
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        self._timer.start(LONG if wrong else SHORT)

    def trouble(self, error: Exception, *offers: Offer) -> None:
        """Say an error as `app.messages` words it."""
        told = messages.describe(error)
        self.tell(str(told), *offers, wrong=told.code != messages.CANCELLED)

    def offers(self) -> Sequence[QPushButton]:
        """The buttons shown now."""
        return tuple(self._offers)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - Qt gives it
        """Look at what another widget is told."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of its own first."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _offer(self, words: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName("offer")
        button.setAccessibleName(words)
        button.clicked.connect(self.hide)
        button.clicked.connect(act)
        self._row.insertWidget(self._row.count() - 1, button)
        return button

    def _fade(self) -> None:
        if self.underMouse() or any(button.hasFocus() for button in (*self._offers, self._close)):
            self._timer.start(SHORT)
        else:
            self.hide()

    def _place(self) -> None:
        home = self._home
        wide = min(home.width() - 32, 640)
        words = self.words.fontMetrics().horizontalAdvance(self.words.text())
        asked = words + 80 + sum(button.sizeHint().width() + 8 for button in self._offers)
        self.setFixedWidth(max(240, min(wide, asked)))
        self.setFixedHeight(max(42, self._row.heightForWidth(self.width())))
        self.move(QPoint((home.width() - self.width()) // 2, home.height() - self.height() - 44))


class Progress(QWidget):
    """Bar, words and cancel button in the status bar, for the longest running work; nothing for short work."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[Job] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = QProgressBar(self)
        self.bar.setAccessibleName("进度")
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(QSize(140, 6))
        self.cancel = QPushButton("停止", self)
        self.cancel.setObjectName("offer")
        self.cancel.setAccessibleName("停止正在做的事")
        self.cancel.clicked.connect(self._cancel)
        for widget in (self.words, self.bar, self.cancel):
            row.addWidget(widget)
        self._wait = QTimer(self, singleShot=True, interval=SHOW_AFTER)
        self._wait.timeout.connect(lambda: self.setVisible(bool(self._jobs)))
        jobs.long_began.connect(self._began)
        jobs.long_step.connect(self._step)
        jobs.long_ended.connect(self._ended)
        self.hide()

    def _began(self, job: Job) -> None:
        self._jobs.append(job)
        if len(self._jobs) == 1:
            self.bar.setRange(0, 0)
            self.words.setText(job.title)
            self.cancel.setEnabled(True)
            self._wait.start()

    def _step(self, job: Job, done: int, total: int, words: str) -> None:
        if self._jobs and job is self._jobs[0]:
            self.bar.setRange(0, total)
            self.bar.setValue(done)
            count = f" {done}/{total}" if total else ""
            text = f"{job.title}{count} {words}"
            self.words.setText(self.words.fontMetrics().elidedText(legible(text), Qt.TextElideMode.ElideMiddle, 320))

    def _ended(self, job: Job) -> None:
        self._jobs = [other for other in self._jobs if other is not job]
        if self._jobs:
            self.words.setText(self._jobs[0].title)
            self.bar.setRange(0, 0)
            self.cancel.setEnabled(True)
        else:
            self._wait.stop()
            self.hide()

    def _cancel(self) -> None:
        if self._jobs:
            self._jobs[0].cancel()
            self.words.setText(f"{self._jobs[0].title}：正在停下…")
            self.cancel.setEnabled(False)
