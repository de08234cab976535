"""Every theme can be read, and the style sheet knows all its colours."""

import re

import pytest

from app.ui import theme


@pytest.mark.parametrize("name", theme.PALETTES)
def test_letters_stand_out_from_their_ground(name):
    palette = theme.PALETTES[name]
    pale = {
        (ink, ground): round(theme.contrast(getattr(palette, ink), getattr(palette, ground)), 2)
        for ink, ground in theme.TEXT_PAIRS
        if theme.contrast(getattr(palette, ink), getattr(palette, ground)) < 4.5
    }
    assert pale == {}


def test_contrast_is_what_the_standard_says():
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("name", theme.PALETTES)
def test_the_style_sheet_is_filled_in_completely(name):
    filled = theme.stylesheet(theme.PALETTES[name])
    assert not re.search(r"[$@]\w", filled)
    assert theme.PALETTES[name].panel in filled


def test_the_style_sheet_can_be_scaled():
    assert "border-radius: 18px" in theme.stylesheet(theme.LIGHT, 2.0)


def test_an_unknown_theme_is_the_light_one():
    assert theme.named("neon") is theme.LIGHT
