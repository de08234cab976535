"""Whether two cases tell the same story: a light sketch to find who may, a careful comparison to be sure.

The sketch is a bottom-k sketch (a kind of MinHash): the text's letters, folded and without punctuation, are cut
after the commonest words, so that a change moves no cut but its own, and the smallest hashes of the pieces are
kept. Two texts of which one holds most of the other share some of them, however much longer one of them is.
Knows texts and what is printed about them, no library.
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Generic, TypeVar

from db import words

ALIKE = 0.75
"""Share of the shorter text that must stand in the longer one."""
SHORT, BARELY = 120, 60
"""Letters below which the two must be like each other as a whole, and below which nothing can be said."""
WHOLE = 0.7
"""That likeness as a whole."""
CUT = 0.15
"""A text of less than this share of the other's length is a quotation from it, not the same story."""
KEPT, PAIRS = 32, 16
"""Pieces of a sketch, and pairs of neighbours: those are rare even where everybody uses the same phrases."""
_CANDIDATES = 24
"""Texts looked at carefully for one."""
_COMMON = 40
"""A piece that stands in so many sketches is everybody's phrase."""
_GRAM = 4
_MANY, _ENOUGH = 40_000, 200
"""Letters above which only a sample of the grams is compared, and the least size of a sample."""
_OTHER = re.compile(r"[\W_]+")
_PIECE = re.compile("[^的了和在是有为一以与及对将把中等到]{4,40}")

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Sketch:
    """The smallest hashes of a text's pieces, and the text's length in letters."""

    pieces: array[int]
    size: int


@dataclass(frozen=True, slots=True)
class Teller:
    """What is compared of a case. `letters` are those of `letters()`; `names` the folded names of its owner."""

    letters: str
    names: tuple[str, ...] = ()
    plan: bool = False
    """A plan is told again by a plan only."""


def letters(text: str) -> str:
    """A text's letters and digits as they are compared: one script, one width, one case."""
    return _OTHER.sub("", words.flat(text))


def names(owner: str | None, aliases: Iterable[str] = (), site: str | None = None) -> tuple[str, ...]:
    """An owner's names as they are compared."""
    known = (letters(name) for name in (owner, *aliases, site) if name)
    return tuple(dict.fromkeys(name for name in known if name))


def sketch(text: str) -> Sketch:
    """The sketch of `letters`; without pieces for texts too short to tell a story."""
    if len(text) < BARELY:
        return Sketch(array("I"), len(text))
    pieces = _PIECE.findall(text) or [text[:40]]
    hashes = [zlib.crc32(piece.encode("utf-8", "surrogatepass")) for piece in pieces]
    pairs = {one * 31 + other & 0xFFFFFFFF for one, other in pairwise(hashes)}
    return Sketch(array("I", (*sorted(set(hashes))[:KEPT], *sorted(pairs)[:PAIRS])), len(text))


class Sketches(Generic[Key]):
    """Sketches by the piece, for finding who shares enough of them."""

    def __init__(self) -> None:
        self._by_piece: dict[int, list[Key]] = defaultdict(list)
        self._made: dict[Key, Sketch] = {}

    def add(self, key: Key, made: Sketch) -> None:
        """Take in a sketch."""
        self._made[key] = made
        for piece in made.pieces:
            self._by_piece[piece].append(key)

    def near(self, made: Sketch) -> list[Key]:
        """Those taken in that are worth a careful look beside another, likeliest first."""
        counted: Counter[Key] = Counter()
        for piece in made.pieces:
            holders = self._by_piece.get(piece, ())
            if len(holders) <= _COMMON:
                counted.update(holders)
        return [key for key, count in counted.most_common(_CANDIDATES) if count >= _least(made, self._made[key])]

    def neighbours(self, others: Iterable[tuple[Key, Sketch]]) -> dict[Key, list[Key]]:
        """For each taken in, those of the others that are worth a careful look, likeliest first."""
        found: dict[Key, dict[Key, int]] = defaultdict(dict)
        met: Counter[int] = Counter()
        known = self._by_piece.keys()
        for other, made in others:
            shared = known & set(made.pieces)
            if not shared:
                continue
            met.update(shared)
            few = len(made.pieces) < KEPT // 2
            counted = Counter(key for piece in shared if met[piece] <= _COMMON for key in self._by_piece[piece])
            for key, count in counted.items():
                if (count > 1 or few or len(self._made[key].pieces) < KEPT // 2) and count >= _least(
                    made, self._made[key]
                ):
                    found[key][other] = count
        return {key: sorted(of, key=lambda o: -of[o])[:_CANDIDATES] for key, of in found.items()}


def _least(one: Sketch, other: Sketch) -> float:
    """How much two sketches share at the least when one text holds most of the other."""
    if min(len(one.pieces), len(other.pieces)) < KEPT // 2:
        return 1
    return max(2, KEPT // 6 * min(one.size, other.size) / max(one.size, other.size))


def likeness(one: str, other: str) -> float:
    """The share of the shorter of two `letters` that stands in the other, 0 to 1."""
    few, many = _grams(one, other)
    return len(few & many) / min(len(few), len(many)) if few and many else 0.0


def akin(one: Teller, other: Teller) -> float | None:
    """How like two cases are when they tell the same story, else None."""
    short, long = sorted((one.letters, other.letters), key=len)
    if len(short) < BARELY or len(short) < CUT * len(long):
        return None
    if one.plan != other.plan or not _same_owner(one, other):
        return None
    few, many = _grams(short, long)
    shared = len(few & many)
    least = min(len(few), len(many))
    if shared < ALIKE * least:
        return None
    if len(short) < SHORT and shared < WHOLE * len(few | many):
        return None
    return shared / least


def _same_owner(one: Teller, other: Teller) -> bool:
    """False only where two hospitals are named and neither text knows the other's: one pattern, two stories."""
    if not one.names or not other.names:
        return True
    if any(a in b or b in a for a in one.names for b in other.names):
        return True
    return any(name in other.letters for name in one.names) or any(name in one.letters for name in other.names)


def _grams(one: str, other: str) -> tuple[frozenset[str], frozenset[str]]:
    every = max(len(one), len(other)) // _MANY + 1
    some = _some(one, every), _some(other, every)
    # a long text of few different grams repeats itself: then all of them are few enough
    return some if every == 1 or min(map(len, some)) >= _ENOUGH else (_some(one, 1), _some(other, 1))


@lru_cache(maxsize=16)
def _some(text: str, every: int) -> frozenset[str]:
    """The grams of a text; kept for a while, for one text is compared with many."""
    if every == 1:
        return frozenset(text[at : at + _GRAM] for at in range(len(text) - _GRAM + 1))
    # which grams are taken depends on their letters alone, so that both texts give the same ones
    return frozenset(
        text[at : at + _GRAM]
        for at in range(len(text) - _GRAM + 1)
        if (ord(text[at]) * 31 + ord(text[at + 1])) % every == 0
    )
