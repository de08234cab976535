"""Sources of a brief: numbered as they stand, and missed where something is claimed."""

from app.services import sourcing
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
