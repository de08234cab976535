"""What another library's rows would do to this one: the plan `meeting` makes and `landing` carries out.

Knows rows of plain values; no table.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from app.services.anchoring import Change, fate

Row = dict[str, Any]
Differing = Literal["both", "mine", "theirs"]
"""Of what differs: keep both, leave theirs out, or let theirs take the place of ours."""
COPY = "导入副本"
_SHOWN, _LEAD = 90, 30
"""Characters shown of a value, and so many of what both begin with."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A case or note that both sides have and tell differently. `id` is theirs, by which it is decided on."""

    id: str
    case_id: str
    """Ours; of a note, the case it is on, empty when it is on none."""
    title: str
    pairs: tuple[tuple[str, str, str], ...]
    """What is told differently: its name, ours, theirs; long ones from where they part."""
    note: bool = False

    @property
    def what(self) -> tuple[str, ...]:
        """The names of what is told differently, each once."""
        return tuple(dict.fromkeys(name for name, _, _ in self.pairs))


@dataclass
class Plan:
    """What is to be done, in the order of doing it."""

    differing: Differing
    decided: Mapping[str, Differing] = field(default_factory=dict)
    """Of single cases and notes, by their id in the package."""
    themes: list[Row] = field(default_factory=list)
    documents: list[Row] = field(default_factory=list)
    cases: list[tuple[Row, str, str | None]] = field(default_factory=list)
    copies: list[tuple[str, str]] = field(default_factory=list)
    """Ours, and the copy of theirs."""
    rewritten: list[tuple[Row, Row]] = field(default_factory=list)
    """Ours as it was, and as it will be."""
    settled: list[tuple[str, str, Row]] = field(default_factory=list)
    tags: list[tuple[str, list[str]]] = field(default_factory=list)
    notes: list[tuple[Row, str | None, str | None]] = field(default_factory=list)
    """With the case or the shelf of ours it is on."""
    renoted: list[Row] = field(default_factory=list)
    shelves: list[tuple[Row, str | None]] = field(default_factory=list)
    """With the shelf it stands in."""
    shelved: list[tuple[str, list[str]]] = field(default_factory=list)
    stories: list[list[str]] = field(default_factory=list)
    pictures: list[Row] = field(default_factory=list)
    habits: dict[str, list[Row]] = field(default_factory=dict)
    """Of `db.packs.LISTS`, what this library has no opinion on."""
    same: int = 0
    clashes: list[Clash] = field(default_factory=list)
    noted: list[Clash] = field(default_factory=list)
    copied: int = 0
    called: dict[str, str] = field(default_factory=dict)
    """Themes by id, in words."""
    at: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Where a case of theirs is here: its id, and the text it has there."""
    on_shelf: dict[str, str] = field(default_factory=dict)
    """Where a shelf of theirs is here."""

    @property
    def nothing(self) -> bool:
        """Whether all of it is here already."""
        parts = (self.themes, self.documents, self.cases, self.settled, self.tags, self.notes, self.shelves)
        more = (self.shelved, self.rewritten, self.renoted, self.pictures, *self.habits.values())
        return not any((*parts, *more))

    def on(self, id: str) -> Differing:  # noqa: A002 - the record's own word
        """What is to be done with a thing that differs."""
        return self.decided.get(id, self.differing)


def pair(name: str, ours: object, theirs: object) -> tuple[str, str, str]:
    """Two values that differ, in words short enough to be seen beside each other."""
    mine, other = _words(ours), _words(theirs)
    same = next((at for at, (a, b) in enumerate(zip(mine, other, strict=False)) if a != b), min(len(mine), len(other)))
    start = 0 if same < _LEAD else same - _LEAD // 2
    return name, _cut(mine, start), _cut(other, start)


def _words(value: object) -> str:
    if isinstance(value, list | tuple):
        return "、".join(map(_words, value))
    return "" if value is None else str(value)


def _cut(words: str, start: int) -> str:
    told = " ".join(words[start : start + _SHOWN].split())
    return ("…" if start else "") + told + ("…" if len(words) > start + _SHOWN else "")


def shifted(row: Row, change: Change | None) -> Row:
    """A located value where its place is after the text has changed, or without a place."""
    if change is None or row["start"] is None or row["end"] is None:
        return row
    found = fate(change, row["start"], row["end"])
    return row | {"start": found.start, "end": found.end} | ({"anchor": found.state} if "anchor" in row else {})


def derived(id_: str, content: str) -> str:
    """An id for a copy: of the same thing with the same content it is the same."""
    return hashlib.sha256(f"{id_}\n{content}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
