"""A plan's tasks beside the cases that answer them: what is suggested, decided, missing; and what is alike."""

import pytest

from app.extract.taught import NOTHING
from app.services import matched, matched_sheet, matching, starter
from app.services.library import Library
from app.task import Cancelled, Task
from db.records import CaseDraft, DocumentDraft, Practice, Region, Theme
from tests.bench import answers as measured

PLAN = "某市医院三年行动方案"


@pytest.fixture
def library(tmp_path):
    made = Library.open(tmp_path / "库.xinglin")
    yield made
    made.close()


def add(library, *drafts):
    number = len(library.fingerprints())
    document = DocumentDraft(path="文.txt", name=f"文{number}.txt", text="文", fingerprint=f"f{number}")
    return library.add_document(document, drafts)


def case(title, text="无关的话。", themes=(), practices=(), **more):
    return CaseDraft(
        kind=more.pop("kind", "hospital"), title=title, text=text,
        themes=tuple(Theme(one) for one in themes), practices=tuple(Practice(one, one) for one in practices), **more,
    )  # fmt: skip


def plan(*tasks, title=PLAN):
    return case(title, "方案的开头。", kind="plan", children=tuple(tasks))


def task(title, number=None, **more):
    return case(title, more.pop("text", f"{title}。"), kind="plan_task", number=number, **more)


BUDGET = task("加强全面预算管理", 1, text="推行全面预算管理，控制成本，收支全数列入。", themes=["operation.budget"])
NIGHT = task(
    "开设夜间门诊", 2, text="开设夜间门诊，方便上班的人看病。", themes=["service.process"], practices=["夜间门诊"]
)


def filled(library):
    """A plan of two tasks and four cases, one of which answers the second task."""
    plan_id, budget, night = add(library, plan(BUDGET, NIGHT))
    cases = add(
        library,
        case(
            "灯亮到九点",
            "我们开设夜间门诊，挂号窗口开到晚上九点。",
            ["service.process"],
            ["夜间门诊"],
            owner="甲市医院",
        ),
        case("木匠来了", "走廊的扶手修好了，老人走路有了依靠。", ["operation.logistics"]),
        case("山里的课", "志愿者给孩子们带来了图书。", ["culture.charity"]),
        case("一场比赛", "厨师比刀工，营养师当评委。", ["culture.staff"]),
    )
    return plan_id, (budget, night), cases


def told(library, plan_id, ids=None):
    return matched.match(library, plan_id, ids).tasks


def standings(one):
    return {answer.case_id: answer.standing for answer in one.answers}


def test_what_is_suggested_for_the_starter_librarys_plan_is_mostly_right_and_mostly_all(library):
    starter.load(library)
    for part, counts in measured.judge(library).items():
        precision, recall = measured.rates(counts)
        assert precision >= 0.7, part
        assert recall >= 0.65, part


def test_a_case_is_suggested_with_the_reason_and_the_sentence_that_says_so(library):
    plan_id, _, cases = filled(library)
    _, night = told(library, plan_id)
    (answer,) = night.shown
    assert (answer.case_id, answer.standing) == (cases[0], "suggested")
    assert "同做法：夜间门诊" in answer.why
    assert "就医流程与便民服务" in answer.why
    assert answer.quote == "我们开设夜间门诊，挂号窗口开到晚上九点。"
    assert (answer.start, answer.end, answer.paragraph) == (0, len(answer.quote), 1)


def test_a_task_nobody_answers_says_what_to_look_for_and_how_much_of_it_there_is(library):
    plan_id, _, _ = filled(library)
    budget = told(library, plan_id)[0]
    assert budget.shown == ()
    assert ("theme", "operation.budget", 0) in [(one.field, one.value, one.count) for one in budget.directions]
    assert ("words", "收支", 0) in [(one.field, one.value, one.count) for one in budget.directions]
    assert matched.match(library, plan_id).gaps == (budget,)


def test_a_decision_stands_above_the_score_and_undo_takes_it_back(library):
    plan_id, (budget, night), cases = filled(library)
    matched.decide(library, night, [cases[0]], "rejected")
    matched.decide(library, budget, [cases[1]], "accepted")
    first, second = told(library, plan_id)
    assert standings(first)[cases[1]] == "accepted"
    assert standings(second)[cases[0]] == "rejected"
    assert library.undo_label == "采用为任务的案例"
    library.undo()
    library.undo()
    assert standings(told(library, plan_id)[1])[cases[0]] == "suggested"
    library.redo()
    matched.decide(library, night, [cases[0]], None)
    assert standings(told(library, plan_id)[1])[cases[0]] == "suggested"


def test_a_theme_that_every_task_of_a_plan_asks_for_tells_less_of_each(library):
    asked = ["party.branch", "operation.budget"]
    other = task("党支部与预算", 9, text="建好党支部，健全全面预算。", themes=asked)
    alone, *_ = add(library, plan(other))
    crowd = [task(f"第{n}件", n, text="支部的话。", themes=["party.branch"]) for n in range(6)]
    among, *_ = add(library, plan(other, *crowd, title="又一方案"))
    (case_id,) = add(library, case("党支部的事", "党支部建在科室上。", ["party.branch"]))
    add(library, *(case(f"别的事{n}", f"第{n}件别的事。", ["culture.staff"]) for n in range(9)))

    def score(plan_id):
        answers = told(library, plan_id)[0].answers
        return next((one.score for one in answers if one.case_id == case_id), 0.0)

    assert 0 < score(among) < score(alone)


def test_a_case_answers_two_tasks_with_two_sentences_each_with_the_one_that_says_more_of_it(library):
    plan_id, _, _ = filled(library)
    (case_id,) = add(
        library,
        case(
            "两件事", "全面预算管理管住了成本，夜间门诊的钱也有了。夜间门诊开到九点，方便白天上班的人。",
            ["operation.budget", "service.process"], ["夜间门诊"],
        ),
    )  # fmt: skip
    budget, night = (
        next(answer for answer in one.answers if answer.case_id == case_id) for one in told(library, plan_id)
    )
    assert budget.quote.startswith("全面预算管理")
    assert night.quote.startswith("夜间门诊开到九点")


def test_what_has_one_sentence_alone_stands_by_it_for_both_tasks(library):
    plan_id, _, _ = filled(library)
    (case_id,) = add(
        library,
        case("一句话", "全面预算管理管到夜间门诊。", ["operation.budget", "service.process"], ["夜间门诊"]),
    )
    quotes = [answer.quote for one in told(library, plan_id) for answer in one.answers if answer.case_id == case_id]
    assert quotes == ["全面预算管理管到夜间门诊。"] * 2


def test_a_decision_taken_back_shows_at_once_what_it_will_be(library):
    plan_id, (_, night), cases = filled(library)
    found = matched.match(library, plan_id)
    refused = matched.decided(found, night, cases[0], "rejected")
    assert standings(refused.tasks[1])[cases[0]] == "rejected"
    assert standings(matched.decided(refused, night, cases[0], None).tasks[1])[cases[0]] == "suggested"


def test_a_decision_outlives_the_case_and_the_plan_it_is_about(library):
    plan_id, (_, night), cases = filled(library)
    matched.decide(library, night, [cases[0]], "accepted")
    library.delete_cases([cases[0]])
    (gone,) = told(library, plan_id)[1].answers
    assert (gone.gone, gone.standing) == (True, "accepted")
    assert told(library, plan_id)[1].shown == ()
    library.undo()
    assert told(library, plan_id)[1].shown[0].case_id == cases[0]
    library.delete_cases([plan_id])
    assert matched.match(library, plan_id) is None
    assert matched.plans(library) == ()
    library.undo()
    assert told(library, plan_id)[1].shown[0].standing == "accepted"


def test_tasks_without_numbers_are_answered_in_their_order(library):
    plan_id, *_ = add(library, plan(task("先做的"), task("后做的")))
    assert [one.name for one in told(library, plan_id)] == ["先做的", "后做的"]


def test_a_plan_without_tasks_is_answered_as_one(library):
    (plan_id,) = add(library, case(PLAN, "全面预算管理要推行。", ["operation.budget"], kind="plan"))
    (case_id,) = add(library, case("账本", "医院推行全面预算管理，成本下降。", ["operation.budget"]))
    found = matched.match(library, plan_id)
    assert found.whole
    assert [answer.case_id for answer in found.tasks[0].shown] == [case_id]


@pytest.mark.parametrize("ids", [(), ("不在的",)])
def test_no_cases_to_look_among_leave_every_task_a_gap(library, ids):
    plan_id, _, _ = filled(library)
    found = matched.match(library, plan_id, ids)
    assert found.among == 0
    assert len(found.gaps) == 2


def test_neither_plans_nor_tasks_nor_a_second_telling_of_a_story_are_answers(library):
    plan_id, _, cases = filled(library)
    add(library, plan(task("也开夜间门诊", 1, themes=["service.process"], practices=["夜间门诊"]), title="邻市的方案"))
    (again,) = add(library, case("灯亮到九点（转载）", "我们开设夜间门诊，挂号窗口开到晚上九点。",
                                 ["service.process"], ["夜间门诊"]))  # fmt: skip
    library.join([cases[0], again])
    night = told(library, plan_id)[1]
    assert [answer.case_id for answer in night.shown] == [cases[0]]


def test_the_reverse_tells_which_tasks_a_case_serves(library):
    plan_id, (budget, night), cases = filled(library)
    matched.decide(library, budget, [cases[0]], "accepted")
    (one,) = matched.serving(matched.match(library, plan_id))
    assert one.case_id == cases[0]
    assert [task_.id for task_, _ in one.tasks] == [budget, night]


def test_many_cases_are_narrowed_to_candidates_and_the_answer_is_among_them(library):
    plan_id, _, cases = filled(library)
    add(library, *(case(f"别的事{n}", f"第{n}件别的事。", ["culture.staff"]) for n in range(400)))
    found = matched.match(library, plan_id)
    assert found.among == 404
    assert [answer.case_id for answer in found.tasks[1].shown] == [cases[0]]


def test_what_a_library_was_taught_counts_for_its_own_themes(library):
    theme = library.add_theme("病房学校", "service")
    school = "老师每周到病房给住院的孩子上课，考试不掉队。"
    ids = add(library, *(case(f"课堂{n}", school + end) for n, end in enumerate(("有图书。", "有证书。", "有戏看。"))))
    for case_id in ids:
        library.settle_theme(case_id, theme.id, on=True)
    add(library, *(case(f"别的{n}", f"第{n}件别的事情，修路灯。") for n in range(8)))
    (new,) = add(library, case("新来的", "老师到病房给住院的孩子上课，帮他们准备考试。"))
    said = library.case(new)
    assert theme.id not in matching.profile(said, NOTHING).themes
    assert matching.profile(said, library.taught()).themes[theme.id] > 0.1


def test_it_stops_when_nobody_wants_it_any_more(library):
    plan_id, _, _ = filled(library)
    with pytest.raises(Cancelled):
        matched.match(library, plan_id, task=Task(stopped=lambda: True))


def test_the_sheet_tells_answers_with_their_source_gaps_and_the_reverse(library):
    plan_id, (_, night), cases = filled(library)
    matched.decide(library, night, [cases[0]], "accepted")
    made = matched_sheet.sheet(library, matched.match(library, plan_id), "全部案例")
    forward, reverse = made.parts
    gap, answered = forward.rows
    assert gap[1][0].empty
    assert "全面预算" in gap[2][0].text
    assert answered[1][0].text.startswith("已采用：灯亮到九点")
    assert answered[3][0].place == "§1，[1]"
    assert [source.number for source in made.sources] == [1]
    assert reverse.rows[0][1][0].text == "2 开设夜间门诊（已采用）"
    assert all(len(row) == len(forward.head) for row in forward.rows)


def test_each_case_that_answers_a_task_has_a_row_of_its_own_with_its_reason_and_words(library):
    plan_id, (_, night), cases = filled(library)
    matched.decide(library, night, [cases[0], cases[1], cases[3]], "accepted")
    answers = next(one for one in told(library, plan_id) if one.shown)
    forward = matched_sheet.sheet(library, matched.match(library, plan_id), "全部案例").parts[0]
    rows = [row for row in forward.rows if row[0][0].text.startswith("2 ")]
    assert len(rows) == len(answers.shown) == 3
    assert [row[0][0].text.endswith("（续）") for row in rows] == [False, True, True]
    for row, answer in zip(rows, answers.shown, strict=True):
        assert [len(cell) for cell in row[1:3]] == [1, 1]
        assert row[1][0].text.startswith(f"已采用：{answer.title}")
        assert row[2][0].text == answer.why
        assert [cell.text for cell in row[3]] == ([answer.quote] if answer.quote else [])


# --- alike


def test_similar_cases_tell_shared_practices_themes_level_and_place(library):
    here = Region("江西省", "赣州市")
    ids = add(
        library,
        case("甲", themes=["party.branch"], practices=["夜间门诊"], owner="赣州市第五医院", region=here),
        case("乙", themes=["party.branch"], practices=["夜间门诊"], owner="赣州市中医院", region=here),
        case("丙", themes=["party.branch"], owner="大同市第三医院", region=Region("山西省", "大同市")),
        case("丁", themes=["culture.staff"]),
    )
    (first, why), (second, _) = library.similar(ids[0])
    assert (first.id, second.id) == (ids[1], ids[2])
    assert why == "都有做法：夜间门诊；同主题：基层党组织与党支部建设；同为市级医院；同在江西省赣州市"


def test_a_case_of_the_same_story_is_not_called_similar(library):
    ids = add(library, *(case(f"案{n}", f"第{n}句。", ["party.branch"], ["夜间门诊"]) for n in range(4)))
    library.join([ids[0], ids[1]])
    library.join([ids[2], ids[3]])
    assert {row.id for row, _ in library.similar(ids[0])} == {ids[2]}


def test_similar_cases_follow_a_change(library):
    ids = add(library, case("甲", practices=["夜间门诊"]), case("乙"), case("丙"))
    assert library.similar(ids[0]) == ()
    library.settle_practice(ids[2], "夜间门诊", on=True)
    assert [row.id for row, _ in library.similar(ids[0])] == [ids[2]]
    library.undo()
    assert library.similar(ids[0]) == ()


def test_plans_are_alike_to_plans_and_never_to_their_own_tasks(library):
    first, *_ = add(library, plan(task("甲", 1, themes=["party.branch"])))
    other, *_ = add(library, case("另一方案", "话。", ["party.branch"], kind="plan"))
    (mine,) = add(library, case("又一方案", "话。", ["party.branch"], kind="plan"))
    assert [row.id for row, _ in library.similar(mine)] == [other]
    assert library.similar(first) == ()
