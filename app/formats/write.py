"""A sheet into a file, in the format asked for: whole or not at all, and never over another file unasked."""

from __future__ import annotations

import errno
import os
import re
import secrets
from collections.abc import Callable
from pathlib import Path

from app.formats.sheet import Format, Sheet
from app.formats.to_csv import to_csv
from app.formats.to_docx import to_docx
from app.formats.to_html import to_html
from app.formats.to_json import to_json
from app.formats.to_md import to_md
from app.formats.to_pdf import to_pdf
from app.formats.to_txt import to_txt
from app.formats.to_xlsx import to_xlsx
from app.messages import Trouble
from app.task import QUIET, Task

_WRITERS: dict[str, Callable[[Sheet, Task], bytes]] = {
    "pdf": to_pdf,
    "docx": to_docx,
    "xlsx": to_xlsx,
    "csv": to_csv,
    "html": to_html,
    "md": to_md,
    "txt": to_txt,
    "json": to_json,
}
FORMATS = tuple(_WRITERS)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\ud800-\udfff]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.IGNORECASE)
_NAME_BYTES = 180
"""A name may have 255 bytes, and copies, backups and sync programs add to it."""
_WINDOWS_PATH = 240


def write(sheet: Sheet, format: Format, output: Path, *, replace: bool = False, task: Task = QUIET) -> None:  # noqa: A002 - the house's word
    """Write a sheet.

    The file appears under its name only when it is complete; before that it is a `.part` in the same folder.

    Raises:
        Cancelled: no file is left.
        Trouble: `format`, `nothing_to_export`, `exists`, `missing` (the folder), `cannot_write`, `disk_full`,
            and what the format itself cannot do; no file is left and an existing one is as it was.
    """
    make = _WRITERS.get(format)
    if make is None:
        raise Trouble("format", format)
    if not sheet.cases:
        raise Trouble("nothing_to_export")
    save(lambda: make(sheet, task), output, replace=replace, task=task)


def made(sheet: Sheet, format: Format, task: Task = QUIET) -> bytes:  # noqa: A002 - the house's word
    """A sheet in a format, for looking at it before it becomes a file.

    Raises:
        Cancelled: when the person has asked to stop.
        Trouble: `format`, and what the format itself cannot do.
    """
    make = _WRITERS.get(format)
    if make is None:
        raise Trouble("format", format)
    return make(sheet, task)


def save(make: Callable[[], bytes], output: Path, *, replace: bool = False, task: Task = QUIET) -> None:
    """Put what is made into a file, whole or not at all; it is made once there is a place for it.

    Raises:
        Cancelled: no file is left.
        Trouble: likewise; see `write`.
    """
    target = _reachable(output)
    _check(target, output.name, replace=replace)
    content = make()
    task.step(1, 1, "正在保存")
    part = target.with_name(f".xinglin-{secrets.token_hex(6)}.part")
    try:
        _store(part, content)
        task.step(1, 1, "正在保存")
        _check(target, output.name, replace=replace)
        part.replace(target)
    except (OSError, ValueError) as error:  # a name too long, or with a NUL in it
        full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise (Trouble("disk_full") if full else Trouble("cannot_write", output.name)) from error
    finally:
        part.unlink(missing_ok=True)


def suggested_name(title: str, format: Format) -> str:  # noqa: A002 - the house's word
    """A file name for a title that every system takes: no forbidden marks, no device's name, not too long."""
    stem = " ".join(_FORBIDDEN.sub(" ", title).split()).strip(" .")
    stem = _RESERVED.sub(r"_\1", stem, count=1) if _RESERVED.match(stem) else stem
    short = stem.encode("utf-8")[:_NAME_BYTES].decode("utf-8", "ignore").strip(" .")
    return f"{short or '案例选编'}.{format}"


def _check(target: Path, name: str, *, replace: bool) -> None:
    try:
        if not target.parent.is_dir():
            raise Trouble("missing", str(target.parent))
        if target.is_dir():
            raise Trouble("cannot_write", name)
        if target.exists() and not replace:
            raise Trouble("exists", name)
    except OSError as error:
        raise Trouble("cannot_write", name) from error


def _store(part: Path, content: bytes) -> None:
    with part.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _reachable(path: Path) -> Path:
    """The path in a form that Windows takes however long it is; elsewhere the path itself."""
    whole = path.absolute()
    if os.name != "nt" or len(str(whole)) < _WINDOWS_PATH or str(whole).startswith("\\\\"):
        return whole
    return Path(f"\\\\?\\{whole}")
