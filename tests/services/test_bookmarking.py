import pytest

from app.services.library import Library
from app.services.seeking import How, seek
from db.records import CaseDraft, DocumentDraft


@pytest.fixture
def library(tmp_path):
    opened = Library.open(tmp_path / "读.xinglin")
    yield opened
    opened.close()


@pytest.fixture
def ids(library):
    drafts = [CaseDraft(kind="hospital", title=f"第{n}件", text=f"正文第{n}句，" * 30) for n in range(4)]
    draft = DocumentDraft(path="/d", name="d", text="四件", fingerprint="d", title="四件")
    return library.add_document(draft, drafts)


def found(library, words):
    return set(library.find(words).ids)


def test_unread_half_read_and_read_are_three_different_things(library, ids):
    library.keep_place(ids[0], 30, 0.4)
    library.keep_place(ids[1], 99, 1.0)
    assert found(library, "有:在读") == {ids[0]}
    assert found(library, "有:读完") == {ids[1]}
    assert found(library, "有:未读") == {ids[2], ids[3]}
    assert found(library, "-有:在读") == {ids[1], ids[2], ids[3]}
    assert library.totals().reading == 1


def test_reaching_the_end_tells_that_lists_have_changed(library, ids):
    told = []
    library.on_change(told.append)
    for share in (0.2, 0.5, 1.0):
        library.keep_place(ids[0], 10, share)
    assert [changes.content for changes in told] == [True, False, True]


def test_marking_as_read_is_one_step_that_can_be_taken_back(library, ids):
    library.keep_place(ids[0], 30, 0.4)
    library.mark_read(ids[:3], read=True)
    assert found(library, "有:读完") == set(ids[:3])
    assert library.undo() == "标为已读"
    assert found(library, "有:在读") == {ids[0]}
    assert found(library, "有:未读") == set(ids[1:])
    library.mark_read(ids[:1], read=False)
    assert library.case(ids[0]).progress == 0
    assert library.undo_label == "标为未读"


def test_the_last_read_come_with_their_place_and_those_only_marked_do_not(library, ids):
    for case_id, share in zip(ids, (0.1, 0.5, 0.9), strict=False):
        library.keep_place(case_id, 7, share)
    library.mark_read(ids[3:], read=True)
    last = library.last_read()
    assert [one.id for one in last] == [ids[2], ids[1], ids[0]]
    assert (last[0].position, last[0].progress) == (7, 0.9)
    assert library.case(ids[2]).text[7:].startswith(last[0].words)
    assert len(library.last_read(2)) == 2


def test_seeking_minds_what_it_is_told_to_mind():
    text = "CT检查与ct室。門診，“预 约”；门诊预约"
    words = lambda wanted, **how: [text[m.start : m.end] for m in seek(text, wanted, How(**how))]  # noqa: E731
    assert words("ct") == ["CT", "ct"]
    assert words("ct", case=True) == ["ct"]
    assert words("门诊") == ["門診", "门诊"]
    assert words("门诊预约") == ["门诊预约"]
    assert words("门诊预约", loose=True) == ["門診，“预 约", "门诊预约"]
    assert words("诊预", whole=True) == []
    assert words("，“", loose=True) == []
    assert words("") == []
