"""Files, folders and pasted text into a library, in two phases: understood first, stored after.

`prepare` reads, fingerprints and understands and writes nothing; `commit` stores what is wanted of it as one step
to undo. `import_paths` is both. One bad file never stops the rest. Knows neither Qt nor SQL nor how a format is read.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
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


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that is read and understood and stored nowhere. Only a `ready` one has a document and cases."""

    path: str
    state: Literal["ready", "duplicate", "failed"]
    document: DocumentDraft | None = None
    cases: tuple[CaseDraft, ...] = ()
    error: str | None = None
    """Why it failed, as a sentence for a person."""
    twin: str | None = None
    """The file prepared before with the same text; None when a duplicate is in the library already."""


def import_paths(library: Library, paths: Sequence[Path], task: Task = QUIET) -> tuple[Outcome, ...]:
    """Import files, and folders with all they hold (sorted, hidden entries skipped).

    Returns:
        One outcome per file, in order; a folder that cannot be opened has one of its own.

    Raises:
        Cancelled: when the person asked to stop; files finished until then stay imported.
    """
    outcomes: list[Outcome] = []
    waiting: list[Prepared] = []
    try:
        for one in prepare(library, paths, task):
            waiting.append(one)
            if sum(other.state == "ready" for other in waiting) >= BATCH:
                outcomes += commit(library, waiting)
                waiting.clear()
    finally:
        outcomes += commit(library, waiting)
    return tuple(outcomes)


def import_text(library: Library, text: str, name: str, task: Task = QUIET) -> Outcome:
    """Import a text that is no file, such as the clipboard's.

    Raises:
        Cancelled: when the person asked to stop before it was stored.
    """
    return commit(library, [prepare_text(library, text, name, task)])[0]


def prepare(library: Library, paths: Sequence[Path], task: Task = QUIET) -> Iterator[Prepared]:
    """Read and understand files one after the other, folders with all they hold. Nothing is written.

    Raises:
        Cancelled: when the person asked to stop.
    """
    known: dict[str, str | None] = dict.fromkeys(library.fingerprints())
    work = [(path, error) for given in paths for path, error in _walk(given)]
    for done, (path, error) in enumerate(work):
        task.step(done, len(work), path.name)
        one = _unready(str(path), error) if error else _read(path, known, task)
        if one:
            yield one
        else:
            yield from _read_archive(path, known, task, (done, len(work)))
    task.step(len(work), len(work))


def prepare_text(library: Library, text: str, name: str, task: Task = QUIET) -> Prepared:
    """Understand a text that is no file. Nothing is written.

    Raises:
        Cancelled: when the person asked to stop.
    """
    task.step(0, 1, name)
    draft = DocumentDraft(path=name, name=name, text=text, fingerprint=fingerprint(text))
    try:
        made = _understood(draft, None, None, dict.fromkeys(library.fingerprints()))
    except Trouble as error:
        made = _unready(name, error)
    task.step(1, 1, name)
    return made


def commit(library: Library, prepared: Sequence[Prepared]) -> tuple[Outcome, ...]:
    """Store what is ready, as one step to undo; says of every file what became of it.

    A file that came into the library since it was prepared is a duplicate. When the step fails, the files are
    stored one by one to find the one that cannot be, unless the library itself is the trouble.
    """
    known = set(library.fingerprints()) if any(one.document for one in prepared) else set()
    outcomes = [_not_stored(one) for one in prepared]
    places: list[int] = []
    pairs: list[tuple[DocumentDraft, Sequence[CaseDraft]]] = []
    for place, one in enumerate(prepared):
        if one.document is None or one.state != "ready" or not one.cases:
            continue
        if one.document.fingerprint in known:
            outcomes[place] = Outcome(one.path, "duplicate")
            continue
        known.add(one.document.fingerprint)
        places.append(place)
        pairs.append((one.document, one.cases))
    if pairs:
        for place, outcome in zip(places, _stored(library, pairs), strict=True):
            outcomes[place] = outcome
    return tuple(outcomes)


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


def _read(path: Path, known: dict[str, str | None], task: Task, shown: str | None = None) -> Prepared | None:
    """Read and understand a file; None for a zip of files.

    Args:
        path: Where the file lies.
        known: Fingerprints met until now.
        task: Asked whether to stop.
        shown: The path it has for a person when it lies unpacked elsewhere.
    """
    from app.formats.read import read

    told = shown or str(path)
    try:
        document = read(path, stopped=task.stopped)
        draft = DocumentDraft(
            path=told,
            name=Path(told).name,
            text=document.text,
            fingerprint=fingerprint(document.text),
            encoding=document.encoding,
        )
        return _understood(draft, document.title, document.date, known)
    except Cancelled:
        raise
    except Exception as error:  # noqa: BLE001 - a hostile file must cost nothing but itself
        return None if isinstance(error, Trouble) and error.reason == "archive" else _unready(told, error)


def _read_archive(path: Path, known: dict[str, str | None], task: Task, place: tuple[int, int]) -> Iterator[Prepared]:
    """Read and understand the files of a zip one after the other; `place` is the zip's own among the files given."""
    from app.formats.read import unpack

    with TemporaryDirectory(prefix="xinglin-", ignore_cleanup_errors=True) as folder:
        try:
            members = unpack(path, Path(folder), task.stopped)
        except Cancelled:
            raise
        except Exception as error:  # noqa: BLE001 - likewise
            yield _unready(str(path), error)
            return
        for member in members:
            shown, file = f"{path}/{member.name}", Path(folder) / member.file
            task.step(*place, f"{path.name}/{member.name}")
            if member.reason:
                yield _unready(shown, Trouble(member.reason, member.detail))
                continue
            yield _read(file, known, task, shown) or _unready(shown, Trouble("nested_archive"))
            file.unlink(missing_ok=True)


def _understood(draft: DocumentDraft, title: str | None, date: str | None, known: dict[str, str | None]) -> Prepared:
    """Understand a text unless it is known already: fingerprint -> the file it came from, None for the library."""
    from app.extract.understand import understand

    if draft.fingerprint in known:
        return Prepared(draft.path, "duplicate", twin=known[draft.fingerprint])
    understood = understand(draft.text, draft.name, title, date)
    if not understood.cases:
        raise Trouble("no_cases" if draft.text.strip() else "empty")
    known[draft.fingerprint] = draft.path
    whole = replace(
        draft,
        title=understood.title,
        publisher=understood.publisher,
        published=understood.published,
        reporter=understood.reporter,
    )
    return Prepared(draft.path, "ready", whole, understood.cases)


def _unready(path: str, error: BaseException) -> Prepared:
    return Prepared(path, "failed", error=str(describe(error)))


def _not_stored(one: Prepared) -> Outcome:
    return Outcome(one.path, "duplicate" if one.state == "duplicate" else "failed", one.error)


def _stored(library: Library, pairs: Sequence[tuple[DocumentDraft, Sequence[CaseDraft]]]) -> list[Outcome]:
    label = f"{_LABEL}“{pairs[0][0].name}”" if len(pairs) == 1 else f"{_LABEL} {len(pairs)} 个文件"
    try:
        added = library.add_documents(pairs, label)
    except LibraryError as error:
        return [_failed(document.path, error) for document, _ in pairs]
    except Exception:  # noqa: BLE001 - find the one that cannot be stored and keep the rest
        return [_alone(library, document, cases) for document, cases in pairs]
    return [_imported(library, document.path, ids) for (document, _), ids in zip(pairs, added, strict=True)]


def _alone(library: Library, draft: DocumentDraft, cases: Sequence[CaseDraft]) -> Outcome:
    try:
        return _imported(library, draft.path, library.add_document(draft, cases))
    except Exception as error:  # noqa: BLE001 - this one stays out, the others are told apart
        return _failed(draft.path, error)


def _imported(library: Library, path: str, ids: Sequence[str]) -> Outcome:
    return Outcome(path, "imported", None, tuple(ids), library.case(ids[0]).document.id)


def _failed(path: str, error: BaseException) -> Outcome:
    return Outcome(path, "failed", str(describe(error)))
