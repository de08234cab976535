from hypothesis import given
from hypothesis import strategies as st

from app.ui.notes.stacking import stacked

CARDS = st.lists(st.tuples(st.integers(-50, 900), st.integers(20, 300)), max_size=14)
GAP = 10


def placed(cards, focus=None):
    wanted = sorted(want for want, _ in cards)
    heights = [height for _, height in cards]
    return wanted, heights, stacked(wanted, heights, GAP, focus)


@given(CARDS, st.integers(-1, 15))
def test_cards_never_lie_on_each_other_and_keep_their_order(cards, focus):
    _, heights, tops = placed(cards, focus)
    assert all(top >= 0 for top in tops)
    for at in range(len(tops) - 1):
        assert tops[at] + heights[at] + GAP <= tops[at + 1]


@given(CARDS.filter(bool), st.data())
def test_the_card_looked_at_stands_beside_its_passage_unless_others_need_the_room_above(cards, data):
    focus = data.draw(st.integers(0, len(cards) - 1))
    wanted, heights, tops = placed(cards, focus)
    assert tops[focus] == max(wanted[focus], sum(heights[:focus]) + GAP * focus)


@given(CARDS)
def test_a_card_with_room_stands_exactly_beside_its_passage(cards):
    wanted, heights, tops = placed(cards)
    free = 0
    for want, height, top in zip(wanted, heights, tops, strict=True):
        assert top == max(want, free, 0)
        free = top + height + GAP
