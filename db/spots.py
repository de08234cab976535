"""Where the words of a query stand in many texts at once: how often, as what, and the first places. Pure text.

What `db.words.places` says of each text, sooner: the texts are searched as one, as they are printed, and only those
that hold a character which folds to one of a word's are folded one by one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from db import strictness, thousands, words
from db.joints import UNSEEN, WIDE, Joints

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from db.strictness import Strict

Stretch = tuple[int, int]
PLACES = 6
"""Places of one word in one text that are weighed against each other."""
_BORDER = "\0"
"""Between two texts: folds to nothing and is no white space."""
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


class _Plain(NamedTuple):
    """A word with one form: what it is looked for as and where, and the places where it is broken."""

    form: str
    size: int
    view: str
    apart: list[Stretch]


class Spots:
    """The words in all of the texts."""

    def __init__(
        self, asked: Sequence[Asked], texts: Sequence[str], joints: Mapping[int, Joints] | None = None
    ) -> None:
        """Look for the words in the texts. `joints` of all texts of which they tell anything, when they are known."""
        self._texts = texts
        self._joints = _joints(texts) if joints is None else joints
        self._asked = asked
        self._starts = [0, *accumulate([len(text) + 1 for text in texts])]
        self._joined = _BORDER.join(texts)
        self._views = {(False, False): self._joined}
        self._broken_views: dict[tuple[bool, bool], tuple[list[int], list[int], str]] = {}
        self._apart: dict[str, list[Stretch]] = {}
        self._ways = [[_way(form, one.strict) for form in one.forms if form] for one in asked]
        self._odd = [
            frozenset[int]().union(*map(self._holding, ways), self._separated(one))
            for one, ways in zip(asked, self._ways, strict=True)
        ]
        self.found: dict[int, dict[int, Spot]] = {}
        """By the number of the text, by the number of the word; texts that hold no word are left out."""
        for number in range(len(asked)):
            standing = self._printed(number)
            if self._odd[number]:
                for text in self._odd[number]:
                    standing.pop(text, None)
                standing |= self._folded(number)
            for text, spot in standing.items():
                if text in self.found:
                    self.found[text][number] = spot
                else:
                    self.found[text] = {number: spot}
        self._plain = [self._only(ways) if len(ways) == 1 else None for ways in self._ways]

    def _only(self, ways: Sequence[_Way]) -> _Plain:
        (way,) = ways
        return _Plain(way.form, len(way.form), self._view(way), self._broken(way, 0, self._starts[-1]))

    def places(self, text: int, number: int, most: int = PLACES, apart: int = 1) -> list[Stretch]:
        """The first places of a word in a text that holds it, so far from each other, in order."""
        if text in self._odd[number]:
            return _spread(joined(self._slowly(number, self._texts[text])), most, apart)
        plain, own, end = self._plain[number], self._starts[text], self._starts[text + 1]
        if plain is None or (plain.apart and _between(plain.apart, own, end)):
            every = [place for way in self._ways[number] for place in self._standing(way, own, end)]
            return _spread([(first - own, last - own) for first, last in joined(every)], most, apart)
        form, size, view, _ = plain
        step = max(apart, size)
        found: list[Stretch] = []
        at = view.find(form, own, end)
        while at >= 0:
            found.append((at - own, at - own + size))
            if len(found) == most:
                break
            at = view.find(form, at + step, end)
        return found

    def stands(self, text: int, number: int, start: int, end: int) -> bool:
        """Whether a word stands wholly between two places of a text."""
        return self.begins(text, number, start, end) >= 0

    def begins(self, text: int, number: int, start: int, end: int) -> int:
        """Where a word first stands wholly between two places of a text; less than 0 when it does not."""
        own = self._starts[text]
        first, last = own + start, min(own + end, self._starts[text + 1] - 1)
        plain = self._plain[number]
        if plain is not None and text not in self._odd[number]:
            at = plain.view.find(plain.form, first, last)
            if not plain.apart:
                return at - own
        elif text in self._odd[number]:
            found = self._slowly(number, self._texts[text][start:end])
            return start + min(found)[0] if found else -1
        places = [place for way in self._ways[number] for place in self._standing(way, first, last)]
        inside = [at for at, to in places if to <= last]
        return min(inside) - own if inside else -1

    def marks(self, text: int, numbers: Iterable[int], start: int, end: int) -> list[Stretch]:
        """The stretches of some of the words that begin between two places of a text; counted from the first place."""
        held = self.found.get(text, _NOWHERE)
        found: list[Stretch] = []
        first = self._starts[text] + start
        last = first + end - start
        for number in numbers:
            if number not in held:
                continue
            plain = self._plain[number]
            if text in self._odd[number]:
                reach = max(2 * len(way.form) for way in self._ways[number])
                piece = self._texts[text][start : end + reach]
                found += [(at, to) for at, to in self._slowly(number, piece) if start + at < end]
            elif plain is None:
                for way in self._ways[number]:
                    found += [(at - first, to - first) for at, to in self._standing(way, first, last)]
            else:
                form, size, view, apart = plain
                limit = last + size - 1
                at = view.find(form, first, limit)
                while at >= 0:
                    found.append((at - first, at - first + size))
                    at = view.find(form, at + size, limit)
                if apart:
                    found += [(at - first, to - first) for at, to in _between(apart, first, last)]
        return joined(found)

    def _view(self, way: _Way) -> str:
        if way.look not in self._views:
            self._views[way.look] = _seen(self._joined, way.look)
        return self._views[way.look]

    def _holding(self, way: _Way) -> list[int]:
        """The texts with characters for which they must be folded."""
        if way.han and len(way.others) <= _FEW:
            there = [one for one in way.others if one in self._joined]
            held = [at for at, text in enumerate(self._texts) if any(one in text for one in there)] if there else []
            return [*self._unseen, *held]
        looked = range(len(self._texts)) if any(one < "\x7f" for one in way.others) else self._unusual
        met = way.others.union(_MARKS, UNSEEN)
        return [at for at in looked if not met.isdisjoint(self._texts[at])]

    def _separated(self, one: Asked) -> list[int]:
        """The texts with numbers in which the word may be broken."""
        if not one.plain or not any(map(thousands.within, one.forms)):
            return []
        return [at for at, text in enumerate(self._texts) if thousands.separators(text)]

    @cached_property
    def _unseen(self) -> list[int]:
        return [at for at, found in self._joints.items() if found.unseen]

    @cached_property
    def _unusual(self) -> list[int]:
        found = []
        for at, text in enumerate(self._texts):
            told = self._joints.get(at)
            is_odd = told.odd if told else None
            if is_odd is None:
                is_odd = odd().search(text) is not None
                if told:
                    told.odd = is_odd
            if is_odd:
                found.append(at)
        return found

    def _printed(self, number: int) -> dict[int, Spot]:
        """The texts that hold a word as it is printed, but for what is so common that it costs nothing."""
        ways = self._ways[number]
        if len(ways) == 1:
            return self._each(ways[0])
        several: dict[int, list[Spot]] = {}
        for way in ways:
            for text, spot in self._each(way).items():
                several.setdefault(text, []).append(spot)
        return {
            text: found[0] if len(found) == 1 else self._summed(ways, text, found) for text, found in several.items()
        }

    def _summed(self, ways: Sequence[_Way], text: int, found: Sequence[Spot]) -> Spot:
        own, end = self._starts[text], self._starts[text + 1]
        every = joined([place for way in ways for place in self._standing(way, own, end)])
        return Spot(len(every), max(found).form)

    def _each(self, way: _Way) -> dict[int, Spot]:
        """The texts a form stands in, and how often."""
        view, starts, form = self._view(way), self._starts, way.form
        found: dict[int, Spot] = {}
        at = view.find(form)
        while at >= 0:
            text = bisect_right(starts, at) - 1
            end = starts[text + 1] - 1
            found[text] = Spot(view.count(form, at, end), form)
            at = view.find(form, end)
        for at, _ in self._broken(way, 0, starts[-1]):
            text = bisect_right(starts, at) - 1
            found[text] = Spot(found[text].times + 1 if text in found else 1, form)
        return found

    def _broken(self, way: _Way, start: int, end: int) -> list[Stretch]:
        """The places between two others where a form stands with white space inside."""
        if way.form not in self._apart:
            self._apart[way.form] = sorted(self._across(way)) if way.broken and self._joints else []
        return _between(self._apart[way.form], start, end)

    def _across(self, way: _Way) -> Iterator[Stretch]:
        """The places where a form stands that is broken by white space; only round the breaks it is looked for."""
        assert way.broken is not None  # noqa: S101 - tells mypy
        numbers, starts, breaks = self._breaks(way)
        simple = len(way.form) == 2 and way.form[0] != way.form[1]
        met: set[int] = set()
        for pair in {one + other for one, other in pairwise(way.form)}:
            at = breaks.find(pair)
            while at >= 0:
                place = bisect_right(starts, at) - 1
                number = numbers[place]
                if simple:
                    start, end = self._joints[number].places[(at - starts[place]) // WIDE]
                    yield self._starts[number] + start - 1, self._starts[number] + end + 1
                met.add(number)
                at = breaks.find(pair, at + WIDE)
        for number in () if simple else met:
            for match in way.broken.finditer(self._view(way), self._starts[number], self._starts[number + 1] - 1):
                yield match.span()

    def _breaks(self, way: _Way) -> tuple[list[int], list[int], str]:
        """The numbers of the texts with breaks, and what stands round these: where each text's begin, and all."""
        if way.look not in self._broken_views:
            pairs = [found.pairs for found in self._joints.values()]
            starts = [0, *accumulate(map(len, pairs))]
            self._broken_views[way.look] = list(self._joints), starts, _seen("".join(pairs), way.look)
        return self._broken_views[way.look]

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

    def _folded(self, number: int) -> dict[int, Spot]:
        """The same of the texts that must be folded."""
        one = self._asked[number]
        found: dict[int, Spot] = {}
        for text in self._odd[number]:
            printed = self._texts[text]
            folded = one.strict(printed) if one.strict else words.flat(printed)
            every = joined(words.standing(folded, one.forms))
            if one.plain and thousands.separators(printed):
                every = joined(self._slowly(number, printed))
            if every:
                found[text] = Spot(len(every), max(one.forms, key=folded.count))
        return found

    def _slowly(self, number: int, text: str) -> list[Stretch]:
        return everywhere(self._asked[number], text)


def _joints(texts: Sequence[str]) -> dict[int, Joints]:
    return {at: found for at, text in enumerate(texts) if (found := Joints(text)).told}


def _seen(text: str, look: tuple[bool, bool]) -> str:
    """A text as a form is looked for in it; every character stays where it is."""
    stops, letters = look
    for printed, folded in words.PRINTED if stops else ():
        text = text.replace(printed, folded)
    return text.replace(_LONG, _BORDER).lower() if letters else text


def everywhere(one: Asked, text: str) -> list[Stretch]:
    """Where a word stands in any text, form by form."""
    find = one.strict.places if one.strict else words.places
    places = find(text, one.forms)
    if one.plain and any(map(thousands.within, one.forms)):
        places += thousands.places(text, lambda plain: find(plain, one.forms))
    return places


def _between(places: list[Stretch], start: int, end: int) -> list[Stretch]:
    """Those of the places, which are in order, that begin between two others."""
    return places[bisect_left(places, (start,)) : bisect_left(places, (end,))] if places else places


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
