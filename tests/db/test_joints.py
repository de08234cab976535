"""What parts a word in print: the breaks of a text with what stands round them, and what nobody sees."""

import re

from hypothesis import given
from hypothesis import strategies as st

from db.joints import UNSEEN, WIDE, Joints
from db.spots import Asked, Spots


@given(text=st.text(alphabet="医院a \n\u3000\x1f\x85\u2028", max_size=40))
def test_every_break_is_told_with_the_characters_on_both_sides(text):
    joints = Joints(text)
    true = [match.span() for match in re.finditer(r"(?<=\S)\s+(?=\S)", text)]

    assert joints.places == true
    assert joints.pairs == "".join(f"{text[start - 1]}{text[end]}\n" for start, end in true)
    assert len(joints.pairs) == WIDE * len(true)


def test_characters_nobody_sees_are_told():
    assert all(Joints(f"医{one}院").unseen for one in UNSEEN)
    assert not Joints("医院 管理").unseen


def test_words_across_breaks_are_found_whether_the_breaks_are_known_or_not():
    texts = ["绩效\n考核与医\n\n院", "医院", "考 核 绩效 考核"]
    asked = [Asked(word, None, (word,), plain=False) for word in ("医院", "绩效考核")]
    known = {at: Joints(text) for at, text in enumerate(texts)}

    one, other = Spots(asked, texts, known), Spots(asked, texts)
    assert (
        one.found
        == other.found
        == {0: {0: (1, "医院"), 1: (1, "绩效考核")}, 1: {0: (1, "医院")}, 2: {1: (1, "绩效考核")}}
    )
    assert one.places(0, 0) == [(6, 10)]
    assert one.begins(2, 1, 0, len(texts[2])) == 4
    assert one.begins(2, 1, 5, len(texts[2])) == -1
