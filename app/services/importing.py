"""Files, folders and pasted text into a library, and what became of each.

Per file: read, fingerprint, already here?, understand; the understood ones are committed together so that one
call is one step to undo. One bad file never stops the rest. Knows neither Qt nor SQL nor how a format is read.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from app.messages import Trouble, describe
from app.task import QUIET, Cancelled, Task
from db.errors import LibraryError
from db.records import CaseDraft, DocumentDraft

if TYPE_CHECKING:
    from app.services.library import Library

BATCH = 200
"""So many files are committed at a time: bounds the memory; fewer files than this are one step to undo."""
_LABEL = "导入"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. `error` is a sentence for a person; `case_ids` are top-level cases, then tasks."""

    path: str
    status: Literal["imported", "duplicate", "failed"]
    error: str | None = None
    case_ids: tuple[str, ...] = ()
    document_id: str | None = None


@dataclass(slots=True)
class _Batch:
    """Understood files that wait for their commit; `places` are their positions among the outcomes."""

    places: list[int] = field(default_factory=list)
    pairs: list[tuple[DocumentDraft, Sequence[CaseDraft]]] = field(default_factory=list)


def import_paths(library: Library, paths: Sequence[Path], task: Task = QUIET) -> tuple[Outcome, ...]:
    """Import files, and folders with all they hold (sorted, hidden entries skipped).

    Returns:
        One outcome per file, in order; a folder that cannot be opened has one of its own.

    Raises:
        Cancelled: when the person asked to stop; files finished until then stay imported.
    """
    known = set(library.fingerprints())
    outcomes: list[Outcome] = []
    batch = _Batch()
    work = [(path, error) for given in paths for path, error in _walk(given)]
    try:
        for done, (path, error) in enumerate(work):
            task.step(done, len(work), path.name)
            outcomes.append(_failed(str(path), error) if error else _take(path, known, batch, len(outcomes)))
            if len(batch.pairs) >= BATCH:
                _commit(library, batch, outcomes)
        task.step(len(work), len(work))
    finally:
        _commit(library, batch, outcomes)
    return tuple(outcomes)


def import_text(library: Library, text: str, name: str, task: Task = QUIET) -> Outcome:
    """Import a text that is no file, such as the clipboard's.

    Raises:
        Cancelled: when the person asked to stop before it was stored.
    """
    task.step(0, 1, name)
    outcomes: list[Outcome] = []
    batch = _Batch()
    known = set(library.fingerprints())
    try:
        draft = DocumentDraft(path=name, name=name, text=text, fingerprint=fingerprint(text))
        outcomes.append(_prepare(draft, None, None, known, batch, 0))
    except Trouble as error:
        outcomes.append(_failed(name, error))
    _commit(library, batch, outcomes)
    task.step(1, 1, name)
    return outcomes[0]


def fingerprint(text: str) -> str:
    """SHA-256 of the text without any white space: line breaks and indents do not make another text."""
    return hashlib.sha256("".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()


def _walk(given: Path) -> Iterator[tuple[Path, OSError | None]]:
    """The files at and below a path, each with what kept it from being reached. Links to folders are not followed."""
    try:
        if not given.is_dir():
            given.stat()
            yield given, None
            return
        entries = sorted(os.scandir(given), key=lambda entry: entry.name)
    except OSError as error:
        yield given, error
        return
    for entry in entries:
        if entry.name.startswith((".", "~$")) or (entry.is_symlink() and entry.is_dir()):
            continue
        yield from _walk(Path(entry.path))


def _take(path: Path, known: set[str], batch: _Batch, place: int) -> Outcome:
    from app.formats.read import read

    try:
        document = read(path)
        draft = DocumentDraft(
            path=str(path),
            name=path.name,
            text=document.text,
            fingerprint=fingerprint(document.text),
            encoding=document.encoding,
        )
        return _prepare(draft, document.title, document.date, known, batch, place)
    except Cancelled:
        raise
    except Exception as error:  # noqa: BLE001 - a hostile file must cost nothing but itself
        return _failed(str(path), error)


def _prepare(
    draft: DocumentDraft,
    title: str | None,
    date: str | None,
    known: set[str],
    batch: _Batch,
    place: int,
) -> Outcome:
    """Understand a text unless it is here already; the outcome's ids come with the commit."""
    from app.extract.understand import understand

    if draft.fingerprint in known:
        return Outcome(draft.path, "duplicate")
    understood = understand(draft.text, draft.name, title, date)
    if not understood.cases:
        raise Trouble("no_cases" if draft.text.strip() else "empty")
    known.add(draft.fingerprint)
    whole = replace(
        draft,
        title=understood.title,
        publisher=understood.publisher,
        published=understood.published,
        reporter=understood.reporter,
    )
    batch.places.append(place)
    batch.pairs.append((whole, understood.cases))
    return Outcome(draft.path, "imported")


def _commit(library: Library, batch: _Batch, outcomes: list[Outcome]) -> None:
    """Store what waits, in one step; when that fails, one file at a time, unless the library itself is the trouble."""
    if not batch.pairs:
        return
    label = f"{_LABEL}“{batch.pairs[0][0].name}”" if len(batch.pairs) == 1 else f"{_LABEL} {len(batch.pairs)} 个文件"
    try:
        for place, ids in zip(batch.places, library.add_documents(batch.pairs, label), strict=True):
            outcomes[place] = _imported(library, outcomes[place].path, ids)
    except LibraryError as error:
        for place in batch.places:
            outcomes[place] = _failed(outcomes[place].path, error)
    except Exception:  # noqa: BLE001 - find the one that cannot be stored and keep the rest
        for place, (draft, cases) in zip(batch.places, batch.pairs, strict=True):
            outcomes[place] = _alone(library, draft, cases)
    batch.places.clear()
    batch.pairs.clear()


def _alone(library: Library, draft: DocumentDraft, cases: Sequence[CaseDraft]) -> Outcome:
    try:
        return _imported(library, draft.path, library.add_document(draft, cases))
    except Exception as error:  # noqa: BLE001 - this one stays out, the others are told apart
        return _failed(draft.path, error)


def _imported(library: Library, path: str, ids: Sequence[str]) -> Outcome:
    return Outcome(path, "imported", None, tuple(ids), library.case(ids[0]).document.id)


def _failed(path: str, error: BaseException) -> Outcome:
    return Outcome(path, "failed", str(describe(error)))
