"""Plain text and Markdown: the bytes decoded, nothing interpreted."""

from __future__ import annotations

from app.formats.document import Document
from app.formats.encoding import decode
from app.messages import Trouble


def parse(data: bytes) -> Document:
    """A text file's document.

    Raises:
        Trouble: `no_text`, `binary` or `encoding`.
    """
    decoded = decode(data)
    if not decoded.text.strip():
        raise Trouble("no_text")
    return Document(
        text=decoded.text, encoding=decoded.encoding, doubts=decoded.doubts, alternatives=decoded.alternatives
    )
