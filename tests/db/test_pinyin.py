import subprocess
import sys

import pytest

from db import pinyin
from db.known import Listing


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("重庆", "chong qing"), ("厦门", "xia men"), ("银行", "yin hang"), ("长沙", "chang sha"), ("院长", "yuan zhang"),
     ("会计", "kuai ji"), ("绿色", "lv se"), ("行政", "xing zheng")],
)  # fmt: skip
def test_a_character_is_read_as_its_word_has_it(word, syllables):
    assert " ".join(pinyin.syllables(word)) == syllables


def test_letters_of_hospitals_lead_to_names_without_reading_all_of_them():
    listing = Listing([("重庆市南山医院", 3), ("厦门东海医院", 1), ("长沙北湖医院", 2)])

    assert [hit.name for hit in listing.spelled("cq", 9)] == ["重庆市南山医院"]
    assert [hit.name for hit in listing.spelled("yiyuan", 9)] == ["重庆市南山医院", "长沙北湖医院", "厦门东海医院"]
    assert [(hit.name, hit.rank) for hit in listing.spelled("changsha", 9)] == [("长沙北湖医院", 1)]
    assert listing.spelled("zq", 9) == []


def test_names_are_found_by_a_part_whole_ones_and_beginnings_first():
    listing = Listing([("党建查房制度", 9), ("查房", 1), ("三级查房", 5), ("查房日", 2)])

    assert [(hit.name, hit.rank) for hit in listing.holding("查房", 9)] == [
        ("查房", 0), ("查房日", 1), ("党建查房制度", 2), ("三级查房", 2),
    ]  # fmt: skip
    assert listing.holding("没有", 9) == []
    assert len(listing.holding("查房", 2)) == 2


def test_both_ways_are_as_good_as_looking_at_every_name():
    names = ["甲乙丙", "重庆", "朝阳医院", "a1院", "院", "银行行长", "乐园长乐", "给重行会", "𠮷祥医院", "x", " 空 格 "]
    listing = Listing((name, 1) for name in names)

    for wanted in ("院", "医院", "a", "行", "祥", "空格"):
        assert {hit.name for hit in listing.holding(wanted, 99)} == {n for n in names if wanted in n.replace(" ", "")}
    for letters in ("yy", "yh", "cq", "a1y", "xz", "hz", "hh", "cl", "ly", "kg", "yuan"):
        assert {hit.name for hit in listing.spelled(letters, 99)} == {
            name for name in names if pinyin.spelled(letters, name.replace(" ", ""))
        }, letters


def test_the_tables_are_read_only_when_pinyin_is_asked_for():
    code = "import db.pinyin, app.services.pinyin, db.known; assert not db.pinyin._characters.cache_info().currsize"

    subprocess.run([sys.executable, "-c", code], check=True)


def test_any_letters_are_looked_for_without_end_or_error():
    listing = Listing([("啊" * 300, 1), ("重" * 80, 1)])

    for letters in ("a" * 64, "zhzhzhzh" * 8, "xianxian" * 8, "i", "v" * 30):
        typed = pinyin.typed(letters)
        assert typed is not None
        listing.spelled(typed, 5)
