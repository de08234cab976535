"""What a person wrote stays, and stands where it can be seen: in the real window."""

import itertools
import logging

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.services.library import Library
from app.ui.notes.drawn import passes
from app.ui.notes.pasted import LONGEST
from app.ui.record import quoting
from db import linked
from tests.ui import reading_fixtures
from tests.ui.conftest import settle, wait


@pytest.fixture
def library(window):
    return window.session.library


@pytest.fixture
def ids(window):
    return list(window.list.ids())


def go(window, case_id):
    window.go_to(case_id)
    wait(lambda: window.desk.reader.shown and window.desk.reader.shown.case.id == case_id)
    settle(window)
    return window.desk


def write_new(window):
    desk = window.desk
    desk.new_note()
    wait(lambda: any(card.editor for card in desk.margin.cards._cards.values()))
    return next(card.editor for card in desk.margin.cards._cards.values() if card.editor)


def said(window):
    return window.notice.words.text() if window.notice.isVisible() else ""


def bodies(desk):
    return [card.body.accessibleName() for card in desk.margin.cards._cards.values()]


# --- the list


@pytest.mark.parametrize("name", ["list", "page"])
def test_going_on_with_ctrl_and_an_arrow_moves_and_collects_nothing(window, ids, name):
    go(window, ids[0])
    place = window.list if name == "list" else window.desk.reader.page
    place.setFocus()
    for number in (1, 2, 3):
        QTest.keyClick(place, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
        settle(window)
        assert window.list.selected() == (ids[number],)
    QTest.keyClick(place, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    assert window.list.selected() == (ids[2],)
    window.list.setFocus()
    QTest.keyClick(window.list, Qt.Key.Key_Delete)
    settle(window)
    assert set(ids) - set(window.list.ids()) == {ids[2]}


def test_a_case_that_is_not_in_the_list_leaves_no_other_selected(window, ids):
    window.session.search("护士长")
    settle(window)
    assert list(window.list.ids()) != ids
    outside = next(one for one in ids if one not in window.list.ids())
    go(window, outside)
    assert window.list.selected() == ()
    assert window.desk.case_id == outside


def test_deleting_a_plan_tells_of_the_tasks_that_went_along(make_window, tmp_path):
    path = tmp_path / "方案.xinglin"
    library = Library.open(path)
    cases = reading_fixtures.fill(library)
    library.close()
    window = make_window(path)
    window.deeds.delete([cases[0], cases[2]])
    settle(window)
    assert said(window) == "已删除 2 个案例，连同其中 5 项任务"


def test_without_words_the_order_is_not_called_relevance(window):
    assert window.column.chips.sort.text() == "默认次序"
    window.session.search("护士长")
    settle(window)
    assert window.column.chips.sort.text() == "相关度"
    window.session.search("年份:2022")
    settle(window)
    assert window.column.chips.sort.text() == "默认次序"


# --- dropping a passage


def carried(window, case_id):
    case = window.session.library.case(case_id)
    return quoting.carried(quoting.Quote(case_id, 0, 6, case.text[:6], case.title, 1))


def drop(target, place, data):
    held = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enters = QDragEnterEvent(place, *held)
    QApplication.sendEvent(target, enters)
    if enters.isAccepted():
        QApplication.sendEvent(target, QDropEvent(QPointF(place), *held))
    return enters.isAccepted()


def takes_drops_at(widget, place):
    """The widget Qt would give a drop at that place of the window."""
    found = widget.window().childAt(widget.mapTo(widget.window(), place))
    while found is not None and not found.acceptDrops():
        found = found.parentWidget()
    return found


def test_a_passage_is_dropped_on_a_card_that_is_shut_as_a_step_of_its_own(window, library, ids):
    note = library.add_note(ids[0], "先写的话")
    desk = go(window, ids[0])
    card = desk.margin.cards.card(note.id)
    assert takes_drops_at(card, QPoint(40, 20)) is card
    assert drop(card, QPoint(40, 20), carried(window, ids[1]))
    settle(window)
    text = library.notes(ids[0])[0].text
    link = linked.written(library.case(ids[1]).title, ids[1], 1)
    assert text == f"先写的话\n\n> {library.case(ids[1]).text[:6]}\n> —— {link}\n"
    window.commands.actions["undo"].trigger()
    settle(window)
    assert library.notes(ids[0])[0].text == "先写的话"


def test_a_passage_is_dropped_on_a_card_that_is_open(window, library, ids):
    go(window, ids[0])
    editor = write_new(window)
    QTest.keyClicks(editor, "half")
    card = window.desk.margin.cards.card(window.desk.margin.cards.chosen_key)
    assert drop(card, QPoint(10, 4), carried(window, ids[1]))
    settle(window)
    assert library.notes(ids[0])[0].text.startswith("half\n\n> ")
    assert editor.text() == library.notes(ids[0])[0].text
    library.undo()
    assert library.notes(ids[0])[0].text == "half"


def test_a_passage_is_dropped_where_no_card_is_and_becomes_a_note(window, library, ids):
    desk = go(window, ids[0])
    place = QPoint(60, desk.margin.cards.height() - 120)
    ground = desk.margin.cards.viewport()
    assert takes_drops_at(desk.margin.cards, place) is ground
    assert drop(ground, place, carried(window, ids[1]))
    settle(window)
    (note,) = library.notes(ids[0])
    assert note.text.startswith("> ")
    assert library.undo() == "加笔记"
    assert library.notes(ids[0]) == ()


def test_what_is_no_passage_is_not_taken_by_a_card(window, library, ids):
    note = library.add_note(ids[0], "话")
    card = go(window, ids[0]).margin.cards.card(note.id)
    bare, false = QMimeData(), QMimeData()
    bare.setText("随便几个字")
    false.setData(quoting.MIME, b"{}")
    assert not drop(card, QPoint(40, 20), bare)
    drop(card, QPoint(40, 20), false)
    settle(window)
    assert library.notes(ids[0])[0].text == "话"


# --- words just typed


def test_deleting_a_note_keeps_what_was_typed_last_for_the_way_back(window, library, ids):
    go(window, ids[0])
    editor = write_new(window)
    QTest.keyClicks(editor, "old")
    settle(window, 1.0)
    QTest.keyClicks(editor, " new words")
    window.desk.margin.delete(window.desk.margin.cards.chosen_key)
    settle(window)
    assert library.notes(ids[0]) == ()
    window.commands.actions["undo"].trigger()
    settle(window)
    assert [note.text for note in library.notes(ids[0])] == ["old new words"]


def test_a_new_note_deleted_at_once_can_be_had_back(window, library, ids):
    go(window, ids[0])
    QTest.keyClicks(write_new(window), "first words")
    window.desk.margin.delete(window.desk.margin.cards.chosen_key)
    settle(window)
    assert library.undo_label == "删除笔记"
    library.undo()
    assert [note.text for note in library.notes(ids[0])] == ["first words"]


def test_undo_from_the_menu_takes_back_what_is_half_written(window, library, ids):
    library.add_note(ids[0], "全文")
    go(window, ids[0])
    card = next(iter(window.desk.margin.cards._cards.values()))
    card.edit()
    QTest.keyClicks(card.editor, " and half")
    window.commands.actions["undo"].trigger()
    settle(window)
    assert library.notes(ids[0])[0].text == "全文"
    assert card.editor.text() == "全文"
    assert "改笔记“全文 and…" in said(window) or "改笔记“全文 and h" in said(window)


def test_a_note_that_was_emptied_goes_and_comes_back_with_its_words(window, library, ids):
    note = library.add_note(ids[0], "不久就空")
    desk = go(window, ids[0])
    desk.margin.focus_note(note.id, edit=True)
    editor = desk.margin.cards.card(note.id).editor
    editor.selectAll()
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    settle(window)
    assert library.notes(ids[0]) == ()
    assert desk.margin.cards._cards == {}
    library.undo()
    library.undo()
    assert library.notes(ids[0])[0].text == "不久就空"


def test_alt_and_a_function_key_say_nothing_of_a_note(window, library, ids):
    go(window, ids[0])
    editor = write_new(window)
    QTest.keyClicks(editor, "abc")
    for key in (Qt.Key.Key_F2, Qt.Key.Key_F3, Qt.Key.Key_F4, Qt.Key.Key_F5, Qt.Key.Key_F6):
        QTest.keyClick(editor, key, Qt.KeyboardModifier.AltModifier)
    settle(window, 1.0)
    assert library.notes(ids[0])[0].purpose == ""
    QTest.keyClick(editor, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    settle(window)
    assert library.notes(ids[0])[0].purpose == "lesson"


# --- two windows


def test_of_two_windows_that_write_one_note_neither_loses_its_words(make_window, library_file):
    one, other = make_window(library_file), make_window(library_file)
    case = one.list.ids()[0]
    note = one.session.library.add_note(case, "原话")
    editors = []
    for window in (one, other):
        window.session.library.changed_elsewhere()
        desk = go(window, case)
        window.session.library.changed_elsewhere()
        settle(window)
        wait(lambda desk=desk: desk.margin.notebook.entry(note.id) is not None)
        desk.margin.focus_note(note.id, edit=True)
        editors.append(desk.margin.cards.card(note.id).editor)
    QTest.keyClicks(editors[0], " aa")
    QTest.keyClicks(editors[1], " bb")
    one.desk.flush()
    settle(one)
    other.desk.flush()
    settle(other)
    library = other.session.library
    kept = {library.notes(case)[0].text, *(version.text for version in library.versions(note.id))}
    assert {"原话 aa", "原话 bb"} <= kept
    assert "另一个窗口" in said(other)
    assert not said(one)


def test_typing_on_with_a_link_is_not_taken_for_another_hand(window, library, ids):
    go(window, ids[0])
    editor = write_new(window)
    for words in ("见 [[一张处方走天下]]", " a", " b"):
        editor.insertPlainText(words)
        window.desk.margin.notebook.flush()
    settle(window)
    editor.insertPlainText(" c")
    window.desk.margin.notebook.flush()
    settle(window)
    assert said(window) == ""
    assert library.notes(ids[0])[0].text.endswith(" a b c")


# --- where cards stand


def crowd(window, library, case_id, count=24):
    length = len(library.case(case_id).text)
    for at in range(count):
        start = at * (length - 4) // count
        library.highlight(case_id, start, start + 3, "green", text=f"想法{at}")
    settle(window)


def test_in_a_crowded_margin_the_last_card_is_reached(window, library, ids):
    crowd(window, library, ids[0])
    desk = go(window, ids[0])
    cards = desk.margin.cards
    wait(lambda: len(cards._cards) == 24)
    settle(window)
    bar = cards.verticalScrollBar()
    last = cards._cards[desk.margin.notebook.entries[-1].key]
    assert bar.isVisible()
    desk._ink_clicked(last.key)
    settle(window)
    assert cards.viewport().rect().contains(last.mapTo(cards.viewport(), last.rect().center()))
    bar.setValue(bar.maximum())
    assert last.mapTo(cards.viewport(), last.rect().bottomLeft()).y() <= cards.viewport().height()


def test_at_the_end_of_the_text_the_last_card_is_wholly_there(make_window, tmp_path):
    path = tmp_path / "长.xinglin"
    library = Library.open(path)
    text = "\n".join(f"第{n}段，" + "病区把交接班改成床旁，家属也听得到。" * 4 for n in range(40))
    (case,) = library.add_document(
        reading_fixtures.document("l.txt", text), [reading_fixtures.hospital(text=text, outline=(), spans=())]
    )
    for at in range(12):
        library.highlight(case, len(text) - 40 + 3 * at, len(text) - 38 + 3 * at, "blue", text=f"想法{at}\n第二行")
    library.close()
    window = make_window(path)
    desk = go(window, case)
    cards, page = desk.margin.cards, desk.reader.page
    wait(lambda: len(cards._cards) == 12)
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    settle(window)
    last = cards._cards[desk.margin.notebook.entries[-1].key]
    assert last.mapTo(cards.viewport(), last.rect().bottomLeft()).y() <= cards.viewport().height()
    tops = [cards._cards[entry.key].geometry() for entry in desk.margin.notebook.entries]
    assert all(one.bottom() < other.top() for one, other in itertools.pairwise(tops))


@pytest.mark.parametrize("theme", ["light", "sepia", "dark", "contrast"])
def test_the_box_of_an_open_to_do_is_seen_on_its_card(make_window, library_file, theme):
    window = make_window(library_file, theme=theme)
    case = window.list.ids()[0]
    note = window.session.library.add_note(case, "打电话", purpose="todo")
    card = go(window, case).margin.cards.card(note.id)
    wait(card.head.box.isVisible)
    box = card.head.box.mapTo(card, QPoint(0, 0))
    image = card.grab().toImage()
    ratio = image.devicePixelRatio()
    height = card.head.box.height()
    found = {
        image.pixelColor(round((box.x() + x) * ratio), round((box.y() + y) * ratio)).name()
        for x in range(16)
        for y in range(height)
    }
    assert QColor(window.colours.box).name() in found


# --- names of links


def test_a_card_calls_a_case_as_it_is_called_now_and_says_when_it_is_gone(window, library, ids):
    library.add_note(ids[0], "看 " + linked.written("旧名", ids[1]))
    desk = go(window, ids[0])
    library.rename_case(ids[1], "新的名字")
    settle(window)
    assert "新的名字" in bodies(desk)[0]
    window.deeds.delete([ids[1]])
    settle(window)
    assert desk.case_id == ids[0]
    assert "新的名字（已删除）" in bodies(desk)[0]


def test_a_card_calls_a_note_of_another_case_as_it_is_called_now(window, library, ids):
    other = library.add_note(ids[1], "头一句")
    library.add_note(ids[0], "看 " + linked.written("x", other.id, target="note"))
    desk = go(window, ids[0])
    library.change_note(other.id, text="改过的头一句")
    settle(window)
    assert "改过的头一句" in bodies(desk)[0]


def test_the_links_of_a_case_stay_in_sight_while_they_are_read_again(window, library, ids):
    library.add_note(ids[1], "看 " + linked.written("x", ids[0]))
    desk = go(window, ids[0])
    desk.margin.tabs.setCurrentIndex(2)
    settle(window)
    links = desk.margin.links
    told = lambda: [label.text() for label in links.widget().findChildren(QLabel)]  # noqa: E731 - one line says it
    before, seen = told(), []
    fill = links.fill
    links.fill = lambda widgets: (fill(widgets), seen.append(told()))
    library.star([ids[0]], True)
    settle(window)
    assert seen
    assert all(one == before for one in seen)


# --- the page of all notes


def test_a_new_note_stands_in_the_list_as_soon_as_it_is_stored(window, library):
    window.commands.using.open("notes")
    settle(window)
    page = window.commands.using.frame.page
    page.new_note()
    wait(page.single.editor.hasFocus)
    QTest.keyClicks(page.single.editor, "free thought")
    settle(window, 1.0)
    assert page.single.editor.hasFocus()
    assert [page.rows.note(row).text for row in range(page.rows.rowCount())] == ["free thought"]
    assert page.chosen() == [page.current_id]
    assert page.list.isVisible()
    QTest.keyClicks(page.single.editor, " goes on")
    settle(window, 1.0)
    page.list.setFocus()
    settle(window)
    assert [note.text for note in library.noted().notes] == ["free thought goes on"]
    assert page.rows.note(0).text == "free thought goes on"
    assert said(window) == ""


# --- pasting


def pasted_into(window, editor, text="", html=""):
    data = QMimeData()
    data.setText(text)
    if html:
        data.setHtml(html)
    editor.insertFromMimeData(data)
    settle(window)


def test_what_no_screen_shows_is_not_pasted(window, ids):
    go(window, ids[0])
    editor = write_new(window)
    pasted_into(window, editor, "控\x01制\x0b字\x1f符\ufffe\0")
    assert editor.text() == "控制\n字符"
    editor.clear()
    pasted_into(window, editor, "x", "<p>空\0字\x02符</p>")
    assert editor.text() == "空字符"


def test_a_long_text_is_pasted_whole_piece_by_piece_as_one_step_back(window, library, ids):
    go(window, ids[0])
    editor = write_new(window)
    text = "\n".join(f"第{n}行，说一件 **小** 事。" for n in range(2000))
    pasted_into(window, editor, text)
    settle(window, 1.0)
    assert editor.text() == text
    assert library.notes(ids[0])[0].text == text
    editor.undo()
    assert editor.text() == ""


def test_leaving_a_note_while_a_long_text_is_put_in_stores_all_of_it(window, library, ids):
    go(window, ids[0])
    editor = write_new(window)
    text = "一行很长的话" * 4000
    data = QMimeData()
    data.setText(text)
    editor.insertFromMimeData(data)
    editor.done.emit()
    settle(window)
    assert library.notes(ids[0])[0].text == text


@pytest.mark.parametrize(
    "text", ["", "短", "长\n" * 5000, "x" * 9999, "甲" * 2400 + "![图](picture:" + "0" * 64 + ")乙"]
)
def test_pieces_of_a_text_are_the_text_and_no_picture_is_cut(text):
    first, others = passes(text)
    assert "".join([first, *others]) == text
    assert all(("](picture:" in piece) == ("![" in piece) for piece in [first, *others])


def test_a_text_as_long_as_a_case_is_offered_to_be_one(window, ids):
    go(window, ids[0])
    editor = write_new(window)
    pasted_into(window, editor, "医院开了夜间门诊。\n" * (LONGEST // 8))
    assert editor.text() == ""
    assert "导入为案例" in [button.text() for button in window.notice.offers()]


def test_a_broken_picture_is_told_without_a_fault_in_the_record(window, ids, tmp_path, caplog):
    go(window, ids[0])
    editor = write_new(window)
    broken = tmp_path / "坏.jpg"
    broken.write_bytes(b"no picture at all")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(broken))])
    with caplog.at_level(logging.INFO):
        editor.insertFromMimeData(data)
        settle(window)
        wait(lambda: said(window) != "")
    assert "读不出来" in said(window)
    assert not [record for record in caplog.records if record.exc_info]
