"""A slip in a case's text set right by a person, and everything that counts its characters moved along.

Where the person wrote is known, so nothing has to be guessed: what lies outside stands exactly where it stood, also
where the same words stand more than once. A marked passage that was written into is changed and asks; one of which
nothing is left is lost, and keeps its quote. No SQL here, no Qt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.services.anchoring import LOST, Fate, found_again, stayed
from app.services.differing import difference
from app.services.questions import Questions
from db import anchors, cases, notes, quotes
from db.notes import surroundings

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from db.engine import Moment
    from db.quotes import Quoted
    from db.records import AnchorState, Case, Note

LONGEST = 200_000
"""Characters that can be written in one go."""


class Edits:
    """What was written over in a text, as runs that stayed."""

    def __init__(self, before: str, start: int, end: int, new: str) -> None:
        self.before = before
        self.after = before[:start] + new + before[end:]
        self._runs = [(0, 0, start)]
        x = y = start
        for part in difference(before[start:end], new):
            length = len(part.text)
            if part.kind == "same":
                self._stay(x, y, length)
            x += length if part.kind != "new" else 0
            y += length if part.kind != "gone" else 0
        self._stay(end, start + len(new), len(before) - end)

    def _stay(self, x: int, y: int, length: int) -> None:
        last = self._runs[-1]
        if (last[0] + last[2], last[1] + last[2]) == (x, y):
            self._runs[-1] = (last[0], last[1], last[2] + length)
        else:
            self._runs.append((x, y, length))

    def fate(self, start: int, end: int) -> Fate:
        """What became of a stretch: exact where nothing was written into it, wherever it stands now."""
        for x, y, length in self._runs:
            if x <= start and end <= x + length and (start < end or length):
                return Fate("exact", y + start - x, y + end - x)
        first, last = self.place(start), self.place(end, after=True)
        kept = self.after[first:last]
        first += len(kept) - len(kept.lstrip())
        last -= len(kept) - len(kept.rstrip())
        return Fate("changed", first, last) if first < last else LOST

    def stayed(self, start: int, end: int) -> int:
        """How many characters of a stretch of the text after stood in the text before."""
        return stayed(self._runs, start, end)

    def place(self, position: int, *, after: bool = False) -> int:
        """Where a position is now; in what was written over it is the beginning of what stands there, or its end."""
        before = 0
        for x, y, length in self._runs:
            if position < x:
                return y if after else before
            if position <= x + length:
                return y + position - x
            before = y + length
        return len(self.after)


class Correcting(Questions):
    """The part of a library in which texts are set right."""

    if TYPE_CHECKING:

        def _writing(self, label: str) -> AbstractContextManager[tuple[Moment, set[str]]]: ...

    def correct_text(self, case_id: str, start: int, end: int, new: str) -> None:
        """Write over a stretch of a case's text, as one step; the original text of its document stays as it came.

        Args:
            case_id: Which.
            start: First character that goes, drawn into the text.
            end: One after the last.
            new: What stands there from now on.
        """
        with self._writing("改正原文") as (connection, touched):
            case = cases.get(connection, [case_id])[0]
            start, end = sorted((min(max(start, 0), len(case.text)), min(max(end, 0), len(case.text))))
            edits = Edits(case.text, start, end, _clean(new))
            if edits.after == edits.before:
                return
            touched.add(case_id)
            _write(connection, case, edits)
            for note in notes.of_case(connection, case_id):
                if note.kind == "highlight":
                    _place(connection, note, edits)
            for quoted in quotes.of_case(connection, case_id):
                _requote(connection, quoted, edits)


def _clean(new: str) -> str:
    lines = new.replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n").replace("\u2028", "\n")
    return lines.replace("\0", "")[:LONGEST]


def _write(connection: Moment, case: Case, edits: Edits) -> None:
    key = cases.key_of(connection, case.id)
    outline = []
    for section in case.outline:
        at = edits.fate(section.start, section.start + len(section.heading))
        heading = edits.after[at.start : at.end] if at.start is not None and section.heading else section.heading
        own = case.text.startswith(section.heading, section.start)
        place = edits.place(section.start, after=True) if at.start is None else at.start
        outline.append([heading if own else section.heading, place, edits.place(section.end), section.role])
    anchors.write_text(connection, key, edits.after, outline)
    anchors.shift_findings(connection, key, lambda start, end: _stretch(edits.fate(start, end)))
    anchors.move_reading(connection, key, edits.place(case.position))


def _stretch(fate: Fate) -> tuple[int | None, int | None]:
    return fate.start, fate.end


def _place(connection: Moment, note: Note, edits: Edits) -> None:
    found = _found(edits, note.start, note.end, note.quote, note.prefix, note.suffix, note.anchor)
    if found.start is None or found.end is None or found.state == "changed":
        anchors.place(connection, note.id, found.state, found.start, found.end)
    else:
        anchors.take(connection, note.id, found.start, found.end, found.state)


def _requote(connection: Moment, quoted: Quoted, edits: Edits) -> None:
    found = _found(edits, quoted.start, quoted.end, quoted.text, quoted.prefix, quoted.suffix, quoted.anchor)
    values: dict[str, Any] = {"start": found.start, "end": found.end, "anchor": found.state}
    if found.start is not None and found.end is not None and found.state != "changed":
        values["prefix"], values["suffix"] = surroundings(edits.after, found.start, found.end)
    quotes.place(connection, quoted, values)


def _found(
    edits: Edits, start: int | None, end: int | None, quote: str, prefix: str, suffix: str, state: AnchorState
) -> Fate:
    if start is None or end is None:
        return found_again(edits, quote, prefix, suffix)
    found = edits.fate(start, end)
    kept = found.state == "exact" and state in ("moved", "changed")
    return Fate(state, found.start, found.end) if kept else found
