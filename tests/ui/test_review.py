"""The review screen: files are looked over, cut and corrected before anything enters the library."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.services import awaiting, settling
from app.ui import theme
from app.ui.review import looks, menus
from tests.pages import PAGE, STORY
from tests.ui.conftest import settle, text_file, wait
from tests.ui.reviewing import answer, calm, check, drop_line, now, press, rest, stand


def owners(screen):
    return [case.draft.owner for case in now(screen).cases]


def test_nothing_is_in_the_library_before_it_is_committed_and_one_key_does_it(window, review):
    assert window.commands.reviews.shown
    assert window.session.library.totals().all == 6
    assert review.title.text() == "导入 2 个文件"
    assert review.sum.text().startswith("识别出 4 个案例")
    press(review.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait(lambda: not window.commands.reviews.shown)
    settle(window)
    assert window.session.library.totals().all == 10
    assert window.notice.words.text() == "导入 2 个文件，4 个案例"
    window.session.library.undo()
    assert window.session.library.totals().all == 6


def test_escape_leaves_with_nothing_written_and_the_review_can_be_had_back(window, review):
    review.text.do(menus.MERGE, stand(review, "cut", "案例 2"))
    calm(review)
    press(review.text, Qt.Key.Key_Escape)
    answer(review, "drop")
    assert not window.commands.reviews.shown
    settle(window)
    assert window.session.library.totals().all == 6
    next(b for b in window.notice.offers() if b.text() == "继续核对").click()
    assert window.commands.reviews.shown
    assert len(now(review).cases) == 2


def test_a_bad_file_and_a_twin_are_told_in_words_and_never_stop_the_others(window, tmp_path):
    page = text_file(tmp_path, "年会.txt", PAGE)
    twin = text_file(tmp_path, "副本.txt", PAGE)
    (tmp_path / "坏.txt").write_bytes(b"")
    window.deeds.import_paths([tmp_path / "坏.txt", page, twin])
    screen = window.commands.reviews.screen
    rest(screen)
    cards = {card.name: card for card in screen.files.model.cards}
    assert [card.name for card in screen.files.model.cards] == ["年会.txt", "副本.txt", "坏.txt"]
    assert cards["副本.txt"].state == "与“年会.txt”内容相同，不再导入。"
    assert cards["坏.txt"].state.startswith("这个文件是空的。")
    assert screen.sum.text().endswith("1 个与同批文件相同，1 个文件未能读取")
    screen.go.click()
    wait(lambda: not window.commands.reviews.shown)
    settle(window)
    assert window.notice.words.text() == "导入 1 个文件，3 个案例，1 个已在库中，1 个没有导入"
    window.deeds.import_paths([page])
    again = window.commands.reviews.screen
    rest(again)
    assert again.files.model.cards[0].state == "已在库中，不再导入。"
    assert not again.go.isEnabled()


def test_an_empty_folder_leads_back_with_a_sentence(window, tmp_path):
    (tmp_path / "空").mkdir()
    window.deeds.import_paths([tmp_path / "空"])
    wait(lambda: not window.commands.reviews.shown, 30)
    assert window.notice.words.text() == "没有找到可以导入的文件"


def test_leaving_in_the_middle_of_reading_and_beginning_anew_does_no_harm(window, tmp_path):
    folder = tmp_path / "来稿"
    folder.mkdir()
    for number in range(40):
        text_file(folder, f"{number:03}.txt", PAGE.replace("36个村", f"{number}个村"))
    window.deeds.import_paths([folder])
    first = window.commands.reviews.screen
    wait(lambda: len(first.course.entries) >= 2, 30)
    press(first, Qt.Key.Key_Escape)
    answer(first, "drop")
    window.deeds.import_paths([text_file(tmp_path, "尝试.txt", STORY)])
    second = window.commands.reviews.screen
    assert second is not first
    rest(second)
    settle(window)
    assert [entry.name for entry in second.course.entries] == ["尝试.txt"]
    assert window.session.library.totals().all == 6


def test_another_library_closes_the_review(window, review, tmp_path):
    assert review.isVisible()
    window.open(tmp_path / "别的.xinglin")
    answer(review, "drop")
    wait(lambda: not window.commands.reviews.shown, 30)
    settle(window)
    assert window.commands.reviews.screen is None


def test_pasted_text_is_reviewed_too(window):
    QGuiApplication.clipboard().setText(STORY)
    window.commands.actions["import_clipboard"].trigger()
    screen = window.commands.reviews.screen
    rest(screen)
    assert screen.files.model.cards[0].name == "剪贴板"
    press(screen.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait(lambda: not window.commands.reviews.shown)
    settle(window)
    assert window.session.library.totals().all == 7


def test_files_dropped_on_the_screen_are_added(review, tmp_path):
    other = text_file(tmp_path, "另一.txt", STORY.replace("清河县", "石门县"))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(other))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(review, QDragEnterEvent(QPoint(9, 9), copy, data, left, none))
    QApplication.sendEvent(review, QDropEvent(QPointF(9, 9), copy, data, left, none))
    wait(lambda: len(review.course.entries) == 3, 30)
    rest(review)
    assert review.title.text() == "导入 3 个文件"


def test_with_the_check_box_off_files_go_straight_in(window, tmp_path):
    window.commands.actions["review_imports"].trigger()
    assert not window.commands.actions["review_imports"].isChecked()
    window.deeds.import_paths([text_file(tmp_path, "尝试.txt", STORY)])
    wait(lambda: window.jobs.idle, 30)
    settle(window)
    assert not window.commands.reviews.shown
    assert window.session.library.totals().all == 7


@pytest.fixture
def torn(review):
    """The round-up with the tail below the second case given to the first, wherever it was understood to belong."""
    first = now(review).cases[0].key
    review.text.do(menus.GIVE, stand(review, "piece", "因和改进"), first)
    calm(review)
    return review


def test_the_text_shows_cuts_pieces_and_a_join_in_mid_sentence(torn):
    rows = torn.text.model_.rows
    assert [row.words for row in rows if row.kind == "cut"] == [
        "案例 1　清河县人民医院", "案例 2　平山市中心医院", "案例 3　临江区中医院",
    ]  # fmt: skip
    join = next(row for row in rows if row.kind == "join")
    assert join.words.startswith("⤷ 断在句中：续在下文第 11 段")
    tail = next(row for row in rows if row.words.startswith("因和改进"))
    assert (tail.place, tail.note) == (0, "案例 1 续")
    assert {row.place for row in rows if row.kind == "piece"} == {-1, 0, 1, 2}
    assert next(row for row in rows if "记者" in row.words).note == "署名，不入正文"


def test_a_join_is_accepted_by_key_and_given_elsewhere_by_menu(torn):
    review = torn
    stand(review, "join", "⤷")
    press(review.text, Qt.Key.Key_Return)
    assert stand(review, "join", "✓").words.startswith("✓ 已接上")
    row = stand(review, "join", "✓")
    review.text.do(menus.GIVE_RUN, row, now(review).cases[2].key)
    calm(review)
    assert now(review).cases[2].draft.text.endswith("下个月再看是否做到。")
    assert "下个月再看" not in now(review).cases[0].draft.text


def test_a_cut_moves_by_key_and_by_dragging_and_the_cases_are_understood_anew(review):
    stand(review, "cut", "案例 2")
    press(review.text, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calm(review)
    first, second = now(review).cases[:2]
    assert "平山市中心医院 党委书记" in first.draft.text
    assert now(review).pieces[second.pieces[0]].text == "夜里也能看门诊"
    row = stand(review, "cut", "案例 2")
    target = next(r for r in review.text.model_.rows if r.words.startswith("平山市中心医院 党委"))
    drop_line(review, row, target)
    calm(review)
    assert now(review).cases[1].draft.owner == "平山市中心医院"
    assert "平山市中心医院 党委书记" not in now(review).cases[0].draft.text


def test_cases_are_merged_split_and_all_of_it_is_taken_back_step_by_step(review):
    before = now(review)
    stand(review, "cut", "案例 2")
    press(review.text, Qt.Key.Key_M)
    calm(review)
    assert len(now(review).cases) == 2
    stand(review, "piece", "平山市中心医院 党委")
    press(review.text, Qt.Key.Key_S)
    calm(review)
    assert owners(review) == ["清河县人民医院", "平山市中心医院", "临江区中医院"]
    for _ in range(2):
        press(review.text, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        calm(review)
    assert now(review).owners() == before.owners()
    press(review.text, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    calm(review)
    assert len(now(review).cases) == 2


def test_a_piece_is_put_out_and_dragged_into_another_case(review):
    row = stand(review, "piece", "党委委员轮流")
    press(review.text, Qt.Key.Key_Delete)
    calm(review)
    out = stand(review, "piece", "党委委员轮流")
    assert (out.key, out.note) == (None, "已移出，不入库")
    assert "不属于任何案例" in " ".join(label.text() for label in review.record.area.findChildren(type(review.sum)))
    drop_line(review, row, next(r for r in review.text.model_.rows if r.words.startswith("临江区中医院设立")))
    calm(review)
    assert "党委委员轮流" in now(review).cases[2].draft.text


def test_an_open_record_lights_the_sentence_a_value_was_read_from(review):
    stand(review, "cut", "案例 1")
    value = next(v for v in review.record.values if v.item.field == "result")
    value.setFocus()
    ((number, lit),) = review.text.lines.lit.items()
    text = now(review).pieces[number].text
    assert text[lit.words.start : lit.words.end] in text[lit.sentence.start : lit.sentence.end]
    assert "96" in text[lit.words.start : lit.words.end]
    assert review.record.foot.hint.text().startswith("正在查看“成效 1”：左侧黄色底纹为其出处。")


def test_values_are_walked_accepted_and_dropped_by_key(review):
    stand(review, "cut", "案例 2")
    record = review.record
    record.values[0].setFocus()
    press(record.values[0], Qt.Key.Key_Down)
    assert QApplication.focusWidget() is record.values[1]
    key = record.key
    press(record.values[1], Qt.Key.Key_Return)
    assert "owner" in now(review).case(key).fixed
    assert QApplication.focusWidget().item.name == record.values[2].item.name
    practice = next(v for v in record.values if v.item.name == "practice:夜间门诊")
    practice.setFocus()
    press(practice, Qt.Key.Key_Delete)
    assert "practice:夜间门诊" not in {i.name for i in settling.items(now(review), key)}
    press(review.text, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "practice:夜间门诊" in {i.name for i in settling.items(now(review), key)}


def test_a_value_is_written_anew_and_a_wrong_place_is_refused_in_words(review):
    stand(review, "cut", "案例 2")
    record, key = review.record, review.record.key
    record.values[1].setFocus()
    press(record.values[1], Qt.Key.Key_E)
    line = record.editor.fields["owner"]
    assert QApplication.focusWidget() is line
    line.setText("平山市第一医院")
    press(line, Qt.Key.Key_Return)
    assert record.editor is None
    assert now(review).case(key).draft.owner == "平山市第一医院"
    record.edit("region")
    record.editor.fields["place"].setText("没有这个地方")
    record.editor.keep()
    assert record.editor.wrong.text().startswith("没有认出地名")
    press(record.editor.fields["place"], Qt.Key.Key_Escape)
    assert record.editor is None
    assert now(review).case(key).draft.owner == "平山市第一医院"


def test_escape_in_the_form_does_not_leave_the_screen(window, review):
    stand(review, "cut", "案例 1")
    review.record.edit("title")
    press(review.record.editor.fields["title"], Qt.Key.Key_Escape)
    assert window.commands.reviews.shown
    assert review.record.editor is None


def test_a_theme_is_added_from_the_list_of_themes(review):
    stand(review, "cut", "案例 3")
    wait(lambda: review.record.themes, 10)
    review.record.edit("theme:")
    review.record.editor.fields["theme"].setText("没有的主题")
    review.record.editor.keep()
    assert "没有名为" in review.record.editor.wrong.text()
    review.record.editor.fields["theme"].setText(review.record.themes["party.branch"])
    review.record.editor.keep()
    case = now(review).case(review.record.key)
    assert {t.id: t.status for t in case.draft.themes}["party.branch"] == "user"


def test_only_files_without_a_doubt_go_in_when_only_that_is_wanted(window, review):
    key = now(review).cases[0].key
    review.text.do(menus.OUT, stand(review, "piece", "因和改进"))
    calm(review)
    stray = now(review)
    pieces = tuple(p if p.why != "person" else type(p)(p.number, p.start, p.end, p.span, p.at, p.text, p.closed)
                   for p in stray.pieces)  # fmt: skip
    review.course.put(0, type(stray)(stray.document, pieces, stray.cases))
    left = len(awaiting.doubts(now(review)))
    assert left >= 1
    assert review.files.model.cards[0].state.endswith(f"{left} 处待确认")
    check(review, 1)
    assert review.files.model.cards[1].state.endswith("完成")
    assert f"，{left} 处待确认" in review.sum.text()
    review.only_sure.click()
    wait(lambda: not review.course.storing, 30)
    settle(window)
    assert window.commands.reviews.shown
    assert window.session.library.totals().all == 7
    assert [entry.name for entry in review.course.entries] == ["年会.txt"]
    assert now(review).case(key)
    press(review.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait(lambda: not window.commands.reviews.shown)
    settle(window)
    assert window.session.library.totals().all == 10


def test_what_was_changed_is_what_is_stored(window, review):
    row = stand(review, "cut", "案例 1")
    review.record.settle(next(i for i in settling.items(now(review), row.key) if i.name == "owner"), "accept")
    review.text.do(menus.DISMISS, stand(review, "cut", "案例 3"))
    review.course.put(0, settling.change(now(review), row.key, "title", {"title": "改过的题目"}))
    review.commit()
    wait(lambda: not window.commands.reviews.shown, 30)
    settle(window)
    library = window.session.library
    found = {case.title for case in library.cases(library.find("").ids)}
    assert "改过的题目" in found
    assert "药房搬到村口" not in found


def test_every_control_has_a_name_and_the_columns_are_walked_by_key(review):
    unnamed = [w for w in review.findChildren(QWidget)
               if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible() and not w.accessibleName()]  # fmt: skip
    assert [w for w in unnamed if not w.objectName().startswith("qt_")] == []
    review.text.setFocus()
    press(review.text, Qt.Key.Key_F6)
    assert review.record.isAncestorOf(QApplication.focusWidget())
    press(QApplication.focusWidget(), Qt.Key.Key_F6)
    assert QApplication.focusWidget() is review.files.list
    index = review.text.model_.index(0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_the_form_leaves_the_keys_of_an_input_method_alone(review):
    stand(review, "cut", "案例 1")
    review.record.edit("title")
    line: QLineEdit = review.record.editor.fields["title"]
    line.clear()
    QApplication.sendEvent(line, QInputMethodEvent("biao ti", []))
    assert line.text() == ""
    done = QInputMethodEvent("", [])
    done.setCommitString("标题")
    QApplication.sendEvent(line, done)
    assert line.text() == "标题"
    assert review.record.editor is not None


@pytest.mark.parametrize("colours", list(theme.PALETTES.values()), ids=lambda palette: palette.name)
def test_letters_stand_out_on_every_case_ground(colours):
    for place in range(-1, 6):
        ground = looks.hue(colours, place).ground.name()
        assert theme.contrast(colours.muted if place < 0 else colours.ink, ground) >= 4.5
        assert theme.contrast(colours.accent_ink, ground) >= 3


def test_two_hundred_files_come_in_at_once(window, tmp_path):
    folder = tmp_path / "来稿"
    folder.mkdir()
    for number in range(200):
        text_file(folder, f"{number:03}.txt", STORY.replace("97", str(number)).replace("清河", f"清河{number}"))
    window.deeds.import_paths([folder])
    screen = window.commands.reviews.screen
    wait(lambda: not screen.course.reading, 120)
    assert len(screen.course.entries) == 200
    screen.commit()
    wait(lambda: not window.commands.reviews.shown, 60)
    settle(window)
    assert window.session.library.totals().all == 206
