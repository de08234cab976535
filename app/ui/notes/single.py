"""One note beside the list of all: written in place, with what it is on and what leads to it. Knows no library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.services.noting import Backlink, title_of
from app.ui import theme
from app.ui.legible import legible
from app.ui.notes import tagging
from app.ui.notes.around import Around
from app.ui.notes.editor import NoteEditor
from app.ui.notes.purposes import SIGNS, badge, colour_name
from app.ui.record.listing import Listing, Row, heading
from app.ui.record.naming import named, tool
from app.ui.record.wording import INKS
from app.ui.theme import Palette
from app.wording import PURPOSES
from db import linked
from db.records import Note

_EDGE = 16
"""Clear at both sides."""


class Single(QFrame):
    """The note that is chosen."""

    typed = Signal(str)
    left = Signal()
    tags_wanted = Signal(tuple)
    purpose_wanted = Signal(str)
    done_wanted = Signal(bool)
    colour_wanted = Signal(str)
    home_wanted = Signal()
    """The case it is on is to be read."""
    link_wanted = Signal(str)
    deed_wanted = Signal(str)
    """history, copy_link, template, delete"""

    def __init__(self, around: Around, palette: Palette) -> None:
        super().__init__()
        self.setObjectName("single")
        self.setAccessibleName("选中的笔记")
        self._around, self._palette = around, palette
        self._note: Note | None = None
        self._where = ""
        self.home = named(QPushButton(), "link")
        self.home.clicked.connect(self.home_wanted)
        self.kind = tool("plain", "类型", "笔记类型")
        self.kind.clicked.connect(lambda: self._menu(self.kind, self._purposes))
        self.colour = tool("plain", "颜色", "高亮颜色")
        self.colour.clicked.connect(lambda: self._menu(self.colour, self._colours))
        self.more = tool("plain", "…", "更多操作")
        self.more.clicked.connect(lambda: self._menu(self.more, self._deeds))
        self.done = named(QCheckBox("已完成"), "todo", "待办已完成")
        self.done.clicked.connect(self.done_wanted)
        self.quote = named(QLabel(), "quote")
        self.quote.setWordWrap(True)
        self.quote.setTextFormat(Qt.TextFormat.PlainText)
        self.quote.setMaximumHeight(90)
        self.quote.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.quote.setFont(theme.serif(13))
        self.editor = NoteEditor(around, palette, "", self)
        self.editor.fill_room()
        self.tags = named(QLineEdit(), "line", "笔记标签")
        self.tags.setPlaceholderText("标签，用空格分开")
        self.links = Listing("提到这条笔记的", "还没有别的笔记提到它。")
        self.links.set_margins(2, 2)
        self.links.setMaximumHeight(150)
        self.empty = named(QLabel("在左边选一条笔记，就在这里改。"), "quiet")
        self.empty.setWordWrap(True)
        self._build()
        self._wire()
        self.show_note(None)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.done)
        head.addStretch(1)
        for button in (self.kind, self.colour, self.more):
            head.addWidget(button)
        self.body = QWidget()
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.home, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(head)
        for part, share in ((self.quote, 0), (self.editor, 1), (self.tags, 0), (self.links, 0)):
            column.addWidget(part, share)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(_EDGE, 12, _EDGE, 12)
        whole.addWidget(self.empty)
        whole.addWidget(self.body, 1)

    def _wire(self) -> None:
        self.editor.typed.connect(self.typed)
        self.editor.done.connect(self.left)
        self.editor.left.connect(self.left)
        self.editor.purpose_wanted.connect(self.purpose_wanted)
        self.editor.menu_wanted.connect(lambda point: self._text_menu().popup(point))
        self.tags.editingFinished.connect(self._retag)

    def _retag(self) -> None:
        if self.tags.isModified():
            self.tags.setModified(False)
            self.tags_wanted.emit(tagging.parsed(self.tags.text()))

    def settle(self) -> None:
        """Hand over everything that was typed."""
        self.editor.settle()
        self._retag()

    # what is shown

    def show_note(self, note: Note | None, where: str = "", *, several: str = "") -> None:
        """Show another note, or none; `several` says how many are chosen instead."""
        other = note is None or self._note is None or note.id != self._note.id
        self._note = note
        self.body.setVisible(note is not None)
        self.empty.setText(several or "在左边选一条笔记，就在这里改。")
        self.empty.setVisible(note is None)
        if note is None:
            return
        self._where = where
        self._name_home()
        self.home.setAccessibleName(f"打开：{where}" if note.case_id else where)
        self.home.setEnabled(note.case_id is not None)
        self.kind.setText(badge(note.purpose, done=note.done) or "类型")
        self.colour.setVisible(note.start is not None)
        self.colour.setText(colour_name(note.colour, self._around.meanings.get(note.colour, "")))
        self.done.setVisible(note.purpose == "todo")
        self.done.setChecked(note.done)
        self.quote.setText(note.quote[:400])
        self.quote.setVisible(bool(note.quote))
        if other or not self.editor.hasFocus():
            self.editor.take(note.text)
            written = tagging.hashtags(note.text)
            self.tags.setText(" ".join(tag for tag in note.tags if tag not in written))
            self.tags.setCursorPosition(0)  # of long tags the beginning is seen
        if other:
            self.links.fill([])

    def _name_home(self) -> None:
        room = min(330, max(40, self.width() - 2 * _EDGE - 8))
        name = self.home.fontMetrics().elidedText(legible(self._where), Qt.TextElideMode.ElideMiddle, room)
        self.home.setText(name.replace("&", "&&"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As much of the case's name as there is room for."""
        super().resizeEvent(event)
        self._name_home()

    def show_links(self, found: Sequence[Backlink]) -> None:
        """Show the notes that lead here."""
        rows: list[QWidget] = [heading(f"提到它的笔记 {len(found)}")] if found else []
        for one in found:
            act = partial(self.link_wanted.emit, f"note/{one.note.id}/0")
            rows.append(Row(one.context or title_of(one.note), one.case_title, act, f"打开笔记：{one.context}"))
        self.links.fill(rows)
        self.links.setVisible(bool(found))

    def set_palette(self, palette: Palette) -> None:
        """Show in other colours."""
        self._palette = palette
        self.editor.set_palette(palette)

    # menus

    def _menu(self, button: QWidget, fill: Callable[[QMenu], None]) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        fill(menu)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _purposes(self, menu: QMenu) -> None:
        for purpose, words in PURPOSES.items():
            menu.addAction(f"{SIGNS[purpose]}  {words}", partial(self.purpose_wanted.emit, purpose))

    def _colours(self, menu: QMenu) -> None:
        for colour in INKS:
            words = colour_name(colour, self._around.meanings.get(colour, ""))
            menu.addAction(words, partial(self.colour_wanted.emit, colour))

    def _deeds(self, menu: QMenu) -> None:
        for link in list(linked.links(self._note.text if self._note else ""))[:12]:
            if link.id and not link.gone:
                act = partial(self.link_wanted.emit, f"{link.target}/{link.id}/{link.paragraph}")
                menu.addAction(f"打开：{link.shown[:30]}".replace("&", "&&"), act)
        for words, deed in (
            ("改动历史…", "history"), ("复制到这条笔记的链接", "copy_link"), ("存为模板…", "template"),
            ("删除", "delete"),
        ):  # fmt: skip
            menu.addAction(words, partial(self.deed_wanted.emit, deed))

    def _text_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        editor, chosen = self.editor, self.editor.textCursor().hasSelection()
        for words, act, on in (
            ("撤销键入", editor.undo, True), ("重做键入", editor.redo, True), ("剪切", editor.cut, chosen),
            ("复制", editor.copy, chosen), ("粘贴", editor.paste, editor.canPaste()),
        ):  # fmt: skip
            menu.addAction(words, act).setEnabled(on)
        self._purposes(menu.addMenu("类型"))
        self._deeds(menu)
        return menu

    def write(self) -> None:
        """Put the keyboard into the text."""
        QTimer.singleShot(0, self.editor, lambda: self.editor.setFocus(Qt.FocusReason.OtherFocusReason))
