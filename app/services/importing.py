"""Files, folders and pasted text into a library, in two phases: understood first, stored after.

`prepare` reads, fingerprints and understands and writes nothing; `commit` stores what is wanted of it as one step
to undo. `import_paths` is both. One bad file never stops the rest. Knows neither Qt nor SQL nor how a format is read.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

from app.extract.taught import NOTHING, Taught
from app.messages import Trouble, describe
from app.services.fingerprints import fingerprint
from app.task import QUIET, Cancelled, Task
from db.answers import Near
from db.errors import LibraryError, NoSuchRecord
from db.records import CaseDraft, DocumentDraft

if TYPE_CHECKING:
    from app.formats.document import Alternative
    from app.services.bringing import Differing
    from app.services.library import Library
    from app.services.reimporting import Decision, Update

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
    updated: bool = False
    """Whether it was written over an earlier version of itself."""
    told: str = ""
    """What came of an exchange package, as a sentence for a person."""


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
    doubts: tuple[str, ...] = ()
    """What may be wrong with the reading, in sentences."""
    alternatives: tuple[Alternative, ...] = ()
    """Where its encoding is doubtful, the ways it can be read, the one taken first."""
    near: tuple[Near, ...] = ()
    """What tells the story of one of its cases already, in the library or in a file prepared before."""
    taught: Taught = NOTHING
    """What the library had learned when the file was understood."""
    update: str | None = None
    """The stored document of which this is a changed version: `commit` writes it over; None stores a new one."""
    decided: tuple[tuple[str, Decision], ...] = ()
    """Of a changed version: what a person decided of passages, by the note's id."""
    apart: frozenset[int] = frozenset()
    """Which of its top-level cases, from 0, are stories of their own by a person's word, whatever is near."""


def import_paths(
    library: Library,
    paths: Sequence[Path],
    task: Task = QUIET,
    *,
    update: bool = False,
    held: list[Prepared] | None = None,
) -> tuple[Outcome, ...]:
    """Import files, and folders with all they hold (sorted, hidden entries skipped).

    Args:
        library: Where to.
        paths: What.
        task: Told every step; asked whether to stop.
        update: Write changed versions over what they are versions of, rather than storing them beside it.
        held: Takes changed versions, which then are not stored: somebody is to be asked first.

    Returns:
        One outcome per file, in order; a folder that cannot be opened has one of its own.

    Raises:
        Cancelled: when the person asked to stop; files finished until then stay imported.
    """
    from app.formats.pack import is_pack

    outcomes: list[Outcome] = []
    waiting: list[Prepared] = []
    try:
        known = update or held is not None
        for one in prepare(library, paths, task) if known else _prepared(library, paths, task):
            if held is not None and one.update:
                held.append(one)
                continue
            if is_pack(Path(one.path)) and Path(one.path).is_file():
                outcomes.append(import_pack(library, Path(one.path), task))
                continue
            waiting.append(one)
            if sum(other.state == "ready" for other in waiting) >= BATCH:
                outcomes += commit(library, waiting)
                waiting.clear()
    finally:
        outcomes += commit(library, waiting)
    return tuple(outcomes)


def import_pack(library: Library, path: Path, task: Task = QUIET, differing: Differing = "both") -> Outcome:
    """Read a package and take it in, keeping both where it differs; says what became of it.

    Raises:
        Cancelled: when the person asked to stop; nothing was taken in.
    """
    from app.services.packing import read, summary
    from app.services.returning import received

    try:
        packed = read(path, task)
        if packed.rounds:
            return Outcome(str(path), "imported", told=received(library, packed)[1])
        met = library.take_in(packed, differing, f"导入交换包“{path.name}”")
    except Cancelled:
        raise
    except Exception as error:  # noqa: BLE001 - a hostile package must cost nothing but itself
        return Outcome(str(path), "failed", str(describe(error)))
    if met.nothing:
        return Outcome(str(path), "duplicate", told=summary(met))
    return Outcome(str(path), "imported", case_ids=met.case_ids, told=summary(met))


def import_text(library: Library, text: str, name: str, task: Task = QUIET) -> Outcome:
    """Import a text that is no file, such as the clipboard's.

    Raises:
        Cancelled: when the person asked to stop before it was stored.
    """
    return commit(library, [prepare_text(library, text, name, task)])[0]


def prepare(library: Library, paths: Sequence[Path], task: Task = QUIET) -> Iterator[Prepared]:
    """Read and understand files one after the other, folders with all they hold, and see what is known of them.

    Nothing is written.

    Raises:
        Cancelled: when the person asked to stop.
    """
    from app.services.kinship import Nearby
    from app.services.reimporting import Stored

    met, stored = Nearby(), Stored(library)
    for one in _prepared(library, paths, task):
        if one.document is None:
            yield one
            continue
        update = stored.version_of(one.document)
        yield replace(one, update=update, near=library.near(one.document, one.cases, met, update))


def _prepared(library: Library, paths: Sequence[Path], task: Task) -> Iterator[Prepared]:
    known: dict[str, str | None] = dict.fromkeys(library.fingerprints())
    taught = library.taught()
    work = [(path, error) for given in paths for path, error in _walk(given)]
    for done, (path, error) in enumerate(work):
        task.step(done, len(work), path.name)
        one = _unready(str(path), error) if error else _read(path, known, taught, task)
        if one:
            yield one
        else:
            yield from _read_archive(path, known, taught, task, (done, len(work)))
    task.step(len(work), len(work))


def prepare_text(library: Library, text: str, name: str, task: Task = QUIET) -> Prepared:
    """Understand a text that is no file. Nothing is written.

    Raises:
        Cancelled: when the person asked to stop.
    """
    task.step(0, 1, name)
    draft = DocumentDraft(path=name, name=name, text=text, fingerprint=fingerprint(text))
    try:
        made = _understood(draft, None, None, dict.fromkeys(library.fingerprints()), library.taught())
    except Trouble as error:
        made = _unready(name, error)
    task.step(1, 1, name)
    return replace(made, near=library.near(made.document, made.cases)) if made.document else made


def commit(library: Library, prepared: Sequence[Prepared]) -> tuple[Outcome, ...]:
    """Store what is ready, as one step to undo; says of every file what became of it.

    A file that came into the library since it was prepared is a duplicate. When the step fails, the files are
    stored one by one to find the one that cannot be, unless the library itself is the trouble.
    """
    known = set(library.fingerprints()) if any(one.document for one in prepared) else set()
    outcomes = [_not_stored(one) for one in prepared]
    chosen: list[tuple[int, Prepared]] = []
    updated: set[str] = set()
    for place, one in enumerate(prepared):
        if one.document is None or one.state != "ready" or not one.cases:
            continue
        if one.document.fingerprint in known:
            outcomes[place] = Outcome(one.path, "duplicate")
            continue
        known.add(one.document.fingerprint)
        first = one.update is None or one.update not in updated
        chosen.append((place, one if first else replace(one, update=None)))
        updated |= {one.update} if one.update else set()
    for (place, _), outcome in zip(chosen, _stored(library, [one for _, one in chosen]), strict=True):
        outcomes[place] = outcome
    return tuple(outcomes)


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


def _read(
    path: Path, known: dict[str, str | None], taught: Taught, task: Task, shown: str | None = None
) -> Prepared | None:
    """Read and understand a file; None for a zip of files.

    Args:
        path: Where the file lies.
        known: Fingerprints met until now.
        taught: What the library learned.
        task: Asked whether to stop.
        shown: The path it has for a person when it lies unpacked elsewhere.
    """
    from app.formats.pack import is_pack
    from app.formats.read import read

    told = shown or str(path)
    if is_pack(path):
        return _unready(told, Trouble("pack_alone"))
    try:
        document = read(path, stopped=task.stopped)
        draft = DocumentDraft(
            path=told,
            name=Path(told).name,
            text=document.text,
            fingerprint=fingerprint(document.text),
            encoding=document.encoding,
        )
        made = _understood(draft, document.title, document.date, known, taught)
        return replace(made, doubts=document.doubts, alternatives=document.alternatives)
    except Cancelled:
        raise
    except Exception as error:  # noqa: BLE001 - a hostile file must cost nothing but itself
        return None if isinstance(error, Trouble) and error.reason == "archive" else _unready(told, error)


def _read_archive(
    path: Path, known: dict[str, str | None], taught: Taught, task: Task, place: tuple[int, int]
) -> Iterator[Prepared]:
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
            yield _read(file, known, taught, task, shown) or _unready(shown, Trouble("nested_archive"))
            file.unlink(missing_ok=True)


def _understood(
    draft: DocumentDraft, title: str | None, date: str | None, known: dict[str, str | None], taught: Taught
) -> Prepared:
    """Understand a text unless it is known already: fingerprint -> the file it came from, None for the library."""
    from app.extract.understand import understand

    if draft.fingerprint in known:
        return Prepared(draft.path, "duplicate", twin=known[draft.fingerprint])
    understood = understand(draft.text, draft.name, title, date, taught)
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
    return Prepared(draft.path, "ready", whole, understood.cases, taught=taught)


def _unready(path: str, error: BaseException) -> Prepared:
    return Prepared(path, "failed", error=str(describe(error)))


def _not_stored(one: Prepared) -> Outcome:
    return Outcome(one.path, "duplicate" if one.state == "duplicate" else "failed", one.error)


def _stored(library: Library, chosen: Sequence[Prepared]) -> list[Outcome]:
    """Store files as one step; one by one when that fails, to keep the rest."""
    if not chosen:
        return []
    verb = "更新" if all(one.update for one in chosen) else _LABEL
    name = chosen[0].document.name if chosen[0].document else ""
    label = f"{verb}“{name}”" if len(chosen) == 1 else f"{verb} {len(chosen)} 个文件"
    fresh = [one for one in chosen if not one.update]
    versions = [one for one in chosen if one.update]
    try:
        added, changed = library.store_versions(
            [(one.document, one.cases) for one in fresh if one.document],
            list(map(_update, versions)),
            label,
            [one.apart for one in fresh],
        )
    except LibraryError as error:
        if not isinstance(error, NoSuchRecord) or len(chosen) == 1:
            return [_failed(one.path, error) for one in chosen]
        return [outcome for one in chosen for outcome in _stored(library, [one])]
    except Exception as error:  # noqa: BLE001 - find the one that cannot be stored and keep the rest
        if len(chosen) == 1:
            return [_failed(chosen[0].path, error)]
        return [outcome for one in chosen for outcome in _stored(library, [one])]
    of = {id(one): ids for one, ids in (*zip(fresh, added, strict=True), *zip(versions, changed, strict=True))}
    return [_imported(library, one, of[id(one)]) for one in chosen]


def _update(one: Prepared) -> Update:
    from app.services.reimporting import Update

    assert one.update is not None  # noqa: S101 - tells mypy
    assert one.document is not None  # noqa: S101 - likewise
    return Update(one.update, one.document, one.cases, dict(one.decided))


def _imported(library: Library, one: Prepared, ids: Sequence[str]) -> Outcome:
    document = library.case(ids[0]).document.id
    return Outcome(one.path, "imported", None, tuple(ids), document, updated=one.update is not None)


def _failed(path: str, error: BaseException) -> Outcome:
    return Outcome(path, "failed", str(describe(error)))
