"""What notes share while they are shown: the meanings of colours, decoded pictures, what can be linked to.

It reads on lanes of `Jobs` and tells when something arrived; cards and editors know it and no library.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from app.messages import Trouble
from app.services.library import Library
from app.services.linking import Place
from app.ui.jobs import Jobs
from app.ui.notes import pictures
from db.note_templates import Template
from db.pictures import PictureKind
from db.records import Colour

_WIDEST = 900
_MOST = 60
"""Pictures kept decoded."""
_WARM = "zx"
"""Letters that have all names read, and how they are spelled."""
_LATER = 1500
"""Milliseconds until names are read ahead, when the window has come to rest."""


class Around(QObject):
    """For all notes of one window's library."""

    changed = Signal()
    """Meanings or templates are others."""
    arrived = Signal(object)
    """Ids of pictures that can be shown now."""
    too_long = Signal(str)
    """A text that was to be pasted into a note and is as long as a case."""

    def __init__(self, library: Library, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library, self._jobs = library, jobs
        self.meanings: dict[Colour, str] = {}
        self.templates: tuple[Template, ...] = ()
        self._images: dict[str, QImage | None] = {}
        self._wanted: set[str] = set()
        self._read_again = False
        self._warming = QTimer(self, singleShot=True, interval=_LATER)
        self._warming.timeout.connect(self.warm)
        self._warming.start()

    def refresh(self) -> None:
        """Read meanings and templates again, and names a little later."""
        self._warming.start()

        def done(read: tuple[dict[Colour, str], tuple[Template, ...]]) -> None:
            if read != (self.meanings, self.templates):
                self.meanings, self.templates = read
                self.changed.emit()

        self._jobs.read(lambda _: (self._library.meanings(), self._library.templates()), done, lane="meanings")

    # pictures

    def image(self, id: str) -> QImage | None:  # noqa: A002 - the record's own word
        """A picture of a note; None while it is on its way, an empty one when there is none."""
        if id in self._images:
            return self._images[id]
        self._wanted.add(id)
        if not self._read_again:
            self._read_again = True
            self._jobs.read(self._decoded, self._came, lane="note pictures")
        return None

    def _decoded(self, _task: object) -> dict[str, QImage]:
        wanted = tuple(self._wanted)
        found = self._library.pictures(wanted)
        return {one: pictures.shrunk(QImage.fromData(found.get(one, b"")), _WIDEST) for one in wanted}

    def _came(self, found: dict[str, QImage]) -> None:
        self._read_again = False
        self._wanted -= found.keys()
        for one, image in found.items():
            while len(self._images) >= _MOST:
                self._images.pop(next(iter(self._images)))
            self._images[one] = image
        if found:
            self.arrived.emit(frozenset(found))

    def take_picture(self, source: QImage | bytes, done: Callable[[str, QImage], None]) -> None:
        """Decode, draw anew and store a picture; `done` is called with its id, a sentence tells why not.

        Decoding happens off the window's thread: nobody knows what is in a picture from elsewhere.
        """

        def work(_: object) -> tuple[PictureKind, bytes, QImage]:
            return pictures.redrawn(source)

        def store(made: tuple[PictureKind, bytes, QImage]) -> None:
            kind, data, image = made

            def stored(made_id: str) -> None:
                self._images[made_id] = pictures.shrunk(image, _WIDEST)
                done(made_id, self._images[made_id] or image)

            self._jobs.write(lambda: self._library.add_picture(kind, data), stored)

        self._jobs.long(work, store, title="读入图片")

    def refuse(self, reason: str) -> None:
        """Say why something was not taken."""
        self._jobs.trouble.emit(Trouble(reason))

    # links

    def places(self, typed: str, but: str, done: Callable[[Sequence[Place]], None]) -> None:
        """What a link may lead to, for the letters typed so far."""
        self._jobs.read(lambda task: self._library.link_places(typed, but, task), done, lane="link places")

    def warm(self) -> None:
        """Have the names that links may lead to read before the first is asked for."""
        self._warming.stop()
        library = self._library
        self._jobs.read(lambda task: library.link_places(_WARM, "", task), _let_go, _let_go, lane="link names")

    def stop_places(self) -> None:
        """Nobody wants the answer any more."""
        self._jobs.stop("link places")


def _let_go(_: object) -> None:
    """Reading ahead answers nobody; who asks later is told what is wrong."""


def fitting(image: QImage, width: int) -> QImage:
    """A picture no wider than that."""
    if image.isNull() or image.width() <= width:
        return image
    return image.scaledToWidth(max(1, width), Qt.TransformationMode.SmoothTransformation)
