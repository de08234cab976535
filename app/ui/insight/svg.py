"""A drawing as SVG: text stays text. Knows drawings; no Qt, no file.

Written here rather than by Qt, whose generator turns every glyph into points of its own printer's grid and names
fonts that are only on this computer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from app.ui.insight.drawing import Box, Words

if TYPE_CHECKING:
    from app.ui.insight.drawing import Drawing, Shape

FAMILIES = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC','Xinglin Hei',sans-serif"
_ANCHORS = {"left": "start", "middle": "middle", "right": "end"}
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML may hold."""
_MIDDLE = 0.36
"""From the middle of a line of such letters down to where they stand, as a share of their size."""


def to_svg(drawing: Drawing, told: str) -> str:
    """The drawing as one SVG document; `told` is what it shows, for those who do not see it."""
    width, height = _number(drawing.width), _number(drawing.height)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' role="img" aria-label={quoteattr(_sound(told))} font-family="{FAMILIES}">'
    )
    return "\n".join([head, f"<title>{escape(_sound(told))}</title>", *map(_shape, drawing.shapes), "</svg>\n"])


def _shape(shape: Shape) -> str:
    if isinstance(shape, Box):
        size = f'width="{_number(shape.width)}" height="{_number(shape.height)}"'
        corner = f' rx="{_number(shape.radius)}"' if shape.radius else ""
        return f'<rect x="{_number(shape.x)}" y="{_number(shape.y)}" {size}{corner} fill="{shape.fill}"/>'
    return _words(shape)


def _words(words: Words) -> str:
    weight = ' font-weight="600"' if words.bold else ""
    return (
        f'<text x="{_number(words.x)}" y="{_number(words.y + _MIDDLE * words.size)}" font-size="{_number(words.size)}"'
        f' fill="{words.ink}" text-anchor="{_ANCHORS[words.align]}"{weight}>{escape(_sound(words.text))}</text>'
    )


def _sound(text: str) -> str:
    return _UNFIT.sub("\ufffd", text)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
