"""Opens the frame in which cases are put to use over the list and the reader, and closes it again.

Decides whose cases are looked at. Knows the window and the frame, not what a page shows.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu

from app.ui.asked import Asked
from app.ui.legible import legible
from app.ui.library.shelves import Place
from app.ui.library.side import question, shown
from app.ui.use.page import Scope, Setting
from app.ui.uses import KINDS

if TYPE_CHECKING:
    from app.formats.sheet import Format, Sheet
    from app.formats.write import Goods
    from app.services.library import Library
    from app.services.withholding import Withholding
    from app.settings import Settings
    from app.task import Task
    from app.ui.dialogs.files import Chosen
    from app.ui.use.frame import Frame
    from app.ui.window import Window
    from db.records import Changes, Shelf


EVERYTHING = "全部案例"


class Using(QObject):
    """The frame of one window; made when it is first wanted, and anew for another library."""

    import_wanted = Signal()
    """Files are to be imported."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.frame: Frame | None = None
        self._asked = Asked("")
        self._answered = Scope("")
        """What the frame was given last; cases it was given by others are not taken from it."""
        self._going: tuple[str, int, int] | None = None
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), window.middle)
        self._escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._escape.setEnabled(False)
        self._escape.activated.connect(self.leave)
        window.session.opened.connect(lambda _: self._forget())
        window.session.changed.connect(self._changed)
        window.desk_made.connect(lambda _: self._meet())
        self._meet()
        window.recoloured.connect(self._recolour)
        window.settings_changed.connect(self._set)
        window.shell.closing.connect(self._flush)

    @property
    def shown(self) -> bool:
        """Whether the frame is what a person sees."""
        return self.frame is not None and self._window.middle.currentWidget() is self.frame

    def open(self, name: str, wanted: str = "") -> None:
        """Show a page for the cases selected in the list, or for all that are listed; `wanted` is what of it."""
        library = self._window.session.library
        if library is None:
            return
        frame = self.frame or self.adopt(self._make(library))
        if not self.shown:
            self._asked = self._first()
            self._give(self._asked.scope(self._asked.chosen or tuple(self._window.list.ids())))
            self._answer()  # the list may be about to show others
        self._window.middle.setCurrentWidget(frame)
        self._window.top.hide()
        self._escape.setEnabled(True)
        frame.show_page(name)
        if frame.page:
            frame.page.show_wanted(wanted)
            frame.page.setFocus()

    def leave(self) -> None:
        """Go back to list and reader."""
        if not self.shown:
            return
        self._flush()
        self._window.middle.setCurrentWidget(self._window.outer)
        self._window.top.show()
        self._escape.setEnabled(False)
        self._window.list.setFocus()

    def _make(self, library: Library) -> Frame:
        from app.ui.use.frame import Frame

        window = self._window
        return Frame(Setting(library, window.jobs, window.colours, window.settings), KINDS)

    def adopt(self, frame: Frame) -> Frame:
        """Take a frame into the window."""
        window = self._window
        frame.left.connect(self.leave)
        frame.case_wanted.connect(self._read)
        frame.filter_wanted.connect(self._filter)
        frame.query_wanted.connect(self._search)
        frame.all_wanted.connect(lambda: self._ask(Asked(EVERYTHING, "")))
        frame.import_wanted.connect(self.import_wanted)
        frame.said.connect(lambda words, wrong: window.notice.tell(words, wrong=wrong))
        frame.scopes_wanted.connect(self._offer)
        frame.export_wanted.connect(self._export)
        window.middle.addWidget(frame)
        self.frame = frame
        return frame

    def _forget(self) -> None:
        frame, self.frame = self.frame, None
        if frame is not None:
            if self._window.middle.currentWidget() is frame:
                self._window.middle.setCurrentWidget(self._window.outer)
                self._window.top.show()
                self._escape.setEnabled(False)
            self._window.middle.removeWidget(frame)
            frame.deleteLater()

    def _flush(self) -> None:
        if self.frame:
            self.frame.flush()

    def _changed(self, changes: Changes) -> None:
        if self.frame is None:
            return
        self.frame.note(changes)
        if not self.shown:
            return
        if changes.content:
            self._answer()
        self.frame.refresh(changes)

    def _set(self, settings: Settings) -> None:
        if self.frame:
            self.frame.set_settings(settings)

    def _recolour(self) -> None:
        if self.frame:
            self.frame.set_palette(self._window.colours)

    # --- whose cases

    def _first(self) -> Asked:
        return self._selected() if len(self._window.list.selected()) > 1 else self._listed()

    def _selected(self) -> Asked:
        return Asked("选中的案例", chosen=tuple(self._window.list.selected()))

    def _listed(self) -> Asked:
        window = self._window
        session, shelves = window.session, window.counts.shelves if window.counts else ()
        place = shown(session.query, shelves)
        plain = place is not None and question(place) == session.text.strip()
        shelf = place.shelf if place and plain else None
        name = shelf.name if shelf else session.text.strip() or EVERYTHING
        shelf_id = shelf.id if shelf else None
        return Asked(name, session.text, shelf_id=shelf_id, order=session.order, options=session.options)

    def _offer(self, menu: QMenu) -> None:
        """Fill the menu of what can be looked at."""
        window = self._window
        menu.clear()
        if len(window.list.selected()) > 1:
            menu.addAction(f"选中的 {len(window.list.selected())} 个案例", lambda: self._ask(self._selected()))
        menu.addAction(f"当前列表（{len(window.list.ids())} 案）", lambda: self._ask(self._listed()))
        menu.addAction(EVERYTHING, lambda: self._ask(Asked(EVERYTHING, "")))
        shelves = window.counts.shelves if window.counts else ()
        if shelves:
            menu.addSeparator()
        for shelf in shelves:
            menu.addAction(legible(shelf.name).replace("&", "&&"), partial(self._ask_shelf, shelf))

    def _ask_shelf(self, shelf: Shelf) -> None:
        self._ask(Asked(shelf.name, question(Place(shelf=shelf)), shelf_id=shelf.id))

    def _ask(self, asked: Asked) -> None:
        self._asked = asked
        if self.frame:
            self._answered = self.frame.scope
        self._answer()

    def _give(self, scope: Scope) -> None:
        if self.frame:
            self._answered = scope
            self.frame.show_scope(scope)

    def _answer(self) -> None:
        """Look at what is asked for, now and after every change."""
        library, asked = self._window.session.library, self._asked
        if library is None:
            return

        def done(scope: Scope) -> None:
            if self.frame and self.frame.scope == self._answered != scope:
                self._give(scope)

        self._window.jobs.read(lambda task: asked.answer(library, task), done, lane="scope")

    # --- out of the frame

    def _read(self, case_id: str, start: int, end: int) -> None:
        self.leave()
        self._window.go_to(case_id)
        if self._window.desk and end > start:
            self._going = (case_id, start, end)
            self._arrived()

    def _arrived(self) -> None:
        """Stand on the passage that was wanted, once its case is there."""
        desk = self._window.desk
        if self._going and desk and desk.reader.shown and desk.reader.shown.case.id == self._going[0]:
            _, start, end = self._going
            self._going = None
            desk.reader.jump(start, end)

    def _meet(self) -> None:
        if self._window.desk:
            self._window.desk.reader.opened.connect(lambda _: self._arrived())

    def _filter(self, field: str, value: str) -> None:
        self.leave()
        self._window.session.choose(field, value, "only")

    def _search(self, query: str) -> None:
        self.leave()
        self._window.session.search(query)

    def _export(self, made: Callable[[Task], Sheet], format_: str, name: str) -> None:
        from app.ui import sharing
        from app.ui.dialogs import files

        window = self._window
        wanted = cast("Format", format_)
        folder = Path(window.settings.last_folder or Path.home())
        chosen = files.new_file(window, folder, name, wanted)
        if chosen is None:
            return
        window.keep(last_folder=str(chosen.path.parent))
        if self.frame and self.frame.sharing.isChecked():

            def agreed(hide: Withholding, output: Path | None) -> None:
                path = output or chosen.path
                self._write(made, wanted, files.Chosen(path, chosen.replaces and path == chosen.path), hide)

            sharing.look_over(window, made, chosen.path, agreed)
        else:
            self._write(made, wanted, chosen, None)

    def _write(self, made: Callable[[Task], Sheet], format_: Format, chosen: Chosen, hide: Withholding | None) -> None:
        from app.formats.write import write
        from app.ui.hidden_names import recorded

        window = self._window

        def work(task: Task) -> str:
            sheet: Goods = made(task)
            write(hide(sheet) if hide else sheet, format_, chosen.path, replace=chosen.replaces, task=task)
            return recorded(hide, chosen.path)

        window.jobs.long(
            work, lambda more: window.deeds.told_written(chosen.path, more), window.notice.trouble, title="导出"
        )
