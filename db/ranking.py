"""The order of what is found: title before practices and themes, before headings, before text; why is told in words.

Two stages, for weighing every hit is what costs. First the index names the likeliest cases place by place, then
these few are read and judged: how often a word stands there and where, whether it is a word there or only two
characters that happen to meet, and whether several words stand together.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from math import log
from typing import TYPE_CHECKING, NamedTuple

from db import words
from db.bits import among, bitmap, first
from db.spots import Spots

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from db.glance import Glance, Role
    from db.joints import Joints
    from db.spots import Asked, Spot
    from db.textual import Text

BEST = 50
"""Cases that are read and judged; what comes after them stays in the order it was added."""
PLACES = {"title": 12.0, "name": 6.0, "heading": 3.0, "text": 2.0}
"""What a word counts at most in each place."""
JOINED = {"title": 8.0, "name": 6.0, "text": 4.0, "close": 1.5}
"""What several words count that stand together in the order they were asked, or at least close to each other."""
ACCIDENT = 0.25
"""What is left of a word that is none there, such as 华人 in 中华人民."""
_HALF = 1.5
"""So many occurrences in a text of usual length count half of what the text can count."""
_USUAL = 2000
_LOOKED = 2
_ROUND = 6
_CLOSE = 60
_LONGEST = 4
"""Longer strings are not met by accident."""


class Reason(NamedTuple):
    """One thing that counted: the word or words, where, how often, and how much."""

    word: str
    place: str
    times: int
    counted: float
    accident: bool = False


class Looked:
    """Cases that were read, and where the words stand in what a case is judged by."""

    def __init__(self, asked: Sequence[Asked], glances: Mapping[int, Glance]) -> None:
        self.glances = glances
        self.asked = asked
        texts: list[str] = []
        joints: dict[int, Joints] = {}
        self._roles: list[Role] = []
        self._first: dict[int, int] = {}
        for key, case in glances.items():
            first = self._first[key] = len(texts)
            texts += case.texts
            self._roles += case.roles
            for at, found in case.joints.items():
                joints[first + at] = found
        self.spots = Spots(asked, texts, joints)
        self._texts = texts
        self._inside: dict[int, list[int]] = {key: [] for key in glances}
        for number, one in enumerate(asked):
            for key in among(one.held, glances):
                self._inside[key].append(number)
        self._hits = self._sorted()
        self._named: dict[tuple[int, ...], tuple[str, str]] = {}

    def _sorted(self) -> dict[int, dict[int, list[tuple[int, Spot]]]]:
        """Where the words were found: by the number of the case's text, then of the word."""
        starts = list(self._first.values())
        hits: dict[int, dict[int, list[tuple[int, Spot]]]] = {first: {} for first in starts}
        for at, found in self.spots.found.items():
            mine = hits[starts[bisect_right(starts, at) - 1]]
            for number, spot in found.items():
                mine.setdefault(number, []).append((at, spot))
        return hits

    def text(self, key: int) -> int:
        """The number of a case's text among those the words were looked for in; the title's is the next."""
        return self._first[key]

    def inside(self, key: int) -> list[int]:
        """The numbers of those of the words that a case holds."""
        return self._inside[key]

    def reasons(self, key: int, rarity: Mapping[str, float]) -> list[Reason]:
        """Everything that counts for a case."""
        found: list[Reason] = []
        numbers = self._inside[key]
        first = self._first[key]
        hits = self._hits[first]
        shared = set(PLACES)
        for number in numbers:
            counted = self._of_word(first, hits[number], self.asked[number].word, rarity) if number in hits else []
            shared.intersection_update([reason.place for reason in counted])
            found += counted
        if len(numbers) > 1 and shared and (together := self._together(key, numbers, shared)):
            found.append(together)
        return found

    def _of_word(
        self, first: int, hits: Sequence[tuple[int, Spot]], word: str, rarity: Mapping[str, float]
    ) -> list[Reason]:
        """What a word counts in each place, by the best of the texts there."""
        within: Spot | None = None
        best: dict[str, tuple[float, int, str, str]] = {}
        for at, spot in hits:
            if at == first:
                within = spot
                continue
            place, weight = self._roles[at]
            text = self._texts[at]
            worth = (weight * _share(spot.form, text, place), spot.times, text, spot.form)
            if place not in best or worth > best[place]:
                best[place] = worth
        found, sure, rare = [], False, rarity[word]
        for place, (share, times, text, hit) in best.items():
            accident = _accident(text, hit)
            sure |= not accident
            counted = PLACES[place] * share * rare
            found.append(Reason(word, place, times, counted * ACCIDENT if accident else counted, accident))
        if within:
            text, times = self._texts[first], within.times
            usual = 0.5 + len(text) / (2 * _USUAL)
            counted = PLACES["text"] * times / (times + _HALF * usual) * rare
            accident = not sure and _accident(text, within.form)
            found.append(Reason(word, "text", times, counted * ACCIDENT if accident else counted, accident))
        return found

    def _together(self, key: int, numbers: Sequence[int], places: set[str]) -> Reason | None:
        """Several words that follow each other or stand close together, in one of the places that hold them all."""
        case = self.glances[key]
        named, joined = self._joined(tuple(numbers))
        if "title" in places and joined in words.flat(case.title):
            return Reason(named, "title joined", 1, JOINED["title"])
        if "name" in places and any(joined in _flat(name) for name, _ in case.names):
            return Reason(named, "name joined", 1, JOINED["name"])
        if "text" not in places:
            return None
        if times := case.text.count(named):
            return Reason(named, "text joined", times, JOINED["text"])
        at, (first, *others) = self.text(key), numbers
        for start, end in self.spots.places(at, first, _LOOKED, _CLOSE):
            around = max(0, start - _CLOSE), end + _CLOSE
            if all(self.spots.stands(at, number, *around) for number in others):
                return Reason(named, "close", 1, JOINED["close"])
        return None

    def _joined(self, numbers: tuple[int, ...]) -> tuple[str, str]:
        """Some of the words in one, as typed and as they are looked for."""
        if numbers not in self._named:
            asked = [self.asked[number] for number in numbers]
            self._named[numbers] = "".join([one.word for one in asked]), "".join([one.variants[0] for one in asked])
        return self._named[numbers]


def best(
    read: Callable[[Sequence[int]], dict[int, Glance]], text: Text, asked: Sequence[Asked], bits: int, total: int
) -> tuple[list[int], Looked]:
    """The best cases among `bits`, the best first, at most `BEST`, and what was read and found for it."""
    if bits.bit_count() <= BEST:
        keys = first(bits, BEST)
    else:
        keys = []
        for pool in _pools(text, asked, bits):
            text.check()
            fresh = first(pool & bits, BEST - len(keys))
            bits &= ~bitmap(fresh)
            keys += fresh
            if len(keys) == BEST:
                break
    rarity = rarities(asked, total)
    looked = Looked(asked, read(keys))
    judged = [(-round(sum([r.counted for r in looked.reasons(key, rarity)]), 6), key) for key in looked.glances]
    return [key for _, key in sorted(judged)], looked


def _pools(text: Text, asked: Sequence[Asked], bits: int) -> Iterator[int]:
    """Sets of cases, the likeliest first. Worked out one by one: mostly the first few are enough."""

    def places(place: str) -> list[int]:
        found = []
        for one in asked:
            held = 0
            for variant in one.variants:
                held |= text.weighed(variant, place)
            found.append(held & bits)
        return found

    def refined(pool: int) -> Iterator[int]:
        if pool.bit_count() > BEST:
            yield pool & _both(places("most"))
            yield pool & _both(places("often"))
        yield pool

    several = len(asked) > 1
    together = 0
    title = places("title")
    if several:
        yield from refined(_both(title))
        joined = [one.variants[0] for one in asked]
        together = text.joined(joined) | text.weighed("".join(joined), "title")
        yield from refined(_any(title) & together)
    yield from refined(_any(title))
    name = places("names")
    yield from refined(_both(name))
    if several:
        yield from refined(together)
        yield from refined(_any(name))
    yield from refined(_any(places("headings")))
    for level in ("most", "often"):
        held = places(level)
        yield _both(held)
        yield _any(held)
    yield bits


def _both(sets: Sequence[int]) -> int:
    held = sets[0]
    for one in sets[1:]:
        held &= one
    return held


def _any(sets: Sequence[int]) -> int:
    held = 0
    for one in sets:
        held |= one
    return held


def rarities(asked: Sequence[Asked], total: int) -> dict[str, float]:
    """How much each word tells, from 0.5 for one that stands everywhere to 1.5."""
    if len(asked) == 1:
        return {asked[0].word: 1.0}
    return {one.word: 0.5 + log(1 + total / (1 + one.held.bit_count())) / log(2 + total) for one in asked}


def _share(hit: str, text: str, place: str) -> float:
    """A name or heading that says little else weighs more; so does, a little, a short title."""
    least = 0.85 if place == "title" else 0.6
    return least + (1 - least) * min(1.0, len(hit) / max(1, len(text)))


@lru_cache(maxsize=4096)
def _flat(text: str) -> str:
    """Names recur from case to case."""
    return words.flat(text)


@lru_cache(maxsize=1024)
def _word(hit: str) -> bool:
    """Whether a string is a Chinese word at all; only words can be met by accident."""
    return hit[0] > "\u3400" and len(words.cut(hit)) == 1


def _accident(text: str, hit: str) -> bool:
    """Whether at the first places where a short string stands it is always the end of one word and half of another."""
    if not (1 < len(hit) <= _LONGEST and _word(hit)):
        return False
    at, seen = text.find(hit), 0
    while at >= 0 and seen < _LOOKED:
        start = max(0, at - _ROUND)
        borders = words.borders(text[start : at + len(hit) + _ROUND])
        first, last = at - start, at - start + len(hit)
        if borders.isdisjoint(range(first + 1, last)) or (first in borders and last in borders):
            return False
        seen += 1
        at = text.find(hit, at + 1)
    return seen > 0


_SAID = {"title": "标题里有“{}”", "name": "做法、主题或单位名里有“{}”", "heading": "小标题里有“{}”",
         "text": "正文出现“{}”{} 次",
         "title joined": "标题里几个词连在一起", "name joined": "做法、主题或单位名里几个词连在一起",
         "text joined": "正文里几个词连在一起，{1}次", "close": "几个词离得很近"}  # fmt: skip


def said(reason: Reason) -> str:
    """A reason in words, with what it counted."""
    sentence = _SAID[reason.place].format(reason.word, reason.times)
    accident = "（不成词，只是碰巧相邻）" if reason.accident else ""
    return f"{sentence}{accident}：{reason.counted:.1f} 分"
