import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.differing import Part, aligned, difference, likeness


def kinds(before, after):
    return [(part.kind, part.text) for part in difference(before, after)]


def test_small_changes_are_told_by_the_character_and_figures_whole():
    assert kinds("随访率升到92%，大家高兴。", "随访率升到95%，大家都高兴。") == [
        ("same", "随访率升到"), ("gone", "92"), ("new", "95"), ("same", "%，大家"), ("new", "都"), ("same", "高兴。"),
    ]  # fmt: skip


def test_a_sentence_with_little_in_common_is_replaced_whole():
    told = kinds("头一段照旧。\n食堂添了软食窗口。", "头一段照旧。\n救护车换上新轮胎！")
    assert told == [("same", "头一段照旧。\n"), ("gone", "食堂添了软食窗口。"), ("new", "救护车换上新轮胎！")]


def test_the_same_text_is_one_part_and_no_text_is_none():
    assert kinds("甲\n乙", "甲\n乙") == [("same", "甲\n乙")]
    assert kinds("", "") == []
    assert kinds("", "甲") == [("new", "甲")]


texts = st.text("甲乙丙，。\n1 ", max_size=60)


@settings(max_examples=400, deadline=None)
@given(texts, texts)
def test_the_parts_give_both_texts_back_and_so_do_the_rows(before, after):
    parts = difference(before, after)
    assert "".join(p.text for p in parts if p.kind != "new") == before
    assert "".join(p.text for p in parts if p.kind != "gone") == after
    assert all(p.text for p in parts)
    rows = aligned(parts)
    for side, text in (("before", before), ("after", after)):
        shown = [getattr(row, side) for row in rows if getattr(row, side) is not None]
        assert "\n".join("".join(p.text for p in line) for line in shown) == text
    assert 0 <= likeness(parts) <= 1
    assert any(row.changed for row in rows) == (before != after)


def test_paragraphs_stand_beside_those_they_became():
    before = "第一段讲挂号的事。\n第二段讲取药的事，改了三次。\n第三段讲随访。"
    after = "第一段讲挂号的事。\n凭空添的一段，说停车。\n第二段讲取药的事，改了五次。\n第三段讲随访。"
    sides = [
        tuple(None if side is None else "".join(p.text for p in side)[:3] for side in (row.before, row.after))
        for row in aligned(difference(before, after))
    ]
    assert sides == [("第一段", "第一段"), (None, "凭空添"), ("第二段", "第二段"), ("第三段", "第三段")]


LINES = "".join(f"第{n}行，说的是第{n * 7}号病区。\n" for n in range(30_000))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("甲" * 1_000_000, "乙" * 1_000_000),
        ("甲乙" * 500_000, "乙甲" * 500_000),
        ("同样的一行。\n" * 10_000, "同样的一行。\n" * 9_000 + "别的。\n" * 50 + "同样的一行。\n" * 700),
        ("甲\n乙\n" * 10_000, "乙\n甲\n丙\n" * 10_000),
        ("\n" * 1_000_000, "\n" * 500_000 + "甲" + "\n" * 500_000),
        (LINES, LINES[200_000:] + LINES[:200_000]),
        (LINES, LINES[::-1]),
    ],
    ids=["letters", "shifted", "repeated", "mixed", "empty lines", "moved", "reversed"],
)
def test_a_megabyte_is_compared_whole_whatever_stands_in_it(before, after):
    parts = difference(before, after)
    assert aligned(parts)
    assert "".join(p.text for p in parts if p.kind != "new") == before
    assert "".join(p.text for p in parts if p.kind != "gone") == after


def test_a_likeness_is_the_share_of_both_texts():
    assert likeness((Part("same", "甲乙"), Part("gone", "丙丁"), Part("new", "戊己"))) == 0.5
    assert likeness(()) == 1.0
