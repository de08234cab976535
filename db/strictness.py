"""Folding that overlooks less: Traditional characters, width or case can be told apart when a person wants that."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from db import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.variants import Options


def folding(options: Options) -> Callable[[str], str] | None:
    """The way of folding these options ask for; None when it is the index's own."""
    if options.traditional and options.width and options.case:
        return None
    return _Folding(options.traditional, options.width, options.case)


class _Folding:
    def __init__(self, traditional: bool, width: bool, case: bool) -> None:
        self._table = _characters(traditional, width, case)

    def __call__(self, text: str) -> str:
        return text.translate(self._table)


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
