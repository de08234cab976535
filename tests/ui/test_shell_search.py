"""The search box: asks while one types, never while an input method composes."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import settle


def compose(line, letters, done=""):
    event = QInputMethodEvent(letters, [])
    if done:
        event.setCommitString(done)
    QApplication.sendEvent(line, event)


def test_results_come_while_typing(window, titles):
    window.top.search.line.insert("处方")
    assert titles() == ["一张处方走天下"]
    assert window.top.search.text() == "处方"


def test_letters_still_being_composed_ask_nothing(window, titles):
    line = window.top.search.line
    asked = []
    window.top.search.asked.connect(asked.append)
    compose(line, "shou")
    compose(line, "shou shu")
    settle(window, 0.3)
    assert asked == []
    assert len(window.list.ids()) == 6
    compose(line, "", "手术室")
    assert titles() == ["支部进了手术室"]
    assert asked == ["手术室"]


def test_enter_while_composing_stays_in_the_box(window):
    line = window.top.search.line
    line.setFocus()
    compose(line, "shou shu")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert line.hasFocus()


def test_enter_asks_at_once_and_goes_to_the_list(window, titles):
    line = window.top.search.line
    line.setFocus()
    line.insert("耗材")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert window.session.text == "耗材"
    assert window.list.hasFocus()
    assert titles() == ["护士长的账本"]


def test_escape_and_the_clear_button_empty_the_box(window, titles):
    line = window.top.search.line
    line.insert("耗材")
    settle(window)
    assert window.top.search.clear_button.isVisible()
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert len(titles()) == 6
    assert not window.top.search.clear_button.isVisible()


def test_hits_are_marked_in_the_list_and_the_time_is_told(window):
    window.top.search.line.insert("手术室")
    settle(window)
    row = window.list.row(window.list.ids()[0])
    assert [row.snippet.text[m.start : m.end] for m in row.snippet.marks] == ["手术室"]
    assert window.foot.hits.text() == "命中 1"
    assert window.foot.time.text().endswith(" ms")


def test_a_hostile_query_is_text(window):
    window.session.search('"" -- (（“ OR OR 地区: \x00 主题:"')
    settle(window)
    assert window.list.ids() == ()
