"""A note's Markdown as words without marks, for cells and plain text. Knows no sheet and no format."""

from __future__ import annotations

import re

from app.formats import markdown
from app.formats.glyphs import visible
from app.formats.markdown import Block, Words

_MARKED = re.compile(r"[\\`*_\[\]<>|~#&!\t\r\0]|^ {4}|^ *(?:[-+=]|\d+[.)])|  $", re.MULTILINE)
"""Whatever Markdown may take for a mark; most notes have none and need no parser."""


def plain(text: str) -> str:
    """The words of a note, a line for every line it shows; lists keep their marks, tables their rows."""
    if not _MARKED.search(text):
        return "\n".join(words for words in map(line, text.split("\n")) if words)
    return "\n".join(words for block in markdown.blocks(text) for words in _lines(block))


def line(text: str) -> str:
    """Any text on one line, without what cannot be seen."""
    return " ".join(word for word in visible(text).split(" ") if word).strip()


def _lines(block: Block) -> list[str]:
    match block.kind:
        case "list":
            return [words for i, item in enumerate(block.blocks) for words in _item(item, i, block.first)]
        case "table":
            return ["　".join(_words(cell).replace("\n", " ") for cell in row) for row in block.rows]
        case "rule":
            return ["——"]
    if block.blocks:
        return [words for inner in block.blocks for words in _lines(inner)]
    return _words(block.words).split("\n")


def _item(item: Block, index: int, first: int | None) -> list[str]:
    inner = _lines(item) or [""]
    mark = "· " if first is None else f"{first + index}. "
    return [mark + inner[0], *("　" + line for line in inner[1:])]


def _words(words: tuple[Words, ...]) -> str:
    return "".join("\n".join(map(visible, part.text.split("\n"))) + _target(part) for part in words).strip()


def _target(part: Words) -> str:
    return f"（{visible(part.link)}）" if part.link and part.link != part.text else ""
