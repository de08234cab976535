"""Speaker lines in the orders newspapers print them."""

import pytest

from app.extract.names import read_head, read_organisation, split_aliases


@pytest.mark.parametrize(
    ("line", "owner", "name", "post"),
    [
        ("临江市人民医院党委书记陈国梁：", "临江市人民医院", "陈国梁", "党委书记"),
        (
            "临江市人民医院（江南大学附属临江医院）原院长周敏:",
            "临江市人民医院（江南大学附属临江医院）",
            "周敏",
            "原院长",
        ),
        ("东海省立医院党委副书记、纪委书记 何为", "东海省立医院", "何为", "党委副书记、纪委书记"),
        ("东海省立医院 院长 王 芳", "东海省立医院", "王芳", "院长"),
        ("欧阳明 清河县总医院党委书记", "清河县总医院", "欧阳明", "党委书记"),
        ("李思远（东海省肿瘤医院党委书记）", "东海省肿瘤医院", "李思远", "党委书记"),
        ("国家卫生健康委党校副研究员郑一凡：", "国家卫生健康委党校", "郑一凡", "副研究员"),
        ("东海大学第二医院总会计师吴起:", "东海大学第二医院", "吴起", "总会计师"),
        ("东海大学平湖医院党办主任韩梅：", "东海大学平湖医院", "韩梅", "党办主任"),
        ("西域州人民医院院长 买买提·艾山", "西域州人民医院", "买买提·艾山", "院长"),
    ],
)
def test_a_speaker_line_tells_organisation_post_and_person(line, owner, name, post):
    head = read_head(line)
    assert (head.owner, head.name, head.post) == (owner, name, post)


@pytest.mark.parametrize(
    "line",
    [
        "同时，医院健全制度",
        "医院领导班子成员",
        "党建引领 文化聚力",
        "会议现场",
        "近年来，医院院长王芳带领团队攻关。",
        "",
        "：",
        "院长王芳",
    ],
)
def test_what_is_no_speaker_line_is_none(line):
    assert read_head(line) is None


def test_a_bracketed_alias_is_a_name_and_a_bracketed_year_is_none():
    assert split_aliases("临江市人民医院（江南大学附属临江医院）") == ("临江市人民医院", ("江南大学附属临江医院",))
    assert split_aliases("临江市人民医院（2019）") == ("临江市人民医院", ())


def test_a_numbered_hospital_line_is_an_organisation_and_a_sentence_is_not():
    assert read_organisation("三、临江市妇幼保健院").owner == "临江市妇幼保健院"
    assert read_organisation("我们参观了医院，收获很大的医院") is None


def test_a_society_whose_name_holds_a_hospital_s_is_read_whole():
    head = read_head("全国医院运营研究会副会长 葛存理：")
    assert (head.owner, head.post, head.name) == ("全国医院运营研究会", "副会长", "葛存理")
