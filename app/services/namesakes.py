"""Names of practices that are likely the same one: they differ by a head noun, a letter, or one stands in the other.

Only offers; what is one practice a person decides. Works on thousands of names at once, so nothing here compares
each with each. Knows names and counts, no library.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.practices import Named

MOST = 300
"""Offers made at once."""
_HEADS = re.compile(
    r"(?:建设|培育|管理|工作|服务|实施|培养|选树)*"
    r"(?:制度|机制|模式|工程|计划|清单|行动|战略|体系|品牌|活动|项目|方案|办法|工作法|管理法|做法|举措)+$"
)
_MARKS = re.compile(r"[\W_的]+")
_LEAST, _SMALL = 2, 6
_LONG, _LONGER = 5, 4
"""Letters of names that may differ by one, and of one that stands in another."""


@dataclass(frozen=True, slots=True)
class Likely:
    """Two names that may be one; `into` is the one in more cases."""

    name: str
    into: str
    why: str
    cases: int
    """In which one of them stands, for the order."""


def namesakes(named: Sequence[Named]) -> tuple[Likely, ...]:
    """Pairs that may be one practice, the weightiest first."""
    shown = {one.name: one for one in named if not one.hidden}
    pairs: dict[frozenset[str], str] = {}
    for why, found in (
        ("只差引号、空格或“的”", _same(shown, _bare)),
        ("只差后面的通称", _same(shown, _stem)),
        ("只差一个字", _one_apart(shown)),
        ("一个包含另一个", _inside(shown)),
    ):
        for pair in found:
            pairs.setdefault(pair, why)
    made = [_likely(sorted((shown[name] for name in pair), key=_weight), why) for pair, why in pairs.items()]
    order = {why: n for n, why in enumerate(dict.fromkeys(pairs.values()))}
    return tuple(sorted(made, key=lambda one: (-one.cases, order[one.why], one.into, one.name))[:MOST])


def _weight(one: Named) -> tuple[int, int, str]:
    return (-one.cases, len(one.name), one.name)


def _likely(pair: list[Named], why: str) -> Likely:
    into, name = pair
    return Likely(name.name, into.name, why, into.cases + name.cases)


def _bare(name: str) -> str:
    return _MARKS.sub("", name).lower()


def _stem(name: str) -> str:
    return _HEADS.sub("", _bare(name))


def _same(names: Iterable[str], key: Callable[[str], str]) -> Iterator[frozenset[str]]:
    buckets: dict[str, list[str]] = defaultdict(list)
    for name in names:
        told = key(name)
        if len(told) >= _LEAST:
            buckets[told].append(name)
    yield from _pairs(buckets.values())


def _pairs(groups: Iterable[Sequence[str]]) -> Iterator[frozenset[str]]:
    """Every two of a small group; of a large one each with the first, for that is a word of everybody's."""
    for group in groups:
        some = combinations(group, 2) if len(group) <= _SMALL else ((group[0], other) for other in group[1:])
        yield from (frozenset(pair) for pair in some)


def _one_apart(names: Iterable[str]) -> Iterator[frozenset[str]]:
    """Names that are the same with one letter of one or of each left out: found by all ways to leave one out."""
    buckets: dict[str, list[str]] = defaultdict(list)
    for name in names:
        bare = _bare(name)
        if len(bare) >= _LONG:
            for way in {bare, *(bare[:n] + bare[n + 1 :] for n in range(len(bare)))}:
                buckets[way].append(name)
    for pair in _pairs(group for group in buckets.values() if 1 < len(group) <= _SMALL):
        one, other = map(_bare, pair)
        if _differs_by_one(one, other) and not _numbered(one, other):
            yield pair


def _differs_by_one(one: str, other: str) -> bool:
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    return abs(len(one) - len(other)) == 1


def _numbered(one: str, other: str) -> bool:
    """Whether the one letter is a number: 十条 and 八条 are two."""
    odd = {letter for pair in zip(one, other, strict=False) for letter in pair if pair[0] != pair[1]}
    return len(one) == len(other) and bool(odd) and odd <= set("0123456789一二三四五六七八九十百两双")


def _inside(names: Iterable[str]) -> Iterator[frozenset[str]]:
    """Names of which one stands in the other and is at least half of it."""
    by_bare: dict[str, str] = {}
    for name in names:
        by_bare.setdefault(_bare(name), name)
    for bare, name in by_bare.items():
        least = max(_LONGER, -(-len(bare) // 2))
        for size in range(least, min(len(bare), 24)):
            for at in range(len(bare) - size + 1):
                other = by_bare.get(bare[at : at + size])
                if other:
                    yield frozenset((name, other))
