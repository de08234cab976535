"""Practices as cards: who, where, since when, in which words, with which results."""

import pytest

from app.services import practised_sheet, practising
from app.services.library import Library
from app.services.practising import Narrowing
from app.task import Cancelled, Task
from db.records import CaseDraft, DocumentDraft, Practice, Region, Result, Theme

TEXT = "开头一句。\n我们办起“夜间门诊”，灯亮到九点。投诉少了三成。\n结尾。"


@pytest.fixture
def library(tmp_path):
    made = Library.open(tmp_path / "库.xinglin")
    yield made
    made.close()


def case(title, *practices, year=None, province=None, text=TEXT, theme="service.process", **more):
    at = text.find("“夜间门诊”")
    spot = (at, at + 6) if at >= 0 else (None, None)
    return CaseDraft(
        kind=more.pop("kind", "hospital"), title=title, text=text, year=year, region=Region(province),
        owner=f"{title}医院", themes=(Theme(theme),),
        practices=tuple(
            one if isinstance(one, Practice) else Practice(one, f"“{one}”", "活动", "auto", *spot) for one in practices
        ), **more,
    )  # fmt: skip


def add(library, *drafts):
    number = len(library.fingerprints())
    document = DocumentDraft(path="文.txt", name=f"文{number}.txt", text="文", fingerprint=f"f{number}")
    return library.add_document(document, drafts)


def listed(library, ids=None, **narrowing):
    return [one.name for one in practising.catalogue(library, Narrowing(**narrowing), ids).listed]


def test_a_card_tells_who_does_it_where_since_when_in_which_words_with_which_results(library):
    at = TEXT.index("三成")
    results = (Result("投诉", 30, "%", start=at, end=at + 2),)
    add(library, case("甲", "夜间门诊", year=2021, province="江西省", results=results),
        case("乙", "夜间门诊", "错峰体检", year=2019, province="山西省"), case("丙", "错峰体检"))  # fmt: skip
    card = practising.card(library, "夜间门诊")
    assert (card.total, card.since, card.first) == (2, 2019, "乙医院")
    assert card.regions == (("山西省", 1), ("江西省", 1))
    assert card.beside == (("错峰体检", 1),)
    second, first = card.doers
    assert (first.who, first.where, first.year) == ("甲医院", "江西省", 2021)
    assert first.quote == "我们办起“夜间门诊”，灯亮到九点。"
    assert first.quote[slice(*first.marked)] == "“夜间门诊”"
    assert (TEXT[first.start : first.end], first.paragraph) == ("“夜间门诊”", 2)
    assert (first.results, first.beside) == (("投诉 30%",), True)
    assert second.results == ()


def test_a_suggested_practice_waits_and_a_plan_only_asks_for_it(library):
    guess = Practice("夜间门诊", "夜间门诊", "活动", "suggested")
    add(library, case("甲", guess), case("方案", "夜间门诊", kind="plan"))
    card = practising.card(library, "夜间门诊")
    assert (card.total, card.guessed) == (1, 1)
    assert [(one.sure, one.asked) for one in card.doers] == [(True, True), (False, False)]


def test_the_list_is_found_by_characters_pinyin_theme_region_kind_and_selection(library):
    ids = add(library, case("甲", "夜间门诊", province="江西省"), case("乙", "夜间门诊", "双主官", province="山西省"),
              case("丙", Practice("廉情分析", "廉情分析会", "会议"), theme="party.integrity"))  # fmt: skip
    assert listed(library) == ["夜间门诊", "廉情分析", "双主官"] or listed(library)[0] == "夜间门诊"
    assert listed(library, words="门诊") == listed(library, words="yjmz") == ["夜间门诊"]
    assert listed(library, words="分析会") == ["廉情分析"]
    assert listed(library, theme="party") == listed(library, type="会议") == ["廉情分析"]
    assert listed(library, region="江西省") == ["夜间门诊"]
    assert listed(library, ids[2:]) == ["廉情分析"]
    assert listed(library, ()) == []


def test_the_list_is_ordered_by_cases_by_sound_or_by_year(library):
    add(library, case("甲", "双主官", "夜间门诊", year=2020), case("乙", "夜间门诊", "爱心粥", year=2018))
    assert listed(library)[0] == "夜间门诊"
    assert listed(library, by="name") == ["爱心粥", "双主官", "夜间门诊"]
    assert listed(library, by="since")[-1] == "双主官"


def test_standing_institutions_are_left_out_until_they_are_wanted(library):
    assert "三会一课" in practising.standing()
    add(library, case("甲", "三会一课", "夜间门诊"))
    found = practising.catalogue(library, Narrowing())
    assert ([one.name for one in found.listed], found.standing) == (["夜间门诊"], 1)
    assert "三会一课" in listed(library, standing=True)


def test_merging_moves_the_card_and_undo_brings_it_back(library):
    add(library, case("甲", "夜间门诊"), case("乙", "夜门诊"))
    library.merge_practices(["夜门诊"], "夜间门诊")
    card = practising.card(library, "夜门诊")
    assert (card.name, card.total, card.formerly) == ("夜间门诊", 2, ("夜门诊",))
    assert dict(card.surfaces) == {"“夜间门诊”": 1, "“夜门诊”": 1}
    library.undo()
    assert practising.card(library, "夜门诊").total == 1


def test_a_hidden_practice_is_listed_only_when_hidden_ones_are_wanted(library):
    add(library, case("甲", "夜间门诊"))
    library.hide_practices(["夜间门诊"], on=True)
    assert listed(library) == []
    assert listed(library, hidden=True) == ["夜间门诊"]
    assert practising.card(library, "夜间门诊").hidden


def test_what_is_only_suggested_is_listed_when_it_is_wanted_within_the_selection(library):
    guess = Practice("夜间门诊", "夜间门诊", "活动", "suggested")
    ids = add(library, case("甲", guess), case("乙", "错峰体检"))
    assert listed(library, ids) == ["错峰体检"]
    assert sorted(listed(library, ids, guessed=True)) == ["夜间门诊", "错峰体检"]
    assert listed(library, ids[1:], guessed=True) == ["错峰体检"]


def test_a_practice_of_no_case_has_no_card(library):
    (case_id,) = add(library, case("甲", "夜间门诊"))
    library.delete_cases([case_id])
    assert practising.card(library, "夜间门诊") is None


def test_of_very_many_cases_the_first_are_told_and_all_are_counted(library):
    add(library, *(case(f"院{n}", "夜间门诊") for n in range(practising.DOERS + 5)))
    card = practising.card(library, "夜间门诊")
    assert (len(card.doers), card.total) == (practising.DOERS, practising.DOERS + 5)


def test_it_stops_when_nobody_wants_it_any_more(library):
    add(library, case("甲", "夜间门诊"))
    with pytest.raises(Cancelled):
        practising.catalogue(library, Narrowing(), task=Task(stopped=lambda: True))


def test_the_sheet_has_the_card_with_its_sources_and_the_list(library):
    add(library, case("甲", "夜间门诊", year=2021), case("乙", "夜间门诊", text="没有这句话。"))
    found = practising.catalogue(library, Narrowing())
    made = practised_sheet.sheet(library, found, practising.card(library, "夜间门诊"), "全部案例")
    card, table = made.parts
    assert [row[1][0].place for row in card.rows] == ["§2，[1]", ""]
    assert card.rows[1][1][0].empty
    assert table.rows[0][0][0].text == "夜间门诊"
    assert practised_sheet.sheet(library, found, None, "").parts == (table,)
