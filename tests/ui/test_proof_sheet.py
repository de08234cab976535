import pytest
from PySide6.QtWidgets import QToolButton

from app.services.importing import import_paths
from app.services.library import Library
from app.ui.dialogs.proof import ProofSheet
from tests.services.test_reimporting import FEATURE, FIRST, SECOND, mark
from tests.ui.conftest import settle, wait

NEW = FEATURE.replace("八成九", "九成四").replace(FIRST, "此事不提") + "\n\n文末添的一句话，说的是来年打算。"


@pytest.fixture
def versions(make_window, tmp_path):
    """Makes a window on a library with a file of which a changed version lies on disk; and the case and its notes."""

    def make(**chosen):
        path, file = tmp_path / "库.xinglin", tmp_path / "特写.txt"
        file.write_text(FEATURE, encoding="utf-8")
        library = Library.open(path)
        case_id = import_paths(library, [file])[0].case_ids[0]
        notes = {quote: mark(library, case_id, quote) for quote in (FIRST, SECOND, "当面讲近来的新办法")}
        library.close()
        file.write_text(NEW, encoding="utf-8")
        return make_window(path, **chosen), file, case_id, notes

    return make


def sheet_of(window):
    wait(lambda: bool(window.shell.findChildren(ProofSheet)), 20)
    settle(window)
    return window.shell.findChildren(ProofSheet)[0]


def anchors(window, notes):
    of = {note.id: note.anchor for note in window.session.library.notes()}
    return [of[note_id] for note_id in notes.values()]


def press(sheet, words):
    button = next(b for b in sheet.notes.findChildren(QToolButton) if b.text() == words and b.isVisible())
    button.click()


def test_without_a_review_a_changed_file_is_proved_before_it_is_written_over(versions):
    window, file, case_id, notes = versions(review_imports=False)
    window.deeds.import_paths([file])
    sheet = sheet_of(window)
    assert "九成四" not in window.session.library.case(case_id).text
    assert "1 案有改动" in sheet.words.text()
    assert "1 处仍在原句，1 处原句有改动，1 处找不到原句" in sheet.words.text()
    assert sheet.over.isChecked()
    press(sheet, "接受新句")
    sheet.go.click()
    wait(lambda: "九成四" in window.session.library.case(case_id).text)
    settle(window)
    assert anchors(window, notes) == ["lost", "exact", "moved"]
    assert window.session.library.totals().all == 1


def test_a_person_may_store_it_as_a_new_file_instead(versions):
    window, file, case_id, notes = versions(review_imports=False)
    window.deeds.import_paths([file])
    sheet = sheet_of(window)
    sheet.beside.setChecked(True)
    sheet.go.click()
    wait(lambda: window.session.library.kin_count(case_id) == 1)
    assert "九成四" not in window.session.library.case(case_id).text
    assert anchors(window, notes) == ["exact"] * 3


def test_going_back_writes_nothing(versions):
    window, file, _, notes = versions(review_imports=False)
    window.deeds.import_paths([file])
    sheet = sheet_of(window)
    sheet.reject()
    settle(window)
    assert window.session.library.undo_label is None
    assert anchors(window, notes) == ["exact"] * 3


def test_a_change_is_shown_beside_what_is_stored(versions):
    window, file, _, _ = versions(review_imports=False)
    window.deeds.import_paths([file])
    sheet = sheet_of(window)
    assert sheet.difference.changes > 0
    shown = sheet.difference.text.toPlainText()
    assert "八成九" in shown
    assert "九成四" in shown
    sheet.reject()


def test_the_review_asks_with_the_same_sheet_before_it_stores(versions):
    window, file, case_id, notes = versions()
    window.deeds.import_paths([file])
    screen = None

    def ready():
        nonlocal screen
        screen = window.commands.reviews.screen
        return screen is not None and screen.course.entries and not screen.course.reading

    wait(ready, 20)
    settle(window)
    screen.commit()
    sheet = sheet_of(window)
    assert window.session.library.undo_label is None
    sheet.go.click()
    wait(lambda: "九成四" in window.session.library.case(case_id).text)
    settle(window)
    assert anchors(window, notes) == ["lost", "changed", "moved"]
    assert window.session.library.undo_label.startswith("更新")
