import pytest

from app.services.importing import commit, import_paths, prepare, prepare_text
from app.services.kinship import Nearby
from app.services.library import Library
from db.records import CaseDraft, DocumentDraft
from tests.extract.test_kin import OTHER, STORY, rewritten

CUT = STORY[: len(STORY) * 2 // 3]


@pytest.fixture
def library(tmp_path):
    opened = Library.open(tmp_path / "甲.xinglin")
    yield opened
    opened.close()


def paper(name, *texts, publisher=None, **more):
    document = DocumentDraft(
        path=f"/来稿/{name}.txt", name=f"{name}.txt", text="\n".join(texts), fingerprint=name, publisher=publisher
    )
    return document, [CaseDraft(kind=more.get("kind", "hospital"), title=f"{name}的标题", text=text) for text in texts]


def add(library, *pairs):
    return [ids[0] for ids in library.add_documents(pairs)]


def told(library, case_id):
    return {one.id: one.main for one in library.kin(case_id)}


def test_the_same_story_in_five_papers_is_one_story_told_by_its_fullest(library):
    texts = [CUT, rewritten(STORY, 0.02), STORY, STORY.replace("。", "；"), "本报讯　" + rewritten(STORY, 0.03, 8)]
    ids = add(library, *(paper(f"报{n}", text, publisher=f"报{n}") for n, text in enumerate(texts)), paper("别", OTHER))
    kin = library.kin(ids[0])
    assert {one.id for one in kin} == set(ids[:5])
    assert [one.main for one in kin] == [True, False, False, False, False]
    assert kin[0].length == max(len(text) for text in texts)
    assert all(one.likeness >= 0.75 for one in kin)
    assert {one.publisher for one in kin} == {f"报{n}" for n in range(5)}
    assert library.kin(ids[5]) == ()
    assert [library.kin_count(case_id) for case_id in ids] == [4, 4, 4, 4, 4, 0]


def test_a_paper_that_comes_later_joins_and_leaves_the_main_one_alone(library):
    first = add(library, paper("早", CUT))[0]
    assert library.kin(first) == ()
    later = add(library, paper("晚", STORY))[0]
    assert told(library, later) == {first: True, later: False}


def test_grouping_is_part_of_the_import_and_goes_and_comes_with_it(library):
    first = add(library, paper("早", STORY))[0]
    later = add(library, paper("晚", CUT))[0]
    library.undo()
    assert library.kin(first) == ()
    library.redo()
    assert told(library, first) == {first: True, later: False}


def test_two_cases_of_one_file_are_never_kin(library):
    ids = library.add_documents([paper("合刊", STORY, rewritten(STORY, 0.02))])[0]
    assert library.kin(ids[0]) == ()
    joined = add(library, paper("早报", STORY))[0]
    assert len(library.kin(joined)) == 2


def test_tasks_of_plans_are_never_kin(library):
    plans = []
    for name in ("省方案", "市方案"):
        document, _ = paper(name, STORY)
        task = CaseDraft(kind="plan_task", title="任务", text=OTHER, number=1)
        plans.append((document, [CaseDraft(kind="plan", title=name, text=STORY, children=(task,))]))
    ids = [case_id for of in library.add_documents(plans) for case_id in of]
    assert [library.kin_count(case_id) for case_id in ids] == [1, 0, 1, 0]


def test_what_a_person_took_out_stays_out_on_later_imports(library):
    one, other = add(library, paper("甲报", STORY), paper("乙报", rewritten(STORY, 0.01)))
    library.part_from(other)
    assert library.kin(one) == library.kin(other) == ()
    third = add(library, paper("丙报", CUT))[0]
    assert (one in told(library, third)) != (other in told(library, third))
    assert other not in told(library, one)


def test_taking_out_choosing_and_joining_are_named_and_undone(library):
    one, other = add(library, paper("甲报", STORY), paper("乙报", CUT))
    library.make_main(other)
    assert (library.undo_label, told(library, one)) == ("设为主篇", {one: False, other: True})
    library.undo()
    assert told(library, one) == {one: True, other: False}
    library.part_from(one)
    assert (library.undo_label, library.kin(other)) == ("移出同一报道", ())
    library.undo()
    assert told(library, one) == {one: True, other: False}


def test_cases_joined_by_hand_bring_their_stories_along(library):
    one, other, alone = add(library, paper("甲报", STORY), paper("乙报", CUT), paper("丙报", OTHER))
    library.join([alone, other])
    assert library.undo_label == "并为同一报道"
    assert told(library, one) == {alone: True, one: False, other: False}
    library.undo()
    assert told(library, one) == {one: True, other: False}
    assert library.kin(alone) == ()


def test_a_story_that_loses_its_main_case_is_told_by_another_and_undo_gives_it_back(library):
    one, other, third = add(library, paper("甲报", STORY), paper("乙报", CUT), paper("丙报", rewritten(STORY, 0.01)))
    before = told(library, one)
    main = next(case_id for case_id, is_main in before.items() if is_main)
    library.delete_cases([main])
    rest = [case_id for case_id in (one, other, third) if case_id != main]
    assert list(told(library, rest[0]).values()) == [True, False]
    library.undo()
    assert told(library, one) == before
    library.delete_cases(rest)
    assert library.kin(main) == ()


def test_an_excerpt_of_two_different_stories_does_not_bind_them_together(library):
    one = add(library, paper("甲报", STORY))[0]
    both = add(library, paper("合编", STORY + OTHER))[0]
    other = add(library, paper("乙报", OTHER))[0]
    assert told(library, one) == {one: True, both: False}
    assert library.kin(other) == ()


def test_a_preview_names_what_tells_the_story_already_in_library_and_in_the_same_import(library):
    stored = add(library, paper("甲报", STORY, publisher="甲报"))[0]
    met = Nearby()
    document, drafts = paper("乙报", OTHER, CUT)
    near = library.near(document, drafts, met)
    assert [(one.case, one.case_id, one.likeness) for one in near] == [(1, stored, 1.0)]
    assert near[0].source_line.startswith("甲报")
    document, drafts = paper("丙报", rewritten(OTHER, 0.02))
    assert [(one.case_id, one.path) for one in library.near(document, drafts, met)] == [(None, "/来稿/乙报.txt")]
    assert library.totals().all == 1


def test_files_prepared_for_a_look_say_what_they_are_near_to(library, tmp_path):
    add(library, paper("甲报", STORY))
    (tmp_path / "一.txt").write_text("县里的心电网\n\n" + STORY, encoding="utf-8")
    (tmp_path / "二.txt").write_text("乡镇有了值班室\n\n" + CUT, encoding="utf-8")
    one, two = prepare(library, [tmp_path / "一.txt", tmp_path / "二.txt"])
    assert [near.path for near in one.near] == [None]
    assert {near.path for near in two.near} == {None, str(tmp_path / "一.txt")}
    assert prepare_text(library, OTHER, "剪贴板").near == ()
    assert [outcome.status for outcome in commit(library, [one, two])] == ["imported", "imported"]


def test_imported_files_are_grouped_over_the_borders_of_batches(library, tmp_path, monkeypatch):
    monkeypatch.setattr("app.services.importing.BATCH", 2)
    for number, text in enumerate((STORY, OTHER, rewritten(STORY, 0.01), CUT, rewritten(STORY, 0.02))):
        (tmp_path / f"{number}.txt").write_text(f"题目{number}号\n\n{text}", encoding="utf-8")
    outcomes = import_paths(library, [tmp_path / f"{number}.txt" for number in range(5)])
    assert [library.kin_count(one.case_ids[0]) for one in outcomes] == [3, 0, 3, 3, 3]


def test_a_write_that_failed_leaves_no_phantom_kin(library):
    class Broken(Exception):
        pass

    def broken():
        yield paper("甲报", STORY)
        raise Broken

    with pytest.raises(Broken):
        library.add_documents(broken())
    ids = add(library, paper("乙报", OTHER), paper("丙报", CUT))
    assert [library.kin(case_id) for case_id in ids] == [(), ()]


def test_ten_thousand_like_lines_and_empty_cases_are_grouped_in_bounded_time(library):
    lines = "门诊流程再造，病人少跑一趟。\n" * 10_000
    pairs = [paper(f"长{n}", lines + str(n) * 5) for n in range(3)] + [paper(f"空{n}", "") for n in range(5)]
    ids = add(library, *pairs)
    assert [library.kin_count(case_id) for case_id in ids] == [2, 2, 2, 0, 0, 0, 0, 0]
