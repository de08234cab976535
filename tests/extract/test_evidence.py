"""How well a case is supported, and the honours it names."""

import pytest

from app.extract.evidence import evidence_of, find_awards
from app.extract.results import find_results


def grade(text):
    return evidence_of(text, find_results(text), find_awards(text))


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("医院改了门诊的路。", 0),
        ("医院开展巡诊45次。", 1),
        ("候诊时间由42分钟缩短到15分钟。", 2),
        ("出院患者满意度排名全省第3。", 3),
        ("医院荣获“金杏林质量奖”。", 4),
    ],
)
def test_each_kind_of_proof_has_its_grade(text, level):
    assert grade(text) == level


def test_honours_are_told_as_printed_each_once():
    text = "医院荣获全国文明单位称号，又获评省级示范基地；科室再获全国文明单位称号。"
    assert find_awards(text) == ("全国文明单位", "省级示范基地")


def test_an_honour_beyond_the_sentence_is_not_gained():
    assert find_awards("医院获得好评。邻市有个先进集体。") == ()


def test_a_hundred_thousand_verbs_of_gaining_name_nothing():
    assert find_awards("荣获" * 100_000) == ()
