"""A sheet as one JSON document; notes are W3C Web Annotations with a text position and a text quote.

Knows the sheet only; the shape is for other programs and stays stable: a change of it is a new version.
"""

from __future__ import annotations

import json
from typing import Any

from app.formats.paragraphs import numeral
from app.formats.sheet import Sheet, SheetCase, SheetNote
from app.task import QUIET, Task

VERSION = 1
_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32
"""Characters before and after a quote that tell it from its like."""


def to_json(sheet: Sheet, task: Task = QUIET) -> bytes:
    """Write a sheet as UTF-8 JSON.

    Raises:
        Cancelled: between two cases.
    """
    cases = []
    for number, case in enumerate(sheet.cases, 1):
        task.step(number - 1, len(sheet.cases), case.title)
        cases.append(_case(number, case))
    whole = {
        "format": "xinglin-sheet",
        "version": VERSION,
        "title": sheet.title,
        "library": sheet.library,
        "filters": sheet.filters,
        "made_on": sheet.made_on,
        "cases": cases,
    }
    # a lone surrogate has no UTF-8; it could only have come from a damaged source
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _case(number: int, case: SheetCase) -> dict[str, Any]:
    return {
        "number": numeral(number),
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
    }


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
