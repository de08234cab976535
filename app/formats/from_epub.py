"""Electronic books (epub): the chapters in the order of the book's spine, without contents and navigation."""

from __future__ import annotations

from urllib.parse import unquote
from xml.etree.ElementTree import Element

from app.formats import from_html
from app.formats.document import Document
from app.formats.package import Package, attribute, below, child, local
from app.messages import Trouble

_PAGES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document")
_MOST = 60_000_000
"""Characters after which no further chapter is read."""


def parse(data: bytes) -> Document:
    """A book's document.

    Raises:
        Trouble: `broken`, `password`, `unpacked` or `no_text`.
    """
    package = Package(data)
    name = _rootfile(package)
    root = package.xml(name) if name else None
    if root is None or not name:
        raise Trouble("broken")
    if b"http://www.w3.org/2001/04/xmlenc#" in package.read("META-INF/encryption.xml"):
        raise Trouble("password")
    chapters: list[str] = []
    missing = 0
    for part in _spine(root, name.rpartition("/")[0]):
        if part not in package:
            missing += 1
            continue
        chapters.append(from_html.chapter(package.read(part)))
        if sum(map(len, chapters)) > _MOST:
            break
    text = "\n".join(chapter for chapter in chapters if chapter)
    if not text.strip():
        raise Trouble("no_text")
    title, author, date = _told(child(root, "metadata"))
    doubts = (f"书里有 {missing} 章的文件缺失，没有读到。",) if missing else ()
    return Document(text=text, encoding="epub", title=title, author=author, date=date, doubts=doubts)


def _rootfile(package: Package) -> str | None:
    root = package.xml("META-INF/container.xml")
    for element in root.iter() if root is not None else ():
        path = attribute(element, "full-path")
        if local(element) == "rootfile" and path:
            return below("", path)
    return next((name for name in package.names() if name.endswith(".opf")), None)


def _spine(root: Element, folder: str) -> list[str]:
    """The names of the chapters' parts in reading order, each once."""
    items = {attribute(item, "id"): item for item in _under(root, "manifest", "item")}
    contents = {
        below(folder, unquote((attribute(each, "href") or "").partition("#")[0]))
        for each in _under(root, "guide", "reference")
        if attribute(each, "type") == "toc"
    }
    parts: dict[str, None] = {}
    for reference in _under(root, "spine", "itemref"):
        item = items.get(attribute(reference, "idref"))
        if item is None or (attribute(item, "media-type") or "").lower() not in _PAGES:
            continue
        part = below(folder, unquote(attribute(item, "href") or ""))
        if "nav" not in (attribute(item, "properties") or "").split() and part not in contents:
            parts[part] = None
    return list(parts)


def _under(root: Element, group: str, name: str) -> list[Element]:
    found = child(root, group)
    return [each for each in found if local(each) == name] if found is not None else []


def _told(metadata: Element | None) -> tuple[str | None, str | None, str | None]:
    """Title, author and date; the first of each counts."""
    told: dict[str, str] = {}
    for element in metadata.iter() if metadata is not None else ():
        words = " ".join((element.text or "").split())
        if words:
            told.setdefault(local(element), words)
    date = told.get("date", "")[:10]
    whole = len(date) == 10 and date[4] == date[7] == "-"
    return told.get("title"), told.get("creator"), date if whole else None
