"""What every format for reading lists of a case: its themes and practices, no more than are read, and its parts.

Knows the sheet; no format, no layout.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.formats.chosen import counted
from app.formats.sheet import Sheet, SheetCase

THEMES, PRACTICES = 8, 12
"""So many are named; more are counted, unless all were asked for."""
BESIDE = 3
"""So many themes stand in the line below the heading; more have a line of their own."""
LONG = 500
"""A case with fewer characters has no parts of its own in the contents, and needs no page of its own."""
TITLE = 60
"""Characters of a title in a list of contents."""
_PARTED = 6
"""More cases than this fill the contents by themselves."""


def named(words: Sequence[str], most: int, *, every: bool = False) -> str:
    """A list in words: the first `most`, and how many there are."""
    if every or len(words) <= most:
        return "、".join(words)
    return f"{'、'.join(words[:most])} 等 {len(words)} 项"


def beside(case: SheetCase) -> tuple[str, ...]:
    """The themes that stand in the line below the heading."""
    return case.themes if len(case.themes) <= BESIDE else ()


def byline(case: SheetCase) -> str:
    """The line below the heading."""
    return " · ".join(part for part in (case.byline, " / ".join(beside(case))) if part)


def lists(case: SheetCase, *, every: bool = False) -> Iterator[tuple[str, str]]:
    """Themes, where they do not stand below the heading, and practices, as lines of the record."""
    if len(case.themes) > BESIDE:
        yield "主题", named(case.themes, THEMES, every=every)
    if case.practices:
        yield "做法", named(case.practices, PRACTICES, every=every)


def entry(count: str, case: SheetCase, owner: str) -> str:
    """A case as the contents name it: its number, whose it is, and as much of its title as fits."""
    title = case.title if len(case.title) <= TITLE else f"{case.title[: TITLE - 1]}…"
    whose = owner if len(owner) <= TITLE else f"{owner[: TITLE - 1]}…"
    return f"{count}{whose}：{title}" if whose and owner not in case.title else f"{count}{title}"


def sized(case: SheetCase) -> int:
    """How much there is to read of a case."""
    notes = sum(len(note.text) + (0 if case.text else len(note.quote)) for note in case.notes)
    return len(case.text) + notes


def parted(sheet: Sheet, case: SheetCase) -> tuple[str, str]:
    """The names of a long case's two parts, record and words; two empty ones where it has none.

    `sheet` is the whole one, already cut to what was chosen.
    """
    if sheet.layout != "simple" or len(sheet.cases) > _PARTED or any(one.group for one in sheet.cases):
        return "", ""
    if not (case.fields or case.results or case.practices) or sized(case) <= LONG:
        return "", ""
    speaks = any(note.text.strip() or note.tags for note in case.notes)
    words = ("正文" if case.text.strip() else "摘录") + ("与笔记" if speaks else "")
    return f"（{counted(1)}）基本信息{'与成效' if case.results else ''}", f"（{counted(2)}）{words}"


def cited(case: SheetCase) -> frozenset[int]:
    """Numbers of the paragraphs that figures or notes refer to."""
    figures = {result.paragraph for result in case.results if result.paragraph}
    return frozenset(figures | {note.paragraph for note in case.notes if note.paragraph})
