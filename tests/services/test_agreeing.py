"""How far readers agree, against worked examples."""

import pytest

from app.services.agreeing import agreement, grade


def rows(*columns):
    return {f"r{n}": {f"c{m}": said for m, said in enumerate(column)} for n, column in enumerate(columns)}


def test_two_readers_are_compared_by_cohens_kappa():
    one = ["recommend"] * 20 + ["recommend"] * 5 + ["reject"] * 10 + ["reject"] * 15
    other = ["recommend"] * 20 + ["reject"] * 5 + ["recommend"] * 10 + ["reject"] * 15
    found = agreement(rows(one, other))
    assert found.share == pytest.approx(0.70)
    assert found.kappa == pytest.approx(0.40)
    assert "70%" in found.words
    assert "Cohen" in found.words


def test_more_readers_are_compared_by_fleiss_kappa():
    """The table of Fleiss' own textbook example: 14 raters, 10 subjects, 5 categories, kappa 0.210."""
    table = (
        (0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1),
        (7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7),
    )  # fmt: skip
    subjects = [[str(kind) for kind, count in enumerate(row) for _ in range(count)] for row in table]
    found = agreement(rows(*zip(*subjects, strict=True)))
    assert (found.readers, found.cases) == (14, 10)
    assert found.kappa == pytest.approx(0.210, abs=0.001)


def test_where_all_say_the_same_kappa_is_not_defined_and_said_so():
    found = agreement(rows(["useful"] * 4, ["useful"] * 4, ["useful"] * 4))
    assert found.share == 1
    assert found.kappa is None
    assert "无从计算" in found.words


def test_only_cases_all_of_them_judged_are_compared():
    found = agreement(rows(["useful", "", "reject"], ["useful", "reject", ""]))
    assert found.cases == 1
    assert "1 案" in found.words


@pytest.mark.parametrize("told", [{}, {"甲": {"c": "useful"}}, {"甲": {"c": "useful"}, "乙": {}}])
def test_too_little_to_compare_is_said_in_words(told):
    found = agreement(told)
    assert found.share is None
    assert found.words


def test_less_than_chance_has_a_word_too():
    assert grade(-0.3) == "不如随意猜测"
    assert grade(0.9) == "几乎完全一致"
