"""What may answer a question: passages of the text itself, each with its reason."""

from itertools import pairwise

import pytest

from app.services.hinting import LONGEST, MOST, asked_words, dealt, hints, role_of
from app.services.library import Library
from db.records import CaseDraft, DocumentDraft, Practice
from tests.services.comparables import fill


@pytest.fixture
def cases(tmp_path):
    library = Library.open(tmp_path / "甲.xinglin")
    yield library.cases(fill(library))
    library.close()


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("背景", "背景"), ("做法", "做法"), ("见效的数", "成效"), ("遇到哪些困难", "难点"), ("本院可借鉴", "可借鉴"),
        ("绩效怎样考", ""), ("见效的数字", "成效"), ("数字化怎样做", ""), ("大数据怎样用", ""),
    ],
)  # fmt: skip
def test_a_question_tells_by_its_words_what_is_looked_for(title, role):
    assert role_of(title) == role


def test_words_that_only_ask_are_not_looked_for():
    assert asked_words("绩效怎样考核") == ("绩效", "考核")
    assert asked_words("风险在哪里") == ("风险",)


def test_every_suggestion_stands_in_the_text_as_it_is_told(cases):
    for case in cases:
        for title in ("背景", "做法", "成效", "难点", "可借鉴", "随访怎样做"):
            for hint in hints(case, title, role_of(title)):
                assert case.text[hint.start : hint.end] == hint.text
                assert hint.reason
                assert hint.paragraph >= 1
                assert "\n" not in hint.text


def test_results_are_offered_for_what_was_achieved_with_the_figure_as_reason(cases):
    first = hints(cases[0], "见效的数", "成效")[0]
    assert "63%提高到92%" in first.text
    assert first.reason.startswith("成效：出院随访率")


def test_practices_come_first_for_what_was_done(cases):
    first = hints(cases[0], "做法", "做法")[0]
    assert "云随访" in first.text
    assert first.reason == "做法“云随访”"


def test_difficulties_are_found_by_the_words_that_tell_of_them(cases):
    found = hints(cases[0], "难点", "难点")
    assert [("难题" in one.text, one.reason) for one in found] == [(True, "含“不足”")]


def test_a_question_of_ones_own_goes_by_its_words(cases):
    found = hints(cases[1], "绩效怎样考核", "")
    assert "绩效考核" in found[0].text
    assert "“绩效”" in found[0].reason
    assert hints(cases[2], "绩效怎样考核", "") == ()


def test_a_text_without_parts_and_figures_offers_nothing_for_them(cases):
    assert hints(cases[2], "成效", "成效") == ()


def test_suggestions_do_not_overlap_and_are_few_and_short(tmp_path):
    text = (
        "。".join(f"第{n}步，遇到的难题是排班，" + "大家商量着把班次排开，" * 12 + "才算过去" for n in range(20)) + "。"
    )
    library = Library.open(tmp_path / "乙.xinglin")
    paper = DocumentDraft(path="a", name="a", text=text, fingerprint="a")
    case = library.case(library.add_document(paper, [CaseDraft(kind="hospital", title="长", text=text)])[0])
    found = hints(case, "难点", "难点")
    library.close()
    assert len(found) == MOST
    spans = sorted((one.start, one.end) for one in found)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all(len(one.text) <= 2 * LONGEST for one in found)


def told_of(tmp_path, text, **more):
    library = Library.open(tmp_path / "丙.xinglin")
    paper = DocumentDraft(path="b", name="b", text=text, fingerprint="b")
    case = library.case(library.add_document(paper, [CaseDraft(kind="hospital", title="案", text=text, **more)])[0])
    library.close()
    return case


def test_a_passage_is_offered_for_the_one_question_it_answers_best(cases):
    asked = [
        (title, role_of(title)) for title in ("背景", "做法", "成效", "难点", "可借鉴", "随访怎样做", "云随访怎么来的")
    ]
    for case in cases:
        spans = sorted((one.start, one.end) for found in dealt(case, asked) for one in found)
        assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_who_loses_a_passage_gets_the_next_best_one(tmp_path):
    text = "排班难题靠排班系统解决了。\n另一个难题是没有床位。"
    start = text.index("排班系统")
    case = told_of(tmp_path, text, practices=(Practice("排班系统", "排班系统", start=start, end=start + 4),))
    assert "排班" in hints(case, "难点", "难点")[0].text
    hard, done = dealt(case, [("难点", "难点"), ("做法", "做法")])
    assert [one.text for one in done] == ["排班难题靠排班系统解决了"]
    assert [one.text for one in hard] == ["另一个难题是没有床位"]


def test_of_two_equal_claims_the_first_question_has_the_passage(tmp_path):
    case = told_of(tmp_path, "护士站搬到了病房中间。\n护士站夜里也亮着灯。")
    first, second = dealt(case, [("护士站", ""), ("护士站", "")])
    assert [one.paragraph for one in first] == [1]
    assert [one.paragraph for one in second] == [2]
