"""What a page holds beside its cases, whose a text is when one line says so, and lines set to a width."""

import sys

import pytest

from app.extract.blocks import cut, mark_furniture
from app.extract.cases import joined
from app.extract.joins import is_middle
from app.extract.names import read_head
from app.extract.split import LINES
from app.extract.understand import understand
from app.extract.wrapping import unwrapped


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("■本报记者 王明", "byline"),
        ("本栏编译 王明", "byline"),
        ("整理病案首页，一页不漏", "body"),
        ("记者走进病房", "body"),
        ("08 国际·管理 2024年3月12日 星期二", "furniture"),
        ("A6", "furniture"),
        ("[1] [2] 下一页", "furniture"),
        ("上接A1版", "furniture"),
        ("广告热线 64620000 订阅代号 1-19", "furniture"),
        ("沙龙现场，与会者正在体验病组成本模拟沙盘。", "caption"),
        ("王长河院长（左二）与外请专家查看病", "caption"),
        ("（图片由某某医院宣传处提供）", "caption"),
        ("（责任单位：市卫健委）", "body"),
        ("（征求意见稿）", "body"),
    ],
)
def test_a_line_is_known_for_what_it_is(line, role):
    assert [b.role for b in mark_furniture(cut(line))] == [role]


def test_a_full_line_of_a_wrapped_text_is_no_caption_for_its_last_word():
    text = "\n".join(["规定越补越厚厚到没有人翻不妨先回到现场"] * 6)
    assert {b.role for b in mark_furniture(cut(text))} == {"body"}


def test_a_name_no_list_has_may_stand_in_front_of_its_post():
    head = read_head("幸福来　临江市人民医院科研副院长")
    assert (head.owner, head.name, head.sure) == ("临江市人民医院", "幸福来", False)


def test_lines_of_one_width_become_paragraphs_and_a_short_line_ends_one():
    lines = cut(
        "近年来医院把手法复位录成标准影像组织小\n分队到高山乡镇轮流驻扎大多数病人免了开\n刀。\n手法解决不了的请人来教一招一式不藏私"
    )
    assert [b.text[-2:] for b in unwrapped(lines, 19)] == ["刀。", "藏私"]
    assert unwrapped(lines, 0) == lines


def test_the_line_that_says_who_applied_names_the_owner_and_a_series_is_no_title():
    text = (
        "2024年度江南省医院管理创新案例申报材料\n\n一天办完住院的事\n——赣州市凤岗医院日间手术改造实践\n\n申报单位：赣州市凤岗医院\n\n"
        "医院床位常年周转不开，病人空等三天。\n\n医院腾出一层楼，成立日间手术中心，病人当天回家。\n"
    )
    (case,) = understand(text).cases
    assert (case.owner, case.region.city) == ("赣州市凤岗医院", "赣州市")
    assert case.title == "一天办完住院的事——赣州市凤岗医院日间手术改造实践"


def test_an_alliance_goes_by_the_name_it_was_founded_under():
    text = (
        "山里的接力\n——赣县紧密型医共体建设观察\n\n县里把三家医院拢成一家，挂牌赣县医疗共同体总院。\n\n"
        "总院把编制放进一个池子，人按需要调。村里缺药，隔天送到。\n"
    )
    (case,) = understand(text).cases
    assert (case.owner, case.kind) == ("赣县医疗共同体总院", "hospital")


def test_a_paper_is_issued_by_who_signs_it():
    tasks = "".join(f"● 办好第{n}件事\n把这件事办到底，年底前见效。\n牵头：规划科\n" for n in ("一", "二", "三"))
    opening = "关于开展提质攻坚的通知\n经研究，决定开展提质攻坚。现就有关事项通知如下。\n"
    text = f"{opening}{tasks}赣州市卫生健康委员会\n2025年4月29日\n"
    (plan,) = understand(text).cases
    assert (plan.owner, plan.region.city) == ("赣州市卫生健康委员会", "赣州市")
    assert len(plan.children) == 3


def test_the_last_case_of_a_notice_goes_without_the_notices_closing():
    cases = "".join(
        f"{n}、{title}\n申报单位：{who}\n评审意见：该院做法扎实，一年内投诉减少三成，可供同类医院借鉴。\n"
        for n, title, who in (("一", "一张床位表", "赣州市凤岗医院"), ("二", "两地一本病历", "九江市浔阳楼医院"))
    )
    text = f"关于发布优秀案例的通报\n{cases}希望入选单位再接再厉。\n附件：1.名单\n2024年8月9日\n"
    last = understand(text).cases[-1]
    assert last.owner == "九江市浔阳楼医院"
    assert not any(word in last.text for word in ("再接再厉", "附件"))


def test_an_institute_that_studies_hospitals_is_none():
    text = "".join(
        f"{who}\n\n{title}\n\n这里的做法很朴素，贵在坚持。\n\n"
        for who, title in (
            ("赣州市凤岗医院院长 周敏", "把患者放在心上"),
            ("东南大学医院管理研究所教授 梁云", "数字不会替人思考"),
        )
    )
    assert [case.kind for case in understand(text).cases] == ["hospital", "expert"]


@pytest.mark.parametrize("words", ["为了推动改革", "家里的老人", "与其等人查", "与此同时，医院发力"])
def test_a_paragraph_that_only_looks_torn_is_whole(words):
    assert not is_middle(words)


def calls(work):
    """How many calls of Python functions some work takes."""
    count = 0

    def tell(_frame, event, _told):
        nonlocal count
        count += event == "call"

    sys.setprofile(tell)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "piece", ["医院\n", "医院与和", "某市人民医院院长王小明：\n", "1.\n一、\n", "（“《", "??婆嘤", "醫(yī)"]
)
def test_twice_the_text_takes_about_twice_the_work(piece):
    understand(piece * 20)  # word lists are read once
    once, twice = ((piece * (size // len(piece) + 1))[:size] for size in (6000, 12000))
    assert calls(lambda: understand(twice)) < 2.6 * calls(lambda: understand(once)) + 2000


def test_a_book_of_lines_is_kept_line_by_line_without_weighing_them():
    blocks = cut("医院\n" * (LINES + 1))
    assert calls(lambda: joined(blocks)) < 3 * len(blocks)
