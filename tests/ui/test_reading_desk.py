# ruff: noqa: ARG001 - some fixtures are wanted only for what they set up
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QTabBar, QTextEdit, QWidget

from app.settings import Settings, changed
from app.ui import theme
from app.ui.reading.desk import Desk
from app.ui.reading.inking import rectangles
from tests.ui.reading_fixtures import TEXT, hospital, settle, span, wait

pytestmark = pytest.mark.usefixtures("case")
QUOTE = "症结在管理而不在人手"


def select(desk, words):
    place = span(words)
    desk.reader.page.select(place["start"], place["end"])
    desk.reader.page.setFocus()
    return place


def middle(page, words):
    """The middle of some words, in the page's view."""
    place = span(words)
    rect = next(rectangles(page.document(), page._positions, place["start"], place["end"]))
    return QPoint(round(rect.center().x()), round(rect.center().y()) - page.verticalScrollBar().value())


def pixels(page, words):
    """All colours of the line some words stand in, over their width."""
    place = span(words)
    rect = next(rectangles(page.document(), page._positions, place["start"], place["end"]))
    image = page.viewport().grab(rect.toRect().translated(0, -page.verticalScrollBar().value())).toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


@pytest.mark.parametrize(("key", "colour"), [("1", "yellow"), ("2", "blue"), ("3", "green"), ("4", "pink")])
def test_a_number_key_highlights_the_selection_in_its_colour(desk, library, jobs, case, key, colour):
    place = select(desk, QUOTE)
    QTest.keyClick(desk.reader.page, key)
    settle(jobs)
    (note,) = library.notes(case)
    assert (note.start, note.end, note.quote, note.colour) == (place["start"], place["end"], QUOTE, colour)


def test_a_highlight_is_painted_before_it_is_stored(desk, library, case):
    before = pixels(desk.reader.page, QUOTE)
    select(desk, QUOTE)
    desk.highlight("blue")
    assert theme.LIGHT.blue in pixels(desk.reader.page, QUOTE) - before
    assert desk.margin.notebook.entries[0].pending == 1


def test_a_highlight_after_a_wide_character_has_the_right_words(desk, library, jobs, case):
    select(desk, "一位患者说")
    desk.highlight("green")
    settle(jobs)
    assert library.notes(case)[0].quote == "一位患者说"
    assert TEXT.index("𠮷") < library.notes(case)[0].start


def test_overlapping_highlights_are_both_seen_where_they_overlap(desk, jobs):
    for words, colour in (("推行“双主官”制度，由支部书记", "yellow"), ("由支部书记和科室主任", "pink")):
        select(desk, words)
        desk.highlight(colour)
    settle(jobs)
    assert {theme.LIGHT.yellow, theme.LIGHT.pink} <= pixels(desk.reader.page, "由支部")
    assert theme.LIGHT.pink not in pixels(desk.reader.page, "推行")


def test_clicks_on_overlapping_highlights_reach_each_of_them(desk, jobs):
    for words in ("推行“双主官”制度，由支部书记", "由支部书记"):
        select(desk, words)
        desk.highlight("yellow")
    settle(jobs)
    spot, chosen = middle(desk.reader.page, "由支部"), []
    desk.reader.page.ink_clicked.connect(chosen.append)
    for _ in range(2):
        QTest.mouseClick(desk.reader.page.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        QTest.qWait(5)
    assert set(chosen) == {entry.key for entry in desk.margin.notebook.entries}


def test_the_same_words_highlighted_again_take_the_new_colour(desk, library, jobs, case):
    for colour in ("yellow", "pink"):
        select(desk, QUOTE)
        desk.highlight(colour)
    settle(jobs)
    assert [note.colour for note in library.notes(case)] == ["pink"]


def test_blanks_at_the_ends_of_a_selection_are_not_highlighted(desk, library, jobs, case):
    start = TEXT.index("二、做法") - 1
    desk.reader.page.select(start, start + 3)
    desk.highlight("yellow")
    settle(jobs)
    assert library.notes(case)[0].quote == "二、"


def test_clicking_a_highlight_lets_its_card_stand_out_and_the_card_leads_back(desk, jobs):
    select(desk, QUOTE)
    key = desk.highlight("yellow")
    settle(jobs)
    QTest.mouseClick(desk.reader.page.viewport(), Qt.MouseButton.LeftButton, pos=middle(desk.reader.page, QUOTE))
    card = desk.margin.cards.card(key)
    assert card.property("chosen")
    desk.resize(850, 420)
    bar = desk.reader.page.verticalScrollBar()
    wait(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    y = desk.reader.page.y_of(span(QUOTE)["start"])
    assert 0 <= y < desk.reader.page.viewport().height()


def test_the_delete_key_deletes_the_highlight_at_the_caret_and_undo_brings_it_back(desk, library, jobs, case):
    place = select(desk, QUOTE)
    desk.highlight("yellow")
    settle(jobs)
    desk.reader.page.select(place["start"] + 2, place["start"] + 2)
    QTest.keyClick(desk.reader.page, Qt.Key.Key_Delete)
    assert desk.margin.notebook.entries == ()
    settle(jobs)
    assert library.notes(case) == ()
    jobs.write(library.undo)
    settle(jobs)
    assert [entry.note.quote for entry in desk.margin.notebook.entries] == [QUOTE]


def test_n_opens_the_note_of_a_passage_ready_to_type(desk, library, jobs, case):
    select(desk, QUOTE)
    QTest.keyClick(desk.reader.page, "n")
    card = desk.margin.cards.card(desk.margin.notebook.entries[0].key)
    wait(card.editor.hasFocus)
    QTest.keyClicks(card.editor, "abc")
    desk.flush()
    settle(jobs)
    assert [(n.quote, n.text) for n in library.notes(case)] == [(QUOTE, "abc")]


def test_copying_with_source_names_hospital_title_and_paper(desk):
    select(desk, QUOTE)
    desk.copy_cited()
    copied = QGuiApplication.clipboard().text()
    assert QUOTE in copied
    for words in ("赣州市人民医院", "把候诊队伍变短的服务改进", "某某日报", "2023-05-06", "林溪"):
        assert words in copied


def test_plain_copying_gives_the_words_themselves(desk):
    desk.reader.page.select(span("𠮷林")["start"], span("𠮷林")["end"])
    desk.reader.page.copy()
    assert QGuiApplication.clipboard().text() == "𠮷林"


def test_a_click_on_a_practice_asks_for_the_cases_that_have_it(desk):
    asked = []
    desk.filter_wanted.connect(lambda field, value: asked.append((field, value)))
    spot = middle(desk.reader.page, "“双主官”制度")
    QTest.mouseClick(desk.reader.page.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert asked == [("practice", "双主官")]


def test_a_practice_tells_its_name_under_the_pointer(desk):
    spot = middle(desk.reader.page, "“双主官”制度")
    view = desk.reader.page.viewport()
    event = QHelpEvent(QEvent.Type.ToolTip, spot, view.mapToGlobal(spot))
    assert desk.reader.page.viewportEvent(event)
    from PySide6.QtWidgets import QToolTip

    assert "双主官" in QToolTip.text()
    QToolTip.hideText()


def test_the_words_searched_for_are_marked(desk, library, jobs, case):
    desk.show_case(case, "随访")
    settle(jobs)
    marks = desk.reader.page._hits
    assert [TEXT[m.start : m.end] for m in marks] == ["随访", "随访"]
    assert theme.LIGHT.paper != QColor(theme.LIGHT.accent_soft).name()


def test_find_in_page_counts_and_steps_around(desk, jobs):
    desk.reader.call_find()
    QTest.keyClicks(desk.reader.find_bar.field, "1")
    desk.reader.find_bar.field.setText("门诊")
    wait(lambda: desk.reader.find_bar.count.text() == f"1 / {TEXT.count('门诊')}")
    total = TEXT.count("门诊")
    QTest.keyClick(desk.reader.find_bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert desk.reader.find_bar.count.text() == f"{total} / {total}"
    QTest.keyClick(desk.reader.find_bar.field, Qt.Key.Key_Return)
    assert desk.reader.find_bar.count.text() == f"1 / {total}"
    desk.reader.find_bar.field.setText("没有这几个字")
    wait(lambda: desk.reader.find_bar.count.text() == "没有找到")
    QTest.keyClick(desk.reader.find_bar.field, Qt.Key.Key_Escape)
    assert not desk.reader.find_bar.isVisible()
    assert desk.reader.page._hits == ()


def test_the_selection_brings_up_the_small_bar_and_it_highlights(desk, library, jobs, case):
    select(desk, QUOTE)
    wait(desk.reader.bar.isVisible)
    inside = desk.reader.page.viewport().rect().contains(desk.reader.bar.geometry())
    assert inside
    pink = next(b for b in desk.reader.bar.findChildren(QAbstractButton) if "粉色" in b.accessibleName())
    pink.click()
    assert not desk.reader.bar.isVisible()
    settle(jobs)
    assert library.notes(case)[0].colour == "pink"


def test_every_control_says_its_name_and_can_be_reached(desk, jobs, case):
    desk.new_note()
    for key in ("digest", "practices", "results", "original", "similar"):
        desk.reader.turn_to(key)
        settle(jobs)
    for at in (1, 2):
        desk.margin.tabs.setCurrentIndex(at)
        settle(jobs)
    kinds = QAbstractButton | QLineEdit | QTabBar | QTextEdit | QPlainTextEdit
    controls = [w for w in desk.findChildren(QWidget) if isinstance(w, kinds)]
    own = [w for w in controls if not w.objectName().startswith("qt_") and type(w.parent()) is not QTabBar]
    own = [w for w in own if not isinstance(w.parent(), QLineEdit) and w.objectName() not in ("ScrollLeftButton", "")]
    assert len(own) > 30
    assert [w for w in own if not w.accessibleName()] == []
    assert [w for w in own if w.focusPolicy() == Qt.FocusPolicy.NoFocus] == []


def test_actions_have_names_and_no_two_share_a_key(desk):
    actions = desk.actions()
    keys = [a.shortcut().toString() for a in actions if not a.shortcut().isEmpty()]
    assert len(actions) >= 10
    assert len(set(keys)) == len(keys)
    assert all(a.text() for a in actions)


def test_the_first_line_is_indented_two_characters_and_lines_hold_thirty_to_forty(desk):
    page = desk.reader.page
    em = 16
    start = span("几年前")["start"]
    first = next(rectangles(page.document(), page._positions, start, start + 1))
    following = page.document().findBlock(page._positions.to_qt(start)).layout()
    assert first.left() == pytest.approx(2 * em, abs=1)
    assert following.lineAt(1).position().x() == 0
    assert 30 <= page.lineWrapColumnOrWidth() / em <= 40
    assert following.lineAt(1).y() - following.lineAt(0).y() == pytest.approx(em * 1.9, abs=1)


@pytest.mark.parametrize("width", [640, 733, 850, 1011, 1200])
def test_no_line_begins_with_closing_or_ends_with_opening_punctuation(desk, width):
    desk.resize(width, 830)
    QApplication.processEvents()
    document = desk.reader.page.document()
    for number in range(document.blockCount()):
        block = document.findBlockByNumber(number)
        if any(mark > "\uffff" for mark in block.text()):
            continue  # after a wide character Qt breaks the lines of its paragraph one character off
        lines = [block.layout().lineAt(at) for at in range(block.layout().lineCount())]
        words = [block.text()[line.textStart() : line.textStart() + line.textLength()] for line in lines]
        assert not [line for line in words[1:] if line[0] in "，。；：、！？”》）%"]
        assert not [line for line in words[:-1] if line[-1] in "“《（"]


def test_other_settings_take_effect_at_once_and_keep_the_text(desk):
    page = desk.reader.page
    desk.set_settings(changed(Settings(), reading_size=18, first_line_indent=False, line_height=1.5))
    start = span("几年前")["start"]
    assert next(rectangles(page.document(), page._positions, start, start + 1)).left() == 0
    assert page.text == TEXT


def test_a_change_from_elsewhere_is_shown_without_losing_the_place(desk, library, jobs, case):
    desk.resize(850, 420)
    bar = desk.reader.page.verticalScrollBar()
    wait(lambda: bar.maximum() > 100)
    bar.setValue(90)
    jobs.write(lambda: library.rename_case(case, "另一个标题"))
    settle(jobs)
    assert desk.reader.header.title.text() == "另一个标题"
    assert bar.value() == 90


def test_a_case_deleted_elsewhere_leaves_an_empty_desk(desk, library, jobs, case):
    jobs.write(lambda: library.delete_cases([case]))
    settle(jobs)
    assert desk.case_id is None
    assert desk.reader.empty.isVisible()


def test_the_desk_in_other_colours_paints_with_them(desk, jobs):
    select(desk, QUOTE)
    desk.highlight("yellow")
    settle(jobs)
    desk.set_palette(theme.DARK)
    QApplication.processEvents()
    assert theme.DARK.yellow in pixels(desk.reader.page, QUOTE)
    assert theme.DARK.paper in pixels(desk.reader.page, "投诉量")


def test_a_hostile_text_is_shown_whole(desk, library, jobs):
    from tests.ui.reading_fixtures import document

    odd = "甲\r\n乙\u2029丙\x00丁\u2028戊😀<b>己</b>\ufdd0"
    (one,) = library.add_document(document("odd.txt", odd), [hospital(text=odd, outline=(), practices=(), results=())])
    desk.show_case(one)
    settle(jobs)
    start = odd.index("😀")
    desk.reader.page.select(start, start + 2)
    desk.highlight("yellow")
    settle(jobs)
    assert library.notes(one)[0].quote == "😀<"


def test_a_second_desk_is_told_too_and_one_that_is_gone_is_not(desk, library, jobs, case):
    other = Desk(library, jobs, theme.LIGHT, Settings())
    other.show_case(case)
    settle(jobs)
    select(desk, QUOTE)
    desk.highlight("blue")
    settle(jobs)
    assert [e.note.colour for e in other.margin.notebook.entries] == ["blue"]
    told = len(library._told)
    other.deleteLater()
    wait(lambda: len(library._told) == told - 1)


def test_a_note_wished_for_before_the_case_is_there_is_opened_on_it_when_it_is(desk, library, jobs, ids):
    desk.show_case(ids[0])
    settle(jobs)
    desk.show_case(ids[1])
    desk._made["给案例写笔记"].trigger()
    assert not desk.margin.notebook.entries
    settle(jobs)
    editor = QApplication.focusWidget()
    QTest.keyClicks(editor, "1")
    desk.flush()
    settle(jobs)
    assert [note.text for note in library.notes(ids[1])] == ["1"]
    assert library.notes(ids[0]) == ()


def test_a_note_wished_for_on_a_case_that_was_left_again_is_opened_nowhere(desk, jobs, ids):
    desk.show_case(ids[0])
    desk._made["给案例写笔记"].trigger()
    desk.show_case(ids[1])
    settle(jobs)
    assert not desk.margin.notebook.entries
