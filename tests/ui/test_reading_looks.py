import re

import pytest

from app.ui import theme
from app.ui.reading.looks import sheet

PAIRS = (
    ("ink", "accent_soft"),
    ("ink", "green_soft"),
    ("soft_ink", "accent_soft"),
    ("soft_ink", "green_soft"),
    ("muted", "field"),
    ("muted", "bg"),
    ("accent_ink", "paper"),
    ("accent_ink", "field"),
    ("on_neutral", "neutral"),
    ("on_green", "green_fill"),
    ("green", "field"),
    ("warn", "warn_soft"),
    ("ink", "yellow"),
    ("ink", "blue"),
    ("ink", "green_mark"),
    ("ink", "pink"),
)
"""(letters, ground) as they meet on the desk."""


@pytest.mark.parametrize("palette", theme.PALETTES.values(), ids=theme.PALETTES)
def test_letters_on_the_desk_can_be_read_in_every_theme(palette):
    for ink, ground in PAIRS:
        assert theme.contrast(getattr(palette, ink), getattr(palette, ground)) >= 4.5, (ink, ground)


@pytest.mark.parametrize("palette", theme.PALETTES.values(), ids=theme.PALETTES)
def test_the_style_sheet_is_filled_in_completely(palette):
    filled = sheet(palette)
    assert "$" not in filled.split("*/", 1)[1]
    assert filled.count("{") == filled.count("}")
    assert re.search(r"#[0-9a-f]{6}", filled)
