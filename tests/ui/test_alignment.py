"""What stands on one line stands on one line: fields below fields, words below words, texts beside each other."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QDialogButtonBox, QLabel

from app.services.rounds import Going
from app.ui import theme
from app.ui.compare.brief_side import Excerpts
from app.ui.compare.round_back import GiveBack
from app.ui.compare.round_start import StartRound
from app.ui.compare.which import Which
from app.ui.dialogs.bulk import BulkEdit, There
from app.ui.dialogs.export import ExportDialog, Scope
from app.ui.hanging import hang
from app.ui.notes.markdown import Markdown
from app.ui.picking import Pick, Several
from app.ui.review.rows import Row
from app.ui.review.setting import GAP, INSIDE, fits, laid_out, measured, reckoned
from db.records import Note
from tests.ui.conftest import settle, wait

MARKED = "## 看法\n\n这一条**要紧**。\n\n> 先做成一件\n\n- [ ] 问财务\n- [x] 已报院办"


def left(widget, home):
    return widget.mapTo(home, QPoint(0, 0)).x()


def right(widget, home):
    return left(widget, home) + widget.width()


def note(text, quote=""):
    return Note(id="n", case_id="c", kind="case", text=text, quote=quote)


@pytest.fixture
def room(make_window, library_file):
    return make_window(library_file)


def test_a_briefs_list_of_notes_has_no_marks_of_markdown(qt):  # noqa: ARG001 - Qt comes first
    from app.services.briefing import Excerpt

    shown = Excerpts()
    shown.fill([Excerpt(note=note(MARKED), case_title="一案", paragraph=0)])
    words = shown.item(0).text()
    assert "看法 这一条要紧。 先做成一件 问财务 已报院办" in words
    assert not set("#*>[]") & set(words)


def test_notes_to_be_given_back_have_no_marks_of_markdown(room):
    dialog = GiveBack([Going(note(MARKED), "一案", 1, fresh=True)], (1, 2), room)
    words = dialog.notes.item(0).text()
    assert words.startswith("看法 这一条要紧。")
    assert not set("#*>[]") & set(words)


def test_fields_of_the_export_dialog_stand_in_one_column(room):
    room.shell.resize(1366, 768)
    dialog = ExportDialog([Scope("当前列表", ("a", "b"))], "pdf", "选编", Path.cwd(), room)
    dialog.show()
    settle(room)
    choices, bar = dialog.choices, dialog.templates
    fields = [bar.list, choices.scope, choices.title, choices.layout_, choices.fields, choices.colours, choices.place]
    assert len({left(one, dialog) for one in fields}) == 1
    assert len({right(one, dialog) for one in fields[1:]}) == 1
    ends = max(right(one, dialog) for one in bar.findChildren(type(choices.fields).__mro__[1]))
    assert ends == right(choices.scope, dialog)
    assert len({one.height() for one in (choices.scope, choices.title)}) == 1
    assert abs(choices.fields.height() - choices.scope.height()) <= 1


def test_fields_and_buttons_of_a_form_end_at_one_edge(room):
    for dialog, field in (
        (BulkEdit(2, There(), room), lambda one: one.add_tags),
        (StartRound("共读", 3, room), lambda one: one.name),
    ):
        dialog.show()
        settle(room)
        buttons = dialog.findChild(QDialogButtonBox)
        last = max(right(one, dialog) for one in buttons.buttons())
        assert last == right(field(dialog), dialog)
        dialog.close()


def test_ways_to_answer_stand_close_below_each_other(room):
    dialog = StartRound("共读", 3, room)
    dialog.questions.setPlainText("能不能在我院做？\n难在哪里？")
    dialog.show()
    settle(room)
    first, second = dialog.ways
    assert second.mapTo(dialog, QPoint(0, 0)).y() - first.mapTo(dialog, QPoint(0, 0)).y() < 60


def test_both_questions_of_a_round_have_the_same_row_of_buttons(room):
    for dialog in (StartRound("共读", 3, room), GiveBack([], (0, 1), room)):
        (row,) = dialog.findChildren(QDialogButtonBox)
        assert [button.text() for button in row.buttons()] == [dialog.do.text(), "取消"]
        assert dialog.do.isDefault()
        refused = []
        dialog.rejected.connect(lambda refused=refused: refused.append(1))
        row.buttons()[1].click()
        assert refused


def test_a_choice_too_long_for_its_box_ends_in_dots(qt):  # noqa: ARG001 - Qt comes first
    from PySide6.QtWidgets import QStyleOptionComboBox

    box = Pick("看哪个问题", [("a", "这一做法能不能在我院的门诊和病房一起做起来")], None)
    box.resize(150, 30)
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    assert option.currentText.endswith("…")
    assert box.currentText().endswith("做起来")


def test_several_choices_keep_their_words_and_name(qt):  # noqa: ARG001 - Qt comes first
    several = Several("颜色", "各种颜色", None)
    several.fill([("yellow", "黄 & 白")])
    assert several.accessibleName() == "颜色：各种颜色"
    several.fill([("yellow", "黄 & 白"), ("blue", "蓝")])
    several.set_value(["yellow"])
    assert several.text() == "黄 && 白"


def test_a_long_name_gives_way_in_the_button_that_tells_it(room):
    button = Which("共读", lambda: None, room)
    button.tell("绩效" * 30)
    button.show()
    for width in (100, 150, 260):
        button.resize(width, 30)
        assert button.fontMetrics().horizontalAdvance(button.text()) <= width - 2
        assert "…" in button.text()
        assert button.accessibleName().endswith("绩效" * 30)


def test_the_name_of_a_notes_case_is_shortened_to_the_room_there_is(room):
    room.commands.using.open("notes")
    single = room.commands.using.frame.page.single
    single.show_note(note("一条"), "一个很长的案例题目" * 8)
    for width in (220, 300, 600):
        single.setFixedWidth(width)
        wait(lambda: single.width() == single.maximumWidth())
        assert single.home.fontMetrics().horizontalAdvance(single.home.text()) <= min(330, width - 40)
        assert "…" in single.home.text()
    assert single.home.accessibleName() == "打开：" + "一个很长的案例题目" * 8


def test_an_opening_quotation_mark_is_hung_out_by_its_blank(qt):  # noqa: ARG001 - Qt comes first
    font = theme.sans(theme.BODY, bold=True)
    ink = QFontMetricsF(font)
    for words in ("“三带”制度", "「甲」"):
        begins = ink.tightBoundingRect(words[0]).left() - hang(words, font)
        assert abs(begins - ink.tightBoundingRect("国").left()) <= 1
    assert hang("三带制度", font) == 0
    assert hang("", font) == 0
    assert hang("“", QFont(font)) >= 0


def test_the_name_on_a_practices_card_begins_with_its_facts(room):
    room.commands.using.open("practices")
    page = room.commands.using.frame.page
    wait(lambda: page.card.card is not None)
    title, facts = page.card.title, page.card.facts
    assert left(title, page) + title.contentsMargins().left() == left(facts, page) + facts.contentsMargins().left()


def test_kinds_of_notes_have_their_counts_and_signs_apart_from_their_names(room):
    room.commands.using.open("notes")
    page = room.commands.using.frame.page
    wait(lambda: page.filters.kinds.count() > 0)
    kinds = page.filters.kinds
    assert kinds.item(0).text() == "全部笔记　0"
    assert kinds.item(1).text() == "“” 摘录　0"
    assert kinds.sizeHintForRow(0) * kinds.count() <= kinds.height()
    assert left(kinds, page) == left(page.filters.colours, page)


def test_two_texts_begin_on_one_line_however_long_their_titles(desk, ids, case):  # noqa: ARG001 - opened first
    desk.resize(1300, 800)
    desk.show()
    desk.pair.open(ids[1])
    other = desk.pair.aside.reader
    wait(lambda: other.shown is not None)

    def top(reader):
        return reader.page.mapTo(desk, QPoint(0, 0)).y()

    wait(lambda: top(desk.reader) == top(other))
    other.header.title.setText("一个很长很长的题目" * 9)
    wait(lambda: other.head.wanted > desk.reader.head.wanted)
    wait(lambda: top(desk.reader) == top(other))
    desk.pair.shut()
    wait(lambda: desk.reader.head.height() == desk.reader.head.wanted)


def test_the_note_on_a_piece_under_review_never_lies_over_its_words(qt):  # noqa: ARG001 - Qt comes first
    words = "候诊由一小时缩短到十分钟"
    note = "版头导语，不入库"
    width = int(QFontMetricsF(theme.serif(15)).horizontalAdvance(words))
    assert measured(words, width + 200, note) == 1
    assert measured(words, width + 10, note) == 2
    assert measured(words, width + 10) == 1
    room = width + GAP + int(QFontMetricsF(theme.sans(theme.SMALL)).horizontalAdvance(note)) - INSIDE + 6
    assert fits(laid_out(words, room, []), room, note)
    for wide in range(60, 700, 20):
        assert reckoned(words, wide, note) >= measured(words, wide, note) or wide < 100
    assert Row("piece", 0, 1, 0, words, note).note == note


def test_markdown_is_not_set_again_when_nothing_changed(qt):  # noqa: ARG001 - Qt comes first
    shown = Markdown()
    shown.show_text("# 题\n\n- [ ] 一件", "#aa0000", theme.LIGHT)
    before = shown._document.revision()
    shown.show_text("# 题\n\n- [ ] 一件", "#aa0000", theme.LIGHT)
    assert shown._document.revision() == before
    shown.show_text("# 题\n\n- [ ] 两件", "#aa0000", theme.LIGHT)
    assert "两件" in shown.accessibleName()


def test_labels_of_dialogs_are_words_a_person_reads(room):
    from app.ui.dialogs.about import About

    dialog = About(room)
    assert dialog.choice.itemText(0) == "杏林案库（MIT）"
    assert all(label.text() for label in dialog.findChildren(QLabel))
