"""Numbers with thousands separators: found with and without, marked where they are printed, told apart if wanted."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.services.library import Library
from db import thousands, words
from db.clauses import quoted
from db.variants import Options
from tests.db.making import draft, paper

PLAIN = Options(numerals=False, synonyms=False)
APART = Options(numerals=False, synonyms=False, thousands=False)
MIXED = "01234567890123456789,,,，,人共.０２％ \n医"


@pytest.fixture
def library(tmp_path):
    opened = Library.open(tmp_path / "甲.xinglin")
    yield opened
    opened.close()


def add(library, *texts):
    library.add_document(paper(), [draft("则", text) for text in texts])


def found(library, query, options=Options()):  # noqa: B008 - a frozen record
    return {library.case(one).text for one in library.find(query, options=options).ids}


def without(text):
    """Another reading of the rule: whole numbers in groups of three, as wide as their separators."""
    pieces = re.split("([0-9０-９.,，．]+)", text)
    for at in range(1, len(pieces), 2):
        body = pieces[at].rstrip(".,，．")
        tail = pieces[at][len(body) :]
        whole, dot, rest = re.match("([^.．]*)([.．]?)(.*)", body, re.DOTALL).groups()
        for digits, comma in (("0123456789", ","), ("０１２３４５６７８９", "，")):
            groups = whole.split(comma)
            good = len(groups) > 1 and all(group and set(group) <= set(digits) for group in groups)
            if good and len(groups[0]) < 4 and groups[0][0] != digits[0] and {len(g) for g in groups[1:]} == {3}:
                whole = "".join(groups)
                break
        pieces[at] = whole + dot + rest + tail
    return "".join(pieces)


@pytest.mark.parametrize("query", ["1200人", "1,200人", "１２００人", "1200", "200人"])
def test_a_number_is_found_however_it_is_printed(library, query):
    add(library, "共1200人参加", "共1,200人参加", "共１，２００人参加", "共120人参加")

    assert found(library, query) == {"共1200人参加", "共1,200人参加", "共１，２００人参加"}


def test_a_part_of_a_number_is_found_over_its_separator(library):
    add(library, "门诊12,345,678人次")

    assert found(library, "2345")
    assert found(library, "5678人次")
    assert not found(library, "2345", APART)


def test_the_whole_printed_number_is_marked(library):
    add(library, "先是1200人，后来1,200人。")
    (case_id,) = library.find().ids

    (row,) = library.find("1200人").rows
    assert [row.snippet.text[m.start : m.end] for m in row.snippet.marks] == ["1200人", "1,200人"]
    assert [line.hit for line in library.lines(case_id, "1200人")] == ["1200人", "1,200人"]
    assert "2 次" in library.why(case_id, "1200人")[1]
    assert [line.hit for line in library.lines(case_id, "1200人", options=APART)] == ["1200人"]


def test_chinese_numerals_find_numbers_with_separators(library):
    add(library, "共1,200人参加")

    assert found(library, "一千二百人")
    assert not found(library, "一千二百人", Options(numerals=False))


@pytest.mark.parametrize("text", ["1,20人", "0,200人", "1234,567人", "1,2000人", "1,200,30人", "10，200名", "2.1,200"])
def test_what_is_no_well_formed_number_stays_as_it_is(text):
    assert thousands.plain(text) == text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.text(alphabet=MIXED, min_size=1, max_size=40), min_size=1, max_size=5),
    typed=st.lists(st.text(alphabet=MIXED, min_size=1, max_size=9), min_size=1, max_size=5),
    indexed=st.booleans(),
)
def test_every_answer_is_that_of_a_plain_reading(tmp_path_factory, texts, typed, indexed):
    library = Library.open(tmp_path_factory.mktemp("库") / "甲.xinglin")
    try:
        add(library, *texts)
        if not indexed:
            library.store.index.doubt(ValueError("not used"))
        for query in {*typed, *(text[1:9] for text in texts)}:
            folded = {words.flat(query), words.flat(without(query))} - {""}
            if not folded or not query.strip():
                continue
            true = {t for t in texts if any(f in words.flat(one) for f in folded for one in (t, without(t)))}
            assert found(library, quoted(query), PLAIN) & set(texts) == true
            literal = {t for t in texts if words.flat(query) in words.flat(t)}
            assert found(library, quoted(query), APART) & set(texts) == literal
    finally:
        library.close()


@given(text=st.text(alphabet=MIXED, max_size=60), reach=st.integers(1, 20))
def test_the_windows_hold_what_stands_only_without_separators(text, reach):
    plain, printed = words.flat(thousands.plain(text)), words.flat(text)
    held = thousands.windows(text, words.flat, reach)
    for size in range(1, reach + 1):
        for at in range(len(plain) - size + 1):
            piece = plain[at : at + size]
            assert piece in printed or any(piece in window for window in held)
    assert all(window in plain for window in held)
