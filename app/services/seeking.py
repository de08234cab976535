"""Finding in one text that is open: the same folding as the library's search, with what a reader asks of a page.

Texts in, marks out; no library, no window. Regular expressions are looked up in a process apart, which can be stopped.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from app.formats.apart import PATTERNS
from app.messages import Trouble
from app.task import QUIET, Task
from db import words
from db.records import Mark

_SECONDS = 3.0
"""How long an expression may take."""
_WORDS = 6
"""Words that may stand near each other."""


@dataclass(frozen=True, slots=True)
class How:
    """What counts as found."""

    case: bool = False
    """CT is not ct."""
    whole: bool = False
    """Only whole words."""
    loose: bool = False
    """Marks and blanks between the characters are overlooked."""
    pattern: bool = False
    """It is a regular expression, and the text is taken letter by letter."""
    near: int = 0
    """Words with blanks between them stand together, at most so many other characters apart; 0: they are one."""


def seek(text: str, wanted: str, how: How = How(), task: Task = QUIET) -> tuple[Mark, ...]:
    """Where words stand in a text, in its order, not overlapping.

    Args:
        text: Any text.
        wanted: What is looked for; Traditional and Simplified, full and half width are the same, but in an expression.
        how: What else counts.
        task: Tells when nobody waits for the answer any more.

    Raises:
        Cancelled: the task was stopped.
        Trouble: `pattern` or `pattern_slow` for an expression, `near_words` for a single word near nothing.
    """
    if how.pattern:
        spans = PATTERNS.look_up(text, wanted, case=how.case, seconds=_SECONDS, stopped=task.stopped) if wanted else []
    elif how.near:
        spans = _near(text, wanted.split(), how, task)
    else:
        spans = _plain(text, wanted, how, task)
    if how.whole and spans:
        borders = words.borders(text)
        spans = [(start, end) for start, end in spans if start in borders and end in borders]
    task.step(2, 3)
    return tuple(Mark(start, end) for start, end in spans)


def _plain(text: str, wanted: str, how: How, task: Task) -> list[tuple[int, int]]:
    looked_for = words.flat(wanted)
    if how.loose:
        looked_for = "".join(c for c in looked_for if _counts(c))
    if not looked_for:
        return []
    found = _loose(text, looked_for) if how.loose else words.found(text, looked_for)
    task.step(1, 3)
    if how.case and (letters := _cased(wanted)):
        found = [(start, end) for start, end in found if _cased(text[start:end]) == letters]
    return found


def _near(text: str, wanted: Sequence[str], how: How, task: Task) -> list[tuple[int, int]]:
    """The shortest stretches that hold every word, in any order, and not many other characters between them."""
    if len(wanted) < 2:
        raise Trouble("near_words")
    places = [_plain(text, word, how, task) for word in wanted[:_WORDS]]
    ends = [[end for _, end in hits] for hits in places]
    last = sorted((start, end, number) for number, hits in enumerate(places) for start, end in hits)
    found: list[tuple[int, int]] = []
    for start, end, number in last:
        before = [
            hits[at - 1]
            for other, (hits, stops) in enumerate(zip(places, ends, strict=True))
            if other != number and (at := bisect_right(stops, start))
        ]
        if len(before) + 1 < len(places):
            continue
        first = min(begin for begin, _ in before)
        others = end - first - (end - start) - sum(stop - begin for begin, stop in before)
        if others <= how.near and (not found or found[-1][1] <= first):
            found.append((first, end))
    return found


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
