"""A note's Markdown as a small safe structure: paragraphs, headings, lists, quotes, code, tables; nothing else.

Raw HTML stays text, links give their words, pictures their description unless they come along. Knows no format and no
layout.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from app.formats.images import Image

LONGEST = 50_000
"""A longer note is set as plain paragraphs: no parser is to be kept busy by one."""

_NESTING = 60
"""The parser drops what is nested deeper; a note that comes near is taken as plain text."""
_LOST = _NESTING - 2
_DEEPEST = 8
_PICTURE = "picture:"
_LEADS = ("http://", "https://", "mailto:")


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of text in one style; a newline alone breaks the line."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    struck: bool = False
    link: str = ""
    """Where the words lead: http, https or mailto, else empty."""
    picture: Image | None = None
    """What stands in the place of the words where a picture can be shown."""
    source: str = ""
    """By what the picture is called in the text."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block. `words` for p, h and code, `blocks` for quote, list and item, `rows` (first is the head) for table."""

    kind: Literal["p", "h", "code", "quote", "list", "item", "table", "rule"]
    words: tuple[Words, ...] = ()
    blocks: tuple[Block, ...] = ()
    rows: tuple[tuple[tuple[Words, ...], ...], ...] = ()
    first: int | None = None
    """Number of a numbered list's first item."""


def blocks(text: str, pictures: Sequence[Image] = ()) -> tuple[Block, ...]:
    """Read a note's Markdown, any string is one, with the pictures it may show."""
    found = _read(text)
    known = {_PICTURE + one.name: one for one in pictures}
    return tuple(_shown(block, known) for block in found) if known and _PICTURE in text else found


def _read(text: str) -> tuple[Block, ...]:
    if len(text) > LONGEST:
        return _unread(text)
    tokens = _parser().parse(text)
    if any(level >= _LOST for token in tokens for level in (token.level, *(t.level for t in token.children or ()))):
        return _unread(text)
    return _flat(_blocks(SyntaxTreeNode(tokens)), _DEEPEST)


def _shown(block: Block, known: Mapping[str, Image]) -> Block:
    """The block with its pictures put in; in the cell of a table they stay words."""
    words = tuple(replace(one, picture=known.get(one.source)) if one.source else one for one in block.words)
    return replace(block, words=words, blocks=tuple(_shown(inner, known) for inner in block.blocks))


def _unread(text: str) -> tuple[Block, ...]:
    return tuple(Block("p", (Words(line),)) for line in text.split("\n") if line.strip())


def _flat(found: tuple[Block, ...], depth: int) -> tuple[Block, ...]:
    """The blocks with whatever is nested deeper brought up to that depth."""
    if depth > 0:
        return tuple(replace(block, blocks=_flat(block.blocks, depth - 1)) for block in found)
    return tuple(leaf for block in found for leaf in (_flat(block.blocks, 0) if block.blocks else (block,)))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "maxNesting": _NESTING}).enable(["table", "strikethrough"])


def _blocks(node: SyntaxTreeNode) -> tuple[Block, ...]:
    return tuple(_block(child) for child in node.children)


def _block(node: SyntaxTreeNode) -> Block:
    match node.type:
        case "heading":
            return Block("h", _inline(node))
        case "bullet_list":
            return Block("list", blocks=_blocks(node))
        case "ordered_list":
            return Block("list", blocks=_blocks(node), first=int(node.attrs.get("start", 1)))
        case "list_item":
            return Block("item", blocks=_blocks(node))
        case "blockquote":
            return Block("quote", blocks=_blocks(node))
        case "fence" | "code_block":
            return Block("code", (Words(node.content.rstrip("\n"), code=True),))
        case "table":
            return Block("table", rows=_rows(node))
        case "hr":
            return Block("rule")
    return Block("p", _inline(node))


def _rows(table: SyntaxTreeNode) -> tuple[tuple[tuple[Words, ...], ...], ...]:
    return tuple(tuple(_inline(cell) for cell in row.children) for part in table.children for row in part.children)


def _inline(node: SyntaxTreeNode) -> tuple[Words, ...]:
    return tuple(words for child in node.children for part in child.children for words in _words(part, Words("")))


def _words(node: SyntaxTreeNode, style: Words) -> list[Words]:
    if node.type in ("softbreak", "hardbreak"):
        return [Words("\n")]
    if node.type == "image":
        source = str(node.attrs.get("src", ""))
        if not source.startswith(_PICTURE):
            return [replace(style, text=str(node.content))]
        words = f"〔图片：{node.content}〕" if node.content else "〔图片〕"
        return [replace(style, text=words, link="", source=source)]
    if node.type == "code_inline":
        return [replace(style, text=node.content, code=True)]
    if not node.children:
        return [replace(style, text=node.content)] if node.content else []
    inner = _inner(node, style)
    return [words for child in node.children for words in _words(child, inner)]


def _inner(node: SyntaxTreeNode, style: Words) -> Words:
    match node.type:
        case "strong":
            return replace(style, bold=True)
        case "em":
            return replace(style, italic=True)
        case "s":
            return replace(style, struck=True)
        case "link":
            target = str(node.attrs.get("href", ""))
            return replace(style, link=target if target.startswith(_LEADS) else "")
    return style
