"""What stands outside the running text of a Word file: notes as comments or blocks, sources as footnotes.

Knows notes of a sheet and the XML; not where they are put.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from app.formats import markdown
from app.formats.docx_looks import ACCENT, MUTED
from app.formats.docx_pictures import ROOM, Drawn
from app.formats.docx_tables import Column, grid
from app.formats.docx_xml import (
    BREAK,
    EDGES,
    PROLOGUE,
    SPACES,
    TAB,
    clean,
    escaped,
    link,
    look,
    paragraph,
    run,
    told,
    twips,
    wrapping,
)
from app.formats.markdown import Block, Words
from app.formats.sheet import SheetNote

QUOTED = 60
"""So many characters of a passage are repeated with its note."""
_TAGS = re.compile("<[^>]*>")
_STEP = 21
"""Points by which what is inside a list or a quotation is moved in."""
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a note is set: style of its paragraphs, points it stands in, width of its tables (0: as lines)."""

    style: str
    left: float = 0
    width: float = 0
    muted: str = MUTED
    accent: str = ACCENT
    plain: bool = False
    """Black alone."""
    drawn: Drawn | None = None
    """Takes the pictures in; without it they stay words."""


_COMMENT = Frame("CommentText")
_FIRST = 100_000
"""The first comment's number. LibreOffice 7.4 loses the footnotes when a comment has the number of one."""


class Asides:
    """Collects comments and footnotes; each gets a number by which the text refers to it."""

    def __init__(self) -> None:
        self.drawn = Drawn()
        self._comments: list[str] = []
        self._footnotes: list[str] = []

    def comment(self, note: SheetNote) -> int:
        """Take a note in as a comment."""
        number = _FIRST + len(self._comments)
        frame = replace(_COMMENT, drawn=self.drawn)
        inner = "".join(blocks(note, frame, quoted=note.start is None and bool(note.quote)))
        mark = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'
        inner = inner.replace("</w:pPr>", "</w:pPr>" + mark, 1)
        when = f' w:date="{note.changed_on}T00:00:00Z"' if re.fullmatch(r"\d{4}-\d\d-\d\d", note.changed_on) else ""
        author = escaped(told(note.author)) or "笔记"
        self._comments.append(
            f'<w:comment w:id="{number}" w:author="{author}"{when} w:initials="{author[:1]}">{inner}</w:comment>'
        )
        return number

    def footnote(self, words: str) -> str:
        """Take a source in as a footnote; the reference is a run."""
        number = len(self._footnotes) + 1
        mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
        inner = paragraph("FootnoteText", mark + run(" " + told(words)))
        self._footnotes.append(f'<w:footnote w:id="{number}">{inner}</w:footnote>')
        return f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'

    def parts(self) -> dict[str, str]:
        """The parts that hold them, none for what there is not."""
        made = {}
        if self._comments:
            made["comments"] = f"{PROLOGUE}<w:comments {SPACES}>{''.join(self._comments)}</w:comments>"
        if self._footnotes:
            rules = "".join(
                f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0"/></w:pPr>'
                f"<w:r><w:{mark}/></w:r></w:p></w:footnote>"
                for kind, number, mark in (
                    ("separator", -1, "separator"),
                    ("continuationSeparator", 0, "continuationSeparator"),
                )
            )
            made["footnotes"] = f"{PROLOGUE}<w:footnotes {SPACES}>{rules}{''.join(self._footnotes)}</w:footnotes>"
        return made


def opened(number: int) -> str:
    """Where the passage of a comment begins."""
    return f'<w:commentRangeStart w:id="{number}"/>'


def closed(number: int) -> str:
    """Where it ends, with the comment's mark."""
    return (
        f'<w:commentRangeEnd w:id="{number}"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>'
        f'<w:commentReference w:id="{number}"/></w:r>'
    )


def quotation(note: SheetNote) -> str:
    """The passage a note belongs to, cut when long."""
    words = told(" ".join(note.quote.split()))
    return words if len(words) <= QUOTED else words[: QUOTED - 1] + "…"


def blocks(note: SheetNote, frame: Frame, *, quoted: bool, label: str = "") -> list[str]:
    """A note as paragraphs, and tables where they may stand.

    Args:
        note: With its Markdown.
        frame: Where.
        quoted: Whether its passage is repeated.
        label: Set in bold before its first words.
    """
    lead = run(label, look(label, bold=True)) if label else ""
    made = []
    if quoted:
        words = f"“{quotation(note)}”" if note.start is not None else f"原文已变，当时标的是：“{quotation(note)}”"
        box = "" if frame.plain else run("■", look("■", colour=EDGES[note.colour]))
        place = f" §{note.paragraph}" if note.paragraph and frame.style != _COMMENT.style else ""
        words += place
        made.append(paragraph(frame.style, lead + box + run(words, look(words, colour=frame.muted)), with_next=True))
        lead = ""
    found = markdown.blocks(note.text, note.pictures)
    lines = [line for block in found for line in _block(block, frame, 0)]
    words = "　".join(f"#{told(tag)}" for tag in note.tags_apart)
    tags = run(words, look(words, colour=frame.accent)) if words else ""
    if tags and len(found) == 1 and found[0].kind == "p":
        lines[-1] = lines[-1].removesuffix("</w:p>") + run("　") + tags + "</w:p>"
    elif tags:
        lines.append(paragraph(frame.style, tags))
    if lead:
        lines.insert(0, paragraph(frame.style, lead, with_next=True))
    return made + lines or [paragraph(frame.style, "")]


def _block(block: Block, frame: Frame, depth: int) -> Iterator[str]:
    match block.kind:
        case "list":
            for index, item in enumerate(block.blocks):
                yield from _item(item, "•" if block.first is None else f"{block.first + index}.", frame, depth)
        case "quote":
            for inner in block.blocks:
                yield from _block(inner, frame, min(depth + 1, _DEEPEST))
        case "table":
            yield from _table(block, frame, depth)
        case "rule":
            yield _line(frame, run("———", look("———", colour=frame.muted)), depth)
        case "code":
            words = block.words[0].text.split("\n") if block.words else []
            yield _line(frame, BREAK.join(run(line, _code(line)) for line in words), depth)
        case "h":
            yield _line(frame, _told(block.words, frame, depth, bold=True), depth)
        case _:
            yield _line(frame, _told(block.words, frame, depth), depth)


def _item(item: Block, mark: str, frame: Frame, depth: int) -> Iterator[str]:
    inner = [line for block in item.blocks for line in _block(block, frame, depth + 1)]
    stops = TAB * min(depth + 1, _DEEPEST)
    if inner and stops in inner[0] and not inner[0].startswith("<w:tbl>"):
        yield inner[0].replace(stops, stops.removesuffix(TAB) + run(mark) + TAB, 1)
        yield from inner[1:]
    else:
        yield _line(frame, run(mark), depth + 1)
        yield from inner


def _line(frame: Frame, inner: str, depth: int) -> str:
    """A paragraph; the line beside a note stands where its paragraphs begin: they hang, and begin at a stop."""
    # a line of a fixed height would cut a picture off
    spacing = '<w:spacing w:line="240" w:lineRule="auto"/>' if "<w:drawing>" in inner else ""
    spacing = wrapping(_TAGS.sub("", inner)) + spacing
    if not depth:
        return paragraph(frame.style, inner, more=spacing)
    depth = min(depth, _DEEPEST)
    stops = "".join(f'<w:tab w:val="left" w:pos="{twips(frame.left + _STEP * i)}"/>' for i in range(1, depth + 1))
    left, hanging = twips(frame.left + _STEP * depth), twips(_STEP * depth)
    indent = f'<w:ind w:left="{left}" w:hanging="{hanging}"/>'
    return paragraph(frame.style, TAB * depth + inner, more=f"<w:tabs>{stops}</w:tabs>{spacing}{indent}")


def _table(block: Block, frame: Frame, depth: int) -> Iterator[str]:
    rows = [["".join(_words(one, plain=frame.plain) for one in cell) for cell in row] for row in block.rows]
    count = max((len(row) for row in rows), default=0)
    if not count:
        return
    if not frame.width:
        yield from (_line(frame, run("　").join(row), depth) for row in rows)
        return
    full = [row + [""] * (count - len(row)) for row in rows]
    moved = _STEP * min(depth, _DEEPEST)
    yield grid([Column((frame.width - moved) / count)] * count, full, left=frame.left + moved, plain=frame.plain)
    yield paragraph("Gap", "")


def _told(words: Iterable[Words], frame: Frame, depth: int, *, bold: bool = False) -> str:
    """Words and pictures as runs."""
    room = (frame.width or ROOM) - _STEP * min(depth, _DEEPEST)
    return "".join(
        frame.drawn.run(one.picture, one.text, room)
        if one.picture and frame.drawn
        else _words(one, bold=bold, plain=frame.plain)
        for one in words
    )


def _words(words: Words, *, bold: bool = False, plain: bool = False) -> str:
    """Words in their style; a line break among them breaks the line."""
    if words.code:
        properties = _code(words.text)
    else:
        properties = look(
            clean(words.text), bold=bold or words.bold, italic=words.italic, struck=words.struck,
            colour="1F5FA8" if words.link and not plain else "",
        )  # fmt: skip
    made = BREAK.join(run(line, properties) for line in words.text.split("\n"))
    return link(words.link, made) if words.link else made


def _code(text: str) -> str:
    return look(clean(text), font="Consolas").replace(' w:eastAsia="Consolas"', "")
