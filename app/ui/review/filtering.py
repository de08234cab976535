"""The row of filters over the files: all of them, those to be looked at, those with an error, those here already."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy

from app.ui.reading.flow import Flow
from app.ui.record.naming import named
from app.ui.review.course import Entry

Filter = Literal["all", "open", "wrong", "same"]
NAMES: dict[Filter, str] = {"all": "全部", "open": "待核对", "wrong": "有误", "same": "重复"}


def kind_of(entry: Entry) -> Filter:
    """What a file is shown under besides `all`; `all` for one that needs nobody."""
    if entry.prepared.state == "failed":
        return "wrong"
    if entry.prepared.state == "duplicate" or entry.alike:
        return "same"
    return "open" if entry.doubts or entry.prepared.alternatives else "all"


class Filters(QFrame):
    """Four buttons with their counts, one of them down."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("fileFilters")
        self.now: Filter = "all"
        self.buttons: dict[Filter, QPushButton] = {}
        row = Flow(self, 3)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for name in NAMES:
            button = named(QPushButton(), "fileFilter")
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, n=name: self.choose(n))
            row.addWidget(button)
            self.buttons[name] = button
        self.show_counts([])

    def choose(self, name: Filter) -> None:
        """Show only some of the files."""
        self.now = name
        for other, button in self.buttons.items():
            button.setChecked(other == name)
        self.chosen.emit()

    def show_counts(self, entries: list[Entry]) -> None:
        """Say how many files each filter leaves; an empty one cannot be chosen."""
        kinds = [kind_of(entry) for entry in entries]
        for name, button in self.buttons.items():
            count = len(kinds) if name == "all" else kinds.count(name)
            button.setText(f"{NAMES[name]} {count}")
            button.setAccessibleName(f"{NAMES[name]}的文件，{count} 个")
            button.setEnabled(bool(count) or name in (self.now, "all"))
            button.setChecked(name == self.now)
        self.setVisible(len(entries) > 1)

    def lets(self, entry: Entry) -> bool:
        """Whether a file is shown."""
        return self.now == "all" or kind_of(entry) == self.now
