"""Switched-off folding: what is told apart then, what never is, and that every answer is that of a plain reading."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.services.library import Library
from db import strictness
from db.clauses import quoted
from db.variants import Options, printed
from tests.db.making import draft, paper

CASE, TRADITIONAL, WIDTH = Options(case=False), Options(traditional=False), Options(width=False)


@pytest.fixture
def library(tmp_path):
    opened = Library.open(tmp_path / "甲.xinglin")
    yield opened
    opened.close()


def add(library, *texts):
    library.add_document(paper(), [draft(f"第{n}则", text) for n, text in enumerate(texts)])


def found(library, query, options):
    return {library.case(one).text for one in library.find(query, options=options).ids}


def test_a_synonym_is_looked_for_as_the_person_wrote_it(library):
    add(library, "做了CT检查", "做了ct检查", "做了ＣＴ检查", "加入醫療聯合體", "加入医疗联合体")
    library.set_synonyms([("电脑断层", "CT"), ("医联体", "醫療聯合體")])

    assert found(library, "电脑断层", CASE) == {"做了CT检查", "做了ＣＴ检查"}
    assert found(library, "电脑断层", WIDTH) == {"做了CT检查", "做了ct检查"}
    assert found(library, "医联体", TRADITIONAL) == {"加入醫療聯合體"}
    assert found(library, "同句(电脑断层 检查)", CASE) == {"做了CT检查", "做了ＣＴ检查"}


def test_the_rest_of_a_word_stays_as_typed_beside_its_synonym():
    groups = (("检查", "檢驗"),)

    assert printed("CT检查", CASE, groups) == ("CT检查", "CT檢驗")
    assert printed("ＣＴ三百", Options(), ()) == ("ＣＴ三百", "ＣＴ300")


def test_marks_lines_and_snippets_show_only_what_was_looked_for(library):
    add(library, "先ct，再CT，又ＣＴ。")
    (case_id,) = library.find().ids

    assert [(m.start, m.end) for m in library.marks("CT", "ctCTＣＴ", options=CASE)] == [(2, 4), (4, 6)]
    assert [line.hit for line in library.lines(case_id, "CT", options=CASE)] == ["CT", "ＣＴ"]
    (row,) = library.find("CT", options=CASE).rows
    assert [row.snippet.text[m.start : m.end] for m in row.snippet.marks] == ["CT", "ＣＴ"]
    assert "2 次" in library.why(case_id, "CT", options=CASE)[1]


def test_a_hit_that_overlaps_another_spelling_is_marked(library):
    assert [(m.start, m.end) for m in library.marks("aa", "Aaa", options=CASE)] == [(1, 3)]


def test_letters_and_their_marks_are_one_character_whatever_is_switched_off(library):
    add(library, "caf\u00e9", "cafe\u0301", "CAFE\u0301")

    for options in (CASE, TRADITIONAL, WIDTH):
        assert found(library, "caf\u00e9", options) == found(library, "cafe\u0301", options)
        assert {"caf\u00e9", "cafe\u0301"} <= found(library, "caf\u00e9", options)
    assert "CAFE\u0301" not in found(library, "caf\u00e9", CASE)
    assert found(library, "cafe", CASE) == set()


def test_a_mark_that_finds_its_letter_by_folding_alone_is_found_where_case_counts(library):
    add(library, "\u2103\u0301", "\u2103")

    assert found(library, "\uff23\u0301", CASE) == {"\u2103\u0301"}
    assert found(library, "\uff43\u0301", CASE) == set()


def test_a_word_nobody_can_see_does_not_stand_for_another(library):
    add(library, "党建说来话长，说来话长，绩效")

    for options in (Options(), CASE, TRADITIONAL):
        assert library.find('NEAR("\u200b" 党建 绩效, 3)', options=options).total == 0
        assert library.find('NEAR("\u200b" 党建 绩效, 20)', options=options).total == 1


LETTERS = "医醫院ＣCcｃT㊩\u0301eé\n　 ℃黨党"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=5),
    st.lists(st.text(LETTERS, min_size=1, max_size=3), min_size=1, max_size=6),
    st.sampled_from([CASE, TRADITIONAL, WIDTH, Options(case=False, width=False, traditional=False)]),
)
def test_every_strict_answer_is_that_of_reading_every_text_and_each_hit_has_a_line(
    tmp_path_factory, texts, asked, options
):
    library = Library.open(tmp_path_factory.mktemp("fold") / "甲.xinglin")
    fold = strictness.folding(options)
    try:
        library.add_document(paper(), [draft("题", text, spans=()) for text in texts])
        ids = library.find("").ids
        for word in asked:
            if not fold(word):
                continue
            wanted = {one for one in ids if fold(word) in fold(library.case(one).text)}
            got = library.find(f"正文:{quoted(word)}", options=options)
            assert set(got.ids) == wanted, (word, texts)
            assert all(library.lines(one, f"正文:{quoted(word)}", options=options) for one in got.ids)
    finally:
        library.close()


def test_the_texts_of_cases_are_not_read_where_nothing_is_told_apart(library):
    add(library, *(f"第{n}家医院用CT检查" for n in range(30)), "一家醫院用ct检查", "cT与Ct")
    library.store.index.wait()
    off = Options(traditional=False, width=False, case=False, numerals=False, synonyms=False)
    asked = []
    with library.store.reading() as connection:
        raw = connection.connection.driver_connection
        raw.set_trace_callback(asked.append)
        search = library._searcher.search(connection, lambda: None, off)
        assert search.size(library.query("医院")) == 30
        assert search.size(library.query("CT检查")) == 30
        assert search.size(library.query("cT")) == 1
        raw.set_trace_callback(None)
    assert not [sql for sql in asked if "IN (1, 2" in sql]


def test_capitals_of_every_script_are_told_apart(library):
    add(library, *(f"甲{letter}乙" for letter in "\u2126\u03a9\u03c9ÉéЖж\u212aKk"))
    nothing = Options(traditional=False, width=False, case=False, numerals=False, synonyms=False, thousands=False)

    for letter in "\u2126\u03a9\u03c9ÉéЖж\u212aKk":
        assert found(library, f"甲{letter}乙", nothing) == {f"甲{letter}乙"}
    assert found(library, "Ж", CASE) == {"甲Ж乙"}
    assert found(library, "\u03a9", CASE) == {"甲\u2126乙", "甲\u03a9乙"}
    assert found(library, "ж", Options()) == {"甲Ж乙", "甲ж乙"}
