"""Named practices: one name across hospitals, and what only looks like one."""

import pytest

from app.extract.practices import find_practices
from app.extract.tables import rows
from tools.build_anchors import anchors


def names(text, status="auto"):
    return [p.name for p in find_practices(text) if p.status == status]


@pytest.mark.parametrize(
    "text",
    ["落实双带头人制度。", "实施“双带头人”培育工程。", "推进支部书记“双带头人”培育。"],
)
def test_the_surfaces_of_one_practice_share_a_name(text):
    assert names(text) == ["双带头人"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("把支部建在学科上。", "支部建在科室上"),
        ("医院将党支部建在各个科室。", "支部建在科室上"),
        ("建立“小微权力”清单。", "小微权力清单"),
        ("推行先看病后付费模式。", "先诊疗后付费"),
        ("实施“启明星”青年人才计划。", "启明星青年人才计划"),
        ("启动“2468强基工程”。", "2468强基工程"),
        ("医院出台《科室二次分配管理办法》。", "科室二次分配管理办法"),
        ("坚持六个“一”工作思路。", "六个一"),
    ],
)
def test_a_named_practice_is_found(text, name):
    assert name in names(text)


@pytest.mark.parametrize(
    "text",
    [
        "坚持“以人民健康为中心”。",
        "院训是“仁心仁术、求实创新”。",
        "架起了“高压线”，筑牢“防火墙”。",
        "荣获“江南省先进集体”称号。",
        "获评“十佳党建品牌”。",
        "力争实现“二甲”全覆盖。",
        "落实《国务院办公厅关于某项工作的实施方案》。",
        "“十四五”时期，改革进入“深水区”。",
        "推进医院高质量发展，建立健全管理制度和激励机制。",
    ],
)
def test_slogans_mottoes_honours_and_levels_are_none(text):
    assert names(text) == []


def test_standing_national_institutions_are_only_suggested():
    assert names("坚持“三会一课”制度。") == []
    assert names("坚持“三会一课”制度。", "suggested") == ["三会一课"]


def test_a_chain_of_systems_is_one_practice_each():
    assert names("制定约谈提醒制度、廉情分析会议制度、礼品登记上交制度等。") == [
        "约谈提醒制度",
        "廉情分析会议",
        "礼品登记上交制度",
    ]


def test_the_surface_is_what_stands_in_the_text():
    text = "近年来，医院全面推行“早巡晚访”工作机制。"
    (practice,) = find_practices(text)
    assert text[practice.start : practice.end] == practice.surface == "“早巡晚访”工作机制"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("医院推出候鸟专家计划。", "候鸟专家计划"),
        ("集团成立护工调度中心，统一派单。", "护工调度中心"),
        ("组建高原病专科联盟，专家每月坐诊。", "高原病专科联盟"),
        ("对提好建议的职工，给予金点子奖。", "金点子奖"),
        ("编成《权力运行清单》。", "权力运行清单"),
        ("向内科外科化、外科微创化、微创日间化的路线迈进。", "内科外科化、外科微创化、微创日间化"),
        ("按照扶强、补弱、托底的思路分配。", "扶强、补弱、托底"),
    ],
)
def test_grammar_finds_a_practice_no_dictionary_has(text, name):
    assert name in names(text)


@pytest.mark.parametrize(
    "text", ["医院设置中药房和发热门诊。", "建成负压病房。", "建立信息平台。", "健全管理机制。", "组成28支队伍。"]
)
def test_rooms_and_bare_heads_are_no_practices(text):
    assert names(text) == []


def test_the_anchors_of_the_dictionary_hide_no_match():
    table = rows("practices", "dictionary.tsv")
    assert all(tuple(filter(None, "|".join(row[4:]).split("|"))) == anchors(row[3]) for row in table)
