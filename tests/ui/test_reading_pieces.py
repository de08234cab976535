"""A paragraph without end is set piece by piece, and nobody who asks for a place in the text notices."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication

from app.settings import Settings, changed
from app.ui import theme
from app.ui.reading import typesetting
from app.ui.reading.page import Page
from app.ui.reading.pieces import LONGEST, apart, breaks
from app.ui.reading.positions import Positions

SENTENCE = "候诊时间由四十分钟降到十五分钟，“两头跑”的病人少了😀。"
ENDLESS = SENTENCE * 900
ROUGH = st.builds(
    lambda parts: "".join(piece * count for piece, count in parts),
    st.lists(
        st.tuples(st.sampled_from(["甲", "😀", "。", "abc ", "e\u0301", "\n", SENTENCE]), st.integers(1, 4000)),
        max_size=4,
    ),
)


@pytest.fixture(autouse=True, scope="module")
def _application():
    return QApplication.instance() or QApplication([])


@pytest.fixture
def page():
    made = Page(theme.LIGHT, Settings(paragraph_numbers=True))
    made.resize(700, 500)
    made.show()
    yield made
    made.hide()
    made.deleteLater()


def test_ordinary_paragraphs_are_left_whole():
    assert breaks("\n".join([SENTENCE * 60] * 8)) == ()


@settings(deadline=None, max_examples=60)
@given(ROUGH)
def test_pieces_are_short_and_together_the_text(text):
    cuts = breaks(text)
    edges = (0, *cuts, len(text))
    assert "".join(text[a:b] for a, b in pairwise(edges)) == text
    assert all(len(line) <= LONGEST for line in apart(text, cuts).split("\n"))
    assert all(at and text[at - 1] != "\n" and text[at] != "\u0301" for at in cuts)


def test_a_piece_ends_with_a_sentence_where_there_is_one():
    assert breaks(ENDLESS)
    assert all(ENDLESS[at - 1] == "。" for at in breaks(ENDLESS))


@settings(deadline=None, max_examples=60)
@given(ROUGH, st.data())
def test_positions_are_found_again_over_the_cuts(text, data):
    cuts = breaks(text)
    positions, document = Positions(text, cuts), QTextDocument()
    document.setPlainText(apart(text, cuts))
    assert document.characterCount() - 1 == positions.to_qt(len(text))
    index = data.draw(st.integers(0, len(text)) | st.sampled_from([0, *cuts]))
    assert positions.to_python(positions.to_qt(index)) == index
    if index < len(text) and text[index] not in "\n😀":
        assert document.characterAt(positions.to_qt(index)) == text[index]
    if index in cuts:
        assert positions.to_python(positions.to_qt(index) - 1) == index


def test_a_place_in_an_endless_paragraph_is_chosen_found_and_carried_like_any_other(page):
    page.show_text(ENDLESS)
    cut = breaks(ENDLESS)[5]
    page.select(cut - 4, cut + 6)
    assert page.selected() == (cut - 4, cut + 6)
    assert page.createMimeDataFromSelection().text() == ENDLESS[cut - 4 : cut + 6]
    page.go_to(cut, top=True)
    seen = page.in_view()
    assert seen.start <= cut < seen.end
    assert page.y_of(cut) > page.y_of(cut - 1)


def test_pieces_of_one_paragraph_stand_under_each_other_without_room_indent_or_number(page):
    page.show_text("第一段。\n" + ENDLESS + "\n末段。")
    galley, document = page.galley, page.document()
    while galley.advance(1.0):
        pass
    block = document.findBlockByNumber(2)
    before = block.previous()
    pitch = before.layout().lineAt(1).y() - before.layout().lineAt(0).y()
    last = before.layout().lineAt(before.layout().lineCount() - 1)
    low = galley.blockBoundingRect(before).top() + last.y()
    first = block.layout().lineAt(0)
    assert galley.blockBoundingRect(block).top() + first.y() == pytest.approx(low + pitch)
    assert first.x() < before.layout().lineAt(0).x()
    numbers = [page.paragraph_of(at) for at in range(document.blockCount())]
    assert numbers[:3] == [1, 2, 0]
    assert numbers[-1] == 3
    assert sum(map(bool, numbers)) == 3


@pytest.mark.parametrize("width", [420, 611, 800])
@pytest.mark.parametrize("even", [True, False])
def test_the_last_line_of_a_piece_that_goes_on_is_as_full_as_the_others(page, width, even):
    page.resize(width, 700)
    page.set_settings(changed(Settings(), even_edges=even))
    page.show_text(ENDLESS)
    galley, block = page.galley, page.document().begin()
    while galley.advance(1.0):
        pass
    column, em = galley.documentSize().width() - galley.inset, typesetting.letter(Settings())
    ends = []
    while block.next().isValid():
        lines = block.layout()
        last = lines.lineAt(lines.lineCount() - 1)
        ends.append(last.naturalTextRect().right() - galley.inset)
        block = block.next()
    assert len(ends) > 10
    assert min(ends) > column - (1.6 if even else 4.0) * em, ends
    assert max(ends) <= column + 0.6 * em
