"""The pages an office program of this machine makes of a Word file of ours, as pictures for a preview.

The program runs without a window, under a profile of its own that is thrown away; it is ended when nobody waits any
more. Knows Word files as bytes; no sheet, no window.
"""

from __future__ import annotations

import contextlib
import os
import signal
import struct
import subprocess
import tempfile
import time
import zlib
from pathlib import Path

from app.formats.from_office import found
from app.formats.page_pictures import PagePictures, Picture
from app.messages import Trouble
from app.task import QUIET, Task

_LONGEST = 60.0
"""Seconds after which no pages come any more."""
_LOOK = 0.05


def to_word_pictures(docx: bytes, ppi: float, most: int, task: Task = QUIET) -> tuple[tuple[bytes, ...], int] | None:
    """The first pages as PNG and how many there are; None where no office program is found or it fails.

    Args:
        docx: The file.
        ppi: Pixels to the inch.
        most: So many pages at most.
        task: Ends the program when it is stopped.

    Raises:
        Cancelled: when it is no longer wanted.
    """
    program = found()
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="xinglin-", ignore_cleanup_errors=True) as folder:
        pdf = _set(program, docx, Path(folder), task)
    if pdf is None:
        return None
    try:
        pages = PagePictures(pdf)
    except Trouble:
        return None
    try:
        count = len(pages)
        return tuple(_png(pages.picture(number, ppi)) for number in range(min(count, most))), count
    finally:
        pages.close()


def _set(program: str, docx: bytes, folder: Path, task: Task) -> bytes | None:
    source, made = folder / "file.docx", folder / "file.pdf"
    source.write_bytes(docx)
    words = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--invisible", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
        *("--convert-to", "pdf", "--outdir", str(folder), str(source)),
    ]
    try:
        process = subprocess.Popen(  # noqa: S603 - a program that was looked for, with words of our own
            words,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=os.name == "posix",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        return None
    try:
        until = time.monotonic() + _LONGEST
        while process.poll() is None and time.monotonic() < until:
            task.step(0, 1, "正在排版")
            time.sleep(_LOOK)
        return made.read_bytes()
    except OSError:
        return None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program with what it started."""
    if process.poll() is None:
        if os.name == "posix":
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
    process.wait()


def _png(picture: Picture) -> bytes:
    """A picture as a PNG file without an alpha channel."""
    rows = bytearray()
    for number in range(picture.height):
        row = picture.pixels[number * picture.stride : number * picture.stride + picture.width * 4]
        coloured = bytearray(picture.width * 3)
        coloured[0::3], coloured[1::3], coloured[2::3] = row[2::4], row[1::4], row[0::4]
        rows += b"\x00" + coloured
    head = struct.pack(">IIBBBBB", picture.width, picture.height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(rows), 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
