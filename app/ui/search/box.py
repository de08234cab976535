"""The one search box: asks while one types, never for letters an input method still composes; offers what may be meant.

Knows no library: what is asked and what is offered passes as signals and calls.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QMoveEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QToolButton, QWidget

from app.ui import icons, theme
from app.ui.search.suggestions import Choice, Suggestions
from db.answers import Suggestion

LONGEST = 100_000
"""Characters the box takes; Qt's own end is so near that a pasted page would lose its last part unnoticed."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_UNASKED = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
)
"""Ways the keyboard comes here by itself: nothing drops down then."""


class _Line(QLineEdit):
    """The line itself; knows whether an input method is composing in it. Keys go to the box first."""

    framed = Signal(bool)
    came = Signal()
    """A person came here to type."""
    composed = Signal()
    """The input method began or ended."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.composing = False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        was, self.composing = self.composing, bool(event.preeditString())
        super().inputMethodEvent(event)
        if was != self.composing:
            self.composed.emit()

    def event(self, event: QEvent) -> bool:
        """Tab is a key like others while something is offered."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not self.composing:
            box = self.parent()
            if isinstance(box, SearchBox) and box.key(event):
                return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.came.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.framed.emit(True)  # noqa: FBT003 - a Signal takes no names
        if event.reason() not in _UNASKED:
            self.came.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.composing = False
        self.framed.emit(False)  # noqa: FBT003


class _Sign(QWidget):
    """The lens at the left."""

    def __init__(self, colour: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.colour = colour
        self.setFixedSize(QSize(16, 16))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt gives it
        painter = QPainter(self)
        icons.draw(painter, "search", QRectF(self.rect()), self.colour)
        painter.end()


class SearchBox(QFrame):
    """Lens, line, what can be done with what is typed, and the key that leads here."""

    asked = Signal(str)
    """The words, while they are typed."""
    left = Signal()
    """On to the list; what was typed last has been asked before."""
    entered = Signal(str)
    """A person means this: worth remembering."""
    offers_wanted = Signal(str, int)
    """Text and cursor: what may be meant. Empty text: what was asked before."""
    forgotten = Signal(object)
    """A search to be forgotten; None for all."""
    save_wanted = Signal()
    help_wanted = Signal()

    def __init__(self, palette: theme.Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search")
        self.setFixedHeight(34)
        self.setMaximumWidth(620)
        self.setMinimumWidth(180)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._colours = palette
        self._sign = _Sign(palette.muted, self)
        self.line = _Line(self)
        self.line.setObjectName("searchline")
        self.line.setMaxLength(LONGEST)
        self.line.setPlaceholderText("搜索全部案例：词语、拼音、主题:、地区:、做法:…")
        self.line.setAccessibleName("搜索")
        self.line.setAccessibleDescription("空格分开的词都要出现；引号里是原句；减号排除；上下键选建议；回车到列表")
        self.clear_button = _tool("清除搜索", "清除（Esc）", self)
        self.save_button = _tool("把搜索存为智能文件夹", "存为智能文件夹", self)
        self.help_button = _tool("搜索写法", "怎样写搜索条件", self)
        self.clear_button.hide()
        self.save_button.hide()
        self._key = QLabel("Ctrl L", self)
        self._key.setObjectName("key")
        self._key.setFixedHeight(20)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(4)
        for widget in (self._sign, self.line, self.clear_button, self.save_button, self.help_button, self._key):
            row.addWidget(widget, 1 if widget is self.line else 0)
        row.insertSpacing(1, 4)
        self.setFocusProxy(self.line)
        self._offers: Suggestions | None = None
        self._owed: str | None = None
        self._asked, self._offered, self._wished = "", "", ("", -1)
        self._wait = QTimer(self, singleShot=True, interval=0)
        self._wait.timeout.connect(self._ask)
        self._wire()
        self.set_palette(palette)

    def _wire(self) -> None:
        self.line.textChanged.connect(self._typed)
        self.line.framed.connect(self._frame)
        self.line.came.connect(self._came)
        self.line.composed.connect(self._composed)
        self.clear_button.clicked.connect(self._clear)
        self.save_button.clicked.connect(self.save_wanted)
        self.help_button.clicked.connect(self.help_wanted)

    def set_palette(self, palette: theme.Palette) -> None:
        """Take other colours."""
        self._colours = palette
        self._sign.colour = palette.muted
        self._sign.update()
        for button, sign in ((self.clear_button, "close"), (self.save_button, "keep"), (self.help_button, "ask")):
            button.setIcon(icons.icon(sign, palette.muted, 14))
        if self._offers:
            self._offers.set_palette(palette)

    # --- the question

    def show_text(self, text: str) -> None:
        """Show a question that was put elsewhere, without asking it again. What is being composed is not disturbed."""
        if self.line.composing:
            self._owed = text
            return
        self._wait.stop()
        self._asked, self._owed = text, None
        self._hide_offers()
        if self.line.text() != text:
            self.line.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            self.line.setText(text)
            self.line.blockSignals(False)  # noqa: FBT003
            self._show_buttons()

    def text(self) -> str:
        """What stands in the box."""
        return self.line.text()

    def put(self, text: str) -> None:
        """Write a question into the box, as if it had been typed, and ask it at once."""
        self.line.setText(text)
        self._ask_now()

    def _typed(self, text: str) -> None:
        self._owed = None
        self._show_buttons()
        self._wait.start()
        if self.line.hasFocus():
            self._wish(text)

    def _ask(self) -> None:
        if not self.line.composing and self.line.text() != self._asked:
            self._asked = self.line.text()
            self.asked.emit(self._asked)

    def _ask_now(self) -> None:
        self._wait.stop()
        self._ask()

    def _composed(self) -> None:
        if self.line.composing:
            self._hide_offers()
        elif self._owed is not None:
            self.show_text(self._owed)
        else:
            self._ask_now()

    # --- what is offered

    def attach(self, home: QWidget) -> None:
        """Let what is offered float in this widget."""
        self._offers = Suggestions(self._colours, home)
        self._offers.taken.connect(self._take)
        self._offers.forgotten.connect(self.forgotten)

    @property
    def offers(self) -> Suggestions | None:
        """What drops down, once the box stands in a window."""
        return self._offers

    def offer(self, text: str, choices: Sequence[Choice], *, history: bool = False) -> None:
        """Show what may be meant by this text; an answer to other words than those that stand here is let go."""
        stale = text != self.line.text() or self._wished[1] < 0 or self.line.composing or not self.line.hasFocus()
        if self._offers and not stale:
            self._offered = text
            self._offers.offer(choices, self, history=history)

    def _came(self) -> None:
        if not self.line.text():
            self._wish("")

    def _wish(self, text: str) -> None:
        self._wished = (text, self.line.cursorPosition())
        self.offers_wanted.emit(*self._wished)

    def _hide_offers(self) -> None:
        self._wished = ("", -1)
        if self._offers:
            self._offers.hide()

    def _take(self, one: Suggestion) -> None:
        """Write a suggestion into the box; the bare name of a field or metric is gone on with, else it is asked."""
        if self._offered != self.line.text():
            return
        self.put(one.query)
        self.line.setFocus()
        if not one.open:
            self._hide_offers()
            self.entered.emit(one.query)

    # --- keys

    def key(self, event: QKeyEvent) -> bool:
        """Use a key before the line does; False leaves it to the line."""
        key, offers = Qt.Key(event.key()), self._offers
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if offers and offers.isVisible() and self._in_offers(key, offers, plain=plain):
            return True
        if key == Qt.Key.Key_Down and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            self._wish(self.line.text())
        elif key in _ENTER or (key == Qt.Key.Key_Down and plain):
            self._leave(meant=key in _ENTER)
        elif key == Qt.Key.Key_Escape and self.line.text():
            self.line.clear()
        else:
            return False
        return True

    def _in_offers(self, key: Qt.Key, offers: Suggestions, *, plain: bool) -> bool:
        current = offers.current()
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if key in steps and plain:
            offers.step(steps[key])
        elif key == Qt.Key.Key_Escape:
            self._hide_offers()
        elif current and (key in _ENTER or (key == Qt.Key.Key_Tab and plain)):
            self._take(current)
        elif current and key == Qt.Key.Key_Delete:
            return offers.forget()
        else:
            return False
        return True

    def _leave(self, *, meant: bool) -> None:
        self._ask_now()
        self._hide_offers()
        if meant and self.line.text().strip():
            self.entered.emit(self.line.text())
        self.left.emit()

    # --- looks

    def _clear(self) -> None:
        self.line.clear()
        self.line.setFocus()

    def _show_buttons(self) -> None:
        there = bool(self.line.text())
        self.clear_button.setVisible(there)
        self.save_button.setVisible(there and self.width() >= 240)
        self._show_key()

    def _show_key(self) -> None:
        self.help_button.setVisible(self.width() >= 240)
        self._key.setVisible(self.width() >= 300 and not self.line.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The key is told only where it leaves room to type."""
        super().resizeEvent(event)
        self._show_buttons()
        if self._offers:
            self._offers.follow(self)

    def moveEvent(self, event: QMoveEvent) -> None:
        """What is offered stays below the box when what stands beside it grows or shrinks."""
        super().moveEvent(event)
        if self._offers:
            self._offers.follow(self)

    def _frame(self, focused: bool) -> None:
        self.setProperty("focused", focused)
        self.style().unpolish(self)
        self.style().polish(self)
        self.update()
        if not focused:
            self._hide_offers()
            if self._owed is not None:
                self.show_text(self._owed)

    def changeEvent(self, event: QEvent) -> None:
        """Follow changes of state."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._sign.update()


def _tool(told: str, tip: str, parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setObjectName("plain")
    button.setAccessibleName(told)
    button.setToolTip(tip)
    button.setCursor(Qt.CursorShape.ArrowCursor)
    return button
