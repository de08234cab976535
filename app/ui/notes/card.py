"""One note in the margin: its quote, its words, its tags; edited in place. It tells what is wanted, no library here."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from app.ui import theme
from app.ui.notes import tagging
from app.ui.notes.editor import NoteEditor
from app.ui.notes.markdown import Markdown
from app.ui.notes.notebook import Entry
from app.ui.record.naming import named, tool
from app.ui.record.wording import COLOURS, INKS
from app.ui.theme import Palette
from db.records import Note

_QUOTE = 90
"""Characters of a quote that are shown; the rest is in the text beside it."""
_UNBOUND = 16_777_215
_ANCHORS = {"moved": "（位置已随原文移动）", "changed": "（原文已改动，请确认）", "lost": "（原文中已找不到这段话）"}
_SETTLING = {
    "changed": (("接受新句", "标注改为现在的原文", "accept"), ("不是这句", "取下标注，留在末尾等待定位", "lose")),
    "lost": (("标到选中的话", "先在正文里选中一段话", "place"),),
}
"""What can be done where the text under a note has changed: words, hint, what is told."""


class Card(QFrame):
    """A note; click chooses it, Enter or a double click edits it."""

    chosen = Signal(str)
    typed = Signal(str, str)
    left = Signal(str)
    colour_wanted = Signal(str, str)
    tags_wanted = Signal(str, str)
    delete_wanted = Signal(str)
    anchor_settled = Signal(str, str)
    """accept, lose or place: what is to become of a passage that has changed."""
    step_wanted = Signal(str, int)
    grown = Signal()

    def __init__(self, entry: Entry, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = entry.key
        self._palette = palette
        self._note: Note | None = None
        self._editing = False
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(14, 8, 10, 8)
        self._box.setSpacing(3)
        self.quote = named(QLabel(), "quote")
        self.quote.setFont(theme.serif(12))
        self.body = Markdown()
        self.tags = named(QLabel(), "tags")
        for label in (self.quote, self.body, self.tags):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._box.addWidget(label)
        self.quote.setWordWrap(True)
        self.tags.setWordWrap(True)
        self.quote.setTextFormat(Qt.TextFormat.PlainText)
        self.tags.setTextFormat(Qt.TextFormat.PlainText)
        self.settling = QWidget()
        self._settled_for = ""
        row = QHBoxLayout(self.settling)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self.settling.hide()
        self._box.addWidget(self.settling)
        self.editor: NoteEditor | None = None
        self.tag_field: QLineEdit | None = None
        self._tools: QWidget | None = None
        self._whole = False
        self.more = tool("plain", "展开", "展开笔记")
        self.more.clicked.connect(self._turn)
        self.more.hide()
        self._box.addWidget(self.more)
        self.take(entry)

    # what is shown

    def take(self, entry: Entry) -> None:
        """Show a note as it is now; an open editor keeps what is being typed in it."""
        if entry.note == self._note:
            return
        self._note = note = entry.note
        self.quote.setText(note.quote if len(note.quote) <= _QUOTE else note.quote[:_QUOTE] + "……")
        self.quote.setVisible(bool(note.quote))
        body = tagging.without_tail(note.text)
        state = _ANCHORS.get(note.anchor, "")
        self.body.show_text(body + (f"\n\n*{state}*" if state else ""), self._palette.accent_ink)
        self.body.setVisible(bool(body or state) and not self._editing)
        self._offer(note.anchor)
        self.tags.setText(" ".join(f"#{tag}" for tag in note.tags))
        self.tags.setVisible(bool(note.tags) and not self._editing)
        self.update()
        words = note.text.strip() or note.quote
        self.setAccessibleName(f"笔记：{words[:60]}" if words else "新笔记")
        self.setAccessibleDescription("回车编辑，删除键删除" + (f"，{COLOURS[note.colour]}高亮" if note.quote else ""))
        if self.editor and entry.unsaved is None:
            self.editor.take(note.text)
        self.grown.emit()

    def _offer(self, anchor: str) -> None:
        """Offer what can be done about a passage that has changed or is lost."""
        row = self.settling.layout()
        if anchor == self._settled_for or row is None:
            return
        self._settled_for = anchor
        while (item := row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for words, hint, what in _SETTLING.get(anchor, ()):
            button = tool("plain", words, f"{words}：{hint}")
            button.setToolTip(hint)
            button.clicked.connect(lambda _=False, w=what: self.anchor_settled.emit(self.key, w))
            row.addWidget(button)
        self.settling.setVisible(row.count() > 0)

    def show_again(self) -> None:
        """Put the text back in place of the editor."""
        if note := self._note:
            self._note = None
            self.take(Entry(self.key, note))

    def height_in(self, width: int, most: int) -> int:
        """The height it takes in that width: of a long note the beginning up to `most`, unless all is wanted."""
        limit = _UNBOUND
        if self.editor:
            self.editor.limit(most - 90)
        elif self._note:
            inside = width - self._box.contentsMargins().left() - self._box.contentsMargins().right()
            full = self.body.heightForWidth(inside) if not self.body.isHidden() else 0
            long = full > most - 60
            self.more.setVisible(long)
            self.more.setText("收起" if self._whole else "展开")
            self.more.setAccessibleName("收起笔记" if self._whole else "展开笔记")
            limit = max(60, most - 90) if long and not self._whole else _UNBOUND
        if self.editor:
            self.more.hide()
        if self.body.maximumHeight() != limit:
            self.body.setMaximumHeight(limit)
        self._box.activate()
        known = self._box.hasHeightForWidth()
        return max(30, self._box.totalHeightForWidth(width) if known else self._box.totalSizeHint().height())

    def _turn(self) -> None:
        self._whole = not self._whole
        self.grown.emit()

    def choose(self, *, on: bool) -> None:
        """Stand out among the cards, with its tools."""
        if bool(self.property("chosen")) == on:
            return
        self.setProperty("chosen", on)
        self.update()
        if on and self._tools is None:
            self._tools = self._made_tools()
            self._box.addWidget(self._tools)
        if self._tools:
            self._tools.setVisible(on)
        self.grown.emit()

    def set_palette(self, palette: Palette) -> None:
        """Show in other colours."""
        self._palette = palette
        if not self._editing:
            self.show_again()
        self.update()

    def _made_tools(self) -> QWidget:
        tools = QWidget()
        row = QHBoxLayout(tools)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(5)
        if self._note and self._note.start is not None:
            for colour in INKS:
                ink = tool("ink")
                ink.setProperty("colour", colour)
                ink.setAccessibleName(f"改为{COLOURS[colour]}")
                ink.setToolTip(f"改为{COLOURS[colour]}")
                ink.clicked.connect(lambda _=False, c=colour: self.colour_wanted.emit(self.key, c))
                row.addWidget(ink)
        row.addStretch(1)
        for words, told, act in (("编辑", "编辑笔记", self.edit), ("删除", "删除笔记", self._delete)):
            button = tool("plain", words)
            button.setAccessibleName(told)
            button.clicked.connect(act)
            row.addWidget(button)
        return tools

    # editing

    @property
    def editing(self) -> bool:
        """Whether the editor is open."""
        return self._editing

    def edit(self) -> None:
        """Open the editor in place of the text."""
        if self._note is None:
            return
        if not self._editing:
            self._editing = True
            self.editor, self.tag_field = self._made_editor(self._note)
            at = self._box.indexOf(self.tags)
            self._box.insertWidget(at, self.editor)
            self._box.insertWidget(at + 1, self.tag_field)
            self.body.hide()
            self.tags.hide()
            self.grown.emit()
        if self.editor:
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _made_editor(self, note: Note) -> tuple[NoteEditor, QLineEdit]:
        editor = NoteEditor()
        editor.take(note.text)
        editor.moveCursor(editor.textCursor().MoveOperation.End)
        editor.typed.connect(lambda text: self.typed.emit(self.key, text))
        editor.grown.connect(self.grown)
        editor.done.connect(self._done)
        editor.left.connect(self._focus_went)
        field = named(QLineEdit(), "line")
        written = tagging.hashtags(note.text)
        field.setText(" ".join(tag for tag in note.tags if tag not in written))
        field.setPlaceholderText("标签，用空格分开")
        field.setAccessibleName("笔记标签")
        field.returnPressed.connect(lambda: QTimer.singleShot(0, self, self._done))
        field.editingFinished.connect(self._focus_went)
        return editor, field

    def _focus_went(self) -> None:
        QTimer.singleShot(0, self, self._leave_unless_within)

    def _leave_unless_within(self) -> None:
        within = QApplication.focusWidget()
        if within is None or not self.isAncestorOf(within):
            self.close_editor()

    def _done(self) -> None:
        self.close_editor(refocus=True)

    def close_editor(self, *, refocus: bool = False) -> None:
        """Close the editor; what was typed has been told."""
        if not self._editing:
            return
        self.settle()
        if refocus:
            self.setFocus()
        self._editing = False
        for widget in (self.editor, self.tag_field):
            if widget:
                widget.blockSignals(True)  # noqa: FBT003 - Qt's own
                widget.hide()
                widget.deleteLater()
        self.editor = self.tag_field = None
        self.left.emit(self.key)
        self.show_again()

    def settle(self) -> None:
        """Hand over everything that was typed, composed words included."""
        if self.editor:
            self.editor.settle()
        if self.tag_field and self.tag_field.isModified():
            self.tags_wanted.emit(self.key, self.tag_field.text())

    def _delete(self) -> None:
        self.delete_wanted.emit(self.key)

    # Qt's own

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt gives it
        """A rounded sheet with the colour at its left; framed when it is chosen or has the keyboard."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        standing = self.hasFocus() or bool(self.property("chosen"))
        width = 1.5 if standing else 1.0
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2), 8, 8)
        painter.fillPath(shape, QColor(self._palette.field))
        note = self._note
        edge = self._palette.edge(note.colour) if note and note.start is not None else self._palette.bar
        painter.setClipPath(shape)
        painter.fillRect(QRectF(0, 0, 4, self.height()), QColor(edge))
        painter.setClipping(False)
        painter.setPen(QPen(QColor(self._palette.focus if standing else self._palette.line), width))
        painter.drawPath(shape)
        if not standing:
            painter.setClipPath(shape)
            painter.fillRect(QRectF(0, 0, 4, self.height()), QColor(edge))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses."""
        super().mousePressEvent(event)
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.chosen.emit(self.key)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click edits."""
        super().mouseDoubleClickEvent(event)
        self.edit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Reached with the keyboard it is chosen as well."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.chosen.emit(self.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter edits, Delete deletes, arrows walk, 1 to 4 colour."""
        key = event.key()
        if not self.hasFocus():  # passed on by a field in the card
            if key == Qt.Key.Key_Escape:
                self._done()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit()
        elif key == Qt.Key.Key_Delete:
            self._delete()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step_wanted.emit(self.key, 1 if key == Qt.Key.Key_Down else -1)
        elif event.text() in ("1", "2", "3", "4") and self._note and self._note.start is not None:
            self.colour_wanted.emit(self.key, INKS[int(event.text()) - 1])
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same by menu."""
        self.chosen.emit(self.key)
        self._menu(event.globalPos())

    def _menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        for words, act in (("编辑", self.edit), ("删除", self._delete)):
            action = QAction(words, menu)
            action.triggered.connect(act)
            menu.addAction(action)
        menu.popup(point)
