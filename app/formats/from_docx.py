"""Word's docx: paragraphs, tables, text boxes, notes and automatic numbers, with tracked changes as if accepted.

The parts are read straight from the package, not through a document model: what other programs write is often not
quite what the model expects, and only the text is wanted. Headers, footers and comments are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from app.formats.document import Document
from app.formats.docx_numbers import Numbers
from app.formats.kinds import foreign
from app.formats.package import Package, attribute, child, local
from app.messages import Trouble

_DROPPED = frozenset(
    [
        "del",
        "moveFrom",
        "delText",
        "delInstrText",
        "instrText",
        "pPr",
        "rPr",
        "sectPr",
        "tblPr",
        "tblGrid",
        "trPr",
        "tcPr",
        "sdtPr",
        "sdtEndPr",
        "rt",
        "fldData",
        "commentReference",
        "annotationRef",
        "footnoteRef",
        "endnoteRef",
        "separator",
        "continuationSeparator",
    ]
)
_WRITTEN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_NOBODY = frozenset(
    [
        "administrator",
        "admin",
        "user",
        "微软用户",
        "microsoft",
        "windows",
        "用户",
        "office",
        "python-docx",
        "lenovo",
        "dell",
        "hp",
        "pc",
        "thinkpad",
    ]
)
_NO_TITLES = ("word document", "microsoft word", "无标题", "文档1", "document1")


def parse(data: bytes, suffix: str = ".docx") -> Document:
    """A docx's document.

    Raises:
        Trouble: `broken`, `password`, `unpacked`, `no_text`, or `suffix`/`binary` for some other kind of package.
    """
    package = Package(data)
    main = _main_part(package)
    if main is None:
        raise Trouble("broken") if suffix in (".docx", ".docm") else foreign(suffix)
    root = package.xml(main)
    body = child(root, "body")
    if body is None:
        raise Trouble("broken")
    folder = main.rpartition("/")[0]
    reader = _Reader(Numbers(package.xml(f"{folder}/numbering.xml"), package.xml(f"{folder}/styles.xml")))
    lines = list(reader.blocks(body))
    for kind in ("footnote", "endnote"):
        lines += reader.notes(package.xml(f"{folder}/{kind}s.xml"), kind)
    text = "\n".join(lines).replace("\r", "").strip("\n")
    if not text.strip():
        raise Trouble("no_text")
    title, author = _core(package)
    return Document(text=text, encoding="docx", title=title, author=author)


class _Reader:
    """Turns elements into lines, remembering the notes it passed and the numbers it gave."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._noted: dict[tuple[str, str], int] = {}

    def blocks(self, parent: Element) -> Iterator[str]:
        """The lines of a body, cell or text box."""
        open_line = ""
        for element in parent:
            name = local(element)
            if name == "p":
                text, boxes = self._paragraph(element)
                if child(element, "pPr", "rPr", "del") is not None:  # the paragraph's end was deleted
                    open_line += text
                else:
                    yield open_line + text
                    open_line = ""
                yield from boxes
            elif name == "tbl":
                yield from self._table(element)
            elif name == "AlternateContent":
                yield from self.blocks(_alternative(element))
            elif name not in _DROPPED:
                yield from self.blocks(element)
        if open_line:
            yield open_line

    def notes(self, root: Element | None, kind: str) -> list[str]:
        """The notes that were referred to, each led by the number its reference shows."""
        found = {attribute(note, "id"): note for note in root or () if local(note) == kind}
        lines = []
        for (wanted, id_), number in self._noted.items():
            if wanted == kind and id_ in found:
                text = "\n".join(self.blocks(found[id_])).strip()
                lines.append(f"[{number}] {text}")
        return lines

    def _table(self, table: Element) -> Iterator[str]:
        """Rows as lines, cells separated by tabs; a cell of several paragraphs keeps them as lines."""
        for row in _through(table, "tr"):
            if child(row, "trPr", "del") is not None:
                continue
            cells = [
                "\n".join(self.blocks(cell)).strip("\n")
                for cell in _through(row, "tc")
                if child(cell, "tcPr", "cellDel") is None
            ]
            if any(cell.strip() for cell in cells):
                yield "\t".join(cells)

    def _paragraph(self, paragraph: Element) -> tuple[str, list[str]]:
        boxes: list[str] = []
        text = "".join(self._words(paragraph, boxes))
        number = self._numbers.next(paragraph) if text.strip() else ""
        return number + text, boxes

    def _words(self, parent: Element, boxes: list[str]) -> Iterator[str]:
        for element in parent:
            name = local(element)
            if name == "t":
                yield element.text or ""
            elif name in _WRITTEN:
                yield _WRITTEN[name]
            elif name in ("footnoteReference", "endnoteReference"):
                yield self._reference(element, name.removesuffix("Reference"))
            elif name == "txbxContent":
                boxes.extend(line for line in self.blocks(element) if line.strip())
            elif name == "AlternateContent":
                yield from self._words(_alternative(element), boxes)
            elif name == "r" and child(element, "rPr", "vanish") is not None:
                continue
            elif name not in _DROPPED and len(element):
                yield from self._words(element, boxes)

    def _reference(self, element: Element, kind: str) -> str:
        key = (kind, attribute(element, "id") or "")
        return f"[{self._noted.setdefault(key, len(self._noted) + 1)}]"


def _through(parent: Element, wanted: str) -> Iterator[Element]:
    """The children of a name, also those wrapped in content controls or insertions."""
    for element in parent:
        name = local(element)
        if name == wanted:
            yield element
        elif name not in _DROPPED and name not in ("tbl", "p"):
            yield from _through(element, wanted)


def _alternative(element: Element) -> Element:
    """The first choice of two ways to say the same, else the fallback."""
    choices = [each for each in element if local(each) in ("Choice", "Fallback")]
    return choices[0] if choices else Element("none")


def _main_part(package: Package) -> str | None:
    """The name of the text's part, found by its relationship, else by its usual name."""
    for relation in package.xml("_rels/.rels") or ():
        if (attribute(relation, "Type") or "").endswith("/officeDocument"):
            target = (attribute(relation, "Target") or "").lstrip("/")
            if target in package and target.endswith(".xml") and target.startswith("word"):
                return target
    return "word/document.xml" if "word/document.xml" in package else None


def _core(package: Package) -> tuple[str | None, str | None]:
    """Title and author of the core properties; what programs fill in by themselves, as dates, counts as nothing."""
    try:
        root = package.xml("docProps/core.xml")
    except Trouble:
        return None, None
    told = {local(element): (element.text or "").strip() for element in root or ()}
    title, author = told.get("title", ""), told.get("creator", "")
    return (
        title if title and not title.lower().startswith(_NO_TITLES) else None,
        author if author and not set(author.lower().split()) <= _NOBODY else None,
    )
