"""What the window shows where there is little room, and that it does not lie about what it shows."""

import logging

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.services.library import Library
from app.ui.bars import Banner
from app.ui.library.chips import Active
from db.records import DocumentDraft
from tests.ui.conftest import CASES, case, settle, text_file, wait

SIZES = [(1440, 900), (1366, 768), (1093, 614), (911, 512), (683, 384)]


def of(widget, outer):
    return QRect(widget.mapTo(outer, QPoint(0, 0)), widget.size())


def standing(desk):
    """What must lie whole within the desk: columns, bars and buttons, not what is scrolled inside them."""
    reader, margin = desk.reader, desk.margin
    some = [reader, reader.head, reader.tabs, reader.page, margin, margin.tabs, margin.stack, margin.cards.new]
    some += [desk.splitter.button, *desk.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)]
    return [widget for widget in some if widget.isVisible()]


@pytest.mark.parametrize("size", SIZES)
def test_nothing_of_the_desk_lies_outside_the_window(window, size):
    window.shell.resize(*size)
    settle(window)
    for widget in standing(window.desk):
        assert window.desk.rect().contains(of(widget, window.desk)), widget
        assert window.rect().contains(of(widget, window)), widget
    assert window.top.search.width() >= 160
    buttons = [window.top.load, window.top.look, window.top.export, window.top.library]
    for button in buttons:
        assert window.top.rect().contains(button.geometry())
        assert not button.geometry().intersects(window.top.search.geometry())
    if not window.desk.splitter.folded:
        assert not of(window.desk.reader, window).intersects(of(window.desk.margin, window))


@pytest.mark.parametrize("size", SIZES)
def test_the_note_being_written_is_seen_whole(window, size):
    window.shell.resize(*size)
    settle(window)
    desk = window.desk
    desk.reader.page.select(0, 6)
    desk.note_passage()
    wait(lambda: (card := desk.margin.cards.card(desk.margin.notebook.entries[0].key)) and card.editor)
    settle(window)
    editor = desk.margin.cards.card(desk.margin.notebook.entries[0].key).editor
    assert editor.isVisible()
    assert editor.visibleRegion().boundingRect().size() == editor.size()
    assert window.rect().contains(of(editor, window))
    QTest.keyClicks(editor, "abc")
    window.shell.resize(640, 420)
    settle(window)
    assert editor.isVisible()
    assert editor.toPlainText() == "abc"


def test_the_margin_over_the_text_goes_with_escape_and_comes_back_with_its_button(window):
    window.shell.resize(683, 384)
    settle(window)
    desk = window.desk
    assert desk.splitter.folded
    assert not desk.margin.isVisible()
    desk.splitter.button.click()
    assert desk.margin.isVisible()
    QTest.keyClick(desk.margin.tabs, Qt.Key.Key_Escape)
    assert not desk.margin.isVisible()
    window.shell.resize(1366, 768)
    settle(window)
    assert desk.margin.isVisible()
    assert not desk.splitter.button.isVisible()


def test_a_side_panel_called_back_in_a_small_window_goes_when_a_case_is_opened(window):
    window.shell.resize(683, 384)
    settle(window)
    window.toggle_side()
    assert window.side.isVisible()
    assert not window.reading.isVisible()
    assert window.rect().contains(of(window.column, window))
    QTest.keyClick(window.list, Qt.Key.Key_Down)
    settle(window)
    assert not window.side.isVisible()
    assert window.desk.isVisible()


def test_starting_and_searching_leave_every_case_unread(window):
    window.top.search.setFocus()
    QTest.keyClicks(window.top.search.line, "20")
    QTest.qWait(1300)
    window.session.search("地区:四川省")
    QTest.qWait(1300)
    settle(window)
    assert window.session.library.totals().unread == len(CASES)
    window.list.setFocus()
    QTest.keyClick(window.list, Qt.Key.Key_Down)
    wait(lambda: window.session.library.totals().unread == len(CASES) - 1)


def test_after_an_import_the_new_case_is_marked_and_in_view(window, tmp_path):
    window.set_settings(review_imports=False)
    window.session.search("地区:四川省")
    settle(window)
    words = "新城医院把药房搬到病房门口\n新城医院请药师每天到病区，用药差错少了一半，患者满意度升到97%。"
    window.deeds.import_paths([text_file(tmp_path, "新来的.txt", words * 3)])
    wait(lambda: len(window.list.ids()) > len(CASES))
    settle(window)
    here = window.list.current()
    assert window.desk.case_id == here
    assert here in window.list.selected()
    assert window.list.viewport().rect().intersects(window.list.visualRect(window.list.currentIndex()))


def test_the_line_on_starter_cases_tells_whether_there_are_others(window):
    library = window.session.library
    draft = DocumentDraft(path="/s", name="s", text="x", fingerprint="s", title="s", origin="starter")
    library.add_document(draft, [case("示例一则", "示例的话。", "江西省", "吉安市", ["digital"], "示例", 2020)])
    settle(window)
    banner = window.findChild(Banner)
    assert banner.isVisible()
    assert banner._words.text() == "含示例案例"
    library.delete_cases([one for one in window.list.ids() if library.case(one).document.origin != "starter"])
    settle(window)
    wait(lambda: banner._words.text() == "这是示例案例库")


def test_a_long_filter_keeps_its_cross_within_reach(window):
    words = "主题：" + "很长的主题名称" * 12
    window.column.chips.fill([Active(words)])
    settle(window)
    (chip,) = window.column.chips.chips()
    assert "…" in chip.text()
    assert chip.minimumSizeHint().width() <= chip.parentWidget().width()
    assert words in chip.toolTip()


def test_what_another_program_writes_is_shown(window, library_file):
    other = Library.open(library_file)
    draft = DocumentDraft(path="/o", name="o", text="y", fingerprint="o", title="o")
    other.add_document(draft, [case("别处写入的一则", "别处的话。", "江西省", "吉安市", ["digital"], "别处", 2020)])
    other.close()
    wait(lambda: len(window.list.ids()) == len(CASES) + 1, 6)


def test_own_writes_are_not_taken_for_those_of_others(window):
    library = window.session.library
    library.star(window.list.ids()[:1], on=True)
    assert not library.changed_elsewhere()


def test_the_end_of_a_deleted_case_is_not_logged_as_a_failure(window, caplog):
    caplog.set_level(logging.WARNING)
    window.list.setFocus()
    QTest.keyClick(window.list, Qt.Key.Key_Down)
    QTest.qWait(1200)
    QTest.keyClick(window.desk.reader.page, Qt.Key.Key_Down)
    window.deeds.delete([window.desk.case_id])
    window.desk.flush()
    settle(window)
    assert [record.message for record in caplog.records if "failed" in record.message] == []


def test_without_a_library_nothing_is_offered_or_said_to_be_saved(make_window, tmp_path):
    bad = tmp_path / "坏.xinglin"
    bad.write_bytes(b"SQLite format 3\x00" + b"\xff" * 9000)
    window = make_window()
    window.open(bad)
    wait(window.notice.isVisible)
    assert not window.side.facets.isVisible()
    assert not window.foot.saved.isVisible()
    assert "案例库" in window.notice.words.text()


def test_the_tab_key_meets_regions_before_kinds(window):
    facets = window.side.facets
    order, widget = [], facets.narrower
    for _ in range(400):
        widget = widget.nextInFocusChain()
        order.append(widget)
        if widget is facets.narrower:
            break
    assert order.index(facets.tiles.tiles["北京市"]) < order.index(facets.trees["kind"])
    assert order.index(facets.trees["theme"]) < order.index(facets.tiles.tiles["北京市"])


def test_a_very_long_note_shows_its_beginning_until_unfolded(window):
    library = window.session.library
    library.add_note(window.desk.case_id, "每一段都很长，写了许多想法。\n\n" * 120)
    settle(window)
    cards = window.desk.margin.cards
    wait(lambda: cards.card(window.desk.margin.notebook.entries[0].key) is not None)
    settle(window)
    (card,) = cards._cards.values()
    assert card.height() <= 0.62 * cards.height()
    assert card.more.isVisible()
    card.more.click()
    settle(window)
    assert card.height() > cards.height()
    card.edit()
    settle(window)
    assert card.height() <= 0.75 * cards.height()
