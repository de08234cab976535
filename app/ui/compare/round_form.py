"""What a reader is asked: case by case a verdict and words on every question. Knows a round; no library."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.services.gathering import chosen
from app.services.rounds import VERDICTS
from app.ui import theme
from app.ui.compare.round_words import Reasons
from app.ui.legible import legible
from app.ui.record.naming import named
from db.rounds import Answer, Handed, Options, Round, Verdict


class Question(QFrame):
    """One question on one case."""

    changed = Signal()
    left = Signal()

    def __init__(self, number: int, words: str, offered: Options, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("useCard")
        self.number = number
        head = named(QLabel(legible(words), self), "roundQuestion")
        head.setWordWrap(True)
        head.setTextFormat(Qt.TextFormat.PlainText)
        self.group = QButtonGroup(self)
        self.group.setExclusive(False)
        self._scaled = offered is None
        self.verdicts: dict[str, QPushButton] = {}
        row = QHBoxLayout()
        row.setSpacing(8)
        choices: Mapping[str, str] = VERDICTS if offered is None else {one: one for one in offered}  # type: ignore[assignment]
        for verdict, called in choices.items():
            button = named(QPushButton(legible(called).replace("&", "&&"), self), "verdict", f"{words}：{called}")
            button.setCheckable(True)
            button.setProperty("verdict", verdict if self._scaled else "recommend")
            button.clicked.connect(partial(self._choose, verdict))
            self.verdicts[verdict] = button
            row.addWidget(button)
        row.addStretch(1)
        self.words = Reasons(f"{words}：理由", self)
        self.words.typed.connect(self.changed)
        self.words.left.connect(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(9)
        column.addWidget(head)
        column.addLayout(row)
        column.addWidget(self.words)

    def show_answer(self, answer: Answer | None) -> None:
        """Show what was answered."""
        for verdict, button in self.verdicts.items():
            button.setChecked(answer is not None and answer.chosen == verdict)
        self.words.take(answer.words if answer else "")

    def answer(self, case: str) -> Answer:
        """What is answered."""
        chosen = next((verdict for verdict, button in self.verdicts.items() if button.isChecked()), "")
        words = self.words.toPlainText()
        if self._scaled:
            return Answer(case, self.number, cast("Verdict", chosen), words)
        return Answer(case, self.number, words=words, option=chosen)

    def _choose(self, verdict: str) -> None:
        for other, button in self.verdicts.items():
            if other != verdict:
                button.setChecked(False)
        self.changed.emit()
        self.left.emit()


class RoundForm(QWidget):
    """The cases of a round beside what is asked of the one that is chosen."""

    changed = Signal()
    left = Signal()
    case_wanted = Signal(str)
    back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.round: Round | None = None
        self._answers: dict[tuple[str, int], Answer] = {}
        self._here: frozenset[str] = frozenset()
        self.questions: list[Question] = []
        self.done = 0
        """Cases of which every question is answered."""
        self.cases = QListWidget(self)
        self.cases.setObjectName("briefList")
        self.cases.setAccessibleName("请您读的案例")
        self.cases.setWordWrap(True)
        self.cases.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.cases.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.cases.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.cases.currentRowChanged.connect(lambda _: self._show())
        self.head = named(QLabel(self), "useHint")
        self.head.setWordWrap(True)
        self.head.setTextFormat(Qt.TextFormat.PlainText)
        self.title = named(QLabel(self), "roundTitle")
        self.title.setFont(theme.serif(20, bold=True))
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.read = named(QPushButton("打开正文阅读", self), "action", "打开这个案例的正文")
        self.read.clicked.connect(self._read)
        self.back = named(QPushButton("交回…", self), "primary", "交回：把意见和批注存成回执")
        self.back.clicked.connect(self.back_wanted)
        self.far = named(QLabel(self), "useHint")
        self._build()

    def _build(self) -> None:
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(14, 14, 8, 12)
        column.setSpacing(8)
        foot = QHBoxLayout()
        foot.addWidget(self.far, 1)
        foot.addWidget(self.back)
        column.addWidget(self.head)
        column.addWidget(self.cases, 1)
        column.addLayout(foot)
        ground = named(QWidget(), "use")
        self.column = QVBoxLayout(ground)
        self.column.setContentsMargins(16, 16, 24, 24)
        self.column.setSpacing(12)
        row = QHBoxLayout()
        row.addWidget(self.title, 1)
        row.addWidget(self.read, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)
        self.column.addStretch(1)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(ground)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(left)
        split.addWidget(area)
        split.setSizes([380, 900])
        split.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(split)

    def show_round(self, one: Round, here: frozenset[str]) -> None:
        """Show a round; `here` are those of its cases that are in this library."""
        fresh = self.round is None or self.round.id != one.id
        self.round, self._here = one, here
        back = one.of(one.reader)
        self._answers = {(a.case, a.question): a for a in (back.answers if back else ())}
        self.head.setText(
            legible(f"“{one.name}”请 {one.reader} 读 {len(one.cases)} 案，对每一案回答 {len(one.questions)} 个问题。")
            + "读的时候照常划线、写批注；交回时先看清哪些批注随回执一起交。"
        )
        if fresh or [q.words.accessibleName() for q in self.questions] != [f"{w}：理由" for w in one.questions]:
            self._ask(one)
        if fresh or self.cases.count() != len(one.cases):
            self.cases.clear()
            for case in one.cases:
                QListWidgetItem(legible(case.title), self.cases)
            self.cases.setCurrentRow(0)
        self._mark()
        self._show()

    def answers(self) -> tuple[Answer, ...]:
        """All that is answered, what stands in the form included."""
        case = self._case()
        told: Mapping[tuple[str, int], Answer] = self._answers
        if case is not None:
            told = {**told, **{(case.id, q.number): q.answer(case.id) for q in self.questions}}
        return tuple(told.values())

    def flushable(self) -> bool:
        """Whether no input method is in the middle of a word."""
        return not any(question.words.composing for question in self.questions)

    def _ask(self, one: Round) -> None:
        for old in self.questions:
            self.column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.questions = [
            Question(number, words, one.offered(number), self) for number, words in enumerate(one.questions)
        ]
        for at, question in enumerate(self.questions):
            question.changed.connect(self._changed)
            question.left.connect(self.left)
            self.column.insertWidget(1 + at, question)

    def _case(self) -> Handed | None:
        one, row = self.round, self.cases.currentRow()
        return one.cases[row] if one is not None and 0 <= row < len(one.cases) else None

    def _show(self) -> None:
        case = self._case()
        for question in self.questions:
            question.setVisible(case is not None)
            question.show_answer(self._answers.get((case.id, question.number)) if case else None)
        self.title.setText(legible(case.title) if case else "")
        there = case is not None and case.here in self._here
        self.read.setEnabled(there)
        self.read.setText("打开正文阅读" if there else "案例已删除")

    def _changed(self) -> None:
        case = self._case()
        if case is not None:
            self._answers.update({(case.id, q.number): q.answer(case.id) for q in self.questions})
        self._mark()
        self.changed.emit()

    def _mark(self) -> None:
        """Tell which cases are answered; only what is another is written anew."""
        done = 0
        for row, case in enumerate(self.round.cases if self.round else ()):
            told = [self._answers.get((case.id, question.number)) for question in self.questions]
            said = [chosen(one) or "有话" for one in told if one and one.said]
            done += bool(told) and all(one is not None and one.said for one in told)
            words = f"{legible(case.title)}\n{'✓ ' + '、'.join(said) if said else '还没有作答'}"
            if self.cases.item(row).text() != words:
                self.cases.item(row).setText(words)
        self.done = done
        self.far.setText(f"已答 {done} / {self.cases.count()} 案")

    def _read(self) -> None:
        case = self._case()
        if case is not None:
            self.case_wanted.emit(case.here)
