import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from app.formats.write import made
from app.services.notes_sheet import notes_sheet
from app.task import Task
from app.ui.dialogs.correcting import Correcting
from app.ui.dialogs.meanings import Meanings
from app.ui.dialogs.note_history import NoteHistory
from app.ui.dialogs.note_templates import NoteTemplates
from app.ui.dialogs.trash import Trash
from tests.ui.conftest import settle, wait


@pytest.fixture
def library(window):
    return window.session.library


@pytest.fixture
def ids(window):
    return list(window.list.ids())


@pytest.fixture
def noted(library, ids):
    """Six notes of every kind; the ids by what they say."""
    made_notes = {
        "摘下": library.highlight(ids[0], 0, 4, "green", "摘下", ["院周会"], purpose="excerpt"),
        "念头": library.highlight(ids[1], 2, 6, "blue", "念头", purpose="idea"),
        "整案": library.add_note(ids[1], "整案", ["院周会"], purpose="lesson"),
        "打电话": library.add_note(None, "打电话", purpose="todo"),
        "无类": library.add_note(None, f"无类 [[x|{ids[0]}]]"),
    }
    return {words: note.id for words, note in made_notes.items()}


@pytest.fixture
def page(window, noted):  # noqa: ARG001 - there are notes
    window.commands.using.open("notes")
    settle(window)
    return window.commands.using.frame.page


def shown(page):
    return [page.rows.note(row).text.split(" ")[0] for row in range(page.rows.rowCount())]


def pick(page, *ids):
    model = page.list.selectionModel()
    model.clearSelection()
    for one in ids:
        model.select(page.rows.index(page.rows.row_of(one)), QItemSelectionModel.SelectionFlag.Select)


def dialog(window, kind):
    wait(lambda: any(d.isVisible() for d in window.findChildren(kind)))
    return next(d for d in window.findChildren(kind) if d.isVisible())


def choose(combo, words):
    combo.setCurrentIndex(next(at for at in range(combo.count()) if words in combo.itemText(at)))


def test_all_notes_of_the_library_are_listed_and_narrowed(window, page):
    assert sorted(shown(page)) == sorted(["摘下", "念头", "整案", "打电话", "无类"])
    filters = page.filters
    filters.line.setText("院周")
    settle(window)
    assert sorted(shown(page)) == ["摘下", "整案"]
    filters.clear()
    choose(filters.colours, "蓝色")
    settle(window)
    assert shown(page) == ["念头"]
    filters.clear()
    choose(filters.cases, "不属于案例")
    settle(window)
    assert sorted(shown(page)) == ["打电话", "无类"]
    filters.clear()
    choose(filters.tags, "#院周会")
    filters.kinds.setCurrentRow(4)
    settle(window)
    assert shown(page) == ["整案"]
    filters.clear()
    filters.kinds.setCurrentRow(6)
    settle(window)
    assert shown(page) == ["打电话"]
    filters.line.setText("没有这样的")
    settle(window)
    assert not page.list.isVisible()
    assert page.nothing.isVisible()


def look_at(window, query):
    window.session.search(query)
    settle(window)
    window.commands.using.open("notes")
    settle(window)
    return window.commands.using.frame.page


@pytest.mark.usefixtures("noted")
def test_the_notes_are_those_of_the_cases_that_are_looked_at(window, library, ids):
    shelf = library.add_shelf("读书会")
    library.put(shelf.id, ids[:1])
    library.add_note(None, "给文件夹", shelf_id=shelf.id)
    settle(window)
    page = look_at(window, "书架:读书会")
    assert sorted(shown(page)) == ["摘下", "给文件夹"]
    assert page.filters.kinds.item(0).text() == "全部笔记　2"
    assert page.filters.cases.count() == 3
    sheet = made(page.exported()(Task()), "md")
    assert "摘下" in sheet.decode()
    assert "整案" not in sheet.decode()
    window.commands.using.leave()
    window.session.search("")
    settle(window)
    window.list.selectAll()
    window.commands.using.open("notes")
    settle(window)
    assert window.commands.using.frame.scope.name == "选中的案例"
    assert sorted(shown(page)) == ["念头", "摘下", "整案"]


@pytest.mark.usefixtures("noted")
def test_where_no_note_is_on_the_cases_looked_at_the_others_are_one_click_away(window, library, ids):
    library.rename_case(ids[-1], "无人写过")
    settle(window)
    page = look_at(window, "标题:无人写过")
    assert not page.list.isVisible()
    assert page.nothing.words.text() == "“标题:无人写过”里还没有笔记，库里另有 5 条。"
    page.nothing.all.click()
    settle(window)
    assert len(shown(page)) == 5
    assert window.commands.using.frame.whose.text().startswith("全部案例")


def test_a_note_that_is_led_to_is_shown_whatever_is_looked_at(window, library, ids, noted):
    page = look_at(window, f'标题:"{library.case(ids[0]).title}"')
    assert shown(page) == ["摘下"]
    page.go_to(noted["打电话"])
    settle(window)
    assert page.chosen() == [noted["打电话"]]
    assert page.single.editor.text() == "打电话"


@pytest.mark.usefixtures("noted")
def test_a_note_begun_while_some_cases_are_looked_at_stays_in_sight(window, library, ids):
    page = look_at(window, f'标题:"{library.case(ids[0]).title}"')
    page.new_note()
    QTest.keyClicks(page.single.editor, "fresh")
    page.flush()
    settle(window)
    page.list.setFocus()
    settle(window)
    assert sorted(shown(page)) == ["fresh", "摘下"]


def test_the_kinds_are_counted(page):
    told = [page.filters.kinds.item(row).text() for row in range(page.filters.kinds.count())]
    assert told[0] == "全部笔记　5"
    assert any(words.startswith("□ 未完成的待办　1") for words in told)


def test_a_note_is_written_in_place_and_stored_within_a_second(window, page, library, noted):
    pick(page, noted["整案"])
    settle(window)
    assert page.single.editor.text() == "整案"
    page.single.write()
    wait(page.single.editor.hasFocus)
    page.single.editor.moveCursor(page.single.editor.textCursor().MoveOperation.End)
    QTest.keyClicks(page.single.editor, " more")
    wait(lambda: library.some_notes([noted["整案"]])[0].text == "整案 more", 1.5)
    wait(lambda: page.rows.note(page.rows.row_of(noted["整案"])).text == "整案 more")
    assert [version.text for version in library.versions(noted["整案"])] == ["整案"]


def test_leaving_the_page_in_the_middle_of_a_word_loses_nothing(window, page, library, noted):
    pick(page, noted["念头"])
    settle(window)
    QTest.keyClicks(page.single.editor, "half")
    window.commands.using.leave()
    settle(window)
    assert library.some_notes([noted["念头"]])[0].text == "half念头"


def test_several_notes_are_changed_as_one_step(window, page, library, noted):
    some = [noted["摘下"], noted["念头"], noted["打电话"]]
    pick(page, *some)
    settle(window)
    assert "选中了 3 条" in page.single.empty.text()
    page.set_purpose("question")
    settle(window)
    assert {note.purpose for note in library.some_notes(some)} == {"question"}
    library.undo()
    assert [note.purpose for note in library.some_notes(some)] == ["excerpt", "idea", "todo"]
    settle(window)
    assert set(page.chosen()) == set(some)


def test_deleted_notes_are_in_the_trash_and_one_step_back(window, page, library, noted):
    pick(page, noted["摘下"], noted["整案"])
    QTest.keyClick(page.list, Qt.Key.Key_Delete)
    settle(window)
    assert len(library.notes()) == 3
    assert {one.title for one in library.thrown()} == {"摘下", "整案"}
    library.undo()
    assert len(library.notes()) == 5


def test_a_to_do_is_ticked_in_the_list_by_mouse_and_by_key(window, page, library, noted):
    row = page.list.visualRect(page.rows.index(page.rows.row_of(noted["打电话"])))
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=row.topLeft() + QPoint(20, 16))
    settle(window)
    assert library.some_notes([noted["打电话"]])[0].done
    pick(page, noted["打电话"])
    QTest.keyClick(page.list, Qt.Key.Key_Space)
    settle(window)
    assert not library.some_notes([noted["打电话"]])[0].done


def test_a_new_note_belongs_to_nothing_or_to_a_folder(window, page, library):
    page.new_note()
    wait(page.single.editor.hasFocus)
    QTest.keyClicks(page.single.editor, "free")
    page.flush()
    settle(window)
    assert [(n.kind, n.text) for n in library.notes() if n.text == "free"] == [("free", "free")]
    shelf = library.add_shelf("学习材料")
    settle(window)
    page.new_note(shelf.id)
    wait(page.single.editor.hasFocus)
    QTest.keyClicks(page.single.editor, "onshelf")
    page.flush()
    settle(window)
    (note,) = [n for n in library.notes() if n.text == "onshelf"]
    assert (note.kind, note.shelf_id) == ("shelf", shelf.id)


def test_a_link_leads_to_its_case_and_a_dead_one_says_so(window, page, library, ids, noted):
    window.commands.jotting.follow(f"case/{ids[0]}/0")
    settle(window)
    assert window.desk.case_id == ids[0]
    assert not window.commands.using.shown
    library.delete_cases([ids[3]])
    window.commands.jotting.follow(f"case/{ids[3]}/0")
    settle(window)
    assert window.notice.isVisible()
    window.commands.jotting.follow(f"note/{noted['念头']}/0")
    settle(window)
    assert window.desk.case_id == ids[1]
    wait(lambda: window.desk.margin.cards.chosen_key == window.desk.margin.notebook.entry(noted["念头"]).key)
    window.commands.jotting.follow(f"note/{noted['打电话']}/0")
    settle(window)
    assert window.commands.using.frame.page is page
    assert page.chosen() == [noted["打电话"]]


@pytest.mark.parametrize("by", ["case", "purpose"])
def test_the_notes_go_out_to_word_pdf_and_markdown(page, library, noted, by):
    sheet = notes_sheet(library, list(noted.values()), by)
    told = made(sheet, "md", Task()).decode()
    for words in ("摘下", "念头", "整案", "打电话", "不属于案例的笔记"):
        assert words in told
    assert "[[" not in told
    if by == "purpose":
        assert told.index("摘录") < told.index("想法") < told.index("待办")
    assert made(sheet, "docx", Task())[:2] == b"PK"
    assert made(sheet, "pdf", Task())[:4] == b"%PDF"
    assert page.exported() is not None


# --- dialogs


def test_the_trash_lists_what_was_deleted_and_gives_it_back(window, library, ids, noted):
    library.delete_cases([ids[0]])
    library.delete_notes([noted["打电话"]])
    settle(window)
    window.commands.actions["trash"].trigger()
    trash = dialog(window, Trash)
    wait(lambda: trash.rows.rowCount() == 2)
    trash.line.setText("打电")
    assert trash.rows.rowCount() == 1
    trash.table.selectRow(0)
    trash.back.click()
    settle(window)
    assert library.some_notes([noted["打电话"]])
    trash.line.clear()
    wait(lambda: trash.rows.rowCount() == 1)
    trash.empty.click()
    settle(window)
    assert library.thrown() == ()
    assert trash.count.text() == "回收站是空的"
    library.undo()
    settle(window)
    wait(lambda: trash.rows.rowCount() == 1)
    trash.close()


def test_a_version_is_shown_beside_the_note_and_comes_back(window, library, noted):
    library.change_note(noted["整案"], text="改过", sitting=True)
    settle(window)
    window.commands.jotting.show_history(noted["整案"])
    history = dialog(window, NoteHistory)
    assert history.list.count() == 1
    assert history.difference.changes == 1
    history.back.click()
    settle(window)
    assert library.some_notes([noted["整案"]])[0].text == "整案"


def test_colours_are_named_in_a_dialog(window, library):
    window.commands.actions["meanings"].trigger()
    asked = dialog(window, Meanings)
    asked.lines["yellow"].setText("可借鉴")
    asked._tell()
    settle(window)
    assert library.meanings() == {"yellow": "可借鉴"}
    wait(lambda: any(a.text() == "黄色高亮：可借鉴" for a in window.desk.actions()))


def test_templates_are_written_in_a_dialog(window, library):
    window.commands.actions["note_templates"].trigger()
    asked = dialog(window, NoteTemplates)
    assert not asked.save.isEnabled()
    asked.new.click()
    asked.name.setText("周会")
    asked.text.setPlainText("# {案例}")
    asked.save.click()
    settle(window)
    assert [(one.name, one.text) for one in library.templates()] == [("周会", "# {案例}")]
    asked.list.setCurrentRow(asked.list.count() - 1)
    assert asked.name.text() == "周会"
    asked.remove.click()
    settle(window)
    assert library.templates() == ()
    asked.close()


def test_a_slip_in_the_text_is_set_right_from_the_selection(window, library, ids):
    window.show_case(ids[0])
    settle(window)
    text = library.case(ids[0]).text
    window.desk.reader.page.select(0, 2)
    window.commands.actions["correct_text"].trigger()
    asked = dialog(window, Correcting)
    assert asked.text.toPlainText() == text[:2]
    assert not asked.do.isEnabled()
    asked.text.setPlainText("改正")
    asked.do.click()
    settle(window)
    assert library.case(ids[0]).text == "改正" + text[2:]
    wait(lambda: window.desk.reader.page.text.startswith("改正"))


def test_a_kind_is_said_of_what_is_selected_in_the_text(window, library, ids):
    window.show_case(ids[0])
    settle(window)
    window.desk.reader.page.select(0, 4)
    window.commands.actions["note_is_lesson"].trigger()
    settle(window)
    (note,) = library.notes(ids[0])
    assert (note.purpose, note.quote) == ("lesson", library.case(ids[0]).text[:4])


def test_every_control_here_has_a_name(window, page):  # noqa: ARG001 - it is shown
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QTextEdit

    for kind in (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QTextEdit):
        for control in page.findChildren(kind):
            if control.isVisible() and control.focusPolicy() != Qt.FocusPolicy.NoFocus:
                words = control.accessibleName() or (control.text() if isinstance(control, QAbstractButton) else "")
                assert words, control


def test_ten_thousand_notes_are_listed_without_a_widget_each(window, library, ids):
    from sqlalchemy import text

    with library.store.writing("很多") as connection:
        key = connection.execute(text("SELECT key FROM cases LIMIT 1")).scalar_one()
        rows = [
            {
                "id": f"n{n}",
                "key": key,
                "words": f"第 {n} 条 要点",
                "p": ("todo", "idea", "")[n % 3],
                "t": "2026-01-01T00:00:00Z",
            }
            for n in range(10_000)
        ]
        columns = "id, case_key, kind, text, purpose, created_at, changed_at"
        sql = f"INSERT INTO notes ({columns}) VALUES (:id, :key, 'case', :words, :p, :t, :t)"
        connection.execute(text(sql), rows)
    window.commands.using.open("notes")
    page = window.commands.using.frame.page
    wait(lambda: page.rows.rowCount() == 10_000, 30)
    before = len(page.findChildren(QDialog)) + len(page.list.viewport().children())
    page.list.scrollToBottom()
    settle(window)
    assert len(page.findChildren(QDialog)) + len(page.list.viewport().children()) == before
    page.filters.line.setText("第 77")
    wait(lambda: 0 < page.rows.rowCount() < 500)
    page.filters.clear()
    wait(lambda: page.rows.rowCount() == 10_000)
    page.list.selectAll()
    page.set_purpose("question")
    settle(window)
    assert len([note for note in library.notes() if note.purpose == "question"]) == 10_000
    library.undo()
    settle(window)
    del ids
