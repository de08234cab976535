"""All hits of one case as a list of lines, each with what stands round it. Reads one case, changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from db import entries, snippets, thousands, words
from db.answers import Line

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from db.answers import Where
    from db.entries import Printed
    from db.strictness import Strict

_BEFORE = 20
_AFTER = 30
MOST = 2000
"""Lines of one case."""


class _Sought(NamedTuple):
    words: Sequence[str]
    strict: Strict | None
    plain: bool


def lines(
    raw: sqlite3.Connection, key: int, wanted: Sequence[str], strict: Strict | None = None, *, plain: bool = True
) -> tuple[Line, ...]:
    """Every place of a case where one of the folded words stands: title, text, abstract, names, then notes and tags.

    What repeats these (the original, the words a note is about, how a practice is called here) is only looked
    into for words that stand nowhere else.
    """
    read = entries.read(raw, [key]) if wanted else []
    if not read:
        return ()
    found = [line for place in _places(read[0]) for line in _of(*place, _Sought(wanted, strict, plain))]
    fold = strict or words.flat
    hits = [fold(hit) for line in found for hit in (line.hit, thousands.plain(line.hit) if plain else "")]
    held = {word for word in wanted if any(word in hit for hit in hits)}
    spare = [word for word in wanted if word not in held]
    if spare:
        found += [line for place in _repeating(read[0]) for line in _of(*place, _Sought(spare, strict, plain))]
    return tuple(found[:MOST])


def _places(read: Printed) -> Iterator[tuple[Where, str, str | None]]:
    yield "title", read.title, None
    yield "text", read.text, None
    yield "abstract", read.abstract, None
    yield from _once("name", read.names)
    for remark in read.remarks:
        if remark.where != "quote":
            yield remark.where, remark.text, remark.note_id


def _repeating(read: Printed) -> Iterator[tuple[Where, str, str | None]]:
    yield from _once("name", read.surfaces)
    for remark in read.remarks:
        if remark.where == "quote":
            yield remark.where, remark.text, remark.note_id
    yield "source", read.source, None


def _once(where: Where, texts: Iterable[str]) -> Iterator[tuple[Where, str, str | None]]:
    for text in dict.fromkeys(texts):
        yield where, text, None


def _of(where: Where, text: str, note_id: str | None, sought: _Sought) -> Iterator[Line]:
    paragraph, counted = 1, 0
    for mark in snippets.marks(sought.words, text, sought.strict, plain=sought.plain):
        before = text[max(0, mark.start - _BEFORE, text.rfind("\n", 0, mark.start) + 1) : mark.start]
        stop = text.find("\n", mark.end)
        after = text[mark.end : min(mark.end + _AFTER, stop if stop >= 0 else len(text))]
        hit = text[mark.start : mark.end].replace("\n", " ")
        paragraph += text.count("\n", counted, mark.start)
        counted = mark.start
        numbered = paragraph if where == "text" else None
        yield Line(where, mark.start, mark.end, before, hit, after, numbered, note_id)
