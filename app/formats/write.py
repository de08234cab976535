"""What goes out into a file, in the format asked for: whole or not at all, and never over another file unasked.

Every format is one row of a table: how it is written, and of what. Most are written of a sheet, the exchange package
of a library's rows.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Any, Literal, TypeAlias, TypeVar

from app.formats.pack import to_bytes as to_pack
from app.formats.sheet import Format, Sheet, suffix
from app.formats.to_bib import to_bib
from app.formats.to_csv import to_csv
from app.formats.to_docx import to_docx
from app.formats.to_html import to_html
from app.formats.to_json import to_json
from app.formats.to_md import to_md
from app.formats.to_pdf import to_pdf
from app.formats.to_ris import to_ris
from app.formats.to_txt import to_txt
from app.formats.to_xlsx import to_xlsx
from app.messages import Trouble
from app.task import QUIET, Task
from db.records import Packed

T = TypeVar("T")
Goods: TypeAlias = Sheet | Packed
"""What goes out: a sheet for people to read, or rows for another library."""


@dataclass(frozen=True, slots=True)
class _Writer:
    make: Callable[[Any, Task], bytes]
    of: type[Sheet | Packed] = Sheet
    works: Literal["parts", "sources", ""] = ""
    """What it tells of a sheet without cases: what was made of them, only the sources, or nothing."""


_WRITERS: dict[str, _Writer] = {
    "pdf": _Writer(to_pdf, works="parts"),
    "docx": _Writer(to_docx, works="parts"),
    "xlsx": _Writer(to_xlsx, works="parts"),
    "csv": _Writer(to_csv, works="parts"),
    "html": _Writer(to_html, works="parts"),
    "md": _Writer(to_md, works="parts"),
    "txt": _Writer(to_txt, works="parts"),
    "json": _Writer(to_json, works="parts"),
    "bib": _Writer(to_bib, works="sources"),
    "ris": _Writer(to_ris, works="sources"),
    "pack": _Writer(to_pack, Packed),
}
FORMATS = tuple(_WRITERS)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\ud800-\udfff]')
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?= *(?:\.|$))", re.IGNORECASE)
_NAME_BYTES = 180
"""A name may have 255 bytes, and copies, backups and sync programs add to it."""
_WINDOWS_PATH = 240


def material(format: Format) -> type[Sheet | Packed]:  # noqa: A002 - the house's word
    """Of what a format is written.

    Raises:
        Trouble: `format`.
    """
    return _writer(format).of


def write(goods: Goods, format: Format, output: Path, *, replace: bool = False, task: Task = QUIET) -> None:  # noqa: A002 - the house's word
    """Write a file.

    The file appears under its name only when it is complete; before that it is a `.part` in the same folder.

    Raises:
        Cancelled: no file is left.
        Trouble: `format`, `nothing_to_export`, `exists`, `missing` (the folder), `cannot_write`, `disk_full`,
            and what the format itself cannot do; no file is left and an existing one is as it was.
    """
    _writer(format)
    if not goods.cases and not _made_of(goods, format):
        raise Trouble("nothing_to_export")
    save(lambda: made(goods, format, task), output, replace=replace, task=task)


def made(goods: Goods, format: Format, task: Task = QUIET) -> bytes:  # noqa: A002 - the house's word
    """What a file of this format would hold, for looking at it before it becomes one.

    Raises:
        Cancelled: when the person has asked to stop.
        Trouble: `format`, and what the format itself cannot do.
    """
    writer = _writer(format)
    if not isinstance(goods, writer.of):
        raise TypeError(f"{format} is made of a {writer.of.__name__}")
    return writer.make(goods, task)


def save(make: Callable[[], bytes], output: Path, *, replace: bool = False, task: Task = QUIET) -> None:
    """Put what is made into a file, whole or not at all; it is made once there is a place for it.

    Raises:
        Cancelled: no file is left.
        Trouble: likewise; see `write`.
    """
    target = _reachable(output)
    _check(target, output.name, replace=replace)
    part = target.with_name(f".xinglin-{secrets.token_hex(6)}.part")
    # opened before the work is done: who may not write here need not wait to be told so
    file = _tried(lambda: part.open("xb", buffering=0), output.name)
    try:
        with file:
            content = make()
            task.step(1, 1, "正在保存")
            _tried(lambda: _put(file, content), output.name)
        task.step(1, 1, "正在保存")
        _check(target, output.name, replace=replace)
        _tried(lambda: part.replace(target), output.name)
    finally:
        with suppress(OSError, ValueError):  # a disk that cannot be written has no file to remove either
            part.unlink(missing_ok=True)


def _tried(work: Callable[[], T], name: str) -> T:
    try:
        return work()
    except (OSError, ValueError) as error:  # a name too long, or with a NUL in it
        full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise (Trouble("disk_full") if full else Trouble("cannot_write", name)) from error


def _put(file: FileIO, content: bytes) -> None:
    """Write it all; without a buffer, so that closing the file has nothing left to fail at."""
    left = memoryview(content)
    while left:
        left = left[file.write(left) or 0 :]
    os.fsync(file.fileno())


def suggested_name(title: str, format: Format) -> str:  # noqa: A002 - the house's word
    """A file name for a title that every system takes: no forbidden marks, no device's name, not too long."""
    stem = " ".join(_FORBIDDEN.sub(" ", title).split()).strip(" .")
    stem = _RESERVED.sub(r"_\1", stem, count=1) if _RESERVED.match(stem) else stem
    short = stem.encode("utf-8")[:_NAME_BYTES].decode("utf-8", "ignore").strip(" .")
    return (short or "案例选编") + suffix(format)


def _made_of(goods: Goods, format: Format) -> bool:  # noqa: A002 - the house's word
    """Whether there is something besides cases that the format can tell."""
    if not isinstance(goods, Sheet):
        return bool(goods.rounds)
    if not goods.parts:
        return False
    told = _writer(format).works
    return told == "parts" or (told == "sources" and bool(goods.sources))


def is_reserved(name: str) -> bool:
    """Whether Windows takes the name for a device, or would drop its end."""
    return bool(_RESERVED.match(name.strip(" "))) or name != name.rstrip(" .")


def _writer(format: Format) -> _Writer:  # noqa: A002 - the house's word
    found = _WRITERS.get(format)
    if found is None:
        raise Trouble("format", format)
    return found


def _check(target: Path, name: str, *, replace: bool) -> None:
    try:
        if not target.parent.is_dir():
            raise Trouble("missing", str(target.parent))
        # neither a folder nor a device may be replaced by a file
        if (target.exists() and not target.is_file()) or (os.name == "nt" and is_reserved(name)):
            raise Trouble("cannot_write", name)
        if target.exists() and not replace:
            raise Trouble("exists", name)
    except OSError as error:
        raise Trouble("cannot_write", name) from error


def _reachable(path: Path) -> Path:
    """What is written, in a form that Windows takes however long it is; of a link, which stays, what it leads to."""
    whole = path.absolute()
    with suppress(OSError):  # what cannot be asked is told by the writing itself
        whole = Path(os.path.realpath(whole)) if whole.is_symlink() else whole
    return Path(lengthened(str(whole))) if os.name == "nt" else whole


def lengthened(path: str) -> str:
    """A Windows path that may be longer than 260 characters, on a drive or on another computer."""
    if len(path) < _WINDOWS_PATH or path.startswith("\\\\?\\"):
        return path
    return f"\\\\?\\UNC{path[1:]}" if path.startswith("\\\\") else f"\\\\?\\{path}"
