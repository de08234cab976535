"""Which cases hold a folded string: by the index where it has seen them, word for word where it has not.

No more and no less than a plain search through every folded run of every case would find (`db.entries`).
"""

# ruff: noqa: S608 - the names in this SQL are our own, values are always bound
from __future__ import annotations

import json
import re
import sqlite3
import zlib
from bisect import bisect_left
from collections import OrderedDict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from db import printed, strictness, thousands, words
from db.bits import bitmap, members
from db.common import question
from db.entries import PLACES, REACH, entries
from db.filling import GROUPED, MOVED, PRINTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from db.belonging import Seen
    from db.entries import Entry
    from db.strictness import Strict

_SCANNED = 50
_ASKED = 400
"""Answers of the index that are kept."""
_MARK = re.compile("[\u0300-\u036f\u3099\u309a]")
_MARKED = re.compile("[^\u2e80-\uffff]")
_SMALL = {capital: capital + 32 for capital in range(65, 91)}
"""Latin capitals -> small letters: all that the index tells of capitals; other scripts' are found by `_apart`."""
"""Characters that may become another one with a mark."""
_CALLED = ("titles", "names", "remarks")
_HEADS = {None: _CALLED, "text": _CALLED, "title": ("titles",), "note": ("remarks",)}
_WEIGHED = {"title": "titles", "names": "names", "headings": "headings"}


@dataclass(frozen=True, slots=True)
class Live:
    """Which row of the index speaks for which case at one moment of the index."""

    era: str = ""
    serial: int = -1
    own: int = 0
    """Cases whose row has their own key."""
    moved: dict[int, int] = field(default_factory=dict)
    """Other rows -> case."""
    asked: OrderedDict[tuple[str, str], int] = field(default_factory=OrderedDict)
    """What the index answered at this moment: table and question -> cases."""

    @property
    def cases(self) -> int:
        """All cases the index has."""
        return self.own | bitmap(self.moved.values())

    def bits(self, rows: list[int]) -> int:
        """The cases of rows, which ascend."""
        top = self.own.bit_length()
        end = bisect_left(rows, top)
        bits = bitmap(rows[:end], top) & self.own
        if end == len(rows):
            return bits
        return bits | bitmap([self.moved[row] for row in rows[end:] if row in self.moved])


def live(raw: sqlite3.Connection, seen: Seen, kept: Live) -> Live:
    """Which rows are alive at the moment a reader sees; what is kept of another moment helps."""
    if (kept.era, kept.serial) == (seen.era, seen.serial):
        return kept
    if kept.era != seen.era or kept.serial > seen.serial:
        kept = Live(seen.era, -1)
    moved = dict(kept.moved)
    came: list[int] = []
    went: list[int] = []
    for row, key in raw.execute("SELECT row, key FROM idx.live WHERE serial > ?", (kept.serial,)):
        if row >= MOVED:
            moved.pop(row, None)
            if key is not None:
                moved[row] = key
        else:
            (went if key is None else came).append(row)
    return Live(seen.era, seen.serial, (kept.own | bitmap(came)) & ~bitmap(went), moved)


@dataclass
class Text:
    """The words of the library at one moment."""

    raw: sqlite3.Connection
    live: Live
    every: int
    unseen: int
    """Cases the index does not know, or not as they are now."""
    check: Callable[[], None]
    """Raises when nobody wants the answer any more."""
    doubt: Callable[[Exception], None]
    bound: int = 0
    """Rows below it are spoken for by the answers that are written down."""
    plain: bool = True
    """Whether the thousands separators of numbers are overlooked."""
    _known: dict[tuple[str, str | None], int] = field(default_factory=dict)
    _scanned: list[Entry] | None = None

    def standing(self, wanted: str, place: str | None = None) -> int:
        """The cases that hold a folded string, anywhere or in one place: "title", "text" or "note"."""
        asked = wanted, place
        if asked not in self._known:
            self.check()
            bits, sure = self._proposed(words.core(wanted)[:REACH], place)
            bits &= self.every & ~self.unseen  # read after asking: it grows when the index turns out to be damaged
            if wanted != words.core(wanted)[:REACH]:
                sure = 0
            looked = bits & ~sure
            bits ^= looked
            bits |= bitmap([entry.key for entry in self.read(looked) if self._holds(entry, wanted, place)])
            self._known[asked] = bits | bitmap([e.key for e in self._unknown() if self._holds(e, wanted, place)])
        return self._known[asked]

    def _holds(self, entry: Entry, wanted: str, place: str | None) -> bool:
        return entry.holds(wanted, place, plain=self.plain)

    def weighed(self, wanted: str, place: str) -> int:
        """The cases with a string in "title", "names" or "headings", or "often" or "most" in the text.

        Good enough to weigh by: what the index has not seen is left out, a single character is in none.
        """
        wanted = words.core(wanted)[:REACH]
        if len(wanted) < 2:
            return 0
        if place in ("often", "most"):
            level = "3" if place == "often" else "8"
            pairs = words.phrase(wanted).strip('"* ').replace('""', '"').split(" ")
            asked = ['"' + (level + pair).replace('"', '""') + '"' for pair in pairs if len(pair) > 1]
            if not self.bound:  # else the answers of most are written down one by one
                asked = [" AND ".join(asked)] if asked else []
            bits = self.every & ~self.unseen if asked else 0
            for one in asked:
                bits = bits & self._rows("often", one) if bits else 0
            return bits
        return self._rows(_WEIGHED[place], words.phrase(wanted)) & ~self.unseen

    def joined(self, wanted: Sequence[str]) -> int:
        """The cases where the end of one word and the beginning of the next follow each other in the text.

        Good enough to weigh by, and much quicker than asking for the whole.
        """
        bits = self.every & ~self.unseen
        for one, other in pairwise(wanted):
            pair = words.core(one[-1] + other[0])
            bits &= self._rows("body", words.phrase(pair)) if len(pair) > 1 else 0
        return bits

    def near(self, wanted: tuple[str, ...], within: int) -> int:
        """A set that holds at least the cases with words so near each other, as far as the index knows."""
        if any(len(words.core(word)) < 2 or len(word) > REACH or thousands.within(word) for word in wanted):
            return self.every
        phrases = " ".join(words.phrase(words.core(word)) for word in wanted)
        reach = within + sum(map(len, wanted))
        heads = self.every
        for word in wanted:
            heads &= self._called(words.phrase(words.core(word)), None)
        return self._rows("body", f"NEAR({phrases}, {reach})") | heads | self.unseen

    def read(self, bits: int, fold: Callable[[str], str] = words.flat) -> Iterator[Entry]:
        """The words of these cases, from the library itself."""
        for keys in self._portions(bits):
            yield from entries(self.raw, keys, fold)

    def exactly(self, bits: int, wanted: Sequence[str], place: str | None, strict: Strict) -> int:
        """Those of the cases that hold one of the strings as it is printed, as far as it must be."""
        others = strict.others(wanted)
        if not others:
            return bits
        marked = _MARKED.search("".join(wanted)) is not None
        letters = "" if strict.case else printed.letters(wanted)
        apart = self._apart(others | strictness.spelled(letters), marked=marked)
        sure = unsure = 0
        for one in wanted:
            yes, perhaps = self._cased(one, place, strict)
            sure |= yes
            unsure |= perhaps
        held = sure & bits & ~apart
        looked = bits & (apart | unsure) & ~held
        held |= self._as_printed(looked, wanted, marked=marked) if place in (None, "text") else 0
        for entry in self._folded(looked & ~held, strict):
            held |= any(self._holds(entry, one, place) for one in wanted) << entry.key
        return held

    def _apart(self, others: frozenset[str], *, marked: bool) -> int:
        """The cases with any of the characters told apart, Latin letters left out, or of which nobody knows."""
        asked = " OR ".join(filter(None, (printed.any_of(others), printed.MARKED if marked else "")))
        bits = self._rows(PRINTED, asked) if asked else 0
        return bits | self.unseen

    def _cased(self, one: str, place: str | None, strict: Strict) -> tuple[int, int]:
        """The cases that hold a word with its capitals as they are, and those that may; by the characters they have."""
        if (one if strict.case else one.translate(_SMALL)) != words.flat(one):
            return 0, -1 if _MARK.search(one) else 0  # a mark may have found its letter by folding: read them all
        sure, unsure = self.standing(words.flat(one), place), 0
        for good, bad in () if strict.case else printed.cased(one):
            sure &= self._rows(PRINTED, good)
            unsure |= self._rows(PRINTED, bad)
        return sure & ~unsure, sure & unsure

    def _as_printed(self, bits: int, wanted: Sequence[str], *, marked: bool) -> int:
        """Those of the cases whose text holds one of the strings without any folding; quick."""
        found = []
        for keys in self._portions(bits):
            among = ", ".join(map(str, keys))
            for key, text in self.raw.execute(f"SELECT key, text FROM cases WHERE key IN ({among})"):
                # a mark that follows would make another character of the last one
                if any(one in text for one in wanted) and not (marked and _MARK.search(text)):
                    found.append(key)
        return bitmap(found)

    def _folded(self, bits: int, strict: Strict) -> Iterator[Entry]:
        for keys in self._portions(bits):
            yield from entries(self.raw, keys, strict)

    def _portions(self, bits: int) -> Iterator[list[int]]:
        keys = members(bits)
        for at in range(0, len(keys), _SCANNED):
            self.check()
            yield keys[at : at + _SCANNED]

    def _proposed(self, asked: str, place: str | None) -> tuple[int, int]:
        """The cases the index knows that may hold a string, and those of them that surely do."""
        if not self.live.own and not self.live.moved:
            return 0, 0
        if len(asked) == 1:
            return self._single(asked, place)
        phrase = words.phrase(asked)
        if place == "text":
            bits = self._rows("body", phrase)
        else:
            bits = self._called(phrase, place) | (0 if place else self._rows("body", phrase))
        if self.plain and thousands.within(asked):
            columns = f"{{{' '.join(PLACES[place])}}} : " if place else ""
            bits |= self._rows(GROUPED, columns + phrase)
        return bits, bits

    def _called(self, match: str, place: str | None) -> int:
        """The cases where titles, names or notes answer."""
        bits = 0
        for table in _HEADS[place]:
            bits |= self._rows(table, match)
        return bits

    def _single(self, asked: str, place: str | None) -> tuple[int, int]:
        quoted = '"' + asked.replace('"', '""') + '"'
        anywhere = self._rows("every", quoted)
        if place is None:
            return anywhere, anywhere
        if words.stops(asked):  # no token begins with it
            return anywhere, 0
        heads = self._called(quoted + "*", place)
        return (anywhere, anywhere & ~heads) if place == "text" else (heads, heads)

    def _rows(self, table: str, match: str) -> int:
        """The cases whose rows answer; when the index is damaged none, and everything is scanned from now on."""
        kept = self.live.asked
        bits = kept.get((table, match))
        if bits is not None:
            return bits
        try:
            bits = self._answer(table, match)
        except Exception as error:  # noqa: BLE001 - anything can come of a garbled file
            self.doubt(error)
            self.live, self.unseen, self._scanned = Live(), self.every, None
            self._known.clear()
            return 0
        kept[table, match] = bits
        while len(kept) > _ASKED:
            try:
                kept.popitem(last=False)
            except KeyError:
                break
        return bits

    def _answer(self, table: str, match: str) -> int:
        written, bits = None, 0
        if self.bound:
            sql = "SELECT rows FROM idx.common WHERE question = ? AND rows IS NOT NULL"
            written = self.raw.execute(sql, (question(table, match),)).fetchone()
        if written is not None:
            bits = int.from_bytes(zlib.decompress(written[0]), "little") & self.live.own
            if not self.live.moved and self.live.own < 1 << self.bound:
                return bits
        sql = f"SELECT group_concat(rowid) FROM idx.{table} WHERE {table} MATCH ? AND rowid >= ?"
        ((found,),) = self.raw.execute(sql, (match, 0 if written is None else self.bound)).fetchall()
        return bits | self.live.bits(json.loads(f"[{found}]")) if found else bits

    def _unknown(self) -> list[Entry]:
        """What the index has not seen, word for word."""
        if self._scanned is None:
            self._scanned = list(self.read(self.unseen))
        return self._scanned
