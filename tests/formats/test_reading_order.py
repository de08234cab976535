from hypothesis import given
from hypothesis import strategies as st

from app.formats.pdf_lines import Line
from app.formats.reading_order import merged, ordered


def line(text, left, y, right=None, size=10.0):
    return Line(text, left, right or left + size * len(text), y, size)


def words(lines):
    return [each.text for each in lines]


def test_two_columns_under_a_headline_are_read_one_after_the_other():
    left = [line("左" * 20, 50, 700 - 15 * n) for n in range(6)]
    right = [line("右" * 20, 280, 700 - 15 * n) for n in range(6)]
    title = line("通栏标题在两栏之上", 150, 740, size=20.0)
    mixed = [each for pair in zip(left, right, strict=True) for each in pair]
    assert words(ordered([*mixed, title])) == words([title, *left, *right])


def test_a_line_over_the_whole_page_ends_the_columns_above_it():
    upper = [line("上" * 20, x, 700 - 15 * n) for x in (50, 280) for n in range(4)]
    middle = line("中" * 43, 50, 635)
    lower = [line("下" * 20, x, 620 - 15 * n) for x in (50, 280) for n in range(4)]
    found = words(ordered([*lower, *upper, middle]))
    assert found == ["上" * 20] * 8 + ["中" * 43] + ["下" * 20] * 8


def test_a_table_is_read_row_by_row():
    rows = [
        [line(f"{name}{n}", x, 700 - 20 * n) for name, x in (("指标", 50), ("去年", 200), ("今年", 350))]
        for n in range(5)
    ]
    cells = [cell for row in rows for cell in reversed(row)]
    assert words(ordered(cells)) == [f"指标{n}\t去年{n}\t今年{n}" for n in range(5)]


def test_pieces_of_one_line_are_joined_and_words_of_letters_kept_apart():
    pieces = [line("支部", 50, 700), line("进病区", 70, 700.5), line("DRG", 106, 700, 124), line("and", 128, 700, 146)]
    assert words(merged(pieces)) == ["支部进病区DRG and"]
    assert words(merged([line("左栏", 50, 700), line("右栏", 300, 700)])) == ["左栏", "右栏"]


@given(
    st.lists(
        st.tuples(st.floats(0, 500), st.floats(0, 800), st.floats(0.1, 60), st.integers(1, 30)), min_size=1, max_size=60
    )
)
def test_no_word_is_lost_or_doubled(places):
    lines = [Line(f"字{n}", x, x + size * length, y, size) for n, (x, y, size, length) in enumerate(places)]
    found = "".join(words(ordered(merged(lines)))).replace("\t", "")
    assert sorted(found) == sorted("".join(words(lines)))
