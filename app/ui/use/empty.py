"""What stands where there is nothing to look at: why, and what to do next, each a click away. Knows words only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.legible import legible

if TYPE_CHECKING:
    from app.ui.use.scope import Scope

SOON = 150
"""Milliseconds after which a person is told that something is being worked out."""
IMPORT, ALL, LIST = "import", "all", "list"
"""What every page can be asked for from here: files, all cases, the list."""


class Empty(QWidget):
    """A card in the middle."""

    wished = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.card = QFrame(self)
        self.card.setObjectName("useCard")
        self.head = QLabel(self.card)
        self.head.setObjectName("useHead")
        self.words = QLabel(self.card)
        self.words.setObjectName("useHint")
        for label in (self.head, self.words):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(26, 22, 26, 22)
        column.setSpacing(10)
        for label in (self.head, self.words):
            column.addWidget(label)
        column.addLayout(self._row)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.card, 4)
        middle.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(1)
        whole.addLayout(middle)
        whole.addStretch(2)
        self.card.setMaximumWidth(560)
        self._buttons: list[QPushButton] = []

    def buttons(self) -> Sequence[QPushButton]:
        """What is offered now."""
        return tuple(self._buttons)

    def tell(self, head: str, words: str, *offers: tuple[str, str]) -> None:
        """Say something; each offer is a name and the words on its button, the first one the likeliest."""
        self.head.setText(head)
        self.words.setText(words)
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        while self._row.count():
            self._row.takeAt(0)
        for number, (name, told) in enumerate(offers):
            button = QPushButton(told, self.card)
            button.setObjectName("action" if number else "primary")
            button.setAccessibleName(told)
            button.clicked.connect(lambda _=False, name=name: self.wished.emit(name))
            self._buttons.append(button)
            self._row.addWidget(button)
        self._row.addStretch(1)

    def no_cases(self, scope: Scope, *offers: tuple[str, str]) -> None:
        """There are no cases to look at; `offers` are what the page itself can do without any."""
        if scope.everything:
            words = "先导入文件：txt、Word、PDF、网页都可以，一篇汇编会自动分成一个个案例。"
            self.tell("案例库还是空的", words, (IMPORT, "导入文件…"), *offers, (LIST, "返回列表"))
        else:
            head = f"“{legible(_short(scope.name))}”里没有案例"
            words = "换一个范围看，或返回列表放宽条件、选中几案。"
            self.tell(head, words, (ALL, "看全部案例"), *offers, (LIST, "返回列表"))

    def working(self, head: str, count: int) -> None:
        """Something is being worked out."""
        self.tell(head, f"{count:,} 案")


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= 24 else f"{plain[:23]}…"
