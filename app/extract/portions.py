"""Figures that no measure word follows: 三成, 一半, 两番, 全覆盖, 从45%到60% without a verb, 4级和3级 of two at once.

Knows one sentence at a time and which stretches of it are taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from app.extract.measures import metric_of, tidy
from db.records import Result

Found = list[tuple[Result, int, int]]
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_WAY = (
    r"(?P<way>下降|降低|减少|缩短|压缩|下滑|回落|节约|节省|降|减|提升|提高|上升|上涨|增长|增加|扩大|翻|升|增)"
    r"(?:了|近|约|超过?|逾|到|至|将近|大约)*"
)
_PORTION = re.compile(
    rf"{_WAY}(?P<what>一半|一大半|[一二三四五六七八九]成半?|[一二两三四五六七八九十]倍|[一二两三]番)(?:以上|多)?"
)
_LEVEL = re.compile(
    r"(?:(?:由|从)(?:[一二三四五六七八九]成[一二三四五六七八九半]?))?(?:达到?|超过?|占|为|近|约|升至|升到|提高到|提升到|增至|下降到|降至|提高|提升)(?:了|到)?(?P<what>[一二三四五六七八九]成[一二三四五六七八九半]?)(?:以上|左右)?"
)
_SPAN = re.compile(
    r"从(?P<pre>[^，。；\d]{0,6}(?:(?:19|20)\d\d年(?:底|末)?的?)?)(?P<a>\d+(?:\.\d+)?)(?P<au>[万亿]?(?:%|％|元|人次|例|台|张|人|名|项))"
    r"(?:[，、])?到(?P<mid>[^，。；\d]{0,6}(?:(?:19|20)\d\d年(?:底|末)?的?)?)(?P<b>\d+(?:\.\d+)?)(?P<bu>[万亿]?(?:%|％|元|人次|例|台|张|人|名|项))"
)
_COVERED = re.compile(r"(?P<metric>[^，。；：、]{2,24}?)(?:实现|达到)了?(?P<what>“?[^，。；“”]{0,10}”?)全覆盖")
_NOTHING = re.compile(
    r"(?P<metric>[^，。；：、\d]{0,16}?)(?:实现|保持|达到|做到)了?[“]?(?P<what>(?:零(?:投诉|死亡|感染|差错|事故|纠纷|上访|发生|缺陷|违规|举报|拒付|等待))(?:、零[一-鿿]{2})*)[”]?"
)
_PERCENT = re.compile(
    r"(?P<way>达到?|超过?|占|为|近|约|升至|升到|提高到|提升到|增至|下降到|降至|降到|提高|提升|下降|降低|增长|减少)(?:了|到|近|约)*百分之(?P<n>[一二三四五六七八九十]{1,3}|百)(?:点(?P<d>[零一二三四五六七八九]{1,2}))?"
)
_PLACE = re.compile(
    r"(?:进入|跻身|挺进|跨入|步入|位居|位列|稳居|名列)(?P<of>[^，。；\d]{0,14}?)前(?:(?P<n>\d{1,4})(?P<unit>名|位|强|%)|(?P<cn>[二三五十]|二十|三十|五十)(?:名|位|强|列)?(?=[，。；、）]|$))"
)
_PAIR = re.compile(
    r"(?P<metric>[^，。；：]{4,30}?)(?:至少|力争|分别|均|应|要)*(?:达到?|为|升至|提升到)(?P<a>\d{1,2})级(?:和|、|与|及)(?P<b>\d{1,2})级"
)
_JOINED = re.compile(
    r"^(?P<first>[一-鿿]{2,8}?)(?:和|与|、)(?P<second>[一-鿿]{2,6}(?:医院|机构|科室))(?P<rest>[一-鿿]{4,})$"
)
_DOWN = re.compile("降|减|缩|压|滑|回落|节")


def find_portions(words: str) -> Found:
    """All of them in one sentence; the caller sorts out what overlaps."""
    return [
        *_pairs(words),
        *_spans(words),
        *_portions(words),
        *_levels(words),
        *_covered(words),
        *_nothing(words),
        *_percents(words),
        *_places(words),
    ]


def _way(word: str) -> Literal["up", "down"]:
    return "down" if _DOWN.search(word) else "up"


def _portions(words: str) -> Found:
    found: Found = []
    for m in _PORTION.finditer(words):
        what = m["what"]
        if what.endswith("半") and not what.startswith("一"):
            value, unit = _DIGITS[what[0]] * 10.0 + 5.0, "%"
        elif what.endswith("半"):
            value, unit = 50.0, "%"
        elif what.endswith("成"):
            value, unit = _DIGITS[what[0]] * 10.0, "%"
        else:
            value, unit = float(_DIGITS[what[0]]), what[1]
        metric = metric_of(words, m.start(), m.end(), unit, before_only=True)
        if len(metric) >= 2:
            found.append(
                (Result(metric, value, unit, direction=_way(m["way"]), bound="about"), m.start("what"), m.end())
            )
    return found


def _levels(words: str) -> Found:
    found: Found = []
    for m in _LEVEL.finditer(words):
        tail = m["what"][2:]
        value = _DIGITS[m["what"][0]] * 10.0 + (5.0 if tail == "半" else float(_DIGITS.get(tail, 0)))
        metric = metric_of(words, m.start(), m.end(), "%", before_only=True)
        if len(metric) >= 2 and metric.endswith(("率", "比", "占比", "比例", "度", "比重")):
            found.append((Result(metric, value, "%", bound="about"), m.start("what"), m.end("what")))
    return found


def _spans(words: str) -> Found:
    found: Found = []
    for m in _SPAN.finditer(words):
        if m["au"].replace("％", "%") != m["bu"].replace("％", "%"):
            continue
        before, after = float(m["a"]), float(m["b"])
        metric = metric_of(words, m.start(), m.end(), m["bu"], before_only=True)
        way: Literal["up", "down"] = "up" if after >= before else "down"
        if len(metric) >= 2:
            found.append(
                (Result(metric, after, m["bu"].replace("％", "%"), before, after, direction=way), m.start("a"), m.end())
            )
    return found


def _covered(words: str) -> Found:
    return [
        (Result(f"{metric}{m['what'].strip('“”')}覆盖率", 100.0, "%"), m.end() - 3, m.end())
        for m in _COVERED.finditer(words)
        if len(metric := tidy(re.split("[，：；]", m["metric"])[-1])) >= 2
    ]


def _nothing(words: str) -> Found:
    """零投诉: what did not happen at all."""
    found: Found = []
    for m in _NOTHING.finditer(words):
        subject = tidy(m["metric"])
        found += [
            (
                Result(part.removeprefix("零") if part != "零发生" else subject, 0.0, "件"),
                m.start("what"),
                m.end("what"),
            )
            for part in m["what"].split("、")[:1]
        ]
    return found


def _percents(words: str) -> Found:
    """百分之九十五点六."""
    found: Found = []
    for m in _PERCENT.finditer(words):
        metric = metric_of(words, m.start(), m.end(), "%", before_only=True)
        if len(metric) < 2:
            continue
        share = "".join(str(_DIGITS.get(d, 0)) for d in m["d"] or "")
        value = float(f"{_whole(m['n'])}.{share or 0}")
        way: Literal["up", "down"] | None = (
            "down" if _DOWN.search(m["way"]) else "up" if re.search("升|增|提", m["way"]) else None
        )
        found.append((Result(metric, value, "%", direction=way), m.start(), m.end()))
    return found


def _whole(word: str) -> int:
    """九十五 as 95."""
    if word == "百":
        return 100
    tens, ten, ones = word.partition("十")
    return (_DIGITS.get(tens, 1) if ten else 0) * 10 + _DIGITS.get(ones if ten else tens, 0)


def _places(words: str) -> Found:
    """进入全国前100名: a place that is at worst so much."""
    found: Found = []
    for m in _PLACE.finditer(words):
        subject = metric_of(words, m.start(), m.end(), "名", before_only=True)
        metric = tidy(f"{m['of']}{subject}")
        if len(metric) >= 2:
            unit = "%" if m["unit"] == "%" else "名"
            place = float(m["n"] or _whole(m["cn"]))
            found.append((Result(f"{metric}排名", place, unit, bound="under"), m.start(), m.end()))
    return found


def _pairs(words: str) -> Found:
    """Two levels of two kinds of body are one figure each; of one body they are kept as printed."""
    found: Found = []
    for m in _PAIR.finditer(words):
        metric = tidy(m["metric"])
        both = _JOINED.match(metric)
        if both:
            found.append((Result(both["first"] + both["rest"], float(m["a"]), "级"), m.start("a"), m.end("a") + 1))
            found.append((Result(both["second"] + both["rest"], float(m["b"]), "级"), m.start("b"), m.end()))
        elif len(metric) >= 2:
            found.append((Result(metric, None, f"{m['a']}级和{m['b']}级"), m.start("a"), m.end()))
    return found


def free_of(results: Sequence[tuple[Result, int, int]], taken: Sequence[tuple[int, int]]) -> Found:
    """Those that lie in no stretch that is taken, each from a stretch of its own."""
    kept: Found = []
    for result, start, end in results:
        if all(end <= a or start >= b for a, b in [*taken, *((s, e) for _, s, e in kept)]):
            kept.append((result, start, end))
    return kept
