"""A package brings another library exactly what it holds, once, and never at the cost of what is there."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cli import main
from app.formats import pack
from app.formats.markdown import blocks
from app.messages import Trouble
from app.services import importing, packing, starter
from app.services.importing import fingerprint
from app.services.library import Library
from db.records import Changes, Practice, Theme
from tests.db.making import draft, paper, rich, tables

WORDS = st.text("病房门诊支部查房 \n“”<&'\"\\\x00𠮷é%_", min_size=1, max_size=24)


@pytest.fixture
def library(tmp_path):
    with_close = Library.open(tmp_path / "甲.xinglin")
    yield with_close
    with_close.close()


@pytest.fixture
def other(tmp_path):
    with_close = Library.open(tmp_path / "乙.xinglin")
    yield with_close
    with_close.close()


def document(number=1, text="原件的文字"):
    text = f"{text}{number}"
    return paper(number, text, path=f"/home/me/{number}.txt", name=f"{number}.txt", fingerprint=fingerprint(text))


def filled(library):
    """A library with something of everything."""
    ids = library.add_documents([(document(1), [rich()]), (document(2), [draft("乙", "乙院的做法一二三四五。")])])
    plan, other = ids[0][0], ids[1][0]
    library.highlight(plan, 2, 4, "blue", "要学 **重点**", tags=["可借鉴"])
    library.add_note(other, "整案的笔记")
    library.add_note(None, "不属于案例")
    library.tag([plan], add=["重点"])
    library.star([other], True)
    library.keep_place(plan, 5, 0.5)
    shelf = library.add_shelf("读过的")
    library.put(shelf.id, [other, plan])
    library.add_shelf("党建", "主题:党建")
    above = library.add_theme("自己的主题")
    library.add_theme("下面的", above.id, [other])
    library.settle_practice(plan, "双主官", False)
    library.settle_practice(other, "早会", True)
    library.hide_practices(["早会"], True)
    return plan, other


def carried(library, tmp_path, ids=None, name="包.xlpack"):
    output = tmp_path / name
    packing.export(library, ids or library.find(limit=0).ids, output, replace=True)
    return output


def take(library, path):
    return importing.import_paths(library, [path])[0]


def test_exported_and_imported_into_an_empty_library_everything_is_as_it_was(library, other, tmp_path):
    plan, second = filled(library)
    path = carried(library, tmp_path)

    came = take(other, path)

    assert came.status == "imported", came.error
    assert pack.to_bytes(other.told()) == pack.to_bytes(library.told())
    for one in (plan, second):
        assert replace(other.case(one), document=library.case(one).document) == library.case(one)
        assert other.notes(one) == library.notes(one)
    assert other.notes() == library.notes()
    assert other.shelves() == library.shelves()
    assert other.themes() == library.themes()
    assert other.document(library.case(plan).document.id).path == "1.txt"
    assert b"/home/me" not in pack.to_bytes(library.told())


def test_importing_twice_changes_nothing_and_makes_no_step(library, other, tmp_path):
    filled(library)
    path = carried(library, tmp_path)
    take(other, path)
    before = tables(other.store)
    told: list[Changes] = []
    other.on_change(told.append)

    assert take(other, path).status == "duplicate"
    assert take(library, path).status == "duplicate"
    assert (tables(other.store), told) == (before, [])


def test_an_import_is_one_step_that_undo_takes_back(library, other, tmp_path):
    filled(library)
    other.add_document(document(9), [draft("自己的", "自己库里的案例。")])
    before = tables(other.store)

    take(other, carried(library, tmp_path))

    assert other.undo() == "导入交换包“包.xlpack”"
    assert tables(other.store) == before
    assert other.redo()
    assert other.find().total == 5


def test_what_differs_comes_in_beside_as_a_marked_copy_once_and_what_is_stored_stays(library, other, tmp_path):
    plan, second = filled(library)
    path = carried(library, tmp_path)
    take(other, path)
    other.rename_case(second, "乙 改过的标题")
    note = other.notes(plan)[0]
    other.change_note(note.id, text="我的说法")

    came = take(other, path)

    assert [case.title for case in other.cases(came.case_ids)] == ["乙（导入副本）"]
    assert other.case(second).title == "乙 改过的标题"
    assert {n.text: n.tags for n in other.notes(plan)} == {
        "我的说法": ("可借鉴",),
        "要学 **重点**": ("可借鉴", "导入副本"),
    }
    assert [kin.id for kin in other.kin(second)] == [second, came.case_ids[0]]
    assert take(other, path).status == "duplicate"


def changed_by_both(library, other, tmp_path):
    """Two cases and a note that both have and tell differently."""
    plan, second = filled(library)
    path = carried(library, tmp_path)
    take(other, path)
    for one in (plan, second):
        other.rename_case(one, f"{other.case(one).title} 改过")
    note = other.notes(plan)[0]
    other.change_note(note.id, text="我的说法", tags=["自己的"])
    return plan, second, note.id, packing.read(path)


def test_of_every_case_and_note_it_can_be_said_what_is_to_become_of_it_and_all_is_one_step(library, other, tmp_path):
    plan, second, note, packed = changed_by_both(library, other, tmp_path)
    before = tables(other.store)

    asked = other.meet(packed)
    met = other.take_in(packed, "both", decided={plan: "theirs", second: "mine", note: "theirs"})

    assert [(clash.id, clash.note) for clash in asked.clashes] == [(plan, False), (second, False), (note, True)]
    assert (met.cases, met.rewritten) == (0, 2)
    assert other.case(plan) == replace(library.case(plan), document=other.case(plan).document)
    assert other.case(second).title == "乙 改过"
    assert [(n.text, n.tags) for n in other.notes(plan)] == [("要学 **重点**", ("可借鉴",))]
    assert other.undo()
    assert tables(other.store) == before


def test_taking_theirs_everywhere_makes_it_theirs_once_and_keeps_what_only_we_settled(library, other, tmp_path):
    plan, second, _, packed = changed_by_both(library, other, tmp_path)
    other.settle_theme(second, "performance", True)
    other.star([plan], True)

    other.take_in(packed, "theirs")

    assert other.case(second).title == "乙"
    assert "performance" in {theme.id for theme in other.case(second).themes}
    assert other.case(plan).starred
    assert other.take_in(packed, "theirs").nothing
    with other._reading() as connection:
        kept = connection.exec_driver_sql("SELECT text FROM note_versions").scalars().all()
    assert kept == ["我的说法"]


def test_taking_their_text_moves_our_marks_and_the_place_where_we_read(library, other, tmp_path):
    mine = library.add_document(document(), [draft("同一篇", "开头。要标出来的这一整句话。结尾。")])[0]
    take(other, carried(library, tmp_path))
    other.highlight(mine, 3, 14, text="我的")
    other.keep_place(mine, 3, 0.5)
    with library._writing("改正文") as (connection, _):
        connection.exec_driver_sql("UPDATE cases SET text = '多出来的话。' || text WHERE id = ?", (mine,))
    library.highlight(mine, 0, 5, text="他的")

    other.take_in(packing.read(carried(library, tmp_path)), "theirs")

    one = other.case(mine)
    assert one.text.startswith("多出来的话。")
    assert {n.text: one.text[n.start : n.end] for n in other.notes(mine)} == {
        "我的": "要标出来的这一整句话。",
        "他的": "多出来的话",
    }
    assert one.position == 9


def test_asked_to_keep_only_ours_nothing_of_theirs_that_differs_comes_in(library, other, tmp_path):
    plan, second = filled(library)
    path = carried(library, tmp_path)
    take(other, path)
    other.rename_case(second, "改过")
    other.change_note(other.notes(plan)[0].id, text="我的说法")
    other.delete_notes([n.id for n in other.notes(second)])

    met = other.take_in(packing.read(path), "mine")

    assert (met.cases, [clash.note for clash in met.clashes], met.notes) == (0, [False, True], 1)
    assert [n.text for n in other.notes(second)] == ["整案的笔记"]
    assert [clash.what for clash in met.clashes] == [("标题",), ("文字",)]


def test_the_same_file_of_both_is_one_document_and_notes_tags_and_decisions_merge(library, other, tmp_path):
    mine = library.add_document(document(), [draft("同一篇")])[0]
    open_ = Practice("查房", "查房", status="suggested")
    theirs = other.add_document(document(), [draft("同一篇", practices=(open_,))])[0]
    library.tag([mine], add=["甲的"])
    other.tag([theirs], add=["乙的"])
    library.highlight(mine, 1, 3, text="甲的笔记")
    library.settle_practice(mine, "查房", True)
    library.put(library.add_shelf("共读").id, [mine])

    came = take(other, carried(library, tmp_path))

    assert (came.status, came.case_ids) == ("imported", ())
    one = other.case(theirs)
    assert one.tags == ("乙的", "甲的")
    assert [(p.name, p.status) for p in one.practices] == [("查房", "user")]
    assert [(n.text, n.quote) for n in other.notes(theirs)] == [("甲的笔记", one.text[1:3])]
    assert [(s.name, s.count) for s in other.shelves()] == [("共读", 1)]


def test_contrary_decisions_are_told_and_neither_is_lost(library, other, tmp_path):
    for one, on in ((library, True), (other, False)):
        case = one.add_document(document(), [draft("同一篇", themes=(Theme("performance"),))])[0]
        one.settle_theme(case, "performance", on)

    met = other.take_in(packing.read(carried(library, tmp_path)))

    assert [clash.what for clash in met.clashes] == [("主题",)]
    both = [met.clashes[0].case_id, *met.case_ids]
    assert [len(case.themes) for case in other.cases(both)] == [0, 1]
    assert [kin.id for kin in other.kin(both[0])] == both


def test_marked_passages_are_found_again_where_ours_has_another_text(library, other, tmp_path):
    mine = library.add_document(document(), [draft("同一篇", "开头。要标出来的这一整句话。结尾。")])[0]
    library.highlight(mine, 3, 14, text="记")
    first = carried(library, tmp_path)
    take(other, first)
    other.delete_notes([note.id for note in other.notes(mine)])
    with other._writing("改正文") as (connection, _):
        connection.exec_driver_sql("UPDATE cases SET text = '多出来的话。' || text WHERE id = ?", (mine,))

    other.take_in(packing.read(first), "mine")

    note = other.notes(mine)[0]
    assert other.case(mine).text[note.start : note.end] == note.quote == "要标出来的这一整句话。"
    assert note.anchor == "moved"


def test_a_chosen_case_takes_its_tasks_and_shelves_along_and_nothing_of_others(library, tmp_path):
    plan, _ = filled(library)

    told = packing.read(carried(library, tmp_path, [plan]))

    assert [row["title"] for row in told.cases] == ["丰富的案例", "任务1", "任务2"]
    assert [(row["name"], row["cases"]) for row in told.shelves] == [("读过的", [plan])]
    assert [row["text"] for row in told.notes] == ["要学 **重点**"]
    assert told.themes == ()
    with pytest.raises(Trouble):
        packing.export(library, [], tmp_path / "空.xlpack")


def test_a_forged_fingerprint_hides_no_document_and_a_forged_example_is_an_import(library, other):
    known = fingerprint("别的文字")
    library.add_document(document(), [draft("真的")])
    told = library.told()
    forged = replace(told, documents=tuple(row | {"fingerprint": known, "origin": "starter"} for row in told.documents))

    other.take_in(packing.believed(pack.from_bytes(pack.to_bytes(forged))))

    assert known not in other.fingerprints()
    assert not other.has_starter()


def test_scripts_in_notes_stay_words(library, other, tmp_path):
    case = library.add_document(document(), [draft("甲")])[0]
    library.add_note(case, "<script>alert(1)</script>[点](javascript:alert(1))")

    take(other, carried(library, tmp_path))

    words = [word for block in blocks(other.notes(case)[0].text) for word in block.words]
    assert "<script>" in "".join(word.text for word in words)
    assert not any(word.link for word in words)


def test_a_package_of_the_first_version_still_reads(other):
    packed = packing.read(Path(__file__).parents[1] / "data" / "export" / "version1.xlpack")

    met = other.take_in(packed)

    assert (met.cases, met.notes, met.shelves, met.themes, met.habits) == (4, 3, 2, 2, 0)
    assert {note.purpose for note in other.notes()} == {""}
    assert {shelf.name: shelf.count for shelf in other.shelves()} == {"读过的": 2, "党建": 1}
    assert other.take_in(packed).nothing


def test_names_for_practices_and_synonyms_are_taken_over_where_we_have_none(library, other, tmp_path):
    both = (Practice("早会", "早会"), Practice("晚会", "晚会"))
    for number, one in enumerate((library, other)):
        one.add_document(document(number), [draft(f"{number}号院", f"{number}号院的做法。", practices=both)])
    library.merge_practices(["早会", "晨会"], "晨会")
    library.hide_practices(["晚会"], True)
    library.set_synonyms([("门诊", "候诊"), ("医生", "大夫")])
    other.set_synonyms([("医生", "大夫", "医师")])
    other.merge_practices(["早会"], "早交班")
    packed = packing.read(carried(library, tmp_path))

    left = other.take_in(packed, habits=False)
    other.undo()
    met = other.take_in(packed)

    assert (left.habits, met.habits) == (0, 2)
    assert other.synonyms() == (("医生", "大夫", "医师"), ("门诊", "候诊"))
    found = other.cases(other.find(limit=0).ids)
    assert {case.title: [p.name for p in case.practices] for case in found} == {
        "0号院": ["晨会"],
        "1号院": ["早交班"],
    }
    assert other.take_in(packed).nothing


def test_a_part_of_a_library_keeps_its_habits_to_itself(library, tmp_path):
    _, second = filled(library)
    told = packing.read(carried(library, tmp_path, [second]))
    assert (told.rules, told.synonyms) == ((), ())
    assert packing.read(carried(library, tmp_path)).rules


def test_examples_go_over_as_examples(library, other, tmp_path):
    count = starter.load(library)

    take(other, carried(library, tmp_path))

    assert other.only_starter()
    assert starter.load(other) == 0
    assert other.find().total == count


def test_the_command_line_exports_and_imports_and_refuses_in_one_sentence(library, tmp_path, capsys):
    filled(library)
    library.close()
    path, there = tmp_path / "出.xlpack", tmp_path / "新.xinglin"

    def run(*words):
        return main([str(word) for word in words], open_window=lambda _: 0, prove_window=lambda _: "")

    assert run("--library", tmp_path / "甲.xinglin", "export", "--format", "pack", "--output", path) == 0
    assert run("--library", there, "import", path) == 0
    assert "4 个新案例" in capsys.readouterr().out
    path.write_bytes(path.read_bytes()[:-30])
    assert run("--library", there, "import", path) == 1
    assert "交换包不完整" in capsys.readouterr().out


@st.composite
def made(draw):
    """A library told as deeds: documents with cases, and what a person did with them."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    deed = st.tuples(
        st.sampled_from("高笔自标星读架改主做去藏并词用内夹图"), st.integers(0, 8), st.integers(0, 30), WORDS
    )
    return sizes, draw(st.lists(WORDS, min_size=9, max_size=9)), draw(st.lists(deed, max_size=16))


PURPOSES = ("", "excerpt", "idea", "question", "lesson", "todo")


def use(library, kind, case, at, text):
    """What a person does with notes, shelves and pictures."""
    shelves = library.shelves()
    if kind == "图":
        id_ = library.add_picture("png", b"\x89PNG\r\n\x1a\n" + bytes([at]))
        library.add_note(case, f"![图](picture:{id_}) [[乙|case:{case}]] {text}")
    elif kind == "用":
        note = library.add_note(case, text, purpose=PURPOSES[at % 6])
        library.change_note(note.id, text=f"{text}，改过", done=at % 2 == 0)
        library.set_meanings({"blue": text})
    elif kind == "夹":
        library.add_shelf_in(shelves[-1].id if shelves else None, text)
    elif shelves:
        library.add_note(None, text, shelf_id=shelves[at % len(shelves)].id)


def build(library, told):  # noqa: C901 - one line a deed
    sizes, words, deeds = told
    ids = []
    for number, size in enumerate(sizes):
        drafts = [draft(words[(number + n) % 9], f"{words[n]}第{number}份{n}") for n in range(size)]
        ids += library.add_document(document(number), drafts)
    for kind, which, at, text in deeds:
        case = ids[which % len(ids)]
        match kind:
            case "高":
                library.highlight(case, at, at + 5, ("yellow", "blue", "green", "pink")[at % 4], text, [text])
            case "笔":
                library.add_note(case, text, [text])
            case "自":
                library.add_note(None, text)
            case "标":
                library.tag([case], add=[text])
            case "星":
                library.star([case], at % 2 == 0)
            case "读":
                library.keep_place(case, at, at / 30)
            case "架":
                library.put(library.add_shelf(text).id, [case, ids[0]])
            case "改":
                library.rename_case(case, text)
            case "主":
                library.settle_theme(case, ("performance", "party.branch")[at % 2], at % 3 > 0)
            case "藏":
                library.hide_practices([text], at % 2 == 0)
            case "并":
                library.merge_practices([text, f"{text}甲"], f"{text}甲")
            case "词":
                library.set_synonyms([*library.synonyms(), (text, "同义", f"{at}")])
            case "用" | "内" | "夹" | "图":
                use(library, kind, case, at, text)
            case "做":
                library.settle_practice(case, text, at % 3 > 0)
            case _:
                library.part_from(case)
    return ids


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(made(), st.integers(0, 3))
def test_for_any_library_export_and_import_is_the_identity_and_twice_is_once(tmp_path_factory, told, start):
    folder = tmp_path_factory.mktemp("packs")
    one, two = Library.open(folder / "一.xinglin"), Library.open(folder / "二.xinglin")
    try:
        ids = build(one, told)
        data = pack.to_bytes(one.told())
        packed = pack.from_bytes(data)
        part = pack.from_bytes(pack.to_bytes(one.told(ids[start:] or ids)))
        if start:  # some of it is there before
            two.take_in(part)
        two.take_in(packed)

        if not start:
            assert pack.to_bytes(two.told()) == data
        for case in ids:
            assert replace(two.case(case), document=one.case(case).document) == one.case(case)
            assert two.notes(case) == one.notes(case)
        assert {n.id: n for n in two.notes()} == {n.id: n for n in one.notes()}
        assert {s.name: s.count for s in two.shelves()} == {s.name: s.count for s in one.shelves()}
        before = tables(two.store)
        assert two.take_in(packed).nothing
        assert two.take_in(part).nothing
        assert tables(two.store) == before
    finally:
        one.close()
        two.close()


def test_many_notes_come_in_as_one_step_with_all_that_hangs_on_them_and_go_again(library, other):
    ids = library.add_document(document(), [draft("甲", "门诊一二三四五。")])
    library.highlight(ids[0], 0, 2, "blue", "要学", tags=["可借鉴", "门诊"])
    packed = library.told()
    one = packed.notes[0]
    versions = [{"written_at": "2026-01-01T00:00:00Z", "text": "旧的"}]
    many = tuple(one | {"id": f"n{number}", "versions": versions} for number in range(5_200))
    assert other.take_in(replace(packed, notes=many)).notes == len(many)
    told = other.told()
    assert told.notes == many
    other.undo()
    assert other.told(None).notes == ()
    other.redo()
    assert other.told() == told
