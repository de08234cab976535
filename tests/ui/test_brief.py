"""简报 in the real window: written by keys, quoted from the side, numbered as it stands, stored as one writes."""

from contextlib import suppress

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.services import briefing
from app.ui.compare.brief_block import PART, QuoteBlock, TextBlock
from app.ui.record.quoting import Quote, carried
from db.briefs import Part
from db.cases import new_id
from tests.ui.conftest import settle, wait

OUTLINE = ("一、支部进科室", "支部每周开短会。", "门诊候诊缩短到10分钟。")


@pytest.fixture
def page(window):
    """The page with a brief of a heading and two paragraphs."""
    library = window.session.library
    brief = briefing.create(library, "学习简报")
    parts = [Part(id=new_id(), kind="heading" if n == 0 else "own", text=text) for n, text in enumerate(OUTLINE)]
    briefing.save(library, brief.id, parts)
    settle(window)
    window.commands.using.open("brief")
    shown = window.commands.using.frame.page
    wait(lambda: len(shown.editor.blocks) == 3)
    settle(window)
    return shown


def texts(page):
    return [part.text for part in page.editor.parts()]


def stored(window, page):
    settle(window)
    return [part.text for part in briefing.opened(window.session.library, page.brief.id).brief.parts]


def line(page, number):
    block = page.editor.blocks[number]
    assert isinstance(block, TextBlock)
    return block.line


def cases(window):
    return {case.title: case for case in window.session.library.cases(window.session.library.find("").ids)}


def quote(window, title="护士长的账本", start=0, end=12):
    case = cases(window)[title]
    return Quote(case.id, start, end, case.text[start:end], title)


def test_what_is_typed_is_stored_by_itself(window, page):
    line(page, 1).setFocus()
    line(page, 1).put_at(-1)
    QTest.keyClicks(line(page, 1), "abc")
    assert stored(window, page)[1] == "支部每周开短会。" or page.saving.soon.isActive()
    wait(lambda: stored(window, page)[1] == "支部每周开短会。abc")


def test_leaving_the_page_stores_what_was_just_typed(window, page):
    QTest.keyClicks(line(page, 1), "x")
    window.commands.using.leave()
    assert "x" in stored(window, page)[1]


def test_enter_splits_a_paragraph_and_backspace_joins_it_again(window, page):
    editor = line(page, 1)
    editor.setFocus()
    editor.put_at(4)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert texts(page) == ["一、支部进科室", "支部每周", "开短会。", "门诊候诊缩短到10分钟。"]
    assert line(page, 2).hasFocus()
    QTest.keyClick(line(page, 2), Qt.Key.Key_Backspace)
    assert texts(page) == list(OUTLINE)
    assert line(page, 1).textCursor().position() == 4
    assert stored(window, page) == list(OUTLINE)


def test_enter_after_a_character_beyond_the_plane_splits_where_the_caret_is(page):
    editor = line(page, 1)
    editor.setPlainText("𠮷甲乙")
    editor.put_at(3)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert texts(page)[1:3] == ["𠮷甲", "乙"]


def test_tab_goes_one_level_down_and_shift_tab_one_up(page):
    def kinds():
        return [(part.kind, part.level) for part in page.editor.parts()]

    QTest.keyClick(line(page, 0), Qt.Key.Key_Tab)
    assert kinds()[0] == ("heading", 2)
    QTest.keyClick(line(page, 0), Qt.Key.Key_Tab)
    assert kinds()[0] == ("own", 1)
    for _ in range(3):
        QTest.keyClick(line(page, 0), Qt.Key.Key_Backtab)
    assert kinds()[0] == ("heading", 1)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    QTest.keyClick(line(page, 2), Qt.Key.Key_3, both)
    assert kinds()[2][0] == "opinion"


def test_alt_and_the_arrows_move_a_part_and_undo_puts_it_back(window, page):
    line(page, 2).setFocus()
    QTest.keyClick(line(page, 2), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert texts(page) == [OUTLINE[0], OUTLINE[2], OUTLINE[1]]
    assert line(page, 1).hasFocus()
    assert stored(window, page) == [OUTLINE[0], OUTLINE[2], OUTLINE[1]]
    assert window.session.library.undo_label == "移动一段"
    QTest.keyClick(line(page, 1), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    wait(lambda: texts(page) == list(OUTLINE))
    QTest.keyClick(line(page, 1), Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    wait(lambda: texts(page) == [OUTLINE[0], OUTLINE[2], OUTLINE[1]])


def test_ctrl_z_takes_typing_back_in_one_step(window, page):
    line(page, 1).setFocus()
    line(page, 1).put_at(-1)
    for letter in "abcdef":
        QTest.keyClicks(line(page, 1), letter)
    QTest.keyClick(line(page, 1), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    wait(lambda: texts(page) == list(OUTLINE))
    assert stored(window, page) == list(OUTLINE)


def test_the_caret_walks_from_part_to_part(page):
    line(page, 0).setFocus()
    QTest.keyClick(line(page, 0), Qt.Key.Key_Down)
    assert line(page, 1).hasFocus()
    QTest.keyClick(line(page, 1), Qt.Key.Key_Up)
    assert line(page, 0).hasFocus()


def test_words_an_input_method_is_composing_are_not_stored_nor_disturbed(window, page):
    editor = line(page, 1)
    editor.setFocus()
    editor.put_at(-1)
    QApplication.sendEvent(editor, QInputMethodEvent("zhi bu", []))
    assert editor.composing
    page.flush()
    page._load()
    settle(window)
    assert editor.composing
    assert texts(page) == list(OUTLINE)
    done = QInputMethodEvent()
    done.setCommitString("支部")
    QApplication.sendEvent(editor, done)
    wait(lambda: stored(window, page)[1] == "支部每周开短会。支部")


def test_a_quote_dropped_between_two_parts_stands_there_with_its_source(window, page):
    ground, block = page.editor.ground, page.editor.blocks[2]
    place = QPointF(40, block.mapTo(ground, block.rect().topLeft()).y() + 1)
    data = carried(quote(window))
    event = QDropEvent(place, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    ground.dropEvent(event)
    wait(lambda: len(page.editor.blocks) == 4)
    settle(window)
    made = page.editor.blocks[2]
    assert isinstance(made, QuoteBlock)
    assert "[1]" in made.whose.text()
    assert "六个故事" in page.editor.foot.text()
    assert stored(window, page)[2] == quote(window).text
    assert window.session.library.undo_label == "加引文"


def test_a_part_dropped_elsewhere_moves_there(window, page):
    from PySide6.QtCore import QMimeData

    data = QMimeData()
    data.setData(PART, page.editor.blocks[0].part.id.encode())
    last = page.editor.blocks[-1]
    event = QDropEvent(
        QPointF(40, last.mapTo(page.editor.ground, last.rect().bottomLeft()).y() + 9),
        Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    page.editor.ground.dropEvent(event)
    assert stored(window, page) == [OUTLINE[1], OUTLINE[2], OUTLINE[0]]


def test_a_quote_is_pasted_as_one_and_lines_of_words_as_paragraphs(window, page):
    QGuiApplication.clipboard().setMimeData(carried(quote(window)))
    line(page, 1).setFocus()
    line(page, 1).paste()
    wait(lambda: len(page.editor.blocks) == 4)
    settle(window)
    assert isinstance(page.editor.blocks[2], QuoteBlock)
    QGuiApplication.clipboard().setText("甲段\n\n乙段")
    line(page, 3).setFocus()
    line(page, 3).paste()
    assert texts(page)[4:] == ["甲段", "乙段"]


@pytest.mark.parametrize(
    "hostile", [Quote("nobody", 0, 4, "假话"), Quote("", 0, 4, "假话"), Quote("nobody", 7, 9**12, "假话")]
)
def test_a_quote_of_no_case_is_refused_in_words_and_leaves_the_brief_alone(window, page, hostile):
    with suppress(Exception):
        page._quote(hostile, 1)
    settle(window)
    assert texts(page) == list(OUTLINE)


def test_highlights_of_the_scope_are_taken_in_from_the_side_by_enter(window, page):
    case = cases(window)["护士长的账本"]
    window.session.library.highlight(case.id, 0, 8, text="学这一条")
    wait(lambda: page.side.excerpts.count() == 1)
    line(page, 2).setFocus()
    page.side.excerpts.setCurrentRow(0)
    QTest.keyClick(page.side.excerpts, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    wait(lambda: len(page.editor.blocks) == 5)
    settle(window)
    assert texts(page)[3:] == [case.text[:8], "学这一条"]
    carried_ = page.side.excerpts.mimeData([page.side.excerpts.item(0)])
    assert carried_.hasFormat("application/x-xinglin-quote")


def test_a_passage_chosen_in_the_text_beside_is_quoted_and_its_case_named_as_a_source(window, page):
    case = cases(window)["山里来了专家"]
    page.side.cases.set_value(case.id)
    page._show_text(case.id)
    settle(window)
    cursor = page.side.original.textCursor()
    cursor.setPosition(2)
    cursor.setPosition(9, cursor.MoveMode.KeepAnchor)
    page.side.original.setTextCursor(cursor)
    line(page, 2).setFocus()
    QTest.keyClick(page.side.original, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait(lambda: len(page.editor.blocks) == 4)
    assert texts(page)[3] == case.text[2:9]
    line(page, 2).setFocus()
    line(page, 2).put_at(-1)
    page.side.cited.emit(case.title, case.id)
    settle(window)
    assert line(page, 2).toPlainText().endswith("[[山里来了专家]]")
    wait(lambda: case.id in stored(window, page)[2])
    assert page.editor.missing == ()


def test_sentences_without_a_source_are_listed_and_can_be_owned(window, page):
    page.editor.number()
    assert [one.sentence for one in page.editor.missing] == ["门诊候诊缩短到10分钟。"]
    assert page.side.tabText(2) == "核对 1"
    page.side.sentence_wanted.emit(page.editor.missing[0].part_id)
    assert line(page, 2).hasFocus()
    page.side.allowed.emit(page.editor.missing[0].part_id)
    assert page.editor.missing == ()
    settle(window)
    assert briefing.opened(window.session.library, page.brief.id).brief.parts[2].kind == "opinion"


def test_a_deleted_case_leaves_the_quote_and_says_so(window, page):
    page._quote(quote(window), 1)
    wait(lambda: len(page.editor.blocks) == 4)
    settle(window)
    source = page.editor.foot.text()
    window.session.library.delete_cases([cases(window)["护士长的账本"].id])
    wait(lambda: "已删除" in page.editor.blocks[1].state.text())
    assert page.editor.foot.text() == source
    assert not page.editor.blocks[1].go.isVisible()


def test_a_quote_leads_back_to_its_passage_and_a_key_deletes_it(window, page):
    page._quote(quote(window), 1)
    wait(lambda: len(page.editor.blocks) == 4)
    settle(window)
    block = page.editor.blocks[1]
    block.setFocus()
    QTest.keyClick(block, Qt.Key.Key_Delete)
    assert stored(window, page) == list(OUTLINE)
    window.session.library.undo()
    wait(lambda: len(page.editor.blocks) == 4)
    page.editor.blocks[1].opened.emit()
    settle(window)
    assert window.desk.reader.page.selected() == (0, 12)


def test_all_of_it_is_copied_with_numbers_and_goes_out_as_a_sheet(window, page):
    from app.task import QUIET

    page._quote(quote(window), 2)
    wait(lambda: len(page.editor.blocks) == 4)
    settle(window)
    page.copy.click()
    text = QGuiApplication.clipboard().text()
    assert "”（护士长的账本 §1）[1]" in text
    assert "[1] 六个故事[Z]." in text
    sheet = page.exported()(QUIET)
    assert sheet.title == "学习简报"
    assert [part.kind for part in sheet.parts] == ["heading", "own", "quote", "own"]


def test_there_are_as_many_briefs_as_one_likes_and_none_to_begin_with(window):
    window.commands.using.open("brief")
    page = window.commands.using.frame.page
    settle(window)
    assert page.empty.isVisible()
    assert page.exported() is None
    page.begin.click()
    wait(lambda: page.brief is not None and page.editor.blocks)
    settle(window)
    first = page.brief.id
    QTest.keyClicks(line(page, 0), "one")
    page._new()
    wait(lambda: page.brief and page.brief.id != first and page.editor.blocks)
    settle(window)
    assert texts(page) == [""]
    page._open(first)
    wait(lambda: texts(page) == ["one"])
    page._delete()
    wait(lambda: page.brief and page.brief.id != first)
    window.session.library.undo()
    wait(lambda: len(page.heads) == 2)


def test_every_part_has_a_name_that_is_read_aloud(window, page):
    page._quote(quote(window), 1)
    wait(lambda: len(page.editor.blocks) == 4)
    settle(window)
    told = [
        block.line.accessibleName() if isinstance(block, TextBlock) else block.accessibleName()
        for block in page.editor.blocks
    ]
    assert told[0].startswith("一级标题")
    assert told[1].startswith("引文 [1]")
    assert told[2].startswith("自己的话")


def test_without_a_brief_there_is_nothing_to_choose_or_copy_and_the_keys_are_on_what_begins_one(window):
    library = window.session.library
    for head in briefing.every(library):
        briefing.delete(library, head.id)
    window.commands.using.open("brief")
    settle(window)
    shown = window.commands.using.frame.page
    assert not shown.which.isVisible()
    assert not shown.copy.isVisible()
    shown.setFocus()
    assert shown.begin.hasFocus()
    shown.begin.click()
    settle(window)
    assert shown.which.isVisible()
    assert shown.which.text().strip() == f"《{shown.brief.name}》"


def test_a_new_brief_and_one_that_is_chosen_take_the_keys_at_once(window, page):
    first = page.brief.id
    page._new()
    wait(lambda: page.brief.id != first and page.brief.name)
    settle(window)
    QTest.keyClicks(QApplication.focusWidget(), "abc")
    wait(lambda: stored(window, page) == ["abc"])
    page._open(first)
    wait(lambda: page.brief.name and page.brief.id == first and page.editor.blocks)
    settle(window)
    assert page.editor.holding() is page.editor.blocks[0]


def test_a_long_brief_is_whole_before_all_of_it_is_on_the_page(page):
    parts = [Part(id=f"p{n}", kind="own", text=f"第{n}句话") for n in range(90)]
    page.editor.show_parts(parts)
    assert [part.text for part in page.editor.parts()] == [part.text for part in parts]
    page.editor.go_to("p80")
    assert page.editor.blocks[80] is page.editor.holding()
    assert len(page.editor.blocks) == 90
    tops = [block.y() for block in page.editor.blocks]
    assert tops == sorted(set(tops))


def test_what_did_not_change_is_not_touched(page, monkeypatch):
    from PySide6.QtWidgets import QLabel

    page.editor.show_parts([Part(id=f"p{n}", kind="own", text=f"提高{n}%。") for n in range(30)])
    page.editor.finish()
    touched = []
    monkeypatch.setattr(QLabel, "setVisible", lambda label, on: touched.append((label, on)))
    line(page, 3).insertPlainText("本院")
    page.editor.number()
    assert [one for one in touched if one[0].objectName() == "briefMark"] == []
