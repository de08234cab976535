import random

import pytest

from app.extract import kin
from app.extract.kin import Sketches, Teller

STORY = (
    "渠江县人民医院把党支部建在专科联盟上，六家乡镇卫生院的支部书记每月坐到一起。会上不念文件，只摆难处。"
    "去年三月，白塔乡卫生院提出夜里没有人会看心电图，县医院内科支部当场认领，排出值班表，"
    "用一根网线把六家卫生院连到了内科值班室。半年下来，远程看图四百一十二份，转走的急症病人里有九个因此抢出了时间。"
    "支部书记老冯说，过去结对靠文件，如今结对靠电话。县医院又把药房的存货开放给六家卫生院，缺什么在手机上点一点，"
    "第二天随班车送到。慢病病人不必再进城取药，随访率从六成三升到八成九。医院还定下规矩，"
    "凡是乡里提出的难处，三天之内必须有人回话，半个月没有办成的，由党委书记亲自过问。"
)
OTHER = (
    "沙河市中医医院今年把食堂交给病人打分。分数每天贴在门口，厨师长的奖金跟着分数走。起初分数不高，"
    "院办一条一条看留言，发现老人嫌饭硬、孩子嫌菜辣。后勤支部改了菜单，添了软食窗口，又请营养科把每道菜的盐算清楚。"
    "三个月后分数从七十一分涨到九十四分，住院病人在食堂吃饭的也多了四成。"
)


def teller(text, *names):
    return Teller(kin.letters(text), tuple(kin.letters(name) for name in names))


def rewritten(text, share, seed=3):
    """Every so many-th letter left out, changed or followed by another."""
    chance = random.Random(seed)
    made = []
    for letter in text:
        fate = chance.random()
        if fate < share / 3:
            continue
        made.append(chance.choice("医院支部病人") if fate < share * 2 / 3 else letter)
        if fate > 1 - share / 3:
            made.append("了")
    return "".join(made)


def test_a_light_rewrite_is_the_same_story_and_another_story_is_not():
    like = kin.akin(teller(STORY), teller(rewritten(STORY, 0.03)))
    assert like is not None
    assert 0.75 <= like < 1
    assert kin.akin(teller(STORY), teller(OTHER)) is None


def test_a_paper_that_cut_half_of_it_tells_the_same_story():
    assert kin.akin(teller(STORY), teller(STORY[: len(STORY) // 2])) == 1.0


def test_traditional_characters_and_other_punctuation_make_no_other_story():
    pairs = {"县": "縣", "医": "醫", "党": "黨", "专": "專", "联": "聯", "乡": "鄉", "镇": "鎮", "书": "書", "记": "記"}
    other = "".join(pairs.get(letter, letter) for letter in STORY).replace("，", "、").replace("。", "；\n　　")
    assert other != STORY
    assert kin.akin(teller(STORY), teller(other)) == 1.0


def test_a_quotation_is_not_the_story_it_is_from():
    assert kin.akin(teller(STORY), teller(STORY[:45])) is None


def test_one_pattern_filled_in_by_two_hospitals_is_two_stories():
    ours = STORY.replace("渠江县人民医院", "桐县人民医院")
    assert kin.akin(teller(STORY, "渠江县人民医院"), teller(ours, "桐县人民医院")) is None
    assert kin.akin(teller(STORY, "渠江县人民医院"), teller(STORY, "县人民医院")) is not None


def test_an_owner_read_wrongly_does_not_hide_kin_when_the_other_text_names_it():
    assert kin.akin(teller(STORY, "渠江县人民医院"), teller(STORY + "白塔乡卫生院供稿。", "白塔乡卫生院")) is not None


@pytest.mark.parametrize("text", ["", "无", "、、、。。。", "\n" * 5000, "🏥" * 400])
def test_a_text_that_says_nothing_is_nobodys_kin(text):
    assert kin.akin(teller(text), teller(STORY)) is None
    assert kin.akin(teller(text), teller(text)) is None
    assert kin.akin(teller("无题"), teller("无题")) is None


def found(one, other):
    sketches = Sketches()
    sketches.add("one", kin.sketch(kin.letters(one)))
    near = sketches.near(kin.sketch(kin.letters(other)))
    there = sketches.neighbours([("other", kin.sketch(kin.letters(other)))])
    assert bool(near) == bool(there)
    return bool(near)


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_akin_is_found_by_its_sketch(seed):
    text = STORY if seed % 2 else STORY + OTHER
    for share in (0.01, 0.02, 0.04):
        other = rewritten(text, share, seed)[: len(text) * (seed % 3 + 1) // 3]
        if kin.akin(teller(text), teller(other)) is not None:
            assert found(text, other)


def test_other_stories_are_not_even_looked_at():
    assert not found(STORY, OTHER)


def test_a_phrase_in_everybodys_text_finds_nobody():
    sketches = Sketches()
    for number in range(2000):
        sketches.add(number, kin.sketch(kin.letters("坚持以人民健康为中心，" * 3 + f"第{number}号材料正文" * 4)))
    assert sketches.near(kin.sketch(kin.letters("坚持以人民健康为中心，" * 3 + "完全另外的话一句两句三句四句"))) == []


def test_a_megabyte_and_ten_thousand_like_lines_are_compared():
    chance = random.Random(5)
    letters = "医院支部病人门诊护理药房随访考核质量流程服务改革绩效党委书记主任科室专家"
    long = "".join(chance.choice(letters) for _ in range(1_000_000))
    assert kin.akin(teller(long), teller(long[:600_000])) == 1.0
    lines = "门诊流程再造，病人少跑一趟。\n" * 10_000
    assert kin.akin(teller(lines), teller(lines + "完。")) is not None
    assert kin.sketch(kin.letters(long))
    assert kin.sketch(kin.letters("无标点" * 300_000))
