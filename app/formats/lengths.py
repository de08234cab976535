"""How long a figure's bar is, by one rule for the window and for paper. Knows numbers only.

Bars begin at zero; shares of a whole are measured against it. Places in a ranking count from the worst, so that a
longer bar is a better place.
"""

from __future__ import annotations

import math
from collections.abc import Iterable


def top(values: Iterable[float], *, rank: bool = False, whole: bool = False) -> float:
    """What a full bar stands for; 0 when there is nothing to draw.

    Args:
        values: Every figure on the scale.
        rank: They are places in a ranking; the worst place on the scale is told then.
        whole: They are percentages of a whole.
    """
    most = max((abs(value) for value in values), default=0.0)
    if rank:
        return _above(most)
    return 100.0 if whole and most <= 100 else most


def share(value: float | None, top: float, *, rank: bool = False) -> float | None:
    """The length of a bar from 0 to 1; None where there is none."""
    if value is None or top <= 0:
        return None
    length = (top + 1 - value) / top if rank else abs(value) / top
    return max(0.0, min(1.0, length))


def _above(worst: float) -> float:
    """A round number above the worst place, so that it still has a bar."""
    step = 10.0 ** max(0, math.floor(math.log10(max(worst, 1.0))))
    return math.ceil((worst + 1) / step) * step
