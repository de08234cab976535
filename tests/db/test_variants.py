import random

import pytest

from db import numerals
from db.variants import Options, spellings, variants

GROUPS = (("医联体", "医疗联合体"), ("DRG", "按病组付费"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("三百", "300"),
        ("一万二千", "12000"),
        ("1.2万", "12000"),
        ("百分之九十", "90%"),
        ("百分之三点五", "3.5%"),
        ("９０％", "百分之九十"),
        ("两百张床位", "200张床位"),
        ("二百", "两百"),
        ("二〇二三年", "2023年"),
        ("二零二三年", "二〇二三年"),
        ("十二例", "12例"),
        ("三千亿", "3000亿"),
        ("2.5万元", "25000元"),
    ],
)
def test_a_number_is_the_same_in_any_script(one, other):
    assert variants(other)[0] in variants(one)
    assert variants(one)[0] in variants(other)


@pytest.mark.parametrize(
    "word", ["一体化", "三级医院", "万一", "十三五", "5G急救", "COVID-19", "007", "3", "一", "一点", ""]
)
def test_what_is_no_count_is_left_alone(word):
    assert len(variants(word)) == (1 if word else 0)


def test_numbers_can_be_left_alone():
    assert variants("三百", Options(numerals=False)) == ("三百",)


def test_synonyms_find_each_other_within_a_word_too_and_can_be_switched_off():
    assert variants("醫聯體建设", Options(), GROUPS) == ("医联体建设", "医疗联合体建设")
    assert variants("按病组付费", Options(), GROUPS) == ("按病组付费", "drg")
    assert variants("医联体", Options(synonyms=False), GROUPS) == ("医联体",)


def test_a_synonym_of_one_character_counts_only_as_a_whole():
    groups = (("院", "医院"),)

    assert variants("院", Options(), groups) == ("院", "医院")
    assert variants("院长", Options(), groups) == ("院长",)


def test_alternatives_are_told_as_a_person_would_write_them():
    assert spellings("按病组付费", Options(), GROUPS) == ("DRG",)


def test_alternatives_have_an_end():
    many = tuple((f"词{n}", "甲词") for n in range(500))

    assert len(variants("词1词2三百词3四百词4五百", Options(), many)) <= 16
    assert variants("三百" * 5000) == ("三百" * 5000,)


def test_every_number_reads_back_from_how_it_is_spoken():
    chance = random.Random(7)
    for _ in range(3000):
        value = chance.randrange(10 ** chance.randrange(1, 16))
        assert numerals.number(numerals.written(value)) == value


@pytest.mark.parametrize(
    "text", ["", "百分之", "点五", "三点", "百万点", "1.2.3", "一一百", "千千千", "\x00", "九" * 40]
)
def test_what_is_no_number_is_none_and_never_an_error(text):
    numerals.number(text)
    variants(text)
