"""The column beside the reader: 笔记, 信息, 链接 of one case. It wires the notebook to its cards."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.services import blanks
from app.services.library import Library
from app.services.noting import Backlink
from app.settings import Settings
from app.task import Task
from app.ui.jobs import Jobs
from app.ui.notes import tagging
from app.ui.notes.around import Around
from app.ui.notes.cards import Cards
from app.ui.notes.facts import Facts
from app.ui.notes.links import Links
from app.ui.notes.notebook import Notebook
from app.ui.record.naming import named, tool
from app.ui.record.opened import Opened, open_case, siblings
from app.ui.record.quoting import Quote
from app.ui.theme import Palette
from db.records import Case, Colour, Purpose

_TABS = ("笔记", "信息", "链接")


class Margin(QFrame):
    """Notes, facts and links of the open case."""

    note_chosen = Signal(str)
    """A card was chosen; its key."""
    notes_changed = Signal()
    anchor_settled = Signal(str, str)
    """A card and what is to become of its passage."""
    case_wanted = Signal(str)
    link_wanted = Signal(str)
    """Where a link leads: `case/id/paragraph` or `note/id/0`."""
    note_deed = Signal(str, str)
    """A note's id and what is to be done with it elsewhere: history, links, copy_link, template, fill …"""
    template_wanted = Signal()
    source_wanted = Signal()
    shut_wanted = Signal()
    """Only where the margin lies over the text."""

    def __init__(
        self, library: Library, jobs: Jobs, palette: Palette, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        del settings  # the margin's letters are the window's
        self._library, self._jobs = library, jobs
        self._case_id: str | None = None
        self._opened: Opened | None = None
        self._links_due, self._linked_id = False, ""
        self.setObjectName("margin")
        self.setAccessibleName("笔记、信息与链接")
        self.setMinimumWidth(190)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.notebook = Notebook(library, jobs, self)
        self.around = Around(library, jobs, self)
        self.tabs = named(QTabBar(), "sideTabs")
        self.tabs.setAccessibleName("笔记栏")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for words in _TABS:
            self.tabs.addTab(words)
        self.cards, self.facts, self.links = Cards(palette, self.around), Facts(), Links()
        self.stack = QStackedWidget()
        for view in (self.cards, self.facts, self.links):
            self.stack.addWidget(view)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 0, 0)
        box.setSpacing(8)
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 12, 0)
        head.addWidget(self.tabs)
        head.addStretch(1)
        self.shut = tool("plain", "✕", "收起笔记栏")
        self.shut.setToolTip("收起（Esc）")
        self.shut.clicked.connect(self.shut_wanted)
        self.shut.hide()
        head.addWidget(self.shut)
        box.addLayout(head)
        box.addWidget(self.stack, 1)
        self._column = box
        self._wire()

    def _wire(self) -> None:
        self.tabs.currentChanged.connect(self._turned)
        self.notebook.changed.connect(self._show_notes)
        self.cards.typed.connect(self.notebook.write)
        self.cards.left.connect(self.notebook.leave)
        self.cards.chosen.connect(self.choose)
        self.cards.chosen.connect(self.note_chosen)
        self.cards.colour_wanted.connect(self._recolour)
        self.cards.tags_wanted.connect(lambda key, words: self.notebook.retag(key, tagging.parsed(words)))
        self.cards.delete_wanted.connect(self.delete)
        self.cards.anchor_settled.connect(self.anchor_settled)
        self.cards.new_wanted.connect(self.new_note)
        self.cards.began.connect(self.notebook.sit_down)
        self.cards.purpose_wanted.connect(self.notebook.set_purpose)
        self.cards.done_wanted.connect(lambda key, on: self.notebook.set_done(key, done=on))
        self.cards.link_wanted.connect(self.link_wanted)
        self.cards.template_wanted.connect(self.template_wanted)
        self.cards.note_deed.connect(self._note_deed)
        self.cards.quote_dropped.connect(self.put_quote)
        self.links.note_wanted.connect(lambda note_id: self.link_wanted.emit(f"note/{note_id}/0"))
        self.facts.renamed.connect(self._rename)
        self.facts.tagged.connect(self._tag)
        self.links.case_wanted.connect(self.case_wanted)
        self.links.source_wanted.connect(self.source_wanted)

    # what is shown

    def show_shut(self, *, on: bool) -> None:
        """Offer to be put away, or not."""
        self.shut.setVisible(on)

    def add_head(self, widget: QWidget) -> None:
        """Put something between the tabs and what they show."""
        row = QHBoxLayout()
        row.setContentsMargins(14, 0, 12, 0)
        row.addWidget(widget)
        self._column.insertLayout(1, row)

    def show_case(self, case_id: str, query: str = "") -> None:
        """Read a case and show what stands beside it."""
        read = lambda task: open_case(self._library, case_id, query, task)  # noqa: E731 - one line says it
        self._jobs.read(read, self.show_opened, lane="margin")

    def show_opened(self, opened: Opened) -> None:
        """Show what stands beside a case that was read already."""
        case = opened.case
        if case.id != self._case_id:
            self.flush()
            self.cards.choose("")
            self._case_id = case.id
            self.cards.close_editors()
        self.notebook.load(case.id, opened.notes)
        self.facts.show_case(case)
        self._opened = opened
        self._links_due = True
        self._turned(self.tabs.currentIndex())
        self.around.refresh()
        ids = tuple(note.id for note in opened.notes)
        self._jobs.read(lambda _: self._library.backlink_counts(ids), self.cards.show_linked, lane="linked")

    def clear(self) -> None:
        """Show nothing, after storing what was typed."""
        self.flush()
        self._case_id, self._opened, self._linked_id = None, None, ""
        self._jobs.stop("links")
        self.cards.choose("")
        self.notebook.load(None, ())
        self.facts.clear()
        self.links.fill([])

    def flush(self) -> None:
        """Store everything typed anywhere in the column."""
        self.cards.settle()
        self.facts.settle()
        self.notebook.flush()

    def set_palette(self, palette: Palette) -> None:
        """Show in other colours."""
        self.cards.set_palette(palette)

    # notes

    def choose(self, key: str) -> None:
        """Let a note's card stand out, without going anywhere."""
        self.cards.choose(key)

    def focus_note(self, note_id: str, *, edit: bool = False) -> None:
        """Bring a note's card into view and give it the keyboard; `note_id` may be its key."""
        entry = self.notebook.entry(note_id)
        if entry is None:
            return
        self.tabs.setCurrentIndex(0)
        self.cards.choose(entry.key)
        self.cards.bring(entry.key)
        if card := self.cards.card(entry.key):
            if edit:
                card.edit()
            else:
                card.setFocus(Qt.FocusReason.OtherFocusReason)

    def new_note(self) -> None:
        """Open an empty note on the case, ready to type in."""
        if self._case_id:
            key = self.notebook.add()
            if key:
                self.note_chosen.emit(key)
                self.focus_note(key, edit=True)

    def write_note(self, text: str) -> str:
        """A new note on the case that says this already; its key."""
        key = self.notebook.add(text) if self._case_id else ""
        if key:
            self.note_chosen.emit(key)
            self.focus_note(key, edit=True)
        return key

    def put_quote(self, key: str, quote: Quote) -> None:
        """Put a passage with a link to where it stands at the end of a note, or into a new one; a step of its own."""
        if not self._case_id:
            return
        words = blanks.quoted(quote.text, quote.title or "出处", quote.case_id, quote.paragraph)
        self.flush()
        entry = self.notebook.entry(key)
        if entry is None:
            key = self.notebook.add(words)
        else:
            self.notebook.sit_down(key)
            said = entry.note.text.rstrip()
            text = f"{said}\n\n{words}" if said else words
            card = self.cards.card(key)
            if card and card.editor:
                card.editor.take(text)
            self.notebook.write(key, text)
            self.notebook.flush()
        if key:
            self.note_chosen.emit(key)
            self.tabs.setCurrentIndex(0)
            self.cards.choose(key)
            self.cards.bring(key)

    def purpose(self, key: str, purpose: Purpose) -> None:
        """Say what a note is for."""
        self.notebook.set_purpose(key, purpose)

    def _note_deed(self, key: str, deed: str) -> None:
        self.flush()
        entry = self.notebook.entry(key)
        if entry:
            self.note_deed.emit(entry.id or key, deed)

    def delete(self, key: str) -> None:
        """Take a note away; the next card gets the keyboard."""
        keys = [entry.key for entry in self.notebook.entries]
        if open_card := self.cards.card(key):
            open_card.settle()
        had_focus = (card := self.cards.card(key)) is not None and card.hasFocus()
        self.notebook.delete(key)
        if had_focus and key in keys:
            left = keys[keys.index(key) + 1 :][:1] or keys[: keys.index(key)][-1:]
            for other in left:
                self.focus_note(other)

    def align(self, tops: Mapping[str, int] | None, scroll: int, reach: int) -> None:
        """Where highlights lie, counted from the top of this column; see `Cards.align`."""
        above = self.cards.mapTo(self, self.cards.rect().topLeft()).y()
        moved = None if tops is None else {key: top - above for key, top in tops.items()}
        self.cards.align(moved, scroll, reach)

    def _recolour(self, key: str, colour: Colour) -> None:
        self.notebook.recolour(key, colour)

    def _show_notes(self) -> None:
        entries = self.notebook.entries
        self.cards.show_entries(entries)
        self.tabs.setTabText(0, f"笔记 {len(entries)}" if entries else "笔记")
        self.notes_changed.emit()

    def _turned(self, at: int) -> None:
        self.stack.setCurrentIndex(at)
        opened = self._opened
        if opened is None or not self._links_due or self.stack.currentWidget() is not self.links:
            return
        self._links_due = False
        if self._linked_id != opened.case.id:  # of the same case what is shown stays until the new is there
            self._linked_id = opened.case.id
            self.links.show_case(opened)

        def read(task: Task) -> tuple[tuple[Case, ...], tuple[Backlink, ...]]:
            return siblings(self._library, opened.case, task), self._library.backlinks("case", opened.case.id)

        self._jobs.read(read, lambda found: self._links_arrived(opened, *found), lane="links")

    def _links_arrived(self, opened: Opened, others: tuple[Case, ...], noted: tuple[Backlink, ...]) -> None:
        if self._opened is opened:
            self.links.show_case(opened, others, noted)

    # the record

    def _rename(self, words: str) -> None:
        if case_id := self._case_id:
            self._jobs.write(lambda: self._library.rename_case(case_id, words))

    def _tag(self, add: tuple[str, ...], remove: tuple[str, ...]) -> None:
        if case_id := self._case_id:
            self._jobs.write(lambda: self._library.tag([case_id], add=add, remove=remove))
