"""PDF by its text layer: lines joined to paragraphs, running heads and page numbers left out.

A page that is a picture is recognised when that was asked for and the component is there, else named in a doubt.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from app.formats import recognising
from app.formats.document import Document
from app.formats.pdf_lines import Line, Page, lines_of, paragraphs, without_running
from app.messages import Trouble

_PAGES = 5000
_CHARACTERS = 30_000_000
_PASSWORD = 4
"""FPDF_ERR_PASSWORD."""
_SCRAP = 20
"""Characters below which a page with a picture counts as a scan."""
_SCANS = 300
"""Pages that are recognised of one file."""
_DOTS = 200 / 72
"""Pixels to a point for recognising."""
_SIDE = 2600
_PROGRAM_TITLE = re.compile(
    r"^(?:Microsoft (?:Word|PowerPoint) - |untitled|无标题)|\.(?:docx?|wps|pdf|indd)$", re.IGNORECASE
)


def parse(data: bytes, *, recognise: bool = False) -> Document:
    """A PDF's document.

    Args:
        data: The file.
        recognise: Whether to recognise the words of pages that are pictures, which takes seconds a page.

    Raises:
        Trouble: `password`, `broken` or `no_text`; `scanned` with their number when there are pages to recognise
            and it was not asked for, `no_ocr` when all are such and the component is missing.
    """
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Trouble("password" if error.err_code == _PASSWORD else "broken") from error
    with pdf:
        count = len(pdf)
        pages, scans = _read(pdf, min(count, _PAGES))
        told = pdf.get_metadata_dict(skip_empty=True)
        doubts = [f"文件共 {count} 页，只读了前 {len(pages)} 页。"] if count > len(pages) else []
        if recognise and recognising.available():
            doubts += _recognise(pdf, pages, scans[:_SCANS])
            scans = scans[_SCANS:]
        elif scans and recognising.available():
            raise Trouble("scanned", str(min(len(scans), _SCANS)))
    text = "\n".join(paragraphs(without_running(pages)))
    if not text.strip():
        raise Trouble("no_ocr", recognising.COMPONENT) if scans else Trouble("no_text")
    if scans:
        listed = "、".join(map(str, scans[:10])) + (" 等" if len(scans) > 10 else "")
        doubts.append(f"第 {listed} 页没有文字，可能是扫描图。")
    private = sum("\ue000" <= c <= "\uf8ff" or c == "\ufffd" for c in text)
    if private > 0.1 * len(text):
        doubts.append("这份 PDF 的字体没有标明文字，部分内容可能是乱码。")
    return Document(text=text, encoding="pdf", doubts=tuple(doubts), alternatives=(), **_told(told))


def _read(pdf: Any, count: int) -> tuple[list[Page], list[int]]:  # noqa: ANN401 - pypdfium2 has no types
    """The lines of each page, and the numbers of the pages that are pictures."""
    pages: list[Page] = []
    scans: list[int] = []
    characters = 0
    for number in range(count):
        try:
            page = pdf[number]
            lines = _lines(page)
            if _scanned(page, lines):
                scans.append(number + 1)
            page.close()
        except pypdfium2.PdfiumError:  # one broken page does not cost the others
            lines = []
        pages.append(lines)
        characters += sum(len(line.text) for line in lines)
        if characters > _CHARACTERS:
            break
    return pages, scans


def _scanned(page: Any, lines: Page) -> bool:  # noqa: ANN401
    """Whether a page shows something but has no words, or a picture and hardly any words."""
    words = sum(len(line.text.strip()) for line in lines)
    if words >= _SCRAP:
        return False
    if not words:
        return bool(pdfium.FPDFPage_CountObjects(page))
    return next(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3), None) is not None


def _recognise(pdf: Any, pages: list[Page], scans: list[int]) -> list[str]:  # noqa: ANN401
    """Put the recognised lines of these pages in their places; gives the doubts about them."""
    doubts = []
    for number in scans:
        try:
            page = pdf[number - 1]
            scale = min(_DOTS, _SIDE / max(*page.get_size(), 1.0))
            picture = page.render(scale=scale, rev_byteorder=False, prefer_bgrx=False).to_numpy()
            page.close()
        except pypdfium2.PdfiumError:
            continue
        lines, doubtful = recognising.recognised(picture[:, :, :3])
        pages[number - 1] = lines
        if doubtful:
            doubts.append(recognising.doubt(f"第 {number} 页", doubtful))
    return doubts


def _lines(page: Any) -> list[Line]:  # noqa: ANN401
    """A page's characters with their boxes, gathered into lines where pdfium ends them."""
    layer = page.get_textpage()
    count = layer.count_chars()
    boxes = []
    box = pdfium.FS_RECTF()
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(layer, index)
        character = _character(code)
        if not character:
            continue
        pdfium.FPDFText_GetLooseCharBox(layer, index, box)  # as high as the font, not as the strokes
        boxes.append((character, box.left, box.right, box.bottom, box.top))
    layer.close()
    return lines_of(boxes)


def _character(code: int) -> str:
    """One character of a text layer: radicals as the characters they stand for, without controls and soft hyphens."""
    if code in (0x0A, 0x0D, 0x20, 0x09):
        return chr(code)
    if code in (2, 0xAD, 0xFFFE) or code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return "\u00ad" if code in (2, 0xFFFE) else ""
    if 0x2E80 <= code < 0x2FE0 or 0xF900 <= code < 0xFB00:
        return unicodedata.normalize("NFKC", chr(code))
    return chr(code)


def _told(metadata: dict[str, str]) -> dict[str, str | None]:
    """Title and author; the day the file was made is not the day its words were published."""
    title = metadata.get("Title", "").replace("\0", "").strip()
    author = metadata.get("Author", "").replace("\0", "").strip()
    return {
        "title": title if title and not _PROGRAM_TITLE.search(title) else None,
        "author": author or None,
    }
