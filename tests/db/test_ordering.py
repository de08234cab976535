import pytest

from app.services.library import Library
from db import ordering
from db.records import Region, Theme
from tests.db.making import draft, paper


def test_names_are_ordered_as_they_are_read():
    names = ["重庆市", "安徽省", "北京市", "厦门市", "2院", "10院", "《长沙市", "CT室"]
    assert sorted(names, key=ordering.by_pinyin) == [
        "2院", "10院", "CT室", "安徽省", "北京市", "《长沙市", "重庆市", "厦门市",
    ]  # fmt: skip


def test_names_are_ordered_by_their_strokes():
    names = ["鑫", "王", "一", "丁", "赵", "张"]
    assert sorted(names, key=ordering.by_stroke) == ["一", "丁", "王", "张", "赵", "鑫"]


def test_traditional_and_simplified_stand_together_when_read():
    assert ordering.by_pinyin("醫院") == ordering.by_pinyin("医院")


@pytest.fixture
def library(tmp_path):
    library = Library.open(tmp_path / "排序.xinglin")
    rows = (
        ("周会", 2021, "江西省", "赣州市", "performance"),
        ("安全", 2023, "江西省", "南昌市", "digital"),
        ("查房", 2021, "安徽省", "合肥市", "digital"),
        ("一站", None, None, None, None),
        ("丁字", 2023, "江西省", "赣州市", "performance"),
    )
    library.add_document(
        paper(),
        [draft(t, year=y, region=Region(p, c), themes=(Theme(theme),) if theme else ()) for t, y, p, c, theme in rows],
    )
    yield library
    library.close()


def titles(library, **asked):
    return [row.title for row in library.find(**asked).rows]


def test_titles_are_listed_by_pinyin_or_by_strokes(library):
    assert titles(library, sort="title") == ["安全", "查房", "丁字", "一站", "周会"]
    assert titles(library, sort="title", by="stroke") == ["一站", "丁字", "安全", "周会", "查房"]


def test_equals_are_ordered_by_the_second_column(library):
    assert titles(library, sort="year", then="title") == ["安全", "丁字", "查房", "周会", "一站"]
    assert titles(library, sort="place", then="title") == ["查房", "丁字", "周会", "安全", "一站"]


def test_groups_stand_together_and_tell_their_sizes(library):
    found = library.find(sort="title", group="region")
    assert found.groups == (("安徽省", 1), ("江西省", 3), ("", 1))
    assert [row.title for row in found.rows] == ["查房", "安全", "丁字", "周会", "一站"]
    assert library.find(group="year").groups == (("2023", 2), ("2021", 2), ("", 1))
    themed = library.find(group="theme").groups
    assert sorted(count for _, count in themed) == [1, 2, 2]
    assert themed[-1] == ("", 1)


def test_pages_of_a_grouped_answer_fit_together(library):
    whole = library.find(sort="title", group="year")
    parts = [library.find(sort="title", group="year", limit=2, offset=at).rows for at in (0, 2, 4)]
    assert [row.id for part in parts for row in part] == list(whole.ids)
