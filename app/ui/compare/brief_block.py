"""The pieces of a brief on the page: paragraphs that are written, and quotes that stand. Know one part, no library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QDrag, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.ui import icons, theme
from app.ui.compare.brief_line import Line
from app.ui.legible import legible
from app.ui.record.naming import named

if TYPE_CHECKING:
    from app.ui.theme import Palette
    from db.briefs import Part

PART = "application/x-xinglin-brief-part"
"""The id of a part that is dragged within its brief."""
KINDS = {"one": "一级标题", "two": "二级标题", "own": "自己的话", "opinion": "本院意见"}
_HINTS = {"one": "一级标题", "two": "二级标题", "own": "写一句自己的话，或从右边引一段……", "opinion": "本院意见……"}
_STATES = {
    "changed": "原文已改动，引文是改动前的",
    "lost": "这段话在原文里已找不到",
    "gone": "案例已删除，引文和出处保留",
}


def style(part: Part) -> str:
    """Which of `KINDS` a part is."""
    return ("one" if part.level == 1 else "two") if part.kind == "heading" else part.kind


class Handle(QToolButton):
    """What a part is taken by; a click opens its menu."""

    dragged = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("briefHandle")
        self.setFixedSize(20, 24)
        self.setIconSize(QSize(12, 12))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("移动这一段，或改它的样式")
        self.setToolTip("拖动可移动；单击改样式、删除")
        self._from: QPoint | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Maybe the beginning of a drag."""
        self._from = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Far enough, it is one."""
        far = QApplication.startDragDistance()
        if self._from is not None and (event.position().toPoint() - self._from).manhattanLength() >= far:
            self._from = None
            self.setDown(False)
            self.dragged.emit()


class Block(QFrame):
    """What text and quote have in common: their part, a handle, a menu."""

    menu_wanted = Signal(QPoint)
    moved = Signal(int)
    stepped = Signal(int)
    removed = Signal()

    def __init__(self, part: Part, parent: QWidget) -> None:
        super().__init__(parent)
        self.part = part
        self.told: tuple[tuple[Part, str, object], Part] | None = None
        """What the part was last made of, and the part."""
        self.setObjectName("briefBlock")
        self.handle = Handle(self)
        self.handle.clicked.connect(lambda: self.menu_wanted.emit(self.handle.mapToGlobal(QPoint(0, 24))))
        self.handle.dragged.connect(self._drag)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(4)
        self.row.addWidget(self.handle, 0, Qt.AlignmentFlag.AlignTop)

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self.handle.setIcon(icons.icon("grip", palette.box, 12))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the part."""
        self.menu_wanted.emit(event.globalPos())

    def _drag(self) -> None:
        data = QMimeData()
        data.setData(PART, self.part.id.encode())
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.setPixmap(self.grab().scaledToWidth(min(self.width(), 420)))
        drag.exec(Qt.DropAction.MoveAction)


class TextBlock(Block):
    """A heading or own words."""

    def __init__(self, part: Part, parent: QWidget) -> None:
        super().__init__(part, parent)
        self._look = ""
        self._why = ""
        self.line = Line(self)
        self.line.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
        self.mark = named(QLabel(self), "briefMark")
        self.row.addWidget(self.line, 1)
        self.row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        self.line.moved.connect(self.moved)
        self.line.stepped.connect(self.stepped)
        self.show_part(part, part.text)

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        super().set_palette(palette)
        self.line.colour_sources(palette.green)

    def show_part(self, part: Part, text: str) -> None:
        """Look like this part, with its words as they are typed."""
        self.part = part
        kind = style(part)
        if kind != self._look:
            self._dress(kind)
        self.line.take(text)

    def _dress(self, kind: str) -> None:
        self._look, self._why = kind, ""
        size = {"one": 20, "two": 17}.get(kind, 15)
        self.line.setFont(theme.serif(size, bold=kind in ("one", "two")))
        self.line.setPlaceholderText(_HINTS[kind])
        self.line.setAccessibleName(KINDS[kind])
        self.line.setAccessibleDescription(
            "回车另起一段，Tab 与 Shift+Tab 改级别，Alt+上下移动，Ctrl+Tab 离开正文，自动保存"
        )
        self.mark.setText("本院意见" if kind == "opinion" else "")
        self._mark(wrong=False)
        self.mark.setVisible(kind == "opinion")

    def warn(self, why: str) -> None:
        """Say beside the words that something has no source; nothing when all is well."""
        if self.part.kind == "opinion" or why == self._why:
            return
        shown, self._why = bool(self._why), why
        self.mark.setToolTip(why)
        if bool(why) != shown:
            self.mark.setText("缺出处" if why else "")
            self._mark(wrong=bool(why))
            self.mark.setVisible(bool(why))

    def _mark(self, *, wrong: bool) -> None:
        if bool(self.mark.property("wrong")) != wrong:
            self.mark.setProperty("wrong", wrong)
            self.mark.style().unpolish(self.mark)
            self.mark.style().polish(self.mark)


class QuoteBlock(Block):
    """A quote: its words, whose they are, and what became of them."""

    opened = Signal()
    written = Signal()
    """Enter: a paragraph is to follow."""
    retaken = Signal()
    """The words are to be those that stand in the case now."""

    def __init__(self, part: Part, parent: QWidget) -> None:
        super().__init__(part, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._seen: tuple[Part, str, int | None, bool] | None = None
        self.frame = named(QFrame(self), "briefQuote")
        self.words = QLabel(self.frame)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setFont(theme.serif(15))
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.whose = named(QLabel(self.frame), "briefWhose")
        self.whose.setTextFormat(Qt.TextFormat.PlainText)
        self.whose.setWordWrap(True)
        self.go = named(QPushButton("看原文", self.frame), "link", "看原文")
        self.go.clicked.connect(self.opened)
        self.again = named(QPushButton("改用现在的原文", self.frame), "link", "改用现在的原文")
        self.again.clicked.connect(self.retaken)
        self.state = named(QLabel(self.frame), "briefState")
        self.state.setWordWrap(True)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self.whose, 1)
        foot.addWidget(self.again)
        foot.addWidget(self.go)
        column = QVBoxLayout(self.frame)
        column.setContentsMargins(14, 5, 8, 5)
        column.setSpacing(2)
        column.addWidget(self.words)
        column.addWidget(self.state)
        column.addLayout(foot)
        self.row.addWidget(self.frame, 1)

    def show_part(self, part: Part, place: str, number: int | None, *, there: bool) -> None:
        """Look like this quote: `place` is where it stands in its case, `number` that of its source."""
        self.part = part
        if self._seen == (part, place, number, there):
            return
        self._seen = (part, place, number, there)
        self.words.setText(legible(f"“{part.text}”"))
        where = f" {place}" if place else ""
        told = f"[{number}]" if number else ""
        self.whose.setText(legible(f"—— {part.case_title or '无题名'}{where} {told}".rstrip()))
        state = _STATES.get("gone" if not there else part.anchor, "")
        self.state.setText(state)
        self.state.setVisible(bool(state))
        self.go.setVisible(there)
        self.again.setVisible(there and part.anchor == "changed")
        self.setAccessibleName(
            f"引文 {told}：{part.text[:60]}，出自{part.case_title}{where}{f'，{state}' if state else ''}"
        )
        self.setAccessibleDescription("回车在后面另起一段，空格看原文，Delete 删除，Alt+上下移动")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the keys mean on a quote."""
        key = event.key()
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(key), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(step)
        elif step:
            self.stepped.emit(step)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.written.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif key == Qt.Key.Key_Space and self.go.isVisible():
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that it is where the keys go."""
        super().focusInEvent(event)
        self._polish()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Likewise."""
        super().focusOutEvent(event)
        self._polish()

    def _polish(self) -> None:
        self.frame.setProperty("focused", self.hasFocus())
        self.frame.style().unpolish(self.frame)
        self.frame.style().polish(self.frame)
