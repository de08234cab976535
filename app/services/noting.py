"""What a person does with highlights and notes: write, change, take away, many at once; and what they said before.

Part of an open library. Every deed is one step of history; saves of one note while somebody types are one step. No
SQL (see `db`), no Qt.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.messages import Trouble
from app.services.questions import Questions
from db import linked, meanings, note_links, note_templates, note_versions, notes, pictures, shelves, trash
from db.engine import now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from db.engine import Moment
    from db.history import Step
    from db.linked import Target
    from db.note_templates import Template
    from db.note_versions import Version
    from db.pictures import PictureKind
    from db.records import Colour, Note, Purpose

_TYPING = 30.0
"""Seconds within which saves of the same note are one undo step."""
_LARGEST = 3_000_000
"""Bytes of one stored picture."""
_HEADS = {"png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff"}
_NAME = 40
_EXCERPT = 10
"""Letters of a note by which its step is known."""


@dataclass(frozen=True, slots=True)
class Noted:
    """All notes with what they are on: titles of cases and names of shelves by id."""

    notes: tuple[Note, ...] = ()
    cases: Mapping[str, str] = field(default_factory=dict)
    shelves: Mapping[str, str] = field(default_factory=dict)
    meanings: Mapping[Colour, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Backlink:
    """A note that leads somewhere, the words around its link, and the title of the case it is on."""

    note: Note
    context: str
    case_title: str = ""


class Noting(Questions):
    """The part of a library that keeps notes."""

    _typed: tuple[str, Step | None, float] = ("", None, 0.0)

    if TYPE_CHECKING:

        def _writing(self, label: str, into: Step | None = None) -> AbstractContextManager[tuple[Moment, set[str]]]: ...

    # --- one note

    def highlight(
        self,
        case_id: str,
        start: int,
        end: int,
        colour: Colour = "yellow",
        text: str = "",
        tags: Iterable[str] = (),
        *,
        purpose: Purpose = "",
    ) -> Note:
        """Mark a stretch of a case's text, with a note when there is something to say."""
        with self._writing("加高亮") as (connection, touched):
            touched.add(case_id)
            made = notes.highlight(connection, case_id, start, end, colour, text, now(), purpose)
            notes.set_tags(connection, made, tags)
            return notes.get(connection, made)

    def add_note(
        self,
        case_id: str | None,
        text: str,
        tags: Iterable[str] = (),
        *,
        purpose: Purpose = "",
        shelf_id: str | None = None,
    ) -> Note:
        """Write a note on a case as a whole, on a shelf, or on nothing."""
        with self._writing("加笔记") as (connection, touched):
            touched.update([case_id] if case_id else [])
            made = notes.add(connection, case_id, text, now(), purpose, shelf_id)
            notes.set_tags(connection, made, tags)
            return notes.get(connection, made)

    def change_note(
        self,
        note_id: str,
        *,
        text: str | None = None,
        colour: Colour | None = None,
        tags: Iterable[str] | None = None,
        purpose: Purpose | None = None,
        done: bool | None = None,
        sitting: bool = False,
        seen: str | None = None,
        overtaken: Callable[[], None] | None = None,
    ) -> Note:
        """Change a note. Saves of its text within half a minute of each other are one undo step.

        Another window may have written it meanwhile: what it says there is kept as a version before it is written over.

        Args:
            note_id: Which.
            text: What it says; what it said before is kept now and then (see `versions`).
            colour: Of its highlight.
            tags: All it is to have.
            purpose: What it is for.
            done: Of a to-do.
            sitting: Somebody has just begun to write in it.
            seen: What it said where the new text began.
            overtaken: Called, inside the write, when it says something else by now.
        """
        given = {"text": text, "colour": colour, "purpose": purpose, "done": done if done is None else int(done)}
        values = {name: value for name, value in given.items() if value is not None}
        typing = list(values) == ["text"] and tags is None
        into = self._typing(note_id) if typing and not sitting else None
        with self._writing(_told(values, tags), into=into) as (connection, touched):
            if text is not None and seen is not None and _otherwise(connection, note_id, seen, text):
                sitting = True
                if overtaken:
                    overtaken()
            notes.change(connection, note_id, values, now(), sitting=sitting)
            if tags is not None:
                notes.set_tags(connection, note_id, tags)
            touched.update(_shown_with(connection, [note_id]))
            changed = notes.get(connection, note_id)
        if typing:
            self._typed = (note_id, self._store.history.last, time.monotonic())
        return changed

    def _typing(self, note_id: str) -> Step | None:
        note, step, when = self._typed
        fresh = note == note_id and time.monotonic() - when < _TYPING
        return step if fresh and step is not None and step == self._store.history.last else None

    # --- many

    def delete_notes(self, ids: Sequence[str]) -> None:
        """Delete notes with their tags and versions; they go to the trash."""
        with self._writing("删除笔记") as (connection, touched):
            touched.update(_shown_with(connection, ids))
            trash.throw_notes(connection, ids, now())
            notes.remove(connection, ids)

    def change_notes(
        self,
        ids: Sequence[str],
        *,
        colour: Colour | None = None,
        purpose: Purpose | None = None,
        done: bool | None = None,
        add_tags: Iterable[str] = (),
        remove_tags: Iterable[str] = (),
    ) -> None:
        """Change many notes as one step."""
        given = {"colour": colour, "purpose": purpose, "done": done if done is None else int(done)}
        values = {name: value for name, value in given.items() if value is not None}
        added, removed = tuple(add_tags), tuple(remove_tags)
        if not ids or not (values or added or removed):
            return
        with self._writing(f"改 {len(ids)} 条笔记") as (connection, touched):
            touched.update(notes.cases_of(connection, ids))
            if values:
                notes.change_many(connection, ids, values, now())
            if added or removed:
                notes.tag_many(connection, ids, added, removed)

    def noted(self) -> Noted:
        """All notes, newest first, with what they are on."""
        with self._reading() as connection:
            every = notes.every(connection)
            on = note_links.called(connection, {("case", note.case_id) for note in every if note.case_id})
            return Noted(
                every,
                {case_id: title for (_, case_id), title in on.items()},
                {shelf.id: shelf.name for shelf in shelves.every(connection)},
                meanings.every(connection),
            )

    def some_notes(self, ids: Iterable[str]) -> tuple[Note, ...]:
        """The notes of these ids, in that order, as far as they are there."""
        with self._reading() as connection:
            return notes.some(connection, ids)

    # --- what a note said before

    def versions(self, note_id: str) -> tuple[Version, ...]:
        """What a note said before, latest first."""
        with self._reading() as connection:
            return note_versions.of(connection, note_id)

    def bring_back(self, note_id: str, text: str) -> Note:
        """Let a note say again what it said; what it says now is kept as a version."""
        with self._writing("恢复笔记旧版") as (connection, touched):
            notes.change(connection, note_id, {"text": text}, now(), sitting=True)
            touched.update(_shown_with(connection, [note_id]))
            return notes.get(connection, note_id)

    # --- what leads where

    def backlinks(self, target: Target, id: str) -> tuple[Backlink, ...]:  # noqa: A002 - the record's own word
        """The notes with a link to a case or a note, each with the words around the link."""
        with self._reading() as connection:
            found = notes.some(connection, note_links.leading_to(connection, target, id))
            on = note_links.called(connection, {("case", note.case_id) for note in found if note.case_id})
        titles = {case_id: title for (_, case_id), title in on.items()}
        return tuple(
            Backlink(note, _context(note.text, target, id), titles.get(note.case_id or "", "")) for note in found
        )

    def backlink_counts(self, ids: Iterable[str]) -> dict[str, int]:
        """How many notes lead to these notes; only those to which any does."""
        with self._reading() as connection:
            return note_links.counts(connection, list(ids))

    def titles(self, ids: Iterable[str]) -> dict[str, str]:
        """What cases are called; those that are not there are left out."""
        with self._reading() as connection:
            called = note_links.called(connection, {("case", one) for one in ids})
        return {case_id: title for (_, case_id), title in called.items()}

    # --- colours, templates, pictures

    def meanings(self) -> dict[Colour, str]:
        """What colours mean, of those a person named."""
        with self._reading() as connection:
            return meanings.every(connection)

    def set_meanings(self, wanted: Mapping[Colour, str]) -> None:
        """Name colours; a blank name means nothing again."""
        with self._writing("改颜色含义") as (connection, _):
            meanings.replace(connection, wanted)

    def templates(self) -> tuple[Template, ...]:
        """A person's own templates."""
        with self._reading() as connection:
            return note_templates.every(connection)

    def add_template(self, name: str, text: str) -> Template:
        """Keep a text as a template.

        Raises:
            Trouble: it has no name.
        """
        with self._writing("存为笔记模板") as (connection, _):
            return note_templates.add(connection, _name(name), text)

    def change_template(self, template_id: str, name: str, text: str) -> None:
        """Write a template over."""
        with self._writing("改笔记模板") as (connection, _):
            note_templates.change(connection, template_id, _name(name), text)

    def delete_template(self, template_id: str) -> None:
        """Delete a template."""
        with self._writing("删除笔记模板") as (connection, _):
            note_templates.remove(connection, template_id)

    def add_picture(self, kind: PictureKind, data: bytes) -> str:
        """Store a picture that is to stand in a note; returns its id. Not a step: the text that shows it is one.

        Raises:
            Trouble: it is too large, or not what it is said to be.
        """
        if len(data) > _LARGEST:
            raise Trouble("picture_large")
        if not data.startswith(_HEADS[kind]):
            raise Trouble("picture")
        with self._store.writing("加图片", undoable=False) as connection:
            return pictures.add(connection, kind, data)

    def pictures(self, ids: Iterable[str]) -> dict[str, bytes]:
        """The pictures of these ids, as far as there are any."""
        with self._reading() as connection:
            return pictures.get(connection, ids)


def _told(values: Mapping[str, object], tags: Iterable[str] | None) -> str:
    if tags is None and len(values) == 1:
        if "purpose" in values:
            return "改笔记类型"
        if "done" in values:
            return "完成待办" if values["done"] else "待办改为未完成"
    text = values.get("text")
    said = linked.caption(text) if isinstance(text, str) else ""
    return f"改笔记“{said if len(said) <= _EXCERPT else said[:_EXCERPT] + '…'}”" if said else "改笔记"


def _shown_with(connection: Moment, ids: Sequence[str]) -> frozenset[str]:
    """The cases on which notes are seen: those they are on, and those with a note that leads to them by their name."""
    on = notes.cases_of(connection, ids)
    return on | note_links.leading(connection, "note", ids) if on else on  # empty tells that all may be otherwise


def _otherwise(connection: Moment, note_id: str, seen: str, text: str) -> bool:
    """Whether a note says by now neither what was seen of it nor what it is to say; names of links do not count."""
    known = [_bare(note_links.settled(connection, one)) for one in (seen, text)]
    return _bare(notes.get(connection, note_id).text) not in known


def _bare(text: str) -> str:
    return linked.rewritten(text, lambda link: f"[[{link.id or link.name}#{link.paragraph}]]")


def _name(words: str) -> str:
    name = " ".join(words.split())[:_NAME]
    if not name:
        raise Trouble("name")
    return name


def _context(text: str, target: Target, id: str) -> str:  # noqa: A002 - the record's own word
    """The line with the link, at most some 120 characters around it."""
    for link in linked.links(text):
        if (link.target, link.id) == (target, id):
            start = text.rfind("\n", 0, link.start) + 1
            end = text.find("\n", link.end)
            line = text[max(start, link.start - 80) : min(len(text) if end < 0 else end, link.end + 80)]
            return linked.plain(line).strip().lstrip(">#-* ")
    return ""


def title_of(note: Note) -> str:
    """What a note is called where it is told of."""
    return linked.caption(note.text, note.quote) or "无题笔记"
