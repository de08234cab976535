from hypothesis import given
from hypothesis import strategies as st

from app.formats.paragraphs import closing_notes, counts, numeral, paragraph_at, paragraphs
from app.formats.sheet import SheetNote
from tests.formats.sheets import TEXT, case, note_on, plain, sheet

COLOURS = st.sampled_from(["yellow", "blue", "green", "pink"])
SPOTS = st.integers(-5, 80)
NOTES = st.lists(
    st.builds(SheetNote, text=st.sampled_from(["", "注"]), start=SPOTS, end=SPOTS, colour=COLOURS), max_size=6
)


@given(st.text("甲乙 \n　", max_size=60), NOTES)
def test_whatever_is_highlighted_the_words_stay_the_same(text, notes):
    laid = paragraphs(plain(text, notes=tuple(notes)))
    assert [p.text for p in laid] == [line.strip() for line in text.split("\n") if line.strip()]
    for p in laid:
        assert text[p.start : p.start + len(p.text)] == p.text


@given(st.text("甲乙\n", min_size=1, max_size=60), NOTES)
def test_every_character_has_the_colours_of_the_notes_over_it(text, notes):
    for p in paragraphs(plain(text, notes=tuple(notes))):
        at = p.start
        for run in p.runs:
            for i in range(at, at + len(run.text)):
                assert set(run.colours) == {n.colour for n in notes if n.start <= i < n.end}
            at += len(run.text)


@given(st.text("甲乙\n", max_size=60), NOTES)
def test_no_note_with_words_is_lost(text, notes):
    one = plain(text, notes=tuple(notes))
    hung = [note for p in paragraphs(one) for note in p.notes]
    told = [note for note in notes if note.text]
    assert sorted(map(repr, [*hung, *closing_notes(one)])) == sorted(map(repr, told))


def test_the_shortest_of_overlapping_highlights_comes_first():
    one = case(notes=(note_on("门诊把号源分成四段放出", colour="blue"), note_on("号源分成", colour="pink")))
    run = next(run for p in paragraphs(one) for run in p.runs if run.text == "号源分成")
    assert run.colours == ("pink", "blue")


def test_a_highlight_over_two_paragraphs_is_cut_and_its_note_stands_under_the_last():
    start, end = TEXT.index("十分钟"), TEXT.index("号源")
    laid = paragraphs(case(notes=(SheetNote(text="跨段", start=start, end=end),)))
    assert [run.text for p in laid for run in p.runs if run.colours] == ["十分钟散会。", "门诊把"]
    assert [len(p.notes) for p in laid] == [0, 1, 0, 0]


def test_positions_are_told_as_paragraph_numbers_that_do_not_count_blank_lines():
    assert [p.number for p in paragraphs(case())] == [1, 2, 3, 4]
    assert paragraph_at(TEXT, TEXT.index("药房")) == 4
    assert paragraph_at(TEXT, 0) == 1
    assert paragraph_at("", 7) == 1


def test_headings_are_known_by_their_number():
    assert [p.heading for p in paragraphs(case())] == [False, False, True, False]


def test_counts_tell_cases_passages_and_notes_with_words():
    assert counts(sheet()) == (1, 3, 4)


def test_numbers_are_counted_in_chinese():
    told = [numeral(n) for n in (1, 10, 11, 20, 99, 100, 101, 110, 500, 1001, 1010)]
    assert " ".join(told) == "一 十 十一 二十 九十九 一百 一百零一 一百一十 五百 一千零一 一千零一十"
