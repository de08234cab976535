"""A sheet as one JSON document; notes are W3C Web Annotations with a text position and a text quote.

Knows the sheet only; the shape is for other programs and stays stable: what stands in it keeps its name and meaning,
new keys may come, and any other change is a new version.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from typing import Any
from urllib.parse import quote

from app.formats.chosen import chosen, counted
from app.formats.comparison import figure
from app.formats.images import Image
from app.formats.sheet import (
    Sheet,
    SheetBars,
    SheetCase,
    SheetNote,
    SheetPart,
    SheetPassage,
    SheetPicture,
    SheetResult,
    SheetTable,
)
from app.task import QUIET, Task

VERSION = 1
_PARTS: dict[type, str] = {SheetTable: "table", SheetBars: "bars", SheetPicture: "picture", SheetPassage: "passage"}
_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_AROUND = 32
"""Characters before and after a quote that tell it from its like."""
_STYLE = (
    ".yellow{background-color:#fbe9a9}.blue{background-color:#d6e6f5}"
    ".green{background-color:#d9eed3}.pink{background-color:#f8dbe4}"
)


def to_json(sheet: Sheet, task: Task = QUIET) -> bytes:
    """Write a sheet as UTF-8 JSON.

    Raises:
        Cancelled: between two cases.
    """
    cut = chosen(sheet)
    cases, annotations = [], []
    for number, case in enumerate(cut.cases, 1):
        task.step(number - 1, len(cut.cases), case.title)
        cases.append(_written(_case(number, case), 2))
        notes = enumerate(case.notes, 1)
        annotations += [_written(_annotation(case, number, count, note), 3) for count, note in notes]
    told: dict[str, object] = {
        "format": "xinglin-sheet",
        "version": VERSION,
        "title": cut.title,
        "library": cut.library,
        "filters": cut.filters,
        "made_on": cut.made_on,
        "body": cut.body,
        "cases": (),
        "sources": [{"number": source.number, "citation": source.citation} for source in cut.sources],
    }
    if cut.parts:
        told["parts"] = [_part(part) for part in cut.parts]
    pictures = {one.name: one for case in cut.cases for note in case.notes for one in note.pictures if note.text}
    if pictures:
        told["pictures"] = [_picture(one) for one in pictures.values()]
    lines = [b" %b: %b" % (_written(key, 1), _written(value, 1)) for key, value in told.items()]
    lines[list(told).index("cases")] = b' "cases": ' + _listed(cases, 1)
    page = {"@context": _CONTEXT, "id": "urn:xinglin:annotations", "type": "AnnotationPage"}
    items = [b"  %b: %b" % (_written(key, 2), _written(value, 2)) for key, value in page.items()]
    items.append(b'  "items": ' + _listed(annotations, 2))
    lines.append(b' "annotations": {\n' + b",\n".join(items) + b"\n }")
    return b"{\n" + b",\n".join(lines) + b"\n}\n"


def _written(value: object, depth: int) -> bytes:
    """A value as it stands that deep in the document; written piece by piece, a large sheet stays small in memory."""
    text = json.dumps(value, ensure_ascii=False, indent=1).replace("\n", "\n" + " " * depth)
    # a lone surrogate has no UTF-8; it could only have come from a damaged source
    return text.encode("utf-8", "replace")


def _listed(pieces: Sequence[bytes], depth: int) -> bytes:
    if not pieces:
        return b"[]"
    inner = b"\n" + b" " * (depth + 1)
    return b"[" + inner + (b"," + inner).join(pieces) + b"\n" + b" " * depth + b"]"


def _picture(one: Image) -> dict[str, Any]:
    """A picture a note calls `picture:name`, by what it is; it stays in the library and in an exchange package."""
    told = {"name": one.name, "type": one.type, "width": one.width, "height": one.height}
    return {**told, "bytes": len(one.data), "sha256": hashlib.sha256(one.data).hexdigest()}


def _part(part: SheetPart) -> dict[str, Any]:
    """What was made of cases: its kind and everything in it; a picture as SVG."""
    return {"type": _PARTS[type(part)], **{one.name: _plain(getattr(part, one.name)) for one in fields(part)}}


def _plain(value: object) -> Any:  # noqa: ANN401 - JSON
    """Records as objects, their tuples as lists; a figure that is no number is null."""
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    return figure(value) if isinstance(value, float) else value


def _case(number: int, case: SheetCase) -> dict[str, Any]:
    return {
        "number": counted(number),
        "id": case.id,
        "title": case.title,
        "byline": case.byline,
        "fields": [{"name": name, "value": value} for name, value in case.fields],
        "themes": list(case.themes),
        "practices": list(case.practices),
        "results": [
            {"metric": r.metric, "value": r.value, "paragraph": r.paragraph, "type": "target" if r.target else "result"}
            for r in case.results
        ],
        "warnings": list(case.warnings),
        "headings": list(case.headings),
        "text": case.text,
        "source": case.source_line,
        "notes": [_note(case, number, count, note) for count, note in enumerate(case.notes, 1)],
        "kind": case.kind,
        "owner": case.owner,
        "region": case.region,
        "year": case.year,
        "group": case.group,
        "source_number": case.source,
        "figures": [_figure(result) for result in case.results],
    }


def _figure(result: SheetResult) -> dict[str, Any]:
    """A figure as a number, in the order of `results`; null where only words are known."""
    return {
        "metric": result.metric,
        "number": figure(result.number),
        "before": figure(result.before),
        "unit": result.unit,
        "lower_is_better": result.lower_is_better,
    }


def _annotation(case: SheetCase, number: int, count: int, note: SheetNote) -> dict[str, Any]:
    """A note that stands on its own: with a style sheet for its colour, no empty body, and tags that are only tags."""
    told = _note(case, number, count, note)
    del told["@context"]  # the page's holds for every item
    if "selector" in told["target"]:
        # without the text there is nothing before and after a quote
        told["target"]["selector"] = [{k: v for k, v in one.items() if v != ""} for one in told["target"]["selector"]]
    if "styleClass" in told["target"]:
        told["stylesheet"] = {"type": "CssStylesheet", "value": _STYLE}
    told["body"] = [_sorted(body, note) for body in told["body"] if body["value"] != f"@{note.author}"]
    if not told["body"]:
        del told["body"]
    if note.changed_on:
        told["changed_on"] = note.changed_on
    return told


def _sorted(body: dict[str, str], note: SheetNote) -> dict[str, str]:
    """What a note is for sorts it, and is no tag of a person's."""
    purpose = body["purpose"] == "tagging" and body["value"] == note.purpose
    return body | {"purpose": "classifying"} if purpose else body


def _note(case: SheetCase, number: int, count: int, note: SheetNote) -> dict[str, Any]:
    """A note as the model has it; among the tags are what it is for and whose it is, as they always were here."""
    name = quote(case.id, safe="") or f"case-{number}"
    bodies = [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in note.tags]
    if note.text:
        told = {"type": "TextualBody", "purpose": "commenting", "format": "text/markdown", "value": note.text}
        bodies.insert(0, told)
    target: dict[str, Any] = {"source": f"urn:xinglin:case:{name}"}
    selectors = _selectors(case.text, note)
    if selectors:
        target |= {"selector": selectors, "styleClass": note.colour}
    motivation = "commenting" if note.text else "highlighting" if selectors else "tagging"
    made = {
        "@context": _CONTEXT,
        "id": f"urn:xinglin:note:{quote(note.id, safe='') or f'{name}-{count}'}",
        "type": "Annotation",
        "motivation": motivation,
        "body": bodies,
        "target": target,
    }
    changed = note.changed_at or (f"{note.changed_on}T00:00:00Z" if note.changed_on else "")
    made |= {
        name: when for name, when in (("created", note.created_at), ("modified", changed)) if _TIME.fullmatch(when)
    }
    if f"@{note.author}" in note.tags:  # who wrote it goes out where notes do
        made["creator"] = {"type": "Person", "name": note.author}
    return made


def _selectors(text: str, note: SheetNote) -> list[dict[str, Any]]:
    if note.start is None or note.end is None:
        return [{"type": "TextQuoteSelector", "exact": note.quote}] if note.quote else []
    start, end = note.start, note.end
    return [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {
            "type": "TextQuoteSelector",
            "exact": note.quote or text[start:end],
            "prefix": text[max(0, start - _AROUND) : start],
            "suffix": text[end : end + _AROUND],
        },
    ]
