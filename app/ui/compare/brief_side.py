"""Beside a brief: what can be taken into it, the texts it can be taken from, and what still lacks a source.

Knows excerpts and texts it is given; no library.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, Signal, SignalInstance
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
from app.ui.legible import legible
from app.ui.notes.rows import said_of
from app.ui.picking import Pick
from app.ui.reading.positions import Positions, shown
from app.ui.record.naming import named
from app.ui.record.quoting import Quote, carried
from db.linked import bare, plain

if TYPE_CHECKING:
    from app.services.briefing import Excerpt
    from app.services.sourcing import Unsourced

LISTED, CHECKED = 200, 40
"""Excerpts shown at once, the line above finds the others; and sentences without a source."""
_LACKING = "这些话有数字或判断，句中没有标出处，旁边也没有引文："
_SOUND = "没有缺出处的话。\n自己的话里有数字或判断时，请在旁边放一段引文，或插入出处；确是本院看法的，标为“本院意见”。"
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
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
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
            words = said_of(note)
            said = f"“{_cut(note.quote, 90)}”" if note.quote else _cut(words, 110)
            added = f"\n✎ {_cut(words, 60)}" if words and note.quote else ""
            where = f" §{one.paragraph}" if one.paragraph else ""
            item = QListWidgetItem(legible(f"{said}{added}\n—— {_cut(one.case_title, 30)}{where}"), self)
            item.setData(_ROLE, one)
            item.setToolTip(legible(f"{note.quote or words}\n{one.case_title}{where}"))

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        """What is dragged out: the passage, or the words of a note that has none."""
        one = items[0].data(_ROLE) if items else None
        quote = quote_of(one) if one else None
        if quote is not None:
            return carried(quote)
        data = QMimeData()
        data.setText(bare(plain(one.note.text)).strip() if one else "")
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


class Lacking(QFrame):
    """One sentence without a source, and what can be done about it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("briefMissing")
        self.one: Unsourced | None = None
        self.words = QLabel(self)
        self.why = named(QLabel(self), "useHint")
        for label in (self.words, self.why):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.go = named(QPushButton("去看", self), "link")
        self.own = named(QPushButton("是本院意见", self), "link")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 7, 10, 7)
        column.setSpacing(3)
        row = QHBoxLayout()
        row.addWidget(self.go)
        row.addWidget(self.own)
        row.addStretch(1)
        column.addWidget(self.words)
        column.addWidget(self.why)
        column.addLayout(row)

    def show_one(self, one: Unsourced | None) -> None:
        """Show another sentence; none hides the card."""
        if one == self.one:
            return
        self.one = one
        if one is not None:
            self.words.setText(legible(_cut(one.sentence, 140)))
            self.why.setText(legible(one.why))
            self.go.setAccessibleName(f"去看：{one.sentence[:40]}")
            self.own.setAccessibleName(f"标为本院意见：{one.sentence[:40]}")
        self.setVisible(one is not None)


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
        self.tabBar().setDrawBase(False)
        self._excerpts: Sequence[Excerpt] = ()
        self._missing_now: Sequence[Unsourced] | None = None
        self.excerpts = Excerpts(self)
        self.excerpts.wanted.connect(self.excerpt_wanted)
        self.line = named(QLineEdit(self), "narrower", "查找摘录")
        self.line.setPlaceholderText("查找摘录")
        self.line.textChanged.connect(lambda _: self._narrow())
        self.told = named(QLabel(self), "useHint")
        self.told.setWordWrap(True)
        self.told.setContentsMargins(3, 0, 3, 0)
        self.cases = named(Pick("从哪个案例引用", (), self), "briefCases", "从哪个案例引用")
        self.cases.activated.connect(lambda _: self.text_wanted.emit(str(self.cases.currentData() or "")))
        self.original = Original(self)
        self.original.quoted.connect(self.quote_wanted)
        self.checks = QScrollArea(self)
        self.checks.setObjectName("bare")
        self.checks.setFrameShape(QFrame.Shape.NoFrame)
        self.checks.setWidgetResizable(True)
        self.asked = named(QLabel(self), "useHint")
        self.more = named(QLabel(self), "useHint")
        self.cards: list[Lacking] = []
        self.listed = QVBoxLayout()
        self.listed.setSpacing(10)
        self._build_checks()
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
            self.cases.addItem(legible(title), case_id)
        found = self.cases.findData(kept)
        self.cases.setCurrentIndex(max(0, found))
        if found < 0:
            self.original.show_text("", "", "")
            self.text_wanted.emit(str(self.cases.currentData() or ""))

    def show_missing(self, missing: Sequence[Unsourced]) -> None:
        """List the sentences without a source; only what differs from what is listed is touched."""
        if missing == self._missing_now:
            return
        self._missing_now = missing
        self.setTabText(2, f"核对 {len(missing)}" if missing else "核对")
        self.asked.setText(_LACKING if missing else _SOUND)
        shown = missing[:CHECKED]
        while len(self.cards) < len(shown):
            card = Lacking(self.checks)
            card.go.clicked.connect(partial(self._sentence, card, self.sentence_wanted))
            card.own.clicked.connect(partial(self._sentence, card, self.allowed))
            self.listed.insertWidget(len(self.cards), card)
            self.cards.append(card)
        for card, one in zip_longest(self.cards, shown):
            card.show_one(one)
        self.more.setText(f"还有 {len(missing) - CHECKED} 句，改好上面的再列" if len(missing) > CHECKED else "")
        self.more.setVisible(len(missing) > CHECKED)

    @staticmethod
    def _sentence(card: Lacking, signal: SignalInstance) -> None:
        if card.one is not None:
            signal.emit(card.one.part_id)

    def _build_checks(self) -> None:
        ground = QWidget()
        column = QVBoxLayout(ground)
        column.setContentsMargins(10, 12, 10, 10)
        column.setSpacing(10)
        self.asked.setWordWrap(True)
        column.addWidget(self.asked)
        column.addLayout(self.listed)
        column.addWidget(self.more)
        column.addStretch(1)
        self.checks.setWidget(ground)

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
