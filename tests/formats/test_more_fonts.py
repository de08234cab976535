import hashlib
import unicodedata

import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from app import paths
from app.formats import glyphs, more_fonts, to_pdf
from app.formats.sheet import Sheet
from tests.formats.sheets import plain, sheet

SAMPLES = {
    "扩展B": ("𠮷", "𪚥", "𤭢", "𡘙"),
    "扩展C到F": ("𫝀", "𪜀", "𫞩", "𬺓", "𮯠", "𬶭"),
    "兼容汉字和部首": ("﨎", "丽", "⼀", "⺮", "⿰"),
    "符号": ("☑", "☐", "✔", "✗", "⇨", "⟶", "┌", "┬", "❶", "ⓐ", "≝", "𝔸", "⚕"),
    "表情": ("😀", "👍", "🏥", "💊", "🀄"),
    "藏文": ("བོད་ཡིག", "སྨན་ཁང"),
    "谚文": ("한국어", "병원", "ᄒ"),
    "蒙文和彝文": ("ᠮᠣᠩᠭᠣᠯ", "ꆈꌠꁱꂷ"),
    "拉丁、希腊、西里尔": ("cafe\u0301", "nai\u0308ve", "Ñandú", "ἀρχή", "Ӂ", "ƶ", "ṩ"),
    "不在一个字体里的组合": ("国\u0308", "か\u3099"),
}
UYGHUR = ("ئۇيغۇرچە", "دوختۇرخانا", "بيمار")
NOBODYS = "\ue000\u0378\U0003fffe"


def words(made: bytes) -> str:
    """The text of all pages: composed or not is one, and what is not seen does not count."""
    pages = pypdfium2.PdfDocument(made)
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    return unicodedata.normalize("NFC", "".join(glyphs.visible(text).split()))


def fonts_of(made: Sheet, monkeypatch) -> list[str]:
    """The folders of fonts that Typst is given for a sheet."""
    given = []
    real = to_pdf.compiled
    monkeypatch.setattr(
        to_pdf, "compiled", lambda files, faces, *more: given.extend(faces) or real(files, faces, *more)
    )
    to_pdf.to_pdf(made)
    return [path.name for path in given]


@pytest.mark.parametrize("block", SAMPLES)
def test_characters_of_many_blocks_have_a_glyph_and_come_back_from_the_page(block):
    parts = SAMPLES[block]
    assert glyphs.lacking("".join(parts)) == []
    found = words(to_pdf.to_pdf(sheet(plain("，".join(("始", *parts, "终"))))))
    for part in parts:
        assert unicodedata.normalize("NFC", part) in found
    assert glyphs.STAND_IN not in found


def test_arabic_words_in_a_chinese_line_come_back_letter_by_letter():
    for word in UYGHUR:
        assert f"甲{word}乙" in words(to_pdf.to_pdf(sheet(plain(f"甲{word}乙，这一行里汉字居多。"))))


def test_arabic_words_run_from_right_to_left_on_the_page():
    made = to_pdf.to_pdf(sheet(plain("甲乙丙丁" + UYGHUR[1] + "戊己庚辛")))
    text = pypdfium2.PdfDocument(made)[1].get_textpage()
    places = {text.get_text_range(at, 1): text.get_charbox(at)[0] for at in range(text.count_chars())}
    assert places["丁"] < places["ن"] < places["د"] < places["戊"]


def test_the_letter_below_a_mark_of_another_font_is_not_lost():
    assert glyphs.drawable("国\u0308") == f"国{glyphs.JOINER}\u0308"
    assert glyphs.drawable("a\u0308") == "a\u0308"
    assert glyphs.drawable("1\u20e3") == "1\u20e3"


def test_the_large_font_is_opened_only_for_a_rare_character(monkeypatch):
    assert fonts_of(sheet(plain("病人好。")), monkeypatch) == ["fonts"]
    assert fonts_of(sheet(plain("病人好☑")), monkeypatch) == ["fonts", "letters"]
    assert fonts_of(sheet(plain("病人𠮷某")), monkeypatch) == ["fonts", "rare"]


def test_what_nobody_has_is_told_in_one_sentence_by_its_code():
    assert glyphs.warning([NOBODYS]) == "有 3 个字的字形缺失，文中以“〓”代替：U+0378、U+E000、U+3FFFE。"
    assert "好〓〓〓" in words(to_pdf.to_pdf(sheet(plain(f"病人好{NOBODYS}"))))


def test_every_font_draws_what_its_list_says_and_nothing_is_asked_of_two():
    seen = set()
    for face in more_fonts.faces():
        with TTFont(face.file, lazy=True) as font:
            there, family = set(font.getBestCmap()), font["name"].getDebugName(1)
        own = {code for first, last in face.own for code in range(first, last + 1)}
        also = {code for first, last in face.also for code in range(first, last + 1)}
        assert family == face.family
        assert there == own | also
        assert not own & seen
        seen |= own
    assert not [code for code in seen if not glyphs._missing().match(chr(code))]


def test_the_notice_beside_the_fonts_tells_them_as_they_are():
    notice = paths.resource(more_fonts.FOLDER, "README.txt").read_text(encoding="utf-8")
    for face in more_fonts.faces():
        data = face.file.read_bytes()
        assert f"{face.file.parent.name}/{face.file.name}\n  {len(data):,} 字节" in notice
        assert hashlib.sha256(data).hexdigest() in notice
    assert sum(face.file.stat().st_size for face in more_fonts.faces()) < 24 * 2**20
