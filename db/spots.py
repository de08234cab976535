"""Where the words of a query stand in many texts at once: how often, as what, and the first places. Pure text.

What `db.words.places` says of each text, sooner: the texts are searched as one, as they are printed, and only those
that hold a character which folds to one of a word's are folded one by one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from db import strictness, thousands, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from db.strictness import Strict

Stretch = tuple[int, int]
PLACES = 8
"""Places of one word in one text that are weighed against each other."""
_BORDER = "\0"
"""Between two texts: folds to nothing and is no white space."""
_UNSEEN = "\xad\u200b\u200c\u200d\u2060\ufeff"
"""The commonest characters that fold to nothing besides white space."""
_MARKS = frozenset(map(chr, (*range(0x300, 0x370), 0x3099, 0x309A)))
_LONG = "İ"
"""The one character that is longer in small letters."""


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
    plain: bool = True
    """Whether thousands separators are overlooked."""

    @property
    def forms(self) -> tuple[str, ...]:
        """What must stand there."""
        return self.exact if self.strict else self.variants


class Spot(NamedTuple):
    """A word in one text."""

    times: int
    form: str
    """The form that stands there oftenest."""


_FEW = 8
"""Characters that are looked for one by one."""
_NOWHERE: dict[int, Spot] = {}


class _Way(NamedTuple):
    """How one form of a word is looked for in printed text."""

    form: str
    broken: re.Pattern[str] | None
    """The form with white space inside; none where there is no inside."""
    look: tuple[bool, bool]
    """Whether punctuation that is printed in two ways, and whether capitals, are overlooked first."""
    han: bool
    others: frozenset[str]
    """Characters that fold to one of the form's all the same."""


class Spots:
    """The words in all of the texts."""

    def __init__(self, asked: Sequence[Asked], texts: Sequence[str]) -> None:
        self._texts = texts
        self._asked = asked
        self._starts = [0, *accumulate(len(text) + 1 for text in texts)]
        self._joined = _BORDER.join(texts)
        self._views = {(False, False): self._joined}
        self._apart: dict[str, list[Stretch]] = {}
        self._ways = [[_way(form, one.strict) for form in one.forms if form] for one in asked]
        self._odd = [
            frozenset[int]().union(*map(self._holding, ways), self._separated(one))
            for one, ways in zip(asked, self._ways, strict=True)
        ]
        self.found: dict[int, dict[int, Spot]] = {}
        """By the number of the text, by the number of the word; texts that hold no word are left out."""
        for number in range(len(asked)):
            for text, spot in (*self._printed(number), *self._folded(number)):
                self.found.setdefault(text, {})[number] = spot

    def places(self, text: int, number: int, most: int = PLACES, apart: int = 1) -> list[Stretch]:
        """The first places of a word in a text that holds it, so far from each other, in order."""
        if text in self._odd[number]:
            return _spread(joined(self._slowly(number, self._texts[text])), most, apart)
        ways, own, end = self._ways[number], self._starts[text], self._starts[text + 1]
        if len(ways) > 1 or self._broken(ways[0], own, end):
            every = [place for way in ways for place in self._standing(way, own, end)]
            return _spread([(first - own, last - own) for first, last in joined(every)], most, apart)
        view, form = self._view(ways[0]), ways[0].form
        step = max(apart, len(form))
        found: list[Stretch] = []
        at = view.find(form, own, end)
        while at >= 0 and len(found) < most:
            found.append((at - own, at - own + len(form)))
            at = view.find(form, at + step, end)
        return found

    def stands(self, text: int, number: int, start: int, end: int) -> bool:
        """Whether a word stands wholly between two places of a text."""
        if text in self._odd[number]:
            return bool(self._slowly(number, self._texts[text][start:end]))
        first, last = self._starts[text] + start, min(self._starts[text] + end, self._starts[text + 1] - 1)
        for way in self._ways[number]:
            if self._view(way).find(way.form, first, last) >= 0:
                return True
            if any(to <= last for _, to in self._broken(way, first, last)):
                return True
        return False

    def marks(self, text: int, start: int, end: int, numbers: Iterable[int]) -> list[Stretch]:
        """The stretches of some of the words that begin between two places of a text, as they are marked."""
        held = self.found.get(text, _NOWHERE)
        found: list[Stretch] = []
        own = self._starts[text]
        for number in numbers:
            if number not in held:
                continue
            if text in self._odd[number]:
                reach = max(2 * len(way.form) for way in self._ways[number])
                piece = self._texts[text][start : end + reach]
                found += [(start + at, start + to) for at, to in self._slowly(number, piece) if start + at < end]
                continue
            for way in self._ways[number]:
                view, form, size = self._view(way), way.form, len(way.form)
                limit = own + end + size - 1
                at = view.find(form, own + start, limit)
                while at >= 0:
                    found.append((at - own, at - own + size))
                    at = view.find(form, at + size, limit)
                if self._apart[form]:
                    found += [(at - own, to - own) for at, to in self._broken(way, own + start, own + end)]
        return joined(found)

    def _view(self, way: _Way) -> str:
        if way.look not in self._views:
            made, (stops, letters) = self._joined, way.look
            for printed, folded in words.PRINTED if stops else ():
                made = made.replace(printed, folded)
            self._views[way.look] = made.replace(_LONG, _BORDER).lower() if letters else made
        return self._views[way.look]

    def _holding(self, way: _Way) -> list[int]:
        """The texts with characters for which they must be folded."""
        if way.han and len(way.others) <= _FEW:
            there = [*self._unseen, *(one for one in way.others if one in self._joined)]
            return [at for at, text in enumerate(self._texts) if any(one in text for one in there)] if there else []
        looked = range(len(self._texts)) if any(one < "\x7f" for one in way.others) else self._unusual
        met = way.others.union(_MARKS, _UNSEEN)
        return [at for at in looked if not met.isdisjoint(self._texts[at])]

    def _separated(self, one: Asked) -> list[int]:
        """The texts with numbers in which the word may be broken."""
        if not one.plain or not any(map(thousands.within, one.forms)):
            return []
        return [at for at, text in enumerate(self._texts) if thousands.separators(text)]

    @cached_property
    def _unseen(self) -> list[str]:
        return [one for one in _UNSEEN if one in self._joined]

    @cached_property
    def _unusual(self) -> list[int]:
        return [at for at, text in enumerate(self._texts) if odd().search(text)]

    def _printed(self, number: int) -> Iterator[tuple[int, Spot]]:
        """The texts that hold a word as it is printed, but for what is so common that it costs nothing."""
        ways, odd = self._ways[number], self._odd[number]
        several: dict[int, list[Spot]] = {}
        for way in ways:
            for text, spot in self._each(way):
                if text not in odd:
                    several.setdefault(text, []).append(spot)
        for text, found in several.items():
            yield text, found[0] if len(found) == 1 else self._summed(ways, text, found)

    def _summed(self, ways: Sequence[_Way], text: int, found: Sequence[Spot]) -> Spot:
        own, end = self._starts[text], self._starts[text + 1]
        every = joined([place for way in ways for place in self._standing(way, own, end)])
        return Spot(len(every), max(found).form)

    def _each(self, way: _Way) -> Iterator[tuple[int, Spot]]:
        """The texts a form stands in, and how often."""
        view, starts, form = self._view(way), self._starts, way.form
        broken = Counter([bisect_right(starts, at) - 1 for at, _ in self._broken(way, 0, self._starts[-1])])
        at = view.find(form)
        while at >= 0:
            text = bisect_right(starts, at) - 1
            end = starts[text + 1] - 1
            yield text, Spot(view.count(form, at, end) + (broken.pop(text, 0) if broken else 0), form)
            at = view.find(form, end)
        for text, times in broken.items():
            yield text, Spot(times, form)

    def _broken(self, way: _Way, start: int, end: int) -> list[Stretch]:
        """The places between two others where a form stands with white space inside."""
        if way.form not in self._apart:
            found = way.broken.finditer(self._view(way)) if way.broken else ()
            self._apart[way.form] = [match.span() for match in found]
        every = self._apart[way.form]
        return every[bisect_left(every, (start,)) : bisect_left(every, (end,))] if every else every

    def _standing(self, way: _Way, start: int, end: int) -> list[Stretch]:
        """Where a form stands that begins between two places of all texts; broken or not, in no order."""
        view, form = self._view(way), way.form
        size = len(form)
        limit = end + size - 1
        at = view.find(form, start, limit)
        found: list[Stretch] = []
        while at >= 0:
            found.append((at, at + size))
            at = view.find(form, at + size, limit)
        return found + self._broken(way, start, end)

    def _folded(self, number: int) -> Iterator[tuple[int, Spot]]:
        one = self._asked[number]
        for text in self._odd[number]:
            printed = self._texts[text]
            folded = one.strict(printed) if one.strict else words.flat(printed)
            every = joined(words.standing(folded, one.forms))
            if one.plain and thousands.separators(printed):
                every = joined(self._slowly(number, printed))
            if every:
                most = max(one.forms, key=folded.count)
                yield text, Spot(len(every), most)

    def _slowly(self, number: int, text: str) -> list[Stretch]:
        return everywhere(self._asked[number], text)


def everywhere(one: Asked, text: str) -> list[Stretch]:
    """Where a word stands in any text, form by form."""
    find = one.strict.places if one.strict else words.places
    places = find(text, one.forms)
    if one.plain and any(map(thousands.within, one.forms)):
        places += thousands.places(text, lambda plain: find(plain, one.forms))
    return places


def _spread(places: Sequence[Stretch], most: int, apart: int) -> list[Stretch]:
    kept: list[Stretch] = []
    for place in places:
        if len(kept) < most and (not kept or place[0] >= kept[-1][0] + apart):
            kept.append(place)
    return kept


def joined(places: list[Stretch]) -> list[Stretch]:
    """Stretches in order, those that overlap as one."""
    if len(places) < 2:
        return places
    places.sort()
    made = [places[0]]
    for start, end in places[1:]:
        if start < made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made


@lru_cache(maxsize=1024)
def _way(form: str, strict: Strict | None) -> _Way:
    stops = any(folded in form for _, folded in words.PRINTED) and (strict is None or strict.width)
    letters = any("a" <= one <= "z" for one in form) and (strict is None or strict.case)
    fold = strict or words.flat
    done = {chr(ord(one) - 32) for one in form if "a" <= one <= "z"} if letters else set[str]()
    done.update(printed for printed, folded in words.PRINTED if stops and folded in form)
    others = strictness.spelled(words.flat(form)) - done - set(form)
    kept = frozenset(one for one in others if not set(fold(one)).isdisjoint(form))
    first, *more = map(re.escape, form)
    broken = re.compile(rf"{first}(?!{''.join(more)})\s*" + r"\s*".join(more)) if more else None
    return _Way(form, broken, (stops, letters), all("\u4e00" <= one <= "\u9fff" for one in form), kept)


@cache
def odd() -> re.Pattern[str]:
    """Characters that fold otherwise than blanks, common punctuation and capitals do."""
    return words.unlike(words.BLANK + "".join(printed for printed, _ in words.PRINTED))
