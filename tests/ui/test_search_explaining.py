"""The question explained, options and synonyms, advice when nothing is found, saving, reasons, the last proof."""

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app import settings as kept
from app.services.library import Library
from app.ui.library.chips import MOST
from app.ui.library.explained import Steps
from app.ui.search.options import SWITCHES, OptionsSheet, options, source
from app.ui.search.popover import Popover, placed
from app.ui.search.syntax import EXAMPLES, Syntax
from db.query import parse
from db.records import CaseDraft, DocumentDraft
from db.variants import Options
from tests.ui.conftest import settle

TEXTS = (
    ("夜里也能看病", "夜间门诊开了三百个号，医联体的专家轮流坐诊。"),
    ("送药上门", "医疗联合体把药送到村里，全年跑了300趟，CT也能约。"),
    ("绩效怎么算", "绩效考核按工作量算，年底公示。"),
    ("支部进病区", "党建与绩效挂钩，支部書記带头。"),
)


@pytest.fixture
def library_file(tmp_path):
    path = tmp_path / "解释.xinglin"
    library = Library.open(path)
    drafts = [CaseDraft(kind="other", title=title, text=text) for title, text in TEXTS]
    library.add_document(DocumentDraft(path="/d/e.txt", name="e.txt", text="四件事", fingerprint="four"), drafts)
    library.set_synonyms([("医联体", "医疗联合体")])
    library.close()
    return path


def ask(window, text):
    window.session.search(text)
    settle(window)
    return sorted(window.list.row(one).title for one in window.list.ids())


def open_sheet(window, kind):
    settle(window)
    return next(sheet for sheet in window.findChildren(kind) if sheet.isVisible())


def also(window):
    return [chip.text().strip() for chip in window.column.explanation.variants()]


def test_the_question_is_told_in_a_sentence_and_each_clause_with_its_counts(window):
    ask(window, "绩效 党建")
    line = window.column.explanation
    assert line.isVisible()
    assert "共 1 个" in line.told
    assert [chip.accessibleDescription() for chip in window.column.chips.chips()] == [
        "单独找到 2，到此剩 2",
        "单独找到 1，到此剩 1",
    ]
    line.sentence.click()
    sheet = open_sheet(window, Steps)
    assert "含“绩效”" in [label.text() for label in sheet.findChildren(type(sheet.title))]
    sheet.close()
    ask(window, "")
    assert not line.isVisible()


def test_however_long_the_question_the_number_of_cases_is_seen(window):
    ask(window, "绩效 党建 支部 OR 病区 OR 带头 OR 挂钩 OR 夜间门诊 OR 送药上门")
    assert window.column.explanation.sentence.text().endswith("，共 1 个。")


def test_what_is_looked_for_besides_is_shown_and_one_click_ends_it(window):
    assert ask(window, "医联体") == ["夜里也能看病", "送药上门"]
    assert also(window) == ["医疗联合体"]
    window.column.explanation.variants()[0].click()
    settle(window)
    assert window.settings.match_synonyms is False
    assert [window.list.row(one).title for one in window.list.ids()] == ["夜里也能看病"]
    assert also(window) == []
    next(button for button in window.notice.offers() if button.text() == "恢复").click()
    settle(window)
    assert len(window.list.ids()) == 2


def test_a_number_in_other_script_is_told_from_a_synonym():
    assert source(parse("三百"), "300").name == "numerals"
    assert source(parse("医联体"), "医疗联合体").name == "synonyms"


@pytest.mark.parametrize(
    ("name", "asked", "less"),
    [("traditional", "书记", []), ("case", "ct", []), ("width", "ＣＴ", []), ("numerals", "300", ["送药上门"])],
)
def test_each_switch_takes_effect_at_once_and_back(window, name, asked, less):
    all_of_it = ask(window, asked)
    assert len(all_of_it) > len(less)
    window.commands.searching.show_options()
    sheet = open_sheet(window, OptionsSheet)
    sheet.boxes[name].click()
    settle(window)
    assert sorted(window.list.row(one).title for one in window.list.ids()) == less
    sheet.boxes[name].click()
    settle(window)
    assert sorted(window.list.row(one).title for one in window.list.ids()) == all_of_it
    sheet.close()


def test_the_marks_in_the_reader_follow_the_switches(window):
    ask(window, "医联体 OR 村里")
    case_id = next(one for one in window.list.ids() if window.list.row(one).title == "送药上门")
    window.go_to(case_id)
    settle(window)
    assert len(window.desk.reader.shown.marks) == 2
    window.commands.searching.switch("match_synonyms", on=False)
    settle(window)
    assert window.desk.case_id == case_id
    assert len(window.desk.reader.shown.marks) == 1


def test_what_is_off_is_said_and_kept_in_the_settings(make_window, library_file):
    window = make_window(library_file, match_case=False)
    assert ask(window, "ct") == []
    window.session.search("绩效")
    settle(window)
    words = [b.text() for b in window.column.explanation.findChildren(type(window.column.explanation.sentence), "link")]
    assert words == ["现在分大小写"]


def test_every_option_has_its_switch_and_setting():
    assert {switch.name for switch in SWITCHES} == set(Options.__dataclass_fields__)
    off = kept.changed(kept.Settings(), **{switch.setting: False for switch in SWITCHES})
    assert options(off) == Options(*[False] * len(SWITCHES))


def edit(window):
    window.commands.searching.show_synonyms()
    settle(window)
    from app.ui.search.synonyms import Synonyms

    return next(one for one in window.findChildren(Synonyms) if one.isVisible())


def test_synonyms_are_added_changed_and_taken_out_as_one_step_that_can_be_undone(window):
    library = window.session.library
    dialog = edit(window)
    assert [dialog.list.item(0).text()] == ["医联体、医疗联合体"]
    dialog.list.item(0).setText("医联体=医疗联合体，医共体")
    dialog.add_group()
    dialog.list.item(1).setText("夜间门诊；夜门诊")
    dialog.add_group()
    dialog.list.item(2).setText("独一个")
    assert dialog.state.text() == "1 行只有一个词，不会保存"
    dialog.keep.click()
    settle(window)
    assert library.synonyms() == (("医联体", "医疗联合体", "医共体"), ("夜间门诊", "夜门诊"))
    assert ask(window, "夜门诊") == ["夜里也能看病"]
    window.deeds.undo()
    settle(window)
    assert library.synonyms() == (("医联体", "医疗联合体"),)
    assert window.list.ids() == ()


def test_synonyms_that_are_given_up_stay_as_they_were(window):
    dialog = edit(window)
    dialog.list.setCurrentRow(0)
    dialog.remove.click()
    assert dialog.list.count() == 0
    dialog.reject()
    settle(window)
    assert len(window.session.library.synonyms()) == 1


def test_nothing_found_names_the_condition_and_one_click_asks_what_would_find(window):
    assert ask(window, "绩校考核") == []
    nothing = window.column.nothing
    assert "绩校考核" in nothing.words.text()
    button = next(one for one in nothing.buttons if "绩效考核" in one.text())
    assert button.text().endswith("1 案")
    assert button.accessibleName()
    button.click()
    settle(window)
    assert window.top.search.text() == "绩效考核"
    assert len(window.list.ids()) == 1
    assert window.session.library.past() == ("绩效考核",)


def test_an_unspaced_question_is_offered_apart_and_a_clause_less(window):
    ask(window, "党建绩效")
    assert any("党建 且 绩效" in one.text() for one in window.column.nothing.buttons)
    ask(window, "党建 坐诊")
    assert {one.text().split("　")[0] for one in window.column.nothing.buttons} >= {"去掉“党建”", "去掉“坐诊”"}


def test_advice_for_an_older_question_is_not_shown_under_a_newer_one(window):
    ask(window, "绩校考核")
    ask(window, "绩效")
    window.session.search("没有的词甲乙丙")
    settle(window)
    assert not any("绩效考核" in one.text() for one in window.column.nothing.buttons)


def test_enter_on_a_question_without_hits_leads_to_what_is_offered(window):
    ask(window, "绩校考核")
    line = window.top.search.line
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Escape)
    line.insert("绩校考核")
    settle(window)
    QTest.keyClick(line, Qt.Key.Key_Escape)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert QApplication.focusWidget() in (*window.column.nothing.buttons, window.column.nothing.clear)


def test_a_search_is_saved_under_a_proposed_name_and_can_be_taken_back(window):
    from app.ui.dialogs.asking import AskName

    ask(window, "绩效 -药品")
    assert window.top.search.save_button.isVisible()
    window.top.search.save_button.click()
    dialog = next(one for one in window.findChildren(AskName) if one.isVisible())
    assert dialog.line.text() == "绩效 · 不含 药品"
    dialog.do.click()
    settle(window)
    assert [(shelf.name, shelf.query, shelf.count) for shelf in window.counts.shelves] == [
        ("绩效 · 不含 药品", "绩效 -药品", 2)
    ]
    next(button for button in window.notice.offers() if button.text() == "撤销").click()
    settle(window)
    assert window.counts.shelves == ()


def test_the_reasons_for_a_place_are_told_in_words(window):
    ask(window, "绩效")
    window.commands.actions["why"].trigger()
    settle(window)
    sheet = next(one for one in window.findChildren(Popover) if one.isVisible())
    assert sheet.title.text() == "为何排在第 1 位"
    assert any("分" in label.text() for label in sheet.findChildren(type(sheet.title)))
    sheet.close()


def test_the_foot_tells_the_last_proof_and_a_click_makes_a_new_one(window):
    assert window.foot.proof.text() == "还没有核对过检索"
    window.foot.proof.click()
    settle(window)
    assert window.foot.proof.text().startswith("上次核对检索：20")
    assert window.foot.proof.text().endswith("，无遗漏")


def test_an_example_of_the_help_is_asked_with_one_click(window):
    window.top.search.help_button.click()
    sheet = open_sheet(window, Syntax)
    assert len(sheet.examples) == len(EXAMPLES)
    sheet.examples[0].click()
    settle(window)
    assert window.top.search.text() == window.session.text == "党建 绩效"
    assert len(window.list.ids()) == 1


@pytest.mark.parametrize("example", [example for example, _ in EXAMPLES])
def test_every_example_of_the_help_is_what_it_says(example):
    assert str(parse(str(parse(example)))) == str(parse(example))
    fields = [operand.field for clause in parse(example).clauses for operand in clause.any]
    assert (":" in example) == any(fields)


def test_words_that_look_like_markup_or_keys_are_shown_as_typed(window):
    ask(window, "R&D<b>粗</b>")
    chip = window.column.chips.chips()[0]
    assert "&lt;b&gt;" in chip.toolTip()
    assert "R&&D<b>" in chip.text()
    assert "<b>" in window.column.nothing.words.text()
    assert window.column.nothing.words.textFormat() == Qt.TextFormat.PlainText


def test_a_library_that_cannot_be_written_is_searched_without_complaint(window, monkeypatch):
    from app.services.library import Library as Opened

    monkeypatch.setattr(Opened, "read_only", property(lambda _: True))
    line = window.top.search.line
    line.setFocus()
    line.insert("绩效")
    QTest.keyClick(line, Qt.Key.Key_Return)
    settle(window)
    assert not window.notice.isVisible()
    window.top.search.save_button.click()
    assert "只能读取" in window.notice.words.text()


def test_a_question_of_thousands_of_words_leaves_the_list_its_room(window):
    typed = "夜间 门诊 " * 2000

    ask(window, typed)

    chips = window.column.chips
    assert len(chips.chips()) == MOST
    assert [label.text() for label in chips.findChildren(QLabel, "explainedquiet")] == [f"另有 {4000 - MOST} 个条件"]
    assert window.list.ids()
    assert window.list.height() > 300
    assert chips.chips()[0].accessibleDescription().startswith("单独找到 ")


def test_offers_are_whole_where_the_window_is_low_and_narrow(window):
    window.shell.resize(720, 450)
    settle(window)
    ask(window, "绩校考核 标题:没有这个词 夜间门诊开了 三百个号")
    nothing = window.column.nothing
    settle(window)

    assert nothing.buttons
    for button in nothing.buttons:
        assert button.height() >= button.sizeHint().height()
        assert button.fontMetrics().horizontalAdvance(button.text()) < button.width()
        assert button.text().endswith(" 案")
    nothing.ensureWidgetVisible(nothing.clear)
    assert (
        nothing.viewport()
        .rect()
        .intersects(QRect(nothing.clear.mapTo(nothing.viewport(), QPoint(0, 0)), nothing.clear.size()))
    )


def test_a_whole_clause_in_quotes_is_not_quoted_twice(window):
    ask(window, '"没有的话"')

    assert "“没有的话”" in window.column.nothing.words.text()


@pytest.mark.parametrize("beside", [QRect(10, 20, 80, 30), QRect(500, 300, 40, 20), QRect(0, 380, 20, 20)])
@pytest.mark.parametrize("size", [QSize(300, 100), QSize(300, 380), QSize(500, 900), QSize(900, 200)])
def test_a_sheet_stands_on_the_screen_whatever_its_size(beside, size):
    screen = QRect(0, 0, 683, 400)

    for right in (False, True):
        place = placed(size, beside, screen, right=right)
        assert screen.top() <= place.top()
        assert place.bottom() <= screen.bottom()
        assert place.left() >= screen.left() or size.width() > screen.width()


def test_a_sentence_without_room_takes_two_lines_and_says_more(window):
    ask(window, "绩效 党建")
    sentence = window.column.explanation.sentence
    high = sentence.sizeHint().height()
    assert "\n" not in sentence.text()
    ask(window, "绩效 党建 支部 书记 带头")
    first, last = sentence.text().split("\n")
    assert first.endswith("，")
    assert last.endswith("，共 1 个。")
    assert sentence.sizeHint().height() > high
    ask(window, "党建与绩效挂钩，支部書記带头 OR " + "年底公示" * 30)
    assert all(
        sentence.fontMetrics().horizontalAdvance(line) <= sentence.width() for line in sentence.text().split("\n")
    )


class _Heights(QObject):
    """How high something is, every time that changes."""

    def __init__(self, watched):
        super().__init__()
        self.watched, self.seen = watched, []
        watched.installEventFilter(self)

    def eventFilter(self, watched, event):  # noqa: N802 - Qt gives the name
        if watched is self.watched and event.type() == QEvent.Type.Resize:
            self.seen.append(watched.height())
        return False


def test_the_list_is_moved_once_at_most_with_every_key_that_is_typed(window):
    strip, line = window.column.chips, window.top.search.line
    line.setFocus()
    heights = _Heights(strip)
    for key in "党建 绩效 -药品 年份:2015..2023 主题:党建引领与业务融合":
        heights.seen = [strip.height()]
        line.insert(key)
        settle(window)
        assert len(dict.fromkeys(heights.seen)) == len(heights.seen) <= 2, (key, heights.seen)
