"""Which rows of the list stand in which group, and which groups are shut. Knows rows by number, nothing of cases."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from db.query import KINDS

BAND = 28
"""Height of the band over the first row of a group."""
NONE = "未标注"


class Groups:
    """Groups one after the other."""

    def __init__(self) -> None:
        self.given: Sequence[tuple[str, int]] = ()
        self.heads: dict[int, str] = {}
        """First row of each group, and its name."""
        self._starts: list[int] = []
        self._ends: dict[int, int] = {}
        self._shut: set[str] = set()

    def fill(self, groups: Sequence[tuple[str, int]]) -> None:
        """Take other groups: value and number of rows; those of the same name stay as they were, shut or open."""
        self.given = groups
        self.heads, self._ends, at = {}, {}, 0
        for name, count in groups:
            self.heads[at], self._ends[at] = name, at + count
            at += count
        self._starts = list(self.heads)
        if not groups:
            self._shut.clear()

    def head(self, row: int) -> int | None:
        """The first row of the group a row is in."""
        at = bisect_right(self._starts, row) - 1
        return self._starts[at] if at >= 0 else None

    def shut(self, row: int) -> bool:
        """Whether the group a row is in is shut."""
        head = self.head(row)
        return head is not None and self.heads[head] in self._shut

    def hidden(self, row: int) -> bool:
        """Whether a row is not seen: it is in a shut group and not its first."""
        return bool(self._starts) and row not in self.heads and self.shut(row)

    def toggle(self, row: int) -> None:
        """Shut the group a row is in, or open it."""
        if (head := self.head(row)) is not None:
            self._shut ^= {self.heads[head]}

    def runs(self) -> Iterator[tuple[int, int]]:
        """Where each group begins and ends."""
        yield from self._ends.items()

    def words(self, row: int) -> tuple[str, int]:
        """What stands on the band over a group's first row: its name, and how many are in it."""
        name = self.heads[row]
        return KINDS.get(name, name) or NONE, self._ends[row] - row

    def told(self, row: int) -> str:
        """The band in words, for those who hear the list; empty for a row without one."""
        if row not in self.heads:
            return ""
        name, count = self.words(row)
        return f"分组 {name}，{count} 案，{'已收起' if self.shut(row) else '已展开'}"
