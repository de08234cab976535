"""Folding that overlooks less: Traditional characters, width or case can be told apart when a person wants that."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from db import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.variants import Options

_CODES = (range(0x3400), range(0xA000, 0xAC00), range(0xF900, 0x20000), range(0x2F800, 0x2FA20))
"""Where Unicode has characters that fold to others, Traditional ones apart: not in Han, Korean and private use."""


def folding(options: Options) -> Strict | None:
    """The way of folding these options ask for; None when it is the index's own."""
    if options.traditional and options.width and options.case:
        return None
    return Strict(options.traditional, options.width, options.case)


class Strict:
    """A way of folding, and where what is folded by it stands."""

    def __init__(self, traditional: bool, width: bool, case: bool) -> None:
        self.width, self.case = width, case
        self._table = _characters(traditional, width, case)

    def __call__(self, text: str) -> str:
        """The text folded as far as is wanted."""
        return words.composed(text).translate(self._table)

    def others(self, wanted: Sequence[str]) -> frozenset[str]:
        """The characters that fold onto one of the words' but that are told apart here.

        A text without any of them holds a word so folded exactly where it holds it altogether folded.
        """
        return frozenset(one for one in spelled(words.flat("".join(wanted))) if self(one) != words.flat(one))

    def places(self, text: str, wanted: Sequence[str]) -> list[tuple[int, int]]:
        """Where any of several folded strings stands, as original stretches, one string after the other."""
        folded = self(text)
        held = [one for one in wanted if one and one in folded]
        if not held:
            return []
        origin = self._origin(text)
        return [(origin[start][0], origin[end - 1][1]) for start, end in words.standing(folded, held)]

    def _origin(self, text: str) -> list[tuple[int, int]]:
        """Of every folded character the stretch it came from."""
        lengths = {character: len(self._table[ord(character)]) for character in set(text)}
        if max(lengths.values()) < 2 and words.composed(text) == text:
            return [(at, at + 1) for at, character in enumerate(text) if lengths[character]]
        origin: list[tuple[int, int]] = []
        for start, end in words.clusters(text):
            origin += [(start, end)] * len(self(text[start:end]))
        return origin


class _Characters(dict[int, str]):
    def __init__(self, traditional: bool, width: bool, case: bool) -> None:
        super().__init__()
        self._ways = traditional, width, case

    def __missing__(self, code: int) -> str:
        traditional, width, case = self._ways
        character = chr(code)
        full = words.flat(character)
        if not full:  # what cannot be seen is never told apart
            folded = ""
        else:
            folded = unicodedata.normalize("NFKC", character) if width else character
            folded = folded.lower() if case else folded
            folded = words.simplified(folded) if traditional else folded
        self[code] = folded
        return folded


@cache
def _characters(traditional: bool, width: bool, case: bool) -> _Characters:
    return _Characters(traditional, width, case)


def spelled(folded: str) -> frozenset[str]:
    """The characters of folded text, and those that fold onto one of them or onto more that hold it."""
    others = _spelled()
    return frozenset(folded).union(*(others.get(character, "") for character in folded))


@cache
def _spelled() -> dict[str, str]:
    made: defaultdict[str, str] = defaultdict(str)
    changed = [one for one in map(chr, chain.from_iterable(_CODES))
               if one != one.lower() or not unicodedata.is_normalized("NFKC", one)]  # fmt: skip
    for character in sorted({*changed, *words.traditional()}):
        folded = words.flat(character)
        for one in folded if folded != character else ():
            made[one] += character
    return dict(made)
