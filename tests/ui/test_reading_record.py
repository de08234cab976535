# ruff: noqa: ARG001 - some fixtures are wanted only for what they set up
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel

from app.settings import Settings, changed
from app.ui import theme
from app.ui.reading.chips import Chip, TagEntry
from app.ui.reading.tiles import Bars, Tile
from app.ui.record import wording
from app.ui.record.listing import Row, marked
from db.records import Mark, Region, Result, Theme
from tests.ui.reading_fixtures import TEXT, document, hospital, settle, wait


def named(widget, words, kind=QAbstractButton):
    return next(w for w in widget.findChildren(kind) if words in w.accessibleName())


def words_of(widget):
    return " ".join(label.text() for label in widget.findChildren(QLabel))


def test_the_header_tells_who_where_what_and_how_long(desk, case):
    header = desk.reader.header
    assert header.title.text() == "把候诊队伍变短的服务改进"
    for words in ("赣州市人民医院", "江西省赣州市", "医院专稿", "阅读 1 分钟"):
        assert words in header.byline.text()
    assert "原文未完" in header.warning.text()


def test_at_most_four_tiles_and_a_way_to_the_rest(desk, jobs, case):
    tiles = desk.reader.header.tiles
    shown = [t.accessibleName() for t in tiles.findChildren(Tile)]
    assert shown == ["党支部数：12 → 50 个", "平均候诊时间：42 → 15 分钟", "出院随访率：92%+", "患者满意度：98.5%"]
    named(tiles, "另有 1 项").click()
    assert desk.reader.tab == "results"


def test_a_tile_leads_to_its_sentence(desk, case):
    desk.reader.turn_to("digest")
    named(desk.reader.header.tiles, "患者满意度").click()
    assert desk.reader.tab == "text"
    chosen = desk.reader.page.selected()
    assert TEXT[slice(*chosen)] == "98.5%"


def test_a_suggested_theme_is_kept_or_dropped_with_one_click(desk, library, jobs, case):
    chips = desk.reader.header.chips
    named(chips, "确认主题").click()
    settle(jobs)
    assert {t.status for t in library.case(case).themes if t.id == "digital.internet"} == {"user"}
    assert not [b for b in chips.findChildren(QAbstractButton) if b.isVisible() and "确认主题" in b.accessibleName()]


def test_many_themes_leave_room_for_the_text_until_all_are_asked_for(desk, library, jobs, ids):
    many = tuple(Theme(node.id, 0.9) for node in library.themes() if node.parent)[:20]
    (one,) = library.add_document(document("many.txt", TEXT), [hospital(themes=many)])
    desk.show_case(one)
    settle(jobs)
    chips = desk.reader.header.chips
    shown = lambda: [c for c in chips.findChildren(Chip) if c.isVisible() and "主题：" in c.accessibleName()]  # noqa: E731
    assert len(shown()) == 6
    named(chips, "显示其余 14 个主题").click()
    settle(jobs)
    assert len(shown()) == 20


def test_a_wrong_theme_goes_with_the_delete_key(desk, library, jobs, case):
    chip = named(desk.reader.header.chips, "院内绩效评价", Chip)
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    settle(jobs)
    assert "performance.internal" not in {t.id for t in library.case(case).themes}


def test_chips_ask_for_their_filter(desk, case):
    asked = []
    desk.filter_wanted.connect(lambda field, value: asked.append((field, value)))
    for words in ("地区", "主题：院内绩效评价"):
        named(desk.reader.header.chips, words, Chip).click()
    assert asked == [("region", "赣州市"), ("theme", "performance.internal")]


def test_a_tag_is_typed_and_stands_as_a_chip_that_can_go(desk, library, jobs, case):
    entry = desk.reader.header.chips.findChild(TagEntry)
    QTest.keyClicks(entry, "abc")
    QTest.keyClick(entry, Qt.Key.Key_Return)
    settle(jobs)
    assert library.case(case).tags == ("abc",)
    QTest.keyClick(named(desk.reader.header.chips, "标签：abc", Chip), Qt.Key.Key_Delete)
    settle(jobs)
    assert library.case(case).tags == ()


def test_the_tabs_count_what_they_hold(desk, case):
    tabs = desk.reader.tabs
    labels = [tabs.tabText(i).split("：")[0] for i in range(tabs.count())]
    assert labels == ["正文", "提要", "做法 2", "成效 5", "原始文本", "相似案例"]


def test_a_guessed_practice_is_accepted_or_refused_in_its_tab(desk, library, jobs, case):
    desk.reader.turn_to("practices")
    named(desk.reader.parts.practices, "采用做法：夜间门诊").click()
    settle(jobs)
    assert {p.name: p.status for p in library.case(case).practices}["夜间门诊"] == "user"
    assert library.undo() == "确认做法"
    settle(jobs)
    named(desk.reader.parts.practices, "去掉做法：夜间门诊").click()
    settle(jobs)
    assert "夜间门诊" not in {p.name for p in library.case(case).practices}


def test_practices_results_and_parts_lead_back_to_their_words(desk, jobs, case):
    for tab, row, words in (
        ("practices", "做法：双主官", "“双主官”制度"),
        ("results", "平均候诊时间", "由 42 分钟降到 15 分钟"),
        ("digest", "三、成效", "三、成效"),
    ):
        desk.reader.turn_to(tab)
        named(desk.reader.parts.currentWidget(), row, Row).click()
        assert TEXT[slice(*desk.reader.page.selected())].startswith(words)


def test_results_show_bars_where_both_sides_are_known_and_targets_apart(desk, jobs, case):
    desk.reader.turn_to("results")
    view = desk.reader.parts.results
    assert len(view.findChildren(Bars)) == 2
    assert "已取得 4" in words_of(view)
    assert "目标（尚未取得） 1" in words_of(view)
    image = view.findChildren(Bars)[0].grab().toImage()
    colours = {image.pixelColor(x, 21).name() for x in range(image.width())}
    assert theme.LIGHT.green_fill in colours


def test_the_original_text_is_whole_and_the_case_is_lit_in_it(desk, library, jobs, case):
    desk.reader.turn_to("original")
    settle(jobs)
    original = desk.reader.parts.original
    assert original.text.toPlainText() == "版面：服务。\n" + TEXT + "\n页脚。"
    (lit,) = original.text.extraSelections()
    assert lit.cursor.selectedText().replace("\u2029", "\n") == ("版面：服务。\n" + TEXT)[6 : 6 + len(TEXT)]


def test_a_similar_case_is_named_with_the_reason_and_opens(desk, jobs, ids, case):
    wanted = []
    desk.case_wanted.connect(wanted.append)
    desk.reader.turn_to("similar")
    settle(jobs)
    assert "双主官" in words_of(desk.reader.parts.similar)
    named(desk.reader.parts.similar, "以科室为单位", Row).click()
    assert wanted == [ids[1]]


def test_a_plan_lists_its_tasks_and_a_task_leads_to_its_plan(desk, jobs, ids):
    wanted = []
    desk.case_wanted.connect(wanted.append)
    desk.show_case(ids[2])
    settle(jobs)
    assert desk.reader.tabs.tabText(1) == "任务 5"
    desk.reader.turn_to("tasks")
    named(desk.reader.parts.tasks, "第 3 件实事", Row).click()
    desk.show_case(wanted[0])
    settle(jobs)
    assert "第 3 项" in desk.reader.header.byline.text()
    desk.reader.header.plan.click()
    assert wanted[1] == ids[2]


def rest(library, case_id, least):
    """Let the page rest until so much counts as read."""
    wait(lambda: library.case(case_id).progress >= least)


def long_case(library):
    text = "\n".join(f"第{n}段。" + "门诊流程一改再改，患者少跑了几趟，护士也不再来回奔走。" * 4 for n in range(60))
    draft = hospital(text=text, outline=(), practices=(), results=(), themes=(), spans=())
    return library.add_document(document("long.txt", text), [draft])[0], text


@pytest.mark.parametrize("size", [12, 17])
def test_a_case_opens_again_within_a_line_of_where_it_was_left(desk, library, jobs, ids, size):
    one, text = long_case(library)
    desk.show_case(one)
    settle(jobs)
    desk.reader.page.go_to(text.index("第30段"), top=True)
    left = desk.reader.page.in_view().start
    rest(library, one, 0.4)
    desk.show_case(ids[0])
    settle(jobs)
    assert library.case(one).position == left
    assert 0.4 < library.case(one).progress < 0.9
    desk.set_settings(changed(Settings(), reading_size=size))
    for _ in range(3):
        desk.show_case(one)
        settle(jobs)
        desk.show_case(ids[0])
        settle(jobs)
    desk.show_case(one)
    settle(jobs)
    assert abs(desk.reader.page.y_of(left)) <= 2 * size * 4 / 3
    assert abs(library.case(one).position - left) <= 40


def test_progress_never_goes_back_and_is_told_in_the_header(desk, library, jobs, ids):
    one, text = long_case(library)
    desk.show_case(one)
    settle(jobs)
    desk.reader.page.go_to(len(text) - 1, top=True)
    rest(library, one, 1.0)
    desk.reader.page.go_to(0, top=True)
    desk.reader.bookmark.rested()
    settle(jobs)
    assert library.case(one).progress == pytest.approx(1.0, abs=0.01)
    assert "已读 100%" in desk.reader.header.byline.text()


def test_a_place_at_rest_is_kept_without_being_asked(desk, library, jobs, case):
    wait(lambda: library.case(case).progress > 0)


def test_a_case_that_came_up_by_itself_stays_unread_until_something_is_done_in_it(desk, library, jobs, ids):
    desk.show_case(ids[1], glance=True)
    settle(jobs)
    QTest.qWait(1300)
    desk.show_case(ids[0], glance=True)
    settle(jobs)
    assert (library.case(ids[1]).progress, library.case(ids[0]).progress) == (0, 0)
    QTest.keyClick(desk.reader.page, Qt.Key.Key_Down)
    rest(library, ids[0], 0.01)


def test_a_case_left_before_it_was_looked_at_for_a_moment_stays_unread(desk, library, jobs, ids):
    for one in (*ids[:3], ids[0]):
        desk.show_case(one)
        settle(jobs)
    desk.flush()
    settle(jobs)
    assert [library.case(one).progress for one in ids[:3]] == [0, 0, 0]


def test_all_is_read_only_when_the_last_line_was_whole(desk, library, jobs, ids):
    one, text = long_case(library)
    desk.show_case(one)
    settle(jobs)
    page = desk.reader.page
    page.go_to(len(text) - 1, top=True)
    bar = page.verticalScrollBar()
    bar.setValue(bar.value() - (page.viewport().height() - page.end_of(len(text) - 1, len(text)).y()) - 9)
    assert page.read_to() < len(text)
    rest(library, one, 0.9)
    assert "已读 99%" in desk.reader.header.byline.text()
    bar.setValue(bar.maximum())
    rest(library, one, 1.0)
    assert "已读 100%" in desk.reader.header.byline.text()


@pytest.mark.parametrize("title", ["门诊流程再造与患者体验提升" * 12, "PatientExperienceImprovement" * 12])
@pytest.mark.parametrize("size", [(850, 830), (590, 430), (409, 304), (330, 500)])
def test_a_tall_record_is_folded_and_nothing_in_it_overlaps(desk, library, jobs, title, size):
    many = tuple(Theme(node.id, 0.9) for node in library.themes() if node.parent)[:20]
    (one,) = library.add_document(document("tall.txt", TEXT), [hospital(title, themes=many)])
    desk.resize(*size)
    desk.show_case(one)
    settle(jobs)
    for _ in range(20):
        QTest.qWait(5)
    header = desk.reader.header
    assert desk.reader.head.height() <= 0.45 * desk.reader.height() + 1
    parts = [w for w in (header.title, header.byline, header.warning, header.chips, header.tiles) if w.isVisible()]
    for above, below in pairwise(parts):
        assert above.geometry().bottom() < below.geometry().top()
    assert len(header.title.drawn(header.title.width())) <= 3
    metrics = header.title.fontMetrics()
    assert all(
        metrics.horizontalAdvance(line) <= header.title.width() for line in header.title.drawn(header.title.width())
    )
    assert header.title.drawn(header.title.width())[-1].endswith("…")
    if size[1] < 560:
        tops = {chip.geometry().top() for chip in header.chips.findChildren(Chip) if chip.isVisible()}
        assert len(tops) <= 1
    assert all(tile.width() >= 70 for tile in header.tiles.findChildren(Tile) if tile.isVisible())


def test_the_by_line_breaks_only_between_its_parts(desk, case):
    line = desk.reader.header.byline
    line.limit(9)
    parts = line.text().split(" · ")
    for width in range(120, 600, 7):
        assert (
            " · ".join(line.drawn(width)).count("…") or [p for d in line.drawn(width) for p in d.split(" · ")] == parts
        )


def test_a_case_of_a_megabyte_is_shown_whole(desk, library, jobs, ids):
    text = "\n".join("门诊流程一改再改，患者少跑了几趟，护士也不再来回奔走。" * 5 for _ in range(2600))
    assert len(text.encode()) > 1_000_000
    draft = hospital(text=text, outline=(), practices=(), results=(), themes=(), spans=())
    (one,) = library.add_document(document("huge.txt", text), [draft])
    desk.show_case(one)
    wait(lambda: desk.reader.page.text == text)
    desk.grab()


def test_a_drop_by_so_much_is_not_told_as_a_level():
    text = "候诊时间缩短约30%，平均住院日降至8天，满意度提升到95%，投诉量下降了40%，降幅为15%。"

    def told(words, value, unit, way, **more):
        start = text.index(words)
        return wording.figure(Result("a", value, unit, direction=way, start=start, end=start + 1, **more), text)

    assert told("30%", 30, "%", "down", bound="about") == "下降 约30%"
    assert told("8天", 8, "天", "down") == "降至 8 天"
    assert told("95%", 95, "%", "up") == "升至 95%"
    assert told("40%", 40, "%", "down") == "下降 40%"
    assert told("15%", 15, "%", "down") == "下降 15%"


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (Result("a", 92, "%", bound="over"), "92%+"),
        (Result("a", 8, "天"), "8 天"),
        (Result("a", 10, "个", bound="over"), "10+ 个"),
        (Result("a", 7), "7"),
        (Result("全国排名", 179, "名"), "第179名"),
        (Result("带教名额", 179, "名"), "179 名"),
        (Result("a", 0.5, "%", bound="under"), "<0.5%"),
        (Result("a", 123456.5, "元", bound="about"), "约123,456.5 元"),
        (Result("a", direction="down"), "下降"),
        (Result("a"), "—"),
        (Result("a", float("nan"), "%"), "—%"),
    ],
)
def test_figures_are_worded_as_people_write_them(result, words):
    assert wording.figure(result) == words


def test_places_are_short_on_chips_and_whole_in_the_header():
    region = Region("内蒙古自治区", "乌兰察布市")
    assert wording.short_place(region) == "内蒙古·乌兰察布"
    assert wording.short_place(Region("重庆市", None, "涪陵区")) == "重庆·涪陵区"
    assert wording.place(Region()) == ""


def test_a_sentence_is_cut_out_around_its_words():
    text = "甲乙。丙丁戊！己庚。\n辛"
    assert wording.sentence(text, 4, 5) == ("丙丁戊！", 3)
    long = "子" * 1000
    words, first = wording.sentence(long, 500, 510)
    assert len(words) <= 330
    assert first <= 500 < first + len(words)


def test_marked_text_is_safe_to_show_as_rich_text():
    assert marked("<b>&", [Mark(0, 3)], "#fff") == '<span><span style="background:#fff">&lt;b&gt;</span>&amp;</span>'
