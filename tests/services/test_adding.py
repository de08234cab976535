"""Values pointed out in the text stand where the words stand, and live on when the case is understood anew."""

import pytest

from app.messages import Trouble
from app.services import adding, placing, recasting, reviewing, settling
from tests.pages import PAGE
from tests.services.test_reviewing import piece, prepared


@pytest.fixture(scope="module")
def page():
    return recasting.opened(prepared(PAGE))


def chosen(review, words):
    """The case, the words and their place in its text, as a person chooses them."""
    number = next(p.number for p in review.pieces if words in p.text)
    case = review.case(review.owners()[number])
    start = review.pieces[number].text.index(words)
    return case, placing.in_text(review, case, number, start, start + len(words))


def test_chosen_words_stand_at_the_same_characters_of_the_case(page):
    for words in ("护士站专人随访", "落在后面的病区要说明原", "党委委员轮流"):
        case, at = chosen(page, words)
        assert case.draft.text[slice(*at)] == words
        places = placing.on_pieces(page, case, *at)
        assert "".join(page.pieces[n].text[a:b] for n, a, b in places) == words


def test_words_of_a_heading_have_no_place_in_the_text(page):
    assert chosen(page, "赵一鸣")[1] is None


def test_a_practice_is_pointed_out_without_its_quotation_marks_and_survives(page):
    case, at = chosen(page, "专人随访，")
    after = adding.practice(page, case.key, "专人随访，", at)
    made = next(p for p in after.case(case.key).draft.practices if p.name == "专人随访")
    assert made.status == "user"
    assert after.case(case.key).draft.text[made.start : made.end] == "专人随访"
    anew = recasting.recast(reviewing.assigned(after, [after.case(case.key).pieces[-1]], None))
    assert "专人随访" in {p.name for p in anew.case(case.key).draft.practices}


def test_what_is_no_name_makes_no_practice(page):
    key = page.cases[0].key
    for words in ("", "，。", "长" * 60):
        assert adding.practice(page, key, words, None) == page


def test_a_theme_is_pointed_out_with_its_words(page):
    case, at = chosen(page, "每月公布一次名次")
    after = adding.theme(page, case.key, "party.branch", "每月公布一次名次", at)
    made = next(t for t in after.case(case.key).draft.themes if t.id == "party.branch")
    assert (made.status, made.start, made.end) == ("user", *at)
    assert "每月公布一次名次" in made.reason


def test_a_result_is_read_from_the_sentence_the_words_stand_in(page):
    case, at = chosen(page, "88%升到95%")
    words = adding.result_words(case.draft, "88%升到95%", at)
    assert (words["metric"], words["before"], words["value"], words["unit"]) == ("患者满意度", "88", "95", "%")


def test_a_result_nobody_reads_is_offered_as_far_as_its_words_go(page):
    case, _ = chosen(page, "值班")
    words = adding.result_words(case.draft, "值班医生12名", None)
    assert words["value"] == "12"
    assert words["metric"]


def test_a_result_is_added_refused_without_sense_and_dropped_for_good(page):
    case, at = chosen(page, "各病区每月公布一次名次")
    told = {"metric": "公布名次", "before": "", "value": "１", "unit": "次", "date": "2024"}
    after = adding.result(page, case.key, told, at)
    made = next(r for r in after.case(case.key).draft.results if r.metric == "公布名次")
    assert (made.value, made.unit, made.date, made.status) == (1, "次", "2024", "user")
    assert adding.result(page, case.key, told | {"metric": " "}, at) == page
    for wrong in ("许多", "nan", "1e999"):
        with pytest.raises(Trouble):
            adding.result(page, case.key, told | {"value": wrong}, at)
    gone = settling.drop(after, case.key, settling.name_of(made))
    assert settling.name_of(made) not in {item.name for item in settling.items(gone, case.key)}
    assert piece(page, "医院把随访") in case.pieces
