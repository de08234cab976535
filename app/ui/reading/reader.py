"""The reader: a case's record above its text, and beside the text what was drawn out of it.

It reads on lanes of `Jobs` and shows; highlights come from outside (`set_inks`), wishes about them go out as signals.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMimeData, Signal

from app.formats.paragraphs import paragraph_at, stretches
from app.services.library import Library
from app.settings import Settings
from app.task import Task
from app.ui.jobs import Jobs
from app.ui.reading.board import Board
from app.ui.reading.bookmark import Bookmark
from app.ui.reading.contents import Item, contents
from app.ui.reading.hunting import Hunt
from app.ui.reading.inking import Ink, Name
from app.ui.record import quoting
from app.ui.record.opened import Opened, open_case
from app.ui.search.options import options
from app.ui.theme import Palette
from db.errors import NoSuchRecord


class Reader(Board):
    """One case to read. `opened` tells each time one was read, also after a change."""

    opened = Signal(object)
    case_wanted = Signal(str)
    filter_wanted = Signal(str, str)
    deed_wanted = Signal(str, str, str)
    place_left = Signal(str, int, float)
    """Case, first visible character, share read."""
    tab_turned = Signal(str)
    stood = Signal(int, int)
    """Which hit of the question was gone to, and of how many."""
    kin_wanted = Signal(str)
    """The case whose story others tell as well."""
    jumped = Signal(str, int, int)
    """Within a case: from where, to where."""

    def __init__(self, library: Library, jobs: Jobs, palette: Palette, settings: Settings, lane: str = "") -> None:
        """Make an empty reader; a second one needs lanes of its own."""
        super().__init__(library, jobs, palette, settings, lane)
        self._wanted: str | None = None
        self._query = ""
        self._case: Opened | None = None
        self._aim: tuple[int | None, int] = (None, 0)
        self.page.carry = self._carried
        self.hunt = Hunt(self.page, self.find_bar, jobs, f"{lane}find")
        self.bookmark = Bookmark(self.page, library, jobs)
        self._wire()
        self.clear()

    def _wire(self) -> None:
        self.page.moved.connect(self._moved)
        self.page.touched.connect(self._mean)
        self.bookmark.kept.connect(self._kept)
        self.hunt.text_wanted.connect(lambda: self.turn_to("text"))
        self.hunt.jumped.connect(self._leapt)
        self.hunt.stood.connect(self.stood)
        self.go_bar.wanted.connect(self.leap)
        self.go_bar.left.connect(self.page.setFocus)
        self.outline.wanted.connect(lambda start, _: self.leap(start))
        self.page.selection_settled.connect(self._selected)
        self.tabs.currentChanged.connect(self._turned)
        self.header.parent_wanted.connect(self.case_wanted)
        self.header.kin_wanted.connect(lambda: self.kin_wanted.emit(self._wanted or ""))
        self.header.chips.filter_wanted.connect(self.filter_wanted)
        self.header.chips.theme_settled.connect(self._settle_theme)
        self.header.chips.deed_wanted.connect(lambda deed, theme: self.deed_wanted.emit("theme", deed, theme))
        self.header.chips.tag_added.connect(lambda tag: self._tag((tag,), ()))
        self.header.chips.tag_dropped.connect(lambda tag: self._tag((), (tag,)))
        self.header.tiles.result_wanted.connect(self._show_result)
        self.header.tiles.more_wanted.connect(lambda: self.turn_to("results"))
        self.parts.jump_wanted.connect(self.jump)
        self.parts.practice_settled.connect(self._settle_practice)
        self.parts.practice_deed.connect(lambda deed, name: self.deed_wanted.emit("practice", deed, name))
        self.parts.practice_clicked.connect(lambda name: self.filter_wanted.emit("practice", name))
        self.parts.case_wanted.connect(self.case_wanted)

    # which case

    @property
    def case_id(self) -> str | None:
        """The case that is shown or about to be."""
        return self._wanted

    @property
    def shown(self) -> Opened | None:
        """What is shown, None before anything was read."""
        return self._case

    def show_case(
        self, case_id: str, query: str = "", *, glance: bool = False, at: int | None = None, paragraph: int = 0
    ) -> None:
        """Read a case and show it at the place where it was left.

        Args:
            case_id: Which.
            query: Its words are marked.
            glance: It came up by itself; it does not count as read before the person does something in it.
            at: A character to show instead.
            paragraph: The number of a paragraph to show instead.
        """
        if case_id != self._wanted:
            self.keep_place()
            self.bookmark.meant = False
        self.bookmark.meant = self.bookmark.meant or not glance
        self._wanted, self._query = case_id, query
        self._aim = (at, paragraph)
        self.refresh()

    def refresh(self) -> None:
        """Read the case again; the reader's place stays."""
        case_id, query, asked = self._wanted, self._query, options(self._settings)
        if case_id is not None:

            def opening(task: Task) -> tuple[Opened, tuple[Item, ...]]:
                opened = open_case(self._library, case_id, query, task, options=asked)
                return opened, contents(opened.case.text, opened.case.outline)

            self._jobs.read(opening, lambda read: self._arrived(*read), self._missed, lane=f"{self._lane}reader")

    def clear(self) -> None:
        """Show no case."""
        self.keep_place()
        self._jobs.stop(f"{self._lane}reader")
        self._wanted, self._case = None, None
        self.bookmark.shut()
        self.show_body(on=False)

    def _missed(self, error: Exception) -> None:
        self.clear()
        if not isinstance(error, NoSuchRecord):
            self._jobs.trouble.emit(error)

    def _arrived(self, opened: Opened, items: tuple[Item, ...]) -> None:
        before, self._case = self._case, opened
        case = opened.case
        other = before is None or before.case.id != case.id
        fresh = other or before is None or before.case.text != case.text
        self.bookmark.open(case, other=other)
        self.show_body(on=True)
        self.header.show_case(case, self.bookmark.progress, opened.plan, opened.themes, opened.tags)
        self.header.show_kin(opened.kin)
        self.tabs.show_case(opened)
        if other:
            self._fit()
        else:
            self._fit_head()
        self.turn_to("text" if other else self.tab)
        if fresh:
            self.bar.hide()
            self.go_bar.hide()
            self.page.show_text(case.text, case.outline)
            self.outline.show_items(items)
        self.page.set_names(_names(opened))
        self.hunt.take(opened.marks, other=other)
        self._arrive(other=other)
        self.parts.show_case(opened, other=other)
        self.follow()
        self.opened.emit(opened)
        self._moved()

    def _arrive(self, *, other: bool) -> None:
        """Show the place that was asked for, or the one where the case was left."""
        (at, paragraph), self._aim = self._aim, (None, 0)
        if self._case is None:
            return
        bounds = stretches(self._case.case.text) if paragraph else []
        if 0 < paragraph <= len(bounds):
            self.turn_to("text")
            self.page.go_to(bounds[paragraph - 1][0], top=True)
        elif at is not None:
            self.turn_to("text")
            self.page.go_to(at, top=True)
        elif other:
            self.page.go_to(self._case.case.position, top=True)

    # tabs

    @property
    def tab(self) -> str:
        """The key of the part in front."""
        return self.parts.key

    def turn_to(self, key: str) -> None:
        """Bring a part to the front."""
        at = self.tabs.place_of(key)
        if self.tabs.currentIndex() != at:
            self.tabs.setCurrentIndex(at)
        else:
            self._turned(at)

    def _turned(self, at: int) -> None:
        key = self.tabs.key_at(at)
        self.parts.turn_to(key)
        self.tab_turned.emit(key)

    # the page

    def set_inks(self, inks: Sequence[Ink], chosen: str = "") -> None:
        """The highlights to draw, and which one is looked at."""
        self.page.set_inks(inks, chosen)

    def jump(self, start: int, end: int) -> None:
        """Bring a stretch of the text to the front and choose it."""
        self.leap(start, share=True)
        self.page.select(start, end)

    def leap(self, start: int, *, share: bool = False) -> None:
        """Bring a character to the top of the text; with `share` only into view. The way back is remembered."""
        before = self.page.in_view().start
        self.turn_to("text")
        self._mean()
        self.page.go_to(start, top=not share)
        self.page.setFocus()
        if self.page.in_view().start != before:
            self._leapt(before, start)

    def _leapt(self, before: int, after: int) -> None:
        if self._wanted:
            self.jumped.emit(self._wanted, before, after)

    def call_go(self) -> None:
        """Ask for a paragraph to go to."""
        if self._case is not None:
            self.turn_to("text")
            self.go_bar.call(self._case.case.text)

    def paragraph(self) -> int:
        """The number of the paragraph that is chosen, or stands at the top."""
        chosen = self.page.selected()
        at = chosen[0] if chosen else self.page.in_view().start
        return paragraph_at(self.page.text, at)

    def _carried(self, start: int, end: int) -> QMimeData | None:
        return quoting.carried(quote) if (quote := self.quote(start, end)) else None

    def quote(self, start: int, end: int) -> quoting.Quote | None:
        """A stretch of the text with where it comes from."""
        if self._case is None or start >= end:
            return None
        case = self._case.case
        text = case.text[start:end].replace("\r", "")
        return quoting.Quote(case.id, start, end, text, case.title, paragraph_at(case.text, start))

    def _show_result(self, start: int) -> None:
        if self._case:
            ends = (r.end for r in self._case.case.results if r.start == start and r.end is not None)
            self.jump(start, next(ends, start))

    def _selected(self) -> None:
        chosen = self.page.selected()
        if chosen is None or self.tab != "text":
            self.bar.hide()
        else:
            self.bar.show_at(self.page.end_of(*chosen))

    def _mean(self) -> None:
        """The person does something in the text: from now on it is being read."""
        self.bookmark.meant = True
        self._moved()

    def _moved(self) -> None:
        if self._case is None or self.tab != "text" or not self.isVisible():
            return
        self.bookmark.moved(seen=self._case.case.id == self._wanted)
        self.follow()

    def keep_place(self) -> None:
        """Tell the library where the reader is."""
        self.bookmark.keep()

    def _kept(self, case_id: str, position: int, progress: float) -> None:
        if self._case and self._case.case.id == case_id:
            self.header.show_progress(self._case.case, progress)
        self.place_left.emit(case_id, position, progress)

    # finding

    def call_find(self) -> None:
        """Open the find bar."""
        if self._case is not None:
            self.hunt.call()

    def step(self, by: int) -> None:
        """Go to the next or an earlier hit."""
        self.bookmark.meant = True
        self.hunt.step(by)

    def stand_on(self, at: int) -> None:
        """Go to one of the hits, the last one at -1."""
        self.hunt.stand_on(at)

    @property
    def run_out(self) -> Callable[[int], bool]:
        """Asked where to go when there is no further hit in this text; False: nowhere."""
        return self.hunt.run_out

    @run_out.setter
    def run_out(self, ask: Callable[[int], bool]) -> None:
        self.hunt.run_out = ask

    def set_settings(self, settings: Settings) -> None:
        """Set the text anew."""
        super().set_settings(settings)
        if self._case:
            self.header.show_progress(self._case.case, self.bookmark.progress)

    # the record

    def _settle_theme(self, theme_id: str, on: bool) -> None:
        if case_id := self._wanted:
            self._jobs.write(lambda: self._library.settle_theme(case_id, theme_id, on))

    def _settle_practice(self, name: str, on: bool) -> None:
        if case_id := self._wanted:
            self._jobs.write(lambda: self._library.settle_practice(case_id, name, on))

    def _tag(self, add: tuple[str, ...], remove: tuple[str, ...]) -> None:
        if case_id := self._wanted:
            self._jobs.write(lambda: self._library.tag([case_id], add=add, remove=remove))


def _names(opened: Opened) -> list[Name]:
    return [
        Name(p.name, p.start, p.end, p.status == "suggested")
        for p in opened.case.practices
        if p.start is not None and p.end is not None
    ]
