"""图览: what is counted of a scope is what the list would show, case by case."""

import random
from collections import Counter

import pytest

from app.services import overview as counting
from app.services.library import Library
from app.services.overview import UNPLACED, Choice
from db.records import CaseDraft, DocumentDraft, Practice, Region, Theme

PLACES = (("江西省", "赣州市"), ("山西省", "大同市"), ("四川省", "成都市"), (None, None))
THEMES = ("party.branch", "party.study", "performance.assess", "digital.smart", "system.group")
DEEDS = ("早会", "夜间门诊", "处方共享", "周二查房")


def made(number, chance):
    province, city = chance.choice(PLACES)
    return CaseDraft(
        kind="hospital",
        title=f"案例 {number}",
        text=f"第 {number} 个病区把自己的账本重新理了一遍，写下{chance.random()}。",
        region=Region(province=province, city=city),
        year=chance.choice([None, 2019, 2021, 2022, 2023]),
        evidence=chance.randint(0, 4),
        themes=tuple(Theme(one) for one in chance.sample(THEMES, chance.randint(0, 3))),
        practices=tuple(Practice(one, one) for one in chance.sample(DEEDS, chance.randint(0, 2))),
    )


@pytest.fixture
def library(tmp_path):
    opened = Library.open(tmp_path / "甲.xinglin")
    chance = random.Random(7)
    for paper in range(4):
        draft = DocumentDraft(path=f"/{paper}", name=f"{paper}.txt", text=f"原件{paper}", fingerprint=f"f{paper}")
        opened.add_document(draft, [made(25 * paper + n, chance) for n in range(25)])
    yield opened
    opened.close()


def everything(library):
    return library.find("", limit=1).ids


def recounted(library, ids):
    """The same counts the slow way, from the cases themselves."""
    parents = {one.id: one.parent for one in library.themes()}
    found = {name: Counter() for name in ("regions", "themes", "heat", "years", "practices", "evidence")}
    for case in library.cases(ids):
        place = case.region.province or UNPLACED
        themes = {theme.id for theme in case.themes}
        themes |= {parents[one] for one in themes if parents.get(one)}
        found["regions"][place] += 1
        found["evidence"][str(case.evidence)] += 1
        found["themes"].update(themes)
        found["heat"].update((theme, place) for theme in themes)
        found["practices"].update({practice.name for practice in case.practices})
        found["years"].update([str(case.year)] if case.year else [])
    return found


def test_every_count_is_what_a_recount_of_the_cases_gives(library):
    ids = everything(library)
    seen = counting.overview(library, ids, "")
    again = recounted(library, ids)
    assert seen.total == len(ids) == 100
    assert seen.undated == sum(case.year is None for case in library.cases(ids)) > 0
    for name, counts in again.items():
        assert dict(getattr(seen, name)) == dict(counts), name


def test_a_scope_picked_by_hand_is_counted_by_itself(library):
    ids = random.Random(3).sample(list(everything(library)), 37)
    seen = counting.overview(library, ids)
    assert seen.total == 37
    assert dict(seen.heat) == dict(recounted(library, ids)["heat"])


def test_the_counts_are_those_the_facets_of_the_list_show(library):
    found = library.find("年份:2021..2023")
    seen = counting.overview(library, found.ids, "年份:2021..2023")
    assert dict(seen.regions) == library.find("年份:2021..2023").facets["region"]
    assert dict(seen.themes) == found.facets["theme"]
    assert dict(seen.practices) == found.facets["practice"]


def test_a_click_on_any_mark_lists_exactly_as_many_cases_as_it_says(library):
    query = "年份:2021..2023"
    ids = library.find(query, limit=1).ids
    seen = counting.overview(library, ids, query)
    marks = [((Choice("theme", t), Choice("region", p)), n) for (t, p), n in seen.heat.items()]
    marks += [((Choice("evidence", counting_words(grade)),), n) for grade, n in seen.evidence.items()]
    marks += [((Choice("practice", name),), n) for name, n in seen.practices.items()]
    assert marks
    for choices, count in marks:
        assert library.find(counting.asked(library, query, choices), limit=1).total == count
        assert counting.listed(library, ids, query, choices, 3)[0] == count


def counting_words(grade):
    from db.clauses import GRADES

    return GRADES[grade]


def test_cases_of_no_year_are_a_mark_too(library):
    ids = everything(library)
    seen = counting.overview(library, ids, "")
    query = counting.asked(library, "", [Choice("year", "0001..9999", "not")])
    assert library.find(query, limit=1).total == seen.undated


def test_what_a_query_asks_for_already_is_not_set_free_by_a_click(library):
    query = "地区:江西省"
    assert counting.asked(library, query, [Choice("region", "江西省")]) == query


def test_a_story_told_twice_counts_once_in_every_picture_and_in_the_list(library):
    text = "行风办请病人给大夫打分，分数每月贴在门诊大厅，低分科室当周说明原因并且改正。" * 4
    place = Region(province="江西省", city="赣州市")
    for paper, themes in (("甲报", ("party.branch",)), ("乙报", ("party.branch", "digital.smart"))):
        draft = DocumentDraft(path=f"/{paper}", name=f"{paper}.txt", text=paper, fingerprint=paper)
        told = CaseDraft(
            kind="hospital", title=f"打分的门诊（{paper}）", text=text + paper, owner="赣南医院", region=place,
            themes=tuple(map(Theme, themes)), year=2024,
        )  # fmt: skip
        library.add_document(draft, [told])
    found = library.find("年份:2024")
    assert found.total == 1, "the two are kin"
    seen = counting.overview(library, found.ids, "年份:2024")
    assert (seen.total, seen.kin) == (1, 1)
    assert dict(seen.themes) == found.facets["theme"]
    assert seen.heat["digital.smart", "江西省"] == 1
    by_hand = counting.overview(library, library.find("有:重复", limit=1).ids)
    assert by_hand.total == 1
    assert by_hand.heat["party.branch", "江西省"] == 1


@pytest.mark.parametrize("ids", [(), ("nobody",)])
def test_a_scope_of_nothing_is_counted_without_trouble(library, ids):
    seen = counting.overview(library, ids, "党建")
    assert seen.total == 0
    assert not seen.regions


def test_evidence_can_be_asked_for_in_words_and_by_grade(library):
    named = library.find("证据:前后对比", limit=1)
    assert named.total == sum(case.evidence == 2 for case in library.cases(everything(library)))
    assert library.find("证据:2", limit=1).total == named.total > 0
    assert library.query("证据:2") == library.query("证据:前后对比")
