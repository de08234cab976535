import os
import sqlite3
import threading
from contextlib import closing

import pytest

from db import cases, engine, errors, migrations
from db.engine import Store
from tests.db.making import draft, paper, tables

NOW = "2026-01-01T00:00:00Z"
NEXT = migrations.VERSION + 1


def fill(store):
    with store.writing("导入") as connection:
        cases.add(connection, paper(), [draft()], NOW)


@pytest.fixture
def path(tmp_path):
    store = Store.open(tmp_path / "甲.xinglin")
    fill(store)
    store.close()
    return tmp_path / "甲.xinglin"


def test_a_closed_library_is_one_file_and_its_index(path):
    assert sorted(file.name for file in path.parent.iterdir()) == ["甲.xinglin", "甲.xinglin-index"]


def test_a_library_keeps_its_id_and_another_has_another(path, tmp_path):
    first, other = Store.open(path), Store.open(tmp_path / "乙.xinglin")
    ids = {first.id, other.id}
    first.close()
    other.close()

    again = Store.open(path)
    assert len(ids) == 2
    assert again.id in ids
    again.close()


@pytest.mark.parametrize("content", ["这是一封信。" * 500, "SQLite format 4\x00" + "x" * 5000])
def test_a_file_that_is_something_else_is_not_opened_and_not_changed(tmp_path, content):
    path = tmp_path / "信.xinglin"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(errors.NotALibrary):
        Store.open(path)

    assert path.read_text(encoding="utf-8") == content
    assert list(tmp_path.iterdir()) == [path]


def test_the_database_of_another_program_is_not_opened(tmp_path):
    path = tmp_path / "别的.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE t (x)")
    before = path.read_bytes()

    with pytest.raises(errors.NotALibrary):
        Store.open(path)

    assert path.read_bytes() == before


def test_a_missing_library_is_made_only_when_wanted(tmp_path):
    with pytest.raises(FileNotFoundError):
        Store.open(tmp_path / "没有.xinglin", create=False)
    with pytest.raises(errors.ReadOnlyLibrary):
        Store.open(tmp_path / "没有这个文件夹" / "甲.xinglin")
    with pytest.raises(errors.NotALibrary):
        Store.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_library_of_a_later_version_is_left_alone(path):
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA user_version = 99")

    with pytest.raises(errors.NewerLibrary):
        Store.open(path)


@pytest.mark.parametrize("left", [0.3, 0.9])
def test_a_library_cut_short_is_told_as_damaged(path, left):
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * left)])

    with pytest.raises(errors.DamagedLibrary):
        Store.open(path)


def test_a_library_full_of_rubbish_inside_is_told_as_damaged(path):
    content = bytearray(path.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    path.write_bytes(content)

    with pytest.raises(errors.DamagedLibrary):
        Store.open(path)


def test_a_file_without_a_byte_is_told_as_damaged_and_does_not_pass_for_a_new_library(tmp_path):
    path = tmp_path / "a.xinglin"
    path.touch()
    with pytest.raises(errors.DamagedLibrary):
        Store.open(path)
    assert path.stat().st_size == 0


def test_a_library_held_by_another_program_is_told_as_locked(path, monkeypatch):
    monkeypatch.setattr(engine, "WAIT", 0.1)
    store = Store.open(path)
    before = tables(store)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(errors.LockedLibrary):
            fill(store)
        other.execute("ROLLBACK")

    assert tables(store) == before
    fill(store)
    store.close()


def test_a_full_disk_takes_back_the_whole_change(path):
    store = Store.open(path)
    before = tables(store)
    with store._writer.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")

    with pytest.raises(errors.DiskFull), store.writing("导入") as connection:
        cases.add(connection, paper(2), [draft(text="字" * 100_000)], NOW)

    assert tables(store) == before
    assert store.history.undo_label is None
    store.close()


@pytest.fixture
def nobody():
    """Root may write anywhere; a test about rights must be someone else for a while."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        yield lambda: None
        return
    yield lambda: os.seteuid(65534)
    os.seteuid(0)


def test_a_library_without_rights_can_be_read_and_searched_but_not_written(path, nobody):
    for folder in path.parents:
        if folder.stat().st_mode & 0o005 != 0o005 and os.name == "posix":
            if os.geteuid() != 0 or len(folder.parts) < 3:
                break
            folder.chmod(folder.stat().st_mode | 0o055)
    path.chmod(0o444)
    path.parent.chmod(0o555)
    nobody()
    try:
        store = Store.open(path)
        with store.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM cases").scalar_one() == 1
        assert store.read_only
        with pytest.raises(errors.ReadOnlyLibrary):
            fill(store)
        with pytest.raises(errors.ReadOnlyLibrary):
            store.undo()
        store.close()
    finally:
        if os.name == "posix" and os.getuid() == 0:
            os.seteuid(0)
        path.parent.chmod(0o755)
    assert sorted(file.name for file in path.parent.iterdir()) == ["甲.xinglin", "甲.xinglin-index"]


def test_a_read_is_stopped_inside_the_database(path):
    store = Store.open(path)
    stop = threading.Event()
    threading.Timer(0.1, stop.set).start()

    with pytest.raises(errors.Stopped), store.reading(stop.is_set) as connection:
        connection.exec_driver_sql(
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
        ).scalar_one()

    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar_one() == 1
    store.close()


def test_a_reader_cannot_write(path):
    store = Store.open(path)
    with pytest.raises(errors.ReadOnlyLibrary), store.reading() as connection:
        connection.exec_driver_sql("DELETE FROM cases")
    store.close()


def test_a_write_inside_a_write_is_refused(path):
    store = Store.open(path)
    with pytest.raises(RuntimeError), store.writing("外"), store.writing("内"):
        pass
    fill(store)
    store.close()


def test_an_older_library_is_copied_before_it_is_brought_up_to_date(path, monkeypatch):
    def step(connection):
        connection.exec_driver_sql("ALTER TABLE cases ADD COLUMN colour TEXT")

    monkeypatch.setattr(migrations, "VERSION", NEXT)
    monkeypatch.setattr(migrations, "STEPS", {NEXT: step})

    Store.open(path).close()

    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (NEXT,)
        assert raw.execute("SELECT colour FROM cases").fetchall() == [(None,)]
    (copy,) = path.parent.glob(f"甲-v{NEXT - 1}-*.xinglin")
    with closing(sqlite3.connect(copy)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (NEXT - 1,)
        assert raw.execute("SELECT count(*) FROM cases").fetchone() == (1,)


def test_a_step_that_fails_half_way_leaves_the_older_library_as_it_was(path, monkeypatch):
    def step(connection):
        connection.exec_driver_sql("ALTER TABLE cases ADD COLUMN colour TEXT")
        connection.exec_driver_sql("UPDATE cases SET title = '丢了'")
        raise ZeroDivisionError

    monkeypatch.setattr(migrations, "VERSION", NEXT)
    monkeypatch.setattr(migrations, "STEPS", {NEXT: step})
    with pytest.raises(ZeroDivisionError):
        Store.open(path)

    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (NEXT - 1,)
        assert raw.execute("SELECT title FROM cases").fetchall() == [("一个案例",)]
        assert "colour" not in [row[1] for row in raw.execute("PRAGMA table_info(cases)")]
