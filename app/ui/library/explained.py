"""The line under the filters: the question in a sentence, what is looked for besides, and how far each clause narrows.

Shows records; asks nothing of a library.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui import icons, theme
from app.ui.legible import legible
from app.ui.reading.flow import Flow
from app.ui.search.marking import caption, tip
from app.ui.search.options import Switch, source, switched_off, told_off
from app.ui.search.popover import Popover, words
from db.answers import Explained
from db.query import Query
from db.variants import Options

_TOLD, _ALSO = 50, 24
"""Conditions of which it is told what is looked for besides, and how much of that is shown."""
_LONGEST = 16
"""Characters of a variant on its chip."""


class Explanation(QFrame):
    """The line itself; hidden while there is no question."""

    switch_wanted = Signal(str)
    """The setting that is to be switched off."""
    options_wanted = Signal()

    def __init__(self, palette: theme.Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explained")
        self._colours = palette
        self._explained: Explained | None = None
        self._note = ""
        self.sentence = QPushButton(self)
        self.sentence.setObjectName("sentence")
        self.sentence.setAccessibleName("这次搜索")
        self.sentence.setCursor(Qt.CursorShape.PointingHandCursor)
        self.sentence.setMinimumWidth(40)
        self.sentence.clicked.connect(self.show_steps)
        self.tune = QToolButton(self)
        self.tune.setObjectName("plain")
        self.tune.setAccessibleName("查找选项")
        self.tune.setToolTip("查找选项：繁简、全半角、大小写、数字、同义词")
        self.tune.clicked.connect(self.options_wanted)
        self._also = QWidget(self)
        self._flow = Flow(self._also, gap=5)
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.sentence, 1)
        top.addWidget(self.tune)
        column = QVBoxLayout(self)
        column.setContentsMargins(9, 3, 8, 4)
        column.setSpacing(3)
        column.addLayout(top)
        column.addWidget(self._also)
        self.set_palette(palette)
        self.hide()

    def set_palette(self, palette: theme.Palette) -> None:
        """Take other colours."""
        self._colours = palette
        self.tune.setIcon(icons.icon("tune", palette.muted, 14))

    @property
    def told(self) -> str:
        """The sentence shown now; empty when there is none."""
        return self._explained.sentence if self._explained else ""

    def clear(self) -> None:
        """There is nothing to explain."""
        self._explained = None
        self.hide()

    def show_explained(self, query: Query, explained: Explained, asked: Options, waiting: str = "") -> None:
        """Show what a question means, what is looked for besides, and what is typed behind it but not asked yet."""
        self._explained = explained
        self._note = f"“{waiting[:_LONGEST]}”写完再算。" if waiting else ""
        self.sentence.setToolTip(tip(f"{explained.sentence}{self._note}\n点一下看每个条件各找到多少"))
        self.sentence.setAccessibleName(f"{explained.sentence}{self._note}查看每个条件的数目")
        query = Query(query.clauses[:_TOLD])
        also = dict.fromkeys(one for step in explained.steps[:_TOLD] for one in step.variants)
        self._fill([(one, source(query, one)) for one in [*also][:_ALSO]], told_off(switched_off(asked)))
        self.show()
        self._elide()

    def variants(self) -> list[QPushButton]:
        """The chips of what is looked for besides."""
        return [chip for chip in self._also.findChildren(QPushButton, "also") if not chip.isHidden()]

    def show_steps(self) -> None:
        """Open the table of clauses."""
        if self._explained is not None:
            Steps(self._explained, self).open_under(self.sentence)

    def _fill(self, also: Sequence[tuple[str, Switch]], off: str) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if also:
            self._flow.addWidget(words("也找", "explainedquiet", self._also))
        for variant, switch in also:
            self._flow.addWidget(self._chip(variant, switch))
        if off:
            link = QPushButton(f"现在{off}", self._also)
            link.setObjectName("link")
            link.setAccessibleName(f"现在{off}，打开查找选项")
            link.clicked.connect(self.options_wanted)
            self._flow.addWidget(link)
        for at in range(self._flow.count()):
            if (item := self._flow.itemAt(at)) and (widget := item.widget()):
                widget.show()
        self._also.setVisible(bool(self._flow.count()))
        self._flow.invalidate()
        self._also.updateGeometry()

    def _chip(self, variant: str, switch: Switch) -> QPushButton:
        shown = variant if len(variant) <= _LONGEST else f"{variant[: _LONGEST - 1]}…"
        chip = QPushButton(f"{caption(shown)} ", self._also)
        chip.setObjectName("also")
        chip.setIcon(icons.icon("close", self._colours.muted, 10))
        chip.setIconSize(QSize(10, 10))
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        chip.setCursor(Qt.CursorShape.PointingHandCursor)
        chip.setAccessibleName(f"也找了“{variant}”（{switch.title}），按下后不再这样找")
        chip.setToolTip(tip(f"{variant}\n{switch.title}。点一下不再这样找"))
        chip.clicked.connect(lambda: self.switch_wanted.emit(switch.setting))
        return chip

    def _elide(self) -> None:
        """Break the sentence into two lines where one has no room; what has none there either is left out."""
        if self._explained is None:
            return
        room = max(40, self.sentence.width() - 12)
        wide = self.sentence.fontMetrics().horizontalAdvance
        asked, comma, count = legible(self._explained.sentence).rpartition("，")
        tail = comma + count + self._note
        first = ""
        if wide(asked + tail) > room:
            first = (asked + comma)[: _fitting(asked + comma, room, wide)]
            asked = asked[len(first) :]
            if not asked:
                tail = tail.removeprefix(comma)
        left = max(0, room - wide(tail))
        shown = self.sentence.fontMetrics().elidedText(legible(asked), Qt.TextElideMode.ElideRight, left)
        self.sentence.setText(caption(f"{first}\n{shown}{tail}" if first else shown + tail))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths have room for other words."""
        super().resizeEvent(event)
        self._elide()


def _fitting(text: str, room: int, wide: Callable[[str], int]) -> int:
    """How many characters go on a first line: up to a comma where that leaves it half full at least."""
    low, high = 0, min(len(text), room)  # a character is a pixel wide at least
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if wide(text[:middle]) <= room else (low, middle - 1)
    comma = text.rfind("，", 0, low) + 1
    return comma if 2 * wide(text[:comma]) > room else low


class Steps(Popover):
    """Each clause: how many cases it finds alone, and how many are left after it."""

    def __init__(self, explained: Explained, parent: QWidget) -> None:
        super().__init__("这次搜索", parent)
        sentence = words(explained.sentence, "popoverwords", self, wrap=True)
        sentence.setFixedWidth(420)
        self.column.addWidget(sentence)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(5)
        for at, head in enumerate(("条件", "单独找到", "到此剩", "")):
            grid.addWidget(words(head, "popoverquiet", self), 0, at)
        most = max([step.alone for step in explained.steps], default=0)
        for row, step in enumerate(explained.steps[:20], 1):
            clause = words(step.words, "popoverwords", self, wrap=True)
            clause.setMinimumWidth(210)
            grid.addWidget(clause, row, 0)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            grid.addWidget(words(str(step.alone), "popoverwords", self), row, 1, right)
            left = words(str(step.left), "popoverwrong" if not step.left else "popoverwords", self)
            grid.addWidget(left, row, 2, right)
            bar = QProgressBar(self)
            bar.setTextVisible(False)
            bar.setFixedSize(QSize(70, 4))
            bar.setRange(0, max(most, 1))
            bar.setValue(step.left)
            bar.setAccessibleName(f"{step.words}：单独找到 {step.alone}，到此剩 {step.left}")
            grid.addWidget(bar, row, 3)
        grid.setColumnStretch(0, 1)
        self.column.addLayout(grid)
        if len(explained.steps) > 20:
            self.column.addWidget(words(f"还有 {len(explained.steps) - 20} 个条件", "popoverquiet", self))
