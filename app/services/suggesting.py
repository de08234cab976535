"""What may be asked for while a person types: names that hold what stands at the cursor, or that it spells.

The names come from `db.known`, counts from whoever asks. Knows neither threads nor the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import TYPE_CHECKING, Literal, TypeAlias

from app.services import telling
from db import known, pinyin, words
from db.answers import Suggestion
from db.begun import comparison
from db.clauses import FIELDS, GRADES, HAS, KINDS, Clause, Compare, Term, counted
from db.lexing import field_named, operator, relation, tokens
from db.query import parse
from db.tags import LABELS, PARTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.known import Hit, Listing
    from db.lexing import Started

SHOWN = 12
LOOKED = 24
"""Names that are looked at until so many are shown."""
_EACH = 4
"""Names of one kind, when no field was typed."""
_PAST = 3
_HITS = 24
_TITLES = 200
_LONGEST = 200
"""Characters of a piece that is still completed."""
_METRICS = 3
_PARTS_OF = (0, 0.25, 0.5, 0.75)
"""Of the values of a metric, in order, those that are offered."""
_ORDER = ("past", "practice", "theme", "owner", "region", "tag", "shelf", "metric", "field", "title")
_LABELLED = f"{LABELS}{PARTS}"
_OPEN = (":", ">=")
"""What is put into the box and gone on with."""
_QUOTES = '"＂“”「」『』'
Kind = Literal["owner", "practice", "theme", "region", "tag", "shelf", "title", "metric", "field", "past"]
Figures: TypeAlias = Mapping[str, Sequence[tuple[int, float, str]]]
"""Folded metric -> case, value and unit of each result."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The clause at the cursor: where it stands, the field it begins with, and what is typed of its value."""

    start: int
    end: int
    field: str | None
    typed: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    score: tuple[int, int, int, int]
    kind: Kind
    label: str
    put: str
    """What takes the piece's place."""


def piece(text: str, cursor: int) -> Piece:
    """What is being typed at the cursor; empty when it stands between clauses."""
    cursor = min(max(cursor, 0), len(text))
    for token in tokens(text):
        if token.start >= cursor:
            break
        if token.end < cursor or token.kind in ("open", "close"):
            continue
        written = text[token.start : cursor]
        name, colon, value = written.replace("：", ":", 1).partition(":")
        field = field_named(name) if colon else None
        typed = value if field else written
        return Piece(token.start, token.end, field, typed.strip().strip(_QUOTES))
    return Piece(cursor, cursor, None, "")


def suggest(
    text: str,
    cursor: int,
    listings: Callable[[known.Kind], Listing],
    past: Listing,
    years: Sequence[str] = (),
    figures: Callable[[], Figures] = dict,
) -> list[Suggestion]:
    """What may be meant, the likeliest first; nothing is counted yet."""
    at = piece(text, cursor)
    if len(at.typed) > _LONGEST:
        return []
    whole = text.strip()
    if half := comparison(text[max(0, at.end - _LONGEST) : at.end]) if _SIGN.search(text, 0, at.end) else None:
        return _amounts(text, at.end, half[1], figures())
    found = [] if at.field else _past(whole, past)
    if at.field:
        found += _values(at.field, at.typed, listings, years)
    elif at.typed and not operator(text[at.start : at.end]) and at.typed not in _MINUS:
        found += _names(at.typed, listings) + _fields(at.typed)
    offered = [(one, at.start) for one in found]
    run = _SYLLABLES.search(text[: at.end][-_LONGEST:]) if not at.field else None
    if run:
        offered += [(one, at.end - len(run[0])) for one in _names(run[0], listings)]
    made: dict[str, Suggestion] = {}
    for one, start in sorted(offered, key=lambda candidate: candidate[0].score):
        query = one.put if one.kind == "past" else text[:start] + one.put + text[at.end :]
        if query.strip() != whole:
            more = one.put.endswith(_OPEN)
            made.setdefault(query, Suggestion(one.kind, telling.short(one.label), query, open=more))
    return list(made.values())[:LOOKED]


def closest(found: Sequence[Suggestion], at: Piece) -> list[Suggestion]:
    """Values of a field, once they are counted: what fits best what is typed, then what finds most."""
    if at.field not in known.KINDS:
        return list(found)
    wanted = words.flat(at.typed)

    def order(one: Suggestion) -> tuple[int, int]:
        name = words.flat(one.label)
        fits = 0 if name == wanted else 1 if name.startswith(wanted) else 2 if wanted in name else 3
        return (fits, -(one.count or 0) if fits < 3 else 0)

    return sorted(found, key=order)


def _amounts(text: str, end: int, half: Started, figures: Figures) -> list[Suggestion]:
    """Typical values of a metric, in the unit it mostly has: a few from the lowest to the highest."""
    wanted = words.flat(half.name)
    every = [(value, unit) for name, listed in figures.items() if wanted in name for _, value, unit in listed]
    if not every:
        return []
    (unit, _), *_ = Counter(unit for _, unit in every).most_common(1)
    values = sorted(value for value, own in every if own == unit and value >= 0)
    sign = relation(half.sign)
    chosen = dict.fromkeys(_round(values[int(part * len(values))], sign) for part in _PARTS_OF if values)
    lead = text[:end].rstrip()
    made = []
    for value in chosen:
        asked = Compare(half.name, sign, value, unit or None)
        if parse(str(asked)).clauses == (Clause((asked,)),):
            made.append(Suggestion("metric", str(asked), f"{lead}{counted(value)}{unit}{text[end:]}"))
    return made


def _round(value: float, sign: str) -> float:
    """A number of two figures that the value is beyond, when a comparison asks for those beyond one."""
    if sign == "=" or not value:
        return value
    step = 10.0 ** (floor(log10(value)) - 1)
    count = floor(value / step + _CLOSE) if sign[0] == ">" else ceil(value / step - _CLOSE)
    if sign == ">" and count * step >= value:
        count -= 1
    elif sign == "<" and count * step <= value:
        count += 1
    return round(count * step, 6)


_CLOSE = 1e-9
_SIGN = re.compile("[<>=＜＞＝≥≤≧≦][ \u3000]{0,9}\\Z")
_MINUS = frozenset("-－−")
_SYLLABLES = re.compile(r"(?:[A-Za-z']{1,24}[ \u3000]+){1,7}[A-Za-z']{1,24}\Z")
"""Words of letters alone, as pinyin is often typed."""


def _names(typed: str, listings: Callable[[known.Kind], Listing]) -> list[_Candidate]:
    found: list[_Candidate] = []
    for kind in known.KINDS:
        seen: dict[str, _Candidate] = {}
        for hit in sorted(_hits(kind, listings(kind), typed, free=True), key=lambda candidate: candidate.score):
            seen.setdefault(hit.put, hit)
        found += list(seen.values())[:_EACH]
    return found + _metrics(typed, listings("metric"))


def _metrics(typed: str, listing: Listing) -> list[_Candidate]:
    """Metrics that can be compared with a number."""
    wanted, letters = words.flat(typed), pinyin.typed(typed)
    found = [(hit, 0) for hit in (listing.holding(wanted, _HITS) if len(wanted) > 1 else ())]
    found += [(hit, 3) for hit in (listing.spelled(letters, _HITS) if letters and len(letters) > 1 else ())]
    order, made = _ORDER.index("metric"), dict[str, _Candidate]()
    for hit, worse in found:
        if comparison(put := f"{hit.name}>="):
            score = (hit.rank + worse, order, -hit.weight, len(hit.name))
            made.setdefault(hit.name, _Candidate(score, "metric", hit.name, put))
    return sorted(made.values(), key=lambda one: one.score)[:_METRICS]


def _hits(kind: known.Kind, listing: Listing, typed: str, *, free: bool) -> list[_Candidate]:
    """The names of one kind that hold what is typed or that it spells; `free` when no field was typed before it."""
    wanted, letters = words.flat(typed), pinyin.typed(typed)
    found = [_named(kind, hit, 0) for hit in listing.holding(wanted, _HITS)] if wanted else []
    if not letters or (free and len(letters) < 2):
        return found
    if free and kind == "title":
        return found + _spelled_titles(listing.spelled(letters, _TITLES))
    return found + [_named(kind, hit, 3) for hit in listing.spelled(letters, _HITS)]


def _named(kind: known.Kind, hit: Hit, worse: int) -> _Candidate:
    score = (hit.rank + worse, _ORDER.index(kind), -hit.weight, len(hit.name))
    return _Candidate(score, kind, hit.name, str(Term(kind, hit.name)))


def _spelled_titles(hits: Sequence[Hit]) -> list[_Candidate]:
    """What letters spell in titles is looked for everywhere: a word, not one title."""
    counted: dict[str, int] = {}
    for hit in hits:
        counted[hit.piece] = counted.get(hit.piece, 0) + 1
    kept = [one for one in counted if counted[one] > 1 or len(one) > 2]
    ranked = sorted(kept, key=lambda one: (-counted[one], one))
    order = _ORDER.index("title")
    return [
        _Candidate((4, order, -counted[one], len(one)), "title", one, str(Term(None, one, phrase=True)))
        for one in ranked
    ]


def _values(
    field: str, typed: str, listings: Callable[[known.Kind], Listing], years: Sequence[str]
) -> list[_Candidate]:
    fixed = {"has": tuple(HAS.values()), "kind": tuple(KINDS.values()), "year": tuple(years)}
    fixed |= {"evidence": tuple(GRADES.values())}
    if field in fixed:
        letters = pinyin.typed(typed)
        wanted = words.flat(typed)
        fits = [v for v in fixed[field] if wanted in v or (letters and pinyin.spelled(letters, v))]
        puts = [(value, str(Term(field, value))) for value in fits]
        return [_Candidate((0, 0, 0, number), "field", put, put) for number, (_, put) in enumerate(puts)]
    if field == "label":
        return _labels(typed, listings("tag"))
    kind = next((known_kind for known_kind in known.KINDS if known_kind == field), None)
    if kind is None:
        return []
    listing = listings(kind)
    if not typed:
        names = zip(listing.names[:LOOKED], listing.weights, strict=False)
        return [_Candidate((0, 0, -weight, 0), kind, name, str(Term(kind, name))) for name, weight in names]
    return _hits(kind, listing, typed, free=False)


def _labels(typed: str, tags: Listing) -> list[_Candidate]:
    """The labels that are set, which are tags below one of their own."""
    letters, wanted = pinyin.typed(typed), words.flat(typed)
    named = [name.removeprefix(_LABELLED) for name in tags.names if name.startswith(_LABELLED)]
    fits = [name for name in named if wanted in words.flat(name) or (letters and pinyin.spelled(letters, name))]
    return [_Candidate((0, 0, 0, at), "tag", name, str(Term("label", name))) for at, name in enumerate(fits[:_HITS])]


def _fields(typed: str) -> list[_Candidate]:
    lowered, letters = words.flat(typed), pinyin.typed(typed)
    found = []
    for number, (field, name) in enumerate(FIELDS.items()):
        spelled = letters and len(letters) > 1 and pinyin.spelled(letters, name)
        named = name.startswith(lowered) or (len(lowered) > 1 and field.startswith(lowered))
        if lowered and (named or (spelled and not spelled[0])):
            found.append(
                _Candidate((1 if named else 3, _ORDER.index("field"), 0, number), "field", f"{name}:", f"{name}:")
            )
    return found


def _past(whole: str, past: Listing) -> list[_Candidate]:
    """Searches asked before that begin with what is typed, hold it or are spelled by it."""
    if not whole:
        return [_Candidate((0, 0, 0, number), "past", name, name) for number, name in enumerate(past.names[:SHOWN])]
    wanted, letters = words.flat(whole), pinyin.typed(whole)
    hits = past.holding(wanted, SHOWN) if wanted and len(wanted) <= _LONGEST else []
    found = [_Candidate((hit.rank, 0, -hit.weight, 0), "past", hit.name, hit.name) for hit in hits]
    if letters and len(letters) > 1:
        spelled = past.spelled(letters, SHOWN)
        found += [_Candidate((hit.rank + 3, 0, -hit.weight, 0), "past", hit.name, hit.name) for hit in spelled]
    return sorted(found, key=lambda one: one.score)[:_PAST]
