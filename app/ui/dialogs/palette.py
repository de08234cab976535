"""Ctrl+K: every action by name or pinyin, and what one can go to: shelves, themes, hospitals. Knows no library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QFontMetrics, QHideEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.ui import theme
from app.ui.legible import legible
from app.ui.search.marking import draw_marked
from app.ui.search.matching import meant
from db.records import Mark

ROW = 30
_CHOICE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Target:
    """Something to go to. `kind` and `note` are said at the right."""

    kind: str
    name: str
    go: Callable[[], None]
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Choice:
    name: str
    note: str
    do: Callable[[], None]
    marks: tuple[Mark, ...] = ()


Told = Callable[[str, Sequence[Target]], None]
Finder = Callable[[str, Told], None]
"""Finds what can be gone to for what is typed and tells it, later, in the window's thread."""


class _Painter(QStyledItemDelegate):
    """The name with what was typed marked, keys or kind at the right."""

    def __init__(self, palette: theme.Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self._colours = palette

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt gives it
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        choice = index.data(_CHOICE)
        if not isinstance(choice, _Choice):
            return
        colours, place = self._colours, option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.green_soft))
            painter.drawRoundedRect(QRectF(place).adjusted(0, 1, 0, -1), 6, 6)
        inner = QRect(place).adjusted(10, 0, -10, 0)
        painter.setFont(theme.sans(theme.SMALL))
        painter.setPen(QColor(colours.muted))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, choice.note)
        room = inner.width() - QFontMetrics(painter.font()).horizontalAdvance(choice.note) - 14
        ink = colours.on_green_soft if chosen else colours.ink
        box = QRectF(inner.left(), inner.top(), room, inner.height())
        draw_marked(painter, box, choice.name, choice.marks, theme.sans(), ink, colours)
        painter.restore()


class ActionPalette(QDialog):
    """A line to type in and the actions that fit; Enter does the current one."""

    def __init__(
        self, actions: Sequence[QAction], parent: QWidget, palette: theme.Palette = theme.LIGHT,
        finder: Finder | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("palette")
        self.setAccessibleName("全部操作")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._actions = actions
        self._finder = finder
        self._ready = finder is None
        """Whether the tables of pinyin are read: only the finder may wait for them."""
        self._targets: tuple[Target, ...] = ()
        self._open = True
        """Answers may come after the list is gone."""
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("操作、书架、主题、医院：汉字、拼音或首字母都行，回车执行")
        self.line.setAccessibleName("输入操作、书架、主题或医院的名称")
        self.line.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setItemDelegate(_Painter(palette, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName("操作")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self.line)
        column.addWidget(self.list)
        self.line.textChanged.connect(self._typed)
        self.list.itemClicked.connect(self._do)
        self._typed("")
        wide = min(560, parent.width() - 40)
        self.resize(wide, min(460, parent.height() - 100))
        self.move(parent.mapToGlobal(parent.rect().topLeft()).x() + (parent.width() - wide) // 2,
                  parent.mapToGlobal(parent.rect().topLeft()).y() + 60)  # fmt: skip
        self.line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - Qt gives it
        """Look at what another widget is told."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            key = Qt.Key(event.key())
            if key in steps and self.list.count():
                row = max(0, min(self.list.count() - 1, self.list.currentRow() + steps[key]))
                self.list.setCurrentRow(row)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._do(self.list.currentItem())
                return True
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is waited for any more."""
        self._open = False
        super().hideEvent(event)

    def shown(self) -> list[str]:
        """The names that fit what was typed."""
        return [self.list.item(row).data(_CHOICE).name for row in range(self.list.count())]

    def _typed(self, words: str) -> None:
        self._targets = ()
        self._fill()
        if self._finder is not None:
            self._finder(words, self._tell)

    def _tell(self, words: str, targets: Sequence[Target]) -> None:
        """Take what can be gone to; an answer to other words than those that stand here is let go."""
        if self._open and words == self.line.text():
            self._ready = True
            self._targets = tuple(targets)
            self._fill()

    def _fill(self) -> None:
        words, row = self.line.text(), self.list.currentRow()
        held = self.list.currentItem().data(_CHOICE).name if row > 0 else ""
        self.list.clear()
        doing = [
            _Choice(action.text(), "  ".join(key.toString() for key in action.shortcuts()), action.trigger, marks)
            for action in self._actions
            if action.isEnabled() and (marks := self._meant(words, action.text())) is not None
        ]
        going = [
            _Choice(one.name, f"{one.kind}{f' · {one.note}' if one.note else ''}", one.go,
                    self._meant(words, one.name) or ())
            for one in self._targets
        ]  # fmt: skip
        for choice in (*doing, *going):
            item = QListWidgetItem(legible(choice.name))
            item.setData(_CHOICE, choice)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, f"{choice.name}，{choice.note}" if choice.note else choice.name
            )
            self.list.addItem(item)
        names = self.shown()
        self.list.setCurrentRow(names.index(held) if held in names else 0)

    def _meant(self, words: str, name: str) -> tuple[Mark, ...] | None:
        if not words.strip():
            return ()
        if self._ready:
            return meant(words, name)
        lowered = name.casefold()
        wanted = words.casefold().split()
        at = [lowered.find(word) for word in wanted]
        if min(at) < 0 or len(lowered) != len(name):
            return None if min(at) < 0 else ()
        return tuple(sorted((Mark(a, a + len(w)) for a, w in zip(at, wanted, strict=True)), key=lambda m: m.start))

    def _do(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        choice = item.data(_CHOICE)
        self.close()
        choice.do()
