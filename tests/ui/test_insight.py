"""图览 in the real window: every mark says its number, leads to its cases, and goes elsewhere as a picture."""

import re
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QToolTip

from app.services import overview as counting
from app.services.library import Library
from app.services.overview import Overview
from app.task import QUIET
from app.ui import theme
from app.ui.insight import bars, charts, drawing, telling
from app.ui.insight.drawing import Box, Words
from app.ui.insight.painting import pixels
from app.ui.insight.pictures import Look, pictures
from app.ui.insight.svg import to_svg
from app.ui.library.regions import PROVINCES
from db.records import CaseDraft, DocumentDraft, Region, ThemeNode
from tests.ui.conftest import settle, wait

TOPS = tuple(ThemeNode(f"t{n}", f"主题{n}", None) for n in range(10))


def big(most=9999):
    """Counts such as a large library has."""
    places = [*PROVINCES.values(), counting.UNPLACED]
    return Overview(
        total=10_000,
        regions={place: most - 100 * n for n, place in enumerate(places)},
        themes={one.id: 5000 for one in TOPS},
        heat={(one.id, place): most // (n + 1) for one in TOPS for n, place in enumerate(places)},
        years={str(year): year - 1900 for year in (*range(1950, 2024, 2), 7)},
        undated=12,
        practices={f"很长很长的做法名称之{n}" * 3: 40 - n for n in range(30)},
        evidence={"0": 5, "4": 1},
        taxonomy=TOPS,
    )


def drawn(seen, palette=theme.LIGHT, width=700.0):
    yield charts.region(seen, palette, width)
    yield charts.heat(seen, palette, width)
    yield charts.heat(seen, palette, width, leaves=True)
    yield bars.years(seen, palette, width)
    yield bars.practices(seen, palette, width)
    yield bars.evidence(seen, palette, width)


@pytest.fixture
def page(window):
    """The page on all six cases."""
    window.commands.using.open("insight")
    shown = window.commands.using.frame.page
    wait(lambda: shown.overview.total)
    settle(window)
    return shown


def spot(card, name):
    return next(one for one in card.canvas.spots if one.mark and one.mark.name == name)


def test_the_pictures_show_the_cases_that_are_looked_at(page):
    assert page.overview.total == 6
    assert spot(page.region, "江西省").mark.count == 2
    assert spot(page.practices, "周二查房").mark.count == 2
    assert spot(page.years, "2022 年").mark.count == 2
    assert page.region.told.text() == "6 案，3 个地区"


def test_a_click_on_a_mark_lists_exactly_its_cases(window, page):
    mark = next(one.mark for one in page.heat.canvas.spots if one.mark and "× 山西省" in one.mark.name)
    QTest.mouseClick(spot(page.heat, mark.name), Qt.MouseButton.LeftButton)
    settle(window)
    assert not window.commands.using.shown
    assert len(window.list.ids()) == mark.count
    assert "地区:山西省" in window.session.text


def test_a_click_narrows_the_query_the_cases_come_from_and_never_frees_it(window):
    window.session.search("地区:江西省")
    settle(window)
    window.commands.using.open("insight")
    page = window.commands.using.frame.page
    wait(lambda: page.overview.total == 2)
    settle(window)
    spot(page.region, "江西省").click()
    settle(window)
    assert window.session.text == "地区:江西省"
    assert len(window.list.ids()) == 2


def test_every_mark_has_a_name_with_its_number_and_the_arrows_reach_all_of_them(page):
    for card in page.cards:
        canvas = card.canvas
        marks = [one for one in canvas.spots if one.mark]
        assert marks
        for one in marks:
            assert one.accessibleName() == f"{one.mark.name}，{one.mark.count} 案"
            assert f"{one.mark.count} 案" in one.toolTip()
        assert sum(one.focusPolicy() == Qt.FocusPolicy.StrongFocus for one in marks) == 1
        reached, edge = {marks[0]}, [marks[0]]
        while edge:
            here = edge.pop()
            for step in (QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1)):
                here.stepped.emit(step)
                there = next(one for one in marks if one.focusPolicy() == Qt.FocusPolicy.StrongFocus)
                if there not in reached:
                    reached.add(there)
                    edge.append(there)
        assert reached == set(marks), card.title


def test_enter_on_a_mark_is_a_click(window, page):
    one = spot(page.region, "四川省")
    one.setFocus()
    QTest.keyClick(one, Qt.Key.Key_Return)
    settle(window)
    assert window.session.text == "地区:四川省"


def test_the_menu_of_a_mark_lists_its_cases_and_one_click_reads_one(window, page):
    one = spot(page.region, "四川省")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(2, 2), one.mapToGlobal(QPoint(2, 2)))
    QApplication.sendEvent(one, event)
    settle(window)
    menu = next(m for m in page.findChildren(QMenu) if m.isVisible())
    words = [action.text() for action in menu.actions()]
    assert "山里来了专家" in words
    next(action for action in menu.actions() if action.text() == "山里来了专家").trigger()
    settle(window)
    assert window.desk.reader.shown.case.title == "山里来了专家"


def test_cases_picked_by_hand_are_listed_by_a_menu_since_no_query_finds_them(window):
    window.list.selectAll()
    window.commands.using.open("insight")
    page = window.commands.using.frame.page
    wait(lambda: page.overview.total == 6)
    settle(window)
    spot(page.region, "江西省").click()
    settle(window)
    assert window.commands.using.shown
    menu = next(m for m in page.findChildren(QMenu) if m.isVisible())
    assert sum(action.text() in ("门诊不再排长队", "一张处方走天下") for action in menu.actions()) == 2
    menu.close()


def test_the_pictures_follow_what_is_written(window, page):
    case_id = window.list.ids()[0]
    window.session.library.delete_cases([case_id])
    wait(lambda: page.overview.total == 5)
    assert page.region.told.text().startswith("5 案")


def test_a_scope_of_nothing_says_what_to_do(window, page):
    from app.ui.use.page import Scope

    page.show_scope(Scope("空书架", ()))
    settle(window)
    assert page.empty.isVisible()
    assert page.empty.head.text() == "“空书架”里没有案例"
    assert page.exported() is None


def test_a_picture_is_copied_in_double_density_on_light_ground_in_every_theme(window, page):
    for name in theme.PALETTES:
        window.set_settings(theme=name)
        page.region.copy_picture()
        image = QGuiApplication.clipboard().image()
        made = page.region.picture.drawing()
        assert image.width() == round(2 * made.width)
        assert image.pixelColor(3, 3) == QColor(theme.LIGHT.paper)


def test_numbers_are_copied_as_a_table(page):
    page.region.copy_numbers()
    assert "江西省\t2" in QGuiApplication.clipboard().text().splitlines()


def test_a_vector_picture_is_written_where_one_says(window, page, tmp_path, monkeypatch):
    target = tmp_path / "图.svg"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "图"), ""))
    page.region.svg_wanted.emit("地区分布", page.region.svg())
    wait(target.exists)
    settle(window)
    assert ET.parse(target).getroot().tag.endswith("svg")


def test_the_page_goes_out_as_pictures_with_their_numbers(page):
    from app.task import QUIET

    sheet = page.exported()(QUIET)
    assert [part.title for part in sheet.parts] == ["地区分布", "主题 × 地区", "年份", "做法", "证据"]
    assert not any("点一格" in part.words + part.svg for part in sheet.parts)
    for part in sheet.parts:
        ET.fromstring(part.svg)
        assert all(len(row) == len(part.table.head) for row in part.table.rows)
    assert {row[0][0].text: row[1][0].text for row in sheet.parts[0].table.rows}["江西省"] == "2"


# --- the drawings themselves


@pytest.mark.parametrize("width", [220.0, 400.0, 900.0, 1700.0])
def test_at_every_width_nothing_is_drawn_outside(width):
    for picture in drawn(big(), width=width):
        for mark in picture.marks:
            assert mark.x >= -1
            assert mark.y >= -1
            assert mark.x + mark.width <= picture.width + 1
        for shape in picture.shapes:
            if isinstance(shape, Words):
                assert shape.y <= picture.height


@pytest.mark.parametrize("name", list(theme.PALETTES))
def test_every_number_can_be_read_on_its_ground_in_every_theme(name):
    palette = theme.PALETTES[name]
    for shade in drawing.shades(palette):
        assert theme.contrast(shade.ink, shade.ground) >= 4.5
    for picture in drawn(big(), palette):
        for words in (shape for shape in picture.shapes if isinstance(shape, Words)):
            under = [
                box.fill for box in picture.shapes
                if isinstance(box, Box) and box.x <= words.x <= box.x + box.width
                and box.y <= words.y <= box.y + box.height
            ]  # fmt: skip
            ground = under[-1] if under else palette.paper
            assert theme.contrast(words.ink, ground) >= 4.5, (words, ground)


def test_all_34_units_are_tiles_of_one_size_and_nothing_is_outlined():
    picture = charts.region(big(), theme.LIGHT, 600)
    tiles = [mark for mark in picture.marks if mark.name in PROVINCES.values()]
    assert len(tiles) == 34
    assert len({(round(mark.width, 6), round(mark.height, 6)) for mark in tiles}) == 1
    assert all(isinstance(shape, Box | Words) for shape in picture.shapes)


@pytest.mark.parametrize("counts", [[1], [1, 1, 2], [1, 2, 3, 29], [179, 189, 197, 215, 220], range(1, 9999, 7), [0]])
def test_the_legend_tells_where_each_shade_begins_and_ends(counts):
    scale = drawing.scale(counts)
    words = [shape.text for shape in drawing.legend(theme.LIGHT, scale, 400, 10) if isinstance(shape, Words)]
    told = set()
    for range_ in words:
        low, _, high = range_.partition("–")
        assert scale.level(int(low)) == scale.level(int(high or low)) > 0
        told |= set(range(int(low), int(high or low) + 1))
    assert set(counts) - {0} <= told
    assert len({scale.level(count) for count in counts if count}) == len(words) <= drawing.STEPS


def test_counts_that_differ_look_different_where_there_are_shades_enough():
    few = drawing.scale([179, 189, 197, 215, 220])
    assert len({few.level(count) for count in (179, 189, 197, 215, 220)}) == 5
    many = drawing.scale(range(1, 1000))
    assert [many.level(count) for count in (1, 250, 500, 700, 999)] == [1, 2, 3, 4, 5]
    assert many.level(0) == 0
    assert len({shade.ground for shade in drawing.shades(theme.DARK)}) == drawing.STEPS + 1


def test_years_far_apart_stand_together_and_lose_no_case():
    seen = big()
    columns = bars.bins(seen)
    assert sum(count for _, _, count in columns) == sum(seen.years.values())
    assert len(columns) == bars.YEARS
    assert columns[0][0].startswith("≤")
    near = bars.bins(Overview(regions={}, themes={}, heat={}, years={"2019": 1, "2022": 2}, practices={}, evidence={}))
    assert [(name, count) for name, _, count in near] == [("2019", 1), ("2020", 0), ("2021", 0), ("2022", 2)]


def test_a_scope_of_nothing_is_drawn_in_words():
    for picture in drawn(counting.NOTHING):
        assert picture.height > 0
    assert telling.hints(counting.NOTHING)


def small(places=2, themes=14, practices=()):
    """Counts of a few regions, with themes below two others."""
    known = [*PROVINCES.values()][:places]
    taxonomy = (*TOPS[:2], *(ThemeNode(f"t0.{n}", f"细分主题{n}", "t0") for n in range(themes)))
    leaves = [one.id for one in taxonomy]
    return Overview(
        total=9, regions=dict.fromkeys(known, 3), themes=dict.fromkeys(leaves, 2),
        heat={(one, place): 1 + n % 4 for n, one in enumerate(leaves) for place in known}, years={},
        practices=dict(practices), evidence={"0": 9}, taxonomy=taxonomy,
    )  # fmt: skip


@pytest.mark.parametrize("places", [1, 2, 3, 4, 12])
@pytest.mark.parametrize("width", [320.0, 640.0, 860.0])
def test_the_legend_of_the_heat_map_is_never_over_its_footnote(places, width):
    picture = charts.heat(small(places), theme.LIGHT, width)
    foot = next(shape for shape in picture.shapes if isinstance(shape, Words) and shape.text.startswith("9 案"))
    ends = foot.x + drawing.wide(foot.text, foot.size)
    for shape in picture.shapes:
        if isinstance(shape, Box) and shape.height == 12:  # a shade of the legend
            assert shape.x >= ends or shape.y >= foot.y + 8
            assert 0 <= shape.x <= width


def test_the_hint_tells_how_many_themes_there_are_and_no_click_is_offered_where_nothing_is():
    assert telling.hints(small(), leaves=True)[1].startswith("14 个细分主题，列出案例最多的 12 个；")
    bare = Overview(regions={}, themes={}, heat={}, years={}, practices={}, evidence={}, taxonomy=TOPS)
    assert telling.hints(bare)[1] == "0 个一级主题"


def test_a_sum_is_a_mark_and_a_bar_of_nothing_is_visibly_none():
    heat = charts.heat(small(), theme.LIGHT, 700)
    sums = [mark for mark in heat.marks if mark.name.endswith("合计")]
    assert len(sums) == 2
    assert {choice.field for mark in sums for choice in mark.choices} == {"theme"}
    evidence = bars.evidence(small(), theme.LIGHT, 400)
    assert [mark.count for mark in evidence.marks] == [9]
    assert len([shape for shape in evidence.shapes if isinstance(shape, Box)]) == 2  # one track with its bar


def test_the_table_behind_the_heat_map_is_of_the_themes_that_are_drawn(page):
    seen = small(2)
    for leaves, first in ((False, "主题0"), (True, "细分主题0")):
        picture = pictures(seen, Look(leaves=leaves))[1]
        table = telling.sheet(page.library, "甲", seen, [picture], QUIET).parts[0].table
        assert table.head[0] == "主题"
        assert table.rows[0][0][0].text == first
        assert len(table.rows) == (12 if leaves else 2)
        assert all(len(row) == len(table.head) for row in table.rows)
    wide = telling.sheet(page.library, "甲", small(12), [pictures(small(12), Look())[1]], QUIET).parts[0].table
    assert wide.head == ("地区", "主题0", "主题1")
    assert len(wide.rows) == 13


def test_practices_past_the_first_are_a_click_away(window, page):
    page.overview = small(practices=[(f"第{n:02}号做法", 60 - n) for n in range(30)])
    page._show()
    assert page.further.text() == "更多（还有 18 种）"
    page.further.click()
    names = [one.mark.name for one in page.practices.canvas.spots if one.mark]
    settle(window)
    names = [one.mark.name for one in page.practices.canvas.spots if one.mark]
    assert len(names) == 30
    assert page.further.text() == "只看前面的"
    page.further.click()
    assert len([one for one in page.practices.canvas.spots if one.mark]) == 12


def test_who_walks_by_key_is_told_what_who_points_is_told(window, page):
    spots = [one for one in page.region.canvas.spots if one.mark]
    assert all(one.accessibleDescription() for one in spots)
    spots[0].setFocus(Qt.FocusReason.TabFocusReason)
    assert QToolTip.text() == spots[0].toolTip()
    QTest.keyClick(spots[0], Qt.Key.Key_Down)
    now = QApplication.focusWidget()
    assert now is not spots[0]
    assert QToolTip.text() == now.toolTip()
    QTest.keyClick(now, Qt.Key.Key_Return)
    settle(window)
    assert len(window.list.ids()) == now.mark.count


@pytest.mark.parametrize("name", ["<i>省</i>", "一/二", '"引"号 省', "-减号", "a:b"])
def test_a_region_of_any_name_leads_to_its_cases(make_window, tmp_path, name):
    library = Library.open(tmp_path / "怪.xinglin")
    drafts = [
        CaseDraft(kind="hospital", title=f"案{n}", text=f"正文{n}", region=Region(province=place))
        for n, place in enumerate((name, name, "江西省"))
    ]
    library.add_document(DocumentDraft(path="a", name="a", text="文", fingerprint="a"), drafts)
    library.close()
    window = make_window(tmp_path / "怪.xinglin")
    window.commands.using.open("insight")
    page = window.commands.using.frame.page
    wait(lambda: page.overview.total)
    settle(window)
    spot(page.region, name).click()
    settle(window)
    assert len(window.list.ids()) == 2


def test_svg_keeps_hostile_names_as_words():
    name = '<script>alert("x")</script>&\x00\ud800'
    seen = Overview(
        total=1, regions={name: 1}, themes={}, heat={}, years={}, practices={name: 1}, evidence={}, taxonomy=TOPS
    )
    for picture in drawn(seen):
        text = to_svg(picture, name)
        root = ET.fromstring(text)
        assert not [one for one in root.iter() if one.tag.endswith("script")]


def test_svg_and_pixels_show_the_same_boxes():
    picture = charts.heat(big(), theme.LIGHT, 800)
    root = ET.fromstring(to_svg(picture, "图"))
    boxes = [one for one in root.iter() if one.tag.endswith("rect")]
    image = pixels(picture)
    shapes = [shape for shape in picture.shapes if isinstance(shape, Box)]
    assert len(boxes) == len(shapes)
    for box, shape in list(zip(boxes, shapes, strict=True))[:60]:
        assert box.get("fill") == shape.fill
        assert image.pixelColor(round(2 * shape.x) + 8, round(2 * shape.y) + 4) == QColor(shape.fill)
    assert re.search(r"<text[^>]*>党|主题0</text>", to_svg(picture, "图"))


def test_finer_themes_are_shown_and_taken_back(page):
    page.finer.click()
    assert "细分" in page.heat.told.text()
    page.finer.click()
    assert "一级" in page.heat.told.text()
