"""A changed version of a file that is in the library: what it makes of each case and of every marked passage.

`proof_of` says it before anything is written; `Reimporting.store_versions` does it, as one step to undo. What a
person settled is kept: titles, corrected fields, own values, tags, stars, shelves, the place where they read.
A case the new version does not hold stays as long as a person left a trace on it. No SQL here, no Qt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeVar

from app.extract.kin import letters, likeness
from app.services.anchoring import Change, Fate, fate, found_again
from app.services.kinship import Kinship
from app.services.pairing import paired
from app.services.requoting import follow
from app.services.teaching import learn_from, put
from db import anchors, cases, note_links
from db import notes as passages
from db.engine import now
from db.records import CaseDraft, Practice, Result, Theme

if TYPE_CHECKING:
    from db.engine import Moment
    from db.records import Case, Document, DocumentDraft, Note

CaseState = Literal["same", "changed", "new", "gone"]
Decision = Literal["accept", "lose"]
"""What a person says of a changed passage: its new words are right, or it is lost."""
SAME_PATH, SAME_NAME = 0.3, 0.6
"""How much of a document must be there still for a file of the same path, or of the same name elsewhere."""
_SAME_NAMES = 20
SUPERSEDED = "superseded"
"""Flag of a case kept although the new version of its document does not hold it."""
_PRINTED = ("kind", "title", "owner", "owner_aliases", "site", "speaker", "region", "region_groups", "year",
            "responsible", "number", "abstract")  # fmt: skip
"""Fields a person may have corrected."""
_Located = TypeVar("_Located", Theme, Practice, Result)


@dataclass(frozen=True, slots=True)
class NoteProof:
    """What becomes of a note's passage; `quote` is what it would mark."""

    note: Note
    fate: Fate
    quote: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseProof:
    """What becomes of a case: `old` as stored, `new` as it will be."""

    state: CaseState
    old: Case | None = None
    new: CaseDraft | None = None
    notes: tuple[NoteProof, ...] = ()
    position: int = 0
    """Where the person reads in the new text."""
    kept: bool = False
    """Of one that is gone: it stays, for it bears traces of a person."""
    parent: int | None = None
    """Of a new task: which of the proof's cases is its plan."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Proof:
    """What a changed version of a file does to its document."""

    document_id: str
    before: DocumentDraft
    document: DocumentDraft
    cases: tuple[CaseProof, ...] = ()

    def count(self, state: CaseState) -> int:
        """How many cases are so."""
        return sum(case.state == state for case in self.cases)

    @property
    def passages(self) -> tuple[NoteProof, ...]:
        """Of all cases."""
        return tuple(note for case in self.cases for note in case.notes)


@dataclass(frozen=True, slots=True)
class Update:
    """A changed version as understood, and what a person decided of passages: note id -> decision."""

    document_id: str
    document: DocumentDraft
    drafts: tuple[CaseDraft, ...]
    decided: Mapping[str, Decision] = field(default_factory=dict)


class Stored:
    """The documents of a library by path and by name, read once for many files."""

    def __init__(self, library: Reimporting) -> None:
        self._library = library
        self._by_path: dict[str, str] = {}
        self._by_name: dict[str, list[str]] = {}
        for document_id, path, name in library.papers():
            self._by_path[path] = document_id
            self._by_name.setdefault(name, []).append(document_id)

    def version_of(self, draft: DocumentDraft) -> str | None:
        """The stored document of which this file is a changed version; None when there is none."""
        at_path = self._by_path.get(draft.path)
        is_file = "/" in draft.path or "\\" in draft.path
        if not is_file:  # a text from the clipboard has no path of its own
            at_path = None
        named = [one for one in self._by_name.get(draft.name, [])[-_SAME_NAMES:] if one != at_path]
        wanted = [(at_path, SAME_PATH)] if at_path else []
        wanted += [(one, SAME_NAME) for one in reversed(named)] if is_file else []
        scored = [(self._like(draft, one), least, one) for one, least in wanted]
        return next((one for like, least, one in scored if like >= least), None)

    def _like(self, draft: DocumentDraft, document_id: str) -> float:
        stored = self._library.document(document_id)
        if stored.fingerprint == draft.fingerprint:
            return 0.0
        return likeness(letters(stored.text), letters(draft.text))


class Reimporting(Kinship):
    """The part of a library that takes in changed versions, and places passages anew."""

    def papers(self) -> list[tuple[str, str, str]]:
        """Id, path and name of every imported document."""
        with self._reading() as connection:
            return anchors.papers(connection)

    def cases_of(self, document_id: str) -> tuple[Case, ...]:
        """The cases and tasks of a document in their order."""
        with self._reading() as connection:
            return cases.get(connection, anchors.cases_of(connection, document_id))

    def traced(self, ids: Sequence[str]) -> frozenset[str]:
        """Those of these cases that a person noted, starred, tagged, shelved or settled something of."""
        with self._reading() as connection:
            shelved = anchors.shelved(connection, ids)
            return shelved | {one.id for one in cases.get(connection, ids) if _touched(one)}

    def accept_passage(self, note_id: str) -> None:
        """The new words of a changed passage are right: the note marks them from now on."""
        self._settle("确认改动后的原文", note_id, None)

    def place_passage(self, note_id: str, start: int, end: int) -> None:
        """Let a note mark another stretch of its case."""
        self._settle("重新定位高亮", note_id, (start, end))

    def lose_passage(self, note_id: str) -> None:
        """A changed passage is not the one the note was made on: it waits without a place."""
        with self._writing("高亮改为待定位") as (connection, touched):
            touched.update(_cases_of(connection, note_id))
            anchors.place(connection, note_id, "lost", None, None)

    def _settle(self, label: str, note_id: str, span: tuple[int, int] | None) -> None:
        with self._writing(label) as (connection, touched):
            touched.update(_cases_of(connection, note_id))
            note = passages.get(connection, note_id)
            start, end = span or (note.start, note.end)
            if start is not None and end is not None:
                anchors.take(connection, note_id, start, end)

    def store_versions(
        self,
        pairs: Sequence[tuple[DocumentDraft, Sequence[CaseDraft]]],
        updates: Sequence[Update],
        label: str,
        apart: Sequence[frozenset[int]] = (),
    ) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]]:
        """Store new documents, and changed versions over those they are versions of, as one step.

        Args:
            pairs: The new ones.
            updates: The changed ones.
            label: Of the step.
            apart: For each new document, which of its cases join no story.

        Returns:
            The ids of the cases of each new document, and of each changed one.
        """
        proofs = [proof_of(self, update) for update in updates]
        with self._storing(label) as (connection, touched, stored):
            added = tuple(put(connection, document, drafts, now()) for document, drafts in pairs)
            for update in updates:
                learn_from(connection, update.drafts)
            stored.extend(case_id for ids in added for case_id in ids)
            self._keep_apart(connection, [ids[n] for ids, alone in zip(added, apart, strict=False) for n in alone])
            changed = []
            for update, proof in zip(updates, proofs, strict=True):
                one = _Writing(connection, proof, update.decided)
                changed.append(one.write())
                for case_id in changed[-1]:
                    note_links.rename(connection, "case", case_id)
                stored.extend(one.fresh)
                touched.update(one.gone)
            touched.update(stored, *changed)
        return added, tuple(changed)


def proof_of(library: Reimporting, update: Update) -> Proof:
    """What a changed version would do. Nothing is written.

    Raises:
        db.errors.NoSuchRecord: the document is not there any more.
    """
    document = library.document(update.document_id)
    stored = library.cases_of(update.document_id)
    plain = _as_understood(document)
    made: list[CaseProof] = []
    tops = [case for case in stored if case.parent_id is None]
    traced = library.traced([case.id for case in stored])
    for old, new in paired(tops, update.drafts):
        place = len(made)
        made.append(_case(library, old, new, plain, traced))
        children = [case for case in stored if old is not None and case.parent_id == old.id]
        for child, task in paired(children, new.children if new else ()):
            proof = _case(library, child, task, plain, traced)
            made.append(replace(proof, parent=place) if child is None else proof)
        if any(proof.kept for proof in made[place + 1 :]):
            made[place] = replace(made[place], kept=True)
    return Proof(document_id=document.id, before=document, document=update.document, cases=tuple(made))


def _case(
    library: Reimporting,
    old: Case | None,
    new: CaseDraft | None,
    plain: Mapping[str, CaseDraft],
    traced: frozenset[str],
) -> CaseProof:
    if old is None:
        return CaseProof(state="new", new=new)
    notes = [note for note in library.notes(old.id) if note.kind == "highlight"]
    if new is None:
        kept = old.id in traced or _corrected(old, plain.get(letters(old.text)))
        return CaseProof(state="gone", old=old, kept=kept, position=old.position)
    change = Change(old.text, new.text)
    draft = _merged(old, new, plain.get(letters(old.text)), change)
    same = all(getattr(draft, name) == getattr(old, name) for name in ("text", *_PRINTED))
    return CaseProof(
        state="same" if same else "changed",
        old=old,
        new=draft,
        notes=tuple(_note(change, note) for note in notes),
        position=change.place(old.position),
    )


def _note(change: Change, note: Note) -> NoteProof:
    if note.start is None or note.end is None:
        found = found_again(change, note.quote, note.prefix, note.suffix)
    else:
        found = fate(change, note.start, note.end)
        if note.anchor == "changed" and found.state in ("exact", "moved"):  # nobody has said yet that it is right
            found = replace(found, state="changed")
        elif note.anchor == "moved" and found.state == "exact":
            found = replace(found, state="moved")
    return NoteProof(note, found, change.after[found.start : found.end] if found.start is not None else "")


def _as_understood(document: Document) -> dict[str, CaseDraft]:
    """What the program made of the version that is stored, by the letters of the text: other values are a person's."""
    from app.extract.understand import understand

    understood = understand(document.text, document.name)
    drafts = [each for draft in understood.cases for each in (draft, *draft.children)]
    return {letters(draft.text): draft for draft in reversed(drafts)}


def _merged(old: Case, new: CaseDraft, plain: CaseDraft | None, change: Change) -> CaseDraft:
    """The new draft with what a person settled of the old case."""
    kept = {name: getattr(old, name) for name in _PRINTED if _is_own(old, plain, name)}
    themes = {theme.id for theme in old.themes if theme.status == "user"}
    practices = {practice.name for practice in old.practices if practice.status == "user"}
    results = {(result.metric, result.after) for result in old.results if result.status == "user"}
    return replace(
        new,
        **kept,
        children=(),
        themes=(
            *(_shifted(theme, change) for theme in old.themes if theme.status == "user"),
            *(theme for theme in new.themes if theme.id not in themes),
        ),
        practices=(
            *(_shifted(practice, change) for practice in old.practices if practice.status == "user"),
            *(practice for practice in new.practices if practice.name not in practices),
        ),
        results=(
            *(_shifted(result, change) for result in old.results if result.status == "user"),
            *(result for result in new.results if (result.metric, result.after) not in results),
        ),
    )


def _corrected(old: Case, plain: CaseDraft | None) -> bool:
    """Whether a person wrote a title or another fact anew; of a text nobody can read again that is not known."""
    return plain is not None and any(_is_own(old, plain, name) for name in _PRINTED)


def _is_own(old: Case, plain: CaseDraft | None, name: str) -> bool:
    if plain is not None:
        return bool(getattr(old, name) != getattr(plain, name))
    return name != "abstract" and bool(getattr(old, name))


def _shifted(value: _Located, change: Change) -> _Located:
    if value.start is None or value.end is None:
        return value
    found = fate(change, value.start, value.end)
    return replace(value, start=found.start, end=found.end)


def _touched(case: Case) -> bool:
    statuses = {value.status for of in (case.themes, case.practices, case.results) for value in of}
    return bool(case.notes or case.starred or case.tags) or "user" in statuses


def _cases_of(connection: Moment, note_id: str) -> frozenset[str]:
    return passages.cases_of(connection, [note_id])


class _Writing:
    """One changed version being written."""

    def __init__(self, connection: Moment, proof: Proof, decided: Mapping[str, Decision]) -> None:
        self._connection = connection
        self._proof = proof
        self._decided = decided
        self._keys: dict[int, int] = {}
        self.fresh: list[str] = []
        """Ids of cases that were not there before."""
        self.gone: list[str] = []

    def write(self) -> tuple[str, ...]:
        """Write it; returns the ids of the document's cases that the new version holds."""
        proof = self._proof
        document = anchors.document_key(self._connection, proof.document_id)
        known = cases.keys(self._connection, [case.old.id for case in proof.cases if case.old])
        held: list[str] = []
        for place, case in enumerate(proof.cases):
            if case.old is not None and case.old.id in known:
                self._keys[place] = known[case.old.id]
                held += [case.old.id] if case.new else []
                self._rewrite(case, known[case.old.id])
            elif case.old is None and case.new is not None:
                held += self._add(place, case, document)
        leaving = [
            known[c.old.id] for c in proof.cases if c.state == "gone" and not c.kept and c.old and c.old.id in known
        ]
        self.gone = cases.remove(self._connection, leaving)
        anchors.rewrite_document(self._connection, document, proof.document, now())
        return tuple(held)

    def _add(self, place: int, case: CaseProof, document: int) -> list[str]:
        assert case.new is not None  # noqa: S101 - tells mypy
        parent = None if case.parent is None else self._keys.get(case.parent)
        ids = cases.add_to(self._connection, document, parent, replace(case.new, children=()), now())
        self._keys[place] = cases.key_of(self._connection, ids[0])
        self.fresh += ids
        return list(ids)

    def _rewrite(self, case: CaseProof, key: int) -> None:
        if case.new is None:
            if case.kept:
                anchors.leave_behind(self._connection, key, SUPERSEDED)
            return
        themes, practices = anchors.taken_away(self._connection, key)
        draft = replace(
            case.new,
            themes=tuple(theme for theme in case.new.themes if theme.id not in themes),
            practices=tuple(practice for practice in case.new.practices if practice.name not in practices),
        )
        anchors.rewrite_case(self._connection, key, draft)
        anchors.move_reading(self._connection, key, case.position)
        if case.old:
            follow(self._connection, case.old.id, case.old.text, draft.text)
        for note in case.notes:
            self._place(note)

    def _place(self, proof: NoteProof) -> None:
        decision, found = self._decided.get(proof.note.id), proof.fate
        if found.start is None or found.end is None or (found.state == "changed" and decision == "lose"):
            anchors.place(self._connection, proof.note.id, "lost", None, None)
        elif found.state == "changed" and decision != "accept":
            anchors.place(self._connection, proof.note.id, "changed", found.start, found.end)
        else:
            state = "exact" if decision == "accept" else found.state
            anchors.take(self._connection, proof.note.id, found.start, found.end, state)
