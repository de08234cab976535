"""The reader's parts in their places: record, tabs, bars, text, outline, and how they fit into what room there is.

It knows how a text looks; which case it is, is `reader`'s matter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.services.library import Library
from app.settings import Settings
from app.ui.jobs import Jobs
from app.ui.reading import typesetting
from app.ui.reading.finding import FindBar
from app.ui.reading.going import GoBar
from app.ui.reading.header import LOW, Head, Header
from app.ui.reading.outline import Outline
from app.ui.reading.parts import Parts
from app.ui.reading.selection_bar import SelectionBar
from app.ui.reading.tabs import CaseTabs
from app.ui.record.naming import named, tool
from app.ui.theme import Palette

if TYPE_CHECKING:
    from app.ui.reading.setting import ReadingSettings

_LEAST = 40
"""Room beside the text, in pixels."""
_OUTLINE, _SLIM = 204, 170
"""Widths of the outline, where there is much room and where there is little."""
_WIDE, _BESIDE = 860, 500
"""Widths of the reader: from which there is much, and below which the outline lies over the text."""
_BOTH = 720
"""Width in which outline and text both have what they need."""


class Board(QFrame):
    """The frame of a reader."""

    settings_wanted = Signal(object)
    """Names of settings and their new values."""
    outline_moved = Signal()
    """The outline came to stand beside the text, or went."""

    def __init__(self, library: Library, jobs: Jobs, palette: Palette, settings: Settings, lane: str) -> None:
        super().__init__()
        self._library, self._jobs, self._palette, self._settings = library, jobs, palette, settings
        self._lane = lane
        self._panel: ReadingSettings | None = None
        self._drawn = False
        """The outline was called where there is no room beside the text."""
        self._crowded = False
        self._above = 0
        self.spare: list[QWidget] = []
        """What stands beside the tabs and elsewhere too: it goes, the first one first, before a tab is out of sight."""
        self.setObjectName("reader")
        self.setAccessibleName("阅读")
        self.setMinimumWidth(320)
        self._build()
        self.header.pace = settings.reading_pace
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self._fit_head)
        self.header.grown.connect(self._fitting.start)
        self.page.zoom_wanted.connect(self._zoom)
        self.outline.shut_wanted.connect(self.toggle_outline)
        self.outline.wanted.connect(lambda *_: self._draw_back())
        self.outline_button.clicked.connect(lambda _: self.toggle_outline())
        self.looks.clicked.connect(self.call_looks)

    def _build(self) -> None:
        self.header = Header()
        self.tabs = CaseTabs()
        self.find_bar = FindBar()
        self.go_bar = GoBar()
        self.parts = Parts(self._library, self._jobs, self._palette, self._settings, self._lane)
        self.page = self.parts.page
        self.outline = Outline()
        self.outline.setParent(self)
        self.outline.hide()
        self.bar = SelectionBar(self.page.viewport())
        self.head = Head(self.header)
        self.beside = QHBoxLayout()
        self.beside.setSpacing(2)
        self.beside.addWidget(self.tabs, 1)
        self.outline_button = tool("plain", "大纲", "显示或收起大纲")
        self.outline_button.setCheckable(True)
        self.outline_button.setToolTip("大纲：标题随阅读位置移动，可查找（F9）")
        self.looks = tool("plain", "Aa", "阅读设置")
        self.looks.setToolTip("阅读设置：字体、字号、栏宽、行距、主题")
        for button in (self.outline_button, self.looks):
            self.beside.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._head = QVBoxLayout()
        self._head.setSpacing(8)
        self._head.addWidget(self.head)
        self._head.addLayout(self.beside)
        self._head.addWidget(named(QFrame(), "rule"))
        self._head.addWidget(self.find_bar)
        self._head.addWidget(self.go_bar)
        self._body = QWidget()
        box = QVBoxLayout(self._body)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addLayout(self._head)
        box.addWidget(self.parts, 1)
        self.empty = named(QLabel("从列表里选一个案例，在这里阅读。"), "quiet")
        self.empty.setAccessibleName("还没有打开案例")
        outer = self._outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._body, 1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.empty)
        middle.addStretch(1)
        outer.addLayout(middle)

    def show_body(self, *, on: bool) -> None:
        """Show the case, or that there is none."""
        self._body.setVisible(on)
        self.empty.setVisible(not on)
        self._show_outline()

    def follow(self) -> None:
        """Let the outline show where the page is."""
        if self.outline.isVisible():
            self.outline.follow(self.page.in_view().start)

    # looks

    def set_palette(self, palette: Palette) -> None:
        """Show in other colours."""
        self._palette = palette
        self.parts.set_palette(palette)

    def set_settings(self, settings: Settings) -> None:
        """Set the text anew."""
        self._settings = settings
        self.header.pace = settings.reading_pace
        self.parts.set_settings(settings)
        self._show_outline()
        self._fit()

    def call_looks(self) -> None:
        """Open the settings of the text."""
        from app.ui.reading.setting import ReadingSettings

        if self._panel is None:
            self._panel = ReadingSettings(self)
            self._panel.chosen.connect(self.settings_wanted)
        self._panel.show_settings(self._settings)
        self._panel.show_under(self.tabs if self.looks.isHidden() else self.looks)

    def _choose(self, **values: object) -> None:
        self.settings_wanted.emit(values)

    def _zoom(self, way: int) -> None:
        size = min(48, max(8, self._settings.reading_size + way))
        self._choose(reading_size=size)

    def toggle_outline(self) -> None:
        """Show the outline or put it away: beside the text it stays, over it only until something is chosen."""
        if self._roomy:
            self._choose(outline_shown=not self._settings.outline_shown)
        else:
            self._drawn = not self._drawn
            self._show_outline()
            (self.outline.field if self._drawn else self.page).setFocus()

    def _draw_back(self) -> None:
        if self._drawn:
            self._drawn = False
            self._show_outline()

    def _show_outline(self) -> None:
        """Beside the text where there is room for both, else over it."""
        there, wide = not self._body.isHidden(), self._roomy
        self._drawn = self._drawn and there and not wide
        docked = there and wide and self._settings.outline_shown
        self.outline_button.setChecked(docked or self._drawn)
        self.outline.setVisible(docked or self._drawn)
        width = _OUTLINE if self._drawn or self.width() >= _WIDE else _SLIM
        left, before = width if docked else 0, self._outer.contentsMargins().left()
        if left != before:
            self._outer.setContentsMargins(left, self._above, 0, 0)
            self._fit()
        if bool(left) != bool(before):
            self.outline_moved.emit()
        if docked or self._drawn:
            self.outline.setGeometry(0, 0, width, self.height())
            self.outline.raise_()
            self.follow()

    @property
    def _roomy(self) -> bool:
        return self.width() >= _BESIDE and not self._crowded

    @property
    def outlined(self) -> int:
        """The width the text with its outline beside it would have; 0 without one."""
        return _BOTH if self._outer.contentsMargins().left() else 0

    def keep_above(self, height: int) -> None:
        """Begin so much lower: as low as a text beside it that has a row of its own above."""
        self._above = height
        self._outer.setContentsMargins(self._outer.contentsMargins().left(), height, 0, 0)

    def crowd(self, *, on: bool) -> None:
        """Stand beside another text, or alone: two texts leave the outline no room of its own."""
        if on != self._crowded:
            self._crowded = on
            self._show_outline()

    def _room(self) -> int:
        return self.width() - self._outer.contentsMargins().left()

    def _fit(self) -> None:
        width, low = self._room(), self.height() < LOW
        left = typesetting.side_margin(width, self._settings, _LEAST)
        right = max(_LEAST // 2, width - left - typesetting.column(width, self._settings, _LEAST))
        self._head.setContentsMargins(left, 8 if low else 20, right, 0)
        self._head.setSpacing(4 if low else 8)
        self.parts.set_margins(left, right)
        self.header.fit(self.height())
        self._fit_head()
        self.fit_tabs()

    def fit_tabs(self) -> None:
        """Let what stands elsewhere too make room for the tabs."""
        margins = self._head.contentsMargins()
        room = self._room() - margins.left() - margins.right() - self.tabs.least
        items = (self.beside.itemAt(at) for at in range(self.beside.count()))
        others = [one for item in items if item and (one := item.widget()) and one is not self.tabs]
        fixed = [one for one in others if one not in self.spare and not one.isHidden()]
        room -= sum(one.sizeHint().width() + self.beside.spacing() for one in fixed)
        for one in reversed(self.spare):
            room -= one.sizeHint().width() + self.beside.spacing()
            one.setVisible(room >= 0)

    def _fit_head(self) -> None:
        margins = self._head.contentsMargins()
        self.head.fit(self._room() - margins.left() - margins.right(), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep title and lists in the text's column."""
        super().resizeEvent(event)
        self._show_outline()
        self._fit()
