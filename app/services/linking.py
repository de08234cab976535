"""What a link in a note may lead to, by the letters typed so far: cases, notes, paragraphs of a case. No SQL, no Qt."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.formats.paragraphs import stretches
from app.services.pinyin import spells
from app.services.questions import Questions
from app.task import QUIET, Cancelled, Task
from db import note_links, notes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.linked import Target

SHOWN = 12
_LOOK = 200
"""Names after which to see whether the answer is still wanted."""
_HEAD = 24


@dataclass(frozen=True, slots=True)
class Place:
    """What a link may lead to: a case, a paragraph of it (from 1), or a note; `detail` tells it from its namesakes."""

    target: Target
    id: str
    name: str
    detail: str = ""
    paragraph: int = 0


class Linking(Questions):
    """The part of a library that knows what can be linked to."""

    _link_lock = threading.Lock()
    _link_known: tuple[tuple[int, ...], tuple[Place, ...]] = ((), ())

    def link_places(self, typed: str, but: str = "", task: Task = QUIET) -> tuple[Place, ...]:
        """What is meant by what was typed: names that begin with it, contain it, or are spelled by its letters.

        Args:
            typed: Part of a name, or its pinyin; `名称#` asks for the paragraphs of the case of that name.
            but: A note that is not offered: the one being written.
            task: Stops the looking.

        Raises:
            Cancelled: the task was stopped.
        """
        name, mark, number = typed.rpartition("#")
        if mark and name.strip():
            return tuple(self._paragraphs(name.strip(), number.strip().lstrip("§").strip()))
        folded = typed.strip().casefold()
        found: list[tuple[int, int, Place]] = []
        spelled = 0
        for at, place in enumerate(self._places()):
            if at % _LOOK == 0 and task.stopped():
                raise Cancelled
            if place.id == but:
                continue
            rank = _rank(folded, place.name.casefold())
            if rank is None and spelled < SHOWN and folded and spells(folded, place.name) is not None:
                rank, spelled = 3, spelled + 1
            if rank is not None:
                found.append((rank, at, place))
                if rank == 0 and sum(one[0] == 0 for one in found[-SHOWN:]) >= SHOWN:
                    break
        return tuple(place for _, _, place in sorted(found, key=lambda one: one[:2])[:SHOWN])

    def _places(self) -> tuple[Place, ...]:
        """Every case and every note with words, those changed last first; kept until something changes."""
        with self._reading() as connection:
            stamp = note_links.stamp(connection)
            with self._link_lock:
                if self._link_known[0] == stamp:
                    return self._link_known[1]
            known = tuple(Place(*row) for row in note_links.places(connection))
        with self._link_lock:
            self._link_known = (stamp, known)
        return known

    def _paragraphs(self, name: str, number: str) -> Iterator[Place]:
        place = next((one for one in self._places() if one.target == "case" and one.name == name), None)
        if place is None:
            return
        text = self.case(place.id).text
        shown = 0
        for paragraph, (start, end) in enumerate(stretches(text), 1):
            if shown < SHOWN and (not number or str(paragraph).startswith(number) or number in text[start:end]):
                shown += 1
                words = " ".join(text[start:end].split())
                head = words if len(words) <= _HEAD else words[:_HEAD] + "…"
                yield Place("case", place.id, place.name, head, paragraph)

    def paragraph_span(self, case_id: str, paragraph: int) -> tuple[int, int]:
        """Where a paragraph of a case stands; the whole beginning when there is no such."""
        found = stretches(self.case(case_id).text)
        return found[paragraph - 1] if 0 < paragraph <= len(found) else (0, 0)

    def note_home(self, note_id: str) -> str | None:
        """The case a note is on; None when it is on none, or gone."""
        with self._reading() as connection:
            return next(iter(notes.cases_of(connection, [note_id])), None)


def _rank(typed: str, name: str) -> int | None:
    if not typed:
        return 2
    if name.startswith(typed):
        return 0
    return 1 if typed in name else None
