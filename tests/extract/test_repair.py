"""The reading text: what a scraper did is undone, nothing is made up, every character knows where it came from."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.extract.mojibake import LOST, unshift
from app.extract.repair import repair


def test_bracketed_pinyin_goes_and_acronyms_in_brackets_stay():
    text = "我院(yuàn)推進(jìn)醫(yī)療(liáo)改革(gé)，開(kāi)展多學(xué)科會診(mdt)。"
    assert repair(text).text == "我院推进医疗改革，开展多学科会诊（mdt）。"


def test_toneless_brackets_stay_in_a_text_no_scraper_spelled_out():
    assert "(an)" in repair("编号(an)与代码").text or "（an）" in repair("编号(an)与代码").text


def test_traditional_text_reads_simplified_and_a_lone_traditional_character_is_meant():
    assert repair("黨建引領醫院發展").text == "党建引领医院发展"
    assert repair(
        "乾隆年间的药方至今仍有医家在研究，本院收藏了其中的一部分，供青年医师学习参考之用，每年开放两次，欢迎预约。"
    ).text.startswith("乾隆")


def test_half_width_marks_among_han_become_full_width_and_numbers_keep_theirs():
    assert repair("成效:床位1,200张,医护比1:2(见附表)").text == "成效：床位1,200张，医护比1:2（见附表）"


def test_straight_quotes_are_paired():
    assert repair('推行"双主管"制度').text == "推行“双主管”制度"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("完善q服务流程", "完善服务流程"),
        ("补充维生素k缺乏者", "补充维生素k缺乏者"),
        ("位列a等级", "位列a等级"),
        ("使用x光机", "使用x光机"),
    ],
)
def test_a_stray_letter_goes_and_a_meant_one_stays(text, kept):
    assert repair(text).text == kept


def shifted(text):
    """What a scraper makes of a text when it swallows the first byte of a character."""
    raw = text.encode("gbk")
    return "?" + raw[1:].decode("gbk", "ignore")


def test_a_one_byte_shift_is_undone_and_the_lost_character_is_shown_not_guessed():
    broken = "获批重点" + "??平ㄔO" + "项目"
    ((start, end, new),) = unshift(broken)
    assert (broken[:start], new, broken[end:]) == ("获批重点", LOST + "科建設", "项目")


def test_an_honest_question_is_left_alone():
    assert unshift("为什么?因为群众需要，怎么办??大家一起想办法") == []


def test_a_repaired_spot_is_reported_as_suspect():
    reading = repair("国家临床重点??平ㄔO项目落户我院。")
    assert [reading.text[i] for i in reading.suspect] == [LOST]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from('医院党(yī)醫，,.:\r\n\t \u3000?“”"a1（）\ufeff'), max_size=60))
def test_every_character_of_the_reading_text_points_into_the_source_in_order(text):
    reading = repair(text)
    assert len(reading.text) == len(reading.starts) == len(reading.ends)
    assert all(0 <= a < b <= len(text) for a, b in zip(reading.starts, reading.ends, strict=True))
    assert reading.starts == sorted(reading.starts)
