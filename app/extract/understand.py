"""The one entry of the room: a loose text becomes a document's heading facts and its case drafts.

Puts the room's steps in their order: repair, cut, split, order, then the fields of each case. Knows no files.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.extract import cases
from app.extract.blocks import Block, cut
from app.extract.filenames import read_name
from app.extract.imprint import find_imprint
from app.extract.repair import repair
from app.extract.split import Layout, split
from app.extract.taught import NOTHING, Taught
from db.records import CaseDraft


@dataclass(frozen=True, kw_only=True)
class Understood:
    """What a text turned out to be. `cases` is empty only for a text without a word in it."""

    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    reporter: str | None = None
    cases: tuple[CaseDraft, ...] = ()


def understand(
    text: str, name: str = "", title: str | None = None, date: str | None = None, taught: Taught = NOTHING
) -> Understood:
    """Understand a text.

    Args:
        text: The whole text as decoded; spans count in it.
        name: The file's name, a title of last resort.
        title: A title that the file itself carries.
        date: A date that the file itself carries, ISO 8601.
        taught: What the library learned from a person's corrections.

    Returns:
        What was found. Pure and deterministic; raises on no string.
    """
    reading = repair(text)
    blocks = cut(reading.text)
    if not any(re.search(r"\w", block.text) for block in blocks):
        return Understood(title=title, published=date)
    layout = split(blocks)
    named = read_name(name)
    printed = find_imprint(blocks, layout.aside)
    published = printed.published or named.published or date
    year = published or (str(named.year) if named.year else None)
    drafts = cases.draft(reading, layout, cases.Outside(name, title, year, taught))
    return Understood(
        title=_document_title(layout, drafts, title or named.title, blocks),
        publisher=printed.publisher or named.publisher,
        published=published,
        reporter=printed.reporter,
        cases=drafts,
    )


def _document_title(
    layout: Layout, drafts: Sequence[CaseDraft], title: str | None, blocks: Sequence[Block]
) -> str | None:
    """The headline of the whole: a single case's own, a round-up's front lines."""
    if layout.shape != "roundup":
        return drafts[0].title if drafts else title
    front = [
        b.text for b in blocks[:6] if b in layout.aside and b.role == "body" and len(b.text) <= 40 and not b.closed
    ]
    if len(front) > 1 and front[1].startswith("—"):
        return "".join(front[:2])
    return " ".join(front[:2]) or title
