import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import cases, notes, query, words
from db.entries import entries
from db.facets import SHOWN
from db.records import Practice, Region, Theme
from db.search import Searcher
from tests.db.making import draft, paper

ALPHABET = "医醫院党建查房的CTct检5G+急救2.5万元，。 \n“”\"'*-():^𠮷%"
TEXTS = [
    "门诊开通5G+急救通道，CT检查排队由40分钟降到12分钟。",
    "医院投入2.5万元。\n党建查房每周一次，DRG付费\n同步推进",
    "第一\n行换行 和 空格 CT  检 查",
    "𠮷野家旁的社区医院",
    "a\"b'c*d (e) ^f -g NOT h OR i {j} : k",
    "……——“引号”《书名》①㎡",
]


def search(store, connection):
    return Searcher(store.index).search(connection, lambda: None)


def phrase(text):
    return query.Query((query.Clause((query.Term(None, text, phrase=True),)),))


def raw(connection):
    return connection.connection.driver_connection


def by_scan(connection, wanted):
    keys = list(connection.exec_driver_sql("SELECT key FROM cases").scalars())
    return {entry.key for entry in entries(raw(connection), keys) if entry.holds(wanted)}


def fill(store, texts):
    with store.writing("导入") as connection:
        for number, text in enumerate(texts):
            cases.add(connection, paper(number, text=text), [draft(f"标题{number}", text)], "2026-01-01")


@settings(max_examples=25, deadline=None)
@given(
    texts=st.lists(st.text(alphabet=ALPHABET, min_size=1, max_size=60), min_size=1, max_size=5),
    asked=st.lists(st.text(alphabet=ALPHABET, min_size=1, max_size=4), max_size=10),
    chance=st.randoms(use_true_random=False),
)
def test_the_index_finds_what_a_plain_scan_finds_no_more_and_no_less(tmp_path_factory, texts, asked, chance):
    from db.engine import Store

    store = Store.open(tmp_path_factory.mktemp("oracle") / "甲.xinglin")
    try:
        fill(store, texts)
        for _ in range(15):
            text = chance.choice(texts)
            at = chance.randrange(len(text))
            asked.append(text[at : at + chance.randint(1, 20)])
        with store.reading() as connection:
            one = search(store, connection)
            assert not one._unseen
            for wanted in asked:
                folded = words.flat(wanted)
                if folded:
                    assert set(one.keys(one.matching(phrase(wanted)))) == by_scan(connection, folded), wanted
    finally:
        store.close()


def test_every_piece_of_awkward_texts_is_found(store):
    fill(store, TEXTS)

    with store.reading() as connection:
        one = search(store, connection)
        for text in TEXTS:
            for at in range(len(text)):
                for length in (1, 2, 3, 7, 20):
                    folded = words.flat(text[at : at + length])
                    if folded:
                        wanted = by_scan(connection, folded)
                        assert set(one.keys(one.matching(phrase(text[at : at + length])))) == wanted


def test_no_phrase_runs_from_one_field_into_the_next(store):
    with store.writing("导入") as connection:
        cases.add(connection, paper(), [draft("甲乙", "丙丁", owner="戊己", site="庚辛")], "2026-01-01")

    with store.reading() as connection:
        one = search(store, connection)
        for wanted in ("乙丙", "己庚", "甲乙丙丁", "丁戊"):
            assert one.matching(phrase(wanted)) == 0, wanted
        for wanted in ("甲乙", "戊己", "庚"):
            assert one.matching(phrase(wanted)), wanted


def test_a_very_long_query_is_answered(store):
    long = "".join(random.Random(3).choices("党建查房医院门诊", k=5000))
    fill(store, [long, long[:100] + "尾" + long[100:]])

    with store.reading() as connection:
        one = search(store, connection)
        assert one.keys(one.matching(phrase(long[:300]))) == [1]
        assert one.keys(one.matching(phrase(long))) == [1]
        assert one.matching(phrase("建" * 100_000)) == 0


def test_notes_quotes_and_tags_are_found_and_forgotten_with_the_note(store):
    fill(store, TEXTS[:2])
    with store.writing("加笔记") as connection:
        case_id = connection.exec_driver_sql("SELECT id FROM cases WHERE key = 1").scalar_one()
        note = notes.add(connection, case_id, "值得一学", "2026-01-01")
        notes.set_tags(connection, note, ["可复制"])

    def hits(wanted):
        with store.reading() as connection:
            one = search(store, connection)
            return one.keys(one.matching(phrase(wanted)))

    assert hits("得一学") == hits("可复制") == [1]
    store.undo()
    assert hits("得一学") == hits("可复制") == []
    store.redo()
    assert hits("得一学") == hits("可复制") == [1]


def test_the_original_is_found_where_it_reads_otherwise(store):
    with store.writing("导入") as connection:
        given = draft(text="医院投入", spans=(cases.Span(0, 8),))
        cases.add(connection, paper(text="醫(yī)院投入"), [given], "2026-01-01")

    with store.reading() as connection:
        one = search(store, connection)
        assert one.matching(phrase("(yī)院"))
        assert one.matching(phrase("医院投"))


PLACES = [Region(), Region("江西省", "赣州市"), Region("江西省", "南昌市", "新建区"), Region("重庆市", None, "涪陵区")]
STATUS = st.sampled_from(["auto", "user", "suggested", "removed"])
DRAFTS = st.builds(
    lambda text, place, year, kind, themes, practices, owner: draft(
        text=text, region=place, year=year, kind=kind, owner=owner,
        themes=tuple(Theme(t, status=s) for t, s in themes.items()),
        practices=tuple(Practice(p, p, status=s) for p, s in practices),
    ),
    st.sampled_from(["党建查房", "绩效考核", "党建与绩效"]),
    st.sampled_from(PLACES),
    st.sampled_from([None, 2019, 2021, 2023]),
    st.sampled_from(["hospital", "expert", "plan"]),
    st.dictionaries(st.sampled_from(["party.branch", "party.brand", "system.city_group"]), STATUS),
    st.lists(st.tuples(st.sampled_from(["双主官", "晨会"]), st.sampled_from(["auto", "suggested"])), max_size=3),
    st.sampled_from([None, "赣州医院", "涪陵医院"]),
)  # fmt: skip
QUERIES = st.lists(
    st.sampled_from([
        "党建", "绩效", "-党建", "地区:江西", "地区:涪陵", "-地区:江西省", "主题:party", "主题:party.brand",
        "做法:双主官", "-做法:晨会",
        "年份:2019..2021", "类型:医院", "主题:party.branch OR 主题:system.city_group", "医院:赣州",
        "党建 OR 地区:重庆", "有:笔记",
        "地区:江西省/赣州市", "地区:全国/未标注",
    ]),
    max_size=4,
).map(" ".join)  # fmt: skip


def _values(case, parents):
    sure = [theme.id for theme in case.themes if theme.status in ("auto", "user")]
    place = case.region
    return {
        "theme": set(sure) | {parents[case_id] for case_id in sure},
        "region": {place.province or "全国/未标注"},
        "city": {f"{place.province}/{place.city}"} if place.city else set(),
        "county": {"/".join(n for n in (place.province, place.city, place.county) if n)} if place.county else set(),
        "practice": {p.name for p in case.practices if p.status in ("auto", "user")},
        "year": {str(case.year)} if case.year else set(),
        "kind": {case.kind},
        "tag": set(),
    }


def _true(term, case, values):
    if term.field is None:
        return term.value in case.text
    kinds = {"医院": "hospital", "专家": "expert", "方案": "plan"}
    place = [n for n in (case.region.province, case.region.city, case.region.county) if n]
    return {
        "theme": lambda: term.value in values["theme"],
        "region": lambda: (
            not case.region.province
            if term.value == "全国/未标注"
            else all(any(name.startswith(piece) for name in place) for piece in term.value.split("/"))
        ),
        "practice": lambda: term.value in values["practice"],
        "year": lambda: case.year is not None and 2019 <= case.year <= 2021,
        "kind": lambda: kinds[term.value] == case.kind,
        "owner": lambda: term.value in (case.owner or ""),
        "has": lambda: False,
    }[term.field]()


def _matches(asked, case, values, dropping=None):
    def holds(clause):
        return any(_true(term, case, values) for term in clause.any) != clause.negated

    return all(holds(clause) for clause in asked.clauses if dropping is None or clause.field != dropping)


@settings(max_examples=25, deadline=None)
@given(st.lists(DRAFTS, min_size=1, max_size=8), st.lists(QUERIES, min_size=1, max_size=6))
def test_every_count_is_what_a_recount_by_hand_gives(tmp_path_factory, given_cases, asked):
    from db.engine import Store

    store = Store.open(tmp_path_factory.mktemp("recount") / "甲.xinglin")
    parents = {"party.branch": "party", "party.brand": "party", "system.city_group": "system"}
    try:
        with store.writing("导入") as connection:
            for case_id, parent in {"party": None, "system": None, **parents}.items():
                connection.exec_driver_sql(
                    "INSERT INTO themes (id, name, parent) VALUES (?, ?, ?)", (case_id, case_id, parent)
                )
            cases.add(connection, paper(), given_cases, "2026-01-01")
        values = [_values(case, parents) for case in given_cases]
        with store.reading() as connection:
            for text in asked:
                read = query.parse(text)
                bits, counted = search(store, connection).counts(read)
                wanted = {n + 1 for n, case in enumerate(given_cases) if _matches(read, case, values[n])}
                assert set(search(store, connection).keys(bits)) == wanted, text
                for facet in SHOWN:
                    own = "region" if facet in ("city", "county") else facet
                    left = [v for case, v in zip(given_cases, values, strict=True) if _matches(read, case, v, own)]
                    names = {name for one in left for name in one[facet]}
                    recount = {name: sum(name in one[facet] for one in left) for name in names}
                    assert counted[facet] == recount, (text, facet)
    finally:
        store.close()


@pytest.mark.parametrize(
    ("asked", "total"), [("有:笔记", 1), ("有:星标", 1), ("有:未读", 2), ("有:已读", 1), ("标签:甲", 1)]
)
def test_what_a_person_did_can_be_asked_for(store, asked, total):
    fill(store, TEXTS[:3])
    with store.writing("改") as connection:
        ids = list(connection.exec_driver_sql("SELECT id FROM cases").scalars())
        notes.add(connection, ids[0], "好", "2026-01-01")
        cases.star(connection, [2], on=True)
        cases.tag(connection, [3], ["甲/乙"], [])
        cases.keep_place(connection, 1, 4, 0.5, "2026-01-01")

    with store.reading() as connection:
        one = search(store, connection)
        assert len(one.keys(one.matching(query.parse(asked)))) == total
