"""OpenDocument text (odt, fodt): paragraphs, lists with their numbers, tables, text boxes and notes.

Tracked deletions stand apart in this format and are left out; insertions stand in the text. Heads, feet, comments
and tables of contents are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from app.formats.document import Document
from app.formats.odt_numbers import Numbers
from app.formats.package import Package, attribute, child, local, parsed
from app.messages import Trouble

_DROPPED = frozenset(
    [
        "tracked-changes",
        "annotation",
        "annotation-end",
        "ruby-text",
        "note-citation",
        "table-of-content",
        "sequence-decls",
        "variable-decls",
        "user-field-decls",
        "forms",
        "number",
        "title",
        "desc",
        "script",
        "hidden-text",
        "hidden-paragraph",
        "object-ole",
        "binary-data",
        "covered-table-cell",
    ]
)
_WRITTEN = {"tab": "\t", "line-break": "\n"}
_MOST_SPACES = 200


def parse(data: bytes) -> Document:
    """An odt's document.

    Raises:
        Trouble: `broken`, `password`, `unpacked` or `no_text`.
    """
    package = Package(data)
    manifest = package.read("META-INF/manifest.xml")
    if b"encryption-data" in manifest:
        raise Trouble("password")
    return _document(package.xml("content.xml"), package.xml("styles.xml"), package.xml("meta.xml"), "odt")


def parse_flat(data: bytes) -> Document:
    """The document of an odt kept as one XML text.

    Raises:
        Trouble: `broken` or `no_text`.
    """
    root = parsed(data)
    return _document(root, None, root, "fodt")


def _document(content: Element | None, styles: Element | None, meta: Element | None, encoding: str) -> Document:
    body = child(content, "body", "text")
    if content is None or body is None:
        raise Trouble("broken")
    reader = _Reader(Numbers(content, styles))
    lines = list(reader.blocks(body))
    text = "\n".join([*lines, *reader.notes]).replace("\r", "").strip("\n")
    if not text.strip():
        raise Trouble("no_text")
    title, author = _told(child(meta, "meta"))
    return Document(text=text, encoding=encoding, title=title, author=author)


class _Reader:
    """Turns elements into lines, gathering the notes it passes."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self.notes: list[str] = []

    def blocks(self, parent: Element) -> Iterator[str]:
        """The lines of a body, cell, section or text box."""
        for element in parent:
            name = local(element)
            if name in ("p", "h"):
                yield from self._paragraph(element)
            elif name in ("list", "list-item", "list-header"):
                with self._numbers.within(element):
                    yield from self.blocks(element)
            elif name == "table":
                yield from self._table(element)
            elif name not in _DROPPED and attribute(element, "display") != "none":
                yield from self.blocks(element)

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        boxes: list[str] = []
        text = "".join(self._words(paragraph, boxes))
        yield (self._numbers.next(paragraph) if text.strip() else "") + text
        yield from boxes

    def _words(self, parent: Element, boxes: list[str]) -> Iterator[str]:
        yield _shown(parent.text)
        for element in parent:
            name = local(element)
            if name in _WRITTEN:
                yield _WRITTEN[name]
            elif name == "s":
                yield " " * _count(attribute(element, "c"))
            elif name == "note":
                yield self._note(element)
            elif name == "text-box":
                boxes.extend(line for line in self.blocks(element) if line.strip())
            elif name not in _DROPPED:
                yield from self._words(element, boxes)
            yield _shown(element.tail)

    def _note(self, note: Element) -> str:
        place = len(self.notes)
        self.notes.append("")
        body = child(note, "note-body")
        words = "\n".join(self.blocks(body)).strip() if body is not None else ""
        self.notes[place] = f"[{place + 1}] {words}"
        return f"[{place + 1}]"

    def _table(self, table: Element) -> Iterator[str]:
        """Rows as lines, cells separated by tabs; a cell of several paragraphs keeps them as lines."""
        for row in _rows(table):
            cells = ["\n".join(self.blocks(cell)).strip("\n") for cell in row if local(cell) == "table-cell"]
            while cells and not cells[-1].strip():
                cells.pop()
            if cells:
                yield "\t".join(cells)


def _rows(parent: Element) -> Iterator[Element]:
    """The rows of a table, also those of its head and of groups."""
    for element in parent:
        name = local(element)
        if name == "table-row":
            yield element
        elif name in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(element)


def _shown(words: str | None) -> str:
    """White space as the format has it: any run is one blank, others have elements of their own."""
    if not words:
        return ""
    tidy = " ".join(
        piece for piece in words.replace("\t", " ").replace("\n", " ").replace("\r", " ").split(" ") if piece
    )
    blank = (" \t\n\r").__contains__
    return (" " if blank(words[0]) else "") + tidy + (" " if tidy and blank(words[-1]) else "")


def _count(told: str | None) -> int:
    return min(int(told), _MOST_SPACES) if told and told.isdecimal() and len(told) < 6 else 1


def _told(meta: Element | None) -> tuple[str | None, str | None]:
    """Title and author as the file tells them; its dates are those of the writing program."""
    told = {local(element): (element.text or "").strip() for element in (() if meta is None else meta)}
    return (
        told.get("title") or None,
        told.get("initial-creator") or told.get("creator") or None,
    )
