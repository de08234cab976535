"""The sources of passages from several cases, numbered as they come up. Knows the library and the sheet."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from app.formats.sheet import Sheet, SheetCell, SheetPart, SheetSource
from app.services import citing
from db.errors import NoSuchRecord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.library import Library
    from app.task import Task


class Cited:
    """Numbers sources for one sheet."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._by_words: dict[str, SheetSource] = {}
        self._by_case: dict[str, int | None] = {}

    def number(self, case_id: str) -> int | None:
        """The number of a case's source; None when the case is gone."""
        if case_id not in self._by_case:
            self._by_case[case_id] = self._numbered(case_id)
        return self._by_case[case_id]

    def _numbered(self, case_id: str) -> int | None:
        try:
            case = self._library.case(case_id)
            facts = citing.source(self._library.document(case.document.id), case)
        except NoSuchRecord:
            return None
        words = citing.worded(facts)
        made = SheetSource(number=len(self._by_words) + 1, citation=words, facts=facts)
        return self._by_words.setdefault(words, made).number

    def quote(self, case_id: str, words: str, paragraph: int | None) -> SheetCell:
        """A quote with its paragraph and its source."""
        number = self.number(case_id)
        place = "，".join(
            part for part in (f"§{paragraph}" if paragraph else "", f"[{number}]" if number else "") if part
        )
        return SheetCell(words, place=place)

    @property
    def sources(self) -> tuple[SheetSource, ...]:
        """Those that came up."""
        return tuple(sorted(self._by_words.values(), key=lambda one: one.number))


def laid(library: Library, title: str, filters: str, parts: Sequence[SheetPart], cited: Cited) -> Sheet:
    """A sheet of parts alone, with the sources they cite."""
    today = dt.datetime.now().astimezone()
    return Sheet(
        title=title, library=library.name, filters=filters, made_on=f"{today.year}年{today.month}月{today.day}日",
        cases=(), parts=tuple(parts), sources=cited.sources,
    )  # fmt: skip


def check(task: Task) -> None:
    """Stop when nobody wants the sheet any more.

    Raises:
        Cancelled: the task was stopped.
    """
    from app.task import Cancelled

    if task.stopped():
        raise Cancelled
