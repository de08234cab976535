"""Where the program starts: no words open the window, words are commands."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

STOPPED = 130
"""The exit code of whatever a person stopped; `app.messages` has the same, and takes its time to load."""


def main() -> int:
    """Start the program on the words it was given.

    Loads nothing before it can answer Ctrl+C.

    Returns:
        The exit code.
    """
    try:
        return _run()
    except KeyboardInterrupt:  # while the rest of the program was still being loaded
        if sys.stderr is not None:
            sys.stderr.write("已停止。\n")
        return STOPPED


def _run() -> int:
    from app.formats import worker

    if worker.asked_for(sys.argv):
        worker.serve()
        return 0
    _keep_log()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    words = sys.argv[1:]
    if not words:
        return _open_window(None)
    from app.cli import main as run

    return run(words, open_window=_open_window, prove_window=_prove_window)


def _open_window(library: Path | None) -> int:
    from app.ui.app import run

    return run(sys.argv[:1], library)


def _prove_window(library: Path) -> str:
    import os

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from app.ui.app import prove

    return prove(library)


def _keep_log() -> None:
    """Write the log beside the person's data; a folder that cannot be written costs the log, not the program."""
    import logging
    from logging.handlers import RotatingFileHandler

    from app import paths

    try:
        handler: logging.Handler = RotatingFileHandler(
            paths.log(), maxBytes=500_000, backupCount=2, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])


if __name__ == "__main__":
    sys.exit(main())
