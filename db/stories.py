"""Of cases that tell one story only one counts: arithmetic over the stories, of which most have two cases."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from db.bits import bitmap, members

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


def further(stories: Mapping[int, Sequence[int]], bits: int) -> int:
    """The cases of a set that do not count: all but the first of every story."""
    return bitmap([key for keys in _several(stories, bits) for key in keys[1:]])


def repeated(stories: Mapping[int, Sequence[int]], bits: int, values: Mapping[int, Sequence[str]]) -> Counter[str]:
    """How often every value was counted once too often among the cases of a set."""
    found: Counter[str] = Counter()
    for keys in _several(stories, bits):
        own = Counter(value for key in keys for value in set(values[key]))
        for value, count in own.items():
            if count > 1:
                found[value] += count - 1
    return found


def _several(stories: Mapping[int, Sequence[int]], bits: int) -> Iterator[list[int]]:
    inside = set(members(bits))
    for keys in stories.values():
        those = [key for key in keys if key in inside]
        if len(those) > 1:
            yield those
