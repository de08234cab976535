"""改正这段文字: one stretch of a case's text to be written over, with what stands around it. Knows text, no library."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.legible import legible

_AROUND = 30


class Correcting(QDialog):
    """Asks how a stretch is to read."""

    corrected = Signal(str)

    def __init__(self, text: str, start: int, end: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("改正这段文字")
        self.setObjectName("correcting")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.resize(min(640, parent.width() - 80), min(380, parent.height() - 60))
        self._before = text[start:end]
        told = QLabel(
            "改的是读到的正文；导入时的原始文本不动，随时可以在“原始文本”里看到。其他高亮不会移位，可以撤销。", self
        )
        told.setWordWrap(True)
        left = text[max(0, start - _AROUND) : start].rpartition("\n")[2]
        right = text[end : end + _AROUND].partition("\n")[0]
        self.text = QPlainTextEdit(self._before, self)
        self.text.setFont(theme.serif(16))
        self.text.setAccessibleName("改正后的文字")
        self.text.setTabChangesFocus(True)
        self.text.selectAll()
        around = QLabel(legible(f"前文：……{left}\n后文：{right}……"), self)
        around.setObjectName("quiet")
        around.setTextFormat(Qt.TextFormat.PlainText)
        around.setWordWrap(True)
        buttons = QDialogButtonBox(self)
        self.do = buttons.addButton("改正", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._tell)
        buttons.rejected.connect(self.reject)
        self.text.textChanged.connect(self._look)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        for part in (told, self.text, around, buttons):
            column.addWidget(part, 1 if part is self.text else 0)
        self._look()
        self.text.setFocus()

    def _look(self) -> None:
        self.do.setEnabled(self.text.toPlainText() != self._before)

    def _tell(self) -> None:
        if self.do.isEnabled():
            self.corrected.emit(self.text.toPlainText())
            self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter is done."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._tell()
        else:
            super().keyPressEvent(event)
