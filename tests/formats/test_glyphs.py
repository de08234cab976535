import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from app import paths
from app.formats import glyphs, more_fonts

FONTS = sorted(Path(paths.resource("fonts")).glob("*.ttf"))
SPARE = [face.file for face in more_fonts.faces()]


def characters(path):
    with TTFont(path, lazy=True) as font:
        return font.getBestCmap()


@pytest.mark.parametrize("path", FONTS, ids=lambda p: p.stem)
def test_no_font_maps_a_radical_and_no_two_characters_share_a_shape(path):
    drawn = characters(path)
    assert not [code for code in drawn if 0x2E80 <= code <= 0x2FDF]
    assert len(set(drawn.values())) == len(drawn)


def test_the_list_of_characters_is_that_of_the_fonts(monkeypatch):
    monkeypatch.setattr(glyphs, "lent", dict)  # no font of this machine helps out
    drawn = set()
    for path in (*FONTS, *SPARE):
        if path.stem.endswith("Regular"):
            drawn |= set(characters(path))
    everything = [chr(code) for code in range(0x21, 0x33480) if not 0xD800 <= code <= 0xDFFF]
    seen = "".join(c for c in everything if glyphs.visible(c).strip())
    assert {ord(c) for c in seen} - {ord(c) for c in glyphs.lacking(seen)} == {ord(c) for c in seen} & drawn


def test_all_characters_of_gb18030_level_1_and_the_common_punctuation_are_there():
    wanted = [chr(code) for code in (*range(0x4E00, 0x9FA6), *range(0x3400, 0x4DB6))]
    assert glyphs.lacking("".join(wanted) + "¥￥‰℃①★✓–—…←↑→↓⇒■□●○◆△▲※§〔〕【】　") == []


def test_bold_faces_have_every_character_outside_extension_a():
    for path in FONTS:
        if path.stem.endswith("Bold"):
            plain = set(characters(path.with_name(path.name.replace("Bold", "Regular"))))
            bold = set(characters(path))
            assert {code for code in plain - bold if not 0x3400 <= code <= 0x4DBF} == set()


def test_what_cannot_be_seen_is_taken_out_and_blanks_are_kept():
    assert glyphs.visible("甲\u200b\u202e\ufe0f乙\t丙　丁\xa0戊\x00\ud800") == "甲乙 丙　丁 戊"
    assert glyphs.visible("plain text") == "plain text"


def test_missing_characters_are_counted_once_named_and_cut_short():
    assert glyphs.warning(["甲乙", "丙"]) == ""
    assert glyphs.warning(["甲\u0378", "\u0378\ue000"]) == "有 2 个字的字形缺失，文中以“〓”代替：U+0378、U+E000。"
    assert "有 40 个字" in glyphs.warning([chr(0xE000 + i) for i in range(40)])
    assert glyphs.warning([chr(0xE000 + i) for i in range(40)]).count("U+") == 12


def test_what_is_not_looked_at_more_closely_is_seen_as_it_is():
    doubtful = glyphs._DOUBTFUL
    plain = "".join(c for c in map(chr, range(sys.maxunicode + 1)) if not doubtful.match(c))
    assert "".join(map(glyphs._seen, glyphs._SELECTORS.sub("", plain))) == plain
