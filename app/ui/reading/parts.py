"""The parts of a case under its tabs: each is filled when it is first looked at, from the library where it must be."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from app.services import mending
from app.services.library import Library
from app.settings import Settings
from app.ui.jobs import Jobs
from app.ui.reading.digest import CaseList, Digest, PracticeList, ResultList
from app.ui.reading.original import Original, Source
from app.ui.reading.page import Page
from app.ui.record.opened import Opened
from app.ui.theme import Palette
from db.records import CaseRow


class Parts(QStackedWidget):
    """The page, and beside it in the stack whatever was drawn out of the case."""

    jump_wanted = Signal(int, int)
    case_wanted = Signal(str)
    practice_clicked = Signal(str)
    practice_settled = Signal(str, bool)
    practice_deed = Signal(str, str)

    def __init__(self, library: Library, jobs: Jobs, palette: Palette, settings: Settings, lane: str = "") -> None:
        super().__init__()
        self._lane = lane
        self._library, self._jobs, self._palette = library, jobs, palette
        self._case: Opened | None = None
        self._filled: set[str] = set()
        self.page = Page(palette, settings)
        self.tasks = CaseList("任务", "这个方案没有分出任务。")
        self.digest, self.practices, self.results = Digest(), PracticeList(), ResultList()
        self.original = Original(palette, settings)
        self.similar = CaseList("相似案例", "没有找到相似的案例。")
        self._lists = (self.tasks, self.digest, self.practices, self.results, self.similar)
        self._views = {
            "text": self.page, "tasks": self.tasks, "digest": self.digest, "practices": self.practices,
            "results": self.results, "original": self.original, "similar": self.similar,
        }  # fmt: skip
        for view in self._views.values():
            self.addWidget(view)
        self.digest.jump_wanted.connect(self.jump_wanted)
        self.practices.jump_wanted.connect(self.jump_wanted)
        self.results.jump_wanted.connect(self.jump_wanted)
        self.practices.settled.connect(self.practice_settled)
        self.practices.name_clicked.connect(self.practice_clicked)
        self.practices.deed_wanted.connect(self.practice_deed)
        self.page.name_clicked.connect(self.practice_clicked)
        self.original.repairs_wanted.connect(self._fetch_repairs)
        self.tasks.case_wanted.connect(self.case_wanted)
        self.similar.case_wanted.connect(self.case_wanted)

    @property
    def key(self) -> str:
        """The part in front."""
        view = self.currentWidget()
        return next(key for key, other in self._views.items() if other is view)

    def turn_to(self, key: str) -> None:
        """Bring a part to the front and fill it."""
        self.setCurrentWidget(self._views[key])
        self._fill()

    def show_case(self, opened: Opened, *, other: bool) -> None:
        """Take a case whose parts are to be shown; of another case nothing of the last one is left standing."""
        self._case = opened
        self._filled.clear()
        if other:
            self.tasks.wait()
            self.similar.wait()
            self.original.wait()
        self._fill()

    def _fill(self) -> None:
        key, opened = self.key, self._case
        if opened is None or key in self._filled:
            return
        self._filled.add(key)
        case = opened.case
        if key == "digest":
            self.digest.show_case(case)
        elif key == "practices":
            self.practices.show_case(case, self._palette)
        elif key == "results":
            self.results.show_case(case, self._palette)
        elif key == "tasks":
            self.tasks.show_rows([(row, "") for row in opened.tasks])
        elif key == "original":
            self._fetch_original(opened)
        elif key == "similar":
            self._fetch_similar(opened)

    def _fetch_original(self, opened: Opened) -> None:
        def show(source: Source) -> None:
            if self._is(opened):
                self.original.show_source(source, opened.case.spans)

        document_id = opened.case.document.id
        self._jobs.read(lambda _: Source.of(self._library.document(document_id)), show, lane=f"{self._lane}original")

    def _fetch_repairs(self, text: str) -> None:
        def show(found: tuple[str, tuple[mending.Repair, ...]]) -> None:
            self.original.show_repairs(text, *found)

        self._jobs.read(lambda _: mending.mended(text), show, lane=f"{self._lane}repairs")

    def _fetch_similar(self, opened: Opened) -> None:
        def show(rows: Sequence[tuple[CaseRow, str]]) -> None:
            if self._is(opened):
                self.similar.show_rows(rows)

        self._jobs.read(lambda _: self._library.similar(opened.case.id), show, lane=f"{self._lane}similar")

    def _is(self, opened: Opened) -> bool:
        return self._case is not None and self._case.case.id == opened.case.id

    def set_palette(self, palette: Palette) -> None:
        """Show in other colours."""
        self._palette = palette
        self.page.set_palette(palette)
        self.original.set_palette(palette)
        self._filled -= {"practices", "results"}
        self._fill()

    def set_settings(self, settings: Settings) -> None:
        """Set the text anew."""
        self.page.set_settings(settings)
        self.original.set_settings(settings)

    def set_margins(self, left: int, right: int) -> None:
        """Let every part stand in the text's column."""
        for view in self._lists:
            view.set_margins(left, right)
        self.original.set_margins(left, right)
