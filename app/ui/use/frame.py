"""The frame around the pages on which cases are put to use: whose cases they are, which page, and what leads back.

Knows pages, not what they show, and no window.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui import icons
from app.ui.legible import legible
from app.ui.use.page import Kind, Page, Scope, Setting

if TYPE_CHECKING:
    from app.formats.sheet import Format, Sheet
    from app.settings import Settings
    from app.task import Task
    from app.ui.theme import Palette
    from db.records import Changes

HEIGHT, TABS = 52, 34
_NAME = 220
FORMATS: tuple[tuple[Format, str], ...] = (
    ("docx", "导出为 Word…"), ("pdf", "导出为 PDF…"), ("xlsx", "导出为 Excel…"), ("csv", "导出为 CSV…"),
    ("html", "导出为网页…"), ("md", "导出为 Markdown…"), ("txt", "导出为纯文本…"), ("json", "导出为 JSON…"),
)  # fmt: skip


class Frame(QWidget):
    """The pages of one library with a bar above them."""

    left = Signal()
    case_wanted = Signal(str, int, int)
    filter_wanted = Signal(str, str)
    query_wanted = Signal(str)
    all_wanted = Signal()
    import_wanted = Signal()
    said = Signal(str, bool)
    scopes_wanted = Signal(object)
    """A menu that is about to open is to be filled with what can be looked at."""
    export_wanted = Signal(object, str, str)
    """What makes the sheet (`Callable[[Task], Sheet]`), the format, and a name for the file."""

    def __init__(self, setting: Setting, kinds: tuple[Kind, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("use")
        self._setting = setting
        self._kinds = {kind.name: kind for kind in kinds}
        self._made: dict[str, Page] = {}
        self._tools: list[QWidget] = []
        self.scope = Scope("")
        self._moment = 0
        self.bar = QFrame(self)
        self.bar.setObjectName("useBar")
        self.bar.setFixedHeight(HEIGHT)
        self.stack = QStackedWidget(self)
        self._build()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.stack, 1)
        self.set_palette(setting.palette)

    def _build(self) -> None:
        self.back = QToolButton(self.bar)
        self.back.setObjectName("plain")
        self.back.setText("返回")
        self.back.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.back.setIconSize(QSize(14, 14))
        self.back.setAccessibleName("返回案例列表")
        self.back.setToolTip("返回案例列表（Esc）")
        self.back.clicked.connect(self.left)
        self.whose = QToolButton(self.bar)
        self.whose.setObjectName("useScope")
        self.whose.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.whose.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.scopes = QMenu(self.whose)
        self.scopes.aboutToShow.connect(lambda: self.scopes_wanted.emit(self.scopes))
        self.whose.setMenu(self.scopes)
        self.tabs = QButtonGroup(self)
        self.strip = QFrame(self.bar)
        self.strip.setObjectName("useTabs")
        self.strip.setAccessibleName("用法")
        self.strip.setFixedHeight(TABS)
        row = QHBoxLayout(self.strip)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for kind in self._kinds.values():
            row.addWidget(self._tab(kind, self.strip))
        self.folded = QPushButton(self.bar)
        self.folded.setObjectName("action")
        self.folded.setAccessibleName("用法")
        self.folded.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        pages = QMenu(self.folded)
        for kind in self._kinds.values():
            pages.addAction(kind.title, partial(self.show_page, kind.name)).setToolTip(kind.tip)
        self.folded.setMenu(pages)
        self.folded.hide()
        self.export = QPushButton("导出 ", self.bar)
        self.export.setObjectName("primary")
        self.export.setAccessibleName("导出这一页")
        self.export.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        formats = QMenu(self.export)
        for format_, words in FORMATS:
            formats.addAction(words, partial(self._export, format_))
        formats.addSeparator()
        self.sharing = formats.addAction("先做分享前检查")
        self.sharing.setCheckable(True)
        self.sharing.setToolTip("导出前列出文中的人名、证件号、电话和就诊号，由你决定哪些要替换")
        self.export.setMenu(formats)
        self._row = QHBoxLayout(self.bar)
        self._row.setContentsMargins(12, 0, 16, 0)
        self._row.setSpacing(10)
        for part in (self.back, self.whose, self.strip, self.folded):
            self._row.addWidget(part)
        self._row.addStretch(1)
        self._row.addWidget(self.export)

    def _tab(self, kind: Kind, parent: QWidget) -> QPushButton:
        button = QPushButton(kind.title, parent)
        button.setObjectName("useTab")
        button.setCheckable(True)
        button.setToolTip(kind.tip)
        button.setAccessibleName(kind.title)
        button.setAccessibleDescription(kind.tip)
        button.clicked.connect(lambda: self.show_page(kind.name))
        self.tabs.addButton(button)
        button.setProperty("kind", kind.name)
        return button

    # --- what is shown

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    @property
    def name(self) -> str:
        """Which page it is; empty before the first."""
        return next((name for name, page in self._made.items() if page is self.page), "")

    def show_page(self, name: str) -> None:
        """Show a page, making it when it is shown first."""
        if self.page:
            self.page.flush()
            if self.page is not self._made.get(name):
                for lane in self.page.lanes:
                    self._setting.jobs.stop(lane)
        page = self._made.get(name) or self._make(self._kinds[name])
        self.stack.setCurrentWidget(page)
        for button in self.tabs.buttons():
            shown = button.property("kind") == name
            button.setChecked(shown)  # Tab comes to the page that is shown; the arrows go on to the others
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if shown else Qt.FocusPolicy.ClickFocus)
        self.folded.setText(f"{self._kinds[name].title} ")
        self._take_tools(page)
        self._fold()
        page.moment = self._moment
        page.show_scope(self.scope)
        self._stirred()

    def show_scope(self, scope: Scope) -> None:
        """Show other cases on whatever page is shown."""
        self.scope = scope
        self._tell_scope()
        self._fold()
        if self.page:
            self.page.show_scope(scope)
            self._stirred()

    def refresh(self, changes: Changes) -> None:
        """Something was written, while the frame is seen."""
        if self.page:
            self.page.moment = self._moment
            self.page.refresh(changes)

    def note(self, changes: Changes) -> None:
        """Something was written, whatever is seen now."""
        self._moment += changes.content

    def flush(self) -> None:
        """Write what was typed."""
        if self.page:
            self.page.flush()

    def set_settings(self, settings: Settings) -> None:
        """Take other settings, for pages made from now on and those there are."""
        self._setting = Setting(self._setting.library, self._setting.jobs, self._setting.palette, settings)
        for page in self._made.values():
            page.settings = settings

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self._setting = Setting(self._setting.library, self._setting.jobs, palette, self._setting.settings)
        self.back.setIcon(icons.icon("left", palette.ink, 14))
        self.folded.setIcon(icons.icon("down", palette.muted, 12))
        self._colour_export()
        for page in self._made.values():
            page.set_palette(palette)

    def _make(self, kind: Kind) -> Page:
        page = kind.make(self._setting)
        self._made[kind.name] = page
        page.case_wanted.connect(self.case_wanted)
        page.filter_wanted.connect(self.filter_wanted)
        page.query_wanted.connect(self.query_wanted)
        page.all_wanted.connect(self.all_wanted)
        page.import_wanted.connect(self.import_wanted)
        page.list_wanted.connect(self.left)
        page.said.connect(self.said)
        page.stirred.connect(self._stirred)
        self.stack.addWidget(page)
        return page

    def _take_tools(self, page: Page) -> None:
        for tool in self._tools:
            self._row.removeWidget(tool)
            tool.hide()
        self._tools = list(page.tools())
        for number, tool in enumerate(self._tools):
            tool.setParent(self.bar)
            self._row.insertWidget(self._row.count() - 1, tool)
            tool.show()
            QWidget.setTabOrder(self._tools[number - 1] if number else self.folded, tool)

    def _stirred(self) -> None:
        if self.page and list(self.page.tools()) != self._tools:
            self._take_tools(self.page)
            self._fold()
        self.export.setEnabled(bool(self.page and self.page.exported()))
        self._colour_export()

    def _colour_export(self) -> None:
        palette = self._setting.palette
        ink = palette.on_green if self.export.isEnabled() else palette.on_neutral
        self.export.setIcon(icons.icon("down", ink, 12))

    def _fold(self) -> None:
        """Where the bar has no room for all tabs they become one button with a menu."""
        others = [self.back, self.whose, self.export, *(tool for tool in self._tools if not tool.isHidden())]
        room = self.width() - 28 - self._row.spacing() * (len(others) + 1)
        fits = sum(part.sizeHint().width() for part in (*others, self.strip)) <= room
        self.strip.setVisible(fits)
        self.folded.setVisible(not fits)

    def _tell_scope(self) -> None:
        count = f" · {len(self.scope.case_ids)} 案"
        room = min(_NAME, max(60, self.width() // 6))
        name = self.whose.fontMetrics().elidedText(legible(self.scope.name), Qt.TextElideMode.ElideMiddle, room)
        self.whose.setText(name + count)
        self.whose.setToolTip(self.scope.name + count)
        self.whose.setAccessibleName(f"看哪些案例：{self.scope.name}{count}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A long name gives way first."""
        super().resizeEvent(event)
        self._tell_scope()
        self._fold()

    def _export(self, format_: Format) -> None:
        page = self.page
        made: Callable[[Task], Sheet] | None = page.exported() if page else None
        if page and made:
            page.flush()
            title = self._kinds[self.name].title
            self.export_wanted.emit(made, format_, f"{self.scope.name} {title}".strip())

    def buttons(self) -> list[QAbstractButton]:
        """The tabs, in order."""
        return list(self.tabs.buttons())
