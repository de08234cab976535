import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.messages import Trouble
from app.services.library import Library
from db import engine, linked, note_versions
from db.records import CaseDraft, DocumentDraft


def draft(title, text="第一段讲背景。\n第二段讲做法，支部牵头。\n第三段讲成效。"):
    return CaseDraft(kind="hospital", title=title, text=text, owner=f"{title}医院")


@pytest.fixture
def library(tmp_path):
    made = Library.open(tmp_path / "试.xinglin")
    yield made
    made.close()


@pytest.fixture
def ids(library):
    paper = DocumentDraft(path="/d/a.txt", name="a.txt", text="两个故事", fingerprint="two")
    return library.add_document(paper, [draft("夜间门诊"), draft("处方共享")])


def test_a_note_has_a_purpose_and_can_stand_on_a_shelf_or_on_nothing(library, ids):
    shelf = library.add_shelf("学习材料")
    on_shelf = library.add_note(None, "读书会上讲", purpose="idea", shelf_id=shelf.id)
    alone = library.add_note(None, "打电话", purpose="todo")
    marked = library.highlight(ids[0], 0, 3, purpose="excerpt")
    assert (on_shelf.kind, on_shelf.shelf_id, on_shelf.purpose) == ("shelf", shelf.id, "idea")
    assert (alone.kind, alone.purpose, alone.done) == ("free", "todo", False)
    assert marked.purpose == "excerpt"
    assert library.change_note(alone.id, done=True).done
    assert library.undo_label == "完成待办"
    library.undo()
    assert not library.some_notes([alone.id])[0].done


def test_a_note_on_a_shelf_that_is_gone_is_refused(library):
    with pytest.raises(Exception, match="shelf"):
        library.add_note(None, "x", shelf_id="nowhere")


def test_many_notes_are_changed_as_one_step(library, ids):
    made = [library.add_note(ids[0], f"第 {n} 条", tags=["旧"]).id for n in range(30)]
    library.change_notes(made, colour="pink", purpose="lesson", add_tags=["新", " 新 "], remove_tags=["旧"])
    changed = library.notes(ids[0])
    assert {(n.colour, n.purpose, n.tags) for n in changed} == {("pink", "lesson", ("新",))}
    library.undo()
    assert {(n.colour, n.purpose, n.tags) for n in library.notes(ids[0])} == {("yellow", "", ("旧",))}
    library.change_notes([], purpose="todo")
    assert library.undo_label == "加笔记"


def test_colours_are_named_and_the_naming_can_be_undone(library):
    library.set_meanings({"yellow": " 可 借鉴 ", "blue": "", "pink": "x" * 90})
    assert library.meanings() == {"yellow": "可 借鉴", "pink": "x" * 20}
    library.set_meanings({"blue": "待核实"})
    assert library.meanings() == {"blue": "待核实"}
    library.undo()
    assert library.meanings()["yellow"] == "可 借鉴"


# --- links


def test_a_link_follows_its_case_when_that_is_renamed_and_says_when_it_is_gone(library, ids):
    note = library.add_note(ids[0], f"与 [[随便|{ids[1]}]] 对照，看 [[处方共享#§2]]")
    assert note.text == f"与 [[处方共享|{ids[1]}]] 对照，看 [[处方共享#§2|{ids[1]}]]"
    library.rename_case(ids[1], "一张处方走天下")
    assert library.notes(ids[0])[0].text.startswith(f"与 [[一张处方走天下|{ids[1]}]]")
    library.delete_cases([ids[1]])
    text = library.notes(ids[0])[0].text
    assert f"|!{ids[1]}]]" in text
    assert "（已删除）" in linked.plain(text)
    assert library.change_note(note.id, text=text + "。").text.count("!") == 2
    library.undo()
    library.undo()
    assert "!" not in library.notes(ids[0])[0].text


def test_a_name_that_two_cases_have_is_no_link_until_somebody_says_which(library, ids):
    library.rename_case(ids[1], "夜间门诊")
    note = library.add_note(None, "见 [[夜间门诊]] 与 [[没有的案例]]")
    assert note.text == "见 [[夜间门诊]] 与 [[没有的案例]]"
    assert library.backlinks("case", ids[0]) == ()


def test_backlinks_tell_the_words_around_the_link(library, ids):
    target = library.add_note(ids[0], "第一议题制度\n细节")
    library.add_note(ids[0], f"# 标题\n\n- 与 [[x|note:{target.id}]] 相呼应")
    library.highlight(ids[1], 0, 4, text=f"先看 [[x|{ids[0]}]]")
    (to_note,) = library.backlinks("note", target.id)
    assert to_note.context == "与 第一议题制度 相呼应"
    (to_case,) = library.backlinks("case", ids[0])
    assert (to_case.context, to_case.case_title) == ("先看 夜间门诊", "处方共享")
    library.change_note(to_case.note.id, text="没有链接了")
    assert library.backlinks("case", ids[0]) == ()
    library.undo()
    assert len(library.backlinks("case", ids[0])) == 1


def test_a_note_that_links_to_itself_and_round_and_round_is_read(library):
    note = library.add_note(None, "甲")
    other = library.add_note(None, f"[[a|note:{note.id}]]")
    library.change_note(note.id, text=f"[[b|note:{other.id}]] [[c|note:{note.id}]]")
    assert len(library.notes()) == 2


@given(st.text(alphabet="[]|#§1!note:ab\n ", max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_survives_being_read_for_links(text):
    assert linked.rewritten(text, lambda link: text[link.start : link.end]) == text
    again = linked.rewritten(text, lambda k: linked.written(k.name, k.id, k.paragraph, k.target, gone=k.gone))
    for one, other in zip(linked.links(text), linked.links(again), strict=True):
        assert (one.id, one.target, one.paragraph, one.gone) == (other.id, other.target, other.paragraph, other.gone)
    assert "[[" not in linked.plain("[[名称#§3|ab]]")


# --- versions


@pytest.fixture
def clock(monkeypatch):
    """The time as the library is told it."""
    at = {"now": 0}

    def tell():
        return f"2026-01-01T{at['now'] // 3600:02}:{at['now'] // 60 % 60:02}:{at['now'] % 60:02}Z"

    from app.services import noting

    monkeypatch.setattr(noting, "now", tell)
    return at


def texts(library, note):
    return [version.text for version in library.versions(note.id)]


def test_one_version_is_kept_for_each_sitting_and_not_for_each_save(library, clock):
    note = library.add_note(None, "一")
    for n, words in enumerate(["一二", "一二三", "一二三四"]):
        clock["now"] = 10 * (n + 1)
        library.change_note(note.id, text=words)
    assert texts(library, note) == []
    clock["now"] = 100
    library.change_note(note.id, text="另起", sitting=True)
    assert texts(library, note) == ["一二三四"]
    clock["now"] = 100 + int(note_versions.APART)
    library.change_note(note.id, text="隔了五分钟")
    assert texts(library, note) == ["另起", "一二三四"]


def test_writing_without_pause_leaves_a_version_every_five_minutes(library, clock):
    note = library.add_note(None, "0")
    for n in range(1, 1201):
        clock["now"] = n
        library.change_note(note.id, text=str(n))
    assert 2 <= len(texts(library, note)) <= 4


def test_a_version_comes_back_as_a_step_and_nothing_is_lost_by_it(library, clock):
    note = library.add_note(None, "旧的")
    clock["now"] = 1000
    library.change_note(note.id, text="新的")
    library.bring_back(note.id, texts(library, note)[0])
    assert library.some_notes([note.id])[0].text == "旧的"
    assert texts(library, note) == ["新的", "旧的"]
    library.undo()
    assert library.some_notes([note.id])[0].text == "新的"


def test_versions_do_not_pile_up_for_ever(library, clock, monkeypatch):
    monkeypatch.setattr(note_versions, "KEPT", 5)
    note = library.add_note(None, "0")
    for n in range(1, 12):
        clock["now"] = n * 400
        library.change_note(note.id, text=str(n))
    assert texts(library, note) == ["10", "9", "8", "7", "6"]


# --- templates and pictures


def test_templates_are_kept_changed_and_deleted(library):
    made = library.add_template(" 学习  笔记 ", "# 一")
    library.change_template(made.id, "改", "# 二")
    assert [(t.name, t.text) for t in library.templates()] == [("改", "# 二")]
    library.delete_template(made.id)
    library.undo()
    assert len(library.templates()) == 1
    with pytest.raises(Trouble):
        library.add_template("  ", "x")


PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def test_a_picture_is_stored_once_and_one_that_lies_is_refused(library):
    one = library.add_picture("png", PNG)
    assert library.add_picture("png", PNG) == one
    assert library.pictures([one, "0" * 64]) == {one: PNG}
    with pytest.raises(Trouble, match="picture"):
        library.add_picture("png", b"<svg onload=alert(1)>")
    with pytest.raises(Trouble, match="picture_large"):
        library.add_picture("jpeg", b"\xff\xd8\xff" + b"0" * 4_000_000)
    assert library.undo_label is None


def test_pictures_no_note_shows_any_more_go_when_the_library_is_next_opened(library, tmp_path):
    shown, lost, thrown = (library.add_picture("png", PNG + bytes([n])) for n in range(3))
    library.add_note(None, f"![图](picture:{shown})")
    library.delete_notes([library.add_note(None, f"![图](picture:{thrown})").id])
    assert library.tidy(90) == 0
    assert len(library.pictures([shown, lost, thrown])) == 3
    library.close()
    again = Library.open(tmp_path / "试.xinglin")
    again.tidy(90)
    assert set(again.pictures([shown, lost, thrown])) == {shown, thrown}
    again.close()


def test_a_note_of_a_megabyte_is_stored_and_linked(library, ids):
    text = f"[[x|{ids[0]}]] " + "长" * 1_000_000 + "[[" * 1000
    note = library.add_note(None, text)
    assert len(note.text) > 1_000_000
    assert len(library.backlinks("case", ids[0])[0].context) < 200
    assert engine.now() >= note.created_at
