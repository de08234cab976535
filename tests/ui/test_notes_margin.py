# ruff: noqa: ARG001 - some fixtures are wanted only for what they set up
import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from app.ui.notes import notebook as notebook_module
from app.ui.notes.facts import evidence
from app.ui.reading.chips import TagEntry
from app.ui.record.listing import Row
from db.errors import DiskFull, ReadOnlyLibrary
from tests.ui.reading_fixtures import TEXT, settle, span, wait

pytestmark = pytest.mark.usefixtures("case")
FIRST, SECOND, LAST = "症结在管理而不在人手", "由支部书记和科室主任", "比多开几次会更管用"


def mark(desk, words, colour="yellow"):
    place = span(words)
    desk.reader.page.select(place["start"], place["end"])
    return desk.highlight(colour)


def open_new(desk):
    desk.new_note()
    key = desk.margin.notebook.entries[0].key
    card = desk.margin.cards.card(key)
    wait(lambda: card.editor is not None and card.editor.hasFocus())
    return card


def compose(editor, preedit, commit=""):
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QApplication.sendEvent(editor, event)


def texts(library, case):
    return [note.text for note in library.notes(case)]


def test_a_note_on_the_case_is_stored_within_a_second_of_typing(desk, library, jobs, case):
    card = open_new(desk)
    QTest.keyClicks(card.editor, "abc")
    assert texts(library, case) == []
    wait(lambda: texts(library, case) == ["abc"], seconds=1.0 + 0.5)
    QTest.keyClicks(card.editor, "de")
    wait(lambda: texts(library, case) == ["abcde"], seconds=1.0 + 0.5)
    assert card.editor.toPlainText() == "abcde"
    assert notebook_module.AUTOSAVE_MS < 1000


def test_typing_without_pause_is_stored_all_the_same(desk, library, jobs, case):
    card = open_new(desk)
    for _ in range(300):
        QTest.keyClicks(card.editor, "x")
        QTest.qWait(100)
        if texts(library, case):
            break
    assert texts(library, case)


def test_an_editor_left_empty_leaves_no_note(desk, library, jobs, case):
    card = open_new(desk)
    QTest.keyClick(card.editor, Qt.Key.Key_Escape)
    settle(jobs)
    assert desk.margin.notebook.entries == ()
    assert texts(library, case) == []


def test_escape_leaves_the_editor_with_everything_stored(desk, library, jobs, case):
    card = open_new(desk)
    QTest.keyClicks(card.editor, "**done** #tag1")
    QTest.keyClick(card.editor, Qt.Key.Key_Escape)
    settle(jobs)
    assert not card.editing
    assert card.body.accessibleName() == "done"
    assert card.tags.text() == "#tag1"
    (note,) = library.notes(case)
    assert (note.text, note.tags) == ("**done** #tag1", ("tag1",))


def test_switching_cases_in_the_middle_of_a_word_loses_nothing(desk, library, jobs, ids, case):
    card = open_new(desk)
    QTest.keyClicks(card.editor, "half a wo")
    desk.show_case(ids[1])
    settle(jobs)
    assert texts(library, case) == ["half a wo"]
    assert texts(library, ids[1]) == []
    assert desk.margin.notebook.entries == ()


def test_closing_in_the_middle_of_a_word_loses_nothing(desk, library, jobs, case):
    card = open_new(desk)
    QTest.keyClicks(card.editor, "last words")
    desk.flush()
    jobs.close()
    assert texts(library, case) == ["last words"]


def test_what_is_being_composed_is_neither_lost_nor_doubled(desk, library, jobs, case):
    card = open_new(desk)
    editor = card.editor
    compose(editor, "dang")
    assert editor.composing
    assert editor.toPlainText() == ""
    QTest.qWait(notebook_module.AUTOSAVE_MS + 100)
    assert texts(library, case) == []
    compose(editor, "dang'jian")
    compose(editor, "", "党建")
    assert editor.toPlainText() == "党建"
    compose(editor, "yin")
    QTest.qWait(notebook_module.AUTOSAVE_MS + 100)
    settle(jobs)
    assert texts(library, case) == ["党建"]
    assert editor.composing
    jobs.write(lambda: library.star([case], on=True))
    settle(jobs)
    assert editor.composing
    compose(editor, "", "引领")
    desk.flush()
    settle(jobs)
    assert texts(library, case) == ["党建引领"]


def test_every_field_takes_composed_words_once(desk, library, jobs, case):
    desk.margin.tabs.setCurrentIndex(1)
    desk.reader.call_find()
    card = open_new(desk)
    fields = [
        (desk.reader.find_bar.field, QLineEdit.text),
        (desk.margin.facts.title, QLineEdit.text),
        (desk.margin.facts.tags, QLineEdit.text),
        (desk.reader.header.chips.findChild(TagEntry), QLineEdit.text),
        (card.tag_field, QLineEdit.text),
    ]
    for field, read in fields:
        field.clear()
        compose(field, "yi")
        assert read(field) == ""
        compose(field, "", "医院")
        assert read(field) == "医院"


def test_a_save_that_fails_keeps_the_words_and_is_tried_again(desk, library, jobs, case, monkeypatch):
    troubles = []
    jobs.trouble.connect(troubles.append)

    def full(*_args, **_more):
        raise DiskFull(library.path)

    card = open_new(desk)
    QTest.keyClicks(card.editor, "keep me")
    with monkeypatch.context() as broken:
        broken.setattr(type(library), "add_note", full)
        desk.flush()
        settle(jobs)
    assert len(troubles) == 1
    assert texts(library, case) == []
    assert card.editor.toPlainText() == "keep me"
    desk.flush()
    settle(jobs)
    assert texts(library, case) == ["keep me"]


def test_a_disk_that_stays_full_is_told_of_once(desk, library, jobs, case, monkeypatch):
    troubles = []
    jobs.trouble.connect(troubles.append)

    def full(*_args, **_more):
        raise DiskFull(library.path)

    monkeypatch.setattr(type(library), "add_note", full)
    card = open_new(desk)
    for words in "abc":
        QTest.keyClicks(card.editor, words)
        desk.margin.notebook.flush()
        settle(jobs)
    assert len(troubles) == 1
    monkeypatch.undo()
    desk.flush()
    settle(jobs)
    assert texts(library, case) == ["abc"]


def test_words_typed_into_a_note_that_was_undone_meanwhile_are_kept(desk, library, jobs, case):
    card = open_new(desk)
    QTest.keyClicks(card.editor, "one")
    desk.flush()
    settle(jobs)
    QTest.keyClicks(card.editor, " two")
    jobs.write(library.undo)
    desk.flush()
    settle(jobs)
    assert texts(library, case) == ["one two"]


def test_saves_while_typing_are_one_step_back(desk, library, jobs, case):
    mark(desk, FIRST)
    settle(jobs)
    desk.margin.focus_note(desk.margin.notebook.entries[0].key, edit=True)
    card = desk.margin.cards.card(desk.margin.notebook.entries[0].key)
    for words in ("a", "b", "c"):
        QTest.keyClicks(card.editor, words)
        desk.margin.notebook.flush()
        settle(jobs)
    assert texts(library, case) == ["abc"]
    jobs.write(library.undo)
    settle(jobs)
    assert texts(library, case) == [""]


def test_an_undo_is_shown_in_an_open_editor_that_holds_nothing_new(desk, library, jobs, case):
    note = library.add_note(case, "before")
    library.change_note(note.id, text="after", tags=())
    settle(jobs)
    desk.margin.focus_note(note.id, edit=True)
    card = desk.margin.cards.card(note.id)
    jobs.write(library.undo)
    settle(jobs)
    assert card.editor.toPlainText() == "before"


def top(card):
    return card.mapToGlobal(card.rect().topLeft()).y()


def top_of_line(page, words):
    return page.viewport().mapToGlobal(page.viewport().rect().topLeft()).y() + page.y_of(span(words)["start"])


def test_cards_stand_beside_their_highlights_and_never_on_each_other(desk, library, jobs, case):
    for words in (LAST, FIRST, SECOND, "都要先改"):
        if words in TEXT:
            mark(desk, words)
    library.add_note(case, "整个案例的一句话")
    settle(jobs)
    wait(lambda: len(desk.margin.cards._cards) == 4)
    QTest.qWait(30)
    cards = [desk.margin.cards.card(e.key) for e in desk.margin.notebook.entries]
    assert cards[0].accessibleName() == "笔记：整个案例的一句话"
    boxes = [c.geometry() for c in cards]
    assert all(one.bottom() < other.top() for one, other in itertools.pairwise(boxes))
    page = desk.reader.page
    assert abs(top(cards[1]) - top_of_line(page, FIRST)) <= 2


def test_cards_scroll_with_the_text(desk, library, jobs, case):
    key = mark(desk, FIRST)
    settle(jobs)
    desk.resize(850, 420)
    page, card = desk.reader.page, desk.margin.cards.card(key)
    wait(lambda: page.verticalScrollBar().maximum() > 50)
    cards = desk.margin.cards
    wait(lambda: cards.verticalScrollBar().maximum() >= page.verticalScrollBar().maximum() > 50)
    before = top(card)
    page.verticalScrollBar().setValue(40)
    wait(lambda: before - top(card) == 40)


def test_a_card_changes_colour_by_key_and_the_text_follows(desk, library, jobs, case):
    key = mark(desk, FIRST)
    settle(jobs)
    desk.margin.focus_note(key)
    QTest.keyClick(desk.margin.cards.card(key), "4")
    assert [ink.colour for ink in desk.reader.page._inks] == ["pink"]
    settle(jobs)
    assert library.notes(case)[0].colour == "pink"


def test_a_deleted_card_is_gone_at_once_and_comes_back_with_its_tags(desk, library, jobs, case):
    note = library.add_note(case, "写给党委会", ("会议",))
    settle(jobs)
    desk.margin.focus_note(note.id)
    QTest.keyClick(desk.margin.cards.card(note.id), Qt.Key.Key_Delete)
    assert desk.margin.notebook.entries == ()
    settle(jobs)
    assert texts(library, case) == []
    jobs.write(library.undo)
    settle(jobs)
    (entry,) = desk.margin.notebook.entries
    assert (entry.note.text, entry.note.tags) == ("写给党委会", ("会议",))
    assert desk.margin.cards.card(entry.key).tags.text() == "#会议"


def test_a_note_deleted_before_it_was_stored_does_not_come_back(desk, library, jobs, case):
    key = mark(desk, FIRST)
    desk.margin.delete(key)
    settle(jobs)
    assert library.notes(case) == ()
    assert desk.margin.notebook.entries == ()


def test_tags_are_typed_beside_the_text(desk, library, jobs, case):
    card = open_new(desk)
    QTest.keyClicks(card.editor, "words")
    card.tag_field.setFocus()
    QTest.keyClicks(card.tag_field, "x y")
    QTest.keyClick(card.tag_field, Qt.Key.Key_Return)
    settle(jobs)
    (note,) = library.notes(case)
    assert set(note.tags) == {"x", "y"}
    assert note.text == "words"
    assert not card.editing


def test_arrows_walk_along_the_cards_and_enter_edits(desk, library, jobs, case):
    keys = [mark(desk, FIRST), mark(desk, SECOND)]
    settle(jobs)
    desk.margin.focus_note(keys[0])
    QTest.keyClick(desk.margin.cards.card(keys[0]), Qt.Key.Key_Down)
    second = desk.margin.cards.card(keys[1])
    assert second.hasFocus()
    assert second.property("chosen")
    QTest.keyClick(second, Qt.Key.Key_Return)
    assert second.editing


def test_the_tab_counts_the_notes_and_an_empty_margin_teaches(desk, library, jobs, case):
    assert desk.margin.tabs.tabText(0) == "笔记"
    assert desk.margin.cards._empty.isVisible()
    mark(desk, FIRST)
    settle(jobs)
    assert desk.margin.tabs.tabText(0) == "笔记 1"
    assert not desk.margin.cards._empty.isVisible()


def test_all_cards_of_many_are_made_and_none_of_them_slowly(desk, library, jobs, case):
    for at in range(60):
        library.highlight(case, at * 4, at * 4 + 3, "blue", f"第 {at} 条")
    settle(jobs)
    wait(lambda: len(desk.margin.cards._cards) == 60)
    assert desk.margin.tabs.tabText(0) == "笔记 60"


def facts(desk):
    desk.margin.tabs.setCurrentIndex(1)
    return desk.margin.facts


def test_the_record_shows_every_field_that_is_known(desk, case):
    told = {w.accessibleName().split("：")[0]: w.text() for w in facts(desk).findChildren(QLabel, "fact")}
    assert told["单位"] == "赣州市人民医院"
    assert told["发言人"] == "周明 院长"
    assert told["年份"] == "2023"
    assert told["证据等级"] == "★★☆☆ 前后对比"
    assert told["奖项"] == "全省服务改进一等奖"
    assert told["文本质量"] == "原文未完"
    assert "林溪" in told["来源"]
    assert evidence(9).startswith("★★★★")


def test_the_title_can_be_changed_and_an_empty_one_is_refused(desk, library, jobs, case):
    field = facts(desk).title
    field.selectAll()
    QTest.keyClicks(field, "New title")
    QTest.keyClick(field, Qt.Key.Key_Return)
    settle(jobs)
    assert library.case(case).title == "New title"
    assert desk.reader.header.title.text() == "New title"
    field = desk.margin.facts.title
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClick(field, Qt.Key.Key_Return)
    settle(jobs)
    assert library.case(case).title == "New title"


def test_a_title_half_typed_is_kept_when_another_case_is_opened(desk, library, jobs, ids, case):
    field = facts(desk).title
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "Half")
    desk.show_case(ids[1])
    settle(jobs)
    assert library.case(case).title == "Half"
    assert library.case(ids[1]).title == "以科室为单位的协同评价"
    assert desk.margin.facts.title.text() == "以科室为单位的协同评价"


def test_tags_of_the_case_are_edited_as_one_line(desk, library, jobs, case):
    field = facts(desk).tags
    QTest.keyClicks(field, "p q")
    QTest.keyClick(field, Qt.Key.Key_Return)
    settle(jobs)
    assert library.case(case).tags == ("p", "q")
    field = desk.margin.facts.tags
    field.selectAll()
    QTest.keyClicks(field, "q")
    QTest.keyClick(field, Qt.Key.Key_Return)
    settle(jobs)
    assert library.case(case).tags == ("q",)


def rows(widget: QWidget) -> list[str]:
    return [row.accessibleName() for row in widget.findChildren(Row)]


def test_links_name_the_other_cases_of_the_document_and_its_source(desk, jobs, ids, case):
    wanted = []
    desk.case_wanted.connect(wanted.append)
    desk.margin.tabs.setCurrentIndex(2)
    settle(jobs)
    assert rows(desk.margin.links) == ["打开案例：以科室为单位的协同评价", "查看原始文本：服务改进专版"]
    desk.margin.links.findChildren(Row)[0].click()
    desk.margin.links.findChildren(Row)[1].click()
    assert wanted == [ids[1]]
    assert desk.reader.tab == "original"


def test_links_of_a_plan_are_its_tasks_and_of_a_task_its_plan(desk, jobs, ids):
    desk.margin.tabs.setCurrentIndex(2)
    desk.show_case(ids[2])
    settle(jobs)
    assert len([row for row in rows(desk.margin.links) if "件实事" in row]) == 5
    desk.show_case(ids[3])
    settle(jobs)
    assert "全市医疗服务改进方案" in rows(desk.margin.links)


def test_a_margin_alone_shows_a_case_too(desk, library, jobs, case):
    library.add_note(case, "独自")
    desk.margin.clear()
    assert desk.margin.notebook.entries == ()
    desk.margin.show_case(case)
    settle(jobs)
    assert [e.note.text for e in desk.margin.notebook.entries] == ["独自"]
    told = [b.accessibleName() for b in desk.margin.findChildren(QAbstractButton, "wide")]
    assert told == ["给这个案例新建笔记", "用模板新建笔记"]


def test_a_library_that_cannot_be_written_says_so_before_anything_is_typed(desk, library, jobs, case, monkeypatch):
    troubles = []
    jobs.trouble.connect(troubles.append)
    monkeypatch.setattr(type(library), "read_only", property(lambda _: True))
    desk.new_note()
    assert mark(desk, FIRST) is None
    assert desk.margin.notebook.entries == ()
    assert [type(trouble) for trouble in troubles] == [ReadOnlyLibrary] * 2
