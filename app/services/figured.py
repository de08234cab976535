"""The figures of a text, each as a number with its unit, however it is written; and whether another text has them too.

八天 is 8 天, １２％ is 12 %. What only looks like a figure (三位一体, 十分, 第二，) is none. Pure text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from db import numerals

_UNITS = (
    "个?百分点|分钟|小时|秒|个?工作日|个?月|人次|平方米|公里|%|‰|周|天|日|年|岁|元|人|名|位|例|台|张|床|家|所|个|项|次|件|条|份|"
    "倍|分|科|支|辆|米|吨|起|处|类|种|版|级"
)
_SAID_UNITS = (
    "个?百分点|分钟|小时|个?工作日|个?月|人次|周|天|日|年|岁|元|人|名|位|例|台|张|家|所|个|项|次|件|条|份|倍|处|类|种"
)
_SAME = {
    "日": "天",
    "名": "人",
    "位": "人",
    "所": "家",
    "床": "张",
    "个百分点": "百分点",
    "个月": "月",
    "个工作日": "工作日",
}
_SAID = "零〇一二两三四五六七八九十百千万亿"
_FIGURE = re.compile(
    rf"(?P<hundredth>百分之(?:[{_SAID}点]+|\d+(?:\.\d+)?))"
    rf"|(?P<rank>第(?:\d+|[{_SAID}]+)(?:[名位]|(?=[。！；]|$)))"
    rf"|(?P<tenth>(?<![{_SAID}])[一二两三四五六七八九]成)(?![立为员果本长就功效分套熟型品])"
    rf"|(?<![\d.A-Za-z第])(?P<digits>(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?)\s?(?P<scale>[百千]?(?:万亿|万|亿)|[百千])?"
    rf"\s?(?P<unit>{_UNITS})?(?![\d.,]*[A-Za-z])"
    rf"|(?<![{_SAID}第])(?P<said>[{_SAID}]+(?:点[{_SAID}]+)?)(?P<counted>{_SAID_UNITS})"
)
_PARTS = re.compile(
    "个?(?:方面|问题|层面|部分|维度|角度|环节|阶段|要点|启示|特点|经验|做法|案例|例子|建议|关键|结论|原因|字|多|来)|位一体|张皮|码事|项基本"
)
"""What is counted to tell how a text goes on, and words that only begin like a figure."""
_MOVED = re.compile("[由从到至达降升缩减增为压]$")
_ORDINAL = re.compile(
    r"^\s*(?:[（(]?[0-9一二三四五六七八九十]{1,3}[）)、.．](?!\d)|第[0-9一二三四五六七八九十]+[，、：])\s*"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit; `words` is how it stands."""

    words: str
    value: Decimal
    unit: str = ""

    def same(self, other: Figure) -> bool:
        """Whether both tell the same number of the same, as far as they tell of what."""
        return self.value == other.value and (self.unit == other.unit or not (self.unit and other.unit))


def figures(text: str) -> tuple[Figure, ...]:
    """All figures of a text, in order; a number that only counts its parts is left out."""
    plain = _ORDINAL.sub("", unicodedata.normalize("NFKC", text))
    made = (_figure(found, plain) for found in _FIGURE.finditer(plain))
    return tuple(one for one in made if one is not None)


def strange(told: Iterable[Figure], borne_out: Iterable[Figure]) -> Figure | None:
    """The first figure that is not among others."""
    known = tuple(borne_out)
    return next((one for one in told if not any(one.same(other) for other in known)), None)


def _figure(found: re.Match[str], text: str) -> Figure | None:
    words = found[0].strip()
    if found["hundredth"]:
        return _worth(words, found["hundredth"], "%")
    if found["rank"]:
        return _worth(words, found["rank"].strip("第名位"), "第")
    if found["tenth"]:
        value = numerals.number(found["tenth"][0])
        return None if value is None else Figure(words, value * 10, "%")
    if found["digits"]:
        return _worth(words, found["digits"].replace(",", "") + (found["scale"] or ""), found["unit"] or "")
    return _said(found, text)


def _said(found: re.Match[str], text: str) -> Figure | None:
    """A number in Chinese: 一个 is none where nothing moves to it, nor are the three of 三个方面."""
    if _PARTS.match(text, found.end("said")):
        return None
    made = _worth(found[0], found["said"], found["counted"])
    moved = _MOVED.search(text, 0, found.start())
    return None if made is None or (made.value == 1 and not moved) else made


def _worth(words: str, numeral: str, unit: str) -> Figure | None:
    value = numerals.number(numeral)
    return None if value is None else Figure(words, value, _SAME.get(unit, unit))
