"""A plan's tasks under review: cut, merged, dropped and named by a person, and kept when the plan is read anew."""

import pytest

from app.messages import Trouble
from app.services import recasting, reviewing, tasking
from tests.pages import PLAN
from tests.services.test_reviewing import piece, prepared, whole


@pytest.fixture(scope="module")
def plan():
    review = recasting.opened(prepared(PLAN, "方案.txt"))
    assert review.cases[0].draft.kind == "plan"
    return review


def titles(review):
    return [(child.number, child.title) for child in review.cases[0].draft.children]


def test_the_tasks_are_those_that_were_understood_until_somebody_speaks(plan):
    tasks = tasking.tasks_of(plan, plan.cases[0])
    assert [task.number for task in tasks] == [1, 2, 3]
    assert [plan.pieces[n].text[:4] for n in tasks[1].pieces] == ["2.方便", "配备轮椅"]
    stale = recasting.recast(reviewing.Review(plan.document, plan.pieces, plan.cases))
    assert stale.cases[0].draft.children == plan.cases[0].draft.children


def test_a_task_is_named_numbered_and_given_to_others_and_stays_so_when_read_anew(plan):
    at = piece(plan, "2.方便")
    words = tasking.words_of(plan, at)
    assert words["responsible"] == "市卫生健康委、市民政局"
    said = tasking.change(plan, at, words | {"task": "老人看病", "number": "7", "responsible": "市老龄办"})
    assert (7, "老人看病") in titles(said)
    moved = recasting.recast(reviewing.assigned(said, [said.cases[0].pieces[-1]], None))
    child = moved.cases[0].draft.children[1]
    assert (child.number, child.title, child.responsible) == (7, "老人看病", "市老龄办")
    whole(moved)


def test_a_task_is_cut_in_two_and_merged_again(plan):
    at = piece(plan, "配备轮椅")
    assert tasking.can_cut(plan, at)
    halves = recasting.recast(tasking.cut(plan, at))
    children = halves.cases[0].draft.children
    assert len(children) == 4
    assert children[2].text.startswith("配备轮椅")
    assert children[1].text.endswith("设立助老岗。")
    again = recasting.recast(tasking.merged(halves, at))
    assert [child.text for child in again.cases[0].draft.children] == [
        child.text for child in plan.cases[0].draft.children
    ]
    assert tasking.merged(plan, piece(plan, "1.缩短")) == plan


def test_a_dropped_task_leaves_its_words_in_the_plan(plan):
    gone = recasting.recast(tasking.dropped(plan, piece(plan, "3.公开")))
    assert [number for number, _ in titles(gone)] == [1, 2]
    assert "住院费用每日一清" in gone.cases[0].draft.text
    none = gone
    for words in ("1.缩短", "2.方便"):
        none = recasting.recast(tasking.dropped(none, piece(none, words)))
    assert none.cases[0].draft.children == ()
    assert none.cases[0].draft.kind == "plan"
    whole(none)


def test_what_stands_outside_all_tasks_can_be_made_one(plan):
    at = piece(plan, "各单位按月")
    assert tasking.task_at(plan, at) is None
    more = recasting.recast(tasking.cut(plan, at))
    assert more.cases[0].draft.children[-1].text == "各单位按月报送进展情况。"


def test_a_number_that_is_none_is_refused_and_outside_a_plan_nothing_happens(plan):
    at = piece(plan, "1.缩短")
    for wrong in ("一", "-1", "10000", "1.5"):
        with pytest.raises(Trouble):
            tasking.change(plan, at, tasking.words_of(plan, at) | {"number": wrong})
    page = recasting.opened(prepared())
    number = page.cases[0].pieces[-1]
    assert tasking.cut(page, number) == page
    assert tasking.dropped(page, number) == page
    assert tasking.words_of(page, number) == {}


def test_a_piece_moved_out_of_a_cut_plan_takes_nothing_with_it(plan):
    cut = recasting.recast(tasking.cut(plan, piece(plan, "配备轮椅")))
    out = recasting.recast(reviewing.assigned(cut, [piece(cut, "配备轮椅")], None))
    assert len(out.cases[0].draft.children) == 3
    whole(out)
    for number in list(out.cases[0].pieces)[1:]:
        out = recasting.recast(reviewing.assigned(out, [number], None))
        whole(out)
