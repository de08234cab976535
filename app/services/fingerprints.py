"""What tells one text from another, however its lines are broken."""

from __future__ import annotations

import hashlib


def fingerprint(text: str) -> str:
    """SHA-256 of the text without any white space: line breaks and indents do not make another text."""
    return hashlib.sha256("".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()
