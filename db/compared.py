"""What comparing cases makes: matrices with what stands in their cells, and figures with the cases they are from.

Frozen records that pass between the rooms, as those of `db.records`; they know nothing of SQL or windows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from db.records import AnchorState

EntryKind = Literal["quote", "own", "none"]
"""Words of a case, a person's own words, or: read, and nothing is there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One of the things that stand in a cell. Only a quote has a place; a lost one has its words alone."""

    kind: EntryKind
    text: str = ""
    id: str = ""
    case_id: str = ""
    case_title: str = ""
    start: int | None = None
    end: int | None = None
    prefix: str = ""
    suffix: str = ""
    anchor: AnchorState = "exact"
    paragraph: int = 0
    """The paragraph of its case it begins in, from 1; 0 when not known."""


@dataclass(frozen=True, slots=True)
class Column:
    """A question. `role` says what answers are looked for, `width` is in pixels, 0 as long as nobody chose it."""

    id: str
    title: str
    role: str = ""
    width: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A case in a matrix, with what the library says of it now; without the case its title is what is left."""

    id: str
    case_id: str
    title: str
    there: bool = True
    owner: str = ""
    place: str = ""
    year: int | None = None
    figures: int = 0
    """How many results with a number it has."""


@dataclass(frozen=True, slots=True)
class Head:
    """A matrix in the list of them."""

    id: str
    name: str
    rows: int
    columns: int
    changed_at: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Matrix:
    """Cases against questions."""

    id: str
    name: str
    columns: tuple[Column, ...] = ()
    lines: tuple[Line, ...] = ()
    cells: Mapping[tuple[str, str], tuple[Entry, ...]] = field(default_factory=dict)
    """By the ids of line and column."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A result with the case it is from, as read."""

    case_id: str
    title: str
    owner: str
    place: str
    year: int | None
    evidence: int
    metric: str
    value: float | None
    before: float | None = None
    unit: str = ""
    date: str | None = None
    target: bool = False
    direction: Literal["up", "down"] | None = None
    bound: Literal["over", "under", "about"] | None = None
    open: bool = False
    """Only suggested."""
    start: int | None = None
    end: int | None = None
    lead: str = ""
    """The few characters before its number, where they tell a level from a change."""
