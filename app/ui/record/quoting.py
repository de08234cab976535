"""A passage on its way from a case into something else: as a drag or a copy carries it, and as a link names it.

The reading part makes these; notes, comparisons and briefs take them. Knows mime data and text, no library, no widget.
What is taken in may come from another program: nothing in it is trusted before `taken` has looked at it.
"""

from __future__ import annotations

import atexit
import json
import re
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QByteArray, QMimeData, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication

MIME = "application/x-xinglin-quote"
"""JSON with `case_id`, `start`, `end`, `text`, and of use beside them `title` and `paragraph`."""
_LARGEST = 4_000_000
"""Bytes of a quote beyond which it is not one."""
_LINK = re.compile(r"\[\[([^\[\]\n]{1,300}?)#§([1-9][0-9]{0,5})\]\]")
_UNLINKABLE = re.compile(r"[\[\]#|\n\r]+")


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage: `start` and `end` count characters of the case's text; `paragraph` counts from 1, 0 when not known."""

    case_id: str
    start: int
    end: int
    text: str
    title: str = ""
    paragraph: int = 0


def carried(quote: Quote) -> QMimeData:
    """What a drag or a copy carries: the quote for this program, words for any other."""
    _mind_the_end()
    data = QMimeData()
    told = {
        "case_id": quote.case_id, "start": quote.start, "end": quote.end, "text": quote.text,
        "title": quote.title, "paragraph": quote.paragraph,
    }  # fmt: skip
    data.setData(MIME, QByteArray(json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")))
    data.setText(quote.text)
    return data


@cache
def _mind_the_end() -> None:
    """What the clipboard holds outlives Python, which then cannot free it: at the end only the words stay there."""
    atexit.register(_let_go)


def _let_go() -> None:
    if QGuiApplication.instance() is not None:
        clipboard = QGuiApplication.clipboard()
        held: QMimeData | None = clipboard.mimeData()
        if held is not None and held.hasFormat(MIME):
            clipboard.setText(held.text())


def taken(data: QMimeData | None) -> Quote | None:
    """The quote that mime data carries; None when it carries none, or something that only calls itself one."""
    if data is None or not data.hasFormat(MIME):
        return None
    raw = bytes(data.data(MIME).data())
    if len(raw) > _LARGEST:
        return None
    try:
        told = json.loads(raw.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        return None
    return _quote(told) if isinstance(told, dict) else None


def welcome(event: QDropEvent) -> bool:
    """Let what is dragged be dropped here when it is a quote: a copy of it, the case keeps its words."""
    held = event.mimeData().hasFormat(MIME)
    event.setDropAction(Qt.DropAction.CopyAction)
    event.setAccepted(held)
    return held


def dropped(event: QDropEvent) -> Quote | None:
    """The quote that was dropped; None, and the drop refused, when it is none."""
    quote = taken(event.mimeData()) if welcome(event) else None
    event.setAccepted(quote is not None)
    return quote


def _quote(told: dict[str, object]) -> Quote | None:
    case_id, text, title = told.get("case_id"), told.get("text"), told.get("title", "")
    start, end, paragraph = told.get("start"), told.get("end"), told.get("paragraph", 0)
    if not (isinstance(case_id, str) and isinstance(text, str) and isinstance(title, str)):
        return None
    if type(start) is not int or type(end) is not int or type(paragraph) is not int:
        return None
    sound = case_id and text.strip() and 0 <= start < end and paragraph >= 0
    return Quote(case_id, start, end, text, title, paragraph) if sound else None


def link(title: str, paragraph: int = 0) -> str:
    """How a note links to a case, or to one of its paragraphs: `[[title]]`, `[[title#§12]]`.

    Marks that would end the link are left out of the title.
    """
    plain = _UNLINKABLE.sub(" ", title).strip()
    return f"[[{plain}#§{paragraph}]]" if paragraph > 0 else f"[[{plain}]]"


def linked(text: str) -> tuple[tuple[str, int], ...]:
    """(title, paragraph) of every link to a paragraph in a text, in its order."""
    return tuple((found[1].strip(), int(found[2])) for found in _LINK.finditer(text))
