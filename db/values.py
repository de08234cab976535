"""Which cases have which value of one field, so kept that counting is quick whether values are common or rare.

A common value holds a bitmap of its cases, a rare one a list; every case lists its rare values. Never changed once
made: a changed case gives a new object that shares what stayed the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from db.bits import bitmap, first, members, pick

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_FEW = 64
_COMMON = 256
"""A value is common when one case in so many has it."""


@dataclass(frozen=True, slots=True)
class Values:
    """The values of one field."""

    common: dict[str, int] = field(default_factory=dict)
    rare: dict[str, tuple[int, ...]] = field(default_factory=dict)
    of: list[tuple[str, ...]] = field(default_factory=list)
    """Key -> the rare values of that case."""
    known: dict[int, dict[str, int]] = field(default_factory=dict)
    """The last set of cases that was counted (all of them, mostly), and its counts."""

    listed: dict[int, dict[int, list[str]]] = field(default_factory=dict)
    """The last set of cases whose values were listed, and the lists."""

    def __iter__(self) -> Iterator[str]:
        return chain(self.common, self.rare)

    def __len__(self) -> int:
        return len(self.common) + len(self.rare)

    def get(self, value: str) -> int:
        """The cases with a value."""
        keys = self.rare.get(value)
        return self.common.get(value, 0) if keys is None else bitmap(keys)

    def union(self, values: Iterable[str]) -> int:
        """The cases with any of the values."""
        bits, keys = 0, set[int]()
        for value in values:
            bits |= self.common.get(value, 0)
            keys.update(self.rare.get(value, ()))
        return bits | bitmap(keys)

    def of_case(self, key: int) -> list[str]:
        """The values of one case."""
        own = self.of[key] if key < len(self.of) else ()
        return [value for value, bits in self.common.items() if bits >> key & 1] + list(own)

    def of_cases(self, bits: int) -> dict[int, list[str]]:
        """The values of each of these cases."""
        kept = self.listed.get(bits)
        if kept is None:
            kept = {key: list(self.of[key]) if key < len(self.of) else [] for key in members(bits)}
            for value, held in self.common.items():
                for key in members(held & bits):
                    kept[key].append(value)
            self.listed.clear()
            self.listed[bits] = kept
        return kept

    def counts(self, base: int, every: int) -> dict[str, int]:
        """How many of the cases of `base`, which are among `every`, have each value; values of none are left out."""
        kept = self.known.get(base)
        if kept is not None:
            return dict(kept)
        found = {value: (bits & base).bit_count() for value, bits in self.common.items()}
        if not self.rare:
            pass
        elif base != every and 2 * base.bit_count() > every.bit_count():
            found |= self.counts(every, every)
            found |= {value: (bits & base).bit_count() for value, bits in self.common.items()}
            for value, count in self._rare_counts(every & ~base).items():
                found[value] -= count
        else:
            found |= self._rare_counts(base)
        made = {value: count for value, count in found.items() if count}
        if base == every:
            self.known.clear()
            self.known[base] = dict(made)
        return made

    def _rare_counts(self, base: int) -> Counter[str]:
        lists: Iterable[tuple[str, ...]]
        if base.bit_count() < _FEW:
            lists = [self.of[key] for key in first(base, _FEW) if key < len(self.of)]
        else:
            lists = pick(self.of, base)
        return Counter(chain.from_iterable(lists))

    def changed(self, keys: Iterable[int], fresh: Mapping[str, Sequence[int]]) -> Values:
        """With these cases having only these values."""
        listed = list(keys)
        mask = bitmap(listed)
        common = {value: bits & ~mask if bits & mask else bits for value, bits in self.common.items()}
        rare, of = dict(self.rare), list(self.of)
        of += [()] * (max(listed, default=0) + 1 - len(of))
        for key in listed:
            for value in of[key]:
                rare[value] = tuple(other for other in rare[value] if other != key)
                if not rare[value]:
                    del rare[value]
            of[key] = ()
        for value, added in fresh.items():
            if value in common:
                common[value] |= bitmap(added)
                continue
            rare[value] = tuple(sorted({*rare.get(value, ()), *added}))
            for key in set(added):
                of[key] = (*of[key], value)
        return Values(common, rare, of)


def values(found: Mapping[str, Sequence[int]], cases: int, *, common: bool = False) -> Values:
    """Made from value -> keys, in a library of so many cases; `common` when there are few values."""
    made = Values(of=[])
    lists: defaultdict[int, list[str]] = defaultdict(list)
    for value, keys in found.items():
        if common or len(keys) * _COMMON >= cases:
            made.common[value] = bitmap(keys)
        else:
            made.rare[value] = tuple(sorted(set(keys)))
            for key in made.rare[value]:
                lists[key].append(value)
    own = lists.get
    made.of.extend(tuple(own(key, ())) for key in range(max(lists, default=-1) + 1))
    return made
