"""The list: pages fetched when seen, keys, places kept."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.services.library import Library
from app.ui.library.rows import PAGE
from db.records import CaseDraft, DocumentDraft
from tests.ui.conftest import settle


@pytest.fixture
def many(tmp_path):
    path = tmp_path / "很多.xinglin"
    library = Library.open(path)
    drafts = [CaseDraft(kind="other", title=f"第 {n} 件事", text=f"这是第 {n} 件小事。") for n in range(1000)]
    draft = DocumentDraft(path="/d/b.txt", name="b.txt", text="一千件小事", fingerprint="many", title="一千件小事")
    library.add_document(draft, drafts)
    library.close()
    return path


def test_only_pages_that_are_seen_are_fetched(make_window, many):
    window = make_window(many)
    list_ = window.list
    assert len(list_.ids()) == 1000
    assert list_.row(list_.ids()[0]) is not None
    assert list_.row(list_.ids()[500]) is None
    list_.verticalScrollBar().setValue(500 * 124)
    list_.viewport().repaint()
    settle(window)
    seen = list_.row(list_.ids()[500])
    assert seen is not None
    assert seen.id == list_.ids()[500]
    assert list_.row(list_.ids()[999 // PAGE * PAGE]) is None


def test_home_and_end_go_to_the_ends(make_window, many):
    window = make_window(many)
    QTest.keyClick(window.list, Qt.Key.Key_End)
    assert window.list.current() == window.list.ids()[-1]
    QTest.keyClick(window.list, Qt.Key.Key_Home)
    assert window.list.current() == window.list.ids()[0]


def test_the_first_case_is_shown_and_arrows_show_the_next(window):
    assert window.desk.case_id == window.list.ids()[0]
    QTest.keyClick(window.list, Qt.Key.Key_Down)
    settle(window)
    assert window.desk.case_id == window.list.ids()[1]


def test_holding_an_arrow_key_shows_only_the_last_case(window):
    shown = []
    window.list.shown.connect(shown.append)
    for _ in range(4):
        QTest.keyClick(window.list, Qt.Key.Key_Down)
    settle(window)
    assert shown == [window.list.ids()[4]]


def test_a_change_keeps_selection_and_place(window):
    ids = window.list.ids()
    window.list.go(ids[2])
    QTest.keyClick(window.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert window.list.selected() == ids[2:4]
    window.session.library.star([ids[5]], True)
    settle(window)
    assert window.list.selected() == ids[2:4]
    assert window.list.current() == ids[3]
    assert window.list.row(ids[5]).starred
    assert window.foot.picked.text() == "选中 2"
    assert window.top.export.text().strip() == "导出 2 案"


def test_enter_goes_on_reading_and_space_previews_beside_the_list(window):
    wide, narrow = window.reading.width(), window.column.width()
    QTest.keyClick(window.list, Qt.Key.Key_Space)
    settle(window)
    assert window.list.hasFocus()
    assert not window.side.isVisible()
    assert window.reading.width() > wide + 200
    QTest.keyClick(window.list, Qt.Key.Key_Down)
    settle(window)
    assert window.desk.case_id == window.list.ids()[1]
    QTest.keyClick(window.list, Qt.Key.Key_Space)
    settle(window)
    assert window.list.hasFocus()
    assert window.side.isVisible()
    assert window.column.width() == narrow
    window.commands.actions["preview"].trigger()
    assert not window.column.isVisible()
    window.toggle_wide()
    assert window.column.isVisible()
    assert window.side.isVisible()
    QTest.keyClick(window.list, Qt.Key.Key_Return)
    assert window.desk.isAncestorOf(window.focusWidget())


def test_back_and_forward_go_the_way_one_came(window):
    first, second, third = window.list.ids()[:3]
    for case_id in (second, third):
        window.go_to(case_id)
    window.commands.actions["back"].trigger()
    settle(window)
    assert window.desk.case_id == second
    window.commands.actions["back"].trigger()
    settle(window)
    assert window.desk.case_id == first
    assert not window.commands.actions["back"].isEnabled()
    window.commands.actions["forward"].trigger()
    settle(window)
    assert window.desk.case_id == second
    assert window.list.current() == second


def test_every_card_can_be_painted_in_every_theme(window):
    from app.ui import theme

    for palette in theme.PALETTES.values():
        window.set_palette(palette)
        picture = window.shell.grab().toImage()
        assert picture.pixelColor(window.width() - 4, 4).name() == palette.panel


def test_a_title_longer_than_the_card_ends_in_dots(window):
    ids = window.list.ids()
    window.session.library.rename_case(ids[0], "很长的标题" * 30 + "𠮷")
    settle(window)
    window.list.viewport().repaint()
    assert window.list.row(ids[0]).title.endswith("𠮷")
