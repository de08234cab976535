"""A record's facts in words, said the same on the screen, on paper and on the command line. Knows records alone."""

from __future__ import annotations

import re

from db.records import Kind, Purpose, Region, Result

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
_REACHED = re.compile(r"(?:[至到达成]|(?<![幅率])为)(?:了|约|近|近乎|大约|不足|不到|不超过|低于|仅|只)?\s*$")
"""Before a figure: it is what was arrived at, not how much was gained or lost."""
_DIGIT = re.compile(r"\d")


def place(region: Region) -> str:
    """The place in full, without the province said twice: 江西省赣州市."""
    return "".join(part for part in (region.province, region.city, region.county) if part)


PLACES = ("名次", "排名", "位次")
"""A metric that is called so is a place in a ranking."""


def is_rank(result: Result) -> bool:
    """Whether the figure is a place in a ranking and no head count: 名 or 位 after a metric that speaks of places."""
    return (result.unit or "") in ("名", "位") and any(word in result.metric for word in PLACES)


def rank(number: str, result: Result) -> str:
    """A place in a ranking: 第179名."""
    return f"第{number}{result.unit}"


def moved(result: Result, text: str) -> str:
    """Which way the single figure of a result went: 下降 by so much, 降至 so much; empty when that is not told.

    Args:
        result: The figure.
        text: What its `start` counts in; empty when it is not at hand.
    """
    if result.direction is None or result.value is None or result.start is None or is_rank(result):
        return ""
    digit = _DIGIT.search(text, result.start, len(text) if result.end is None else result.end)
    at = digit.start() if digit else result.start
    reached = _REACHED.search(text, max(0, at - 8), at)
    words = {"up": ("上升", "升至"), "down": ("下降", "降至")}[result.direction]
    return words[bool(reached)] if text else ""


PURPOSES: dict[Purpose, str] = {
    "excerpt": "摘录", "idea": "想法", "question": "疑问", "lesson": "可借鉴", "todo": "待办",
}  # fmt: skip
"""What a note is for, in the order of the keys."""
