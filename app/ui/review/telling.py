"""The lines under the record: how sure the chosen value is and why, and what the keys do. Knows words only."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from app.services.trusting import Sureness
from app.ui import theme
from app.ui.record.naming import named
from app.ui.review import wording
from app.ui.review.meter import Meter


class Telling(QFrame):
    """A meter with its reason, and a muted line."""

    def __init__(self, colours: theme.Palette) -> None:
        super().__init__()
        self.setObjectName("recordFoot")
        self.colours = colours
        self.why = named(QLabel(), "recordWhy")
        self.hint = named(QLabel(), "recordHint")
        for label in (self.why, self.hint):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._meter: Meter | None = None
        self._row = QHBoxLayout()
        self._row.setSpacing(7)
        self._row.addWidget(self.why, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 8, 0)
        column.setSpacing(3)
        column.addLayout(self._row)
        column.addWidget(self.hint)

    def tell(self, words: str, sure: Sureness | None = None) -> None:
        """Say something, and of a value how sure it is."""
        if self._meter is not None:
            self._row.removeWidget(self._meter)
            self._meter.hide()
            self._meter.deleteLater()
            self._meter = None
        if sure is not None and sure.share:
            self._meter = Meter(sure.share, sure.word, self.colours)
            self._row.insertWidget(0, self._meter, 0, Qt.AlignmentFlag.AlignTop)
        self.why.setText(wording.why(sure) if sure else "")
        self.why.setVisible(sure is not None)
        self.hint.setText(words)
