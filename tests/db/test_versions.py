"""Libraries made by every earlier version, kept as SQL under tests/data/versions: each opens, whole."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.services.comparing import Comparing
from app.services.library import Library
from db import migrations, models
from db.engine import Store

OLDER = sorted((Path(__file__).parents[1] / "data" / "versions").glob("*.sql"), key=lambda file: int(file.stem))


@pytest.fixture(params=OLDER, ids=lambda file: f"version {file.stem}")
def old(request, tmp_path):
    path = tmp_path / "旧.xinglin"
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(request.param.read_text(encoding="utf-8"))
        assert raw.execute("PRAGMA user_version").fetchone() == (int(request.param.stem),)
    return path


def shape(path):
    """Every table's columns with what SQLite keeps of them, and every index and trigger."""
    with closing(sqlite3.connect(path)) as raw:
        tables = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {
            table: sorted(
                (name, kind, bool(needed), str(default).strip("'"), key)
                for _, name, kind, needed, default, key in raw.execute(f"PRAGMA table_info({table})")
            )
            for table in tables
        }
        keys = {table: sorted(row[2:7] for row in raw.execute(f"PRAGMA foreign_key_list({table})")) for table in tables}
        made = "SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
        others = {name: re.sub(r'[\s"]+', " ", sql) for name, sql in raw.execute(made)}
    return columns, keys, others


def test_every_earlier_version_is_kept_here():
    assert [int(file.stem) for file in OLDER] == list(range(1, migrations.VERSION))


def test_an_older_library_becomes_exactly_what_a_new_one_is(old, tmp_path):
    Store.open(old).close()
    Store.open(tmp_path / "新.xinglin").close()
    assert shape(old) == shape(tmp_path / "新.xinglin")


def test_an_older_library_keeps_its_cases_notes_shelves_tags_and_place(old):
    library = Library.open(old)
    (row,) = library.find("").rows
    case = library.case(row.id)
    assert (case.title, case.tags, case.starred, case.position) == ("河畔医院的晨间联合查房", ("党委会",), True, 5)
    assert library.find("联合查房").ids == library.find("年份:2021").ids == (case.id,)
    marked, whole = sorted(library.notes(case.id), key=lambda note: note.kind == "case")
    assert (marked.quote, marked.text, set(marked.tags)) == (case.text[6:12], "值得学", {"学习", "可借鉴"})
    assert whole.text == "整案的一句话"
    assert [note.text for note in library.notes() if note.case_id is None] == ["不属于任何案例"]
    assert [(shelf.name, shelf.count) for shelf in library.shelves()] == [("学习材料", 1), ("近年", 1)]
    library.close()


def test_an_older_library_can_be_written_and_the_write_taken_back(old):
    library = Library.open(old)
    case_id = library.find("").rows[0].id
    library.tag([case_id], ["新标签"])
    assert library.undo() == "加标签"
    assert library.case(case_id).tags == ("党委会",)
    with library.store.reading() as connection:
        assert set(connection.execute(models.parts.select()).scalars()) == set(models.PARTS)
    library.close()


def test_a_matrix_of_version_3_learns_the_hospitals_of_its_rows_as_far_as_the_cases_are_there(tmp_path):
    path = tmp_path / "旧.xinglin"
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(next(file for file in OLDER if file.stem == "3").read_text(encoding="utf-8"))
    library = Library.open(path)
    comparing = Comparing(library)
    (head,) = comparing.heads()
    here, gone = comparing.matrix(head.id).lines
    library.delete_cases([here.case_id])
    here, gone = comparing.matrix(head.id).lines
    assert (here.owner, here.there) == ("河畔医院", False)
    assert (gone.owner, gone.title) == ("", "早先删掉的一案")
    library.close()
