"""The starter library: the shipped cases, retold in our own words, as drafts and as one undoable step.

Each file below `resources/starter/` is one source. It tells quotes and surfaces, never positions: those are found
here, so a retold sentence can be mended without counting. Knows nothing of SQL or windows.
"""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from app import paths
from app.messages import Trouble
from db.records import CaseDraft, DocumentDraft, Practice, Region, Result, Section, Span, Speaker, Theme

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.services.library import Library

LABEL = "载入示例"
RETOLD = "（据原文转述）"

Told = dict[str, Any]
"""One object of a starter file, as parsed; the tests of this module hold its shape."""


def load(library: Library) -> int:
    """Add the starter cases the library does not have yet, all in one undo step.

    Returns:
        How many cases were added, tasks of a plan included; 0 when all were there.

    Raises:
        Trouble: when the shipped files are missing.
        ValueError: see `drafts`.
    """
    known = library.fingerprints()
    wanted = [pair for pair in drafts() if pair[0].fingerprint not in known]
    if wanted:
        library.add_documents(wanted, LABEL)
    return sum(1 + len(case.children) for _, cases in wanted for case in cases)


def drafts() -> list[tuple[DocumentDraft, tuple[CaseDraft, ...]]]:
    """Every shipped source with its cases, in the order of the file names.

    Raises:
        Trouble: when the shipped files are missing.
        ValueError: when a quote or surface does not stand in its case; the message names both.
    """
    files = sorted(paths.resource("starter").glob("*.json"))
    if not files:
        raise Trouble("resource", "starter")
    return [_source(file) for file in files]


def _source(file: Path) -> tuple[DocumentDraft, tuple[CaseDraft, ...]]:
    told = json.loads(file.read_text(encoding="utf-8"))
    about: Told = told["document"]
    cases = tuple(_case(case) for case in told["cases"])
    text, placed = _joined(about["title"], cases)
    document = DocumentDraft(
        path=f"starter/{file.name}",
        name=file.name,
        text=text,
        fingerprint=f"starter:{file.stem}",
        title=about["title"],
        publisher=about["publisher"],
        published=about["published"],
        reporter=about["reporter"],
        source_note=about["source_note"] + RETOLD,
        origin="starter",
    )
    return document, placed


def _joined(title: str, cases: Sequence[CaseDraft]) -> tuple[str, tuple[CaseDraft, ...]]:
    """Write the document out of its cases and tell each case where in it its text stands."""
    parts = [title]
    length = len(title)

    def place(case: CaseDraft) -> CaseDraft:
        nonlocal length
        head = f"\n\n{case.title}\n"
        parts.extend((head, case.text))
        offset = length + len(head)
        length = offset + len(case.text)
        return replace(
            case,
            spans=(Span(offset, len(case.text)),),
            children=tuple(place(child) for child in case.children),
        )

    placed = tuple(place(case) for case in cases)
    return "".join(parts), placed


def _case(told: Told) -> CaseDraft:
    text: str = told["text"]
    where = told["title"]
    return CaseDraft(
        kind=told["kind"],
        title=where,
        text=text,
        owner=told["owner"],
        owner_aliases=tuple(told["owner_aliases"]),
        site=told["site"],
        speaker=Speaker(told["speaker"]["name"], told["speaker"]["post"]),
        region=Region(**(told["region"] or {})),
        region_groups=tuple(told["region_groups"]),
        year=told["year"],
        abstract=told["abstract"],
        responsible=told["responsible"],
        number=told["number"],
        evidence=told["evidence"],
        awards=tuple(told["awards"]),
        flags=tuple(told["flags"]),
        themes=tuple(_theme(theme, rank, text, where) for rank, theme in enumerate(told["themes"])),
        practices=tuple(_practice(practice, text, where) for practice in told["practices"]),
        results=tuple(_result(result, text, where) for result in told["results"]),
        outline=_outline(told["outline"], text, where),
        children=tuple(_case(child) for child in told["children"]),
    )


def _found(words: str, text: str, where: str) -> tuple[int, int]:
    start = text.find(words) if words else -1
    if start < 0:
        raise ValueError(f"示例案例“{where}”的正文里没有“{words}”")
    return start, start + len(words)


def _theme(told: Told, rank: int, text: str, where: str) -> Theme:
    start, end = _found(told["quote"], text, where) if "quote" in told else (None, None)
    # The files name the chief themes first; the score carries that order into lists that show only three.
    return Theme(id=told["id"], score=max(0.3, round(1 - 0.02 * rank, 2)), start=start, end=end)


def _practice(told: Told, text: str, where: str) -> Practice:
    start, end = _found(told["surface"], text, where)
    return Practice(name=told["name"], surface=told["surface"], type=told["type"], start=start, end=end)


def _result(told: Told, text: str, where: str) -> Result:
    start, end = _found(told["quote"], text, where)
    facts = {key: value for key, value in told.items() if key != "quote"}
    return Result(**facts, start=start, end=end)


def _outline(told: Sequence[Told], text: str, where: str) -> tuple[Section, ...]:
    """Sections run from their printed heading, or from the paragraph they name, to where the next one starts."""
    paragraphs = text.split("\n")
    starts: list[int] = []
    for section in told:
        if "paragraph" in section:
            before = paragraphs[: section["paragraph"] - 1]
        elif section["heading"] in paragraphs:
            before = paragraphs[: paragraphs.index(section["heading"])]
        else:
            raise ValueError(f"示例案例“{where}”没有小标题“{section['heading']}”")
        starts.append(sum(len(paragraph) + 1 for paragraph in before))
    return tuple(
        Section(section["heading"], start, following - 1, section["role"])
        for section, (start, following) in zip(told, pairwise([*starts, len(text) + 1]), strict=True)
    )
