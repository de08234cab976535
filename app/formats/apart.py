"""Files parsed in a process apart, one process for many files. Knows how to start, ask and kill it, and no format.

Plain pipes carry the words: no socket is opened, and nothing that comes back is executed.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from app import paths
from app.formats import worker
from app.formats.document import Document
from app.formats.kinds import Kind
from app.messages import Trouble

_FILES = 200
"""Files after which the process is replaced, so that what a parser leaks does not grow for ever."""
_IDLE = 60
"""Seconds after which an idle process is let go."""
_LARGEST_ANSWER = 1024 * 1024 * 1024


class Apart:
    """One process that reads files, started when needed, replaced when it dies. Ask from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = 0
        self._idle: threading.Timer | None = None

    def read(self, path: Path, kind: Kind, seconds: float) -> Document:
        """Parse one file within `seconds`.

        Raises:
            Trouble: what the parser says of the file; `timeout` when it was killed, `broken` when it died.
        """
        with self._lock:
            if self._idle:
                self._idle.cancel()
            try:
                answer = self._ask(path, kind, seconds)
            finally:
                if self._asked >= _FILES:
                    self._end()
                self._rest()
        return _document(answer)

    def close(self) -> None:
        """Let the process go."""
        with self._lock:
            self._end()

    def _ask(self, path: Path, kind: Kind, seconds: float) -> dict[str, Any]:
        process = self._running()
        self._asked += 1
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        clock = threading.Timer(seconds, stop)
        clock.daemon = True
        clock.start()
        try:
            return _talk(process, {"path": os.fspath(path.absolute()), "kind": kind, "seconds": int(seconds) + 1})
        except (OSError, EOFError, ValueError, TypeError, RecursionError):
            self._end()
            raise Trouble("timeout" if late.is_set() else "broken") from None
        except BaseException:  # interrupted half-way, its next answer would be the last one's
            self._end()
            raise
        finally:
            clock.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = _start()
        return self._process

    def _end(self) -> None:
        process, self._process, self._asked = self._process, None, 0
        if process is not None:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    if pipe:
                        pipe.close()
            process.wait()

    def _rest(self) -> None:
        if self._process is not None:
            self._idle = threading.Timer(_IDLE, self.close)
            self._idle.daemon = True
            self._idle.start()


def _command() -> list[str]:
    """How to start the worker: the built program under its own flag, else this interpreter."""
    return [sys.executable, worker.FLAG] if paths.frozen() else [sys.executable, "-m", "app.formats.worker"]


def _start() -> subprocess.Popen[bytes]:
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows would flash a console
    return subprocess.Popen(  # noqa: S603 - our own program, no words from outside
        _command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=paths.program(),
        creationflags=flags,
    )


def _talk(process: subprocess.Popen[bytes], request: dict[str, Any]) -> dict[str, Any]:
    """Send a request and wait for its answer.

    Raises:
        OSError, EOFError: when the process is gone.
        ValueError, TypeError: when it answers nonsense.
    """
    if process.stdin is None or process.stdout is None:
        raise OSError
    process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
    process.stdin.flush()
    length = int.from_bytes(_exactly(process, 8), "big")
    if length > _LARGEST_ANSWER:
        raise ValueError(length)
    answer = json.loads(_exactly(process, length))
    if not isinstance(answer, dict):
        raise TypeError(answer)
    return answer


def _exactly(process: subprocess.Popen[bytes], count: int) -> bytes:
    data = process.stdout.read(count) if process.stdout else b""
    if len(data) < count:
        raise EOFError
    return data


def _document(answer: dict[str, Any]) -> Document:
    """Check an answer field by field: the process that gave it parsed a hostile file."""
    trouble, found = answer.get("trouble"), answer.get("document")
    if isinstance(trouble, list):
        raise Trouble(*map(str, trouble[:2]))
    if not isinstance(found, dict) or not isinstance(found.get("text"), str):
        raise Trouble("broken")
    told = {name: found[name] for name in ("title", "author", "date") if isinstance(found.get(name), str)}
    doubts = tuple(str(doubt) for doubt in found.get("doubts") or ())
    return Document(text=found["text"], encoding=str(found.get("encoding")), doubts=doubts, **told)


PROCESS = Apart()
atexit.register(PROCESS.close)
