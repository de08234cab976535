"""The frozen first column and first line of a matrix: cases and questions, dragged into another order.

Draws titles; knows no library. A head that was dragged says the new order and lays itself straight again, for the
order that counts is the matrix's own.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QTextOption
from PySide6.QtWidgets import QHeaderView, QWidget

from app.services.gridding import Title
from app.ui import theme
from app.ui.compare.matrix_model import TITLE
from app.ui.legible import legible

WIDE, NARROW = 190, 120
"""How wide the first column is, and when there is little room."""
LINE = 34
"""How high the first line is when it holds questions; cases need more."""
_CASES = 54


class Heads(QHeaderView):
    """One of the two."""

    ordered = Signal(object)
    """The places sections had before, in the order they are in now."""

    def __init__(self, way: Qt.Orientation, palette: theme.Palette, parent: QWidget) -> None:
        super().__init__(way, parent)
        self.colours = palette
        self.sorted = -1
        """The section by which lines are sorted."""
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._moved = QTimer(self, singleShot=True, interval=0)
        self._moved.timeout.connect(self._tell)
        self.sectionMoved.connect(lambda *_: self._moved.start())

    def _tell(self) -> None:
        order = [self.logicalIndex(at) for at in range(self.count())]
        if order == sorted(order):
            return
        held = self.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        for at in range(self.count()):
            self.moveSection(self.visualIndex(at), at)
        self.blockSignals(held)
        self.ordered.emit(order)

    def sizeHint(self) -> QSize:
        """The room it takes beside the cells."""
        if self.orientation() == Qt.Orientation.Vertical:
            parent = self.parentWidget()
            return QSize(WIDE if parent is None or parent.width() > 760 else NARROW, 0)
        titles = [self._title(at) for at in range(self.count())]
        return QSize(0, _CASES if any(title and title.sub for title in titles) else LINE)

    def _title(self, section: int) -> Title | None:
        title = self.model().headerData(section, self.orientation(), TITLE)
        return title if isinstance(title, Title) else None

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - Qt's own name
        """Title in strong letters, what is below in small ones."""
        title = self._title(logicalIndex)
        colours = self.colours
        painter.save()
        painter.fillRect(rect, QColor(colours.panel))
        painter.setPen(QColor(colours.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if self.orientation() == Qt.Orientation.Vertical:
            painter.drawLine(rect.topRight(), rect.bottomRight())
        if title:
            self._words(painter, QRect(rect).adjusted(12, 0, -8, 0), title, logicalIndex)
        painter.restore()

    def _words(self, painter: QPainter, box: QRect, title: Title, section: int) -> None:
        colours = self.colours
        cases = bool(title.sub)
        strong = theme.sans(theme.BODY, bold=cases)
        painter.setFont(strong)
        painter.setPen(QColor(colours.muted if title.gone or not cases else colours.ink))
        metrics = QFontMetrics(strong)
        sign = " ↓" if section == self.sorted else ""
        high = self.orientation() == Qt.Orientation.Vertical
        if not cases:
            flags = Qt.AlignmentFlag.AlignLeft | (Qt.AlignmentFlag.AlignTop if high else Qt.AlignmentFlag.AlignVCenter)
            place = box.adjusted(0, 9, 0, 0) if high else box
            words = metrics.elidedText(legible(title.text), Qt.TextElideMode.ElideRight, box.width() - 14) + sign
            painter.drawText(place, flags, words)
            return
        name = metrics.elidedText(legible(title.text), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box.adjusted(0, 8, 0, 0), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, name)
        small = theme.sans(theme.SMALL)
        painter.setFont(small)
        painter.setPen(QColor(colours.warn if title.gone else colours.muted))
        below = QRectF(box.adjusted(0, 28, 0, -3))
        one_line = QFontMetrics(small).height()
        if below.height() < 2 * one_line:
            words = QFontMetrics(small).elidedText(legible(title.sub), Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, words)
            return
        below.setHeight(min(below.height(), 2 * one_line + 4))
        wrapped = QTextOption(Qt.AlignmentFlag.AlignLeft)
        wrapped.setWrapMode(QTextOption.WrapMode.WrapAnywhere)
        painter.drawText(below, legible(title.sub), wrapped)
