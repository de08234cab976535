"""Where beside its text a case holds the words asked for: names, tags, notes, each told with what it is.

Read as late as possible, a list's rows at once: most cases hold the words in their text.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from db import entries, linked
from db.records import Mark, Snippet
from db.spots import everywhere, joined

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from db.entries import Printed, Remark
    from db.glance import Glance
    from db.spots import Asked, Stretch

SHOWN = 48
"""Characters of one of them."""
MOST = 3
_BEFORE = 12
_BETWEEN = " · "
_REMARKS = {"note": "笔记", "quote": "引文", "tag": "标签"}


class Place(NamedTuple):
    """Some words of a case that are not its text. `column` is one of `entries.COLUMNS`."""

    column: str
    called: str
    text: str


class Beside:
    """What stands beside the texts of some cases."""

    def __init__(self, raw: sqlite3.Connection, keys: Sequence[int]) -> None:
        self._raw = raw
        self._keys = keys

    def told(self, case: Glance, asked: Sequence[Asked]) -> Snippet | None:
        """The places that hold the words, in a line, the words marked; None where none does."""
        left = list(asked)
        pieces: list[Snippet] = []
        for place in self._places(case):
            found = {
                one.word: everywhere(one, place.text) for one in left if place.column in entries.columns(one.field)
            }
            if stretches := joined([stretch for each in found.values() for stretch in each]):
                pieces.append(_piece(place, stretches))
                left = [one for one in left if not found.get(one.word)]
            if not left or len(pieces) == MOST:
                break
        return _line(pieces) if pieces else None

    def _places(self, case: Glance) -> Iterator[Place]:
        for (name, _), called in zip(case.names, case.called, strict=True):
            yield Place("names", called, name)
        for remark in self._remarks.get(case.key, ()):
            if remark.where == "note":  # as it is read; what only its signs hold comes after
                yield Place("notes", _REMARKS[remark.where], linked.bare(remark.text))
            yield Place("notes", _REMARKS[remark.where], remark.text)
        if case.abstract:
            yield Place("text", "提要", case.abstract)
        if region := "".join(filter(None, (case.province, case.city, case.county))):
            yield Place("names", "地区", region)
        for called, person in (("讲述人", case.speaker), ("责任单位", case.responsible)):
            if person:
                yield Place("names", called, person)
        yield from self._further(case.key)

    def _further(self, key: int) -> Iterator[Place]:
        """What is read of one case alone: it is long, and hardly ever all that holds a word."""
        for printed in entries.read(self._raw, [key]):
            yield from _rest(printed)

    @cached_property
    def _remarks(self) -> dict[int, list[Remark]]:
        return entries.remarks(self._raw, self._keys)


def _rest(printed: Printed) -> Iterator[Place]:
    for surface in printed.surfaces:
        yield Place("names", "文中称", surface)
    for name in printed.names:
        yield Place("names", "名称", name)
    if printed.source:
        yield Place("source", "原文", printed.source)


def _piece(place: Place, stretches: Sequence[Stretch]) -> Snippet:
    """One place as far as there is room, from shortly before the first hit on."""
    first = stretches[0][0]
    start = 0 if len(place.text) <= SHOWN or first <= _BEFORE else first - _BEFORE
    shown = place.text[start : start + SHOWN].replace("\n", " ")
    lead = f"{place.called}：{'…' if start else ''}"
    by = len(lead) - start
    marks = [Mark(at + by, min(end, start + len(shown)) + by) for at, end in stretches if at - start < len(shown)]
    return Snippet(f"{lead}{shown}{'…' if start + SHOWN < len(place.text) else ''}", tuple(marks))


def _line(pieces: Sequence[Snippet]) -> Snippet:
    text, marks = "", []
    for piece in pieces:
        text += _BETWEEN if text else ""
        marks += [Mark(mark.start + len(text), mark.end + len(text)) for mark in piece.marks]
        text += piece.text
    return Snippet(text, tuple(marks))
