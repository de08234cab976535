"""The desk: reader and margin side by side, and what goes between them. The window knows only this of the room."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.formats.paragraphs import stretches
from app.services import citing
from app.services.library import Library
from app.settings import Settings
from app.ui.jobs import Jobs
from app.ui.notes.margin import Margin
from app.ui.reading import deeds
from app.ui.reading.beside import Beside
from app.ui.reading.inking import Ink
from app.ui.reading.looks import sheet
from app.ui.reading.pair import Pair
from app.ui.reading.reader import Reader
from app.ui.record import quoting
from app.ui.record.naming import tool
from app.ui.record.opened import Opened
from app.ui.record.wording import COLOURS, INKS
from app.ui.theme import Palette
from db.records import Changes, Colour


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
        self.reader = Reader(library, jobs, palette, settings)
        self.margin = Margin(library, jobs, palette, settings)
        self.splitter = Beside(self.reader, self.margin)
        self._settings = settings
        self.extra: list[QAction] = []
        """What else can be done with a selected passage; others add to it."""
        self.more = tool("plain", "⋯", "更多阅读操作")
        self.more.setToolTip("更多：并排阅读、原文对照、段落号、复制引用……")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        for button in (self.more, self.splitter.button):
            self.reader.beside.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.pair = Pair(self.splitter, self.reader, library, jobs, palette, settings)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.pair)
        self._made = deeds.make(self, self.reader.page, self._calls())
        self.more.setMenu(deeds.more(self, self._made))
        self._aligning = QTimer(self, singleShot=True, interval=0)
        self._aligning.timeout.connect(self._align)
        self._wire(library)
        self.set_palette(palette)

    def _wire(self, library: Library) -> None:
        reader, margin = self.reader, self.margin
        reader.opened.connect(self._opened)
        reader.case_wanted.connect(self.case_wanted)
        reader.filter_wanted.connect(self.filter_wanted)
        reader.deed_wanted.connect(self.deed_wanted)
        reader.kin_wanted.connect(self.kin_wanted)
        reader.place_left.connect(self.changed_place)
        reader.tab_turned.connect(lambda _: self._aligning.start())
        reader.bar.colour_wanted.connect(self.highlight)
        reader.bar.note_wanted.connect(self.note_passage)
        reader.bar.copy_wanted.connect(self.copy_cited)
        reader.page.moved.connect(self._aligning.start)
        reader.page.verticalScrollBar().rangeChanged.connect(lambda *_: self._aligning.start())
        reader.page.ink_clicked.connect(self._ink_clicked)
        reader.page.menu_wanted.connect(self._show_menu)
        reader.page.number_clicked.connect(self.copy_link)
        reader.settings_wanted.connect(self.settings_wanted)
        reader.jumped.connect(self.jumped)
        self.pair.room_wanted.connect(self.room_wanted)
        self.pair.copied.connect(self.hint)
        self.pair.settings_wanted.connect(self.settings_wanted)
        self.pair.case_wanted.connect(self.case_wanted)
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

    # which case

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
        if case_id != self.case_id:
            self.flush()
            self._chosen = ""
        self.reader.show_case(case_id, query, glance=glance, at=at, paragraph=paragraph)

    def clear(self) -> None:
        """Clear the desk, after storing what was typed."""
        self.flush()
        self.reader.clear()
        self.margin.clear()
        self.splitter.shut()

    def flush(self) -> None:
        """Hand everything typed, and the reader's place, to the write lane; call before closing."""
        self.margin.flush()
        self.reader.keep_place()
        self.pair.flush()

    def _opened(self, opened: Opened) -> None:
        self.margin.show_opened(opened)
        self.pair.follow(opened)
        self._aligning.start()

    def _changed(self, changes: Changes) -> None:
        case_id = self.case_id
        if case_id and changes.content and (not changes.cases or case_id in changes.cases):
            self.reader.refresh()
        self.pair.changed(changes)

    # between text and margin

    def _draw(self) -> None:
        self.splitter.button.setText(self.margin.tabs.tabText(0))
        inks = [
            Ink(entry.key, entry.note.start, entry.note.end, entry.note.colour)
            for entry in self.margin.notebook.entries
            if entry.note.start is not None and entry.note.end is not None and entry.note.anchor != "lost"
        ]
        self.reader.set_inks(inks, self._chosen)
        self._aligning.start()

    def _align(self) -> None:
        page = self.reader.page
        if self.reader.tab != "text" or not page.isVisible():
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
        if entry and entry.note.start is not None and self.reader.tab == "text":
            self.reader.page.go_to(entry.note.start)

    def _settle_anchor(self, key: str, what: str) -> None:
        span = self.reader.page.selected() if what == "place" and self.reader.tab == "text" else None
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
        page = self.reader.page
        chosen = page.selected()
        if chosen is None:
            at = page.inks_at(page.caret()) if self.reader.tab == "text" else ()
            if at:
                self.margin.notebook.recolour(at[0].note_id, colour)
            return None
        key = self.margin.notebook.highlight(*chosen, page.text[slice(*chosen)], colour)
        if not key:
            return None
        page.select(chosen[1], chosen[1])
        self.reader.bar.hide()
        self.margin.tabs.setCurrentIndex(0)
        return key

    def note_passage(self) -> None:
        """Highlight the selection and open its note; without one, the note of the highlight at the caret."""
        page = self.reader.page
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
        """Open a new note on the case."""
        if self.case_id:
            self.splitter.open()
        self.margin.new_note()

    def _shut_margin(self) -> None:
        self.margin.flush()
        self.splitter.shut()
        self.reader.page.setFocus()

    def delete_highlight(self) -> None:
        """Delete the highlight that is looked at, else the shortest one at the caret."""
        inks = self.reader.page.inks_at(self.reader.page.caret())
        keys = [ink.note_id for ink in inks]
        if keys:
            self.margin.delete(self._chosen if self._chosen in keys else keys[0])

    def copy_cited(self) -> None:
        """Copy the selection, or the paragraph at the caret, with its number and its source."""
        opened, page = self.reader.shown, self.reader.page
        if opened is None:
            return
        chosen = page.selected() or self._paragraph_at(page.caret())
        if chosen:
            QGuiApplication.clipboard().setText(citing.quoted(opened.case, *chosen, opened.citation))
            self.hint.emit("已复制这段话，连同段落号和出处")

    def copy_link(self, paragraph: int = 0) -> None:
        """Copy a link to a paragraph, as notes take it: [[案例#§12]]. Without a number, the chosen or topmost one."""
        opened = self.reader.shown
        if opened is None:
            return
        number = paragraph or self.reader.paragraph()
        bounds = stretches(opened.case.text)
        quote = self.reader.quote(*bounds[number - 1]) if number <= len(bounds) else None
        if quote is not None:
            data = quoting.carried(quote)
            data.setText(quoting.link(opened.case.title, number))
            QGuiApplication.clipboard().setMimeData(data)
            self.hint.emit(f"已复制 §{number} 的链接，可粘贴到笔记里")

    def _paragraph_at(self, position: int) -> tuple[int, int] | None:
        bounds = [b for b in stretches(self.reader.page.text) if b[0] <= position]
        return bounds[-1] if bounds else None

    def _calls(self) -> dict[str, Callable[[], object]]:
        reader = self.reader
        return {f"{COLOURS[colour]}高亮": partial(self.highlight, colour) for colour in INKS} | {
            "批注选中的话": self.note_passage,
            "删除高亮": self.delete_highlight,
            "连同出处复制": self.copy_cited,
            "复制段落链接": self.copy_link,
            "给案例写笔记": self.new_note,
            "在本案例中查找": reader.call_find,
            "转到段落…": reader.call_go,
            "下一处命中": partial(reader.step, 1),
            "上一处命中": partial(reader.step, -1),
            "下一个标签页": partial(self.turn, 1),
            "上一个标签页": partial(self.turn, -1),
            "阅读设置…": reader.call_looks,
            "显示或收起大纲": reader.toggle_outline,
            "显示段落号": partial(self.toggle, "paragraph_numbers"),
            "在旁边打开另一案例": self.beside_wanted.emit,
            "与原文并排": self.pair.open_original,
            "两边同步滚动": self.pair.toggle_joined,
            "收起并排阅读": self.pair.shut,
        }

    def _show_menu(self, point: QPoint) -> None:
        page = self.reader.page
        inked = bool(page.inks_at(page.caret()))
        deeds.page_menu(self, page, self._made, chosen=page.selected() is not None, inked=inked).popup(point)

    def turn(self, by: int) -> None:
        """Go to the next tab, or the one before."""
        tabs = self.reader.tabs
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
