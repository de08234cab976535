from hypothesis import given
from hypothesis import strategies as st

from app.ui.notes.stacking import stacked

CARDS = st.lists(st.tuples(st.integers(-50, 900), st.integers(20, 300)), max_size=14)
GAP = 10


def placed(cards, focus=None, room=None):
    wanted = sorted(want for want, _ in cards)
    heights = [height for _, height in cards]
    return wanted, heights, stacked(wanted, heights, GAP, focus, room)


def full(heights):
    return sum(heights) + GAP * max(0, len(heights) - 1)


@given(CARDS, st.integers(-1, 15), st.none() | st.integers(0, 3000))
def test_cards_never_lie_on_each_other_and_keep_their_order(cards, focus, room):
    _, heights, tops = placed(cards, focus, room)
    assert all(top >= 0 for top in tops)
    for at in range(len(tops) - 1):
        assert tops[at] + heights[at] + GAP <= tops[at + 1]


@given(CARDS.filter(bool), st.integers(-1, 15), st.integers(0, 3000))
def test_the_last_card_ends_within_the_room_wherever_all_cards_fit_in(cards, focus, room):
    _, heights, tops = placed(cards, focus, room)
    assert tops[-1] + heights[-1] <= max(room, full(heights))


@given(CARDS.filter(bool), st.data())
def test_the_card_looked_at_stands_beside_its_passage_unless_a_border_is_in_the_way(cards, data):
    focus = data.draw(st.integers(0, len(cards) - 1))
    wanted, heights, tops = placed(cards, focus)
    above = full(heights[:focus]) + GAP * bool(focus)
    assert tops[focus] == max(wanted[focus], above)
    room = data.draw(st.integers(0, 3000))
    _, _, tops = placed(cards, focus, room)
    below = full(heights[focus:])
    assert tops[focus] == max(above, min(wanted[focus], room - below))


@given(CARDS)
def test_cards_that_are_in_nobodys_way_stand_exactly_beside_their_passages(cards):
    spread, heights, at = [], [height for _, height in cards], 0
    for want, height in cards:
        at += max(0, want)
        spread.append(at)
        at += height + GAP
    assert stacked(spread, heights, GAP) == spread
    assert stacked(spread, heights, GAP, room=at) == spread


@given(CARDS.filter(bool), st.integers(0, 2000), st.data())
def test_no_other_stack_moves_the_cards_less(cards, room, data):
    wanted, heights, tops = placed(cards, room=max(room, 1))
    room = max(room, 1, full(heights))

    def moved(places):
        return sum((place - want) ** 2 for place, want in zip(places, wanted, strict=True))

    at, by = data.draw(st.integers(0, len(tops) - 1)), data.draw(st.sampled_from([-40, -7, 7, 40]))
    other = list(tops)
    for card in range(at, len(tops)) if by > 0 else range(at + 1):
        other[card] += by
    apart = all(other[n] + heights[n] + GAP <= other[n + 1] for n in range(len(other) - 1))
    if apart and other[0] >= 0 and other[-1] + heights[-1] <= room:
        assert moved(tops) <= moved(other) + len(tops) * 2 * 40  # whole pixels: a half is lost on each at most


def test_crowded_cards_share_the_way_and_use_the_room_above():
    assert stacked([200, 200], [100, 100], GAP) == [145, 255]
    assert stacked([380, 390, 395], [100, 100, 100], GAP, room=400) == [80, 190, 300]
    assert stacked([10, 20, 30], [200, 200, 200], GAP, room=400) == [0, 210, 420]


def test_a_card_without_a_place_gives_way():
    assert stacked([200, 200], [100, 100], GAP, loose={1}) == [200, 310]
