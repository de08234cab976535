"""Publisher, date and reporter as papers, sites and file names print them; nothing where nothing is told."""

import pytest

from app.extract.filenames import read_name
from app.extract.understand import understand

BODY = "\n近年来，临江市人民医院持续改善服务，患者满意度达到96%。\n医院开设夜间门诊，群众反映良好。\n"


def told(head, name="x.txt"):
    found = understand(head + BODY, name)
    return found.publisher, found.published, found.reporter


@pytest.mark.parametrize(
    ("head", "publisher", "published", "reporter"),
    [
        ("让病人少跑路\n■本报记者 王 明 通讯员 李小四", None, None, "王明"),
        ("让病人少跑路\n□ 王明", None, None, "王明"),
        ("让病人少跑路\n王明 李四光 本报记者", None, None, "王明、李四光"),
        ("让病人少跑路\n来源：健康报 2023-05-11 10:20 作者：王明 浏览：22", "健康报", "2023-05-11", "王明"),
        ("让病人少跑路\n《健康报》2021年5月11日第3版", "健康报", "2021-05-11", None),
        ("健康报/2021年/5月/11日/第003版\n让病人少跑路\n文｜王明 李四光", "健康报", "2021-05-11", "王明、李四光"),
        ("让病人少跑路\n新华社北京5月11日电（记者王明）医院上线了新系统。", "新华社", None, "王明"),
        ("让病人少跑路\n原创 王明 临江发布 2023-05-11 08:30 发表于浙江", "临江发布", "2023-05-11", "王明"),
        ("让病人少跑路\n发布日期：2023年5月11日　信息来源：省卫生健康委", "省卫生健康委", "2023-05-11", None),
        ("让病人少跑路\n(原载于《中国医院院长》2022年第5期)", "中国医院院长", None, None),
        ("让病人少跑路\n（通讯员 李小四）", None, None, "李小四"),
    ],
)
def test_a_text_tells_where_it_was_printed(head, publisher, published, reporter):
    found = told(head)
    assert found[:2] == (publisher, published)
    assert (
        found[2] is None if reporter is None else found[2] is not None and found[2].startswith(reporter.split("、")[0])
    )


def test_a_wire_opening_names_the_reporter_and_is_no_part_of_the_title():
    found = understand("本报讯（记者 王明 通讯员 李小四）临江市人民医院近日开设夜间门诊。" + BODY, "x.txt")
    assert (found.reporter, found.publisher) == ("王明", None)
    assert found.title == "临江市人民医院近日开设夜间门诊"


def test_an_official_paper_is_dated_by_its_last_line():
    plan = "某县卫生健康局工作简报\n" + BODY + "\n二〇二三年五月十一日"
    assert understand(plan, "x.txt").published == "2023-05-11"


def test_a_month_that_is_none_dates_nothing():
    assert told("让病人少跑路\n发布时间：2023-13-41")[1] is None


def test_the_text_goes_before_the_files_name():
    name = "健康报_2020-01-02_别的题目.txt"
    assert told("让病人少跑路\n来源：人民网 2023-05-11", name)[:2] == ("人民网", "2023-05-11")
    assert told("让病人少跑路", name)[:2] == ("健康报", "2020-01-02")


@pytest.mark.parametrize(
    ("name", "title", "publisher", "published"),
    [
        ("健康报_2023-05-11_某某医院把服务送到床前.txt", "某某医院把服务送到床前", "健康报", "2023-05-11"),
        ("2022年度公立医院改革典型案例（省卫健委）.docx", "2022年度公立医院改革典型案例", "省卫健委", None),
        ("20230511 临江市人民医院日间手术做法.docx", "临江市人民医院日间手术做法", None, "2023-05-11"),
        ("【健康报】把支部建在病区 - 副本 (2).docx", "把支部建在病区", "健康报", None),
        ("《健康报》2021年5月11日第3版 清河医院的账本.pdf", "清河医院的账本", "健康报", "2021-05-11"),
        ("人民网-江城市一院：让病人少跑路.html", "江城市一院：让病人少跑路", "人民网", None),
        ("典型案例汇报.docx", "典型案例汇报", None, None),
        ("20231399 坏日期的文件名字.txt", "20231399 坏日期的文件名字", None, None),
        ("000_0123456789abcdef.txt", None, None, None),
        ("IMG_20230511.txt", None, None, "2023-05-11"),
        ("a\\b/县域方案.txt", "县域方案", None, None),
        ("", None, None, None),
    ],
)
def test_a_files_name_tells_title_paper_and_day(name, title, publisher, published):
    found = read_name(name)
    assert (found.title, found.publisher, found.published) == (title, publisher, published)


def test_a_year_of_report_is_no_date_of_printing_but_the_year_of_its_cases():
    found = understand("让病人少跑路" + BODY, "2022年度典型案例汇编.docx")
    assert found.published is None
    assert [case.year for case in found.cases] == [2022]
