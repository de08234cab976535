"""The text of a Word file as it grows: paragraphs, headings with their bookmarks, pages counted along.

Knows looks and XML; no sheet.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.formats.docx_looks import Look
from app.formats.docx_notes import Asides
from app.formats.docx_pages import Pages
from app.formats.docx_xml import (
    TAB,
    clean,
    field,
    field_end,
    field_start,
    look,
    paragraph,
    run,
    told,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: depth from 1, words, bookmark, page from 1 on."""

    depth: int
    words: str
    mark: str
    page: int


class Story:
    """Takes paragraphs in order. `depth` is how deep headings stand in the contents."""

    def __init__(self, look: Look, depth: int) -> None:
        self.look = look
        self.depth = depth
        self.asides = Asides()
        self.entries: list[Entry] = []
        self.pages = Pages(look)
        self._parts: list[str] = []
        self._marks = 0

    def say(self, style: str, text: str, inner: str | None = None, *, fresh: bool = False, more: str = "") -> None:
        """A paragraph; `inner` is its runs where they are not simply the text's."""
        if fresh:
            self.pages.turn()
        self.pages.add(self.look.styles[style], text)
        self._parts.append(paragraph(style, run(text) if inner is None else inner, fresh=fresh, more=more))

    def head(self, depth: int, text: str, *, before: str = "", after: str = "", fresh: bool = False) -> None:
        """A heading; `before` and `after` are marks around its words that are not part of them."""
        style = f"Heading{depth}"
        words = told(text)
        if fresh:
            self.pages.turn()
        page = self.pages.add(self.look.styles[style], words)
        inner = run(words)
        if depth <= self.depth:
            self._marks += 1
            mark = f"_Toc{self._marks:08}"
            number = f'w:id="{self._marks}"'
            inner = f'<w:bookmarkStart {number} w:name="{mark}"/>{inner}<w:bookmarkEnd {number}/>'
            self.entries.append(Entry(depth, words, mark, page))
        self._parts.append(paragraph(style, before + inner + after, fresh=fresh))

    def put(self, xml: str, text: str = "", style: str = "Normal", *, share: float = 1, height: float = 0) -> None:
        """Anything else, with the text by which its height is told, or the height itself."""
        if height:
            self.pages.spend(height)
        else:
            self.pages.add(self.look.styles[style], text, share=share)
        self._parts.append(xml)

    @property
    def xml(self) -> str:
        """All of it."""
        return "".join(self._parts)


def contents(entries: list[Entry], look_: Look, offset: int) -> tuple[str, int]:
    """The contents as a field that Word renews, filled in already.

    Args:
        entries: What is in the text.
        look_: Its page.
        offset: Pages before the text that are counted with it; None of the contents' own.

    Returns:
        Its paragraphs, and how many pages it takes.
    """
    depth = max((entry.depth for entry in entries), default=1)
    pages = Pages(look_)
    pages.add(look_.styles["TOCHeading"], "目录")
    for entry in entries:
        pages.add(look_.styles[f"TOC{entry.depth}"], entry.words)
    start = field_start(f'TOC \\o "1-{depth}" \\h \\z')
    shift = offset + pages.page if offset else 0
    lines = []
    for number, entry in enumerate(entries):
        shown = run(clean(entry.words)) + TAB + field(f"PAGEREF {entry.mark} \\h", _plain(str(entry.page + shift)))
        linked = f'<w:hyperlink w:anchor="{entry.mark}" w:history="1">{shown}</w:hyperlink>'
        lines.append(paragraph(f"TOC{entry.depth}", ("" if number else start) + linked))
    if not lines:
        lines.append(paragraph("TOC1", start))
    lines[-1] = lines[-1].removesuffix("</w:p>") + field_end() + "</w:p>"
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
    heading = paragraph("TOCHeading", run("目　录"))
    return (
        f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{heading}{''.join(lines)}</w:sdtContent></w:sdt>",
        pages.page,
    )


def _plain(text: str) -> str:
    return run(text, look(""))
