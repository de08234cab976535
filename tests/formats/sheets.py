"""Sheets made up for the tests of every format that goes out."""

from app.formats.sheet import Sheet, SheetCase, SheetNote, SheetResult

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
