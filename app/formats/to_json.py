"""A sheet as one JSON document; notes are W3C Web Annotations with a text position and a text quote.

Knows the sheet only; the shape is for other programs and stays stable: what stands in it keeps its name and meaning,
new keys may come, and any other change is a new version.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from app.formats.chosen import chosen, counted
from app.formats.comparison import figure
from app.formats.sheet import Sheet, SheetCase, SheetNote, SheetResult
from app.task import QUIET, Task

VERSION = 1
_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
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
        "notes": [_note(case, note) for note in case.notes],
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
    """A note that stands on its own: with an id, a style sheet for its colour, and no empty body."""
    name = quote(case.id, safe="") or f"case-{number}"
    told = {"id": f"urn:xinglin:note:{quote(note.id, safe='') or f'{name}-{count}'}"} | _note(case, note)
    del told["@context"]  # the page's holds for every item
    told["target"] = told["target"] | {"source": f"urn:xinglin:case:{name}"}
    if "selector" in told["target"]:
        # without the text there is nothing before and after a quote
        told["target"]["selector"] = [{k: v for k, v in one.items() if v != ""} for one in told["target"]["selector"]]
    if "styleClass" in told["target"]:
        told["stylesheet"] = {"type": "CssStylesheet", "value": _STYLE}
    if not told["body"]:
        del told["body"]
    if note.changed_on:
        told["changed_on"] = note.changed_on
    return told


def _note(case: SheetCase, note: SheetNote) -> dict[str, Any]:
    bodies = [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in note.tags]
    if note.text:
        told = {"type": "TextualBody", "purpose": "commenting", "format": "text/markdown", "value": note.text}
        bodies.insert(0, told)
    target: dict[str, Any] = {"source": f"urn:xinglin:case:{case.id}"}
    selectors = _selectors(case.text, note)
    if selectors:
        target |= {"selector": selectors, "styleClass": note.colour}
    motivation = "commenting" if note.text else "highlighting" if selectors else "tagging"
    return {"@context": _CONTEXT, "type": "Annotation", "motivation": motivation, "body": bodies, "target": target}


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
