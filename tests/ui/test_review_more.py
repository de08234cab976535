"""The review screen: doubtful encodings, repairs, likenesses, words pointed out, and leaving without losing."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from app.services import awaiting, tasking
from app.ui.dialogs.proof import ProofSheet
from app.ui.review import setting, wording
from app.ui.review.choosing import Chosen
from app.ui.review.leaving import Leaving
from tests.pages import PLAN, STORY
from tests.ui.conftest import settle, text_file, wait
from tests.ui.reviewing import answer, calm, check, now, press, rest, stand

LONG = (
    "清河县人民医院的一次尝试\n清河县人民医院推行先看病后付费，病人先住院、先治疗，出院时再结清费用，"
    "护士站设专人核对押金台账，半年下来患者满意度达到97%，欠费的病人不到百分之一。\n"
    "这家医院把收费窗口搬进病区，病人不用再楼上楼下跑，出院手续缩短到二十分钟，财务科每周核对一次。\n"
)


def opened(window, *files):
    window.deeds.import_paths(list(files))
    screen = window.commands.reviews.screen
    rest(screen)
    return screen


def go_to_file(screen, name):
    screen.show_file(next(card.place for card in screen.files.model.cards if card.name == name))


def buttons(widget, words):
    QTest.qWait(20)
    return [b for b in widget.findChildren(QPushButton) if b.text().startswith(words) and b.isVisibleTo(widget)]


def pick(screen, words, inside):
    """Choose words of a piece, as with the mouse."""
    row = next(r for r in screen.text.model_.rows if r.kind == "piece" and inside in r.words)
    stand(screen, "piece", row.words[:12])
    start = row.words.index(words)
    screen.text.choosing.now = Chosen(row.piece, start, start + len(words))
    screen.text._chose()
    return row


# --- encodings


@pytest.fixture
def doubtful(window, tmp_path):
    (tmp_path / "短.txt").write_bytes("满度".encode("gb18030"))
    return opened(window, tmp_path / "短.txt", text_file(tmp_path, "尝试.txt", STORY))


def test_a_doubtful_encoding_is_told_with_its_first_lines_and_read_otherwise_by_one_click(doubtful):
    go_to_file(doubtful, "短.txt")
    assert "编码存疑" in doubtful.files.model.cards[0].state + doubtful.files.model.cards[1].state
    (now_, other) = buttons(doubtful.head, "GB18030")[0], buttons(doubtful.head, "Big5")[0]
    assert now_.isChecked()
    assert now_.text() == "GB18030　满度"
    other.click()
    wait(lambda: now(doubtful).document.encoding == "cp950", 20)
    assert buttons(doubtful.head, "Big5")[0].isChecked()
    assert "满度" not in now(doubtful).cases[0].draft.text
    press(doubtful.text, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    wait(lambda: now(doubtful).document.encoding == "gb18030")
    assert now(doubtful).cases[0].draft.text == "满度"


def test_a_file_read_otherwise_is_stored_as_it_was_read(window, doubtful):
    go_to_file(doubtful, "短.txt")
    buttons(doubtful.head, "Big5")[0].click()
    wait(lambda: now(doubtful).document.encoding == "cp950", 20)
    text = now(doubtful).cases[0].draft.text
    doubtful.commit()
    wait(lambda: not window.commands.reviews.shown, 12)
    settle(window)
    library = window.session.library
    assert text in {case.text for case in library.cases(library.find("").ids)}


# --- the head


def test_title_publisher_date_and_reporter_are_written_in_the_head(review):
    fields = review.head.fields
    assert fields["reporter"].text() == "李文"
    fields["headline"].setText("年会大侧记")
    fields["published"].setText("2024年5月8日")
    press(fields["published"], Qt.Key.Key_Return)
    document = now(review).document
    assert (document.title, document.published) == ("年会大侧记", "2024-05-08")
    assert {case.draft.year for case in now(review).cases} == {2024}
    fields["published"].setText("后天")
    press(fields["published"], Qt.Key.Key_Return)
    assert review.head.wrong.text().startswith("“后天”不是日期")
    assert now(review).document.published == "2024-05-08"
    fields["published"].setFocus()
    press(fields["published"], Qt.Key.Key_Escape)
    assert fields["published"].text() == "2024-05-08"
    assert review.isVisible()


# --- repairs


def test_one_key_shows_every_repair_by_name_and_beside_the_original(window, tmp_path):
    words = "清河縣人民醫(yī)院績(jì)效,推行日間手術(shù);患(huàn)者滿(mǎn)意度(dù)提(tí)升,達到97%。" * 2
    screen = opened(window, text_file(tmp_path, "注音.txt", words))
    press(screen.text, Qt.Key.Key_F4)
    mended = screen.pages.mended
    wait(lambda: mended.told.text().startswith("标出"))
    kinds = [b.text() for b in mended.kinds.findChildren(type(mended.next)) if b.isVisibleTo(mended)]
    assert kinds[0] == "去掉注音 14"
    assert any(kind.startswith("繁体转简体") for kind in kinds)
    mended.go(1)
    assert "→" in mended.told.text() or "去掉注音" in mended.told.text()
    assert "(yī)" in mended.text.toPlainText()
    mended.beside.click()
    assert mended.difference.changes >= 1
    press(mended, Qt.Key.Key_Escape)
    assert screen.pages.front == "text"
    assert window.commands.reviews.shown


def test_the_original_of_a_stored_case_shows_the_same_repairs(window, tmp_path):
    words = "清河縣人民醫(yī)院績(jì)效,推行日間手術(shù);患(huàn)者滿(mǎn)意度(dù)提(tí)升,達到97%。" * 2
    opened(window, text_file(tmp_path, "注音.txt", words)).commit()
    wait(lambda: not window.commands.reviews.shown, 12)
    settle(window)
    reader = window.desk.reader
    reader.turn_to("original")
    original = reader.parts.original
    wait(lambda: "清河縣" in original.text.toPlainText())
    original.compare.click()
    wait(lambda: "(yī)" in original.mended.text.toPlainText())
    assert original.mended.told.text().startswith("标出")
    original.compare.click()
    assert original.text.isVisible()
    settle(window)


# --- words pointed out


def test_words_are_chosen_with_the_mouse_and_said_to_be_a_practice(review):
    row = next(r for r in review.text.model_.rows if "专人随访" in r.words)
    index = review.text.model_.index(review.text.model_.rows.index(row))
    box = review.text.visualRect(index)
    start = row.words.index("专人随访")
    ends = [setting.point_of(row, box, at) - QPoint(0, 8) for at in (start, start + 4)]
    view = review.text.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, ends[0])
    QTest.mouseMove(view, ends[1])
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, ends[1])
    assert review.text.bar.isVisible()
    press(review.text, Qt.Key.Key_P)
    made = next(p for p in now(review).cases[0].draft.practices if p.name == "专人随访")
    assert made.status == "user"
    assert not review.text.bar.isVisible()
    assert "practice:专人随访" in {value.item.name for value in review.record.values}


def test_words_are_chosen_by_key_alone(review):
    stand(review, "piece", "夜里也能看门诊")
    for _ in range(3):
        press(review.text, Qt.Key.Key_Right)
    for _ in range(2):
        press(review.text, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    chosen = review.text.choosing.some
    assert now(review).pieces[chosen.piece].text[chosen.start : chosen.end] == "能看"
    press(review.text, Qt.Key.Key_Escape)
    assert review.text.choosing.some is None
    press(review.text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert review.text.choosing.some.end == len("夜里也能看门诊")
    press(review.text, Qt.Key.Key_Down)
    assert review.text.choosing.some is None


def test_a_figure_is_said_to_be_a_result_in_a_form_that_knows_it_already(review):
    pick(review, "照常看病，年接诊量超过2万人次", "夜间门诊")
    press(review.text, Qt.Key.Key_R)
    fields = review.record.editor.fields
    assert (fields["value"].text(), fields["unit"].text()) != ("", "")
    fields["metric"].setText("夜间接诊量")
    press(fields["metric"], Qt.Key.Key_Return)
    made = [r for r in now(review).cases[1].draft.results if r.metric == "夜间接诊量"]
    assert [r.status for r in made] == ["user"]
    assert review.record.editor is None


def test_a_theme_is_said_of_words_from_the_list(review):
    wait(lambda: review.record.themes, 10)
    pick(review, "轮流在夜间值班", "党委委员")
    press(review.text, Qt.Key.Key_T)
    line = review.record.editor.fields["theme"]
    line.setText(review.record.themes["party.branch"])
    press(line, Qt.Key.Key_Return)
    made = next(t for t in now(review).cases[1].draft.themes if t.id == "party.branch")
    text = now(review).cases[1].draft.text
    assert text[made.start : made.end] == "轮流在夜间值班"


def test_a_piece_is_dragged_by_its_handle_and_not_by_its_words(review):
    row = next(r for r in review.text.model_.rows if "专人随访" in r.words)
    box = review.text.visualRect(review.text.model_.index(review.text.model_.rows.index(row)))
    middle = QPoint(box.center())
    assert review.text._words_at(middle)[0] == row
    assert review.text._words_at(QPoint(setting.SIDE + 4, middle.y())) is None
    assert review.text._cursor_at(QPoint(setting.SIDE + 4, middle.y())) == Qt.CursorShape.OpenHandCursor


# --- a plan's tasks


def test_a_task_of_a_plan_is_named_cut_merged_and_dropped_by_key(window, tmp_path):
    screen = opened(window, text_file(tmp_path, "方案.txt", PLAN))
    stand(screen, "piece", "2.方便")
    assert screen.record.values[1].item.field == "task"
    press(screen.text, Qt.Key.Key_F2)
    line = screen.record.editor.fields["task"]
    line.setText("老人看病")
    press(line, Qt.Key.Key_Return)
    assert [child.title for child in now(screen).cases[0].draft.children][1] == "老人看病"
    stand(screen, "piece", "配备轮椅")
    press(screen.text, Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    calm(screen)
    assert len(now(screen).cases[0].draft.children) == 4
    press(screen.text, Qt.Key.Key_M, Qt.KeyboardModifier.ShiftModifier)
    calm(screen)
    assert len(now(screen).cases[0].draft.children) == 3
    stand(screen, "piece", "3.公开")
    press(screen.text, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    calm(screen)
    assert tasking.task_at(now(screen), now(screen).cases[0].pieces[-3]) is None
    screen.commit()
    wait(lambda: not window.commands.reviews.shown, 12)
    settle(window)
    library = window.session.library
    stored = {case.title for case in library.cases(library.find("").ids)}
    assert "老人看病" in stored
    assert library.totals().all == 6 + 3


# --- walking


def test_every_doubt_is_reached_and_settled_by_key_alone(review):
    review.text.setFocus()
    for _ in range(200):
        left = sum(len(awaiting.doubts(e.review)) for e in review.course.entries if e.review)
        if not left:
            break
        press(QApplication.focusWidget(), Qt.Key.Key_N)
        value = QApplication.focusWidget()
        if value is review.text:
            press(value, Qt.Key.Key_Return)
        else:
            assert value.item.waits
            press(value, Qt.Key.Key_Return)
        calm(review)
    assert left == 0
    assert all(entry.share == 1.0 for entry in review.course.entries if entry.review)


def test_f2_changes_a_value_and_the_reason_stands_under_the_record(review):
    stand(review, "cut", "案例 1")
    press(review.text, Qt.Key.Key_Return)
    value = QApplication.focusWidget()
    assert review.record.isAncestorOf(value)
    assert review.record.foot.why.text().startswith("把握")
    press(value, Qt.Key.Key_F2)
    assert review.record.editor is not None


# --- likenesses


def test_the_same_story_in_two_papers_is_told_and_may_stay_a_case_of_its_own(window, tmp_path):
    second = LONG.replace("财务科每周核对一次", "财务科每周核对一遍，院领导逐月看报表")
    opened(window, text_file(tmp_path, "县报.txt", LONG)).commit()
    wait(lambda: not window.commands.reviews.shown, 12)
    settle(window)
    screen = opened(window, text_file(tmp_path, "市报.txt", second))
    assert "与库中《清河县人民医院的一次" in screen.files.model.cards[0].state
    alike = screen.head.alike
    assert buttons(alike, "并为同一报道")[0].isChecked()
    buttons(alike, "看差异")[0].click()
    wait(lambda: screen.pages.front == "versus" and screen.pages.versus.changes, 20)
    press(screen.pages.versus, Qt.Key.Key_Escape)
    assert screen.pages.front == "text"
    buttons(alike, "作为新案例")[0].click()
    assert buttons(alike, "作为新案例")[0].isChecked()
    library = window.session.library
    steps = library.undo_label
    screen.commit()
    wait(lambda: not window.commands.reviews.shown, 12)
    settle(window)
    cases = [case for case in library.cases(library.find("").ids) if case.title.startswith("清河县人民医院的一次")]
    assert len(cases) == 2
    assert all(len(library.kin(case.id)) <= 1 for case in cases)
    assert library.undo_label != steps
    library.undo()
    assert library.undo_label == steps


def test_a_changed_file_is_written_over_its_old_version_or_comes_in_as_a_new_one(window, tmp_path):
    path = text_file(tmp_path, "县报.txt", LONG)
    opened(window, path).commit()
    wait(lambda: not window.commands.reviews.shown, 12)
    settle(window)
    library = window.session.library
    there = library.totals().all
    text_file(tmp_path, "县报.txt", LONG.replace("二十分钟", "十五分钟"))
    screen = opened(window, path)
    assert "库中已有旧版，将更新" in screen.files.model.cards[0].state
    buttons(screen.head.alike, "作为新文件")[0].click()
    assert "作为新文件" in screen.files.model.cards[0].state
    buttons(screen.head.alike, "更新那一份")[0].click()
    screen.commit()
    wait(lambda: screen.findChildren(ProofSheet), 20)
    (sheet,) = screen.findChildren(ProofSheet)
    sheet.go.click()
    wait(lambda: not window.commands.reviews.shown, 12)
    settle(window)
    assert library.totals().all == there
    assert any("十五分钟" in case.text for case in library.cases(library.find("").ids))


# --- files


def test_files_are_filtered_by_what_they_want(window, tmp_path):
    (tmp_path / "坏.txt").write_bytes(b"")
    first = text_file(tmp_path, "尝试.txt", STORY)
    screen = opened(window, first, text_file(tmp_path, "副本.txt", STORY), tmp_path / "坏.txt")
    filters = screen.files.filters
    assert [b.text() for b in filters.buttons.values()] == [
        "全部 3",
        f"待核对 {int(screen.course.entries[0].waits)}",
        "相近／新版 0",
        "有误 1",
        "重复 1",
    ]
    filters.buttons["wrong"].click()
    assert [card.name for card in screen.files.model.cards] == ["坏.txt"]
    assert "坏.txt" in screen.head.state.text()
    filters.buttons["same"].click()
    assert [card.name for card in screen.files.model.cards] == ["副本.txt"]
    filters.buttons["all"].click()
    assert len(screen.files.model.cards) == 3
    go_to_file(screen, "尝试.txt")
    assert screen.head.fields["headline"].text().startswith("清河县")


# --- leaving


def visible(screen):
    return [dialog for dialog in screen.findChildren(Leaving) if dialog.isVisible()]


def test_closing_the_window_asks_once_and_goes_on_when_a_person_wants(window, review):
    window.shell.close()
    assert window.shell.isVisible()
    assert len(visible(review)) == 1
    window.shell.close()
    assert len(visible(review)) == 1
    answer(review, "stay")
    assert window.shell.isVisible()
    assert window.commands.reviews.shown
    window.shell.close()
    answer(review, "drop")
    assert not window.shell.isVisible()


def test_leaving_stores_what_is_checked_and_nothing_else(window, review):
    tail = stand(review, "piece", "党委委员")
    out = now(review)
    review.text.do("out", tail)
    calm(review)
    pieces = tuple(
        type(p)(p.number, p.start, p.end, p.span, p.at, p.text, p.closed) if p.why == "person" else p
        for p in now(review).pieces
    )
    review.course.put(review.current, type(out)(out.document, pieces, now(review).cases))
    check(review, 1 - review.current)
    press(review.text, Qt.Key.Key_Escape)
    answer(review, "store")
    wait(lambda: not window.commands.reviews.shown, 12)
    settle(window)
    assert window.session.library.totals().all == 7


def test_the_window_closes_after_what_is_checked_was_stored(window, review):
    path = window.session.library.path
    check(review, 0)
    check(review, 1)
    window.shell.close()
    answer(review, "store")
    wait(lambda: not window.shell.isVisible(), 30)
    from app.services.library import Library

    library = Library.open(path)
    assert library.totals().all == 10
    assert library.undo_label is None or library.undo_label.startswith("导入")
    library.close()


def test_an_empty_review_closes_without_a_question(window, tmp_path):
    (tmp_path / "坏.txt").write_bytes(b"")
    screen = opened(window, tmp_path / "坏.txt")
    press(screen.text, Qt.Key.Key_Escape)
    assert not visible(screen)
    assert not window.commands.reviews.shown


def test_another_library_offers_to_read_the_files_for_it(window, review, tmp_path):
    assert review.isVisible()
    window.commands.reviews.begin(window.session.library, STORY.replace("清河", "白水"))
    rest(review)
    path = window.session.library.path
    window.open(tmp_path / "别的.xinglin")
    answer(review, "stay")
    settle(window)
    assert window.session.library.path == path
    assert window.commands.reviews.shown
    window.open(tmp_path / "别的.xinglin")
    answer(review, "drop")
    wait(lambda: not window.commands.reviews.shown, 12)
    settle(window)
    next(b for b in window.notice.offers() if "重新核对" in b.text()).click()
    screen = window.commands.reviews.screen
    rest(screen)
    wait(lambda: len(screen.course.entries) == 3, 12)


def test_leaving_shows_the_proof_sheet_before_an_old_version_is_written_over(window, tmp_path):
    path = text_file(tmp_path, "县报.txt", LONG)
    opened(window, path).commit()
    wait(lambda: not window.commands.reviews.shown, 12)
    settle(window)
    library = window.session.library
    text_file(tmp_path, "县报.txt", LONG.replace("二十分钟", "十五分钟"))
    screen = opened(window, path)
    check(screen, 0)
    press(screen.text, Qt.Key.Key_Escape)
    answer(screen, "store")
    wait(lambda: screen.findChildren(ProofSheet), 20)
    assert not any("十五分钟" in case.text for case in library.cases(library.find("").ids))
    screen.findChildren(ProofSheet)[0].go.click()
    wait(lambda: not window.commands.reviews.shown, 12)
    settle(window)
    assert any("十五分钟" in case.text for case in library.cases(library.find("").ids))


def test_a_cut_moved_down_comes_back_up_and_the_first_case_says_why_it_merges_with_nothing(review):
    before = [case.pieces for case in now(review).cases]
    stand(review, "cut", "案例 2")
    press(review.text, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [case.pieces for case in now(review).cases] != before
    press(review.text, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [case.pieces for case in now(review).cases] == before
    stand(review, "cut", "案例 1")
    press(review.text, Qt.Key.Key_M)
    assert "第一个案例" in review.notice.words.text()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/a/甲.txt", "甲.txt"),
        ("/a/包.ZIP/内/甲.txt", "包.ZIP › 甲.txt"),
        ("/a/包.zip/\ufffd\ufffd.txt", "包.zip › 名称无法辨认.txt"),
    ],
)
def test_a_file_inside_a_zip_is_called_by_both_names(path, name):
    assert wording.file_name(path) == name
