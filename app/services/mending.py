"""Every repair of a file's text by name: what was done, where, and what stood there before.

Read off the repaired text's map, so that it is exact: each repair is a stretch of the file and what it became.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from app.extract.repair import Reading

Kind = Literal["pinyin", "garbled", "letter", "script", "mark", "unseen", "lost"]
NAMES: dict[Kind, str] = {
    "pinyin": "去掉注音",
    "garbled": "还原乱码",
    "letter": "去掉混入的字母",
    "script": "繁体转简体",
    "mark": "统一标点",
    "unseen": "去掉看不见的字符",
    "lost": "疑似缺字",
}
WORDS: tuple[Kind, ...] = ("garbled", "pinyin", "letter")
"""The repairs that touch words: they are counted for a file, the others only shown."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A stretch of the file, what it became, and where that stands in the repaired text."""

    kind: Kind
    start: int
    end: int
    before: str
    after: str
    at: int


def mended(source: str) -> tuple[str, tuple[Repair, ...]]:
    """The repaired text and all its repairs in order; neighbouring ones of a kind are one."""
    from app.extract.repair import repair

    reading = repair(source)
    return reading.text, repairs_of(reading, source)


def repairs_of(reading: Reading, source: str) -> tuple[Repair, ...]:
    """The repairs that a reading of the text tells."""
    from app.extract.tables import simplified

    table = simplified()
    lost = set(reading.suspect)
    found: list[Repair] = []
    last = 0
    for at, char in enumerate(reading.text):
        start, end = reading.starts[at], reading.ends[at]
        if start > last:
            found.append(_gone(source, last, start, at))
        last = max(last, end)
        before = source[start:end]
        if at in lost:
            found.append(Repair("lost", start, end, before, char, at))
        elif before != char and not (before.isspace() and char.isspace()):
            found.append(Repair(_changed(before, char, table), start, end, before, char, at))
    if last < len(source):
        found.append(_gone(source, last, len(source), len(reading.text)))
    return _run_together(found)


def counts(found: Sequence[Repair]) -> dict[Kind, int]:
    """How many repairs of each kind there are, the gravest kind first."""
    times = Counter(one.kind for one in found)
    order: tuple[Kind, ...] = ("lost", "garbled", "pinyin", "letter", "script", "mark", "unseen")
    return {kind: times[kind] for kind in order if times[kind]}


def _gone(source: str, start: int, end: int, at: int) -> Repair:
    from app.extract.repair import spelled

    words = source[start:end]
    kind: Kind = "garbled"
    if spelled(words):
        kind = "pinyin"
    elif all(unicodedata.category(char) in ("Cc", "Cf", "Zs") for char in words):
        kind = "unseen"
    elif words.isascii() and words.isalpha():
        kind = "letter"
    return Repair(kind, start, end, words, "", at)


def _changed(before: str, after: str, table: Mapping[int, str]) -> Kind:
    if len(before) == 1 and before.translate(table) == after:
        return "script"
    shapes = "".join(before.split()) + after
    if not any(unicodedata.category(char)[0] in "LN" for char in shapes):
        return "mark" if before.strip() else "unseen"
    return "garbled"


def _run_together(found: Sequence[Repair]) -> tuple[Repair, ...]:
    made: list[Repair] = []
    for one in found:
        last = made[-1] if made else None
        if last and last.kind == one.kind and last.end == one.start and last.at + len(last.after) == one.at:
            made[-1] = Repair(one.kind, last.start, one.end, last.before + one.before, last.after + one.after, last.at)
        else:
            made.append(one)
    return tuple(made)
