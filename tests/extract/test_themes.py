"""Themes by weighted words, with status and reason."""

from dataclasses import replace

import pytest

from app.extract.tables import rows, taxonomy
from app.extract.telling import likely, named_at
from app.extract.themes import asked_of, evidence_by_theme, evidence_for, find_themes
from db.records import Practice


def found(text, title="", owner=""):
    return {t.id: t for t in find_themes(text, title, owner)}


def test_what_is_done_again_and_again_is_sure_and_a_mention_is_a_suggestion():
    themes = found("医院完善薪酬办法，职工薪酬与考核挂钩。他说起胸痛和别的病。")
    assert themes["performance.pay"].status == "auto"
    assert themes["service.emergency"].status == "suggested"


def test_a_trigger_in_the_title_or_a_name_of_the_theme_is_sure():
    assert found("没有别的词。", "把廉洁写进章程")["party.integrity"].status == "auto"
    assert found("推广小微权力清单。")["party.integrity"].status == "auto"


def test_the_span_is_the_trigger():
    text = "本院建立投诉台账，投诉逐月分析。"
    theme = found(text)["clinical.complaint"]
    assert text[theme.start : theme.end] == "投诉"
    assert "投诉" in theme.reason


def test_names_of_organisations_and_lists_of_duties_carry_no_theme():
    themes = found("复旦大学附属儿科医院承担医疗、教学、科研任务。", owner="复旦大学附属儿科医院")
    assert "service.key_groups" not in themes
    assert "clinical.research" not in themes


def test_the_bodies_that_answer_for_a_task_carry_no_theme():
    assert found("加强监管。（责任单位：市医改办、市审计局、采购中心、审计处负责）") == {}


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("夜里没有儿科医生的小城，如今引进了三名儿科博士。", "talent.recruit"),
        ("医院组建日间手术中心，患者上午手术、次日出院。", "service.day_care"),
        ("食堂改造后，医院又装上屋顶光伏，能耗明显下降。", "operation.logistics"),
        ("村里拍片、县里出报告，结果互认，不再重复检查。", "digital.sharing"),
        ("医院打破论资排辈，公开选拔年轻干部，中层干部全部竞聘上岗。", "party.cadres"),
        ("骨干医生下派到卫生院坐诊，居民签约家庭医生。", "system.tiered_care"),
        ("病组成本一目了然，DRG分析会每月一次。", "operation.drg"),
        ("药师审核处方，抗菌药物使用强度下降。", "clinical.rational_use"),
        ("医院开通夜间门诊，缩短排队等候时间。", "service.process"),
        ("职工子女放学有人管，医院办起托管班。", "culture.staff"),
    ],
)
def test_how_offices_write_about_a_theme_is_known(text, theme):
    assert found(text)[theme].status == "auto"


def test_a_word_split_over_a_clause_speaks_only_within_it():
    apart = evidence_for("医院引进设备，博士毕业的他很高兴。")
    assert "引进…博士" not in {e.word for e in apart}
    assert "引进…博士" in {e.word for e in evidence_for("医院引进了五名博士。")}


def test_a_word_inside_a_longer_one_of_another_theme_counts_less():
    alone = next(e for e in evidence_for("看重绩效考核。") if e.theme == "performance.internal")
    inside = next(e for e in evidence_for("看重三级公立医院绩效考核。") if e.theme == "performance.internal")
    assert inside.weight < alone.weight


def test_a_long_text_asks_for_more():
    assert asked_of(400) == 1.0 < asked_of(1000) < asked_of(4000)
    assert found("医院推行夜查房。设立胸痛中心。")["service.emergency"].status == "auto"
    assert found("医院推行夜查房。设立胸痛中心。" + "这一天平常得很。" * 500)["service.emergency"].status == "suggested"


def test_a_score_is_the_sum_of_its_evidence():
    text = "医院建立投诉台账，投诉逐月分析，纠纷减少。"
    whole = sum(e.weight for e in evidence_for(text) if e.theme == "clinical.complaint")
    assert found(text)["clinical.complaint"].score == round(min(1.0, whole / 2), 2)


def test_every_leaf_has_a_broad_vocabulary_and_no_leaf_is_unknown():
    leaves = {leaf["id"] for top in taxonomy() for leaf in top["leaves"]}
    words = {}
    for theme, level, told in rows("practices", "triggers.tsv"):
        assert level in "1234"
        words.setdefault(theme, []).extend(told.split(" "))
    assert set(words) == leaves
    assert min(map(len, words.values())) >= 40
    for theme, told in words.items():
        assert len({w.lower() for w in told}) == len(told), theme
        assert all(len(w.split("~")[0]) >= 2 for w in told), theme


def test_a_short_text_is_suggested_the_themes_it_comes_nearest_to_and_a_long_one_is_not():
    short = "护士长带人推着车上门，给老人翻身、喂饭，教家属怎样照护。"
    assert "service.nursing" in {theme.id for theme in find_themes(short)}
    assert len(find_themes(short)) <= 8
    passing = short + "山里的路修好了，人也来得多了。" * 150
    assert "service.nursing" not in {theme.id for theme in find_themes(passing) if theme.status == "auto"}


def test_a_theme_that_has_the_text_to_itself_is_likelier_than_one_said_in_passing():
    told = "医院开设日间手术中心，上午手术、次日出院。"
    alone = evidence_by_theme(told)
    beside = told + "医院建立投诉台账，投诉逐月分析，医患办首诉负责，纠纷调解室每周开放，医疗纠纷减少一半。" * 3
    crowded = evidence_by_theme(beside)
    assert likely(crowded, beside, 1.0)["service.day_care"] < likely(alone, told, 1.0)["service.day_care"]
    assert likely({}, "", 1.0) == {}


def test_a_practice_that_bears_a_theme_s_word_speaks_for_the_theme():
    text = "医院推行夜间随访小组。"
    told = evidence_by_theme(text)
    at = text.index("夜间"), text.index("。")
    theme = next(iter(told))
    assert likely(told, text, 1.0, (at,))[theme] > likely(told, text, 1.0)[theme]
    unsure = Practice("夜间随访小组", "夜间随访小组", "", "suggested", *at)
    assert named_at([unsure, replace(unsure, status="auto")]) == (at,)
