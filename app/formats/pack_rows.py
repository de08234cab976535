"""The rows of an exchange package, one by one: of the right shape, or refused; whatever points nowhere is let go.

Every row may come from a stranger. Text is only ever text: nothing in it is run, and what cannot be stored is
replaced. Knows shapes; no file, no library.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import math
import re
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from typing import Any, get_args

from app.messages import Trouble
from db.records import AnchorState, Basis, Colour, Kind, NoteKind, Origin, Purpose

Row = dict[str, Any]
Check = Callable[[Any], Any]
_ID = re.compile(r"[0-9A-Za-z_.:\-]{1,64}")
_SURROGATES = re.compile("[\ud800-\udfff]")
_LINE, _TEXT = 20_000, 100 * 1024 * 1024
_MOST = 100_000
"""Values in one list of one row."""
_LARGEST = 2**53


def _refused() -> Trouble:
    return Trouble("pack_broken")


def text(longest: int = _TEXT) -> Check:
    """Text of at most so many characters; halves of surrogate pairs become marks of something missing."""

    def check(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
        if not isinstance(value, str) or len(value) > longest:
            raise _refused()
        return _SURROGATES.sub("\ufffd", value)

    return check


def one_of(*allowed: str) -> Check:
    """One of these words."""

    def check(value: Any) -> str:  # noqa: ANN401 - likewise
        if not isinstance(value, str) or value not in allowed:
            raise _refused()
        return value

    return check


def maybe(inner: Check) -> Check:
    """The same, or nothing."""
    return lambda value: None if value is None else inner(value)


def each(inner: Check) -> Check:
    """A list of such."""

    def check(value: Any) -> list[Any]:  # noqa: ANN401 - likewise
        if not isinstance(value, list) or len(value) > _MOST:
            raise _refused()
        return [inner(one) for one in value]

    return check


def whole(value: Any) -> int:  # noqa: ANN401 - likewise
    """A whole number that a file can hold."""
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _LARGEST:
        raise _refused()
    return value


def number(value: Any) -> float:  # noqa: ANN401 - likewise
    """A finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _refused()
    return float(value)


def ident(value: Any) -> str:  # noqa: ANN401 - likewise
    """An id: letters, digits and a few marks, nothing that could be a path."""
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise _refused()
    return value


def row(shape: dict[str, Check], later: dict[str, tuple[Check, Any]] | None = None) -> Check:
    """An object with exactly these values; others are let go, missing ones are trouble.

    Args:
        shape: What must be there.
        later: What came with a later version, with what stands for it where it is missing.
    """
    added = later or {}

    def check(value: Any) -> Row:  # noqa: ANN401 - likewise
        if not isinstance(value, dict) or not shape.keys() <= value.keys():
            raise _refused()
        told = {name: inner(value[name]) for name, inner in shape.items()}
        return told | {
            name: inner(value[name]) if name in value else deepcopy(usual) for name, (inner, usual) in added.items()
        }

    return check


def several(*shape: Check) -> Check:
    """A list of exactly these values."""

    def check(value: Any) -> list[Any]:  # noqa: ANN401 - likewise
        if not isinstance(value, list) or len(value) != len(shape):
            raise _refused()
        return [inner(one) for inner, one in zip(shape, value, strict=True)]

    return check


_LINES = text(_LINE)
_HELD = {"start": maybe(whole), "end": maybe(whole)}
_STATUS = one_of("auto", "suggested", "user", "removed")
_HIDEABLE = one_of("auto", "suggested", "user", "removed", "hidden", "hidden-auto", "hidden-suggested", "hidden-user")
DOCUMENT = row(
    dict.fromkeys(("imported_at", "name", "encoding", "fingerprint"), _LINES)
    | {name: maybe(_LINES) for name in ("title", "publisher", "published", "reporter", "source_note")}
    | {"id": ident, "origin": one_of(*get_args(Origin)), "text": text()}
)
_THEMED = row(
    {"theme_id": ident, "score": number, "status": _STATUS, "reason": _LINES, **_HELD},
)
_NAMED = row({"name": _LINES, "surface": _LINES, "type": _LINES, "status": _HIDEABLE, **_HELD})
_RESULT = row(
    {"metric": _LINES, "type": one_of("result", "target"), "status": _STATUS, **_HELD}
    | {name: maybe(number) for name in ("value", "before", "after")}
    | {"unit": maybe(_LINES), "date": maybe(_LINES)}
    | {"direction": maybe(one_of("up", "down")), "bound": maybe(one_of("over", "under", "about"))}
)
CASE = row(
    {"id": ident, "document": ident, "parent": maybe(ident), "kind": one_of(*get_args(Kind)), "added_at": _LINES}
    | {"title": _LINES, "abstract": text(), "text": text()}
    | {name: maybe(_LINES) for name in ("owner", "site", "speaker_name", "speaker_post", "responsible")}
    | {name: maybe(_LINES) for name in ("province", "city", "county", "adcode")}
    | {"basis": maybe(one_of(*get_args(Basis))), "year": maybe(whole), "number": maybe(whole)}
    | {"evidence": whole, "starred": whole}
    | {name: each(_LINES) for name in ("owner_aliases", "region_groups", "awards", "flags", "tags")}
    | {
        "outline": each(several(_LINES, whole, whole, maybe(_LINES))),
        "spans": each(several(whole, whole)),
        "themes": each(_THEMED),
        "practices": each(_NAMED),
        "results": each(_RESULT),
        "reading": maybe(row({"progress": number, "position": whole, "opened_at": maybe(_LINES)})),
    }
)
NOTE = row(
    {"id": ident, "case": maybe(ident), "kind": one_of(*get_args(NoteKind)), "colour": one_of(*get_args(Colour))}
    | {"anchor": one_of(*get_args(AnchorState)), "created_at": _LINES, "changed_at": _LINES}
    | {name: text() for name in ("text", "quote", "prefix", "suffix")}
    | {"tags": each(_LINES), **_HELD},
    {
        "shelf": (maybe(ident), None), "purpose": (one_of(*get_args(Purpose)), ""), "done": (whole, 0),
        "author": (_LINES, ""), "versions": (each(row({"written_at": _LINES, "text": text()})), []),
    },
)  # fmt: skip
SHELF = row(
    {"id": ident, "name": _LINES, "query": maybe(_LINES), "cases": each(ident)},
    {"parent": (maybe(ident), None), "position": (whole, 0)},
)
THEME = row({"id": ident, "name": _LINES, "parent": maybe(ident), "definition": _LINES})
STORY = each(ident)
RULE = row({"name": _LINES, "becomes": maybe(_LINES), "hidden": whole})
SYNONYM = row({"words": each(_LINES)})
MEANING = row({"colour": one_of(*get_args(Colour)), "meaning": _LINES})
TEMPLATE = row({"id": ident, "name": _LINES, "text": text()})
METRIC = row({"name": _LINES, "becomes": maybe(_LINES)})
_ASKED = text(400)
ROUND = row(
    {"id": ident, "library": ident, "role": one_of("asked", "returned"), "name": _ASKED, "reader": _ASKED}
    | {"sent_at": _ASKED, "questions": each(_ASKED), "cases": each(row({"id": ident, "title": _LINES}))}
    | {
        "answers": each(
            row(
                {"case": ident, "question": whole, "words": text(_LINE)}
                | {"verdict": one_of("", "recommend", "useful", "reject")},
                {"option": (_ASKED, "")},
            )
        )
    },
    {"options": (each(maybe(each(_ASKED))), []), "serial": (whole, 0), "copy": (_ASKED, "")},
)
"""Cases handed to a reader with what is asked of them, or what the reader answered."""
_BEGINS = {"png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff"}


def PICTURE(value: Any) -> Row:  # noqa: ANN401, N802 - a shape like the others
    """A picture that is what it says it is: of its kind by its first bytes, and with the sum it is named by."""
    told: Row = row({"id": ident, "kind": one_of(*_BEGINS), "data": text()})(value)
    try:
        data = base64.b64decode(told["data"], validate=True)
    except (binascii.Error, ValueError) as error:
        raise _refused() from error
    if not data.startswith(_BEGINS[told["kind"]]) or hashlib.sha256(data).hexdigest() != told["id"]:
        raise _refused()
    return told


def placed(one: Row, length: int) -> Row:
    """A located value whose place lies in a text of this length, else without a place."""
    start, end = one["start"], one["end"]
    good = start is None and end is None
    good = good or (start is not None and end is not None and 0 <= start <= end <= length)
    return one if good else one | {"start": None, "end": None}


def sound_case(one: Row, document: str | None) -> Row:
    """A case that points nowhere outside its own text and, when that is at hand, its document's."""
    length, reach = len(one["text"]), _LARGEST if document is None else len(document)
    outline = [part for part in one["outline"] if 0 <= part[1] <= part[2] <= length]
    spans = [[at, count] for at, count in one["spans"] if at >= 0 and count >= 0 and at + count <= reach]
    parts = {name: [placed(each_, length) for each_ in one[name]] for name in ("themes", "practices", "results")}
    read = one["reading"]
    if read is not None:
        read |= {"progress": min(max(read["progress"], 0.0), 1.0), "position": max(read["position"], 0)}
    bounded = {"evidence": min(max(one["evidence"], 0), 4), "starred": int(bool(one["starred"]))}
    bounded["year"] = one["year"] if one["year"] is not None and 0 < one["year"] <= 9999 else None
    once = {"tags": sorted(set(filter(None, (tag.strip() for tag in one["tags"]))))}
    return one | parts | bounded | once | {"outline": outline, "spans": spans, "reading": read}


def sound_note(one: Row, case: str | None, shelves: Mapping[str, Row]) -> Row:
    """A note whose kind fits what it is on, and whose passage lies in that text or nowhere."""
    one = one | {"done": int(bool(one["done"])), "tags": _once(one["tags"])}
    if case is None or one["case"] is None:
        shelf = one["shelf"] if one["shelf"] in shelves else None
        return one | {"case": None, "shelf": shelf, "kind": "shelf" if shelf else "free", "start": None, "end": None}
    if one["kind"] in ("free", "shelf"):
        one |= {"kind": "case"}
    kept = placed(one, len(case)) if one["kind"] == "highlight" else one | {"start": None, "end": None}
    if kept["kind"] == "highlight" and kept["start"] is None and kept["anchor"] != "lost":
        kept |= {"anchor": "lost"}
    return kept | {"shelf": None}


def sound_round(one: Row) -> Row:
    """A round with each case once, and answers to its own questions on its own cases, one each."""
    cases = list({case["id"]: case for case in one["cases"][:500]}.values())
    known, questions = {case["id"] for case in cases}, one["questions"][:12]
    answers = {
        (told["case"], told["question"]): told
        for told in one["answers"]
        if told["case"] in known and 0 <= told["question"] < len(questions)
    }
    options = [None if some is None else some[:12] for some in one["options"][: len(questions)]]
    counted = {"serial": min(max(one["serial"], 0), 1_000_000), "options": options}
    return one | {"cases": cases, "questions": questions, "answers": list(answers.values())} | counted


def nested(shelves: Mapping[str, Row]) -> dict[str, Row]:
    """Shelves after those they stand in; one inside itself, or in none that is there, stands at the top."""
    made: dict[str, Row] = {}
    for id_ in shelves:
        chain: list[str] = []
        above: str | None = id_
        while above is not None and above in shelves and above not in made and above not in chain:
            chain.append(above)
            above = shelves[above]["parent"]
        for one in reversed(chain):
            parent = shelves[one]["parent"]
            made[one] = shelves[one] | {"parent": parent if parent in made else None}
    return made


def _once(tags: Iterable[str]) -> list[str]:
    return sorted({tag.strip() for tag in tags if tag.strip()})
