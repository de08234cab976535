"""Find in page: a field, a count, next and previous, what counts. It asks and tells; the reader looks the words up."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QSpinBox, QToolButton, QVBoxLayout, QWidget

from app.services.seeking import How
from app.ui.reading.flow import Flow
from app.ui.record.naming import named, tool

_CHOICES = (
    ("case", "Aa", "区分大小写"),
    ("whole", "全词", "只找完整的词"),
    ("loose", "略标点", "忽略标点和空格"),
    ("near", "邻近", "邻近：空格隔开的几个词，相隔不远才算，先后不论"),
    ("pattern", "正则", "正则表达式：按原文逐字匹配，例如 \\d+%"),
)
_APART = {"pattern": ("near", "loose"), "near": ("pattern",), "loose": ("pattern",)}
"""What cannot go with what."""
_NEAR = 20


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
        self.choices: dict[str, QToolButton] = {}
        self._steps: dict[str, QToolButton] = {}
        self.wrong = named(QLabel(""), "findWrong")
        self.wrong.setAccessibleName("查找没有做成的原因")
        self.wrong.setTextFormat(Qt.TextFormat.PlainText)
        self.wrong.setWordWrap(True)
        self.wrong.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 5, 8, 5)
        box.setSpacing(3)
        box.addLayout(self._line())
        box.addLayout(self._options())
        box.addWidget(self.wrong)
        self._rest = QTimer(self, singleShot=True, interval=120)
        self._rest.timeout.connect(self._ask)
        self.field.textChanged.connect(lambda _: self._rest.start())
        self.hide()

    def _line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.field, 1)
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
            self._steps[words] = button
        return row

    def _options(self) -> Flow:
        row = Flow(gap=2)
        for key, words, told in _CHOICES:
            self.choices[key] = self._button(words, told)
            self.choices[key].setCheckable(True)
            self.choices[key].toggled.connect(lambda on, key=key: self._choose(key, on=on))
            row.addWidget(self.choices[key])
        self.near = named(QSpinBox(), "near", "相隔不超过几个字")
        self.near.setRange(1, 500)
        self.near.setValue(_NEAR)
        self.near.setPrefix("相隔 ")
        self.near.setSuffix(" 字以内")
        self.near.valueChanged.connect(lambda _: self._rest.start())
        self.near.hide()
        row.addWidget(self.near)
        return row

    def _choose(self, key: str, *, on: bool) -> None:
        """Take a choice; what cannot go with it is given up."""
        for other in _APART.get(key, ()) if on else ():
            with QSignalBlocker(self.choices[other]):
                self.choices[other].setChecked(False)
        self.near.setVisible(self.choices["near"].isChecked())
        self._steps["≡"].setEnabled(not any(self.choices[mode].isChecked() for mode in ("near", "pattern")))
        self._ask()

    def _button(self, words: str, told: str) -> QToolButton:
        button = tool("plain", words, told)
        button.setToolTip(told)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    @property
    def how(self) -> How:
        """What counts as found."""
        on = {key: button.isChecked() for key, button in self.choices.items()}
        near = self.near.value() if on.pop("near") else 0
        return How(near=near, **on)

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
        self.wrong.hide()
        asked = bool(self.field.text())
        self._say(f"{current + 1} / {total}" if total else "没有找到" if asked else "", missed=asked and not total)

    def complain(self, sentence: str) -> None:
        """Say why what was typed could not be looked for."""
        self._say("", missed=True)
        self.wrong.setText(sentence)
        self.wrong.show()

    def _say(self, words: str, *, missed: bool) -> None:
        self.count.setText(words)
        self.field.setProperty("missed", missed)
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
