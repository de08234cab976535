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
    from collections.abc import Callable, Mapping, Sequence

    from app.services.bringing import Clash, Differing, Plan
    from db.engine import Moment
    from db.records import Packed


@dataclass(frozen=True, kw_only=True, slots=True)
class Met:
    """What a package brings, or brought."""

    cases: int = 0
    """New ones, copies among them."""
    copies: int = 0
    same: int = 0
    clashes: tuple[Clash, ...] = ()
    """Cases, then notes."""
    rewritten: int = 0
    """Cases and notes of ours that theirs took the place of."""
    notes: int = 0
    shelves: int = 0
    themes: int = 0
    habits: int = 0
    """Names for practices and metrics, synonyms, meanings of colours, templates."""
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

    def take_in(
        self,
        packed: Packed,
        differing: Differing = "both",
        label: str = "导入交换包",
        decided: Mapping[str, Differing] | None = None,
        *,
        habits: bool = True,
        beside: Callable[[Moment, Plan], None] | None = None,
    ) -> Met:
        """Take a package in, as one step to undo; one that brings nothing changes nothing.

        Args:
            packed: What it holds.
            differing: What to do with what both have and tell differently.
            label: Of the step.
            decided: What to do with single cases and notes instead, by their id in the package.
            habits: Whether names for practices, synonyms and the like are taken over where we have none.
            beside: What else is to be written in the same step; then it is one even when the package brings nothing.
        """
        from app.services import landing, meeting

        def plan_of(connection: Moment) -> Plan:
            return meeting.meet(connection, packed, _marks(packed), differing, decided, habits=habits)

        with self._reading() as connection:
            known = plan_of(connection)
        if known.nothing and beside is None:
            return _met(known)
        with self._storing(label) as (connection, touched, stored):
            plan = plan_of(connection)
            had = bool(len(packs.everything(connection)))
            touched.update(landing.carry(connection, plan))
            if had:  # an empty library is told of stories by the package alone
                copies = {copy for _, copy in plan.copies}
                stored += [row["id"] for row, _, _ in plan.cases if row["id"] not in copies]
            if beside is not None:
                beside(connection, plan)
        return _met(plan)


def _met(plan: Plan) -> Met:
    return Met(
        cases=len(plan.cases),
        copies=plan.copied,
        same=plan.same,
        clashes=(*plan.clashes, *plan.noted),
        rewritten=len(plan.rewritten) + len(plan.renoted),
        notes=len(plan.notes),
        shelves=len(plan.shelves),
        themes=len(plan.themes),
        habits=sum(map(len, plan.habits.values())),
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
