"""The vocabulary of the house: the frozen records of documents, cases, notes and shelves.

Everything that passes between rooms is one of these. They know nothing of SQL, files or windows. Two kinds of
position occur: a `Span` counts characters of the *document's* text as decoded, before any repair; `start` and
`end` count characters of the *case's* own text (Python string indices, end exclusive).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["hospital", "expert", "plan", "plan_task", "other"]
Status = Literal["auto", "suggested", "user"]
"""`auto` is sure, `suggested` waits for one click, `user` was decided by a person and is never overwritten."""
Basis = Literal["owner", "site", "speaker", "title", "table", "user"]
"""Where a region was read; `table` is inferred from the built-in hospital-to-city table."""
Origin = Literal["import", "starter"]
Colour = Literal["yellow", "blue", "green", "pink"]
NoteKind = Literal["highlight", "case", "shelf", "free"]
AnchorState = Literal["exact", "moved", "changed", "lost"]
Purpose = Literal["", "excerpt", "idea", "question", "lesson", "todo"]
"""What a note is for: 摘录, 想法, 疑问, 可借鉴, 待办; empty when nobody said."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document's decoded text, in characters."""

    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks for the case, as printed."""

    name: str | None
    post: str | None


@dataclass(frozen=True, slots=True)
class Region:
    """A place by GB/T 2260. Municipalities have no city; every level is None rather than guessed."""

    province: str | None = None
    city: str | None = None
    county: str | None = None
    adcode: str | None = None
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Theme:
    """One leaf (or top) of the taxonomy on a case; the span is the trigger that spoke for it."""

    id: str
    score: float = 1.0
    status: Status = "auto"
    start: int | None = None
    end: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Practice:
    """A named practice (做法): its canonical name and the words it stands in."""

    name: str
    surface: str
    type: str = ""
    status: Status = "auto"
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A result figure. `value` repeats `after` when both sides are known; words alone carry only `direction`."""

    metric: str
    value: float | None = None
    unit: str | None = None
    before: float | None = None
    after: float | None = None
    date: str | None = None
    type: Literal["result", "target"] = "result"
    direction: Literal["up", "down"] | None = None
    bound: Literal["over", "under", "about"] | None = None
    status: Status = "auto"
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A located part of a case: a printed heading, or a stretch that plays a known role."""

    heading: str
    start: int
    end: int
    role: Literal["背景", "做法", "成效", "启示"] | None = None


@dataclass(frozen=True, kw_only=True)
class DocumentDraft:
    """A file's text and what is printed about it. `text` is as decoded and never changed."""

    path: str
    name: str
    text: str
    fingerprint: str
    encoding: str = "utf-8"
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    reporter: str | None = None
    source_note: str | None = None
    origin: Origin = "import"

    @property
    def source_line(self) -> str:
        """The source in one line: publisher, date, title and reporter, or the file name when none is known."""
        title = f"《{self.title}》" if self.title else ""
        parts = [
            self.publisher or "",
            title,
            self.published or "",
            f"记者 {self.reporter}" if self.reporter else "",
        ]
        return self.source_note or "，".join(p for p in parts if p) or self.name


@dataclass(frozen=True, kw_only=True)
class Document(DocumentDraft):
    """A stored document."""

    id: str
    imported_at: str
    """ISO 8601, UTC, seconds."""


@dataclass(frozen=True, kw_only=True)
class CaseDraft:
    """A case as understood, before it has a place in a library. Empty means not printed, never guessed."""

    kind: Kind
    title: str
    text: str
    """The reading text after repair; paragraphs separated by one newline."""
    owner: str | None = None
    owner_aliases: tuple[str, ...] = ()
    site: str | None = None
    speaker: Speaker = Speaker(None, None)
    region: Region = Region()
    region_groups: tuple[str, ...] = ()
    year: int | None = None
    abstract: str = ""
    responsible: str | None = None
    """责任单位 of a plan's task, as printed."""
    number: int | None = None
    """The printed number of a plan's task."""
    evidence: int = 0
    """0 none, 1 single figure, 2 before/after, 3 ranking or third party, 4 award."""
    awards: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    """truncated, missing_start, suspect_characters, caption_only."""
    themes: tuple[Theme, ...] = ()
    practices: tuple[Practice, ...] = ()
    results: tuple[Result, ...] = ()
    outline: tuple[Section, ...] = ()
    spans: tuple[Span, ...] = ()
    """Where the case stands in the document, in reading order."""
    children: tuple[CaseDraft, ...] = ()
    """The tasks of a plan."""
    dropped: tuple[str, ...] = ()
    """What a person took away before the case was stored: `theme:…`, `practice:…`. Empty on a stored case."""
    hidden: tuple[Practice, ...] = ()
    """Practices under names a person hid for the whole library. Empty on a stored case."""


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """What a case tells of its document without loading the text."""

    id: str
    path: str
    title: str
    source_line: str
    origin: Origin


@dataclass(frozen=True, kw_only=True)
class Case(CaseDraft):
    """A stored case; `children` is empty, tasks are found by `parent_id`."""

    id: str
    document: DocumentHead
    parent_id: str | None = None
    starred: bool = False
    progress: float = 0.0
    """Share read, 0 to 1; 0 is unread."""
    position: int = 0
    """First visible character when last left."""
    opened_at: str | None = None
    notes: int = 0
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a shown string to be marked as found."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a case's own words with its hits; marks count inside `text`."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseRow:
    """A line of the list: what can be shown without loading the case."""

    id: str
    kind: Kind
    title: str
    owner: str
    place: str
    """Short, for instance 江西赣州; empty when not known."""
    year: int | None
    themes: tuple[str, ...]
    """Names of the best themes, at most three."""
    notes: int
    starred: bool
    progress: float
    snippet: Snippet
    title_marks: tuple[Mark, ...] = ()
    more: tuple[Snippet, ...] = ()
    """Further pieces with hits, from other places of the case."""
    kin: int = 0
    """How many other cases tell the same story; they are counted with this one."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """The answer to a query: exact total, counts that tell what a click would leave, and a page of rows."""

    query: str
    """The query in its canonical wording."""
    total: int
    elapsed_ms: float
    rows: tuple[CaseRow, ...]
    ids: Sequence[str]
    """All hits in order, not just this page."""
    facets: dict[str, dict[str, int]]
    """theme (ids, parents included), region (province), city (省/市), county (省/市/县), practice, year, kind,
    tag -> value -> count left if only this value were chosen in its facet, all else kept."""
    groups: tuple[tuple[str, int], ...] = ()
    """Where the hits stand in groups: each group's value and how many of the ids, one after the other, are in it."""


@dataclass(frozen=True, slots=True)
class ThemeNode:
    """A theme of the library's taxonomy; `parent` is None for the ten tops."""

    id: str
    name: str
    parent: str | None
    definition: str = ""
    own: bool = False


@dataclass(frozen=True, kw_only=True)
class Note:
    """A highlight, a note on a case or on a shelf, or a free note.

    A highlight may have no text; a note on a case no anchor.
    """

    id: str
    case_id: str | None
    kind: NoteKind
    shelf_id: str | None = None
    purpose: Purpose = ""
    done: bool = False
    """Of a to-do."""
    author: str = ""
    """Another reader, whose notes were taken in; empty for the library's own."""
    colour: Colour = "yellow"
    text: str = ""
    """Markdown."""
    start: int | None = None
    end: int | None = None
    quote: str = ""
    prefix: str = ""
    suffix: str = ""
    anchor: AnchorState = "exact"
    tags: tuple[str, ...] = ()
    created_at: str = ""
    changed_at: str = ""


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """A folder of cases, or a smart one when `query` is not None."""

    id: str
    name: str
    query: str | None = None
    count: int = 0
    parent_id: str | None = None
    position: int = 0
    """Its place among those of the same folder."""
    path: str = ""
    """Its name with those of the folders it is in, as it is asked for: 上级/下级."""


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Counts for the fixed shelves."""

    all: int = 0
    unread: int = 0
    reading: int = 0
    """Begun and not read to the end."""
    starred: int = 0
    noted: int = 0


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What a write changed; sent once per write, after commit. `cases` is empty when everything may have changed."""

    label: str
    cases: frozenset[str] = field(default_factory=frozenset)
    content: bool = True
    """False when only reading state (progress, position) changed and no count or list can differ."""
    leading: frozenset[str] = field(default_factory=frozenset)
    """Cases with notes that lead to `cases`: what these are called stands there too."""

    def shows(self, case_id: str | None) -> bool:
        """Whether what is seen of a case may be another now."""
        return bool(case_id) and self.content and (not self.cases or case_id in self.cases | self.leading)


@dataclass(frozen=True, kw_only=True)
class Packed:
    """What one library tells another: rows of plain values, with ids where the library itself has keys.

    A case's row has lists `themes`, `practices`, `results`, `tags` and `reading` (None when it was never opened);
    a note's has `tags` and `versions` (what it said before), a shelf's `cases`. A story is its cases' ids,
    the one it is told by first. A picture's `data` is Base64.
    """

    documents: tuple[dict[str, Any], ...] = ()
    cases: tuple[dict[str, Any], ...] = ()
    notes: tuple[dict[str, Any], ...] = ()
    shelves: tuple[dict[str, Any], ...] = ()
    themes: tuple[dict[str, Any], ...] = ()
    """Themes of a person's own, each after the one it stands below."""
    stories: tuple[tuple[str, ...], ...] = ()
    pictures: tuple[dict[str, Any], ...] = ()
    """Those that stand in the notes."""
    rules: tuple[dict[str, Any], ...] = ()
    """What practices are called, and which are not shown; told with a whole library, as what follows."""
    synonyms: tuple[dict[str, Any], ...] = ()
    meanings: tuple[dict[str, Any], ...] = ()
    templates: tuple[dict[str, Any], ...] = ()
    metrics: tuple[dict[str, Any], ...] = ()
    rounds: tuple[dict[str, Any], ...] = ()
    """At most one: cases handed to a reader, or what the reader answered."""
