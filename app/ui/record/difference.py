"""Two texts side by side, paragraph beside paragraph, with what differs tinted. Knows texts, no library."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextLength,
    QTextTableCell,
    QTextTableFormat,
)
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QTextBrowser, QVBoxLayout, QWidget

from app.services.differing import Part, Row, aligned, difference
from app.ui import theme
from app.ui.record.naming import named, tool

_AT_ONCE = 20_000
"""Characters compared without leaving the window's thread; longer texts are compared beside it."""
_BATCH = 40
"""Rows laid out at a time."""
_AROUND = 1
"""Unchanged paragraphs left standing before and after a change when the rest is folded away."""
_LONG = 600
"""Characters of one unchanged stretch inside a paragraph that are shown when it is folded."""


class Difference(QWidget):
    """The comparison with its own bar: how many changes, the next, the previous, changed paragraphs only."""

    ready = Signal()
    """Everything is shown."""
    _compared = Signal(int, object)

    def __init__(self, palette: theme.Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._rows: tuple[Row, ...] = ()
        self._titles = ("", "")
        self._asked = 0
        self._waiting: list[Row | int] = []
        self._places: list[int] = []
        self._at = -1
        self._more = QTimer(self, interval=0)
        self._more.timeout.connect(self._lay_out)
        self._compared.connect(self._landed, Qt.ConnectionType.QueuedConnection)
        self._make()
        self.set_palette(palette)

    def _make(self) -> None:
        self.count = named(QLabel(self), "quiet")
        self.previous = tool("plain", "↑ 上一处", "上一处不同")
        self.next = tool("plain", "↓ 下一处", "下一处不同")
        self.previous.setToolTip("上一处不同（Shift+F3）")
        self.next.setToolTip("下一处不同（F3）")
        self.previous.setShortcut("Shift+F3")
        self.next.setShortcut("F3")
        self.previous.clicked.connect(lambda: self.go(-1))
        self.next.clicked.connect(lambda: self.go(1))
        self.only = QCheckBox("只看不同之处", self)
        self.only.toggled.connect(self._show)
        self.text = named(QTextBrowser(self), "plainText", "两文对照")
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setOpenLinks(False)
        self.text.setUndoRedoEnabled(False)
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = QHBoxLayout()
        bar.setSpacing(4)
        bar.addWidget(self.count, 1)
        for widget in (self.only, self.previous, self.next):
            bar.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(bar)
        column.addWidget(self.text, 1)

    def show_difference(self, before: str, after: str, *, titles: tuple[str, str]) -> None:
        """Compare two texts; `titles` stand above the sides. Long ones are compared beside the window's thread."""
        self._asked += 1
        self._titles = titles
        self._more.stop()
        self.text.clear()
        asked = self._asked
        if len(before) + len(after) <= _AT_ONCE:
            self._landed(asked, aligned(difference(before, after)))
            return
        self.count.setText("正在对照……")

        def compare() -> None:
            rows = aligned(difference(before, after))
            try:
                self._compared.emit(asked, rows)
            except RuntimeError:
                return  # the window is gone

        threading.Thread(target=compare, name="comparing", daemon=True).start()

    def clear(self) -> None:
        """Show nothing."""
        self._asked += 1
        self._rows, self._waiting, self._places = (), [], []
        self._more.stop()
        self.text.clear()
        self.count.setText("")

    @property
    def changes(self) -> int:
        """How many paragraphs differ."""
        return sum(row.changed for row in self._rows)

    def go(self, by: int) -> None:
        """Bring the next change (1) or the one before (-1) into view, round and round."""
        while self._waiting:
            self._lay_out()
        if not self._places:
            return
        at = by - 1 if self._at < 0 and by > 0 else self._at + by
        self._at = at % len(self._places)
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(self._places[self._at])
        self.text.setTextCursor(cursor)
        top = self.text.cursorRect(cursor).top() - self.text.viewport().height() // 4
        self.text.verticalScrollBar().setValue(self.text.verticalScrollBar().value() + top)
        self._tell()

    def set_palette(self, palette: theme.Palette) -> None:
        """Show in other colours."""
        self._palette = palette
        self.text.setFont(theme.serif(15))
        if self._rows:
            self._show()

    def _landed(self, asked: int, rows: tuple[Row, ...]) -> None:
        if asked != self._asked:
            return
        self._rows = rows
        same = sum(not row.changed for row in rows)
        with QSignalBlocker(self.only):
            self.only.setChecked(self.changes > 0 and same > len(rows) // 2 and same > 2 * _BATCH)
        self._show()

    def _show(self) -> None:
        self._waiting = list(_folded(self._rows) if self.only.isChecked() else self._rows)
        self._waiting.reverse()
        self._places, self._at = [], -1
        self.text.clear()
        self._heads()
        self._tell()
        self._lay_out()
        if self._waiting:
            self._more.start()
        self.text.moveCursor(QTextCursor.MoveOperation.Start)  # it was pushed along by what was put in
        self.text.verticalScrollBar().setValue(0)

    def _tell(self) -> None:
        changes = self.changes
        where = f"第 {self._at + 1} 处，共 {changes} 处" if self._at >= 0 else f"{changes} 处不同"
        self.count.setText(where if changes else "两文相同")
        for button in (self.previous, self.next):
            button.setEnabled(changes > 0)
        self.only.setEnabled(changes > 0)

    # --- laying out

    def _heads(self) -> None:
        bold = QTextCharFormat()
        bold.setFont(theme.sans(theme.SMALL, bold=True))
        bold.setForeground(QColor(self._palette.muted))
        cursor = self._end()
        table = cursor.insertTable(1, 2, self._format())
        for column, title in enumerate(self._titles):
            table.cellAt(0, column).firstCursorPosition().insertText(title, bold)

    def _lay_out(self) -> None:
        """One more batch of rows."""
        batch = [self._waiting.pop() for _ in range(min(_BATCH, len(self._waiting)))]
        if batch:
            self.text.setUpdatesEnabled(False)
            cursor = self._end()
            cursor.beginEditBlock()
            table = cursor.insertTable(len(batch), 2, self._format())
            for number, row in enumerate(batch):
                cells = table.cellAt(number, 0), table.cellAt(number, 1)
                if isinstance(row, int):
                    self._skipped(cells[0], row)
                    continue
                if row.changed:
                    self._places.append(cells[0].firstPosition())
                for cell, side in zip(cells, (row.before, row.after), strict=True):
                    self._fill(cell, side, absent=side is None)
            cursor.endEditBlock()
            self.text.setUpdatesEnabled(True)
        if not self._waiting:
            self._more.stop()
            self.ready.emit()

    def _end(self) -> QTextCursor:
        cursor = QTextCursor(self.text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        thin = QTextBlockFormat()
        thin.setLineHeight(1, int(QTextBlockFormat.LineHeightTypes.FixedHeight.value))
        cursor.setBlockFormat(thin)
        return cursor

    def _format(self) -> QTextTableFormat:
        form = QTextTableFormat()
        form.setBorder(0)
        form.setCellSpacing(0)
        form.setCellPadding(6)
        form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        half = QTextLength(QTextLength.Type.PercentageLength, 50)
        form.setColumnWidthConstraints([half, half])
        return form

    def _skipped(self, cell: QTextTableCell, count: int) -> None:
        quiet = QTextCharFormat()
        quiet.setFont(theme.sans(theme.SMALL))
        quiet.setForeground(QColor(self._palette.muted))
        cell.firstCursorPosition().insertText(f"……  相同的 {count} 段未列出", quiet)

    def _fill(self, cell: QTextTableCell, side: Sequence[Part] | None, *, absent: bool) -> None:
        cursor = cell.firstCursorPosition()
        form = QTextBlockFormat()
        form.setLineHeight(165, int(QTextBlockFormat.LineHeightTypes.ProportionalHeight.value))
        cursor.setBlockFormat(form)
        if absent:
            ground = cell.format()
            ground.setBackground(QColor(self._palette.hover))
            cell.setFormat(ground)
            return
        for part in side or ():
            text = _shortened(part.text) if part.kind == "same" and self.only.isChecked() else part.text
            cursor.insertText(text, self._letters(part))

    def _letters(self, part: Part) -> QTextCharFormat:
        form = QTextCharFormat()
        form.setForeground(QColor(self._palette.ink))
        if part.kind == "gone":
            form.setBackground(QColor(self._palette.pink))
            form.setFontStrikeOut(True)
        elif part.kind == "new":
            form.setBackground(QColor(self._palette.green_mark))
            form.setFontWeight(QFont.Weight.DemiBold)
        return form


def _folded(rows: Sequence[Row]) -> list[Row | int]:
    """The rows near a change; a number stands for so many others."""
    near = [False] * len(rows)
    for at, row in enumerate(rows):
        if row.changed:
            for other in range(max(0, at - _AROUND), min(len(rows), at + _AROUND + 1)):
                near[other] = True
    kept: list[Row | int] = []
    for at, row in enumerate(rows):
        if near[at]:
            kept.append(row)
        elif kept and isinstance(kept[-1], int):
            kept[-1] += 1
        else:
            kept.append(1)
    return kept


def _shortened(text: str) -> str:
    half = _LONG // 2
    return text if len(text) <= _LONG else f"{text[:half]}……（略 {len(text) - _LONG:,} 字）……{text[-half:]}"
