import random

import pypdfium2
import pytest

from app import paths
from app.formats import glyphs, spare_fonts
from app.formats.spare_fonts import lent
from app.formats.to_pdf import to_pdf
from tests.formats.sheets import plain, sheet

OURS = paths.resource("fonts", "XinglinSong-Regular.ttf")


@pytest.fixture
def fresh():
    lent.cache_clear()
    yield
    lent.cache_clear()


@pytest.mark.usefixtures("fresh")
def test_a_font_lends_the_chinese_characters_of_its_map_and_no_others(monkeypatch):
    monkeypatch.setattr(spare_fonts, "_files", lambda: [OURS])
    points = lent()
    assert ord("国") in points
    assert ord("A") not in points
    assert set(points.values()) == {OURS}


@pytest.mark.usefixtures("fresh")
def test_a_damaged_font_lends_nothing_and_harms_nothing(monkeypatch, tmp_path):
    whole = OURS.read_bytes()
    dice = random.Random(7)
    files = []
    for at, data in enumerate((b"", b"ttcf", whole[:400], b"\xff" * 4000, dice.randbytes(5000))):
        files.append(tmp_path / f"{at}.ttf")
        files[-1].write_bytes(data)
    monkeypatch.setattr(spare_fonts, "_files", lambda: [*files, tmp_path / "gone.ttf"])
    assert lent() == {}


def test_a_rare_character_is_drawn_by_a_font_of_the_machine_where_one_has_it():
    rare = [chr(c) for c in lent() if c > 0x20000 and glyphs._missing().match(chr(c))][:3]
    if not rare:
        pytest.skip("no font on this machine has a character that ours lack")
    assert glyphs.lacking("".join(rare)) == []
    pages = pypdfium2.PdfDocument(to_pdf(sheet(plain(f"病人{''.join(rare)}好"))))
    assert f"病人{''.join(rare)}好" in "".join(pages[1].get_textpage().get_text_range().split())
