"""Where words stand in many texts at once: never otherwise than one text after the other would tell."""

from hypothesis import given
from hypothesis import strategies as st

from db import words
from db.spots import Asked, Spots, joined
from db.strictness import Strict

MIXED = "医醫院党 \n　cCＣ1１①,，é´\u0301\u200b㎡𠮷"
FORMS = ("医院", "医", "c", "c1", "党", "1,", "é", "院党")


def one(*forms, strict=None):
    return Asked(forms[0], None, forms, strict=strict, exact=forms, plain=False)


def slowly(asked, text):
    return joined(asked.strict.places(text, asked.forms) if asked.strict else words.places(text, asked.forms))


@given(
    texts=st.lists(st.text(alphabet=MIXED, max_size=30), min_size=1, max_size=5),
    several=st.lists(st.sets(st.sampled_from(FORMS), min_size=1, max_size=3), min_size=1, max_size=3),
)
def test_places_and_marks_are_those_of_each_text_by_itself(texts, several):
    texts = [text.replace("\u0301", "") for text in texts]
    asked = [one(*sorted(forms)) for forms in several]
    spots = Spots(asked, texts)
    for at, text in enumerate(texts):
        for number, word in enumerate(asked):
            true = slowly(word, text)
            assert (number in spots.found.get(at, {})) == bool(true) or "\u200b" in text
            if number in spots.found.get(at, {}):
                assert spots.places(at, number, 100) == true
                assert spots.marks(at, [number], 0, len(text)) == true
                assert spots.stands(at, number, 0, len(text))


@given(
    texts=st.lists(st.text(alphabet=MIXED, max_size=30), min_size=1, max_size=4),
    form=st.sampled_from(("医院", "醫院", "C", "c", "Ｃ", "CＣ", "，")),
    ways=st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
def test_what_is_told_apart_is_told_apart(texts, form, ways):
    strict = Strict(*ways)
    asked = one(strict(form), strict=strict)
    spots = Spots([asked], texts)
    for at, text in enumerate(texts):
        assert (spots.marks(at, [0], 0, len(text)) if at in spots.found else []) == slowly(asked, text)


def test_a_word_is_counted_however_it_is_written():
    spots = Spots([one("医院", "诊所")], ["医院、醫院、医\n院、诊所", "无"])

    assert spots.found == {0: {0: (4, "医院")}}


def test_a_character_that_stands_everywhere_is_counted_and_its_first_places_told():
    spots = Spots([one("医")], ["医" * 500])

    assert spots.found[0][0].times == 500
    assert spots.places(0, 0, 3, 90) == [(0, 1), (90, 91), (180, 181)]
