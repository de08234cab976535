"""The window: puts the parts together and passes on what they say.

What is shown is `app.ui.session`'s matter, what is done `app.ui.deeds`', what can be pressed `app.ui.actions`'.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QTextDocument
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout

from app import paths
from app import settings as kept
from app.ui import tabbing, theme, tinting
from app.ui.bars import Banner, StatusBar, TopBar
from app.ui.deeds import Deeds
from app.ui.dropping import Catcher
from app.ui.library.column import Column
from app.ui.library.empty import EmptyLibrary
from app.ui.library.shelves import Place
from app.ui.library.side import Side, asks, question, shown
from app.ui.notices import Notice, Progress
from app.ui.room import Room
from app.ui.session import Counts, Session
from app.ui.shell import columns
from app.ui.trail import Trail
from db.records import Changes, Found

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.library import Library
    from app.settings import Settings
    from app.ui.jobs import Jobs
    from app.ui.reading.desk import Desk
    from app.ui.shell import Shell


class Window(Catcher):
    """Everything a person sees of one library."""

    settings_changed = Signal(object)
    stirred = Signal()
    """Something changed that decides what can be done now."""
    answered = Signal(object)
    """`Found`, after it is shown."""
    desk_made = Signal(object)
    """The actions of a new desk."""
    recoloured = Signal()
    not_opened = Signal(object)
    """The exception that kept a library from opening."""

    def __init__(self, settings: Settings, jobs: Jobs, shell: Shell) -> None:
        super().__init__(shell)
        self.shell = shell
        self.settings = settings
        self.jobs = jobs
        self.session = Session(jobs, self)
        self.trail = Trail()
        self.desk: Desk | None = None
        self.counts: Counts | None = None
        self.colours = tinting.of(settings)
        self.restart_wanted = False
        self._show_next = settings.last_case
        self._banner_closed = False
        self._build()
        self.deeds = Deeds(jobs, self.notice, lambda: self.session.library, self)
        self._wire()
        self.set_palette(self.colours)
        self.room.restore(self.settings.splitters, self.width())
        shell.setCentralWidget(self)
        shell.closing.connect(self._closing)
        self.list.setFocus()

    # --- building

    def _build(self) -> None:
        self.top = TopBar(self.colours, self)
        self.side = Side(self.colours, self.settings.region_view)
        self.column = Column(self.colours)
        self.list = self.column.list
        self.empty = EmptyLibrary()
        self.reading = QStackedWidget()
        self.reading.setObjectName("reading")
        self.reading.setMinimumWidth(320)
        self.inner = columns(self.column, self.reading)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.inner)
        self.stack.addWidget(self.empty)
        self.outer = columns(self.side, self.stack)
        self.outer.setSizes([236, 1204])
        self.inner.setSizes([372, 832])
        self.room = Room(self.outer, self.inner, self.side, self.column, self.reading)
        self.progress = Progress(self.jobs)
        self.foot = StatusBar(self.progress)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        self.middle = QStackedWidget()
        self.middle.addWidget(self.outer)
        column.addWidget(self.middle, 1)
        column.addWidget(self.foot)
        self.notice = Notice(self.colours, self)
        self.banner = Banner("移除示例", lambda: self.deeds.remove_starter(), self.colours)  # noqa: PLW0108 - made later
        self.column.add_banner(self.banner)

    def _wire(self) -> None:
        session, side, list_ = self.session, self.side, self.list
        session.opened.connect(self._opened)
        session.found.connect(self._found)
        session.page.connect(list_.take)
        session.counted.connect(self._counted)
        session.asked.connect(self.top.search.show_text)
        session.changed.connect(self._changed)
        self.top.search.asked.connect(lambda text: session.search(text, typed=True))
        self.top.search.left.connect(list_.setFocus)
        self.column.chips.removed.connect(session.drop)
        self.column.chips.ordered_by.connect(session.order_by)
        session.ordered.connect(self.column.chips.show_order)
        self.column.nothing.clear_wanted.connect(lambda: session.search(""))
        side.facets.chosen.connect(session.choose)
        side.facets.cleared.connect(session.clear)
        side.facets.view_changed.connect(lambda view: self.keep(region_view=view))
        side.shelves.chosen.connect(self._shelf)
        side.shelves.put_wanted.connect(self.deeds.put)
        side.shelves.star_wanted.connect(lambda ids: self.deeds.star(ids, on=True))
        side.shelves.renamed.connect(self.deeds.rename_shelf)
        side.shelves.delete_wanted.connect(self.deeds.delete_shelf)
        list_.shown.connect(self._chosen)
        list_.came_up.connect(lambda case_id: self.show_case(case_id, glance=True))
        list_.opened.connect(self._read_on)
        list_.preview_wanted.connect(self.toggle_peek)
        list_.page_wanted.connect(session.want)
        list_.selection_changed.connect(self._picked)
        self.empty.starter_wanted.connect(self.deeds.load_starter)
        self.deeds.case_wanted.connect(self._came)
        self.deeds.shelf_made.connect(lambda id_: QTimer.singleShot(150, lambda: self.side.shelves.rename(id_)))
        self.banner.closed.connect(self._close_banner)
        self.aimed.connect(self._aimed)
        self.caught.connect(self.deeds.import_paths)
        self.jobs.saving.connect(self.foot.show_saving)
        self.jobs.trouble.connect(self.notice.trouble)

    # --- what is shown

    def open(self, path: Path, prepare: Callable[[Library], None] | None = None) -> None:
        """Open a library; the window stays as it is until it is there."""
        self.shell.leave(lambda: self.session.open(path, self._not_opened, prepare or (lambda _: None)))

    def restore(self, source: Path) -> None:
        """Make a backup the open library again; what is there now is kept beside it."""
        from app.services import keeping

        library = self.session.library
        target = library.path if library else paths.library()
        self._clear_desk()
        self.session.leave()

        def failed(error: Exception) -> None:
            self.notice.trouble(error)
            self.open(target)

        self.jobs.write(lambda: keeping.restore(source, target), lambda _: self.open(target), failed)

    def letters_came(self) -> None:
        """Draw everything again: letters the machine did not have are there now."""
        QApplication.setFont(theme.sans())
        self.setStyleSheet(theme.stylesheet(self.colours))
        self.update()
        for document in self.findChildren(QTextDocument):  # what is set keeps the shapes of the fonts it was set in
            document.markContentsDirty(0, document.characterCount())
        if self.desk:
            self.desk.set_settings(self.settings)

    def _clear_desk(self) -> None:
        if self.desk is not None:
            self.desk.flush()
            self.reading.removeWidget(self.desk)
            self.desk.deleteLater()
            self.desk = None

    def _show_open(self, *, on: bool) -> None:
        """Where no library is open there is nothing to choose from and nothing saved."""
        self.side.facets.setVisible(on)
        self.foot.show_open(on=on)

    def _opened(self, library: Library) -> None:
        self._clear_desk()
        self._show_open(on=True)
        self.trail = Trail()
        self.keep(library=str(library.path))
        self.stirred.emit()

    def _make_desk(self, library: Library) -> None:
        """The reader is made when the list is filled: its modules take longer to load than the list to answer."""
        from app.ui.reading.desk import Desk

        if self.desk is not None or library is not self.session.library:
            return
        self.desk = Desk(library, self.jobs, self.colours, self.settings)
        self.desk.case_wanted.connect(self.go_to)
        self.desk.kin_wanted.connect(self.deeds.show_kin)
        self.desk.hint.connect(self.notice.tell)
        self.desk.filter_wanted.connect(lambda field, value: self.session.choose(field, value, "only"))
        self.desk_made.emit(self.desk.actions())
        self.reading.addWidget(self.desk)
        self.reading.setCurrentWidget(self.desk)
        if case_id := self.list.current():
            self.show_case(case_id, glance=True)

    def _not_opened(self, error: Exception) -> None:
        self.top.show_library("没有打开")
        self._show_open(on=False)
        self.not_opened.emit(error)
        self.stirred.emit()

    def _found(self, found: Found, keep: bool) -> None:
        query = self.session.query
        show = self._show_next
        if show in found.ids or not keep:
            self._show_next = ""
        self.column.fill(found, query, keep=keep, show=show)
        self.side.facets.fill(found, query)
        self.answered.emit(found)
        self.foot.show_answer(found.total, found.elapsed_ms)
        if self.counts:
            self._shelves(self.counts)
        if self.desk is None and self.session.library:
            QTimer.singleShot(0, lambda library=self.session.library: self._make_desk(library))
        elif self.desk and not found.total and not keep:
            self.desk.clear()
        self._picked()

    def _counted(self, counts: Counts) -> None:
        self.counts = counts
        self.top.show_library(counts.name)
        self.foot.show_count(counts.totals.all)
        self.side.facets.set_themes(counts.themes)
        self._shelves(counts)
        self.banner.say("这是示例案例库" if counts.starter_only else "含示例案例")
        self.banner.setVisible(counts.starter and not self._banner_closed)
        empty = not counts.totals.all
        if empty and self.desk:
            self.desk.clear()
        self.stack.setCurrentWidget(self.empty if empty else self.inner)
        self.stirred.emit()

    def _shelves(self, counts: Counts) -> None:
        place = shown(self.session.query, counts.shelves)
        self.side.shelves.fill(counts.totals, counts.shelves, place)

    def _changed(self, changes: Changes) -> None:
        if self.desk and self.desk.case_id in changes.cases and changes.label in ("删除案例", "移除示例"):
            self.desk.clear()

    def _shelf(self, place: Place, narrow: bool) -> None:
        asked = asks(place)
        if narrow and asked:
            self.session.choose(*asked, "and")
        else:
            self.session.search(question(place))

    def _picked(self) -> None:
        picked = self.list.picked()
        self.foot.show_picked(picked)
        self.top.show_export(picked if picked > 1 else len(self.list.ids()))
        self.stirred.emit()

    # --- which case

    def show_case(self, case_id: str, *, glance: bool = False) -> None:
        """Show a case in the reader and remember the way; at a `glance` when nobody opened it."""
        if self.desk is None:
            return
        self.trail.visit(case_id)
        self.desk.show_case(case_id, self.session.text, glance=glance)
        self.keep(last_case=case_id)
        self.stirred.emit()

    def go_to(self, case_id: str) -> None:
        """Show a case wherever it is, and stand on it in the list when it is there."""
        if not self.list.go(case_id):
            self._show_next = case_id
            self.list.let_go()
        self.show_case(case_id)

    def _came(self, case_id: str) -> None:
        """Show a case that came in; a question that leaves it out is given up."""
        if not self.list.go(case_id):
            self._show_next = case_id
            if self.session.text:
                self.session.search("")
        self.show_case(case_id, glance=True)

    def _chosen(self, case_id: str) -> None:
        self.room.uncover()
        self.show_case(case_id)

    def _read_on(self, case_id: str) -> None:
        self._chosen(case_id)
        self.focus_reader()

    def focus_reader(self) -> None:
        """Put the keyboard into the text."""
        if self.desk:
            self.desk.reader.page.setFocus()

    # --- looks

    def set_palette(self, colours: theme.Palette) -> None:
        """Take other colours, everywhere at once."""
        self.colours = colours
        QApplication.setPalette(theme.qt_palette(colours))
        self.setStyleSheet(theme.stylesheet(colours))
        for part in (self.top, self.side, self.column, self.notice, self.banner):
            part.set_palette(colours)
        if self.desk:
            self.desk.set_palette(colours)
        self.recoloured.emit()

    def set_settings(self, **values: object) -> None:
        """Take other settings and keep them."""
        before = self.settings
        self.keep(**values)
        if (colours := tinting.of(self.settings)) != self.colours:
            self.set_palette(colours)
        if self.desk and self.settings != before:
            self.desk.set_settings(self.settings)
        self.stirred.emit()

    def keep(self, **values: object) -> None:
        """Remember some settings."""
        changed = kept.changed(self.settings, **values)
        if changed != self.settings:
            self.settings = changed
            self.settings_changed.emit(changed)

    def toggle_wide(self) -> None:
        """Give the reader all the room, or take it back."""
        self.room.toggle_wide()
        if self.room.wide:
            self.focus_reader()
        else:
            self.list.setFocus()
        self.stirred.emit()

    def toggle_peek(self) -> None:
        """Give the reader most of the room beside the list, which keeps the keyboard; or take it back."""
        self.room.toggle_peek()
        self.list.setFocus()
        self.stirred.emit()

    def toggle_side(self) -> None:
        """Show or hide the side panel."""
        self.room.toggle_side()
        self.stirred.emit()

    def _close_banner(self) -> None:
        self._banner_closed = True
        self.banner.hide()

    # --- what Qt tells

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through everything as one reads it."""
        return tabbing.step(self, forward=forward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room when it gets narrow."""
        super().resizeEvent(event)
        if self.room.fit(self.width()):
            self.stirred.emit()

    def _aimed(self, on: bool) -> None:
        self.empty.aim(on=on)
        if not on:
            self.notice.hide()
        elif self.stack.currentWidget() is not self.empty:
            self.notice.tell("松开鼠标，导入这些文件")

    def _closing(self) -> None:
        """Everything typed is written before the window goes."""
        if self.desk:
            self.desk.flush()
        self._remember()
        self.shell.hide()
        self.jobs.close()
        self.session.close()

    def _remember(self) -> None:
        shown = self.stack.currentWidget() is self.inner
        self.keep(window=self.shell.place(), splitters=(shown and self.room.told()) or self.settings.splitters)
