"""Pictures in a Word file: each stored once, shown as large as it is and no larger than where it stands.

Knows pictures and the XML; no sheet.
"""

from __future__ import annotations

import re

from app.formats.docx_xml import escaped
from app.formats.images import Image

ROOM, TALLEST = 220.0, 310.0
"""Points of width where nothing else is said, and of height anywhere."""
_POINT = 12_700
"""The measure of drawings in a point."""
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_HIGH = re.compile(r'<wp:extent cx="[0-9]+" cy="([0-9]+)"/>')


class Drawn:
    """Collects the pictures of one file."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        """By the name of the file, which tells its relation as well."""
        self._count = 0

    def run(self, one: Image, words: str, room: float) -> str:
        """A picture as a run; `words` are for those who cannot see it."""
        self._count += 1
        self.files[one.file] = one.data
        wide, tall = (round(length * _POINT) for length in one.fitted(room, TALLEST))
        told = f'id="{self._count}" name="{one.file}" descr="{escaped(words)}"'
        size = f'cx="{wide}" cy="{tall}"'
        return (
            f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0"'
            f' distR="0"><wp:extent {size}/><wp:docPr {told}/><a:graphic xmlns:a="{_DRAWING}/main">'
            f'<a:graphicData uri="{_DRAWING}/picture"><pic:pic xmlns:pic="{_DRAWING}/picture">'
            f"<pic:nvPicPr><pic:cNvPr {told}/><pic:cNvPicPr/></pic:nvPicPr>"
            f'<pic:blipFill><a:blip r:embed="{relation(one.file)}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing></w:r>"
        )


def relation(file: str) -> str:
    """The id by which a part refers to a picture's file."""
    return f"picture{file.partition('.')[0]}"


def height(xml: str) -> float:
    """Points the pictures in some XML are high, one below the other."""
    return sum(int(found) for found in _HIGH.findall(xml)) / _POINT
