import shutil

import pytest

from app import paths
from app.messages import Trouble
from app.services import keeping
from app.services.library import Library
from app.task import Cancelled, Task
from db import errors, index
from tests.db.making import draft, paper, rich, tables


@pytest.fixture
def library(tmp_path):
    opened = Library.open(tmp_path / "甲.xinglin")
    opened.add_document(paper(1), [rich()])
    opened.add_document(paper(2), [draft("门诊流程")])
    opened.highlight(opened.find().ids[0], 2, 4, text="记下")
    yield opened
    opened.close()


def test_a_backup_holds_everything_and_is_named_by_date_and_time(library):
    first, second = keeping.backup(library), keeping.backup(library)

    assert first.parent == second.parent == paths.backups()
    assert first != second
    assert sorted(file.name for file in paths.backups().iterdir()) == sorted([first.name, second.name])
    copy = Library.open(first)
    assert tables(copy.store) == tables(library.store)
    assert copy.id == library.id
    copy.close()


def test_a_backup_never_writes_over_a_file(library, tmp_path):
    target = tmp_path / "备份.xinglin"
    keeping.backup(library, target)
    before = target.read_bytes()

    with pytest.raises(Trouble) as caught:
        keeping.backup(library, target)

    assert caught.value.reason == "exists"
    assert target.read_bytes() == before
    with pytest.raises(Trouble) as caught:
        keeping.backup(library, tmp_path / "没有" / "备份.xinglin")
    assert caught.value.reason == "cannot_write"


def test_restoring_brings_the_backup_and_keeps_what_was_there(library, tmp_path):
    then = tables(library.store)
    copy = keeping.backup(library, tmp_path / "备份.xinglin")
    library.delete_cases(library.find().ids)
    library.close()

    aside = keeping.restore(copy, library.path)

    again, old = Library.open(library.path), Library.open(aside)
    assert tables(again.store) == then
    assert again.find("门诊流程").total == 1
    assert old.find().total == 0
    again.close()
    old.close()


def test_a_damaged_library_is_kept_aside_as_it_is(library, tmp_path):
    copy = keeping.backup(library, tmp_path / "备份.xinglin")
    library.close()
    library.path.write_bytes(b"rubbish" * 999)

    aside = keeping.restore(copy, library.path)

    assert aside.read_bytes() == b"rubbish" * 999
    Library.open(library.path).close()


def test_a_backup_can_be_put_where_there_is_nothing(library, tmp_path):
    copy = keeping.backup(library, tmp_path / "备份.xinglin")

    assert keeping.restore(copy, tmp_path / "新.xinglin") is None

    fresh = Library.open(tmp_path / "新.xinglin")
    assert fresh.find("门诊流程").total == 1
    fresh.close()


def test_what_is_no_backup_is_not_restored_and_changes_nothing(library, tmp_path):
    library.close()
    before = library.path.read_bytes()
    letter, short = tmp_path / "信.xinglin", tmp_path / "半.xinglin"
    letter.write_text("一封信")
    short.write_bytes(before[: len(before) // 2])

    for source in (letter, short, library.path):
        with pytest.raises(Trouble) as caught:
            keeping.restore(source, library.path)
        assert caught.value.reason == "not_a_backup"
    with pytest.raises(Trouble) as caught:
        keeping.restore(tmp_path / "没有.xinglin", library.path)
    assert caught.value.reason == "missing"
    assert library.path.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def test_a_library_that_is_open_is_not_replaced(library, tmp_path):
    copy = keeping.backup(library, tmp_path / "备份.xinglin")
    before = tables(library.store)

    with pytest.raises(errors.LockedLibrary):
        keeping.restore(copy, library.path)

    assert tables(library.store) == before
    assert not list(tmp_path.glob("*恢复前*"))


def test_a_sound_library_is_called_sound_with_its_proof(library):
    report = keeping.check(library)

    assert report.sound
    assert "4 个案例，1 条笔记" in report.sentences[0]
    assert "一致" in report.sentences[1]


def test_an_empty_library_is_sound(tmp_path):
    empty = Library.open(tmp_path / "空.xinglin")
    assert keeping.check(empty).sound
    assert keeping.reindex(empty) == 0
    empty.close()


def test_a_check_sees_quotes_that_no_longer_stand_and_rows_that_belong_to_nothing(library):
    with library.store.writing("坏") as connection:
        connection.exec_driver_sql("UPDATE cases SET text = '全换了' WHERE key = 1")
    assert any("1 处高亮" in sentence for sentence in keeping.check(library).sentences)

    import sqlite3

    with sqlite3.connect(library.path) as raw:
        raw.execute("INSERT INTO notes (id, case_key, kind, created_at, changed_at) VALUES ('x', 999, 'case', '', '')")
    raw.close()
    report = keeping.check(library)
    assert any("notes" in sentence for sentence in report.sentences)
    assert not report.sound


def test_a_check_sees_an_index_that_lies_and_a_new_index_mends_it(library):
    import sqlite3

    with sqlite3.connect(index.beside(library.path)) as raw:
        for table in ("body", "every"):
            raw.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")
    raw.close()
    assert any("reindex" in sentence for sentence in keeping.check(library).sentences)

    assert keeping.reindex(library) == 4

    assert keeping.check(library).sound


def test_a_check_and_a_new_index_can_be_stopped(library):
    stopped = Task(stopped=lambda: True)

    with pytest.raises(Cancelled):
        keeping.check(library, stopped)
    with pytest.raises(Cancelled):
        keeping.reindex(library, stopped)
    assert library.find("门诊流程").total == 1


def test_damage_inside_the_file_is_told(library):
    copy = keeping.backup(library)
    library.close()
    shutil.copy(copy, library.path)
    content = bytearray(library.path.read_bytes())
    at = content.rindex("门诊流程".encode())
    page = at // 4096 * 4096
    content[page : page + 8] = b"\xff" * 8
    library.path.write_bytes(content)

    try:
        damaged = Library.open(library.path)
    except errors.DamagedLibrary:
        return
    try:
        told = keeping.check(damaged).sentences
    except errors.DamagedLibrary:
        told = ("损坏",)
    finally:
        damaged.close()
    assert "损坏" in told[0]
