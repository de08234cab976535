"""The chips under a title: themes, region, tags. They tell what was clicked; they know no library."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QMenu, QPushButton, QToolButton, QWidget

from app.ui.legible import legible
from app.ui.reading.flow import Flow
from app.ui.record import wording
from app.wording import place
from db.records import Case, Theme

_FEW = 6
"""Themes shown at first; a case may have thirty, and the text is what one came for."""
_LONGEST = 16
"""Characters of a chip's words; the whole is in its tool tip."""
_NARROW, _WIDE = 66, 130
"""Widths of the tag field at rest and while one types, in pixels."""


class Chip(QPushButton):
    """A rounded label that answers a click; `drop` takes it away (menu and Delete key)."""

    def __init__(
        self,
        words: str,
        hue: str,
        told: str,
        drop: Callable[[], None] | None = None,
        others: Iterable[tuple[str, Callable[[], None]]] = (),
    ) -> None:
        half = _LONGEST // 2
        super().__init__(legible(words if len(words) <= _LONGEST else f"{words[: half - 1]}…{words[-half:]}"))
        self._drop = drop
        self._others = tuple(others)
        self.setObjectName("chip")
        self.setProperty("hue", hue)
        self.setAccessibleName(told)
        self.setToolTip(legible(told))
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
        for words, act in self._others:
            menu.addAction(words, act)
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
    deed_wanted = Signal(str, str)
    """`add` a theme to the case, make a `new` one; and the theme it was asked at."""
    tag_added = Signal(str)
    tag_dropped = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = Flow(self)
        self._told: tuple[object, ...] = ()
        self._all = False
        self._one_line = False
        self._again: Callable[[], None] | None = None
        self._themes: list[QWidget] = []
        self._rest: Chip | None = None
        self._count = 0

    def fit(self, *, one_line: bool) -> None:
        """Stand in one line, with a way to those that have no room, or in as many as are needed."""
        if one_line != self._one_line:
            self._one_line = one_line
            if self._again:
                self._again()

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
        self._again = lambda: self._show(case, names, tags)
        few = order if self._all or len(order) <= _FEW + 1 else order[:_FEW]
        self._themes = [self._theme(theme, names.get(theme.id, theme.id)) for theme in few]
        self._count, self._rest = len(order), None
        if order and (self._one_line or len(order) > _FEW + 1):
            self._rest = Chip("另 00 个主题", "grey", "")
            self._rest.clicked.connect(self._turn)
            self._flow.addWidget(self._rest)
        more = Chip("＋ 主题", "grey", "给这个案例加主题")
        more.clicked.connect(lambda: self.deed_wanted.emit("add", ""))
        self._flow.addWidget(more)
        if words := wording.short_place(case.region):
            self._region(case, words)
        for group in case.region_groups:
            self._plain(group, "green", f"跨区域：{group}", "region", group)
        for tag in case.tags:
            self._tag(tag)
        entry = TagEntry(tags)
        entry.entered.connect(self.tag_added)
        self._flow.addWidget(entry)
        for widget in self._widgets():
            widget.ensurePolished()
        self._squeeze()
        if entering:
            entry.setFocus()
        self.updateGeometry()

    def _turn(self) -> None:
        self._all = not self._all
        if self._again:
            self._again()

    def _squeeze(self) -> None:
        """In one line, hide the themes that have no room; say how many are left out."""
        shown = len(self._themes)
        if self._one_line and not self._all:
            others = [widget for widget in self._widgets() if widget not in (*self._themes, self._rest)]
            room = self.width() - sum(widget.sizeHint().width() + 6 for widget in others) - 96
            wide = [chip.sizeHint().width() + 6 for chip in self._themes]
            shown = sum(sum(wide[: at + 1]) <= room for at in range(len(wide)))
        for at, chip in enumerate(self._themes):
            chip.setVisible(at < shown)
        if self._rest is None:
            return
        left = self._count - shown
        self._rest.setText("收起" if self._all else f"另 {left} 个主题")
        told = "只显示主要的主题" if self._all else f"显示其余 {left} 个主题"
        self._rest.setAccessibleName(told)
        self._rest.setToolTip(told)
        self._rest.setVisible(self._all or left > 0)
        self._flow.invalidate()
        self.updateGeometry()

    def _widgets(self) -> list[QWidget]:
        items = (self._flow.itemAt(at) for at in range(self._flow.count()))
        return [widget for item in items if item and (widget := item.widget())]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths have other room."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._squeeze()

    def _clear(self) -> bool:
        entering = False
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                entering = entering or (isinstance(widget, TagEntry) and widget.hasFocus())
                widget.hide()
                widget.deleteLater()
        return entering

    def _theme(self, theme: Theme, name: str) -> QWidget:
        drop = lambda: self.theme_settled.emit(theme.id, False)  # noqa: E731, FBT003 - a Signal takes no names
        guess = theme.status == "suggested"
        told = f"主题：{name}" + ("（建议，待确认）" if guess else "") + (f"，{theme.reason}" if theme.reason else "")
        others = (
            ("加主题…", lambda: self.deed_wanted.emit("add", theme.id)),
            ("新建主题…", lambda: self.deed_wanted.emit("new", theme.id)),
        )
        chip = Chip(name, "accent", told, drop, others)
        chip.setProperty("guess", guess)
        chip.clicked.connect(lambda: self.filter_wanted.emit("theme", theme.id))
        if not guess:
            self._flow.addWidget(chip)
            return chip
        keep = settling("✓", f"确认主题：{name}", lambda: self.theme_settled.emit(theme.id, True))  # noqa: FBT003
        guessed = together(chip, keep, settling("✕", f"去掉主题：{name}", drop))
        self._flow.addWidget(guessed)
        return guessed

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
