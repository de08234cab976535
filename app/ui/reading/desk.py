"""The desk: one text or two, the margin beside them, and what goes between. The window knows only this of the room.

The margin belongs to the text a person reads in; so does whatever can be done with a passage.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.services.library import Library
from app.settings import Settings
from app.ui.jobs import Jobs
from app.ui.notes.margin import Margin
from app.ui.reading import copying, deeds
from app.ui.reading.beside import Beside
from app.ui.reading.inking import drawn
from app.ui.reading.lines import Title
from app.ui.reading.looks import sheet
from app.ui.reading.pair import Pair
from app.ui.reading.reader import Reader
from app.ui.record.naming import named, tool
from app.ui.record.opened import Opened
from app.ui.record.wording import COLOURS, INKS
from app.ui.theme import Palette
from db.records import Changes, Colour

_TWO = 1120
"""Width in which two texts have thirty characters a line each."""
_PATIENCE = 3000
"""Milliseconds a wish for a note waits for a case when none is named yet."""


class Desk(QWidget):
    """One case on the desk: its text, and the notes beside it."""

    case_wanted = Signal(str)
    filter_wanted = Signal(str, str)
    deed_wanted = Signal(str, str, str)
    changed_place = Signal(str, int, float)
    kin_wanted = Signal(str)
    hint = Signal(str)
    """Something a person should do first, in words."""
    settings_wanted = Signal(object)
    """Names of settings and their new values."""
    jumped = Signal(str, int, int)
    """Within a case: from where, to where."""
    beside_wanted = Signal()
    """Another case is to be read beside this one; which, the window knows."""
    room_wanted = Signal()
    """Two cases beside each other want all the room there is."""
    _told = Signal(object)

    def __init__(
        self, library: Library, jobs: Jobs, palette: Palette, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._chosen = ""
        self._noting: str | None = None
        """The case a note is to be written on as soon as it is there; empty for whichever comes next."""
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE)
        self.reader = Reader(library, jobs, palette, settings)
        self.margin = Margin(library, jobs, palette, settings)
        self.pair = Pair(self.reader, library, jobs, palette, settings)
        self.splitter = Beside(self.pair, self.margin)
        self.whose = named(Title(1), "quiet")
        self.whose.hide()
        self.margin.add_head(self.whose)
        self._settings = settings
        self.extra: list[QAction] = []
        """What else can be done with a selected passage; others add to it."""
        self.more = tool("plain", "⋯", "更多阅读操作")
        self.more.setToolTip("更多：并排阅读、原文对照、段落号、复制引用……")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        for button in (self.more, self.splitter.button):
            self.reader.beside.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.reader.spare += [self.reader.outline_button, self.reader.looks]
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.splitter)
        self._made = deeds.make(self, self.reader.page, self._calls())
        self.more.setMenu(deeds.more(self, self._made))
        self._aligning = QTimer(self, singleShot=True, interval=0)
        self._aligning.timeout.connect(self._align)
        self._wire(library)
        self.set_palette(palette)

    def _wire(self, library: Library) -> None:
        reader, margin = self.reader, self.margin
        for name in ("case_wanted", "filter_wanted", "deed_wanted", "kin_wanted", "settings_wanted", "jumped"):
            getattr(reader, name).connect(getattr(self, name))
        reader.place_left.connect(self.changed_place)
        reader.outline_moved.connect(self._make_room)
        self._attach(reader)
        self.pair.second_made.connect(self._attach)
        self.pair.changed_count.connect(lambda _: self._make_room())
        self.pair.turned.connect(self._turned)
        for name in ("room_wanted", "settings_wanted", "case_wanted"):
            getattr(self.pair, name).connect(getattr(self, name))
        margin.note_chosen.connect(self._card_chosen)
        margin.notes_changed.connect(self._draw)
        margin.anchor_settled.connect(self._settle_anchor)
        margin.shut_wanted.connect(self._shut_margin)
        self.splitter.folded_changed.connect(lambda on: margin.show_shut(on=on))
        margin.case_wanted.connect(self.case_wanted)
        margin.source_wanted.connect(lambda: reader.turn_to("original"))
        self._told.connect(self._changed, Qt.ConnectionType.QueuedConnection)
        stop = library.on_change(lambda changes: self._told.emit(changes) if isValid(self) else None)
        self.destroyed.connect(lambda _gone=None: stop())

    def _attach(self, reader: Reader) -> None:
        """Let the margin and the deeds serve a text."""
        page, align = reader.page, self._aligning.start
        on = partial(partial, self._on, reader)
        reader.opened.connect(partial(self._opened, reader))
        reader.tab_turned.connect(lambda _: align())
        reader.bar.colour_wanted.connect(on(self.highlight))
        reader.bar.note_wanted.connect(on(self.note_passage))
        reader.bar.copy_wanted.connect(on(self.copy_cited))
        page.moved.connect(align)
        page.verticalScrollBar().rangeChanged.connect(lambda *_: align())
        page.ink_clicked.connect(on(self._ink_clicked))
        page.menu_wanted.connect(on(self._show_menu))
        page.number_clicked.connect(on(self.copy_link))
        if reader is not self.reader:
            page.addActions(deeds.on_page(self._made))

    def _on(self, reader: Reader, act: Callable[..., object], *given: object) -> None:
        """Something is done in one of the texts: from now on it is the one that is read in."""
        self.pair.turn_to(reader)
        act(*given)

    # which case

    @property
    def text(self) -> Reader:
        """The text a person reads in, of two."""
        return self.pair.active

    @property
    def case_id(self) -> str | None:
        """The case on the desk."""
        return self.reader.case_id

    def show_case(
        self, case_id: str, query: str = "", *, glance: bool = False, at: int | None = None, paragraph: int = 0
    ) -> None:
        """Put a case on the desk, after storing what was typed beside the one before.

        Args:
            case_id: Which.
            query: Its words are marked.
            glance: It came up by itself, nobody opened it.
            at: A character to show instead of the place where the case was left.
            paragraph: The number of a paragraph to show instead, as links name it.
        """
        self.pair.turn_to(self.reader)
        if case_id != self.case_id:
            self.flush()
            self._chosen = ""
        self.reader.show_case(case_id, query, glance=glance, at=at, paragraph=paragraph)

    def clear(self) -> None:
        """Clear the desk, after storing what was typed."""
        self.flush()
        self.pair.turn_to(self.reader)
        self.reader.clear()
        self.margin.clear()
        self.splitter.shut()

    def flush(self) -> None:
        """Hand everything typed, and the reader's place, to the write lane; call before closing."""
        self.margin.flush()
        self.reader.keep_place()
        self.pair.flush()

    def _opened(self, reader: Reader, opened: Opened) -> None:
        if reader is self.text:
            self._serve(opened)
        else:
            reader.set_inks(drawn(opened.notes))
        if reader is self.reader:
            self.pair.follow(opened)
        wanted, self._noting = self._noting, None
        if wanted == opened.case.id or (wanted == "" and self._patience.isActive()):
            self.new_note()

    def _turned(self, reader: Reader) -> None:
        self._chosen = ""
        self.splitter.lean(left=reader is not self.reader)
        if reader.shown is not None:
            self._serve(reader.shown)

    def _serve(self, opened: Opened) -> None:
        """Let the margin be this case's."""
        self.margin.show_opened(opened)
        self.whose.setText(f"旁注：{opened.case.title}")
        self._aligning.start()

    def _make_room(self) -> None:
        """Two texts, or a text with its outline, have room before the margin has its own."""
        two = self.pair.aside is not None
        self.reader.crowd(on=two)
        self.whose.setVisible(two)
        self.splitter.want(1 + two, _TWO if two else self.reader.outlined)

    def _changed(self, changes: Changes) -> None:
        if changes.shows(self.case_id):
            self.reader.refresh()
        self.pair.changed(changes)

    # between text and margin

    def _draw(self) -> None:
        if self.splitter.button.text() != (words := self.margin.tabs.tabText(0)):
            self.splitter.button.setText(words)
            self.reader.fit_tabs()
        notes = [replace(entry.note, id=entry.key) for entry in self.margin.notebook.entries]
        self.text.set_inks(drawn(notes), self._chosen)
        self._aligning.start()

    def _align(self) -> None:
        page = self.text.page
        if self.text.tab != "text" or not page.isVisible():
            self.margin.align(None, 0, 0)
            return
        scroll = page.verticalScrollBar().value()
        above = page.viewport().mapTo(self, QPoint(0, 0)).y() - self.margin.mapTo(self, QPoint(0, 0)).y()
        tops = {
            entry.key: page.y_of(entry.note.start) + scroll + above
            for entry in self.margin.notebook.entries
            if entry.note.start is not None
        }
        self.margin.align(tops, scroll, page.verticalScrollBar().maximum())

    def _ink_clicked(self, key: str) -> None:
        self._choose(key)
        self.splitter.open()
        self.margin.tabs.setCurrentIndex(0)
        self.margin.choose(key)
        self.margin.cards.bring(key)

    def _card_chosen(self, key: str) -> None:
        self._choose(key)
        entry = self.margin.notebook.entry(key)
        if entry and entry.note.start is not None and self.text.tab == "text":
            self.text.page.go_to(entry.note.start)

    def _settle_anchor(self, key: str, what: str) -> None:
        span = self.text.page.selected() if what == "place" and self.text.tab == "text" else None
        if what == "place" and span is None:
            self.hint.emit("请先在正文里选中要标注的一段话，再点“标到选中的话”")
            return
        self.margin.notebook.settle_anchor(key, what, span)

    def _choose(self, key: str) -> None:
        self._chosen = key
        self._draw()

    # what can be done

    def actions(self) -> list[QAction]:
        """Everything that can be done here, for the list of all actions."""
        return list(self._made.values())

    def highlight(self, colour: Colour) -> str | None:
        """Highlight the selection, or give the highlight at the caret another colour. The note's key."""
        page = self.text.page
        chosen = page.selected()
        if chosen is None:
            at = page.inks_at(page.caret()) if self.text.tab == "text" else ()
            if at:
                self.margin.notebook.recolour(at[0].note_id, colour)
            return None
        key = self.margin.notebook.highlight(*chosen, page.text[slice(*chosen)], colour)
        if not key:
            return None
        page.select(chosen[1], chosen[1])
        self.text.bar.hide()
        self.margin.tabs.setCurrentIndex(0)
        return key

    def note_passage(self) -> None:
        """Highlight the selection and open its note; without one, the note of the highlight at the caret."""
        page = self.text.page
        key = self.highlight("yellow") if page.selected() else None
        under = page.inks_at(page.caret())
        if key is None and under:
            key = under[0].note_id
        if key is None:
            self.new_note()
            return
        self._choose(key)
        self.splitter.open()
        self.margin.focus_note(key, edit=True)

    def new_note(self) -> None:
        """Open a new note on the case; on one that is still being read, when it is there."""
        shown = self.text.shown
        if shown is None or shown.case.id != self.text.case_id:
            self._noting = self.text.case_id or ""
            self._patience.start()
            return
        self.splitter.open()
        self.margin.new_note()

    def _shut_margin(self) -> None:
        self.margin.flush()
        self.splitter.shut()
        self.text.page.setFocus()

    def delete_highlight(self) -> None:
        """Delete the highlight that is looked at, else the shortest one at the caret."""
        inks = self.text.page.inks_at(self.text.page.caret())
        keys = [ink.note_id for ink in inks]
        if keys:
            self.margin.delete(self._chosen if self._chosen in keys else keys[0])

    def copy_cited(self) -> None:
        """Copy the selection, or the paragraph at the caret, with its number and its source."""
        if done := copying.cited(self.text):
            self.hint.emit(done)

    def copy_link(self, paragraph: int = 0) -> None:
        """Copy a link to a paragraph, as notes take it: [[案例#§12]]. Without a number, the chosen or topmost one."""
        if done := copying.link(self.text, paragraph):
            self.hint.emit(done)

    def _calls(self) -> dict[str, Callable[[], object]]:
        """What each of them does, in the text a person reads in."""
        return {f"{COLOURS[colour]}高亮": partial(self.highlight, colour) for colour in INKS} | {
            "批注选中的话": self.note_passage,
            "删除高亮": self.delete_highlight,
            "连同出处复制": self.copy_cited,
            "复制段落链接": self.copy_link,
            "给案例写笔记": self.new_note,
            "在本案例中查找": lambda: self.text.call_find(),  # noqa: PLW0108 - which text, is asked then
            "转到段落…": lambda: self.text.call_go(),  # noqa: PLW0108
            "下一处命中": lambda: self.text.step(1),
            "上一处命中": lambda: self.text.step(-1),
            "下一个标签页": partial(self.turn, 1),
            "上一个标签页": partial(self.turn, -1),
            "阅读设置…": self.reader.call_looks,
            "显示或收起大纲": self.reader.toggle_outline,
            "显示段落号": partial(self.toggle, "paragraph_numbers"),
            "在旁边打开另一案例": self.beside_wanted.emit,
            "与原文并排": self.pair.open_original,
            "两边同步滚动": self.pair.toggle_joined,
            "收起并排阅读": self.pair.shut,
        }

    def _show_menu(self, point: QPoint) -> None:
        page = self.text.page
        inked = bool(page.inks_at(page.caret()))
        deeds.page_menu(self, page, self._made, chosen=page.selected() is not None, inked=inked).popup(point)

    def turn(self, by: int) -> None:
        """Go to the next tab, or the one before."""
        tabs = self.text.tabs
        if tabs.count():
            tabs.setCurrentIndex((tabs.currentIndex() + by) % tabs.count())

    def toggle(self, name: str) -> None:
        """Switch one of the reader's own settings."""
        self.settings_wanted.emit({name: not getattr(self._settings, name)})

    # looks

    def set_palette(self, palette: Palette) -> None:
        """Show in other colours."""
        self._palette = palette
        self.setStyleSheet(sheet(palette))
        self.reader.set_palette(palette)
        self.margin.set_palette(palette)
        self.pair.set_palette(palette)

    def set_settings(self, settings: Settings) -> None:
        """Set the text anew."""
        self._settings = settings
        self.reader.set_settings(settings)
        self.pair.set_settings(settings)
        self._aligning.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts away the margin that lies over the text."""
        if event.key() == Qt.Key.Key_Escape and self.splitter.over:
            self._shut_margin()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Whatever hides the desk, what was typed is stored."""
        super().hideEvent(event)
        self.flush()
