"""Heads and feet of a Word file's sections: the file's title and what the section tells, and the page's number.

The head is a field that follows the first heading of a page; what it shows until it is worked out is the section's own,
for programs that do not know the field. Knows looks and XML; no sheet.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.formats.docx_looks import Look
from app.formats.docx_styles import section
from app.formats.docx_xml import PROLOGUE, SPACES, TAB, field, paragraph, run

_LONGEST = 24


class Margins:
    """Makes the parts as sections refer to them; every section of the text has its own head, all share the feet."""

    def __init__(self, title: str, look: Look) -> None:
        self.parts: dict[str, str] = {}
        self._title = _cut(title)
        self._look = look
        self._heads: dict[str, str] = {}

    def told(self, headings: Sequence[str]) -> str:
        """The properties of a section with these headings of the first depth."""
        words = _cut(headings[0]) + (" 等" if len(headings) > 1 else "") if headings else ""
        return section(self._look, self._references(field("STYLEREF 1", run(words))))

    def listed(self) -> str:
        """The properties of the section that holds the contents."""
        return section(self._look, self._references(run("目录")))

    def _references(self, where: str) -> str:
        made = ""
        if self._look.head:
            if where not in self._heads:
                self._heads[where] = name = f"header{len(self._heads) + 1}"
                inner = paragraph("Header", run(self._title) + TAB + where)
                self.parts[name] = f"{PROLOGUE}<w:hdr {SPACES}>{inner}</w:hdr>"
            made += f'<w:headerReference w:type="default" r:id="{self._heads[where]}"/>'
        page = run("— ") + field("PAGE", run("1")) + run(" —")
        sides = (("default", "right"), ("even", "left")) if self._look.official else (("default", "center"),)
        for number, (kind, side) in enumerate(sides, 1):
            inner = paragraph("Footer", page, more=f'<w:jc w:val="{side}"/>')
            self.parts[f"footer{number}"] = f"{PROLOGUE}<w:ftr {SPACES}>{inner}</w:ftr>"
            made += f'<w:footerReference w:type="{kind}" r:id="footer{number}"/>'
        return made


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
