"""Pieces of a case's own words with what was found marked on the original characters. Pure text."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from db import ranking, words
from db.records import Mark, Snippet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from db.ranking import Asked
    from db.strictness import Strict

SHOWN = 90
"""Characters of a snippet."""
MOST = 3
"""Snippets of one case."""
_BEFORE = 24
_HITS = 8
"""Places of one word that are weighed against each other."""
_BLANK = re.compile(f"[{words.BLANK}]")


def marks(wanted: Sequence[str], text: str, strict: Strict | None = None) -> tuple[Mark, ...]:
    """Where folded words stand in any text, on its original characters, in order and never overlapping."""
    places = strict.places(text, wanted) if strict else _stretches(tuple(wanted), text)
    return tuple([Mark(start, end) for start, end in _joined(places)])


def marked(asked: Sequence[Asked], text: str) -> tuple[Mark, ...]:
    """The same for the words of a query."""
    return marks(_forms(asked), text, asked[0].strict) if asked else ()


def _forms(asked: Sequence[Asked]) -> tuple[str, ...]:
    return tuple([form for one in asked for form in (one.exact if one.strict else one.variants)])


def _stretches(wanted: tuple[str, ...], text: str) -> list[tuple[int, int]]:
    """What `words.places` says, sooner for the short texts that are shown: what the words do not hold is not folded."""
    if _odd().search(text):
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


@cache
def _odd() -> re.Pattern[str]:
    """Characters that fold otherwise than blanks, common punctuation and capitals do."""
    han = "".join(map(chr, range(0x4E00, 0xA000)))
    folded = "".join(one for one, other in zip(han, words.simplified(han), strict=True) if one != other)
    return re.compile(rf"[{folded}]|[^\n 　!-~。、“”‘’《》—·…，；：（）％\u4e00-\u9fff]")


@lru_cache(maxsize=256)
def _looks(wanted: tuple[str, ...]) -> tuple[bool, bool]:
    """Whether words hold punctuation that is printed in two ways, and letters."""
    held = set("".join(wanted))
    return any(folded in held for _, folded in words.PRINTED), any("a" <= one <= "z" for one in held)


def _joined(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    if len(places) < 2:
        return places
    places.sort()
    joined = [places[0]]
    for start, end in places[1:]:
        if start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def snippets(asked: Sequence[Asked], text: str, others: Sequence[str] = ()) -> tuple[Snippet, ...]:
    """The pieces of a text that hold most of the words, in its order; without any, of the first other text that does.

    Always at least one: the beginning of the text where nothing was found.
    """
    wanted, strict = _forms(asked), asked[0].strict
    reach = SHOWN + 2 * min(SHOWN, max(map(len, wanted)))  # words that begin at the very end of a piece
    for candidate in (text, *others):
        begun = _alone(asked[0], candidate) if len(asked) == 1 and not strict else _together(asked, candidate)
        if begun:
            return tuple([_piece(wanted, candidate, at, reach, strict) for at in begun])
    return (Snippet(text[:SHOWN].replace("\n", " ")),)


def _alone(one: Asked, text: str) -> list[int]:
    """Where the snippets of a single word begin, roughly: its first places."""
    forms = dict.fromkeys((one.word, *one.variants))
    begun: list[int] = []
    after = 0
    while len(begun) < MOST:
        found = [at for form in forms if form and (at := text.find(form, after)) >= 0]
        if not found:
            break
        begun.append(min(found))
        after = begun[-1] + SHOWN
    return begun or _apart(_unprinted(one, text))


def _unprinted(one: Asked, text: str) -> list[int]:
    """Where a word begins that is not printed as it was typed."""
    if not any(variant in ranking.flat(text) for variant in one.variants):
        return []
    return sorted(start for variant in one.variants for start, _ in words.found(text, variant)[:_HITS])


def _together(asked: Sequence[Asked], text: str) -> list[int]:
    """Where the snippets of several words begin, roughly: first where most are close together, then elsewhere."""
    places = _places(asked, text)
    if len({number for _, number in places}) < 2:
        return _apart(at for at, _ in places)
    reach = SHOWN - _BEFORE
    worth = []
    for first, (at, number) in enumerate(places, 1):
        held = {number}
        for other, another in places[first:]:
            if other >= at + reach:
                break
            held.add(another)
        worth.append((-len(held), at))
    worth.sort()
    return sorted(_apart(at for _, at in worth))


def _places(asked: Sequence[Asked], text: str) -> list[tuple[int, int]]:
    """Where words begin, and which; as printed, or, for a word not printed so, folded."""
    places: list[tuple[int, int]] = []
    for number, one in enumerate(asked):
        found = 0
        for form in one.exact if one.strict else dict.fromkeys((one.word, *one.variants)):
            at = text.find(form) if form else -1
            while at >= 0 and found < _HITS:
                places.append((at, number))
                found += 1
                at = text.find(form, at + len(form))
        if not found and one.strict:
            places += [(at, number) for at, _ in sorted(one.strict.places(text, one.exact))[:_HITS]]
        elif not found:
            places += [(at, number) for at in _unprinted(one, text)]
    places.sort()
    return places


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


def _piece(wanted: tuple[str, ...], text: str, at: int, reach: int, strict: Strict | None) -> Snippet:
    start = max(0, at - _BEFORE)
    start = max(start, text.rfind("\n", start, at) + 1)
    around = text[start : start + reach]
    piece = around[:SHOWN]
    end = len(piece)
    places = _joined(strict.places(around, wanted) if strict else _stretches(wanted, around))
    found = tuple([Mark(first, min(last, end)) for first, last in places if first < end])
    return Snippet(piece.replace("\n", " "), found)
