# ruff: noqa: ARG001 - some fixtures are wanted only for what they set up
"""Ways through one case and between two: places, jumps, outline, paragraphs, finding, what stands beside."""

import json

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.settings import Settings, changed
from app.ui.reading import contents
from app.ui.reading.aside import back, there
from app.ui.reading.going import place
from app.ui.record import quoting
from db.records import Span
from tests.ui.reading_fixtures import TEXT, document, hospital, settle, span, wait


def long_case(library, name="long.txt"):
    text = "\n".join(
        f"{'一二三四五六七八九十'[n // 6]}、第{n}段讲门诊\n" * (n % 6 == 0)
        + f"第{n}段。" + "门诊流程一改再改，患者少跑了3趟，“护士”也不再来回奔走。" * 6
        for n in range(60)
    )  # fmt: skip
    draft = hospital("一件很长的事", text=text, outline=(), practices=(), results=(), themes=(), spans=())
    return library.add_document(document(name, text), [draft])[0], text


def choose(desk):
    """Let the desk's wishes about settings come true, as the window does."""
    held = [Settings()]

    def take(values):
        held[0] = changed(held[0], **values)
        desk.set_settings(held[0])

    desk.settings_wanted.connect(take)
    return held


@pytest.mark.parametrize("size", [9, 12, 16, 24])
@pytest.mark.parametrize("width", [20, 30, 45])
def test_the_first_visible_character_stays_first_whatever_the_letters_and_the_column(desk, library, jobs, size, width):
    one, text = long_case(library)
    desk.show_case(one)
    settle(jobs)
    page = desk.reader.page
    page.go_to(text.index("第33段。") + 90, top=True)
    top = page.in_view().start
    for values in ({"reading_size": size}, {"column_width": width}, {"line_height": 2.4}, {"paragraph_space": 1.5}):
        desk.set_settings(changed(page._settings, **values))
        assert -2 <= page.y_of(top) <= 2
    desk.resize(600, 700)
    QApplication.processEvents()
    assert -2 <= page.y_of(top) <= 2
    desk.set_settings(Settings())
    desk.resize(850, 830)
    QApplication.processEvents()
    assert page.in_view().start == top


def test_what_is_set_later_does_not_move_what_is_looked_at(desk, library, jobs):
    text = "\n".join(f"第{n}段。" + "门诊流程一改再改，患者少跑了DRG趟。" * (n % 9) for n in range(3000))
    draft = hospital(text=text, outline=(), practices=(), results=(), themes=(), spans=())
    (one,) = library.add_document(document("many.txt", text), [draft])
    desk.show_case(one)
    settle(jobs)
    page = desk.reader.page
    at = text.index("第2400段")
    page.go_to(at, top=True)
    assert not page.galley.whole
    wait(lambda: page.galley.whole)
    assert -2 <= page.y_of(at) <= 2
    assert page.in_view().start == at


def test_control_and_the_wheel_change_the_size_of_the_letters(desk, jobs, case):
    held = choose(desk)
    page = desk.reader.page
    for way, size in ((120, 13), (120, 14), (-120, 13), (-120, 12)):
        centre = QPointF(page.viewport().rect().center())
        event = QWheelEvent(centre, page.viewport().mapToGlobal(centre), QPoint(), QPoint(0, way),
                            Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier,
                            Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
        QApplication.sendEvent(page.viewport(), event)
        assert held[0].reading_size == size
        assert page.document().defaultFont().pixelSize() == round(size * 4 / 3)


def test_every_choice_of_the_settings_window_shows_at_once(desk, jobs, case):
    held = choose(desk)
    desk.reader.call_looks()
    panel = desk.reader._panel
    panel._sliders["line_height"][0].setValue(0)
    assert held[0].line_height == pytest.approx(1.2)
    panel._switches["first_line_indent"].click()
    panel._switches["paragraph_numbers"].click()
    assert (held[0].first_line_indent, held[0].paragraph_numbers) == (False, True)
    assert desk.reader.page.galley.inset > 0
    next(b for b in panel.themes.buttons() if b.property("theme") == "dark").click()
    assert held[0].theme == "dark"
    panel.reset.click()
    assert (held[0].line_height, held[0].theme) == (Settings().line_height, "dark")
    panel.hide()


def test_the_outline_lists_the_headings_follows_the_scroll_and_can_be_searched(desk, library, jobs):
    choose(desk)
    desk.resize(1200, 830)
    one, text = long_case(library)
    desk.show_case(one)
    settle(jobs)
    desk.reader.outline_button.click()
    outline, page = desk.reader.outline, desk.reader.page
    assert outline.isVisible()
    assert outline.list.count() == 10
    page.go_to(text.index("第20段。"), top=True)
    wait(lambda: outline.list.currentItem() is not None and outline.list.currentItem().text().startswith("四、"))
    outline.field.setText("第48")
    assert [outline.list.item(row).text() for row in range(outline.list.count())] == ["九、第48段讲门诊"]
    QTest.keyClick(outline.field, Qt.Key.Key_Return)
    assert -2 <= page.y_of(text.index("九、第48段")) <= 2
    desk.reader.outline_button.click()
    assert outline.isHidden()


def test_an_outline_is_guessed_from_numbered_lines_and_never_made_up():
    text = "序言\n一、背景\n很长的话。\n（一）缘起\n更多的话。\n1.第一步\n又说。\n二、做法\n结束。"
    found = contents.contents(text, ())
    assert [(item.words, item.depth) for item in found] == [
        ("一、背景", 0), ("（一）缘起", 1), ("1.第一步", 2), ("二、做法", 0),
    ]  # fmt: skip
    assert all(text[item.start : item.end] == item.words for item in found)
    plain = contents.contents("第一句话。第二句。\n\n另一段，继续。", ())
    assert [(item.words, item.paragraph) for item in plain] == [("第一句话", 1), ("另一段", 2)]


def test_control_g_goes_to_a_paragraph_or_a_share_and_says_when_there_is_none(desk, library, jobs):
    one, text = long_case(library)
    desk.show_case(one)
    settle(jobs)
    bar, page = desk.reader.go_bar, desk.reader.page
    desk.reader.call_go()
    bar.field.setText("§999")
    assert "没有这一段" in bar.told.text()
    bar.field.setText("§12")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.isHidden()
    wanted = [line for line in text.split("\n") if line.strip()][11]
    assert -2 <= page.y_of(text.index(wanted)) <= 2
    assert place("50%", text) == len(text) // 2
    assert [place(wrong, text) for wrong in ("", "x", "0", "-3", "十二")] == [None] * 5


def test_a_case_opens_at_the_paragraph_a_link_names(desk, library, jobs, ids):
    one, text = long_case(library)
    desk.show_case(one, paragraph=20)
    settle(jobs)
    wanted = [line for line in text.split("\n") if line.strip()][19]
    assert -2 <= desk.reader.page.y_of(text.index(wanted)) <= 2
    desk.show_case(one, paragraph=5000)
    settle(jobs)
    assert desk.case_id == one


def test_a_paragraph_number_is_shown_and_a_click_on_it_copies_its_link(desk, jobs, case):
    desk.set_settings(changed(Settings(), paragraph_numbers=True))
    page = desk.reader.page
    y = page.y_of(span("几年前")["start"]) + 8
    QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(8, y))
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == "[[把候诊队伍变短的服务改进#§2]]"
    quote = quoting.taken(data)
    assert (quote.case_id, quote.paragraph) == (case, 2)
    assert TEXT[quote.start : quote.end] == quote.text
    assert quoting.linked("见 " + data.text()) == (("把候诊队伍变短的服务改进", 2),)


def test_what_is_dragged_from_a_page_carries_its_words_and_where_they_stand(desk, case):
    where = span("症结在管理而不在人手")
    desk.reader.page.select(where["start"], where["end"])
    data = desk.reader.page.createMimeDataFromSelection()
    assert data.text() == "症结在管理而不在人手"
    told = json.loads(bytes(data.data(quoting.MIME).data()))
    assert {key: told[key] for key in ("case_id", "start", "end", "text")} == {
        "case_id": case, **where, "text": "症结在管理而不在人手",
    }  # fmt: skip


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"[]", b"null", b'{"case_id":1}', b'{"case_id":"a","start":5,"end":2,"text":"x"}', b"[" * 9999,
     b'{"case_id":"a","start":true,"end":2,"text":"x"}', b'{"case_id":"a","start":0,"end":2,"text":" "}', b"\xff\xfe"],
)  # fmt: skip
def test_what_only_calls_itself_a_quote_is_none(application, raw):
    data = QMimeData()
    data.setData(quoting.MIME, raw)
    assert quoting.taken(data) is None
    assert quoting.taken(None) is None


def test_find_counts_marks_and_minds_case_words_and_marks(desk, jobs, case):
    bar = desk.reader.find_bar
    desk.reader.call_find()

    def asked(words):
        bar.field.setText(words)
        bar._ask()
        settle(jobs)
        return [TEXT[mark.start : mark.end] for mark in desk.reader.page._hits]

    assert asked("门诊") == ["门诊", "门诊"]
    assert bar.count.text().endswith("/ 2")
    assert asked("𠮷林來") == ["𠮷林来"]
    assert asked("说以前") == []
    bar.choices["loose"].click()
    assert asked("说以前") == ["说：“以前"]
    bar.choices["loose"].click()
    bar.choices["whole"].click()
    assert asked("诊") == []
    assert asked("门诊")
    bar.leave()
    assert desk.reader.page._hits == ()


def test_jumps_are_told_so_that_one_can_go_back(desk, library, jobs):
    one, text = long_case(library)
    desk.show_case(one)
    settle(jobs)
    told = []
    desk.jumped.connect(lambda *way: told.append(way))
    desk.reader.leap(text.index("第30段。"))
    assert told == [(one, 0, text.index("第30段。"))]
    desk.show_case(one, at=0)
    settle(jobs)
    assert desk.reader.page.in_view().start == 0


def test_two_cases_stand_beside_each_other_each_with_its_own_highlights(desk, library, jobs, ids, case):
    desk.resize(1200, 830)
    where = span("推行“双主官”制度")
    library.highlight(ids[1], where["start"], where["end"], "green")
    desk.pair.open(ids[1])
    settle(jobs)
    aside = desk.pair.aside
    assert aside.reader.shown.case.id == ids[1]
    assert [ink.colour for ink in aside.reader.page._inks] == ["green"]
    assert desk.reader.page._inks == ()
    other = span("症结在管理而不在人手")
    aside.reader.page.select(other["start"], other["end"])
    aside.reader.page.setFocus()
    QTest.keyClick(aside.reader.page, "2")
    settle(jobs)
    assert [(n.start, n.colour) for n in library.notes(ids[1])] == [(other["start"], "blue"), (where["start"], "green")]
    assert len(aside.reader.page._inks) == 2
    data = aside.reader.page
    data.select(other["start"], other["end"])
    assert quoting.taken(data.createMimeDataFromSelection()).case_id == ids[1]
    desk.pair.shut()
    assert desk.pair.aside is None


def test_both_texts_scroll_together_when_joined_and_alone_when_free(desk, library, jobs):
    one, _ = long_case(library)
    two, _ = long_case(library, "other.txt")
    desk.resize(1200, 830)
    desk.show_case(one)
    desk.pair.open(two)
    settle(jobs)
    left, right = (r.page.verticalScrollBar() for r in (desk.reader, desk.pair.aside.reader))
    left.setValue(left.maximum() // 2)
    assert right.value() == 0
    desk.pair.aside.joined.click()
    assert right.value() / right.maximum() == pytest.approx(0.5, abs=0.05)
    right.setValue(right.maximum())
    assert left.value() == pytest.approx(left.maximum(), abs=3)
    desk.pair.aside.joined.click()
    left.setValue(0)
    assert right.value() == right.maximum()


def test_the_original_stands_beside_the_text_and_goes_with_it(desk, library, jobs):
    body = "\n".join(f"第{n}段。" + "门诊流程一改再改，患者少跑了3趟。" * 6 for n in range(60))
    whole = "版面头一行\n" * 30 + body
    draft = hospital(text=body, outline=(), practices=(), results=(), themes=(),
                     spans=(Span(len("版面头一行\n") * 30, len(body)),))  # fmt: skip
    (one,) = library.add_document(document("o.txt", whole), [draft])
    desk.resize(1200, 830)
    desk.show_case(one)
    settle(jobs)
    desk.pair.open_original()
    settle(jobs)
    original = desk.pair.aside.original
    desk.reader.page.go_to(body.index("第40段。"), top=True)
    wait(lambda: abs(original.top() - whole.index("第40段。")) < 120)


def test_places_lead_from_a_text_to_its_original_and_back():
    spans = (Span(100, 50), Span(10, 30))
    assert [there(spans, 80, at) for at in (0, 49, 50, 79)] == [100, 149, 10, 39]
    assert [back(spans, 80, at) for at in (100, 149, 10, 39)] == [0, 49, 50, 79]
    assert there((), 80, 7) == 7
    assert back((), 80, 700) == 79


def test_overlapping_highlights_are_both_there_to_click_one_after_the_other(desk, jobs, library, case):
    outer, inner = span("症结在管理而不在人手"), span("管理而不在")
    library.highlight(case, outer["start"], outer["end"], "yellow")
    library.highlight(case, inner["start"], inner["end"], "blue")
    settle(jobs)
    page = desk.reader.page
    wait(lambda: len(page._inks) == 2)
    told = []
    page.ink_clicked.connect(told.append)
    spot = QPoint(page.end_of(inner["start"], inner["start"] + 2).x() - 6, page.y_of(inner["start"]) + 8)
    for _ in range(2):
        QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert len(set(told)) == 2


def test_find_takes_an_expression_and_words_near_each_other(desk, jobs, case):
    bar = desk.reader.find_bar
    desk.reader.call_find()

    def asked(words):
        bar.field.setText(words)
        bar._ask()
        settle(jobs)
        return [TEXT[mark.start : mark.end] for mark in desk.reader.page._hits]

    bar.choices["pattern"].click()
    assert asked(r"\d+ 个增至 \d+") == ["12 个增至 50"]
    assert asked("(甲") == []
    assert "右括号" in bar.wrong.text()
    assert bar.wrong.isVisible()
    assert asked("候诊") == ["候诊"] * TEXT.count("候诊")
    assert not bar.wrong.isVisible()
    bar.choices["near"].click()
    assert not bar.choices["pattern"].isChecked()
    assert bar.near.isVisible()
    bar.near.setValue(4)
    assert asked("12 支部") == ["支部从 12"]
    asked("支部")
    assert "两个词" in bar.wrong.text()
    bar.leave()
    assert desk.reader.page._hits == ()
