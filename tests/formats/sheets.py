"""Sheets made up for the tests of every format that goes out."""

from app.formats.sheet import Sheet, SheetCase, SheetNote, SheetResult, SheetSource, Source

FIRST = "晨会只谈三件事：床位、人手、风险。护士长先说，值班医生补充，十分钟散会。"
SECOND = "门诊把号源分成四段放出，（试行两个月）候诊时间由 47 分钟降到 19 分钟——老人仍可在窗口取号……"
THIRD = "药房夜间增加一个发药窗口，“等药”投诉少了一半。"
TEXT = f"{FIRST}\n{SECOND}\n\n分段放号之后\n{THIRD}"


def note_on(quote, text="", **more):
    start = TEXT.index(quote)
    return SheetNote(text=text, quote=quote, start=start, end=start + len(quote), **more)


def case(**changes):
    values = {
        "title": "小门诊的四段放号",
        "byline": "某县人民医院 · 某省某市 · 医院专稿",
        "text": TEXT,
        "source_line": "《医管月报》，2022-05-01，记者 某甲",
        "id": "c1",
        "fields": (("单位", "某县人民医院"), ("发言人", "某乙，门诊部主任")),
        "themes": ("门诊服务",),
        "practices": ("分段放号",),
        "results": (SheetResult(metric="候诊时间", value="由 47 降至 19 分钟", paragraph=2),),
        "notes": (
            note_on("床位、人手、风险", "三件事**值得照搬**。", tags=("可借鉴",)),
            note_on("号源分成四段", colour="blue"),
            note_on("分成四段放出", "与隔壁医院对照", colour="pink"),
            SheetNote(text="下次例会讨论", tags=("例会",)),
            SheetNote(text="原处已改", quote="旧稿里的半句"),
        ),
        "warnings": ("原文没有写完，末尾缺失。",),
        "headings": (3,),
    }
    return SheetCase(**(values | changes))


def sheet(*cases, **changes):
    values = {
        "title": "门诊改进案例选编",
        "library": "我的案例库",
        "filters": "主题 门诊服务",
        "made_on": "2026年11月22日",
        "cases": cases or (case(),),
    }
    return Sheet(**(values | changes))


def plain(text, **changes):
    """A case with nothing but a text."""
    values = {"title": "案", "byline": "", "text": text, "source_line": "源"}
    return SheetCase(**(values | changes))


OTHER = "夜班交接改用一张卡片：谁在用泵、谁要翻身、谁明早手术。\n三个月里漏项由 9 件降到 2 件，目标是零。"


def fixed(**changes):
    """One sheet with everything in it: groups, sources, figures, targets, every colour, hostile words."""
    first = case(
        group="门诊",
        source=1,
        kind="hospital",
        owner="某县人民医院",
        region="某省某市",
        year=2022,
        results=(
            SheetResult(
                metric="候诊时间",
                value="由 47 降至 19 分钟",
                paragraph=2,
                number=19.0,
                before=47.0,
                unit="分钟",
                lower_is_better=True,
            ),
            SheetResult(metric="投诉", value="下降", paragraph=4),
            SheetResult(metric="满意度", value="96.5% 以上", paragraph=None, number=96.5, unit="%"),
        ),
    )
    start = OTHER.index("谁在用泵")
    second = SheetCase(
        id="c2",
        title="=交接卡 <b>一张</b> & 三问",
        byline="某区中医院 · 医院专稿 · 2023年",
        text=OTHER,
        source_line="《护理周刊》，2023-03-02",
        fields=(("单位", "某区中医院"), ("标签", "护理、夜班")),
        themes=("护理管理", "医疗安全"),
        practices=("交接卡", "三问"),
        results=(
            SheetResult(
                metric="漏项", value="由 9 降至 2 件", paragraph=2, number=2, before=9, unit="件", lower_is_better=True
            ),
            SheetResult(metric="漏项", value="0 件", paragraph=2, number=0, unit="件", target=True),
            SheetResult(metric="满意度", value="4.8 分", paragraph=None, number=4.8, unit="分"),
        ),
        notes=(
            SheetNote(
                text="1. 卡片**先试**\n2. 再 `定稿`\n\n> 别贪多\n\n|项|数|\n|-|-|\n|漏|2|\n\n<script>alert(1)</script> [链](https://a.cn/?x=1&y=2)",
                quote="谁在用泵",
                start=start,
                end=start + 4,
                colour="green",
                tags=("可借鉴", "@护理部"),
                paragraph=1,
                changed_on="2026-11-20",
                id="n 1",
            ),
        ),
        group="病房",
        source=2,
        kind="hospital",
        owner="某区中医院",
        region="某省某市",
        year=2023,
    )
    sources = (
        SheetSource(
            number=1,
            citation="某甲. 小门诊的四段放号[N]. 医管月报, 2022-05-01(3).",
            facts=Source("N", "小门诊的四段放号", authors=("某甲",), publisher="医管月报", date="2022-05-01", page="3"),
        ),
        SheetSource(
            number=2,
            citation="某丙. 一张交接卡[N]. 护理周刊, 2023-03-02.",
            facts=Source("N", "一张交接卡", authors=("某丙",), publisher="护理周刊", date="2023-03-02"),
        ),
    )
    return sheet(first, second, sources=sources, **changes)
