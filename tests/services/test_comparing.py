"""Matrices: made, filled, put in order; everything one step to undo; what outlives its case."""

import pytest

from app.messages import Trouble
from app.services.arranging import Edit
from app.services.comparing import ROWS, Comparing, Told
from app.services.gridding import cell_words, empty_words, grid
from app.services.library import Library
from app.services.reimporting import Update
from db.errors import NoSuchRecord
from db.records import CaseDraft, DocumentDraft
from tests.services.comparables import FOLLOW, WARD, drafts, fill


@pytest.fixture
def library(tmp_path):
    opened = Library.open(tmp_path / "甲.xinglin")
    yield opened
    opened.close()


@pytest.fixture
def ids(library):
    return fill(library)


@pytest.fixture
def comparing(library):
    return Comparing(library)


@pytest.fixture
def made(comparing, ids):
    return comparing.create("学习材料", ids)


def told(comparing, made, at, column, words):
    matrix = comparing.matrix(made)
    line = matrix.lines[at]
    text = (FOLLOW, WARD)[at]
    start = text.index(words)
    return Told(line.id, matrix.columns[column].id, line.case_id, start, start + len(words))


def entries(comparing, made, at, column):
    matrix = comparing.matrix(made)
    return matrix.cells.get((matrix.lines[at].id, matrix.columns[column].id), ())


def test_a_new_matrix_has_the_cases_in_order_and_the_five_questions(comparing, made, ids):
    matrix = comparing.matrix(made)
    assert [line.case_id for line in matrix.lines] == list(ids)
    assert [column.title for column in matrix.columns] == ["背景", "做法", "成效", "难点", "可借鉴"]
    first = matrix.lines[0]
    assert (first.owner, first.place, first.year, first.figures) == ("渠江县人民医院", "四川达州", 2022, 2)


def test_a_quote_keeps_words_place_and_paragraph_and_is_put_there_once(comparing, made):
    one = told(comparing, made, 0, 1, "出院第三天由管床护士视频回访")
    assert len(comparing.quote(made, [one])) == 1
    assert comparing.quote(made, [one]) == ()
    (entry,) = entries(comparing, made, 0, 1)
    assert (entry.kind, entry.text, entry.paragraph) == ("quote", "出院第三天由管床护士视频回访", 4)


def test_nothing_new_leaves_no_step_to_undo(library, comparing, made):
    one = told(comparing, made, 0, 1, "视频回访")
    comparing.quote(made, [one])
    library.tag([comparing.matrix(made).lines[0].case_id], ["甲"])
    comparing.quote(made, [one])
    assert library.undo_label == "加标签"


def test_own_words_are_written_written_over_and_taken_out(comparing, made):
    place = (comparing.matrix(made).lines[2].id, comparing.matrix(made).columns[4].id)
    comparing.write(made, place, "先试一个病区")
    (entry,) = entries(comparing, made, 2, 4)
    comparing.write(made, place, "先试两个病区", entry.id)
    assert [one.text for one in entries(comparing, made, 2, 4)] == ["先试两个病区"]
    comparing.write(made, place, "  ", entry.id)
    assert entries(comparing, made, 2, 4) == ()


def test_saying_that_nothing_is_there_ends_when_something_is(comparing, made):
    matrix = comparing.matrix(made)
    place = (matrix.lines[0].id, matrix.columns[3].id)
    comparing.say_none(made, [place], True)
    assert [one.kind for one in entries(comparing, made, 0, 3)] == ["none"]
    comparing.quote(made, [told(comparing, made, 0, 3, "夜里没人接电话")])
    assert [one.kind for one in entries(comparing, made, 0, 3)] == ["quote"]


def test_every_deed_can_be_undone_and_done_again(library, comparing, made):
    def state():
        matrix = comparing.matrix(made)
        cells = {place: [one.text for one in held] for place, held in matrix.cells.items() if held}
        return [one.id for one in matrix.lines], [(c.id, c.title) for c in matrix.columns], cells

    matrix = comparing.matrix(made)
    place = (matrix.lines[0].id, matrix.columns[1].id)
    lines, columns = [one.id for one in matrix.lines], [one.id for one in matrix.columns]
    comparing.quote(made, [told(comparing, made, 0, 1, "视频回访")])
    deeds = (
        lambda: comparing.write(made, place, "自己的话"),
        lambda: comparing.order_entries(made, [one.id for one in reversed(entries(comparing, made, 0, 1))]),
        lambda: comparing.move(made, [entries(comparing, made, 0, 1)[0].id], (lines[0], columns[2])),
        lambda: comparing.add_column(made, "绩效怎样考"),
        lambda: comparing.rename_column(made, columns[0], "起因"),
        lambda: comparing.order(made, "lines", lines[::-1]),
        lambda: comparing.order(made, "columns", columns[::-1]),
        lambda: comparing.drop(made, [one.id for one in comparing.matrix(made).cells[lines[0], columns[2]]]),
        lambda: comparing.remove_columns(made, [columns[1]]),
        lambda: comparing.remove_lines(made, [lines[0]]),
    )
    states = [state()]
    for deed in deeds:
        deed()
        assert state() != states[-1]
        states.append(state())
    for before in reversed(states[:-1]):
        library.undo()
        assert state() == before
    for after in states[1:]:
        library.redo()
        assert state() == after


def test_a_deleted_matrix_comes_back_whole(library, comparing, made):
    comparing.quote(made, [told(comparing, made, 0, 1, "视频回访")])
    before = comparing.matrix(made)
    comparing.delete(made)
    assert comparing.heads() == ()
    with pytest.raises(NoSuchRecord):
        comparing.matrix(made)
    library.undo()
    assert comparing.matrix(made) == before


def test_a_copy_has_the_same_words_and_lives_by_itself(comparing, made):
    comparing.quote(made, [told(comparing, made, 0, 1, "视频回访")])
    copy = comparing.copy(made)
    assert {head.name for head in comparing.heads()} == {"学习材料", "学习材料 副本"}
    comparing.drop(made, [entries(comparing, made, 0, 1)[0].id])
    assert [one.text for one in entries(comparing, copy, 0, 1)] == ["视频回访"]


def test_a_deleted_case_leaves_its_line_with_its_hospital_title_and_quotes(library, comparing, made, ids):
    comparing.quote(made, [told(comparing, made, 0, 1, "视频回访")])
    library.delete_cases([ids[0]])
    line = comparing.matrix(made).lines[0]
    assert (line.there, line.title, line.owner) == (False, "出了院还有人惦记", "渠江县人民医院")
    assert [one.text for one in entries(comparing, made, 0, 1)] == ["视频回访"]
    shown = grid(comparing.matrix(made), {})
    assert (shown.rows[0].text, shown.rows[0].sub) == ("渠江县人民医院", "已删除 · 出了院还有人惦记")
    assert empty_words(shown.cell(0, 0)) == "案例已删除"
    library.undo()
    assert comparing.matrix(made).lines[0].there


def test_a_hospital_put_right_before_its_case_is_deleted_is_the_one_the_line_keeps(library, comparing, made, ids):
    library.edit_cases([ids[0]], Edit(owner="渠江县第二人民医院"))
    matrix = comparing.matrix(made)
    comparing.write(made, (matrix.lines[1].id, matrix.columns[0].id), "一")
    library.delete_cases([ids[0]])
    assert comparing.matrix(made).lines[0].owner == "渠江县第二人民医院"


def test_quotes_follow_their_words_when_the_file_comes_in_anew(library, comparing, made, ids):
    for column, words in ((1, "视频回访"), (2, "63%提高到92%"), (3, "夜里没人接电话")):
        comparing.quote(made, [told(comparing, made, 0, column, words)])
    after = FOLLOW.replace("背景\n", "背景\n这是新写的一段开头。\n").replace("提高到92%", "提高到94%")
    after = after.replace("夜里没人接电话，", "")
    document = library.document(library.case(ids[0]).document.id)
    first, *others = drafts()
    new = (CaseDraft(kind="hospital", title=first.title, text=after, owner=first.owner), *others)
    paper = DocumentDraft(path=document.path, name=document.name, text="三个新故事", fingerprint="again")
    library.store_versions((), [Update(document.id, paper, new)], "更新")
    assert library.case(ids[0]).text == after
    moved, changed, lost = (entries(comparing, made, 0, column)[0] for column in (1, 2, 3))
    assert (moved.anchor, after[moved.start : moved.end]) == ("moved", "视频回访")
    assert (changed.anchor, changed.text, after[changed.start : changed.end]) == (
        "changed", "63%提高到92%", "63%提高到94%",
    )  # fmt: skip
    assert (lost.anchor, lost.start, lost.text) == ("lost", None, "夜里没人接电话")
    comparing.renew(made, changed.id)
    assert entries(comparing, made, 0, 2)[0].text == "63%提高到94%"


def test_cases_come_in_once_and_never_too_many(library, comparing, made, ids):
    assert comparing.add_cases(made, ids) == 0
    many = [CaseDraft(kind="other", title=f"第{n}案", text="短") for n in range(ROWS)]
    more = library.add_document(DocumentDraft(path="b", name="b", text="许多", fingerprint="many"), many)
    with pytest.raises(Trouble) as trouble:
        comparing.add_cases(made, more)
    assert trouble.value.reason == "matrix_full"
    assert len(comparing.matrix(made).lines) == 3


def test_a_quote_of_a_case_that_is_not_there_brings_its_line_with_it(comparing, made, ids):
    comparing.remove_lines(made, [comparing.matrix(made).lines[1].id])
    column = comparing.matrix(made).columns[1].id
    start = WARD.index("每周一次")
    line, fresh = comparing.quote_anywhere(made, column, ids[1], start, start + 4)
    matrix = comparing.matrix(made)
    assert fresh
    assert matrix.lines[-1].id == line
    assert [one.text for one in matrix.cells[line, column]] == ["每周一次"]


def test_widths_are_kept_without_a_step_to_undo(library, comparing, made):
    label = library.undo_label
    comparing.keep_widths({comparing.matrix(made).columns[0].id: 333})
    assert comparing.matrix(made).columns[0].width == 333
    assert library.undo_label == label


def test_an_empty_cell_says_why_it_is_empty(comparing, made, ids):
    matrix = comparing.matrix(made)
    comparing.say_none(made, [(matrix.lines[1].id, matrix.columns[3].id)], True)
    matrix = comparing.matrix(made)
    shown = grid(matrix, comparing.hints(ids, matrix.columns))
    assert shown.cell(2, 2).state == "figures"
    assert empty_words(shown.cell(2, 2)) == "文中无数字"
    assert shown.cell(1, 3).state == "none"
    assert shown.cell(0, 2).state == "hinted"
    assert shown.cell(2, 0).state == "unread"


def test_a_taken_suggestion_is_offered_no_more(comparing, made, ids):
    matrix = comparing.matrix(made)
    found = comparing.hints(ids, matrix.columns)
    cell = grid(matrix, found).cell(0, 2)
    hint = cell.hints[0]
    comparing.quote(made, [Told(*cell.place, ids[0], hint.start, hint.end)])
    again = grid(comparing.matrix(made), found).cell(0, 2)
    assert hint not in again.hints
    assert hint.text in cell_words(again)


def test_words_taken_for_one_question_are_not_offered_for_another_of_the_same_case(comparing, made, ids):
    matrix = comparing.matrix(made)
    found = comparing.hints(ids, matrix.columns)
    hint = grid(matrix, found).cell(0, 2).hints[0]
    comparing.quote(made, [Told(matrix.lines[0].id, matrix.columns[4].id, ids[0], hint.start, hint.end)])
    assert hint not in grid(comparing.matrix(made), found).cell(0, 2).hints


def test_lines_are_sorted_by_year_place_owner_and_by_a_column(comparing, made):
    matrix = comparing.matrix(made)
    comparing.write(made, (matrix.lines[2].id, matrix.columns[0].id), "一")
    matrix = comparing.matrix(made)

    def order(sort):
        return [line.owner for line in grid(matrix, {}, sort).lines]

    assert order("year") == ["澜山市中心医院", "渠江县人民医院", "白沙镇卫生院"]
    assert order("place") == ["渠江县人民医院", "澜山市中心医院", "白沙镇卫生院"]
    assert order(matrix.columns[0].id)[0] == "白沙镇卫生院"
    assert order("") == ["渠江县人民医院", "澜山市中心医院", "白沙镇卫生院"]


def test_turned_round_the_questions_are_the_rows_and_the_cells_the_same(comparing, made):
    comparing.quote(made, [told(comparing, made, 0, 1, "视频回访")])
    matrix = comparing.matrix(made)
    plain, turned = grid(matrix, {}), grid(matrix, {}, turned=True)
    assert [one.text for one in turned.rows] == [column.title for column in matrix.columns]
    for row in range(3):
        for column in range(5):
            assert turned.cell(column, row).place == plain.cell(row, column).place
    assert turned.at(*plain.cell(0, 1).place) == (1, 0)
