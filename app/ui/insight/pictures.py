"""The five pictures of an overview with what stands beside their heads, as a person chose them. No Qt, no library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from app.ui.insight import bars, charts, telling
from app.ui.insight.drawing import Drawing, Picture
from app.ui.theme import Palette

if TYPE_CHECKING:
    from app.services.overview import Overview

REGIONS, HEAT, YEARS, PRACTICES, EVIDENCE = "地区分布", "主题 × 地区", "年份", "做法", "证据"
TITLES = (REGIONS, HEAT, YEARS, PRACTICES, EVIDENCE)


@dataclass(frozen=True, slots=True)
class Look:
    """What of an overview a person chose to see."""

    leaves: bool = False
    """Themes below the first level."""
    practices: int = bars.PRACTICES


def pictures(seen: Overview, look: Look) -> tuple[Picture, ...]:
    """The pictures in the order of `TITLES`."""
    draws: tuple[Callable[[Palette, float], Drawing], ...] = (
        partial(charts.region, seen),
        partial(charts.heat, seen, leaves=look.leaves),
        partial(bars.years, seen),
        partial(bars.practices, seen, shown=look.practices),
        partial(bars.evidence, seen),
    )
    hints = telling.hints(seen, leaves=look.leaves, practices=look.practices)
    return tuple(Picture(*one) for one in zip(TITLES, hints, draws, strict=True))
