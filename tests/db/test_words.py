import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import words

MIXED = st.text(alphabet=st.sampled_from("医醫院CTct２5+，。 \n\u3000①㎡…é\u0301e𠮷\u200b\ufe0fİß（(“"), max_size=30)


@settings(max_examples=300, deadline=None)
@given(st.one_of(MIXED, st.text(max_size=30)))
def test_the_quick_folding_and_the_one_with_positions_agree(text):
    folded = words.fold(text)

    assert folded.text == words.flat(text)
    assert len(folded.starts) == len(folded.ends) == len(folded.text)
    assert all(start < end for start, end in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)


@settings(max_examples=300, deadline=None)
@given(MIXED, st.integers(0, 30), st.integers(1, 8))
def test_every_piece_of_a_text_is_found_where_it_stands(text, at, length):
    if at < len(text) and "\u0301" in text[at + length : at + length + 1] + text[at : at + 1]:
        return  # the cut goes between a letter and its accent
    piece = words.flat(text[at : at + length])

    places = words.found(text, piece)

    assert bool(places) == bool(piece)
    for start, end in places:
        assert piece in words.flat(text[start:end])
    if piece:
        assert words.first(text, piece) == places[0][0]


@pytest.mark.parametrize(
    ("text", "wanted", "marked"),
    [
        ("ＣＴ检查", "ct", ["ＣＴ"]),
        ("党 建\n查房", "党建查房", ["党 建\n查房"]),
        ("达到９２％", "92%", ["９２％"]),
        ("共①②项", "12", ["①②"]),
        ("面积5㎡", "5m2", ["5㎡"]),
        ("吉𠮷吉", "𠮷", ["𠮷"]),
        ("Cafe\u0301馆", "café馆", ["Cafe\u0301馆"]),
        ("隐\u200b形", "隐形", ["隐\u200b形"]),
        ("等等……", "……", ["……"]),
    ],
)
def test_marks_fall_on_the_original_characters(text, wanted, marked):
    assert [text[start:end] for start, end in words.found(text, words.flat(wanted))] == marked


def test_traditional_characters_find_simplified_ones_and_back():
    if words.flat("醫") == "醫":
        pytest.skip("the table of characters is not shipped yet")
    assert words.flat("醫院黨建") == words.flat("医院党建") == "医院党建"
    assert words.found("人民醫院", words.flat("医院")) == [(2, 4)]


def test_tokens_are_pairs_with_the_last_character_alone_so_that_no_phrase_runs_on():
    assert words.tokens("党建查") == "党建 建查 查"
    assert words.tokens("党") == "党"
    assert words.phrase('党"建') == '"党"" ""建"'


def test_words_are_cut_only_when_wanted():
    import subprocess
    import sys

    code = "import sys, db.words; db.words.flat('党建'); assert 'jieba' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
