"""What waits for a person is walked in the order of the text, each place once, and every value says how sure it is."""

from dataclasses import replace

import pytest

from app.services import awaiting, recasting, reviewing, settling, trusting
from app.services.reviewing import Join
from tests.services.test_reviewing import piece, prepared


@pytest.fixture(scope="module")
def page():
    review = recasting.opened(prepared())
    tail = piece(review, "党委委员")
    out = reviewing.assigned(review, [tail], None)
    pieces = tuple(replace(p, why="") if p.number == tail else p for p in out.pieces)
    first = out.cases[0]
    jump = Join(first.pieces[-2], first.pieces[-1], "loose", "只凭内容")
    return replace(out, pieces=pieces, joins=(jump,))


def test_places_come_in_text_order_and_are_as_many_as_are_counted(page):
    found = awaiting.doubts(page)
    assert [doubt.piece for doubt in found] == sorted(doubt.piece for doubt in found)
    cuts = [doubt for doubt in found if doubt.kind != "value"]
    assert len(cuts) == page.doubts() == 2
    values = [doubt for doubt in found if doubt.kind == "value"]
    assert len(values) == sum(len(settling.open_items(page, case.key)) for case in page.cases)


def test_walking_forth_meets_every_place_once_and_back_again(page):
    found = awaiting.doubts(page)
    forth, here = [], (-1, "")
    while doubt := awaiting.after(page, *here):
        forth.append(doubt)
        here = (doubt.piece, doubt.name)
    assert tuple(forth) == found
    back, here = [found[-1]], (found[-1].piece, found[-1].name)
    while doubt := awaiting.after(page, *here, back=True):
        back.append(doubt)
        here = (doubt.piece, doubt.name)
    assert tuple(reversed(back)) == found


def test_from_a_value_that_waits_for_nobody_the_walk_goes_on_below_it(page):
    for case in page.cases:
        names = [item.name for item in settling.items(page, case.key)]
        open_ = {item.name for item in settling.open_items(page, case.key)}
        for at, name in enumerate(names):
            below = next((other for other in names[at + 1 :] if other in open_), None)
            found = awaiting.after(page, case.pieces[0], name)
            if below:
                assert found.name == below
            else:
                assert found is None or found.kind != "value" or found.key != case.key


def test_progress_counts_what_the_walk_meets(page):
    there = sum(len(settling.items(page, case.key)) for case in page.cases) + 2
    assert settling.progress(page) == pytest.approx(1 - len(awaiting.doubts(page)) / there)


def test_every_value_says_how_sure_it_is_and_why(page):
    for case in page.cases:
        for item in settling.items(page, case.key):
            sure = trusting.of_item(page, case, item)
            assert 0 <= sure.share <= 1
            assert sure.why
            if item.state == "open":
                assert sure.word == "把握小"
            if item.state == "sure":
                assert sure.word != "把握小"


def test_a_word_of_a_person_is_the_surest_there_is(page):
    case = page.cases[0]
    item = next(i for i in settling.items(page, case.key) if i.field == "result")
    after = settling.accept(page, case.key, item.name)
    now = next(i for i in settling.items(after, case.key) if i.name == item.name)
    assert trusting.of_item(after, after.case(case.key), now).share == 1.0
    (join,) = page.joins
    assert trusting.of_join(join, taken=False).share < 0.6 < trusting.of_join(join, taken=True).share
