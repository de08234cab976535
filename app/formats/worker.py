"""The process that parses what others made: started apart, limited in memory, killed when it takes too long.

It reads requests from standard input and answers on standard output, and knows neither library nor window. Requests
are JSON lines `{"path", "kind", "seconds"}`, with a `folder` to unpack an archive into, or `{"text", "pattern", "case",
"seconds"}` for an expression a person typed; an answer is eight bytes of
length and that much JSON, never a pickle, for whoever takes over a parser shall not reach further than this process.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from app.formats.kinds import Kind, packaged
from app.formats.limits import limit_memory
from app.messages import Trouble

if TYPE_CHECKING:
    from app.formats.document import Document

FLAG = "--read-files"
"""First word of the command line by which the built program starts itself as this process."""
_GRACE = 10
_DEPTH = 4000


def asked_for(argv: list[str]) -> bool:
    """Whether this command line is that of a worker of the built program."""
    return argv[1:2] == [FLAG]


def serve() -> None:
    """Answer requests until standard input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a parser prints is not an answer
    limit_memory()
    sys.setrecursionlimit(_DEPTH)
    with os.fdopen(0, "rb", closefd=False) as requests:
        for line in requests:
            request = json.loads(line)
            _die_in(request["seconds"] + _GRACE)
            _send(answers, _answered(request))
            _die_in(0)


def _answered(request: dict[str, Any]) -> dict[str, Any]:
    if "pattern" in request:
        return looked_up(request["text"], request["pattern"], case=request["case"])
    path = Path(request["path"])
    folder = request.get("folder")
    return members(path, Path(folder)) if folder else answer(path, request["kind"])


def looked_up(text: str, pattern: str, *, case: bool) -> dict[str, Any]:
    """Look a regular expression up in a text, or a trouble; never raises. See `app.formats.patterns`."""
    from app.formats import patterns

    return _told(Path(), lambda: patterns.found(text, pattern, case=case))


def answer(path: Path, kind: Kind) -> dict[str, Any]:
    """Parse one file: `{"document": …}` or `{"trouble": [reason, detail]}`; never raises."""
    return _told(path, lambda: {"document": asdict(parse(path.read_bytes(), kind, path.suffix.lower()))})


def members(path: Path, folder: Path) -> dict[str, Any]:
    """Unpack an archive: `{"members": [[name, file, reason, detail], …]}` or a trouble; never raises."""
    from app.formats import archive

    return _told(path, lambda: {"members": archive.unpack(path, folder)})


def parse(data: bytes, kind: Kind, suffix: str) -> Document:
    """Parse bytes known to be of a kind. The parsers are imported when first needed.

    Raises:
        Trouble: for what a person can do something about; other exceptions mean a broken file.
    """
    if kind == "package":
        return _unpackaged(data, suffix)
    if kind in ("pdf", "scan"):
        from app.formats import from_pdf

        return from_pdf.parse(data, recognise=kind == "scan")
    if kind == "image":
        from app.formats import from_image

        return from_image.parse(data)
    if kind == "office":
        from app.formats import from_office

        return from_office.parse(data)
    return _written(data, kind)


def _unpackaged(data: bytes, suffix: str) -> Document:
    from app.formats.package import Package

    package = Package(data)
    format_ = packaged(package.names(), package.read("mimetype"), suffix)
    if format_ == "odt":
        from app.formats import from_odt

        return from_odt.parse(data)
    if format_ == "epub":
        from app.formats import from_epub

        return from_epub.parse(data)
    if format_ == "ofd":
        from app.formats import from_ofd

        return from_ofd.parse(data)
    from app.formats import from_docx

    return from_docx.parse(data, suffix)


def _written(data: bytes, kind: Kind) -> Document:
    if kind == "mht":
        from app.formats import from_mht

        return from_mht.parse(data)
    if kind == "html":
        from app.formats import from_html

        return from_html.parse(data)
    if kind == "rtf":
        from app.formats import from_rtf

        return from_rtf.parse(data)
    if kind == "fodt":
        from app.formats import from_odt

        return from_odt.parse_flat(data)
    from app.formats import from_txt

    return from_txt.parse(data)


def _told(path: Path, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return work()
    except Trouble as trouble:
        return {"trouble": [trouble.reason, trouble.detail]}
    except MemoryError:
        return {"trouble": ["memory", ""]}
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        return {"trouble": ["disk_full", ""] if full else ["missing", path.name]}
    except Exception:  # noqa: BLE001 - a hostile file may make a parser raise anything
        return {"trouble": ["broken", ""]}


def _send(answers: BinaryIO, content: dict[str, Any]) -> None:
    try:
        # a lone surrogate, which no parser should give, would not survive being stored
        payload = json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")
    except MemoryError:
        payload = json.dumps({"trouble": ["memory", ""]}).encode()
    answers.write(len(payload).to_bytes(8, "big"))
    answers.write(payload)
    answers.flush()


def _die_in(seconds: int) -> None:
    """End this process by the system's alarm, so that a hanging parser does not outlive the program. 0 calls it off."""
    if sys.platform != "win32":
        signal.alarm(seconds)


if __name__ == "__main__":
    serve()
