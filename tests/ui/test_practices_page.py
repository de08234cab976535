"""做法 in the real window: the list, the card, merging and renaming, and who else does it from a case."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from app.services.library import Library
from app.ui.dialogs.asking import AskName
from app.ui.record.listing import Row
from app.ui.use.page import Scope
from db.records import CaseDraft, DocumentDraft, Practice
from tests.ui.conftest import settle, wait


@pytest.fixture
def opened(window):
    window.commands.actions["use_practices"].trigger()
    settle(window)
    return window


@pytest.fixture
def page(opened):
    return opened.commands.using.frame.page


def names(page):
    return [line.name for line in page.names.lines]


def told(page):
    return " ".join(label.text() for label in page.card.findChildren(QLabel))


def answer(page, words):
    (asked,) = [one for one in page.findChildren(AskName) if one.isVisible()]
    asked.line.setText(words)
    asked.do.click()


def test_the_practice_of_most_cases_comes_first_with_its_card(page):
    assert names(page)[0] == "周二查房"
    assert [line.cases for line in page.names.lines][:2] == [2, 1]
    assert page.card.card.name == "周二查房"
    assert "2 案 · 最早见于 2020 年（成都市中心医院）" in page.card.facts.text()
    rows = page.card.findChildren(Row)
    assert len(rows) == 2
    assert "成都市中心医院" in rows[0].accessibleName()


def test_a_case_on_the_card_opens_in_the_reader(opened, page):
    page.card.findChildren(Row)[0].click()
    settle(opened)
    assert not opened.commands.using.shown
    assert opened.desk.reader.shown.case.owner == "成都市中心医院"


def test_typing_narrows_the_list_by_characters_or_pinyin(opened, page):
    for words in ("查房", "zecf"):
        page.line.setText(words)
        wait(lambda: names(page) == ["周二查房"])
    page.line.setText("没有的做法")
    wait(lambda: not names(page))
    settle(opened)
    assert "没有符合这些条件的做法" in page.empty.text()
    assert page.exported() is None


def test_theme_and_region_narrow_the_list_and_can_be_taken_away(opened, page):
    page._narrow(region="江西省")
    settle(opened)
    assert sorted(names(page)) == ["处方共享", "夜间门诊"]
    page._narrow(theme="party.branch")
    settle(opened)
    assert names(page) == ["处方共享"]
    menu = page.menus["theme"].menu()
    menu.aboutToShow.emit()
    menu.actions()[0].trigger()
    settle(opened)
    assert sorted(names(page)) == ["处方共享", "夜间门诊"]


def test_two_practices_become_one_and_undo_parts_them(opened, page):
    page.names.selectAll()
    chosen = page.names.selectionModel()
    chosen.clearSelection()
    for name in ("夜间门诊", "处方共享"):
        row = names(page).index(name)
        chosen.select(page.names.model().index(row, 0), chosen.SelectionFlag.Select)
    QTest.keyClick(page.names, Qt.Key.Key_M)
    settle(opened)
    answer(page, "便民门诊")
    settle(opened)
    assert {line.name: line.cases for line in page.names.lines}["便民门诊"] == 2
    assert page.card.card.name == "便民门诊"
    assert "曾叫：处方共享、夜间门诊" in page.card.facts.text()
    opened.commands.actions["undo"].trigger()
    settle(opened)
    assert {"夜间门诊", "处方共享"} <= set(names(page))


def test_f2_renames_and_delete_hides(opened, page):
    QTest.keyClick(page.names, Qt.Key.Key_F2)
    settle(opened)
    answer(page, "周中查房")
    settle(opened)
    assert "周中查房" in names(page)
    assert page.card.card.name == "周中查房"
    QTest.keyClick(page.names, Qt.Key.Key_Delete)
    settle(opened)
    assert "周中查房" not in names(page)
    page._narrow(hidden=True)
    settle(opened)
    assert "周中查房" in names(page)


def test_the_cases_of_a_practice_are_listed_from_its_card(opened, page):
    page.card.deeds["list"].click()
    settle(opened)
    assert opened.session.text == "做法:周二查房"
    assert len(opened.list.ids()) == 2


def test_who_else_does_it_leads_from_a_case_to_the_card(window):
    desk = window.desk
    desk.reader.turn_to("practices")
    settle(window)
    (row,) = desk.reader.parts.practices.findChildren(Row)
    action = next(one for one in row.actions() if one.text() == "谁还在做")
    action.trigger()
    settle(window)
    page = window.commands.using.frame.page
    assert page.card.card.name == desk.reader.shown.case.practices[0].name


def test_who_else_does_it_is_offered_in_the_facet_too(window):
    from app.ui.lessons import Lessons

    assert "谁还在做" in [words for words, _ in window.side.facets.deeds("practice", "周二查房")]
    window.commands.lessons.do("practice", "who", "周二查房")
    settle(window)
    assert isinstance(window.commands.lessons, Lessons)
    assert window.commands.using.frame.page.card.card.name == "周二查房"


def test_a_practice_that_the_selection_has_not_is_shown_all_the_same(opened, page):
    page.show_scope(Scope("选中的案例", ()))
    settle(opened)
    assert "里没有案例" in page.none.head.text()
    page.show_wanted("耗材账本")
    settle(opened)
    assert page.card.card.name == "耗材账本"


def test_two_thousand_practices_are_a_list_of_two_thousand_lines(make_window, tmp_path):
    library = Library.open(tmp_path / "多.xinglin")
    drafts = [
        CaseDraft(kind="hospital", title=f"案{n}", text="文",
                  practices=tuple(Practice(f"第{n * 40 + m}号做法", "法") for m in range(40)))
        for n in range(50)
    ]  # fmt: skip
    library.add_document(DocumentDraft(path="a.txt", name="a.txt", text="文", fingerprint="a"), drafts)
    library.close()
    window = make_window(tmp_path / "多.xinglin")
    window.commands.using.open("practices")
    settle(window)
    page = window.commands.using.frame.page
    assert len(page.names.lines) == 2000
    assert page.hint.text().startswith("2000 种做法")
    QTest.keyClick(page.names, Qt.Key.Key_End)
    settle(window)
    assert page.card.card.name == page.names.lines[-1].name


def test_many_who_do_it_come_a_few_at_a_time(opened, page):
    drafts = [CaseDraft(kind="hospital", title=f"案{n}", text="文", owner=f"第{n}医院",
                        practices=(Practice("周二查房", "周二查房"),)) for n in range(30)]  # fmt: skip
    document = DocumentDraft(path="b.txt", name="b.txt", text="文", fingerprint="b")
    opened.session.library.add_document(document, drafts)
    settle(opened)
    page.show_wanted("周二查房")
    settle(opened)
    assert len(page.card.findChildren(Row)) == 12
    next(one for one in page.card.findChildren(QPushButton) if one.text().startswith("再看")).click()
    assert len(page.card.findChildren(Row)) == 24


@pytest.mark.parametrize("name", ["sepia", "dark", "contrast"])
def test_other_colours_keep_the_card(page, name):
    from app.ui import theme

    page.set_palette(theme.named(name))
    assert page.card.card.name == "周二查房"
    assert len(page.card.findChildren(Row)) == 2 or page.card.area.widget().findChildren(Row)


def test_the_sheet_is_the_card_and_the_list(page):
    from app.task import QUIET

    sheet = page.exported()(QUIET)
    assert [part.title for part in sheet.parts] == ["做法：周二查房", "做法一览"]
