"""Answers written down for what stands in very many cases say what the index says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import cases, common, query, snippets, words
from db.bits import bitmap, members, pick
from db.engine import Store
from db.entries import entries
from db.search import Searcher
from tests.db.making import draft, paper

NOW = "2026-01-01"
TEXTS = ["党建引领绩效考核。", "绩效考核与党建，各占一半。", "查房，党建引领。", "绩 效考核", "别的"]
ASKED = ("党建", "绩效考核", "绩效考", "党建引领", "党", "建引", "考核。", "查房", "没有", "标题")


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setattr(common, "WORTH", 30)
    opened = Store.open(tmp_path / "甲.xinglin")
    yield opened
    opened.close()


def fill(store, count):
    with store.writing("导入") as connection:
        for number in range(count):
            text = TEXTS[number % len(TEXTS)]
            cases.add(connection, paper(number, text=text), [draft(f"标题{number}", text)], NOW)
    store.index.wait()


def written(store):
    with store.reading() as connection:
        sql = "SELECT question FROM idx.common WHERE rows IS NOT NULL"
        return set(connection.exec_driver_sql(sql).scalars())


def copy(store, key):
    with store.writing("改") as connection:
        names = [row[1] for row in connection.exec_driver_sql("PRAGMA table_info(cases)")]
        own = ["key" if name == "key" else "id" if name == "id" else f'"{name}"' for name in names]
        new = [str(key) if name == "key" else f"'c{key}'" if name == "id" else f'"{name}"' for name in names]
        sql = f"INSERT INTO cases ({', '.join(own)}) SELECT {', '.join(new)} FROM cases WHERE key = 1"
        connection.exec_driver_sql(sql)


def same_as_reading(store):
    with store.reading() as connection:
        search = Searcher(store.index).search(connection, lambda: None)
        listed = list(connection.exec_driver_sql("SELECT key FROM cases").scalars())
        every = entries(connection.connection.driver_connection, listed)
        for asked in ASKED:
            found = search.keys(search.matching(query.parse(f'"{asked}"')))
            assert found == [entry.key for entry in every if entry.holds(words.flat(asked))], asked


def test_common_words_and_strings_are_written_down_and_answer_as_reading_does(store):
    fill(store, 60)

    assert {'body "党建"', 'body "绩效 效考 考核"', 'titles "标题"', 'every "党"'} <= written(store)
    same_as_reading(store)


def test_what_is_added_changed_or_deleted_later_is_answered_too(store):
    fill(store, 40)
    assert written(store)

    fill(store, 7)
    with store.writing("改") as connection:
        cases.rename(connection, 1, "党建查房")
        connection.exec_driver_sql("DELETE FROM cases WHERE key IN (2, 3)")
    same_as_reading(store)
    store.undo()
    same_as_reading(store)


def test_many_more_cases_are_written_down_anew(store):
    fill(store, 40)
    with store.reading() as connection:
        before = connection.exec_driver_sql("SELECT value FROM idx.meta WHERE name = 'bound'").scalar_one()
    fill(store, 60)
    with store.reading() as connection:
        after = connection.exec_driver_sql("SELECT value FROM idx.meta WHERE name = 'bound'").scalar_one()

    assert (before, after) == ("41", "101")
    same_as_reading(store)


def test_a_row_added_below_the_bound_makes_all_be_forgotten(store):
    fill(store, 10)
    copy(store, 100)
    fill(store, 40)
    assert written(store)

    copy(store, 50)  # as an undone deletion brings back a case the index never saw
    same_as_reading(store)
    with store.reading() as connection:
        first = connection.exec_driver_sql("SELECT value FROM idx.meta WHERE name = 'bound'").scalar()
    assert first in (None, "141")


def test_an_answer_left_open_is_written_down_at_the_next_opening(store):
    fill(store, 40)
    held = written(store)
    store.index._raw.execute("UPDATE main.common SET rows = NULL")
    path = store.path
    store.close()
    again = Store.open(path)
    again.index.wait()
    try:
        assert written(again) == held
    finally:
        again.close()


@given(
    st.text(alphabet="医醫院党建ＣTct检5２万，。：％%:,\n　 é…ﬁ\u0301", max_size=60),
    st.lists(st.text(alphabet="医院党建ct检52万,:%", min_size=1, max_size=3), min_size=1, max_size=3),
)
def test_hits_in_short_texts_are_marked_where_folding_finds_them(text, wanted):
    found = snippets._stretches(tuple(wanted), text)

    assert found == words.places(text, wanted)


@given(st.sets(st.integers(0, 5000)), st.integers(0, 5001))
def test_values_at_the_keys_of_a_set_end_with_the_values(held, count):
    bits = bitmap(held)

    assert members(bits) == sorted(held)
    assert pick(range(count), bits) == sorted(key for key in held if key < count)
