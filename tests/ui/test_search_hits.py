"""From hit to hit over the ends of cases, all hits as lines, cards of several heights, names by pinyin."""

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest

from app.services.library import Library
from app.ui import theme
from app.ui.dialogs.palette import ActionPalette
from app.ui.library.cards import HEIGHT, MORE, _kin_place, _lines_place, height
from app.ui.search.lines import place
from app.ui.search.marking import cut
from app.ui.search.matching import meant
from db.records import CaseDraft, DocumentDraft, Mark
from tests.ui.conftest import settle

GAP = "这里说的是别的事，一句接一句，说了很久也没有说完。" * 12
TEXTS = (
    ("甲院", f"随访电话打给每一位病人。{GAP}\n随访之后再改方案。{GAP}\n年底再看随访记录。"),
    ("乙院", "随访由护士做。"),
    ("丙院", "病人自己填随访表，随访表连着手机。"),
)


@pytest.fixture
def library_file(tmp_path):
    path = tmp_path / "命中.xinglin"
    library = Library.open(path)
    drafts = [CaseDraft(kind="other", title=title, text=text) for title, text in TEXTS]
    drafts.append(CaseDraft(kind="other", title="随访的标题", text="正文里没有那个词。"))
    library.add_document(DocumentDraft(path="/d/h.txt", name="h.txt", text="四件事", fingerprint="hits"), drafts)
    library.close()
    return path


@pytest.fixture
def asked(window):
    window.session.search("随访")
    settle(window)
    return window


def step(window, back=False):
    action = next(a for a in window.commands.every() if a.text() == ("上一处命中" if back else "下一处命中"))
    action.trigger()
    settle(window)
    return window.foot.stood.text()


def test_next_goes_over_the_end_of_a_case_into_the_next_one_and_says_where(asked):
    ids = asked.list.ids()
    asked.go_to(ids[0])
    settle(asked)
    told = [step(asked) for _ in range(8)]
    marks = {one: len(asked.session.library.marks("随访", asked.session.library.case(one).text)) for one in ids}
    expected = []
    for number, one in enumerate(ids, 1):
        if marks[one]:
            expected += [f"第 {n + 1}/{marks[one]} 处 · 第 {number}/4 案" for n in range(marks[one])]
        else:
            expected.append(f"命中在标题、名称或笔记里 · 第 {number}/4 案")
    # the case that is stood on at first is gone through when it has hits; else the next one follows
    if not marks[ids[0]]:
        expected = expected[1:]
    expected += ["后面没有命中了"] * (8 - len(expected))
    assert told == expected
    assert asked.list.current() == ids[-1] == asked.desk.case_id


def test_back_comes_into_a_case_at_its_last_hit(asked):
    ids = asked.list.ids()
    long = next(one for one in ids if asked.list.row(one).title == "甲院")
    at = ids.index(long)
    if at == len(ids) - 1:
        pytest.fail("the longest text stands last")
    asked.go_to(ids[at + 1])
    settle(asked)
    text = step(asked, back=True)
    while asked.desk.case_id != long:
        text = step(asked, back=True)
    assert text == f"第 3/3 处 · 第 {at + 1}/4 案"


def test_without_words_next_stays_and_says_nothing(window):
    assert step(window) == ""


def test_another_question_takes_the_place_from_the_foot(asked):
    assert step(asked)
    asked.session.search("")
    settle(asked)
    assert asked.foot.stood.text() == ""


def test_all_hits_are_listed_with_what_stands_round_them_and_lead_to_their_place(asked):
    long = next(one for one in asked.list.ids() if asked.list.row(one).title == "甲院")
    asked.go_to(long)
    settle(asked)
    asked.commands.actions["hit_lines"].trigger()
    settle(asked)
    sheet = asked.commands.searching.hits.sheet
    assert [place(line) for line in sheet.lines()] == ["第 1 段", "第 2 段", "第 3 段"]
    assert {line.hit for line in sheet.lines()} == {"随访"}
    QTest.keyClick(sheet.list, Qt.Key.Key_Down)
    QTest.keyClick(sheet.list, Qt.Key.Key_Down)
    QTest.keyClick(sheet.list, Qt.Key.Key_Return)
    settle(asked)
    line = sheet.lines()[2]
    assert asked.desk.reader.page.selected() == (line.start, line.end)
    assert sheet.isVisible()
    sheet.close()


def test_the_list_of_lines_follows_the_reader_and_leads_back_into_another_case(asked):
    first, second = asked.list.ids()[:2]
    asked.go_to(first)
    settle(asked)
    asked.commands.actions["hit_lines"].trigger()
    settle(asked)
    sheet = asked.commands.searching.hits.sheet
    sheet.next.click()
    settle(asked)
    assert sheet.case_id == asked.desk.case_id == second
    line = sheet.lines()[0]
    asked.commands.searching.hits._go(first, asked.session.library.lines(first, "随访")[0])
    settle(asked)
    assert asked.desk.case_id == first
    assert line
    sheet.close()


def test_without_words_there_is_nothing_to_list_and_it_is_said(window):
    window.commands.actions["hit_lines"].trigger()
    assert "先搜索" in window.notice.words.text()
    assert window.commands.searching.hits.sheet is None


def test_a_line_of_a_note_leads_to_the_note(asked):
    note = asked.session.library.add_note(asked.list.ids()[0], "随访要记得问")
    settle(asked)
    asked.go_to(asked.list.ids()[0])
    settle(asked)
    asked.commands.actions["hit_lines"].trigger()
    settle(asked)
    sheet = asked.commands.searching.hits.sheet
    row = next(n for n, line in enumerate(sheet.lines()) if line.note_id == note.id)
    sheet._go(row)
    settle(asked)
    assert asked.desk.margin.isVisible()
    sheet.close()


def test_a_card_is_as_high_as_its_snippets_need_and_its_corner_leads_to_all_hits(asked):
    row = next(asked.list.row(one) for one in asked.list.ids() if asked.list.row(one).title == "甲院")
    at = asked.list.ids().index(row.id)
    assert len(row.more) == 2
    assert asked.list.rowHeight(at) == HEIGHT + 2 * MORE == height(row)
    assert all(snippet.text[m.start : m.end] == "随访" for snippet in row.more for m in snippet.marks)
    asked.go_to(row.id)
    settle(asked)
    box = asked.list.visualRect(asked.list.currentIndex())
    spot = _lines_place(box).center().toPoint()
    QTest.mouseClick(asked.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    settle(asked)
    assert asked.commands.searching.hits.sheet.case_id == row.id
    asked.commands.searching.hits.sheet.close()


def test_cases_of_one_story_are_told_on_the_card_and_a_click_shows_them(window):
    wanted = []
    ids = window.list.ids()
    window.session.library.join(ids[:3])
    settle(window)
    row = next(one for case_id in window.list.ids() if (one := window.list.row(case_id)).kin)
    at = window.list.ids().index(row.id)
    assert row.kin == 2
    assert len(window.list.ids()) == 2
    assert window.list.rowHeight(at) == HEIGHT + MORE
    index = window.list.model().index(at, 0)
    assert "另有 2 篇同一报道" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    window.list.kin_wanted.disconnect()
    window.list.kin_wanted.connect(wanted.append)
    spot = _kin_place(window.list.visualRect(index), row).center().toPoint()
    QTest.mouseClick(window.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert wanted == [row.id]


def test_what_is_in_sight_stays_when_a_page_above_it_gets_its_heights(make_window, tmp_path):
    path = tmp_path / "许多.xinglin"
    library = Library.open(path)
    text = "".join(f"第{n}段说到随访。{GAP}" for n in range(3))
    drafts = [CaseDraft(kind="other", title=f"案 {n}", text=text) for n in range(400)]
    library.add_document(DocumentDraft(path="/d/m.txt", name="m.txt", text="许多", fingerprint="m"), drafts)
    library.close()
    window = make_window(path)
    window.session.search("随访")
    settle(window)
    list_ = window.list
    list_.verticalScrollBar().setValue(list_.verticalScrollBar().maximum() // 2)
    QCoreApplication.processEvents()
    first = list_.rowAt(0)
    before = list_.rowViewportPosition(first)
    assert list_.row(list_.ids()[first]) is None
    list_.viewport().repaint()
    settle(window)
    assert list_.row(list_.ids()[first]) is not None
    assert list_.rowAt(0) == first
    assert list_.rowViewportPosition(first) == before
    assert list_.rowHeight(first) == HEIGHT + 2 * MORE


@pytest.mark.parametrize("width", [90, 120, 240, 4000])
def test_a_cut_line_fits_and_keeps_its_first_mark(qt, width):  # noqa: ARG001
    font = theme.sans()
    text = "前面有很多字" * 20 + "随访𠮷" + "后面也有很多字" * 20
    at = text.index("随访")
    shown, marks = cut(text, (Mark(at, at + 2),), font, width)
    from PySide6.QtGui import QFontMetricsF

    assert QFontMetricsF(font).horizontalAdvance(shown) <= width + 1
    assert [shown[m.start : m.end] for m in marks] == ["随访"]


def test_names_are_meant_by_letters_and_by_characters_in_any_script():
    assert meant("jcal", "检查案例库") == (Mark(0, 4),)
    assert meant("檢查", "检查案例库") == (Mark(0, 2),)
    assert meant("jc 库", "检查案例库") == (Mark(0, 2), Mark(4, 5))
    assert meant("zz", "检查案例库") is None


def test_the_palette_finds_actions_by_pinyin_and_goes_to_shelves(window):
    window.session.library.add_shelf("学习材料")
    settle(window)
    window.commands.show_palette()
    palette = window.findChild(ActionPalette)
    settle(window)
    assert "学习材料" in palette.shown()
    palette.line.setText("jcalk")
    settle(window)
    assert palette.shown() == ["检查案例库"]
    palette.line.setText("xxcl")
    settle(window)
    assert "学习材料" in palette.shown()
    palette.list.setCurrentRow(palette.shown().index("学习材料"))
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    settle(window)
    assert window.session.text == "书架:学习材料"


def test_new_sheets_have_names_and_are_painted_in_every_theme(asked):
    asked.commands.actions["hit_lines"].trigger()
    settle(asked)
    sheet = asked.commands.searching.hits.sheet
    for palette in theme.PALETTES.values():
        asked.set_palette(palette)
        sheet.set_palette(palette)
        picture = sheet.list.viewport().grab().toImage()
        colours = {picture.pixelColor(QPoint(x, 13)).name() for x in range(0, picture.width(), 2)}
        assert palette.yellow in colours
    sheet.close()
