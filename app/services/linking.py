"""What a link in a note may lead to, by the letters typed so far: cases, notes, paragraphs of a case. No SQL, no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from app.formats.paragraphs import stretches
from app.services.questions import Questions
from app.task import QUIET, Cancelled, Task
from db.link_names import LinkNames

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.linked import Target

SHOWN = 12
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

    @cached_property
    def _link_names(self) -> LinkNames:
        return LinkNames()

    def link_places(self, typed: str, but: str = "", task: Task = QUIET) -> tuple[Place, ...]:
        """What is meant by what was typed: names that are it, begin with it, hold it, or are spelled by its letters.

        The first time after a change the changed names are read again: ask ahead, off the window's thread.

        Args:
            typed: Part of a name, or its pinyin; `名称#` asks for the paragraphs of the case of that name.
            but: A note that is not offered: the one being written.
            task: Stops the looking.

        Raises:
            Cancelled: the task was stopped.
        """
        name, mark, number = typed.rpartition("#")
        if mark and name.strip():
            return tuple(self._paragraphs(name.strip(), number.strip().lstrip("§").strip(), task))
        if task.stopped():
            raise Cancelled
        with self._reading(task) as connection:
            return tuple(Place(*one) for one in self._link_names.find(connection, typed, but, SHOWN))

    def _paragraphs(self, name: str, number: str, task: Task) -> Iterator[Place]:
        with self._reading(task) as connection:
            case_id = self._link_names.case(connection, name)
        if case_id is None:
            return
        text = self.case(case_id).text
        shown = 0
        for paragraph, (start, end) in enumerate(stretches(text), 1):
            if shown < SHOWN and (not number or str(paragraph).startswith(number) or number in text[start:end]):
                shown += 1
                words = " ".join(text[start:end].split())
                head = words if len(words) <= _HEAD else words[:_HEAD] + "…"
                yield Place("case", case_id, name, head, paragraph)
