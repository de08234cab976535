"""What came of a round: cases against readers with their verdicts, and below them the notes on the case chosen.

Knows rounds and passages; no library.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.services import gathering
from app.services.gathering import ME, Order, Passage
from app.ui import theme
from app.ui.compare.few_lines import FewLines
from app.ui.compare.round_rows import Rows
from app.ui.legible import legible
from app.ui.picking import Pick
from app.ui.record.naming import named
from app.ui.theme import Palette
from db.linked import bare
from db.rounds import Answer, Handed, Round

_NARROW, _WIDE = 110, 190
_TIGHT = 520
"""Height below which the page saves room."""
_ORDERS = ("按发出的次序", "分歧大的在前", "只看有分歧的", "只看意见一致的")
_WAYS: tuple[Order, ...] = ("sent", "apart", "differing", "alike")


class RoundTable(QWidget):
    """Who said what."""

    case_chosen = Signal(object)
    """A `Handed`."""
    passage_wanted = Signal(str, int, int)

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self.round: Round | None = None
        self.passages: Sequence[Passage] = ()
        self._listed: tuple[Handed, ...] = ()
        self._tight = False
        self._here: frozenset[str] = frozenset()
        self.stand = FewLines(self, 2)
        self.agreed = FewLines(self, 2)
        self.title = FewLines(self, 1)
        self.title.setObjectName("useHead")
        self.title.setFont(theme.serif(16, bold=True))
        self.question = named(Pick("看哪个问题", (), self), "briefCases", "看哪个问题")
        self.question.setMinimumContentsLength(12)
        self.question.currentIndexChanged.connect(lambda _: self._fill())
        self.order = named(Pick("列哪些案例，按什么次序", (), self), "briefCases", "列哪些案例，按什么次序")
        self.order.addItems(_ORDERS)
        self.order.currentIndexChanged.connect(lambda _: self._fill())
        self.whole = self._switch("展开全文", "每一格都展开到写全为止")
        self.mine = self._switch("本库批注", "把本库自己的批注也并排列出，并随导出；不勾选时不列、也不导出")
        self.table = Rows("案例与读者的意见", self)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.itemSelectionChanged.connect(self._chosen)
        self.table.opened.connect(self._open)
        self.head = FewLines(self, 1)
        self.head.setObjectName("useHead")
        self.head.setFont(theme.serif(16, bold=True))
        self.hint = FewLines(self, 2)
        self.notes = Rows("各位读者对同一段话的批注", self)
        self.notes.opened.connect(self._passage)
        for rows in (self.table, self.notes):
            self.whole.toggled.connect(rows.show_whole)
        self._build()

    def _switch(self, words: str, tip: str) -> QPushButton:
        made = named(QPushButton(words, self), "action", tip)
        made.setCheckable(True)
        made.setToolTip(tip)
        made.toggled.connect(lambda on: made.setText(f"✓ {words}" if on else words))
        return made

    def _build(self) -> None:
        self.cards = (QFrame(self), QFrame(self))
        for card in self.cards:
            card.setObjectName("useCard")
        self._columns = (QVBoxLayout(self.cards[0]), QVBoxLayout(self.cards[1]))
        column = self._columns[0]
        row = QHBoxLayout()
        row.addWidget(self.title, 1)
        for one in (self.order, self.question, self.whole):
            row.addWidget(one)
        column.addLayout(row)
        column.addWidget(self.stand)
        column.addWidget(self.agreed)
        column.addWidget(self.table, 1)
        column = self._columns[1]
        row = QHBoxLayout()
        row.addWidget(self.head, 1)
        row.addWidget(self.mine)
        column.addLayout(row)
        column.addWidget(self.hint)
        column.addWidget(self.notes, 100)
        column.addStretch(1)
        split = QSplitter(Qt.Orientation.Vertical, self)
        for card in self.cards:
            split.addWidget(card)
        split.setSizes([440, 320])
        split.setChildrenCollapsible(False)
        split.setHandleWidth(10)
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(split)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, none is given away."""
        super().resizeEvent(event)
        tight = event.size().height() < _TIGHT
        self._outer.setContentsMargins(*((6, 6, 6, 6) if tight else (18, 14, 18, 16)))
        for layout in self._columns:
            layout.setContentsMargins(*((10, 5, 10, 5) if tight else (16, 12, 16, 12)))
            layout.setSpacing(3 if tight else 6)
        self._tight = tight
        self.agreed.setVisible(not tight)
        self.hint.allow(1 if tight else 2)
        self.stand.allow(1 if tight else 2)

    # --- showing

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self._palette = palette
        self._fill()
        self._note()

    def show_round(self, one: Round, here: frozenset[str]) -> None:
        """Show what came of a round; `here` are those of its cases that are in this library."""
        fresh = self.round is None or self.round.id != one.id
        self.round, self._here = one, here
        self.title.tell(legible(one.name))
        self.stand.tell(legible(gathering.stand(one)))
        if fresh:
            self.question.blockSignals(True)  # noqa: FBT003 - Qt's word
            self.question.clear()
            for number, words in enumerate(one.questions, 1):
                self.question.addItem(legible(f"{number}. {words}" if len(one.questions) > 1 else words))
            self.question.blockSignals(False)  # noqa: FBT003 - Qt's word
            self.question.setVisible(len(one.questions) > 1)
            self.mine.setChecked(one.noted)
        self._fill()
        if fresh and self._listed:
            self.table.selectRow(0)

    def chosen(self) -> Handed | None:
        """The case that is chosen."""
        row = self.table.currentRow()
        return self._listed[row] if 0 <= row < len(self._listed) else None

    def show_passages(self, case: Handed, found: Sequence[Passage], *, there: bool) -> None:
        """Show what was noted in a case."""
        if self.chosen() != case:
            return
        self.passages = found
        self.hint.tell(
            "这个案例已经删除，批注不在了；意见还保留在上面。"
            if not there
            else "几位读者划在同一段话上的排在一行；回车或双击看原文。"
            if found
            else "还没有人在这个案例上划线或写批注。"
        )
        self._note()

    def _fill(self) -> None:
        one = self.round
        if one is None:
            return
        number = max(0, self.question.currentIndex())
        told = gathering.answered(one, number)
        self.agreed.tell(gathering.accord(one, number))
        self.agreed.setVisible(not self._tight)
        kept = self.chosen()
        self._listed = gathering.listed(one, number, _WAYS[max(0, self.order.currentIndex())])
        self.table.blockSignals(True)  # noqa: FBT003 - Qt's word
        self.table.clear()
        self.table.setRowCount(len(self._listed))
        heads = [f"{name}（未交回）" if name not in told else name for name in one.readers]
        self.table.name(["案例", "是否一致", *heads])
        for row, case in enumerate(self._listed):
            answers = [told.get(name, {}).get(case.id) for name in one.readers]
            gone = case.here not in self._here
            named_ = self.table.say(row, 0, f"{case.title}（已删除）" if gone else case.title)
            if gone:
                named_.setForeground(QColor(self._palette.muted))
            self._alike(row, gathering.alike([answer.chosen for answer in answers if answer]))
            for at, (name, answer) in enumerate(zip(one.readers, answers, strict=True)):
                self._verdict(row, at + 2, name, answer, back=name in told)
        self.table.fit_columns([260, 86, *(_WIDE if len(one.readers) < 6 else _NARROW for _ in one.readers)])
        if kept is not None and self._listed:
            self.table.setCurrentCell(self._listed.index(kept) if kept in self._listed else 0, 0)
        self.table.blockSignals(False)  # noqa: FBT003 - Qt's word
        self.table.fit_rows()
        if kept is not None and kept not in self._listed:
            self._chosen()

    def _alike(self, row: int, words: str) -> None:
        item = self.table.say(row, 1, words or "—")
        item.setForeground(QColor(self._palette.accent_ink if words == "有分歧" else self._palette.muted))

    def _verdict(self, row: int, column: int, name: str, answer: Answer | None, *, back: bool) -> None:
        colours = self._palette
        if answer is None or not answer.said:
            item = self.table.say(row, column, "未作判断" if back else "未交回")
            item.setForeground(QColor(colours.muted))
            return
        words = "\n".join(one for one in (gathering.chosen(answer), answer.words.strip()) if one)
        item = self.table.say(row, column, words, f"{name}：{words}")
        grounds = {
            "recommend": (colours.green_soft, colours.on_green_soft),
            "useful": (colours.accent_soft, colours.on_accent_soft),
            "reject": (colours.neutral, colours.on_neutral),
        }
        if answer.chosen:
            ground, ink = grounds.get(answer.verdict, grounds["reject"])
            item.setBackground(QColor(ground))
            item.setForeground(QColor(ink))

    def _chosen(self) -> None:
        case = self.chosen()
        self.head.tell(legible(f"批注：{case.title}") if case is not None else "")
        self.passages = ()
        self._note()
        if case is not None:
            self.case_chosen.emit(case)

    def _note(self) -> None:
        """Lay the notes out: a row for every passage, a column for everybody who noted something."""
        one = self.round
        readers = one.readers if one else ()
        who = [name for name in (*readers, ME) if any(name in passage.notes for passage in self.passages)]
        self.notes.clear()
        self.notes.setRowCount(len(self.passages))
        self.notes.name(["原文", *who])
        self.notes.setVisible(bool(self.passages))
        for row, passage in enumerate(self.passages):
            place = f"　§{passage.paragraph}" if passage.paragraph else ""
            quote = self.notes.say(row, 0, f"“{passage.quote}”{place}" if passage.quote else "对整个案例")
            quote.setFont(theme.serif(13))
            for at, name in enumerate(who, 1):
                self.notes.say(row, at, bare(gathering.said(passage.notes.get(name, ()))))
        self.notes.fit_columns([360, *(_WIDE + 30 for _ in who)])
        self.notes.fit_rows()

    def _open(self, row: int) -> None:
        """Go to a case, where it is here."""
        case = self._listed[row] if row < len(self._listed) else None
        if case is not None and case.here in self._here:
            self.passage_wanted.emit(case.here, 0, 0)

    def _passage(self, row: int) -> None:
        case = self.chosen()
        notes = [note for by in self.passages[row].notes.values() for note in by if note.start is not None]
        if case is not None:
            start = min((note.start or 0 for note in notes), default=0)
            self.passage_wanted.emit(case.here, start, max((note.end or 0 for note in notes), default=0))
