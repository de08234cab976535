"""A case's facts in the few words the page has room for. Pure: records in, Chinese out; no widget, no library."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from app.wording import CLOSE, KINDS, is_rank, moved, place, rank
from db.records import Case, Colour, Region, Result

FLAGS = {
    "truncated": "原文未完",
    "missing_start": "开头缺失",
    "suspect_characters": "疑似缺字",
    "caption_only": "仅有图片说明",
    "superseded": "新版原文已无此案，因留有笔记或标记而保留",
}
BASES = {
    "owner": "据单位名称",
    "site": "据实施地点",
    "speaker": "据发言人",
    "title": "据标题",
    "table": "推断",
    "user": "已确认",
}
COLOURS: dict[Colour, str] = {"yellow": "黄色", "blue": "蓝色", "green": "绿色", "pink": "粉色"}
INKS = tuple(COLOURS)
"""The colours in the order of their keys, 1 to 4."""
PACE = 450
"""Characters a minute, a calm reading of Chinese prose."""
_TAILS = (
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "特别行政区",
    "自治区",
    "省",
    "市",
    "地区",
    "自治州",
    "盟",
)


def minutes(text: str, pace: int = PACE) -> int:
    """How long the text takes to read, in whole minutes, at least one."""
    return max(1, math.ceil(_characters(text) / max(1, pace)))


@lru_cache(maxsize=2)
def _characters(text: str) -> int:
    """How many there are to read; asked again and again of the text that is open."""
    return sum(map(len, text.split()))


def short_place(region: Region) -> str:
    """The place on a chip: 江西·赣州; only the two upper levels known."""
    known = [part for part in (region.province, region.city or region.county) if part]
    return "·".join(_bare(part) for part in known)


def _bare(name: str) -> str:
    tail = next((t for t in _TAILS if name.endswith(t) and len(name) - len(t) >= 2), "")
    return name.removesuffix(tail) if tail else name


def byline(case: Case, progress: float, pace: int = PACE) -> str:
    """The line under the title: who, where, what kind, how long, how far."""
    task = f"第 {case.number} 项" if case.number is not None else ""
    parts = [case.owner or "", place(case.region), f"{KINDS[case.kind]}{task and ' ' + task}"]
    parts.append("\u00a0·\u00a0".join(_course(case.text, progress, pace)))  # never parted by a line's end
    return " · ".join(part for part in parts if part)


def _course(text: str, progress: float, pace: int) -> tuple[str, ...]:
    """How long it takes, before the first line; then how far one has come, and what is left of it."""
    if progress <= 0:
        return (f"阅读 {minutes(text, pace)} 分钟",)
    if progress >= 1:
        return (how_far(progress),)
    rest = _characters(text) * (1 - progress) / max(1, pace)
    return (how_far(progress), f"余 {math.ceil(rest)} 分钟" if rest > 1 else "余不到 1 分钟")


def how_far(progress: float) -> str:
    """未读, 已读 62%, 已读 100%."""
    return "未读" if progress <= 0 else f"已读 {_share(progress)}%"


def _share(progress: float) -> int:
    """In hundredths; a hundred only when nothing is left."""
    return 100 if progress >= 1 else min(99, max(1, int(progress * 100)))


def warnings(flags: Sequence[str]) -> str:
    """What the reader must know about the state of the text, empty when it is sound."""
    return "、".join(FLAGS[flag] for flag in flags if flag in FLAGS)


def number(value: float) -> str:
    """A figure as printed: no needless decimals, thousands set apart from ten thousand on."""
    if not math.isfinite(value):
        return "—"
    exact = f"{value:.6f}".rstrip("0").rstrip(".")
    if abs(value) < 10_000:
        return exact
    whole, _, part = exact.partition(".")
    return f"{int(whole):,}" + (f".{part}" if part else "")


def figure(result: Result, text: str = "") -> str:
    """The figure of a result with its unit and bound: 92%+, 8 天, 下降 约30%; for a target the wish shows.

    Args:
        result: The figure.
        text: The text it was read from, which tells a fall by so much from a fall to so much.
    """
    if result.value is None:
        return {"up": "上升", "down": "下降", None: "—"}[result.direction]
    if is_rank(result):
        return rank(number(result.value), result)
    unit = result.unit or ""
    way = moved(result, text)
    head = f"{way} " * bool(way) + {"over": "", "under": "<", "about": "约", None: ""}[result.bound]
    tail = "+" if result.bound == "over" else ""
    if unit[:1] in CLOSE:
        return f"{head}{number(result.value)}{unit}{tail}"
    return f"{head}{number(result.value)}{tail} {unit}".rstrip()


def course(result: Result) -> str:
    """From what to what, empty when only one side is known."""
    if result.before is None or result.after is None:
        return ""
    if is_rank(result):
        return f"{rank(number(result.before), result)} → {rank(number(result.after), result)}"
    unit = result.unit or ""
    gap = "" if unit[:1] in CLOSE else " "
    return f"{number(result.before)} → {number(result.after)}{gap}{unit}".rstrip()


def best(results: Sequence[Result], most: int = 4) -> tuple[Result, ...]:
    """The results worth a tile: reached, with a figure; those with both sides and shares first; in text order."""
    told = [r for r in results if r.type == "result" and r.value is not None and r.status != "suggested"]
    told.sort(key=lambda r: (r.before is None, (r.unit or "") not in ("%", "％"), _at(r)))
    return tuple(sorted(told[:most], key=_at))


def _at(result: Result) -> int:
    return -1 if result.start is None else result.start


def sentence(text: str, start: int, end: int, most: int = 160) -> tuple[str, int]:
    """The sentence a stretch stands in, and where in the text that sentence begins.

    Returns:
        At most about `most` characters around the stretch, and the index of the first of them.
    """
    stops = "。！？!?；;\n"
    left = max((text.rfind(stop, max(0, start - most), start) for stop in stops), default=-1) + 1
    left = max(left, start - most // 2, 0)
    right = min((at for stop in stops if (at := text.find(stop, end, end + most)) >= 0), default=end + most // 2)
    right = min(right + 1, len(text), max(end, left + most))
    piece = text[left:right]
    lead = len(piece) - len(piece.lstrip())
    return piece.strip(), left + lead
