import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats.pages import data, title_lines
from app.task import Cancelled, Task
from tests.formats.sheets import case, plain, sheet


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("医院案例选编", ["医院案例选编"]),
        ("党建引领与绩效改革案例选编", ["党建引领与绩效改革", "案例选编"]),
        ("长" * 30, ["长" * 10] * 3),
        ("一二三四五六DRG2.0付费方式改革实践", ["一二三四五六DRG2.0", "付费方式改革实践"]),
    ],
)
def test_a_long_title_is_broken_where_a_person_would(title, lines):
    assert title_lines(title) == lines


@given(st.text("甲乙丙与，。（）Ab1 ", max_size=80))
def test_no_character_of_a_title_is_lost(title):
    assert "".join("".join(title_lines(title)).split()) == "".join(title.split())


def test_short_cases_follow_each_other_and_a_long_one_begins_a_page():
    short, long = plain("短"), plain("长" * 900)
    fresh = [one["fresh"] for one in data(sheet(short, short, long, short, short))["cases"]]
    assert fresh == [True, False, True, True, False]


def test_contents_name_the_owner_unless_the_title_does():
    entries = [one["entry"] for one in data(sheet(case(), case(title="某县人民医院的放号")))["cases"]]
    assert entries == ["一、某县人民医院：小门诊的四段放号", "二、某县人民医院的放号"]


def test_many_themes_have_a_line_of_their_own():
    one = data(sheet(case(themes=("甲", "乙", "丙", "丁"))))["cases"][0]
    assert "甲" not in one["byline"]
    assert ["主题", "甲、乙、丙、丁"] in one["fields"]


def test_the_data_is_plain_json():
    whole = data(sheet())
    assert json.loads(json.dumps(whole)) == whole


def test_laying_out_stops_between_cases():
    with pytest.raises(Cancelled):
        data(sheet(), Task(stopped=lambda: True))
