"""Keeping order in the window: folders in folders, tags as a tree, many cases at once, groups, steps back at once."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.dialogs.bulk import AskShelf, BulkEdit
from app.ui.dialogs.history import HistoryList
from app.ui.library.carried import shelf_data, tag_data
from app.ui.library.grouping import BAND
from app.ui.library.order import Order
from app.ui.library.shelves import FIXED
from tests.ui.conftest import settle, wait

MOVE, LEFT, NONE = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def drop(viewport, data, place):
    """As Qt tells a widget of a drag that enters, moves and is let go."""
    for kind in (QDragEnterEvent, QDragMoveEvent):
        QApplication.sendEvent(viewport, kind(place, MOVE, data, LEFT, NONE))
    event = QDropEvent(QPointF(place), MOVE, data, LEFT, NONE)
    QApplication.sendEvent(viewport, event)
    return event.isAccepted()


def dialog(window, kind):
    wait(lambda: any(one.isVisible() for one in window.findChildren(kind)))
    return next(one for one in window.findChildren(kind) if one.isVisible())


def named(window):
    shelves = window.side.shelves
    return [(shelves.item(row).text(), shelves.item(row).data(Qt.ItemDataRole.UserRole + 4)) for row in
            range(len(FIXED), shelves.count())]  # fmt: skip


def row_of(window, name):
    shelves = window.side.shelves
    return next(row for row in range(shelves.count()) if shelves.item(row).text() == name)


def part_of(window, name, share):
    """A place in a shelf's row, so far down."""
    shelves = window.side.shelves
    rect = shelves.visualItemRect(shelves.item(row_of(window, name)))
    return QPoint(rect.center().x(), rect.top() + round(rect.height() * share))


@pytest.fixture
def shelved(window):
    library = window.session.library
    made = [library.add_shelf_in(None, name) for name in ("甲", "乙", "丙")]
    settle(window)
    return {shelf.name: shelf for shelf in made}


def test_a_folder_is_dragged_into_another_and_its_cases_count_there(window, shelved):
    shelves = window.side.shelves
    window.session.library.put(shelved["丙"].id, window.list.ids()[:2])
    settle(window)
    assert drop(shelves.viewport(), shelf_data(shelved["丙"].id), part_of(window, "甲", 0.5))
    settle(window)
    assert named(window) == [("甲", 0), ("丙", 1), ("乙", 0)]
    assert shelves.place(row_of(window, "甲")).shelf.count == 2
    window._shelf(shelves.place(row_of(window, "丙")), narrow=False)
    settle(window)
    assert window.top.search.text() == "书架:甲/丙"
    assert window.session.answer.total == 2
    assert shelves.shown_row == row_of(window, "丙")


def test_a_folder_is_dragged_before_and_after_others(window, shelved):
    viewport = window.side.shelves.viewport()
    assert drop(viewport, shelf_data(shelved["丙"].id), part_of(window, "甲", 0.1))
    settle(window)
    assert [name for name, _ in named(window)] == ["丙", "甲", "乙"]
    assert drop(viewport, shelf_data(shelved["丙"].id), part_of(window, "乙", 0.9))
    settle(window)
    assert [name for name, _ in named(window)] == ["甲", "乙", "丙"]
    window.commands.actions["undo"].trigger()
    settle(window)
    assert [name for name, _ in named(window)] == ["丙", "甲", "乙"]


def test_a_folder_is_not_dropped_into_itself_or_what_is_in_it(window, shelved):
    window.session.library.move_shelf(shelved["乙"].id, shelved["甲"].id)
    settle(window)
    viewport = window.side.shelves.viewport()
    for name in ("甲", "乙"):
        assert not drop(viewport, shelf_data(shelved["甲"].id), part_of(window, name, 0.5))


def test_folders_are_moved_shut_and_opened_with_the_keyboard(window, shelved):
    shelves = window.side.shelves
    shelves.setFocus()
    shelves.setCurrentRow(row_of(window, "丙"))
    QTest.keyClick(shelves, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    settle(window)
    assert [name for name, _ in named(window)] == ["甲", "丙", "乙"]
    assert shelves.currentItem().text() == "丙"
    window.session.library.move_shelf(shelved["乙"].id, shelved["甲"].id)
    settle(window)
    shelves.setCurrentRow(row_of(window, "甲"))
    QTest.keyClick(shelves, Qt.Key.Key_Left)
    assert [name for name, _ in named(window)] == ["甲", "丙"]
    assert "已收起" in shelves.item(row_of(window, "甲")).data(Qt.ItemDataRole.AccessibleTextRole)
    QTest.keyClick(shelves, Qt.Key.Key_Right)
    assert [name for name, _ in named(window)] == ["甲", "乙", "丙"]


def test_a_smart_folder_is_given_another_question(window):
    library = window.session.library
    smart = library.add_shelf_in(None, "山西", "地区:山西省")
    settle(window)
    window.side.shelves.edit_wanted.emit(smart.id)
    asked = dialog(window, AskShelf)
    asked.name.setText("四川")
    asked.question.setText("地区:四川省")
    asked.do.click()
    settle(window)
    assert [(shelf.name, shelf.query, shelf.count) for shelf in library.shelves()] == [("四川", "地区:四川省", 2)]


@pytest.fixture
def tagged(window):
    library, ids = window.session.library, window.list.ids()
    library.tag(ids[:2], ["学习/党委会"])
    library.tag(ids[1:4], ["学习/支部"])
    library.tag(ids[5:], ["可借鉴"])
    settle(window)
    return window.side.facets.tags


def place_of(tree, value):
    model = tree.model()

    def look(parent):
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            if index.data(Qt.ItemDataRole.UserRole + 1) == value:
                return index
            if (found := look(index)) is not None:
                return found
        return None

    index = look(tree.rootIndex())
    tree.scrollTo(index)
    return tree.visualRect(index).center()


def test_tags_stand_as_a_tree_and_a_click_on_one_holds_those_below(window, tagged, titles):
    assert [(node.label, node.count) for node in tagged.nodes()] == [("学习", 4), ("可借鉴", 1)]
    assert [(node.value, node.count) for node in tagged.nodes()[0].children] == [("学习/支部", 3), ("学习/党委会", 2)]
    tagged.chosen.emit("学习", "only")
    assert len(titles()) == 4
    assert window.top.search.text() == "标签:学习"


def test_cases_dragged_onto_a_tag_get_it_and_a_tag_dragged_onto_another_goes_below(window, tagged):
    library, ids = window.session.library, window.list.ids()
    data = window.list.model().mimeData([window.list.model().index(4, 0)])
    assert drop(tagged.viewport(), data, place_of(tagged, "可借鉴"))
    settle(window)
    assert library.case(ids[4]).tags == ("可借鉴",)
    assert drop(tagged.viewport(), tag_data("可借鉴"), place_of(tagged, "学习"))
    settle(window)
    assert library.case(ids[4]).tags == ("学习/可借鉴",)
    assert [node.value for node in tagged.nodes()] == ["学习"]
    assert not drop(tagged.viewport(), tag_data("学习"), place_of(tagged, "学习"))
    window.side.facets.deed_wanted.emit("tag", "top", "学习/可借鉴")
    settle(window)
    assert library.case(ids[4]).tags == ("可借鉴",)


@pytest.mark.usefixtures("tagged")
def test_a_tag_is_renamed_merged_and_deleted_everywhere(window):
    from app.ui.dialogs.asking import AskName

    library = window.session.library
    deeds = dict(window.side.facets.deeds("tag", "学习"))
    deeds["改名…"]()
    asked = dialog(window, AskName)
    asked.line.setText("教育")
    asked.do.click()
    settle(window)
    assert [tag for tag, _ in library.every_tag()] == ["可借鉴", "教育/党委会", "教育/支部"]
    dict(window.side.facets.deeds("tag", "可借鉴"))["合并到…"]()
    asked = dialog(window, AskName)
    asked.line.setText("教育")
    asked.do.click()
    settle(window)
    assert ("教育", 1) in library.every_tag()
    dict(window.side.facets.deeds("tag", "教育"))["删除这个标签"]()
    settle(window)
    assert library.every_tag() == ()
    for _ in range(3):
        window.commands.actions["undo"].trigger()
    settle(window)
    assert len(library.every_tag()) == 3


def test_several_cases_are_changed_in_one_form_and_put_back_by_one_undo(window):
    library, ids = window.session.library, tuple(window.list.ids())
    theme = library.themes()[1].id
    shelf = library.add_shelf_in(None, "选用")
    settle(window)
    before = library.cases(ids)
    window.list.selectAll()
    settle(window)
    window.commands.actions["bulk_edit"].trigger()
    form = dialog(window, BulkEdit)
    form.add_tags.setText("学习/党委会，可借鉴")
    form.add_theme.set_value(theme)
    form.put.set_value(shelf.id)
    form.star.set_value("on")
    form.place.setText("没有这个地方")
    form.do.click()
    assert form.isVisible()
    assert "没有认出地名" in form.wrong.text()
    form.place.setText("江西省赣州市")
    form.emptied["年份"].setChecked(True)
    form.do.click()
    settle(window)
    found = library.cases(ids)
    assert {case.tags for case in found} == {("可借鉴", "学习/党委会")}
    assert {(case.starred, case.year, case.region.city) for case in found} == {(True, None, "赣州市")}
    assert window.commands.actions["undo"].text() == "撤销：批量修改 6 案的标签、主题、文件夹、星标、年份、地区"
    window.commands.actions["undo"].trigger()
    settle(window)
    assert library.cases(ids) == before


def test_a_form_left_as_it_is_changes_nothing(window):
    window.list.selectAll()
    settle(window)
    before = window.session.library.undo_label
    window.commands.actions["bulk_edit"].trigger()
    dialog(window, BulkEdit).do.click()
    settle(window)
    assert window.session.library.undo_label == before


def test_a_working_set_is_labelled_found_and_cleared(window, titles):
    from app.ui.dialogs.asking import AskName

    window.list.go(window.list.ids()[1])
    settle(window)
    window.commands.actions["label"].trigger()
    asked = dialog(window, AskName)
    asked.line.setText("汇报")
    asked.do.click()
    settle(window)
    window.session.search("标记:汇报")
    assert len(titles()) == 1
    window.commands.actions["clear_label"].trigger()
    settle(window)
    assert titles() == []
    assert window.commands.actions["undo"].text() == "撤销：清除标记“汇报”"


def test_selected_rows_are_copied_as_a_table(window):
    window.list.setFocus()
    window.list.selectAll()
    QTest.keyClick(window.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    data = QGuiApplication.clipboard().mimeData()
    lines = data.text().split("\n")
    assert lines[0].split("\t")[:4] == ["标题", "医院", "地区", "年份"]
    assert len(lines) == 7
    assert "门诊不再排长队\t赣州市中心医院\t江西省赣州市\t2021" in data.text()
    assert data.html().count("<tr>") == 7


def test_several_steps_are_taken_back_from_the_list_of_them(window):
    library, ids = window.session.library, window.list.ids()
    for number in range(4):
        library.rename_case(ids[0], f"题{number}")
    settle(window)
    window.commands.actions["history"].trigger()
    shown = dialog(window, HistoryList)
    words = [shown.list.item(row).text() for row in range(shown.list.count())]
    assert "现在" in words[0]
    assert all("改标题" in one for one in words[1:5])
    shown.list.setCurrentRow(3)
    assert shown.go.text() == "撤销这 3 步"
    shown.go.click()
    settle(window)
    assert library.case(ids[0]).title == "题0"
    window.commands.actions["history"].trigger()
    shown = dialog(window, HistoryList)
    shown.list.setCurrentRow(0)
    assert shown.go.text() == "重做这 3 步"
    shown.go.click()
    settle(window)
    assert library.case(ids[0]).title == "题3"


def test_the_list_is_grouped_and_groups_are_shut_and_opened(window):
    window.column.chips.ordered_by.emit(Order("title", group="year"))
    settle(window)
    list_ = window.list
    years = [window.list.row(case_id).year for case_id in list_.ids()]
    assert years == [2023, 2023, 2022, 2022, 2021, 2020]
    first = list_.visualRect(list_.model().index(0, 0))
    assert list_.model().index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("分组 2022，2 案，已展开")
    QTest.mouseClick(list_.viewport(), LEFT, NONE, QPoint(first.left() + 60, first.top() + 10))
    assert list_.isRowHidden(1)
    assert not list_.isRowHidden(0)
    assert list_.rowHeight(0) == BAND
    window.session.library.star([list_.ids()[3]], on=True)
    settle(window)
    assert list_.rowHeight(0) == BAND
    list_.setFocus()
    list_.setCurrentIndex(list_.model().index(0, 0))
    QTest.keyClick(list_, Qt.Key.Key_Down)
    assert list_.currentIndex().row() == 2
    QTest.keyClick(list_, Qt.Key.Key_Left)
    assert list_.isRowHidden(3)
    QTest.keyClick(list_, Qt.Key.Key_Right)
    assert not list_.isRowHidden(3)
    window.column.chips.ordered_by.emit(Order("title"))
    settle(window)
    assert not any(list_.isRowHidden(row) for row in range(6))
    assert list_.rowHeight(0) > 100


def test_each_view_keeps_its_own_order_also_after_a_new_start(window, make_window, library_file):
    library = window.session.library
    shelf = library.add_shelf_in(None, "选用")
    library.put(shelf.id, window.list.ids()[:4])
    settle(window)
    window.column.chips.ordered_by.emit(Order("year", "title", "stroke"))
    settle(window)
    window.session.search("书架:选用")
    settle(window)
    assert window.session.order == Order()
    window.column.chips.ordered_by.emit(Order("title"))
    settle(window)
    window.session.search("")
    settle(window)
    assert window.column.chips.sort.text() == "年份、标题（笔画）"
    other = make_window(library_file, orders=window.settings.orders)
    assert other.session.order == Order("year", "title", "stroke")
    other.session.search("书架:选用")
    settle(other)
    assert other.column.chips.sort.text() == "标题"
