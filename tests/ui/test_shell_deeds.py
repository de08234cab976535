"""What is done to the library from the window, told in notices and taken back."""

import time

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit

from app.ui.dialogs.export import ExportDialog, Scope
from app.ui.library.shelves import CASES as CASE_IDS
from tests.ui.conftest import settle, text_file, wait

STORY = """清河县人民医院 院长 赵一鸣
把随访做到家门口
清河县人民医院推行“出院三天电话到家”制度，护士站专人随访，半年随访率达到 96%。
医院把随访结果写进科室月度考核，患者满意度从 88% 升到 95%。
"""


def offers(window):
    return {button.text(): button for button in window.notice.offers()}


def drop(widget, data, place=None):
    place = place or QPoint(20, 20)
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, copy, data, left, none)
    QApplication.sendEvent(widget, enter)
    drop = QDropEvent(QPointF(place), copy, data, left, none)
    QApplication.sendEvent(widget, drop)
    return enter.isAccepted() and drop.isAccepted()


def drop_files(window, *paths):
    """Drop files on a window that imports at once; the way through the review is told in test_review."""
    window.set_settings(review_imports=False)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    assert drop(window, data)
    QTest.qWait(5)
    wait(lambda: window.jobs.idle, 30)
    settle(window)


def test_dropped_files_are_imported_and_told_in_one_notice(window, tmp_path):
    drop_files(window, text_file(tmp_path, "随访.txt", STORY))
    assert len(window.list.ids()) == 7
    assert window.notice.words.text() == "导入 1 个文件，1 个案例"
    assert set(offers(window)) == {"查看", "撤销"}
    assert window.desk.case_id == window.list.current()
    assert window.foot.count.text() == "7 案"


def test_an_import_is_taken_back_from_its_notice(window, tmp_path):
    drop_files(window, text_file(tmp_path, "随访.txt", STORY))
    offers(window)["撤销"].click()
    settle(window)
    assert len(window.list.ids()) == 6
    assert window.notice.words.text().startswith("已撤销：导入")


def test_a_bad_file_is_told_in_words_and_the_rest_goes_on(window, tmp_path):
    good = text_file(tmp_path, "好.txt", STORY)
    (tmp_path / "空.txt").write_bytes(b"")
    drop_files(window, tmp_path / "空.txt", good, good)
    assert window.notice.words.text() == "导入 1 个文件，1 个案例，1 个已在库中，1 个没有导入"
    offers(window)["查看"].click()
    results = next(w for w in QApplication.topLevelWidgets() if w.windowTitle() == "导入结果")
    rows = [results.files.topLevelItem(row) for row in range(3)]
    assert [(row.text(0), row.text(1)) for row in rows] == [
        ("空.txt", "没有导入"), ("好.txt", "已导入"), ("好.txt", "已在库中"),
    ]  # fmt: skip
    assert rows[0].text(2).startswith("这个文件是空的。")
    results.close()


def test_a_folder_without_anything_to_import_says_so(window, tmp_path):
    (tmp_path / "空").mkdir()
    drop_files(window, tmp_path / "空")
    assert window.notice.words.text() == "没有找到可以导入的文件"


def test_what_was_imported_does_not_take_the_place_of_a_note_being_written(window, tmp_path):
    before = window.desk.case_id
    next(action for action in window.commands.every() if action.text() == "给案例写笔记").trigger()
    wait(lambda: isinstance(QApplication.focusWidget(), QTextEdit))
    editor = QApplication.focusWidget()
    QTest.keyClicks(editor, "abc")
    drop_files(window, text_file(tmp_path, "随访.txt", STORY))
    assert len(window.list.ids()) == 7
    assert QApplication.focusWidget() is editor
    QTest.keyClicks(editor, "def")
    assert editor.toPlainText() == "abcdef"
    assert window.desk.case_id == before
    offers(window)["打开"].click()
    settle(window)
    assert window.desk.case_id == window.list.current() != before
    assert [note.text for note in window.session.library.notes(before)] == ["abcdef"]


def test_text_from_the_clipboard_is_imported(window):
    window.set_settings(review_imports=False)
    QGuiApplication.clipboard().setText(STORY)
    window.commands.actions["import_clipboard"].trigger()
    wait(lambda: window.jobs.idle, 30)
    settle(window)
    assert len(window.list.ids()) == 7
    QGuiApplication.clipboard().clear()
    window.commands.actions["import_clipboard"].trigger()
    assert window.notice.words.text().startswith("剪贴板里没有文字。")


def test_a_deleted_case_comes_back_with_its_note_from_the_notice(window, titles):
    before = titles()
    gone = window.list.current()
    window.session.library.add_note(gone, "可借鉴")
    settle(window)
    QTest.keyClick(window.list, Qt.Key.Key_Delete)
    assert len(titles()) == 5
    assert window.notice.words.text() == "已删除 1 个案例"
    assert gone not in window.list.ids()
    offers(window)["撤销"].click()
    assert titles() == before
    assert window.list.row(gone).notes == 1


def test_a_notice_does_not_undo_what_was_done_after_it(window):
    QTest.keyClick(window.list, Qt.Key.Key_Delete)
    settle(window)
    button = offers(window)["撤销"]
    window.session.library.star([window.list.ids()[0]], True)
    settle(window)
    button.click()
    settle(window)
    assert len(window.list.ids()) == 5
    assert window.notice.words.text().startswith("之后又有别的改动")


def test_undo_and_redo_say_what_they_do(window, titles):
    actions = window.commands.actions
    window.deeds.delete(window.list.ids()[:2])
    assert len(titles()) == 4
    assert actions["undo"].text() == "撤销：删除案例"
    actions["undo"].trigger()
    assert len(titles()) == 6
    assert actions["redo"].text() == "重做：删除案例"
    actions["redo"].trigger()
    assert len(titles()) == 4


def test_a_star_is_put_on_all_and_taken_off_when_all_have_one(window):
    ids = window.list.ids()
    window.deeds.star(ids[:1])
    settle(window)
    window.list.selectAll()
    QTest.keyClick(window.list, Qt.Key.Key_S)
    settle(window)
    assert all(window.list.row(case_id).starred for case_id in ids)
    QTest.keyClick(window.list, Qt.Key.Key_S)
    settle(window)
    assert not any(window.list.row(case_id).starred for case_id in ids)


def test_cases_are_dragged_onto_a_folder_and_the_folder_is_renamed_in_place(window, titles):
    window.deeds.add_shelf()
    settle(window, 0.4)
    shelves = window.side.shelves
    row = shelves.count() - 1
    assert shelves.item(row).text() == "新文件夹"
    window.deeds.rename_shelf(shelves.place(row).shelf.id, "周会材料")
    settle(window)
    data = QMimeData()
    data.setData(CASE_IDS, "\n".join(window.list.ids()[:2]).encode())
    assert drop(shelves.viewport(), data, shelves.visualItemRect(shelves.item(row)).center())
    settle(window)
    assert window.notice.words.text() == "已放入 2 个案例"
    assert (shelves.item(row).text(), shelves.place(row).shelf.count) == ("周会材料", 2)
    window._shelf(shelves.place(row), narrow=False)
    assert len(titles()) == 2


def test_a_question_is_kept_as_a_smart_folder(window, titles):
    window.session.search("地区:四川省")
    settle(window)
    window.commands.add_shelf(smart=True)
    settle(window, 0.4)
    shelves = window.side.shelves
    shelf = shelves.place(shelves.count() - 1).shelf
    assert (shelf.query, shelf.count) == ("地区:四川省", 2)
    window.session.search("")
    window._shelf(shelves.place(shelves.count() - 1), narrow=False)
    assert len(titles()) == 2


def test_the_starter_is_removed_in_one_click_and_comes_back(window):
    window.deeds.load_starter()
    wait(lambda: window.jobs.idle, 60)
    settle(window)
    assert window.banner.isVisible()
    many = len(window.list.ids())
    assert many > 40
    window.banner.offer.click()
    settle(window)
    assert len(window.list.ids()) == 6
    assert not window.banner.isVisible()
    offers(window)["撤销"].click()
    wait(lambda: len(window.list.ids()) == many, 30)


def test_the_hits_are_exported_where_the_dialog_says(window, tmp_path):
    window.session.search("地区:四川省")
    settle(window)
    dialog = ExportDialog([Scope("当前列表", window.list.ids())], "md", "两个故事", tmp_path, window)
    request = dialog.request()
    assert request.output == tmp_path / "两个故事.md"
    window.deeds.export(request, window.session.text)
    wait(lambda: window.jobs.idle, 30)
    settle(window)
    assert "山里来了专家" in request.output.read_text(encoding="utf-8")
    assert window.notice.words.text() == "已导出 2 个案例：两个故事.md"
    assert set(offers(window)) == {"打开", "打开文件夹"}


def test_the_export_dialog_warns_before_it_replaces_and_keeps_suffix_and_format_together(window, tmp_path):
    text_file(tmp_path, "材料.pdf", "旧")
    dialog = ExportDialog([Scope("当前列表", window.list.ids())], "pdf", "材料", tmp_path, window)
    assert dialog.go.text() == "替换"
    dialog.choices.pick("md")
    assert dialog.file.text().endswith("材料.md")
    assert dialog.go.text() == "导出"
    dialog.file.setText(str(tmp_path / "没有" / "材料.md"))
    assert not dialog.go.isEnabled()


def test_an_export_to_a_folder_that_is_gone_is_told_in_words(window, tmp_path):
    dialog = ExportDialog([Scope("当前列表", window.list.ids())], "md", "材料", tmp_path / "没有", window)
    window.deeds.export(dialog.request(), "")
    wait(lambda: window.jobs.idle, 30)
    settle(window)
    assert window.notice.isVisible()
    assert window.notice.property("wrong")


def test_work_that_takes_longer_shows_its_progress_and_can_be_stopped(window):
    told = []

    def work(task):
        for at in range(100_000):
            task.step(at, 100_000, "某文件.txt")
            time.sleep(0.002)

    window.jobs.long(work, told.append, window.notice.trouble, title="导入")
    wait(lambda: window.jobs.idle or window.progress.isVisible())
    assert window.progress.words.text().startswith("导入 ")
    assert window.progress.bar.maximum() == 100_000
    window.progress.cancel.click()
    wait(lambda: window.jobs.idle)
    settle(window)
    assert not window.progress.isVisible()
    assert told == []
    assert window.notice.words.text().startswith("已停止。")


def test_short_work_shows_no_progress(window):
    window.jobs.long(lambda _: time.sleep(0.05), title="导出")
    settle(window, 0.6)
    assert not window.progress.isVisible()


@pytest.mark.parametrize("name", ["check", "reindex"])
def test_the_library_is_looked_after_from_the_menu(window, name):
    window.commands.actions[name].trigger()
    wait(lambda: window.jobs.idle, 30)
    settle(window)
    assert window.notice.isVisible()
    assert not window.notice.property("wrong")


def test_a_backup_is_made_and_restored(window, tmp_path, titles):
    before = titles()
    window.deeds.backup(tmp_path / "备份.xinglin")
    wait(lambda: window.jobs.idle, 30)
    window.deeds.delete(window.list.ids()[:3])
    assert len(titles()) == 3
    window.restore(tmp_path / "备份.xinglin")
    wait(lambda: window.session.library is not None and len(window.list.ids()) == 6, 30)
    assert titles() == before
