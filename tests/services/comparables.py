"""Cases that can be compared, in words of our own."""

from db.records import CaseDraft, DocumentDraft, Practice, Region, Result, Section

FOLLOW = (
    "背景\n渠江县人民医院地处山区，出院的老人回一趟县城要半天。\n"
    "做法\n护理部推出“云随访”，出院第三天由管床护士视频回访。随访单与电子病历相连。\n"
    "成效\n出院随访率由63%提高到92%，平均住院日由9.1天降至7.6天。\n"
    "难在人手不足，夜里没人接电话，这是最大的难题。\n"
    "启示\n经验是先从一个病区试起。"
)
WARD = (
    "背景\n澜山市中心医院病区多、床位紧。\n"
    "做法\n支部把查房和绩效考核并在一起，每周一次。\n"
    "成效\n随访率达到88%，投诉下降12%。"
)
QUIET = "白沙镇卫生院把义诊办到集市上，村民赶集时顺便量血压。"


def result(text, metric, value, words, unit="%", **more):
    start = text.index(words)
    after = more.pop("after", None)
    return Result(metric, value, unit, after=after, start=start, end=start + len(words), **more)


def practice(text, name, surface):
    start = text.index(surface)
    return Practice(name, surface, start=start, end=start + len(surface))


def sections(text):
    roles = {"背景": "背景", "做法": "做法", "成效": "成效", "启示": "启示"}
    starts = sorted((text.index(f"{name}\n"), name) for name in roles if f"{name}\n" in text)
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return tuple(Section(name, start, end, roles[name]) for (start, name), end in zip(starts, ends, strict=True))


def drafts():
    follow = CaseDraft(
        kind="hospital", title="出了院还有人惦记", text=FOLLOW, owner="渠江县人民医院", year=2022, evidence=2,
        region=Region(province="四川省", city="达州市"), outline=sections(FOLLOW),
        practices=(practice(FOLLOW, "云随访", "“云随访”"),),
        results=(
            result(FOLLOW, "出院随访率", 92.0, "63%提高到92%", before=63.0, after=92.0, direction="up"),
            result(FOLLOW, "平均住院日", 7.6, "9.1天降至7.6天", "天", before=9.1, after=7.6, direction="down"),
        ),
    )  # fmt: skip
    ward = CaseDraft(
        kind="hospital", title="查房查到绩效里", text=WARD, owner="澜山市中心医院", year=2023, evidence=1,
        region=Region(province="山西省", city="大同市"), outline=sections(WARD),
        practices=(practice(WARD, "党建查房", "查房"),),
        results=(
            result(WARD, "随访率", 88.0, "88%"),
            result(WARD, "投诉", 12.0, "12%", direction="down"),
        ),
    )  # fmt: skip
    quiet = CaseDraft(kind="hospital", title="集市上的义诊", text=QUIET, owner="白沙镇卫生院")
    return follow, ward, quiet


def fill(library):
    """The three cases; returns their ids."""
    paper = DocumentDraft(path="/d/比.txt", name="比.txt", text="三个故事", fingerprint="compare", title="三个故事")
    return library.add_document(paper, drafts())
