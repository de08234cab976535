"""Letters the machine lacks are loaded when a text that needs them is shown, and not before."""

import pytest
from PySide6.QtGui import QFontDatabase

from app.formats import more_fonts
from app.services.library import Library
from app.ui import fonts, theme
from db.records import DocumentDraft
from tests.ui.conftest import case, settle, wait

SCRIPTS = ("ꆈꌠꁱꂷ", "བོད་ཡིག", "ᠮᠣᠩᠭᠣᠯ", "ئۇيغۇرچە", "𠮷𪚥𬺓", "한국어", "☑✔⟶", "🏥💊")


def loaded():
    return {face.family for face in more_fonts.faces()} & set(QFontDatabase.families())


@pytest.fixture
def lacked(qt, monkeypatch):  # noqa: ARG001 - fonts want the application
    """Words this machine cannot draw, and the family that draws them."""
    monkeypatch.setattr(theme, "_lent", [])
    for words in SCRIPTS:
        [(face, asked)] = fonts._spare(words)
        if face.family not in loaded() and not fonts._drawn(asked):
            return words, face.family
    pytest.skip("this machine's fonts draw everything, or the tests before had it loaded")


def add(path, text):
    library = Library.open(path)
    told = case("无关的题目", text, "江西省", "赣州市", ["digital"], "周二查房", 2021)
    draft = DocumentDraft(path="/d/b.txt", name="b.txt", text="又一个", fingerprint="b", title="又一个")
    [added] = library.add_document(draft, [told])
    library.close()
    return added


def test_letters_come_with_the_case_that_needs_them_and_not_before(make_window, library_file, lacked):
    words, family = lacked
    added = add(library_file, f"病人说好。{'又一段话。' * 200}病人说{words}好。")
    window = make_window()
    fonts.follow(window)
    window.open(library_file)
    wait(lambda: window.desk is not None)
    settle(window)
    if window.desk.case_id != added:
        assert family not in loaded()
        window.show_case(added)
    wait(lambda: family in loaded())
    settle(window)
    page = window.desk.reader.page
    assert family in page.document().defaultFont().families()
    shown = page.viewport().grab().toImage()
    page._other_letters()
    page._measure()
    settle(window)
    assert page.viewport().grab().toImage() == shown
    assert fonts._drawn(words)


def test_ordinary_words_ask_for_nothing(jobs):
    came = []
    spare = fonts.SpareLetters(jobs, lambda: came.append(1), jobs)
    spare.look_at(("病人说好，Café 2021——“对”。",))
    assert jobs.idle
    assert not came


def test_what_was_looked_at_is_not_loaded_twice(jobs, lacked):
    words, family = lacked
    came = []
    spare = fonts.SpareLetters(jobs, lambda: came.append(1), jobs)
    for text in (words, f"甲{words}", words + "☆"):
        spare.look_at((text,))
        wait(lambda: jobs.idle)
    wait(lambda: jobs.idle and came)
    assert family in loaded()
    spare.look_at((words,))
    assert jobs.idle
    assert came == [1]
    assert theme.with_lent(()).count(family) == 1
