"""The pictures in notes that go out with a sheet: read, made harmless, called by short names. Knows library and sheet.

What cannot be shown, or would make a file too large to be sent, stays what is said of it in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from app.formats.images import Image, harmless
from app.formats.sheet import SheetNote
from app.task import QUIET, Task
from db import linked

if TYPE_CHECKING:
    from app.services.library import Library
    from db.records import Note

WHOLE = 40_000_000
"""Bytes of all pictures of one sheet."""


def pictured(library: Library, notes: Iterable[Note], task: Task = QUIET) -> dict[str, Image]:
    """The pictures of some notes by their ids, in the order they stand there, as far as they can go out.

    Raises:
        Cancelled: between two pictures.
    """
    ids = dict.fromkeys(id_ for note in notes for id_ in linked.pictures(note.text))
    found: dict[str, Image] = {}
    left = WHOLE
    for done, id_ in enumerate(ids):
        task.step(done, len(ids), "图片")
        data = library.pictures([id_]).get(id_)
        one = harmless(f"p{len(found) + 1}", data) if data else None
        if one and len(one.data) <= left:
            found[id_] = one
            left -= len(one.data)
    return found


def shown(note: Note, told: SheetNote, pictures: Mapping[str, Image]) -> SheetNote:
    """A note as it goes out, with those of its pictures that go out too."""
    ids = [id_ for id_ in linked.pictures(note.text) if id_ in pictures]
    if not ids:
        return told

    def called(words: str, id_: str) -> str:
        return (
            f"![{words}](picture:{pictures[id_].name})"
            if id_ in pictures
            else linked.plain(f"![{words}](picture:{id_})")
        )

    text = linked.replaced_pictures(linked.unlinked(note.text), called)
    return replace(told, text=text, pictures=tuple(pictures[id_] for id_ in ids))
