"""What came of a round: cases against readers with their verdicts, and below them the notes on the case chosen.

Knows rounds and passages; no library.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.services import gathering
from app.services.gathering import ME, Passage
from app.services.rounds import VERDICTS
from app.ui import theme
from app.ui.dialogs.picking import Pick
from app.ui.record.naming import named
from app.ui.theme import Palette
from db.rounds import Answer, Handed, Round

_NARROW, _WIDE = 110, 190
_MEASURED = 120
"""Rows up to which each is as high as its words."""


class _Tinted(QStyledItemDelegate):
    """Lays a verdict's colour behind its words; a style sheet's items have none of their own."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if ground is not None:
            place = QRectF(option.rect).adjusted(2, 4, -8, -3)
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(place, 6, 6)
            painter.restore()
        super().paint(painter, option, index)


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
        self.stand = named(QLabel(self), "useHint")
        self.stand.setWordWrap(True)
        self.stand.setTextFormat(Qt.TextFormat.PlainText)
        self.agreed = named(QLabel(self), "roundAgreed")
        self.agreed.setWordWrap(True)
        self.agreed.setTextFormat(Qt.TextFormat.PlainText)
        self.title = named(QLabel(self), "useHead")
        self.title.setFont(theme.serif(16, bold=True))
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.question = named(Pick("看哪个问题", (), self), "briefCases", "看哪个问题")
        self.question.setMinimumContentsLength(24)
        self.question.currentIndexChanged.connect(lambda _: self._fill())
        self.table = self._table("案例与读者的意见")
        self.table.setItemDelegate(_Tinted(self.table))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.itemSelectionChanged.connect(self._chosen)
        self.head = named(QLabel(self), "useHead")
        self.head.setFont(theme.serif(16, bold=True))
        self.head.setTextFormat(Qt.TextFormat.PlainText)
        self.hint = named(QLabel(self), "useHint")
        self.notes = self._table("各位读者对同一段话的批注")
        self.notes.setWordWrap(True)
        self.notes.itemDoubleClicked.connect(self._passage)
        self._build()

    def _table(self, name: str) -> QTableWidget:
        table = QTableWidget(self)
        table.setObjectName("roundTable")
        table.setAccessibleName(name)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setWordWrap(True)
        table.setShowGrid(False)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.verticalHeader().hide()
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        return table

    def _build(self) -> None:
        upper, lower = QFrame(self), QFrame(self)
        for card in (upper, lower):
            card.setObjectName("useCard")
        column = QVBoxLayout(upper)
        column.setContentsMargins(16, 12, 16, 12)
        row = QHBoxLayout()
        row.addWidget(self.title)
        row.addWidget(self.stand, 1)
        row.addWidget(self.question)
        column.addLayout(row)
        column.addWidget(self.agreed)
        column.addWidget(self.table, 1)
        column = QVBoxLayout(lower)
        column.setContentsMargins(16, 12, 16, 12)
        row = QHBoxLayout()
        row.addWidget(self.head)
        row.addWidget(self.hint, 1)
        column.addLayout(row)
        column.addWidget(self.notes, 1)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.addWidget(upper)
        split.addWidget(lower)
        split.setSizes([420, 340])
        split.setChildrenCollapsible(False)
        split.setHandleWidth(14)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(18, 14, 18, 16)
        outer.addWidget(split)

    # --- showing

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self._palette = palette
        self._fill()
        self._note()

    def show_round(self, one: Round) -> None:
        """Show what came of a round."""
        fresh = self.round is None or self.round.id != one.id
        self.round = one
        self.title.setText(one.name)
        self.stand.setText(gathering.stand(one))
        if fresh:
            self.question.blockSignals(True)  # noqa: FBT003 - Qt's word
            self.question.clear()
            for number, words in enumerate(one.questions, 1):
                self.question.addItem(f"{number}. {words}" if len(one.questions) > 1 else words)
            self.question.blockSignals(False)  # noqa: FBT003 - Qt's word
        self._fill()
        if fresh and one.cases:
            self.table.selectRow(0)

    def chosen(self) -> Handed | None:
        """The case that is chosen."""
        row = self.table.currentRow()
        return self.round.cases[row] if self.round and 0 <= row < len(self.round.cases) else None

    def show_passages(self, case: Handed, found: Sequence[Passage], *, there: bool) -> None:
        """Show what was noted in a case."""
        if self.chosen() != case:
            return
        self.passages = found
        self.hint.setText(
            "这个案例已经删除，批注不在了；意见还保留在上面。"
            if not there
            else "几位读者划在同一段话上的排在一行；双击看原文。"
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
        self.agreed.setText(gathering.agreed(one, number).words)
        heads = [f"{name}（未交回）" if name not in told else name for name in one.readers]
        kept = self.table.currentRow()
        self.table.blockSignals(True)  # noqa: FBT003 - Qt's word
        self.table.clear()
        self.table.setColumnCount(len(one.readers) + 2)
        self.table.setRowCount(len(one.cases))
        self.table.setHorizontalHeaderLabels(["案例", "是否一致", *heads])
        for row, case in enumerate(one.cases):
            answers = [told.get(name, {}).get(case.id) for name in one.readers]
            alike = gathering.alike([answer.verdict for answer in answers if answer])
            self.table.setItem(row, 0, QTableWidgetItem(case.title))
            self.table.setItem(row, 1, self._alike(alike))
            for at, (name, answer) in enumerate(zip(one.readers, answers, strict=True)):
                self.table.setItem(row, at + 2, self._verdict(name, answer, back=name in told))
        self._measure(self.table, [260, 86, *(_WIDE if len(one.readers) < 6 else _NARROW for _ in one.readers)])
        if kept >= 0:
            self.table.setCurrentCell(min(kept, len(one.cases) - 1), 0)
        self.table.blockSignals(False)  # noqa: FBT003 - Qt's word
        if len(one.cases) <= _MEASURED:
            self.table.resizeRowsToContents()

    def _alike(self, words: str) -> QTableWidgetItem:
        item = QTableWidgetItem(words or "—")
        item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
        item.setForeground(QColor(self._palette.accent_ink if words == "有分歧" else self._palette.muted))
        return item

    def _verdict(self, name: str, answer: Answer | None, *, back: bool) -> QTableWidgetItem:
        colours = self._palette
        if answer is None or not (answer.verdict or answer.words.strip()):
            item = QTableWidgetItem("未作判断" if back else "未交回")
            item.setForeground(QColor(colours.muted))
            return item
        verdict = VERDICTS.get(answer.verdict, "未作判断")
        words = answer.words.strip()
        item = QTableWidgetItem(f"{verdict}\n{words}" if words else verdict)
        item.setToolTip(f"{name}：{verdict}\n{words}" if words else f"{name}：{verdict}")
        grounds = {
            "recommend": (colours.green_soft, colours.on_green_soft),
            "useful": (colours.accent_soft, colours.on_accent_soft),
            "reject": (colours.neutral, colours.on_neutral),
        }
        if answer.verdict in grounds:
            ground, ink = grounds[answer.verdict]
            item.setBackground(QColor(ground))
            item.setForeground(QColor(ink))
        return item

    def _measure(self, table: QTableWidget, widths: Sequence[int]) -> None:
        head = table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate(widths):
            head.resizeSection(column, width)
        roomy = sum(widths) < table.viewport().width()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch if roomy else QHeaderView.ResizeMode.Interactive)

    def _chosen(self) -> None:
        case = self.chosen()
        if case is not None:
            self.head.setText(f"批注：{case.title}")
            self.passages = ()
            self._note()
            self.case_chosen.emit(case)

    def _note(self) -> None:
        """Lay the notes out: a row for every passage, a column for everybody who noted something."""
        one = self.round
        readers = one.readers if one else ()
        who = [name for name in (*readers, ME) if any(name in passage.notes for passage in self.passages)]
        self.notes.clear()
        self.notes.setColumnCount(1 + len(who))
        self.notes.setRowCount(len(self.passages))
        self.notes.setHorizontalHeaderLabels(["原文", *who])
        self.notes.setVisible(bool(self.passages))
        for row, passage in enumerate(self.passages):
            place = f"　§{passage.paragraph}" if passage.paragraph else ""
            quote = QTableWidgetItem(f"“{passage.quote}”{place}" if passage.quote else "对整个案例")
            quote.setFont(theme.serif(13))
            self.notes.setItem(row, 0, quote)
            for at, name in enumerate(who, 1):
                self.notes.setItem(row, at, QTableWidgetItem(gathering.said(passage.notes.get(name, ()))))
        self._measure(self.notes, [360, *(_WIDE + 30 for _ in who)])
        self.notes.resizeRowsToContents()

    def _passage(self, item: QTableWidgetItem) -> None:
        case = self.chosen()
        notes = [note for by in self.passages[item.row()].notes.values() for note in by if note.start is not None]
        if case is not None:
            start = min((note.start or 0 for note in notes), default=0)
            self.passage_wanted.emit(case.here, start, max((note.end or 0 for note in notes), default=0))
