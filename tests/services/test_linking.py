"""What a link may lead to, by the letters typed: the same names a person sees in the library at that moment."""

import pytest

from app.services.library import Library
from app.services.linking import SHOWN
from app.task import Cancelled, Task
from tests.db.making import draft, paper


@pytest.fixture
def library(tmp_path):
    made = Library.open(tmp_path / "链.xinglin")
    yield made
    made.close()


@pytest.fixture
def ids(library):
    titles = ["夜间门诊", "把夜间门诊办到乡里", "处方共享", "处方共享"]
    return library.add_document(paper(), [draft(title, "背景。\n做法。", owner=f"{title}医院") for title in titles])


def names(library, typed, but=""):
    return [place.name for place in library.link_places(typed, but)]


def test_the_name_itself_comes_before_its_beginning_and_that_before_a_part_of_it(library, ids):
    library.rename_case(ids[2], "夜间门诊进社区")
    assert names(library, "夜间门诊") == ["夜间门诊", "夜间门诊进社区", "把夜间门诊办到乡里"]


@pytest.mark.parametrize("typed", ["cfgx", "chufang", "chu fg", "处方g", "CFGX"])
@pytest.mark.usefixtures("ids")
def test_a_name_is_found_by_its_pinyin(library, typed):
    assert names(library, typed) == ["处方共享", "处方共享"]


def test_namesakes_are_told_apart_and_the_latest_comes_first(library, ids):
    found = library.link_places("处方共享")
    assert [place.id for place in found] == [ids[3], ids[2]]
    assert found[0].detail == "处方共享医院"


def test_names_follow_every_change_and_its_undoing(library, ids):
    assert names(library, "suifang") == []
    library.rename_case(ids[0], "随访到家")
    assert names(library, "suifang") == ["随访到家"]
    note = library.add_note(ids[0], "随访表怎么填\n其余略")
    assert names(library, "sf") == ["随访到家", "随访表怎么填"]
    assert library.link_places("sf")[1].detail == "笔记 · 随访到家"
    library.change_note(note.id, text="回访表怎么填")
    assert names(library, "sf") == ["随访到家"]
    assert names(library, "回访表") == ["回访表怎么填"]
    library.undo()
    assert names(library, "随访表") == ["随访表怎么填"]
    library.delete_cases([ids[0]])
    assert names(library, "sf") == []
    library.undo()
    assert names(library, "sf") == ["随访到家", "随访表怎么填"]


def test_a_case_that_is_called_otherwise_is_told_so_beside_its_notes(library, ids):
    library.add_note(ids[0], "要点")
    assert library.link_places("要点")[0].detail == "笔记 · 夜间门诊"
    library.rename_case(ids[0], "晚间门诊")
    assert library.link_places("要点")[0].detail == "笔记 · 晚间门诊"


def test_the_note_being_written_is_not_offered_and_leaves_no_gap(library):
    made = [library.add_note(None, f"第{n}次查房") for n in range(SHOWN + 3)]
    found = library.link_places("查房", made[-1].id)
    assert len(found) == SHOWN
    assert made[-1].id not in {place.id for place in found}
    assert [place.id for place in library.link_places("", made[-1].id)] == [place.id for place in found]


def test_the_end_of_a_very_long_name_is_found_too(library, ids):
    library.rename_case(ids[0], "长" * 200 + "尾巴")
    assert names(library, "尾巴") == ["长" * 200 + "尾巴"]


def test_paragraphs_are_offered_after_a_sign(library, ids):
    found = library.link_places("夜间门诊#")
    assert [(place.id, place.paragraph, place.detail) for place in found] == [
        (ids[0], 1, "背景。"), (ids[0], 2, "做法。"),
    ]  # fmt: skip
    assert library.link_places("没有的#") == ()
    assert [place.paragraph for place in library.link_places("夜间门诊#§2")] == [2]


@pytest.mark.parametrize("typed", ["\n", "  ", "％_*", "]]", "\ud800", "#", "##", "a" * 500, "'" * 70, "ü"])
@pytest.mark.usefixtures("ids")
def test_anything_may_be_typed(library, typed):
    assert len(library.link_places(typed)) <= SHOWN


@pytest.mark.usefixtures("ids")
def test_looking_can_be_stopped(library):
    with pytest.raises(Cancelled):
        library.link_places("夜", task=Task(stopped=lambda: True))


def test_a_note_is_found_by_what_its_links_are_called_and_not_by_their_signs(library, ids):
    library.add_note(ids[0], f"参看 [[x|{ids[1]}]] 第二段 ![晨会](picture:{'0' * 64})")
    assert library.find("笔记:乡里").total == 1
    assert library.find(f"笔记:{ids[1]}").total == 0
    assert library.find(ids[1][:6]).total == 0
    assert library.find("笔记:picture").total == 0
    assert library.find("笔记:晨会").total == 1
    (line,) = [line for line in library.lines(ids[0], "第二段") if line.where == "note"]
    assert ids[1] not in f"{line.before}{line.hit}{line.after}"


def test_a_note_is_found_by_what_its_links_are_called_now(library, ids):
    told = library.add_note(None, "旧题目")
    library.add_note(ids[0], f"参看 [[x|{ids[1]}]] 和 [[x|note:{told.id}]]")
    library.rename_case(ids[1], "送医下乡")
    library.change_note(told.id, text="新题目")
    assert library.find("笔记:送医下乡").total == library.find("笔记:新题目").total == 1
    assert library.find("笔记:办到乡里").total == library.find("笔记:旧题目").total == 0
    library.undo()
    library.undo()
    assert library.find("笔记:送医下乡").total == library.find("笔记:新题目").total == 0
    assert library.find("笔记:办到乡里").total == library.find("笔记:旧题目").total == 1
