"""The middle column of the review: the file's text with its cuts, moved by mouse and keyboard.

Shows one `Review` and tells the next one; what a move means is `app.services.reviewing`'s matter.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu

from app.services.reviewing import Review
from app.ui import theme
from app.ui.review import menus
from app.ui.review.painting import EXACT, LINKS, ROW, SIDE, Lines, link_at
from app.ui.review.rows import Lit, Row, rows_of

Index = QModelIndex | QPersistentModelIndex
LINE = "application/x-xinglin-line"
"""A dragged cut or piece: its kind and its piece's number."""
_PIECE_KEYS = {Qt.Key.Key_S: menus.SPLIT, Qt.Key.Key_Delete: menus.OUT, Qt.Key.Key_Insert: menus.IN}
_CUT_KEYS = {Qt.Key.Key_M: menus.MERGE, Qt.Key.Key_Delete: menus.MERGE}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Rows(QAbstractListModel):
    """The lines of one review."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many there are."""
        return 0 if parent and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        """What is asked of a line."""
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.words[:200]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            before = f"案例 {row.place + 1}：" if row.kind == "piece" and row.place >= 0 else ""
            return f"{before}{row.words}{'，' + row.note if row.note else ''}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cuts and pieces can be taken and dropped anywhere."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = super().flags(index) | Qt.ItemFlag.ItemIsDropEnabled
        return flags if self.rows[index.row()].kind == "join" else flags | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        """What a dragged line is."""
        return [LINE]

    def mimeData(self, indexes: Any) -> QMimeData:  # noqa: ANN401 - a sequence of indexes
        """Take a line along."""
        row = self.rows[indexes[0].row()]
        data = QMimeData()
        data.setData(LINE, f"{row.kind} {row.piece}".encode())
        return data

    def fill(self, rows: tuple[Row, ...]) -> None:
        """Show other lines; the same lines with other words keep their places."""
        if [(r.kind, r.piece) for r in rows] == [(r.kind, r.piece) for r in self.rows]:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()


class Text(QListView):
    """The column."""

    changed = Signal(object)
    """The `Review` after a move."""
    stood_on = Signal(object, int)
    """Key of the case under the cursor, None outside all cases, and the piece."""

    def __init__(self, palette: theme.Palette) -> None:
        super().__init__()
        self.setObjectName("pieces")
        self.setAccessibleName("文件正文和切分")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(28)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setAutoScroll(True)
        self.review: Review | None = None
        self.model_ = Rows()
        self.lines = Lines(palette, self)
        self._filling = False
        self._aim: tuple[str, int, bool] | None = None
        """What is dragged where: kind, row, below its middle."""
        self.setModel(self.model_)
        self.setItemDelegate(self.lines)
        self.selectionModel().currentChanged.connect(self._stood)

    # --- showing

    def show_review(self, review: Review | None, *, fresh: bool = False) -> None:
        """Show a review, `fresh` when it is another file's. Where the cursor stands then is not told."""
        here = self._here()
        place = self.verticalScrollBar().value()
        self.review = review
        rows = rows_of(review) if review else ()
        self.lines.exact = len(rows) <= EXACT
        self._filling = True
        self.model_.fill(rows)
        if fresh:
            self.lines.lit = {}
            self.scrollToTop()
            first = next((n for n, row in enumerate(rows) if row.key is not None), 0)
            self._stand(first)
        else:
            wanted = (here.kind, here.piece) if here else None
            same = next((n for n, row in enumerate(rows) if (row.kind, row.piece) == wanted), None)
            if same is None and here:
                same = next((n for n, row in enumerate(rows) if row.kind == "piece" and row.piece == here.piece), None)
            self._stand(same or 0, scroll=False)
            self.verticalScrollBar().setValue(place)
        self._filling = False

    def show_key(self, key: int | None) -> None:
        """Say which case's record is shown."""
        self.lines.key = key
        self.viewport().update()

    def light(self, lit: dict[int, Lit]) -> None:
        """Light the source of a value and bring it into sight."""
        self.lines.lit = lit
        self.viewport().update()
        if lit:
            first = min(lit)
            for number, row in enumerate(self.model_.rows):
                if row.kind == "piece" and row.piece == first:
                    self.scrollTo(self.model_.index(number), QAbstractItemView.ScrollHint.EnsureVisible)

    def set_palette(self, palette: theme.Palette) -> None:
        """Take other colours."""
        self.lines.colours = palette
        self.viewport().update()

    def stand_on(self, key: int) -> None:
        """Go to the beginning of a case."""
        for number, row in enumerate(self.model_.rows):
            if row.kind == "cut" and row.key == key:
                self._stand(number)
                self.scrollTo(self.model_.index(number), QAbstractItemView.ScrollHint.PositionAtTop)

    def row_at(self, number: int) -> Row | None:
        """The line at a place."""
        return self.model_.rows[number] if 0 <= number < len(self.model_.rows) else None

    def _here(self) -> Row | None:
        return self.row_at(self.currentIndex().row())

    def _stand(self, number: int, *, scroll: bool = True) -> None:
        auto = self.hasAutoScroll()
        self.setAutoScroll(scroll)
        self.setCurrentIndex(self.model_.index(number))
        self.setAutoScroll(auto)

    def _stood(self, now: QModelIndex) -> None:
        row = self.row_at(now.row())
        if row and not self._filling:
            self.stood_on.emit(row.key, row.piece)

    # --- doing

    def do(self, deed: str, row: Row, target: int | None = None) -> None:
        """Do one of `app.ui.review.menus`' deeds at a line and tell what came of it."""
        if self.review is not None:
            after = menus.done(self.review, deed, row, target)
            if after != self.review:
                self.changed.emit(after)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moves have keys of their own; the arrows walk."""
        row = self._here()
        key = event.key()
        if row is None or not self._pressed(row, Qt.Key(key), event.modifiers()):
            super().keyPressEvent(event)

    def _pressed(self, row: Row, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        if held == Qt.KeyboardModifier.AltModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.do(menus.UP if key == Qt.Key.Key_Up else menus.DOWN, row)
            return True
        if held & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if row.kind == "join" and key in _ENTER:
            self.do(menus.JOIN, row)
            return True
        deed = {"piece": _PIECE_KEYS, "cut": _CUT_KEYS}.get(row.kind, {}).get(key)
        if key == Qt.Key.Key_M:
            deed = menus.MERGE
        if deed:
            self.do(deed, row)
        return deed is not None

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done at the line under the pointer, or at the current one from the keyboard."""
        index = self.indexAt(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Keyboard or not index.isValid():
            index = self.currentIndex()
        self.setCurrentIndex(index)
        self._menu(self.visualRect(index).center() if not event.pos().y() else event.pos())

    def _menu(self, place: QPoint, *, elsewhere: bool = False) -> None:
        row = self._here()
        if row is None or self.review is None:
            return
        menu: QMenu = menus.menu(self, self.review, row, self.do, elsewhere=elsewhere)
        menu.popup(self.viewport().mapToGlobal(place))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a join's link."""
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        row = self.row_at(index.row())
        if row is None or row.kind != "join" or event.button() != Qt.MouseButton.LeftButton:
            return
        link = link_at(row, self.visualRect(index), place)
        if link == LINKS[0]:
            self.do(menus.JOIN, row)
        elif link:
            self._menu(place, elsewhere=True)

    # --- dragging

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Only lines of this text; files are for the screen."""
        if event.source() is self and event.mimeData().hasFormat(LINE):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where it would go."""
        if not event.mimeData().hasFormat(LINE):
            event.ignore()
            return
        super().dragMoveEvent(event)
        self._aim = self._aimed(event.mimeData(), event.position().toPoint())
        event.setAccepted(self._aim is not None)
        self.viewport().update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It goes nowhere."""
        super().dragLeaveEvent(event)
        self._aim = None
        self.viewport().update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put a cut between two pieces, or a piece into the case it was dropped on."""
        if not event.mimeData().hasFormat(LINE):
            event.ignore()
            return
        aim = self._aimed(event.mimeData(), event.position().toPoint())
        self._aim = None
        self.viewport().update()
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        target = self.row_at(aim[1]) if aim else None
        if aim is None or target is None:
            return
        dragged = self._dragged(event.mimeData())
        if dragged and dragged.kind == "cut":
            self.do(menus.CUT_TO, dragged, target.piece + (1 if aim[2] and target.kind != "cut" else 0))
        elif dragged:
            self.do(menus.OUT if target.key is None else menus.GIVE, dragged, target.key)

    def _dragged(self, data: QMimeData) -> Row | None:
        kind, _, number = bytes(data.data(LINE).data()).decode().partition(" ")
        return next((row for row in self.model_.rows if (row.kind, str(row.piece)) == (kind, number)), None)

    def _aimed(self, data: QMimeData, place: QPoint) -> tuple[str, int, bool] | None:
        index = self.indexAt(place)
        dragged = self._dragged(data)
        if dragged is None or not index.isValid():
            return None
        return dragged.kind, index.row(), place.y() > self.visualRect(index).center().y()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines, and over them where a dragged one would go."""
        super().paintEvent(event)
        if self._aim is None:
            return
        kind, row, below = self._aim
        box: QRect = self.visualRect(self.model_.index(row)).adjusted(SIDE, 0, -SIDE, 0)
        painter = QPainter(self.viewport())
        painter.setPen(QPen(QColor(self.lines.colours.accent), 2))
        if kind == "cut":
            y = box.bottom() - 1 if below else box.top()
            painter.drawLine(box.left(), y, box.right(), y)
        else:
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -5), 4, 4)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths, other heights."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()
