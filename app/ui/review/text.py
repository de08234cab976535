"""The middle column of the review: the file's text with its cuts, moved by mouse and keyboard.

Shows one `Review` and tells the next one; what a move means is `app.services.reviewing`'s matter.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu

from app.services.reviewing import Review
from app.ui import theme
from app.ui.review import menus, setting
from app.ui.review.carrying import Carrier
from app.ui.review.choosing import Choosing
from app.ui.review.painting import EXACT, LINKS, link_at
from app.ui.review.pointing import KEYS, PointBar
from app.ui.review.rows import Lit, Row, rows_of

_PIECE_KEYS = {Qt.Key.Key_S: menus.SPLIT, Qt.Key.Key_Delete: menus.OUT, Qt.Key.Key_Insert: menus.IN}
_CUT_KEYS = {Qt.Key.Key_M: menus.MERGE, Qt.Key.Key_Delete: menus.MERGE}
_JOIN_KEYS = {Qt.Key.Key_Return: menus.JOIN, Qt.Key.Key_Enter: menus.JOIN, Qt.Key.Key_Delete: menus.GIVE_RUN}
_TASK_KEYS = {Qt.Key.Key_S: menus.CUT_TASK, Qt.Key.Key_M: menus.MERGE_TASK, Qt.Key.Key_Delete: menus.DROP_TASK}
"""With Shift."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_FIRST = 40
"""Lines of a file shown for the first time that are laid out before the window is painted."""


class Text(Carrier):
    """The column."""

    changed = Signal(object)
    """The `Review` after a move."""
    stood_on = Signal(object, int)
    """Key of the case under the cursor, None outside all cases, and the piece."""
    said = Signal(str, object)
    """What a person says chosen words are (`app.ui.review.pointing`), and the `Chosen`."""
    refused = Signal(str)
    """Why a move came to nothing."""
    entered = Signal()
    """The record of the case under the cursor is wanted, to be gone through by key."""
    edited = Signal()
    """The title of the case, or the task, under the cursor is to be written anew."""

    def __init__(self, palette: theme.Palette) -> None:
        super().__init__(palette)
        self.setObjectName("pieces")
        self.setAccessibleName("文件正文和切分")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(28)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.review: Review | None = None
        self.choosing = Choosing()
        self.bar = PointBar(self.viewport())
        self.bar.said.connect(self.say)
        self.viewport().setMouseTracking(True)
        self._filling = False
        self._follow: int | None = None
        """The case whose cut is being moved: the cursor goes with it."""
        self.carried.connect(self._carried)
        self.setBatchSize(_FIRST)
        self.selectionModel().currentChanged.connect(self._stood)
        self.verticalScrollBar().valueChanged.connect(self._place_bar)

    # --- showing

    def show_review(self, review: Review | None, *, fresh: bool = False) -> None:
        """Show a review, `fresh` when it is another file's. Where the cursor stands then is not told."""
        here = self._here()
        place = self.verticalScrollBar().value()
        self.review = review
        rows = rows_of(review) if review else ()
        self.lines.exact = len(rows) <= EXACT
        self.setLayoutMode(QListView.LayoutMode.Batched if fresh else QListView.LayoutMode.SinglePass)
        self._filling = True
        self.model_.fill(rows)
        if fresh:
            self.choose_nothing()
            self.lines.lit = {}
            self.scrollToTop()
            first = next((n for n, row in enumerate(rows) if row.key is not None), 0)
            self._stand(first)
        else:
            wanted = (here.kind, here.piece) if here else None
            same = next((n for n, row in enumerate(rows) if (row.kind, row.piece) == wanted), None)
            if same is None and here:
                same = next((n for n, row in enumerate(rows) if row.kind == "piece" and row.piece == here.piece), None)
            if self._follow is not None and (same is None or rows[same].key != self._follow):
                cut = (n for n, row in enumerate(rows) if row.kind == "cut" and row.key == self._follow)
                same = next(cut, same)
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

    def stand_at(self, kind: str, piece: int) -> None:
        """Go to a line."""
        for number, row in enumerate(self.model_.rows):
            if (row.kind, row.piece) == (kind, piece):
                self._stand(number)
                self.scrollTo(self.model_.index(number), QAbstractItemView.ScrollHint.PositionAtCenter)

    def _here(self) -> Row | None:
        return self.row_at(self.currentIndex().row())

    def _stand(self, number: int, *, scroll: bool = True) -> None:
        auto = self.hasAutoScroll()
        self.setAutoScroll(scroll)
        self.setCurrentIndex(self.model_.index(number))
        self.setAutoScroll(auto)

    def _stood(self, now: QModelIndex) -> None:
        row = self.row_at(now.row())
        if row and self.choosing.now and self.choosing.now.piece != row.piece:
            self.choose_nothing()
        if row and not self._filling:
            self.stood_on.emit(row.key, row.piece)

    # --- doing

    def do(self, deed: str, row: Row, target: int | None = None) -> None:
        """Do one of `app.ui.review.menus`' deeds at a line and tell what came of it."""
        if self.review is not None:
            after = menus.done(self.review, deed, row, target)
            if after == self.review:
                if words := menus.refused(deed, row):
                    self.refused.emit(words)
                return
            self._follow = row.key if deed in (menus.UP, menus.DOWN, menus.CUT_TO) else None
            self.changed.emit(after)
            self._follow = None

    def say(self, kind: str) -> None:
        """A person says what the chosen words are."""
        if chosen := self.choosing.some:
            self.bar.hide()
            self.said.emit(kind, chosen)

    def choose_nothing(self) -> None:
        """Let go of chosen words."""
        self.choosing.clear()
        self._chose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moves have keys of their own; up and down walk the lines, left and right the words of one."""
        row = self._here()
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if row is None:
            super().keyPressEvent(event)
        elif row.kind == "piece" and row.key is not None and self.choosing.key(row, event):
            self._chose()
        elif self.choosing.some and held == Qt.KeyboardModifier.NoModifier and key in KEYS:
            self.say(KEYS[key])
        elif not self._pressed(row, key, held):
            super().keyPressEvent(event)

    def _pressed(self, row: Row, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        if held == Qt.KeyboardModifier.AltModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.do(menus.UP if key == Qt.Key.Key_Up else menus.DOWN, row)
            return True
        if held == Qt.KeyboardModifier.ShiftModifier and key in _TASK_KEYS and row.kind == "piece":
            self.do(_TASK_KEYS[key], row)
            return True
        if held:
            return False
        if key == Qt.Key.Key_F2 or (key in _ENTER and row.kind != "join"):
            self._opened(row, key)
            return True
        deed = {"piece": _PIECE_KEYS, "cut": _CUT_KEYS, "join": _JOIN_KEYS}[row.kind].get(key)
        if key == Qt.Key.Key_M:
            deed = menus.MERGE
        if deed:
            self.do(deed, row)
        return deed is not None

    def _opened(self, row: Row, key: Qt.Key) -> None:
        """Enter goes into the record, F2 changes what stands here; a piece nobody can place is confirmed or given."""
        if row.kind == "join" or row.key is None:
            if key == Qt.Key.Key_F2:
                self._menu(self.visualRect(self.currentIndex()).center(), elsewhere=True)
            elif row.wanting:
                self.do(menus.EXPLAIN, row)
        elif key == Qt.Key.Key_F2:
            self.edited.emit()
        else:
            self.entered.emit()

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
        if self.choosing.some and not elsewhere:
            menus.add_said(menu, self.say)
        menu.popup(self.viewport().mapToGlobal(place))

    # --- the mouse

    def _words_at(self, place: QPoint) -> tuple[Row, QRect] | None:
        """The piece of a case whose words stand under a point, with its place; not its handle."""
        index = self.indexAt(place)
        row = self.row_at(index.row())
        if row is None or row.kind != "piece" or row.key is None or place.x() < setting.HANDLE:
            return None
        return row, self.visualRect(index)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """On words the choosing begins, on all else the dragging of lines."""
        super().mousePressEvent(event)
        place = event.position().toPoint()
        found = self._words_at(place) if event.button() == Qt.MouseButton.LeftButton else None
        if found:
            self.choosing.press(*found, place, extend=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            self._chose(bar=False)
        elif event.button() == Qt.MouseButton.LeftButton:
            self.choose_nothing()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Words are chosen along the way; elsewhere the pointer says what can be done."""
        place = event.position().toPoint()
        if self.choosing.dragging and self.choosing.now:
            row = self._here()
            if row:
                self.choosing.drag(row, self.visualRect(self.currentIndex()), place)
                self._chose(bar=False)
            return
        super().mouseMoveEvent(event)
        self.viewport().setCursor(self._cursor_at(place))

    def _cursor_at(self, place: QPoint) -> Qt.CursorShape:
        index = self.indexAt(place)
        row = self.row_at(index.row())
        if row is None:
            return Qt.CursorShape.ArrowCursor
        if row.kind == "join":
            link = link_at(row, self.visualRect(index), place)
            return Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor
        if row.kind == "cut":
            return Qt.CursorShape.SizeVerCursor
        return Qt.CursorShape.IBeamCursor if self._words_at(place) else Qt.CursorShape.OpenHandCursor

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A phrase, or what stands in quotation marks."""
        place = event.position().toPoint()
        if found := self._words_at(place):
            self.choosing.double(*found, place)
            self._chose()
        else:
            super().mouseDoubleClickEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The choosing ends; or a click on a join's link."""
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        if self.choosing.dragging:
            self.choosing.dragging = False
            self._chose()
            return
        index = self.indexAt(place)
        row = self.row_at(index.row())
        if row is None or row.kind != "join" or event.button() != Qt.MouseButton.LeftButton:
            return
        link = link_at(row, self.visualRect(index), place)
        if link == LINKS[1]:
            self._menu(place, elsewhere=True)
        elif link:
            self.do(menus.JOIN if link == LINKS[0] else menus.GIVE_RUN, row)

    def _chose(self, *, bar: bool = True) -> None:
        """Show what is chosen, and the bar that asks what it is."""
        now = self.choosing.now
        self.lines.chosen = (now.piece, now.anchor, now.caret) if now else None
        self.viewport().update()
        if bar and self.choosing.some:
            self._place_bar(shown=True)
        else:
            self.bar.hide()

    def _place_bar(self, _: int = 0, *, shown: bool = False) -> None:
        chosen, row = self.choosing.some, self._here()
        if chosen is None or row is None or row.piece != chosen.piece or not (shown or self.bar.isVisible()):
            return
        point = setting.point_of(row, self.visualRect(self.currentIndex()), chosen.end)
        self.bar.show_at(point, int(setting.LINE))

    def _carried(self, dragged: Row, target: Row, below: bool) -> None:
        """Put a cut between two pieces, or a piece into the case it was dropped on."""
        if dragged.kind == "cut":
            self.do(menus.CUT_TO, dragged, target.piece + (1 if below and target.kind != "cut" else 0))
        else:
            self.do(menus.OUT if target.key is None else menus.GIVE, dragged, target.key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths, other heights."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()
