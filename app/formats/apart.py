"""Files parsed in a process apart, one process for many files. Knows how to start, ask and kill it, and no format.

Plain pipes carry the words: no socket is opened, and nothing that comes back is executed.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app import paths
from app.formats import worker
from app.formats.archive import Member
from app.formats.document import Alternative, Document
from app.formats.kinds import Kind
from app.messages import REASONS, Trouble, pattern_fault
from app.task import QUIET, Cancelled

_FILES = 200
"""Files after which the process is replaced, so that what a parser leaks does not grow for ever."""
_IDLE = 60
"""Seconds after which an idle process is let go."""
_LARGEST_ANSWER = 1024 * 1024 * 1024
_GLANCE = 0.1
"""Seconds between two looks at whether the person has asked to stop."""
_FILE = re.compile(r"\d{5}(\.[a-z0-9]{1,8})?")


class Apart:
    """One process that reads files, started when needed, replaced when it dies. Ask from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._asked = 0
        self._idle: threading.Timer | None = None

    def read(self, path: Path, kind: Kind, seconds: float, stopped: Callable[[], bool] = QUIET.stopped) -> Document:
        """Parse one file within `seconds`.

        Raises:
            Trouble: what the parser says of the file; `timeout` when it was killed, `broken` when it died.
            Cancelled: when `stopped` says so; the process is killed.
        """
        return _document(self._answer(path, {"kind": kind}, seconds, stopped))

    def unpack(
        self, path: Path, folder: Path, seconds: float, stopped: Callable[[], bool] = QUIET.stopped
    ) -> list[Member]:
        """Unpack an archive into an empty folder within `seconds`.

        Raises:
            Trouble: as `read`.
            Cancelled: likewise.
        """
        return _members(self._answer(path, {"folder": os.fspath(folder.absolute())}, seconds, stopped))

    def look_up(
        self, text: str, pattern: str, *, case: bool, seconds: float, stopped: Callable[[], bool] = QUIET.stopped
    ) -> list[tuple[int, int]]:
        """Where a regular expression stands in a text, within `seconds`.

        Raises:
            Trouble: `pattern` for what is no expression, `pattern_slow` for one that takes too long or too much.
            Cancelled: as `read`.
        """
        wanted: dict[str, Any] = {"text": text, "pattern": pattern, "case": case}
        try:
            answer = self._asked_of(wanted, seconds, stopped)
        except Trouble:
            raise Trouble("pattern_slow") from None
        if isinstance(wrong := answer.get("wrong"), list):
            raise Trouble("pattern", pattern_fault(*wrong))
        return _spans(answer, len(text))

    def _answer(
        self, path: Path, wanted: dict[str, str], seconds: float, stopped: Callable[[], bool]
    ) -> dict[str, Any]:
        return self._asked_of({"path": os.fspath(path.absolute()), **wanted}, seconds, stopped)

    def _asked_of(self, wanted: dict[str, Any], seconds: float, stopped: Callable[[], bool]) -> dict[str, Any]:
        request = {"seconds": int(seconds) + 1, **wanted}
        with self._lock:
            if self._idle:
                self._idle.cancel()
            try:
                answer = self._ask(request, seconds, stopped)
            finally:
                if self._asked >= _FILES:
                    self._end()
                self._rest()
        trouble = answer.get("trouble")
        if isinstance(trouble, list) and trouble and trouble[0] in REASONS:
            raise Trouble(*map(str, trouble[:2]))
        return answer

    def close(self) -> None:
        """Let the process go."""
        with self._lock:
            self._end()

    def _ask(self, request: dict[str, Any], seconds: float, stopped: Callable[[], bool]) -> dict[str, Any]:
        process = self._running()
        self._asked += 1
        watch = _Watch(process, seconds, stopped)
        try:
            return _talk(process, request)
        except (OSError, EOFError, ValueError, TypeError, RecursionError):
            self._end()
            if watch.cancelled:
                raise Cancelled from None
            raise Trouble("timeout" if watch.late else "broken") from None
        except BaseException:  # interrupted half-way, its next answer would be the last one's
            self._end()
            raise
        finally:
            watch.end()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._scratch = tempfile.TemporaryDirectory(prefix="xinglin-", ignore_cleanup_errors=True)
            self._process = _start(self._scratch.name)
        return self._process

    def _end(self) -> None:
        process, self._process, self._asked = self._process, None, 0
        if process is not None:
            _kill(process)
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    if pipe:
                        pipe.close()
            process.wait()
        if self._scratch:
            self._scratch.cleanup()
            self._scratch = None

    def _rest(self) -> None:
        if self._process is not None:
            self._idle = threading.Timer(_IDLE, self.close)
            self._idle.daemon = True
            self._idle.start()


class _Watch:
    """Kills a process that takes too long, or that the person no longer waits for."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float, stopped: Callable[[], bool]) -> None:
        self.late = self.cancelled = False
        self._process = process
        self._until = time.monotonic() + seconds
        self._stopped = stopped
        self._done = threading.Event()
        threading.Thread(target=self._look, name="watch", daemon=True).start()

    def end(self) -> None:
        """Stop watching."""
        self._done.set()

    def _look(self) -> None:
        while not self._done.wait(_GLANCE):
            self.late = time.monotonic() > self._until
            self.cancelled = not self.late and self._stopped()
            if self.late or self.cancelled:
                _kill(self._process)
                return


def _command() -> list[str]:
    """How to start the worker: the built program under its own flag, else this interpreter."""
    return [_program(), worker.FLAG] if paths.frozen() else [sys.executable, "-m", "app.formats.worker"]


def _program() -> str:
    """The built program's starter that has standard streams: the window's own has none on Windows."""
    own = Path(sys.executable)
    twin = own.with_name(f"xinglin{own.suffix}")
    return os.fspath(twin if twin.is_file() else own)


def _start(scratch: str) -> subprocess.Popen[bytes]:
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows would flash a console
    return subprocess.Popen(  # noqa: S603 - our own program, no words from outside
        _command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=paths.program(),
        env={**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), scratch)},
        creationflags=flags,
        process_group=None if sys.platform == "win32" else 0,
    )


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process with what it started; on Windows that ends with it by itself."""
    if sys.platform != "win32" and process.poll() is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


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
    found = answer.get("document")
    if not isinstance(found, dict) or not isinstance(found.get("text"), str):
        raise Trouble("broken")
    told = {name: found[name] for name in ("title", "author", "date") if isinstance(found.get(name), str)}
    doubts = tuple(str(doubt) for doubt in found.get("doubts") or ())
    others = _alternatives(found.get("alternatives"))
    return Document(text=found["text"], encoding=str(found.get("encoding")), doubts=doubts, alternatives=others, **told)


def _alternatives(found: object) -> tuple[Alternative, ...]:
    """Likewise; what is no reading is left out."""
    given = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    parts = [[each.get(part) for part in ("name", "encoding", "text")] for each in given]
    return tuple(Alternative(*map(str, each)) for each in parts if all(isinstance(part, str) for part in each))


def _members(answer: dict[str, Any]) -> list[Member]:
    """Likewise: a file's name must be one of our own making, for it is joined to a folder."""
    found = answer.get("members")
    if not isinstance(found, list):
        raise Trouble("broken")
    members = [Member(*map(str, each)) for each in found if isinstance(each, list) and len(each) == 4]
    return [each for each in members if (each.reason in REASONS if not each.file else _FILE.fullmatch(each.file))]


def _spans(answer: dict[str, Any], length: int) -> list[tuple[int, int]]:
    """Likewise: stretches of the text, one after the other."""
    found: list[tuple[int, int]] = []
    for start, end in answer.get("spans") or ():
        if (found[-1][1] if found else 0) <= start < end <= length:
            found.append((int(start), int(end)))
    return found


PROCESS, PATTERNS = Apart(), Apart()
"""For files, and for expressions, which do not wait until a file is read."""
atexit.register(PROCESS.close)
atexit.register(PATTERNS.close)
