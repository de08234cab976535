"""Reviewing: whatever a person moves, every character of the file stays in one place and spans stay true."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.messages import Trouble
from app.services import recasting, reviewing, settling
from app.services.importing import Prepared, fingerprint
from db.records import DocumentDraft
from tests.pages import PAGE


def prepared(text=PAGE, name="年会.txt"):
    from app.extract.understand import understand

    document = DocumentDraft(path=f"/d/{name}", name=name, text=text, fingerprint=fingerprint(text))
    return Prepared(document.path, "ready", document, understand(text, name).cases)


@pytest.fixture(scope="module")
def page():
    return recasting.opened(prepared())


def piece(review, words):
    return next(p.number for p in review.pieces if p.text.startswith(words))


def bare(text):
    """Without white space and without what no one can see: the two may stand between lines."""
    return "".join(text.replace("\u200b", "").split())


def whole(review):
    """What must be true of every review."""
    text = review.document.text
    assert "".join(text[p.start : p.end] for p in review.pieces) == text
    placed = [number for case in review.cases for number in case.pieces]
    assert len(placed) == len(set(placed))
    assert all(case.pieces for case in review.cases)
    assert len({case.key for case in review.cases}) == len(review.cases)
    for case in review.cases:
        if case.stale:
            continue
        spans = "".join(text[s.offset : s.offset + s.length] for s in case.draft.spans)
        own = "".join(
            text[p.span.offset : p.span.offset + p.span.length] for p in map(review.pieces.__getitem__, case.pieces)
        )
        assert bare(spans) == bare(own)
        body = "".join(review.pieces[number].text for number in case.pieces[case.heading :])
        assert "".join(case.draft.text.split()) == "".join(body.split())


def test_a_review_opens_with_the_cases_as_they_were_understood(page):
    whole(page)
    assert [case.draft.owner for case in page.cases] == ["清河县人民医院", "平山市中心医院", "临江区中医院"]
    assert [case.draft for case in page.cases] == list(prepared().cases)


def test_understanding_anew_what_did_not_change_changes_nothing(page):
    stale = replace(page, cases=tuple(replace(case, stale=True) for case in page.cases))
    assert recasting.recast(stale).cases == page.cases


def test_what_stands_outside_all_cases_says_why(page):
    outside = {page.pieces[n].text: page.pieces[n].why for n, key in enumerate(page.owners()) if key is None}
    assert outside["（记者 李文）"] == "byline"
    assert outside["会场一角"] in ("front", "caption")


MOVES = st.lists(
    st.tuples(st.sampled_from(["cut", "merge", "split", "assign", "out", "run", "accept", "drop", "cast"]),
              st.integers(0, 40), st.integers(0, 40)),
    max_size=14,
)  # fmt: skip


def moved(review, move):
    kind, one, other = move
    number, target = one % len(review.pieces), other % len(review.pieces)
    keys = [case.key for case in review.cases]
    if kind == "split":
        return reviewing.split(review, number)
    if kind == "out" or not keys:
        return reviewing.assigned(review, [number], None)
    key = keys[other % len(keys)]
    if kind == "cut":
        return reviewing.cut_moved(review, keys[one % len(keys)], target)
    if kind == "merge":
        return reviewing.merged(review, key)
    if kind == "assign":
        return reviewing.assigned(review, [number], key)
    if kind == "run":
        return reviewing.assigned(review, reviewing.run_from(review, number), key)
    if kind == "cast":
        return recasting.recast(review)
    names = [item.name for item in settling.items(review, key)]
    deed = settling.accept if kind == "accept" else settling.drop
    return deed(review, key, names[one % len(names)])


@settings(max_examples=60, deadline=None)
@given(MOVES)
def test_any_sequence_of_moves_keeps_every_character_in_exactly_one_place(moves):
    review = recasting.opened(prepared())
    for move in moves:
        before = review
        review = moved(review, move)
        whole(review)
        whole(before)
    whole(recasting.recast(review))


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="医院党建工作患者满意度95%，。：\n 　“”（）12a\r\t\u200b", max_size=200), MOVES)
def test_moves_keep_any_text_whole(text, moves):
    made = prepared(text + "\n清河县人民医院推行家门口随访制度。")
    review = recasting.opened(made)
    for move in moves:
        review = moved(review, move)
    whole(recasting.recast(review))


def test_a_cut_moves_up_and_down_but_never_past_another(page):
    second = page.cases[1]
    opening = second.pieces[0]
    up = reviewing.cut_moved(page, second.key, opening - 1)
    assert up.case(second.key).pieces[0] == opening - 1
    assert reviewing.cut_moved(up, second.key, opening).owners() == page.owners()
    far = reviewing.cut_moved(page, second.key, 0)
    assert far.case(second.key).pieces[0] == page.cases[0].pieces[0] + 1
    assert reviewing.cut_moved(page, page.cases[2].key, 999) == page


def test_a_merged_case_keeps_the_title_of_the_one_before_and_all_the_words(page):
    first, second = page.cases[:2]
    both = recasting.recast(reviewing.merged(page, second.key))
    whole(both)
    assert [case.key for case in both.cases] == [first.key, page.cases[2].key]
    draft = both.case(first.key).draft
    assert (draft.title, draft.owner) == (first.draft.title, first.draft.owner)
    assert "夜间门诊" in draft.text
    assert {p.name for p in second.draft.practices} <= {p.name for p in draft.practices}


def test_a_case_split_at_a_speaker_line_is_read_from_that_line(page):
    both = reviewing.merged(page, page.cases[1].key)
    again = recasting.recast(reviewing.split(both, piece(page, "平山市中心医院 党委")))
    assert [case.draft.owner for case in again.cases] == [case.draft.owner for case in page.cases]
    assert [case.draft.title for case in again.cases] == [case.draft.title for case in page.cases]


def test_a_stray_tail_given_to_its_case_goes_to_the_end_of_it(page):
    tail = piece(page, "因和改进的日期")
    first = page.cases[0]
    out = reviewing.assigned(page, [tail], None)
    back = recasting.recast(reviewing.assigned(out, [tail], first.key))
    assert back.case(first.key).pieces[-1] == tail
    assert back.case(first.key).draft.text.endswith("下个月再看是否做到。")
    assert "说明原因和改进的日期" in back.case(first.key).draft.text


def test_an_unsure_join_is_a_doubt_until_a_person_accepts_it(page):
    tail = piece(page, "因和改进的日期")
    far = reviewing.assigned(page, [tail], page.cases[2].key)
    far = recasting.recast(reviewing.assigned(far, [tail], page.cases[0].key))
    join = next(join for join in far.shown_joins() if join.right == tail)
    loose = replace(far, joins=(replace(join, trust="loose"),))
    assert loose.doubts() == 1
    assert reviewing.accepted(loose, join).doubts() == 0


def test_what_a_person_settled_survives_a_case_understood_anew(page):
    key = page.cases[1].key
    review = settling.change(page, key, "owner", {"owner": "平山市第一医院", "aliases": "平山医院"})
    review = settling.change(review, key, "theme:", {"theme": "party.branch"})
    review = settling.accept(review, key, "practice:夜间门诊")
    number = next(item.name for item in settling.items(review, key) if item.field == "result")
    review = settling.drop(review, key, number)
    review = recasting.recast(reviewing.assigned(review, [review.case(key).pieces[-1]], None))
    draft = review.case(key).draft
    assert (draft.owner, draft.owner_aliases) == ("平山市第一医院", ("平山医院",))
    assert {t.id: t.status for t in draft.themes}["party.branch"] == "user"
    practice = next(p for p in draft.practices if p.name == "夜间门诊")
    assert practice.status == "user"
    assert draft.text[practice.start : practice.end]
    assert number not in {item.name for item in settling.items(review, key)}


def test_a_settled_practice_goes_with_the_half_it_is_printed_in(page):
    first = page.cases[0].key
    both = recasting.recast(reviewing.merged(page, page.cases[1].key))
    both = settling.accept(both, first, "practice:夜间门诊")
    again = recasting.recast(reviewing.split(both, piece(page, "平山市中心医院 党委")))
    upper, lower = again.cases[0].draft, again.cases[1].draft
    assert "夜间门诊" not in {p.name for p in upper.practices}
    assert {p.name: p.status for p in lower.practices}["夜间门诊"] == "user"


def test_a_place_is_written_in_words_and_nonsense_is_refused(page):
    key = page.cases[0].key
    review = settling.change(page, key, "region", {"place": "江西省 赣州市"})
    assert (review.case(key).draft.region.city, review.case(key).draft.region.basis) == ("赣州市", "user")
    for name, words in (("region", {"place": "没有这个地方"}),
                        ("source", {"published": "昨天", "publisher": "", "reporter": ""})):  # fmt: skip
        with pytest.raises(Trouble):
            settling.change(page, key, name, words)


def test_a_date_is_written_to_the_document(page):
    words = settling.words_of(page, 1, "source") | {"published": "2023年5月8日", "publisher": "县报"}
    document = settling.change(page, 1, "source", words).document
    assert (document.published, document.publisher) == ("2023-05-08", "县报")


def test_a_figure_is_corrected_and_keeps_its_place(page):
    key = page.cases[0].key
    name = next(i.name for i in settling.items(page, key) if i.field == "result" and i.value.value == 96)
    words = settling.words_of(page, key, name) | {"value": "97"}
    review = settling.change(page, key, name, words)
    result = next(r for r in review.case(key).draft.results if r.status == "user")
    assert (result.value, result.unit) == (97, "%")
    with pytest.raises(Trouble):
        settling.change(page, key, name, words | {"value": "许多"})


def test_only_what_is_sure_is_handed_on_when_asked(page):
    case = page.cases[0]
    doubtful = replace(case.draft, themes=tuple(replace(t, status="suggested") for t in case.draft.themes))
    review = replace(page, cases=(replace(case, draft=doubtful),))
    assert recasting.prepared_of(review, sure=True).cases[0].themes == ()
    assert recasting.prepared_of(review).cases[0].themes == doubtful.themes
    assert len(settling.open_items(review, case.key)) >= len(doubtful.themes)


def test_the_real_texts_open_whole_and_are_the_same_when_understood_anew(seeds):
    from app.extract.understand import understand

    for seed in sorted(seeds.glob("*.txt")):
        text = seed.read_text(encoding="utf-8")
        document = DocumentDraft(path=str(seed), name=seed.name, text=text, fingerprint="x")
        review = recasting.opened(Prepared(str(seed), "ready", document, understand(text, seed.name).cases))
        whole(review)
        stale = replace(review, cases=tuple(replace(case, stale=True) for case in review.cases))
        anew = recasting.recast(stale)
        whole(anew)
        assert [case.draft.text for case in anew.cases] == [case.draft.text for case in review.cases]
