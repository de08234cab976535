"""Names that a text gives to what it does."""

import pytest

from app.extract.coining import find_coined
from app.extract.practices import find_practices


def names(text):
    return [p.name for p in find_practices(text) if p.status == "auto"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("大家给它取名叫晨星交接法。", "晨星交接法"),
        ("护士们管这叫“三步回头”。", "三步回头"),
        ("医院推行饮片“明码溯源”，一罐一签。", "饮片“明码溯源”"),
        ("后勤班办起修理夜校，电工教电工。", "修理夜校"),
        ("病区设起家属心愿墙，写满了便签。", "家属心愿墙"),
        ("门诊实行一号三诊，三天内不再收费。", "一号三诊"),
        ("每个科室都要签一份合理用血承诺书，月底对账。", "合理用血承诺书"),
        ("医院给老人发一张出行陪护卡。", "出行陪护卡"),
        ("医院改“找人签字”为掌上会签制。", "掌上会签制"),
        ("集团试行药品共管、盈亏同担，两年不变。", "药品共管、盈亏同担"),
        ("全院推广检查前移、报告后送。", "检查前移"),
    ],
)
def test_a_coined_name_is_found(text, name):
    plain = name.replace("“", "").replace("”", "")
    assert any(plain in found.replace("“", "").replace("”", "") for found in names(text)), names(text)


@pytest.mark.parametrize(
    "text",
    [
        "医院建立健全管理制度。",
        "不断完善工作机制，提升服务能力。",
        "医院建成新大楼，开设床位三百张。",
        "推动医院高质量发展，提高医疗质量。",
        "引进博士12名，设备更新换代。",
        "医院坚持“患者至上”的理念。",
        "开展合作与交流。",
        "科室设有病床。",
    ],
)
def test_common_wording_is_no_name(text):
    assert names(text) == []


def test_scores_say_how_sure_a_name_is():
    firm, loose = (max(c.score for c in find_coined(t)) for t in ("医院推出暖心药箱。", "医院建立邻里互助活动。"))
    assert firm > loose


def test_a_long_row_of_quotations_is_worked_off():
    assert [p.name for p in find_practices("推行“红黄蓝”，" * 3000)] == ["红黄蓝"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("过去要排三次队，如今取片“到点即取”，病人少跑两趟。", "到点即取"),
        ("每层楼都有一名“问路大姐”，由退休护士担任。", "问路大姐"),
        ("门诊推行检验报告专人解读，病人听得明白。", "检验报告专人解读"),
        ("退休教师出任病区故事员，每周来两次。", "病区故事员"),
    ],
)
def test_a_name_is_known_by_the_noun_the_count_or_the_verb_before_it(text, name):
    assert any(name in found for found in names(text))


@pytest.mark.parametrize(
    "text",
    [
        "年轻人最怕“学而不用”。",
        "台风“白鹭”过境那夜，没有人离岗。",
        "呼叫后平均等候九分钟。",
        "值班护士发现前后矛盾、漏签字，立刻报告。",
    ],
)
def test_what_is_feared_named_or_merely_called_out_is_no_practice(text):
    assert names(text) == []


@pytest.mark.parametrize("again", ["创新机制、", "实行推行", "每月“甲乙”"])
def test_the_same_words_over_and_over_are_read_to_the_end(again):
    assert len(find_practices(again * 16000 + "推行“双主任查房”制度。")) <= 2 + 16000
