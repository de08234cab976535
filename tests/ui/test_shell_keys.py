"""Keys can be changed, are told when two want the same, and are kept."""

import json

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from app.ui import keys
from app.ui.dialogs.palette import ActionPalette
from app.ui.dialogs.shortcuts import Shortcuts
from tests.ui.conftest import settle, wait

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def opened(window):
    window.commands.actions["shortcuts"].trigger()
    return next(one for one in window.findChildren(Shortcuts) if one.isVisible())


def rows(dialog):
    listed = (dialog.table.topLevelItem(row) for row in range(dialog.table.topLevelItemCount()))
    return [row.text(0) for row in listed if not row.isHidden()]


def test_another_key_is_given_works_at_once_and_is_kept(window, make_window, library_file):
    dialog = opened(window)
    dialog.choose("narrow_facets")
    dialog.press.take(QKeySequence("Ctrl+Alt+J"))
    assert "没有别的操作在用" in dialog.told.text()
    dialog.give.click()
    dialog.close()
    assert json.loads(window.settings.shortcuts) == {"narrow_facets": "Ctrl+Alt+J"}

    QTest.keyClick(window.list, Qt.Key.Key_J, CTRL | ALT)
    assert window.side.facets.narrower.hasFocus()
    window.list.setFocus()
    QTest.keyClick(window.list, Qt.Key.Key_L, CTRL | SHIFT)
    assert window.list.hasFocus()

    other = make_window(library_file, shortcuts=window.settings.shortcuts)
    assert keys.shown(other.commands.actions["narrow_facets"]) == "Ctrl+Alt+J"


def test_the_key_that_is_pressed_is_taken_and_does_nothing_else(window):
    dialog = opened(window)
    dialog.choose("narrow_facets")
    QTest.keyClick(dialog.press, Qt.Key.Key_B, CTRL)
    assert dialog.press.text() == "Ctrl+B"
    assert window.side.isVisible()
    assert "“显示侧栏”" in dialog.told.text()
    QTest.keyClick(dialog.press, Qt.Key.Key_Backspace)
    assert dialog.press.text() == ""
    assert not dialog.give.isEnabled()


def test_a_key_two_want_is_told_and_goes_to_the_one_that_was_given_it(window):
    dialog = opened(window)
    dialog.choose("narrow_facets")
    dialog.press.take(QKeySequence("Ctrl+K"))
    assert "“全部操作…”" in dialog.told.text()
    dialog.add.click()
    actions = window.commands.actions
    assert keys.shown(actions["narrow_facets"]) == "Ctrl+Shift+L 或 Ctrl+K"
    assert actions["palette"].shortcuts() == []

    dialog.choose("palette")
    assert dialog.reset.isEnabled()
    dialog.reset.click()
    assert keys.shown(actions["palette"]) == "Ctrl+K"
    assert keys.shown(actions["narrow_facets"]) == "Ctrl+Shift+L"
    dialog.reset_all.click()
    assert window.settings.shortcuts == ""


def test_an_action_may_be_left_without_a_key_and_get_them_all_back(window):
    dialog = opened(window)
    dialog.choose("preview")
    dialog.clear.click()
    assert json.loads(window.settings.shortcuts) == {"preview": ""}
    QTest.keyClick(window.list, Qt.Key.Key_F11)
    assert window.column.isVisible()
    dialog.reset_all.click()
    assert keys.shown(window.commands.actions["preview"]) == "F11"


def test_keys_of_the_reader_are_changed_too_and_survive_another_library(window, library_file):
    dialog = opened(window)
    dialog.choose("desk:在本案例中查找")
    dialog.press.take(QKeySequence("Ctrl+Alt+F"))
    dialog.give.click()
    dialog.close()
    window.open(library_file)
    settle(window)
    wait(lambda: window.desk is not None)
    named = {keys.name(action): action for action in window.commands.every()}
    assert keys.shown(named["desk:在本案例中查找"]) == "Ctrl+Alt+F"


def test_actions_are_found_by_pressing_their_keys_and_by_pinyin(window):
    dialog = opened(window)
    QTest.keyClick(dialog.line, Qt.Key.Key_K, CTRL)
    assert rows(dialog) == ["全部操作…"]
    QTest.keyClick(dialog.line, Qt.Key.Key_F11)
    assert rows(dialog) == ["放大／还原阅读区"]
    dialog.line.setText("plxg")
    assert rows(dialog) == ["批量修改选中的案例…"]
    dialog.line.setText("tuichu")
    assert "退出" in rows(dialog)
    dialog.line.setText("单击")
    assert "筛选项：只看此项" in rows(dialog)


def test_every_action_is_listed(window):
    dialog = opened(window)
    listed = rows(dialog)
    assert len([row for row in listed if row.startswith("撤销")]) == 1
    missing = [a.text() for a in window.commands.every() if a.text() not in listed and a.objectName() not in
               ("undo", "redo")]  # fmt: skip
    assert missing == []


def test_broken_settings_leave_the_keys_as_they_came(make_window):
    for told in ("{", "[]", '{"palette": 5}', '{"palette": "Ctrl+不是键"}', '{"no": "Ctrl+J"}'):
        window = make_window(shortcuts=told)
        assert keys.shown(window.commands.actions["palette"]) == "Ctrl+K"


def test_the_palette_shows_changed_keys_and_finds_by_pinyin(window):
    window.keep(shortcuts='{"bulk_edit": "Ctrl+Alt+B"}')
    window.commands._give_keys()
    window.list.selectAll()
    settle(window)
    for typed in ("plxg", "piliang", "批量", "pilxiugai"):
        palette = ActionPalette(window.commands.every(), window)
        palette.line.setText(typed)
        assert palette.shown()[0] == "批量修改选中的案例…"
        assert "Ctrl+Alt+B" in palette.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
        palette.close()


def test_no_key_comes_with_two_actions(window):
    every = window.commands.every()
    double = {
        key.toString(): [other.text() for other in keys.conflicts(action, key, every)]
        for action in every
        for key in action.shortcuts()
        if keys.conflicts(action, key, every)
    }
    assert double == {}
