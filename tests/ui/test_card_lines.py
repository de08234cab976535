"""A line of a card is filled to its end, whatever word stands there."""

import pytest
from PySide6.QtWidgets import QApplication

from app.ui.library.cards import _set
from db.records import Mark

LOOK = (14, True, "#ffff00", "#000000")
CAPITALS = "PERFORMANCE" * 12


@pytest.fixture(autouse=True, scope="module")
def _application():
    return QApplication.instance() or QApplication([])


@pytest.mark.parametrize("title", [f"绩{CAPITALS}", f"绩效 {CAPITALS}", CAPITALS, "绩效考核办法" * 12, "😀" * 80])
def test_a_title_too_long_for_its_line_takes_the_whole_of_it(title):
    layout = _set(title, (), 260, 21.0, 1, LOOK)
    assert layout.text().endswith("…")
    assert title.startswith(layout.text()[:-1])
    assert 260 * 0.85 < layout.lineAt(0).naturalTextWidth() <= 260


def test_a_mark_behind_the_end_is_left_out_and_one_across_it_is_cut():
    layout = _set(f"绩效{CAPITALS}", (Mark(0, 2), Mark(60, 70)), 260, 21.0, 1, LOOK)
    assert [(one.start, one.length) for one in layout.formats()] == [(0, 2)]


def test_the_last_of_two_lines_is_filled_too():
    layout = _set("先说一句。" * 6 + CAPITALS, (), 260, 19.0, 2, LOOK)
    assert layout.lineCount() == 2
    assert layout.lineAt(1).naturalTextWidth() > 260 * 0.85
