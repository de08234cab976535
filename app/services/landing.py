"""What was planned when two libraries met is carried out, inside a transaction given to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.services import adopting
from app.services.anchoring import Change, fate
from db import anchors, cases, kin, notes, shelves, unpacks

if TYPE_CHECKING:
    from app.services.bringing import Plan
    from db.engine import Moment

Row = dict[str, Any]


def carry(connection: Moment, plan: Plan) -> list[str]:
    """Do what was planned; returns the ids of all cases it concerns, new ones first."""
    renamed = adopting.carry(connection, plan.habits)
    for row in plan.themes:
        unpacks.add_theme(connection, row)
    for row in plan.documents:
        unpacks.add_document(connection, row)
    for row in plan.pictures:
        unpacks.add_picture(connection, row)
    _add_cases(connection, plan.cases)
    for had, row in plan.rewritten:
        _rewrite(connection, had, row)
    for case, part, row in plan.settled:
        unpacks.settle(connection, case, part, row)
    for case, tags in plan.tags:
        cases.tag(connection, [cases.key_of(connection, case)], tags, ())
    for row, within in plan.shelves:
        unpacks.add_shelf(connection, row, within)
    for shelf, held in plan.shelved:
        keys = cases.keys(connection, held)
        shelves.put(connection, shelf, [keys[one] for one in held if one in keys])
    touched = [row["id"] for row, _, _ in plan.cases] + [had["id"] for had, _ in plan.rewritten]
    touched += [case for case, *_ in plan.settled] + [case for case, _ in plan.tags]
    touched += _note(connection, plan)
    _tell_stories(connection, plan)
    return list(dict.fromkeys([*touched, *renamed]))


def _note(connection: Moment, plan: Plan) -> list[str]:
    unpacks.add_notes(connection, plan.notes)
    for row in plan.renoted:
        unpacks.rewrite_note(connection, row)
    return [on for _, on, _ in plan.notes if on] + [*notes.cases_of(connection, [row["id"] for row in plan.renoted])]


def _add_cases(connection: Moment, wanted: Sequence[tuple[Row, str, str | None]]) -> None:
    waiting = {row["id"] for row, _, _ in wanted}
    late: list[tuple[Row, str, str | None]] = []
    for row, document, parent in wanted:
        if parent in waiting:
            late.append((row, document, parent))
            continue
        unpacks.add_case(connection, row, document, parent)
        waiting.discard(row["id"])
    for row, document, parent in late:
        unpacks.add_case(connection, row, document, parent)


def _rewrite(connection: Moment, had: Row, row: Row) -> None:
    """Write a case of ours over; what is marked in it, and where it was read, moves with its text."""
    unpacks.rewrite_case(connection, had["id"], row)
    if had["text"] == row["text"]:
        return
    change = Change(had["text"], row["text"])
    for note in notes.of_case(connection, had["id"]):
        if note.kind == "highlight" and note.start is not None and note.end is not None:
            found = fate(change, note.start, note.end)
            anchors.place(connection, note.id, found.state, found.start, found.end)
    if had["reading"] is not None:
        key = cases.key_of(connection, had["id"])
        anchors.move_reading(connection, key, change.place(had["reading"]["position"]))


def _tell_stories(connection: Moment, plan: Plan) -> None:
    fresh = {row["id"] for row, _, _ in plan.cases}
    for story in plan.stories:
        had = kin.stories(connection)
        keys = cases.keys(connection, story)
        there = [had[keys[one]] for one in story if one in keys and keys[one] in had]
        joining = [keys[one] for one in story if one in fresh and one in keys and keys[one] not in had]
        if there:
            for key in joining:
                kin.add(connection, there[0], key)
        elif joining:
            kin.begin(connection, joining[0], joining[1:])
    for mine, copy in plan.copies:
        keys = cases.keys(connection, [mine, copy])
        if len(keys) == 2:
            kin.join(connection, keys[mine], keys[copy])
