"""Any file in, a `Document` out, or one clear trouble. Knows no library; every file is taken to be hostile."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

from app.formats import encoding, from_txt, recognising
from app.formats.apart import PROCESS
from app.formats.archive import Member
from app.formats.document import Document
from app.formats.kinds import SUFFIXES, Kind, kind_of
from app.messages import Trouble
from app.task import QUIET

__all__ = ["LIMIT", "SUFFIXES", "Member", "decode", "read", "unpack"]

LIMIT = 100 * 1024 * 1024
_AT_ONCE = 2 * 1024 * 1024
"""Bytes of plain text that are decoded here; all else is parsed in a process apart."""
_SECONDS = 30.0
_SLOWER: dict[Kind, float] = {"office": 4, "image": 4}
"""Kinds that another program or a model works on, and how much longer they may take."""
_UNPACKING = 120.0


def read(
    path: Path,
    *,
    limit_bytes: int = LIMIT,
    seconds: float = _SECONDS,
    stopped: Callable[[], bool] = QUIET.stopped,
) -> Document:
    """Read one file, whatever its name says it is.

    Args:
        path: The file.
        limit_bytes: Larger files are refused before they are opened.
        seconds: How long a parser may take before it is killed; some kinds have a multiple of it.
        stopped: True once the person has asked to stop.

    Raises:
        Trouble: and nothing else; `archive` for a zip of files, which `unpack` takes apart.
        Cancelled: when `stopped` says so.
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
    allowed = seconds * _SLOWER.get(kind, 1) * (1 + len(data) / LIMIT)
    del data
    try:
        return PROCESS.read(path, kind, allowed, stopped)
    except Trouble as trouble:
        if trouble.reason != "scanned" or not trouble.detail.isdecimal():
            raise
        return PROCESS.read(path, "scan", allowed + recognising.SECONDS * int(trouble.detail[:4]), stopped)


def unpack(path: Path, folder: Path, stopped: Callable[[], bool] = QUIET.stopped) -> list[Member]:
    """Unpack a zip of files into an empty folder, for each of them to be read from there.

    Raises:
        Trouble: when nothing can be unpacked; a single file's trouble is in its `Member`.
        Cancelled: when `stopped` says so.
    """
    return PROCESS.unpack(path, folder, _UNPACKING, stopped)


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
