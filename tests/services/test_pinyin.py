import pytest

from app.services.pinyin import spells
from db.records import Mark


@pytest.mark.parametrize(
    ("typed", "text", "start", "end"),
    [
        ("djcf", "南山医院党建查房制度", 4, 8),
        ("dangjian chafang", "党建查房", 0, 4),
        ("DangJianChaF", "党建查房", 0, 4),
        ("djchafang", "党建查房", 0, 4),
        ("chongqing", "重慶市", 0, 2),
        ("cq", "重庆", 0, 2),
        ("xm", "厦门市", 0, 2),
        ("yh", "银行", 0, 2),
        ("cs", "长沙", 0, 2),
        ("chaoyang", "朝阳", 0, 2),
        ("xi'an", "西安", 0, 2),
        ("lü", "绿色", 0, 1),
        ("Dǎng jiàn", "党建", 0, 2),
        ("drgff", "ＤＲＧ付费", 0, 5),
        ("党jian", "党建", 0, 2),
        ("5gjj", "𠮷5G急救", 1, 5),
        ("shx", "双向", 0, 2),
    ],
)  # fmt: skip
def test_letters_spell_a_stretch_of_the_original(typed, text, start, end):
    assert spells(typed, text) == (Mark(start, end),)


@pytest.mark.parametrize(
    ("typed", "text"),
    [("zq", "重庆"), ("sm", "厦门"), ("zs", "长沙"), ("党建", "党建"), ("", "党建"), ("dj", ""), ("-", "党建"),
     ("djx", "党建"), ("\ud800", "党建"), ("a" * 5000, "啊"), ("xi an", "先"), ("123", "123")],
)  # fmt: skip
def test_what_is_not_spelled_is_none(typed, text):
    assert spells(typed, text) is None
