import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import cases, errors, notes, shelves
from db.engine import Store
from tests.db.making import draft, paper, rich, tables

NOW = "2026-01-01T00:00:00Z"
DEEDS = ("add", "plan", "delete", "rename", "star", "tag", "untag", "note", "mark", "change", "unnote", "shelf", "put",
         "theme", "practice", "place", "bulk")  # fmt: skip


def some(connection, table, chance):
    found = list(connection.exec_driver_sql(f"SELECT id FROM {table} ORDER BY key").scalars())
    return chance.choice(found) if found else None


def do(connection, deed, chance):
    case_id = some(connection, "cases", chance)
    if deed == "add":
        cases.add(connection, paper(chance.random()), [draft(), draft()], NOW)
    elif deed == "plan":
        cases.add(connection, paper(chance.random()), [rich()], NOW)
    elif case_id:
        change(connection, deed, chance, case_id)


def change(connection, deed, chance, case_id):
    key, note, shelf = (
        cases.key_of(connection, case_id),
        some(connection, "notes", chance),
        some(connection, "shelves", chance),
    )
    deeds = {
        "delete": lambda: cases.remove(connection, [key]),
        "rename": lambda: cases.rename(connection, key, f"题{chance.random()}"),
        "star": lambda: cases.star(connection, [key], on=chance.random() < 0.5),
        "tag": lambda: cases.tag(connection, [key], [chance.choice("甲乙丙")], []),
        "untag": lambda: cases.tag(connection, [key], [], [*"甲乙丙"]),
        "note": lambda: notes.add(connection, case_id, "看法\x00'\"", NOW),
        "mark": lambda: notes.highlight(connection, case_id, 1, chance.randint(1, 9), "blue", "", NOW),
        "change": lambda: note and notes.change(connection, note, {"text": f"改{chance.random()}"}, NOW),
        "unnote": lambda: note and notes.remove(connection, [note]),
        "shelf": lambda: shelves.add(connection, "架", None),
        "put": lambda: shelf and shelves.put(connection, shelf, [key]),
        "theme": lambda: cases.settle_theme(connection, key, "party.brand", on=chance.random() < 0.5),
        "practice": lambda: cases.settle_practice(connection, key, "晨会", on=chance.random() < 0.5),
        "place": lambda: cases.keep_place(connection, key, 5, chance.random(), NOW),
        "bulk": lambda: [do(connection, one, chance) for one in chance.sample(DEEDS[:-1], 5)],
    }
    deeds[deed]()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(DEEDS), min_size=1, max_size=15), st.randoms(use_true_random=False))
def test_undoing_all_gives_the_beginning_and_redoing_all_the_end(tmp_path_factory, deeds, chance):
    store = Store.open(tmp_path_factory.mktemp("history") / "甲.xinglin")
    try:
        states = [tables(store)]
        for deed in ("plan", *deeds):
            with store.writing(deed) as connection:
                do(connection, deed, chance)
            states.append(tables(store))
        for before in reversed(states[:-1]):
            assert store.undo()
            assert tables(store) == before
        assert store.undo() is None
        for after in states[1:]:
            assert store.redo()
            assert tables(store) == after
        assert store.redo() is None
    finally:
        store.close()


def test_a_row_touched_often_in_one_step_is_undone_to_what_it_was_before(store):
    with store.writing("导入") as connection:
        cases.add(connection, paper(), [draft("原题")], NOW)
    with store.writing("忙") as connection:
        for title in ("一", "二", "三"):
            cases.rename(connection, 1, title)
        cases.remove(connection, [1])
        cases.add(connection, paper(2), [draft("同一个键")], NOW)
        cases.rename(connection, 1, "又改")
    after = tables(store)

    store.undo()
    assert [row[4] for row in tables(store)["cases"]] == ["hospital"]
    assert "原题" in tables(store)["cases"][0]
    store.redo()
    assert tables(store) == after


def test_a_write_by_another_program_ends_the_history_but_not_the_library(store):
    with store.writing("导入") as connection:
        cases.add(connection, paper(), [draft()], NOW)
    other = Store.open(store.path)
    with other.writing("别处") as connection:
        cases.rename(connection, 1, "别处改的")
    other.close()

    assert store.undo() is None

    assert "别处改的" in tables(store)["cases"][0]
    with store.writing("再改") as connection:
        cases.rename(connection, 1, "自己改的")
    assert store.undo().label == "再改"


def test_a_failed_write_is_neither_kept_nor_remembered(store):
    before = tables(store)

    def fail(connection):
        cases.add(connection, paper(), [rich()], NOW)
        notes.change(connection, "没有", {"text": "x"}, NOW)

    with pytest.raises(errors.NoSuchRecord), store.writing("坏") as connection:
        fail(connection)

    assert tables(store) == before
    assert store.undo() is None


def test_only_the_last_thousand_steps_are_kept(store, monkeypatch):
    monkeypatch.setattr("db.history.KEPT", 5)
    with store.writing("导入") as connection:
        cases.add(connection, paper(), [draft()], NOW)
    for number in range(8):
        with store.writing(f"{number}") as connection:
            cases.rename(connection, 1, f"{number}")

    assert [step.label for step in iter(store.undo, None)] == ["7", "6", "5", "4", "3"]
    with store.writing("看") as connection:
        steps = connection.exec_driver_sql("SELECT count(DISTINCT step) FROM history_rows").scalar_one()
    assert steps == 5


def test_history_is_gone_with_the_program_and_the_library_is_sound(store, tmp_path):
    with store.writing("导入") as connection:
        cases.add(connection, paper(), [rich()], NOW)
    before = tables(store)
    store.close()

    again = Store.open(tmp_path / "甲.xinglin")

    assert again.undo() is None
    assert tables(again) == before
    again.close()
