"""In which order and in which groups the list stands, as a person chooses it. Knows words, asks no library."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Literal, get_args

Sort = Literal["relevance", "title", "place", "code", "owner", "year", "kind", "added", "opened", "progress"]
By = Literal["pinyin", "stroke"]
Group = Literal["", "year", "region", "kind", "owner", "theme"]
SORTS: dict[Sort, str] = {
    "relevance": "相关度",
    "title": "标题",
    "place": "地区",
    "code": "地区（行政区划次序）",
    "owner": "医院",
    "year": "年份",
    "kind": "类型",
    "added": "最近导入",
    "opened": "最近阅读",
    "progress": "读到多少",
}
UNRANKED = "默认次序"
"""How the order by relevance is called where no words were asked for."""
BYS: dict[By, str] = {"pinyin": "按拼音", "stroke": "按笔画"}
GROUPS: dict[Group, str] = {
    "": "不分组", "theme": "按主题", "region": "按地区", "year": "按年份", "kind": "按类型", "owner": "按医院",
}  # fmt: skip
NAMED = frozenset({"title", "place", "owner"})
"""The orders that compare names."""


@dataclass(frozen=True, slots=True)
class Order:
    """The first order, the one of those equal in it, how names are compared, and what stands together."""

    sort: Sort = "relevance"
    then: Sort = "relevance"
    by: By = "pinyin"
    group: Group = ""

    def __str__(self) -> str:
        words = SORTS[self.sort].partition("（")[0]
        if self.sort != "relevance" and self.then not in ("relevance", self.sort):
            words += f"、{SORTS[self.then].partition('（')[0]}"
        if NAMED & {self.sort, self.then} and self.by == "stroke":
            words += "（笔画）"
        return words if not self.group else f"{GROUPS[self.group]} · {words}"


_KNOWN = {"sort": get_args(Sort), "then": get_args(Sort), "by": get_args(By), "group": get_args(Group)}


def kept(orders: dict[str, Order]) -> str:
    """Orders by view as settings keep them."""
    return json.dumps({view: asdict(order) for view, order in orders.items()}, ensure_ascii=False)


def remembered(told: str) -> dict[str, Order]:
    """Orders by view from settings; what makes no sense is left out."""
    try:
        read = json.loads(told or "{}")
    except (ValueError, RecursionError):
        return {}
    found: dict[str, Order] = {}
    for view, order in read.items() if isinstance(read, dict) else ():
        if isinstance(order, dict):
            names = [one.name for one in fields(Order)]
            good = {name: order[name] for name in names if order.get(name) in _KNOWN[name]}
            found[str(view)] = Order(**good)
    return found
