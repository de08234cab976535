"""The parts of a record under review that can be chosen: values as words or chips, and the rows they stand in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.services.settling import Item
from app.services.trusting import Sureness
from app.ui import theme
from app.ui.legible import legible
from app.ui.reading.flow import Flow
from app.ui.record.naming import named, tool
from app.ui.review import meter, wording

KEYS = {
    Qt.Key.Key_Return: "accept",
    Qt.Key.Key_Enter: "accept",
    Qt.Key.Key_Delete: "drop",
    Qt.Key.Key_E: "edit",
    Qt.Key.Key_F2: "edit",
}
WIDEST = 190
"""Pixels of a chip's words."""
_KEY, _STATE = 48, 70
"""Widths of the columns for names and states."""


class Value(QPushButton):
    """One value: a click or the arrows choose it, keys settle it."""

    chosen = Signal(object)
    settled = Signal(object, str)
    """The value, and accept, drop or edit."""
    stepped = Signal(int)

    def __init__(self, item: Item, words: str, sure: Sureness, colours: theme.Palette, look: str = "value") -> None:
        super().__init__()
        self.item = item
        self.sure = sure
        self._colours = colours
        self._hint: QSize | None = None
        self._words = words
        self._chip = look == "valueChip"
        self.setObjectName(look)
        self.setProperty("guess", item.state in ("open", "inferred"))
        self.setProperty("missing", item.state == "missing")
        self.setAccessibleName(wording.told(item, words, sure))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.clicked.connect(lambda: self.chosen.emit(self.item))
        shown = self.fontMetrics().elidedText(legible(words), Qt.TextElideMode.ElideRight, WIDEST).replace("&", "&&")
        self.setText(f"{shown} ?" if self._chip and item.state == "open" else shown)
        why = f"{sure.word}：{sure.why}" if sure.share else sure.why
        self.setToolTip(legible(f"{words}\n{why}" if words != shown else why))
        if self._chip:
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        else:
            self._wrap(words)

    def _wrap(self, words: str) -> None:
        """Words that take as many lines as they need; a button's own would not."""
        self.setText("")
        self._label = QLabel(legible(words), self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._label.setFont(self.font())
        box = QVBoxLayout(self)
        box.setContentsMargins(3, 1, 5 + meter.WIDE, 1)
        box.addWidget(self._label)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def words(self) -> str:
        """What it says."""
        return self._words

    def hasHeightForWidth(self) -> bool:
        """Words wrap, chips do not."""
        return not self._chip

    def heightForWidth(self, width: int) -> int:
        """As high as the words need."""
        layout = self.layout()
        return layout.heightForWidth(width) if layout else super().heightForWidth(width)

    def sizeHint(self) -> QSize:
        """As the layout asks; a chip is never wider than its column."""
        layout = self.layout()
        if layout:
            return layout.sizeHint()
        if self._hint is not None:  # asked for again and again while the chips are arranged
            return self._hint
        hint = super().sizeHint()
        self._hint = QSize(hint.width() + meter.SMALL + 3, hint.height()).boundedTo(QSize(290, 26))
        return self._hint

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return QSize(30, 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words, and behind them how sure they are."""
        super().paintEvent(event)
        if not self.sure.share:
            return
        painter = QPainter(self)
        bottom = self.height() / 2 + 5 if self._chip else 17 + (self.item.field == "title") * 5
        left = self.width() - (meter.SMALL + 8 if self._chip else meter.WIDE + 1)
        meter.draw(painter, left, bottom - self._chip, self.sure.share, self._colours, small=self._chip)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming by key is choosing."""
        super().focusInEvent(event)
        self.chosen.emit(self.item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter accepts, Delete drops, F2 edits, the arrows walk."""
        key = Qt.Key(event.key())
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.NoModifier and key in KEYS:
            self.settled.emit(self.item, KEYS[key])
        elif held == Qt.KeyboardModifier.NoModifier and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)


class RecordRow(QFrame):
    """A named row: its values, small words under them, its state at the right."""

    def __init__(
        self, name: str, values: Sequence[QWidget], small: str, state: tuple[str, bool], *, chips: bool
    ) -> None:
        super().__init__()
        self.setObjectName("recordRow")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 7)
        row.setSpacing(8)
        key = named(QLabel(name), "recordKey")
        key.setFixedWidth(_KEY)
        row.addWidget(key, 0, Qt.AlignmentFlag.AlignTop)
        middle = QVBoxLayout()
        middle.setSpacing(2)
        if chips:
            flowing = QWidget()
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            flowing.setSizePolicy(policy)
            flow = Flow(flowing, 4)
            for value in values:
                flow.addWidget(value)
            middle.addWidget(flowing)
        else:
            for value in values:
                left = isinstance(value, QPushButton) and value.objectName() == "addValue"
                middle.addWidget(value, 0, Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag(0))
        if small:
            under = named(QLabel(legible(small)), "recordSmall")
            under.setWordWrap(True)
            under.setContentsMargins(3, 0, 0, 0)
            middle.addWidget(under)
        row.addLayout(middle, 1)
        self.state = QHBoxLayout()
        self.state.setSpacing(0)
        words, waiting = state
        self.state_label = named(QLabel(words), "stateOpen" if waiting else "stateSure")
        self.state.addWidget(self.state_label)
        side = QWidget()
        side.setFixedWidth(_STATE)
        side.setLayout(self.state)
        self.state.setContentsMargins(0, 0, 0, 0)
        row.addWidget(side, 0, Qt.AlignmentFlag.AlignTop)

    def offer(self, words: str, told: str, act: Callable[[], None]) -> None:
        """A small ✓ or ✕ beside the state."""
        button: QToolButton = tool("settleValue", words, told)
        button.setToolTip(told)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(act)
        self.state.addWidget(button)
