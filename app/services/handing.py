"""What of cases goes along to a reader, and of notes back to who asked: no more than needed.

A package holds the cases that were named, of the papers they stand in only the stretches that tell them, and no note
nobody asked for. Pure: rows in, rows out; no library, no file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from db import linked
from db.records import Packed

Rows = dict[str, Any]
SENDER = "发起人"
_PRIVATE: Rows = {"reading": None, "starred": 0, "tags": []}
"""Of a case, what a person did with it."""
_UNTOLD = ("title", "publisher", "published", "reporter", "source_note")


def handed(packed: Packed, ids: Sequence[str], *, noted: bool) -> Packed:
    """These cases without what this library's people did with them: stars, tags, places, shelves, and mostly notes."""
    wanted = set(ids)
    cases = [row for row in packed.cases if row["id"] in wanted]
    documents, spans = _cut(packed.documents, cases)
    notes = tuple(
        row | {"author": SENDER, "versions": []}
        for row in packed.notes
        if noted and row["case"] in wanted and not row["author"]
    )
    return Packed(
        documents=documents,
        cases=tuple(
            row | _PRIVATE | {"spans": spans[row["id"]], "parent": row["parent"] if row["parent"] in wanted else None}
            for row in cases
        ),
        notes=notes,
        themes=packed.themes,
        stories=tuple(few for story in packed.stories if len(few := tuple(one for one in story if one in wanted)) > 1),
        pictures=_shown(packed, notes),
    )


def returned(packed: Packed, theirs: Mapping[str, str], note_ids: Sequence[str]) -> Packed:
    """These notes, with the words of the cases they are on and nothing else of those.

    Args:
        packed: Cases of this library with all that belongs to them.
        theirs: The cases by their ids here: what they are called in the library that asked.
        note_ids: Which notes.
    """
    wanted = set(note_ids)
    noted = [row for row in packed.notes if row["id"] in wanted and row["case"] in theirs and not row["author"]]
    on = {row["case"] for row in noted}
    cases = [row for row in packed.cases if row["id"] in on]
    papers = {row["document"] for row in cases}
    bare: Rows = {"text": "", "name": "无名", "fingerprint": "", **dict.fromkeys(_UNTOLD)}
    empty: Rows = {name: [] for name in ("spans", "themes", "practices", "results")}
    notes = tuple(row | {"case": theirs[row["case"]], "versions": []} for row in noted)
    return Packed(
        documents=tuple(row | bare for row in packed.documents if row["id"] in papers),
        cases=tuple(row | _PRIVATE | empty | {"id": theirs[row["id"]], "parent": None} for row in cases),
        notes=notes,
        pictures=_shown(packed, notes),
    )


def _shown(packed: Packed, notes: Sequence[Rows]) -> tuple[Rows, ...]:
    wanted = {name for row in notes for name in linked.pictures(row["text"])}
    return tuple(row for row in packed.pictures if row["id"] in wanted)


def _cut(documents: Sequence[Rows], cases: Sequence[Rows]) -> tuple[tuple[Rows, ...], dict[str, list[list[int]]]]:
    """The papers with only what these cases are told in, and where each case's stretches are then."""
    of: defaultdict[str, list[Rows]] = defaultdict(list)
    for row in cases:
        of[row["document"]].append(row)
    papers: list[Rows] = []
    spans: dict[str, list[list[int]]] = {}
    for paper in documents:
        mine = of.get(paper["id"])
        if mine:
            text, moved = _told_in(paper["text"], mine)
            papers.append(paper | {"text": text})
            spans |= moved
    return tuple(papers), spans


def _told_in(text: str, cases: Sequence[Rows]) -> tuple[str, dict[str, list[list[int]]]]:
    """The stretches of a text that cases are told in, one below the other; a case without any lends its own words."""
    whole = {row["id"]: [(at, min(at + count, len(text))) for at, count in row["spans"]] for row in cases}
    joined: list[tuple[int, int]] = []
    for start, end in sorted({span for some in whole.values() for span in some if span[0] < span[1]}):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    begins, at = [], 0
    for start, end in joined:
        begins.append(at)
        at += end - start + 1
    lent = [row["text"] for row in cases if not any(start < end for start, end in whole[row["id"]])]

    def moved(start: int, end: int) -> list[int]:
        number = next(n for n, (first, last) in enumerate(joined) if first <= start <= end <= last)
        return [begins[number] + start - joined[number][0], end - start]

    kept = {id_: [moved(start, end) for start, end in some if start < end] for id_, some in whole.items()}
    return "\n".join([*(text[start:end] for start, end in joined), *lent]), kept
