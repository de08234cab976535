"""A loose text becomes cases: round-ups, plans, features, and anything at all without an error."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.extract.cases import year_of
from app.extract.understand import understand

PLAN = """为深入贯彻省委部署，根据《江南省人民政府关于印发江南省推动公立医院改革实施方案的通知》（江政发〔2022〕9号），\
结合我市实际，制定本实施方案。
一、总体要求
到2026年，全市建强3所综合医院。赣州市各县区参照执行，赣州市各医院落实。
二、重点任务
（一）建设新体系
1.打造区域高地。建设2个专科联盟，推行“一张床”管理制度。（责任单位：市卫健委牵头，市财政局配合）
2.做强县级医院。推广“县管乡用”做法。（责任单位：市卫健委）
（二）激发新动力
3.改革薪酬制度。落实“两个允许”。（责任单位：市人社局、市卫健委）
三、保障措施
各地要加强领导。
来源：某某网
关于印发某市招商引资实施方案的通知
2024-05-06关于印发某市质量强市工作方案的通知
2024-04-30
"""


def test_a_plan_has_its_tasks_as_children_with_section_and_bodies():
    (plan,) = understand(PLAN).cases
    assert plan.kind == "plan"
    assert plan.title == "赣州市推动公立医院改革实施方案"
    assert plan.owner == "赣州市人民政府"
    assert plan.region.city == "赣州市"
    assert [t.number for t in plan.children] == [1, 2, 3]
    assert [t.title for t in plan.children] == ["打造区域高地", "做强县级医院", "改革薪酬制度"]
    assert plan.children[2].responsible == "市人社局、市卫健委"
    assert all(r.type == "target" for t in plan.children for r in t.results)
    assert "招商引资" not in plan.text


def test_a_tasks_span_is_its_own_words_in_the_source():
    (plan,) = understand(PLAN).cases
    (span,) = plan.children[1].spans
    piece = PLAN[span.offset : span.offset + span.length]
    assert piece.startswith("2.做强县级医院")
    assert piece.endswith("市卫健委）")


ROUND_UP = """医院管理论坛在京举办，专家共话发展。

临江市人民医院党委书记 陈国梁

让支部强起来

近年来，医院落实双带头人制度。

国家卫生健康委党校副研究员 郑一凡

把准方向

公立医院要坚持公益性。

清河县总医院院长 周敏

把患者放在心上

医院开设夜间门诊，患者满意度达到96%。

本报记者李小年整理
"""


def test_a_round_up_is_split_at_its_speakers():
    understood = understand(ROUND_UP)
    assert [(c.kind, c.owner, c.speaker.name, c.title) for c in understood.cases] == [
        ("hospital", "临江市人民医院", "陈国梁", "让支部强起来"),
        ("expert", "国家卫生健康委党校", "郑一凡", "把准方向"),
        ("hospital", "清河县总医院", "周敏", "把患者放在心上"),
    ]
    assert understood.reporter == "李小年"
    assert understood.cases[1].region.province is None
    assert not any("论坛" in c.text or "记者" in c.text for c in understood.cases)


def test_a_feature_stays_one_case_with_its_sections_and_without_captions():
    text = (
        "一座医院的答卷\n\n——看赣州市人民医院如何改善服务\n\n近年来，赣州市人民医院持续改善服务，群众反映良好。\n\n\n"
        "服务在前，让群众满意\n\n该院开设夜间门诊，随访率超过93%。\n\n\n\n医护人员开展义诊\n\n人才为本，让事业常青\n\n"
        "该院设立人才基金，引进博士12名。\n\n\n\n手术室一角\n"
    )
    (case,) = understand(text).cases
    assert case.title == "一座医院的答卷——看赣州市人民医院如何改善服务"
    assert case.owner == "赣州市人民医院"
    assert [s.heading for s in case.outline] == ["服务在前，让群众满意", "人才为本，让事业常青"]
    assert "手术室一角" not in case.text


def test_a_case_that_stops_in_mid_sentence_is_flagged():
    text = ROUND_UP.replace("患者满意度达到96%。", "患者满意度达到96%，今后还将")
    assert understand(text).cases[-1].flags == ("truncated",)


def test_hard_wrapped_lines_are_one_paragraph():
    text = (
        "服务改进报告\n\n" + "\n".join(["我院自去年起对门诊流程进行了全面改造先后增设了"] * 5) + "\n自助设备二十台。\n"
    )
    (case,) = understand(text).cases
    assert "\n" not in case.text


def test_an_awarded_case_takes_the_title_it_was_honoured_under():
    text = "近日，赣州市人民医院撰写的《以查房促融合》获评全国优秀实践案例。党委书记陈国梁代表医院作经验分享。"
    (case,) = understand(text).cases
    assert (case.title, case.speaker.name, case.evidence) == ("以查房促融合", "陈国梁", case.evidence)


def test_words_without_shape_become_one_case_and_no_words_none():
    assert len(understand("随手记下的一句话").cases) == 1
    assert understand("").cases == ()
    assert understand("，。；：\n\n！？").cases == ()


@settings(max_examples=120, deadline=None)
@given(st.text(max_size=300))
def test_no_string_raises_and_positions_are_true(text):
    for case in understand(text).cases:
        for found in (*case.themes, *case.practices, *case.results):
            if found.start is not None:
                assert 0 <= found.start < found.end <= len(case.text)
        assert all(s.offset >= 0 and s.offset + s.length <= len(text) for s in case.spans)


@pytest.mark.parametrize(
    "piece",
    [
        "医",
        "1",
        "(",
        "（“《",
        "医院与和",
        "1.\n一、\n",
        "由1至",
        "率持续下降、",
        "12.5%、",
        "某市人民医院院长王小明：\n",
        " ",
        "??婆嘤",
    ],
)
def test_a_hostile_text_of_any_length_is_answered(piece):
    text = piece * (200_000 // len(piece))
    for case in understand(text).cases:
        assert all(span.offset >= 0 and span.offset + span.length <= len(text) for span in case.spans)


def test_the_same_text_is_understood_the_same_way_twice():
    assert understand(ROUND_UP) == understand(ROUND_UP)


def test_a_task_that_ends_in_its_responsible_bodies_is_whole_and_stands_alone():
    plan = """清河县县域医疗服务能力提升实施方案
为做好县域医疗服务，制定本实施方案。
一、主要任务
1.建设胸痛中心。两年内建成县级胸痛中心并通过认证。(责任单位:县卫健局牵头，县财政局按职责分工负责)
2.畅通转诊通道。县、乡(镇)之间的转诊一天内办结。(责任单位:县卫健局、各乡(镇)人民政府)
3.培训乡村医生。每人每年到县医院进修不少于15天。(责任单位:县卫健局)
二、保障措施
4.落实经费。县财政每年安排专项经费200万元。(责任单位:县财政局)
5.加强督导。每半年通报一次进展，结果纳入年度考核。(责任单位:县政府督查室)
"""
    [whole] = understand(plan, "县域方案.txt").cases
    assert [task.number for task in whole.children] == [1, 2, 3, 4, 5]
    assert all("truncated" not in task.flags for task in (whole, *whole.children))
    assert any(line.startswith("2.畅通转诊通道") for line in whole.text.split("\n"))


@pytest.mark.parametrize(
    ("text", "year"),
    [("2019年起步，截至2022年底随访率超过九成。", 2022), ("2019年起步，到2025年建成新院区。", 2019)],
)
def test_the_year_is_the_latest_reached_and_never_an_aim(text, year):
    assert year_of(text, None) == year


def test_a_headline_printed_above_and_again_in_the_text_is_the_title():
    said = "山路弯弯，医生背着药箱走了三十年，如今每个村都有了会看片子的人，老乡们不再翻山越岭去县里排队。"
    (found,) = understand(
        f"山乡健康观察\n\n药箱里的春天\n——平利县人民医院帮扶记\n\n药箱里的春天\n——平利县人民医院帮扶记\n\n{said}\n\n{said}\n"
    ).cases
    assert found.title == "药箱里的春天——平利县人民医院帮扶记"


def test_whole_paragraphs_under_short_headings_are_not_lines_cut_at_one_width():
    said = "护士交班时先说哪位病人夜里下过床，再说哪位病人换了药，医生听完才去查房，护工也站在旁边一起听。" * 3
    parts = "".join(f"（{n}）先听护士说一遍再去查房\n\n{said}\n\n" for n in "一二三四五")
    (found,) = understand(f"交班交出来的平安病房十二年\n\n{parts}").cases
    assert "再去查房\n护士" in found.text
