"""Whose cases are looked at is a question: it is answered anew after every change, and what goes out is its answer."""

import pytest

from app.task import QUIET
from app.ui.asked import Asked
from app.ui.use.page import Scope
from db.records import CaseDraft, DocumentDraft, Region
from tests.ui.conftest import settle, wait


@pytest.fixture
def using(window):
    window.commands.using.open("insight")
    settle(window)
    return window.commands.using


def add(window, number=1):
    """One more case of 江西."""
    paper = DocumentDraft(path=f"/{number}", name=f"{number}.txt", text="新", fingerprint=f"新{number}", title="新")
    case = CaseDraft(
        kind="hospital", title=f"新案{number}", text="新正文", region=Region("江西省", "赣州市"), year=2024
    )
    window.session.library.add_document(paper, [case])
    settle(window)


def test_the_list_is_asked_again_when_cases_go_and_come(window, using):
    library, frame = window.session.library, using.frame
    assert frame.whose.text() == "全部案例 · 6 案"
    library.delete_cases(library.find("").ids[:2])
    settle(window)
    assert frame.whose.text() == "全部案例 · 4 案"
    assert frame.page.overview.total == 4
    library.undo()
    settle(window)
    add(window)
    assert frame.whose.text() == "全部案例 · 7 案"
    assert frame.page.overview.total == 7


def test_a_narrowed_list_takes_in_what_its_question_finds_later(window):
    window.session.search("地区:江西省")
    settle(window)
    using = window.commands.using
    using.open("insight")
    settle(window)
    add(window)
    assert using.frame.whose.text() == "地区:江西省 · 3 案"
    assert set(using.frame.scope.case_ids) == set(window.list.ids())


def test_a_case_picked_by_hand_goes_when_it_is_deleted_and_comes_back_with_its_undoing(window):
    library = window.session.library
    window.list.selectAll()
    using = window.commands.using
    using.open("insight")
    settle(window)
    picked = using.frame.scope.case_ids
    library.delete_cases(picked[:1])
    settle(window)
    assert using.frame.whose.text() == "选中的案例 · 5 案"
    library.undo()
    add(window)
    assert using.frame.scope.case_ids == picked


def test_a_shelf_is_followed_to_its_new_name_and_told_to_be_gone(window):
    library = window.session.library
    shelf = library.add_shelf("学习材料")
    library.put(shelf.id, window.list.ids()[:2])
    asked = Asked("学习材料", "书架:学习材料", shelf_id=shelf.id)
    library.rename_shelf(shelf.id, "年终材料")
    assert asked.answer(library, QUIET) == Scope("年终材料", tuple(library.find("书架:年终材料").ids), shelf.id)
    library.delete_shelf(shelf.id)
    assert asked.answer(library, QUIET) == Scope("学习材料（书架已删除）")
    settle(window)


def test_an_export_right_after_another_scope_was_chosen_is_of_that_scope(window, using):
    page, ids = using.frame.page, window.list.ids()
    using.frame.show_scope(Scope("两案", tuple(ids[:2])))
    sheet = page.exported()(QUIET)
    assert page.overview.total == 6, "the pictures are still those of the other cases"
    assert sheet.title == "两案 图览"
    assert sheet.parts[0].words.startswith("2 案")
    using.frame.show_scope(Scope("没有", ()))
    assert page.exported() is None
    settle(window)


def test_an_export_of_a_plan_right_after_another_scope_was_chosen_is_matched_anew(window):
    library = window.session.library
    task = CaseDraft(kind="plan_task", title="开夜间门诊", text="开设夜间门诊。", number=1)
    plan = CaseDraft(kind="plan", title="方案", text="方案。", children=(task,))
    library.add_document(DocumentDraft(path="/p", name="p.txt", text="方", fingerprint="p"), [plan])
    settle(window)
    window.commands.using.open("answers")
    settle(window)
    frame, ids = window.commands.using.frame, library.find("类型:医院").ids
    frame.show_scope(Scope("三案", tuple(ids[:3])))
    sheet = frame.page.exported()(QUIET)
    assert sheet.title.startswith("方案") or "三案" in sheet.title + sheet.filters + str(sheet.parts[0])
    assert "三案" in str(sheet)
    settle(window)


def test_a_page_says_what_it_does_while_it_takes_its_time(window, using):
    page = using.frame.page
    page.show_scope(Scope("慢", tuple(window.list.ids()[:3])))
    page._tell_working()  # as after a moment in which no answer came
    assert page.empty.isVisible()
    assert "正在统计" in page.empty.head.text()
    assert page.empty.words.text() == "3 案"
    wait(lambda: page.overview.total == 3)
    assert page.area.isVisible()
    assert not page.empty.isVisible()


def test_what_is_there_and_still_holds_is_not_read_again(window, using):
    frame, page = using.frame, using.frame.page
    settle(window)
    frame.show_page("results")
    settle(window)
    before = page.overview
    frame.show_page("insight")
    settle(window)
    assert page.overview is before
    using.leave()
    add(window)  # while nobody looks
    using.open("insight")
    settle(window)
    assert page.overview is not before
    assert page.overview.total == 7


def test_what_a_page_that_went_was_reading_is_stopped(window, using):
    frame = using.frame
    frame.show_page("insight")
    frame.page.show_scope(Scope("甲", tuple(window.list.ids()[:4])))
    frame.show_page("results")
    assert "insight" not in window.jobs._current
    settle(window)
    frame.show_page("insight")
    wait(lambda: frame.page.overview.total == 6)


def test_an_empty_library_offers_files_on_every_page(make_window, tmp_path):
    window = make_window(tmp_path / "空.xinglin")
    window.commands.using.open("insight")
    settle(window)
    using, wanted = window.commands.using, []
    using.import_wanted.disconnect()
    using.import_wanted.connect(lambda: wanted.append(using.frame.name))
    for name in ("matrix", "results", "insight", "answers", "practices"):
        using.open(name)
        settle(window)
        page = using.frame.page
        card = page.none if name == "practices" else page.empty
        assert card.isVisible(), name
        assert card.buttons()[0].text() == "导入文件…"
        card.buttons()[0].click()
        assert wanted[-1] == name
        assert card.buttons()[-1].text() == "返回列表"
    card.buttons()[-1].click()
    assert not using.shown


def test_a_scope_without_cases_leads_to_all_of_them(window, using):
    using.frame.show_scope(Scope("空书架", ()))
    settle(window)
    page = using.frame.page
    page.empty.buttons()[0].click()
    settle(window)
    assert using.frame.whose.text() == "全部案例 · 6 案"
