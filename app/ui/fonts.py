"""Chinese letters for a machine that has none: the shipped fonts, loaded only when they are needed.

The files are large (10-15 MB each), so they are loaded after the first paint and read off the window's thread.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFontDatabase

from app import paths
from app.ui import theme
from app.ui.jobs import Jobs

_FILES = {
    "sans": ("XinglinHei-Regular.ttf", "XinglinHei-Bold.ttf"),
    "serif": ("XinglinSong-Regular.ttf", "XinglinSong-Bold.ttf"),
}
_log = logging.getLogger(__name__)


def missing() -> list[Path]:
    """The shipped files this machine needs: none when it has a Hei and a Song of its own."""
    there = set(QFontDatabase.families())
    wanted = [name for name, chosen in (("sans", theme.SANS), ("serif", theme.SERIF)) if not there & set(chosen)]
    files = [paths.resource("fonts", file) for name in wanted for file in _FILES[name]]
    return [file for file in files if file.is_file()]


def load(jobs: Jobs, done: Callable[[], None]) -> None:
    """Load what is missing, then call `done`; at once when nothing is."""
    files = missing()
    if not files:
        done()
        return

    def take(read: list[bytes]) -> None:
        for file, data in zip(files, read, strict=True):
            if QFontDatabase.addApplicationFontFromData(QByteArray(data)) < 0:
                _log.error("the font %s could not be used", file.name)
        done()

    jobs.read(lambda _: [file.read_bytes() for file in files], take, lane="fonts")
