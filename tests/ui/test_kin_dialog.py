import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.services.library import Library
from app.ui.dialogs.kin import KinDialog
from db.records import CaseDraft, DocumentDraft
from tests.extract.test_kin import OTHER, STORY, rewritten
from tests.ui.conftest import settle, wait

PAPERS = (
    ("晨报", STORY),
    ("健康周刊", STORY[: len(STORY) * 2 // 3]),
    ("医院报", rewritten(STORY, 0.02)),
    ("别处", OTHER),
)


@pytest.fixture
def told(make_window, tmp_path):
    """A window on a library in which three of four papers tell one story; and the ids of their cases."""
    path = tmp_path / "同报.xinglin"
    library = Library.open(path)
    ids = []
    for number, (paper, text) in enumerate(PAPERS):
        document = DocumentDraft(
            path=f"/{paper}.txt", name=f"{paper}.txt", text=text, fingerprint=str(number), publisher=paper,
            published="2023-05-0" + str(number + 1),
        )  # fmt: skip
        ids.append(library.add_document(document, [CaseDraft(kind="hospital", title=f"{paper}的题", text=text)])[0])
    library.close()
    return make_window(path), ids


def opened(window, case_id):
    window.go_to(case_id)
    wait(lambda: window.desk and window.desk.reader.shown and window.desk.reader.shown.case.id == case_id)
    settle(window)
    return window.desk.reader.header


def dialog(window, case_id):
    opened(window, case_id).kin.click()
    wait(lambda: window.findChildren(KinDialog) and window.findChildren(KinDialog)[0].chosen is not None)
    settle(window)
    return window.findChildren(KinDialog)[0]


def test_the_reader_says_how_many_other_papers_tell_the_story(told):
    window, ids = told
    header = opened(window, ids[1])
    assert header.kin.isVisible()
    assert header.kin.text() == "同一报道另有 2 篇"
    assert not opened(window, ids[3]).kin.isVisible()


def test_the_dialog_lists_them_and_shows_the_difference_from_the_main_one(told):
    window, ids = told
    shown = dialog(window, ids[1])
    rows = [[shown.members.topLevelItem(n).text(c) for c in range(5)] for n in range(shown.members.topLevelItemCount())]
    assert [row[1] for row in rows] == ["晨报", "健康周刊", "医院报"]
    assert [row[4] for row in rows][:2] == ["主篇", "100%"]
    assert shown.chosen.id == ids[1]
    assert shown.difference.changes > 0
    assert "晨报" in shown.difference.text.toPlainText()


def test_another_one_is_made_main_and_one_is_taken_out(told):
    window, ids = told
    shown = dialog(window, ids[1])
    shown.main.click()
    settle(window)
    library = window.session.library
    assert library.kin(ids[0])[0].id == ids[1]
    assert not shown.main.isEnabled()
    item = next(shown.members.topLevelItem(n) for n in range(3) if shown.members.topLevelItem(n).text(1) == "医院报")
    shown.members.setCurrentItem(item)
    settle(window)
    shown.part.click()
    settle(window)
    assert library.kin(ids[2]) == ()
    assert shown.members.topLevelItemCount() == 2
    assert library.undo_label == "移出同一报道"


def test_taking_out_the_case_one_came_from_leaves_the_others_on_show_and_the_last_closes_it(told):
    window, ids = told
    shown = dialog(window, ids[1])
    shown.part.click()
    settle(window)
    assert [one.id for one in shown._kin] == [ids[0], ids[2]]
    with_closed = []
    shown.finished.connect(with_closed.append)
    shown.part.click()
    settle(window)
    assert with_closed
    assert all(window.session.library.kin(case_id) == () for case_id in ids)


def test_enter_on_a_member_opens_it_in_the_reader(told):
    window, ids = told
    shown = dialog(window, ids[1])
    shown.members.setCurrentItem(shown.members.topLevelItem(0))
    shown.members.setFocus()
    QTest.keyClick(shown.members, Qt.Key.Key_Return)
    wait(lambda: window.desk.reader.shown.case.id == ids[0])


def test_cases_chosen_in_the_list_are_joined_by_an_action_and_undone_by_its_notice(told):
    window, ids = told
    window.deeds.join([ids[3], ids[0]])
    settle(window)
    library = window.session.library
    assert {one.id for one in library.kin(ids[3])} == set(ids)
    assert library.kin(ids[3])[0].id == ids[3]
    library.undo()
    assert library.kin(ids[3]) == ()
    window.deeds.join([ids[3]])
    settle(window)
    assert "两篇或更多" in window.notice.words.text()
