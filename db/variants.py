"""What else a word is looked for as: a person's synonyms, and the same number in other script.

Everything is folded, as the index is. Knows nothing of the library.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from db import numerals, words

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
    return tuple(dict.fromkeys([folded, *map(words.flat, spellings(word, options, synonyms))]))


def spellings(
    word: str,
    options: Options = Options(),
    synonyms: tuple[tuple[str, ...], ...] = (),
) -> tuple[str, ...]:
    """The alternatives of a word as a person would write them, without itself."""
    folded = words.flat(word)
    if not folded or len(folded) > _LONGEST:
        return ()
    made = [folded]
    if options.synonyms:
        made += _synonymous(folded, synonyms)
    if options.numerals:
        made += [other for one in tuple(made) for other in _counted(one)]
    seen = {folded}
    kept = []
    for one in made:
        if (flat := words.flat(one)) and flat not in seen:
            seen.add(flat)
            kept.append(one)
    return tuple(kept[: _MOST - 1])


def _synonymous(folded: str, synonyms: tuple[tuple[str, ...], ...]) -> list[str]:
    """The word with every synonym in it replaced by the others of its group; single characters only as a whole."""
    made = []
    for group, flat in zip(synonyms, _flat(synonyms), strict=True):
        inside = [one for one in flat if one and (one == folded or (len(one) > 1 and one in folded))]
        if not inside:
            continue
        held = max(inside, key=len)
        made += [folded.replace(held, other) for other, one in zip(group, flat, strict=True) if one and one != held]
    return made


@lru_cache(maxsize=4)
def _flat(synonyms: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(words.flat, group)) for group in synonyms)


def _counted(folded: str) -> list[str]:
    found = numerals.stretches(words.flat(folded))[:3]
    if not found:
        return []
    pieces, at = [], 0
    flat = words.flat(folded)
    for start, end, forms in found:
        pieces += [(flat[at:start],), (flat[start:end], *forms)]
        at = end
    pieces.append((flat[at:],))
    return ["".join(choice) for choice, _ in zip(product(*pieces), range(_MOST), strict=False)]
