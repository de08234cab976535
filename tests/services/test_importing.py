"""Importing: what becomes of each file, and that one bad file never stops the rest."""

import os
from pathlib import Path

import pytest

from app.services.importing import commit, fingerprint, import_paths, import_text, prepare, prepare_text
from app.services.library import Library
from app.task import Cancelled, Task

CASE = "赣州市人民医院的一次尝试\n\n赣州市人民医院推行先诊疗后付费模式，患者满意度达到97%。\n"
OTHER = "郴州市第一人民医院的一次尝试\n\n郴州市第一人民医院推行党建查房制度，开展查房30次。\n"


@pytest.fixture
def library(tmp_path):
    opened = Library.open(tmp_path / "案例库.xinglin")
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "来稿"
    (made / "二月").mkdir(parents=True)
    (made / "一.txt").write_text(CASE, encoding="utf-8")
    (made / "二月" / "二.txt").write_text(OTHER, encoding="utf-8")
    (made / ".隐藏.txt").write_text("看不见的文字。", encoding="utf-8")
    return made


def test_a_folder_is_imported_with_all_it_holds_but_hidden_files(library, folder):
    outcomes = import_paths(library, [folder])
    assert [(Path(o.path).name, o.status) for o in outcomes] == [("一.txt", "imported"), ("二.txt", "imported")]
    case = library.case(outcomes[0].case_ids[0])
    assert (case.owner, case.region.city) == ("赣州市人民医院", "赣州市")
    assert library.document(outcomes[0].document_id).text == CASE


def test_the_same_text_is_a_duplicate_whatever_its_name_and_white_space(library, folder):
    (folder / "三.txt").write_text("  " + CASE.replace("\n\n", "\n\n\n"), encoding="utf-8")
    outcomes = import_paths(library, [folder])
    assert [o.status for o in outcomes].count("duplicate") == 1
    assert [o.status for o in import_paths(library, [folder / "一.txt"])] == ["duplicate"]
    assert fingerprint("医院 \n党建") == fingerprint("医院党建")


def test_one_bad_file_never_stops_the_rest(library, folder):
    (folder / "坏.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    (folder / "空.txt").write_bytes(b"")
    outcomes = {Path(o.path).name: o for o in import_paths(library, [folder, folder / "没有.txt"])}
    assert outcomes["一.txt"].status == outcomes["二.txt"].status == "imported"
    for name in ("坏.txt", "空.txt", "没有.txt"):
        assert outcomes[name].status == "failed"
        assert outcomes[name].error
        assert "\n" not in outcomes[name].error


def test_one_import_is_one_step_to_undo(library, folder):
    import_paths(library, [folder])
    assert library.totals().all == 2
    library.undo()
    assert library.totals().all == 0


def test_preparing_understands_everything_and_writes_nothing(library, folder):
    (folder / "三.txt").write_text(CASE, encoding="utf-8")
    (folder / "空.txt").write_bytes(b"")
    prepared = {Path(one.path).name: one for one in prepare(library, [folder])}
    assert {name: one.state for name, one in prepared.items()} == {
        "一.txt": "ready", "三.txt": "duplicate", "空.txt": "failed", "二.txt": "ready",
    }  # fmt: skip
    assert prepared["一.txt"].cases[0].owner == "赣州市人民医院"
    assert Path(prepared["三.txt"].twin).name == "一.txt"
    assert prepared["空.txt"].error.startswith("这个文件是空的")
    assert library.totals().all == 0
    assert library.undo_label is None


def test_what_was_prepared_is_committed_as_one_step_beside_what_could_not_be(library, folder):
    (folder / "空.txt").write_bytes(b"")
    outcomes = commit(library, list(prepare(library, [folder])))
    assert sorted(o.status for o in outcomes) == ["failed", "imported", "imported"]
    assert library.totals().all == 2
    library.undo()
    assert library.totals().all == 0


def test_a_file_that_came_in_meanwhile_is_a_duplicate_at_the_commit(library, folder):
    prepared = list(prepare(library, [folder]))
    import_paths(library, [folder / "一.txt"])
    assert sorted(o.status for o in commit(library, prepared)) == ["duplicate", "imported"]
    assert library.totals().all == 2


def test_a_prepared_text_already_in_the_library_has_no_twin(library):
    import_text(library, CASE, "剪贴板")
    again = prepare_text(library, CASE, "剪贴板")
    assert (again.state, again.twin, again.cases) == ("duplicate", None, ())


def test_cancelling_keeps_what_was_finished(library, folder):
    asked = []

    def stopped():
        asked.append(True)
        return len(asked) > 1

    with pytest.raises(Cancelled):
        import_paths(library, [folder], Task(stopped=stopped))
    assert library.totals().all == 1


def test_pasted_text_is_imported_and_an_empty_paste_fails_with_a_sentence(library):
    outcome = import_text(library, CASE, "剪贴板")
    assert (outcome.status, len(outcome.case_ids)) == ("imported", 1)
    assert import_text(library, CASE, "剪贴板").status == "duplicate"
    assert import_text(library, " \n", "剪贴板").status == "failed"
    assert import_text(library, "，。！", "剪贴板").status == "failed"


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="the superuser may open any folder")
def test_a_folder_without_rights_is_a_failed_outcome(library, folder):
    locked = folder / "二月"
    locked.chmod(0)
    try:
        outcomes = import_paths(library, [folder])
    finally:
        locked.chmod(0o700)
    assert [o.status for o in outcomes] == ["imported", "failed"]


def test_the_real_texts_import_with_their_cases(library, seeds):
    outcomes = import_paths(library, [seeds])
    assert [o.status for o in outcomes] == ["imported"] * 5
    assert [len(o.case_ids) for o in outcomes] == [14, 26, 1, 9, 1]
