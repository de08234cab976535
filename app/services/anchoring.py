"""Where a marked passage stands after its text has changed: exact, moved, changed or lost.

A passage is known by its place, its words and the words around them. Words that stand more than once belong to the
passage only when what surrounds them speaks for it and for no other: a look-alike never takes a mark over, and
where nothing can tell them apart a person is asked. Knows texts, no notes, no library.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.services.differing import common, difference, likeness
from db import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from db.records import AnchorState

AROUND = 200
"""Characters before and after that are compared."""
_CROWD = 40
"""Like passages up to which each is weighed against each."""
_TELLING, _SURE = 8, 4
"""A passage this long that stands once is known by itself; a shorter one needs so many characters around it."""
_HALF = 0.5
"""A changed passage keeps at least this much of its words."""
_LONGEST = 4000
"""Characters of a passage up to which a changed one is compared with what took its place."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a passage. A lost one has no place."""

    state: AnchorState
    start: int | None = None
    end: int | None = None


LOST = Fate("lost")


class Went(Protocol):
    """A text before and after something was done to it."""

    before: str
    after: str

    def stayed(self, start: int, end: int) -> int:
        """How many characters of a stretch of the text after stood in the text before."""


class Change:
    """A text and what it became."""

    def __init__(self, before: str, after: str) -> None:
        self.before, self.after = before, after
        self.parts = difference(before, after)
        self._runs: list[tuple[int, int, int]] = []
        x = y = 0
        for part in self.parts:
            length = len(part.text)
            if part.kind == "same":
                self._runs.append((x, y, length))
            x += length if part.kind != "new" else 0
            y += length if part.kind != "gone" else 0
        self._starts = [run[0] for run in self._runs]

    def kept(self, start: int, end: int) -> int | None:
        """Where a stretch begins that went over whole."""
        at = bisect_right(self._starts, start) - 1
        if at < 0:
            return None
        x, y, length = self._runs[at]
        return y + start - x if end <= x + length else None

    def stayed(self, start: int, end: int) -> int:
        """How many characters of a stretch of the text after stood in the text before."""
        return stayed(self._runs, start, end)

    def place(self, position: int) -> int:
        """Where a position is now; one in a stretch that is gone is where that stretch was."""
        at = bisect_right(self._starts, position) - 1
        if at < 0:
            return 0
        x, y, length = self._runs[at]
        return y + min(position - x, length)

    def room(self, start: int, end: int) -> tuple[int, int, bool]:
        """The stretch now standing where one stood, and whether what stands on both its sides is as it was."""
        first, last = self.place(start), self.place(end)
        at = bisect_right(self._starts, end) - 1
        inside = at >= 0 and end <= self._runs[at][0] + self._runs[at][2] and end > self._runs[at][0]
        if not inside:  # the end lay in what is gone, or at its edge: up to where the text goes on as before
            following = self._runs[at + 1][1] if at + 1 < len(self._runs) else len(self.after)
            edge = at >= 0 and end == self._runs[at][0]
            last = self._runs[at][1] if edge else following
        if first > last:
            first = last
        left = common(
            self.before[max(0, start - _TELLING) : start][::-1], self.after[max(0, first - _TELLING) : first][::-1]
        )
        right = common(self.before[end : end + _TELLING], self.after[last : last + _TELLING])
        firm = left >= min(_SURE, start) and right >= min(_SURE, len(self.before) - end)
        return first, last, firm


def fate(change: Change, start: int, end: int) -> Fate:
    """What became of the passage from `start` to `end` of the text before."""
    quote = change.before[start:end]
    if not quote.strip():
        return LOST if quote else Fate("moved", change.place(start), change.place(start))
    places = list(_occurrences(change.after, quote))
    if places:
        found = _own(change, start, end, places)
        if found is not None:
            at, sure = found
            state: AnchorState = "changed" if not sure else "exact" if at == start else "moved"
            return Fate(state, at, at + len(quote))
    return _changed(change, start, end)


def found_again(went: Went, quote: str, prefix: str, suffix: str) -> Fate:
    """Where a lost passage stands when its words are back, with what stood around them.

    A place where the words stood already while the passage was lost is a look-alike: only words that came new can be
    the passage's own, or words whose whole surroundings came back as they were. Where others fit as well it stays lost.
    """
    if not quote.strip():
        return LOST
    places = list(_occurrences(went.after, quote))
    scored = sorted(
        ((sum(_around_quote(went.after, at, len(quote), prefix, suffix)), at) for at in places), reverse=True
    )
    if not scored or (len(scored) > 1 and scored[0][0] == scored[1][0]):
        return LOST
    at = scored[0][1]
    end = at + len(quote)
    left, right = _around_quote(went.after, at, len(quote), prefix, suffix)
    firm = left >= min(_SURE, len(prefix)) and right >= min(_SURE, len(suffix))
    if not firm or left + right < min(2 * _SURE, len(prefix) + len(suffix)):
        return LOST
    came = _is_new(went, at, end) and len(places) > sum(1 for _ in _occurrences(went.before, quote))
    whole = (left, right) == (len(prefix), len(suffix)) and _is_new(went, at - left, end + right)
    return Fate("moved", at, end) if came or whole else LOST


def _is_new(went: Went, start: int, end: int) -> bool:
    """Whether at least half of a stretch of the text now was not there before: a slip set right makes nothing new."""
    return 2 * went.stayed(start, end) <= end - start


def stayed(runs: Sequence[tuple[int, int, int]], start: int, end: int) -> int:
    """How many characters of a stretch of the text after stood in the text before.

    Args:
        runs: What went over, as (place before, place after, length), in the order of the text after.
        start: First character of the stretch.
        end: One after its last.
    """
    at = max(0, bisect_right(runs, start, key=lambda run: run[1]) - 1)
    count = 0
    while at < len(runs) and runs[at][1] < end:
        _, y, length = runs[at]
        count += max(0, min(end, y + length) - max(start, y))
        at += 1
    return count


def _around_quote(text: str, start: int, length: int, prefix: str, suffix: str) -> tuple[int, int]:
    """How far what stands before and behind a place is what stood around the passage."""
    end = start + length
    left = common(text[max(0, start - len(prefix)) : start][::-1], prefix[::-1])
    return left, common(text[end : end + len(suffix)], suffix)


def _occurrences(text: str, quote: str) -> Iterator[int]:
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def _own(change: Change, start: int, end: int, places: list[int]) -> tuple[int, bool] | None:
    """The place of the same words that is the passage's own, and whether that is beyond doubt."""
    quote = change.before[start:end]
    rivals = [at for at in _occurrences(change.before, quote) if at != start]
    hint = change.kept(start, end)
    if not rivals and len(places) == 1:
        near = _alike(change, start, places[0], len(quote))
        known = len(quote) >= _TELLING or hint == places[0] or near >= _SURE
        return (places[0], True) if known else None
    if len(rivals) > _CROWD or len(places) > _CROWD:
        return _in_crowd(change, start, end, hint)
    scored = [(_alike(change, start, at, len(quote)), at == hint, at) for at in places]
    score, hinted, best = max(scored)
    if not hinted and sum(like == score for like, _, _ in scored) > 1:
        return None
    others = [(_alike(change, other, best, len(quote)), other) for other in rivals]
    strongest = max((like for like, _ in others), default=-1)
    if score > strongest:
        return (best, True) if score >= _SURE or best == hint else None
    if score < strongest or best != hint:
        return None
    equals = [other for like, other in others if like == score]
    apart = all(change.kept(other, other + len(quote)) not in (None, best) for other in equals)
    return best, apart


def _in_crowd(change: Change, start: int, end: int, hint: int | None) -> tuple[int, bool] | None:
    """Among very many like passages only the way the whole text went over can tell."""
    if hint is None:
        return None
    length = end - start
    left = common(change.before[max(0, start - _SURE) : start][::-1], change.after[max(0, hint - _SURE) : hint][::-1])
    right = common(change.before[end : end + _SURE], change.after[hint + length : hint + length + _SURE])
    firm = left >= min(_SURE, start) and right >= min(_SURE, len(change.before) - end)
    return hint, firm


def _alike(change: Change, start: int, place: int, length: int) -> int:
    """How far the texts around a passage before and a place now agree, on both sides together."""
    before, after = change.before, change.after
    left = common(before[max(0, start - AROUND) : start][::-1], after[max(0, place - AROUND) : place][::-1])
    return left + common(
        before[start + length : start + length + AROUND], after[place + length : place + length + AROUND]
    )


def _changed(change: Change, start: int, end: int) -> Fate:
    quote = change.before[start:end]
    first, last, firm = change.room(start, end)
    new = change.after[first:last]
    first += len(new) - len(new.lstrip())
    new = new.strip()
    if not new or max(len(new), len(quote)) > _LONGEST:
        return LOST
    last = first + len(new)
    if quote in new or _from_elsewhere(change.before, new, start, end):
        return LOST
    if words.flat(new) == words.flat(quote):
        return Fate("moved", first, last)
    like = likeness(difference(quote, new))
    swapped = firm and like > 0 and len(new) <= 2 * len(quote) + _SURE
    return Fate("changed", first, last) if like >= _HALF or swapped else LOST


def _from_elsewhere(before: str, new: str, start: int, end: int) -> bool:
    """Whether these words stood in another place of the text before: they are not what became of the passage."""
    if len(new) < _TELLING:
        return False
    return any(at >= end or at + len(new) <= start for at in _occurrences(before, new))
