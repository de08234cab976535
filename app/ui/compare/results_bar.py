"""The strip above figures: which metrics, in what order, as bars or as a table. Knows a choice, no library."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QActionGroup, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton, QWidget

from app.services.figuring import BAR_ORDERS, METRIC_ORDERS, Choice, Kinds
from app.ui import icons, theme
from app.ui.legible import legible

HEIGHT = 44
KINDS: tuple[tuple[Kinds, str], ...] = (("all", "成效与目标"), ("result", "只看成效"), ("target", "只看目标"))
_ROOMY = 900


class ResultsBar(QFrame):
    """The strip; `chosen` tells every other choice."""

    chosen = Signal(object)
    table_wanted = Signal(bool)
    join_wanted = Signal()

    def __init__(self, palette: theme.Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("matrixBar")
        self.setFixedHeight(HEIGHT)
        self.choice = Choice()
        self.line = QLineEdit(self)
        self.line.setObjectName("narrower")
        self.line.setPlaceholderText("按指标名缩小，如 随访率")
        self.line.setAccessibleName("按指标名缩小")
        self.line.setClearButtonEnabled(True)
        self.line.setMaximumWidth(240)
        self.paired = QPushButton("有前后对比", self)
        self.shared = QPushButton("多案共有", self)
        self.order = QPushButton("排序与类别 ", self)
        self.table = QPushButton("表格", self)
        for turned in (self.paired, self.shared, self.table):
            turned.setCheckable(True)
        self.join = QPushButton("合并指标…", self)
        tips = (
            (self.paired, "只看说了从多少到多少的数字"),
            (self.shared, "只看至少两案都说到的指标"),
            (self.order, "怎样排，看成效还是目标"),
            (self.table, "改用表格看"),
            (self.join, "把说的是一回事的指标并在一起"),
        )
        for button, tip in tips:
            button.setObjectName("action")
            button.setToolTip(tip)
            button.setAccessibleName(button.text().strip())
            button.setAccessibleDescription(tip)
        self.hint = QLabel(self)
        self.hint.setObjectName("useHint")
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self._hint = ""
        self._menu()
        self._lay()
        self._typed = QTimer(self, singleShot=True, interval=120)
        self._typed.timeout.connect(lambda: self._choose(words=self.line.text()))
        self.line.textChanged.connect(self._typed.start)
        self.paired.toggled.connect(lambda on: self._choose(paired=on))
        self.shared.toggled.connect(lambda on: self._choose(shared=on))
        self.table.toggled.connect(self.table_wanted)
        self.join.clicked.connect(self.join_wanted)
        self.set_palette(palette)

    def _lay(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(10)
        row.addWidget(self.line, 1)
        for part in (self.paired, self.shared, self.hint):
            row.addWidget(part)
        row.addStretch(1)
        for each in (self.join, self.order, self.table):
            row.addWidget(each)

    def _menu(self) -> None:
        menu = QMenu(self.order)
        for field, named in (("metrics", METRIC_ORDERS), ("bars", BAR_ORDERS), ("kinds", KINDS)):
            menu.addSection({"metrics": "指标", "bars": "各案", "kinds": "类别"}[field])
            group = QActionGroup(menu)
            for value, words in named:
                action = menu.addAction(words)
                action.setCheckable(True)
                action.setChecked(getattr(self.choice, field) == value)
                group.addAction(action)
                action.triggered.connect(lambda _=False, field=field, value=value: self._choose(**{field: value}))
        menu.addSeparator()
        several = menu.addAction("多案共有")
        several.setCheckable(True)
        several.toggled.connect(self.shared.setChecked)
        self.shared.toggled.connect(several.setChecked)
        menu.addAction("合并指标…").triggered.connect(lambda _=False: self.join_wanted.emit())
        self.order.setMenu(menu)

    def _choose(self, **values: object) -> None:
        other = replace(self.choice, **values)  # type: ignore[arg-type]
        if other != self.choice:
            self.choice = other
            self.chosen.emit(other)

    def sort_by(self, column: int) -> None:
        """Sort the table by a column; a second time the other way round."""
        again = self.choice.column == column
        self._choose(column=column, falling=not self.choice.falling if again else column in (2, 3, 9))

    def tell(self, words: str) -> None:
        """Say how much is shown."""
        self._hint = words
        self._fit()

    def set_palette(self, palette: theme.Palette) -> None:
        """Take other colours."""
        self.order.setIcon(icons.icon("down", palette.ink, 12))
        self.order.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.order.setIconSize(QSize(12, 12))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The hint gives way first."""
        super().resizeEvent(event)
        self.shared.setVisible(self.width() > _ROOMY - 160)
        self.join.setVisible(self.width() > _ROOMY - 160)
        self._fit()

    def _fit(self) -> None:
        room = max(0, self.width() - _ROOMY + 60)
        self.hint.setText(self.hint.fontMetrics().elidedText(legible(self._hint), Qt.TextElideMode.ElideRight, room))
        self.hint.setToolTip(self._hint)
        self.hint.setAccessibleName(self._hint)
