"""Finding in one text that is open: the same folding as the library's search, with what a reader asks of a page.

Texts in, marks out; no library, no window.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from app.task import QUIET, Task
from db import words
from db.records import Mark


@dataclass(frozen=True, slots=True)
class How:
    """What counts as found."""

    case: bool = False
    """CT is not ct."""
    whole: bool = False
    """Only whole words."""
    loose: bool = False
    """Marks and blanks between the characters are overlooked."""


def seek(text: str, wanted: str, how: How = How(), task: Task = QUIET) -> tuple[Mark, ...]:
    """Where words stand in a text, in its order, not overlapping.

    Args:
        text: Any text.
        wanted: What is looked for; Traditional and Simplified, full and half width are the same.
        how: What else counts.
        task: Tells when nobody waits for the answer any more.

    Raises:
        Cancelled: the task was stopped.
    """
    looked_for = words.flat(wanted)
    if how.loose:
        looked_for = "".join(c for c in looked_for if _counts(c))
    if not looked_for:
        return ()
    found = _loose(text, looked_for) if how.loose else words.found(text, looked_for)
    task.step(1, 3)
    if how.case and (letters := _cased(wanted)):
        found = [(start, end) for start, end in found if _cased(text[start:end]) == letters]
    if how.whole and found:
        borders = words.borders(text)
        found = [(start, end) for start, end in found if start in borders and end in borders]
    task.step(2, 3)
    return tuple(Mark(start, end) for start, end in found)


def _loose(text: str, wanted: str) -> list[tuple[int, int]]:
    folded = words.fold(text)
    kept = [at for at, c in enumerate(folded.text) if _counts(c)]
    bare = "".join(folded.text[at] for at in kept)
    return [
        (folded.starts[kept[first]], folded.ends[kept[last - 1]]) for first, last in words.standing(bare, (wanted,))
    ]


def _counts(character: str) -> bool:
    """Whether it is more than a mark between words."""
    return unicodedata.category(character)[0] not in "PZSC"


def _cased(text: str) -> str:
    """The letters that have a case, as they are printed."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.lower() != c.upper())
