"""Every operand of a query against a plain reading of every text, and facet counts against a recount by hand."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import cases, kin, notes, query, words
from db.bits import bitmap, first, members, pick
from db.clauses import Clause, Compare, Near, Query, Term
from db.engine import Store
from db.entries import entries
from db.nearness import near
from db.records import Practice, Result
from db.search import Searcher
from db.values import values
from db.variants import Options
from tests.db.making import draft, paper

NOW = "2026-01-01"
PLAIN = Options(numerals=False, synonyms=False)
MIXED = "医醫院党建房的ＣTct检5G+急2.５万元，。、：？“”\n　《》\"'*-():^𠮷㎡é%…ﬁ"
PLACES = ("title", "text", "note", None)


def opened(folders, name="库"):
    return Store.open(folders.mktemp(name) / "甲.xinglin")


def asking(store, connection, options=PLAIN):
    return Searcher(store.index).search(connection, lambda: None, options)


def keys(store, text, options=PLAIN):
    with store.reading() as connection:
        search = asking(store, connection, options)
        asked = query.parse(text) if isinstance(text, str) else text
        return search.keys(search.matching(asked))


def one(operand):
    return Query((Clause((operand,)),))


def read(connection):
    listed = list(connection.exec_driver_sql("SELECT key FROM cases").scalars())
    return entries(connection.connection.driver_connection, listed)


def fill(store, texts, **given_to_all):
    with store.writing("导入") as connection:
        for number, text in enumerate(texts):
            cases.add(connection, paper(number, text=text), [draft(f"标题{number}", text, **given_to_all)], NOW)


@settings(max_examples=40, deadline=None)
@given(
    texts=st.lists(st.text(alphabet=MIXED, min_size=1, max_size=50), min_size=1, max_size=6),
    typed=st.lists(st.text(alphabet=MIXED, min_size=1, max_size=4), max_size=6),
    changed=st.integers(0, 3),
    chance=st.randoms(use_true_random=False),
)
def test_any_string_in_any_place_is_found_where_reading_finds_it(tmp_path_factory, texts, typed, changed, chance):
    store = opened(tmp_path_factory)
    try:
        fill(store, texts)
        for number in range(min(changed, len(texts))):  # these move to other rows of the index
            with store.writing("改") as connection:
                cases.rename(connection, number + 1, texts[-1])
        with store.writing("记") as connection:
            case_id = connection.exec_driver_sql("SELECT id FROM cases WHERE key = 1").scalar_one()
            notes.add(connection, case_id, texts[-1], NOW)
        for _ in range(20):
            text = chance.choice(texts)
            at = chance.randrange(len(text))
            typed.append(text[at : at + chance.randint(1, 20)])
        with store.reading() as connection:
            search, every = asking(store, connection), read(connection)
            assert not search.text.unseen
            for wanted, place in itertools.product(typed, PLACES):
                folded = words.flat(wanted)
                if folded:
                    found = set(members(search.matching(one(Term(place, wanted, phrase=True)))))
                    assert found == {entry.key for entry in every if entry.holds(folded, place)}, (wanted, place)
    finally:
        store.close()


@settings(max_examples=30, deadline=None)
@given(
    texts=st.lists(st.text(alphabet="党建查房医，。\n", min_size=1, max_size=40), min_size=1, max_size=6),
    asked=st.lists(
        st.tuples(
            st.lists(st.sampled_from(["党建", "查房", "医", "建查"]), min_size=2, max_size=3, unique=True),
            st.sampled_from([0, 1, 3, 8, "sentence", "paragraph"]),
        ),
        min_size=1,
        max_size=6,
    ),
)
def test_words_near_each_other_are_found_where_a_window_over_the_text_finds_them(tmp_path_factory, texts, asked):
    store = opened(tmp_path_factory)
    try:
        fill(store, texts)
        with store.reading() as connection:
            search = asking(store, connection)
            for wanted, within in asked:
                found = members(search.matching(one(Near(tuple(wanted), within))))
                true = [n + 1 for n, text in enumerate(texts) if by_hand(text, wanted, within)]
                assert found == true, (wanted, within)
    finally:
        store.close()


def by_hand(text, wanted, within):
    if isinstance(within, str):
        ends = "\n" if within == "paragraph" else "。\n"
        pieces = "".join("\n" if c in ends else c for c in text).split("\n")
        return any(all(word in words.flat(piece) for word in wanted) for piece in pieces)
    folded = words.flat(text)
    spots = [[i for i in range(len(folded)) if folded.startswith(word, i)] for word in wanted]
    for chosen in itertools.product(*spots):
        held = {i for start, word in zip(chosen, wanted, strict=True) for i in range(start, start + len(word))}
        if max(held) - min(held) + 1 - len(held) <= within:
            return True
    return False


def test_a_stretch_may_begin_before_a_word_that_is_repeated():
    assert near("甲一二三甲四乙", [["甲"], ["乙"]], 1, words.flat)
    assert not near("甲一二三四乙", [["甲"], ["乙"]], 3, words.flat)
    assert near("长长的词的", [["长的词"], ["的"]], 0, words.flat)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Compare("随访率", ">=", 90), [1]), (Compare("随访率", "<", 90), [2]), (Compare("随访", "=", 92), [1]),
        (Compare("门诊量", ">=", 3, "万"), [1]), (Compare("门诊量", "<", 3, "万"), [2]),
        (Compare("门诊量", ">", 30_000), [1]), (Compare("随访率", ">=", 90, "人"), []), (Compare("无", ">", 0), []),
        (Compare("死亡率", "<", 5, "%"), []),
    ],
)  # fmt: skip
def test_results_are_compared_by_value_with_their_units_multiplied_out(store, asked, found):
    with store.writing("导入") as connection:
        for number, (rate, visits, unit) in enumerate([(92.0, 3.5, "万人次"), (61.0, 29_000.0, "人次")]):
            results = (
                Result("出院随访率", rate, "%"), Result("年门诊量", visits, unit),
                Result("死亡率", 1.0, "%", type="target"), Result("药占比", 3.0, "%", status="suggested"),
            )  # fmt: skip
            cases.add(connection, paper(number), [draft(results=results)], NOW)

    assert keys(store, one(asked)) == found


@pytest.mark.parametrize(
    ("text", "options", "found"),
    [
        ("医院", Options(), [1, 2]), ("医院", Options(traditional=False), [1]),
        ("醫院", Options(traditional=False), [2]), ("ct", Options(), [1, 2]),
        ("ct", Options(case=False), []), ("CT", Options(case=False), [1, 2]),
        ("CT", Options(width=False), [1]),
        ("ＣＴ", Options(width=False), [2]), ("CT", Options(width=False, case=False), [1]),
    ],
)  # fmt: skip
def test_what_folding_overlooks_can_be_told_apart(store, text, options, found):
    fill(store, ["医院的CT", "醫院的ＣＴ"])

    assert keys(store, text, options) == found


def test_synonyms_and_numerals_are_looked_for_and_can_be_switched_off(store):
    from db import synonyms

    fill(store, ["紧密型医联体", "医疗联合体三百张床", "300张床"])
    with store.writing("改") as connection:
        synonyms.replace(connection, [["医联体", "医疗联合体"]])

    assert keys(store, "医联体", Options()) == [1, 2]
    assert keys(store, "300张", Options()) == [2, 3]
    assert keys(store, "医联体 300张", Options()) == [2]
    assert keys(store, "医联体", Options(synonyms=False)) == [1]
    assert keys(store, "300张", Options(numerals=False)) == [3]


@settings(max_examples=25, deadline=None)
@given(
    told=st.lists(
        st.tuples(
            st.sampled_from(["党建", "绩效", "党建绩效"]), st.sampled_from([2020, 2021]),
            st.lists(st.sampled_from(["晨会", "查房"]), max_size=2, unique=True), st.integers(0, 3), st.booleans(),
        ), min_size=1, max_size=9,
    ),
    asked=st.lists(st.sampled_from(["党建", "绩效", "年份:2020", "做法:晨会", "-绩效", "有:重复"]), max_size=3),
)  # fmt: skip
def test_a_story_counts_once_in_the_list_and_in_every_count(tmp_path_factory, told, asked):
    store = opened(tmp_path_factory)
    try:
        with store.writing("导入") as connection:
            for text, year, practices, *_ in told:
                named = tuple(Practice(name, name) for name in practices)
                cases.add(connection, paper(), [draft(text=text, year=year, practices=named)], NOW)
            for story in (1, 2, 3):
                those = [n + 1 for n, case in enumerate(told) if case[3] == story]
                mains = [n for n in those if told[n - 1][4]]
                if those:
                    head = (mains or those)[-1]
                    kin.begin(connection, head, [n for n in those if n != head])
        text = " ".join(asked)
        with store.reading() as connection:
            search = asking(store, connection)
            bits, counted = search.counts(query.parse(text))
            for facet in ("practice", "year"):
                field = {"practice": "做法", "year": "年份"}[facet]
                rest = " ".join(word for word in asked if not word.startswith(field))
                for value in {"practice": ["晨会", "查房"], "year": ["2020", "2021"]}[facet]:
                    left = shown(told, f"{rest} {field}:{value}")
                    assert counted[facet].get(value, 0) == len(left), (text, facet, value)
            assert members(bits) == shown(told, text)
    finally:
        store.close()


def shown(told, text):
    asked = text.split()

    def holds(case, word):
        if word.startswith("年份:"):
            return case[1] == int(word[3:])
        if word.startswith("做法:"):
            return word[3:] in case[2]
        if word == "有:重复":
            return case[3] and sum(other[3] == case[3] for other in told) > 1
        return word[1:] not in case[0] if word[0] == "-" else word in case[0]

    found = [n for n, case in enumerate(told) if all(holds(case, word) for word in asked)]
    if "有:重复" in asked:
        return [n + 1 for n in found]
    kept = []
    for n in found:
        those = [m for m, case in enumerate(told) if case[3] and case[3] == told[n][3]]
        head = next(iter([m for m in those if told[m][4]][-1:] or those[-1:]), n)
        order = [head, *(m for m in those if m != head)]
        if not told[n][3] or next(m for m in order if m in found) == n:
            kept.append(n + 1)
    return kept


@given(st.sets(st.integers(0, 300)))
def test_a_set_of_keys_comes_back_as_it_went_in(held):
    bits = bitmap(held)

    assert members(bits) == sorted(held)
    assert first(bits, 5) == sorted(held)[:5]
    assert pick(range(400), bits) == sorted(held)
    assert bits == sum(1 << key for key in held)


@given(
    st.dictionaries(st.sampled_from("甲乙丙丁"), st.lists(st.integers(0, 900), unique=True, min_size=1)),
    st.sets(st.integers(0, 900), max_size=60),
    st.dictionaries(st.sampled_from("乙丙戊"), st.lists(st.integers(0, 20), unique=True)),
    st.sets(st.integers(0, 900)),
)
def test_values_changed_in_part_count_as_if_made_anew(found, gone, fresh, base):
    every = bitmap(range(901))
    fresh = {value: [key for key in keys if key in gone] for value, keys in fresh.items()}
    true = {value: set(keys) - gone for value, keys in found.items()}
    for value, keys in fresh.items():
        true[value] = true.get(value, set()) | set(keys)

    made = values(found, 901).changed(gone, fresh)

    for bits in (bitmap(base), every, bitmap(range(3, 800))):
        inside = set(members(bits))
        assert made.counts(bits, every) == {v: len(keys & inside) for v, keys in true.items() if keys & inside}
    for value, keys in true.items():
        assert made.get(value) == bitmap(keys)
