"""Reading in the real window: what is read and unread, reading on, the way back, two cases from the list."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyleOptionViewItem

from app.services.library import Library
from app.ui.dialogs.continuing import Continuing, when
from app.ui.library.shelves import Place
from app.ui.trail import Trail
from db.records import CaseDraft, DocumentDraft
from tests.ui.conftest import settle, wait

LONG = "\n".join(f"第{n}段。" + "病区把交接班改成床旁，家属也听得到。" * 8 for n in range(80))


@pytest.fixture
def long_window(make_window, library_file):
    library = Library.open(library_file)
    draft = DocumentDraft(path="/d/l.txt", name="l.txt", text=LONG, fingerprint="long", title="长文")
    library.add_document(draft, [CaseDraft(kind="hospital", title="床旁交接班", text=LONG)])
    library.close()
    return make_window(library_file)


def act(window, name):
    window.commands.actions[name].trigger()
    settle(window)


def open_titled(window, title):
    case_id = next(one for one in window.list.ids() if window.list.row(one).title == title)
    window.list.go(case_id)
    window.show_case(case_id)
    settle(window)
    return case_id


def test_cases_are_marked_read_and_unread_and_the_shelf_counts_what_is_begun(window):
    first, second = window.list.ids()[:2]
    library = window.session.library
    library.keep_place(first, 3, 0.5)
    window.list.go(second)
    settle(window)
    act(window, "mark_read")
    assert library.case(second).progress == 1
    assert window.counts.totals.reading == 1
    window.side.shelves.chosen.emit(Place(fixed="reading"), False)
    settle(window)
    assert list(window.list.ids()) == [first]
    assert window.session.text == "有:在读"
    window.session.search("")
    settle(window)
    window.list.go(second)
    act(window, "mark_unread")
    assert library.case(second).progress == 0
    act(window, "undo")
    assert library.case(second).progress == 1


def test_the_shelf_of_what_is_begun_stands_with_the_latest_first(window):
    library = window.session.library
    for case_id in tuple(window.list.ids())[:3]:
        library.keep_place(case_id, 1, 0.3)
        last = case_id
        QTest.qWait(1050)  # times are kept by the second
    window.side.shelves.chosen.emit(Place(fixed="reading"), False)
    settle(window)
    assert window.list.ids()[0] == last
    assert window.session.order.sort == "opened"


def test_a_card_looks_different_unread_begun_and_read(window):
    library = window.session.library
    ids = tuple(window.list.ids())[:3]
    library.keep_place(ids[1], 1, 0.3)
    library.keep_place(ids[2], 1, 1.0)
    settle(window)
    window.session.refresh()
    settle(window)

    def drawn(case_id):
        model, view = window.list.model(), window.list
        row = list(view.ids()).index(case_id)
        image = QImage(370, 160, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        option = QStyleOptionViewItem()
        option.rect = image.rect()
        painter = QPainter(image)
        view.itemDelegate().paint(painter, option, model.index(row, 0))
        painter.end()
        accent = window.colours.accent
        return any(image.pixelColor(x, y).name() == accent for x in range(4, 13) for y in range(14, 28))

    assert drawn(ids[0])
    assert not drawn(ids[1])
    assert not drawn(ids[2])


def test_reading_on_offers_the_last_cases_with_their_place_and_opens_one(long_window):
    window = long_window
    library = window.session.library
    case_id = next(one for one in window.list.ids() if window.list.row(one).title == "床旁交接班")
    library.keep_place(case_id, LONG.index("第40段"), 0.5)
    settle(window)
    act(window, "continue")
    dialog = window.findChild(Continuing)
    assert len(dialog.rows) == 1
    assert "已读 50%" in dialog.rows[0].accessibleName()
    dialog.rows[0].click()
    settle(window)
    page = window.desk.reader.page
    assert window.desk.case_id == case_id
    assert -2 <= page.y_of(LONG.index("第40段")) <= 2


def test_back_and_forward_go_through_jumps_and_cases_to_the_places_where_one_stood(long_window):
    window = long_window
    one = open_titled(window, "床旁交接班")
    reader = window.desk.reader
    reader.leap(LONG.index("第50段"))
    reader.page.go_to(LONG.index("第52段"), top=True)
    left = reader.page.in_view().start
    other = open_titled(window, "护士长的账本")
    act(window, "back")
    assert window.desk.case_id == one
    assert -2 <= reader.page.y_of(LONG.index("第50段")) <= 2 or abs(reader.page.in_view().start - left) <= 40
    act(window, "back")
    assert reader.page.in_view().start == 0
    act(window, "forward")
    act(window, "forward")
    assert window.desk.case_id == other


def test_a_trail_keeps_places_and_forgets_the_way_forward():
    trail = Trail()
    trail.visit("a")
    trail.visit("a")
    trail.jump("a", 10, 500)
    trail.visit("b")
    assert (trail.back().position, trail.here.case_id) == (500, "a")
    assert trail.back().position == 10
    assert trail.back() is None
    trail.visit("c")
    assert not trail.can_go_forward
    assert trail.back().case_id == "a"


def test_two_chosen_cases_open_beside_each_other(window):
    first, second = tuple(window.list.ids())[:2]
    window.list.go(first)
    settle(window)
    QTest.keyClick(window.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    settle(window)
    act(window, "beside")
    assert window.desk.pair.aside is not None
    assert {window.desk.case_id, window.desk.pair.aside.case_id} == {first, second}
    window.desk.pair.aside.swap.click()
    settle(window)
    assert {window.desk.case_id, window.desk.pair.aside.case_id} == {first, second}
    window.desk.pair.shut()


def test_the_columns_that_made_room_for_a_second_text_come_back_when_it_is_shut(window):
    window.resize(1100, 700)
    settle(window)
    act(window, "beside")
    settle(window)
    assert window.room.wide
    window.desk.pair.shut()
    settle(window)
    assert not window.room.wide
    assert window.column.isVisible()


def test_the_settings_window_changes_what_the_program_keeps(window):
    open_titled(window, "护士长的账本")
    kept = []
    window.settings_changed.connect(kept.append)
    window.desk.reader.call_looks()
    window.desk.reader._panel._sliders["reading_size"][0].setValue(10)
    assert window.settings.reading_size == 18
    assert kept[-1].reading_size == 18
    assert window.desk.reader.page.document().defaultFont().pixelSize() == 24
    window.desk.reader._panel.hide()


def test_every_deed_of_reading_is_in_the_list_of_all(window):
    wait(lambda: window.desk is not None)
    words = {action.text() for action in window.commands.every()}
    assert {"阅读设置…", "转到段落…", "显示或收起大纲", "与原文并排", "复制段落链接", "标为已读", "标为未读"} <= words


def test_days_are_told_as_people_say_them():
    assert when("") == ""
    assert when("2001-02-03T04:05:06+00:00") == "2001-02-03"
