"""Nothing in the words of a case turns round, hides or breaks what is drawn beside it."""

import ast
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from app import paths
from app.settings import Settings
from app.ui import theme
from app.ui.legible import legible
from app.ui.reading.lines import Title
from app.ui.reading.page import Page
from app.ui.search.marking import caption, draw_marked, tip

TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ANY = st.text(st.characters(min_codepoint=0, max_codepoint=sys.maxunicode, exclude_categories=()), max_size=60)
PLAIN, TURNED = "前 ABC 中 12 后", "前\u202e ABC\u2067 中 12\u202c 后"


@pytest.fixture(autouse=True, scope="module")
def _application():
    return QApplication.instance() or QApplication([])


@given(ANY)
def test_every_character_keeps_its_place_and_what_is_legible_stays(text):
    made = legible(text)
    assert len(made) == len(text)
    assert legible(made) == made
    assert not set(made) & {*TURNING, "\x00", "\x07", "\x1b", "\x7f", "\u2028", "\u2029"}
    same = [a == b for a, b in zip(made, text, strict=True) if b.isalnum()]
    assert all(same)


def test_lines_tabs_and_letters_of_any_script_are_left_alone():
    text = "第一行\n\t第二行 אבג العربية 𠮷😀 é"
    assert legible(text) == text


def picture(draw):
    image = QImage(300, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw(painter)
    painter.end()
    return image


def test_a_line_of_the_list_is_drawn_in_the_order_it_is_written():
    def drawn(text):
        return picture(
            lambda painter: draw_marked(painter, QRectF(0, 0, 300, 40), text, (), theme.sans(), "#000000", theme.LIGHT)
        )

    assert drawn(TURNED) == drawn(legible(TURNED))
    assert drawn(PLAIN) == drawn(TURNED)


def test_title_and_page_are_drawn_in_the_order_they_are_written():
    title = Title(2)
    title.setText("甲\u202e乙\x07丙")
    assert title.drawn(400) == ["甲\u200b乙\ufffd丙"]
    title.deleteLater()
    page = Page(theme.LIGHT, Settings())
    page.show_text(TURNED)
    page.select(4, 7)
    assert page.document().toPlainText() == legible(TURNED)
    assert page.createMimeDataFromSelection().text() == TURNED[4:7]
    page.deleteLater()


def test_tool_tips_and_captions_are_legible_too():
    assert "\u202e" not in tip("甲\u202e乙") + caption("甲\u202e乙")


def test_whatever_is_shortened_to_be_drawn_went_through_the_gate():
    past = []
    for path in sorted((paths.program() / "app" / "ui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "elidedText":
                first = node.args[0]
                if not (isinstance(first, ast.Call) and getattr(first.func, "id", "") == "legible"):
                    past.append(f"{path.name}:{node.lineno}")
    assert past == []
