"""Which sentence of a case speaks for which task: each for the one it answers best, the others get their next best.

Knows texts and the words found in them; no library, no plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.services.matching import Profile

_NEXT = 0.3
"""Share of what a task's best sentence says that its next best must say to stand for it; else the best stands twice."""
_LISTED = 12
_WORD = 0.5
_ENDS = "。！？\n"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and how much it says of what a task and a case share."""

    start: int
    end: int
    worth: float


def sentences(text: str, case: Profile, themes: Iterable[str], words: Iterable[str]) -> tuple[Sentence, ...]:
    """The sentences that say something of what is shared, those that say most first."""
    wanted, named = {theme: 1 / (place + 1) for place, theme in enumerate(themes)}, set(words)
    worth: defaultdict[tuple[int, int], float] = defaultdict(float)
    for one in case.said:
        share = wanted.get(one.theme, 0.0) + (_WORD if one.word in named else 0.0)
        for start, end in one.places if share else ():
            worth[_sentence(text, start, end)] += share * one.weight
    best = sorted(worth, key=lambda span: (-worth[span], span[0]))[:_LISTED]
    return tuple(Sentence(*span, worth[span]) for span in best)


def dealt(asking: Sequence[Mapping[str, Sequence[Sentence]]]) -> dict[str, Sentence]:
    """One sentence of a case for every task.

    Args:
        asking: Task -> its sentences as `sentences` gives them, in groups; an earlier group chooses first.

    Returns:
        Task -> its sentence; a task without any is left out. What has no other stands for two.
    """
    given: dict[str, Sentence] = {}
    taken: set[tuple[int, int]] = set()
    for group in asking:
        pairs = [
            (one.worth, task, one) for task, told in group.items() for one in told if one.worth >= _NEXT * told[0].worth
        ]
        for _, task, one in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2].start)):
            if task not in given and (one.start, one.end) not in taken:
                given[task] = one
                taken.add((one.start, one.end))
        for task, told in group.items():
            if told:
                given.setdefault(task, told[0])
    return given


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    first = max(text.rfind(mark, 0, start) for mark in _ENDS) + 1
    ends = [at for mark in _ENDS if (at := text.find(mark, end)) >= 0]
    last = min(ends, default=len(text))
    return first, last + (1 if last < len(text) and text[last] != "\n" else 0)
