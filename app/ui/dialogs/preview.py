"""The first pages of an export, as they will look: pictures, rows or text. Shows; making them is done elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QPlainTextEdit,
    QScrollArea,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.ui import theme
from app.ui.legible import legible
from app.ui.record.naming import named

_GAP = 14
_WIDEST = 640


class Pages(QWidget):
    """Pages below each other, as wide as there is room."""

    def __init__(self, palette: theme.Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette = palette
        self._pages: list[QImage] = []

    def show_pages(self, pages: Sequence[QImage]) -> None:
        """Show these."""
        self._pages = list(pages)
        self._measure()
        self.update()

    def count(self) -> int:
        """How many there are."""
        return len(self._pages)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wider pages are taller."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._measure)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is to be seen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page, place in zip(self._pages, self._places(), strict=True):
            if place.intersects(event.rect()):
                painter.drawImage(place, page)
                painter.setPen(QColor(self._palette.line))
                painter.drawRect(place.adjusted(-1, -1, 0, 0))
        painter.end()

    def _places(self) -> list[QRect]:
        places = []
        top = _GAP
        room = max(80, self.width() - 2 * _GAP)
        for page in self._pages:
            wide = min(room, _WIDEST if page.width() <= page.height() else _WIDEST * 2)
            tall = round(wide * page.height() / max(1, page.width()))
            places.append(QRect((self.width() - wide) // 2, top, wide, tall))
            top += tall + _GAP
        return places

    def _measure(self) -> None:
        places = self._places()
        self.setMinimumHeight(places[-1].bottom() + _GAP if places else 0)


class PreviewPane(QWidget):
    """The pages, a table or a text, with one quiet line below."""

    def __init__(self, palette: theme.Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("exportPreview")
        self.pages = Pages(palette, self)
        self._area = named(QScrollArea(self), "previewArea", "预览")
        self._area.setWidgetResizable(True)
        self._area.setWidget(self.pages)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName("文字预览")
        self.table = QTableWidget(self)
        self.table.setAccessibleName("表格预览")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.words = named(QLabel(self), "quiet")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.nothing = QWidget(self)
        self.stack = QStackedWidget(self)
        for widget in (self._area, self.text, self.table, self.nothing):
            self.stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.stack, 1)
        column.addWidget(self.words)
        self.setMinimumWidth(200)

    def sizeHint(self) -> QSize:
        """Room for a page that can be read."""
        return QSize(460, 520)

    def waiting(self) -> None:
        """Something newer is being made; what is shown stays until it is there."""
        self.words.setText("正在生成预览…")

    def show_pages(self, pages: Sequence[QImage], words: str) -> None:
        """Show pictures of pages."""
        self.pages.show_pages(pages)
        self.stack.setCurrentWidget(self._area)
        self.words.setText(words)

    def show_rows(self, rows: Sequence[Sequence[str]], words: str) -> None:
        """Show a table; the first row holds the heads."""
        heads = list(rows[0]) if rows else []
        self.table.clear()
        self.table.setColumnCount(len(heads))
        self.table.setRowCount(max(0, len(rows) - 1))
        self.table.setHorizontalHeaderLabels(heads)
        for at, row in enumerate(rows[1:]):
            for column, cell in enumerate(row[: len(heads)]):
                self.table.setItem(at, column, QTableWidgetItem(" ".join(cell.split())[:200]))
        self.stack.setCurrentWidget(self.table)
        self.words.setText(words)

    def show_text(self, text: str, words: str) -> None:
        """Show a text."""
        self.text.setPlainText(legible(text))
        self.stack.setCurrentWidget(self.text)
        self.words.setText(words)

    def show_nothing(self, words: str) -> None:
        """There is nothing to show; say why."""
        self.stack.setCurrentWidget(self.nothing)
        self.words.setText(words)
