"""One note in the margin: what it is for, its quote, its words, its tags; edited in place.

It tells what is wanted and knows no library.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.notes import card_parts, tagging, writing
from app.ui.notes.around import Around
from app.ui.notes.card_menu import card_menu, purpose_menu
from app.ui.notes.editor import NoteEditor, purpose_of
from app.ui.notes.entries import Entry
from app.ui.notes.framed import Framed
from app.ui.notes.markdown import Markdown
from app.ui.notes.purposes import badge, colour_name
from app.ui.record.naming import named, tool
from app.ui.record.wording import INKS
from app.ui.theme import Palette
from db.records import Note

_QUOTE = 90
"""Characters of a quote that are shown; the rest is in the text beside it."""
_UNBOUND = 16_777_215
_ANCHORS = {"moved": "（位置已随原文移动）", "changed": "（原文已改动，请确认）", "lost": "（原文中已找不到这段话）"}


class Card(Framed):
    """A note; click chooses it, Enter or a double click edits it."""

    def __init__(self, entry: Entry, palette: Palette, around: Around, parent: QWidget | None = None) -> None:
        super().__init__(entry.key, palette, around, parent)
        self._editing = self._whole = False
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(14, 8, 10, 8)
        self._box.setSpacing(3)
        self.head = card_parts.Head()
        self.head.ticked.connect(lambda on: self.done_wanted.emit(self.key, on))
        self.quote = named(QLabel(), "quote")
        self.quote.setFont(theme.serif(12))
        self.body = Markdown(around)
        self.tags = named(QLabel(), "tags")
        self._box.addWidget(self.head)
        for label in (self.quote, self.body, self.tags):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._box.addWidget(label)
        for words in (self.quote, self.tags):
            words.setWordWrap(True)
            words.setTextFormat(Qt.TextFormat.PlainText)
        self.settling = card_parts.Settling()
        self.settling.settled.connect(lambda what: self.anchor_settled.emit(self.key, what))
        self._box.addWidget(self.settling)
        self.tag_field: QLineEdit | None = None
        self._tools: card_parts.Tools | None = None
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
        self.head.show_note(note, badge(note.purpose, done=note.done))
        self.quote.setText(note.quote if len(note.quote) <= _QUOTE else note.quote[:_QUOTE] + "……")
        self.quote.setVisible(bool(note.quote))
        body = tagging.without_tail(note.text)
        state = _ANCHORS.get(note.anchor, "")
        if not self._editing:  # under an open editor nobody sees it
            self.body.show_text(body + (f"\n\n*{state}*" if state else ""), self._palette.accent_ink, self._palette)
        self.body.setVisible(bool(body or state) and not self._editing)
        self.settling.show_anchor(note.anchor)
        below = tagging.beside(note, body)  # those in the words stand there already
        self.tags.setText(" ".join(f"#{tag}" for tag in below))
        self.tags.setVisible(bool(below) and not self._editing)
        self.update()
        self._tell(note)
        if self.editor and entry.unsaved is None:
            self.editor.take(note.text)
        self.grown.emit()

    def _tell(self, note: Note) -> None:
        words = (self.body.accessibleName() if note.text.strip() else "") or note.text.strip()[:60] or note.quote
        kind = badge(note.purpose, done=note.done).partition(" ")[2]
        self.setAccessibleName(f"{kind or '笔记'}：{words[:60]}" if words else "新笔记")
        colour = colour_name(note.colour, self.around.meanings.get(note.colour, ""))
        self.setAccessibleDescription("回车编辑，删除键删除" + (f"，{colour}高亮" if note.quote else ""))
        self.setToolTip(f"{colour}高亮" if note.quote else "")

    def show_again(self) -> None:
        """Put the text back in place of the editor, or set it anew."""
        if note := self._note:
            self._note = None
            self.take(Entry(self.key, note))

    def show_linked(self, count: int) -> None:
        """Say how many notes lead here."""
        if count != self.linked:
            self.linked = count
            self.head.show_linked(count, lambda: self.deed_wanted.emit(self.key, "links"))
            self.grown.emit()

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
            limit = self.body.whole_lines(inside, max(60, most - 90)) if long and not self._whole else _UNBOUND
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
        if self.editor:
            self.editor.set_palette(palette)
        else:
            self.show_again()
        self.update()

    def _made_tools(self) -> card_parts.Tools:
        passage = bool(self._note and self._note.start is not None)
        tools = card_parts.Tools(self.around.meanings, colours=passage)
        tools.coloured.connect(lambda colour: self.colour_wanted.emit(self.key, colour))
        tools.edit.clicked.connect(self.edit)
        tools.kind.clicked.connect(lambda: purpose_menu(self).popup(tools.below(tools.kind)))
        tools.more.clicked.connect(lambda: card_menu(self).popup(tools.below(tools.more)))
        return tools

    def meanings_changed(self) -> None:
        """Colours are called otherwise."""
        if self._tools:
            self._tools.name_colours(self.around.meanings)
        if self._note:
            self._tell(self._note)

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
            self.began.emit(self.key)
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
        editor = NoteEditor(self.around, self._palette, note.id, self)
        editor.take(note.text)
        editor.moveCursor(editor.textCursor().MoveOperation.End)
        editor.typed.connect(lambda text: self.typed.emit(self.key, text))
        editor.grown.connect(self.grown)
        editor.done.connect(self._done)
        editor.left.connect(self._focus_went)
        editor.purpose_wanted.connect(lambda purpose: self.purpose_wanted.emit(self.key, purpose))
        editor.menu_wanted.connect(lambda point: card_menu(self).popup(point))
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
        within = QApplication.focusWidget()
        if refocus or (within is not None and self.isAncestorOf(within)):
            self.setFocus()  # before the editor goes: Qt would look through the whole window for the next
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

    def turn_box(self, number: int) -> None:
        """Tick a box of the text, or take the tick off."""
        if self._note and not self._editing:
            self.began.emit(self.key)
            self.typed.emit(self.key, writing.turned(self._note.text, number))

    # Qt's own

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses; on a link it follows, on a box it ticks."""
        super().mousePressEvent(event)
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() == Qt.MouseButton.LeftButton and self.body.isVisible():
            point = QPointF(self.body.mapFrom(self, event.position().toPoint()))
            if self.body.rect().contains(point.toPoint()):
                if link := self.body.link_at(point):
                    self.link_wanted.emit(link)
                    return
                if (number := self.body.box_at(point)) >= 0:
                    self.turn_box(number)
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
        """Enter edits, Delete deletes, arrows walk, 1 to 4 colour, Alt+1 to 5 say what it is for, Space ticks."""
        if not self.hasFocus():  # passed on by a field in the card
            if event.key() == Qt.Key.Key_Escape:
                self._done()
        elif purpose := purpose_of(event):
            self.purpose_wanted.emit(self.key, purpose)
        elif not self._own_key(event):
            super().keyPressEvent(event)

    def _own_key(self, event: QKeyEvent) -> bool:
        key, note = event.key(), self._note
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit()
        elif key == Qt.Key.Key_Delete:
            self.delete_wanted.emit(self.key)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step_wanted.emit(self.key, 1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Space and note and note.purpose == "todo":
            self.done_wanted.emit(self.key, not note.done)
        elif event.text() in ("1", "2", "3", "4") and note and note.start is not None:
            self.colour_wanted.emit(self.key, INKS[int(event.text()) - 1])
        else:
            return False
        return True

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same by menu."""
        self.chosen.emit(self.key)
        card_menu(self).popup(event.globalPos())
