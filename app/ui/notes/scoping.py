"""Which notes belong to the cases that are looked at, and what is said where there are none. Knows no library."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.services.noting import Noted
from app.ui.record.naming import named
from app.ui.use.page import Scope
from db.records import Note

_NONE = "还没有笔记。读案例时选中一段话，按 1–4 标色，按 N 写批注。"
_UNFIT = "没有符合条件的笔记。"


def narrow(scope: Scope) -> bool:
    """Whether less than the whole library is looked at."""
    return scope.query is None or bool(scope.query.strip())


def within(noted: Noted, scope: Scope, held: Collection[str]) -> Noted:
    """The notes on the cases of a scope and on its folder; of the whole library all, those on nothing too.

    Args:
        noted: All notes.
        scope: What is looked at.
        held: Ids of notes that stay in sight: they were written while this was looked at.
    """
    if not narrow(scope):
        return noted
    cases = frozenset(scope.case_ids)

    def mine(note: Note) -> bool:
        on = note.case_id in cases if note.case_id else note.shelf_id is not None and note.shelf_id == scope.shelf_id
        return on or note.id in held

    return replace(noted, notes=tuple(note for note in noted.notes if mine(note)))


def has(noted: Noted, note_id: str) -> bool:
    """Whether a note is among these."""
    return any(note.id == note_id for note in noted.notes)


class Nothing(QWidget):
    """Stands where no note is listed, says why, and leads to those there are."""

    def __init__(self) -> None:
        super().__init__()
        self.words = named(QLabel(), "quiet")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setWordWrap(True)
        self.all = named(QPushButton("看全部笔记"), "action")
        self.all.setAccessibleName("看全部案例的笔记")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.all)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(self.words)
        column.addLayout(row)
        column.addStretch(1)

    def tell(self, every: Noted, here: Noted, scope: Scope) -> None:
        """Say why nothing is listed."""
        others = len(every.notes) - len(here.notes)
        outside = not here.notes and others > 0
        told = f"“{scope.name}”里还没有笔记，库里另有 {others} 条。"
        self.words.setText(told if outside else _UNFIT if here.notes else _NONE)
        self.all.setVisible(outside)
