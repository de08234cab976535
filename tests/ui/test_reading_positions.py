import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication

from app.ui.reading.positions import Positions, shown

ANY = st.text(st.characters(min_codepoint=0, max_codepoint=sys.maxunicode, exclude_categories=()), max_size=60)
ODD = st.text(st.sampled_from("病𠮷𪚥😀a\n\r\x00\u2028\u2029\u200b\ud83d\ude00\ufdd0\ufdd1\ufffe　 "), max_size=40)


@pytest.fixture(autouse=True, scope="module")
def _application():
    return QApplication.instance() or QApplication([])


@settings(deadline=None)
@given(ANY | ODD, st.data())
def test_a_position_survives_the_way_to_qt_and_back(text, data):
    index = data.draw(st.integers(0, len(text)))
    positions = Positions(text)
    assert positions.to_python(positions.to_qt(index)) == index


@settings(deadline=None)
@given(ANY | ODD)
def test_qt_counts_what_is_shown_exactly_as_we_say(text):
    page = shown(text)
    assert len(page) == len(text)
    document = QTextDocument()
    document.setPlainText(page)
    positions = Positions(page)
    assert document.characterCount() - 1 == positions.to_qt(len(page))
    assert document.toPlainText().replace("\xa0", " ") == page.replace("\xa0", " ")


@settings(deadline=None)
@given(ODD, st.data())
def test_a_stretch_chosen_in_qt_is_the_same_stretch_in_python(text, data):
    page = shown(text)
    start = data.draw(st.integers(0, len(page)))
    end = data.draw(st.integers(start, len(page)))
    document = QTextDocument()
    document.setPlainText(page)
    positions = Positions(page)
    cursor = QTextCursor(document)
    cursor.setPosition(positions.to_qt(start))
    cursor.setPosition(positions.to_qt(end), QTextCursor.MoveMode.KeepAnchor)
    assert cursor.selectedText().replace("\u2029", "\n") == page[start:end]


def test_a_position_inside_a_wide_character_is_that_character():
    positions = Positions("甲😀乙")
    assert [positions.to_python(at) for at in range(5)] == [0, 1, 1, 2, 3]


def test_positions_outside_the_text_are_held_at_its_ends():
    positions = Positions("甲😀")
    assert (positions.to_qt(-4), positions.to_qt(99), positions.to_python(99)) == (0, 3, 2)
