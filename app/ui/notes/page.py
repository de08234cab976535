"""All notes of a library on one page: filtered, several changed at once, each written in place, ready to go out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QSplitter, QToolButton, QVBoxLayout, QWidget

from app.services.noting import Noted
from app.ui.notes.around import Around
from app.ui.notes.editor import purpose_of
from app.ui.notes.narrowing import Narrowing
from app.ui.notes.notebook import Notebook
from app.ui.notes.rows import BOX, NoteLook, NoteRows
from app.ui.notes.scoping import Nothing, has, within
from app.ui.notes.several import button, made_list, several_menu, stand_on
from app.ui.notes.single import Single
from app.ui.use.page import Page, Scope, Setting
from db.records import Note

if TYPE_CHECKING:
    from app.formats.sheet import Sheet
    from app.services.notes_sheet import By
    from app.task import Task
    from app.ui.theme import Palette
    from db.records import Changes, Purpose

_OWN = ("改笔记", "加笔记", "改笔记类型", "完成待办", "待办改为未完成")


class NotesPage(Page):
    """The page of all notes."""

    link_wanted = Signal(str)
    note_deed = Signal(str, str)
    tags_wanted = Signal(list, list)
    """Ids of notes that are to have one more tag, and the tags there are."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.setObjectName("notesPage")
        self.around = Around(self.library, self.jobs, self)
        self.notebook = Notebook(self.library, self.jobs, self)
        self._picking = False
        self._wanted, self._stale, self._by = "", False, "case"
        self._every = Noted()
        self._held: set[str] = set()
        self._soon = QTimer(self, singleShot=True, interval=120)
        self._soon.timeout.connect(self._read)
        self._asking = QTimer(self, singleShot=True, interval=90)
        self._asking.timeout.connect(self._ask)
        self.filters = Narrowing()
        self.rows = NoteRows(self)
        self.look = NoteLook(self.colours, self)
        self.list = made_list(self.rows, self.look)
        self.list.installEventFilter(self)
        self.list.viewport().installEventFilter(self)
        self.single = Single(self.around, self.colours)
        self.nothing = Nothing()
        self._tools = self._made_tools()
        middle = QFrame()
        box = QVBoxLayout(middle)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.list, 1)
        box.addWidget(self.nothing, 1)
        sides = QSplitter(self)
        sides.setHandleWidth(1)
        sides.setChildrenCollapsible(False)
        for part, least in ((self.filters, 190), (middle, 260), (self.single, 260)):
            part.setMinimumWidth(least)
            sides.addWidget(part)
        sides.setSizes([220, 520, 420])
        sides.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(sides)
        self._wire()

    def _made_tools(self) -> Sequence[QWidget]:
        new = button("新建笔记", "新建不属于案例的笔记", self.new_note)
        clear = button("清除筛选", "显示全部笔记", self.filters.clear)
        group = button("导出按案例", "导出时按案例分组，再点改为按类型", lambda: None)
        group.clicked.connect(lambda: self._turn_group(group))
        return (new, clear, group)

    def _turn_group(self, button: QToolButton) -> None:
        self._by = "purpose" if self._by == "case" else "case"
        button.setText("导出按类型" if self._by == "purpose" else "导出按案例")
        button.setAccessibleName(f"导出时按{'类型' if self._by == 'purpose' else '案例'}分组，点按改变")

    def _wire(self) -> None:
        self.filters.changed.connect(self._asking.start)
        self.nothing.all.clicked.connect(self.all_wanted)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        self.rows.modelReset.connect(self._reset)
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.doubleClicked.connect(lambda _: self.single.write())
        self.notebook.changed.connect(self._stored)
        single = self.single
        single.typed.connect(lambda text: self.notebook.write(self._key(), text))
        single.left.connect(self._left)
        single.tags_wanted.connect(lambda tags: self.notebook.retag(self._key(), tags))
        single.purpose_wanted.connect(self.set_purpose)
        single.done_wanted.connect(lambda on: self.notebook.set_done(self._key(), done=on))
        single.colour_wanted.connect(lambda colour: self.notebook.recolour(self._key(), colour))
        single.home_wanted.connect(self._home)
        single.link_wanted.connect(self.link_wanted)
        single.deed_wanted.connect(self._deed)
        self.around.changed.connect(lambda: self.filters.fill(self.rows.noted))

    # what the frame asks

    def show_scope(self, scope: Scope) -> None:
        """Other cases are looked at, and the notes on them."""
        if scope != self.scope:
            self._held.clear()
        super().show_scope(scope)
        self.around.refresh()
        self._read()

    def refresh(self, changes: Changes) -> None:
        """Something was written; what is written here is known already."""
        if not changes.content:
            return
        if changes.label.partition("“")[0] in _OWN and self.single.editor.hasFocus():
            self._stale = True
        else:
            self._soon.start()
            self.around.refresh()

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        super().set_palette(palette)
        self.look.colours = palette
        self.single.set_palette(palette)
        self.list.viewport().update()

    def tools(self) -> Sequence[QWidget]:
        """Buttons for the bar."""
        return self._tools

    def exported(self) -> Callable[[Task], Sheet] | None:
        """The notes that are listed, or those chosen when they are several."""
        ids = self.chosen() if len(self.chosen()) > 1 else self.rows.ids()
        if not ids:
            return None
        library = self.library
        by: By = "purpose" if self._by == "purpose" else "case"

        def make(task: Task) -> Sheet:
            from app.services.notes_sheet import notes_sheet

            return notes_sheet(library, ids, by, task=task)

        return make

    def flush(self) -> None:
        """Store what was typed."""
        self.single.settle()
        self.notebook.flush()

    # what is shown

    def _read(self) -> None:
        self._stale = False
        self.jobs.read(lambda _: self.library.noted(), self._arrived, self._missed, lane="all notes")

    def _missed(self, error: Exception) -> None:
        self.jobs.trouble.emit(error)

    def _arrived(self, noted: Noted) -> None:
        chosen = self.chosen()
        self._every, noted = noted, within(noted, self.scope, self._held)
        if has(self._every, self._wanted) and not has(noted, self._wanted):
            self.all_wanted.emit()
            return
        self.filters.fill(noted)
        self.rows.asked = self.filters.asked()
        self.rows.fill(noted)
        wanted, self._wanted = self._wanted, ""
        if self.rows.row_of(wanted) < 0 and has(noted, wanted):
            self.filters.clear()
            self.rows.ask(self.filters.asked())
        self._choose([wanted] if wanted else chosen)
        self._show_nothing()
        self.stirred.emit()

    def _ask(self) -> None:
        chosen = self.chosen()
        self.rows.ask(self.filters.asked())
        self._choose(chosen)
        self._show_nothing()
        self.stirred.emit()

    def _show_nothing(self) -> None:
        some = self.rows.rowCount() > 0
        self.nothing.tell(self._every, self.rows.noted, self.scope)
        self.nothing.setVisible(not some)
        self.list.setVisible(some)

    def _reset(self) -> None:
        if not self.chosen():
            self._chosen()

    def chosen(self) -> list[str]:
        """The ids of the notes selected, in the order of the list."""
        rows = sorted({index.row() for index in self.list.selectionModel().selectedRows()})
        return [note.id for row in rows if (note := self.rows.note(row))]

    def _choose(self, ids: Sequence[str]) -> None:
        rows = sorted(row for one in ids if (row := self.rows.row_of(one)) >= 0)
        if rows:
            self._pick(rows)
        if rows or not self._new_entry():
            self._chosen()

    def _pick(self, rows: Sequence[int]) -> None:
        self._picking = True
        stand_on(self.list, self.rows, rows)
        self._picking = False

    def _new_entry(self) -> bool:
        """Whether a note is being written that is not in the list yet."""
        entries = self.notebook.entries
        return len(entries) == 1 and not entries[0].id

    def _chosen(self) -> None:
        """Another note, none or several are chosen."""
        if self._picking:
            return
        ids = self.chosen()
        if len(ids) == 1 and ids[0] == self.current_id:
            entry = self.notebook.entry(ids[0])
            if entry and (note := self.rows.note(self.rows.row_of(ids[0]))):
                self.notebook.load(self.notebook.loaded, [note])
            return
        self.single.settle()
        self.notebook.flush()
        note = self.rows.note(self.rows.row_of(ids[0])) if len(ids) == 1 else None
        if note is None:
            self.notebook.load(None, ())
            many = f"选中了 {len(ids)} 条笔记，右键或按菜单键一次修改：类型、颜色、标签、删除。" if ids else ""
            self.single.show_note(None, several=many)
            return
        self.notebook.load(f"note {note.id}", [note])
        self.notebook.sit_down(note.id)
        self._show(note)
        self.jobs.read(lambda _: self.library.backlinks("note", note.id), self.single.show_links, lane="note backlinks")

    def _show(self, note: Note) -> None:
        self.single.show_note(note, self.rows.where(note))

    @property
    def current_id(self) -> str:
        """The note that is written, "" when none is."""
        entries = self.notebook.entries
        return (entries[0].id or "") if len(entries) == 1 else ""

    def _key(self) -> str:
        entries = self.notebook.entries
        return entries[0].key if len(entries) == 1 else ""

    def _stored(self) -> None:
        """The note is another: by hand, or because it was stored."""
        for entry in self.notebook.entries:
            if entry.id:
                self._held.add(entry.id)
                new = self.rows.row_of(entry.id) < 0
                self.rows.put(entry.note)
                if new:
                    self._pick([self.rows.row_of(entry.id)])
                    self._show_nothing()
            self._show(entry.note)

    def _left(self) -> None:
        self.notebook.flush()
        if self._stale:
            self._soon.start()

    # what can be done

    def go_to(self, note_id: str) -> None:
        """Choose a note, whatever is asked for."""
        self._wanted = note_id
        self._read()

    def new_note(self, shelf_id: str = "") -> None:
        """A note on nothing, or on a folder, ready to be written."""
        self.flush()
        self._picking = True
        self.list.clearSelection()
        self._picking = False
        self.notebook.load("new", ())
        note = Note(id="", case_id=None, kind="shelf" if shelf_id else "free", shelf_id=shelf_id or None)
        key = self.notebook.begin(note)
        entry = self.notebook.entry(key) if key else None
        if entry:
            self._show(entry.note)
            self.single.show_links(())
            self.single.write()
        self.list.viewport().update()

    def set_purpose(self, purpose: Purpose) -> None:
        """Say what the chosen notes are for."""
        ids = self.chosen()
        if len(ids) > 1:
            self._write(lambda: self.library.change_notes(ids, purpose=purpose))
        elif key := self._key():
            self.notebook.set_purpose(key, purpose)

    def _write(self, work: Callable[[], object]) -> None:
        self.flush()
        self.jobs.write(work)

    def delete(self) -> None:
        """Delete the chosen notes; they go to the trash."""
        ids = self.chosen()
        if ids:
            row = self.rows.row_of(ids[-1]) + 1
            following = self.rows.note(row) or self.rows.note(self.rows.row_of(ids[0]) - 1)
            self._wanted = following.id if following else ""
            self._write(lambda: self.library.delete_notes(ids))
            self.said.emit(f"已删除 {len(ids)} 条笔记，可以撤销，也可以在回收站里恢复", False)  # noqa: FBT003 - a signal

    def _home(self) -> None:
        note = self._current()
        if note and note.case_id:
            self.flush()
            self.case_wanted.emit(note.case_id, note.start or 0, note.end or 0)

    def _current(self) -> Note | None:
        entries = self.notebook.entries
        return entries[0].note if len(entries) == 1 else None

    def _deed(self, deed: str) -> None:
        self.flush()
        if deed == "delete":
            self.delete()
        elif self.current_id:
            self.note_deed.emit(self.current_id, deed)

    def _menu(self, point: QPoint) -> None:
        if ids := self.chosen():
            notes = [note for one in ids if (note := self.rows.note(self.rows.row_of(one)))]
            menu = several_menu(self, notes, self.rows.noted.meanings, partial(self._change, ids))
            tags = sorted({tag for note in self.rows.noted.notes for tag in note.tags})
            menu.addAction("加标签…", partial(self.tags_wanted.emit, list(ids), tags))
            menu.addSeparator()
            menu.addAction("删除", self.delete)
            menu.popup(self.list.viewport().mapToGlobal(point))

    def _change(self, ids: Sequence[str], **values: object) -> None:
        self._write(lambda: self.library.change_notes(ids, **values))  # type: ignore[arg-type]

    # what Qt tells

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the list: Enter writes, Space ticks a to-do, Delete deletes, Alt+1 to 5 say what notes are for."""
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(event)
        pressed = watched is self.list.viewport() and event.type() == QEvent.Type.MouseButtonPress
        if pressed and isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton:
            return self._tick_at(event.position().toPoint())
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        if purpose := purpose_of(event):
            self.set_purpose(purpose)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.single.write()
        elif event.key() == Qt.Key.Key_Delete:
            self.delete()
        elif event.key() == Qt.Key.Key_Space:
            notes = [note for one in self.chosen() if (note := self.rows.note(self.rows.row_of(one)))]
            todos = [note for note in notes if note.purpose == "todo"]
            if not todos:
                return False
            self._change([note.id for note in todos], done=not all(note.done for note in todos))
        else:
            return False
        return True

    def _tick_at(self, point: QPoint) -> bool:
        index = self.list.indexAt(point)
        note = self.rows.note(index.row()) if index.isValid() else None
        if note is None or note.purpose != "todo":
            return False
        within = point - self.list.visualRect(index).topLeft()
        if not BOX.adjusted(-4, -4, 4, 4).contains(within):
            return False
        self._change([note.id], done=not note.done)
        return True
