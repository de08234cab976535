"""Cases like a given one, and what makes them so: practices first, rare ones more than common ones, then themes.

Level and kind of the hospital and its place only tip the scales between cases that share a matter. Cases of the same
story are no answer, and of every other story there is one. Works on the fields in memory (`db.facets`), which are an
inverted index kept in step with every change; reads no case.
"""

from __future__ import annotations

import re
from collections import defaultdict
from heapq import nsmallest
from math import log, sqrt
from typing import TYPE_CHECKING

from db import stories
from db.bits import bitmap, members
from db.query import UNPLACED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from db.facets import View

_WEIGHTS = {"practice": 3.0, "theme": 1.0}
_NAMED = 3
_POOL = 30
"""Cases that are looked at more closely."""
_LEVEL, _TYPE, _PROVINCE, _CITY = 0.05, 0.05, 0.04, 0.05
"""What a hospital's likeness adds to that of its matter, which goes from 0 to 1."""
_LEVELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("大学附属医院", re.compile(r"大学.*医院|(?<!科)学院.*医院")),
    ("县区级医院", re.compile(r"(?:县|旗|区).*(?:医院|保健院|医共体|集团)")),
    ("市级医院", re.compile(r"[市州盟].*(?:医院|保健院|集团)")),
    ("省级医院", re.compile(r"(?:省|自治区).*(?:医院|保健院)")),
)
_TYPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("中医医院", re.compile(r"中医|中西医|民族医|蒙医|藏医")),
    ("妇幼儿童医院", re.compile(r"妇幼|儿童|儿科|妇产|妇女")),
    ("肿瘤医院", re.compile(r"肿瘤")),
    ("精神卫生机构", re.compile(r"精神|脑科|康宁|安定")),
    ("传染病医院", re.compile(r"传染|胸科|公共卫生|结核")),
)


def similar(view: View, key: int, limit: int) -> list[tuple[int, str]]:
    """The keys of the cases most like this one, each with what both have, in words."""
    allowed = _allowed(view, key)
    own = _weighed(view, key)
    scores: defaultdict[int, float] = defaultdict(float)
    for facet, value, weight in own:
        for other in members(_held(view, facet, value) & allowed):
            scores[other] += weight * weight
    closest = nsmallest(_POOL, scores, key=lambda other: (-scores[other], other))
    length = sqrt(sum(weight * weight for _, _, weight in own)) or 1.0
    judged = [(scores[other] / (length * _length(view, other)), other) for other in closest]
    mine = _Hospital(view, key)
    told = []
    for alike, other in judged:
        more, reasons = mine.shared(_Hospital(view, other))
        told.append((alike + more, other, reasons))
    told.sort(key=lambda one: (-one[0], one[1]))
    return [(other, _reason(view, own, other, reasons)) for _, other, reasons in told[:limit]]


def _allowed(view: View, key: int) -> int:
    """What may be alike: plans to plans, tasks and cases to each other; of a story one, of its own story none."""
    kinds = view.counted("kind")
    plans = kinds.get("plan")
    bits = view.all & (plans if plans >> key & 1 else ~plans)
    if not kinds.get("plan_task") >> key & 1:
        bits &= ~kinds.get("plan_task")
    told = view.part("kin").stories
    own = bitmap([other for story in told.values() if key in story for other in story])
    bits &= ~own & ~(1 << key)
    return bits & ~stories.further(told, bits)


def _held(view: View, facet: str, value: str) -> int:
    values = view.counted("practice") if facet == "practice" else view.part("themes").values["theme"]
    return values.get(value)


def _weighed(view: View, key: int) -> list[tuple[str, str, float]]:
    """What a case has and others have too: facet, value, weight."""
    values = {"practice": view.counted("practice"), "theme": view.part("themes").values["theme"]}
    count = view.all.bit_count()
    counted = [
        (facet, value, held.get(value).bit_count()) for facet, held in values.items() for value in held.of_case(key)
    ]
    return [(facet, value, sqrt(_WEIGHTS[facet]) * log(1 + count / many)) for facet, value, many in counted if many > 1]


def _length(view: View, key: int) -> float:
    return sqrt(sum(weight * weight for _, _, weight in _weighed(view, key))) or 1.0


def _reason(view: View, own: Sequence[tuple[str, str, float]], other: int, more: Iterable[str]) -> str:
    names = view.part("taxonomy").names
    shared: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
    for facet, value, weight in own:
        if _held(view, facet, value) >> other & 1:
            shared[facet].append((-weight, names.get(value, value) if facet == "theme" else value))
    parts = []
    for facet, words in (("practice", "都有做法"), ("theme", "同主题")):
        some = [name for _, name in sorted(shared[facet])]
        if some:
            rest = f"等 {len(some)} 项" if len(some) > _NAMED else ""
            parts.append(f"{words}：{'、'.join(some[:_NAMED])}{rest}")
    return "；".join([*parts, *more])


class _Hospital:
    """Whose case it is, as far as names tell."""

    def __init__(self, view: View, key: int) -> None:
        fields = view.part("cases").values
        names = fields["owner"].of_case(key)
        self.level = _first(_LEVELS, names)
        self.type = _first(_TYPES, names)
        self.province = next((name for name in fields["region"].of_case(key) if name != UNPLACED), "")
        self.city = next(iter(fields["city"].of_case(key)), "")

    def shared(self, other: _Hospital) -> tuple[float, list[str]]:
        """What two hospitals have in common: what it counts, and in words."""
        more, told = 0.0, []
        both = ((self.level, other.level), (self.type, other.type))
        kinds = [name for name, theirs in both if name and name == theirs]
        if kinds:
            told.append(f"同为{'、'.join(kinds)}")
            more += _LEVEL * (self.level in kinds) + _TYPE * (self.type in kinds)
        if self.city and self.city == other.city:
            told.append(f"同在{self.city.replace('/', '')}")
            more += _PROVINCE + _CITY
        elif self.province and self.province == other.province:
            told.append(f"同在{self.province}")
            more += _PROVINCE
        return more, told


def _first(known: Sequence[tuple[str, re.Pattern[str]]], names: Iterable[str]) -> str:
    listed = list(names)
    return next((word for word, pattern in known if any(pattern.search(name) for name in listed)), "")
