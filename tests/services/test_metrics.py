"""Figures side by side: units made alike, unlike ones apart and why, joined metrics, order."""

import math

import pytest

from app.services.figuring import Choice, arranged
from app.services.library import Library
from app.services.measuring import Measure, large, measured, number, told
from app.services.metrics import Metrics, alike, results
from db.compared import Figure
from db.records import CaseDraft, DocumentDraft, Region, Result
from tests.services.comparables import fill


@pytest.fixture
def library(tmp_path):
    opened = Library.open(tmp_path / "甲.xinglin")
    yield opened
    opened.close()


def figure(metric="随访率", value=1.0, unit="%", **more):
    return Figure(case_id="a", title="甲", owner="", place="", year=None, evidence=0, metric=metric, value=value,
                  unit=unit, **more)  # fmt: skip


def store(library, *each):
    """A case for every list of results."""
    made = []
    for at, found in enumerate(each):
        owner = f"第{at}医院"
        made.append(CaseDraft(kind="hospital", title=f"第{at}案", text="数字都在这里。" * 9, owner=owner,
                              year=2020 + at, region=Region(province="山西省"), results=tuple(found)))  # fmt: skip
    paper = DocumentDraft(path="x", name="x", text="数", fingerprint=str(len(each)))
    return library.add_document(paper, made)


def named(found, name):
    return next(metric for metric in found.metrics if metric.name == name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("收入", 3.2, "亿元"), ("收入", 32000.0, "万元")),
        (("诊疗量", 1.5, "万人次"), ("诊疗量", 15000.0, "人次")),
        (("等候", 0.5, "小时"), ("等候", 30.0, "分钟")),
        (("感染率", 5.0, "‰"), ("感染率", 0.5, "%")),
        (("引进", 12.0, "名"), ("引进", 12.0, "人")),
    ],
)
def test_the_same_amount_in_another_unit_is_the_same_amount(one, other):
    a, b = (measured(figure(*each)) for each in (one, other))
    assert (a.sort, a.unit) == (b.sort, b.unit)
    assert math.isclose(one[1] * a.times, other[1] * b.times)


@pytest.mark.parametrize(
    ("made", "sort"),
    [
        (figure(unit="个百分点"), "change"),
        (figure(direction="down", lead="药占比下降"), "change"),
        (figure(direction="down", lead="药占比降至"), "level"),
        (figure(direction="up", before=1.0), "level"),
        (figure("国考名次", 160, "名"), "rank"),
        (figure("国考名次", 160, ""), "rank"),
        (figure("护士", 160, "名"), "level"),
        (figure(value=None), "words"),
        (figure(value=math.inf), "words"),
    ],
)
def test_levels_changes_and_places_are_told_apart(made, sort):
    assert measured(made).sort == sort


def test_a_unit_nobody_knows_is_compared_with_itself_alone():
    assert measured(figure(unit="千瓦时")) == Measure("level", "千瓦时")
    assert measured(figure(unit="万千瓦时")) == Measure("level", "千瓦时", 1e4)


def test_figures_are_told_in_few_words():
    assert told(figure("国考名次", 179.0, "名", before=280.0), "rank") == "280 → 179 名"
    assert told(figure(value=92.0, bound="over"), "level") == "＞92%"
    assert told(figure(value=12.0, direction="down"), "change") == "下降 12%"
    assert told(figure(value=None, direction="up"), "words") == "上升"
    assert (number(1234.5), number(0.004), large(32000.0, "元")) == ("1,234.5", "0.004", "3.2 万元")


def test_bars_of_a_metric_share_one_scale_that_begins_at_zero(library):
    ids = store(library, [Result("收入", 2.0, "亿元")], [Result("收入", 5000.0, "万元", before=2500.0, after=5000.0)])
    (scale,) = named(results(library, ids), "收入").scales
    assert [round(bar.share, 4) for bar in scale.bars] == [1.0, 0.25]
    assert scale.bars[1].share_before == 0.125
    assert scale.hint == "从 0 起，满条 2 亿元"


def test_shares_are_measured_against_the_whole(library):
    (scale,) = named(results(library, store(library, [Result("随访率", 40.0, "%")])), "随访率").scales
    assert scale.bars[0].share == 0.4


def test_a_full_bar_is_told_in_the_unit_the_texts_use(library):
    ids = store(library, [Result("党支部", 54.0, "个")], [Result("党支部", 50.0, "个")])
    (scale,) = named(results(library, ids), "党支部").scales
    assert (scale.unit, scale.hint) == ("个", "从 0 起，满条 54 个")
    mixed = store(library, [Result("课题", 5.0, "项")], [Result("课题", 3.0, "个")])
    assert named(results(library, mixed), "课题").scales[0].unit == "项"


def test_what_was_reached_is_a_level_though_its_words_begin_before_the_number(library):
    text = "几年下来，挂靠的质控中心增至33个，床位也增加了12张。"
    beds = text.index("床位")
    found = (
        Result("质控中心", 33.0, "个", direction="up", start=text.index("挂靠"), end=text.index("，床")),
        Result("床位", 12.0, "张", direction="up", start=beds, end=len(text) - 1),
    )
    made = CaseDraft(kind="hospital", title="甲", text=text, owner="甲医院", region=Region(), results=found)
    ids = library.add_document(DocumentDraft(path="x", name="x", text=text, fingerprint="f"), [made])
    told_in_words = {
        bar.words for metric in results(library, ids).metrics for scale in metric.scales for bar in scale.bars
    }
    assert told_in_words == {"33 个", "上升 12 张"}


def test_a_single_amount_gets_no_bar_for_there_is_nothing_to_compare_it_with(library):
    (scale,) = named(results(library, store(library, [Result("党支部", 54.0, "个")])), "党支部").scales
    assert scale.bars[0].share is None
    assert scale.hint == ""


def test_a_better_place_has_a_longer_bar_and_says_so(library):
    ids = store(
        library, [Result("国考名次", 179.0, "名", before=280.0, after=179.0)], [Result("国考名次", 160.0, "名")]
    )
    (scale,) = named(results(library, ids), "国考名次").scales
    first, second = scale.bars
    assert second.share > first.share > first.share_before > 0
    assert first.turn == "better"
    assert "名次越靠前" in scale.hint
    assert "满条是第 1 名" in scale.hint


def test_what_is_better_low_is_better_when_it_falls_and_others_only_rise_or_fall(library):
    found = [
        Result("平均住院日", 7.6, "天", before=9.1, after=7.6),
        Result("门诊人次", 9.0, "万人次", before=8.0, after=9.0),
    ]
    ids = store(library, found)
    shown = results(library, ids)
    assert named(shown, "平均住院日").scales[0].bars[0].turn == "better"
    assert named(shown, "门诊人次").scales[0].bars[0].turn == "up"


def test_unlike_units_are_kept_apart_and_the_reason_is_said(library):
    ids = store(
        library,
        [Result("随访率", 88.0, "%"), Result("随访率", 3.0, "个百分点")],
        [Result("随访率", 91.0, "%"), Result("随访率", 500.0, "人")],
    )
    scales = named(results(library, ids), "随访率").scales
    assert scales[0].measure.unit == "%"
    whys = [scale.why for scale in scales[1:]]
    assert any("变化了多少" in why for why in whys)
    assert any("“人”，不能与“%”同尺" in why for why in whys)


def test_aims_never_stand_with_results(library):
    ids = store(library, [Result("随访率", 88.0, "%")], [Result("随访率", 95.0, "%", type="target")])
    result, aim = named(results(library, ids), "随访率").scales
    assert (result.target, aim.target) == (False, True)
    assert aim.why == "是目标，不是成效，单列"


def test_what_is_only_suggested_is_counted_and_left_out(library):
    ids = store(library, [Result("随访率", 88.0, "%", status="suggested")])
    found = results(library, ids)
    assert (found.metrics, found.open, found.silent) == ((), 1, 1)


def test_joined_metrics_stand_together_and_come_apart_again(library):
    ids = fill(library)
    assert {"出院随访率", "随访率"} <= {metric.name for metric in results(library, ids).metrics}
    Metrics(library).join(("出院随访率", "随访率"), "出院随访率")
    joined = named(results(library, ids), "出院随访率")
    assert joined.names == ("出院随访率", "随访率")
    assert joined.cases == 2
    assert library.undo_label == "合并指标为“出院随访率”"
    library.undo()
    assert named(results(library, ids), "随访率").cases == 1
    library.redo()
    Metrics(library).part(("随访率",))
    assert named(results(library, ids), "随访率").names == ("随访率",)


def test_joining_what_was_joined_before_leads_all_of_it_to_the_last_name(library):
    ids = store(library, [Result("甲率", 1.0, "%")], [Result("乙率", 2.0, "%")], [Result("丙率", 3.0, "%")])
    decide = Metrics(library)
    decide.join(("甲率", "乙率"), "甲率")
    decide.join(("甲率", "丙率"), "丙率")
    (metric,) = results(library, ids).metrics
    assert (metric.name, set(metric.names)) == ("丙率", {"甲率", "乙率", "丙率"})
    decide.join(("丙率", "甲率"), "甲率")
    (metric,) = results(library, ids).metrics
    assert metric.name == "甲率"


def test_a_pair_is_suggested_until_it_is_told_apart(library):
    ids = fill(library)
    pairs = alike(library, results(library, ids))
    assert [{pair.one, pair.other} for pair in pairs] == [{"出院随访率", "随访率"}]
    assert "单位都是 %" in pairs[0].why
    Metrics(library).tell_apart(pairs[0].one, pairs[0].other)
    assert alike(library, results(library, ids)) == ()
    library.undo()
    assert len(alike(library, results(library, ids))) == 1


def test_no_cases_and_cases_that_are_gone_have_no_figures(library):
    assert results(library, ()).metrics == ()
    assert results(library, ("nobody",)).silent == 1


# --- order


def test_only_pairs_only_shared_ones_and_only_some_names_can_be_looked_at(library):
    ids = fill(library)
    Metrics(library).join(("出院随访率", "随访率"), "出院随访率")
    found = results(library, ids)

    def names(**choice):
        return {metric.name for metric, _ in arranged(found, Choice(**choice)).shown}

    assert names() == {"出院随访率", "平均住院日", "投诉"}
    assert names(paired=True) == {"出院随访率", "平均住院日"}
    assert names(shared=True) == {"出院随访率"}
    assert names(words="住院") == {"平均住院日"}
    assert names(words="随访率") == {"出院随访率"}
    assert names(kinds="target") == set()


def test_bars_are_put_in_order_by_what_is_best(library):
    ids = store(
        library,
        [Result("国考名次", 160.0, "名"), Result("随访率", 60.0, "%")],
        [Result("国考名次", 90.0, "名"), Result("随访率", 80.0, "%")],
    )
    shown = arranged(results(library, ids), Choice()).shown
    first = {metric.name: scales[0].bars[0].value for metric, scales in shown}
    assert first == {"国考名次": 90.0, "随访率": 80.0}


def test_the_table_is_sorted_by_a_column_both_ways(library):
    ids = store(library, [Result("随访率", 60.0, "%")], [Result("随访率", 80.0, "%")], [Result("随访率", None, "%")])
    found = results(library, ids)

    def values(*, falling):
        return [row.bar.value for row in arranged(found, Choice(column=3, falling=falling)).table]

    assert values(falling=False) == [60.0, 80.0, None]
    assert values(falling=True) == [80.0, 60.0, None]
