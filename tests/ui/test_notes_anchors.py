import pytest
from PySide6.QtWidgets import QToolButton

from app.services.importing import import_paths
from app.services.library import Library
from tests.services.test_reimporting import FEATURE, FIRST, SECOND, mark
from tests.ui.conftest import settle, wait

NEW = FEATURE.replace("八成九", "九成四").replace(FIRST, "此事不提")


@pytest.fixture
def updated(make_window, tmp_path):
    """A window on a case after an update: one passage changed, one lost, one as it was; and its notes by quote."""
    path, file = tmp_path / "库.xinglin", tmp_path / "特写.txt"
    file.write_text(FEATURE, encoding="utf-8")
    library = Library.open(path)
    case_id = import_paths(library, [file])[0].case_ids[0]
    notes = {quote: mark(library, case_id, quote) for quote in (FIRST, SECOND, "当面讲近来的新办法")}
    file.write_text(NEW, encoding="utf-8")
    import_paths(library, [file], update=True)
    library.close()
    window = make_window(path)
    window.go_to(case_id)
    wait(lambda: window.desk and window.desk.reader.shown)
    settle(window)
    return window, case_id, notes


def card(window, note_id):
    return window.desk.margin.cards.card(window.desk.margin.notebook.entry(note_id).key)


def press(window, note_id, words):
    button = next(b for b in card(window, note_id).settling.findChildren(QToolButton) if b.text() == words)
    button.click()
    settle(window)


def note(window, note_id):
    return next(each for each in window.session.library.notes() if each.id == note_id)


def test_lost_notes_wait_at_the_end_of_the_margin_in_words(updated):
    window, _, notes = updated
    order = [entry.id for entry in window.desk.margin.notebook.entries]
    assert order == [notes[SECOND], notes["当面讲近来的新办法"], notes[FIRST]]
    cards = [card(window, note_id) for note_id in order]
    assert [c.geometry().top() for c in cards] == sorted(c.geometry().top() for c in cards)
    assert "原文中已找不到这段话" in cards[2].body.accessibleName()
    assert "原文已改动" in cards[0].body.accessibleName()
    assert cards[1].settling.isHidden()


def test_a_changed_passage_is_accepted_with_one_click(updated):
    window, _, notes = updated
    press(window, notes[SECOND], "接受新句")
    assert (note(window, notes[SECOND]).anchor, note(window, notes[SECOND]).quote[-3:]) == ("exact", "九成四")
    assert card(window, notes[SECOND]).settling.isHidden()


def test_a_passage_that_is_another_sentence_goes_to_the_end(updated):
    window, _, notes = updated
    press(window, notes[SECOND], "不是这句")
    assert note(window, notes[SECOND]).anchor == "lost"
    assert {e.id for e in window.desk.margin.notebook.entries[-2:]} == {notes[FIRST], notes[SECOND]}


def test_a_lost_note_is_put_on_what_is_selected_and_says_so_when_nothing_is(updated):
    window, case_id, notes = updated
    press(window, notes[FIRST], "标到选中的话")
    assert note(window, notes[FIRST]).anchor == "lost"
    assert "先在正文里选中" in window.notice.words.text()
    start = window.session.library.case(case_id).text.index("此事不提")
    window.desk.reader.page.select(start, start + 4)
    press(window, notes[FIRST], "标到选中的话")
    found = note(window, notes[FIRST])
    assert (found.anchor, found.start, found.quote) == ("exact", start, "此事不提")
