"""A case is found by all it is called for, those names kept in step, and the list shows which of them was met."""

import pytest

from app.services.library import Library
from db import themes
from db.entries import entries
from db.records import Practice, Region, Theme
from tests.db.making import draft, paper


@pytest.fixture
def library(tmp_path):
    opened = Library.open(tmp_path / "名.xinglin")
    yield opened
    opened.close()


def add(library, *drafts):
    return library.add_document(paper(len(library.find().ids) + 1), drafts)


def titles(library, query):
    return [row.title for row in library.find(query).rows]


def shown(library, query):
    (row,) = library.find(query).rows
    return [(one.text, [one.text[m.start : m.end] for m in one.marks]) for one in (row.snippet, *row.more)]


@pytest.fixture
def nested(library):
    """An own theme below one below one, and a case with the lowest."""
    top = library.add_theme("惠民行动")
    middle = library.add_theme("夜间服务", top.id)
    low = library.add_theme("夜市义诊", middle.id)
    (case_id,) = add(library, draft("摊位边量血压", "晚上出摊，量完就走。"))
    library.settle_theme(case_id, low.id, True)
    return library, top, middle, low, case_id


def test_a_case_is_found_by_the_names_of_the_themes_above_its_own(library):
    add(library, draft("随手一查", "门口有自助机。", themes=(Theme("service.experience", 0.8, "auto"),)))
    nodes = {theme.id: theme for theme in library.themes()}
    own = nodes["service.experience"]

    for name in (own.name, nodes[own.parent].name):
        assert titles(library, name) == titles(library, f"主题:{name}") == ["随手一查"], name


def test_a_theme_above_that_is_renamed_taken_back_or_deleted_is_found_as_it_is_now(nested):
    library, top, middle, _, _ = nested
    assert titles(library, "惠民行动") == titles(library, "夜间服务") == titles(library, "夜市义诊") == ["摊位边量血压"]

    library.rename_theme(top.id, "便民工程")
    assert titles(library, "惠民行动") == []
    assert titles(library, "便民工程") == ["摊位边量血压"]
    library.undo()
    assert titles(library, "惠民行动") == ["摊位边量血压"]
    assert titles(library, "便民工程") == []
    library.delete_theme(middle.id)
    assert titles(library, "夜间服务") == []
    assert titles(library, "惠民行动") == titles(library, "夜市义诊") == ["摊位边量血压"]
    library.undo()
    assert titles(library, "夜间服务") == ["摊位边量血压"]


def test_what_the_program_brings_anew_of_its_themes_is_found_at_once(library):
    add(library, draft("随手一查", "门口有自助机。", themes=(Theme("service.experience", 0.8, "auto"),)))
    brought = library.themes()
    parent = next(theme.parent for theme in brought if theme.id == "service.experience")
    changed = [
        type(theme)(theme.id, "就医感受" if theme.id == parent else theme.name, theme.parent, theme.definition)
        for theme in brought
    ]

    with library.store.writing("主题", undoable=False) as connection:
        themes.seed(connection, changed)
    assert titles(library, "就医感受") == ["随手一查"]
    assert titles(library, next(theme.name for theme in brought if theme.id == parent)) == []


def test_the_index_and_reading_word_for_word_agree_on_names_above(nested):
    library, top, _, _, case_id = nested

    with library.store.reading() as connection:
        raw = connection.connection.driver_connection
        (key,) = raw.execute("SELECT key FROM cases WHERE id = ?", (case_id,)).fetchone()
        (entry,) = entries(raw, [key])
    assert entry.holds(top.name)
    for wanted in (top.name, "惠民", "夜间服务", "服务"):
        assert library.find(wanted).total == entry.holds(wanted) == 1


def test_themes_that_stand_above_each_other_in_a_ring_do_no_harm(nested):
    library, top, middle, _, _ = nested
    with library.store.writing("环", undoable=False) as connection:
        raw = connection.connection.driver_connection
        raw.execute("UPDATE themes SET parent = ? WHERE id = ?", (middle.id, top.id))
        raw.execute("UPDATE case_themes SET score = score")

    assert titles(library, "惠民行动") == titles(library, "夜市义诊") == ["摊位边量血压"]


def test_a_name_above_counts_less_than_the_own_one(nested):
    library, top, _, _, _ = nested
    (other,) = add(library, draft("另一个摊位", "白天出摊。"))
    library.settle_theme(other, top.id, True)

    assert titles(library, "惠民行动") == ["另一个摊位", "摊位边量血压"]


def test_where_only_a_name_holds_the_word_the_row_shows_that_name(library):
    add(
        library,
        draft("请进来的人", "三年来了十位博士。", practices=(Practice("人才引进机制", "请博士"),), owner="云岭县医院",
              region=Region("福建省"), themes=(Theme("service.experience", 0.8, "auto"),)),
    )  # fmt: skip
    theme = next(one.name for one in library.themes() if one.id == "service.experience")

    assert shown(library, "人才引进") == [("做法：人才引进机制 · 三年来了十位博士。", ["人才引进"])]
    assert shown(library, theme) == [(f"主题：{theme} · 三年来了十位博士。", [theme])]
    assert shown(library, "云岭") == [("单位：云岭县医院 · 三年来了十位博士。", ["云岭"])]
    assert shown(library, "福建") == [("地区：福建省 · 三年来了十位博士。", ["福建"])]
    assert shown(library, "请博士") == [("文中称：请博士 · 三年来了十位博士。", ["请博士"])]


def test_tags_and_notes_are_shown_the_same_and_long_ones_from_before_the_hit(library):
    (case_id,) = add(library, draft("一则", "正文在此。"))
    library.tag([case_id], add=["可借鉴"])
    library.add_note(case_id, "前" * 60 + "要抄下来" + "后" * 60)

    assert shown(library, "可借鉴") == [("标签：可借鉴 · 正文在此。", ["可借鉴"])]
    ((text, marks),) = shown(library, "抄下来")
    assert text.startswith("笔记：…前")
    assert marks == ["抄下来"]
    assert len(text) < 100
    assert shown(library, "笔记:抄下来") == [(text, marks)]


def test_a_note_is_shown_as_it_is_read_without_the_signs_of_its_markdown(library):
    (case_id,) = add(library, draft("一则", "正文在此。"))
    library.add_note(case_id, "## 口径\n- [ ] 这里**要紧**，照 `样表` 填")

    ((text, marks),) = shown(library, "要紧")
    assert text.startswith("笔记：口径 这里要紧，照 样表 填")
    assert marks == ["要紧"]


def test_a_word_that_only_a_name_holds_is_shown_beside_those_of_the_text(library):
    add(library, draft("请人", "绩效三年。\n" * 3, practices=(Practice("人才引进机制", "请人"),)))

    assert shown(library, "绩效 人才引进")[-1] == ("做法：人才引进机制", ["人才引进"])
    assert all(set(marks) == {"绩效"} for _, marks in shown(library, "绩效 请人"))  # the other is marked in the title
