"""OFD (GB/T 33190), the fixed pages of Chinese offices: the text of its pages, lines joined to paragraphs.

A text object tells where each character stands and nothing of lines; columns, lines and paragraphs are found from
the places. Stamps and comments are left out. The names' spaces vary with the version and are not looked at.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from app.formats.document import Document
from app.formats.package import Package, attribute, below, child, local
from app.formats.pdf_lines import Line, Page, paragraphs, without_running
from app.formats.reading_order import merged, ordered
from app.messages import Trouble

_PAGES = 3000
_CHARACTERS = 30_000_000
_POINTS = 72 / 25.4
"""Points in a millimetre: what knows pages reckons in points."""
_DEEPEST = 60

Matrix = tuple[float, float, float, float, float, float]


def parse(data: bytes) -> Document:
    """An OFD's document; several in one file follow each other.

    Raises:
        Trouble: `broken`, `password`, `unpacked` or `no_text`.
    """
    package = Package(data)
    root = package.xml("OFD.xml")
    if root is None:
        raise Trouble("password" if "Encryptions.xml" in package else "broken")
    bodies = [element for element in root if local(element) == "DocBody"]
    texts, bare, unread = [], 0, 0
    for body in bodies:
        pages, skipped = _pages(package, below("", _words(body, "DocRoot")))
        texts.append("\n".join(paragraphs(without_running(pages))))
        bare += sum(not page for page in pages)
        unread += skipped
    text = "\n".join(text for text in texts if text.strip())
    if not text.strip():
        raise Trouble("no_text")
    doubts = [f"有 {bare} 页没有文字，可能是扫描图。"] if bare else []
    if unread:
        doubts.append(f"有 {unread} 页读不出来，已略过。")
    told = child(bodies[0], "DocInfo")
    return Document(
        text=text,
        encoding="ofd",
        title=_words(told, "Title") or None,
        author=_words(told, "Author") or None,
        doubts=tuple(doubts),
    )


def _pages(package: Package, name: str) -> tuple[list[Page], int]:
    """The lines of a document's pages, and how many pages could not be read."""
    root = package.xml(name)
    if root is None:
        raise Trouble("broken")
    folder = name.rpartition("/")[0]
    templates = {
        attribute(each, "ID") or "": below(folder, attribute(each, "BaseLoc") or "")
        for each in root.iter()
        if local(each) == "TemplatePage"
    }
    listed = child(root, "Pages")
    places = [below(folder, attribute(each, "BaseLoc") or "") for each in (() if listed is None else listed)]
    pages: list[Page] = []
    unread = max(len(places) - _PAGES, 0)
    characters = 0
    for place in places[:_PAGES]:
        try:
            pages.append(_page(package, place, templates))
        except Trouble as trouble:  # one broken page does not cost the others
            if trouble.reason == "password" or len(places) == 1:
                raise
            unread += 1
        characters += sum(len(line.text) for line in pages[-1]) if pages else 0
        if characters > _CHARACTERS:
            break
    return pages, unread


def _page(package: Package, place: str, templates: dict[str, str]) -> Page:
    root = package.xml(place)
    if root is None:
        raise Trouble("broken")
    pieces: list[Line] = []
    for element in root:
        if local(element) == "Template":
            layer = package.xml(templates.get(attribute(element, "TemplateID") or "", ""))
            pieces += _pieces(layer, 0) if layer is not None else []
    pieces += _pieces(root, 0)
    return ordered(merged(list(dict.fromkeys(pieces))))


def _pieces(parent: Element, depth: int) -> Iterator[Line]:
    """The pieces of text below an element, in whatever layers and blocks they are."""
    if depth > _DEEPEST:
        return
    for element in parent:
        if local(element) == "TextObject":
            yield from _text(element)
        elif local(element) not in ("Template", "Area"):
            yield from _pieces(element, depth + 1)


def _text(element: Element) -> Iterator[Line]:
    """The pieces of one text object, cut where its characters stand far apart or on another height."""
    if attribute(element, "Visible") == "false":
        return
    left, top = (*_numbers(attribute(element, "Boundary")), 0.0, 0.0)[:2]
    matrix = _matrix(_numbers(attribute(element, "CTM")))
    size = (_numbers(attribute(element, "Size") or attribute(element, "size")) or [3.5])[0]
    shown = size * math.hypot(matrix[2], matrix[3]) * _POINTS
    narrow = (_numbers(attribute(element, "HScale")) or [1.0])[0]
    wide = size * math.hypot(matrix[0], matrix[1]) * _POINTS * (narrow if 0.1 <= narrow <= 10 else 1.0)
    piece: Line | None = None
    x = y = 0.0
    for code in (each for each in element if local(each) == "TextCode"):
        x = (_numbers(attribute(code, "X")) or [x])[0]
        y = (_numbers(attribute(code, "Y")) or [y])[0]
        for character, dx, dy in _placed(code, size):
            at_x = (left + matrix[0] * (x + dx) + matrix[2] * (y + dy) + matrix[4]) * _POINTS
            at_y = -(top + matrix[1] * (x + dx) + matrix[3] * (y + dy) + matrix[5]) * _POINTS
            width = wide if _wide(character) else wide / 2
            glyph = Line(character, at_x, at_x + width, at_y, max(shown, 0.1))
            if piece is not None and _follows(piece, glyph):
                piece = Line(piece.text + character, piece.left, max(piece.right, glyph.right), piece.y, piece.size)
                continue
            if piece is not None:
                yield piece
            piece = glyph
    if piece is not None:
        yield piece


def _follows(piece: Line, glyph: Line) -> bool:
    near = -1.2 * piece.size < glyph.left - piece.right < 1.5 * piece.size
    return near and abs(glyph.y - piece.y) < 0.3 * piece.size


def _wide(character: str) -> bool:
    return ord(character) >= 0x2E80 or character in "—…“”‘’"


def _placed(code: Element, size: float) -> Iterator[tuple[str, float, float]]:
    """The characters of a code with their distance from its beginning; side by side when nothing is told."""
    text = "".join(c for c in code.text or "" if c >= " " and not "\ufff0" <= c <= "\uffff")
    across = _steps(attribute(code, "DeltaX"), len(text))
    down = _steps(attribute(code, "DeltaY"), len(text))
    if not across and not down:
        across = [size if _wide(character) else size / 2 for character in text]
    dx = dy = 0.0
    for index, character in enumerate(text):
        yield character, dx, dy
        dx += across[index] if index < len(across) else 0.0
        dy += down[index] if index < len(down) else 0.0


def _steps(told: str | None, most: int) -> list[float]:
    """Distances as written: figures, and `g n d` for n times d. The last one goes on when characters are left."""
    words = (told or "").split()
    steps: list[float] = []
    index = 0
    while index < len(words) and len(steps) < most:
        if words[index] == "g" and index + 2 < len(words):
            times = _numbers(words[index + 1]) or [0.0]
            steps += [(_numbers(words[index + 2]) or [0.0])[0]] * int(min(max(times[0], 0), most))
            index += 3
        else:
            steps += _numbers(words[index])
            index += 1
    return steps + steps[-1:] * (most - len(steps))


def _matrix(told: list[float]) -> Matrix:
    return (told[0], told[1], told[2], told[3], told[4], told[5]) if len(told) == 6 else (1, 0, 0, 1, 0, 0)


def _numbers(told: str | None) -> list[float]:
    """The figures of an attribute; what is none, or too large to be a place on paper, ends them."""
    numbers: list[float] = []
    for word in (told or "").split():
        try:
            number = float(word)
        except ValueError:
            break
        if not abs(number) < 1e6:
            break
        numbers.append(number)
    return numbers


def _words(parent: Element | None, name: str) -> str:
    found = child(parent, name)
    return (found.text or "").strip() if found is not None else ""
