"""A plain Markdown editor as high as its text. What an input method is still composing is not text yet."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget


class NoteEditor(QPlainTextEdit):
    """Tells each change of its text, when it is done (Escape, Ctrl+Enter) and when it is left."""

    typed = Signal(str)
    done = Signal()
    """The person is through with it."""
    left = Signal()
    """The keyboard went elsewhere."""
    grown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("editor")
        self.setAccessibleName("笔记内容")
        self.setAccessibleDescription("Markdown，自动保存，按 Esc 离开")
        self.setPlaceholderText("写点什么……（Markdown，#标签）")
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._quiet = False
        self._lines, self._most = 0, 18
        self.textChanged.connect(self._changed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._grow())
        self._grow()

    def take(self, text: str) -> None:
        """Show another text without telling it; while something is being composed, nothing is touched."""
        if text == self.toPlainText() or self.composing:
            return
        self._quiet = True
        place = self.textCursor().position()
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.setPosition(min(place, self.document().characterCount() - 1))
        self.setTextCursor(cursor)
        self._quiet = False

    @property
    def composing(self) -> bool:
        """Whether an input method has words that are not committed."""
        layout = self.textCursor().block().layout()
        return bool(layout.preeditAreaText())

    def settle(self) -> None:
        """Let the input method hand over what it is composing, as it stands."""
        if self.hasFocus() and self.composing:
            QGuiApplication.inputMethod().commit()

    def _changed(self) -> None:
        if not self._quiet:
            self.typed.emit(self.toPlainText())

    def limit(self, height: int) -> None:
        """Grow up to that height, then scroll."""
        self._most = max(3, min(18, (height - 14) // self.fontMetrics().lineSpacing()))
        self._grow()

    def _grow(self) -> None:
        lines = min(self._most, max(3, round(self.document().size().height())))
        if lines != self._lines:
            self._lines = lines
            self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 14)
            self.grown.emit()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste words only."""
        if source.hasText():
            self.insertPlainText(source.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape and Ctrl+Enter leave; all else is typing."""
        done = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        )
        if event.key() == Qt.Key.Key_Escape or done:
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Going elsewhere in the window leaves the editor; a menu or another program does not."""
        super().focusOutEvent(event)
        stays = (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
            Qt.FocusReason.MenuBarFocusReason,
        )
        if event.reason() not in stays:
            self.left.emit()
