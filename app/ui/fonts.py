"""Letters for a machine that lacks them: the shipped fonts, loaded only when they are needed.

The files are large (10-19 MB each), so they are loaded after the first paint and read off the window's thread. The
ones for rare characters and other scripts wait until a text that is shown has a character the machine cannot draw.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject
from PySide6.QtGui import QFontDatabase, QFontMetrics

from app import paths
from app.ui import theme
from app.ui.jobs import Jobs

if TYPE_CHECKING:
    from app.formats.more_fonts import Face
    from app.ui.reading.reader import Reader
    from app.ui.record.opened import Opened
    from app.ui.window import Window
    from db.records import CaseRow

_FILES = {
    "sans": ("XinglinHei-Regular.ttf", "XinglinHei-Bold.ttf"),
    "serif": ("XinglinSong-Regular.ttf", "XinglinSong-Bold.ttf"),
}
_SELDOM = re.compile("[^\x00-\u024f\u2010-\u2027\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")
"""What not every machine with Chinese letters is sure to have."""
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
        _add(files, read)
        done()

    jobs.read(lambda _: [file.read_bytes() for file in files], take, lane="fonts")


def _add(files: Iterable[Path], read: Iterable[bytes]) -> None:
    for file, data in zip(files, read, strict=True):
        if QFontDatabase.addApplicationFontFromData(QByteArray(data)) < 0:
            _log.error("the font %s could not be used", file.name)


def follow(window: Window) -> SpareLetters:
    """Let a window's texts be looked at as they come."""
    spare = SpareLetters(window.jobs, window.letters_came, window)

    def serve(reader: Reader) -> None:
        reader.opened.connect(spare.look_at_case)

    def desk(_: object) -> None:
        if window.desk:
            serve(window.desk.text)
            window.desk.pair.second_made.connect(serve)

    window.answered.connect(lambda found: spare.look_at_rows(found.rows))
    window.session.page.connect(lambda _, rows: spare.look_at_rows(rows))
    window.desk_made.connect(desk)
    return spare


class SpareLetters(QObject):
    """Looks at the texts that come into the window, and loads the shipped fonts for what the machine cannot draw."""

    def __init__(self, jobs: Jobs, came: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._came = jobs, came
        self._known: set[str] = set()
        self._waiting: set[str] = set()
        """Characters not looked at yet."""
        self._wanted: dict[Path, str] = {}
        """Files being read, and the family each holds."""

    def look_at_case(self, opened: Opened) -> None:
        """A case is shown."""
        case = opened.case
        self.look_at((case.title, case.text, *(note.text for note in opened.notes)))

    def look_at_rows(self, rows: Iterable[CaseRow]) -> None:
        """Rows of the list are shown."""
        self.look_at(words for row in rows for words in (row.title, row.owner, row.snippet.text))

    def look_at(self, texts: Iterable[str]) -> None:
        """Load what some texts lack, in a moment; each character is looked at once."""
        fresh = set(_SELDOM.findall("".join(texts))) - self._known - self._waiting
        if not fresh:
            return
        self._waiting |= fresh
        waiting = "".join(self._waiting)
        self._jobs.read(lambda _: _spare(waiting), self._load, lane="spare letters")

    def _load(self, found: list[tuple[Face, str]]) -> None:
        self._known |= self._waiting
        self._waiting = set()
        self._wanted |= {face.file: face.family for face, words in found if not _drawn(words)}
        files = list(self._wanted)
        if files:
            read = self._jobs.read
            read(
                lambda _: [file.read_bytes() for file in files],
                lambda data: self._take(files, data),
                lane="spare fonts",
            )

    def _take(self, files: list[Path], data: list[bytes]) -> None:
        _add(files, data)
        theme.lend([self._wanted.pop(file) for file in files])
        self._came()


def _spare(text: str) -> list[tuple[Face, str]]:
    """The shipped fonts for a text, each with the characters it is asked for."""
    from app.formats.glyphs import spare

    return spare(text)


def _drawn(words: str) -> bool:
    """Whether the machine's own fonts have all of some characters."""
    metrics = QFontMetrics(theme.serif())
    return all(metrics.inFontUcs4(ord(character)) for character in words)
