"""Sources of a brief: numbered as they stand, and missed where something is claimed."""

import json
from pathlib import Path

import pytest

from app.services import sourcing
from app.services.figured import figures
from db.briefs import Part


def quote(id_, case, text="支部每周开短会，难题当场认领。"):
    return Part(id=id_, kind="quote", text=text, case_id=case, case_title=f"{case}案")


def own(id_, text, kind="own"):
    return Part(id=id_, kind=kind, text=text)


CITED = {"a": "甲报社. 甲文[N].", "b": "乙刊. 乙文[J].", "c": "甲报社. 甲文[N]."}


def test_sources_are_numbered_in_the_order_they_first_stand_and_the_same_source_once():
    parts = (quote("1", "b"), own("2", "据[[甲案|a]]所记，值班表改了三次。"), quote("3", "c"), quote("4", "b"))
    found = sourcing.numbered(parts, CITED)
    assert found.citations == ("乙刊. 乙文[J].", "甲报社. 甲文[N].")
    assert [found.number(part) for part in parts] == [1, None, 2, 1]
    assert sourcing.worded(parts[1].text, found) == "据[2]所记，值班表改了三次。"


def test_a_case_that_is_gone_is_cited_as_it_was_when_it_was_quoted():
    part = Part(id="1", kind="quote", text="话", case_id="x", case_title="旧案", sources=(("x", "旧报. 旧文[N]."),))
    assert sourcing.numbered((part,), {}).citations == ("旧报. 旧文[N].",)
    assert sourcing.numbered((quote("1", "y"),), {}).citations == ("y案[Z].",)


def test_own_sentences_with_figures_or_claims_and_nothing_beside_them_are_listed():
    parts = (
        own("1", "各院情况不一。门诊等候缩短到12分钟！这一做法显著见效。"),
        Part(id="2", kind="heading", text="提高 30%"),
    )
    found = sourcing.unsourced(parts)
    assert [one.sentence for one in found] == ["门诊等候缩短到12分钟！", "这一做法显著见效。"]
    assert "数字" in found[0].why
    assert "判断" in found[1].why


def test_a_quote_beside_bears_out_a_claim_but_only_the_figures_it_has():
    parts = (own("1", "满意度提高到 95%。"), quote("2", "a", "患者满意度升至95%。"), own("3", "床位减少 40 张。"))
    assert [one.part_id for one in sourcing.unsourced(parts)] == ["3"]


def test_a_named_source_an_opinion_and_a_plain_sentence_are_left_alone():
    parts = (
        own("1", "据[[甲案|a]]，投诉下降一半。"),
        own("5", "候诊缩短到10分钟。[[甲案|a]]"),
        own("2", "本院明年应达到 90%。", "opinion"),
        own("3", "下面分三个方面说。"),
        own("4", "1. 先看支部怎样建。"),
    )
    assert sourcing.unsourced(parts) == ()


def test_a_quote_two_parts_away_is_not_beside():
    parts = (own("1", "投诉下降。"), Part(id="2", kind="heading", text="小标题"), quote("3", "a", "投诉下降。"))
    assert [one.part_id for one in sourcing.unsourced(parts)] == ["1"]


def test_the_whole_is_carried_away_with_numbers_and_nothing_in_it_is_taken_for_markup():
    parts = (
        Part(id="0", kind="heading", text="一、<b>党建</b>", level=1),
        quote("1", "a", "话<script>"),
        own("2", "我们看。"),
    )
    found = sourcing.numbered(parts, CITED)
    text = sourcing.as_text("简报 & 报", parts, found, {"1": "§6"})
    assert "“话<script>”（a案 §6）[1]" in text
    assert text.rstrip().endswith("[1] 甲报社. 甲文[N].")
    html = sourcing.as_html("简报 & 报", parts, found, {})
    assert "<script>" not in html
    assert "<h2>一、&lt;b&gt;" in html


def test_what_lacks_a_source_is_found_as_a_person_would_find_it():
    """Of sentences labelled by hand nearly all that need a source are listed, and little else."""
    told = json.loads((Path(__file__).parents[1] / "data" / "sentences.json").read_text(encoding="utf-8"))["sentences"]
    listed = []
    for words, beside, needed in told:
        parts = [quote("q", "a", beside)] if beside else []
        listed.append((bool(sourcing.unsourced((*parts, own("1", words)))), needed))
    right = sum(found and needed for found, needed in listed)
    assert right / sum(found for found, _ in listed) >= 0.9
    assert right / sum(needed for _, needed in listed) >= 0.9


@pytest.mark.parametrize(
    ("words", "beside", "listed"),
    [
        ("药占比下降2%。", "药占比下降12%。", True),
        ("药占比下降１２％。", "药占比下降12%。", False),
        ("节约3百万元。", "一年节约300万元。", False),
        ("住院日由八天缩到六天。", "平均住院日从8日缩短到6日。", False),
        ("住院日由八天缩到五天。", "平均住院日从8天缩短到6天。", True),
        ("提高12个百分点。", "提高12%。", True),
        ("收了12,000人次。", "全年1.2万人次。", False),
    ],
)
def test_a_figure_is_borne_out_by_the_same_number_of_the_same(words, beside, listed):
    assert bool(sourcing.unsourced((quote("q", "a", beside), own("1", words)))) is listed


def test_what_only_counts_or_sounds_like_a_number_is_no_figure():
    words = "第一，分三个方面说；三位一体，一起抓；DRG2.0和ISO9001都提到，十分要紧。"
    assert figures(words) == ()
    assert [(str(one.value), one.unit) for one in figures("由八天到六天，百分之十二点五，六成，全省第3")] == [
        ("8", "天"), ("6", "天"), ("12.5", "%"), ("60", "%"), ("3", "第"),
    ]  # fmt: skip
