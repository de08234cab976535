"""What a reader gave back, taken in: verdicts, and notes under the reader's name. The other half of `rounds`.

What comes from a file is trusted no further than its shape: no case is touched, nobody's note is written over but the
same reader's. Knows the library and packages; no SQL, no window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.messages import Trouble
from app.services.anchoring import Change
from app.services.bringing import derived, shifted
from app.services.rounds import accept
from app.task import QUIET, Task
from db import cases, notes, packs, rounds, trash, unpacks
from db.engine import now
from db.records import Packed
from db.rounds import Answer, Return, Round

if TYPE_CHECKING:
    from app.services.library import Library
    from db.engine import Moment

Rows = dict[str, Any]
_SAME = ("text", "quote", "colour", "kind", "start", "end", "purpose")


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a return brought."""

    round: Round
    reader: str
    answers: int = 0
    notes: int = 0
    lost: int = 0
    """Notes on cases that are not here any more; they were left out."""
    withdrawn: int = 0
    """Notes of an earlier return that are not in this one; they were thrown away."""
    nothing: bool = False
    """All of it was here."""


def receive(library: Library, path: Path, task: Task = QUIET) -> tuple[Round, str]:
    """Take in a file, whichever way it goes; returns the round and what came of it in a sentence.

    Raises:
        Trouble: why it cannot be; `not_a_round` for a package that is none.
        Cancelled: while it is read.
    """
    from app.services import packing

    packed = packing.read(path, task)
    if not packed.rounds:
        raise Trouble("not_a_round", path.name)
    return received(library, packed)


def received(library: Library, packed: Packed) -> tuple[Round, str]:
    """As `receive`, for a package that has been read."""
    if packed.rounds[0]["role"] == "asked":
        one = accept(library, packed)
        return one, f"接到共读“{one.name}”：请 {one.reader} 读 {len(one.cases)} 案"
    found = gather(library, packed)
    if found.nothing:
        return found.round, f"{found.reader} 的回执已经收过，没有改动"
    lost = f"，撤回 {found.withdrawn} 条批注" if found.withdrawn else ""
    lost += f"，{found.lost} 条批注所在的案例已不在库中，没有收" if found.lost else ""
    return found.round, f"已收 {found.reader} 的回执：{found.answers} 条意见、{found.notes} 条批注{lost}"


def gather(library: Library, packed: Packed) -> Gathered:
    """Take in what a reader gave back: answers, and notes under the reader's name.

    Cases are left as they are; nobody's note is written over but the same reader's.

    Raises:
        Trouble: `round_elsewhere`, `round_unknown`, `round_stranger` or `round_older`.
    """
    told = packed.rounds[0]
    if told["library"] != library.id:
        raise Trouble("round_elsewhere", told["name"])
    with library.reading() as connection:
        plan = _Returned(connection, packed)
        if plan.nothing:
            return plan.outcome()
    with library.writing(f"收回共读：{told['reader']}") as (connection, touched):
        plan = _Returned(connection, packed)
        touched.update(plan.carry(connection))
    return plan.outcome()


class _Returned:
    """A return that has met the library: what of it is new."""

    def __init__(self, connection: Moment, packed: Packed) -> None:
        told = packed.rounds[0]
        found = rounds.find(connection, told["id"])
        if found is None or found.asked:
            raise Trouble("round_unknown", told["name"])
        if told["reader"] not in found.readers:
            raise Trouble("round_stranger", told["reader"])
        self.round, self._reader = found, told["reader"]
        mine = {case.id for case in found.cases}
        answers = (Answer(a["case"], a["question"], a["verdict"], a["words"], a["option"]) for a in told["answers"])
        back = Return(self._reader, min(told["sent_at"], now()), tuple(a for a in answers if a.case in mine))
        back = replace(back, serial=told["serial"], copy=told["copy"])
        had = found.of(self._reader)
        if had is not None and _later(had, back):
            raise Trouble("round_older", self._reader)
        self._ids: dict[str, None] = {}
        self._notes: list[tuple[Rows, str]] = []
        self._changed: list[Rows] = []
        self.lost = 0
        self._meet(connection, packed, mine)
        self._back = replace(back, note_ids=tuple(self._ids))
        self._withdrawn = [id_ for id_ in (had.note_ids if had else ()) if id_ not in self._ids]
        self._news = had is None or replace(had, came_at=back.came_at) != self._back
        taken = packs.taken(connection, "pictures", [row["id"] for row in packed.pictures])
        self._pictures = [row for row in packed.pictures if row["id"] not in taken]

    @property
    def nothing(self) -> bool:
        """Whether all of it is here."""
        return not (self._news or self._notes or self._changed)

    def outcome(self) -> Gathered:
        """What it brought."""
        notes_ = len(self._notes) + len(self._changed)
        gone = len(self._withdrawn)
        return Gathered(self.round, self._reader, len(self._back.answers), notes_, self.lost, gone, self.nothing)

    def carry(self, connection: Moment) -> set[str]:
        """Store it; returns the cases it concerns."""
        for row in self._pictures:
            unpacks.add_picture(connection, row)
        unpacks.add_notes(connection, [(row, on, None) for row, on in self._notes])
        for row in self._changed:
            unpacks.rewrite_note(connection, row)
        on_gone = let_go(connection, self.round.id, self._reader, self._withdrawn)
        rounds.put_return(connection, self.round.id, self._back)
        changed = notes.cases_of(connection, [row["id"] for row in self._changed])
        return {*on_gone, *changed, *(on for _, on in self._notes)}

    def _meet(self, connection: Moment, packed: Packed, mine: set[str]) -> None:
        theirs = {row["id"]: row["text"] for row in packed.cases}
        here = {row["id"]: row["text"] for row in packs.cases_of(connection, _keys(connection, mine))}
        rows = [_owned(row, self._reader) for row in packed.notes if row["case"] in mine]
        known = packs.known_notes(connection, [name for row in rows for name in (row["id"], _apart(row))])
        for row in rows:
            case = row["case"]
            if case not in here:
                self.lost += 1
                self._ids[row["id"]] = None
                continue
            changed = None if theirs[case] == here[case] else Change(theirs[case], here[case])
            made = shifted(row, changed)
            had = known.get(row["id"])
            if had is not None and had["author"] != self._reader:
                made = made | {"id": _apart(row)}
                had = known.get(made["id"])
            self._ids[made["id"]] = None
            if had is None:
                self._notes.append((made, case))
            elif any(had[name] != made[name] for name in _SAME) or sorted(had["tags"]) != sorted(made["tags"]):
                self._changed.append(made)


def _later(had: Return, back: Return) -> bool:
    """Whether what is here is the later one: by its number, between two of the reader's libraries by their clocks."""
    if had.copy == back.copy and had.serial and back.serial:
        return had.serial > back.serial
    return had.came_at > back.came_at


def send_back(library: Library, round_id: str, reader: str) -> None:
    """Let go of what a reader gave back, with its notes; any of the reader's files can be taken in again.

    Raises:
        db.errors.NoSuchRecord: there is no such round.
    """
    with library.writing(f"退回 {reader} 的回执") as (connection, touched):
        back = rounds.get(connection, round_id).of(reader)
        if back is not None:
            rounds.remove_return(connection, round_id, reader)
            touched.update(let_go(connection, round_id, reader, back.note_ids))


def let_go(connection: Moment, round_id: str, reader: str, note_ids: Sequence[str]) -> frozenset[str]:
    """Throw a reader's notes away but those another round brought as well; returns the cases they were on."""
    others = (one for one in rounds.every(connection) if one.id != round_id and not one.asked)
    kept = {id_ for one in others for back in one.returns for id_ in back.note_ids}
    known = packs.known_notes(connection, [id_ for id_ in note_ids if id_ not in kept])
    gone = [id_ for id_, row in known.items() if row["author"] == reader]
    on = notes.cases_of(connection, gone)
    trash.throw_notes(connection, gone, now())
    notes.remove(connection, gone)
    return on


def _owned(row: Rows, reader: str) -> Rows:
    kind = row["kind"] if row["kind"] in ("highlight", "case") else "case"
    return row | {"author": reader, "kind": kind, "shelf": None, "versions": []}


def _apart(row: Rows) -> str:
    return derived(row["id"], row["author"])


def _keys(connection: Moment, ids: set[str]) -> list[int]:
    return sorted(cases.keys(connection, ids).values())
