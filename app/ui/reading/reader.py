"""The reader: a case's record above its text, and beside the text what was drawn out of it.

It reads on lanes of `Jobs` and shows; highlights come from outside (`set_inks`), wishes about them go out as signals.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.services.library import Library
from app.settings import Settings
from app.ui.jobs import Jobs
from app.ui.reading import typesetting
from app.ui.reading.finding import FindBar
from app.ui.reading.header import LOW, Head, Header
from app.ui.reading.inking import Ink, Name
from app.ui.reading.parts import Parts
from app.ui.reading.selection_bar import SelectionBar
from app.ui.reading.tabs import CaseTabs
from app.ui.record.naming import named
from app.ui.record.opened import Opened, open_case
from app.ui.search.options import options
from app.ui.theme import Palette
from db.errors import NoSuchRecord
from db.records import Mark

_LEAST = 40
"""Room beside the text, in pixels."""
_REST_MS = 900
"""How long the page must rest before its place is kept."""


class Reader(QFrame):
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

    def __init__(
        self, library: Library, jobs: Jobs, palette: Palette, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._library, self._jobs, self._palette, self._settings = library, jobs, palette, settings
        self._wanted: str | None = None
        self._query = ""
        self._case: Opened | None = None
        self._progress, self._place_owed, self._meant = 0.0, False, False
        self._found, self._at = tuple[Mark, ...](), -1
        self.run_out: Callable[[int], bool] = lambda _: False
        """Asked where to go when there is no further hit in this text; False: nowhere."""
        self.setObjectName("reader")
        self.setAccessibleName("阅读")
        self.setMinimumWidth(320)
        self._build()
        self._wire()
        self.clear()

    def _build(self) -> None:
        self.header = Header()
        self.tabs = CaseTabs()
        self.find_bar = FindBar()
        self.parts = Parts(self._library, self._jobs, self._palette, self._settings)
        self.page = self.parts.page
        self.bar = SelectionBar(self.page.viewport())
        self.head = Head(self.header)
        self.beside = QHBoxLayout()
        self.beside.addWidget(self.tabs, 1)
        self._head = QVBoxLayout()
        self._head.setSpacing(8)
        self._head.addWidget(self.head)
        self._head.addLayout(self.beside)
        self._head.addWidget(named(QFrame(), "rule"))
        self._head.addWidget(self.find_bar)
        self._body = QWidget()
        box = QVBoxLayout(self._body)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addLayout(self._head)
        box.addWidget(self.parts, 1)
        self.empty = named(QLabel("从列表里选一个案例，在这里阅读。"), "quiet")
        self.empty.setAccessibleName("还没有打开案例")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._body, 1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.empty)
        middle.addStretch(1)
        outer.addLayout(middle)

    def _wire(self) -> None:
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._rested)
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self._fit_head)
        self.header.grown.connect(self._fitting.start)
        self.page.moved.connect(self._moved)
        self.page.touched.connect(self._mean)
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
        self.find_bar.words_changed.connect(self._find)
        self.find_bar.step_wanted.connect(self.step)
        self.find_bar.left.connect(self._find_left)

    # which case

    @property
    def case_id(self) -> str | None:
        """The case that is shown or about to be."""
        return self._wanted

    @property
    def shown(self) -> Opened | None:
        """What is shown, None before anything was read."""
        return self._case

    def show_case(self, case_id: str, query: str = "", *, glance: bool = False) -> None:
        """Read a case and show it at the place where it was left.

        Args:
            case_id: Which.
            query: Its words are marked.
            glance: It came up by itself; it does not count as read before the person does something in it.
        """
        if case_id != self._wanted:
            self.keep_place()
            self._meant = False
        self._meant = self._meant or not glance
        self._wanted, self._query = case_id, query
        self.refresh()

    def refresh(self) -> None:
        """Read the case again; the reader's place stays."""
        case_id, query, asked = self._wanted, self._query, options(self._settings)
        if case_id is not None:
            opening = lambda task: open_case(self._library, case_id, query, task, options=asked)  # noqa: E731
            self._jobs.read(opening, self._arrived, self._missed, lane="reader")

    def clear(self) -> None:
        """Show no case."""
        self.keep_place()
        self._jobs.stop("reader")
        self._wanted, self._case = None, None
        self._body.hide()
        self.empty.show()

    def _missed(self, error: Exception) -> None:
        self.clear()
        if not isinstance(error, NoSuchRecord):
            self._jobs.trouble.emit(error)

    def _arrived(self, opened: Opened) -> None:
        before, self._case = self._case, opened
        case = opened.case
        other = before is None or before.case.id != case.id
        fresh = other or before is None or before.case.text != case.text
        self._progress = case.progress if other else max(self._progress, case.progress)
        self.empty.hide()
        self._body.show()
        self.header.show_case(case, self._progress, opened.plan, opened.themes, opened.tags)
        self.header.show_kin(opened.kin)
        self._fit_head()
        self.tabs.show_case(opened)
        self.turn_to("text" if other else self.tab)
        if fresh:
            self.bar.hide()
            self.page.show_text(case.text, case.outline)
        self.page.set_names(_names(opened))
        if not self.find_bar.isVisible():
            self._show_hits(opened.marks, -1)
        if other:
            self.find_bar.hide()
            self.page.go_to(case.position, top=True)
        self.parts.show_case(opened, other=other)
        self.opened.emit(opened)
        self._moved()

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
        self.turn_to("text")
        self._mean()
        self.page.go_to(start)
        self.page.select(start, end)
        self.page.setFocus()

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
        self._meant = True
        self._moved()

    def _moved(self) -> None:
        if self._case is None or self.tab != "text" or not self.isVisible():
            return
        self._place_owed = self._meant
        self._rest.start()

    def _rested(self) -> None:
        """What was in view long enough counts as read."""
        if (opened := self._case) and self._place_owed and opened.case.id == self._wanted:
            text = opened.case.text
            share = self.page.read_to() / len(text) if text else 1.0
            self._progress = max(self._progress, min(1.0, share))
            self.keep_place()

    def keep_place(self) -> None:
        """Tell the library where the reader is; nothing when the page did not move or nothing was read yet."""
        self._rest.stop()
        opened, owed = self._case, self._place_owed
        self._place_owed = False
        if opened is None or not owed or not self._progress or self._library.read_only:
            return
        case, position, progress = opened.case, self.page.in_view().start, self._progress
        self.header.show_progress(case, progress)
        self.place_left.emit(case.id, position, progress)
        self._jobs.write(lambda: self._library.keep_place(case.id, position, progress), failed=_let_go)

    # finding

    def call_find(self) -> None:
        """Open the find bar; a short selection is what is looked for."""
        if self._case is None:
            return
        self.turn_to("text")
        chosen = self.page.selected()
        words = self.page.text[slice(*chosen)] if chosen and chosen[1] - chosen[0] <= 30 else ""
        self.find_bar.call(words)

    def _find(self, words: str) -> None:
        text = self.page.text
        quoted = '"' + words.replace('"', " ").strip() + '"'
        if words.strip():
            self._jobs.read(lambda _: self._library.marks(quoted, text), self._found_some, lane="find")
        else:
            self._jobs.stop("find")
            self._found_some(())

    def _found_some(self, marks: tuple[Mark, ...]) -> None:
        if not self.find_bar.isVisible():
            return
        begin = self.page.in_view().start
        at = next((i for i, mark in enumerate(marks) if mark.start >= begin), 0 if marks else -1)
        self._show_hits(marks, at)
        if marks:
            self.page.go_to(marks[at].start)

    def step(self, by: int) -> None:
        """Go to the next or an earlier hit; over the ends of the text where `run_out` leads, else around them."""
        over = not self._found or (self._at >= 0 and not 0 <= self._at + by < len(self._found))
        if over and not self.find_bar.isVisible() and self.run_out(by):
            return
        if self._found:
            self._mean()
            at = (self._at + by) % len(self._found) if self._at >= 0 else 0 if by > 0 else len(self._found) - 1
            self.turn_to("text")
            self.stand_on(at)

    def stand_on(self, at: int) -> None:
        """Go to one of the hits, the last one at -1."""
        if self._found:
            at %= len(self._found)
            self._show_hits(self._found, at)
            self.page.go_to(self._found[at].start)
            if not self.find_bar.isVisible():
                self.stood.emit(at, len(self._found))

    def _show_hits(self, marks: Sequence[Mark], at: int) -> None:
        self._found, self._at = tuple(marks), at
        self.page.set_hits(self._found, at)
        self.find_bar.tell(at, len(self._found))

    def _find_left(self) -> None:
        self._jobs.stop("find")
        self._show_hits(self._case.marks if self._case else (), -1)
        self.page.setFocus()

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

    # looks

    def set_palette(self, palette: Palette) -> None:
        """Show in other colours."""
        self._palette = palette
        self.parts.set_palette(palette)

    def set_settings(self, settings: Settings) -> None:
        """Set the text anew."""
        self._settings = settings
        self.parts.set_settings(settings)
        self._fit()

    def _fit(self) -> None:
        width, low = self.width(), self.height() < LOW
        left = typesetting.side_margin(width, self._settings, _LEAST)
        right = max(_LEAST // 2, width - left - typesetting.column(width, self._settings, _LEAST))
        self._head.setContentsMargins(left, 8 if low else 20, right, 0)
        self._head.setSpacing(4 if low else 8)
        self.parts.set_margins(left, right)
        self.header.fit(self.height())
        self._fit_head()

    def _fit_head(self) -> None:
        margins = self._head.contentsMargins()
        self.head.fit(self.width() - margins.left() - margins.right(), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep title and lists in the text's column."""
        super().resizeEvent(event)
        self._fit()


def _names(opened: Opened) -> list[Name]:
    return [
        Name(p.name, p.start, p.end, p.status == "suggested")
        for p in opened.case.practices
        if p.start is not None and p.end is not None
    ]


def _let_go(error: Exception) -> None:
    """A place that could not be kept is no reason to trouble anybody."""
    del error
