"""The text of a Word file as it grows: paragraphs, headings with their bookmarks, pages counted along.

Knows looks and XML; no sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    wrapping,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: depth from 1, words there, bookmark, page from 1 on."""

    depth: int
    words: str
    mark: str
    page: int


class Story:
    """Takes paragraphs in order. `depth` is how deep headings stand in the contents.

    Where a heading of the first depth begins a page, `close` is asked for the properties of the section that ends
    there, by the headings of that depth in it.
    """

    def __init__(self, look: Look, depth: int, close: Callable[[Sequence[str]], str] | None = None) -> None:
        self.look = look
        self.depth = depth
        self._close = close
        self.running: list[str] = []
        """Headings of the first depth in the section that is being told."""
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
        self._parts.append(
            paragraph(style, run(text) if inner is None else inner, fresh=fresh, more=wrapping(text) + more)
        )

    def head(
        self, depth: int, text: str, *, listed: str = "", before: str = "", after: str = "", fresh: bool = False
    ) -> None:
        """A heading; `before` and `after` are marks around its words that are not part of them.

        The contents have `listed` in its stead where there is one.
        """
        style = f"Heading{depth}"
        words = told(text)
        if fresh and depth == 1 and self._close and self._parts:
            self._end(self._close(self.running))
            self.running, fresh = [], False
            self.pages.turn()
        if depth == 1:
            self.running.append(words)
        if fresh:
            self.pages.turn()
        page = self.pages.add(self.look.styles[style], words)
        inner = run(words)
        if depth <= self.depth:
            self._marks += 1
            mark = f"_Toc{self._marks:08}"
            number = f'w:id="{self._marks}"'
            inner = f'<w:bookmarkStart {number} w:name="{mark}"/>{inner}<w:bookmarkEnd {number}/>'
            self.entries.append(Entry(depth, told(listed) or words, mark, page))
        self._parts.append(paragraph(style, before + inner + after, fresh=fresh))

    def put(self, xml: str, text: str = "", style: str = "Normal", *, share: float = 1, height: float = 0) -> None:
        """Anything else, with the text by which its height is told, or the height itself."""
        if height:
            self.pages.spend(height)
        elif text:
            self.pages.add(self.look.styles[style], text, share=share)
        self._parts.append(xml)

    def _end(self, properties: str) -> None:
        """End a section with the last paragraph, so that no line of its own can go to another page."""
        last = self._parts[-1]
        if last.startswith("<w:p>") and last.count("<w:p>") == 1:
            self._parts[-1] = last.replace("</w:pPr>", f"{properties}</w:pPr>", 1)
        else:
            self._parts.append(closing(properties))

    @property
    def xml(self) -> str:
        """All of it."""
        return "".join(self._parts)


def closing(properties: str) -> str:
    """The paragraph a section ends with; it takes no room of its own."""
    small = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    return f'<w:p><w:pPr><w:pStyle w:val="Normal"/>{small}{properties}</w:pPr></w:p>'


def contents(entries: list[Entry], look_: Look, offset: int, above: Sequence[tuple[str, str]] = ()) -> tuple[str, int]:
    """The contents as a field that Word renews, filled in already.

    Args:
        entries: What is in the text.
        look_: Its page.
        offset: Pages before the contents that are counted with them.
        above: (style, words) of the paragraphs that stand on their first page before them.

    Returns:
        Its paragraphs, and how many pages it takes.
    """
    depth = max((entry.depth for entry in entries), default=1)
    pages = Pages(look_)
    for style, words in (*above, ("TOCHeading", "目录")):
        pages.add(look_.styles[style], words)
    for entry in entries:
        pages.add(look_.styles[f"TOC{entry.depth}"], entry.words)
    start = field_start(f'TOC \\o "1-{depth}" \\h \\z')
    shift = offset + pages.page
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
        "".join(paragraph(style, run(words)) for style, words in above)
        + f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{heading}{''.join(lines)}</w:sdtContent></w:sdt>",
        pages.page,
    )


def _plain(text: str) -> str:
    return run(text, look(""))
