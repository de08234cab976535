"""The order of what is found: title before practices and themes, before headings, before text; why is told in words.

Two stages, for weighing every hit is what costs. First the index names the likeliest cases place by place, then
these few are read and judged: how often a word stands there and where, whether it is a word there or only two
characters that happen to meet, and whether several words stand together.
"""

# ruff: noqa: S608 - the names in this SQL are our own, values are always bound
from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import TYPE_CHECKING, NamedTuple

from db import words
from db.bits import bitmap, first

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from db.strictness import Strict
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
_LEAST = 0.5
"""What a theme of which the case hardly speaks counts all the same."""
_SHORT = 100
_LONG = 20_000
_LOOKED = 2
_ROUND = 6
_CLOSE = 60
_LONGEST = 4
"""Longer strings are not met by accident."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of the query: as typed, the field it was asked for, and what it is looked for as, folded."""

    word: str
    field: str | None
    variants: tuple[str, ...]
    held: int = -1
    """The cases that hold it; nobody need look for it in others."""
    strict: Strict | None = None
    """How it must be printed, when not everything is overlooked."""
    exact: tuple[str, ...] = ()
    """What it is looked for as in that case, folded so."""


class Told(NamedTuple):
    """The words of one case that judging reads."""

    key: int
    title: str
    names: tuple[tuple[str, float], ...]
    """Practices, themes, hospitals; and how much each of them is the case's, 0 to 1."""
    headings: tuple[tuple[str, float], ...]
    text: str


class Reason(NamedTuple):
    """One thing that counted: the word or words, where, how often, and how much."""

    word: str
    place: str
    times: int
    counted: float
    accident: bool = False


def best(raw: sqlite3.Connection, text: Text, asked: Sequence[Asked], bits: int, total: int) -> dict[int, str]:
    """The best cases among `bits`, the best first, at most `BEST`, each with its text, which was read for it."""
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
    judged = [
        (-round(sum([r.counted for r in reasons(told, inside(told.key, asked), rarity)]), 6), told.key, told.text)
        for told in read(raw, keys)
    ]
    return {key: text for _, key, text in sorted(judged)}


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


def inside(key: int, asked: Sequence[Asked]) -> Sequence[Asked]:
    """Those of the words that a case holds."""
    return [one for one in asked if one.held >> key & 1]


def rarities(asked: Sequence[Asked], total: int) -> dict[str, float]:
    """How much each word tells, from 0.5 for one that stands everywhere to 1.5."""
    if len(asked) == 1:
        return {asked[0].word: 1.0}
    return {one.word: 0.5 + log(1 + total / (1 + one.held.bit_count())) / log(2 + total) for one in asked}


def read(raw: sqlite3.Connection, keys: Sequence[int]) -> list[Told]:
    """What judging reads of these cases."""
    among = ", ".join(map(str, keys))
    names: defaultdict[int, list[tuple[str, float]]] = defaultdict(list)
    sure = f"status IN ('auto', 'user') AND case_key IN ({among})"
    for sql in (
        f"SELECT case_key, name, 1.0 FROM case_practices WHERE {sure}",
        "SELECT case_key, n.name, iif(status = 'user', 1.0, score) FROM case_themes"
        " JOIN themes n ON n.id = theme_id WHERE " + sure,
    ):
        for key, name, score in raw.execute(sql):
            names[key].append((name, _LEAST + (1 - _LEAST) * min(1.0, max(0.0, score))))
    told = []
    rows = raw.execute(f"SELECT key, title, owner, site, outline, text FROM cases WHERE key IN ({among})")
    for key, title, owner, site, outline, text in rows:
        own = (*names[key], *((name, 1.0) for name in (owner, site) if name))
        headings = tuple((section[0], 1.0) for section in json.loads(outline)) if outline != "[]" else ()
        told.append(Told(key, title, own, headings, text))
    return told


def reasons(told: Told, asked: Sequence[Asked], rarity: dict[str, float]) -> list[Reason]:
    """Everything that counts for a case."""
    found: list[Reason] = []
    named = words.flat("\n".join([told.title, *(name for name, _ in (*told.names, *told.headings))]))
    for one in asked:
        for reason in _of_word(told, one, named=any(variant in named for variant in one.variants)):
            counted = reason.counted * rarity[one.word] * (ACCIDENT if reason.accident else 1.0)
            found.append(Reason(one.word, reason.place, reason.times, counted, reason.accident))
    if len(asked) > 1:
        places = [{reason.place for reason in found if reason.word == one.word} for one in asked]
        together = _together(told, asked, set.intersection(*places))
        found += [together] if together else []
    return found


def _of_word(told: Told, asked: Asked, *, named: bool) -> Iterator[Reason]:
    sure = False
    places = (("title", ((told.title, 1.0),)), ("name", told.names), ("heading", told.headings)) if named else ()
    for place, texts in places:
        best = (0.0, 0, "", "")
        for text, weight in texts:
            times, hit = _count(text, asked)
            if times:
                best = max(best, (weight * _share(hit, text, place), times, text, hit))
        share, times, text, hit = best
        if times:
            accident = _accident(text, hit)
            sure |= not accident
            yield Reason(asked.word, place, times, PLACES[place] * share, accident)
    times, hit = _count(told.text, asked)
    if times:
        usual = 0.5 + len(told.text) / (2 * _USUAL)
        weight = PLACES["text"] * times / (times + _HALF * usual)
        yield Reason(asked.word, "text", times, weight, not sure and _accident(told.text, hit))


def _share(hit: str, text: str, place: str) -> float:
    """A name or heading that says little else weighs more; so does, a little, a short title."""
    least = 0.85 if place == "title" else 0.6
    return least + (1 - least) * min(1.0, len(hit) / max(1, len(text)))


def _count(text: str, asked: Asked) -> tuple[int, str]:
    """How often a word stands in a text, and as what; as printed first, for folding costs more than finding."""
    if asked.strict:
        folded = asked.strict(text)
        return max(((folded.count(one), one) for one in asked.exact), default=(0, ""))
    times, hit = text.count(asked.word), asked.word
    for variant in asked.variants:
        more = text.count(variant) if variant != asked.word else 0
        if more > times:
            times, hit = more, variant
    if not times:
        folded = flat(text)
        for variant in asked.variants:
            more = folded.count(variant)
            if more > times:
                times, hit = more, variant
    return times, hit


def flat(text: str) -> str:
    """The text folded, from memory if it was just folded before."""
    if len(text) > _LONG:
        return words.flat(text)
    return _flat(text) if len(text) < _SHORT else _whole(text)


@lru_cache(maxsize=4096)
def _flat(text: str) -> str:
    """Names recur from case to case."""
    return words.flat(text)


@lru_cache(maxsize=BEST)
def _whole(text: str) -> str:
    """A text that does not hold a word as it was typed is asked for it again and again."""
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


def _together(told: Told, asked: Sequence[Asked], places: set[str]) -> Reason | None:
    """Several words that follow each other or stand close together, in one of the places that hold them all."""
    named = "".join(one.word for one in asked)
    joined = "".join(one.variants[0] for one in asked)
    if "title" in places and joined in words.flat(told.title):
        return Reason(named, "title joined", 1, JOINED["title"])
    if "name" in places and any(joined in _flat(name) for name, _ in told.names):
        return Reason(named, "name joined", 1, JOINED["name"])
    if "text" not in places:
        return None
    text = told.text
    times = text.count(named)
    if times:
        return Reason(named, "text joined", times, JOINED["text"])
    first, *others = (one.word for one in asked)
    at = text.find(first)
    for _ in range(_LOOKED):
        if at < 0:
            break
        around = text[max(0, at - _CLOSE) : at + len(first) + _CLOSE]
        if all(word in around for word in others):
            return Reason(named, "close", 1, JOINED["close"])
        at = text.find(first, at + _CLOSE)
    return None


_SAID = {"title": "标题里有“{}”", "name": "做法、主题或单位名里有“{}”", "heading": "小标题里有“{}”",
         "text": "正文出现“{}”{} 次",
         "title joined": "标题里几个词连在一起", "name joined": "做法、主题或单位名里几个词连在一起",
         "text joined": "正文里几个词连在一起，{1}次", "close": "几个词离得很近"}  # fmt: skip


def said(reason: Reason) -> str:
    """A reason in words, with what it counted."""
    sentence = _SAID[reason.place].format(reason.word, reason.times)
    accident = "（不成词，只是碰巧相邻）" if reason.accident else ""
    return f"{sentence}{accident}：{reason.counted:.1f} 分"
