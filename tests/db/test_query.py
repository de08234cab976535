import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from db import query
from db.query import Clause, Query, Term, parse

PIECES = st.sampled_from([
    "党建", "5G+急救", '"', "“", "”", "-", "－", "OR", "或", "NOT", "AND", " ", "\u3000", "\n", ":", "：", "主题:",
    "地区：", "年份:", "2019", "..", "有:", "笔记", "类型:", "医院", "theme:", "(", "）", "\x00", "\ud800", '""', "A:",
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
        ("2.5万元 5G+急救 (试行)", "2.5万元 5G+急救 (试行)"),
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


def test_a_query_of_a_hundred_thousand_characters_is_read():
    assert len(parse("党" * 100_000).clauses) == 1
    assert len(parse('"' * 100_001).clauses) <= 1
    assert len(parse("a -" * 30_000).clauses) == 30_001
