"""Room for reading: two texts with one margin, the outline beside the text, tabs and figures that stand whole."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from app import paths
from app import settings as kept
from app.services.library import Library
from app.ui.notes.markdown import Markdown
from app.ui.reading import typesetting
from app.ui.record.wording import byline
from tests.ui import reading_fixtures
from tests.ui.conftest import settle, wait

SIZES = [(1440, 900), (1366, 768), (960, 600), (720, 450)]
ONCE = "病区把交接班改成床旁，家属也听得到，疑问当场就答。"


@pytest.fixture
def told(make_window, tmp_path):
    """The window on two hospitals and a plan, and their ids."""
    path = tmp_path / "两案.xinglin"
    library = Library.open(path)
    ids = reading_fixtures.fill(library)
    library.close()
    window = make_window(path)
    wait(lambda: window.desk is not None)
    return window, ids


def at_size(told, size, first=0):
    window, ids = told
    window.shell.resize(*size)
    window.go_to(ids[first])
    wait(lambda: window.desk.reader.shown is not None and window.desk.reader.shown.case.id == ids[first])
    settle(window)
    return window, window.desk, ids


def beside(told, size):
    window, desk, ids = at_size(told, size)
    desk.pair.open(ids[1])
    wait(lambda: desk.pair.aside.reader.shown is not None)
    settle(window)
    return window, desk, ids


def of(widget, outer):
    return QRect(widget.mapTo(outer, QPoint(0, 0)), widget.size())


def characters(page):
    return (page.galley.documentSize().width() - page.galley.inset) / typesetting.letter(kept.Settings())


# two texts


@pytest.mark.parametrize(("size", "least"), [((1440, 900), 30), ((1366, 768), 28)])
def test_two_texts_are_equally_wide_and_the_margin_stands_at_the_right_of_both(told, size, least):
    _, desk, _ = beside(told, size)
    left, right, margin = (of(one, desk) for one in (desk.reader, desk.pair.aside, desk.margin))
    assert abs(left.width() - right.width()) <= 2
    assert left.right() < right.left() <= right.right() < margin.left()
    for reader in desk.pair.readers:
        assert least <= characters(reader.page) <= 40
    desk.pair.shut()
    assert desk.margin.width() == 262


def test_the_margin_belongs_to_the_text_one_reads_in(told):
    window, desk, ids = beside(told, (1440, 900))
    page = desk.pair.aside.reader.page
    page.setFocus()
    wait(lambda: desk.text is desk.pair.aside.reader)
    where = reading_fixtures.span("夜间门诊")
    page.select(where["start"], where["end"])
    QTest.keyClick(page, Qt.Key.Key_N)
    settle(window)
    (entry,) = desk.margin.notebook.entries
    QTest.keyClicks(desk.margin.cards.card(entry.key).editor, "abc")
    assert "以科室为单位" in desk.whose.text()
    desk.reader.page.setFocus()
    settle(window)
    assert "候诊" in desk.whose.text()
    assert desk.margin.notebook.entries == ()
    library = window.session.library
    assert [(note.text, note.start) for note in library.notes(ids[1])] == [("abc", where["start"])]
    assert library.notes(ids[0]) == ()
    assert [ink.start for ink in page._inks] == [where["start"]]
    assert desk.reader.page._inks == ()


def test_a_folded_margin_opens_over_the_text_one_does_not_read_in(told):
    _, desk, _ = beside(told, (1000, 640))
    assert desk.splitter.folded
    desk.splitter.button.click()
    assert of(desk.margin, desk).left() >= of(desk.pair.aside, desk).left() - 1
    desk.pair.aside.reader.page.setFocus()
    wait(lambda: desk.text is desk.pair.aside.reader)
    assert of(desk.margin, desk).right() <= of(desk.pair.aside, desk).left()


def test_opening_another_case_makes_the_left_text_the_one_that_is_read_in(told):
    window, desk, ids = beside(told, (1440, 900))
    desk.pair.aside.reader.page.setFocus()
    wait(lambda: desk.text is not desk.reader)
    window.go_to(ids[2])
    settle(window)
    assert desk.text is desk.reader
    desk.new_note()
    settle(window)
    assert "服务改进方案" in desk.whose.text()
    assert desk.margin.notebook.entries[0].note.case_id == ids[2]


# the record above the text


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("two", [False, True])
def test_no_figure_is_cut_and_no_tab_is_out_of_sight(told, size, two):
    window, desk, _ = (beside if two else at_size)(told, size)
    window.go_to(desk.reader.case_id)
    settle(window)
    for reader in desk.pair.readers:
        tiles = [one for one in reader.header.tiles._tiles if one.isVisible()]
        assert all(reader.head.viewport().rect().contains(of(one, reader.head.viewport())) for one in tiles)
        tabs = reader.tabs
        arrows = [one for one in tabs.findChildren(QToolButton) if one.isVisible()]
        assert not arrows, [tabs.tabText(at) for at in range(tabs.count())]
        assert tabs.tabRect(tabs.count() - 1).right() <= tabs.width()
    assert desk.reader.outline_button.isVisible() or size[0] < 1000


def test_the_words_of_tabs_and_buttons_stand_on_one_line(told):
    _, desk, _ = at_size(told, (1366, 768))
    reader = desk.reader
    image = reader.grab().toImage()
    ground = QColor(image.pixel(3, 3)).lightness()

    def middle(box):
        inked = [
            y
            for y in range(box.top(), box.top() + 24)
            if any(abs(image.pixelColor(x, y).lightness() - ground) > 90 for x in range(box.left(), box.right()))
        ]
        return (inked[0] + inked[-1]) / 2

    tab = reader.tabs.tabRect(1).translated(reader.tabs.mapTo(reader, QPoint(0, 0)))
    button = of(reader.outline_button, reader).adjusted(6, 0, -6, 0)
    assert abs(middle(tab) - middle(button)) <= 1


def test_the_byline_says_how_long_or_how_far_and_never_both(told):
    window, ids = told
    case = window.session.library.case(ids[0])
    assert byline(case, 0.0).endswith("阅读 1 分钟")
    begun = byline(case, 0.91)
    assert "阅读" not in begun
    assert begun.replace("\u00a0", " ").endswith("已读 91% · 余不到 1 分钟")
    assert begun.split(" · ")[-1].startswith("已读")
    assert byline(case, 1.0).endswith("已读 100%")
    assert "余 3 分钟" in byline(case, 0.5, pace=round(len(case.text) / 5))


# the outline


@pytest.mark.parametrize("size", [(1440, 640), (1366, 600)])
def test_the_outline_stands_beside_the_text_follows_it_and_stays(told, size):
    window, desk, _ = at_size(told, size)
    reader = desk.reader
    reader.outline_button.click()
    settle(window)
    outline = reader.outline
    assert outline.isVisible()
    assert of(outline, reader).right() < of(reader.page.viewport(), reader).left()
    assert of(outline, reader).right() < of(reader.header.title, reader).left()
    assert characters(reader.page) >= 24
    outline.list.itemClicked.emit(outline.list.item(2))
    settle(window)
    assert outline.isVisible()
    reader.page.verticalScrollBar().setValue(reader.page.verticalScrollBar().maximum())
    wait(lambda: outline.list.currentRow() > 0)
    reader.outline_button.click()
    settle(window)
    assert outline.isHidden()
    assert desk.margin.width() == 262


def test_where_there_is_no_room_the_outline_lies_over_the_text_until_something_is_chosen(told):
    window, desk, _ = at_size(told, (720, 450))
    desk.reader.toggle_outline()
    settle(window)
    outline = desk.reader.outline
    assert outline.isVisible()
    outline.list.itemClicked.emit(outline.list.item(1))
    assert outline.isHidden()


# marks at the ends of lines


def test_nothing_drawn_under_a_mark_at_the_end_of_a_line_stands_out_of_the_column(told):
    window, desk, _ = at_size(told, (1440, 900))
    page = desk.reader.page
    text = "甲" * 23 + "、限高，" + "乙" * 40
    for shift in range(12):
        page.show_text("丙" * shift + text)
        galley = page.galley
        edge = galley.documentSize().width()
        line = page.document().begin().layout().lineAt(0)
        ending = page.text[line.textLength() - 1]
        page.select(0, len(page.text))
        image = page.viewport().grab().toImage()
        scale = image.devicePixelRatio()
        row = round((line.y() + 3) * scale)
        paper = QColor(window.colours.paper)
        beyond = [image.pixelColor(round((edge + more) * scale), row) for more in (2, 4, 6)]
        assert all(colour == paper for colour in beyond), (shift, ending)
        page._inks = ()
        boxes = list(reading_boxes(page))
        assert max(box.right() for box in boxes) <= edge + 0.01


def reading_boxes(page):
    from app.ui.reading.inking import rectangles

    return rectangles(page.document(), page._positions, 0, len(page.text))


def test_selecting_all_of_an_endless_paragraph_sets_and_paints_what_is_in_view_alone(told):
    _, desk, _ = at_size(told, (1366, 768))
    page = desk.reader.page
    page.show_text(ONCE * 8000)
    galley, count = page.galley, page.document().blockCount()
    page._more.stop()
    before = sum(galley._laid)
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    page.viewport().grab()
    assert page.selected() == (0, len(page.text))
    assert sum(galley._laid) <= before + 3 < count / 4


# a note before there is a desk, a card, what is kept


def test_a_note_wanted_before_there_is_a_desk_is_opened_when_its_case_is_there(make_window, tmp_path):
    path = tmp_path / "早.xinglin"
    library = Library.open(path)
    reading_fixtures.fill(library)
    library.close()
    window = make_window()
    assert window.desk is None
    window.setFocus()
    wait(window.hasFocus)
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    window.open(path)
    wait(lambda: window.desk is not None and window.desk.margin.notebook.entries)
    settle(window)
    (entry,) = window.desk.margin.notebook.entries
    assert entry.note.case_id == window.desk.case_id
    assert not window.commands.following._early.isEnabled()


@pytest.mark.usefixtures("told")
def test_a_long_note_is_folded_between_two_lines():
    shown = Markdown()
    shown.show_text("\n\n".join(f"第{n}条，{ONCE * 2}" for n in range(20)), "#aa0000")
    whole = shown.heightForWidth(240)
    document = shown._document
    lows = set()
    block = document.begin()
    while block.isValid():
        top = document.documentLayout().blockBoundingRect(block).top()
        lows |= {int(top + block.layout().lineAt(at).rect().bottom() + 1) for at in range(block.layout().lineCount())}
        block = block.next()
    for most in range(100, 400, 7):
        height = shown.whole_lines(240, most)
        assert height in lows
        assert most - 30 < height <= most + 1 < whole


def test_what_is_kept_is_written_away_from_the_windows_thread_and_whole_at_the_end(told):
    window, _ = told
    window.keep(reading_size=18)
    assert "settings" in window.jobs.lanes
    settle(window)
    assert kept.load(paths.settings()).reading_size == 18
    window.keep(reading_size=20)
    window.shell.close()
    assert kept.load(paths.settings()).reading_size == 20


def test_of_a_byline_without_room_the_share_read_is_told_whole(told):
    _, desk, _ = at_size(told, (720, 450))
    line = desk.reader.header.byline
    line.setText("赣州市人民医院 · 江西省赣州市 · 医院专稿 · 已读\u00a091%\u00a0·\u00a0余不到\u00a01\u00a0分钟")
    line.limit(1)
    (shown,) = line.drawn(330)
    assert shown.startswith("赣州市人民医院")
    assert shown.endswith("… · 已读\u00a091%\u00a0·\u00a0余不到\u00a01\u00a0分钟")
    assert line.fontMetrics().horizontalAdvance(shown) <= 330
