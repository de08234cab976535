"""Find in page: a field, a count, next and previous, what counts. It asks and tells; the reader looks the words up."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from app.services.seeking import How
from app.ui.record.naming import named, tool

_CHOICES = (("case", "Aa", "区分大小写"), ("whole", "全词", "只找完整的词"), ("loose", "略标点", "忽略标点和空格"))


class FindBar(QFrame):
    """The bar above the text; hidden until it is called."""

    words_changed = Signal(str)
    """Other words, or the same ones with other things that count."""
    step_wanted = Signal(int)
    """+1 for the next hit, -1 for the one before."""
    left = Signal()
    list_wanted = Signal(str)
    """All places of these words as a list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self.field = named(QLineEdit(), "line")
        self.field.setPlaceholderText("在本案例中查找")
        self.field.setAccessibleName("在本案例中查找")
        self.field.setClearButtonEnabled(True)
        self.field.setMinimumWidth(90)
        self.field.installEventFilter(self)
        self.count = named(QLabel(""), "quiet")
        self.count.setAccessibleName("查找结果")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 5, 8, 5)
        row.setSpacing(2)
        row.addWidget(self.field, 1)
        self.choices: dict[str, QToolButton] = {}
        for key, words, told in _CHOICES:
            self.choices[key] = self._button(words, told)
            self.choices[key].setCheckable(True)
            self.choices[key].toggled.connect(lambda _: self._ask())
            row.addWidget(self.choices[key])
        row.addSpacing(4)
        row.addWidget(self.count)
        for words, told, act in (
            ("↑", "上一处", lambda: self.step_wanted.emit(-1)),
            ("↓", "下一处", lambda: self.step_wanted.emit(1)),
            ("≡", "列出全部", self._list),
            ("✕", "关闭查找", self.leave),
        ):
            button = self._button(words, told)
            button.clicked.connect(act)
            row.addWidget(button)
        self._rest = QTimer(self, singleShot=True, interval=120)
        self._rest.timeout.connect(self._ask)
        self.field.textChanged.connect(lambda _: self._rest.start())
        self.hide()

    def _button(self, words: str, told: str) -> QToolButton:
        button = tool("plain", words, told)
        button.setToolTip(told)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    @property
    def how(self) -> How:
        """What counts as found."""
        return How(**{key: button.isChecked() for key, button in self.choices.items()})

    def call(self, words: str = "") -> None:
        """Come up with the field ready to type in."""
        self.show()
        if words:
            self.field.setText(words)
        self.field.selectAll()
        self.field.setFocus()
        if self.field.text():
            self._rest.start()

    def _ask(self) -> None:
        self._rest.stop()
        if not self.isHidden():
            self.words_changed.emit(self.field.text())

    def _list(self) -> None:
        if self.field.text().strip():
            self.list_wanted.emit(self.field.text().strip())

    def leave(self) -> None:
        """Go away and tell."""
        self._rest.stop()
        self.hide()
        self.left.emit()

    def tell(self, current: int, total: int) -> None:
        """Say which hit of how many this is; counts from 0, -1 for none."""
        asked = bool(self.field.text())
        self.count.setText(f"{current + 1} / {total}" if total else "没有找到" if asked else "")
        self.field.setProperty("missed", asked and not total)
        self.field.style().unpolish(self.field)
        self.field.style().polish(self.field)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter steps on, Shift+Enter back, Escape leaves."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.step_wanted.emit(-1 if back else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
        return super().eventFilter(watched, event)
