import pytest

from app.messages import Trouble
from app.services.arranging import Edit
from app.services.library import Library
from db.records import Region
from tests.db.making import draft, paper, tables


@pytest.fixture
def library(tmp_path):
    library = Library.open(tmp_path / "整理.xinglin")
    yield library
    library.close()


@pytest.fixture
def ids(library):
    return library.add_document(paper(), [draft(f"案例{n}") for n in range(6)])


def tree(library):
    return [(shelf.path, shelf.count) for shelf in library.shelves()]


def test_folders_stand_in_folders_and_hold_what_is_below_them(library, ids):
    top = library.add_shelf_in(None, "学习")
    inner = library.add_shelf_in(top.id, "党委会")
    library.add_shelf_in(None, "其他")
    library.put(inner.id, ids[:2])
    library.put(top.id, ids[1:3])

    assert tree(library) == [("学习", 3), ("学习/党委会", 2), ("其他", 0)]
    assert library.find("书架:学习/党委会").ids == ids[:2]
    assert library.find("书架:学习").ids == ids[:3]


def test_a_shelf_is_moved_reordered_and_put_back_by_undo(library):
    one, two, three = (library.add_shelf_in(None, name) for name in "甲乙丙")
    before = tables(library.store)
    library.move_shelf(three.id, None, one.id)
    assert [shelf.name for shelf in library.shelves()] == ["丙", "甲", "乙"]
    library.move_shelf(two.id, three.id)
    assert [shelf.path for shelf in library.shelves()] == ["丙", "丙/乙", "甲"]
    library.undo()
    library.undo()
    assert tables(library.store) == before


def test_a_folder_cannot_be_put_into_itself(library):
    top = library.add_shelf_in(None, "上")
    inner = library.add_shelf_in(top.id, "下")
    for target in (top, inner):
        with pytest.raises(Trouble) as told:
            library.move_shelf(top.id, target.id)
        assert told.value.reason == "inside_itself"


def test_a_folder_goes_with_those_in_it_and_notes_on_it_stay(library, ids):
    top = library.add_shelf_in(None, "上")
    inner = library.add_shelf_in(top.id, "下")
    library.put(inner.id, ids)
    before = tables(library.store)
    library.delete_shelf(top.id)
    assert library.shelves() == ()
    assert library.find("").total == 6
    library.undo()
    assert tables(library.store) == before


def test_a_smart_shelf_follows_the_renamed_and_the_moved(library, ids):
    top, other = library.add_shelf_in(None, "材料"), library.add_shelf_in(None, "新家")
    library.put(top.id, ids[:2])
    library.tag(ids, ["旧/一"])
    smart = library.add_shelf_in(None, "常用", "书架:材料 标签:旧/一")
    library.rename_shelf(top.id, "素材")
    library.move_shelf(top.id, other.id)
    library.rename_tag("旧", "新")
    asked = {shelf.id: shelf for shelf in library.shelves()}[smart.id]
    assert asked.query == "书架:新家/素材 标签:新/一"
    assert asked.count == 2


def test_a_damaged_file_with_folders_in_each_other_still_lists_them(library):
    one = library.add_shelf_in(None, "甲")
    library.add_shelf_in(one.id, "乙")
    with library.store.writing("坏") as connection:
        connection.exec_driver_sql("UPDATE shelves SET parent_key = 3 - key")
    assert sorted(shelf.name for shelf in library.shelves()) == ["乙", "甲"]


def test_a_tag_above_others_counts_their_cases_once(library, ids):
    library.tag(ids[:2], ["学习/党委会"])
    library.tag(ids[1:4], ["学习/支部"])
    assert library.find("").facets["tag"] == {"学习": 4, "学习/党委会": 2, "学习/支部": 3}
    assert library.find("标签:学习").ids == ids[:4]
    library.tag(ids[5:], ["学习"])
    assert library.counts("")["tag"]["学习"] == 5


def test_a_tag_is_renamed_everywhere_as_one_step(library, ids):
    library.tag(ids[:2], ["学习/党委会", "甲"])
    note = library.add_note(ids[3], "记下", ["学习"])
    before = tables(library.store)
    library.rename_tag("学习", "教育")
    assert [tag for tag, _ in library.every_tag()] == ["教育", "教育/党委会", "甲"]
    assert library.notes(ids[3])[0].tags == ("教育",)
    assert library.notes(ids[3])[0].id == note.id
    assert library.undo_label == "标签“学习”改名为“教育”"
    library.undo()
    assert tables(library.store) == before


def test_merging_tags_leaves_each_case_with_one(library, ids):
    library.tag(ids[:3], ["甲", "乙"])
    library.tag(ids[2:5], ["丙"])
    library.merge_tags(["甲", "乙", "丙"], "甲")
    assert library.every_tag() == (("甲", 5),)
    library.undo()
    assert library.every_tag() == (("丙", 3), ("乙", 3), ("甲", 3))


def test_a_tag_is_moved_below_another_and_to_the_top_again(library, ids):
    library.tag(ids[:1], ["支部/一"])
    library.move_tag("支部", "学习")
    assert library.every_tag() == (("学习/支部/一", 1),)
    library.move_tag("学习/支部", "")
    assert library.every_tag() == (("支部/一", 1),)
    with pytest.raises(Trouble):
        library.move_tag("支部", "支部/一")


def test_a_deleted_tag_takes_those_below_it_along(library, ids):
    library.tag(ids, ["学习", "学习/一", "学习法"])
    library.delete_tag("学习")
    assert library.every_tag() == (("学习法", 6),)
    library.undo()
    assert len(library.every_tag()) == 3


def test_a_label_is_asked_for_by_its_name_and_cleared_in_one_step(library, ids):
    library.label(ids[:2], "汇报")
    library.label(ids[2:4], "汇报备选")
    assert library.find("标记:汇报").ids == ids[:2]
    assert library.labels() == ("汇报", "汇报备选")
    library.clear_label("汇报")
    assert library.find("标记:汇报").total == 0
    assert library.find("标记:汇报备选").total == 2
    library.undo()
    assert library.find("标记:汇报").total == 2


def test_two_hundred_cases_are_changed_at_once_and_put_back_by_one_undo(library):
    ids = library.add_document(paper(), [draft(f"案例{n}") for n in range(200)])
    library.tag(ids[:50], ["旧"])
    theme = library.themes()[1].id
    shelf = library.add_shelf_in(None, "选用")
    before = tables(library.store)

    done = library.edit_cases(
        ids,
        Edit(
            add_tags=("学习/ 党委会",),
            remove_tags=("旧",),
            add_themes=(theme,),
            put=(shelf.id,),
            starred=True,
            owner="青石市第一医院",
            year=2024,
            region=Region("江西省", "赣州市", None, "360700", "user"),
        ),
    )

    assert done == 200
    found = library.cases(ids)
    assert {case.tags for case in found} == {("学习/党委会",)}
    assert all(case.starred and case.year == 2024 and case.owner == "青石市第一医院" for case in found)
    assert all(theme in {t.id for t in case.themes} and case.region.city == "赣州市" for case in found)
    assert library.find("书架:选用").total == 200
    assert library.find("地区:赣州 年份:2024 有:星标").total == 200
    assert library.undo_label == "批量修改 200 案的标签、主题、文件夹、星标、医院、年份、地区"
    library.undo()
    assert tables(library.store) == before


def test_a_bulk_change_that_fails_changes_nothing(library, ids):
    from db.errors import NoSuchRecord

    before = tables(library.store)
    with pytest.raises(NoSuchRecord):
        library.edit_cases(ids, Edit(starred=True, put=("没有",)))
    assert tables(library.store) == before


def test_fields_are_emptied_too(library, ids):
    library.edit_cases(ids, Edit(year=2020, owner="甲院"))
    library.edit_cases(ids, Edit(no_year=True, owner="", region=Region()))
    case = library.case(ids[0])
    assert (case.year, case.owner, case.region) == (None, None, Region())


def test_several_steps_are_taken_back_and_done_again_at_once(library, ids):
    states = [tables(library.store)]
    for number in range(5):
        library.rename_case(ids[0], f"第{number}次")
        states.append(tables(library.store))
    done, undone = library.steps()
    assert [step.label for step in done[:5]] == ["改标题"] * 5
    assert not undone

    assert library.turn_to(done[2].id) == 3
    assert tables(library.store) == states[2]
    undone = library.steps()[1]
    assert [step.when for step in undone] == [step.when for step in reversed(done[:3])]
    assert library.turn_to(undone[1].id) == 2
    assert tables(library.store) == states[4]
    assert library.turn_to(10**6) == 0
