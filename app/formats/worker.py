"""The process that parses what others made: started apart, limited in memory, killed when it takes too long.

It reads requests from standard input and answers on standard output, and knows neither library nor window. Requests
are JSON lines `{"path", "kind", "seconds"}`; an answer is eight bytes of length and that much JSON, never a pickle, for
whoever takes over a parser shall not reach further than this process.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from app.formats.kinds import Kind
from app.messages import Trouble

if TYPE_CHECKING:
    from app.formats.document import Document

FLAG = "--read-files"
"""First word of the command line by which the built program starts itself as this process."""
MEMORY = 1536 * 1024 * 1024
"""Bytes of address space, where the system can limit it."""
_GRACE = 10
_DEPTH = 4000


def asked_for(argv: list[str]) -> bool:
    """Whether this command line is that of a worker of the built program."""
    return argv[1:2] == [FLAG]


def serve() -> None:
    """Answer requests until standard input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a parser prints is not an answer
    _limit_memory()
    sys.setrecursionlimit(_DEPTH)
    with os.fdopen(0, "rb", closefd=False) as requests:
        for line in requests:
            request = json.loads(line)
            _die_in(request["seconds"] + _GRACE)
            _send(answers, answer(Path(request["path"]), request["kind"]))
            _die_in(0)


def answer(path: Path, kind: Kind) -> dict[str, Any]:
    """Parse one file: `{"document": …}` or `{"trouble": [reason, detail]}`; never raises."""
    try:
        return {"document": asdict(parse(path.read_bytes(), kind, path.suffix.lower()))}
    except Trouble as trouble:
        return {"trouble": [trouble.reason, trouble.detail]}
    except MemoryError:
        return {"trouble": ["memory", ""]}
    except OSError:
        return {"trouble": ["missing", path.name]}
    except Exception:  # noqa: BLE001 - a hostile file may make a parser raise anything
        return {"trouble": ["broken", ""]}


def parse(data: bytes, kind: Kind, suffix: str) -> Document:
    """Parse bytes known to be of a kind. The parsers are imported when first needed.

    Raises:
        Trouble: for what a person can do something about; other exceptions mean a broken file.
    """
    if kind == "docx":
        from app.formats import from_docx

        return from_docx.parse(data, suffix)
    if kind == "pdf":
        from app.formats import from_pdf

        return from_pdf.parse(data)
    if kind == "mht":
        from app.formats import from_mht

        return from_mht.parse(data)
    if kind == "html":
        from app.formats import from_html

        return from_html.parse(data)
    from app.formats import from_txt

    return from_txt.parse(data)


def _send(answers: BinaryIO, content: dict[str, Any]) -> None:
    try:
        # a lone surrogate, which no parser should give, would not survive being stored
        payload = json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")
    except MemoryError:
        payload = json.dumps({"trouble": ["memory", ""]}).encode()
    answers.write(len(payload).to_bytes(8, "big"))
    answers.write(payload)
    answers.flush()


def _limit_memory() -> None:
    """Cap the address space where the system can; Windows cannot, macOS ignores it."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    allowed = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        return


def _die_in(seconds: int) -> None:
    """End this process by the system's alarm, so that a hanging parser does not outlive the program. 0 calls it off."""
    if sys.platform != "win32":
        signal.alarm(seconds)


if __name__ == "__main__":
    serve()
