"""共读 in the real window: packages go out, a reader answers, returns come in, who said what stands side by side."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from app.services import returning, rounds
from app.services.library import Library
from app.ui.compare.round_back import GiveBack
from app.ui.compare.round_start import StartRound
from app.ui.use.page import Scope
from db.rounds import Answer
from tests.ui.conftest import settle, wait


@pytest.fixture
def page(window):
    window.commands.using.open("round")
    settle(window)
    return window.commands.using.frame.page


def sent(window, folder, readers=("张三", "李四")):
    library = window.session.library
    return rounds.send(library, "共读一", library.find("").ids[:3], readers, ["可用吗？", "先试哪里？"], folder)


def answered(path, folder, verdicts):
    """Another library opens a package, answers and gives back."""
    other = Library.open(folder / f"{path.stem}.xinglin")
    one, _ = returning.receive(other, path)
    other.highlight(one.cases[0].here, 0, 6, text=f"{one.reader}的话")
    rounds.answer(other, one.id, [Answer(c.id, 0, v, "理由") for c, v in zip(one.cases, verdicts, strict=False)])
    output = path.with_name(f"回 {one.reader}.xlpack")
    rounds.give_back(other, one.id, output)
    other.close()
    return output


def test_with_no_round_yet_the_page_says_what_one_is_for(page):
    assert page.empty.isVisible()
    assert page.begin.isEnabled()
    assert page.exported() is None


def test_packages_are_made_for_those_who_are_named(window, page, tmp_path, monkeypatch):
    def fill(dialog):
        dialog.readers.setPlainText("张三\n李四")
        assert dialog.do.isEnabled()
        dialog.accept()
        return 1

    monkeypatch.setattr(StartRound, "exec", fill)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    page.begin.click()
    wait(lambda: page.round is not None)
    settle(window)
    assert len(list(tmp_path.glob("*.xlpack"))) == 2
    assert page.table.isVisible()
    assert "还没有交回：张三、李四" in page.table.stand.text()
    assert window.session.library.undo_label == "发起共读"


def test_nobody_to_read_and_too_many_cannot_be_sent(window):
    dialog = StartRound("读", 3, window.shell)
    assert not dialog.do.isEnabled()
    dialog.readers.setPlainText("\n".join(f"读者{n}" for n in range(60)))
    assert not dialog.do.isEnabled()
    assert "50" in dialog.told.text()
    dialog.readers.setPlainText("张三")
    assert dialog.do.isEnabled()
    dialog.deleteLater()


def test_returns_come_in_one_after_the_other_and_stand_side_by_side(window, page, tmp_path):
    one, paths = sent(window, tmp_path, ("张三", "李四", "王五"))
    backs = [
        answered(paths[0], tmp_path, ("recommend", "useful", "reject")),
        answered(paths[1], tmp_path, ("recommend", "reject", "reject")),
    ]
    page.show_round(one.id)
    page.take_in(backs)
    wait(lambda: page.round and len(page.round.returns) == 2)
    settle(window)
    table = page.table.table
    heads = [table.horizontalHeaderItem(n).text() for n in range(table.columnCount())]
    assert heads == ["案例", "是否一致", "张三", "李四", "王五（未交回）"]
    assert [table.item(row, 1).text() for row in range(3)] == ["一致", "有分歧", "一致"]
    assert table.item(0, 2).text() == "推荐\n理由"
    assert table.item(0, 4).text() == "未交回"
    assert "67%" in page.table.agreed.text()
    notes = page.table.notes
    wait(lambda: notes.rowCount() == 1)
    assert [notes.item(0, n).text() for n in (1, 2)] == ["张三的话", "李四的话"]
    page.table.question.setCurrentIndex(1)
    assert "无从比较" in page.table.agreed.text()


def test_a_bad_file_among_returns_is_told_and_the_next_is_taken(window, page, tmp_path):
    one, paths = sent(window, tmp_path)
    bad = tmp_path / "坏.xlpack"
    bad.write_bytes(b"PK\x03\x04 nothing")
    told = []
    window.jobs.trouble.connect(told.append)
    page.show_round(one.id)
    page.take_in([bad, answered(paths[0], tmp_path, ("useful",))])
    wait(lambda: page.round and page.round.returns)
    assert len(told) == 1


def test_a_double_click_on_a_passage_opens_it(window, page, tmp_path):
    one, paths = sent(window, tmp_path)
    returning.receive(window.session.library, answered(paths[0], tmp_path, ("useful",)))
    page.show_round(one.id)
    wait(lambda: page.table.notes.rowCount() == 1)
    page.table.notes.itemDoubleClicked.emit(page.table.notes.item(0, 0))
    settle(window)
    assert window.desk.case_id == one.cases[0].here
    assert window.desk.reader.page.selected() == (0, 6)


@pytest.fixture
def asked(window, tmp_path):
    """A round this library is asked to read, by another."""
    other = Library.open(tmp_path / "别处.xinglin")
    returning_ = window.session.library
    packed = tmp_path / "cases.xlpack"
    from app.services import packing

    packing.export(returning_, returning_.find("").ids[:3], packed)
    other.take_in(packing.read(packed))
    _, paths = rounds.send(other, "请您读", other.find("").ids, ["张三"], ["可用吗？", "先试哪里？"], tmp_path)
    yield other, paths[0]
    other.close()


def test_a_package_that_is_dropped_in_is_announced_and_shown(window, asked):
    _, path = asked
    window.deeds.import_paths([path])
    wait(lambda: rounds.every(window.session.library))
    settle(window)
    window.commands.exchange.round_wanted.emit(rounds.every(window.session.library)[0].id)
    settle(window)
    page = window.commands.using.frame.page
    wait(page.form.isVisible)
    assert page.form.cases.count() == 3
    assert "请 张三 读 3 案" in page.form.head.text()


def test_a_reader_answers_is_saved_as_one_goes_and_gives_back(window, page, asked, tmp_path, monkeypatch):
    other, path = asked
    returning.receive(window.session.library, path)
    wait(lambda: page.form.isVisible() and page.form.questions)
    settle(window)
    first = page.form.questions[0]
    first.verdicts["recommend"].click()
    first.verdicts["useful"].click()
    assert not first.verdicts["recommend"].isChecked()
    first.words.setFocus()
    QTest.keyClicks(first.words, "because")
    wait(lambda: any(a.words == "because" for r in rounds.every(window.session.library) for a in stored(r)))
    page.form.questions[1].verdicts["reject"].click()
    assert page.form.far.text() == "已答 1 / 3 案"
    page.form.cases.setCurrentRow(1)
    assert page.form.questions[0].words.toPlainText() == ""
    page.form.questions[0].verdicts["reject"].click()
    page.form.cases.setCurrentRow(0)
    assert page.form.questions[0].words.toPlainText() == "because"
    target = tmp_path / "我的回执.xlpack"
    monkeypatch.setattr(GiveBack, "exec", lambda _: 1)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(Path(target).with_suffix("")), ""))
    page.form.back.click()
    wait(target.exists)
    settle(window)
    returning.receive(other, target)
    back = rounds.every(other)[0].of("张三")
    assert {(a.question, a.verdict) for a in back.answers} == {(0, "useful"), (1, "reject"), (0, "reject")}


def stored(one):
    back = one.of(one.reader)
    return back.answers if back else ()


def test_answers_can_be_undone_and_the_form_follows(window, page, asked):
    _, path = asked
    returning.receive(window.session.library, path)
    wait(lambda: page.form.isVisible() and page.form.questions)
    page.form.questions[0].verdicts["recommend"].click()
    settle(window)
    assert window.session.library.undo_label == "写共读意见"
    window.session.library.undo()
    wait(lambda: not page.form.questions[0].verdicts["recommend"].isChecked())


def test_a_case_that_was_deleted_keeps_its_answer_and_says_so(window, page, asked):
    _, path = asked
    one, _ = returning.receive(window.session.library, path)
    wait(lambda: page.form.isVisible() and page.form.questions)
    page.form.questions[0].verdicts["recommend"].click()
    settle(window)
    window.session.library.delete_cases([one.cases[0].here])
    wait(lambda: page.form.read.text() == "案例已删除")
    assert page.form.questions[0].verdicts["recommend"].isChecked()


def test_the_page_holds_its_own_in_every_theme(window, page, tmp_path):
    one, paths = sent(window, tmp_path)
    returning.receive(window.session.library, answered(paths[0], tmp_path, ("useful", "reject")))
    page.show_round(one.id)
    settle(window)
    for name in ("sepia", "dark", "contrast", "light"):
        window.set_settings(theme=name)
        QApplication.processEvents()
    assert page.table.table.item(0, 2).foreground().color().name() == window.colours.on_accent_soft
    assert page.table.table.item(0, 2).background().color().name() == window.colours.accent_soft
    assert page.which.accessibleName() == "共读：共读一"


def test_a_case_opens_by_enter_and_by_double_click(window, page, tmp_path):
    one, paths = sent(window, tmp_path)
    returning.receive(window.session.library, answered(paths[0], tmp_path, ("useful",)))
    page.show_round(one.id)
    wait(lambda: page.table.notes.rowCount() == 1)
    page.table.table.setFocus()
    page.table.table.setCurrentCell(1, 0)
    QTest.keyClick(page.table.table, Qt.Key.Key_Return)
    settle(window)
    assert window.desk.case_id == one.cases[1].here


def test_a_long_reason_takes_a_few_lines_until_it_is_wanted_whole(window, page, tmp_path):
    one, paths = sent(window, tmp_path)
    other = Library.open(tmp_path / "远.xinglin")
    asked_, _ = returning.receive(other, paths[0])
    rounds.answer(other, asked_.id, [Answer(asked_.cases[0].id, 0, "useful", "理由很长。" * 200)])
    rounds.give_back(other, asked_.id, tmp_path / "长.xlpack")
    other.close()
    returning.receive(window.session.library, tmp_path / "长.xlpack")
    page.show_round(one.id)
    settle(window)
    table = page.table.table
    low = table.rowHeight(0)
    assert low < 7 * table.fontMetrics().lineSpacing()
    assert table.item(0, 2).text().endswith("…")
    page.table.whole.click()
    assert table.rowHeight(0) > 2 * low
    assert table.item(0, 2).text().endswith("理由很长。")


def test_cases_can_be_listed_by_how_far_readers_are_apart(window, page, tmp_path):
    one, paths = sent(window, tmp_path)
    library = window.session.library
    returning.receive(library, answered(paths[0], tmp_path, ("useful", "useful", "reject")))
    returning.receive(library, answered(paths[1], tmp_path, ("useful", "useful", "recommend")))
    page.show_round(one.id)
    settle(window)
    page.table.order.setCurrentIndex(1)
    assert page.table.table.item(0, 0).text() == one.cases[2].title
    page.table.order.setCurrentIndex(2)
    assert page.table.table.rowCount() == 1
    assert page.table.chosen() is not None


def test_before_notes_go_back_a_reader_sees_which(window, page, asked, monkeypatch):
    _, path = asked
    library = window.session.library
    library.highlight(library.find("").ids[0], 0, 3, text="早先写的")
    one, _ = returning.receive(library, path)
    library.highlight(one.cases[0].here, 2, 5, text="共读时写的")
    wait(lambda: page.form.isVisible() and page.form.questions)
    settle(window)
    seen = []

    def look(dialog):
        seen.extend(
            (dialog.notes.item(n).text(), dialog.notes.item(n).checkState()) for n in range(dialog.notes.count())
        )
        return 0

    monkeypatch.setattr(GiveBack, "exec", look)
    page.form.back.click()
    wait(lambda: seen)
    checked = {words.splitlines()[0]: state == Qt.CheckState.Checked for words, state in seen}
    assert checked == {"共读时写的": True, "早先写的（共读以前写的）": False}


def test_too_many_cases_are_told_before_anything_is_asked(window, page):
    told = []
    window.jobs.trouble.connect(told.append)
    page.scope = Scope("很多", tuple(map(str, range(rounds.CASES + 1))))
    page._start()
    assert [error.reason for error in told] == ["round_many"]


def test_a_question_in_words_has_no_scale_and_counts_when_words_are_there(window):
    dialog = StartRound("读", 3, window.shell)
    dialog.questions.setPlainText("可用吗？\n先在哪个科室试？\n交给谁？")
    dialog.ways[2].way.setCurrentIndex(2)
    dialog.readers.setPlainText("张三")
    assert not dialog.do.isEnabled()
    dialog.ways[2].typed.setText("护理部、医务处")
    assert dialog.do.isEnabled()
    assert dialog.offered() == (None, (), ("护理部", "医务处"))
    dialog.deleteLater()
