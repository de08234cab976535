"""A few whole lines of a text, never half of one: what does not fit ends in …, and the rest is in the tool tip.

Knows letters and widths; not what the text is about.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

WRAP = Qt.TextFlag.TextWordWrap


def shortened(words: str, font: QFont, wide: int, lines: int, tail: str) -> str:
    """As many letters as fit in so many lines, with … and a tail."""
    metrics = QFontMetrics(font)
    words = words[: max(1, lines * wide)]
    most = lines * metrics.lineSpacing() + 2

    def fits(text: str) -> bool:
        return metrics.boundingRect(QRect(0, 0, wide, 4000), WRAP, text).height() <= most

    if fits(words + tail):
        return words + tail
    low, high = 0, len(words)
    while low < high - 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(f"{words[:middle]}…{tail}") else (low, middle)
    return f"{words[:low]}…{tail}"


class FewLines(QLabel):
    """A label as high as its lines are, and of no more lines than it is allowed."""

    def __init__(self, parent: QWidget, most: int = 3) -> None:
        super().__init__(parent)
        self.setObjectName("useHint")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._most = most
        self._words = ""

    def tell(self, words: str) -> None:
        """Show a text; without words nothing is shown."""
        self._words = words
        self.setAccessibleName(words)
        self.setVisible(bool(words))
        self._set()

    def allow(self, most: int) -> None:
        """Show so many lines at the most."""
        if most != self._most:
            self._most = most
            self._set()

    def minimumSizeHint(self) -> QSize:
        """As high as it is set to be, and as narrow as one likes."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has other lines."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._set()

    def _set(self) -> None:
        wide = max(40, self.contentsRect().width())
        self.ensurePolished()
        shown = shortened(self._words, self.font(), wide, self._most, "")
        self.setText(shown)
        self.setToolTip(self._words if shown != self._words else "")
        box = self.fontMetrics().boundingRect(QRect(0, 0, wide, 4000), WRAP, shown)
        self.setFixedHeight(min(box.height(), self._most * self.fontMetrics().lineSpacing() + 2))
