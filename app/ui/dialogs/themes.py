"""选主题: all themes to choose one from, narrowed by typing; what is not there can be made. Knows no library."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from db.records import ThemeNode

_THEME = Qt.ItemDataRole.UserRole + 1
_NEW = "新建主题…"
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}


def paths(themes: Sequence[ThemeNode]) -> list[tuple[str, ThemeNode]]:
    """Every theme with the way to it in words, in the order of the tree."""
    below: dict[str | None, list[ThemeNode]] = {}
    known = {theme.id for theme in themes}
    for theme in themes:
        below.setdefault(theme.parent if theme.parent in known else None, []).append(theme)
    found: list[tuple[str, ThemeNode]] = []

    def walk(parent: str | None, way: str) -> None:
        for theme in below.get(parent, ()):
            words = f"{way} › {theme.name}" if way else theme.name
            found.append((words, theme))
            walk(theme.id, words)

    walk(None, "")
    return found


class PickTheme(QDialog):
    """A line and the themes that fit; Enter takes the current one."""

    picked = Signal(str)
    """A theme's id."""
    new_wanted = Signal(str)
    """A new theme is wanted; what was typed."""

    def __init__(self, title: str, themes: Sequence[ThemeNode], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setObjectName("pickTheme")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.resize(min(440, parent.width() - 60), min(520, parent.height() - 80))
        self._themes = paths(themes)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 12)
        column.setSpacing(8)
        self.line = QLineEdit(self)
        self.line.setObjectName("line")
        self.line.setPlaceholderText("查找主题")
        self.line.setAccessibleName("查找主题")
        self.line.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setAccessibleName("主题")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        hint = QLabel("↑↓ 选择，回车确定", self)
        hint.setObjectName("quiet")
        for widget in (self.line, self.list, hint):
            column.addWidget(widget, 1 if widget is self.list else 0)
        self.line.textChanged.connect(self._fill)
        self.list.itemActivated.connect(self._take)
        self.list.itemClicked.connect(self._take)
        self._fill("")
        self.line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - Qt gives it
        """Arrows and Enter work in the list while one types."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = Qt.Key(event.key())
        if key in _STEPS and self.list.count():
            self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + _STEPS[key])))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.count():
            self._take(self.list.currentItem())
            return True
        return False

    def _fill(self, words: str) -> None:
        self.list.clear()
        wanted = words.casefold().split()
        for way, theme in self._themes:
            if all(word in f"{way} {theme.definition}".casefold() for word in wanted):
                item = QListWidgetItem(way)
                item.setData(_THEME, theme.id)
                item.setToolTip(theme.definition or way)
                self.list.addItem(item)
        self.list.addItem(f"新建主题“{words.strip()}”…" if words.strip() else _NEW)
        self.list.setCurrentRow(0)

    def _take(self, item: QListWidgetItem) -> None:
        theme = item.data(_THEME)
        typed = self.line.text().strip()
        self.accept()
        if theme is None:
            self.new_wanted.emit(typed)
        else:
            self.picked.emit(str(theme))
