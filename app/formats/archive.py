"""A zip of files, unpacked under names of our own into a folder given for it, with what each one is called inside.

No name from the archive is used as a path. Links, hidden files and what systems leave behind are passed over; size,
number and ratio are bounded before anything is written.
"""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from pathlib import Path
from typing import NamedTuple

from app.messages import Trouble

FILES = 2000
TOTAL = 1024 * 1024 * 1024
"""Bytes that all files together may unpack to."""
LARGEST = 100 * 1024 * 1024
RATIO = 250
"""Times that an archive may grow…"""
_SMALL = 32 * 1024 * 1024
"""…beyond this many bytes."""
_UTF8_NAME = 0x800
_UNICODE_PATH = 0x7075
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}\Z")
_LEFT = ("__MACOSX", "Thumbs.db", "desktop.ini")


class Member(NamedTuple):
    """A file of an archive: its name inside, and the name it lies under or the reason why it was not unpacked."""

    name: str
    file: str = ""
    reason: str = ""
    detail: str = ""


def unpack(path: Path, folder: Path) -> list[Member]:
    """Unpack an archive's files into an empty folder.

    Raises:
        Trouble: `broken`, `many_files`, `unpacked` or `empty_archive`; `disk_full` comes as the system's error.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise Trouble("broken") from error
    with archive:
        wanted = [(info, name) for info in archive.infolist() if (name := _wanted(info))]
        wanted.sort(key=lambda each: each[1])
        _check(wanted, path.stat().st_size)
        return [_unpacked(archive, info, name, folder, place) for place, (info, name) in enumerate(wanted, 1)]


def _check(wanted: list[tuple[zipfile.ZipInfo, str]], packed: int) -> None:
    if not wanted:
        raise Trouble("empty_archive")
    if len(wanted) > FILES:
        raise Trouble("many_files", str(len(wanted)))
    total = sum(info.file_size for info, _ in wanted)
    if total > TOTAL or (total > _SMALL and total > RATIO * packed):
        raise Trouble("unpacked", f"{total / 1024 / 1024:.0f} MB")


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, folder: Path, place: int) -> Member:
    if info.flag_bits & 1:
        return Member(name, reason="password")
    if info.file_size > LARGEST:
        return Member(name, reason="too_large", detail=f"{info.file_size / 1024 / 1024:.0f} MB")
    suffix = _SUFFIX.search(name.lower())
    file = f"{place:05d}{suffix.group() if suffix else ''}"
    left = info.file_size
    try:
        with archive.open(info) as source, (folder / file).open("xb") as target:
            while left > 0 and (piece := source.read(min(left, 1 << 20))):
                target.write(piece)
                left -= len(piece)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError):
        return Member(name, reason="broken")
    return Member(name, file)


def _wanted(info: zipfile.ZipInfo) -> str | None:
    """A file's name as a person reads it, its folders between slashes; None for what is no file to read."""
    linked = stat.S_ISLNK(info.external_attr >> 16)
    steps = [step for step in _name(info).replace("\\", "/").split("/") if step not in ("", ".", "..")]
    if linked or not steps or _name(info).endswith(("/", "\\")):
        return None
    if any(step in _LEFT or step.startswith((".", "~$")) for step in steps):
        return None
    return "".join(c if c.isprintable() else "\ufffd" for c in "/".join(steps))[-400:]


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: Chinese programs write GBK and say nothing of it, some write UTF-8 and say nothing."""
    written = info.orig_filename
    if info.flag_bits & _UTF8_NAME:
        return written
    data = written.encode("cp437", "replace")
    told = _told(info.extra)
    for codec, name in (("utf-8", told), ("utf-8", data), ("gb18030", data)):
        try:
            if name:
                return name.decode(codec)
        except UnicodeDecodeError:
            continue
    return written


def _told(extra: bytes) -> bytes:
    """The name in UTF-8 that some programs keep beside the first one."""
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        if kind == _UNICODE_PATH and size > 5:
            return extra[9 : 4 + size]
        extra = extra[4 + size :]
    return b""
