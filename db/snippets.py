"""Pieces of a case's own words with what was found marked on the original characters. Pure text."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from db import thousands, words
from db.records import Mark, Snippet
from db.spots import joined, odd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from db.ranking import Looked
    from db.spots import Stretch
    from db.strictness import Strict

SHOWN = 90
"""Characters of a snippet."""
MOST = 3
"""Snippets of one case."""
_BEFORE = 24
_REACH = SHOWN - _BEFORE
_BLANK = re.compile(f"[{words.BLANK}]")


def marks(wanted: Sequence[str], text: str, strict: Strict | None = None, *, plain: bool = True) -> tuple[Mark, ...]:
    """Where folded words stand in any text, on its original characters, in order and never overlapping."""
    places = strict.places(text, wanted) if strict else _stretches(tuple(wanted), text)
    if plain and any(map(thousands.within, wanted)):
        find = strict.places if strict else words.places
        places += thousands.places(text, lambda without: find(without, wanted))
    return tuple([Mark(start, end) for start, end in joined(places)])


def _stretches(wanted: tuple[str, ...], text: str) -> list[tuple[int, int]]:
    """What `words.places` says, sooner for the short texts that are shown: what the words do not hold is not folded."""
    if odd().search(text):
        return words.places(text, wanted)
    stops, letters = _looks(wanted)
    if stops:
        for printed, folded in words.PRINTED:
            text = text.replace(printed, folded)
    if letters:
        text = text.lower()
    blanks: list[int] = []
    if any(blank in text for blank in words.BLANK):
        blanks = [match.start() for match in _BLANK.finditer(text)]
        text = _BLANK.sub("", text)
    found = words.standing(text, wanted)
    return [(_before(blanks, start), _before(blanks, end - 1) + 1) for start, end in found] if blanks else found


def _before(blanks: list[int], at: int) -> int:
    """Where a character stood before the blanks were taken out."""
    for blank in blanks:
        if blank > at:
            break
        at += 1
    return at


@lru_cache(maxsize=256)
def _looks(wanted: tuple[str, ...]) -> tuple[bool, bool]:
    """Whether words hold punctuation that is printed in two ways, and letters."""
    held = set("".join(wanted))
    return any(folded in held for _, folded in words.PRINTED), any("a" <= one <= "z" for one in held)


def snippets(looked: Looked, key: int, numbers: Sequence[int]) -> tuple[Snippet, ...]:
    """The pieces of a case's text that hold most of some of the words, in its order; none where it holds none."""
    at, text, spots = looked.text(key), looked.glances[key].text, looked.spots
    held = spots.found.get(at, {})
    there = [number for number in numbers if number in held]
    if not there:
        return ()
    if len(there) == 1:
        begun = [start for start, _ in spots.places(at, there[0], MOST, SHOWN)]
    else:
        begun = _begun([[start for start, _ in spots.places(at, number)] for number in there])
    marked = partial(spots.marks, at, there)
    return tuple([_piece(text, start, marked) for start in begun])


def beginning(text: str, after: Snippet | None = None) -> Snippet:
    """Where a text begins; behind what was found elsewhere in the case, so far as there is room."""
    shown = text[:SHOWN].replace("\n", " ")
    if after is None:
        return Snippet(shown)
    room = SHOWN - len(after.text)
    return Snippet(f"{after.text} · {shown[:room]}", after.marks) if room > 0 else after


def _begun(places: Sequence[Sequence[int]]) -> list[int]:
    """Where snippets begin, roughly: first where most words are close together, then elsewhere."""
    if len(places) < 2:
        return _apart(places[0]) if places else []
    every = sorted([(at, 1 << number) for number, each in enumerate(places) for at in each])
    every.append((every[-1][0] + SHOWN, 0))
    worth = []
    for first, (at, held) in enumerate(every[:-1], 1):
        following, (other, another) = first, every[first]
        while other < at + _REACH:
            held |= another  # noqa: PLW2901 - the words from here on
            following += 1
            other, another = every[following]
        worth.append((-held.bit_count(), at))
    worth.sort()
    return sorted(_apart([at for _, at in worth]))


def _apart(places: Iterable[int]) -> list[int]:
    """The first of the places that are so far apart that no snippet repeats another."""
    chosen: list[int] = []
    for at in places:
        for other in chosen:
            if -SHOWN < at - other < SHOWN:
                break
        else:
            chosen.append(at)
            if len(chosen) == MOST:
                break
    return chosen


def _piece(text: str, at: int, marked: Callable[[int, int], list[Stretch]]) -> Snippet:
    """What is shown of what stands at a place: its own line, so far as there is room."""
    start = at - _BEFORE if at > _BEFORE else 0
    start = text.rfind("\n", start, at) + 1 or start
    piece = text[start : start + SHOWN]
    size = len(piece)
    found = marked(start, start + size)
    if found and found[-1][1] > size:
        found[-1] = (found[-1][0], size)
    return Snippet(piece.replace("\n", " "), tuple(map(_mark, found)))


@lru_cache(maxsize=4096)
def _mark(place: Stretch) -> Mark:
    """Few places of a snippet are not among those of many another."""
    return Mark(*place)
