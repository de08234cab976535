"""任务对照 in the real window: tasks with their cases, one key for a decision, gaps, the reverse, what leads back."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from app.services.library import Library
from app.task import QUIET
from app.ui.use.page import Scope
from db.records import CaseDraft, DocumentDraft, Practice, Region, Theme
from tests.ui.conftest import settle


def case(title, text, kind="hospital", themes=(), practices=(), **more):
    return CaseDraft(
        kind=kind, title=title, text=text, owner=more.pop("owner", "赣州市第五医院"), region=Region("江西省", "赣州市"),
        themes=tuple(Theme(one) for one in themes), practices=tuple(Practice(one, one) for one in practices), **more,
    )  # fmt: skip


TASKS = (
    case("开设夜间门诊", "开设夜间门诊，方便上班的人。", "plan_task", ["service.process"], ["夜间门诊"], number=1,
         responsible="牵头：市卫健委"),
    case("加强全面预算管理", "推行全面预算，收支全数列入。", "plan_task", ["operation.budget"], number=2),
)  # fmt: skip
CASES = (
    case("某市行动方案", "方案的开头。", "plan", children=TASKS),
    case(
        "灯亮到九点", "开头。\n我们开设夜间门诊，挂号窗口开到九点。", themes=["service.process"], practices=["夜间门诊"]
    ),
    case("木匠来了", "走廊的扶手修好了。", themes=["operation.logistics"], owner="大同市第三医院"),
)


def made_library(path, cases=CASES):
    library = Library.open(path)
    library.add_document(DocumentDraft(path="a.txt", name="a.txt", text="文", fingerprint="a"), cases)
    library.close()
    return path


@pytest.fixture
def opened(make_window, tmp_path):
    """The page over a library with a plan of two tasks."""
    window = make_window(made_library(tmp_path / "有方案.xinglin"))
    window.commands.actions["use_answers"].trigger()
    settle(window)
    return window


@pytest.fixture
def page(opened):
    return opened.commands.using.frame.page


def by_title(window):
    library = window.session.library
    return {one.title: one.id for one in library.cases(library.find("").ids)}


def standings(page):
    return {entry.title: entry.answer.standing for entry in page.detail.cards.entries}


def test_each_task_shows_who_did_it_and_a_gap_what_to_look_for(page):
    night, budget = page.lines.lines
    assert (night.number, night.title, night.count) == ("1", "开设夜间门诊", "1 案")
    assert [chip.words for chip in night.chips] == ["赣州市第五医院"]
    assert (budget.chips, budget.count) == ((), "0 案")
    assert budget.missing.startswith("库中没有案例：要找的方向")
    assert "全面预算与成本管控" in budget.missing
    assert page.hint.text() == "2 项 × 2 案：谁做过这件事；1 项还没有案例"


def test_one_key_takes_an_answer_one_turns_it_down_and_undo_brings_it_back(opened, page):
    cards = page.detail.cards
    cards.setFocus()
    QTest.keyClick(cards, Qt.Key.Key_A)
    settle(opened)
    assert standings(page)["灯亮到九点"] == "accepted"
    assert page.lines.lines[0].chips[0].hue == "sure"
    cards.go(by_title(opened)["灯亮到九点"])
    QTest.keyClick(cards, Qt.Key.Key_X)
    settle(opened)
    assert standings(page)["灯亮到九点"] == "rejected"
    assert page.lines.lines[0].count == "0 案"
    opened.commands.actions["undo"].trigger()
    settle(opened)
    assert standings(page)["灯亮到九点"] == "accepted"
    cards.go(by_title(opened)["灯亮到九点"])
    QTest.keyClick(cards, Qt.Key.Key_Backspace)
    settle(opened)
    assert standings(page)["灯亮到九点"] == "suggested"


def test_the_signs_on_a_card_do_the_same_with_the_mouse(opened, page):
    from app.ui.compare.answers_cards import spots

    cards = page.detail.cards
    place = cards.visualRect(cards.model().index(0, 0))
    place.setTop(place.top() + 26)
    QTest.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=spots(place)["accepted"].center())
    settle(opened)
    assert standings(page)["灯亮到九点"] == "accepted"


def test_enter_leads_from_the_task_to_the_card_and_from_the_card_to_the_sentence(opened, page):
    page.lines.setFocus()
    QTest.keyClick(page.lines, Qt.Key.Key_Return)
    assert page.detail.cards.hasFocus()
    QTest.keyClick(page.detail.cards, Qt.Key.Key_Return)
    settle(opened)
    assert not opened.commands.using.shown
    assert opened.desk.case_id == by_title(opened)["灯亮到九点"]
    start, end = opened.desk.reader.page.selected()
    assert "夜间门诊" in opened.desk.reader.shown.case.text[start:end]


def test_a_direction_of_a_gap_is_looked_for_with_one_click(opened, page):
    page.lines.go(page.lines.lines[1].id)
    chips = page.detail.directions.findChildren(QPushButton)
    next(chip for chip in chips if "全面预算与成本管控" in chip.toolTip()).click()
    settle(opened)
    assert not opened.commands.using.shown
    assert opened.session.text == "主题:全面预算与成本管控"


def test_the_reverse_shows_which_tasks_a_case_serves(opened, page):
    page.turn("cases")
    (line,) = page.lines.lines
    assert line.title.startswith("灯亮到九点")
    assert [chip.words for chip in line.chips] == ["1 开设夜间门诊"]
    assert [entry.title for entry in page.detail.cards.entries] == ["1 开设夜间门诊"]
    page.detail.cards.decide("accepted")
    settle(opened)
    assert page.lines.lines[0].chips[0].hue == "sure"


def test_a_chip_leads_to_its_card(page):
    line = page.lines.lines[0]
    index = page.lines.model().index(0, 0)
    ((_, spot, _),) = page.lines.laid(line, page.lines.visualRect(index))
    QTest.mouseClick(page.lines.viewport(), Qt.MouseButton.LeftButton, pos=spot.center())
    assert page.detail.cards.current().title == "灯亮到九点"
    assert page.lines.laid(line, page.lines.visualRect(index))[0][1].contains(spot.center() + QPoint(1, 0))


@pytest.mark.parametrize("ids", [(), ("不在的案例",)])
def test_a_selection_without_cases_is_answered_from_the_whole_library(opened, page, ids):
    page.show_scope(Scope("选中的案例", ids))
    settle(opened)
    assert page.lines.lines[0].count == "1 案"
    assert page.among.text().strip() == "与全库对照"
    assert "改与全库对照" in page.hint.text()
    page.look_among(narrow=True)
    settle(opened)
    assert [line.count for line in page.lines.lines] == ["0 案", "0 案"]
    assert page.lines.lines[0].missing.startswith("所选案例里没有")
    page.turn("cases")
    assert "还没有用得上的任务" in page.detail.nothing.text()


def test_a_sheet_tells_the_whole_name_of_the_cases_that_were_looked_at(opened, page):
    page.show_scope(Scope("党委会学习材料与春季补充", (by_title(opened)["灯亮到九点"],)))
    page.look_among(narrow=True)
    settle(opened)
    assert "…" in page.among.text()
    assert "党委会学习材料与春季补充" in page.exported()(QUIET).filters


def test_a_deleted_case_that_was_taken_says_so_and_can_be_taken_away(opened, page):
    page.detail.cards.decide("accepted")
    settle(opened)
    library = opened.session.library
    library.delete_cases([by_title(opened)["灯亮到九点"]])
    settle(opened)
    (entry,) = [one for one in page.detail.cards.entries if one.answer.gone]
    assert entry.title == "（案例已删除）"
    page.detail.cards.go(entry.answer.case_id)
    page.detail.cards.decide("")
    settle(opened)
    assert not [one for one in page.detail.cards.entries if one.answer.gone]


def test_one_case_alone_is_told_to_be_matched_with_the_whole_library(opened, page):
    page.show_scope(Scope("选中的案例", (by_title(opened)["木匠来了"],)))
    settle(opened)
    assert page.among.text().strip() == "与全库对照"
    assert page.hint.text().startswith("“选中的案例”只有 1 案，改与全库对照")
    page.look_among(narrow=True)
    settle(opened)
    assert "改与全库" not in page.hint.text()
    assert page.matched.among == 1


def test_a_library_without_plans_says_what_to_do_and_comes_alive_with_a_plan(window):
    window.commands.using.open("answers")
    settle(window)
    page = window.commands.using.frame.page
    assert "还没有方案" in page.empty.head.text()
    assert page.exported() is None
    assert not window.commands.using.frame.export.isEnabled()
    draft = DocumentDraft(path="b.txt", name="b.txt", text="文", fingerprint="b")
    window.session.library.add_document(draft, CASES[:1])
    settle(window)
    assert len(page.lines.lines) == 2


def test_a_plan_without_tasks_is_laid_beside_the_cases_as_one(make_window, tmp_path):
    plan = case("没有编号的方案", "推行夜间门诊。", "plan", ["service.process"])
    window = make_window(made_library(tmp_path / "甲.xinglin", (plan, *CASES[1:])))
    window.commands.using.open("answers")
    settle(window)
    page = window.commands.using.frame.page
    assert [line.title for line in page.lines.lines] == ["没有编号的方案"]
    assert "没有分出任务" in page.hint.text()


def test_another_plan_can_be_chosen(opened, page):
    draft = DocumentDraft(path="b.txt", name="b.txt", text="文", fingerprint="b")
    (other, *_) = opened.session.library.add_document(draft, [case("邻市方案", "开头。", "plan", children=(TASKS[1],))])
    settle(opened)
    assert len(page.plan_menu.actions()) == 2
    page.plan_menu.actions()[1].trigger()
    settle(opened)
    assert page.matched.plan.id == other
    assert [line.title for line in page.lines.lines] == ["加强全面预算管理"]


def test_the_sheet_is_made_of_what_is_shown(page):
    sheet = page.exported()(QUIET)
    assert sheet.title == "某市行动方案 · 任务对照"
    assert len(sheet.parts[0].rows) == 2


@pytest.mark.parametrize("name", ["light", "sepia", "dark", "contrast"])
def test_the_page_is_drawn_in_every_theme(page, name):
    from app.ui import theme

    page.set_palette(theme.named(name))
    picture = QImage(page.size(), QImage.Format.Format_RGB32)
    page.render(picture)
    assert len({picture.pixel(x, 160) for x in range(0, page.width(), 3)}) > 2


def test_every_control_tells_its_name(page):
    for button in page.findChildren(QPushButton):
        assert button.accessibleName() or button.text(), button
    index = page.lines.model().index(1, 0)
    told = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "加强全面预算管理" in told
    assert "库中没有案例" in told
