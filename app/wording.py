"""A record's facts in words, said the same on the screen, on paper and on the command line. Knows records alone."""

from __future__ import annotations

from db.records import Kind, Region, Result

KINDS: dict[Kind, str] = {
    "hospital": "医院专稿",
    "expert": "专家观点",
    "plan": "实施方案",
    "plan_task": "方案任务",
    "other": "其他",
}
EVIDENCE = ("无数据", "单点数字", "前后对比", "排名或第三方", "获奖")
"""By degree, 0 to 4."""
CLOSE = tuple("%％‰℃")
"""Units that stand close to their figure."""


def place(region: Region) -> str:
    """The place in full, without the province said twice: 江西省赣州市."""
    return "".join(part for part in (region.province, region.city, region.county) if part)


def is_rank(result: Result) -> bool:
    """Whether the figure is a place in a ranking and no head count: 名 or 位 after a metric that speaks of places."""
    return (result.unit or "") in ("名", "位") and any(word in result.metric for word in ("名次", "排名", "位次"))


def rank(number: str, result: Result) -> str:
    """A place in a ranking: 第179名."""
    return f"第{number}{result.unit}"
