"""Suggestions under the search box: what is offered, how it is taken, what never lands."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.ui.library.chips import MOST
from app.ui.search.suggestions import FORGET, Choice, grouped
from db.answers import Suggestion
from db.query import parse
from tests.ui.conftest import settle, wait
from tests.ui.test_shell_search import compose


@pytest.fixture
def box(window):
    window.list.setFocus()
    window.top.search.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
    settle(window)
    return window.top.search


def offered(box):
    return [(choice.suggestion.kind, choice.suggestion.label) for choice in box.offers.shown()]


def type_(window, box, words):
    for one in words:
        box.line.insert(one)
    settle(window)


def press(box, *keys):
    for key in keys:
        QTest.keyClick(box.line, key)


def test_hospitals_places_practices_and_themes_are_offered_with_their_counts(window, box):
    type_(window, box, "赣州")
    assert ("owner", "赣州市中心医院") in offered(box)
    assert ("region", "赣州市") in offered(box)
    assert {choice.suggestion.count for choice in box.offers.shown()} == {1}


def test_initials_and_mixed_pinyin_offer_what_they_spell_and_mark_it(window, box):
    type_(window, box, "zercx")
    assert offered(box) == []
    box.line.clear()
    type_(window, box, "zecf")
    assert offered(box) == [("practice", "周二查房")]
    box.line.clear()
    type_(window, box, "zhouercf")
    choice = next(c for c in box.offers.shown() if c.suggestion.kind == "practice")
    assert choice.suggestion.label == "周二查房"
    assert [choice.suggestion.label[m.start : m.end] for m in choice.marks] == ["周二查房"]


def test_down_and_enter_take_a_suggestion_and_a_second_enter_goes_to_the_list(window, box, titles):
    type_(window, box, "处方共")
    assert offered(box)[0] == ("practice", "处方共享")
    press(box, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert box.text() == "做法:处方共享"
    assert not box.offers.isVisible()
    assert box.line.hasFocus()
    assert titles() == ["一张处方走天下"]
    press(box, Qt.Key.Key_Return)
    assert window.list.hasFocus()


def test_tab_takes_the_chosen_one_and_moves_on_when_none_is_chosen(window, box):
    type_(window, box, "处方共")
    press(box, Qt.Key.Key_Down, Qt.Key.Key_Tab)
    assert box.text() == "做法:处方共享"
    type_(window, box, " 南")
    assert box.offers.isVisible()
    press(box, Qt.Key.Key_Tab)
    assert not box.line.hasFocus()
    assert not box.offers.isVisible()


def test_only_the_clause_at_the_cursor_is_replaced(window, box):
    type_(window, box, "短会 太原")
    press(box, Qt.Key.Key_Down)
    chosen = box.offers.current()
    press(box, Qt.Key.Key_Return)
    assert box.text() == chosen.query
    assert box.text().startswith("短会 ")


def test_a_field_name_is_completed_and_its_values_come_next(window, box):
    type_(window, box, "地")
    at = [kind for kind, _ in offered(box)].index("field")
    press(box, *[Qt.Key.Key_Down] * (at + 1), Qt.Key.Key_Return)
    settle(window)
    assert box.text() == "地区:"
    assert ("region", "江西省") in offered(box)


def test_escape_closes_what_is_offered_before_it_empties_the_box(window, box):
    type_(window, box, "处方")
    press(box, Qt.Key.Key_Escape)
    assert not box.offers.isVisible()
    assert box.text() == "处方"
    press(box, Qt.Key.Key_Escape)
    assert box.text() == ""


def test_up_from_none_is_the_last_and_down_from_the_last_is_none(window, box):
    type_(window, box, "查房")
    count = len(box.offers.shown())
    press(box, Qt.Key.Key_Up)
    assert box.offers.current() == box.offers.shown()[count - 1].suggestion
    press(box, Qt.Key.Key_Down)
    assert box.offers.current() is None


def test_a_click_takes_a_suggestion_and_the_box_keeps_the_keyboard(window, box, titles):
    type_(window, box, "耗材账")
    place = box.offers.list.visualRect(box.offers.list.model().index(0, 0)).center()
    QTest.mouseClick(box.offers.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert box.line.hasFocus()
    assert titles() == ["护士长的账本"]


def test_an_answer_to_words_that_no_longer_stand_in_the_box_is_not_shown(window, box):
    old = (Choice(Suggestion("theme", "旧的", "主题:旧的", 3)),)
    type_(window, box, "查房")
    before = offered(box)
    box.offer("查", old)
    assert offered(box) == before
    box.line.insert("室")  # nothing new has landed yet
    press(box, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert box.text() == "查房室"


def test_nothing_drops_down_when_the_keyboard_is_elsewhere(window, box):
    box.line.insert("查")
    window.list.setFocus()
    settle(window)
    assert not box.offers.isVisible()


def test_composing_hides_what_is_offered_and_the_words_composed_bring_new(window, box):
    type_(window, box, "查房")
    assert box.offers.isVisible()
    asked, wished = [], []
    box.asked.connect(asked.append)
    box.offers_wanted.connect(lambda text, _: wished.append(text))
    for letters in ("c", "chu", "chu fang"):
        compose(box.line, letters)
        assert not box.offers.isVisible()
        press(box, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Escape)
    settle(window)
    assert (asked, wished) == ([], [])
    assert box.text() == "查房"
    compose(box.line, "", "处方")
    settle(window)
    assert asked == ["查房处方"]
    assert wished == ["查房处方"]


def test_a_question_put_elsewhere_does_not_break_into_what_is_being_composed(window, box):
    compose(box.line, "chu fang")
    window.session.search("地区:四川省")
    settle(window)
    assert box.text() == ""
    assert box.line.composing
    compose(box.line, "", "处方")
    settle(window)
    assert box.text() == window.session.text == "处方"


def test_composing_that_is_given_up_shows_the_question_put_meanwhile(window, box):
    compose(box.line, "chu")
    window.session.search("地区:四川省")
    compose(box.line, "")
    settle(window)
    assert box.text() == "地区:四川省"
    assert window.session.text == "地区:四川省"


def test_enter_remembers_and_the_empty_box_offers_what_was_asked_newest_first(window, box):
    for words in ("耗材", "处方"):
        box.line.setFocus()
        box.line.clear()
        type_(window, box, words)
        press(box, Qt.Key.Key_Return)
        settle(window)
    type_(window, box, "")
    box.line.clear()
    window.list.setFocus()
    box.line.setFocus(Qt.FocusReason.MouseFocusReason)
    settle(window)
    assert offered(box) == [("past", "处方"), ("past", "耗材")]
    assert box.offers.forget_all.isVisible()


def test_one_search_is_forgotten_with_delete_or_its_cross_and_all_with_one_click(window, box):
    for words in ("耗材", "处方", "短会"):
        window.session.library.remember(words)
    box.line.clear()
    window.list.setFocus()
    box.line.setFocus(Qt.FocusReason.MouseFocusReason)
    settle(window)
    press(box, Qt.Key.Key_Down, Qt.Key.Key_Delete)
    settle(window)
    assert offered(box) == [("past", "处方"), ("past", "耗材")]
    row = box.offers.list.visualRect(box.offers.list.model().index(1, 0))
    cross = QPoint(box.offers.list.viewport().width() - FORGET, row.center().y())
    QTest.mouseClick(box.offers.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, cross)
    settle(window)
    assert offered(box) == [("past", "处方")]
    box.offers.forget_all.click()
    settle(window)
    assert not box.offers.isVisible()
    assert window.session.library.past() == ()


def test_words_typed_but_not_meant_are_not_remembered(window, box):
    type_(window, box, "处方共享")
    assert window.session.library.past() == ()


def test_coming_by_tab_offers_nothing_unasked(window):
    window.session.library.remember("耗材")
    window.top.search.line.setFocus(Qt.FocusReason.TabFocusReason)
    settle(window)
    assert not window.top.search.offers.isVisible()


def test_those_of_one_kind_stand_together_in_the_order_they_came():
    kinds = ["theme", "owner", "theme", "past", "owner"]
    choices = [Choice(Suggestion(kind, str(n), str(n))) for n, kind in enumerate(kinds)]
    assert [choice.suggestion.label for choice in grouped(choices)] == ["0", "2", "1", "4", "3"]


def test_a_very_long_name_and_a_hostile_question_are_offered_nothing_wrong(window, box):
    window.session.library.rename_case(window.list.ids()[0], "长" * 300 + "处方𠮷")
    type_(window, box, "处方𠮷")
    box.offers.grab()
    box.line.setText('"(( OR \u202e' + "（" * 50 + "地区:" * 400)
    settle(window)
    box.line.setText("字" * 100_000)
    wait(lambda: window.jobs.idle, 20)
    settle(window)
    assert not box.offers.isVisible() or len(box.offers.shown()) < 13


def test_nothing_drops_down_in_a_window_that_is_not_in_front(window, box):
    library = window.session.library
    library.remember("处方")
    QTest.mouseClick(box.line, Qt.MouseButton.LeftButton)
    settle(window)
    assert offered(box) == [("past", "处方")]

    other = QWidget()
    other.show()
    other.activateWindow()
    wait(other.isActiveWindow)
    assert not box.offers.isVisible()
    box.offers_wanted.emit("", 0)  # as if the answer to the click came only now
    settle(window)
    assert not box.offers.isVisible()

    other.close()
    window.shell.activateWindow()
    wait(window.shell.isActiveWindow)
    settle(window)
    assert box.line.hasFocus()
    assert not box.offers.isVisible()


def test_a_pasted_page_is_asked_whole(window, box):
    page = "党建" * 30_000 + " 手术室"
    QApplication.clipboard().setText(page)
    box.line.setFocus()

    box.line.paste()
    settle(window)

    assert window.session.text == box.text() == page
    assert window.session.answer.total == 0


def test_a_field_without_its_value_leaves_list_and_reader_as_they_are(window, box, titles):
    type_(window, box, "医院")
    case_id = window.list.ids()[-1]
    window.go_to(case_id)
    settle(window)
    before = titles()
    for typed in ("医院 主题:", "医院 主题：", "医院 随访率>=", "医院 NEAR(", "医院 有:笔"):
        box.line.setText(typed)
        settle(window)
        assert (titles(), window.desk.case_id, window.session.text) == (before, case_id, "医院"), typed
        told = window.column.explanation.sentence.accessibleName()
        assert f"“{typed.partition(' ')[2]}”写完再算" in told
    box.line.setText("医院")
    settle(window)
    assert window.desk.case_id == case_id
    assert "写完再算" not in window.column.explanation.sentence.accessibleName()


def test_what_asks_the_same_in_other_words_leaves_the_reader_where_it_is(window, box):
    type_(window, box, "医院")
    case_id = window.list.ids()[-1]
    window.go_to(case_id)
    settle(window)
    for typed in ("医院 ", "医院  ", "  医院", "医院"):
        box.line.setText(typed)
        settle(window)
        assert window.desk.case_id == case_id, typed


def test_a_field_alone_in_the_box_shows_everything_and_its_values(window, box):
    every = len(window.list.ids())
    box.line.setText("主题:")
    settle(window)
    assert len(window.list.ids()) == every
    assert not window.column.nothing.isVisible()


def test_what_was_only_begun_is_not_remembered(window, box):
    box.line.setText("医院 主题:")
    QTest.keyClick(box.line, Qt.Key.Key_Return)
    settle(window)
    assert window.session.library.past()[0] == "医院"


def test_a_long_question_is_read_where_it_is_answered_and_shown_then(window):
    typed = "医院 -处方 " * 400
    asked = window.session.query
    window.session.search(typed)
    assert window.session.query == asked
    settle(window)
    assert window.session.query == parse(typed)
    assert len(window.column.chips.chips()) == MOST
    labels = [label.text() for label in window.column.chips.findChildren(QLabel) if label.isVisible()]
    assert f"另有 {800 - MOST} 个条件" in labels
