"""Quotes that stand in comparisons and briefs, after their case came in as another version: where they are now.

The same four answers as for a marked passage: exact, moved, changed, lost. Their words are never written over.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.services.anchoring import Change, Fate, fate, found_again
from db import quotes
from db.notes import AROUND

if TYPE_CHECKING:
    from db.engine import Moment
    from db.quotes import Quoted


def follow(connection: Moment, case_id: str, before: str, after: str) -> None:
    """Put every quote of a case where its words are in the new text.

    Args:
        connection: A write.
        case_id: The case.
        before: Its text as it was.
        after: Its text as it is.
    """
    quoted = tuple(quotes.of_case(connection, case_id)) if before != after else ()
    if not quoted:
        return
    change = Change(before, after)
    for one in quoted:
        found = _found(change, one)
        values: dict[str, Any] = {"start": found.start, "end": found.end, "anchor": found.state}
        if found.start is not None and found.end is not None and found.state != "changed":
            values["prefix"] = after[max(0, found.start - AROUND) : found.start]
            values["suffix"] = after[found.end : found.end + AROUND]
        quotes.place(connection, one, values)


def _found(change: Change, one: Quoted) -> Fate:
    if one.start is None or one.end is None:
        return found_again(change, one.text, one.prefix, one.suffix)
    found = fate(change, one.start, one.end)
    if one.anchor == "changed" and found.state in ("exact", "moved"):  # nobody has said yet that it is right
        return replace(found, state="changed")
    return replace(found, state="moved") if one.anchor == "moved" and found.state == "exact" else found
