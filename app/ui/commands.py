"""What each action of the table does: asks what must be asked and calls the window's parts.

Stands above the window, which knows nothing of it and only tells what happened.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app import paths
from app.ui import keys, menus, theme, tinting
from app.ui.actions import SCALES, Actions
from app.ui.arranging import Arranging
from app.ui.dialogs import files
from app.ui.exchange import Exchange
from app.ui.following import Following
from app.ui.jotting import Jotting
from app.ui.lessons import Lessons
from app.ui.review.opening import Reviews
from app.ui.searching import Searching
from app.ui.uses import KINDS
from app.ui.using import Using

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.ui.dialogs.more import MoreValues
    from app.ui.window import Window
    from db.records import Found

READING_SIZES = (8, 9, 10, 11, 12, 13, 14, 16, 18, 20, 24, 28, 32, 36, 42, 48)


class Commands(QObject):
    """The actions of one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._desk_actions: list[QAction] = []
        self._more: dict[str, MoreValues] = {}
        self.reviews = Reviews(window)
        self.lessons = Lessons(window)
        self.exchange = Exchange(window)
        self.searching = Searching(window)
        self.using = Using(window)
        self.using.import_wanted.connect(self.import_files)
        self.exchange.round_wanted.connect(lambda id_: self.using.open("round", id_))
        self.following = Following(window)
        self.arranging = Arranging(window)
        self.jotting = Jotting(window, self.using)
        self.actions = Actions(window, window.list, self._calls())
        menus.fill(window, self.actions)
        window.top.load.clicked.connect(self.import_files)
        self._wire()
        self._give_keys()
        self.refresh()

    def _wire(self) -> None:
        window = self._window
        self.lessons.who_wanted.connect(lambda name: self.using.open("practices", name))
        window.stirred.connect(self.refresh)
        window.answered.connect(self.show_more)
        window.desk_made.connect(self.adopt)
        window.not_opened.connect(self._not_opened)
        window.side.facets.more_wanted.connect(self.more)
        window.side.shelves.add_wanted.connect(self.add_shelf)
        window.list.customContextMenuRequested.connect(self.list_menu)
        window.empty.files_wanted.connect(self.import_files)
        window.empty.folder_wanted.connect(self.import_folder)

    def _not_opened(self, error: Exception) -> None:
        others = (("打开其他案例库", self.open_library), ("从备份恢复", self.restore))
        self._window.notice.trouble(error, *others)

    def _calls(self) -> dict[str, Callable[[], None]]:
        window, deeds = self._window, self._window.deeds
        chosen = window.list.selected
        calls: dict[str, Callable[[], None]] = {
            "import_files": self.import_files,
            "import_folder": self.import_folder,
            "import_clipboard": deeds.import_clipboard,
            "review_imports": lambda: window.set_settings(review_imports=not window.settings.review_imports),
            "delete_cases": lambda: deeds.delete(chosen()),
            "star": lambda: deeds.star(chosen()),
            "join_kin": lambda: deeds.join(chosen()),
            "show_kin": lambda: deeds.show_kin((window.desk and window.desk.case_id) or ""),
            "search": self._search,
            "clear_search": lambda: window.session.search(""),
            "narrow_facets": self._narrow,
            "go_to_list": window.list.setFocus,
            "go_to_reader": window.focus_reader,
            "palette": self.show_palette,
            "next_case": lambda: window.list.step(1),
            "previous_case": lambda: window.list.step(-1),
            "preview": window.toggle_wide,
            "peek": window.toggle_peek,
            "side": window.toggle_side,
            "add_shelf": lambda: self.add_shelf(smart=False),
            "add_smart_shelf": lambda: self.add_shelf(smart=True),
            "larger": lambda: self._resize(1),
            "smaller": lambda: self._resize(-1),
            "indent": lambda: window.set_settings(first_line_indent=not window.settings.first_line_indent),
            "new_library": self._new_library,
            "open_library": self.open_library,
            "backup": self._backup,
            "restore": self.restore,
            "check": deeds.check,
            "reindex": deeds.reindex,
            "load_starter": deeds.load_starter,
            "remove_starter": deeds.remove_starter,
            "own_theme": self._own_theme,
            "shortcuts": self._shortcuts,
            "about": self._about,
            "quit": self._quit,
        }
        calls |= self.lessons.calls()
        calls |= self.exchange.calls()
        calls |= self.searching.calls()
        calls |= self.following.calls()
        calls |= self.arranging.calls()
        calls |= self.jotting.calls()
        calls |= {f"theme_{name}": _with(window.set_settings, theme=name) for name in theme.TITLES}
        calls |= {f"scale_{scale}": _with(self._scale, to=scale) for scale in SCALES}
        calls |= {f"use_{kind.name}": partial(self.using.open, kind.name) for kind in KINDS}
        return calls

    def adopt(self, actions: Sequence[QAction]) -> None:
        """Take the desk's actions into the list of all; those for the whole desk work in the whole window."""
        self._desk_actions = list(actions)
        for action in actions:
            if action.shortcutContext() == Qt.ShortcutContext.WidgetWithChildrenShortcut:
                action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self._give_keys()

    def _give_keys(self) -> None:
        keys.meet(self.every())
        keys.apply(self.every(), keys.chosen(self._window.settings.shortcuts))

    def every(self) -> list[QAction]:
        """All actions there are."""
        return [*self.actions.every(), *self._desk_actions]

    def refresh(self) -> None:
        """Enable, tick and name the actions as things stand."""
        window = self._window
        library = window.session.library
        writable = library is not None and not library.read_only
        self.actions.enable(
            {
                "": True,
                "library": library is not None,
                "writable": writable,
                "cases": writable and bool(window.list.picked()),
                "case": window.desk is not None and bool(window.desk.case_id),
                "hits": bool(window.list.ids()),
            }
        )
        if window.counts:
            self.actions.name_turns(window.counts.undo, window.counts.redo)
            self.actions["remove_starter"].setEnabled(writable and window.counts.starter)
        self.actions["back"].setEnabled(window.trail.can_go_back)
        self.actions["forward"].setEnabled(window.trail.can_go_forward)
        self.actions["side"].setChecked(not window.side.isHidden())
        self.actions["review_imports"].setChecked(window.settings.review_imports)
        self.actions["indent"].setChecked(window.settings.first_line_indent)
        for name in theme.TITLES:
            self.actions[f"theme_{name}"].setChecked(name == window.settings.theme)
        for scale in SCALES:
            self.actions[f"scale_{scale}"].setChecked(scale == round(window.settings.scale * 100))

    # --- in and out

    def import_files(self) -> None:
        """Ask for files and import them."""
        chosen = files.files(self._window, self._window.settings.last_folder)
        self._took(chosen[0].parent if chosen else None)
        self._window.deeds.import_paths(chosen)

    def import_folder(self) -> None:
        """Ask for a folder and import what is in it."""
        chosen = files.folder(self._window, self._window.settings.last_folder)
        self._took(chosen)
        if chosen:
            self._window.deeds.import_paths([chosen])

    def _took(self, folder: Path | None) -> None:
        if folder:
            self._window.keep(last_folder=str(folder))

    # --- libraries

    def open_library(self) -> None:
        """Ask for a library and open it."""
        if path := files.library(self._window, paths.data()):
            self._window.open(path)

    def _new_library(self) -> None:
        path = files.new_library(self._window, paths.data() / f"新案例库{paths.SUFFIX}")
        if path and path.exists():
            self._window.notice.tell("这个位置已经有一个案例库，已直接打开它。", wrong=True)
        if path:
            self._window.open(path)

    def _backup(self) -> None:
        library = self._window.session.library
        if library is None:
            return
        name = f"{library.path.stem} 备份{paths.SUFFIX}"
        if path := files.new_library(self._window, paths.backups() / name, "备份到"):
            self._window.deeds.backup(path)

    def restore(self) -> None:
        """Ask for a backup and make it the library again."""
        if path := files.library(self._window, paths.backups(), "选择备份"):
            self._window.shell.leave(lambda: self._window.restore(path))

    def add_shelf(self, smart: bool) -> None:
        """A new folder, or a smart one of what is asked now."""
        text = self._window.session.text.strip()
        if smart and not text:
            self._window.notice.tell("先搜索或点选几个条件，再把它们存为智能文件夹。", wrong=True)
            return
        self._window.deeds.add_shelf(text if smart else None)

    # --- looking

    def show_palette(self) -> None:
        """Ctrl+K."""
        from app.ui.dialogs.palette import ActionPalette

        window = self._window
        ActionPalette(self.every(), window, window.colours, self.searching.find_targets).show()

    def more(self, field: str) -> None:
        """The whole list of a facet's values."""
        from app.ui.dialogs.more import MoreValues

        window = self._window
        if field not in self._more:
            dialog = MoreValues(window.side.facets.title(field), window.colours, window)
            dialog.chosen.connect(lambda value, way: window.session.choose(field, value, way))
            dialog.values.others = lambda value: window.side.facets.deeds(field, value)
            dialog.destroyed.connect(lambda: self._more.pop(field, None))
            self._more[field] = dialog
        if window.session.answer:
            self.show_more(window.session.answer)
        self._more[field].show()

    def show_more(self, found: Found) -> None:
        """Bring open lists of values up to date."""
        for field, dialog in self._more.items():
            counts = sorted(found.facets.get(field, {}).items(), key=lambda item: (-item[1], item[0]))
            dialog.fill(counts, self._window.side.facets.state(field))

    def list_menu(self, place: QPoint) -> None:
        """What can be done with the selected cases."""
        window = self._window
        menu = QMenu(window)
        menu.aboutToHide.connect(menu.deleteLater)
        ids = window.list.selected()
        if not ids:
            return
        if window.session.query.words:
            for name in ("hit_lines", "why"):
                menus.put(menu, self.actions[name])
            menu.addSeparator()
        menus.put(menu, self.actions["star"])
        for name in ("bulk_edit", "add_tag", "add_theme", "label"):
            menus.put(menu, self.actions[name])
        folders = menu.addMenu("放入文件夹")
        shelves = [shelf for shelf in (window.counts.shelves if window.counts else ()) if shelf.query is None]
        for shelf in shelves:
            folders.addAction(shelf.path.replace("&", "&&"), _with(window.deeds.put, shelf_id=shelf.id, ids=ids))
        folders.addSeparator()
        folders.addAction(self.actions["add_shelf"])
        here = window.side.shelves.shown_place()
        if here and here.shelf and here.shelf.query is None:
            menu.addAction("移出这个文件夹", _with(window.deeds.take, shelf_id=here.shelf.id, ids=ids))
        menu.addSeparator()
        menu.addAction(self.actions["beside"])
        menu.addAction(self.actions["mark_read"])
        menu.addAction(self.actions["mark_unread"])
        for name in (*(("join_kin",) if len(ids) > 1 else ()), "copy_rows", "export", "preview", "delete_cases"):
            menu.addAction(self.actions[name])
        menu.popup(window.list.viewport().mapToGlobal(place))

    def _search(self) -> None:
        self._window.top.search.setFocus()
        self._window.top.search.line.selectAll()

    def _narrow(self) -> None:
        self._window.room.call_side(on=True)
        self._window.side.facets.narrower.setFocus()

    def _resize(self, by: int) -> None:
        size = self._window.settings.reading_size
        ahead = [s for s in READING_SIZES if (s > size if by > 0 else s < size)]
        if ahead:
            self._window.set_settings(reading_size=ahead[0] if by > 0 else ahead[-1])

    def _own_theme(self) -> None:
        """Ask for the colours of the theme of one's own."""
        from app.ui.reading.own_theme import OwnTheme

        window = self._window
        dialog = OwnTheme(*tinting.chosen(window.settings), window)
        dialog.chosen.connect(lambda values: window.set_settings(**values))
        dialog.open()

    def _scale(self, to: int) -> None:
        window = self._window
        if to == round(window.settings.scale * 100):
            self.refresh()
            return
        window.set_settings(scale=to / 100)
        window.notice.tell(f"界面缩放改为 {to}%，重新打开窗口后生效。", ("立即重开", self._restart))

    def _restart(self) -> None:
        """Start anew: Qt takes the scale only when a program starts. What was typed is written first."""
        self._window.restart_wanted = True
        self._quit()

    def _quit(self) -> None:
        self._window.shell.close()

    def _shortcuts(self) -> None:
        from app.ui.dialogs.shortcuts import Shortcuts

        dialog = Shortcuts(self.every(), self._window)
        dialog.changed.connect(self._keep_keys)
        dialog.show()

    def _keep_keys(self) -> None:
        before = keys.chosen(self._window.settings.shortcuts)
        self._window.keep(shortcuts=keys.told(self.every(), before))

    def _about(self) -> None:
        from app.ui.dialogs.about import About

        About(self._window).show()


def _with(call: Callable[..., None], **words: object) -> Callable[[], None]:
    return lambda: call(**words)
