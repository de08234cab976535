"""What the window shows of which library: the question, its answer, the counts. No widgets here.

All reading happens on lanes of `app.ui.jobs`; the answers come as signals in the window's thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.ui.library.order import Order
from app.ui.library.rows import PAGE
from db.begun import finished
from db.query import Clause, Query, dropped, parse
from db.records import CaseRow, Changes, Found, Shelf, ThemeNode, Totals
from db.variants import Options

if TYPE_CHECKING:
    from app.services.library import Library
    from app.task import Task
    from app.ui.jobs import Jobs
    from db.proofs import Proof

LOOK = 2000
"""Milliseconds between two looks at whether another program wrote into the library."""
LONG = 2000
"""Characters of a question from which on it is read off the window's thread; none so long is still being typed."""
SETTLE = 40
"""Milliseconds in which several changes are shown as one."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What stands beside the list and does not depend on the question."""

    name: str
    totals: Totals
    shelves: tuple[Shelf, ...]
    themes: tuple[ThemeNode, ...]
    starter: bool
    starter_only: bool
    undo: str | None
    redo: str | None
    proof: Proof | None = None
    """When searching was last proved."""


class Session(QObject):
    """One open library and what is asked of it."""

    opened = Signal(object)
    """`Library`"""
    found = Signal(object, bool)
    """`Found`, and whether the same question was asked again (then the place in the list is kept)."""
    page = Signal(int, object)
    """Offset and rows."""
    counted = Signal(object)
    """`Counts`"""
    asked = Signal(str)
    """The question changed, whoever changed it."""
    ordered = Signal(object)
    """`Order`: the list stands in another one."""
    changed = Signal(object)
    """`Changes`: something was written."""
    _told = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.library: Library | None = None
        self.text = ""
        self.waiting = ""
        """What is typed behind the question and not asked yet: a field or a comparison without its value."""
        self._read: tuple[str, Query] = ("", Query())
        self.order = Order()
        self.order_of: Callable[[str], Order | None] = lambda _: None
        """The order that was chosen for a question, None when none was."""
        self.options = Options()
        self.answer: Found | None = None
        self._keep = True
        self._jobs = jobs
        self._deaf: Callable[[], None] | None = None
        self._told.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._soon = QTimer(self, singleShot=True, interval=SETTLE)
        self._soon.timeout.connect(self.refresh)
        self._looking = QTimer(self, interval=LOOK)
        self._looking.timeout.connect(self._look)
        self._looking.start()

    def open(self, path: Path, failed: Callable[[Exception], None], prepare: Callable[[Library], None]) -> None:
        """Open a library off the window's thread; `prepare` runs there too, before anything is shown."""

        def work(_: Task) -> Library:
            from app.services.library import Library

            library = Library.open(path)
            try:
                prepare(library)
            except BaseException:
                library.close()
                raise
            return library

        self._jobs.read(work, self._take, failed, lane="library")

    def close(self) -> None:
        """Let go of the library; call when nothing reads or writes any more."""
        if self.library:
            self._hang_up()
            self.library.close()
            self.library = None

    def leave(self) -> None:
        """Show nothing of the library any more and close it after what is still to be written into it."""
        self._jobs.stop_reading()
        self._let_go()

    @property
    def query(self) -> Query:
        """The question as clauses; of a long one that was not answered yet, what was asked before."""
        if self._read[0] != self.text and len(self.text) <= LONG:
            self._read = self.text, parse(self.text)
        return self._read[1]

    def search(self, text: str, *, typed: bool = False) -> None:
        """Ask something else. What is being typed is not echoed back into the box, nor asked while it is only begun."""
        whole = text
        text = finished(whole) if typed and len(whole) <= LONG else whole
        self.waiting = whole[len(text) :].strip()
        short = max(len(text), len(self.text)) <= LONG
        before = self.text, self.query
        self.text = text
        again = self.answer is not None and (text == before[0] or (short and self.query == before[1]))
        if not again:
            self._stand(self.order_of(text) if len(text) <= LONG else None)
        if not typed:
            self.asked.emit(text)
        self._find(keep=again)

    def choose(self, field: str, value: str, way: str) -> None:
        """A click on a facet's value."""
        if self.library:
            self.search(self.library.choose(self.text, field, value, way))  # type: ignore[arg-type]

    def drop(self, number: int) -> None:
        """Take away one clause."""
        clauses = self.query.clauses
        if number < len(clauses):
            self.search(str(dropped(self.query, clauses[number])))

    def clear(self, field: str) -> None:
        """Take away every clause of a field."""
        kept: tuple[Clause, ...] = tuple(clause for clause in self.query.clauses if clause.field != field)
        self.search(str(Query(kept)))

    def order_by(self, order: Order) -> None:
        """Show the hits in another order."""
        if order != self.order:
            self._stand(order)
            self._find(keep=False)

    def compare_by(self, options: Options) -> None:
        """Overlook other things when text is compared."""
        if options != self.options:
            self.options = options
            self._find(keep=True)

    def count(self) -> None:
        """Count anew what does not depend on the question."""
        self._count()

    def want(self, offset: int) -> None:
        """Fetch a page of rows. Two neighbours may be in sight at once, so they have a lane each."""
        library, text, order, options = self.library, self.text, self.order, self.options
        if library is None:
            return
        self._jobs.read(
            lambda task: _find(library, text, order, options, task, offset=offset, facets=False).rows,
            lambda rows: self._page(offset, rows, text),
            lane=f"list page {offset // PAGE % 2}",
        )

    def refresh(self) -> None:
        """Ask the same again and count anew, after something was written."""
        self._find(keep=True)
        self._count()

    def _take(self, library: Library) -> None:
        self.leave()
        self.library = library
        self._deaf = library.on_change(self._told.emit)
        self.answer = None
        self.text = self.waiting = ""
        self._stand(self.order_of(""))
        self.opened.emit(library)
        self.asked.emit("")
        self._find(keep=False)
        self._count()

    def _let_go(self) -> None:
        """Close the library after what is still to be written into it."""
        if self.library:
            self._hang_up()
            self._jobs.write(self.library.close)
            self.library = None

    def _hang_up(self) -> None:
        if self._deaf:
            self._deaf()
            self._deaf = None

    def _find(self, *, keep: bool) -> None:
        self._keep = self._keep and keep
        library, text, order, options = self.library, self.text, self.order, self.options
        if library is None:
            return
        self._jobs.read(
            lambda task: (_find(library, text, order, options, task), parse(text)),
            lambda answer: self._answer(*answer, text),
            lane="list",
        )

    def _stand(self, order: Order | None) -> None:
        if order is not None and order != self.order:
            self.order = order
            self.ordered.emit(order)

    def _answer(self, found: Found, query: Query, text: str) -> None:
        keep, self._keep = self._keep, True
        self._read = text, query
        self.answer = found
        self.found.emit(found, keep)

    def _page(self, offset: int, rows: tuple[CaseRow, ...], text: str) -> None:
        if text == self.text:
            self.page.emit(offset, rows)

    def _count(self) -> None:
        library = self.library
        if library is None:
            return
        self._jobs.read(lambda _: _counts(library), self.counted.emit, lane="counts")

    def _look(self) -> None:
        """What another program wrote is told by the library like any other change."""
        library = self.library
        if library is not None and self._jobs.idle:
            self._jobs.read(lambda _: library.changed_elsewhere(), lambda _: None, lambda _: None, lane="elsewhere")

    def _hear(self, changes: Changes) -> None:
        self.changed.emit(changes)
        if changes.content:
            self._soon.start()


def _find(
    library: Library, text: str, order: Order, options: Options, task: Task, *, offset: int = 0, facets: bool = True
) -> Found:
    return library.find(
        text,
        sort=order.sort,
        then=order.then,
        by=order.by,
        group=order.group or None,
        limit=PAGE,
        offset=offset,
        options=options,
        task=task,
        facets=facets,
    )


def _counts(library: Library) -> Counts:
    return Counts(
        name=library.name,
        totals=library.totals(),
        shelves=library.shelves(),
        themes=library.themes(),
        starter=library.has_starter(),
        starter_only=library.only_starter(),
        undo=library.undo_label,
        redo=library.redo_label,
        proof=library.last_proof(),
    )
