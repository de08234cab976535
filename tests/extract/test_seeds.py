"""The real texts, where they are at hand: split, owners, speakers, regions and practices stay right."""

import json
import subprocess
import sys
from dataclasses import asdict

import pytest

from app.extract.understand import understand


def drafts(seeds, prefix):
    (path,) = seeds.glob(f"{prefix}*.txt")
    return understand(path.read_text(encoding="utf-8"), path.name)


def test_the_conference_page_has_thirteen_hospitals_and_an_expert(seeds):
    cases = drafts(seeds, "000").cases
    assert [c.kind for c in cases].count("hospital") == 13
    assert [c.kind for c in cases].count("expert") == 1
    assert cases[12].site == "北京大学人民医院青岛医院"
    assert (cases[12].region.city, cases[12].region.basis) == ("青岛市", "site")


def test_the_plan_has_its_25_tasks_and_no_web_noise(seeds):
    (plan,) = drafts(seeds, "001").cases
    assert [t.number for t in plan.children] == list(range(1, 26))
    assert all(t.kind == "plan_task" and t.responsible for t in plan.children)
    assert plan.region.city == "大同市"
    assert "预制菜" not in plan.text
    assert "乌大张" in plan.region_groups


def test_the_scraped_award_text_reads_simplified_and_is_flagged(seeds):
    (case,) = drafts(seeds, "002").cases
    assert (case.owner, case.speaker.name, case.region.city) == ("郴州市第一人民医院", "雷冬竹", "郴州市")
    assert "suspect_characters" in case.flags
    assert case.evidence == 4


def test_the_case_call_has_eight_hospitals_and_an_official(seeds):
    understood = drafts(seeds, "003")
    assert [c.kind for c in understood.cases].count("hospital") == 8
    places = {c.owner: (c.region.province, c.region.city, c.region.county) for c in understood.cases}
    assert places["中国中医科学院广安门医院"] == ("北京市", None, "西城区")
    assert places["福建省三明市沙县总医院"] == ("福建省", "三明市", "沙县区")
    assert places["重庆大学附属涪陵医院"] == ("重庆市", None, "涪陵区")
    assert "truncated" in next(c for c in understood.cases if "广安门" in c.owner).flags


def test_a_tail_that_stands_before_its_own_heading_is_found_by_what_it_is_about(seeds):
    found = {c.owner: c for c in drafts(seeds, "003").cases}
    assert "华西医院专家" in found["四川省雅安市人民医院"].text
    assert "华西医院专家" not in found["浙江省人民医院"].text
    assert found["四川省雅安市人民医院"].flags == ()


def test_the_feature_is_one_case_with_its_sections(seeds):
    (case,) = drafts(seeds, "004").cases
    assert case.region.city == "赣州市"
    assert "missing_start" in case.flags
    assert len(case.outline) >= 5


@pytest.fixture
def scored(seeds, gold, tmp_path):
    shapes = []
    for path in sorted(seeds.glob("*.txt")):
        for case in drafts(seeds, path.name[:3]).cases:
            shapes += [shape(c, path.name) for c in (case, *case.children)]
    answer = tmp_path / "cases.json"
    answer.write_text(json.dumps({"cases": shapes}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(gold / "score_import.py"), str(gold / "dev_cases.json"), str(answer), str(seeds)],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    return json.loads(done.stdout)


def shape(case, path):
    told = asdict(case)
    told.pop("children")
    results = [r | {"from": r["before"], "to": r["after"]} for r in told["results"]]
    return told | {"results": results, "document": {"path": path}}


def test_the_labels_are_met(scored):
    assert scored["owner"] == "15/15"
    assert scored["speaker"] == "15/15"
    assert scored["province"] == "39/39"
    assert scored["city"] == "39/39"
    assert scored["segmentation_chars"]["f1"] >= 0.99
    assert scored["cases_exact"] == "40/40"
    assert scored["reading_order"] == "14/14"
    assert scored["themes_auto"]["f1"] >= 0.85
    assert scored["themes_with_suggested"]["r"] >= 0.97
    assert scored["practices"]["f1"] >= 0.85
    assert scored["results"]["f1"] >= 0.85
