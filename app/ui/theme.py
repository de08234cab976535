"""Colours, measures and letters of the window. Knows nothing of libraries, cases or widgets.

Colours are checked: every pair in `TEXT_PAIRS` has a contrast of at least 4.5 : 1 in every palette. Sizes are
device independent pixels; the reader's scale is applied by Qt to the whole window (see `app.ui.app`), never here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QFont, QPalette

from app import paths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.settings import ThemeName
    from db.records import Colour

SANS = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC",
    "HarmonyOS Sans SC", "Noto Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei",
    "Xinglin Hei",
)  # fmt: skip
SERIF = (
    "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "STSong", "SimSun", "Noto Serif SC",
    "AR PL UMing CN", "Xinglin Song",
)  # fmt: skip
BODY, SMALL, TINY = 13, 12, 11
"""Sizes of the interface's letters in pixels."""


@dataclass(frozen=True, slots=True)
class Palette:
    """One theme's colours, as `#rrggbb`. `*_soft` are chip grounds, `on_*` the letters on them."""

    name: ThemeName
    dark: bool
    ink: str
    soft_ink: str
    """Snippets: between ink and muted."""
    muted: str
    line: str
    bg: str
    """Side panel and notes."""
    panel: str
    """Top bar, list and status bar."""
    paper: str
    """Ground of the reading text."""
    field: str
    """Cards, buttons and boxes to type in."""
    hover: str
    accent: str
    """Lines and filled shapes; for letters use `accent_ink`."""
    accent_ink: str
    accent_soft: str
    on_accent_soft: str
    green: str
    """As letters and as filled shape without letters."""
    green_fill: str
    on_green: str
    green_soft: str
    on_green_soft: str
    neutral: str
    on_neutral: str
    yellow: str
    blue: str
    green_mark: str
    pink: str
    """Grounds of highlighted text."""
    yellow_edge: str
    blue_edge: str
    green_edge: str
    pink_edge: str
    """Edges of note cards."""
    bar: str
    box: str
    """Outline of an empty check box."""
    tile: str
    tile_ink: str
    tile_1: str
    tile_2: str
    tile_2_ink: str
    tile_3: str
    tile_3_ink: str
    focus: str
    warn: str
    warn_soft: str

    def mark(self, colour: Colour) -> str:
        """The ground of a highlight."""
        return {"yellow": self.yellow, "blue": self.blue, "green": self.green_mark, "pink": self.pink}[colour]

    def edge(self, colour: Colour) -> str:
        """The edge of a note card."""
        edges = {
            "yellow": self.yellow_edge,
            "blue": self.blue_edge,
            "green": self.green_edge,
            "pink": self.pink_edge,
        }
        return edges[colour]


LIGHT = Palette(
    name="light", dark=False,
    ink="#1f2723", soft_ink="#3d4741", muted="#5f6963", line="#e3e1d8",
    bg="#f6f4ee", panel="#fbfaf6", paper="#fffdf8", field="#ffffff", hover="#eeebe2",
    accent="#c4572f", accent_ink="#b04823", accent_soft="#f6e3d7", on_accent_soft="#8a3a1b",
    green="#2f5d50", green_fill="#2f5d50", on_green="#ffffff", green_soft="#e4eee9", on_green_soft="#2f5d50",
    neutral="#eceae2", on_neutral="#555555",
    yellow="#fbe9a9", blue="#d6e6f5", green_mark="#d9eed3", pink="#f8dbe4",
    yellow_edge="#e6c34a", blue_edge="#7fb0dc", green_edge="#8cc47c", pink_edge="#dc8aa6",
    bar="#d9c9b9", box="#86857d",
    tile="#ebe8de", tile_ink="#62625a", tile_1="#f3d9c8", tile_2="#e9b899", tile_2_ink="#5c2a12",
    tile_3="#bd5029", tile_3_ink="#ffffff", focus="#c4572f", warn="#9a3412", warn_soft="#fdeee4",
)  # fmt: skip
SEPIA = Palette(
    name="sepia", dark=False,
    ink="#3a2e22", soft_ink="#4d3f30", muted="#6a5a44", line="#dccfb4",
    bg="#efe5d0", panel="#f4ecdb", paper="#f9f2e3", field="#fdf8ec", hover="#e7dbc1",
    accent="#b5502a", accent_ink="#9c411d", accent_soft="#efd5bd", on_accent_soft="#7c3414",
    green="#3d5a41", green_fill="#3d5a41", on_green="#ffffff", green_soft="#dfe4cd", on_green_soft="#34502f",
    neutral="#e5dac2", on_neutral="#574a37",
    yellow="#f3dd8e", blue="#cfdcdf", green_mark="#d3e0b8", pink="#efcfc9",
    yellow_edge="#d3ab34", blue_edge="#7fa3b5", green_edge="#8fae66", pink_edge="#cf8273",
    bar="#cdb798", box="#857962",
    tile="#e4d9c1", tile_ink="#5f5340", tile_1="#efcdb0", tile_2="#e0a982", tile_2_ink="#53250d",
    tile_3="#a94822", tile_3_ink="#ffffff", focus="#b5502a", warn="#8c2f0e", warn_soft="#f4dcc8",
)  # fmt: skip
DARK = Palette(
    name="dark", dark=True,
    ink="#e6e4dc", soft_ink="#c6c8c0", muted="#a3aba5", line="#363c38",
    bg="#191c1a", panel="#1e2220", paper="#212523", field="#2a2f2c", hover="#2f3531",
    accent="#d9693d", accent_ink="#ee9069", accent_soft="#4a2e22", on_accent_soft="#f4bb9f",
    green="#8cc7b2", green_fill="#2f6657", on_green="#ffffff", green_soft="#24392f", on_green_soft="#a5d8c5",
    neutral="#343a36", on_neutral="#c3c8c2",
    yellow="#5d4d16", blue="#274462", green_mark="#2c4d2e", pink="#5c3044",
    yellow_edge="#cba636", blue_edge="#6298c8", green_edge="#74ab66", pink_edge="#c5718f",
    bar="#5d4a3c", box="#7c857e",
    tile="#2c312e", tile_ink="#a9b0aa", tile_1="#4b3226", tile_2="#7a432a", tile_2_ink="#ffe0cf",
    tile_3="#c25429", tile_3_ink="#ffffff", focus="#ee9069", warn="#f4a27f", warn_soft="#41281d",
)  # fmt: skip
CONTRAST = Palette(
    name="contrast", dark=True,
    ink="#ffffff", soft_ink="#ffffff", muted="#e0e0e0", line="#9a9a9a",
    bg="#000000", panel="#000000", paper="#000000", field="#0d0d0d", hover="#2b2b2b",
    accent="#ffb000", accent_ink="#ffc23d", accent_soft="#3d2b00", on_accent_soft="#ffd97a",
    green="#7dffcf", green_fill="#7dffcf", on_green="#000000", green_soft="#003d2a", on_green_soft="#a9ffe0",
    neutral="#333333", on_neutral="#ffffff",
    yellow="#5e4a00", blue="#003f7d", green_mark="#00501a", pink="#6e0f3f",
    yellow_edge="#ffd400", blue_edge="#5ab4ff", green_edge="#4dff7a", pink_edge="#ff7ab8",
    bar="#b57d00", box="#ffffff",
    tile="#1f1f1f", tile_ink="#ffffff", tile_1="#4d3500", tile_2="#7a5500", tile_2_ink="#ffffff",
    tile_3="#ffb000", tile_3_ink="#000000", focus="#ffff00", warn="#ffc23d", warn_soft="#3d1f00",
)  # fmt: skip
PALETTES: dict[str, Palette] = {p.name: p for p in (LIGHT, SEPIA, DARK, CONTRAST)}
TITLES: dict[ThemeName, str] = {"light": "暖纸", "sepia": "羊皮纸", "dark": "夜间", "contrast": "高对比", "own": "自定"}

_GROUNDS = ("bg", "panel", "paper", "field")
TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *((ink, ground) for ink in ("ink", "soft_ink", "muted", "accent_ink", "green") for ground in _GROUNDS),
    ("ink", "hover"), ("muted", "hover"), ("soft_ink", "hover"), ("accent_ink", "hover"), ("muted", "green_soft"),
    ("on_accent_soft", "accent_soft"), ("on_green", "green_fill"), ("on_green_soft", "green_soft"),
    ("on_neutral", "neutral"), ("ink", "yellow"), ("ink", "blue"), ("ink", "green_mark"), ("ink", "pink"),
    ("tile_ink", "tile"), ("tile_2_ink", "tile_1"), ("tile_2_ink", "tile_2"), ("tile_3_ink", "tile_3"),
    ("warn", "warn_soft"), ("warn", "panel"), ("ink", "warn_soft"),
)  # fmt: skip
"""(letters, ground) as they meet in the window."""
SHAPE_PAIRS: tuple[tuple[str, str], ...] = (
    *((shape, ground) for shape in ("box", "focus", "accent") for ground in (*_GROUNDS, "hover", "neutral")),
    ("focus", "green_soft"), ("focus", "warn_soft"), ("field", "accent"),
)  # fmt: skip
"""(shape, ground) where a shape alone says something: at least 3 : 1. Frames of boxes, what has the keyboard."""


def named(name: str) -> Palette:
    """The palette of that name, the light one when there is none."""
    return PALETTES.get(name, LIGHT)


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast of two `#rrggbb` colours, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def sans(size: int = BODY, *, bold: bool = False) -> QFont:
    """The interface's letters (Hei); `size` in pixels."""
    return _font(SANS, size, bold=bold)


def serif(size: int = 16, *, bold: bool = False) -> QFont:
    """The reading letters (Song); `size` in pixels."""
    return _font(SERIF, size, bold=bold)


_lent: list[str] = []
"""Families for rare characters and other scripts, in the order they were loaded; none as a rule."""


def lend(families: Sequence[str]) -> None:
    """Let all letters made from now on fall back on these families too."""
    _lent.extend(name for name in families if name not in _lent)


def with_lent(families: Sequence[str]) -> list[str]:
    """The families, and behind them those that were lent."""
    return [*families, *_lent]


def _font(families: Sequence[str], size: int, *, bold: bool) -> QFont:
    font = QFont(with_lent(families))
    font.setPixelSize(size)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font


@cache
def _template() -> str:
    return paths.resource("style", "window.qss").read_text(encoding="utf-8")


def stylesheet(palette: Palette, scale: float = 1.0) -> str:
    """The style sheet of the window; `scale` multiplies every `px` (1 when Qt scales the window itself)."""
    filled = re.sub(r"\$(\w+)", lambda found: str(getattr(palette, found[1])), _template())
    filled = filled.replace("@icons", paths.resource("icons", "dark" if palette.dark else "light").as_posix())
    if scale == 1.0:
        return filled
    return re.sub(r"(\d+(?:\.\d+)?)px", lambda found: f"{float(found[1]) * scale:.3g}px", filled)


def qt_palette(palette: Palette) -> QPalette:
    """The same colours for the parts Qt draws natively (menus, file dialogs, tool tips, selections)."""
    role = QPalette.ColorRole
    made = QPalette()
    for which, colour in {
        role.Window: palette.bg, role.WindowText: palette.ink,
        role.Base: palette.field, role.AlternateBase: palette.bg, role.Text: palette.ink,
        role.Button: palette.field, role.ButtonText: palette.ink, role.BrightText: palette.accent_ink,
        role.Highlight: palette.green_fill, role.HighlightedText: palette.on_green,
        role.ToolTipBase: palette.field, role.ToolTipText: palette.ink, role.PlaceholderText: palette.muted,
        role.Link: palette.accent_ink, role.LinkVisited: palette.accent_ink,
        role.Light: palette.field, role.Midlight: palette.panel, role.Mid: palette.line,
        role.Dark: palette.box, role.Shadow: palette.box,
    }.items():  # fmt: skip
        made.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(palette.muted))
    return made
