# ruff: noqa: ARG001 - some fixtures are wanted only for what they set up
import base64
import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.messages import Trouble
from app.services import blanks
from app.services.pasting import pasted
from app.ui.notes import folding, pictures, writing
from app.ui.notes.markdown import Markdown
from app.ui.record import quoting
from db import linked
from tests.ui.reading_fixtures import settle, span, wait


def open_new(desk):
    desk.new_note()
    card = desk.margin.cards.card(desk.margin.notebook.entries[0].key)
    wait(lambda: card.editor is not None and card.editor.hasFocus())
    return card


def image(width=60, height=40, colour="#2f5d50"):
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(QColor(colour))
    return made


def encoded(made, form="PNG"):
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made.save(buffer, form)
    return bytes(held.data())


# --- formatted text


def test_formatted_text_becomes_markdown():
    html = (
        "<h2>标题 <b>粗</b></h2><p>一段<b> 粗 </b>字<br>换行 <a href='https://例.cn/a'>链</a></p>"
        "<ul><li>甲<ul><li>乙</li></ul></li><li><input type=checkbox checked>丙</li></ul>"
        "<table><tr><th>指标|名<th>值<tr><td>随访率<td><p>92%</p></table><blockquote><p>引文</p></blockquote>"
    )
    text = pasted(html).text
    assert "## 标题 **粗**" in text
    assert "一段 **粗** 字\n换行 [链](https://例.cn/a)" in text
    assert "- 甲\n    - 乙\n- [x] 丙" in text
    assert "| 指标\\|名 | 值 |\n| --- | --- |\n| 随访率 | 92% |" in text
    assert text.endswith("> 引文")


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script><p onclick=alert(1)>好</p>",
        "<svg><script>alert(1)</script></svg><p>好</p>",
        "<style>p{}</style><iframe src=javascript:alert(1)></iframe><p>好</p>",
        "<a href='javascript:alert(1)'>好</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>好</a>",
        "<img src=x onerror=alert(1)><p>好</p>",
        "<p>好<object data=file:///etc/passwd>alert</object></p>",
    ],
)
def test_nothing_that_runs_or_fetches_comes_in(html):
    text = pasted(html).text
    assert text == "好" or "好" in text
    assert not re.search("alert|javascript|file:|onerror|<", text)


@given(st.text(alphabet="<>/abiptdrhul=' 甲*`[]&;#!-\n", max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_html_is_read(html):
    text = pasted(html).text
    assert "\x00" not in text
    assert "\x01" not in text


def test_words_of_a_page_cannot_pretend_to_be_marks():
    assert pasted("<p># 不是标题</p><p>*星* [[不是链接|ab]]</p>").text == (
        "\\# 不是标题\n\n\\*星\\* \\[\\[不是链接\\|ab\\]\\]"
    )


# --- pictures


def test_a_picture_is_drawn_anew_and_made_smaller():
    kind, data, made = pictures.redrawn(encoded(image(3000, 300), "JPEG") + b"<script>hidden</script>")
    assert made.width() == 1600
    assert b"hidden" not in data
    assert (kind, data[:4]) == ("png", b"\x89PNG")
    loud = QImage(1500, 1500, QImage.Format.Format_RGB32)
    for x in range(0, 1500, 2):
        for y in range(0, 1500, 3):
            loud.setPixel(x, y, (x * y * 2654435761) & 0xFFFFFF | 0xFF000000)
    kind, data, _ = pictures.redrawn(loud)
    assert kind == "jpeg"
    assert len(data) < 3_000_000


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 100, "picture"),
        (b"RIFF0000AVI ", "picture"),
        (b"GIF89a\xff\xff\xff\xff" + b"\x00" * 20, "picture"),
        (b"\xff\xd8\xff" + b"0" * 40_000_000, "picture_large"),
    ],
)
def test_a_picture_that_is_none_or_too_much_is_refused(application, data, reason):
    with pytest.raises(Trouble, match=reason):
        pictures.redrawn(data)


def test_a_pasted_picture_stands_in_the_note_and_in_its_card(desk, library, jobs, case):
    card = open_new(desk)
    data = QMimeData()
    data.setImageData(image())
    card.editor.insertFromMimeData(data)
    wait(lambda: "](picture:" in card.editor.text())
    desk.flush()
    settle(jobs)
    (note,) = library.notes(case)
    (made,) = linked.pictures(note.text)
    assert library.pictures([made])[made].startswith(b"\x89PNG")
    QTest.keyClick(card.editor, Qt.Key.Key_Escape)
    settle(jobs)
    wait(lambda: card.body.pictures == {made} and card.body.heightForWidth(200) >= 40)
    card.edit()
    assert card.editor.text() == note.text
    assert "\ufffc" in card.editor.document().toRawText()
    card.editor.selectAll()
    assert card.editor.createMimeDataFromSelection().text() == note.text


def test_a_hostile_picture_is_refused_with_a_sentence(desk, library, jobs, case, tmp_path):
    troubles = []
    jobs.trouble.connect(troubles.append)
    bad = tmp_path / "图.png"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + b"junk" * 50)
    card = open_new(desk)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(bad)), QUrl.fromLocalFile(str(tmp_path / "没有.png"))])
    card.editor.insertFromMimeData(data)
    settle(jobs)
    wait(lambda: len(troubles) == 2)
    assert [error.reason for error in troubles] == ["picture", "picture"]
    assert card.editor.text() == ""


def test_pictures_in_formatted_text_come_along_and_addresses_are_not_followed(desk, library, jobs, case):
    address = "data:image/png;base64," + base64.b64encode(encoded(image())).decode()
    card = open_new(desk)
    data = QMimeData()
    data.setHtml(f"<p>前</p><img src='{address}'><img src='file:///etc/passwd' alt='远'><p>后</p>")
    data.setText("前后")
    card.editor.insertFromMimeData(data)
    wait(lambda: "](picture:" in card.editor.text())
    assert "passwd" not in card.editor.text()
    assert "前" in card.editor.text()


# --- the editor


def test_a_passage_dropped_into_a_note_is_a_quotation_that_leads_back(desk, library, jobs, ids, case):
    card = open_new(desk)
    quote = quoting.Quote(ids[1], 0, 4, "第一行\n第二行", "以科室为单位的协同评价", 3)
    card.editor.insertFromMimeData(quoting.carried(quote))
    desk.flush()
    settle(jobs)
    (note,) = library.notes(case)
    assert note.text == f"> 第一行\n> 第二行\n> —— [[以科室为单位的协同评价#§3|{ids[1]}]]\n"
    assert f"|{ids[1]}" not in card.editor.toPlainText()
    assert len(library.backlinks("case", ids[1])) == 1


def test_two_brackets_offer_cases_by_pinyin_and_enter_takes_one(desk, library, jobs, ids, case):
    card = open_new(desk)
    QTest.keyClicks(card.editor, "see [[ykswdw")
    completing = card.editor._completing
    wait(lambda: completing.open)
    assert "以科室为单位的协同评价" in completing._list.item(0).text()
    QTest.keyClick(card.editor, Qt.Key.Key_Return)
    assert card.editor.toPlainText() == "see [[以科室为单位的协同评价]]"
    assert card.editor.text() == f"see [[以科室为单位的协同评价|{ids[1]}]]"
    assert not completing.open
    QTest.keyClicks(card.editor, " [[zzzz")
    settle(jobs)
    assert not completing.open


def test_paragraphs_are_offered_behind_a_hash(desk, library, jobs, ids, case):
    card = open_new(desk)
    card.editor.insertPlainText("[[以科室为单位的协同评价#§2")
    wait(lambda: card.editor._completing.open)
    QTest.keyClick(card.editor, Qt.Key.Key_Tab)
    assert card.editor.text() == f"[[以科室为单位的协同评价#§2|{ids[1]}]]"
    assert card.editor.hasFocus()


def test_escape_closes_the_offer_before_it_leaves_the_editor(desk, library, jobs, case):
    card = open_new(desk)
    QTest.keyClicks(card.editor, "[[")
    wait(lambda: card.editor._completing.open)
    QTest.keyClick(card.editor, Qt.Key.Key_Escape)
    assert card.editing
    settle(jobs)
    assert not card.editor._completing.open
    QTest.keyClick(card.editor, Qt.Key.Key_Escape)
    assert not card.editing


def test_nothing_is_offered_while_words_are_composed(desk, jobs, case):
    card = open_new(desk)
    QTest.keyClicks(card.editor, "[[")
    wait(lambda: card.editor._completing.open)
    QApplication.sendEvent(card.editor, QInputMethodEvent("yi", []))
    assert card.editor.composing
    done = QInputMethodEvent("", [])
    done.setCommitString("医")
    QApplication.sendEvent(card.editor, done)
    assert card.editor.toPlainText() == "[[医"


def test_letters_are_set_while_they_are_typed_and_no_change_is_told_by_it(desk, jobs, case):
    card = open_new(desk)
    told = []
    card.editor.typed.connect(told.append)
    QTest.keyClicks(card.editor, "**bold** and # not")
    settle(jobs)
    formats = card.editor.document().firstBlock().layout().formats()
    assert any(one.start == 2 and one.length == 4 and one.format.fontWeight() > 500 for one in formats)
    assert told[-1] == "**bold** and # not"
    assert len(told) == len("**bold** and # not")


def test_lists_go_on_and_an_empty_item_ends_them(desk, case):
    card = open_new(desk)
    QTest.keyClicks(card.editor, "- [x] one")
    QTest.keyClick(card.editor, Qt.Key.Key_Return)
    QTest.keyClicks(card.editor, "two")
    QTest.keyClick(card.editor, Qt.Key.Key_Return)
    QTest.keyClick(card.editor, Qt.Key.Key_Return)
    QTest.keyClicks(card.editor, "3. a")
    QTest.keyClick(card.editor, Qt.Key.Key_Return)
    assert card.editor.text() == "- [x] one\n- [ ] two\n3. a\n4. "


def test_a_click_on_a_box_ticks_it_in_the_editor_and_in_the_card(desk, library, jobs, case):
    note = library.add_note(case, "清单\n- [ ] 甲\n- [ ] 乙\n```\n- [ ] 不是\n```")
    settle(jobs)
    desk.margin.focus_note(note.id)
    card = desk.margin.cards.card(note.id)
    wait(lambda: card.body.isVisible() and card.body.height() > 40)
    boxes = [
        point
        for y in range(0, card.body.height(), 4)
        if card.body.box_at(QPointF(6, y)) == 1
        for point in [card.body.mapTo(card, QPoint(6, y))]
    ]
    QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=boxes[len(boxes) // 2])
    desk.flush()
    settle(jobs)
    assert library.notes(case)[0].text == "清单\n- [ ] 甲\n- [x] 乙\n```\n- [ ] 不是\n```"
    assert library.undo_label == "改笔记“清单”"
    card.edit()
    settle(jobs)
    block = card.editor.document().findBlockByNumber(1)
    cursor = card.editor.textCursor()
    cursor.setPosition(block.position() + 3)
    QTest.mouseClick(card.editor.viewport(), Qt.MouseButton.LeftButton, pos=card.editor.cursorRect(cursor).center())
    assert card.editor.text().startswith("清单\n- [x] 甲\n- [x] 乙")


@given(st.text(alphabet="- []x*1.\n`甲", max_size=80), st.integers(0, 6))
@settings(max_examples=200, deadline=None)
def test_turning_a_box_changes_one_letter_at_most_and_back_again(text, number):
    turned = writing.turned(text, number)
    assert len(turned) == len(text)
    assert sum(a != b for a, b in zip(text, turned, strict=True)) <= 1
    if turned != text:
        assert writing.turned(turned, number).replace("X", "x") == text.replace("X", "x")


@given(st.text(alphabet="[]|#§1甲a\n", max_size=50))
@settings(max_examples=200, deadline=None)
def test_folding_and_unfolding_give_the_text_back(text):
    settled = linked.rewritten(text, lambda k: linked.written(k.name, k.id, k.paragraph, k.target))
    shown, held = folding.folded(settled)
    back = folding.unfolded(shown, held)
    assert [(k.id, k.paragraph) for k in linked.links(back)] == [(k.id, k.paragraph) for k in linked.links(settled)]


def test_names_that_lead_to_different_places_are_told_apart():
    shown, held = folding.folded("[[甲|aa]] [[甲|bb]] [[甲#§2|aa]]")
    assert shown == "[[甲]] [[甲·2]] [[甲#§2]]"
    assert folding.unfolded(shown, held) == "[[甲|aa]] [[甲·2|bb]] [[甲#§2|aa]]"


def test_a_note_of_a_megabyte_can_be_opened_written_and_left(desk, library, jobs, case):
    note = library.add_note(case, "第一行\n" + "很长的一段话。" * 150_000)
    settle(jobs)
    desk.margin.focus_note(note.id, edit=True)
    card = desk.margin.cards.card(note.id)
    QTest.keyClicks(card.editor, "!")
    QTest.keyClick(card.editor, Qt.Key.Key_Escape)
    settle(jobs)
    assert library.notes(case)[0].text.endswith("话。!")
    assert "共 1,050," in card.body.accessibleName()


BROKEN = (
    "| a | b\n| --", "[[[[[[[[", "```\n" * 50, "> " * 500 + "x", "- " * 300 + "y", "*" * 3000, "~~~\n|",
    f"![](picture:{'0' * 64})", "[a](javascript:alert(1))", "<script>alert(1)</script>", "[[名|!note:ab]]",
    "\ufdd00\ufdd1", "&#0;&#x1F600;",
)  # fmt: skip


@pytest.mark.parametrize("text", BROKEN)
def test_broken_markdown_is_shown_all_the_same(application, text):
    shown = Markdown()
    shown.resize(240, 100)
    shown.show_text(text, "#aa0000")
    assert shown.heightForWidth(240) > 0
    assert shown.link_at(QPointF(5, 5)) == ""
    shown.grab()


# --- kinds, templates


def test_a_kind_is_said_with_one_key_and_shown_with_a_word(desk, library, jobs, case):
    card = open_new(desk)
    QTest.keyClicks(card.editor, "call")
    QTest.keyClick(card.editor, Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    desk.flush()
    settle(jobs)
    assert library.notes(case)[0].purpose == "todo"
    assert card.head.box.isVisible()
    assert card.head.box.text() == "待办"
    card.head.box.click()
    settle(jobs)
    assert library.notes(case)[0].done
    assert card.head.box.text() == "已完成"
    QTest.keyClick(card.editor, Qt.Key.Key_Escape)
    QTest.keyClick(card, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    settle(jobs)
    assert card.head.kind.text() == "★ 可借鉴"
    assert card.accessibleName().startswith("可借鉴：")
    QTest.keyClick(card, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    settle(jobs)
    assert library.notes(case)[0].purpose == ""


def test_a_note_is_built_from_all_highlights_by_place_or_colour(desk, library, jobs, case):
    late = span("比多开几次会更管用")
    early = span("症结在管理而不在人手")
    library.highlight(case, late["start"], late["end"], "yellow", "要学")
    library.highlight(case, early["start"], early["end"], "blue")
    title = library.case(case).title
    filling = blanks.Filling(library.case(case), library.notes(case))
    text = blanks.filled("# {案例}\n{摘录}\n{单位}", filling)
    assert text.index("症结在管理") < text.index("比多开几次")
    assert f"> —— [[{title}#§2|{case}]]" in text
    assert "要学" in text
    assert text.endswith("赣州市人民医院")
    by_colour = blanks.Filling(library.case(case), library.notes(case), "colour", {"yellow": "可借鉴", "blue": "蓝色"})
    text = blanks.filled("{摘录}", by_colour)
    assert text.index("### 可借鉴") < text.index("比多开几次") < text.index("### 蓝色") < text.index("症结在管理")
    settle(jobs)
    desk.margin.write_note(blanks.filled("{摘录}", filling))
    settle(jobs)
    assert len(library.notes(case)) == 3
    assert len(library.backlinks("case", case)) == 1


def test_colours_say_what_they_mean_where_they_are_chosen(desk, library, jobs, case):
    place = span("症结在管理而不在人手")
    note = library.highlight(case, place["start"], place["end"])
    settle(jobs)
    desk.margin.focus_note(note.id)
    desk.margin.choose(note.id)
    library.set_meanings({"yellow": "可借鉴"})
    desk.margin.around.refresh()
    settle(jobs)
    card = desk.margin.cards.card(note.id)
    assert card._tools.inks["yellow"].toolTip() == "改为黄色·可借鉴"
    assert "黄色·可借鉴高亮" in card.accessibleDescription()


def test_the_links_tab_tells_which_notes_lead_here(desk, library, jobs, ids, case):
    library.add_note(ids[1], f"参看 [[x|{case}]] 的做法")
    desk.margin.tabs.setCurrentIndex(2)
    settle(jobs)
    desk.show_case(ids[1])
    settle(jobs)
    desk.show_case(case)
    settle(jobs)
    from app.ui.record.listing import Row

    rows = [row.accessibleName() for row in desk.margin.links.findChildren(Row)]
    assert any("参看 把候诊队伍变短的服务改进 的做法" in row for row in rows)


def test_five_hundred_highlights_stand_beside_their_passages_without_touching(desk, library, jobs, case):
    with_text = library.case(case).text
    for at in range(500):
        start = at % (len(with_text) - 8)
        library.highlight(case, start, start + 6, "yellow" if at % 2 else "blue", "长" * (at % 7) * 30)
    desk.reader.refresh()
    settle(jobs)
    wait(lambda: len(desk.margin.cards._cards) == 500, 60)
    QTest.qWait(50)
    settle(jobs)
    boxes = [desk.margin.cards.card(entry.key).geometry() for entry in desk.margin.notebook.entries]
    assert all(one.bottom() < two.top() for one, two in itertools.pairwise(boxes))
    key = desk.margin.notebook.entries[321].key
    desk._ink_clicked(key)
    settle(jobs)
    card = desk.margin.cards.card(key)
    assert card.property("chosen")
    top = card.mapTo(desk.margin.cards.viewport(), QPoint(0, 0)).y()
    assert 0 <= top < desk.margin.cards.viewport().height()


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>未闭合<b><i>", "未闭合"),
        ("<b><i></i></b>话", "话"),
        ("<b>未闭合<p>两段</p>", "**未闭合**\n\n**两段**"),
        ("<pre>if 甲:\n    乙 *丙*</pre>后", "```\nif 甲:\n    乙 *丙*\n```\n\n后"),
        ("<pre>```</pre>", "````\n```\n````"),
    ],
)
def test_code_keeps_its_lines_between_fences_and_signs_around_nothing_go(html, text):
    assert pasted(html).text == text
