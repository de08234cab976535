"""What stands where there is no matrix to show: how many cases there are, and what to do. Knows numbers and words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

AT_ONCE = 50
"""Cases that can still be looked at side by side."""
FEW = 20
"""So many are taken when there are too many."""


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

    def no_matrix(self, count: int, *, writable: bool) -> None:
        """There is no matrix yet."""
        if not writable:
            self.tell("这个案例库里还没有对标矩阵", "案例库现在只能看，不能写，新建不了矩阵。")
        elif not count:
            self.tell(
                "这里没有案例可以对照",
                "按 Esc 回到列表选中几案，或从左上角换一个范围；也可以先建一张空矩阵。",
                ("new", "新建空矩阵"),
            )
        elif count > AT_ONCE:
            words = f"范围里有 {count:,} 案，并排看不过来（一张矩阵以 {AT_ONCE} 案以内为宜）。先挑要对照的案例。"
            self.tell("先挑案例，再对照", words, ("choose", "挑选案例…"), ("few", f"先取前 {FEW} 案"))
        else:
            only = "只有 1 案，也可以先把要点列出来，以后再加别的案例。" if count == 1 else ""
            words = f"{only}行是案例，列是你想问的问题；从背景、做法、成效、难点、可借鉴五问开始，随时可改。"
            self.tell(f"给这 {count} 案建一张对标矩阵", words, ("new", "新建对标矩阵"), ("choose", "挑选案例…"))

    def no_lines(self, count: int, *, writable: bool) -> None:
        """The matrix has no cases."""
        offers = (("add_scope", f"加入范围里的 {count} 案"),) if 0 < count <= AT_ONCE else ()
        choose = (("add_cases", "挑选案例…"),) if count else ()
        words = "选中案例，或从左上角换一个范围，再加进来。" if not count else f"范围里有 {count:,} 案。"
        self.tell("这张矩阵里还没有案例", words, *((*offers, *choose) if writable else ()))

    def no_columns(self, *, writable: bool) -> None:
        """The matrix has no questions."""
        self.tell(
            "还没有问题", "一列是一个问题，例如“绩效怎样考”。", *((("add_column", "加一列问题…"),) if writable else ())
        )
