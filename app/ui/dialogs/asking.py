"""One line to type a name in, with what is there already to choose from. Knows nothing of what is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.picking import Pick

LONGEST = 40


def deciding(dialog: QDialog, do: str, agreed: Callable[[], None]) -> tuple[QDialogButtonBox, QPushButton]:
    """The row of buttons below a question: the deed, which Enter does too, and 取消; with it the deed's button."""
    row = QDialogButtonBox(dialog)
    button = row.addButton(do, QDialogButtonBox.ButtonRole.AcceptRole)
    button.setDefault(True)
    row.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
    row.accepted.connect(agreed)
    row.rejected.connect(dialog.reject)
    return row, button


class AskName(QDialog):
    """Asks for a name; tells it and closes. With `places` it asks too below what it is to stand."""

    told = Signal(str, object)
    """The name, and the value of the place chosen."""

    def __init__(self, title: str, words: str, do: str, parent: QWidget, name: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setObjectName("askName")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setMinimumWidth(420)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        note = QLabel(words, self)
        note.setWordWrap(True)
        self.line = QLineEdit(name, self)
        self.line.setObjectName("line")
        self.line.setAccessibleName("名称")
        self.line.setMaxLength(LONGEST)
        self.line.selectAll()
        self.places: Pick | None = None
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(16)
        self.form.setVerticalSpacing(10)
        self.form.addRow("名称", self.line)
        buttons, self.do = deciding(self, do, self._tell)
        self.line.textChanged.connect(self._look)
        column.addWidget(note)
        column.addLayout(self.form)
        column.addWidget(buttons)
        self._look()
        self.line.setFocus()

    def suggest(self, names: Iterable[str]) -> None:
        """Offer names that are there already while one types."""
        completer = QCompleter(QStringListModel(list(names), self), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.line.setCompleter(completer)

    def place(self, words: str, places: Iterable[tuple[str, object]], chosen: object) -> None:
        """Ask too where it is to stand."""
        box = Pick(words, (), self)
        box.setMaxVisibleItems(18)
        for label, value in places:
            box.addItem(label, value)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        self.form.addRow(words, box)
        self.places = box

    def _look(self) -> None:
        self.do.setEnabled(bool(self.line.text().strip()))

    def _tell(self) -> None:
        if words := self.line.text().strip():
            self.accept()
            self.told.emit(words, self.places.currentData() if self.places else None)
