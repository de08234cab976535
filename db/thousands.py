"""Numbers printed with thousands separators: 1,200 is 1200. Pure text; knows nothing of folding or of queries.

Only whole, well-formed numbers are taken so: groups of three behind one to three digits that do not begin with 0.
A separator is as wide as its digits, for the wide one is mostly a comma between clauses.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_NUMBER = re.compile(
    "(?<![0-9０-９,.，．])(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9０-９]|[,，][0-9０-９])"
    "|[１-９][０-９]{0,2}(?:，[０-９]{3})+(?![0-9０-９]|[,，][0-9０-９]))"
)
_LIKELY = re.compile(",[0-9]{3}"), re.compile("，[０-９]{3}")
_DIGITS = re.compile("[0-9]{2}")


def within(folded: str) -> bool:
    """Whether a folded string may stand where only without separators it is found: it has digits side by side."""
    return _DIGITS.search(folded) is not None


def separators(text: str) -> list[int]:
    """Where the separators of numbers stand."""
    if not any(likely.search(text) for likely in _LIKELY):
        return []
    return [at for found in _NUMBER.finditer(text) for at in range(*found.span()) if text[at] in ",，"]


def plain(text: str, places: list[int] | None = None) -> str:
    """The text without the separators of its numbers, which stand at these places."""
    pieces, begun = [], 0
    for at in separators(text) if places is None else places:
        pieces.append(text[begun:at])
        begun = at + 1
    return "".join([*pieces, text[begun:]])


def windows(text: str, fold: Callable[[str], str], reach: int) -> list[str]:
    """Of the folded text without separators, the pieces so far round each of them; those that touch are one."""
    begun, length, kept = 0, 0, list[tuple[int, int]]()
    for at in separators(text):
        length += len(fold(text[begun:at]))
        begun = at + 1
        start = max(0, length - reach)
        if kept and start <= kept[-1][1]:
            start = kept.pop()[0]
        kept.append((start, length + reach))
    folded = fold(plain(text)) if kept else ""
    return [folded[start:end] for start, end in kept]


def places(text: str, found: Callable[[str], list[tuple[int, int]]]) -> list[tuple[int, int]]:
    """What is found in a text without its separators, as stretches of the text that hold some; none without any."""
    gone = separators(text)
    if not gone:
        return []
    before = [at - number for number, at in enumerate(gone)]  # of each separator, where what follows it stands then
    made = []
    for start, end in found(plain(text, gone)):
        first, last = start + bisect_right(before, start), end - 1 + bisect_right(before, end - 1)
        if last - first > end - 1 - start:
            made.append((first, last + 1))
    return made
