"""The parts of a Word file as one package: the same parts always make the same bytes.

Knows the package; no sheet. No name of a person or a machine goes in.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

from app.formats.docx_looks import Look
from app.formats.docx_pictures import relation
from app.formats.docx_styles import fonts, styles
from app.formats.docx_xml import PROLOGUE, SPACES, escaped

_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def package(
    parts: Mapping[str, str], look: Look, title: str, made_on: str, pictures: Mapping[str, bytes] | None = None
) -> bytes:
    """Put a file together.

    Args:
        parts: XML by name without folder and ending: document, and what it refers to (comments, footnotes, header1…).
        look: Its styles and fonts.
        title: Told to programs that list files.
        made_on: The day in words, 2026年11月22日.
        pictures: By the names of their files, which text and comments refer to.
    """
    drawn = dict(pictures or {})
    whole = dict(parts) | {
        "styles": styles(look),
        "fontTable": fonts(look),
        "settings": _settings(look, footnotes="footnotes" in parts),
    }
    files = {
        "[Content_Types].xml": _types(whole),
        "_rels/.rels": _ROOT,
        "docProps/core.xml": _core(title, made_on),
        "docProps/app.xml": _APP,
        "word/_rels/document.xml.rels": _relations(whole, drawn),
        **{f"word/{name}.xml": text for name, text in whole.items()},
    }
    if drawn and "comments" in whole:
        files["word/_rels/comments.xml.rels"] = _relations({}, drawn)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(_entry(name, zipfile.ZIP_DEFLATED), text.encode("utf-8"))
        for name, data in drawn.items():
            archive.writestr(_entry(f"word/media/{name}", zipfile.ZIP_STORED), data)
    return made.getvalue()


def _entry(name: str, how: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = how
    entry.create_system = 0
    return entry


def _kind(name: str) -> str:
    return name.rstrip("0123456789")


def _types(parts: Mapping[str, str]) -> str:
    listed = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}'
        f'{"document.main" if name == "document" else _kind(name)}+xml"/>'
        for name in parts
    )
    return (
        f'{PROLOGUE}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
        f"{listed}"
        '<Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
    )


def _relations(parts: Mapping[str, str], pictures: Mapping[str, bytes]) -> str:
    """Every part by its own name: `header1` is the relation `header1`; and the pictures."""
    listed = "".join(
        f'<Relationship Id="{name}" Type="{_KINDS}{_kind(name)}" Target="{name}.xml"/>'
        for name in parts
        if name != "document"
    ) + "".join(
        f'<Relationship Id="{relation(name)}" Type="{_KINDS}image" Target="media/{name}"/>' for name in pictures
    )
    return f'{PROLOGUE}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}</Relationships>'


_ROOT = (
    f'{PROLOGUE}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_KINDS}officeDocument" Target="word/document.xml"/>'
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"'
    ' Target="docProps/core.xml"/>'
    f'<Relationship Id="rId3" Type="{_KINDS}extended-properties" Target="docProps/app.xml"/></Relationships>'
)
_APP = (
    f'{PROLOGUE}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>杏林案库</Application></Properties>"
)


def _core(title: str, made_on: str) -> str:
    day = re.fullmatch(r"(\d{4})年(\d{1,2})月(\d{1,2})日", made_on)
    when = f"{int(day[1]):04}-{int(day[2]):02}-{int(day[3]):02}T00:00:00Z" if day else ""
    created = f'<dcterms:created xsi:type="dcterms:W3CDTF">{when}</dcterms:created>' if when else ""
    return (
        f'{PROLOGUE}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(title)}</dc:title><dc:language>zh-CN</dc:language>{created}</cp:coreProperties>"
    )


def _settings(look: Look, *, footnotes: bool) -> str:
    notes = (
        '<w:footnotePr><w:numFmt w:val="decimalEnclosedCircleChinese"/><w:numRestart w:val="eachPage"/>'
        '<w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        if footnotes
        else ""
    )
    return (
        f'{PROLOGUE}<w:settings {SPACES}><w:zoom w:percent="100"/>'
        '<w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/><w:defaultTabStop w:val="420"/>'
        + ("<w:evenAndOddHeaders/>" if look.official else "")
        + '<w:characterSpacingControl w:val="compressPunctuation"/>'
        + notes
        + "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
        "<w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )
