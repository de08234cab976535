import itertools

from hypothesis import given
from hypothesis import strategies as st

from app.settings import Settings, changed
from app.ui.reading import typesetting
from app.ui.reading.inking import Ink, layers
from db.records import Section

INKS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda p: (min(p), max(p))), max_size=7).map(
    lambda pairs: [Ink(str(at), *pair) for at, pair in enumerate(pairs)]
)


@given(INKS)
def test_every_character_has_just_the_highlights_that_cover_it(inks):
    cut = layers(inks)
    for at in range(41):
        wanted = {ink.note_id for ink in inks if ink.start <= at < ink.end}
        found = [{ink.note_id for ink in over} for start, end, over in cut if start <= at < end]
        assert found == ([wanted] if wanted else [])


@given(INKS)
def test_layers_come_in_order_and_never_overlap(inks):
    cut = layers(inks)
    assert all(start < end for start, end, _ in cut)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(cut))


@given(st.integers(200, 3000), st.integers(8, 48), st.integers(20, 60))
def test_a_line_holds_whole_characters_and_no_more_than_chosen(width, size, characters):
    settings = changed(Settings(), reading_size=size, column_width=characters)
    em = typesetting.letter(settings)
    column = typesetting.column(width, settings)
    assert column % em == 0
    assert column <= max(characters, 8) * em
    assert typesetting.side_margin(width, settings) >= (40 if width >= 520 else 18)


def test_a_heading_is_found_only_where_it_is_printed():
    text = "一、甲\n正文。二、乙 继续"
    sections = [Section("一、甲", 0, 8), Section("二、乙", 7, 13), Section("丙", 3, 5), Section("", 0, 2)]
    assert typesetting.headings(text, sections) == [(0, 3), (7, 10)]
    assert typesetting.stands_alone(text, 0, 3)
    assert not typesetting.stands_alone(text, 7, 10)
