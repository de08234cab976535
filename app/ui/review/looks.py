"""Style sheet and case colours of the review screen. Knows palettes, no widget and no case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QColor

from app import paths
from app.ui import theme

_HUES = {
    False: ("#d98f6c", "#7fa9cf", "#8cbf7b", "#b590c4", "#5fb0a8", "#cf86a0"),
    True: ("#d08a63", "#6298c8", "#74ab66", "#a583bd", "#55a59c", "#c5718f"),
}
"""Edges of neighbouring cases, on light and on dark paper; none is the yellow of a lit source."""
_SHARE = {False: 0.13, True: 0.16}
"""How much of the edge's colour is in the ground."""


@dataclass(frozen=True, slots=True)
class Hue:
    """The colours of one case's pieces."""

    edge: QColor
    ground: QColor


@cache
def _template() -> str:
    return paths.resource("style", "review.qss").read_text(encoding="utf-8")


_SHARED = re.compile(
    r"QToolTip|QMenu|QScrollBar|QCheckBox|QSplitter|QAbstractItemView|QDialog|#(?:action|primary|offer|notice|plain)\b"
)
"""What the screen has in common with the window; the window's other rules would only be tried in vain."""
_RULE = re.compile(r"([^{}]+)\{[^{}]*\}")


@cache
def sheet(palette: theme.Palette) -> str:
    """The style sheet of the screen in one palette's colours."""
    own = re.sub(r"\$(\w+)", lambda found: str(getattr(palette, found[1])), _template())
    window = re.sub(r"/\*.*?\*/", "", theme.stylesheet(palette), flags=re.DOTALL)
    return "".join(rule[0] for rule in _RULE.finditer(window) if _SHARED.search(rule[1])) + own


def hue(palette: theme.Palette, place: int) -> Hue:
    """The colours of the case at a place in its file; below 0 those of pieces outside all cases."""
    if place < 0:
        return Hue(QColor(palette.box), QColor(palette.bg))
    edges = _HUES[palette.dark]
    edge = edges[place % len(edges)]
    return Hue(QColor(edge), QColor(_mixed(palette.paper, edge, _SHARE[palette.dark])))


def _mixed(one: str, other: str, share: float) -> str:
    pairs = zip(*([int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in (one, other)), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)
