"""Words replaced by others wherever they stand, and where a place in a text is after that. Knows texts alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

Swaps: TypeAlias = Sequence[tuple[int, int, int]]
"""Of a text: where something was replaced, from and to, and how long what stands there now is."""


def pattern(named: Iterable[str]) -> re.Pattern[str]:
    """Any of these words, longer ones first; no part of a longer number."""
    parts = []
    for words in sorted(named, key=lambda each: (-len(each), each)):
        left = r"(?<![0-9A-Za-z])" if words[0].isascii() and words[0].isalnum() else ""
        right = r"(?![0-9A-Za-z])" if words[-1].isascii() and words[-1].isalnum() else ""
        parts.append(f"{left}{re.escape(words)}{right}")
    return re.compile("|".join(parts))


class Swapper:
    """Puts a mark in the place of each word it knows, and counts the marks it put."""

    def __init__(self, named: Mapping[str, str]) -> None:
        """`named`: word -> mark, at least one."""
        self.named = named
        self._pattern = pattern(named)
        self.counts: dict[str, int] = dict.fromkeys(named.values(), 0)

    def change(self, text: str) -> str:
        """The text with every known word replaced."""
        return self._pattern.sub(self._swap, text)

    def swaps(self, text: str) -> Swaps:
        """What `change` would do, for `moved`."""
        return [(m.start(), m.end(), len(self.named[m.group()])) for m in self._pattern.finditer(text)]

    def _swap(self, match: re.Match[str]) -> str:
        mark = self.named[match.group()]
        self.counts[mark] += 1
        return mark


def moved(position: int, swaps: Swaps, *, first: bool) -> int:
    """Where a position is after the swaps; inside a replaced word it is at that word's beginning, or its end."""
    shift = 0
    for start, end, length in swaps:
        if end <= position:
            shift += length - (end - start)
        elif start < position:
            return start + shift + (0 if first else length)
        else:
            break
    return position + shift
