"""Words as WordprocessingML: escaped text, runs, paragraphs, fields. Children stand in the order the schema wants.

Knows the vocabulary of the format; no sheet and no layout.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from app.formats.glyphs import visible
from db.records import Colour

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
PROLOGUE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
GROUNDS: dict[Colour, str] = {"yellow": "FBE9A9", "blue": "D6E6F5", "green": "D9EED3", "pink": "F8DBE4"}
EDGES: dict[Colour, str] = {"yellow": "E6C34A", "blue": "7FB0DC", "green": "8CC47C", "pink": "DC8AA6"}
_NONE = re.compile("[\ufffe\uffff]")
"""The two that XML forbids and Unicode does not count as controls."""
_CHINESE = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_UNBROKEN = re.compile("[\x21-\u02ff]{24}")
_CLAUSE = re.compile(r"\s+")
TWIPS = 20
"""Twentieths of a point, the format's measure, in a point."""


def clean(text: str) -> str:
    """Text without what cannot be seen or written."""
    return _NONE.sub("", visible(text))


def told(text: str) -> str:
    """Clean text on one line, without blanks around it."""
    return _CLAUSE.sub(" ", clean(text)).strip() if "\u3000" not in text else clean(text).strip()


def escaped(text: str) -> str:
    """Clean text for an element or an attribute."""
    return html.escape(clean(text))


def twips(points: float) -> int:
    """Points in the format's measure."""
    return round(points * TWIPS)


def look(
    text: str,
    *,
    style: str = "",
    font: str = "",
    bold: bool = False,
    italic: bool = False,
    struck: bool = False,
    colour: str = "",
    size: float = 0,
    colours: Sequence[Colour] = (),
    raised: bool = False,
    plain: bool = False,
) -> str:
    """A run's properties.

    Of several highlights the first is the ground, the second a line below, the third a frame; where it is `plain` all
    of them are one black line below.

    Marks that Chinese and Latin share (quotes, dashes, dots) are Chinese where the run is.
    """
    under = '<w:u w:val="single"/>' if plain and colours else ""
    colours = () if plain else colours
    hint = ' w:hint="eastAsia"' if _CHINESE.search(text) else ""
    fonts = f' w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"' if font else ""
    parts = [
        f'<w:rStyle w:val="{style}"/>' if style else "",
        f"<w:rFonts{hint}{fonts}/>" if hint or fonts else "",
        "<w:b/>" if bold else "",
        "<w:i/>" if italic else "",
        "<w:strike/>" if struck else "",
        f'<w:color w:val="{colour}"/>' if colour else "",
        f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else "",
        under,
        f'<w:u w:val="thick" w:color="{EDGES[colours[1]]}"/>' if len(colours) > 1 else "",
        f'<w:bdr w:val="single" w:sz="6" w:space="0" w:color="{EDGES[colours[2]]}"/>' if len(colours) > 2 else "",
        f'<w:shd w:val="clear" w:color="auto" w:fill="{GROUNDS[colours[0]]}"/>' if colours else "",
        '<w:vertAlign w:val="superscript"/>' if raised else "",
    ]
    inner = "".join(parts)
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def run(text: str, properties: str | None = None) -> str:
    """A run of text; with its own properties, or those its characters ask for."""
    seen = clean(text)
    if not seen:
        return ""
    shown = look(seen) if properties is None else properties
    return f'<w:r>{shown}<w:t xml:space="preserve">{html.escape(seen, quote=False)}</w:t></w:r>'


TAB = "<w:r><w:tab/></w:r>"
BREAK = "<w:r><w:br/></w:r>"


def paragraph(style: str, inner: str, *, fresh: bool = False, with_next: bool = False, more: str = "") -> str:
    """A paragraph. `fresh` begins a page; `more` holds properties from spacing on, in the schema's order."""
    properties = (
        f'<w:pStyle w:val="{style}"/>'
        + ("<w:keepNext/>" if with_next else "")
        + ("<w:pageBreakBefore/>" if fresh else "")
        + more
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def wrapping(text: str) -> str:
    """What lets a long code or address in a paragraph break within its letters, before its spacing; else nothing."""
    return '<w:wordWrap w:val="0"/>' if _UNBROKEN.search(text) else ""


def field(instruction: str, shown: str, properties: str = "") -> str:
    """A field with the result shown until it is next worked out; `shown` is runs."""
    return field_start(instruction, properties) + shown + field_end(properties)


def field_start(instruction: str, properties: str = "") -> str:
    """The beginning of a field whose result goes on for several paragraphs."""
    words = html.escape(instruction, quote=False)
    return (
        f'<w:r>{properties}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{properties}<w:instrText xml:space="preserve"> {words} </w:instrText></w:r>'
        f'<w:r>{properties}<w:fldChar w:fldCharType="separate"/></w:r>'
    )


def field_end(properties: str = "") -> str:
    """The end of a field."""
    return f'<w:r>{properties}<w:fldChar w:fldCharType="end"/></w:r>'


def link(target: str, inner: str) -> str:
    """Words that lead to an address, as a field: no part needs to know of it."""
    safe = re.sub(r'["\\\s]', lambda mark: f"%{ord(mark.group()):02X}", clean(target))
    return field(f'HYPERLINK "{safe}"', inner)
