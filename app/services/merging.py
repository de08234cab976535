"""The part of a library that tells others of its cases and takes in what they tell, as one step to undo.

Believes what a package says of itself; `packing` sees to that. No SQL and no zip here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.messages import Trouble
from app.services.kinship import Kinship
from db import packs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services import meeting
    from app.services.meeting import Clash, Differing
    from db.records import Packed


@dataclass(frozen=True, kw_only=True, slots=True)
class Met:
    """What a package brings, or brought."""

    cases: int = 0
    """New ones, copies among them."""
    copies: int = 0
    same: int = 0
    clashes: tuple[Clash, ...] = ()
    notes: int = 0
    note_clashes: int = 0
    shelves: int = 0
    themes: int = 0
    nothing: bool = False
    """All of it is here already."""
    case_ids: tuple[str, ...] = ()
    """Of the cases that came in."""


class Packing(Kinship):
    """The part of a library that tells others of its cases and takes in what they tell."""

    def told(self, case_ids: Sequence[str] | None = None) -> Packed:
        """Cases with their tasks, notes, tags, shelves and own themes; without ids all there is.

        Raises:
            Trouble: `nothing_to_export` when no case is named.
        """
        with self._reading() as connection:
            every = packs.everything(connection)
            keys = every if case_ids is None else packs.family(connection, case_ids)
            if case_ids is not None and not keys:
                raise Trouble("nothing_to_export")
            packed = packs.gather(connection, keys, whole=len(keys) == len(every))
        return replace(packed, documents=tuple(_portable(row) for row in packed.documents))

    def meet(self, packed: Packed, differing: Differing = "both") -> Met:
        """What a package would bring; nothing is written."""
        from app.services import meeting

        with self._reading() as connection:
            return _met(meeting.meet(connection, packed, _marks(packed), differing))

    def take_in(self, packed: Packed, differing: Differing = "both", label: str = "导入交换包") -> Met:
        """Take a package in, as one step to undo; one that brings nothing changes nothing."""
        from app.services import meeting

        known = self.meet(packed, differing)
        if known.nothing:
            return known
        with self._storing(label) as (connection, touched, stored):
            plan = meeting.meet(connection, packed, _marks(packed), differing)
            had = bool(len(packs.everything(connection)))
            touched.update(meeting.carry(connection, plan))
            if had:  # an empty library is told of stories by the package alone
                copies = {copy for _, copy in plan.copies}
                stored += [row["id"] for row, _, _ in plan.cases if row["id"] not in copies]
        return _met(plan)


def _met(plan: meeting.Plan) -> Met:
    return Met(
        cases=len(plan.cases),
        copies=plan.copied,
        same=plan.same,
        clashes=tuple(plan.clashes),
        notes=len(plan.notes),
        note_clashes=plan.note_clashes,
        shelves=len(plan.shelves),
        themes=len(plan.themes),
        nothing=plan.nothing,
        case_ids=tuple(row["id"] for row, _, _ in plan.cases),
    )


def _portable(row: dict[str, object]) -> dict[str, object]:
    """A document without the place it had on this computer."""
    return {name: value for name, value in row.items() if name != "path"} | {"name": bare(str(row["name"]))}


def bare(name: str) -> str:
    """A file's name without the folders before it."""
    return re.split(r"[\\/]", name)[-1] or "无名"


def _marks(packed: Packed) -> dict[str, str]:
    return {row["id"]: row["fingerprint"] for row in packed.documents}
