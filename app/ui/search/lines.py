"""All hits of a case as lines, the hits under one another; a line leads to its place. Knows no library."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.ui import theme
from app.ui.legible import legible
from app.ui.record.rows import RECORD, Index, Records, RowPainter
from app.ui.search.marking import tip
from db.answers import Line

ROW, PLACE = 27, 66
_BEFORE = 0.40
"""Share of the room at which hits begin."""
_WHERE = {"title": "标题", "name": "名称", "note": "笔记", "abstract": "提要",
          "tag": "标签", "quote": "引文", "source": "原件"}  # fmt: skip


def place(line: Line) -> str:
    """Where a line stands, in words."""
    return f"第 {line.paragraph} 段" if line.where == "text" else _WHERE[line.where]


def _told(lines: tuple[Line, ...], at: int, role: int) -> object:
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
        line = lines[at]
        return f"{place(line)}：{line.before}{line.hit}{line.after}"
    return None


class _Painter(RowPainter):
    """Place, what stands before flush right, the hit, what stands after."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(RECORD)
        if not isinstance(line, Line):
            return
        colours, box = self.colours, QRectF(option.rect)
        painter.save()
        if ground := self.ground(option):
            painter.fillRect(box, QColor(ground))
        painter.setFont(theme.sans(theme.TINY))
        painter.setPen(QColor(colours.muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(box.left() + 12, box.top(), PLACE, box.height()), middle, place(line))
        font = theme.sans()
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        left, right = box.left() + 12 + PLACE, box.right() - 12
        at = left + (right - left) * _BEFORE
        ink = QColor(colours.on_green_soft if self.chosen(option) else colours.soft_ink)
        painter.setPen(ink)
        before = metrics.elidedText(legible(_flat(line.before)), Qt.TextElideMode.ElideLeft, at - left - 2)
        painter.drawText(
            QRectF(left, box.top(), at - left - 1, box.height()), middle | Qt.AlignmentFlag.AlignRight, before
        )
        hit = metrics.elidedText(legible(line.hit), Qt.TextElideMode.ElideMiddle, (right - at) * 0.7)
        wide = metrics.horizontalAdvance(hit)
        behind = QRectF(at, box.top() + 4, wide + 2, box.height() - 8)
        painter.fillRect(behind, QColor(colours.yellow))
        painter.setPen(QColor(colours.ink))
        painter.drawText(QRectF(at + 1, box.top(), wide + 2, box.height()), middle, hit)
        painter.setPen(ink)
        rest = at + wide + 3
        after = metrics.elidedText(legible(_flat(line.after)), Qt.TextElideMode.ElideRight, right - rest)
        painter.drawText(QRectF(rest, box.top(), right - rest, box.height()), middle, after)
        painter.restore()


class Concordance(QDialog):
    """The list of lines of one case; stays open beside the reader until it is closed."""

    wanted = Signal(str, object)
    """The case and the line to go to."""
    step_wanted = Signal(int)
    """The next or an earlier case of the list."""

    def __init__(self, palette: theme.Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("全部命中")
        self.setObjectName("concordance")
        self.setModal(False)
        self.case_id = ""
        self._lines = Records(_told, self)
        self._painter = _Painter(palette, QSize(300, ROW), self)
        self.head = QLabel(self)
        self.head.setObjectName("title")
        self.head.setTextFormat(Qt.TextFormat.PlainText)
        self.count = QLabel(self)
        self.count.setObjectName("quiet")
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.list = QListView(self)
        self.list.setObjectName("lines")
        self.list.setAccessibleName("全部命中")
        self.list.setAccessibleDescription("上下键移动，回车到原文那一处")
        self.list.setModel(self._lines)
        self.list.setItemDelegate(self._painter)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(lambda index: self._go(index.row()))
        self.previous, self.next = _button("上一案", self), _button("下一案", self)
        self.previous.clicked.connect(lambda: self.step_wanted.emit(-1))
        self.next.clicked.connect(lambda: self.step_wanted.emit(1))
        top = QHBoxLayout()
        top.addWidget(self.head, 1)
        top.addWidget(self.previous)
        top.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.count)
        column.addWidget(self.list, 1)
        self._fit(parent)

    def set_palette(self, palette: theme.Palette) -> None:
        """Take other colours."""
        self._painter.colours = palette
        self.list.viewport().update()

    def show_lines(self, case_id: str, title: str, asked: str, lines: Sequence[Line]) -> None:
        """Show the hits of a case."""
        self.case_id = case_id
        self._title = title
        self._elide()
        self._lines.fill(tuple(lines))
        inside = sum(line.where == "text" for line in lines)
        told = f"{len(lines)} 处，其中正文 {inside} 处" if inside < len(lines) else f"{len(lines)} 处"
        what = asked if len(asked) <= 40 else f"{asked[:39]}…"
        self.count.setText(f"{what}　{told}　点一行到原文那一处" if lines else f"{what}　这个案例里没有可以标出的字")
        if lines:
            self.list.setCurrentIndex(self._lines.index(0))

    def lines(self) -> tuple[Line, ...]:
        """What is listed now."""
        return self._lines.shown

    def stand_on(self, start: int) -> None:
        """Choose the line of the text that begins there."""
        for row, line in enumerate(self._lines.shown):
            if line.where == "text" and line.start == start:
                self.list.setCurrentIndex(self._lines.index(row))
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the place of the current line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.hasFocus():
            self._go(self.list.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _go(self, row: int) -> None:
        if 0 <= row < len(self._lines.shown):
            self.wanted.emit(self.case_id, self._lines.shown[row])

    def _elide(self) -> None:
        self.head.setText(
            self.head.fontMetrics().elidedText(legible(self._title), Qt.TextElideMode.ElideRight, self.width() - 210)
        )
        self.head.setToolTip(tip(self._title))

    def _fit(self, home: QWidget) -> None:
        """Over the foot of the window, so that the place gone to is seen above."""
        wide, high = min(880, home.width() - 40), min(360, home.height() // 2)
        corner = home.mapToGlobal(home.rect().bottomRight())
        self._title = ""
        self.setGeometry(corner.x() - wide - 20, corner.y() - high - 44, wide, high)
        self.setMinimumSize(420, 180)


def _button(words: str, parent: QWidget) -> QPushButton:
    button = QPushButton(words, parent)
    button.setAccessibleName(words)
    button.setAutoDefault(False)
    return button


def _flat(text: str) -> str:
    return text.replace("\n", " ")
