"""The reading text: what a scraper did is undone, nothing is made up, every character knows where it came from."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.extract.mojibake import LOST, unshift
from app.extract.repair import repair
from app.extract.tables import simplified, simplified_phrases
from app.extract.understand import understand


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


@pytest.mark.parametrize(
    ("traditional", "plain"),
    [
        ("醫院隨著改革推進，反覆瞭解患者的特徵", "医院随着改革推进，反复了解患者的特征"),
        ("乾隆年間的著作與乾淨的病房", "乾隆年间的著作与干净的病房"),
        ("答覆患者，成效顯著，跟著藉助後勤", "答复患者，成效显著，跟着借助后勤"),
        ("皇后鎮的餘額與臺灣的週末計畫", "皇后镇的余额与台湾的周末计划"),
    ],
)
def test_one_simplified_character_for_several_is_chosen_by_the_word(traditional, plain):
    reading = repair(traditional)
    assert reading.text == plain
    assert reading.starts == list(range(len(traditional)))


SAME = {
    ",": "，",
    ":": "：",
    ";": "；",
    "?": "？",
    "!": "！",
    ".": "。",
    "(": "（",
    ")": "）",
    '"': "“”",
    "「": "“",
    "」": "”",
}
PIECES = [
    "医院",
    "醫院",
    "黨(dǎng)委",
    ",",
    ":",
    "(a)",
    '"',
    ".",
    "1.5",
    "q",
    "\n",
    "乾隆",
    "隨著",
    "「好」",
    "??平ㄔO",
    "。",
    "\u3000",
    "\ufeff",
]


def accounted_for(character, piece):
    forms = simplified_phrases()[1]
    plain = {piece, piece.translate(simplified()), *(new for old, new in forms.items() if piece in old)}
    return (
        any(character in form for form in plain)
        or character in SAME.get(piece, "")
        or (character, piece) == ("着", "著")
    )


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_every_character_of_a_case_is_its_sources_or_a_listed_repair(text):
    reading = repair(text)
    for case in understand(text).cases:
        held = [
            place
            for span in case.spans
            for place, start in enumerate(reading.starts)
            if span.offset <= start < span.offset + span.length and not reading.text[place].isspace()
        ]
        assert Counter("".join(case.text.split())) <= Counter(reading.text[place] for place in held)
        for place in held:
            piece = text[reading.starts[place] : reading.ends[place]]
            undone = "?" in text and reading.text[place] not in piece
            assert undone or accounted_for(reading.text[place], piece)


def test_spaces_a_layout_put_round_figures_are_taken_out_of_sentences_and_left_in_rows():
    text = "候诊由 47 分钟降到 19 分钟， 2022 年组建 12 支队伍，开展 DRG 付费。\n科室 2021 2022\n门诊 45 47"
    reading = repair(text)
    assert reading.text.split("\n")[0] == "候诊由47分钟降到19分钟，2022年组建12支队伍，开展DRG付费。"
    assert reading.text.split("\n")[1:] == ["科室 2021 2022", "门诊 45 47"]
    at = reading.text.index("DRG")
    assert text[slice(reading.starts[at], reading.ends[at + 2])] == "DRG"
