"""What a library answers besides records: a query in words, what to ask instead, every hit, and who tells the same.

Frozen records that pass between the rooms, as those of `db.records`; they know nothing of SQL or windows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Where: TypeAlias = Literal["text", "title", "name", "note", "abstract", "tag", "quote", "source"]
"""What of a case a hit stands in; "quote" are the words a note is about, "source" the original before its repair."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kin:
    """A case that tells the same story as others, itself included when they are listed."""

    id: str
    title: str
    owner: str
    source_line: str
    publisher: str | None = None
    published: str | None = None
    main: bool = False
    """The one the story is told by."""
    likeness: float = 1.0
    """Share of the shorter of this text and the main one's that stands in the other."""
    length: int = 0
    """Characters of its text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Near:
    """A case about to be imported tells a story that is there already."""

    case: int
    """Which of the file's top-level cases, from 0."""
    likeness: float
    title: str
    case_id: str | None = None
    """In the library; else it stands in a file of the same import."""
    path: str | None = None
    """That file."""
    source_line: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One clause of a query: what it asks, how many cases it alone would find, and how many are left after it."""

    clause: str
    """In the query's canonical wording."""
    words: str
    """For a person, in Chinese."""
    alone: int
    left: int
    variants: tuple[str, ...] = ()
    """What is looked for besides the words typed: synonyms, numbers in other script."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A query in words, and what each of its clauses left."""

    sentence: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to ask for while a person types. `query` is the whole text of the box once it is taken."""

    kind: Literal["owner", "practice", "theme", "region", "tag", "shelf", "title", "metric", "field", "past"]
    label: str
    query: str
    count: int | None = None
    """Cases it would find; None when that is not known."""
    open: bool = False
    """A value is still to come: a field's name, a metric's."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A query that would find something where the one asked finds nothing."""

    kind: Literal["without", "spelling", "words", "anywhere"]
    label: str
    query: str
    count: int


@dataclass(frozen=True, slots=True)
class Advice:
    """Why nothing was found: the clauses that killed the answer, and what may be asked instead, best first."""

    killers: tuple[str, ...]
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One hit with what stands round it, for a list of all hits of a case."""

    where: Where
    start: int
    end: int
    """Characters of the case's own text when `where` is "text", else of that title, name, note or whatever it is."""
    before: str
    hit: str
    after: str
    paragraph: int | None = None
    """1 for the first paragraph of the text."""
    note_id: str | None = None
