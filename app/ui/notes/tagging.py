"""Tags written in a note's text and those beside it; Markdown made safe to show. Pure strings, no widget."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from db.linked import FENCE
from db.records import Note
from db.tags import tidy

TAG = re.compile(r"(?<![\w#＃&/])[#＃](?!§)([^\s#＃,，;；。！？!?、()（）\[\]【】“”\"'<>]{1,30})")
"""A #tag as people write it; not the # of a heading, an address or an entity."""
_LAST = re.compile(r"(?<![\w#＃&/])[#＃][^\s#＃]{1,30}$")
_TAIL = 31
"""Characters the last tag of a text has at the most, with its mark."""
_WITHIN = re.compile(r"^\s*(?:>|[-*+]\s|\d{1,9}[.)]\s)")
_SOLID = re.compile(r"^\s*(\||#{1,6}\s|[-*_]{3,}\s*$|={3,}\s*$)")


@lru_cache(maxsize=8)
def hashtags(text: str) -> tuple[str, ...]:
    """The #tags of a text, each once, in order; code blocks and headings have none."""
    lines = (line for line in _prose(text) if "#" in line or "＃" in line)
    found = dict.fromkeys(tidy(match[1]) for line in lines for match in TAG.finditer(line))
    return tuple(tag for tag in found if tag)


def merged(tags: Iterable[str], before: str, after: str) -> tuple[str, ...]:
    """The tags of a note whose text went from `before` to `after`: those of the text follow it, others stay."""
    gone = set(hashtags(before))
    return tuple(dict.fromkeys([*(tag for tag in tags if tag not in gone), *hashtags(after)]))


def parsed(words: str) -> tuple[str, ...]:
    """Tags typed into a field: parted by blanks or commas, with or without #."""
    parts = (tidy(part.strip().lstrip("#＃")[:30]) for part in re.split(r"[\s,，;；、]+", words))
    return tuple(dict.fromkeys(part for part in parts if part))


def without_tail(text: str) -> str:
    """The text without closing lines or words that are only tags: these stand below it anyway."""
    left = text.rstrip()
    while (last := _LAST.search(left, max(0, len(left) - _TAIL))) and TAG.match(left, last.start()):
        left = left[: last.start()].rstrip()
    return left


def beside(note: Note, shown: str) -> tuple[str, ...]:
    """The tags of a note that do not stand in the words shown of it."""
    written = hashtags(shown)
    return tuple(tag for tag in note.tags if tag not in written)


def showable(markdown: str) -> str:
    """Markdown as typed, for a renderer: lines break where they were broken, pictures are not fetched.

    A line after a list or a quote that is neither stands by itself, as it was typed, and does not run into it.
    """
    lines = markdown.replace("![", "!\u200b[").split("\n")
    shown: list[str] = []
    fenced, within = False, ""
    for line in lines:
        if FENCE.match(line):
            fenced = not fenced
        found = _WITHIN.match(line)
        kind = "" if fenced or not found else ">" if found[0].lstrip().startswith(">") else "-"
        if within and not fenced and line.strip() and not kind and not (within == "-" and line.startswith(" ")):
            shown.append("")
        within = kind or (within if line.startswith(" ") else "")
        keeps = fenced or not line.strip() or _SOLID.match(line) or FENCE.match(line)
        shown.append(line if keeps else line.rstrip() + "  ")
    return "\n".join(shown)


def _prose(text: str) -> Iterable[str]:
    fenced = False
    for line in text.split("\n"):
        if FENCE.match(line):
            fenced = not fenced
        elif not fenced:
            yield line
