"""Practices and themes of the whole library from the window: merged, renamed, hidden, made, learned, judged."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.services.namesakes import namesakes
from app.ui.dialogs.practices import PracticeNames
from db.practices import Named
from tests.ui.conftest import settle, wait


def dialog(name):
    """The dialog of that name, once it is shown."""

    def shown():
        return next((w for w in QApplication.topLevelWidgets() if w.objectName() == name and w.isVisible()), None)

    wait(lambda: shown() is not None)
    return shown()


def practices(window):
    return {one.name: one.cases for one in window.session.library.practices() if not one.hidden}


def offers(window):
    return {button.text(): button for button in window.notice.offers()}


@pytest.fixture
def names(window):
    window.commands.actions["practices"].trigger()
    shown = dialog("practiceNames")
    wait(lambda: shown.names.rowCount() > 0)
    yield shown
    shown.close()


def pick(names, *wanted):
    names.table.clearSelection()
    for name in wanted:
        names._select(names.names.row_of(name))


def test_two_practices_become_one_from_the_list_and_the_notice_takes_it_back(window, names):
    before = practices(window)
    pick(names, "夜间门诊", "周二查房")
    QTest.mouseClick(names.merge, Qt.MouseButton.LeftButton)
    asked = dialog("askName")
    asked.line.setText("夜间门诊")
    asked.do.click()
    wait(lambda: "周二查房" not in practices(window))
    wait(lambda: names.names.row_of("周二查房") < 0)
    settle(window)
    assert practices(window)["夜间门诊"] == before["夜间门诊"] + before["周二查房"]
    assert "周二查房" not in window.session.answer.facets["practice"]
    offers(window)["撤销"].click()
    wait(lambda: practices(window) == before)


def test_a_practice_is_renamed_and_hidden_and_shown_again(window, names):
    pick(names, "夜间门诊")
    names.rename.click()
    asked = dialog("askName")
    assert asked.line.text() == "夜间门诊"
    asked.line.setText("   ")
    assert not asked.do.isEnabled()
    asked.line.setText("夜门诊")
    asked.do.click()
    wait(lambda: names.names.row_of("夜门诊") >= 0)
    pick(names, "夜门诊")
    names.hide_.click()
    wait(lambda: names.names.row_of("夜门诊") < 0)
    assert "夜门诊" not in practices(window)
    names.show_hidden.setChecked(True)
    pick(names, "夜门诊")
    assert names.show_.isEnabled()
    assert not names.hide_.isEnabled()
    names.show_.click()
    wait(lambda: "夜门诊" in practices(window))


def test_names_and_surfaces_are_found_while_one_types(names):
    every = names.names.rowCount()
    names.line.insert("查房")
    assert 0 < names.names.rowCount() < every
    assert names.names.named(0).name == "周二查房"
    names.line.insert("没有的")
    assert names.names.rowCount() == 0
    assert names.chosen() == []
    assert not names.merge.isEnabled()


def test_ten_thousand_names_are_shown_narrowed_and_sorted(window):
    many = [Named(f"第{n}号工作法", n % 37, n % 3, (f"“第{n}号”",), "方法") for n in range(10_000)]
    shown = PracticeNames(window)
    shown.show()
    shown.fill(many, ())
    for typed in ("9", "99", "999"):
        shown.line.setText(typed)
    shown.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert shown.names.rowCount() == sum("999" in one.name for one in many)
    shown.close()


def test_likely_names_are_offered_with_a_reason_and_can_be_refused(names):
    named = [Named("一站式服务", 5, 0, ()), Named("“一站式”服务制度", 1, 0, ()), Named("夜校", 1, 0, ())]
    names.fill(named, namesakes(named))
    assert names.offers.rowCount() == 1
    assert (names.offers.likely(0).name, names.offers.likely(0).into) == ("“一站式”服务制度", "一站式服务")
    names.offer_table.selectRow(0)
    told = []
    names.merged.disconnect()
    names.merged.connect(lambda some, into: told.append((some, into)))
    names.take.click()
    names.turn.click()
    assert told == [(["“一站式”服务制度"], "一站式服务"), (["一站式服务"], "“一站式”服务制度")]
    names.refuse.click()
    names.fill(named, namesakes(named))
    assert names.offers.rowCount() == 0


def test_a_new_theme_goes_on_the_case_and_into_the_facet_where_it_can_be_renamed_and_deleted(window):
    library, case_id = window.session.library, window.list.current()
    window.desk.reader.header.chips.deed_wanted.emit("add", "")
    asked = dialog("pickTheme")
    asked.line.insert("床边课堂")
    QTest.keyClick(asked.line, Qt.Key.Key_Return)
    made = dialog("askName")
    assert made.line.text() == "床边课堂"
    made.places.setCurrentIndex(made.places.findData("service"))
    made.do.click()
    wait(lambda: any(theme.own for theme in library.themes()))
    (own,) = (theme for theme in library.themes() if theme.own)
    assert (own.name, own.parent) == ("床边课堂", "service")
    assert own.id in {theme.id for theme in library.case(case_id).themes}
    settle(window)
    deeds = dict(window.side.facets.deeds("theme", "床边课堂"))
    deeds["改名…"]()
    asked = dialog("askName")
    asked.line.setText("病房学校")
    asked.do.click()
    wait(lambda: "病房学校" in {theme.name for theme in library.themes()})
    settle(window)
    assert "删除这个主题" not in dict(window.side.facets.deeds("theme", "党建引领"))
    dict(window.side.facets.deeds("theme", "病房学校"))["删除这个主题"]()
    wait(lambda: not any(theme.own for theme in library.themes()))
    settle(window)
    offers(window)["撤销"].click()
    wait(lambda: any(theme.own for theme in library.themes()))


def test_a_theme_that_is_there_goes_on_all_selected_cases(window):
    library = window.session.library
    window.list.selectAll()
    settle(window)
    ids = window.list.selected()
    assert len(ids) > 1
    window.commands.actions["add_theme"].trigger()
    asked = dialog("pickTheme")
    asked.line.insert("护理")
    wanted = asked.list.currentItem().text().rpartition("› ")[2]
    QTest.keyClick(asked.line, Qt.Key.Key_Return)
    (theme,) = (theme.id for theme in library.themes() if theme.name == wanted)
    wait(lambda: all(theme in {t.id for t in case.themes} for case in library.cases(ids)))


def test_what_was_learned_is_shown_and_forgotten(window):
    library = window.session.library
    library.settle_theme(window.list.current(), "service.nursing", True)
    window.commands.actions["learned"].trigger()
    shown = dialog("learnedThemes")
    wait(lambda: shown.rows.topLevelItemCount() == 1)
    assert shown.rows.topLevelItem(0).text(1) == "1"
    shown.forget_all.click()
    wait(lambda: shown.rows.topLevelItemCount() == 0)
    assert library.learned() == ()
    assert not shown.judge.isEnabled()
    shown.close()


def test_judging_all_anew_says_what_came_of_it(window):
    window.commands.actions["judge_all"].trigger()
    wait(lambda: "看过 6 个案例" in window.notice.words.text())


def test_a_facet_offers_the_deeds_for_its_practice(window):
    tree = window.side.facets.trees["practice"]
    tree._offer(tree.visualRect(tree.model().index(0, 0)).center())
    menu = next(menu for menu in tree.findChildren(QMenu) if menu.isVisible())
    told = [action.text() for action in menu.actions()]
    assert told[-3:] == ["合并到…", "改名…", "在全库隐藏"]
    name = str(tree.model().index(0, 0).data())
    menu.actions()[-1].trigger()
    menu.close()
    wait(lambda: name not in practices(window))
