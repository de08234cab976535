"""Rows of matrices and of metrics' names."""

import pytest

from db import errors, matrices, metrics
from db.compared import Entry, Line

NOW = "2024-05-06T07:08:09Z"


def line(case_id, title, owner=""):
    return Line(id="", case_id=case_id, title=title, owner=owner)


def test_a_case_has_one_line_and_lines_stand_in_the_order_they_came(store):
    with store.writing("加") as connection:
        made = matrices.add(connection, "甲", [("做法", "做法")], NOW)
        assert len(matrices.add_rows(connection, made, [line("b", "乙"), line("a", "甲"), line("b", "又是乙")])) == 2
        assert matrices.add_rows(connection, made, [line("a", "甲")]) == []
        lines = matrices.get(connection, made).lines
    assert [(line.case_id, line.title, line.there) for line in lines] == [("b", "又是乙", False), ("a", "甲", False)]


def test_a_line_whose_case_is_gone_is_still_told_by_title_and_hospital_and_so_is_its_copy(store):
    with store.writing("加") as connection:
        made = matrices.add(connection, "甲", [], NOW)
        matrices.add_rows(connection, made, [line("a", "甲", "丘陵县医院")])
        copied = matrices.copy(connection, made, "乙", NOW)
        found = [matrices.get(connection, one).lines[0] for one in (made, copied)]
    assert [(one.title, one.owner, one.there) for one in found] == [("甲", "丘陵县医院", False)] * 2


def test_entries_stand_in_the_order_they_came_until_they_are_put_in_another(store):
    with store.writing("加") as connection:
        made = matrices.add(connection, "甲", [("做法", "")], NOW)
        (row,) = matrices.add_rows(connection, made, [line("a", "甲")])
        column = matrices.get(connection, made).columns[0].id
        ids = matrices.put(connection, row, column, [Entry(kind="own", text="一"), Entry(kind="own", text="二")])
        ids += matrices.put(connection, row, column, [Entry(kind="own", text="三")])
        matrices.order(connection, ids[::-1])
        held = matrices.get(connection, made).cells[row, column]
    assert [entry.text for entry in held] == ["三", "二", "一"]


def test_only_own_words_are_written_over(store):
    with store.writing("加") as connection:
        made = matrices.add(connection, "甲", [("做法", "")], NOW)
        (row,) = matrices.add_rows(connection, made, [line("a", "甲")])
        column = matrices.get(connection, made).columns[0].id
        (quote,) = matrices.put(connection, row, column, [Entry(kind="quote", text="原话", case_id="a")])
        matrices.reword(connection, quote, "改了的话")
        assert matrices.get(connection, made).cells[row, column][0].text == "原话"


@pytest.mark.parametrize("ask", [matrices.get, matrices.remove, lambda c, one: matrices.touch(c, one, NOW)])
def test_a_matrix_that_is_not_there_is_said_to_be_so(store, ask):
    with pytest.raises(errors.NoSuchRecord), store.writing("问") as connection:
        ask(connection, "nobody")


def test_names_joined_in_a_circle_end_where_they_were_joined_last(store):
    with store.writing("并") as connection:
        metrics.join(connection, ("甲", "乙"), "乙")
        metrics.join(connection, ("甲", "乙"), "甲")
        assert metrics.joined(connection) == {"乙": "甲"}
        metrics.tell_apart(connection, "丁", "丙")
        assert metrics.apart(connection) == {frozenset(("丙", "丁"))}
        metrics.part(connection, ["乙"])
        assert metrics.joined(connection) == {}
