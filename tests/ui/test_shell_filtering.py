"""Filtering in the real window: what is clicked with which key, what the query says, what the list shows."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.ui.library.order import Order
from app.ui.library.regions import PROVINCES
from tests.ui.conftest import CASES, settle, wait

NONE, CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


def click_tile(window, province, keys=NONE):
    QTest.mouseClick(window.side.facets.tiles.tiles[province], Qt.MouseButton.LeftButton, keys)
    settle(window)


def click_value(window, field, label, keys=NONE):
    tree = window.side.facets.trees[field]
    index = next(i for i in tree._visible(tree.rootIndex()) if i.data() == label)
    place = tree.visualRect(index).center()
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, keys, place)
    settle(window)


def chips(window):
    return [chip.text().strip() for chip in window.column.chips.chips()]


def test_the_list_shows_every_case_at_first(window, titles):
    assert sorted(titles()) == sorted(draft.title for draft in CASES)
    assert window.foot.count.text() == "6 案"
    assert window.top.export.text().strip() == "导出 6 案"


def test_a_click_shows_only_this_province_and_another_click_takes_it_back(window, titles):
    click_tile(window, "江西省")
    assert window.top.search.text() == "地区:江西省"
    assert sorted(titles()) == ["一张处方走天下", "门诊不再排长队"]
    assert chips(window) == ["江西省"]
    click_tile(window, "四川省")
    assert window.top.search.text() == "地区:四川省"
    click_tile(window, "四川省")
    assert window.top.search.text() == ""
    assert len(titles()) == 6


def test_shift_adds_another_province(window, titles):
    click_tile(window, "江西省")
    click_tile(window, "山西省", SHIFT)
    assert window.top.search.text() == "地区:江西省 OR 地区:山西省"
    assert len(titles()) == 4
    assert chips(window) == ["江西省 或 山西省"]
    tiles = window.side.facets.tiles.tiles
    assert [name for name in tiles if tiles[name].state == "on"] == ["山西省", "江西省"]


def test_alt_leaves_a_province_out(window, titles):
    click_tile(window, "江西省", ALT)
    assert window.top.search.text() == "-地区:江西省"
    assert len(titles()) == 4
    assert chips(window) == ["不含 江西省"]
    assert window.side.facets.tiles.tiles["江西省"].state == "not"


def test_ctrl_asks_for_two_practices_or_themes_at_once(window, titles):
    click_value(window, "practice", "周二查房")
    click_value(window, "theme", "党建引领", CTRL)
    click_value(window, "theme", "服务模式与患者体验", CTRL)
    assert window.top.search.text() == "做法:周二查房 主题:党建引领 主题:服务模式与患者体验"
    assert titles() == ["听一听再开药"]


def test_counts_tell_what_a_click_would_leave(window):
    click_tile(window, "四川省")
    tree = window.side.facets.trees["theme"]
    counts = {node.label: node.count for node in tree.nodes()}
    click_value(window, "theme", "党建引领")
    assert len(window.list.ids()) == counts["党建引领"] == 1


def test_a_chip_takes_its_filter_away(window, titles):
    window.session.search("查房 地区:山西省")
    settle(window)
    assert chips(window) == ["查房", "山西省"]
    QTest.mouseClick(window.column.chips.chips()[0], Qt.MouseButton.LeftButton)
    settle(window)
    assert window.top.search.text() == "地区:山西省"
    assert len(titles()) == 2


def test_the_theme_facet_is_cleared_by_its_own_button(window):
    click_value(window, "theme", "党建引领")
    assert window.side.facets.sections["theme"].button.text() == "清除"
    window.side.facets.sections["theme"].button.click()
    settle(window)
    assert window.top.search.text() == ""


def test_facets_work_from_the_keyboard(window):
    tiles = window.side.facets.tiles.tiles
    tiles["北京市"].setFocus()
    QTest.keyClick(tiles["北京市"], Qt.Key.Key_Down)
    focused = next(name for name in tiles if tiles[name].hasFocus())
    assert focused == "江苏省"
    QTest.keyClick(tiles[focused], Qt.Key.Key_Space, ALT)
    settle(window)
    assert window.top.search.text() == f"-地区:{focused}"
    tree = window.side.facets.trees["theme"]
    tree.setFocus()
    tree.setCurrentIndex(tree.model().index(0, 0))
    QTest.keyClick(tree, Qt.Key.Key_Return)
    settle(window)
    assert "主题:党建引领" in window.top.search.text()


def test_every_tile_is_reached_with_the_arrow_keys(window):
    tiles = window.side.facets.tiles
    reached, todo = set(), [tiles.tiles["北京市"]]
    while todo:
        tile = todo.pop()
        if tile.name in reached:
            continue
        reached.add(tile.name)
        for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            tile.setFocus()
            QTest.keyClick(tile, key)
            todo += [other for other in tiles.tiles.values() if other.hasFocus()]
    assert reached == set(PROVINCES.values())
    assert len(reached) == 34


def test_the_regions_can_be_shown_as_a_tree_down_to_the_city(window, titles):
    facets = window.side.facets
    facets.sections["region"].button.click()
    assert window.settings.region_view == "tree"
    tree = facets.trees["region"]
    top = next(tree.model().index(row, 0) for row in range(3) if tree.model().index(row, 0).data() == "江西省")
    tree.expand(top)
    click_value(window, "region", "赣州市")
    assert window.top.search.text() == "地区:赣州市"
    assert titles() == ["门诊不再排长队"]


def test_typing_narrows_what_the_facets_offer(window):
    window.side.facets.narrower.setText("查房")
    tree = window.side.facets.trees["practice"]
    assert [i.data() for i in tree._visible(tree.rootIndex())] == ["周二查房"]
    window.side.facets.narrower.clear()
    assert len(list(tree._visible(tree.rootIndex()))) == 5


def test_all_practices_can_be_listed_and_narrowed(window, titles):
    window.commands.more("practice")
    dialog = window.commands._more["practice"]
    dialog.line.setText("账本")
    assert dialog.count.text() == "共 1 项"
    dialog.chosen.emit("耗材账本", "only")
    assert titles() == ["护士长的账本"]
    dialog.close()
    wait(lambda: not window.commands._more)


@pytest.mark.parametrize("row", [0, 1, 2, 3])
def test_a_shelf_shows_as_many_cases_as_it_says(window, row):
    window.session.library.star(window.list.ids()[:2], True)
    settle(window)
    shelves = window.side.shelves
    told = int(shelves.item(row).data(Qt.ItemDataRole.UserRole + 2))
    place = shelves.visualItemRect(shelves.item(row)).center()
    QTest.mouseClick(shelves.viewport(), Qt.MouseButton.LeftButton, NONE, place)
    settle(window)
    assert len(window.list.ids()) == told
    assert shelves.shown_row == row


def test_nothing_found_says_how_to_go_on(window, titles):
    window.session.search("这里没有的词")
    assert titles() == []
    assert window.column.nothing.isVisible()
    window.column.nothing.clear.click()
    assert len(titles()) == 6
    assert window.list.isVisible()


def test_another_order_is_kept_while_filtering(window, titles):
    window.column.chips.ordered_by.emit(Order("year"))
    settle(window)
    years = [window.list.row(case_id).year for case_id in window.list.ids()]
    assert years == sorted(years, reverse=True)
    window.session.search("地区:四川省")
    assert titles() == ["山里来了专家", "听一听再开药"]
