"""The whole list of a facet's values, with a line to narrow it. Stays open while one tries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.library import choosing
from app.ui.library.choosing import State
from app.ui.library.tagtree import tag_nodes
from app.ui.library.values import Node, Values


class MoreValues(QDialog):
    """All values, most cases first."""

    chosen = Signal(str, str)
    """Value and `How`."""

    def __init__(self, name: str, palette: theme.Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(380, parent.width() - 40), min(560, parent.height() - 40))
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 12)
        column.setSpacing(8)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(f"查找{name}")
        self.line.setAccessibleName(f"查找{name}")
        self.line.textChanged.connect(self._narrow)
        self.count = QLabel(self)
        self.count.setObjectName("quiet")
        hint = QLabel(choosing.HINT, self)
        hint.setObjectName("quiet")
        hint.setWordWrap(True)
        self.values = Values(name, palette)
        self.values.bars = False
        self.values.chosen.connect(self.chosen)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(self.values)
        buttons = QDialogButtonBox(self)
        close = buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        for widget in (self.line, self.count, area, hint, buttons):
            column.addWidget(widget, 1 if widget is area else 0)

    def fill(self, values: Sequence[tuple[str, int]], active: Mapping[str, State]) -> None:
        """Show these values and counts."""
        tree = any("/" in value for value, _ in values)
        nodes = tag_nodes(dict(values)) if tree else [Node(value, value, count) for value, count in values]
        self.values.fill(nodes, active)
        self._narrow(self.line.text())

    def _narrow(self, words: str) -> None:
        self.count.setText(f"共 {self.values.narrow(words.strip())} 项")
