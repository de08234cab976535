"""What stands at the ends of the lines that were really laid out."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import settings as chance
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QPalette

from app.settings import Settings, changed
from app.ui import theme
from app.ui.reading.breaking import distances, line_end, may_break, stretchable
from app.ui.reading.composing import x_of
from app.ui.reading.page import Page
from app.ui.reading.positions import Positions

PIECES = (
    "门诊部", "他说：“先看病，后付费。”", "《绩效考核办法》", "（试行）", "DRG付费",
    "占比92%以上", "由12天降到8天", "……", "——",
    "“双主官”制度", "，", "。", "、", "；", "！", "？", "3.5万人次", "满意度98.5%",
    "[注1]", "𠮷林", ",", ";", "(见附件)", "A+级",
    "护士站改在走廊中间", "‘一站式’", "10,000元", "…", "—",
)  # fmt: skip
NEVER_FIRST = set("，。、；：？！”’）》…—%,;)]")
NEVER_LAST = set("“‘（《([")


def text_of(seed, pieces=220):
    chosen = random.Random(seed)
    return "".join(chosen.choice(PIECES) for _ in range(pieces))


def lines_of(page):
    """Every line of the page as it was set, paragraph by paragraph."""
    found = []
    block = page.document().begin()
    while block.isValid():
        page.galley.blockBoundingRect(block)
        text, units, layout = block.text(), Positions(block.text()), block.layout()
        lines = [layout.lineAt(at) for at in range(layout.lineCount())]
        ends = [units.to_python(line.textStart() + line.textLength()) for line in lines]
        found.append([text[a:b] for a, b in itertools.pairwise([0, *ends])])
        block = block.next()
    return found


@pytest.fixture
def page(application):  # noqa: ARG001 - Qt wants it first
    made = Page(theme.LIGHT, Settings())
    made.resize(760, 800)
    made.show()
    yield made
    made.hide()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize("width", [420, 611, 760, 1003])
@pytest.mark.parametrize("size", [10, 12, 17])
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(page, width, size):
    page.resize(width, 800)
    page.set_settings(changed(Settings(), reading_size=size))
    page.show_text("\n".join(text_of(seed) for seed in range(6)))
    text = list(itertools.chain.from_iterable(lines_of(page)))
    assert len(text) > 60
    for lines in lines_of(page):
        for above, below in itertools.pairwise(lines):
            run = above[-12:] + below[:12]
            closing = all(c in NEVER_FIRST | NEVER_LAST for c in above[-12:])
            assert below[0] not in NEVER_FIRST or closing, run
            assert above[-1] not in NEVER_LAST or closing, run
            assert not (above[-1] == below[0] and above[-1] in "—…"), run


def test_words_and_figures_stay_in_one_piece(page):
    page.show_text("\n".join(text_of(seed) for seed in range(6)))
    for lines in lines_of(page):
        for above, below in itertools.pairwise(lines):
            assert not (above[-1].isascii() and above[-1].isalnum() and below[0].isascii() and below[0].isalnum())
            assert not (above[-1] in ".," and len(above) > 1 and above[-2].isdigit() and below[0].isdigit())


def test_lines_end_at_one_edge_with_a_mark_at_most_half_outside(page):
    page.show_text("\n".join(text_of(seed) for seed in range(4)))
    lines_of(page)
    em, block, ragged, whole = 16, page.document().begin(), 0, 0
    width = page.galley.documentSize().width()
    while block.isValid():
        layout = block.layout()
        for at in range(layout.lineCount() - 1):
            line = layout.lineAt(at)
            edge = x_of(line, line.textStart() + line.textLength())
            assert edge <= width + em / 2 + 1
            whole += 1
            ragged += edge < width - 1.5
        block = block.next()
    assert whole > 40
    assert ragged <= whole * 0.05


def test_a_thin_gap_stands_between_chinese_and_other_letters_and_can_be_switched_off(page):
    def beside(settings):
        page.set_settings(settings)
        page.show_text("采用DRG付费")
        line = page.document().begin().layout().lineAt(0)
        return x_of(line, 2) - x_of(line, 1), x_of(line, 1) - x_of(line, 0)

    with_gap, plain = beside(Settings())
    assert 1.5 < with_gap - plain < 5
    without, plain = beside(changed(Settings(), script_gap=False))
    assert without == pytest.approx(plain, abs=0.1)


def test_two_marks_in_a_row_share_their_white(page):
    page.show_text("他说好。”然后")
    line = page.document().begin().layout().lineAt(0)
    assert x_of(line, 4) - x_of(line, 3) < 0.7 * (x_of(line, 1) - x_of(line, 0))


def test_a_paragraph_set_in_by_hand_is_not_set_in_twice(page):
    page.show_text("　　手工缩进的一段\n没有缩进的一段")
    first = page.document().begin().layout().lineAt(0)
    second = page.document().begin().next().layout().lineAt(0)
    assert x_of(first, 2) == pytest.approx(x_of(second, 0), abs=1.5)


@pytest.mark.parametrize("height", [1.4, 1.9, 2.4])
def test_lines_stand_as_far_apart_as_was_chosen(page, height):
    page.set_settings(changed(Settings(), line_height=height))
    page.show_text(text_of(1))
    layout = page.document().begin().layout()
    assert layout.lineAt(2).y() - layout.lineAt(1).y() == pytest.approx(16 * height, abs=1)


def test_a_chosen_family_and_spacing_are_used_at_once(page):
    page.show_text("第一段\n第二段")
    before = page.galley.blockBoundingRect(page.document().begin().next()).top()
    page.set_settings(changed(Settings(), paragraph_space=2.0, reading_font="Noto Sans CJK SC"))
    assert page.document().defaultFont().families()[0] == "Noto Sans CJK SC"
    assert page.galley.blockBoundingRect(page.document().begin().next()).top() > before + 15


def test_a_very_long_paragraph_is_set_too_and_found_again(page):
    text = text_of(3, 6000)
    page.show_text(text)
    page.go_to(len(text) - 5)
    assert 0 <= page.y_of(len(text) - 5) < page.viewport().height()


@given(st.text("一二，。“”（）《》—…aB1.,% 　\n𠮷", max_size=80), st.integers(1, 30))
@chance(max_examples=300)
def test_breaking_always_goes_on_and_keeps_the_rules_where_it_can(text, most):
    at = 0
    while at < len(text):
        end = line_end(text, at, min(len(text), at + most))
        assert end > at
        if end < len(text) and not may_break(text, end):
            assert not any(may_break(text, other) for other in range(at + 1, min(len(text), at + most) + 1))
        at = end
    assert all(0 <= index < len(text) for index in distances(text))
    assert all(0 <= index < len(text) - 1 for index in stretchable(text, 0, len(text)))


def test_every_chosen_paragraph_stands_on_the_ground_of_what_is_chosen(page):
    page.show_text("\n".join(["门诊的队伍短了一半，护士长把办法写在墙上。"] * 3))
    page.selectAll()
    drawn = page.viewport().grab().toImage()
    ground = page.palette().color(QPalette.ColorRole.Highlight).rgb()
    heights = {y for y in range(drawn.height()) if any(drawn.pixel(x, y) == ground for x in range(0, drawn.width(), 3))}
    gaps = sum(later - earlier > 8 for earlier, later in itertools.pairwise(sorted(heights)))
    block = page.document().lastBlock()
    assert heights
    assert max(heights) > page.galley.blockBoundingRect(block).top() - page.verticalScrollBar().value()
    assert gaps <= 2
