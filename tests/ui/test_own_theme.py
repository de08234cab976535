"""A theme of one's own is readable everywhere or is not taken."""

import pytest
from hypothesis import given
from hypothesis import settings as chance
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication, QWidget

from app import settings as kept
from app.settings import Settings
from app.ui import theme, tinting
from app.ui.reading.own_theme import OwnTheme
from app.ui.reading.setting import ReadingSettings
from tests.ui.test_contrast import met

COLOUR = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


@pytest.fixture(autouse=True, scope="module")
def _application():
    return QApplication.instance() or QApplication([])


def pale(palette):
    pairs = [*theme.TEXT_PAIRS, *met()]
    letters = {pair for pair in pairs if theme.contrast(getattr(palette, pair[0]), getattr(palette, pair[1])) < 4.5}
    shapes = {
        pair for pair in theme.SHAPE_PAIRS if theme.contrast(getattr(palette, pair[0]), getattr(palette, pair[1])) < 3
    }
    return letters | shapes


@pytest.mark.parametrize(("paper", "ink"), [(paper, ink) for _, paper, ink in tinting.PAIRS])
def test_the_pairs_that_are_offered_make_themes_that_can_be_read(paper, ink):
    assert tinting.fits(paper, ink)
    assert pale(tinting.made(paper, ink)) == set()


@chance(deadline=None, max_examples=150)
@given(COLOUR, COLOUR)
def test_whatever_pair_can_be_read_makes_a_theme_in_which_everything_can(paper, ink):
    if tinting.fits(paper, ink):
        made = tinting.made(paper, ink)
        assert (made.paper, made.ink) == (paper, ink)
        assert pale(made) == set()


@pytest.mark.parametrize(
    ("paper", "ink"), [("#777777", "#767676"), ("#ffffff", "#8a8a8a"), ("red", "#000000"), ("#fff", "#000"), ("", "")]
)
def test_what_cannot_be_read_or_is_no_colour_is_not_taken_even_from_the_file(tmp_path, paper, ink):
    assert not tinting.fits(paper, ink)
    path = tmp_path / "settings.json"
    kept.save(path, Settings(theme="own", own_paper=paper, own_ink=ink))
    read = kept.load(path)
    assert tinting.of(read) == tinting.made(tinting.PAPER, tinting.INK)


def test_the_dialog_takes_a_pair_only_when_it_stands_out_and_says_why_not():
    over, told = QWidget(), []
    dialog = OwnTheme(tinting.PAPER, tinting.INK, over)
    dialog.chosen.connect(told.append)
    dialog.show_pair("#ffffff", "#8f8f8f")
    assert not dialog.take.isEnabled()
    assert "4.5" in dialog.told.text()
    dialog._take()
    assert told == []
    dialog._picked("字色", "#202020")
    assert dialog.take.isEnabled()
    dialog.take.click()
    assert told == [{"theme": "own", "own_paper": "#ffffff", "own_ink": "#202020"}]
    assert tinting.of(kept.changed(Settings(), **told[0])).ink == "#202020"
    over.deleteLater()


def test_the_settings_of_the_page_offer_it_in_its_own_colours():
    over, told = QWidget(), []
    panel = ReadingSettings(over)
    panel.chosen.connect(told.append)
    panel.show_settings(Settings(own_paper="#102030", own_ink="#f0f0f0"))
    button = next(one for one in panel.themes.buttons() if one.property("theme") == "own")
    assert "#102030" in button.styleSheet()
    button.click()
    assert told == [{"theme": "own"}]
    over.deleteLater()
