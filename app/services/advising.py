"""Why nothing was found, and what may be asked instead: nearest spellings, words apart, everywhere, one clause less.

Every offer is counted before it is made, and nothing is ever applied unasked. How much is looked at is bounded.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Literal, TypeAlias

from app.services import telling
from db import known, pinyin, spelling, words
from db.answers import Advice, Offer
from db.clauses import FIELDS, WORDED, Clause, Compare, Group, Near, Operand, Query, Term
from db.lexing import accepted
from db.query import text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from db.known import Listing

_LOOKED = 12
"""Clauses that are looked at."""
_EACH = 3
"""Offers of one sort for one clause."""
_COUNTED = 120
"""Queries counted for one answer."""
_SECONDS = 1.0
"""After so long no more candidates are tried."""
_LONGEST = 24
"""Characters of a word that is cut apart."""
Sort: TypeAlias = Literal["without", "spelling", "words", "anywhere"]
_WHOLE, _PART, _BROKEN, _FREED, _LAST = 0.7, 1.1, 1.5, 2.0, 3.0
"""How far-fetched offers are beside a spelling's distance: words apart, only some of them, in crumbs, asked elsewhere,
not asked."""
_PARTICLES = frozenset("的了和与及或在是把被为对从到由向于")
"""Words that are none to look for by themselves."""
_FIXED = ("has", "shelf", "kind", "year", "evidence")
"""Fields whose values are no words of the texts."""
_SPELLED = 64
"""Characters of a word that is looked up in names and dictionary."""
_PARTED = 12
"""Characters of a word of which parts are looked for."""
_NAMED: tuple[known.Kind, ...] = ("theme", "practice", "owner", "region", "tag")
_ROUND = re.compile(r"^\W+|\W+$")
_APART = re.compile(r"[\s,，、。；;：:+＋/／|｜&]+")
_Option: TypeAlias = tuple[float, tuple[Clause, ...], str]
"""How far-fetched it is, what takes the operand's place, and how it is called."""


@dataclass
class Adviser:
    """One question that found nothing. `count` tells how many cases a query has."""

    query: Query
    count: Callable[[Query], int]
    listings: Callable[[known.Kind], Listing]
    stands: Callable[[str], bool]
    """Whether a piece of text occurs in any case."""
    check: Callable[[], None]
    _counted: dict[Query, int] = field(default_factory=dict)
    _until: float = 0.0

    def advise(self) -> Advice:
        """The clauses that killed the answer, and the offers, best first."""
        looked = self.query.clauses[:_LOOKED]
        if not looked or self._count(self.query):
            return Advice((), ())
        spelling.prepare()
        self._until = time.monotonic() + _SECONDS
        dead = [at for at, clause in enumerate(looked) if not self._count(Query((clause,)))]
        less = (
            [(at, self._count(self._without([at]))) for at in range(len(looked))] if len(self.query.clauses) > 1 else []
        )
        killers = dead or [at for at, left in less if left] or self._last(looked)
        offers = [ranked for at in range(len(looked)) for ranked in self._mended(at, dead=at in dead)]
        alone = {at: left for at, left in less if left}
        offers += [(_LAST, self._dropped([at], left)) for at, left in alone.items()]
        offers += [(_LAST, offer) for offer in self._several(killers, alone)]
        best: dict[str, Offer] = {}
        for _, offer in sorted(offers, key=lambda one: (one[0], -one[1].count if one[0] == _LAST else 0)):
            best.setdefault(offer.query, offer)
        return Advice(tuple(str(looked[at]) for at in killers), tuple(best.values()))

    def _several(self, killers: list[int], alone: Collection[int]) -> Iterator[Offer]:
        """Offers to drop several clauses: all that are to blame, and where that does not do, each other one besides."""
        every = len(self.query.clauses)
        if len(killers) < every and (len(killers) > 1 or not alone):
            left = self._count(self._without(killers))
            if left:
                yield self._dropped(killers, left)
            for at in range(min(every, _LOOKED)) if not left and len(killers) + 1 < every else ():
                more = sorted({*killers, at})
                if at not in killers and (left := self._count(self._without(more))):
                    yield self._dropped(more, left)

    def _last(self, looked: tuple[Clause, ...]) -> list[int]:
        """The clause after which nothing was left, where no single one can be blamed."""
        for at in range(1, len(looked) + 1):
            if not self._count(Query(looked[:at])):
                return [at - 1]
        return []

    def _count(self, query: Query) -> int:
        if query not in self._counted:
            self.check()
            self._counted[query] = self.count(query)
        return self._counted[query]

    def _tired(self) -> bool:
        return len(self._counted) > _COUNTED or time.monotonic() > self._until

    def _standing(self, piece: str) -> bool:
        return not self._tired() and self.stands(piece)

    def _without(self, dropped: list[int]) -> Query:
        return Query(tuple(clause for at, clause in enumerate(self.query.clauses) if at not in dropped))

    def _dropped(self, dropped: list[int], left: int) -> Offer:
        said = "、".join(f"“{telling.short(str(self.query.clauses[at]))}”" for at in dropped)
        return Offer("without", f"去掉{said}", str(self._without(dropped)), left)

    def _mended(self, at: int, *, dead: bool) -> Iterator[tuple[float, Offer]]:
        """Offers that put something else in the place of one clause's operand, each with how far-fetched it is."""
        clause = self.query.clauses[at]
        if clause.negated:
            return
        for number, operand in enumerate(clause.any[:_EACH]):
            whole = True
            for kind, options in () if self._tired() else self._options(operand, dead=dead):
                offered = 0
                for far, put, label in options if kind != "parts" or whole else ():
                    if offered == _EACH or self._tired():
                        break
                    query = self._with(at, number, put)
                    left = self._count(query) if query != self.query else 0
                    if left:
                        offered += 1
                        yield far, Offer("words" if kind == "parts" else kind, telling.short(label), str(query), left)
                whole &= kind != "words" or not offered

    def _with(self, at: int, number: int, put: tuple[Clause, ...]) -> Query:
        """The query with other clauses in the place of an operand; within OR they become a group."""
        clauses = self.query.clauses
        clause = clauses[at]
        if len(clause.any) == 1:
            return Query((*clauses[:at], *put, *clauses[at + 1 :]))
        alone = put[0].any[0] if len(put) == 1 and len(put[0].any) == 1 else Group(Query(put))
        changed = replace(clause, any=(*clause.any[:number], alone, *clause.any[number + 1 :]))
        return Query((*clauses[:at], changed, *clauses[at + 1 :]))

    def _options(self, operand: Operand, *, dead: bool) -> Iterator[tuple[Sort | Literal["parts"], Iterator[_Option]]]:
        """Sorts of offers; "parts" are for a word of which not all parts together find anything."""
        if isinstance(operand, Term) and operand.field is None and len(operand.value) <= _SPELLED:
            yield "spelling", self._named(operand)
        if dead and isinstance(operand, Term) and (operand.field is None or operand.field in WORDED):
            yield "spelling", _fielded(operand)
            yield "spelling", _bared(operand)
            yield "spelling", self._spellings(operand, known.KINDS)
            yield "words", self._apart(operand)
            yield "parts", self._parts(operand)
        elif dead and isinstance(operand, Term) and operand.field in known.KINDS:
            yield "spelling", self._spellings(operand, (operand.field,))
        yield "anywhere", self._anywhere(operand)

    def _spellings(self, term: Term, kinds: tuple[known.Kind, ...]) -> Iterator[_Option]:
        if len(term.value) > _SPELLED:
            return
        letters = pinyin.typed(term.value)
        listings = [self.listings(kind) for kind in kinds]
        free = len(kinds) > 1
        found: dict[str, float] = {}
        if letters and len(letters) > 1:
            pieces = spelling.meant(letters, listings)[:_EACH]
            pieces += spelling.meant(letters, [known.dictionary()])[:_LOOKED] if free and not pieces else []
            found = dict.fromkeys(pieces, 0.0)
        wanted = words.flat(term.value)
        if wanted:
            near = spelling.nearest(wanted, listings, known.dictionary() if free else None, self._standing)
            found = dict(near) | found
        offered: set[str] = set()
        for candidate, far in sorted(found.items(), key=lambda one: one[1]):
            one = spelling.whole(candidate, listings)
            torn = one == candidate and {one[0], one[-1]} & _PARTICLES - {wanted[:1], wanted[-1:]}
            if one not in offered and not torn:
                offered.add(one)
                yield far, (Clause((_like(term, one),)),), one

    def _named(self, term: Term) -> Iterator[_Option]:
        """What is asked for as text is the name of something that has a field."""
        wanted = words.flat(term.value)
        for kind in _NAMED if wanted else ():
            for hit in self.listings(kind).holding(wanted, 1):
                if not hit.rank:
                    named = Term(kind, hit.name)
                    yield 0.0, (Clause((named,)),), str(named)

    def _apart(self, term: Term) -> Iterator[_Option]:
        for pieces in _cuts(term.value) if len(term.value) <= _LONGEST else ():
            far = _WHOLE if all(len(piece) > 1 for piece in pieces) and len(pieces) > 1 else _BROKEN
            yield far, tuple(Clause((_like(term, piece),)) for piece in pieces), " 且 ".join(pieces)

    def _parts(self, term: Term) -> Iterator[_Option]:
        """The longest stretches of a word that are words of several characters each and stand somewhere."""
        value, offered = words.flat(term.value), set[str]()
        for size in range(len(value) - 1, 1, -1) if len(value) <= _PARTED else ():
            for at in range(len(value) - size + 1):
                part = value[at : at + size]
                torn = any(len(piece) < 2 for piece in words.cut(part)) or any(part in one for one in offered)
                if not torn and self._standing(part):
                    offered.add(part)
                    yield _PART + 0.05 * (len(value) - size), (Clause((_like(term, part),)),), part

    @staticmethod
    def _anywhere(operand: Operand) -> Iterator[_Option]:
        """What a field asks, as text; words that need not stand together."""
        if isinstance(operand, Near):
            every = tuple(Clause((text(word),)) for word in operand.words)
            yield _FREED, every, f"不管远近：{' '.join(operand.words)}"
        elif isinstance(operand, Compare):
            yield _FREED, (Clause((Term(None, str(operand), phrase=True),)),), f"全文含“{operand}”"
            yield _FREED, (Clause((text(operand.metric),)),), f"全文含“{operand.metric}”"
        elif isinstance(operand, Term) and operand.field not in (None, *_FIXED):
            yield _FREED, (Clause((text(operand.value),)),), f"全文含“{operand.value}”"


def _fielded(term: Term) -> Iterator[_Option]:
    """A field whose name was mistyped: 主体:党建."""
    name, _, value = term.value.replace("：", ":", 1).partition(":")
    for field_, said in FIELDS.items() if 1 < len(name) < 5 else ():
        good = accepted(field_, value.strip()) if spelling.distance(name, said) <= 1 < len(said) else None
        if good:
            yield 0.0, (Clause((Term(field_, good),)),), f"{said}:{good}"


def _bared(term: Term) -> Iterator[_Option]:
    """A word that a stray sign clings to: 党建"."""
    bare = _ROUND.sub("", term.value)
    if bare and bare != term.value:
        yield 0.0, (Clause((_like(term, bare),)),), bare


def _cuts(value: str) -> Iterator[list[str]]:
    """Ways to take a text apart: where it is punctuated, by jieba, and at one place."""
    pieces = [piece for piece in _APART.split(value) if words.flat(piece)]
    if len(pieces) > 1:
        yield pieces
    cut = [piece for piece in words.cut(value.encode("utf-8", "replace").decode()) if any(map(str.isalnum, piece))]
    if len(cut) > 1 and any(len(piece) > 1 for piece in cut):
        kept = [piece for piece in cut if len(piece) > 1 or piece.isascii()] or cut
        yield kept
        whole = [piece for piece in cut if piece not in _PARTICLES]
        if whole != kept:
            yield whole
        return  # any other place would be in the middle of a word
    middle = sorted(range(2, len(value) - 1), key=lambda at: abs(2 * at - len(value)))
    yield from ([value[:at], value[at:]] for at in islice(middle, 8))


def _like(term: Term, value: str) -> Term:
    return text(value) if term.field is None else Term(term.field, value)
