"""The row of filters over the files: all of them, those to be looked at, those like others, errors, twins."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy

from app.ui.reading.flow import Flow
from app.ui.record.naming import named
from app.ui.review.entry import Entry

Filter = Literal["all", "open", "near", "wrong", "same"]
NAMES: dict[Filter, str] = {
    "all": "全部",
    "open": "待核对",
    "near": "相近／新版",
    "wrong": "有误",
    "same": "重复",
}
_RARE: tuple[Filter, ...] = ("near",)
"""Shown only when there are such files."""


def kinds_of(entry: Entry) -> frozenset[Filter]:
    """What a file is shown under: one that is like another may wait for a person too."""
    told: dict[Filter, bool] = {
        "all": True,
        "open": entry.review is not None and entry.waits,
        "near": entry.review is not None and entry.alike,
        "wrong": entry.prepared.state == "failed",
        "same": entry.prepared.state == "duplicate",
    }
    return frozenset(name for name, on in told.items() if on)


class Filters(QFrame):
    """Buttons with their counts, one of them down."""

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
        kinds = [kinds_of(entry) for entry in entries]
        for name, button in self.buttons.items():
            count = sum(name in kind for kind in kinds)
            button.setText(f"{NAMES[name]} {count}")
            button.setAccessibleName(f"{NAMES[name]}的文件，{count} 个")
            button.setEnabled(bool(count) or name in (self.now, "all"))
            button.setChecked(name == self.now)
            button.setVisible(bool(count) or name == self.now or name not in _RARE)
        self.setVisible(len(entries) > 1)

    def lets(self, entry: Entry) -> bool:
        """Whether a file is shown."""
        return self.now in kinds_of(entry)
