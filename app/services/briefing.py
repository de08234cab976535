"""Briefs of an open library: made, written, read with their sources, and laid out to go out.

Every write is one step that can be undone. Knows the library and the sheet; no SQL, no window.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from app.formats.paragraphs import paragraph_at
from app.formats.sheet import Sheet, SheetPassage, SheetSource
from app.messages import Trouble
from app.services import sourcing
from app.services.citing import source, worded
from app.task import QUIET, Task
from db import briefs, cases, notes
from db.briefs import Brief, BriefHead, Part
from db.cases import new_id
from db.engine import now
from db.note_links import called
from db.notes import surroundings

if TYPE_CHECKING:
    from app.formats.sheet import Source
    from app.services.library import Library
    from db.history import Step
    from db.records import Case, Note

NAME, LONGEST = "新简报", 80
WRITING = "写简报"


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A brief with what is known of the cases it rests on."""

    brief: Brief
    cited: Mapping[str, str] = field(default_factory=dict)
    """Case -> how it is cited; only cases that are there."""
    facts: Mapping[str, Source] = field(default_factory=dict)
    """Citation -> the same for programs that keep references."""
    places: Mapping[str, str] = field(default_factory=dict)
    """Part -> its paragraph in its case: §6."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A highlight or note of a scope that can be taken into a brief."""

    note: Note
    case_title: str
    paragraph: int = 0


def every(library: Library) -> tuple[BriefHead, ...]:
    """All briefs, the one changed last first."""
    with library.reading() as connection:
        return briefs.every(connection)


def create(library: Library, name: str = NAME) -> Brief:
    """A new brief with an empty line to begin in; a name that is taken gets a number."""
    with library.writing("新建简报") as (connection, _):
        taken = {head.name for head in briefs.every(connection)}
        made = briefs.add(connection, _free(_name(name), taken), now())
        briefs.write(connection, made, [Part(id=new_id(), kind="own")], now())
        return briefs.get(connection, made)


def rename(library: Library, brief_id: str, name: str) -> None:
    """Give a brief another name.

    Raises:
        Trouble: `name` when there is none.
    """
    if not name.strip():
        raise Trouble("name")
    with library.writing("重命名简报") as (connection, _):
        briefs.rename(connection, brief_id, _name(name), now())


def copy(library: Library, brief_id: str) -> Brief:
    """The same brief once more, to go on from."""
    with library.writing("复制简报") as (connection, _):
        had = briefs.get(connection, brief_id)
        taken = {head.name for head in briefs.every(connection)}
        made = briefs.add(connection, _free(had.name, taken), now())
        briefs.write(connection, made, [replace(part, id=new_id()) for part in had.parts], now())
        return briefs.get(connection, made)


def delete(library: Library, brief_id: str) -> None:
    """Delete a brief; undo brings it back."""
    with library.writing("删除简报") as (connection, _):
        briefs.remove(connection, brief_id)


def save(
    library: Library, brief_id: str, parts: Sequence[Part], label: str = WRITING, into: Step | None = None
) -> Step | None:
    """Let a brief have exactly these parts.

    Args:
        library: Where it is.
        brief_id: Which.
        parts: All of it, in order.
        label: Of the step.
        into: An earlier step this is part of, when it is still the last one.

    Returns:
        The step, for what is written next in the same sitting.
    """
    step = into if into is not None and into == library.store.history.last else None
    with library.writing(label, into=step) as (connection, _):
        briefs.write(connection, brief_id, parts, now())
    return library.store.history.last


def opened(library: Library, brief_id: str, task: Task = QUIET) -> Opened:
    """A brief with its sources as they are now.

    Raises:
        db.errors.NoSuchRecord: there is no such brief.
        Cancelled: the task was stopped.
    """
    with library.reading(task) as connection:
        brief = briefs.get(connection, brief_id)
    return known(library, brief, task)


def known(library: Library, brief: Brief, task: Task = QUIET) -> Opened:
    """What is known now of the cases a brief rests on, as it stands or as it is being written."""
    facts = _facts(library, [case for part in brief.parts for case in sourcing.cases_of(part)], task)
    texts = {one.id: one.text for one, _ in facts.values()}
    return Opened(
        brief=brief,
        cited={case: worded(known) for case, (_, known) in facts.items()},
        facts={worded(known): known for _, known in facts.values()},
        places={part.id: _place(part, texts) for part in brief.parts if part.kind == "quote"},
    )


def quoted(library: Library, case_id: str, start: int, end: int) -> tuple[Part, str]:
    """A passage as a new part of a brief, and its place; what does not lie in the text is drawn in.

    Raises:
        db.errors.NoSuchRecord: there is no such case.
        Trouble: `quote_not_found` when nothing but space stands there.
    """
    found = _facts(library, [case_id], QUIET)
    case, known = found[case_id] if case_id in found else (library.case(case_id), None)
    text = case.text
    start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
    words = text[start:end]
    start, end = start + len(words) - len(words.lstrip()), start + len(words.rstrip())
    if start >= end:
        raise Trouble("quote_not_found", words[:20])
    prefix, suffix = surroundings(text, start, end)
    part = Part(
        id=new_id(),
        kind="quote",
        text=text[start:end],
        case_id=case_id,
        case_title=case.title,
        start=start,
        end=end,
        prefix=prefix,
        suffix=suffix,
        sources=((case_id, worded(known)),) if known else (),
    )
    return part, _place(part, {case_id: text})


def excerpts(library: Library, case_ids: Sequence[str], task: Task = QUIET) -> tuple[Excerpt, ...]:
    """The highlights and notes of these cases: case by case in this order, in each in the order of its text."""
    order = {case: rank for rank, case in enumerate(case_ids)}
    with library.reading(task) as connection:
        found = [note for note in notes.every(connection) if note.case_id in order]
        held = {one.id: one for one in cases.get(connection, list(dict.fromkeys(n.case_id or "" for n in found)))}
    found.sort(key=lambda note: (order[note.case_id or ""], note.start is None, note.start or 0, note.created_at))
    return tuple(Excerpt(note, held[note.case_id or ""].title, _paragraph(held, note)) for note in found)


def titles(library: Library, case_ids: Sequence[str], task: Task = QUIET) -> tuple[tuple[str, str], ...]:
    """Id and title of those of these cases that are there, in this order."""
    with library.reading(task) as connection:
        found = called(connection, [("case", case) for case in case_ids])
    return tuple((case, found["case", case]) for case in dict.fromkeys(case_ids) if ("case", case) in found)


def citations(library: Library, case_ids: Sequence[str], task: Task = QUIET) -> dict[str, str]:
    """How those of these cases that are there are cited."""
    return {case: worded(known) for case, (_, known) in _facts(library, case_ids, task).items()}


def sheet(library: Library, brief: Brief, task: Task = QUIET) -> Sheet:
    """A brief as it goes out; what is being written need not be stored yet."""
    seen = known(library, brief, task)
    sourced = sourcing.numbered(seen.brief.parts, seen.cited)
    today = dt.datetime.now().astimezone()
    return Sheet(
        title=seen.brief.name,
        library=library.name,
        filters="",
        made_on=f"{today.year}年{today.month}月{today.day}日",
        cases=(),
        parts=tuple(_passage(part, sourced, seen.places) for part in seen.brief.parts if part.text.strip()),
        sources=tuple(
            SheetSource(number=number, citation=words, facts=seen.facts.get(words))
            for number, words in enumerate(sourced.citations, 1)
        ),
    )


def _passage(part: Part, sourced: sourcing.Sourced, places: Mapping[str, str]) -> SheetPassage:
    if part.kind == "quote":
        place, number = places.get(part.id, ""), sourced.number(part)
        return SheetPassage(text=part.text, kind="quote", place=place, source=number, title=part.case_title)
    words = sourcing.worded(part.text, sourced)
    if part.kind == "heading":
        return SheetPassage(text=words, kind="heading", level=part.level)
    return SheetPassage(text=words)


def _facts(library: Library, case_ids: Sequence[str], task: Task) -> dict[str, tuple[Case, Source]]:
    """The cases that are there, with their sources."""
    wanted = list(dict.fromkeys(case_ids))
    with library.reading(task) as connection:
        there = cases.keys(connection, wanted)
        held = cases.get(connection, [case for case in wanted if case in there])
        papers = {one.document.id: cases.document(connection, one.document.id) for one in held}
    return {one.id: (one, source(papers[one.document.id], one)) for one in held}


def _place(part: Part, texts: Mapping[str, str]) -> str:
    text = texts.get(part.case_id)
    return "" if text is None or part.start is None else f"§{paragraph_at(text, part.start)}"


def _paragraph(held: Mapping[str, Case], note: Note) -> int:
    return 0 if note.start is None else paragraph_at(held[note.case_id or ""].text, note.start)


def _name(words: str) -> str:
    return " ".join(words.split())[:LONGEST] or NAME


def _free(name: str, taken: set[str]) -> str:
    return next(one for one in (name, *(f"{name} {n}" for n in range(2, len(taken) + 3))) if one not in taken)
