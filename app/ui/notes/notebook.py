"""The notes of the open case as the window shows them: what the library has, and what is on its way there.

A highlight shows at once and a typed word is never lost: every change goes through the write lane, a failed one is
kept and tried again. Keys name notes for as long as they are shown, also before the library gave them an id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import count

from PySide6.QtCore import QObject, QTimer, Signal

from app.messages import Trouble
from app.services.library import Library
from app.ui.jobs import Jobs
from app.ui.notes import tagging
from app.ui.notes.entries import Entry, Values, differing, place
from db.errors import NoSuchRecord, ReadOnlyLibrary
from db.records import Colour, Note, Purpose

AUTOSAVE_MS = 700
_RETRY_MS = 10_000
_serial = count(1)


class Notebook(QObject):
    """The notes of one case, with every way to change them."""

    changed = Signal()
    """Some note is another, came or went."""

    def __init__(self, library: Library, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library, self._jobs = library, jobs
        self._case_id: str | None = None
        self._entries: list[Entry] = []
        self._dirty: dict[str, Entry] = {}
        self._leaving: list[Entry] = []
        self._timer = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._timer.timeout.connect(self.flush)
        self._retry = QTimer(self, singleShot=True, interval=_RETRY_MS)
        self._retry.timeout.connect(self.flush)

    # what there is

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The notes: those on the case first, then in the order of the text."""
        return tuple(self._entries)

    @property
    def loaded(self) -> str | None:
        """What the notes shown were loaded for."""
        return self._case_id

    def entry(self, key: str) -> Entry | None:
        """A note by its key or its id."""
        return next((e for e in self._entries if key in (e.key, e.id)), None)

    def load(self, case_id: str | None, notes: Iterable[Note]) -> None:
        """Take what the library has; of the same case, what is still on its way stays as it is."""
        if case_id != self._case_id:
            self.flush()
            self._case_id, self._entries = case_id, []
        known = {e.id: e for e in self._entries if e.id}
        going = {e.id for e in self._leaving}
        stored = [note for note in notes if note.id not in going]
        kept = [self._taken(known.get(note.id), note) for note in stored]
        ids = {note.id for note in stored}
        kept += [e for e in self._entries if e.id not in ids and self._under_way(e)]
        kept.sort(key=place)
        self._entries = kept
        self.changed.emit()

    def _taken(self, entry: Entry | None, note: Note) -> Entry:
        if entry is None:
            return Entry(note.id, note, note.id, handed=note)
        if not (entry.pending or entry.unsaved is not None or entry.owed):
            entry.note = entry.handed = note
        return entry

    def _under_way(self, entry: Entry) -> bool:
        return entry.id is None or bool(entry.pending) or entry.unsaved is not None or entry.owed

    # changing

    def highlight(self, start: int, end: int, quote: str, colour: Colour, purpose: Purpose = "") -> str:
        """Highlight a stretch; one that is there already takes the colour.

        Returns:
            The key of the note, empty when the library cannot be written.
        """
        if self._closed_to_writing():
            return ""
        same = next((e for e in self._entries if (e.note.start, e.note.end) == (start, end)), None)
        if same:
            self.recolour(same.key, colour)
            return same.key
        note = Note(id="", case_id=self._case_id, kind="highlight", colour=colour, start=start, end=end, quote=quote)
        note = replace(note, purpose=purpose)
        entry = self._new(note)
        self._submit(entry)
        return entry.key

    def add(self, text: str = "") -> str:
        """A new note on the case, stored with its first word; an empty one that is there already is used.

        Returns:
            The key of the note, empty when the library cannot be written.
        """
        if self._closed_to_writing():
            return ""
        if text:
            entry = self._new(Note(id="", case_id=self._case_id, kind="case", text=text))
            self._submit(entry)
            return entry.key
        empty = next((e for e in self._entries if e.blank), None)
        if empty:
            return empty.key
        return self._new(Note(id="", case_id=self._case_id, kind="case")).key

    def begin(self, note: Note) -> str:
        """A new note as it is told, stored with its first word; its key, empty when the library cannot be written."""
        return "" if self._closed_to_writing() else self._new(note).key

    def _closed_to_writing(self) -> bool:
        """Say so before anything is typed rather than after."""
        if self._library.read_only:
            self._jobs.trouble.emit(ReadOnlyLibrary(self._library.path))
        return self._library.read_only

    def _new(self, note: Note) -> Entry:
        entry = Entry(f"new-{next(_serial)}", note)
        self._entries = sorted([*self._entries, entry], key=place)
        self.changed.emit()
        return entry

    def write(self, key: str, text: str) -> None:
        """What is typed, key by key; stored within a second."""
        entry = self.entry(key)
        if entry is None or text == (entry.note.text if entry.unsaved is None else entry.unsaved):
            return
        entry.unsaved = text
        self._dirty[entry.key] = entry
        if not self._timer.isActive():
            self._timer.start()

    def recolour(self, key: str, colour: Colour) -> None:
        """Give a note another colour."""
        if (entry := self.entry(key)) and entry.note.colour != colour:
            entry.note = replace(entry.note, colour=colour)
            self._change(entry)

    def set_purpose(self, key: str, purpose: Purpose) -> None:
        """Say what a note is for; said twice it is for nothing again."""
        if entry := self.entry(key):
            purpose = "" if entry.note.purpose == purpose else purpose
            entry.note = replace(entry.note, purpose=purpose)
            self._change(entry)

    def set_done(self, key: str, *, done: bool) -> None:
        """Tick a to-do, or take the tick off."""
        if (entry := self.entry(key)) and entry.note.done != done:
            entry.note = replace(entry.note, done=done)
            self._change(entry)

    def sit_down(self, key: str) -> None:
        """Somebody begins to write in a note."""
        if entry := self.entry(key):
            entry.sitting = entry.id is not None

    def settle_anchor(self, key: str, what: str, span: tuple[int, int] | None = None) -> None:
        """Settle what becomes of a passage that has changed: accept, lose, or place it on a stretch of the text."""
        entry = self.entry(key)
        if entry is None or entry.id is None or self._closed_to_writing():
            return
        note_id = entry.id
        if what == "accept":
            self._jobs.write(lambda: self._library.accept_passage(note_id))
        elif what == "lose":
            self._jobs.write(lambda: self._library.lose_passage(note_id))
        elif span is not None:
            self._jobs.write(lambda: self._library.place_passage(note_id, *span))

    def retag(self, key: str, tags: tuple[str, ...]) -> None:
        """Give a note other tags beside those in its text."""
        entry = self.entry(key)
        if entry is None:
            return
        text = entry.note.text if entry.unsaved is None else entry.unsaved
        tags = tuple(dict.fromkeys([*tags, *tagging.hashtags(text)]))
        if tags != entry.note.tags:
            entry.note = replace(entry.note, tags=tags)
            self._change(entry)

    def _change(self, entry: Entry) -> None:
        if not entry.blank:
            self._submit(entry)
        self.changed.emit()

    def delete(self, key: str) -> None:
        """Take a note away with what was typed last, which is stored first; undo brings both back."""
        entry = self.entry(key)
        if entry is None:
            return
        if entry.unsaved is not None and not entry.blank:
            self._submit(entry)
        self._entries.remove(entry)
        self._dirty.pop(entry.key, None)
        if entry.id or entry.pending:
            self._leaving.append(entry)
            self._jobs.write(
                lambda: self._delete(entry), lambda _: self._left(entry), lambda e: self._not_left(entry, e)
            )
        self.changed.emit()

    def _delete(self, entry: Entry) -> None:
        if entry.id:
            self._library.delete_notes([entry.id])

    def _left(self, entry: Entry) -> None:
        self._leaving.remove(entry)

    def _not_left(self, entry: Entry, error: Exception) -> None:
        self._left(entry)
        if not isinstance(error, NoSuchRecord):
            if entry.note.case_id == self._case_id:
                self._entries = sorted([*self._entries, entry], key=place)
                self.changed.emit()
            self._jobs.trouble.emit(error)

    def leave(self, key: str) -> None:
        """The editor of a note was left: store it; forget a new one that stayed empty, delete one that was emptied."""
        self.flush()
        entry = self.entry(key)
        if entry and entry.blank:
            self._entries.remove(entry)
            self.changed.emit()
        elif entry and entry.emptied:
            self.delete(key)

    # storing

    @property
    def settled(self) -> bool:
        """Whether everything typed was handed to the library and taken by it."""
        return not self._dirty and not any(e.pending for e in self._entries)

    def flush(self) -> None:
        """Hand everything typed to the write lane now."""
        self._timer.stop()
        for entry in list(self._dirty.values()):
            if not entry.blank:
                self._submit(entry)
        self._dirty.clear()

    def _submit(self, entry: Entry) -> None:
        text = entry.note.text if entry.unsaved is None else entry.unsaved
        tags = tagging.merged(entry.note.tags, entry.note.text, text)
        entry.note = note = replace(entry.note, text=text, tags=tags)
        entry.unsaved, entry.owed = None, False
        self._dirty.pop(entry.key, None)
        values = differing(entry.handed, note)
        if not values:
            return
        if entry.sitting and "text" in values:
            values["sitting"], entry.sitting = True, False
        if entry.handed and "text" in values:
            values["seen"] = entry.handed.text
        entry.handed = note
        entry.pending += 1
        overtaken: list[bool] = []
        self._jobs.write(
            lambda: self._store(entry, note, values, lambda: overtaken.append(True)),
            lambda stored: self._stored(entry, stored, overtaken=bool(overtaken)),
            lambda error: self._failed(entry, error),
        )

    def _store(self, entry: Entry, note: Note, values: Values, overtaken: Callable[[], None]) -> Note | None:
        """On the write lane. A note that vanished meanwhile is made anew: what was typed is not lost."""
        if entry.id is not None:
            try:
                return self._library.change_note(entry.id, **values, overtaken=overtaken)
            except NoSuchRecord:
                if "text" not in values or not note.text.strip():
                    return None
        made = self._make(note)
        entry.id = made.id
        return made

    def _make(self, note: Note) -> Note:
        tries: list[Callable[[], Note]] = []
        if note.start is not None and note.end is not None and note.case_id:
            case_id, start, end = note.case_id, note.start, note.end
            tries.append(
                lambda: self._library.highlight(
                    case_id, start, end, note.colour, text=note.text, tags=note.tags, purpose=note.purpose
                )
            )
        else:
            tries.append(
                lambda: self._library.add_note(
                    note.case_id, note.text, tags=note.tags, purpose=note.purpose, shelf_id=note.shelf_id
                )
            )
        if note.text.strip():
            tries.append(lambda: self._library.add_note(None, note.text, tags=note.tags, purpose=note.purpose))
        for attempt in tries[:-1]:
            try:
                return attempt()
            except NoSuchRecord:
                continue
        return tries[-1]()

    def _stored(self, entry: Entry, note: Note | None, *, overtaken: bool) -> None:
        entry.pending -= 1
        entry.told = False
        if note is None and entry in self._entries:
            self._entries.remove(entry)
        elif note is not None and not entry.pending:
            entry.handed = note
            entry.note = note if entry.unsaved is None else entry.note
        self.changed.emit()
        if overtaken:
            self._jobs.trouble.emit(Trouble("overtaken"))

    def _failed(self, entry: Entry, error: Exception) -> None:
        entry.pending -= 1
        gone = isinstance(error, NoSuchRecord)
        if not gone:
            entry.owed, entry.handed = True, None
            self._dirty[entry.key] = entry
            self._retry.start()
        elif entry in self._entries:
            self._entries.remove(entry)
        self.changed.emit()
        if not entry.told:
            entry.told = True
            self._jobs.trouble.emit(error)
