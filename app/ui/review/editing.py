"""A small form in the record to write a value anew. Knows words only; who asked decides what they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout

from app.messages import Trouble, describe
from app.ui.record.naming import named
from app.ui.review.wording import PARTS

Save = Callable[[dict[str, str]], None]


class Editor(QFrame):
    """One field for each part of a value; Enter keeps, Esc leaves. A composing input method keeps its own keys."""

    left = Signal()

    def __init__(self, title: str, parts: Mapping[str, str], save: Save, known: Sequence[str] = ()) -> None:
        super().__init__()
        self.setObjectName("valueEditor")
        self.setAccessibleName(title)
        self._save = save
        self.fields: dict[str, QLineEdit] = {}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        for row, (part, words) in enumerate(parts.items()):
            line = QLineEdit(words)
            line.setAccessibleName(PARTS[part])
            line.setMaxLength(300)
            line.returnPressed.connect(self.keep)
            label = QLabel(PARTS[part])
            label.setBuddy(line)
            grid.addWidget(label, row, 0)
            grid.addWidget(line, row, 1)
            self.fields[part] = line
        if known and self.fields:
            completer = QCompleter(QStringListModel(list(known), self), self)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            next(iter(self.fields.values())).setCompleter(completer)
        self.wrong = named(QLabel(), "wrong")
        self.wrong.setWordWrap(True)
        self.wrong.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        column.addWidget(named(QLabel(title), "editorTitle"))
        column.addLayout(grid)
        column.addWidget(self.wrong)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        keep, leave = QPushButton("确定"), QPushButton("取消")
        for button, act in ((keep, self.keep), (leave, self.left.emit)):
            button.setObjectName("action")
            button.setAccessibleName(button.text())
            button.clicked.connect(act)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(leave)
        buttons.addWidget(keep)
        return buttons

    def begin(self) -> None:
        """Put the keyboard into the first field."""
        if first := next(iter(self.fields.values()), None):
            first.setFocus()
            first.selectAll()

    def keep(self) -> None:
        """Hand the words on; what is wrong with them is said here."""
        try:
            self._save({part: line.text() for part, line in self.fields.items()})
        except Trouble as trouble:
            self.wrong.setText(str(describe(trouble)))
            self.wrong.show()
            return
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the value as it was."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
