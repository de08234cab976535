"""Everything the desk shows of one case, read in one go on a reading lane. Knows the library, no widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.services import citing
from app.services.library import Library
from app.task import Task
from db.records import Case, CaseRow, Mark, Note
from db.variants import Options

_AT_ONCE = 20


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A case with what stands around it; `marks` are the query's words in its text."""

    case: Case
    query: str = ""
    notes: tuple[Note, ...] = ()
    marks: tuple[Mark, ...] = ()
    plan: Case | None = None
    """The plan a task belongs to."""
    tasks: tuple[CaseRow, ...] = ()
    themes: dict[str, str]
    """What each theme's id is called."""
    tags: tuple[str, ...] = ()
    """Tags in use anywhere, for completion."""
    kin: int = 0
    """How many other cases tell the same story."""
    citation: str = ""
    """Its source by GB/T 7714-2015."""


def open_case(
    library: Library,
    case_id: str,
    query: str,
    task: Task,
    *,
    options: Options = Options(),  # noqa: B008 - frozen
) -> Opened:
    """Read a case for the desk.

    Raises:
        Cancelled: when another case was asked for meanwhile.
        db.errors.NoSuchRecord: when it is gone.
    """
    case = library.case(case_id)
    task.step(1, 4)
    notes = library.notes(case_id)
    task.step(2, 4)
    marks = library.marks(query, case.text, options=options) if query.strip() else ()
    task.step(3, 4)
    return Opened(
        case=case,
        query=query,
        notes=notes,
        marks=marks,
        plan=library.case(case.parent_id) if case.parent_id else None,
        tasks=library.children(case_id) if case.kind == "plan" else (),
        themes={theme.id: theme.name for theme in library.themes()},
        tags=tuple(library.tags()),
        kin=library.kin_count(case_id),
        citation=citing.citation(library.document(case.document.id), case),
    )


def siblings(library: Library, case: Case, task: Task) -> tuple[Case, ...]:
    """The other cases of the same document, in the order they were added, tasks of a plan left out.

    Raises:
        Cancelled: when another case was asked for meanwhile.
    """
    ids = library.find("", sort="added", limit=0, task=task).ids
    if case.id not in ids:
        return ()
    here = ids.index(case.id)
    before = _run(library, case, tuple(reversed(ids[:here])), task)
    return (*reversed(before), *_run(library, case, ids[here + 1 :], task))


def _run(library: Library, case: Case, ids: Sequence[str], task: Task) -> list[Case]:
    """Cases of one document are added together: walk until another document's begins."""
    found: list[Case] = []
    for at in range(0, len(ids), _AT_ONCE):
        task.step(at, len(ids))
        some = library.cases(ids[at : at + _AT_ONCE])
        same = [other for other in some if other.document.id == case.document.id]
        found += [other for other in same if other.parent_id is None]
        if len(same) < len(some):
            break
    return found
