"""发起共读: what it is called, who reads, what is asked. Knows no library."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.services.rounds import CASES, QUESTION, QUESTIONS, READERS, is_open, names, options
from app.ui.dialogs.asking import deciding
from app.ui.legible import legible
from app.ui.picking import Pick
from app.ui.record.naming import named
from db.rounds import Options

_WAYS = ("推荐 / 可借鉴 / 不采用", "用自己的话", "自拟选项")
_BAR = 10
"""Room for a scroll bar right of the fields, of the dialog's own edge: fields end where the buttons end."""
_SCALE, _WORDS, _OWN = range(3)


class Way(QWidget):
    """How one question is answered: on the scale, in words, or by choosing of what is typed here."""

    def __init__(self, question: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.question = question
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.label = QLabel(self)
        shown = self.label.fontMetrics().elidedText(legible(question), Qt.TextElideMode.ElideRight, 220)
        self.label.setText(shown)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setToolTip(legible(question))
        self.way = named(Pick(f"怎么答：{question}", (), self), "briefCases", f"怎么答：{question}")
        self.way.addItems(_WAYS)
        self.way.setMinimumContentsLength(12)
        self.way.setCurrentIndex(_WORDS if is_open(question) else _SCALE)
        self.typed = QLineEdit(self)
        self.typed.setPlaceholderText("选项，用顿号隔开：门诊、病房、药房")
        self.typed.setAccessibleName(f"选项：{question}")
        self.way.currentIndexChanged.connect(lambda _: self._show())
        column = QGridLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.label, 0, 0)
        column.addWidget(self.way, 0, 1)
        column.addWidget(self.typed, 1, 0, 1, 2)
        column.setColumnStretch(0, 1)
        self._show()

    def offered(self) -> Options:
        """What the question offers."""
        return {_SCALE: None, _WORDS: ()}.get(self.way.currentIndex(), options(self.typed.text()))

    def lacking(self) -> bool:
        """Whether answers are to be chosen of and fewer than two are typed."""
        return self.way.currentIndex() == _OWN and len(options(self.typed.text())) < 2

    def _show(self) -> None:
        self.typed.setVisible(self.way.currentIndex() == _OWN)


class StartRound(QDialog):
    """Asks; writes nothing."""

    def __init__(self, name: str, cases: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("发起共读")
        self.setObjectName("startRound")
        self.setModal(True)
        self.name = QLineEdit(name, self)
        self.name.setMaxLength(80)
        self.name.setAccessibleName("共读的名称")
        self.readers = self._lines("每行一位，例如\n张院长\n医务处 李主任", "请谁读，每行一位")
        self.questions = self._lines("每行一个问题", "对每个案例问什么，每行一个问题")
        self.questions.setPlainText(QUESTION)
        self.noted = QCheckBox("把我的高亮和批注一起交给他们（不勾选时各读各的，互不影响）", self)
        self.told = named(QLabel(self), "quiet")
        self.told.setWordWrap(True)
        self._cases = cases
        head = QLabel(
            f"给每位读者做一个交换包（.xlpack），内有 {cases} 个案例。用内网、U 盘交给他们；"
            "他们在自己的案例库里打开、阅读、作答，再把回执交回来。全程不联网。",
            self,
        )
        head.setWordWrap(True)
        ground = QWidget()
        form = QFormLayout(ground)
        form.setContentsMargins(0, 0, _BAR, 0)
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow("名称", self.name)
        form.addRow("请谁读", self.readers)
        form.addRow("问什么", self.questions)
        self.ways: list[Way] = []
        self._asked = QVBoxLayout()
        self._asked.setSpacing(6)
        form.addRow("怎么答", self._asked)
        buttons, self.do = deciding(self, "选文件夹，做包…", self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20 - _BAR, 16)
        column.setSpacing(12)
        for part in (head, self.told, buttons):
            part.setContentsMargins(0, 0, _BAR, 0)
        column.addWidget(head)
        area = QScrollArea(self)
        area.setObjectName("bare")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(ground)
        column.addWidget(area, 1)
        column.addWidget(self.noted)
        column.addWidget(self.told)
        column.addWidget(buttons)
        for box in (self.readers, self.questions):
            box.textChanged.connect(self._look)
        self.name.textChanged.connect(self._look)
        room = parent.window().size()
        self.resize(min(620, room.width() - 40), min(640, room.height() - 60))
        self._look()
        self.readers.setFocus()

    def people(self) -> tuple[str, ...]:
        """Who is to read."""
        return names(self.readers.toPlainText())

    def asked(self) -> tuple[str, ...]:
        """What they are asked."""
        lines = (" ".join(line.split()) for line in self.questions.toPlainText().splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))

    def offered(self) -> tuple[Options, ...]:
        """What each question offers."""
        return tuple(way.offered() for way in self.ways)

    def _fit(self) -> None:
        """A way to answer for every question there is; those that stay keep theirs."""
        asked = self.asked()[:QUESTIONS] or (QUESTION,)
        had = {way.question: way for way in self.ways}
        made = [had.pop(words) if words in had else self._way(words) for words in asked]
        for way in had.values():
            self._asked.removeWidget(way)
            way.hide()
            way.deleteLater()
        for at, way in enumerate(made):
            self._asked.insertWidget(at, way)
            way.show()
        self.ways = made

    def _way(self, words: str) -> Way:
        way = Way(words, self)
        way.way.currentIndexChanged.connect(lambda _: self._look())
        way.typed.textChanged.connect(lambda _: self._look())
        return way

    def _wrong(self, people: int, asked: int) -> str:
        if self._cases > CASES:
            return f"这里有 {self._cases} 个案例，一次最多 {CASES} 个。请先挑出要读的放到一个书架上。"
        if people > READERS:
            return f"最多 {READERS} 人。"
        if asked > QUESTIONS:
            return f"最多 {QUESTIONS} 个问题。"
        lacking = next((way for way in self.ways if way.lacking()), None)
        return f"“{legible(lacking.question[:20])}”还没有写出两个选项。" if lacking else ""

    def _lines(self, hint: str, told: str) -> QPlainTextEdit:
        box = QPlainTextEdit(self)
        box.setPlaceholderText(hint)
        box.setAccessibleName(told)
        box.setTabChangesFocus(True)
        box.setFixedHeight(4 * box.fontMetrics().lineSpacing() + 16)
        return box

    def _look(self) -> None:
        self._fit()
        people, asked = len(self.people()), len(self.asked())
        wrong = self._wrong(people, asked)
        self.told.setText(wrong or f"{people} 位读者，{asked or 1} 个问题，做 {people} 个包。")
        self.do.setEnabled(bool(people and self.name.text().strip() and not wrong and self._cases))
