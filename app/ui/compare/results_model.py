"""Figures as Qt's views ask for them: lines with bars, or a table. Knows what was arranged; no library."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from app.services.figuring import COLUMNS, Arranged, Row
from app.services.measuring import number
from app.services.metrics import Turn
from app.ui.legible import legible
from app.wording import EVIDENCE

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole + 1
TURNS: dict[Turn, str] = {"better": "改善", "worse": "变差", "up": "上升", "down": "下降", "same": "持平", "": ""}
_NOWHERE = QModelIndex()
_NUMBERS = (2, 3)


def evidence(row: Row) -> str:
    """How well the bar's case is supported, in words."""
    level = row.bar.figure.evidence if row.bar else 0
    return EVIDENCE[level] if 0 < level < len(EVIDENCE) else ""


def head_words(row: Row) -> str:
    """What a metric's head says beside its name."""
    metric = row.metric
    told = [f"{metric.cases} 案 · {metric.figures} 个数字"]
    others = [name for name in metric.names if name != metric.name]
    if others:
        told.append(f"并有：{'、'.join(others)}")
    return " · ".join(told)


def note_words(row: Row) -> str:
    """Why a scale's figures stand apart, and how its bars are read."""
    what = f"{len(row.scale.bars)} 个数字{'' if row.scale.why.startswith('是') else '：'}{row.scale.why}"
    return f"{what}（{row.scale.hint}）" if row.scale.hint else what


def told(row: Row) -> str:
    """A line in words, for those who listen."""
    if row.kind == "head":
        return "，".join(part for part in (row.metric.name, head_words(row), row.scale.hint) if part)
    if row.kind == "note" or row.bar is None:
        return note_words(row)
    figure = row.bar.figure
    kind = "目标" if row.scale.target else ""
    parts = (row.metric.name, figure.owner or figure.title, row.bar.words, TURNS[row.bar.turn], kind, evidence(row))
    return "，".join(part for part in parts if part)


class Lines(QAbstractTableModel):
    """Metrics with their bars, line by line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def show(self, arranged: Arranged) -> None:
        """Show another choice."""
        self.beginResetModel()
        self.rows = arranged.rows
        self.endResetModel()

    def row(self, at: int) -> Row | None:
        """One line; None outside."""
        return self.rows[at] if 0 <= at < len(self.rows) else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Lines."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """There is one column."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A line, and what it says."""
        row = self.row(index.row())
        if row is None:
            return None
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return legible(told(row))
        return None


class Table(Lines):
    """All figures, one a row, in columns."""

    def show(self, arranged: Arranged) -> None:
        """Show another choice."""
        self.beginResetModel()
        self.rows = arranged.table
        self.endResetModel()

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Those of `COLUMNS`."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The columns' names."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = section in _NUMBERS and orientation == Qt.Orientation.Horizontal
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell in words."""
        row = self.row(index.row())
        if row is None or row.bar is None:
            return None
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if index.column() in _NUMBERS else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return cells(row)[index.column()]
        return None


def cells(row: Row) -> tuple[str, ...]:
    """A figure as a row of a table."""
    bar = row.bar
    if bar is None:
        return ("",) * len(COLUMNS)
    figure = bar.figure
    now = number(bar.value) if bar.value is not None else bar.words
    return (
        row.metric.name,
        "，".join(part for part in (figure.owner, figure.title) if part),
        "" if bar.before is None else number(bar.before),
        now,
        row.scale.unit,
        TURNS[bar.turn],
        "目标" if row.scale.target else "变化幅度" if row.scale.measure.sort == "change" else "成效",
        figure.date or str(figure.year or ""),
        figure.place,
        evidence(row),
    )
