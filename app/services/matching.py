"""Which cases answer which task of a plan: candidates from the library's fields and words, weighed one by one.

What a task and a case have in common is said by themes (those kept with the case, and what its own words say for
them), the words that speak for them, practices, and bodies that are responsible. Rare things count more than common
ones. A person's decisions stand above every score. No SQL; how it is told is `app.services.matched`'s.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from db.bits import bitmap, members
from db.clauses import Clause, Query, Term

if TYPE_CHECKING:
    from app.extract.taught import Taught
    from db.records import Case
    from db.search import Search

SUGGESTED = 0.44
"""Score from which a case is suggested."""
POSSIBLE = 0.25
"""Score from which it is worth a look."""
MOST = 12
"""Cases suggested for one task."""
POOL = 48
"""Candidates of one task that are weighed."""
ALL = 300
"""Up to so many cases all of them are candidates."""
_FULL = 1.6
"""What words must say for a theme to be a case's whole matter."""
_KEPT, _SAID = 0.5, 0.5
"""Shares of a theme kept with a case and of what its words say; the second alone when it is not kept."""
_ORDER = 0.1
"""By how much a case's further themes are fainter than its first."""
_GUESSED = 0.5
"""Share of a theme that is only suggested."""
_TITLED = 2.0
"""How much more a theme counts of which the task's own title speaks."""
_THEMES = 6
"""Themes of a task that count."""
_ASKED, _FEW, _LEAST = 0.2, 2, 0.25
"""Strength from which a task is one that asks for a theme, how many such tasks of a plan leave it its full weight, and
what is left of that at the least: what every task of a plan speaks of tells none of them apart."""
_RARE = 1.4
"""ln of how rare a theme must be for its full weight."""
_RARE_WORD = 2.0
_ENOUGH, _USUAL = 25, 0.1
"""A library of fewer cases cannot tell what is rare: the rest are thought of as cases of which a tenth have it."""
_THIRD = 1 / 3
_WORDS, _PRACTICES, _BODIES = 0.25, 0.3, 0.05
_LOOKED_UP = 16
"""Words of a task that are looked up in the index."""
_COMMON = 0.2
"""Share of all cases from which on a word finds no candidates."""
_LEADING = re.compile(r"^(?:责任(?:分工|单位|部门|科室|人)|牵头(?:单位|部门)?|分工|主责单位|配合单位)\s*[：:]")
_BODY = re.compile(r"[、，,；;：:。（）()\s]+")
_PLACED = re.compile(r"^[市省县区州各]+(?=[^市省县区州各]{2})")
_ROLES = frozenset(("牵头", "分工", "等", "负责", "配合", "责任单位", "责任分工"))


@dataclass(frozen=True, slots=True)
class Said:
    """A word that speaks for a theme in a text, and where it stands there."""

    theme: str
    word: str
    weight: float
    places: tuple[tuple[int, int], ...]
    titled: bool


@dataclass(frozen=True)
class Profile:
    """What is compared of a task or a case."""

    themes: Mapping[str, float]
    """Theme -> 0 to 1."""
    titled: frozenset[str]
    """Themes of which the title speaks."""
    said: tuple[Said, ...]
    words: Mapping[str, float]
    practices: frozenset[str]
    bodies: frozenset[str]


@dataclass(frozen=True, slots=True)
class Match:
    """What a case has of a task: its score, and what of it they share, the weightiest first."""

    score: float
    themes: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()


def suggested(matches: Mapping[str, Match]) -> frozenset[str]:
    """The cases good enough to be suggested for a task, the best of them at the most."""
    best = sorted(matches, key=lambda case_id: (-matches[case_id].score, case_id))[:MOST]
    return frozenset(case_id for case_id in best if matches[case_id].score >= SUGGESTED)


def body_of(case: Case) -> str:
    """A case's text; of a task what stands before its responsible bodies."""
    if case.kind != "plan_task":
        return case.text
    lines = case.text.split("\n")
    while len(lines) > 1 and (not lines[-1].strip() or _LEADING.match(lines[-1])):
        lines.pop()
    return "\n".join(lines)


def profile(case: Case, taught: Taught) -> Profile:
    """What a case says, from its words and from what is kept with it."""
    from app.extract.themes import asked_of, evidence_for

    text = body_of(case)
    asked = asked_of(len(text))
    found = evidence_for(text, case.title, case.owner or "")
    said = tuple(Said(one.theme, one.word, one.weight, one.places, one.titled) for one in found)
    raw: defaultdict[str, float] = defaultdict(float)
    words: defaultdict[str, float] = defaultdict(float)
    for one in said:
        raw[one.theme] += one.weight / asked
        words[one.word] = max(words[one.word], one.weight)
    for theme, heard in taught.heard(text, case.title).items():
        raw[theme] += sum(weight for _, weight in heard)
    titled = frozenset(one.theme for one in said if one.titled)
    return Profile(_strengths(case, raw), titled, said, words, _practices(case), bodies(case.responsible or ""))


def _strengths(case: Case, raw: Mapping[str, float]) -> dict[str, float]:
    order = sorted(case.themes, key=lambda theme: (theme.status == "suggested", -theme.score))
    kept = {
        theme.id: (_GUESSED if theme.status == "suggested" else 1.0) / (1 + _ORDER * place)
        for place, theme in enumerate(order)
    }
    said = {theme: min(1.0, max(0.0, weight) / _FULL) for theme, weight in raw.items()}
    return {
        theme: _KEPT * kept.get(theme, 0.0) + _SAID * said.get(theme, 0.0)
        for theme in {*kept, *said}
        if kept.get(theme) or said.get(theme, 0.0) > 0.0
    }


def _practices(case: Case) -> frozenset[str]:
    return frozenset(practice.name for practice in case.practices if practice.status != "suggested")


def bodies(responsible: str) -> frozenset[str]:
    """The bodies that answer for a task, without the place they are of: 卫健委."""
    named = (_PLACED.sub("", piece.strip()).removesuffix("等") for piece in _BODY.split(responsible))
    return frozenset(name for name in named if len(name) > 1 and name not in _ROLES)


class Weighing:
    """Weighs the cases of one library, at one moment, against the tasks of a plan.

    Args:
        search: The moment.
        among: The cases that may answer, as keys in a bitmap; what is rare is told by the whole library.
        tasks: All of the plan, which tell what only a few of them ask for.
    """

    def __init__(self, search: Search, among: int, tasks: Collection[Profile] = ()) -> None:
        self._search = search
        self._tasks = len(tasks)
        self._asking = Counter(theme for task in tasks for theme, strength in task.themes.items() if strength >= _ASKED)
        self._view = search.view
        self.among = among
        self._every = answering(search, None) | among
        self._size = self._every.bit_count()
        self._tops: dict[str, int] = {}
        self._found: dict[str, int] = {}

    @property
    def early(self) -> bool:
        """Whether the index is so far behind that words find too little."""
        return self._search.text.unseen.bit_count() > ALL

    # --- which cases are looked at

    def candidates(self, task: Profile) -> list[int]:
        """The keys of the cases worth weighing, the likeliest first."""
        if self.among.bit_count() <= ALL:
            return members(self.among)
        scores: Counter[int] = Counter()
        themes = self._view.part("themes").values["theme"]
        for theme, weight in self._weights(task).items():
            self._add(scores, themes.get(theme) & self.among, weight * self._rarity(theme))
        practices = self._view.part("practices").values["practice"]
        for name in sorted(task.practices):
            self._add(scores, practices.get(name) & self.among, _PRACTICES)
        heaviest = sorted(task.words, key=lambda word: (-task.words[word], word))[:_LOOKED_UP]
        whole = sum(task.words[word] for word in heaviest) or 1.0
        for word in heaviest:
            bits = self.holding(word)
            if bits.bit_count() <= _COMMON * self._size:
                self._add(scores, bits & self.among, task.words[word] / whole)
        best = sorted(scores, key=lambda key: (-scores[key], key))
        return best[:POOL]

    @staticmethod
    def _add(scores: Counter[int], bits: int, weight: float) -> None:
        for key in members(bits):
            scores[key] += weight  # type: ignore[assignment]  # a Counter adds floats as well

    def holding(self, word: str) -> int:
        """The cases in which a word stands, or both halves of a two-part one.

        Where the index is far behind, only as far as it knows: good enough to weigh by.
        """
        if word not in self._found:
            first, _, second = word.partition("…")
            if second:
                bits = self.holding(first) & self.holding(second)
            elif not self.early:
                bits = self._search.matching(Query((Clause((Term(None, first, phrase=True),)),)))
            else:
                bits = 0
                for form in self._search.variants(first):
                    bits |= self._search.text.near((form,), 0) & ~self._search.text.unseen
            self._found[word] = bits & self._every
        return self._found[word]

    def with_theme(self, theme: str) -> int:
        """How many cases have a theme, or one below it."""
        return (self._view.counted("theme").get(theme) & self._every).bit_count()

    def with_practice(self, name: str) -> int:
        """How many cases have a practice."""
        return (self._view.part("practices").values["practice"].get(name) & self._every).bit_count()

    # --- how much they have of a task

    def weigh(self, task: Profile, case: Profile) -> Match:
        """What a case has of a task."""
        weights = self._weights(task)
        if not weights:
            return self._rest(task, case, 0.0, [])
        heaviest = max(weights.values())
        shares = {theme: case.themes.get(theme, 0.0) * self._rarity(theme) for theme in weights}
        every = sum(weight * shares[theme] for theme, weight in weights.items())
        best = max((weight / heaviest) ** 0.5 * shares[theme] for theme, weight in weights.items())
        score = _THIRD * (every + best + self._wider(weights, case))
        told = [theme for theme in weights if shares[theme] >= 0.2]
        told.sort(key=lambda theme: -weights[theme] * shares[theme])
        return self._rest(task, case, score, told)

    def _wider(self, weights: Mapping[str, float], case: Profile) -> float:
        """What the case has of the wider themes above those of the task."""
        above: defaultdict[str, float] = defaultdict(float)
        for theme, weight in weights.items():
            above[self._top(theme)] += weight
        held: defaultdict[str, float] = defaultdict(float)
        for theme, strength in case.themes.items():
            held[self._top(theme)] = max(held[self._top(theme)], strength)
        return sum(weight * held[top] * self._rarity_above(top) for top, weight in above.items() if held[top])

    def _rest(self, task: Profile, case: Profile, score: float, told: Sequence[str]) -> Match:
        whole = sum(sorted(task.words.values())[-6:]) or 1.0
        worth = {
            word: weight * min(1.0, case.words[word] / 0.75) * self._rarity_of_word(word)
            for word, weight in task.words.items()
            if word in case.words
        }
        shared = sorted(task.practices & case.practices, key=self.with_practice)
        common = sorted(task.bodies & case.bodies)
        score += _WORDS * sum(worth.values()) / whole + (_BODIES if common else 0.0)
        score += _PRACTICES * sum(1 / (1 + log(max(1, self.with_practice(name)))) for name in shared)
        words = sorted((word for word in worth if worth[word] > 0), key=lambda word: (-worth[word], word))
        return Match(score, tuple(told), tuple(shared), tuple(words), tuple(common))

    def _weights(self, task: Profile) -> dict[str, float]:
        """The task's themes, together 1."""
        weights = {
            theme: strength * (_TITLED + 1 if theme in task.titled else 1) * self._telling(theme)
            for theme, strength in task.themes.items()
        }
        chosen = sorted(weights, key=lambda theme: (-weights[theme], theme))[:_THEMES]
        whole = sum(weights[theme] for theme in chosen) or 1.0
        return {theme: weights[theme] / whole for theme in chosen}

    def _telling(self, theme: str) -> float:
        """1 for a theme that few tasks of the plan ask for, less for one that many do."""
        asking = self._asking[theme]
        if asking <= _FEW:
            return 1.0
        return max(_LEAST, log((self._tasks + 1) / (asking + 0.5)) / log((self._tasks + 1) / (_FEW + 0.5)))

    # --- how rare things are

    def _rarity(self, theme: str) -> float:
        held = (self._view.part("themes").values["theme"].get(theme) & self._every).bit_count()
        return self._rare(held, _RARE)

    def _rarity_above(self, top: str) -> float:
        if top not in self._tops:
            self._tops[top] = (self._view.counted("theme").get(top) & self._every).bit_count()
        return self._rare(self._tops[top], _RARE)

    def _rarity_of_word(self, word: str) -> float:
        return self._rare(self.holding(word).bit_count(), _RARE_WORD)

    def _rare(self, held: int, full: float) -> float:
        more = max(0, _ENOUGH - self._size)
        return max(0.0, min(1.0, log((self._size + more + 1) / (held + _USUAL * more + 0.5)) / full))

    def _top(self, theme: str) -> str:
        parents = self._view.part("taxonomy").parents
        climbed = {theme}
        while (above := parents.get(theme)) and above not in climbed:
            climbed.add(above)
            theme = above
        return theme


def answering(search: Search, ids: Collection[str] | None) -> int:
    """The cases that may answer a task: no plans and no tasks, of every story one; without ids of the whole library."""
    view = search.view
    kinds = view.counted("kind")
    bits = view.all & ~kinds.union(("plan", "plan_task"))
    if ids is not None:
        wanted = set(ids)
        bits &= bitmap([key for key in members(bits) if view.ids[key] in wanted])
    return search.told(Query(()), bits)
