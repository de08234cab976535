"""对标矩阵 in the window: filled by keys, drags and words, turned, sorted, left in a useful state."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit

from app.formats.sheet import SheetTable
from app.services.comparing import ROWS
from app.services.gridding import changed
from app.services.library import Library
from app.task import QUIET
from app.ui.compare.matrix_adding import ChooseCases
from app.ui.compare.matrix_menus import cell_menu
from app.ui.dialogs.asking import AskName
from app.ui.record.quoting import Quote, carried
from app.ui.use.page import Scope
from db.records import CaseDraft, DocumentDraft
from tests.services.comparables import FOLLOW, WARD, fill
from tests.ui.conftest import settle, wait


@pytest.fixture
def window(make_window, tmp_path):
    path = tmp_path / "对照.xinglin"
    library = Library.open(path)
    fill(library)
    library.close()
    made = make_window(path)
    made.ids = [next(i for i in made.list.ids() if made.list.row(i).title == t)
                for t in ("出了院还有人惦记", "查房查到绩效里", "集市上的义诊")]  # fmt: skip
    return made


@pytest.fixture
def page(window):
    """The page with a new matrix of the three cases."""
    window.commands.using.open("matrix")
    settle(window)
    frame = window.commands.using.frame
    frame.show_scope(Scope("学习材料", tuple(window.ids)))
    settle(window)
    frame.page.empty.buttons()[0].click()
    settle(window)
    return frame.page


def stand(window, page, line, column):
    page.view.setFocus()
    page.view.stand(page.grid.lines[line].id, page.grid.columns[column].id)
    settle(window)


def words(page, line, column):
    cell = page.grid.cell(column, line) if page.grid.turned else page.grid.cell(line, column)
    return [entry.text for entry in cell.entries]


def press(window, page, key, keys=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(page.view, key, keys)
    settle(window)


def test_a_new_matrix_has_the_cases_of_the_scope_and_its_name(page):
    assert page.grid.matrix.name == "学习材料"
    assert [title.text for title in page.grid.rows] == ["渠江县人民医院", "澜山市中心医院", "白沙镇卫生院"]
    assert [title.text for title in page.grid.heads] == ["背景", "做法", "成效", "难点", "可借鉴"]
    assert page.bar.which.text() == "学习材料"


def test_enter_takes_the_first_suggestion_and_undo_takes_it_back(window, page):
    stand(window, page, 0, 2)
    press(window, page, Qt.Key.Key_Return)
    assert "63%提高到92%" in words(page, 0, 2)[0]
    window.commands.actions["undo"].trigger()
    settle(window)
    assert words(page, 0, 2) == []


def test_all_of_a_column_is_taken_at_once(window, page):
    stand(window, page, 0, 1)
    press(window, page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [len(words(page, line, 1)) for line in range(3)] == [1, 1, 0]
    assert window.session.library.undo_label == "对标：整列采用建议"


def test_letters_begin_own_words_and_enter_ends_them(window, page):
    stand(window, page, 0, 4)
    QTest.keyClicks(page.view, "a")
    editor = page.view.findChild(QPlainTextEdit)
    editor.setPlainText("先试三个支部")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle(window)
    cell = page.grid.cell(0, 4)
    assert [(entry.kind, entry.text) for entry in cell.entries] == [("own", "先试三个支部")]
    press(window, page, Qt.Key.Key_F2)
    editor = page.view.findChild(QPlainTextEdit)
    assert editor.toPlainText() == "先试三个支部"
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    settle(window)
    assert words(page, 0, 4) == ["先试三个支部"]


def test_what_is_being_typed_is_kept_when_the_page_goes(window, page):
    stand(window, page, 0, 4)
    QTest.keyClicks(page.view, "a")
    page.view.findChild(QPlainTextEdit).setPlainText("没写完的话")
    window.commands.using.leave()
    settle(window)
    window.commands.using.open("matrix")
    settle(window)
    assert words(page, 0, 4) == ["没写完的话"]


def test_minus_says_that_nothing_is_there_and_takes_it_back(window, page):
    stand(window, page, 2, 0)
    press(window, page, Qt.Key.Key_Minus)
    assert page.grid.cell(2, 0).state == "none"
    press(window, page, Qt.Key.Key_Minus)
    assert page.grid.cell(2, 0).state == "unread"


def test_several_entries_are_chosen_moved_and_removed_by_keys(window, page):
    stand(window, page, 0, 2)
    press(window, page, Qt.Key.Key_Return)
    cell = page.grid.cell(0, 2)
    page.deeds.say(cell, "", "自己的话")
    settle(window)
    first, second = words(page, 0, 2)
    press(window, page, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert page.view.chosen_entry().text == second
    press(window, page, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert words(page, 0, 2) == [second, first]
    press(window, page, Qt.Key.Key_Delete)
    assert len(words(page, 0, 2)) == 1


def test_lines_and_columns_are_moved_by_keys_also_when_the_grid_is_turned(window, page):
    both = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    stand(window, page, 0, 0)
    press(window, page, Qt.Key.Key_Down, both)
    assert page.grid.lines[1].owner == "渠江县人民医院"
    press(window, page, Qt.Key.Key_Right, both)
    assert page.grid.columns[1].title == "背景"
    page.bar.turn.click()
    settle(window)
    assert [title.text for title in page.grid.rows][1] == "背景"
    press(window, page, Qt.Key.Key_Up, both)
    assert page.grid.columns[0].title == "背景"


def test_a_head_that_is_dragged_puts_the_columns_in_that_order(window, page):
    page.view.across.moveSection(0, 2)
    settle(window)
    assert [column.title for column in page.grid.columns][:3] == ["做法", "成效", "背景"]
    assert [page.view.across.logicalIndex(at) for at in range(5)] == list(range(5))
    page.view.down.moveSection(2, 0)
    settle(window)
    assert page.grid.lines[0].owner == "白沙镇卫生院"


def test_a_quote_dropped_on_another_case_goes_to_the_line_of_its_own(window, page):
    start = WARD.index("每周一次")
    quote = carried(Quote(window.ids[1], start, start + 4, "每周一次"))
    model = page.view.grid_model
    index = model.index(0, 1)
    assert model.canDropMimeData(quote, Qt.DropAction.CopyAction, -1, -1, index)
    model.dropMimeData(quote, Qt.DropAction.CopyAction, -1, -1, index)
    settle(window)
    assert (words(page, 0, 1), words(page, 1, 1)) == ([], ["每周一次"])
    assert page.view.current_cell().line.case_id == window.ids[1]


def test_what_only_calls_itself_a_quote_is_not_taken(window, page):
    data = QMimeData()
    data.setData("application/x-xinglin-quote", b'{"case_id": 3}')
    model = page.view.grid_model
    assert not model.canDropMimeData(data, Qt.DropAction.CopyAction, -1, -1, model.index(0, 0))
    model.dropMimeData(data, Qt.DropAction.CopyAction, -1, -1, model.index(0, 0))
    settle(window)
    assert words(page, 0, 0) == []


def test_dragged_entries_change_the_question_but_never_the_case_of_a_quote(window, page):
    stand(window, page, 0, 2)
    press(window, page, Qt.Key.Key_Return)
    model = page.view.grid_model
    data = model.mimeData([model.index(0, 2)])
    model.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, model.index(1, 3))
    settle(window)
    assert (words(page, 0, 2), words(page, 1, 3)) == ([], [])
    assert "63%提高到92%" in words(page, 0, 3)[0]


def test_pasted_words_become_own_words_and_a_pasted_quote_a_quote(window, page):
    stand(window, page, 0, 0)
    QGuiApplication.clipboard().setText("想一想")
    press(window, page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    start = FOLLOW.index("视频回访")
    QGuiApplication.clipboard().setMimeData(carried(Quote(window.ids[0], start, start + 4, "视频回访")))
    press(window, page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [entry.kind for entry in page.grid.cell(0, 0).entries] == ["own", "quote"]


def test_a_stretch_chosen_beside_the_matrix_goes_into_the_cell_with_enter(window, page):
    stand(window, page, 0, 3)
    page.bar.side.click()
    settle(window)
    text = page.side.text
    assert text.toPlainText() == FOLLOW
    start = FOLLOW.index("夜里没人接电话")
    cursor = text.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(start + 7, cursor.MoveMode.KeepAnchor)
    text.setTextCursor(cursor)
    QTest.keyClick(text, Qt.Key.Key_Return)
    settle(window)
    assert words(page, 0, 3) == ["夜里没人接电话"]
    mime = text.createMimeDataFromSelection()
    assert mime.hasFormat("application/x-xinglin-quote")


def test_a_suggestion_beside_the_matrix_is_taken_with_the_right_arrow(window, page):
    stand(window, page, 0, 0)
    page.bar.side.click()
    settle(window)
    QTest.keyClick(page.side.hints, Qt.Key.Key_Right)
    settle(window)
    assert len(words(page, 0, 0)) == 1


def test_the_text_beside_follows_the_line(window, page):
    page.bar.side.click()
    stand(window, page, 1, 0)
    assert page.side.title.text() == "查房查到绩效里"
    page.side.close_button.click()
    assert not page.side.isVisible()


def test_a_click_on_a_place_shows_the_passage(window, page):
    stand(window, page, 0, 2)
    press(window, page, Qt.Key.Key_Return)
    index = page.view.grid_model.index(0, 2)
    box = page.view.visualRect(index)
    cell = page.grid.cell(0, 2)
    spot = next(page.view.cells.spots(cell, box.toRectF()))
    points = (
        QPoint(x, y)
        for y in range(int(spot.box.top()), int(spot.box.bottom()), 4)
        for x in range(int(spot.box.left()), int(spot.box.right()), 4)
    )
    there = next(p for p in points if page.view.cells.place_at(cell, box.toRectF(), p.toPointF()))
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, there)
    settle(window)
    assert page.side.isVisible()
    marked = page.side.text.extraSelections()
    assert marked[-1].cursor.selectedText() == cell.entries[0].text


def test_space_with_control_reads_the_passage_in_the_reader(window, page):
    stand(window, page, 0, 2)
    press(window, page, Qt.Key.Key_Return)
    entry = page.view.chosen_entry()
    press(window, page, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    assert not window.commands.using.shown
    assert window.desk.case_id == window.ids[0]
    wait(lambda: window.desk.reader.page.selected() == (entry.start, entry.end))


def test_chosen_cells_are_copied_as_a_table(window, page):
    stand(window, page, 0, 2)
    press(window, page, Qt.Key.Key_Return)
    page.acting.act("copy_table")
    data = QGuiApplication.clipboard().mimeData()
    lines = data.text().split("\n")
    assert lines[0].split("\t") == ["", "背景", "做法", "成效", "难点", "可借鉴"]
    assert "63%提高到92%" in lines[1].split("\t")[3]
    assert "<td>渠江县人民医院</td>" in data.html()


def test_a_question_is_asked_for_and_its_suggestions_go_by_its_words(window, page):
    page.bar.column.click()
    dialog = page.findChild(AskName)
    dialog.line.setText("绩效考核怎样做")
    dialog.do.click()
    settle(window)
    assert page.grid.columns[-1].title == "绩效考核怎样做"
    assert "绩效考核" in page.grid.cell(1, 5).hints[0].text


def test_another_order_of_the_lines_is_only_looked_at(window, page):
    page.bar.sort_wanted.emit("year")
    settle(window)
    assert [line.year for line in page.grid.lines] == [2023, 2022, None]
    assert [line.year for line in page.grid.matrix.lines] == [2022, 2023, None]


def test_widths_are_kept_in_the_library(window, page):
    page.view.across.resizeSection(1, 341)
    wait(lambda: not page.view._keeping.isActive())
    settle(window)
    comparing = page.deeds.comparing
    assert comparing.matrix(page.deeds.id).columns[1].width == 341


def test_a_deleted_case_keeps_its_line_and_says_so(window, page):
    stand(window, page, 0, 2)
    press(window, page, Qt.Key.Key_Return)
    window.session.library.delete_cases([window.ids[0]])
    settle(window)
    assert page.grid.rows[0].sub.startswith("已删除")
    assert len(words(page, 0, 2)) == 1
    assert "1 案已删除" in page.bar.hint.toolTip()


def test_a_matrix_is_copied_named_chosen_and_deleted(window, page):
    page.acting.act("copy")
    settle(window)
    assert page.grid.matrix.name == "学习材料 副本"
    page.acting.act("rename")
    dialog = page.findChild(AskName)
    dialog.line.setText("另一张")
    dialog.do.click()
    settle(window)
    assert page.bar.which.text() == "另一张"
    page.acting.act("delete")
    settle(window)
    assert page.grid.matrix.name == "学习材料"
    window.commands.actions["undo"].trigger()
    settle(window)
    assert {head.name for head in page.deeds.comparing.heads()} == {"学习材料", "另一张"}


def test_no_cases_one_case_and_thousands_are_each_told_what_to_do(window):
    window.commands.using.open("matrix")
    settle(window)
    frame = window.commands.using.frame
    frame.show_scope(Scope("空", ()))
    settle(window)
    assert frame.page.empty.head.text() == "“空”里没有案例"
    frame.show_scope(Scope("一", tuple(window.ids[:1])))
    settle(window)
    assert "只有 1 案" in frame.page.empty.words.text()
    library = window.session.library
    many = [CaseDraft(kind="other", title=f"第{n}案", text="短", owner=f"第{n}院") for n in range(120)]
    paper = DocumentDraft(path="b", name="b", text="许多", fingerprint="many")
    ids = library.add_document(paper, many)
    frame.show_scope(Scope("多", ids))
    settle(window)
    assert [button.text() for button in frame.page.empty.buttons()] == ["挑选案例…", "先取前 20 案", "全部 120 案"]
    frame.page.empty.buttons()[0].click()
    settle(window)
    dialog = frame.page.findChild(ChooseCases)
    dialog.line.setText("第7院")
    dialog.cases.tick_shown()
    dialog.add.click()
    settle(window)
    assert [line.title for line in frame.page.grid.lines] == ["第7案"]


def test_more_cases_than_a_matrix_holds_are_told_so_and_nothing_is_lost(window):
    library = window.session.library
    many = [CaseDraft(kind="other", title=f"第{n}案", text="短", owner=f"第{n}院") for n in range(ROWS + 5)]
    ids = library.add_document(DocumentDraft(path="b", name="b", text="许多", fingerprint="many"), many)
    window.commands.using.open("matrix")
    frame = window.commands.using.frame
    frame.show_scope(Scope("多", ids))
    settle(window)
    assert f"范围里有 {ROWS + 5:,} 案（一张矩阵最多放 {ROWS:,} 案）" in frame.page.empty.words.text()
    assert [button.text() for button in frame.page.empty.buttons()] == ["挑选案例…", "先取前 20 案"]
    frame.page.empty.buttons()[1].click()
    settle(window)
    frame.page.acting.act("add_scope")
    settle(window)
    assert len(frame.page.grid.lines) == 20
    shown = " ".join(label.text() for label in window.shell.findChildren(QLabel) if label.isVisible())
    assert f"放不下 {ROWS + 5:,} 案（最多 {ROWS:,} 案）" in shown


def test_a_large_matrix_measures_what_is_in_sight_and_after_a_word_only_its_row(window):
    library = window.session.library
    many = [CaseDraft(kind="other", title=f"第{n}案", text="短", owner=f"第{n}院") for n in range(300)]
    ids = library.add_document(DocumentDraft(path="b", name="b", text="许多", fingerprint="many"), many)
    window.commands.using.open("matrix")
    frame = window.commands.using.frame
    frame.show_scope(Scope("多", ids))
    settle(window)
    page = frame.page
    page.empty.buttons()[2].click()
    settle(window)
    assert len(page.grid.lines) == 300
    low = page.view.down.sectionSize(299)
    before = page.grid
    one, place = before.matrix.id, before.cell(299, 1).place
    page.deeds.write(lambda: page.deeds.comparing.write(one, place, "话" * 300))
    settle(window)
    wait(lambda: page.view.down.sectionSize(299) > low)
    assert changed(before, page.grid) == (299,)
    assert page.view.down.sectionSize(298) == low


def test_a_library_that_cannot_be_written_is_only_looked_at(window, page):
    page.acting.writable = page.view.grid_model.writable = False
    stand(window, page, 0, 2)
    press(window, page, Qt.Key.Key_Return)
    assert words(page, 0, 2) == []
    menu = cell_menu(page.view, page.grid.cell(0, 2), None, page.acting.act, writable=False)
    assert "写自己的话…\tF2" not in [action.text() for action in menu.actions()]


def test_every_cell_and_control_has_words_for_those_who_listen(page):
    model = page.view.grid_model
    said = model.data(model.index(2, 2), Qt.ItemDataRole.AccessibleTextRole)
    assert said == "（文中无数字）"
    assert model.data(model.index(2, 2), Qt.ItemDataRole.AccessibleDescriptionRole) == "白沙镇卫生院，成效"
    for part in (page.bar.cases, page.bar.turn, page.bar.side, page.side.hints, page.side.text, page.view):
        assert part.accessibleName()


def test_what_is_shown_goes_out_as_a_table(window, page):
    stand(window, page, 0, 2)
    press(window, page, Qt.Key.Key_Return)
    (table,) = page.exported()(QUIET).parts
    assert isinstance(table, SheetTable)
    assert table.head[0] == "医院"
    assert len(table.rows) == 3
