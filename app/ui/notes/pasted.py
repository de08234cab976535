"""What is pasted or dropped into a note: words, formatted text, pictures, passages of cases. Made Markdown here.

Addresses are never followed: a picture comes along only when its data does, or when it is a file a person picked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage, QTextCursor

from app.messages import Trouble
from app.services import blanks
from app.services.pasting import pasted
from app.ui.notes import pictures
from app.ui.record import quoting

if TYPE_CHECKING:
    from app.ui.notes.around import Around
    from app.ui.notes.drawn import Drawn

_AT_ONCE = 12
_BREAKS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_CONTROLS = re.compile("[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffc\ufffe\uffff]")
_HTML = 2_000_000
LONGEST = 100_000
"""Characters pasted into a note at once; a longer text would hold up the window, and is a case rather than a note."""


def takes(source: QMimeData) -> bool:
    """Whether there is anything for a note in it."""
    return (
        source.hasFormat(quoting.MIME)
        or source.hasText()
        or source.hasHtml()
        or source.hasImage()
        or bool(_files(source))
    )


def paste(drawn: Drawn, around: Around, source: QMimeData) -> None:
    """Put it at the cursor."""
    quote = quoting.taken(source)
    files = _files(source)
    if quote:
        title = quote.title or "出处"
        drawn.insert_markdown(blanks.quoted(quote.text, title, quote.case_id, quote.paragraph))
    elif files:
        for path in files[:_AT_ONCE]:
            put_file(drawn, around, path)
    elif len(text := source.text()) > LONGEST:
        around.too_long.emit(text)
    elif source.hasHtml() and _formatted(source):
        found = pasted(clean(source.html()[:_HTML]))
        _put(drawn, around, found.text[:LONGEST] or clean(text), found.pictures)
    elif source.hasImage():
        image = source.imageData()
        if isinstance(image, QImage):
            put_picture(drawn, around, image)
    elif source.hasText():
        drawn.insert_markdown(clean(text))


def _formatted(source: QMimeData) -> bool:
    """Whether formatted text says more than a picture of it, or than its bare words."""
    return bool(source.text().strip()) or not source.hasImage()


def clean(text: str) -> str:
    """A text without what no letter is and a screen shows as a box; a page's end and the like end a line."""
    return _CONTROLS.sub("", _BREAKS.sub("\n", text))


def _files(source: QMimeData) -> list[Path]:
    paths = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in pictures.SUFFIXES]


def _put(drawn: Drawn, around: Around, text: str, addresses: Sequence[str]) -> None:
    """Formatted text: pictures follow when they are decoded, where the text came to stand."""
    for number in range(len(addresses)):
        text = _without(text, number)
    drawn.insert_markdown(text)
    for address in addresses[:_AT_ONCE]:
        try:
            put_picture(drawn, around, pictures.from_address(address))
        except Trouble as error:
            around.refuse(error.reason)


def _without(text: str, number: int) -> str:
    start = text.find(f"](picture:{number})")
    if start < 0:
        return text
    begin = text.rfind("![", 0, start)
    return text[:begin] + text[start + len(f"](picture:{number})") :]


def put_file(drawn: Drawn, around: Around, path: Path) -> None:
    """A picture a person picked or dropped."""
    try:
        if path.stat().st_size > pictures.LARGEST:
            around.refuse("picture_large")
            return
        data = path.read_bytes()
    except OSError:
        around.refuse("picture")
        return
    put_picture(drawn, around, data, path.stem)


def put_picture(drawn: Drawn, around: Around, source: QImage | bytes, words: str = "图片") -> None:
    """A picture, where the cursor is now; it appears when it is decoded and stored."""
    place = QTextCursor(drawn.editor.textCursor())
    said = words.translate({91: None, 93: None, 10: None})[:60] or "图片"

    def done(made: str, _image: QImage) -> None:
        from shiboken6 import isValid

        if isValid(drawn):
            drawn.insert_picture(place, said, made)

    around.take_picture(source, done)
