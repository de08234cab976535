"""Whether words stand near each other in a text: within so many characters, in a sentence, in a paragraph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from db.clauses import Within

_SENTENCES = re.compile("[。！？!?；;\n]+[”’」』）)]*")
_PARAGRAPHS = re.compile("\n+")


def near(text: str, wanted: Sequence[Sequence[str]], within: Within, fold: Callable[[str], str]) -> bool:
    """Whether some stretch of a text as printed holds every word near the others.

    Args:
        text: As it is printed; sentences and paragraphs end where they do there.
        wanted: Of every word the folded alternatives, any of which will do.
        within: How many characters of the stretch may belong to none of the words, or what holds it.
        fold: Folds the text as the words are folded.
    """
    if isinstance(within, int):
        return _within(fold(text), wanted, within)
    pieces = (_SENTENCES if within == "sentence" else _PARAGRAPHS).split(text)
    return any(_every(fold(piece), wanted) for piece in pieces if piece)


def _every(folded: str, wanted: Sequence[Sequence[str]]) -> bool:
    return all(any(one in folded for one in alternatives) for alternatives in wanted)


def _within(folded: str, wanted: Sequence[Sequence[str]], within: int) -> bool:
    """A sweep over all places: of every word the last place, as the stretch that ends here is the shortest then."""
    if not _every(folded, wanted):
        return False
    places = sorted(
        (end, start, number)
        for number, alternatives in enumerate(wanted)
        for one in alternatives
        for start, end in _places(folded, one)
    )
    last: dict[int, tuple[int, int]] = {}
    for end, start, number in places:
        kept = last.get(number)
        if kept is None or start >= kept[0]:
            last[number] = (start, end)
        if len(last) == len(wanted) and _gap(list(last.values())) <= within:
            return True
    return False


def _gap(stretches: list[tuple[int, int]]) -> int:
    """Characters between the first and the last that belong to none."""
    stretches.sort()
    gap, reached = 0, stretches[0][0]
    for start, end in stretches:
        gap += max(0, start - reached)
        reached = max(reached, end)
    return gap


def _places(folded: str, one: str) -> Iterator[tuple[int, int]]:
    at = folded.find(one)
    while at >= 0:
        yield at, at + len(one)
        at = folded.find(one, at + 1)
