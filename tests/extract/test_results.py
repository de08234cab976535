"""Figures that are results, and numbers that are not."""

import pytest

from app.extract.results import find_results


def one(text, **options):
    (result,) = find_results(text, **options)
    return result


def test_a_change_has_before_after_and_direction():
    result = one("平均住院日由9.8天缩短至7.2天。")
    assert (result.before, result.after, result.value, result.unit, result.direction) == (9.8, 7.2, 7.2, "天", "down")
    assert "平均住院日" in result.metric


def test_a_better_rank_is_up_though_its_number_falls():
    result = one("在国考中，医院由2019年的第310名提升至2022年的第205名。")
    assert (result.before, result.after, result.direction, result.date) == (310, 205, "up", "2022")


def test_rates_told_in_a_row_keep_their_own_metrics():
    found = find_results("线上挂号率、线上缴费率分别达到81.5%、40.2%。")
    assert [(r.metric, r.value) for r in found] == [("线上挂号率", 81.5), ("线上缴费率", 40.2)]


def test_bounds_are_kept():
    assert one("随访率超过93%。").bound == "over"
    assert one("组建近40个专病门诊。").bound == "about"
    assert one("药占比控制在26%以内。").bound == "under"
    assert one("收到60余条建议。").bound == "over"


def test_words_without_a_figure_have_a_direction_only():
    found = find_results("次均费用、次均药费持续下降，三级手术占比逐年上升。")
    assert [(r.metric, r.value, r.direction) for r in found] == [
        ("次均费用", None, "down"),
        ("次均药费", None, "down"),
        ("三级手术占比", None, "up"),
    ]


def test_a_plans_figures_are_targets_and_ranges_and_ratios_stay_as_printed():
    text = "到2026年，重点推动3-5所县级医院达标，医护比1:2。"
    ranged, ratio = find_results(text, target=True)
    assert (ranged.unit, ranged.value, ranged.type, ranged.date) == ("3-5所", None, "target", "2026")
    assert (ratio.unit, ratio.type) == ("1:2", "target")


def test_a_share_names_both_sides():
    assert one("按不低于编制床位的12%设置重症床位。", target=True).metric == "重症床位占编制床位"


def test_the_rank_in_a_province_is_a_rank():
    result = one("患者满意度位居全省第三。")
    assert (result.value, result.unit) == (3, "名")


@pytest.mark.parametrize(
    "text",
    [
        "根据某政办发〔2021〕17号文件要求开展工作。",
        "2023年5月起固定每周三上午为沟通时间。",
        "从人才引进、培养等6个方面提供保障。",
        "出台“人才新政30条”。",
        "建院120周年之际举办活动。",
        "落实18项核心制度。",
        "来自全国的300名代表参会。",
        "地址在人民路88号5楼。",
        "切实提升患者满意度。",
        "推行5分钟微党课。",
    ],
)
def test_what_is_no_result_is_none(text):
    assert find_results(text) == ()


def test_the_span_is_the_figures_own():
    text = "医院开设夜间门诊，解决问题和困难25个。"
    result = one(text)
    assert text[result.start : result.end] == "25个"
    assert "问题" in result.metric


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("门诊量较上年增长12.5%，同比增加8.4万人次。", [("门诊量", 12.5, "%"), ("门诊量", 8.4, "万人次")]),
        ("CMI值由0.92升至1.08。", [("CMI值", 1.08, None)]),
        (
            "县域内就诊率达到92.3%，比2020年提高6个百分点。",
            [("县域内就诊率", 92.3, "%"), ("县域内就诊率", 6.0, "个百分点")],
        ),
        ("转诊率下降三成，候诊时间缩短了一半。", [("转诊率", 30.0, "%"), ("候诊时间", 50.0, "%")]),
        ("医院科研经费翻了两番。", [("医院科研经费", 2.0, "番")]),
        ("廉政教育实现科室全覆盖。", [("廉政教育科室覆盖率", 100.0, "%")]),
        ("每年节约医保基金约4000万元。", [("每年节约医保基金", 4000.0, "万元")]),
        ("智慧服务级别达到3级和2级。", [("智慧服务级别", None, "3级和2级")]),
        ("随访率从45%到60%。", [("随访率", 60.0, "%")]),
        ("职工绩效从5.6万元增至8.9万元，增幅58.9%。", [("职工绩效", 8.9, "万元"), ("职工绩效增幅", 58.9, "%")]),
        ("座谈会共有300余人参加，召开5次会议。", []),
    ],
)
def test_every_wording_of_a_figure_is_read(text, told):
    assert [(r.metric, r.value, r.unit) for r in find_results(text)] == told


def test_hours_that_became_minutes_have_no_common_figure_before():
    (result,) = find_results("检查报告出具时间从2小时压缩到40分钟。")
    assert (result.before, result.after, result.direction) == (None, 40.0, "down")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("病例组合指数升至1.12，药品周转更快。", [("病例组合指数", 1.12, None)]),
        ("全院CMI值从0.9提升到1.2左右。", [("全院CMI值", 1.2, None)]),
        ("孕产妇死亡率降至7.5/10万。", [("孕产妇死亡率", 7.5, "/10万")]),
        ("随访率达到百分之九十五点六。", [("随访率", 95.6, "%")]),
        ("医保患者全年实现零拒付。", [("拒付", 0.0, "件")]),
        ("绩效考核进入全国前100名。", [("全国绩效考核排名", 100.0, "名")]),
        ("门诊满意度连续三年位居全省前十。", [("全省门诊满意度连续三年排名", 10.0, "名")]),
        ("备用电源切换用时9秒。", [("备用电源切换用时", 9.0, "秒")]),
        ("三年前是71.4%。", []),
        ("由专人跟踪到产后42天。", []),
        ("65岁以上老人优先。", []),
        ("每3万人口设一个站。", []),
    ],
)
def test_measures_of_the_field_are_read(text, told):
    assert [(r.metric, r.value, r.unit) for r in find_results(text)] == told


def test_a_sentence_that_begins_with_an_aim_tells_of_aims_to_its_end():
    text = "力争用三年时间把病房都改造一遍，让住在里面的每一位病人都睡得安稳一些，微创手术占比从20%提升到25%。"
    (result,) = find_results(text)
    assert result.type == "target"


def test_the_same_figure_in_a_long_row_is_told_once():
    assert len(find_results("满意度达到95%。" * 4000)) == 1


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("两年间整理了320余条行为规范与96个故事。", ["行为规范", "整理故事"]),
        ("修订了210余项涉及门诊、住院、后勤等工作的制度。", ["制度"]),
        ("全市力争在20%以上乡镇卫生院建成中医馆。", ["乡镇卫生院"]),
        ("已建4个县级专科、6个市县共建专科和12个乡镇特色科室。", ["县级专科", "市县共建专科", "乡镇特色科室"]),
        ("60余名护士长来到滨江社区义诊。", ["护士长"]),
    ],
)
def test_what_was_counted_is_named_by_its_noun(text, metrics):
    assert [result.metric for result in find_results(text)] == metrics
