"""发起共读: what it is called, who reads, what is asked. Knows no library."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.services.rounds import QUESTION, QUESTIONS, READERS, names
from app.ui.record.naming import named


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
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow("名称", self.name)
        form.addRow("请谁读", self.readers)
        form.addRow("问什么", self.questions)
        buttons = QDialogButtonBox(self)
        self.do: QPushButton = buttons.addButton("选文件夹，做包…", QDialogButtonBox.ButtonRole.AcceptRole)
        self.do.setDefault(True)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(head)
        column.addLayout(form)
        column.addWidget(self.noted)
        column.addWidget(self.told)
        column.addWidget(buttons)
        for box in (self.readers, self.questions):
            box.textChanged.connect(self._look)
        self.name.textChanged.connect(self._look)
        room = parent.window().size()
        self.resize(min(620, room.width() - 40), min(560, room.height() - 60))
        self._look()
        self.readers.setFocus()

    def people(self) -> tuple[str, ...]:
        """Who is to read."""
        return names(self.readers.toPlainText())

    def asked(self) -> tuple[str, ...]:
        """What they are asked."""
        lines = (" ".join(line.split()) for line in self.questions.toPlainText().splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))

    def _lines(self, hint: str, told: str) -> QPlainTextEdit:
        box = QPlainTextEdit(self)
        box.setPlaceholderText(hint)
        box.setAccessibleName(told)
        box.setTabChangesFocus(True)
        box.setMinimumHeight(70)
        return box

    def _look(self) -> None:
        people, asked = len(self.people()), len(self.asked())
        wrong = (
            f"最多 {READERS} 人。" if people > READERS else f"最多 {QUESTIONS} 个问题。" if asked > QUESTIONS else ""
        )
        self.told.setText(wrong or f"{people} 位读者，{asked or 1} 个问题，做 {people} 个包。")
        self.do.setEnabled(bool(people and self.name.text().strip() and not wrong and self._cases))
