import contextlib
import logging
import os
import sqlite3
import time
from contextlib import closing

import pytest

from app.services.library import Library
from db import cases, errors, failures, index, query, shrinking
from db.engine import Store
from db.search import Searcher
from tests.db.making import draft, paper

NOW = "2026-01-01T00:00:00Z"


@pytest.fixture
def path(tmp_path):
    store = Store.open(tmp_path / "甲.xinglin")
    add(store, "门诊排队", "急救通道")
    store.close()
    return tmp_path / "甲.xinglin"


def add(store, *texts):
    with store.writing("导入") as connection:
        for text in texts:
            cases.add(connection, paper(text), [draft(text=text)], NOW)


def find(store, text):
    with store.reading() as connection:
        one = Searcher(store.index).search(connection, lambda: None)
        return one.keys(one.matching(query.parse(text))), one._unseen


def reopened(path, text="急救"):
    store = Store.open(path)
    try:
        return find(store, text)
    finally:
        store.close()


def test_a_missing_index_is_made_again(path):
    index.beside(path).unlink()

    assert reopened(path) == ([2], 0)
    assert index.beside(path).exists()


@pytest.mark.parametrize("content", [b"", b"rubbish" * 1000, b"SQLite format 3\x00" + b"\x01" * 9000])
def test_a_damaged_index_is_made_again(path, content):
    index.beside(path).write_bytes(content)

    assert reopened(path) == ([2], 0)


@pytest.mark.parametrize("left", [0.2, 0.5, 0.9])
def test_an_index_cut_short_is_made_again(path, left):
    whole = index.beside(path).read_bytes()
    index.beside(path).write_bytes(whole[: int(len(whole) * left)])

    assert reopened(path) == ([2], 0)


def test_the_index_of_another_library_is_made_again(path, tmp_path):
    other = Store.open(tmp_path / "乙.xinglin")
    add(other, "别的", "东西", "急救")
    other.close()
    index.beside(path).write_bytes(index.beside(tmp_path / "乙.xinglin").read_bytes())

    assert reopened(path) == ([2], 0)


def test_an_index_that_is_behind_catches_up(path):
    old = index.beside(path).read_bytes()
    store = Store.open(path)
    add(store, "急救演练")
    store.close()
    index.beside(path).write_bytes(old)

    assert reopened(path) == ([2, 3], 0)


def test_an_index_of_an_older_copy_of_the_library_is_made_again(path):
    copy = path.read_bytes()
    store = Store.open(path)
    add(store, "急救演练")
    store.close()
    path.write_bytes(copy)
    store = Store.open(path)
    add(store, "随访")
    store.close()

    assert reopened(path, "随访") == ([3], 0)
    assert reopened(path, "演练") == ([], 0)


def test_a_crash_between_the_write_and_the_index_is_noticed_at_the_next_opening(path, monkeypatch):
    store = Store.open(path)
    monkeypatch.setattr(store.index, "catch_up", lambda: None)  # as if the power failed here
    add(store, "急救演练")
    with store.writing("删") as connection:
        cases.remove(connection, [2])
    store.close()

    assert reopened(path) == ([3], 0)
    assert reopened(path, "通道") == ([], 0)


def test_what_the_index_has_not_seen_is_found_all_the_same(path, monkeypatch):
    store = Store.open(path)
    monkeypatch.setattr(store.index, "catch_up", lambda: None)
    add(store, "急救演练")
    with store.writing("改") as connection:
        cases.rename(connection, 1, "急救改题")

    found, unseen = find(store, "急救")

    assert found == [1, 2, 3]
    assert unseen == 0b1010
    store.close()


def test_many_cases_are_taken_in_behind_the_reader_who_misses_none(path):
    store = Store.open(path)
    add(store, *(f"第{n}次急救" for n in range(index.AT_ONCE + 30)))

    first, _ = find(store, "急救")
    store.index.wait()
    later, unseen = find(store, "急救")

    assert first == later
    assert len(later) == index.AT_ONCE + 31
    assert unseen == 0
    store.close()


def test_an_index_gone_stale_is_made_again_at_the_next_opening(path):
    store = Store.open(path)
    with closing(sqlite3.connect(index.beside(path))) as raw:
        raw.executemany("INSERT INTO live VALUES (?, NULL, 1)", [(row,) for row in range(5000, 6100)])
        raw.commit()
    store.close()

    reopened(path)

    with closing(sqlite3.connect(index.beside(path))) as raw:
        assert raw.execute("SELECT max(row) FROM live").fetchone() == (2,)


def test_an_index_made_anew_holds_every_case(path):
    store = Store.open(path)
    steps = []

    assert store.index.rebuild(lambda done, total: steps.append((done, total))) == 2

    assert steps[0] == (0, 2)
    assert find(store, "急救") == ([2], 0)
    store.close()


def test_without_a_place_beside_the_library_the_index_lives_elsewhere_for_a_while(path, caplog):
    caplog.set_level(logging.ERROR)
    index.beside(path).unlink()
    index.beside(path).mkdir()

    assert reopened(path) == ([2], 0)
    assert list(index.beside(path).iterdir()) == []


def test_an_index_damaged_while_it_is_open_is_done_without_and_made_anew_later(path):
    store = Store.open(path)
    add(store, *(f"第{n}次急救演练" for n in range(60)))
    store.index.wait()
    with closing(sqlite3.connect(index.beside(path))) as raw:
        for table in ("body", "titles", "every"):
            raw.execute(f"UPDATE {table}_data SET block = x'ff00ff00ff' WHERE id > 1000")
        raw.commit()

    for text in ("急救", "救"):
        assert len(find(store, text)[0]) == 61
    store.close()

    assert len(reopened(path)[0]) == 61
    assert reopened(path)[1] == 0


def _cut(beside):
    with beside.open("r+b") as file:
        file.truncate(beside.stat().st_size // 3)


def _rubbish(beside):
    length = beside.stat().st_size
    with beside.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5\x5a\x0f" * (length // 3))


def _all_rubbish(beside):
    length = beside.stat().st_size
    with beside.open("r+b") as file:
        file.write(b"\xa5\x5a\x0f" * (length // 3))


def _emptied(beside):
    with beside.open("r+b") as file:
        file.truncate(0)


def _replaced(beside):
    other = beside.with_name("乙.xinglin")
    store = Store.open(other)
    add(store, *(f"别处的第{n}件急救" for n in range(30)))
    store.close()
    index.beside(other).replace(beside)


def _overwritten(beside):
    beside.write_bytes(beside.with_name("甲.xinglin").read_bytes())


@pytest.mark.parametrize("wrong", [_cut, _rubbish, _all_rubbish, _emptied, _replaced, _overwritten])
def test_whatever_happens_to_the_index_of_an_open_library_the_answers_stay_right(path, wrong):
    store = Store.open(path)
    add(store, *(f"第{n}次急救演练，党建引领" for n in range(60)))
    store.index.wait()
    store.close()
    library = Library.open(path)
    library.find("党建")
    wrong(index.beside(path))

    assert [library.find(text).total for text in ("急救", "救", "演练 -党建", "党建")] == [61, 61, 0, 60]
    library.rename_case(library.find().ids[0], "新的题目")
    assert library.find("新的题目").total == 1
    library.close()

    assert len(reopened(path)[0]) == 61
    assert reopened(path, "新的题目")[1] == 0


def test_damage_that_is_met_while_reading_is_laid_to_the_file_that_has_it(path):
    store = Store.open(path)
    corrupt = sqlite3.DatabaseError("database disk image is malformed")
    corrupt.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    with pytest.raises(errors.DamagedIndex), store.reading():
        raise corrupt
    assert find(store, "急救") == ([2], 0b110)  # read without the index
    store.close()
    assert reopened(path) == ([2], 0)

    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)
    assert not failures.sound(path)


def test_the_index_beside_a_library_is_kept_when_only_a_copy_for_the_session_failed(path):
    one = index.SearchIndex(path, "x", read_only=True)
    one.start()
    one.doubt(sqlite3.DatabaseError("malformed"))
    one.close()

    assert index.beside(path).exists()


def rows(path):
    with closing(sqlite3.connect(index.beside(path))) as raw:
        return raw.execute("SELECT count(key), count(*) FROM live").fetchone()


def pages(path):
    with closing(sqlite3.connect(index.beside(path))) as raw:
        return raw.execute("PRAGMA page_count").fetchone()[0]


@pytest.fixture
def worn(path):
    """A library whose index is half dead: all of its many cases were taken out and put back."""
    library = Library.open(path)
    add(library.store, *(f"第{n}次急救演练，党建引领" * 9 for n in range(150)))
    library.store.index.wait()
    for _ in range(2):
        library.delete_cases(library.find(limit=0).ids)
        library.undo()
        library.store.index.wait()
    assert rows(path) == (152, 456)
    yield library
    library.close()


def test_rows_that_speak_for_no_case_are_given_back_and_nothing_is_missed(worn, path):
    before = pages(path)

    assert worn.store.index.shrink()

    assert rows(path) == (152, 152)
    assert pages(path) < before
    assert not list(path.parent.glob("*-new*"))
    assert worn.find("第7次急救").total == 1
    worn.rename_case(worn.find("第7次急救").ids[0], "新的题目")
    worn.delete_cases(worn.find("第8次急救").ids)
    assert (worn.find("新的题目").total, worn.find("急救").total) == (1, 150)
    with worn.store.reading() as connection:
        assert not Searcher(worn.store.index).search(connection, lambda: None)._unseen
    assert not worn.store.index.shrink()


def test_the_room_is_given_back_after_a_while_without_writes(worn, path, monkeypatch):
    monkeypatch.setattr(shrinking, "IDLE", 0.0)

    worn.star(worn.find(limit=0).ids[:1], on=True)

    for _ in range(3000):
        assert worn.find("急救").total == 151
        if rows(path)[1] < 200:
            break
        time.sleep(0.01)
    else:
        pytest.fail("the index stayed as large as it was")


def test_readers_and_other_programs_read_on_while_the_index_is_made_anew(worn, path):
    other = Library.open(path)
    with other.store.reading() as connection:
        before = Searcher(other.store.index).search(connection, lambda: None)
        assert worn.store.index.shrink()
        assert before.matching(query.parse("第7次急救")).bit_count() == 1
    assert other.find("第7次急救").total == 1
    other.rename_case(other.find("第9次急救").ids[0], "别处改的题目")
    assert (worn.find("别处改的题目").total, other.find("急救").total) == (1, 151)
    other.close()
    assert worn.find("急救").total == 151


def test_whoever_writes_while_the_index_is_copied_has_the_copying_given_up(worn, path, monkeypatch):
    monkeypatch.setattr(shrinking, "_PAGES", 1)
    monkeypatch.setattr(worn.store.index, "_in_a_hurry", lambda: True)

    with pytest.raises(shrinking.GivenUp):
        worn.store.index.shrink()

    monkeypatch.undo()
    assert rows(path) == (152, 456)
    assert worn.find("急救").total == 151
    assert not list(path.parent.glob("*-new*"))
    assert worn.store.index.shrink()


def test_what_was_changed_while_the_new_index_was_made_is_found(worn, monkeypatch):
    made = shrinking.copy

    def copy(*given):
        worn.rename_case(worn.find("第7次急救").ids[0], "其间改的题目")
        made(*given)

    monkeypatch.setattr(shrinking, "copy", copy)

    with contextlib.suppress(shrinking.GivenUp):
        worn.store.index.shrink()

    assert (worn.find("其间改的题目").total, worn.find("急救").total) == (1, 151)


def test_a_library_closed_while_its_index_is_made_anew_leaves_nothing_behind(worn, path, monkeypatch):
    monkeypatch.setattr(shrinking, "IDLE", 0.0)
    worn.star(worn.find(limit=0).ids[:1], on=True)

    worn.close()

    assert not list(path.parent.glob("*-new*"))
    assert reopened(path)[1] == 0


def test_two_programs_do_not_make_the_index_anew_at_once_and_leavings_are_cleared(worn, path):
    made = index.beside(path).with_name(index.beside(path).name + "-new")
    made.write_bytes(b"half")

    assert not worn.store.index.shrink()
    assert made.exists()

    os.utime(made, (1, 1))
    assert worn.store.index.shrink()
    assert not made.exists()
