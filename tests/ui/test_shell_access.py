"""Everything has a name, everything is reached by keyboard, no two actions share a key."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QTextEdit,
)

from app.services.importing import Outcome
from app.ui.actions import ENTRIES
from app.ui.dialogs.about import About
from app.ui.dialogs.export import ExportDialog, Scope
from app.ui.dialogs.imports import ImportResults
from app.ui.dialogs.more import MoreValues
from app.ui.dialogs.palette import ActionPalette
from app.ui.dialogs.shortcuts import Shortcuts
from tests.ui.conftest import settle

CONTROLS = (QAbstractButton, QAbstractItemView, QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QProgressBar)
OWN_PARTS = ("qt_", "scrollbutton", "ScrollLeftButton", "ScrollRightButton")


def in_combo_box(widget):
    above = widget.parent()
    while above is not None and not isinstance(above, QComboBox):
        above = above.parent()
    return above is not None


def nameless(root):
    controls = [w for kind in CONTROLS for w in root.findChildren(kind)]
    return [
        f"{type(w).__name__}#{w.objectName()}"
        for w in controls
        if not (w.accessibleName() or (isinstance(w, QAbstractButton) and w.text()))
        and not w.objectName().startswith(OWN_PARTS)
        and not in_combo_box(w)
        and type(w).__name__ not in ("QHeaderView", "QLineEditIconButton", "QTableCornerButton")
        and not (isinstance(w, QAbstractButton) and isinstance(w.parent(), QLineEdit | QAbstractItemView))
    ]


def test_every_control_of_the_window_has_a_name(window):
    assert nameless(window.shell) == []


@pytest.mark.parametrize("kind", ["export", "imports", "about", "shortcuts", "palette", "more"])
def test_every_control_of_every_dialog_has_a_name(window, tmp_path, kind):
    made = {
        "export": lambda: ExportDialog([Scope("当前列表", ("a",))], "pdf", "题", tmp_path, window),
        "imports": lambda: ImportResults([Outcome("a.txt", "duplicate")], window),
        "about": lambda: About(window),
        "shortcuts": lambda: Shortcuts(window.commands.every(), window),
        "palette": lambda: ActionPalette(window.commands.every(), window),
        "more": lambda: MoreValues("做法", window.colours, window),
    }[kind]()
    assert nameless(made) == []
    assert made.windowTitle() or made.accessibleName()
    made.close()


def test_tab_goes_round_all_parts_of_the_window(window):
    window.top.search.line.setFocus()
    met = []
    for _ in range(200):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
        if widget in met:
            break
        met.append(widget)
    parts = {window.top, window.side, window.column, window.desk}
    assert parts == {part for part in parts if any(part.isAncestorOf(widget) for widget in met)}
    assert window.side.shelves in met
    assert window.list in met


def test_no_two_actions_share_a_key(window):
    scope = Qt.ShortcutContext.WindowShortcut
    keys = Counter(
        key.toString()
        for action in window.commands.every()
        if action.shortcutContext() == scope
        for key in action.shortcuts()
    )
    assert {key: times for key, times in keys.items() if times > 1} == {}


def test_every_action_of_the_table_has_a_name_and_somebody_to_call(window):
    assert len({entry.name for entry in ENTRIES}) == len(ENTRIES)
    assert all(window.commands.actions[entry.name].text() for entry in ENTRIES)


def test_the_palette_lists_every_action_and_does_the_chosen_one(window):
    palette = ActionPalette(window.commands.every(), window)
    enabled = [action.text() for action in window.commands.every() if action.isEnabled()]
    assert palette.shown() == enabled
    palette.line.setText("夜间")
    assert palette.shown() == ["主题：夜间"]
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    settle(window)
    assert window.settings.theme == "dark"


def test_keys_lead_to_the_search_box_and_to_the_note(window):
    QTest.keyClick(window.list, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.top.search.line.hasFocus()
    QTest.keyClick(window.top.search.line, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.list.hasFocus()
    QTest.keyClick(window.list, Qt.Key.Key_Slash)
    assert window.top.search.line.hasFocus()
    QTest.keyClick(window.top.search.line, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window.list, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    assert window.desk.margin.isAncestorOf(QApplication.focusWidget())


def test_letters_typed_into_the_search_box_are_not_taken_for_actions(window):
    window.top.search.line.setFocus()
    QTest.keyClicks(window.top.search.line, "s/x")
    QTest.keyClick(window.top.search.line, Qt.Key.Key_Delete)
    settle(window)
    assert window.top.search.text() == "s/x"
    assert window.counts.totals.all == 6
    assert window.counts.totals.starred == 0


def test_the_shortcut_list_is_searched_by_key(window):
    dialog = Shortcuts(window.commands.every(), window)
    dialog.line.setText("ctrl+k")
    rows = [dialog.table.topLevelItem(row) for row in range(dialog.table.topLevelItemCount())]
    assert [row.text(0) for row in rows if not row.isHidden()] == ["全部操作…"]
    dialog.close()


def test_the_reading_size_goes_up_and_down_within_bounds(window):
    for _ in range(30):
        window.commands.actions["larger"].trigger()
    assert window.settings.reading_size == 48
    for _ in range(30):
        window.commands.actions["smaller"].trigger()
    assert window.settings.reading_size == 8
    settle(window)


def test_a_narrow_window_gives_the_side_panels_room_to_list_and_reader(window):
    window.shell.resize(820, 600)
    settle(window)
    assert not window.side.isVisible()
    window.shell.resize(1366, 768)
    settle(window)
    assert window.side.isVisible()


def test_everything_fits_the_smallest_window(window):
    window.shell.resize(640, 380)
    settle(window)
    assert window.shell.width() <= 700
    assert window.top.export.geometry().right() <= window.width()


def test_the_scale_is_kept_and_takes_effect_with_a_new_start(window):
    window.commands.actions["scale_150"].trigger()
    assert window.settings.scale == 1.5
    assert [button.text() for button in window.notice.offers()] == ["立即重开"]
    window.notice.offers()[0].click()
    assert window.restart_wanted
    assert window.jobs.closed
