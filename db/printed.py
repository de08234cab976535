"""What of a case's print the folding hides: told to the index, so that few texts need be read when it is not wanted.

Pure text: strings of tokens and full-text questions for them; knows nothing of the index.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from db import words
from db.strictness import Strict

if TYPE_CHECKING:
    from collections.abc import Iterable

MARKED = "marked"
"""The token of a case with letters and marks that are one character together."""
_LETTERS = re.compile("[A-Za-z]+")
_AS_IT_STANDS = Strict(traditional=False, width=False, case=False)


def tokens(texts: Iterable[str]) -> str:
    """The tokens of one case: its characters that fold to others, and its Latin letters and pairs of them."""
    found: set[str] = set()
    for text in texts:
        unusual = set(_unusual().findall(text))
        found.update(_token(one) for one in unusual if words.flat(one) != one)
        unseen = any(not words.flat(one) for one in unusual)
        standing = _AS_IT_STANDS(text) if unseen else "".join(text.split())
        for run in set(_LETTERS.findall(standing)):
            found.update(map(_token, (*run, *map(str.__add__, run, run[1:]))))
        if unusual and words.composed(text) != text:
            found.add(MARKED)
    return " ".join(found)


@cache
def _unusual() -> re.Pattern[str]:
    return words.unlike(words.BLANK)


def any_of(characters: Iterable[str]) -> str:
    """The question for cases with any of these characters but Latin letters; empty for none."""
    return " OR ".join(f'"{_token(one)}"' for one in sorted(characters) if one > "\x7f")


def letters(wanted: Iterable[str]) -> str:
    """The Latin letters of some words, small."""
    return "".join({letter for one in wanted for run in _LETTERS.findall(words.flat(one)) for letter in run})


def cased(wanted: str) -> list[tuple[str, str]]:
    """For every pair of letters in a word, or single one: the questions for it and for it otherwise written.

    A case with the first and without the second has these letters as they are wanted wherever it has them.
    """
    asked: dict[str, str] = {}
    for run in _LETTERS.findall(wanted):
        for piece in [run] if len(run) == 1 else map(str.__add__, run, run[1:]):
            ways = [""]
            for letter in piece:
                ways = [way + other for way in ways for other in (letter.lower(), letter.upper())]
            others = " OR ".join(f'"{_token(way)}"' for way in ways if way != piece)
            asked[f'"{_token(piece)}"'] = others
    return list(asked.items())


def _token(characters: str) -> str:
    return "u".join(f"{ord(one):x}" for one in characters)
