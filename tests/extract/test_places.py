"""The place in a hospital's name, with the traps this field sets."""

import pytest

from app.extract.places import gazetteer, groups, leading_place, locate, shorten, site_of
from app.extract.tables import rows


@pytest.mark.parametrize(
    ("name", "place", "basis"),
    [
        ("复旦大学附属儿科医院厦门医院", ("福建省", "厦门市", None), "owner"),
        ("北京大学人民医院", ("北京市", None, "西城区"), "table"),
        ("北京大学人民医院青岛医院", ("山东省", "青岛市", None), "owner"),
        ("赣州市人民医院（南方医院赣州医院）", ("江西省", "赣州市", None), "owner"),
        ("山西白求恩医院（同济山西医院）", ("山西省", "太原市", None), "table"),
        ("山东大学齐鲁医院德州医院", ("山东省", "德州市", None), "owner"),
        ("重庆大学附属涪陵医院", ("重庆市", None, "涪陵区"), "owner"),
        ("中国中医科学院广安门医院", ("北京市", None, "西城区"), "table"),
        ("中日友好医院", ("北京市", None, "朝阳区"), "table"),
        ("四川大学华西医院", ("四川省", "成都市", None), "table"),
        ("西安医学院第一附属医院", ("陕西省", "西安市", None), "owner"),
        ("福建省三明市沙县总医院", ("福建省", "三明市", "沙县区"), "owner"),
        ("河南省儿童医院", ("河南省", "郑州市", None), "table"),
        ("上海交通大学医学院附属瑞金医院", ("上海市", None, None), "table"),
        ("瑞金市人民医院", ("江西省", "赣州市", "瑞金市"), "owner"),
        ("复旦大学附属中山医院", ("上海市", None, None), "table"),
        ("中山市人民医院", ("广东省", "中山市", None), "owner"),
        ("恩施州中心医院", ("湖北省", "恩施土家族苗族自治州", None), "owner"),
        ("北京朝阳医院", ("北京市", None, "朝阳区"), "owner"),
        ("朝阳市中心医院", ("辽宁省", "朝阳市", None), "owner"),
        ("首都医科大学附属北京安贞医院南充医院", ("四川省", "南充市", None), "owner"),
        ("石河子市人民医院", ("新疆维吾尔自治区", None, "石河子市"), "owner"),
    ],
)
def test_a_hospital_is_where_the_last_place_of_its_name_says(name, place, basis):
    region = locate(name)
    assert ((region.province, region.city, region.county), region.basis) == (place, basis)


@pytest.mark.parametrize(
    "name", ["国家卫生健康委党校", "平和医院", "县人民医院", "鼓楼区医院", "友好合作医院", "", "新建医院"]
)
def test_a_name_without_a_sure_place_has_none(name):
    assert locate(name).province is None


def test_the_site_is_the_branch_a_text_speaks_of_again_and_again():
    text = "临海大学人民医院派出专家。临海大学人民医院青岛医院揭牌，临海大学人民医院青岛医院门诊量上升。"
    assert site_of("临海大学人民医院", text) == "临海大学人民医院青岛医院"
    assert site_of("临海大学人民医院", "与临海大学人民医院青岛医院签约一次。") is None


def test_informal_areas_are_groups_and_no_region():
    assert set(groups("打造乌大张和鲁西北医学高地")) == {"乌大张", "鲁西北"}


def test_a_plan_speaks_for_the_place_of_its_own_level():
    text = "根据山西省实施方案、山西省有关要求、山西省文件，结合我市实际。大同市各医院，大同市各县区。"
    assert leading_place(text).name == "大同市"
    assert leading_place("没有地名的方案。") is None


def test_the_gazetteer_has_all_34_province_level_units_and_new_districts():
    book = gazetteer()
    assert sum(place.level == 1 for place in book.places.values()) == 34
    assert {"沙县区", "平城区", "云冈区", "临平区", "白杨市"} <= book.full.keys()


def test_autonomous_names_shorten_without_eating_the_name():
    assert [
        shorten(n) for n in ("恩施土家族苗族自治州", "黔东南苗族侗族自治州", "巴音郭楞蒙古自治州", "沙县区", "喀什地区")
    ] == [
        "恩施",
        "黔东南",
        "巴音郭楞",
        "沙县",
        "喀什",
    ]


def test_every_hospital_of_the_table_is_where_its_name_says():
    book = gazetteer()
    provinces = {shorten(p.name): p.code[:2] for p in book.places.values() if p.level == 1}
    for name, code in rows("regions", "hospitals.tsv"):
        assert code in book.places, name
        said = next(
            (c for short, c in provinces.items() if name.startswith((f"{short}省", f"{short}自治区"))), code[:2]
        )
        assert code.startswith(said), name


def test_a_district_is_not_read_out_of_the_word_for_an_area():
    assert locate("大理滇西区域医疗中心").city == "大理白族自治州"
    assert locate("攀枝花市西区人民医院").county == "西区"
