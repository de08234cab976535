"""The JSON documents of the command line. Their names are stable: scripts outside the project depend on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from app.services.importing import Outcome
from db.records import Case, Found, Note, Result, Theme

JsonObject = dict[str, Any]

_FACETS = ("theme", "region", "practice", "year", "kind")


def found(answer: Found, cases: Iterable[Case], *, full: bool = False) -> JsonObject:
    """The answer to one query, with the snippet of each row of the page."""
    snippets = {row.id: row.snippet.text for row in answer.rows}
    return {
        "total": answer.total,
        "elapsed_ms": round(answer.elapsed_ms, 1),
        "query": answer.query,
        "facets": {name: answer.facets.get(name, {}) for name in _FACETS},
        "cases": [case(one, full=full) | {"snippet": snippets.get(one.id, "")} for one in cases],
    }


def case(one: Case, *, full: bool = False) -> JsonObject:
    """One case; `full` adds the text and every other field."""
    short: JsonObject = {
        "id": one.id,
        "title": one.title,
        "kind": one.kind,
        "owner": one.owner,
        "site": one.site,
        "speaker": asdict(one.speaker),
        "region": asdict(one.region),
        "themes": [_theme(t) for t in one.themes],
        "practices": [
            {"name": p.name, "surface": p.surface, "status": p.status, "start": p.start, "end": p.end}
            for p in one.practices
        ],
        "results": [_result(r) for r in one.results],
        "document": {"id": one.document.id, "path": one.document.path, "title": one.document.title},
        "spans": [asdict(s) for s in one.spans],
        "flags": list(one.flags),
        "notes": one.notes,
    }
    return short | _rest(one) if full else short


def _rest(one: Case) -> JsonObject:
    return {
        "text": one.text,
        "owner_aliases": list(one.owner_aliases),
        "region_groups": list(one.region_groups),
        "year": one.year,
        "abstract": one.abstract,
        "responsible": one.responsible,
        "number": one.number,
        "parent": one.parent_id,
        "evidence": one.evidence,
        "awards": list(one.awards),
        "outline": [asdict(s) for s in one.outline],
        "tags": list(one.tags),
        "starred": one.starred,
        "source_line": one.document.source_line,
        "origin": one.document.origin,
    }


def _theme(theme: Theme) -> JsonObject:
    return {
        "id": theme.id,
        "score": round(theme.score, 3),
        "status": theme.status,
        "start": theme.start,
        "end": theme.end,
        "reason": theme.reason,
    }


def _result(result: Result) -> JsonObject:
    return {
        "metric": result.metric,
        "value": result.value,
        "unit": result.unit,
        "from": result.before,
        "to": result.after,
        "date": result.date,
        "type": result.type,
        "direction": result.direction,
        "start": result.start,
        "end": result.end,
    }


def note(one: Note) -> JsonObject:
    """One note with its anchor."""
    return {
        "id": one.id,
        "case": one.case_id,
        "kind": one.kind,
        "text": one.text,
        "quote": one.quote,
        "start": one.start,
        "end": one.end,
        "colour": one.colour,
        "tags": list(one.tags),
        "anchor": one.anchor,
        "created_at": one.created_at,
        "changed_at": one.changed_at,
    }


def documents(outcomes: Iterable[Outcome]) -> JsonObject:
    """What became of each file of an import."""
    return {
        "documents": [
            {"path": o.path, "status": o.status, "error": o.error, "case_ids": list(o.case_ids)} for o in outcomes
        ]
    }
