"""An index in which anything may stand, for which there is no room or which another program holds."""

import random
import sqlite3
import threading
from contextlib import closing

import pytest

from db import cases, index, indexfile, query
from db.engine import Store
from db.search import Searcher
from tests.db.making import draft, paper

NOW = "2026-01-01T00:00:00Z"
TEXTS = tuple(f"第{number}号单位把门诊排队改成分时预约，急救通道{number % 7}分钟接诊。" for number in range(60))


@pytest.fixture
def path(tmp_path):
    with closing(Store.open(tmp_path / "甲.xinglin")) as store, store.writing("导入") as connection:
        for text in TEXTS:
            cases.add(connection, paper(text), [draft(text=text)], NOW)
    return tmp_path / "甲.xinglin"


def found(store, text):
    with store.reading() as connection:
        one = Searcher(store.index).search(connection, lambda: None)
        return len(one.keys(one.matching(query.parse(text))))


def garbled(path, seed, many):
    chance = random.Random(seed)
    place = index.beside(path)
    content = bytearray(place.read_bytes())
    for _ in range(many):
        content[chance.randrange(100, len(content))] = chance.randrange(256)
    place.write_bytes(content)


@pytest.mark.parametrize("seed", range(12))
def test_a_garbled_index_never_keeps_a_sound_library_from_opening(path, seed):
    garbled(path, seed, 600)

    with closing(Store.open(path)) as store:
        assert found(store, "急救") == len(TEXTS)
        assert found(store, "急救通道3分钟") == sum("道3" in text for text in TEXTS)


@pytest.mark.parametrize("seed", range(6))
def test_reindexing_works_on_whatever_the_index_has_become(path, seed):
    with closing(Store.open(path)) as store:
        assert found(store, "急救") == len(TEXTS)
        garbled(path, seed, 600)

        assert store.reindex(lambda *_: None) == len(TEXTS)
        assert found(store, "急救") == len(TEXTS)
        assert not store.index.doubted


def test_a_file_that_says_nonsense_of_itself_is_made_anew(path):
    with closing(sqlite3.connect(index.beside(path))) as raw, raw:
        raw.execute("UPDATE meta SET value = 'vor langer Zeit' WHERE name IN ('change', 'serial')")

    with closing(Store.open(path)) as store:
        assert found(store, "急救") == len(TEXTS)


def test_numbers_that_no_case_has_are_not_taken_for_cases(path):
    with closing(sqlite3.connect(index.beside(path))) as raw, raw:
        raw.execute("INSERT INTO body (rowid, text) VALUES (?, '急救')", (1 << 39,))

    with closing(Store.open(path)) as store:
        assert found(store, "急救") == len(TEXTS)


def test_a_library_opens_where_there_is_no_room_for_any_index(path):
    resource = pytest.importorskip("resource", reason="this system does not limit the size of files")
    index.beside(path).unlink()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, before[1]))
    try:
        with closing(Store.open(path)) as store:
            assert store.index.doubted
            assert found(store, "急救") == len(TEXTS)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_an_index_that_another_program_writes_is_left_to_it(path, monkeypatch):
    monkeypatch.setattr(indexfile, "WAIT", 0.1)
    there = indexfile.identity(index.beside(path))
    with closing(sqlite3.connect(index.beside(path), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with closing(Store.open(path)) as store:
            assert found(store, "急救") == len(TEXTS)
        other.execute("ROLLBACK")

    assert indexfile.identity(index.beside(path)) == there


def test_many_readers_read_on_while_an_index_that_cannot_be_used_is_made_anew(path):
    wrong = []
    with closing(Store.open(path)) as store:
        done = threading.Event()

        def read():
            while not done.is_set():
                if found(store, "急救") != len(TEXTS):
                    wrong.append("急救")

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        store.index.doubt(ValueError("for the test"))
        store.reindex(lambda *_: None)
        done.set()
        for reader in readers:
            reader.join()
        assert found(store, "急救") == len(TEXTS)
    assert not wrong
