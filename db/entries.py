"""What can be found of each case: its words, folded, in runs that no phrase may cross.

Read by the index when it takes a case in, and by searching for the cases the index has not taken in yet, so that
both go by the same words. Works on any plain SQLite connection that sees the library's tables.
"""

# ruff: noqa: S608 - the names in this SQL are our own, values are always bound
from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from db import linked, thousands, words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

COLUMNS = ("title", "names", "text", "source", "notes")
"""`source` is the original where it reads otherwise than the repaired text (Traditional, with pinyin, damaged)."""
PLACES = {"title": ("title",), "text": ("text", "source"), "note": ("notes",)}
"""The columns in which a query's field looks for words."""
REACH = 64
"""Folded characters of a word the index is asked for at once; longer ones are checked in the text."""
_SURE = "status IN ('auto', 'user')"
_HIGHEST = 32
"""Themes above one another that are climbed."""
_NAMES = ("owner", "site", "speaker_name", "speaker_post", "responsible", "province", "city", "county")


class Remark(NamedTuple):
    """What a person added to a case: a note as it is read, the words it is about, or a tag."""

    where: Literal["note", "quote", "tag"]
    text: str
    note_id: str | None = None


class Named(NamedTuple):
    """What a case was named for, by a person or by what it says."""

    practices: tuple[tuple[str, str], ...] = ()
    """The name, and how the practice is called in this very case."""
    themes: tuple[tuple[str, float], ...] = ()
    """The name and how much it is the case's, 0 to 1; the surest first."""
    above: tuple[tuple[str, float], ...] = ()
    """The themes above those, each with as much as the surest below it, the nearest first."""


class Printed(NamedTuple):
    """The words of one case as they stand there, nothing folded."""

    key: int
    title: str
    text: str
    abstract: str
    names: tuple[str, ...]
    surfaces: tuple[str, ...]
    """How practices are called in this very case."""
    source: str
    """Empty where it reads as the text does."""
    remarks: tuple[Remark, ...]
    headings: tuple[str, ...]

    def columns(self) -> tuple[tuple[str, ...], ...]:
        """All of them as printed, for each of `COLUMNS`."""
        remarks = tuple([remark.text for remark in self.remarks])
        return (self.title,), (*self.names, *self.surfaces), (self.text, self.abstract), (self.source,), remarks

    def every(self) -> Iterator[str]:
        """All of them but the headings, which stand in the text."""
        yield from (self.text, self.title, self.abstract, self.source, *self.names, *self.surfaces)
        yield from (remark.text for remark in self.remarks)


@dataclass(frozen=True, slots=True)
class Entry:
    """The folded runs of one case, a tuple for each of `COLUMNS`."""

    key: int
    columns: tuple[tuple[str, ...], ...]
    heads: tuple[str, ...] = ()
    """Printed headings; they are in the text too and only weigh in the order of what is found."""
    plain: tuple[tuple[str, ...], ...] = ((),) * len(COLUMNS)
    """The runs that hold numbers with thousands separators, again without these."""
    windows: tuple[tuple[str, ...], ...] = ((),) * len(COLUMNS)
    """The pieces of those round the separators, for the index."""
    printed: Printed | None = None
    """What it was made of."""

    def runs(self, field: str | None = None, *, plain: bool = True) -> tuple[str, ...]:
        """The runs a field looks into, without one all; those without separators too unless they are told apart."""
        wanted = columns(field)
        every = [*zip(COLUMNS, self.columns, strict=True), *(zip(COLUMNS, self.plain, strict=True) if plain else ())]
        return tuple(run for name, runs in every if name in wanted for run in runs)

    def holds(self, wanted: str, field: str | None = None, *, plain: bool = True) -> bool:
        """Whether the folded string stands anywhere in the case."""
        return any(wanted in run for run in self.runs(field, plain=plain))


def entries(raw: sqlite3.Connection, keys: Sequence[int], fold: Callable[[str], str] = words.flat) -> list[Entry]:
    """The entries of those of the cases that exist, a few hundred at a time at most; folded in another way if asked."""
    return [folded(printed, fold) for printed in read(raw, keys)]


def folded(printed: Printed, fold: Callable[[str], str] = words.flat) -> Entry:
    """The runs of one case."""
    text = fold(printed.text)
    runs = (
        _runs([printed.title], fold),
        _runs([*printed.names, *printed.surfaces], fold),
        (text, *(run for run in _runs([printed.abstract], fold) if run not in text)),
        _source(printed, text, fold),
        _runs([remark.text for remark in printed.remarks], fold),
    )
    entry = Entry(printed.key, runs, _runs(printed.headings, fold), printed=printed)
    texts = printed.columns()
    if not any(thousands.separators(text) for each in texts for text in each):
        return entry
    plain = tuple([_runs([thousands.plain(t) for t in each if thousands.separators(t)], fold) for each in texts])
    windows = tuple([tuple([w for t in each for w in thousands.windows(t, fold, REACH)]) for each in texts])
    return replace(entry, plain=plain, windows=windows)


def read(raw: sqlite3.Connection, keys: Sequence[int]) -> list[Printed]:
    """The words of those of the cases that exist; all who tell what can be found of a case go by these."""
    among = f"IN ({', '.join('?' * len(keys))})"
    called, remarked = named(raw, keys), remarks(raw, keys)
    own = ", ".join(_NAMES)
    rows = raw.execute(
        f"SELECT key, title, text, abstract, owner_aliases, region_groups, spans, document_key, outline, {own}"
        f" FROM cases WHERE key {among}",
        keys,
    ).fetchall()
    texts = _texts(raw, {row[7] for row in rows})
    return [
        Printed(
            key,
            title,
            text,
            abstract or "",
            (*filter(None, own), *json.loads(aliases), *json.loads(groups), *_names(called.get(key, Named()))),
            tuple([surface for _, surface in called.get(key, Named()).practices]),
            _original(texts[document], json.loads(spans), text),
            tuple(remarked.get(key, ())),
            tuple([section[0] for section in json.loads(outline)]),
        )
        for key, title, text, abstract, aliases, groups, spans, document, outline, *own in rows
    ]


def _runs(texts: Iterable[str | None], fold: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(run for text in texts if text and (run := fold(text))))


def _source(printed: Printed, text: str, fold: Callable[[str], str]) -> tuple[str, ...]:
    folded = fold(printed.source) if printed.source else ""
    return () if not folded or folded in text else (folded,)


def _original(text: str, spans: list[list[int]], repaired: str) -> str:
    original = "".join(text[offset : offset + length] for offset, length in spans)
    same = original == repaired or original.replace("\n", "") == repaired.replace("\n", "")
    return "" if same else original


def _texts(raw: sqlite3.Connection, keys: set[int]) -> dict[int, str]:
    among = ", ".join("?" * len(keys))
    return dict(raw.execute(f"SELECT key, text FROM documents WHERE key IN ({among})", list(keys)))


def named(raw: sqlite3.Connection, keys: Sequence[int]) -> dict[int, Named]:
    """What these cases were named for; those of nothing are left out."""
    sure = f"{_SURE} AND case_key IN ({', '.join(map(str, keys))})"
    practices: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for key, name, surface in raw.execute(f"SELECT case_key, name, surface FROM case_practices WHERE {sure}"):
        practices[key].append((name, surface))
    themes: defaultdict[int, list[tuple[str, float]]] = defaultdict(list)
    under: defaultdict[int, list[tuple[str, float]]] = defaultdict(list)
    for key, name, parent, score in raw.execute(
        "SELECT case_key, n.name, n.parent, iif(status = 'user', 1.0, min(1.0, max(0.0, score)))"
        f" FROM case_themes JOIN themes n ON n.id = theme_id WHERE {sure}"
        " ORDER BY status DESC, score DESC, case_themes.key"
    ):
        themes[key].append((name, score))
        if parent is not None:
            under[key].append((parent, score))
    above = _above(raw, {parent for parents in under.values() for parent, _ in parents})
    return {
        key: Named(tuple(practices[key]), tuple(themes[key]), _surest(under[key], above) if key in under else ())
        for key in practices.keys() | themes.keys()
    }


def _above(raw: sqlite3.Connection, parents: set[str]) -> dict[str, tuple[str, ...]]:
    """The names of these themes, each with those above it: from the nearest to the top."""
    known: dict[str, tuple[str, str | None]] = {}
    wanted = parents
    for _ in range(_HIGHEST if wanted else 0):
        sql = "SELECT id, name, parent FROM themes WHERE id IN (SELECT value FROM json_each(?))"
        fresh = {one: (name, parent) for one, name, parent in raw.execute(sql, (json.dumps(sorted(wanted)),))}
        known |= fresh
        wanted = {parent for _, parent in fresh.values() if parent is not None} - known.keys()
        if not wanted:
            break
    return {theme: _climbed(theme, known) for theme in parents}


def _climbed(theme: str | None, known: Mapping[str, tuple[str, str | None]]) -> tuple[str, ...]:
    names: list[str] = []
    climbed: set[str] = set()
    while theme is not None and theme in known and theme not in climbed:
        climbed.add(theme)
        name, theme = known[theme]
        names.append(name)
    return tuple(names)


def _surest(
    parents: Sequence[tuple[str, float]], above: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[str, float], ...]:
    found: dict[str, float] = {}
    for parent, score in parents:
        for name in above[parent]:
            found[name] = max(score, found.get(name, 0.0))
    return tuple(found.items())


def _names(called: Named) -> Iterator[str]:
    for listed in called:
        yield from (name for name, _ in listed)


def remarks(raw: sqlite3.Connection, keys: Sequence[int]) -> dict[int, list[Remark]]:
    """What was added to these cases; those without anything are left out."""
    among = f"IN ({', '.join('?' * len(keys))})"
    found: defaultdict[int, list[Remark]] = defaultdict(list)
    noted = f"SELECT case_key, id, text, quote FROM notes WHERE case_key {among} ORDER BY start, key"
    for key, id, text, quote in raw.execute(noted, keys):  # noqa: A001 - the record's own word
        found[key] += [Remark("note", linked.plain(text), id), Remark("quote", quote, id)]
    tagged = (
        f"SELECT n.case_key, t.tag, n.id FROM note_tags t JOIN notes n ON n.key = t.note_key WHERE n.case_key {among}",
        f"SELECT case_key, tag, NULL FROM case_tags WHERE case_key {among}",
    )
    for sql in tagged:
        for key, tag, id in raw.execute(sql, keys):  # noqa: A001 - the record's own word
            found[key].append(Remark("tag", tag, id))
    return dict(found)


def columns(field: str | None) -> tuple[str, ...]:
    """The columns a query's field looks into, without one all."""
    return PLACES[field] if field else COLUMNS
