"""The rows of an exchange package as texts to be looked over, and the same rows with words in them replaced.

Every place that counts characters of a changed text is moved with it. Ids stay, so that notes and shelves still find
their cases; pictures and sums are the caller's to think of. Knows rows; not what tells who somebody is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any, TypeAlias

from app.services import sighting
from app.services.fingerprints import fingerprint
from app.services.replacing import Swapper, Swaps, moved
from db.records import Packed

Row: TypeAlias = dict[str, Any]
_KEPT = frozenset(
    {"id", "document", "parent", "case", "shelf", "library", "theme_id", "kind", "origin", "colour", "anchor",
     "purpose", "basis", "direction", "bound", "fingerprint", "sha256", "data"}
)  # fmt: skip
"""Ids and words of a closed set. Whatever else is text, and a new value is one without being named here."""
_BETWEEN = re.compile(r"[、，,;；\s]+|(?:见习|实习|特约)?记者|通讯员|作者|[:：/]")
_PLACED = ("themes", "practices", "results")


def texts(packed: Packed) -> Iterator[tuple[str, str]]:
    """(title, text) of everything in a package a person may have written or read, as often as it stands there."""
    named = {row["id"]: row["title"] for row in packed.cases}
    for row in packed.cases:
        yield from ((row["title"], words) for words in _strings(row))
    for row in packed.documents:
        yield from ((row["title"] or row["name"], words) for words in _strings(row))
    for row in packed.notes:
        yield from ((named.get(row["case"] or "", "笔记"), words) for words in _strings(row))
    for field in fields(packed):
        if field.name not in ("cases", "documents", "notes", "stories"):
            yield from ((field.name, words) for row in getattr(packed, field.name) for words in _strings(row))


def speakers(packed: Packed) -> frozenset[str]:
    """People who speak in public: in a case's record, as authors of a document, or signing a note."""
    names = [row["speaker_name"] for row in packed.cases if row["speaker_name"]]
    for row in packed.documents:
        names += _BETWEEN.split(row["reporter"] or "")
    return sighting.public((*names, *(row["author"] for row in packed.notes)))


def changed(packed: Packed, swapper: Swapper) -> Packed:
    """The package with every known word replaced, places moved along."""
    papers = {row["id"]: swapper.swaps(row["text"]) for row in packed.documents}
    whole = {row["id"]: (row["text"], swapper.swaps(row["text"])) for row in packed.cases}
    made: dict[str, tuple[Any, ...]] = {
        "documents": tuple(_document(row, swapper) for row in packed.documents),
        "cases": tuple(_case(row, swapper, papers.get(row["document"], ())) for row in packed.cases),
        "notes": tuple(_note(row, swapper, *whole.get(row["case"] or "", ("", ()))) for row in packed.notes),
        "stories": packed.stories,
    }
    for field in fields(packed):
        if field.name not in made:
            made[field.name] = tuple(_words(row, swapper) for row in getattr(packed, field.name))
    return replace(packed, **made)


def _document(row: Row, swapper: Swapper) -> Row:
    made: Row = _words(row, swapper)
    return made if made["text"] == row["text"] else made | {"fingerprint": fingerprint(made["text"])}


def _case(row: Row, swapper: Swapper, paper: Swaps) -> Row:
    swaps = swapper.swaps(row["text"])
    made: Row = _words(row, swapper)
    made |= {name: [_placed(one, swaps) for one in made[name]] for name in _PLACED}
    made["outline"] = [
        [part[0], moved(part[1], swaps, first=True), moved(part[2], swaps, first=False), *part[3:]]
        for part in made["outline"]
    ]
    made["spans"] = [list(_stretch(at, at + count, paper)) for at, count in made["spans"]]
    if made["reading"] is not None:
        made["reading"] = made["reading"] | {"position": moved(made["reading"]["position"], swaps, first=True)}
    return made


def _stretch(start: int, end: int, swaps: Swaps) -> tuple[int, int]:
    first = moved(start, swaps, first=True)
    return first, moved(end, swaps, first=False) - first


def _note(row: Row, swapper: Swapper, before: str, swaps: Swaps) -> Row:
    """A note on its words again; one that ends inside a name marks all of what took its place."""
    made = _placed(_words(row, swapper), swaps)
    if not swaps or row["start"] is None or before[row["start"] : row["end"]] != row["quote"]:
        return made
    start, end = made["start"], made["end"]
    after = Swapper(swapper.named).change(before)
    around = {
        "prefix": after[max(0, start - len(row["prefix"])) : start],
        "suffix": after[end : end + len(row["suffix"])],
    }
    return made | around | {"quote": after[start:end]}


def _placed(row: Row, swaps: Swaps) -> Row:
    start, end = row["start"], row["end"]
    if start is None or end is None:
        return row
    return row | {"start": moved(start, swaps, first=True), "end": moved(end, swaps, first=False)}


def _kept(name: str, value: object) -> bool:
    """Whether a value names or orders things; the cases of a shelf are ids, those of a round have titles."""
    return name in _KEPT or (name == "cases" and isinstance(value, list) and all(isinstance(one, str) for one in value))


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401 - whatever a row holds
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if not _kept(name, inner):
                yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def _words(value: Any, swapper: Swapper) -> Any:  # noqa: ANN401 - likewise
    if isinstance(value, str):
        return swapper.change(value)
    if isinstance(value, dict):
        return {name: inner if _kept(name, inner) else _words(inner, swapper) for name, inner in value.items()}
    if isinstance(value, list):
        return [_words(inner, swapper) for inner in value]
    return value
