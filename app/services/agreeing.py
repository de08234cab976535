"""How far readers agree: the share of pairs that say the same, and kappa, which leaves out what chance would give.

Pure: verdicts in, figures and words out. Cohen (1960) for two readers, Fleiss (1971) for more, both over the cases
all of them judged.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_GRADES = ((0.81, "几乎完全一致"), (0.61, "高度一致"), (0.41, "中等一致"), (0.21, "一般"), (0.0, "轻微"))
"""After Landis and Koch (1977)."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of several readers on several cases."""

    readers: int
    cases: int
    """Judged by all of them."""
    share: float | None = None
    """Of the pairs of readers, over all those cases, that say the same: 0 to 1."""
    kappa: float | None = None
    """None where it is not defined."""

    @property
    def words(self) -> str:
        """It all in a sentence."""
        if self.readers < 2:
            return "至少要有两位读者交回，才能比较是否一致。"
        if self.share is None:
            return "还没有一个案例是几位读者都作了判断的，无从比较。"
        name = "Cohen κ" if self.readers == 2 else "Fleiss κ"
        said = f"{self.readers} 位读者都判断了 {self.cases} 案，两两一致的占 {100 * self.share:.0f}%"
        if self.kappa is None:
            return f"{said}；所有判断都相同，{name} 无从计算。"
        return f"{said}；{name} = {self.kappa:.2f}，{grade(self.kappa)}。"


def grade(kappa: float) -> str:
    """Kappa in a word."""
    return next((words for least, words in _GRADES if kappa >= least), "不如随意猜测")


def agreement(verdicts: Mapping[str, Mapping[str, str]]) -> Agreement:
    """How far they agree.

    Args:
        verdicts: Reader -> case -> verdict; an empty verdict is none.
    """
    readers = list(verdicts)
    judged = [{case for case, said in told.items() if said} for told in verdicts.values()]
    common = sorted(set.intersection(*judged)) if judged else []
    if len(readers) < 2 or not common:
        return Agreement(len(readers), len(common))
    rows = [[verdicts[reader][case] for reader in readers] for case in common]
    pairs = [one == other for row in rows for one, other in combinations(row, 2)]
    kappa = _cohen(rows) if len(readers) == 2 else _fleiss(rows)
    return Agreement(len(readers), len(common), sum(pairs) / len(pairs), kappa)


def _cohen(rows: Sequence[Sequence[str]]) -> float | None:
    count = len(rows)
    seen = sum(one == other for one, other in rows) / count
    first, second = (Counter(row[at] for row in rows) for at in (0, 1))
    chance = sum(first[said] * second[said] for said in first) / count**2
    return _beyond(seen, chance)


def _fleiss(rows: Sequence[Sequence[str]]) -> float | None:
    readers = len(rows[0])
    totals: Counter[str] = Counter()
    seen = 0.0
    for row in rows:
        counts = Counter(row)
        totals += counts
        seen += (sum(count**2 for count in counts.values()) - readers) / (readers * (readers - 1))
    chance = sum((count / (len(rows) * readers)) ** 2 for count in totals.values())
    return _beyond(seen / len(rows), chance)


def _beyond(seen: float, chance: float) -> float | None:
    return None if chance >= 1 - 1e-12 else (seen - chance) / (1 - chance)
