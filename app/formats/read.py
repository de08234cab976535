"""Any file in, a `Document` out, or one clear trouble. Knows no library; every file is taken to be hostile."""

from __future__ import annotations

import stat
from pathlib import Path

from app.formats import encoding, from_txt
from app.formats.apart import PROCESS
from app.formats.document import Document
from app.formats.kinds import SUFFIXES, kind_of
from app.messages import Trouble

__all__ = ["LIMIT", "SUFFIXES", "decode", "read"]

LIMIT = 100 * 1024 * 1024
_AT_ONCE = 2 * 1024 * 1024
"""Bytes of plain text that are decoded here; all else is parsed in a process apart."""
_SECONDS = 30.0


def read(path: Path, *, limit_bytes: int = LIMIT, seconds: float = _SECONDS) -> Document:
    """Read one file, whatever its name says it is.

    Args:
        path: The file.
        limit_bytes: Larger files are refused before they are opened.
        seconds: How long a parser may take before it is killed.

    Raises:
        Trouble: and nothing else.
    """
    try:
        data = _bytes(path, limit_bytes)
    except (FileNotFoundError, NotADirectoryError):
        raise Trouble("missing", path.name) from None
    except PermissionError:
        raise Trouble("folder_denied", path.name) from None
    except (OSError, ValueError):
        raise Trouble("broken") from None
    kind = kind_of(data, path.suffix.lower())
    if kind == "text" and len(data) <= _AT_ONCE:
        return from_txt.parse(data)
    size = len(data)
    del data
    return PROCESS.read(path, kind, seconds * (1 + size / LIMIT))


def decode(data: bytes) -> tuple[str, str]:
    """Decode the bytes of a plain text: the text with line feeds for line ends, and the codec.

    Raises:
        Trouble: `binary` or `encoding`.
    """
    decoded = encoding.decode(data)
    return decoded.text, decoded.encoding


def _bytes(path: Path, limit: int) -> bytes:
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        raise Trouble("folder", path.name)
    if not stat.S_ISREG(found.st_mode):
        raise Trouble("binary")
    if found.st_size > limit:
        raise Trouble("too_large", _size(found.st_size))
    with path.open("rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise Trouble("too_large", _size(len(data)))
    if not data:
        raise Trouble("empty")
    return data


def _size(count: int) -> str:
    return f"{count / 1024 / 1024:.0f} MB" if count < 1024**3 else f"{count / 1024**3:.1f} GB"
