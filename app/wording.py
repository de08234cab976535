"""A record's facts in words, said the same on the screen, on paper and on the command line. Knows records alone."""

from __future__ import annotations

from db.records import Kind, Region

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
