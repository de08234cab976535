"""Another library's notes and shelves meeting ours, after the cases have found their place; `meeting`'s other half.

A note both have and changed differently comes in beside ours as a marked copy, stays out, or takes our words' place;
a shelf of the same name in the same place is the same shelf, and gets their cases added.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.services.anchoring import Change
from app.services.bringing import COPY, Clash, Row, derived, pair, shifted
from db import linked, packs

if TYPE_CHECKING:
    from app.services.bringing import Plan
    from db.engine import Moment
    from db.linked import Link
    from db.records import Packed

_NOTE = {
    "text": "文字", "quote": "标的原文", "colour": "颜色", "kind": "种类", "purpose": "用途", "done": "是否办完",
    "tags": "标签",
}  # fmt: skip
_SHOWN = 30


def notes_of(connection: Moment, packed: Packed, texts: Mapping[str, str], plan: Plan) -> None:
    """Plan what becomes of their notes; `texts` are their cases' by id."""
    known = packs.known_notes(connection, [row["id"] for row in packed.notes])
    copied = packs.taken(
        connection, "notes", [_note_id(row | {"text": _leading(row["text"], plan)}) for row in packed.notes]
    )
    changes: dict[str, Change] = {}
    for told in packed.notes:
        row = told | {"text": _leading(told["text"], plan)}
        on, text = plan.at.get(row["case"] or "", (None, ""))
        before = texts.get(row["case"] or "", "")
        made = row
        if on is not None and text != before:
            made = shifted(row, changes.setdefault(on, Change(before, text)))
        if row["id"] not in known:
            plan.notes.append((made, on, plan.on_shelf.get(row["shelf"] or "")))
            continue
        had = known[row["id"]]
        what = tuple(pair(words, had[name], row[name]) for name, words in _NOTE.items() if had[name] != row[name])
        if not what or _note_id(row) in copied:
            continue
        plan.noted.append(Clash(row["id"], on or "", _called(had), what, note=True))
        match plan.on(row["id"]):
            case "both":
                copy = made | {"id": _note_id(row), "tags": sorted({*row["tags"], COPY})}
                plan.notes.append((copy, on, plan.on_shelf.get(row["shelf"] or "")))
            case "theirs":
                plan.renoted.append(made if had["case"] == on else row | _place(had))


def _leading(text: str, plan: Plan) -> str:
    """A note's text whose links lead to where their cases are here."""

    def turned(link: Link) -> str:
        to = plan.at.get(link.id, (link.id, ""))[0] if link.target == "case" else link.id
        return linked.written(link.name, to, link.paragraph, link.target)

    return linked.rewritten(text, turned) if "[[" in text else text


def _place(had: Row) -> Row:
    """Where a note of ours is that theirs, which is elsewhere, takes the words of."""
    return {name: had[name] for name in ("kind", "quote", "prefix", "suffix", "anchor", "start", "end")}


def _called(row: Row) -> str:
    words = " ".join((row["text"] or row["quote"]).split())
    return words if len(words) <= _SHOWN else words[:_SHOWN] + "…"


def shelves_of(connection: Moment, packed: Packed, plan: Plan) -> None:
    """Plan what becomes of their shelves, each after the one it stands in."""
    here = list(packs.shelves_of(connection))
    by_id = {row["id"]: row for row in here}
    named = {(row["parent"], row["name"], row["query"]): row["id"] for row in here}
    wanted = [_shelf_id(row) for row in packed.shelves] + [row["id"] for row in packed.shelves]
    taken = packs.taken(connection, "shelves", wanted)
    for row in packed.shelves:
        parent = plan.on_shelf.get(row["parent"] or "")
        mine = by_id.get(row["id"])
        if mine is not None and mine["query"] == row["query"]:
            to = mine["id"]
        elif (parent, row["name"], row["query"]) in named:
            to = named[parent, row["name"], row["query"]]
        elif _shelf_id(row) in taken:
            to = _shelf_id(row)
        else:
            to = _shelf_id(row) if mine is not None else row["id"]
            plan.shelves.append((row | {"id": to}, parent))
        plan.on_shelf[row["id"]] = to
        held = list(dict.fromkeys(plan.at[one][0] for one in row["cases"]))
        had = set(packs.held(connection, to))
        missing = [one for one in held if one not in had]
        if missing and row["query"] is None:
            plan.shelved.append((to, missing))


def _note_id(row: Row) -> str:
    told = json.dumps({name: row[name] for name in _NOTE}, ensure_ascii=False, sort_keys=True)
    return derived(row["id"], told)


def _shelf_id(row: Row) -> str:
    return derived(row["id"], json.dumps([row["name"], row["query"]], ensure_ascii=False))
