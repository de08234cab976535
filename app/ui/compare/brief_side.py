"""Beside a brief: what can be taken into it, the texts it can be taken from, and what still lacks a source.

Knows excerpts and texts it is given; no library.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui import theme
from app.ui.dialogs.picking import Pick
from app.ui.reading.positions import Positions, shown
from app.ui.record.naming import named
from app.ui.record.quoting import Quote, carried
from db.linked import plain

if TYPE_CHECKING:
    from app.services.briefing import Excerpt
    from app.services.sourcing import Unsourced

LISTED = 200
"""Excerpts shown at once; the line above finds the others."""
_ROLE = Qt.ItemDataRole.UserRole


def quote_of(excerpt: Excerpt) -> Quote | None:
    """What an excerpt carries; None when its passage has no place."""
    note = excerpt.note
    if note.case_id is None or note.start is None or note.end is None or note.start >= note.end:
        return None
    return Quote(note.case_id, note.start, note.end, note.quote, excerpt.case_title, excerpt.paragraph)


class Excerpts(QListWidget):
    """Highlights and notes; dragged out, or taken by Enter."""

    wanted = Signal(object, bool)
    """An `Excerpt`, and whether what was noted on it is to come along."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("briefList")
        self.setAccessibleName("高亮和批注")
        self.setAccessibleDescription("回车引用，Shift+回车连批注一起，也可以拖进正文")
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setWordWrap(True)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setSpacing(2)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemDoubleClicked.connect(lambda item: self.wanted.emit(item.data(_ROLE), False))  # noqa: FBT003

    def fill(self, excerpts: Sequence[Excerpt]) -> None:
        """Show these."""
        self.clear()
        for one in excerpts:
            note = one.note
            words = plain(note.text).strip()
            said = f"“{_cut(note.quote, 90)}”" if note.quote else _cut(words, 110)
            added = f"\n✎ {_cut(words, 60)}" if words and note.quote else ""
            where = f" §{one.paragraph}" if one.paragraph else ""
            item = QListWidgetItem(f"{said}{added}\n—— {_cut(one.case_title, 30)}{where}", self)
            item.setData(_ROLE, one)
            item.setToolTip(f"{note.quote or words}\n{one.case_title}{where}")

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        """What is dragged out: the passage, or the words of a note that has none."""
        one = items[0].data(_ROLE) if items else None
        quote = quote_of(one) if one else None
        if quote is not None:
            return carried(quote)
        data = QMimeData()
        data.setText(plain(one.note.text) if one else "")
        return data

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes one."""
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self.wanted.emit(item.data(_ROLE), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)


class Original(QPlainTextEdit):
    """The text of a case to quote from."""

    quoted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("briefOriginal")
        self.setReadOnly(True)
        self.setFont(theme.serif(14))
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName("案例原文")
        self.setAccessibleDescription("选一段话，拖进正文，或按 Ctrl+回车引用")
        self._case, self._title, self._text = "", "", ""
        self._positions = Positions("")

    def show_text(self, case_id: str, title: str, text: str) -> None:
        """Show the text of a case."""
        self._case, self._title, self._text = case_id, title, text
        self._positions = Positions(text)
        self.setPlainText(shown(text))

    def chosen(self) -> Quote | None:
        """What is selected."""
        cursor = self.textCursor()
        start, end = (self._positions.to_python(at) for at in (cursor.selectionStart(), cursor.selectionEnd()))
        words = self._text[start:end]
        return Quote(self._case, start, end, words, self._title) if words.strip() else None

    def createMimeDataFromSelection(self) -> QMimeData:
        """A drag or a copy carries the place with the words."""
        quote = self.chosen()
        return carried(quote) if quote else QMimeData()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter quotes what is selected."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        else:
            super().keyPressEvent(event)

    def take(self) -> None:
        """Quote what is selected."""
        if (quote := self.chosen()) is not None:
            self.quoted.emit(quote)


class Side(QTabWidget):
    """摘录, 原文, 核对."""

    excerpt_wanted = Signal(object, bool)
    quote_wanted = Signal(object)
    text_wanted = Signal(str)
    """The text of this case is to be shown."""
    cited = Signal(str, str)
    """A source is to be named where the caret is: the case's title and id."""
    sentence_wanted = Signal(str)
    """The part of this id is to be gone to."""
    allowed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("briefSide")
        self.setDocumentMode(True)
        self._excerpts: Sequence[Excerpt] = ()
        self.excerpts = Excerpts(self)
        self.excerpts.wanted.connect(self.excerpt_wanted)
        self.line = named(QLineEdit(self), "narrower", "查找摘录")
        self.line.setPlaceholderText("查找摘录")
        self.line.textChanged.connect(lambda _: self._narrow())
        self.told = named(QLabel(self), "useHint")
        self.told.setWordWrap(True)
        self.cases = named(Pick("从哪个案例引用", (), self), "briefCases", "从哪个案例引用")
        self.cases.activated.connect(lambda _: self.text_wanted.emit(str(self.cases.currentData() or "")))
        self.original = Original(self)
        self.original.quoted.connect(self.quote_wanted)
        self.checks = QScrollArea(self)
        self.checks.setObjectName("bare")
        self.checks.setFrameShape(QFrame.Shape.NoFrame)
        self.checks.setWidgetResizable(True)
        self._build()

    def _build(self) -> None:
        first = QWidget(self)
        column = QVBoxLayout(first)
        column.setContentsMargins(8, 10, 8, 8)
        for part in (self.line, self.told):
            column.addWidget(part)
        column.addWidget(self.excerpts, 1)
        second = QWidget(self)
        column = QVBoxLayout(second)
        column.setContentsMargins(8, 10, 8, 8)
        row = QHBoxLayout()
        take = named(QPushButton("引用选中的话", second), "action", "引用选中的话")
        take.clicked.connect(self.original.take)
        cite = named(QPushButton("插入出处", second), "action", "在正文光标处插入这个案例的出处")
        cite.setToolTip("在正文光标处标上这个案例，导出时成为编号")
        cite.clicked.connect(self._cite)
        row.addWidget(take)
        row.addWidget(cite)
        row.addStretch(1)
        column.addWidget(self.cases)
        column.addWidget(self.original, 1)
        column.addLayout(row)
        self.addTab(first, "摘录")
        self.addTab(second, "原文")
        self.addTab(self.checks, "核对")
        self.show_missing(())

    def fill(self, excerpts: Sequence[Excerpt], cases: Sequence[tuple[str, str]]) -> None:
        """Show the excerpts of a scope, and its cases by id and title."""
        self._excerpts = excerpts
        self._narrow()
        kept = self.cases.currentData()
        self.cases.clear()
        for case_id, title in cases:
            self.cases.addItem(title, case_id)
        found = self.cases.findData(kept)
        self.cases.setCurrentIndex(max(0, found))
        if found < 0:
            self.original.show_text("", "", "")
            self.text_wanted.emit(str(self.cases.currentData() or ""))

    def show_missing(self, missing: Sequence[Unsourced]) -> None:
        """List the sentences without a source."""
        self.setTabText(2, f"核对 {len(missing)}" if missing else "核对")
        ground = QWidget()
        column = QVBoxLayout(ground)
        column.setContentsMargins(10, 12, 10, 10)
        column.setSpacing(10)
        words = (
            "这些话有数字或判断，句中没有标出处，旁边也没有引文："
            if missing
            else "没有缺出处的话。\n自己的话里有数字或判断时，请在旁边放一段引文，或插入出处；"
            "确是本院看法的，标为“本院意见”。"
        )
        head = named(QLabel(words, ground), "useHint")
        head.setWordWrap(True)
        column.addWidget(head)
        for one in missing[:100]:
            column.addWidget(self._missing(one, ground))
        if len(missing) > 100:
            column.addWidget(named(QLabel(f"还有 {len(missing) - 100} 句", ground), "useHint"))
        column.addStretch(1)
        self.checks.setWidget(ground)

    def _missing(self, one: Unsourced, parent: QWidget) -> QFrame:
        card = named(QFrame(parent), "briefMissing")
        column = QVBoxLayout(card)
        column.setContentsMargins(10, 7, 10, 7)
        column.setSpacing(3)
        words = QLabel(_cut(one.sentence, 140), card)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        why = named(QLabel(one.why, card), "useHint")
        why.setTextFormat(Qt.TextFormat.PlainText)
        why.setWordWrap(True)
        row = QHBoxLayout()
        go = named(QPushButton("去看", card), "link", f"去看：{one.sentence[:40]}")
        go.clicked.connect(partial(self.sentence_wanted.emit, one.part_id))
        own = named(QPushButton("是本院意见", card), "link", f"标为本院意见：{one.sentence[:40]}")
        own.clicked.connect(partial(self.allowed.emit, one.part_id))
        row.addWidget(go)
        row.addWidget(own)
        row.addStretch(1)
        column.addWidget(words)
        column.addWidget(why)
        column.addLayout(row)
        return card

    def _narrow(self) -> None:
        wanted = self.line.text().strip().lower()
        found = [one for one in self._excerpts if not wanted or wanted in _searched(one)]
        self.excerpts.fill(found[:LISTED])
        if not self._excerpts:
            self.told.setText(
                "这些案例还没有高亮和批注。读的时候选中一段话按 1–4 标色，就会出现在这里；也可以从“原文”里直接引。"
            )
        else:
            more = f"，先列 {LISTED} 条" if len(found) > LISTED else ""
            self.told.setText(f"{len(found)} 条{more}。回车引用，或拖进正文。")

    def _cite(self) -> None:
        if self.cases.currentData():
            self.cited.emit(self.cases.currentText(), str(self.cases.currentData()))


def _searched(one: Excerpt) -> str:
    return f"{one.note.quote} {one.note.text} {one.case_title} {' '.join(one.note.tags)}".lower()


def _cut(words: str, most: int) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"
