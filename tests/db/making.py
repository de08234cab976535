"""Small drafts for tests of the store: short to write, every field somewhere."""

from db.records import CaseDraft, DocumentDraft, Practice, Region, Result, Section, Span, Speaker, Theme


def paper(number=1, text="原件的文字", **given):
    return DocumentDraft(
        **{"path": f"{number}.txt", "name": f"{number}", "text": text, "fingerprint": f"f{number}"} | given
    )


def draft(title="一个案例", text="为方便群众，门诊推行一站式服务。\n排队时间由40分钟降到12分钟。", **given):
    return CaseDraft(**{"kind": "hospital", "title": title, "text": text, "spans": (Span(0, 3),)} | given)


def rich(title="丰富的案例"):
    """A plan with two tasks and something in every field."""
    tasks = tuple(draft(f"任务{n}", f"第{n}项任务的要求。", kind="plan_task", number=n) for n in (1, 2))
    return draft(
        title,
        "加强党建，推行双主官制度。\n随访率由61%升到92%。",
        kind="plan",
        owner="青石市第一医院",
        owner_aliases=("青石一院",),
        site="青石市东院",
        speaker=Speaker("陈一", "院长"),
        region=Region("江西省", "赣州市", "章贡区", "360702", "owner"),
        region_groups=("赣南",),
        year=2021,
        abstract="党建与业务一起抓",
        evidence=2,
        awards=("市级示范奖",),
        flags=("truncated",),
        themes=(Theme("party.branch", 0.8, "auto", 0, 4, "出现两次"), Theme("party.brand", 0.4, "suggested")),
        practices=(Practice("双主官", "双主官制度", "制度", "auto", 7, 12),),
        results=(Result("随访率", 92.0, "%", 61.0, 92.0, "2021", "result", "up", "about", "auto", 14, 24),),
        outline=(Section("背景", 0, 5, "背景"),),
        children=tasks,
    )


def tables(store):
    """Every row of every table undo works on, to be compared."""
    from db.models import RECORDED

    with store.reading() as connection:
        return {t.name: sorted(map(tuple, connection.execute(t.select())), key=str) for t in RECORDED}
