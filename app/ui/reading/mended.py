"""A file's text with every repair marked in it and named, or beside its original. Knows repairs, no library."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QFont, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QTextBrowser, QVBoxLayout, QWidget

from app.services.mending import NAMES, Kind, Repair, counts
from app.ui import theme
from app.ui.reading import positions
from app.ui.reading.flow import Flow
from app.ui.record.difference import Difference
from app.ui.record.naming import named, tool

_BATCH = 400
"""Repairs laid out at a time."""
_QUIET: tuple[Kind, ...] = ("mark", "unseen")
"""Kinds that are so common that they are shown only when asked for."""
_WHERE = 14
"""Characters shown around a repair when it is told."""


class Mended(QWidget):
    """The repaired text with what stood there before, kind by kind, the next and the one before."""

    def __init__(self, palette: theme.Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._source, self._text = "", ""
        self._repairs: tuple[Repair, ...] = ()
        self._hidden: set[Kind] = set()
        self._waiting: list[Repair] = []
        self._given = 0
        self._places: list[tuple[int, int, Repair]] = []
        self._at = -1
        self._more = QTimer(self, interval=0)
        self._more.timeout.connect(self._lay_out)
        self._make()

    def _make(self) -> None:
        self.kinds = QWidget(self)
        Flow(self.kinds, 4)
        self.told = named(QLabel(self), "quiet")
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setWordWrap(True)
        self.previous = tool("plain", "↑ 上一处", "上一处修复")
        self.next = tool("plain", "↓ 下一处", "下一处修复")
        self.previous.clicked.connect(lambda: self.go(-1))
        self.next.clicked.connect(lambda: self.go(1))
        self.beside = tool("plain", "并排对照", "原文和修复后并排对照")
        self.beside.setCheckable(True)
        self.beside.toggled.connect(self._turn)
        self.text = named(QTextBrowser(self), "plainText", "修复后的文字，逐处标出修复")
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setOpenLinks(False)
        self.text.setUndoRedoEnabled(False)
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.difference = Difference(self._palette)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.text)
        self._stack.addWidget(self.difference)
        bar = QHBoxLayout()
        bar.setSpacing(4)
        bar.addWidget(self.told, 1)
        for button in (self.previous, self.next, self.beside):
            bar.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.kinds)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)

    # --- showing

    def show_repairs(self, source: str, text: str, repairs: Sequence[Repair]) -> None:
        """Show a text as repaired; `source` is what it was read as."""
        self._source, self._text, self._repairs = source, text, tuple(repairs)
        there = counts(self._repairs)
        self._hidden = {kind for kind in _QUIET if kind in there and len(there) > 1}
        self._offer(there)
        if self.beside.isChecked():
            self._turn(on=True)
        self._show()

    def clear(self) -> None:
        """Show nothing."""
        self.show_repairs("", "", ())
        self.difference.clear()

    def _offer(self, there: dict[Kind, int]) -> None:
        flow = self.kinds.layout()
        while flow is not None and (item := flow.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for kind, count in there.items():
            button = tool("repairKind", f"{NAMES[kind]} {count}", f"{NAMES[kind]}，{count} 处，标出或不标")
            button.setCheckable(True)
            button.setChecked(kind not in self._hidden)
            if kind not in self._hidden:
                button.setStyleSheet(f"background: {self._colour(kind)}; color: {self._palette.ink};")
            button.toggled.connect(lambda on, k=kind: self._choose(k, on=on))
            if flow is not None:
                flow.addWidget(button)
        self.kinds.setVisible(bool(there))

    def _choose(self, kind: Kind, *, on: bool) -> None:
        self._hidden = self._hidden - {kind} if on else self._hidden | {kind}
        QTimer.singleShot(0, self, lambda: self._offer(counts(self._repairs)))
        self._show()

    def _turn(self, on: bool) -> None:
        self._stack.setCurrentWidget(self.difference if on else self.text)
        self.kinds.setEnabled(not on)
        for part in (self.previous, self.next):
            part.setVisible(not on)
        self._tell()
        if on:
            self.told.setText("左边是原文，右边是修复后。")
            self.difference.show_difference(self._source, self._text, titles=("原文", "修复后"))

    def _colour(self, kind: Kind) -> str:
        colours = self._palette
        return {
            "lost": colours.warn_soft, "garbled": colours.pink, "pinyin": colours.blue, "letter": colours.accent_soft,
            "script": colours.green_mark, "mark": colours.yellow, "unseen": colours.neutral,
        }[kind]  # fmt: skip

    def _show(self) -> None:
        self._more.stop()
        self._waiting = [one for one in self._repairs if one.kind not in self._hidden]
        self._waiting.reverse()
        self._given, self._places, self._at = 0, [], -1
        self.text.clear()
        self.text.setFont(theme.serif(15))
        self._tell()
        self._lay_out()
        if self._waiting:
            self._more.start()
        self.text.verticalScrollBar().setValue(0)

    def _lay_out(self) -> None:
        """One more batch."""
        self.text.setUpdatesEnabled(False)
        cursor = QTextCursor(self.text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        form = QTextBlockFormat()
        form.setLineHeight(170, int(QTextBlockFormat.LineHeightTypes.ProportionalHeight.value))
        cursor.setBlockFormat(form)
        for _ in range(min(_BATCH, len(self._waiting))):
            self._put(cursor, self._waiting.pop())
        if not self._waiting:
            self._same(cursor, len(self._text))
            self._more.stop()
        cursor.endEditBlock()
        self.text.setUpdatesEnabled(True)

    def _put(self, cursor: QTextCursor, one: Repair) -> None:
        self._same(cursor, one.at)
        begin = cursor.position()
        form = QTextCharFormat()
        form.setForeground(QColor(self._palette.ink))
        form.setBackground(QColor(self._colour(one.kind)))
        form.setToolTip(_told(one))
        if one.before.strip():
            form.setFontStrikeOut(True)
            cursor.insertText(positions.shown(one.before).replace("\n", "↵"), form)
        elif not one.after.strip():
            cursor.insertText("·", form)
        form.setFontStrikeOut(False)
        form.setFontWeight(QFont.Weight.DemiBold)
        cursor.insertText(positions.shown(one.after), form)
        self._given = one.at + len(one.after)
        self._places.append((begin, cursor.position(), one))

    def _same(self, cursor: QTextCursor, to: int) -> None:
        if to > self._given:
            plain = QTextCharFormat()
            plain.setForeground(QColor(self._palette.ink))
            cursor.insertText(positions.shown(self._text[self._given : to]), plain)
            self._given = to

    # --- walking

    def go(self, by: int) -> None:
        """Bring the next repair (1) or the one before (-1) into view, round and round."""
        if self.beside.isChecked():
            self.difference.go(by)
            return
        while self._waiting and (by < 0 or self._at + by >= len(self._places)):
            self._lay_out()
        if not self._places:
            return
        self._at = by - 1 if self._at < 0 and by > 0 else (self._at + by) % len(self._places)
        self._bring(*self._places[self._at][:2])
        self._tell()

    def go_near(self, at: int) -> None:
        """Bring the first repair at or after a place of the original into view."""
        while self._waiting and not (self._places and self._places[-1][2].end >= at):
            self._lay_out()
        near = next((place for place in self._places if place[2].end >= at), None)
        if near is not None:
            self._bring(near[0], near[0])

    def _bring(self, start: int, end: int) -> None:
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.text.setTextCursor(cursor)
        top = self.text.cursorRect(cursor).top() - self.text.viewport().height() // 3
        self.text.verticalScrollBar().setValue(self.text.verticalScrollBar().value() + top)

    def _tell(self) -> None:
        shown = sum(one.kind not in self._hidden for one in self._repairs)
        if not self._repairs:
            self.told.setText("原文没有需要修复的地方。")
        elif self._at < 0:
            self.told.setText(f"标出 {shown} 处修复；划掉的是原文，没有任何内容是补写的。")
        else:
            one = self._places[self._at][2]
            around = self._text[max(0, one.at - _WHERE) : one.at + len(one.after) + _WHERE].replace("\n", " ")
            self.told.setText(f"第 {self._at + 1} 处，共 {shown} 处：{_told(one)}　……{around}……")
        for button in (self.previous, self.next):
            button.setEnabled(shown > 0)

    def set_palette(self, palette: theme.Palette) -> None:
        """Show in other colours."""
        self._palette = palette
        self.difference.set_palette(palette)
        self._offer(counts(self._repairs))
        self._show()


def _told(one: Repair) -> str:
    """A repair in words."""
    name = NAMES[one.kind]
    if one.kind == "lost":
        return f"{name}：原文此处是“{one.before}”，认不出原字，以“□”标出"
    if not one.after:
        return f"{name}：“{one.before}”" if one.before.strip() else name
    return f"{name}：“{one.before}” → “{one.after}”"
