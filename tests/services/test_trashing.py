import datetime as dt

import pytest

from app.services.library import Library
from app.task import Cancelled, Task
from db.records import CaseDraft, DocumentDraft, Practice, Result, Theme

TEXT = "第一段讲背景。\n第二段讲做法，支部牵头。\n第三段讲成效，候诊 15 分钟。"


def draft(title, **more):
    return CaseDraft(
        kind=more.pop("kind", "hospital"), title=title, text=TEXT, owner=f"{title}医院",
        themes=(Theme("party.branch"),), practices=(Practice("支部牵头", "支部牵头", "制度", "auto", 13, 17),),
        results=(Result("候诊", 15, "分钟", start=28, end=33),), flags=("truncated",), **more,
    )  # fmt: skip


def paper(name):
    return DocumentDraft(path=f"/d/{name}", name=name, text=f"{name} 的原文", fingerprint=name, title="专版")


@pytest.fixture
def library(tmp_path):
    made = Library.open(tmp_path / "试.xinglin")
    yield made
    made.close()


@pytest.fixture
def ids(library):
    return library.add_document(paper("a.txt"), [draft("夜间门诊"), draft("处方共享")])


def whole(library, case_id):
    """All there is of a case, without what the library counts by itself."""
    return library.case(case_id), library.notes(case_id), library.document(library.case(case_id).document.id).text


def furnish(library, case_id):
    library.star([case_id], on=True)
    library.tag([case_id], add=["待看"])
    library.keep_place(case_id, 5, 0.4)
    shelf = library.add_shelf("学习材料")
    library.put(shelf.id, [case_id])
    library.highlight(case_id, 13, 17, "pink", "要学", ["可借鉴"], purpose="lesson")
    note = library.add_note(case_id, "旧", purpose="todo")
    library.change_note(note.id, text="新", sitting=True)
    return shelf, note


def test_a_deleted_case_comes_back_with_everything_that_hung_on_it(library, ids):
    shelf, note = furnish(library, ids[0])
    library.join(list(ids))
    linking = library.add_note(None, f"[[x|{ids[0]}]]")
    before = whole(library, ids[0])
    library.delete_cases([ids[0]])
    library.delete_cases([ids[1]])
    latest, first = library.thrown()
    assert (first.thing, first.title) == ("case", "夜间门诊")
    assert library.put_back([first.id]) == 1
    assert whole(library, ids[0]) == before
    assert [version.text for version in library.versions(note.id)] == ["旧"]
    assert library.find(f"书架:{shelf.name}").ids == (ids[0],)
    assert library.find("要学").ids == (ids[0],)
    assert library.some_notes([linking.id])[0].text == f"[[夜间门诊|{ids[0]}]]"
    assert [one.id for one in library.thrown()] == [latest.id]


def test_cases_that_told_one_story_tell_it_again(library, ids):
    library.join(list(ids))
    library.delete_cases([ids[0]])
    library.put_back([library.thrown()[0].id])
    assert library.kin_count(ids[0]) == 1
    library.delete_cases(ids)
    for one in library.thrown():
        library.put_back([one.id])
    assert library.kin_count(ids[0]) == 1


def test_deleting_and_what_it_left_in_the_trash_are_one_step(library, ids):
    before = whole(library, ids[0])
    library.delete_cases(ids)
    assert len(library.thrown()) == 2
    library.undo()
    assert library.thrown() == ()
    assert whole(library, ids[0]) == before
    library.redo()
    assert len(library.thrown()) == 2
    library.put_back([one.id for one in library.thrown()])
    library.undo()
    assert library.find("").total == 0
    assert len(library.thrown()) == 2


def test_a_plan_goes_and_comes_with_its_tasks_and_a_task_finds_its_plan(library):
    tasks = tuple(CaseDraft(kind="plan_task", title=f"任务{n}", text=f"办好第 {n} 件事。", number=n) for n in range(3))
    plan, *rest = library.add_document(paper("p.txt"), [draft("方案", kind="plan", children=tasks)])
    library.add_note(rest[1], "这一件最难")
    library.delete_cases([plan, rest[0]])
    (entry,) = library.thrown()
    library.put_back([entry.id])
    assert [library.case(one).parent_id for one in rest] == [plan] * 3
    assert library.notes(rest[1])[0].text == "这一件最难"
    library.delete_cases([rest[2]])
    library.put_back([library.thrown()[0].id])
    assert library.case(rest[2]).parent_id == plan


def test_what_is_there_again_already_is_not_doubled(library, ids):
    library.delete_cases([ids[0]])
    entry = library.thrown()[0].id
    library.put_back([entry])
    library.undo()
    library.put_back([entry])
    assert library.find("").total == 2
    assert library.put_back([entry]) == 0


def test_deleted_notes_come_back_to_their_cases_and_shelves(library, ids):
    shelf, note = furnish(library, ids[0])
    on_shelf = library.add_note(None, "在书架上", purpose="idea", shelf_id=shelf.id)
    before = library.notes(ids[0])
    library.delete_notes([one.id for one in before] + [on_shelf.id])
    assert {one.title for one in library.thrown()} == {"要学", "新", "在书架上"}
    library.put_back([one.id for one in library.thrown()])
    assert library.notes(ids[0]) == before
    assert library.some_notes([on_shelf.id])[0].shelf_id == shelf.id
    assert [version.text for version in library.versions(note.id)] == ["旧"]


def test_a_note_whose_case_is_gone_for_good_comes_back_as_a_free_one_with_its_quote(library, ids):
    note = library.highlight(ids[0], 13, 17, text="要学")
    library.delete_notes([note.id])
    library.delete_cases([ids[0]])
    entries = {one.thing: one.id for one in library.thrown()}
    library.throw_away([entries["case"]])
    library.put_back([entries["note"]])
    (back,) = library.some_notes([note.id])
    assert (back.kind, back.case_id, back.quote, back.start) == ("free", None, note.quote, None)


def test_case_and_note_deleted_apart_come_back_together(library, ids):
    note = library.highlight(ids[0], 13, 17, text="要学")
    library.delete_notes([note.id])
    library.delete_cases([ids[0]])
    library.put_back([one.id for one in reversed(library.thrown())])
    assert [one.id for one in library.notes(ids[0])] == [note.id]


def test_a_shelf_comes_back_with_its_cases_and_the_notes_on_it(library, ids):
    shelf = library.add_shelf("学习材料")
    library.put(shelf.id, ids)
    note = library.add_note(None, "读书会", shelf_id=shelf.id)
    library.delete_shelf(shelf.id)
    (entry,) = library.thrown()
    assert (entry.thing, entry.title) == ("shelf", "学习材料")
    library.put_back([entry.id])
    assert library.find("书架:学习材料").total == 2
    assert library.some_notes([note.id])[0].shelf_id == shelf.id


def test_a_document_comes_back_with_the_first_of_its_cases(library, ids):
    document = library.case(ids[0]).document.id
    library.delete_cases(ids)
    first, second = library.thrown()
    library.put_back([first.id])
    assert library.document(document).text == "a.txt 的原文"
    library.delete_cases([ids[1]])
    library.put_back([one.id for one in library.thrown()])
    assert library.document(document).text == "a.txt 的原文"
    assert {library.case(one).document.id for one in ids} == {document}
    del second


def test_emptying_is_a_step_and_age_takes_what_is_old(library, ids, tmp_path, monkeypatch):
    library.delete_cases([ids[0]])
    assert library.empty_trash() == 1
    assert library.thrown() == ()
    library.undo()
    assert len(library.thrown()) == 1
    library.close()
    again = Library.open(tmp_path / "试.xinglin")
    assert again.tidy(90) == 0
    from app.services import trashing

    class Later(dt.datetime):
        @classmethod
        def now(cls, tz=None):
            return dt.datetime.now(tz) + dt.timedelta(days=91)

    class Times:
        datetime, timedelta, UTC = Later, dt.timedelta, dt.UTC

    monkeypatch.setattr(trashing, "dt", Times)
    assert again.tidy(0) == 0
    assert again.tidy(90) == 1
    assert again.thrown() == ()
    assert again.undo_label is None
    again.close()


def test_a_case_whose_source_aged_away_still_comes_back(library, ids):
    library.delete_cases(ids)
    entries = library.thrown()
    from db import trash

    with library.store.writing("试") as connection:
        trash.drop_document(connection, _document(connection, entries[0].id))
    library.put_back([entries[0].id])
    assert library.find("").total == 1
    assert library.document(library.case(library.find("").ids[0]).document.id).name == "已清除的来源"


def _document(connection, entry):
    from db import trash

    ((_, body),) = trash.bodies(connection, [entry])
    return next(iter(body["refs"]["documents"].values()))


def test_a_deleted_tag_comes_back_to_everything_that_had_it(library, ids):
    library.tag(list(ids), add=["制度/议事"])
    note = library.add_note(None, "要点", ["制度"])
    library.delete_tag("制度")
    (entry,) = library.thrown()
    assert (entry.thing, entry.title) == ("tag", "制度")
    assert library.case(ids[0]).tags == ()
    library.put_back([entry.id])
    assert [library.case(one).tags for one in ids] == [("制度/议事",)] * 2
    assert library.some_notes([note.id])[0].tags == ("制度",)


def test_starter_cases_with_notes_are_not_lost_with_the_rest(library):
    from app.services import starter

    starter.load(library)
    first = library.find("").ids[0]
    library.add_note(first, "记了一笔")
    library.remove_starter()
    (entry,) = library.thrown()
    library.put_back([entry.id])
    assert library.notes(first)[0].text == "记了一笔"


def test_a_deletion_that_is_stopped_leaves_everything_as_it_was(library, ids):
    library.add_note(ids[0], "可借鉴")
    told = []

    def stopped():
        told.append(1)
        return len(told) > 1  # after the first things went into the trash

    with pytest.raises(Cancelled):
        library.delete_cases(ids, Task(stopped=stopped))
    assert library.thrown() == ()
    assert {case.id for case in library.cases(ids)} == set(ids)
    assert [note.text for note in library.notes(ids[0])] == ["可借鉴"]
    assert library.undo_label == "加笔记"


def test_a_deletion_tells_how_far_it_is(library, ids):
    steps = []
    library.delete_cases(ids, Task(each=lambda at, total, _: steps.append((at, total))))
    assert steps[0][0] == 0
    assert steps[-1] == (2 * len(ids), 2 * len(ids))
    assert steps == sorted(steps)
