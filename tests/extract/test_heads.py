"""The lines that open a case, family by family."""

import pytest

from app.extract.blocks import cut
from app.extract.heads import find_openings

BODY = "医院把门诊流程改造了一遍，患者等候的时间短了。"


def opened(*lines):
    blocks = cut("\n".join(lines))
    return [(o.head.owner, o.head.name, o.title) for _, o in sorted(find_openings(blocks).items())]


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("【宜春市锦江医院】", "【丹东市鸭江医院】", [("宜春市锦江医院", None, None), ("丹东市鸭江医院", None, None)]),
        (
            "一、宜春市锦江医院：把床位管活",
            "二、丹东市鸭江医院：让护士回到床边",
            [("宜春市锦江医院", None, "把床位管活"), ("丹东市鸭江医院", None, "让护士回到床边")],
        ),
        (
            "案例1 宜春市锦江医院：把床位管活",
            "案例2 丹东市鸭江医院：让护士回到床边",
            [("宜春市锦江医院", None, "把床位管活"), ("丹东市鸭江医院", None, "让护士回到床边")],
        ),
        (
            "——宜春市锦江医院院长 周明远",
            "——丹东市鸭江医院院长 宫海峰",
            [("宜春市锦江医院", "周明远", None), ("丹东市鸭江医院", "宫海峰", None)],
        ),
        (
            "周明远（宜春市锦江医院院长）：",
            "才让多杰（丹东市鸭江医院院长）：",
            [("宜春市锦江医院", "周明远", None), ("丹东市鸭江医院", "才让多杰", None)],
        ),
    ],
)
def test_a_shape_that_recurs_opens_cases(first, second, told):
    assert opened(first, BODY, second, BODY) == told


def test_speakers_in_running_text_open_cases_when_they_are_of_different_hospitals():
    lines = (
        "宜春市锦江医院院长周明远表示，" + BODY,
        "丹东市鸭江医院副院长宫海峰认为，" + BODY,
        "温州市瓯南医院党委书记叶思清介绍，" + BODY,
    )
    assert [name for _, name, _ in opened(*lines)] == ["周明远", "宫海峰", "叶思清"]


def test_one_hospitals_own_people_do_not_split_its_story():
    lines = ("宜春市锦江医院院长周明远表示，" + BODY, "宜春市锦江医院副院长宫海峰认为，" + BODY, BODY)
    assert opened(*lines) == []


def test_a_place_that_begins_with_a_numeral_keeps_it():
    assert [owner for owner, *_ in opened("六盘水市凉都医院", BODY, "九江市浔阳楼医院", BODY)] == [
        "六盘水市凉都医院",
        "九江市浔阳楼医院",
    ]
