"""A person's first morning with the program, from the first start to the PDF on the table, through the real window."""

import pypdfium2
from PySide6.QtCore import QCoreApplication, QEvent

from app import paths
from app.services.library import Library
from app.ui import app as starting
from app.ui.dialogs.export import Request
from tests.ui.conftest import settle, wait

THOUGHT = "先在两个科室试行,季度末看随访率。 #可借鉴"


def open_as_a_person(make_window):
    window = make_window()
    starting.start(window, None)
    wait(lambda: bool(window.list.ids()) or window.counts is not None, 30)
    settle(window)
    return window


def test_first_start_first_search_first_note_first_export_and_everything_taken_back(make_window, tmp_path):
    window = open_as_a_person(make_window)
    assert len(window.list.ids()) == 51

    window.session.search("绩效 地区:江西")
    settle(window)
    assert {window.list.row(i).owner for i in window.list.ids()} == {"南昌大学第一附属医院", "赣州市人民医院"}
    case_id = window.list.ids()[0]
    window.go_to(case_id)
    wait(lambda: window.desk.case_id == case_id)
    settle(window)

    page = window.desk.reader.page
    text = window.session.library.case(case_id).text
    quote = text.split("。")[1].strip()
    page.select(text.index(quote), text.index(quote) + len(quote))
    assert window.desk.highlight("green")
    settle(window)
    [note] = window.session.library.notes(case_id)
    assert (note.quote, note.colour) == (quote, "green")
    window.session.library.change_note(note.id, text=THOUGHT, tags=["可借鉴"])
    settle(window)
    assert window.counts.totals.noted == 1

    target = tmp_path / "党委会学习材料.pdf"
    ids = tuple(window.list.ids())
    window.deeds.export(Request("pdf", ids, "绩效改革案例选编", target, replace=False), "绩效 地区:江西")
    wait(target.exists, 30)
    settle(window)
    printed = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(target))
    assert "".join(quote.split()) in "".join(printed.split())
    assert "季度末看随访率" in "".join(printed.split())

    while window.session.library.undo_label not in (None, "载入示例"):
        window.deeds.undo()
        settle(window)
    assert window.session.library.notes(case_id) == ()


def test_removed_examples_stay_removed_and_notes_are_there_the_next_day(make_window):
    window = open_as_a_person(make_window)
    library = window.session.library
    kept = library.add_note(None, "明天继续看")
    window.deeds.remove_starter()
    settle(window)
    assert list(window.list.ids()) == []
    window.shell.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    tomorrow = Library.open(paths.library())
    assert [n.id for n in tomorrow.notes()] == [kept.id]
    assert tomorrow.totals().all == 0
    tomorrow.close()
