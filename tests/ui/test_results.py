"""成效对照 in the window: bars, a table, sentences, joined metrics, useful states."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.formats.sheet import SheetBars, SheetTable
from app.services.library import Library
from app.task import QUIET
from app.ui.compare.results_joining import JoinMetrics
from app.ui.use.page import Scope
from tests.services.comparables import FOLLOW, fill
from tests.ui.conftest import settle, wait


@pytest.fixture
def window(make_window, tmp_path):
    path = tmp_path / "对照.xinglin"
    library = Library.open(path)
    ids = fill(library)
    library.close()
    made = make_window(path)
    made.ids = ids
    return made


@pytest.fixture
def page(window):
    window.commands.using.open("results")
    settle(window)
    return window.commands.using.frame.page


def metrics(page):
    return {metric.name for metric, _ in page.shown.shown}


def stand(window, page, metric):
    at = next(n for n, row in enumerate(page.lines.rows) if row.bar and row.metric.name == metric)
    page.view.setFocus()
    page.view.setCurrentIndex(page.lines.index(at, 0))
    settle(window)
    return page.lines.rows[at]


def test_every_figure_of_the_scope_is_there_and_cases_without_are_counted(page):
    assert metrics(page) == {"出院随访率", "随访率", "平均住院日", "投诉"}
    assert "1 案没有数字" in page.bar.hint.toolTip()


def test_a_chosen_bar_shows_its_sentence_with_the_figure_marked(window, page):
    stand(window, page, "出院随访率")
    assert page.foot.source.text() == "渠江县人民医院《出了院还有人惦记》 §6"
    assert ">63%提高到92%</span>" in page.foot.words.text()


def test_enter_reads_the_figure_in_the_reader(window, page):
    row = stand(window, page, "出院随访率")
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    settle(window)
    assert not window.commands.using.shown
    wait(lambda: window.desk.reader.page.selected() == (row.bar.figure.start, row.bar.figure.end))
    assert FOLLOW[row.bar.figure.start : row.bar.figure.end] == "63%提高到92%"


def test_a_suggested_pair_is_joined_and_undone(window, page):
    assert page.suggested.isVisible()
    page.suggested.yes.click()
    settle(window)
    assert "随访率" not in metrics(page) or "出院随访率" not in metrics(page)
    assert not page.suggested.isVisible()
    window.commands.actions["undo"].trigger()
    settle(window)
    assert {"出院随访率", "随访率"} <= metrics(page)


def test_a_pair_that_is_no_pair_is_not_suggested_again(window, page):
    page.suggested.no.click()
    settle(window)
    assert not page.suggested.isVisible()
    assert {"出院随访率", "随访率"} <= metrics(page)


def test_metrics_are_joined_and_parted_by_hand(window, page):
    page.bar.join.click()
    dialog = page.findChild(JoinMetrics)
    for at in range(dialog.list.count()):
        item = dialog.list.item(at)
        if "随访率" in item.text():
            item.setCheckState(Qt.CheckState.Checked)
    dialog.into.setCurrentText("随访")
    dialog.do.click()
    settle(window)
    assert metrics(page) == {"随访", "平均住院日", "投诉"}
    page.bar.join.click()
    dialog = page.findChildren(JoinMetrics)[-1]
    dialog.rules.selectAll()
    dialog.rules.setCurrentRow(0)
    dialog.undo.click()
    settle(window)
    assert len(metrics(page)) == 4


def test_figures_are_narrowed_to_pairs_and_to_names(window, page):
    page.bar.paired.click()
    settle(window)
    assert metrics(page) == {"出院随访率", "平均住院日"}
    page.bar.line.setText("住院日")
    wait(lambda: not page.bar._typed.isActive())
    settle(window)
    assert metrics(page) == {"平均住院日"}
    page.bar.line.setText("没有这个")
    wait(lambda: not page.bar._typed.isActive())
    settle(window)
    assert page.empty.head.text() == "没有符合的数字"
    page.empty.buttons()[0].click()
    settle(window)
    assert len(metrics(page)) == 4


def test_the_table_has_the_same_figures_and_is_sorted_by_its_heads(window, page):
    page.bar.table.click()
    settle(window)
    assert page.table.isVisible()
    assert page.cells.rowCount() == 4
    page.table.horizontalHeader().sectionClicked.emit(3)
    settle(window)
    values = [row.bar.value for row in page.cells.rows]
    assert values == sorted(values, reverse=True)
    index = page.cells.index(0, 1)
    assert page.cells.data(index) == "渠江县人民医院，出了院还有人惦记"


def test_no_cases_and_cases_without_figures_are_useful_states(window, page):
    frame = window.commands.using.frame
    frame.show_scope(Scope("空", ()))
    settle(window)
    assert page.empty.isVisible()
    assert page.empty.head.text() == "“空”里没有案例"
    assert [button.text() for button in page.empty.buttons()] == ["看全部案例", "返回列表"]
    frame.show_scope(Scope("静", (window.ids[2],)))
    settle(window)
    assert page.empty.head.text() == "这些案例没有成效数字"
    assert not frame.export.isEnabled()


def test_an_export_right_after_another_scope_was_chosen_is_of_that_scope(window, page):
    frame = window.commands.using.frame
    frame.show_scope(Scope("一案", (window.ids[0],)))
    sheet = page.exported()(QUIET)
    table = next(part for part in sheet.parts if isinstance(part, SheetTable))
    assert sheet.title == "一案 成效对照"
    assert {row[2][0].text.partition("，")[0] for row in table.rows} == {"渠江县人民医院"}
    settle(window)
    assert page.exported()(QUIET) == sheet


def test_figures_of_other_cases_do_not_stand_under_the_new_name(window, page):
    page.show_scope(Scope("两案", tuple(window.ids[:2])))
    page._tell_working()  # as after a moment in which no answer came
    assert page.empty.isVisible()
    assert "正在汇总数字" in page.empty.head.text()
    assert not page.bar.isVisible()
    settle(window)
    assert page.view.isVisible()
    assert page.bar.isVisible()


def test_lines_are_told_in_words(window, page):
    row = stand(window, page, "平均住院日")
    at = page.lines.rows.index(row)
    said = page.lines.data(page.lines.index(at, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert said == "平均住院日，渠江县人民医院，9.1 → 7.6 天，改善，前后对比"


def test_what_is_shown_goes_out_as_bars_and_a_table(window, page):
    page.bar.paired.click()
    settle(window)
    parts = page.exported()(QUIET).parts
    assert {part.title for part in parts if isinstance(part, SheetBars)} == {"出院随访率", "平均住院日"}
    assert len(next(part for part in parts if isinstance(part, SheetTable)).rows) == 2
