"""What reading a file gives: its text, whole and unchanged, and what could be told from the outside."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Alternative:
    """One way to read the same bytes, whole."""

    name: str
    """What the encoding is called: GB18030, Big5, UTF-8, UTF-16."""
    encoding: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Document:
    """A file as read.

    Attributes:
        text: The whole text as decoded; lines separated by newlines, never repaired.
        encoding: Codec the text was decoded with ("docx", "pdf"… for formats that carry their own).
        title: A title told by the file's own metadata, None when it carries none.
        author: Likewise.
        date: Likewise, ISO 8601.
        doubts: Chinese sentences about anything that may be wrong (a doubtful encoding, pages without text).
        alternatives: Where the encoding is doubtful, the ways the bytes can be read, the one taken first; else none.
    """

    text: str
    encoding: str
    title: str | None = None
    author: str | None = None
    date: str | None = None
    doubts: tuple[str, ...] = field(default=())
    alternatives: tuple[Alternative, ...] = field(default=())
