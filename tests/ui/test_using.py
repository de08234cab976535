"""Putting cases to use: whose cases a page is given, what leads back, and what is exported."""

import pytest

from app.formats.sheet import Sheet, SheetCell, SheetTable
from app.ui.use.frame import Frame
from app.ui.use.page import Kind, Page, Scope, Setting
from app.ui.using import Using
from tests.ui.conftest import settle


class Counting(Page):
    """A page that shows how many cases there are."""

    def exported(self):
        ids = self.scope.case_ids
        if not ids:
            return None
        cell = ((SheetCell(str(len(ids))),),)
        table = SheetTable(title="数", head=("案例",), rows=(cell,))
        return lambda _: Sheet(title="数", library="", filters="", made_on="", cases=(), parts=(table,))


KINDS = (Kind("one", "甲页", "第一页", Counting), Kind("two", "乙页", "第二页", Counting))


@pytest.fixture
def frame(window):
    made = Frame(Setting(window.session.library, window.jobs, window.colours, window.settings), KINDS)
    made.resize(1000, 600)
    made.show()
    yield made
    made.close()


@pytest.fixture
def using(window, frame):
    """The window's own opener with pages of ours."""
    made = Using(window)
    made.adopt(frame)
    window.shell.activateWindow()
    return made


def test_the_page_that_comes_up_is_given_the_cases_that_are_looked_at(frame):
    frame.show_scope(Scope("学习材料", ("a", "b")))
    frame.show_page("two")
    assert frame.page.scope == Scope("学习材料", ("a", "b"))
    assert frame.name == "two"
    assert [button.isChecked() for button in frame.buttons()] == [False, True]
    assert frame.whose.text() == "学习材料 · 2 案"


def test_other_cases_reach_the_page_that_is_shown_and_the_others_when_they_come_up(frame):
    frame.show_page("one")
    frame.show_scope(Scope("近年", ("a",)))
    assert frame.page.scope.name == "近年"
    frame.show_page("two")
    assert frame.page.scope.name == "近年"


def test_nothing_can_be_exported_where_nothing_is_shown(frame):
    frame.show_page("one")
    assert not frame.export.isEnabled()
    frame.show_scope(Scope("学习材料", ("a",)))
    assert frame.export.isEnabled()


def test_a_long_name_is_shortened_in_the_bar_and_whole_for_those_who_listen(frame):
    frame.show_scope(Scope("很长的名字" * 30, ("a",)))
    assert "…" in frame.whose.text()
    assert "很长的名字" * 30 in frame.whose.accessibleName()


def test_a_page_is_given_what_the_list_shows_and_the_way_back_leads_to_the_list(window, using, frame):
    window.session.search("地区:江西")
    settle(window)
    using.open("one")
    assert frame.scope == Scope("地区:江西", tuple(window.list.ids()))
    assert len(frame.scope.case_ids) == 2
    assert not window.top.isVisible()
    frame.left.emit()
    assert not using.shown
    assert window.top.isVisible()
    assert window.list.hasFocus()


def test_several_selected_cases_come_before_the_list(window, using, frame):
    ids = window.list.ids()
    window.list.selectAll()
    using.open("one")
    assert frame.scope == Scope("选中的案例", tuple(ids))


def test_a_shelf_is_followed_when_cases_are_put_on_it(window, using, frame):
    library = window.session.library
    shelf = library.add_shelf("学习材料")
    library.put(shelf.id, window.list.ids()[:1])
    settle(window)
    using.open("one")
    frame.scopes_wanted.emit(frame.scopes)
    next(action for action in frame.scopes.actions() if action.text() == "学习材料").trigger()
    settle(window)
    assert frame.scope == Scope("学习材料", tuple(window.list.ids()[:1]), shelf.id)
    library.put(shelf.id, window.list.ids()[:2])
    settle(window)
    assert len(frame.scope.case_ids) == 2


def test_a_passage_that_is_wanted_is_chosen_in_the_reader(window, using, frame):
    using.open("one")
    case_id = window.list.ids()[2]
    frame.case_wanted.emit(case_id, 2, 6)
    settle(window)
    assert not using.shown
    assert window.desk.case_id == case_id
    assert window.desk.reader.page.selected() == (2, 6)


def test_a_filter_that_is_wanted_narrows_the_list(window, using, frame):
    using.open("one")
    frame.filter_wanted.emit("region", "山西省")
    settle(window)
    assert not using.shown
    assert window.session.text == "地区:山西省"


def test_tabs_that_have_no_room_become_one_button_with_the_same_pages(frame):
    frame.show_page("two")
    assert frame.strip.isVisible()
    assert not frame.folded.isVisible()
    frame.resize(320, 400)
    assert not frame.strip.isVisible()
    assert frame.folded.isVisible()
    assert frame.folded.text().strip() == "乙页"
    assert [action.text() for action in frame.folded.menu().actions()] == ["甲页", "乙页"]
    frame.folded.menu().actions()[0].trigger()
    assert frame.name == "one"
