"""The filters beside all notes: words, kinds with counts, colours, tags, cases, authors, dates. Knows no library."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
)

from app.services.noting import Noted
from app.ui.legible import legible
from app.ui.notes.kinds import VALUE, Kind, Kinds
from app.ui.notes.purposes import SIGNS
from app.ui.notes.rows import Asked, choices, coloured, counted
from app.ui.picking import Pick
from app.ui.record.naming import named
from app.wording import PURPOSES
from db.records import Note

_DATES: tuple[tuple[str, int], ...] = (("任何时间", 0), ("今天", 1), ("近 7 天", 7), ("近 30 天", 30), ("近一年", 365))
_ALL, _NONE, _OPEN = "", "none", "open"


class Narrowing(QScrollArea):
    """What is asked of the notes."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bare")
        self.setAccessibleName("笔记筛选")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = named(QFrame(), "noteFilters")
        self.setWidget(inside)
        self.line = QLineEdit()
        self.line.setObjectName("line")
        self.line.setPlaceholderText("查找笔记、摘录、标签")
        self.line.setAccessibleName("查找笔记")
        self.line.setClearButtonEnabled(True)
        self.kinds = Kinds()
        self.colours, self.tags, self.cases = _combo("颜色"), _combo("标签"), _combo("案例")
        self.authors, self.dates = _combo("作者"), _combo("修改时间")
        for words, days in _DATES:
            self.dates.addItem(words, days)
        column = QVBoxLayout(inside)
        column.setContentsMargins(14, 12, 12, 12)
        column.setSpacing(6)
        column.addWidget(self.line)
        column.addWidget(self.kinds)
        for words, combo in (
            ("颜色", self.colours), ("标签", self.tags), ("案例", self.cases), ("作者", self.authors),
            ("时间", self.dates),
        ):  # fmt: skip
            label = named(QLabel(words), "heading")
            label.setBuddy(combo)
            column.addWidget(label)
            column.addWidget(combo)
        column.addStretch(1)
        self.line.textChanged.connect(lambda _: self.changed.emit())
        self.kinds.currentRowChanged.connect(lambda _: self.changed.emit())
        for combo in (self.colours, self.tags, self.cases, self.authors, self.dates):
            combo.currentIndexChanged.connect(lambda _: self.changed.emit())
        self._kinds(())
        self.kinds.setCurrentRow(0)

    def fill(self, noted: Noted) -> None:
        """Offer what there is; what is chosen stays chosen as long as it is there."""
        titled, tags, authors = choices(noted)
        self._kinds(noted.notes)
        _fill(self.colours, [("所有颜色", ""), *coloured(noted.meanings)])
        _fill(self.tags, [("所有标签", ""), *((f"#{tag}", tag) for tag in tags)])
        _fill(self.cases, [("所有案例", ""), ("不属于案例", _NONE), *titled])
        _fill(self.authors, [("所有作者", None), ("我", ""), *((one, one) for one in authors)])
        self.authors.setEnabled(bool(authors))

    def _kinds(self, notes: Sequence[Note]) -> None:
        counts = counted(notes)
        rows = [Kind(_ALL, "全部笔记", len(notes))]
        rows += [Kind(one, words, counts.get(one, 0), SIGNS[one]) for one, words in PURPOSES.items()]
        rows.append(Kind(_OPEN, "未完成的待办", counts.get(_OPEN, 0), SIGNS["todo"]))
        rows.append(Kind(_NONE, "没有注明类型", counts.get(_NONE, 0)))
        with QSignalBlocker(self.kinds):
            self.kinds.show_kinds(rows)

    def asked(self, cases: frozenset[str] | None = None) -> Asked:
        """What is asked for now."""
        row = self.kinds.currentRow()
        kind = str(self.kinds.item(row).data(VALUE)) if row >= 0 else _ALL
        days = int(self.dates.currentData() or 0)
        since = dt.datetime.now(dt.UTC) - dt.timedelta(days=days)
        author = self.authors.currentData() if self.authors.count() else None
        return Asked(
            words=self.line.text().casefold(),
            purpose="todo" if kind == _OPEN else kind,
            done=False if kind == _OPEN else None,
            colour=str(self.colours.currentData() or ""),
            tag=str(self.tags.currentData() or ""),
            case_id=str(self.cases.currentData() or ""),
            author=author if author is None else str(author),
            since=since.replace(tzinfo=None).isoformat(timespec="seconds") if days else "",
            cases=cases,
        )

    def clear(self) -> None:
        """Ask for all."""
        with QSignalBlocker(self):
            self.line.clear()
            self.kinds.setCurrentRow(0)
            for combo in (self.colours, self.tags, self.cases, self.authors, self.dates):
                combo.setCurrentIndex(0)
        self.changed.emit()


def _combo(told: str) -> Pick:
    combo = named(Pick(told, (), None), "noteFilter", told)
    combo.setMaxVisibleItems(20)
    return combo


def _fill(combo: QComboBox, items: Sequence[tuple[str, object]]) -> None:
    kept = combo.currentData()
    with QSignalBlocker(combo):
        combo.clear()
        for words, value in items:
            combo.addItem(legible(words if len(words) <= 40 else words[:39] + "…"), value)
        combo.setCurrentIndex(next((at for at, (_, value) in enumerate(items) if value == kept), 0))
