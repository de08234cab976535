"""Putting cases to use: whose cases a page is given, what leads back, and what is exported."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from app.formats.sheet import Sheet, SheetCell, SheetPassage, SheetTable
from app.ui.use.frame import Frame
from app.ui.use.page import Kind, Page, Scope, Setting
from app.ui.using import Using
from tests.ui.conftest import settle, wait


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


def test_only_the_buttons_that_are_of_use_now_stand_in_the_bar(frame):
    frame.show_page("one")
    page, made = frame.page, [QPushButton(words) for words in ("甲", "乙")]
    page.tools = lambda: made[: page.of_use]
    for page.of_use in (2, 1, 0, 2):
        page.stirred.emit()
        assert [tool.isVisible() for tool in made] == [at < page.of_use for at in range(2)]


def test_tab_comes_to_the_page_that_is_shown_and_not_to_the_others(frame):
    frame.show_page("two")
    assert [bool(button.focusPolicy() & Qt.FocusPolicy.TabFocus) for button in frame.buttons()] == [False, True]
    frame.show_page("one")
    assert [bool(button.focusPolicy() & Qt.FocusPolicy.TabFocus) for button in frame.buttons()] == [True, False]


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


def named_so(monkeypatch, path):
    """The system's dialog gives this name, as it was typed."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def told(words):
    """What a page exports: a sentence."""
    return lambda _: Sheet(
        title="汇报", library="", filters="", made_on="", cases=(), parts=(SheetPassage(text=words),)
    )


def press(words):
    """Press a button of the question about a file, once it is shown; tells whether it was."""
    seen = []

    def look():
        box = next(
            (w for w in QApplication.topLevelWidgets() if w.objectName() == "replaceBox" and w.isVisible()), None
        )
        if box is None:
            QTimer.singleShot(20, look)
            return
        seen.append(box.text())
        next(button for button in box.buttons() if button.text() == words).click()

    QTimer.singleShot(0, look)
    return seen


@pytest.mark.usefixtures("using")
@pytest.mark.parametrize("agreed", [True, False])
def test_a_file_that_the_suffix_makes_of_a_typed_name_is_replaced_only_once_a_person_agreed(
    window, frame, tmp_path, monkeypatch, agreed
):
    there = tmp_path / "汇报.md"
    there.write_text("原有的", encoding="utf-8")
    named_so(monkeypatch, tmp_path / "汇报")
    seen = press("替换" if agreed else "不替换")
    frame.export_wanted.emit(told("新的"), "md", "汇报")
    wait(lambda: seen)
    settle(window)
    assert "“汇报.md”已经存在" in seen[0]
    assert ("新的" in there.read_text(encoding="utf-8")) is agreed
    assert (there.read_text(encoding="utf-8") == "原有的") is not agreed


@pytest.mark.usefixtures("using")
def test_what_the_dialog_asked_about_is_replaced_and_a_new_name_is_written(frame, tmp_path, monkeypatch):
    there = tmp_path / "汇报.md"
    there.write_text("原有的", encoding="utf-8")
    named_so(monkeypatch, there)
    frame.export_wanted.emit(told("新的"), "md", "汇报")
    wait(lambda: "新的" in there.read_text(encoding="utf-8"))
    named_so(monkeypatch, tmp_path / "另一份")
    frame.export_wanted.emit(told("又一份"), "md", "汇报")
    wait((tmp_path / "另一份.md").exists)


@pytest.mark.usefixtures("using")
def test_a_page_is_looked_over_before_it_goes_out_where_that_is_ticked(window, frame, tmp_path, monkeypatch):
    named_so(monkeypatch, tmp_path / "患者李建国")
    frame.sharing.trigger()
    assert frame.sharing in frame.export.menu().actions()
    found = []

    def look():
        dialog = next((w for w in QApplication.topLevelWidgets() if w.objectName() == "hidingDialog"), None)
        if dialog is None or not dialog.isVisible():
            QTimer.singleShot(20, look)
            return
        found.extend(one.words for one in dialog.accepted_sightings())
        dialog.log.setChecked(True)
        dialog.accept()

    QTimer.singleShot(0, look)
    frame.export_wanted.emit(told("患者李建国，电话13800138000。"), "md", "汇报")
    made = tmp_path / "患者李某甲.md"
    wait((tmp_path / "患者李某甲 隐去记录.txt").exists)
    assert found == ["李建国", "13800138000"]
    words = made.read_text(encoding="utf-8")
    assert "李某甲，电话〔电话1〕" in words.replace("\\", "")
    assert "13800138000" not in words
    wait(lambda: "隐去记录另存为" in window.notice.words.text())
