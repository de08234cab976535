"""交回: which own notes go to the one who asked, before anything is written. Knows notes it is given; no library."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.services.rounds import Going
from app.ui.dialogs.asking import deciding
from app.ui.legible import legible
from app.ui.notes.rows import said_of
from app.ui.record.naming import named

_ROLE = Qt.ItemDataRole.UserRole
_CUT = 120


class GiveBack(QDialog):
    """Asks; writes nothing."""

    def __init__(self, going: Sequence[Going], answered: tuple[int, int], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("交回共读")
        self.setObjectName("giveBack")
        self.setModal(True)
        done, cases = answered
        head = QLabel(f"回执里有您的意见（{cases} 案中 {done} 案已答完）和下面勾选的批注，没有勾选的不会交出去。", self)
        head.setWordWrap(True)
        self.notes = QListWidget(self)
        self.notes.setObjectName("briefList")
        self.notes.setAccessibleName("交回哪些批注")
        self.notes.setWordWrap(True)
        self.notes.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.notes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for fresh in (True, False):
            for one in going:
                if one.fresh == fresh:
                    self._add(one)
        self.notes.itemChanged.connect(lambda _: self._tell())
        self.notes.setVisible(bool(going))
        self.told = named(QLabel(self), "quiet")
        self.told.setWordWrap(True)
        buttons, self.do = deciding(self, "存回执…", self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(head)
        column.addWidget(self.notes, 1)
        column.addWidget(self.told)
        column.addWidget(buttons)
        room = parent.window().size()
        self.resize(min(620, room.width() - 40), min(520 if going else 180, room.height() - 60))
        self._tell()

    def chosen(self) -> tuple[str, ...]:
        """The ids of the notes that go."""
        items = (self.notes.item(row) for row in range(self.notes.count()))
        return tuple(item.data(_ROLE) for item in items if item.checkState() == Qt.CheckState.Checked)

    def _add(self, one: Going) -> None:
        words = " ".join(said_of(one.note).split()) or "（划线）"
        quote = " ".join(one.note.quote.split())
        where = f"　§{one.paragraph}" if one.paragraph else ""
        old = "" if one.fresh else "（共读以前写的）"
        said = f"{_cut(words)}{old}\n{f'“{_cut(quote)}”' if quote else '对整个案例'} —— {_cut(one.case_title)}{where}"
        item = QListWidgetItem(legible(said), self.notes)
        item.setData(_ROLE, one.note.id)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if one.fresh else Qt.CheckState.Unchecked)
        item.setToolTip(legible(f"{words}\n“{quote}”" if quote else words))

    def _tell(self) -> None:
        count, every = len(self.chosen()), self.notes.count()
        self.told.setText(f"交回 {count} 条批注，留下 {every - count} 条。" if every else "这些案例上没有您的批注。")


def _cut(words: str) -> str:
    return words if len(words) <= _CUT else words[: _CUT - 1] + "…"
