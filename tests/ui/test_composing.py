"""What an input method composes comes into every editor once, when it is settled; before that it is nowhere."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from tests.ui import sweeping
from tests.ui.conftest import settle
from tests.ui.test_accessible import ELSEWHERE, ENDS, close_others

WORDS = "会诊"


def compose(widget, preedit):
    QApplication.sendEvent(widget, QInputMethodEvent(preedit, []))


def commit(widget, words):
    event = QInputMethodEvent("", [])
    event.setCommitString(words)
    QApplication.sendEvent(widget, event)


def text_of(editor):
    return editor.text() if isinstance(editor, QLineEdit) else editor.toPlainText()


def editors(root):
    """What can be typed into."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit)
        and widget.isVisible()
        and widget.isEnabled()
        and not widget.isReadOnly()
        and widget.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        and not sweeping.inside(widget, QAbstractSpinBox | QFileDialog)
        and not (isinstance(widget.parent(), QComboBox) and not widget.parent().isEditable())
    ]


def wrong_with(editor):
    """What goes wrong when a word is composed here; empty when nothing does."""
    editor.setFocus()
    editor.selectAll()
    before, told = text_of(editor), []
    if isinstance(editor, QLineEdit):
        editor.textChanged.connect(told.append)
        editor.deselect()
        editor.end(False)
    else:
        cursor = editor.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        editor.setTextCursor(cursor)
    for preedit in ("h", "hui", "hui'z", "huizhen"):
        compose(editor, preedit)
    while_composing = text_of(editor)
    commit(editor, WORDS)
    after = text_of(editor)
    found = []
    if while_composing != before:
        found.append(f"composing already changed {before!r} to {while_composing!r}")
    if any("hui" in one for one in told):
        found.append("what was only composed was told as text")
    if after.count(WORDS) != before.count(WORDS) + 1 and len(before) < 30:
        found.append(f"{WORDS} came {after.count(WORDS) - before.count(WORDS)} times into {before!r}")
    if "hui" in after.replace(before, ""):
        found.append("letters that were composed stayed")
    return found


def swept(root, met, wrong):
    for editor in editors(root):
        name = sweeping._called(editor)
        if name not in met:
            met.add(name)
            if found := wrong_with(editor):
                wrong[name] = found


@pytest.fixture
def busy(window):
    library, ids = window.session.library, window.list.ids()
    library.tag(ids[:3], ["学习/党委会"])
    shelf = library.add_shelf_in(None, "材料")
    library.put(shelf.id, ids[:2])
    library.highlight(ids[0], 0, 6, "yellow", "看法", ["要点"])
    settle(window)
    window.list.go(ids[0])
    settle(window)
    return window


def test_composing_works_in_every_editor_every_action_opens(busy):
    met, wrong = set(), {}
    closer = QTimer(interval=150)

    def look():
        modal = QApplication.activeModalWidget()
        if modal is not None:
            if not isinstance(modal, QFileDialog):
                swept(modal, met, wrong)
            modal.close()

    closer.timeout.connect(look)
    closer.start()
    for name in [action.objectName() for action in busy.commands.every()]:
        action = next((one for one in busy.commands.every() if one.objectName() == name), None)
        if action is None or name in (*ENDS, *ELSEWHERE) or not action.isEnabled():
            continue
        action.trigger()
        settle(busy, 0.05)
        for root in QApplication.topLevelWidgets():
            if root.isVisible() and not isinstance(root, QMenu):
                swept(root, met, wrong)
        close_others(busy)
        if busy.session.text:
            busy.session.search("")
            settle(busy, 0.05)
    closer.stop()
    assert wrong == {}
    assert len(met) > 15, sorted(met)


def test_composing_works_in_the_fields_of_the_review(review):
    window = QApplication.activeWindow()
    met, wrong = set(), {}
    swept(window, met, wrong)
    assert wrong == {}
    assert review is not None


def test_nothing_is_searched_for_while_a_word_is_composed(window, titles):
    line = window.top.search.line
    line.setFocus()
    asked = []
    window.session.found.connect(lambda found, _: asked.append(found.query))
    for preedit in ("s", "sh", "shou", "shoushu"):
        compose(line, preedit)
        settle(window)
    assert asked == []
    assert len(titles()) == 6
    commit(line, "手术")
    settle(window)
    assert asked[-1] == "手术"
    assert titles() == ["支部进了手术室"]


def test_nothing_composed_is_saved_and_what_is_settled_is_saved_once(window):
    from tests.ui.conftest import wait

    next(one for one in window.commands.every() if one.text() == "给案例写笔记").trigger()
    settle(window)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QTextEdit | QPlainTextEdit)
    commit(editor, "先")
    wait(lambda: [note.text for note in window.session.library.notes()] == ["先"])
    compose(editor, "xiezai")
    QTest.qWait(900)
    settle(window)
    assert [note.text for note in window.session.library.notes()] == ["先"]
    commit(editor, "写在这里")
    wait(lambda: [note.text for note in window.session.library.notes()] == ["先写在这里"])


def test_letters_of_a_word_being_composed_do_nothing_else(window):
    before = window.session.library.totals()
    for editor in (window.top.search.line, window.side.facets.narrower):
        editor.setFocus()
        compose(editor, "s")
        for key in (Qt.Key.Key_S, Qt.Key.Key_N, Qt.Key.Key_1, Qt.Key.Key_Slash):
            QTest.keyClick(editor, key)
        commit(editor, "试")
        settle(window)
        assert editor.hasFocus()
        assert text_of(editor).endswith("试")
        editor.clear()
        settle(window)
    assert window.session.library.totals() == before


def test_the_name_of_a_folder_is_composed_in_its_row(window):
    shelf = window.session.library.add_shelf_in(None, "新文件夹")
    settle(window)
    window.side.shelves.rename(shelf.id)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    assert wrong_with(editor) == []
    editor.setText("")
    compose(editor, "ziliao")
    commit(editor, "资料")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle(window)
    assert [one.name for one in window.session.library.shelves()] == ["资料"]
    assert not isinstance(QApplication.activeModalWidget(), QDialog)
