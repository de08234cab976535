"""Letters have a contrast of 4.5 : 1 and shapes that say something 3 : 1, in every theme, wherever they really meet."""

import re

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLineEdit

from app import paths
from app.ui import theme

SHEETS = sorted(paths.resource("style").glob("*.qss"))
GROUNDS = ("bg", "panel", "paper", "field")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
STATE = re.compile(r":!?[a-z-]+")
SHAPES_ONLY = ("QScrollBar", "QProgressBar", "QSlider", "QSplitter", "::")
"""Rules of parts without letters."""


def rules():
    """Every selector of every sheet with what it declares."""
    found = []
    for sheet in SHEETS:
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
        for selectors, body in RULE.findall(text):
            told = dict(re.findall(r"(?:^|[;{\s])([a-z-]+)\s*:\s*([^;]+)", body))
            found += [(sheet.name, one.strip(), told) for one in selectors.split(",")]
    return found


def name(value):
    """A colour of the palette in a declaration; None for anything else."""
    found = re.search(r"\$(\w+)", value or "")
    return found[1] if found else None


def met():
    """Where letters of a rule stand on which ground; those of a state on the ground of the plain rule as well."""
    every = rules()
    plain = {}
    for sheet, selector, told in every:
        if not STATE.search(selector.replace("::", "")):
            ink, ground = name(told.get("color")), name(told.get("background"))
            known = plain.setdefault((sheet, selector), [None, None])
            plain[sheet, selector] = [ink or known[0], ground or known[1]]
    pairs = {}
    for sheet, selector, told in every:
        if any(part in selector for part in SHAPES_ONLY):
            continue
        own = plain.get((sheet, STATE.sub("", selector)), [None, None])
        ink = name(told.get("color")) or (own[0] if "background" in told else None)
        clear = "transparent" in told.get("background", "")
        ground = name(told.get("background")) or (None if clear else own[1])
        for one in [ground] if ground else GROUNDS if ink else ():
            if ink:
                pairs.setdefault((ink, one), f"{sheet}: {selector}")
        chosen = name(told.get("selection-color")), name(told.get("selection-background-color"))
        if all(chosen):
            pairs.setdefault(chosen, f"{sheet}: {selector}, selected")
    return pairs


@pytest.mark.parametrize("named", theme.PALETTES)
def test_letters_of_every_rule_of_the_style_sheets_stand_out(named):
    palette, pairs = theme.PALETTES[named], met()
    assert len(pairs) > 30
    pale = {}
    for (ink, ground), where in pairs.items():
        told = theme.contrast(getattr(palette, ink), getattr(palette, ground))
        if told < 4.5:
            pale[ink, ground] = (round(told, 2), where)
    assert pale == {}


@pytest.mark.parametrize("named", theme.PALETTES)
def test_shapes_that_say_something_stand_out(named):
    palette = theme.PALETTES[named]
    pale = {
        (shape, ground): round(theme.contrast(getattr(palette, shape), getattr(palette, ground)), 2)
        for shape, ground in theme.SHAPE_PAIRS
        if theme.contrast(getattr(palette, shape), getattr(palette, ground)) < 3
    }
    assert pale == {}


@pytest.mark.parametrize("named", theme.PALETTES)
def test_what_qt_draws_itself_stands_out_disabled_and_selected_too(named):
    made, role, group = theme.qt_palette(theme.PALETTES[named]), QPalette.ColorRole, QPalette.ColorGroup
    pairs = (
        (role.WindowText, role.Window), (role.Text, role.Base), (role.Text, role.AlternateBase),
        (role.ButtonText, role.Button), (role.HighlightedText, role.Highlight), (role.ToolTipText, role.ToolTipBase),
        (role.PlaceholderText, role.Base), (role.Link, role.Base), (role.Link, role.Window),
    )  # fmt: skip
    pale = {
        (ink.name, ground.name, state.name): round(told, 2)
        for state in (group.Active, group.Inactive, group.Disabled)
        for ink, ground in pairs
        if (told := theme.contrast(made.color(state, ink).name(), made.color(state, ground).name())) < 4.5
    }
    assert pale == {}


@pytest.mark.parametrize("named", theme.PALETTES)
def test_words_on_highlights_and_on_hits_can_be_read(named):
    palette = theme.PALETTES[named]
    for colour in ("yellow", "blue", "green", "pink"):
        for ink in ("ink", "soft_ink"):
            told = theme.contrast(getattr(palette, ink), palette.mark(colour))
            assert told >= 4.5, (colour, ink, round(told, 2))


def test_the_rules_are_read_as_they_stand():
    pairs = met()
    assert ("on_green", "green_fill") in pairs
    assert ("on_neutral", "neutral") in pairs
    assert ("muted", "panel") in pairs
    assert not {ground for _, ground in pairs} - set(theme.Palette.__slots__)


@pytest.mark.parametrize("named", theme.PALETTES)
def test_what_stands_in_empty_boxes_can_be_read(window, named):
    window.set_settings(theme=named)
    for line in window.shell.findChildren(QLineEdit):
        line.ensurePolished()
        hint = line.palette().color(QPalette.ColorRole.PlaceholderText)
        assert hint.alpha() == 255, line.objectName()
        assert hint.name() in (window.colours.muted, window.colours.on_neutral), line.objectName()
