"""Every repair has its name and its place: undone one by one they give the file back."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.services import mending

SPELLED = "中國醫(yī)院績(jì)效,推行「日間手術(shù)」;患(huàn)者滿(mǎn)意度(dù)提(tí)升\u200b。"


def back(text, repairs):
    """The file again, from the repaired text and its repairs."""
    made, at = [], 0
    for one in repairs:
        made += [text[at : one.at], one.before]
        at = one.at + len(one.after)
    return "".join([*made, text[at:]])


def test_repairs_are_named():
    text, found = mending.mended(SPELLED)
    assert "日间手术" in text
    there = mending.counts(found)
    assert there["pinyin"] == 7
    assert {"script", "mark", "unseen"} <= set(there)
    assert next(one for one in found if one.kind == "pinyin").before == "(yī)"


def test_a_text_in_order_has_no_repairs():
    assert mending.mended("医院推行日间手术，患者满意度达到97%。\n下一段。")[1] == ()


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='医院黨績效(yī)ā,，。:"「」?□\ufffd\u200b \t\r\n\u3000pQ12%', max_size=80))
def test_the_file_can_be_had_back_from_its_repairs(source):
    text, found = mending.mended(source)
    given_back = back(text, found)
    assert "".join(given_back.split()) == "".join(source.split())
    assert all(source[one.start : one.end] == one.before for one in found)


def test_the_real_texts_can_be_had_back(seeds):
    for seed in sorted(seeds.glob("*.txt")):
        source = seed.read_text(encoding="utf-8")
        text, found = mending.mended(source)
        assert "".join(back(text, found).split()) == "".join(source.split())
