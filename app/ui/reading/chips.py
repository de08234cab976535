"""The chips under a title: themes, region, tags. They tell what was clicked; they know no library."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QMenu, QPushButton, QToolButton, QWidget

from app.ui.reading.flow import Flow
from app.ui.record import wording
from app.wording import place
from db.records import Case, Theme

_FEW = 6
"""Themes shown at first; a case may have thirty, and the text is what one came for."""
_NARROW, _WIDE = 66, 130
"""Widths of the tag field at rest and while one types, in pixels."""


class Chip(QPushButton):
    """A rounded label that answers a click; `drop` takes it away (menu and Delete key)."""

    def __init__(self, words: str, hue: str, told: str, drop: Callable[[], None] | None = None) -> None:
        super().__init__(words)
        self._drop = drop
        self.setObjectName("chip")
        self.setProperty("hue", hue)
        self.setAccessibleName(told)
        self.setToolTip(told)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)

    def _menu(self) -> None:
        menu = QMenu(self)
        only = QAction("只看这一类", menu)
        only.triggered.connect(self.click)
        menu.addAction(only)
        if self._drop:
            drop = QAction("去掉", menu)
            drop.triggered.connect(self._drop)
            menu.addAction(drop)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the chip away, Enter clicks it."""
        if self._drop and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._drop()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


def settling(words: str, told: str, settle: Callable[[], None]) -> QToolButton:
    """A small ✓ or ✕ beside a guess."""
    button = QToolButton()
    button.setObjectName("settle")
    button.setText(words)
    button.setAccessibleName(told)
    button.setToolTip(told)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.clicked.connect(settle)
    return button


class TagEntry(QLineEdit):
    """＋ 标签: becomes a field to type in while it has the focus."""

    entered = Signal(str)

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__()
        self.setObjectName("tagEntry")
        self.setPlaceholderText("＋ 标签")
        self.setAccessibleName("加标签")
        self.setFixedSize(_NARROW, 22)
        completer = QCompleter(QStringListModel(sorted(known), self), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)
        self.returnPressed.connect(self._enter)

    def _enter(self) -> None:
        if words := self.text().strip().lstrip("#＃"):
            self.clear()
            self.entered.emit(words)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Make room to type."""
        super().focusInEvent(event)
        self.setFixedWidth(_WIDE)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A chip again, unless something stands in it."""
        super().focusOutEvent(event)
        if not self.text():
            self.setFixedWidth(_NARROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves without a tag."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class Chips(QWidget):
    """The row of chips of one case."""

    filter_wanted = Signal(str, str)
    theme_settled = Signal(str, bool)
    tag_added = Signal(str)
    tag_dropped = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = Flow(self)
        self._told: tuple[object, ...] = ()
        self._all = False

    def show_case(self, case: Case, names: Mapping[str, str], tags: Iterable[str] = ()) -> None:
        """Show a case's chips; `names` says what a theme's id is called, `tags` are those already in use."""
        told = (case.id, case.themes, case.region, case.region_groups, case.tags, dict(names))
        if told != self._told:
            if self._told[:1] != (case.id,):
                self._all = False
            self._told = told
            self._show(case, names, tags)

    def _show(self, case: Case, names: Mapping[str, str], tags: Iterable[str]) -> None:
        entering = self._clear()
        order = sorted(case.themes, key=lambda t: (t.status == "suggested", t.status != "user", -t.score))
        few = order if self._all or len(order) <= _FEW + 1 else order[:_FEW]
        for theme in few:
            self._theme(theme, names.get(theme.id, theme.id))
        if len(order) > _FEW + 1:
            self._rest(len(order) - _FEW, lambda: self._turn(case, names, tags))
        if words := wording.short_place(case.region):
            self._region(case, words)
        for group in case.region_groups:
            self._plain(group, "green", f"跨区域：{group}", "region", group)
        for tag in case.tags:
            self._tag(tag)
        entry = TagEntry(tags)
        entry.entered.connect(self.tag_added)
        self._flow.addWidget(entry)
        if entering:
            entry.setFocus()
        self.updateGeometry()

    def _turn(self, case: Case, names: Mapping[str, str], tags: Iterable[str]) -> None:
        self._all = not self._all
        self._show(case, names, tags)

    def _rest(self, count: int, turn: Callable[[], None]) -> None:
        words = "收起" if self._all else f"另 {count} 个主题"
        chip = Chip(words, "grey", "只显示主要的主题" if self._all else f"显示其余 {count} 个主题")
        chip.clicked.connect(turn)
        self._flow.addWidget(chip)

    def _clear(self) -> bool:
        entering = False
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                entering = entering or (isinstance(widget, TagEntry) and widget.hasFocus())
                widget.hide()
                widget.deleteLater()
        return entering

    def _theme(self, theme: Theme, name: str) -> None:
        drop = lambda: self.theme_settled.emit(theme.id, False)  # noqa: E731, FBT003 - a Signal takes no names
        guess = theme.status == "suggested"
        told = f"主题：{name}" + ("（建议，待确认）" if guess else "") + (f"，{theme.reason}" if theme.reason else "")
        chip = Chip(name, "accent", told, drop)
        chip.setProperty("guess", guess)
        chip.clicked.connect(lambda: self.filter_wanted.emit("theme", theme.id))
        if not guess:
            self._flow.addWidget(chip)
            return
        keep = settling("✓", f"确认主题：{name}", lambda: self.theme_settled.emit(theme.id, True))  # noqa: FBT003
        self._flow.addWidget(together(chip, keep, settling("✕", f"去掉主题：{name}", drop)))

    def _region(self, case: Case, words: str) -> None:
        region = case.region
        basis = wording.BASES.get(region.basis or "", "")
        told = f"地区：{place(region)}" + (f"（{basis}）" if basis else "")
        self._plain(words, "green", told, "region", region.city or region.county or region.province or "")

    def _tag(self, tag: str) -> None:
        chip = Chip(tag, "grey", f"标签：{tag}", lambda: self.tag_dropped.emit(tag))
        chip.clicked.connect(lambda: self.filter_wanted.emit("tag", tag))
        self._flow.addWidget(chip)

    def _plain(self, words: str, hue: str, told: str, field: str, value: str) -> None:
        chip = Chip(words, hue, told)
        chip.clicked.connect(lambda: self.filter_wanted.emit(field, value))
        self._flow.addWidget(chip)

    def changeEvent(self, event: QEvent) -> None:
        """Other letters need other room."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._flow.invalidate()


def together(*widgets: QWidget) -> QWidget:
    """Widgets that no line break parts."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(1)
    for widget in widgets:
        row.addWidget(widget)
    return box
