"""Notes of the whole library laid out to go out: under the cases they are on, or under what they are for.

Knows the library and the sheet; no format from the inside.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from app.formats.sheet import Sheet, SheetCase, SheetNote, SheetSource
from app.messages import Trouble
from app.services.citing import source, worded
from app.services.picturing import pictured, shown
from app.services.recording import recorded
from app.task import QUIET, Task
from app.wording import PURPOSES
from db import linked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.services.library import Library
    from db.records import Note

By = Literal["case", "purpose"]
LOOSE = "不属于案例的笔记"
UNSAID = "没有注明类型"


def notes_sheet(
    library: Library, ids: Sequence[str], by: By = "case", title: str = "笔记", task: Task = QUIET
) -> Sheet:
    """Lay notes out.

    Args:
        library: Where they are.
        ids: Which notes, in the order they are listed.
        by: What they are grouped by; within a purpose they stand under their cases as well.
        title: For the cover.
        task: Told each case.

    Raises:
        Trouble: `nothing_to_export` when no note is there.
        Cancelled: between two cases.
    """
    found = library.some_notes(ids)
    if not found:
        raise Trouble("nothing_to_export")
    laid = _Laying(library, found, task)
    groups: list[tuple[str, list[Note]]] = [("", list(found))]
    if by == "purpose":
        groups = [(words, [n for n in found if n.purpose == purpose]) for purpose, words in PURPOSES.items()]
        groups.append((UNSAID, [n for n in found if not n.purpose]))
    cases = tuple(case for group, some in groups for case in laid.under(group, some))
    today = dt.datetime.now().astimezone()
    return Sheet(
        title=title,
        library=library.name,
        filters="",
        made_on=f"{today.year}年{today.month}月{today.day}日",
        cases=cases,
        sources=tuple(laid.sources.values()),
        body="noted",
        notes="end",
    )


class _Laying:
    """Cases read once, however many groups they stand in."""

    def __init__(self, library: Library, found: Sequence[Note], task: Task) -> None:
        self._library, self._task = library, task
        self._total = len({note.case_id for note in found})
        self._bare: dict[str, SheetCase] = {}
        self._pictures = pictured(library, found, task)
        self._names = {theme.id: theme.name for theme in library.themes()}
        self.sources: dict[str, SheetSource] = {}

    def under(self, group: str, notes: Sequence[Note]) -> Iterator[SheetCase]:
        """The notes of one group, case by case; those on none stand last."""
        held: dict[str | None, list[Note]] = {}
        for note in notes:
            held.setdefault(note.case_id, []).append(note)
        for case_id in sorted(held, key=lambda one: one is None):
            some = sorted(held[case_id], key=lambda n: (n.start is None, n.start or 0, n.created_at))
            if case_id is None:
                yield SheetCase(title=LOOSE, byline="", text="", source_line="", notes=self._loose(some), group=group)
            else:
                yield self._case(case_id, some, group)

    def _case(self, case_id: str, notes: Sequence[Note], group: str) -> SheetCase:
        if case_id not in self._bare:
            self._task.step(len(self._bare), self._total)
            self._bare[case_id] = self._read(case_id)
        one = self._library.case(case_id)
        told = zip(notes, recorded(one, notes, {}).notes, strict=True)
        drawn = tuple(shown(*pair, self._pictures) for pair in told)
        return replace(self._bare[case_id], notes=drawn, group=group)

    def _read(self, case_id: str) -> SheetCase:
        """A case without its text and figures: what goes out are the notes."""
        one = self._library.case(case_id)
        facts = source(self._library.document(one.document.id), one)
        words = worded(facts)
        made = SheetSource(number=len(self.sources) + 1, citation=words, facts=facts)
        number = self.sources.setdefault(words, made).number
        bare = recorded(one, (), self._names)
        return replace(bare, text="", results=(), practices=(), warnings=(), headings=(), fields=(), source=number)

    def _loose(self, notes: Sequence[Note]) -> tuple[SheetNote, ...]:
        """Notes on no case."""
        told = (
            SheetNote(
                text=linked.plain(note.text),
                quote=note.quote,
                colour=note.colour,
                tags=note.tags,
                changed_on=(note.changed_at or note.created_at)[:10],
                purpose=PURPOSES.get(note.purpose, ""),
                author=note.author,
                id=note.id,
            )
            for note in notes
        )
        return tuple(shown(*pair, self._pictures) for pair in zip(notes, told, strict=True))
