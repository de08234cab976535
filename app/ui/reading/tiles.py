"""Result figures: tiles under the title, and bars from before to after. They know results, no library."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.ui.legible import legible
from app.ui.record import wording
from app.ui.record.naming import named
from app.ui.theme import Palette
from db.records import Result

_FOUR = 390
"""From this width on, four tiles stand beside each other."""
_LEAST = 88
"""A narrower tile says nothing."""


class Tile(QPushButton):
    """One figure: the value large, what it measures small. Its click leads to the sentence."""

    def __init__(self, value: str, metric: str, told: str) -> None:
        super().__init__()
        self.setObjectName("tile")
        self.setAccessibleName(told)
        self.setToolTip(legible(told))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 5, 8, 5)
        box.setSpacing(0)
        self._lines = [(named(QLabel(), "tileValue"), value), (named(QLabel(), "tileMetric"), metric)]
        for label, _ in self._lines:
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            box.addWidget(label)

    def sizeHint(self) -> QSize:
        """Two lines of letters high; as wide as it is given."""
        return QSize(80, sum(label.fontMetrics().height() for label, _ in self._lines) + 12)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten what does not fit; the whole is in the tool tip."""
        super().resizeEvent(event)
        for label, words in self._lines:
            label.setText(
                label.fontMetrics().elidedText(legible(words), Qt.TextElideMode.ElideRight, self.width() - 20)
            )


class Tiles(QWidget):
    """Up to four figures of a case, and how many more there are."""

    result_wanted = Signal(int)
    """The beginning of the sentence a figure stands in."""
    more_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 2, 0, 2)
        self._grid.setSpacing(8)
        self._shown: tuple[Result, ...] | None = None
        self._tiles: list[QPushButton] = []
        self._rest: QPushButton | None = None
        self._columns, self._total = 0, 0
        self._one_line, self._none = False, False

    def fit(self, *, one_line: bool, none: bool) -> None:
        """Stand in one line however narrow it is, or not at all: the figures have a tab of their own."""
        if (one_line, none) != (self._one_line, self._none):
            self._one_line, self._none = one_line, none
            self._columns = 0
            self._arrange()

    def show_results(self, results: Sequence[Result], text: str = "") -> None:
        """Show the best of them as read from a text; without any figure there is no row at all."""
        if self._shown == tuple(results):
            return
        self._shown = tuple(results)
        while self._grid.takeAt(0) is not None:
            pass
        for old in (*self._tiles, self._rest):
            if old is not None:
                old.hide()
                old.deleteLater()
        best = wording.best(results)
        self._total = len(results)
        self._tiles = [self._tile(result, text) for result in best]
        for tile in self._tiles:
            tile.setParent(self)
        self._rest = self._more() if best else None
        self._columns = 0
        self._arrange()

    def _arrange(self) -> None:
        """Four beside each other, two where four would say nothing; in one line as many as are readable."""
        columns = 4 if self.width() >= _FOUR else 2
        if self._one_line:
            columns = max(1, min(4, (self.width() - 44) // (_LEAST + 8)))
        if columns == self._columns:
            return
        self._columns = columns
        while self._grid.takeAt(0) is not None:
            pass
        shown = self._tiles[:columns] if self._one_line else self._tiles
        for tile in self._tiles:
            tile.setVisible(tile in shown)
        for at, tile in enumerate(shown):
            self._grid.addWidget(tile, at // columns, at % columns)
        for at in range(5):
            self._grid.setColumnStretch(at, int(at < columns))
        self._offer(self._total - len(shown))
        self.setVisible(bool(shown) and not self._none)

    def _offer(self, left: int) -> None:
        """Lead to the figures that have no tile."""
        if self._rest is None:
            return
        self._rest.setText(f"+{left}")
        self._rest.setAccessibleName(f"另有 {left} 项成效")
        self._rest.setToolTip(f"另有 {left} 项，在“成效”里")
        self._rest.setVisible(left > 0)
        if left > 0:
            self._grid.addWidget(self._rest, 0, self._columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow rooms have two columns."""
        super().resizeEvent(event)
        self._arrange()

    def _tile(self, result: Result, text: str) -> Tile:
        course, figure = wording.course(result), wording.figure(result, text)
        told = f"{result.metric}：{course or figure}" + (f"（{result.date}）" if result.date else "")
        tile = Tile(wording.figure(result) if course else figure, result.metric, told)
        tile.setEnabled(result.start is not None)
        tile.clicked.connect(lambda: self.result_wanted.emit(result.start or 0))
        return tile

    def _more(self) -> QPushButton:
        button = named(QPushButton(self), "plain")
        button.clicked.connect(self.more_wanted)
        return button


class Bars(QWidget):
    """Two bars, before above after, drawn to the larger of the two; a wish is hatched."""

    def __init__(self, result: Result, palette: Palette) -> None:
        super().__init__()
        self._result, self._palette = result, palette
        self.setFixedHeight(30)
        self.setMinimumWidth(90)
        self.setAccessibleName(f"{result.metric}，{wording.course(result)}")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Draw both bars on one scale from nought."""
        before, after = self._result.before, self._result.after
        if before is None or after is None:
            return
        most = max(abs(before), abs(after)) or 1.0
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        style = Qt.BrushStyle.SolidPattern if self._result.type == "result" else Qt.BrushStyle.Dense4Pattern
        for row, (value, colour) in enumerate(((before, self._palette.bar), (after, self._palette.green_fill))):
            width = max(2.0, abs(value) / most * (self.width() - 2))
            painter.setBrush(QColor(colour))
            if row:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.fillRect(QRectF(0, 16, width, 11), QColor(self._palette.green_soft))
                brush = painter.brush()
                brush.setColor(QColor(colour))
                brush.setStyle(style)
                painter.fillRect(QRectF(0, 16, width, 11), brush)
            else:
                painter.drawRoundedRect(QRectF(0, 2, width, 11), 2, 2)
