"""One note as the window holds it: what it says by now, what the library has of it, what is still on its way.

Pure values; how they are stored is `notebook`'s.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TypedDict

from db.records import Colour, Note, Purpose


class Values(TypedDict, total=False):
    """What of a note is to be changed."""

    text: str
    colour: Colour
    tags: tuple[str, ...]
    purpose: Purpose
    done: bool
    sitting: bool
    seen: str
    """What it said where the new text began."""


@dataclass(eq=False)
class Entry:
    """One note as shown. `id` is set on the write lane once the library has it; `unsaved` waits for autosave."""

    key: str
    note: Note
    id: str | None = None
    pending: int = 0
    unsaved: str | None = None
    owed: bool = False
    """A write failed; it is tried again."""
    told: bool = False
    """The person knows that it failed; the next failures of the same note are silent."""
    sitting: bool = False
    """Somebody has just sat down to write in it: what it says now is worth keeping as a version."""
    handed: Note | None = None
    """What the library has or was last handed; only what differs from it is written."""

    @property
    def blank(self) -> bool:
        """Nothing worth storing yet: a new note on the case without a word."""
        new = self.id is None and not self.pending and self.note.start is None
        return new and not (self.unsaved or self.note.text).strip() and not self.note.tags

    @property
    def emptied(self) -> bool:
        """Whether nothing is left of what it said, and it marks nothing either."""
        note = self.note
        said = (note.text if self.unsaved is None else self.unsaved).strip() or note.tags or note.quote or note.author
        return note.start is None and not said


def differing(handed: Note | None, note: Note) -> Values:
    """What of a note is not as it was handed on; all of it when nothing was."""
    if handed is None:
        return Values(text=note.text, colour=note.colour, tags=note.tags, purpose=note.purpose, done=note.done)
    values = Values()
    if handed.text != note.text:
        values["text"] = note.text
    if handed.colour != note.colour:
        values["colour"] = note.colour
    if handed.purpose != note.purpose:
        values["purpose"] = note.purpose
    if handed.done != note.done:
        values["done"] = note.done
    if set(handed.tags) != set(note.tags):
        values["tags"] = note.tags
    return values


def place(entry: Entry) -> tuple[int, int, str]:
    """In which order notes stand: those on the case first, then as the text goes, those that are lost at its end."""
    note = entry.note
    if note.anchor == "lost":  # it waits at the end
        return (sys.maxsize, 0, note.created_at)
    return (-1 if note.start is None else note.start, note.end or 0, note.created_at or "~")
