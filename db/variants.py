"""What else a word is looked for as: a person's synonyms, and the same number in other script.

Everything is folded, as the index is. Knows nothing of the library.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from db import numerals, thousands, words

_MOST = 16
"""Alternatives of one word, itself included."""
_LONGEST = 64
"""Characters of a word that has alternatives."""


@dataclass(frozen=True, slots=True)
class Options:
    """What is overlooked when text is compared, and what is looked for besides. All of it can be switched off."""

    traditional: bool = True
    """醫院 is 医院."""
    width: bool = True
    """Ｃ is C."""
    case: bool = True
    """ct is CT."""
    numerals: bool = True
    """三百 is 300."""
    synonyms: bool = True
    """The person's own list is applied."""
    thousands: bool = True
    """1,200 is 1200."""


@lru_cache(maxsize=2048)
def variants(
    word: str,
    options: Options = Options(),
    synonyms: tuple[tuple[str, ...], ...] = (),
) -> tuple[str, ...]:
    """The folded word and its folded alternatives, each once; a text that holds any of them holds the word."""
    folded = words.flat(word)
    if not folded:
        return ()
    every = (word, *spellings(word, options, synonyms))
    plain = map(thousands.plain, every) if options.thousands else ()
    return tuple(dict.fromkeys([folded, *map(words.flat, (*every, *plain))]))


def spellings(
    word: str,
    options: Options = Options(),
    synonyms: tuple[tuple[str, ...], ...] = (),
) -> tuple[str, ...]:
    """The alternatives of a word as a person would write them, without itself; none that only folds otherwise."""
    seen = {words.flat(word), words.flat(thousands.plain(word) if options.thousands else word)}
    kept = []
    for one in _alternatives(word, options, synonyms):
        if (flat := words.flat(one)) and flat not in seen:
            seen.add(flat)
            kept.append(one)
    return tuple(kept[: _MOST - 1])


def printed(
    word: str,
    options: Options = Options(),
    synonyms: tuple[tuple[str, ...], ...] = (),
) -> tuple[str, ...]:
    """The word and its alternatives as they were typed, nothing folded; all that `variants` are the foldings of."""
    known = set(variants(word, options, synonyms))
    every: list[str] = [word, *_alternatives(word, options, synonyms)]
    every += [thousands.plain(one) for one in every] if options.thousands else []
    return tuple(dict.fromkeys(one for one in every if words.flat(one) in known))


def _alternatives(word: str, options: Options, synonyms: tuple[tuple[str, ...], ...]) -> list[str]:
    folded = words.flat(word)
    if not folded or len(folded) > _LONGEST:
        return []
    made = [word]
    if options.synonyms:
        made += _synonymous(word, folded, synonyms)
    if options.numerals:
        plain = thousands.plain if options.thousands else str
        made += [other for one in tuple(made) for other in _counted(plain(one))]
    return made[1:]


def _synonymous(word: str, folded: str, synonyms: tuple[tuple[str, ...], ...]) -> list[str]:
    """The word with every synonym in it replaced by the others of its group; single characters only as a whole."""
    made = []
    for group, flat in zip(synonyms, _flat(synonyms), strict=True):
        inside = [one for one in flat if one and (one == folded or (len(one) > 1 and one in folded))]
        if not inside:
            continue
        held = max(inside, key=len)
        places = words.found(word, held)
        made += [_replaced(word, places, other) for other, one in zip(group, flat, strict=True) if one and one != held]
    return made


def _replaced(word: str, places: list[tuple[int, int]], other: str) -> str:
    pieces, at = [], 0
    for start, end in places:
        pieces += [word[at:start], other]
        at = end
    return "".join([*pieces, word[at:]])


@lru_cache(maxsize=4)
def _flat(synonyms: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(words.flat, group)) for group in synonyms)


def _counted(word: str) -> list[str]:
    folded = words.fold(word)
    found = numerals.stretches(folded.text)[:3]
    if not found:
        return []
    pieces, at = [], 0
    for first, last, forms in found:
        start, end = folded.original(first, last)
        pieces += [(word[at:start],), (word[start:end], *forms)]
        at = end
    pieces.append((word[at:],))
    return ["".join(choice) for choice, _ in zip(product(*pieces), range(_MOST), strict=False)]
