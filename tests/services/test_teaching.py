"""A library learns from corrections, keeps own themes and knows practices by the names a person gave."""

import pytest

from app.extract.taught import MARK
from app.messages import Trouble
from app.services import recasting, settling
from app.services.importing import commit, import_text, prepare_text
from app.services.library import Library
from app.task import Cancelled, Task
from db.errors import NoSuchRecord
from db.records import CaseDraft, DocumentDraft, Practice, Theme

SCHOOL = "院党委把病房学校办到了床边，老师每周来两次，住院的孩子照样上课，考试不掉队。"
ENDS = ("校长发了结业证。", "志愿者带来了图书。", "数学老师自编了讲义。", "孩子们排了一出戏。")
OTHERS = (
    "医院调整门诊排班，挂号窗口延长到晚上八点，等候时间缩短一半。",
    "后勤处更换了供暖设备，全年用电量下降一成，能耗数据每月公布。",
    "药剂科给慢性病人配送药品，快递当天送到家，费用由医院承担。",
    "医院请来木匠修好了走廊的扶手，老人走路有了依靠。",
    "食堂换了新菜单，低盐餐单独装盘，营养师每天试吃。",
    "停车场划出短时车位，接送病人的车辆十分钟内免费。",
)
NEW = "肿瘤科在病房开起学校，请来老师给住院的孩子上课，每周两次，帮他们准备考试。"


@pytest.fixture
def library(tmp_path):
    made = Library.open(tmp_path / "库.xinglin")
    yield made
    made.close()


def add(library, *drafts):
    number = len(library.fingerprints())
    document = DocumentDraft(path="文.txt", name="文.txt", text="文", fingerprint=f"f{number}")
    return library.add_document(document, drafts)


def draft(title, text="文", practices=(), **values):
    made = tuple(p if isinstance(p, Practice) else Practice(p, f"“{p}”", "制度", "auto", 0, 1) for p in practices)
    return CaseDraft(kind="hospital", title=title, text=text, practices=made, **values)


def schooled(library, number=4):
    """A library with an own theme on so many of its cases."""
    theme = library.add_theme("病房里的学校", "service")
    ids = add(library, *(draft("病房里的学校", SCHOOL + end) for end in ENDS[:number]))
    add(library, *(draft("别的事", text) for text in OTHERS))
    for case_id in ids:
        library.settle_theme(case_id, theme.id, True)
    return theme


def statuses(library, case_id):
    return {theme.id: theme.status for theme in library.case(case_id).themes}


def names(library):
    return {one.name: one.cases for one in library.practices() if not one.hidden}


# --- themes


def test_an_own_theme_given_to_a_few_cases_is_suggested_at_the_next_import_with_its_reason(library):
    theme = schooled(library)
    outcome = import_text(library, f"病房学校\n{NEW}", "新.txt")
    found = {t.id: t for t in library.case(outcome.case_ids[0]).themes}
    assert found[theme.id].status in ("suggested", "auto")
    assert "按你以往的确认：常见“" in found[theme.id].reason


def test_undo_takes_the_lesson_back_with_the_theme_and_redo_gives_it_again(library):
    theme = library.add_theme("病房里的学校")
    (case_id,) = add(library, draft("病房里的学校", SCHOOL))
    library.settle_theme(case_id, theme.id, True)
    (before,) = library.learned()
    assert (before.theme, before.wanted, before.unwanted) == (theme.id, 1, 0)
    library.undo()
    assert library.learned() == ()
    assert theme.id not in statuses(library, case_id)
    library.redo()
    assert library.learned() == (before,)


def test_changing_ones_mind_about_a_case_leaves_one_lesson_not_two(library):
    (case_id,) = add(library, draft("病房里的学校", SCHOOL))
    for on in (True, False, True, True, False):
        library.settle_theme(case_id, "service.nursing", on)
    (one,) = library.learned()
    assert (one.wanted, one.unwanted) == (0, 1)


def test_judging_anew_touches_nothing_a_person_settled_and_is_one_step(library):
    theme = schooled(library)
    kept, taken, open_, other = add(
        library,
        *(draft(f"病房学校{n}", NEW) for n in "甲乙丙"),
        draft("别的", OTHERS[0], themes=(Theme("talent.pay"),)),
    )
    library.settle_theme(taken, theme.id, False)
    library.settle_theme(kept, theme.id, True)
    told = library.judge_themes()
    assert statuses(library, kept)[theme.id] == "user"
    assert theme.id not in statuses(library, taken)
    assert statuses(library, open_)[theme.id] in ("suggested", "auto")
    assert statuses(library, other) == {"talent.pay": "auto"}
    assert (told.changed, told.added, told.removed) == (1, 1, 0)
    assert library.undo() == "按已学到的重新判断主题"
    assert theme.id not in statuses(library, open_)


def test_judging_anew_keeps_to_the_cases_asked_for_and_can_be_stopped(library):
    theme = schooled(library)
    one, two = add(library, draft("病房学校", NEW), draft("病房学校", NEW))
    with pytest.raises(Cancelled):
        library.judge_themes(task=Task(stopped=lambda: True))
    assert theme.id not in statuses(library, one)
    library.judge_themes([one])
    assert theme.id in statuses(library, one)
    assert theme.id not in statuses(library, two)


def test_what_was_forgotten_is_gone_from_cases_once_they_are_judged_anew(library):
    theme = schooled(library)
    (case_id,) = add(library, draft("病房学校", NEW))
    library.judge_themes()
    assert MARK in library.case(case_id).themes[0].reason
    library.forget_lessons([theme.id])
    assert library.learned() == ()
    library.judge_themes()
    assert theme.id not in statuses(library, case_id)
    library.undo()
    library.undo()
    assert len(library.learned()) == 1


def test_what_is_said_in_the_import_review_is_a_lesson_and_a_theme_taken_away_stays_away(library):
    prepared = prepare_text(
        library, "海港医院\n医院完善薪酬办法，职工薪酬与考核挂钩。投诉逐月分析，建立投诉台账。", "新.txt"
    )
    review = recasting.opened(prepared)
    key = review.cases[0].key
    found = [theme.id for theme in review.cases[0].draft.themes]
    assert len(found) >= 2
    review = settling.drop(settling.accept(review, key, f"theme:{found[0]}"), key, f"theme:{found[1]}")
    (outcome,) = commit(library, [recasting.prepared_of(review)])
    learned = {one.theme: (one.wanted, one.unwanted) for one in library.learned()}
    assert learned == {found[0]: (1, 0), found[1]: (0, 1)}
    assert found[1] not in statuses(library, outcome.case_ids[0])
    library.judge_themes()
    assert found[1] not in statuses(library, outcome.case_ids[0])
    library.undo()
    assert library.learned() == ()


def test_an_import_nobody_corrected_and_the_starter_teach_nothing(library):
    import_text(library, f"病房学校\n{NEW}", "新.txt")
    starter = DocumentDraft(path="s", name="s", text="s", fingerprint="s", origin="starter")
    library.add_document(starter, [draft("示例", themes=(Theme("talent.pay", status="user"),))])
    assert library.learned() == ()


def test_an_own_theme_can_be_found_by_renamed_and_deleted(library):
    theme = library.add_theme(" 病房  学校 ", "service.nursing")
    (case_id,) = add(library, draft("一"))
    library.settle_theme(case_id, theme.id, True)
    assert theme.name == "病房 学校"
    assert library.find('主题:"病房 学校"').ids == (case_id,)
    assert library.find("").facets["theme"]["service"] == 1
    library.rename_theme(theme.id, "床边课堂")
    assert library.find("主题:床边课堂").ids == library.find("床边课堂").ids == (case_id,)
    library.delete_theme(theme.id)
    assert library.learned() == ()
    assert library.case(case_id).themes == ()
    assert library.find("床边课堂").ids == ()
    library.undo()
    assert library.find("主题:床边课堂").ids == (case_id,)
    assert len(library.learned()) == 1


def test_what_stood_below_a_deleted_theme_moves_up_and_built_in_themes_stay(library):
    upper = library.add_theme("上", "service")
    lower = library.add_theme("下", upper.id)
    library.delete_theme(upper.id)
    assert {t.id: t.parent for t in library.themes()}[lower.id] == "service"
    for deed in (lambda: library.delete_theme("service"), lambda: library.rename_theme("service", "别")):
        with pytest.raises(NoSuchRecord):
            deed()


@pytest.mark.parametrize("name", ["", "  \n ", "下"])
def test_a_theme_needs_a_name_of_its_own(library, name):
    library.add_theme("下")
    with pytest.raises(Trouble):
        library.add_theme(name)


# --- practices


def test_merged_practices_are_one_everywhere_with_their_surfaces_and_come_back_by_one_undo(library):
    one, two, both = add(
        library, draft("一", practices=["一站办"]), draft("二", practices=["一站式服务"]),
        draft("三", practices=["一站办", "一站式服务"]),
    )  # fmt: skip
    library.merge_practices(["一站办", "一站式服务"], "一站式服务")
    assert names(library) == {"一站式服务": 3}
    assert library.find("").facets["practice"] == {"一站式服务": 3}
    assert [p.surface for p in library.case(one).practices] == ["“一站办”"]
    assert set(library.find("做法:一站式服务").ids) == {one, two, both}
    assert set(library.find("做法:一站办").ids) == {one, two, both}, "an old name still finds"
    assert library.practices()[0].surfaces == ("“一站办”", "“一站式服务”")
    assert library.undo() == "合并做法“一站办”到“一站式服务”"
    assert names(library) == {"一站办": 2, "一站式服务": 2}
    assert library.taught().rules == {}


def test_the_rule_holds_for_what_comes_later_and_follows_further_merges(library):
    add(library, draft("一", practices=["甲法"]))
    library.merge_practices(["甲法"], "乙法")
    library.merge_practices(["乙法"], "丙法")
    add(library, draft("二", practices=["甲法", "丙法"]))
    assert names(library) == {"丙法": 2}
    library.rename_practice("丙法", "甲法")
    add(library, draft("三", practices=["乙法"]))
    assert names(library) == {"甲法": 3}
    assert library.practices()[0].formerly == ("乙法", "丙法")


def test_hidden_practices_are_nowhere_and_lose_nothing(library):
    (case_id,) = add(library, draft("一", practices=["优质服务", Practice("试行法", "试行法", "", "suggested")]))
    library.hide_practices(["优质服务", "试行法"], True)
    (later,) = add(library, draft("二", practices=["优质服务"]))
    for one in (case_id, later):
        assert library.case(one).practices == ()
    assert names(library) == {}
    assert "practice" not in library.find("").facets or library.find("").facets["practice"] == {}
    assert library.find("做法:优质服务").total == 0
    assert library.undo_label
    library.hide_practices(["优质服务", "试行法"], False)
    assert {p.name: p.status for p in library.case(case_id).practices} == {"优质服务": "auto", "试行法": "suggested"}
    assert names(library) == {"优质服务": 2, "试行法": 0}
    library.undo()
    assert names(library) == {}


def test_what_is_merged_into_a_hidden_practice_is_hidden_too(library):
    add(library, draft("一", practices=["甲法", "乙法"]))
    library.hide_practices(["乙法"], True)
    library.merge_practices(["甲法"], "乙法")
    assert names(library) == {}
    library.hide_practices(["乙法"], False)
    assert names(library) == {"乙法": 1}


def test_a_practice_a_person_took_away_does_not_come_back_by_a_merge(library):
    one, two = add(library, draft("一", practices=["甲法", "乙法"]), draft("二", practices=["甲法"]))
    library.settle_practice(one, "乙法", False)
    library.merge_practices(["甲法"], "乙法")
    assert library.case(one).practices == ()
    assert [p.name for p in library.case(two).practices] == ["乙法"]


def test_a_practice_must_be_called_something(library):
    add(library, draft("一", practices=["甲法"]))
    with pytest.raises(Trouble):
        library.merge_practices(["甲法"], "  ")
    library.rename_practice("甲法", "甲法")
    assert library.undo_label == "导入"
