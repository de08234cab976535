"""The two tables of a round: rows of a few lines, opened by Enter and double click, whole when that is asked for.

Knows cells; no round.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from app.ui.compare.few_lines import shortened
from app.ui.legible import legible

_LINES = 4
_MEASURED = 120
"""Rows up to which each is as high as its words."""
_PADDING, _BESIDE = 12, 22
"""Pixels around the words of a cell, above and below and at its sides."""
_WHOLE = Qt.ItemDataRole.UserRole
_TOP = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft


class _Tinted(QStyledItemDelegate):
    """Lays a verdict's colour behind its words; a style sheet's items have none of their own."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if ground is not None:
            place = QRectF(option.rect).adjusted(2, 4, -8, -3)
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(place, 6, 6)
            painter.restore()
        super().paint(painter, option, index)


class Rows(QTableWidget):
    """Cells that are read, not written."""

    opened = Signal(int)
    """What stands in this row is to be read where it is from."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._whole = False
        self._widths: tuple[int, ...] = ()
        self.setObjectName("roundTable")
        self.setAccessibleName(name)
        self.setAccessibleDescription("回车或双击打开原文")
        self.setItemDelegate(_Tinted(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setShowGrid(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().hide()
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.itemDoubleClicked.connect(lambda item: self.opened.emit(item.row()))

    def say(self, row: int, column: int, words: str, tip: str = "") -> QTableWidgetItem:
        """Put words into a cell."""
        item = QTableWidgetItem(legible(words))
        item.setTextAlignment(_TOP)
        item.setData(_WHOLE, item.text())
        item.setToolTip(legible(tip or words))
        self.setItem(row, column, item)
        return item

    def name(self, heads: Sequence[str]) -> None:
        """Name the columns."""
        self.setColumnCount(len(heads))
        self.setHorizontalHeaderLabels([legible(head) for head in heads])
        for at, head in enumerate(heads):
            self.model().setHeaderData(at, Qt.Orientation.Horizontal, legible(head), Qt.ItemDataRole.ToolTipRole)

    def show_whole(self, whole: bool) -> None:
        """Let every row be as high as its words, or no higher than a few lines."""
        self._whole = whole
        self.fit_rows()

    def fit_columns(self, widths: Sequence[int]) -> None:
        """Let columns be so wide; the first takes what is over."""
        self._widths = tuple(widths)
        head = self.horizontalHeader()
        for column, width in enumerate(widths):
            head.resizeSection(column, width)
        roomy = sum(widths) < self.viewport().width()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch if roomy else QHeaderView.ResizeMode.Interactive)

    def fit_rows(self) -> None:
        """Let rows be as high as their words, up to a few lines."""
        many = self.rowCount() > _MEASURED
        lines = 2 if many else _LINES
        for row in range(self.rowCount()):
            for column in range(self.columnCount()):
                item = self.item(row, column)
                if item is not None:
                    self._shorten(item, max(40, self.columnWidth(column) - _BESIDE), lines, many=many)
        if many:
            self.verticalHeader().setDefaultSectionSize(lines * self.fontMetrics().lineSpacing() + _PADDING)
        else:
            self.resizeRowsToContents()

    def _shorten(self, item: QTableWidgetItem, wide: int, lines: int, *, many: bool) -> None:
        words = str(item.data(_WHOLE))
        if self._whole and not many:
            shown = words
        elif many:  # thousands of cells are cut, not measured
            most = lines * wide // self.fontMetrics().height()
            shown = words if len(words) <= most else f"{' '.join(words[:most].split())}…"
        else:
            shown = shortened(words, item.font() if item.font().pixelSize() > 0 else self.font(), wide, lines, "")
        if item.text() != shown:
            item.setText(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other room is given to the columns anew."""
        super().resizeEvent(event)
        if self._widths and event.size().width() != event.oldSize().width():
            self.fit_columns(self._widths)
            self.fit_rows()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self.opened.emit(self.currentRow())
        else:
            super().keyPressEvent(event)
