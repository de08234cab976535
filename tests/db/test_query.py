import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from db import query
from db.begun import finished
from db.query import Clause, Compare, Group, Near, Query, Term, parse

PIECES = st.sampled_from([
    "党建", "5G+急救", '"', "“", "”", "-", "－", "OR", "或", "NOT", "AND", " ", "\u3000", "\n", ":", "：", "主题:",
    "地区：", "年份:", "2019", "..", "有:", "笔记", "类型:", "医院", "theme:", "(", "）", "\x00", "\ud800", '""', "A:",
    "且", "非", ",", "，", "；", ")", "（", "NEAR(", "同句（", "同段(", ", 20", "20", ">=", "＞＝", "≥", "<", "=",
    "90%", "％", "百分之九十", "三百", "万", "元", "随访率", "随访率>=90", "年份>=2020", "「", "」", "『", "』", "＂",
    "标题:", "正文:(", "笔记:",
    "−",
])  # fmt: skip
FIELD = st.sampled_from(sorted(query.FIELDS))
TYPED = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=12).map("".join))


@settings(max_examples=400, deadline=None)
@given(TYPED)
@example('"')
@example('-"')
@example("NOT NOT")
@example("a OR OR b")
@example("-a OR b")
@example('主题:"')
def test_anything_typed_is_read_and_its_canonical_wording_reads_the_same(text):
    read = parse(text)

    assert parse(str(read)) == read
    assert str(parse(str(read))) == str(read)


@settings(max_examples=200, deadline=None)
@given(TYPED, FIELD, st.text(max_size=8), st.sampled_from(["also", "either", "only", "without"]))
def test_what_a_click_makes_of_a_query_reads_the_same_too(text, field, value, way):
    changed = getattr(query, way)(parse(text), field, value)

    assert str(parse(str(changed))) == str(changed)


@settings(max_examples=200, deadline=None)
@given(TYPED, st.sampled_from(["党建", "两 个词", '带"引号', "“全角”"]), st.sampled_from(["also", "without"]))
def test_the_same_click_twice_leaves_the_query_as_it_was(text, value, way):
    click = getattr(query, way)
    before = parse(text)

    if click(before, "tag", value).clauses[: len(before.clauses)] == before.clauses:
        assert click(click(before, "tag", value), "tag", value) == before


@pytest.mark.parametrize(
    ("typed", "wording"),
    [
        ("党建　绩效", "党建 绩效"),
        ("“党建 查房”", '"党建 查房"'),
        ("主题：党建 地区:江西", "主题:党建 地区:江西"),
        ("theme:x region:y practice:z", "主题:x 地区:y 做法:z"),
        ("owner:甲 单位:乙 医院：丙", "医院:甲 医院:乙 医院:丙"),
        ("年份:2019-2023 year:2020 年份:..2018", "年份:2019..2023 年份:2020 年份:..2018"),
        ("类型:hospital kind:方案", "类型:医院 类型:方案"),
        ("has:notes 有:星标", "有:笔记 有:星标"),
        ("NOT 甲 -乙", "-甲 -乙"),
        ("甲 或 乙 OR 丙", "甲 OR 乙 OR 丙"),
        ("甲 AND 乙", "甲 乙"),
        ("主题:“有 空格”", '主题:"有 空格"'),
        ("年份:去年", '"年份:去年"'),
        ("主题:", '"主题:"'),
        ("时间:下午", "时间:下午"),
        ("OR", '"OR"'),
        ("-", '"-"'),
        ('"没有结束', '"没有结束"'),
        ("2.5万元 5G+急救 办法（试行）", "2.5万元 5G+急救 办法（试行）"),
        ("(试行)", "试行"),
        ("()", '"()"'),
        ("「党建 查房」『绩效』＂质控＂", '"党建 查房" "绩效" "质控"'),
        ("”党建”", '"党建"'),
        ("甲 且 乙 非 丙", "甲 乙 -丙"),
        ("－甲 −乙", "-甲 -乙"),
        ("(甲 OR 乙) -(丙 丁)", "甲 OR 乙 -(丙 丁)"),
        ("（甲 乙）或（丙 丁）", "(甲 乙) OR (丙 丁)"),
        ("((甲 乙))", "甲 乙"),
        ("-(-甲)", "甲"),
        ("-(甲 OR 乙)", "-(甲 OR 乙)"),
        ("甲 OR -乙", "甲 OR (-乙)"),
        ("-甲 OR 乙", "(-甲) OR 乙"),
        ("(甲 OR 乙", "甲 OR 乙"),
        ("甲) 乙", '"甲)" 乙'),
        ("党建 OR", "党建"),
        ("党建 -", "党建"),
        ("OR 党建", '"OR" 党建'),
        ("主题：（党建 或 绩效）", "主题:党建 OR 主题:绩效"),
        ("主题:党建，地区：江西， 绩效", "主题:党建 地区:江西 绩效"),
        ("主题: 党建", "主题:党建"),
        ("甲，乙", "甲，乙"),
        ("甲；乙 主题：党建；地区：江西", "甲；乙 主题:党建 地区:江西"),
        ("，", '"，"'),
        ("title:甲 正文:乙 note:丙 有:重复", "标题:甲 正文:乙 笔记:丙 有:重复"),
        ("年份：2019－2023 年份:2019~2020 年份:2019至2021", "年份:2019..2023 年份:2019..2020 年份:2019..2021"),
        ("随访率＞＝90％", "随访率>=90%"),
        ("随访率 ≥ 90", "随访率>=90"),
        ("随访率>=百分之九十", "随访率>=90%"),
        ("费用<1.2万元", "费用<1.2万元"),
        ("费用<12345元", "费用<12345元"),
        ("满意度>=九成五", "满意度>=95%"),
        ("下降>=5百分点", "下降>=5百分点"),
        ("住院时间（天）<=8", "住院时间（天）<=8"),
        ("年份:2023..2019", "年份:2019..2023"),
        ("主題:党建 地區:江西 有:筆記 類型:專家", "主题:党建 地区:江西 有:笔记 类型:专家"),
        ("床位＞一千二百张", "床位>1200张"),
        ("投入=3亿", "投入=3亿"),
        ("年份>=2020 年份<2023 年份=2021", "年份:2020.. 年份:..2022 年份:2021"),
        ("p<0.05", "p<0.05"),
        ("随访率>=很高", "随访率>=很高"),
        ("NEAR（甲 乙，20）", "NEAR(甲 乙, 20)"),
        ("near(甲,乙)", "NEAR(甲 乙, 20)"),
        ("NEAR(2019, 2020)", "NEAR(2019 2020, 20)"),
        ("同句(甲 “乙 丙”) PARA(丁，戊)", '同句(甲 "乙 丙") 同段(丁 戊)'),
        ("NEAR(甲)", '"甲"'),
        ("NEAR(甲 乙", "NEAR(甲 乙, 20)"),
    ],
)
def test_what_is_typed_gets_its_canonical_wording(typed, wording):
    assert str(parse(typed)) == wording


def test_terms_know_what_they_are():
    assert parse("甲 -主题:乙 地区:丙 OR 地区:丁").clauses == (
        Clause((Term(None, "甲"),)),
        Clause((Term("theme", "乙"),), negated=True),
        Clause((Term("region", "丙"), Term("region", "丁"))),
    )


def test_a_plain_click_sets_one_value_and_a_second_one_frees_the_field():
    asked = parse("党建 地区:湖南 -地区:长沙")

    once = query.only(asked, "region", "江西省")

    assert str(once) == "党建 地区:江西省"
    assert str(query.only(once, "region", "江西省")) == "党建"


def test_an_or_click_joins_the_last_clause_of_its_field():
    asked = parse("主题:甲 地区:丙 主题:乙")

    joined = query.either(asked, "theme", "丁")

    assert str(joined) == "主题:甲 地区:丙 主题:乙 OR 主题:丁"
    assert query.either(joined, "theme", "丁") == asked


def test_a_clause_can_be_dropped():
    asked = parse("党建 地区:江西")

    assert str(query.dropped(asked, asked.clauses[0])) == "地区:江西"


def test_the_words_to_be_marked_are_those_asked_for():
    assert parse('甲 "乙 丙" -丁 主题:戊 己 OR 甲').words == ("甲", "乙 丙", "己")
    assert Query().words == ()


def test_other_operands_know_what_they_are():
    assert parse("甲 OR NEAR(乙 丙, 5) -随访率>=90% 同句(丁 戊) (己 庚) OR 辛").clauses == (
        Clause((Term(None, "甲"), Near(("乙", "丙"), 5))),
        Clause((Compare("随访率", ">=", 90.0, "%"),), negated=True),
        Clause((Near(("丁", "戊"), "sentence"),)),
        Clause((Group(parse("己 庚")), Term(None, "辛"))),
    )


def test_words_near_each_other_and_in_groups_are_marked_too():
    asked = parse("NEAR(甲 乙, 3) (丙 OR 丁 戊) OR 己 标题:庚 -(辛 壬)")

    assert asked.words == ("甲", "乙", "丙", "丁", "戊", "己", "庚")


def test_a_click_joins_clauses_that_are_more_than_terms():
    asked = parse("NEAR(甲 乙, 3) (丙 丁) OR 戊 主题:己")

    assert str(query.either(asked, "theme", "庚")) == "NEAR(甲 乙, 3) (丙 丁) OR 戊 主题:己 OR 主题:庚"
    assert str(query.only(asked, "theme", "庚")) == "NEAR(甲 乙, 3) (丙 丁) OR 戊 主题:庚"
    assert str(query.dropped(asked, asked.clauses[1])) == "NEAR(甲 乙, 3) 主题:己"


def test_text_is_written_so_that_it_is_read_as_text():
    for value in ("党建", "OR", "-甲", "主题:甲", "甲 乙", "(甲", "NEAR(甲 乙)", "随访率>=90", "，甲", '"', ">=90"):
        asked = Query((Clause((query.text(value),)),))
        assert parse(str(asked)) == asked
        assert asked.words == (value,)


def test_a_hundred_thousand_random_strings_are_read_and_written_the_same():
    pieces = [*PIECES.elements, " ", " "]
    chance = random.Random(4)
    blocks = ((0x20, 0x7F), (0x4E00, 0x9FFF), (0x3000, 0x3020), (0xFF01, 0xFF60), (0, 0x110000))

    def typed(number):
        if number % 4:
            return "".join(chance.choices(pieces, k=chance.randrange(1, 14)))
        return "".join(chr(chance.randrange(*chance.choice(blocks))) for _ in range(chance.randrange(30)))

    for number in range(100_000):
        text = typed(number)
        read = parse(text)
        assert parse(str(read)) == read, repr(text)


@pytest.mark.parametrize(
    "unit",
    ["党", '"', "a -", "(", "(a OR ", ")", "a,", "NEAR(", "”a ”", "((a)", "主题:(", "a(b", "a OR ", "-", "NOT ",
     "随访率>", "甲 >", "“a", "主题: ", "(-", "1", "同句(a,", "天(日)", "天(日", "天(日)>"],
)  # fmt: skip
def test_a_query_of_a_hundred_thousand_characters_is_read(unit):
    text = unit * (100_000 // len(unit))
    read = parse(text)

    assert parse(str(read)) == read
    assert text.startswith(finished(text))


def test_nesting_has_an_end():
    deep = "(甲 OR " * 500 + "乙" + ")" * 500

    assert str(parse(deep)).count("(") <= 32


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("党建 or 绩效", "党建 OR 绩效"),
        ("党建 ＯＲ 绩效", "党建 OR 绩效"),
        ("党建 not 绩效", "党建 -绩效"),
        ("床位>=1千", "床位>=1000"),
        ("满意度≧98", "满意度>=98"),
        ("满意度=>98", "满意度>=98"),
        ("同句（党建、绩效）", "同句(党建 绩效)"),
    ],
)
def test_what_people_type_for_the_same_is_the_same(typed, meant):
    assert parse(typed) == parse(meant)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("党建 主题:", "党建"),
        ("党建 主题： ", "党建"),
        ("党建 主題:", "党建"),
        ("主题:", ""),
        ("党建 -主题:", "党建"),
        ("党建 OR 主题:(", "党建"),
        ("(党建 OR 年份:20", "(党建"),
        ("年份:2021..20", "年份:2021.."),
        ("绩效 有:笔", "绩效"),
        ('绩效 主题:"', "绩效"),
        ("绩效 主题:“ ", "绩效"),
        ("绩效 类型:z", "绩效"),
        ("绩效 随访率>", "绩效"),
        ("绩效 随访率 >= ", "绩效"),
        ("绩效 住院时间（天）<=", "绩效"),
        ("绩效 随访率>=百分之", "绩效"),
        ("绩效 年份>=20", "绩效"),
        ("绩效 NEAR(", "绩效"),
        ("绩效 同句（", "绩效"),
    ],
)
def test_a_clause_that_is_only_begun_asks_nothing_while_it_is_typed(typed, asked):
    assert finished(typed) == asked


@pytest.mark.parametrize(
    "typed",
    ["党建", "主题: 党建", "主题:党建", "主题: 党建 绩效", '"主题:', '党建 "随访率>', "随访率>=9", "年份:2021..",
     "有:笔记", "有:不知", "NEAR(党建 绩效", "同句(甲", "党建 OR", "a>", ">", "甲：乙", ""],
)  # fmt: skip
def test_what_can_be_asked_is_asked_as_it_is_typed(typed):
    assert finished(typed) == typed


@given(TYPED)
def test_what_is_finished_is_a_beginning_and_stays_as_it_is(text):
    asked = finished(text)

    assert text.startswith(asked)
    assert finished(asked) == asked


def test_an_empty_field_in_the_middle_of_a_query_is_text():
    assert parse("主题: OR 党建") != parse("党建")
    assert "主题:" in parse("有:不知 主题: -党建").words
