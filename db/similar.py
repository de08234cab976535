"""Cases like a given one: the same practices weigh most, rare ones more than common ones; themes follow."""

from __future__ import annotations

from collections import defaultdict
from math import log
from typing import TYPE_CHECKING

from db.bits import members

if TYPE_CHECKING:
    from db.facets import View

_WEIGHTS = {"practice": 3.0, "theme": 1.0}
_NAMED = 3


def similar(view: View, key: int, limit: int) -> list[tuple[int, str]]:
    """The keys of the cases most like this one, each with what both have, in words."""
    scores: defaultdict[int, float] = defaultdict(float)
    shared: defaultdict[int, list[str]] = defaultdict(list)
    names = view.part("taxonomy").names
    values = {"practice": view.counted("practice"), "theme": view.part("themes").values["theme"]}
    for facet, held in values.items():
        for value in held.of_case(key):
            bits = held.get(value)
            weight = _WEIGHTS[facet] * log(1 + view.all.bit_count() / bits.bit_count())
            for other in members(bits & view.all & ~(1 << key)):
                scores[other] += weight
                shared[other].append(names.get(value, value))
    best = sorted(scores, key=lambda other: (-scores[other], other))[:limit]
    return [(other, "都有：" + "、".join(shared[other][:_NAMED])) for other in best]
