"""What a library was taught by a person's corrections: weights of words for themes, and names of practices.

A lesson is a bounded set of words of one case, said to speak for a theme or against it. From counted lessons come
weights (smoothed log-odds against how common a word is, shrunk while lessons are few) that are added to the score of
`app.extract.themes`. Pure: knows no library; who keeps the counts gives them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import log

from db import words
from db.records import CaseDraft, Practice

Rules = Mapping[str, str | None]
"""A practice's name -> the name it is to have; None: it is not to be shown."""

MARK = "按你以往的"
"""With these words begins what a theme's reason says of lessons."""
MOST_WORDS = 40
"""Words in one lesson."""
PROFILE = 24
"""Words by which a theme is known again."""
HEAVY = 2
"""What a word of the title, or one that spoke for the theme already, counts against one of the text."""
BOUND = 1.2
"""What all lessons of a theme together can add to a score or take from it, however many."""
FEW = 2.0
"""So many lessons carry half of the bound: one nudges, several decide."""
MANY = 4
"""Lessons of a theme from which on a word that one of them had is chance."""
TELLING = 0.7
"""Log-odds below which a word says nothing."""
ENOUGH = 0.35
"""Share of a profile that a text must hold for the whole bound."""
PLENTY = 3.0
"""Log-odds that must be there in any case for the whole bound."""
_PRIOR = 1.5
"""Lessons' worth of believing that a word is as common with the theme as without it."""
_READ = 20_000
"""So many characters of a case are looked at for words."""

_HAN = re.compile(r"(?![一二两三四五六七八九十几][一-鿿]$)[一-鿿]{2,8}|[A-Za-z][A-Za-z0-9]{1,11}")
_STOPS = frozenset(
    word
    for line in (
        "医院 医疗 患者 工作 建设 管理 服务 开展 加强 推进 提升 提高 实施 建立 完善 落实 制定 进行 实现 通过 坚持",
        "全面 发展 改革 质量 水平 能力 我们 他们 这个 一个 可以 没有 以及 同时 并且 因此 为了 其中 目前 近年来",
        "年来 以来 今年 去年 有效 不断 进一步 积极 充分 重点 主要 作用 方面 问题 情况 要求 目标 任务 措施 制度",
        "机制 模式 体系 方案 活动 项目 内容 单位 部门 科室 人员 医务人员 职工 群众 院长 书记 党委 党委书记 全院",
        "医生 护士 医师 成为 形成 探索 创新 打造 推动 促进 保障 确保 强化 深化 优化 健全 构建 组织 领导 负责 参与",
        "更加 各项 相关 人民 人民医院 中医院 附属 第一 第二 中心 新闻 记者 报道 介绍 表示 时间 每年 每月 每周 每天",
        "多个 第三 之一 背景 做法 成效 启示 经验 充分发挥 始终 大家 认真 及时 深入 切实 现有 所有 这些 成立",
    )
    for word in line.split()
)


@dataclass(frozen=True, slots=True)
class Counts:
    """What lessons of one theme say: how many there were for and against, and of each word in how many."""

    wanted: int = 0
    unwanted: int = 0
    words: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Taught:
    """What passes from a library into understanding."""

    weights: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """Theme -> word -> what the word adds to the theme's score."""
    bounds: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Theme -> the least and the most that all its words together add."""
    rules: Rules = field(default_factory=dict)
    _begin: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _of: dict[str, tuple[tuple[str, float], ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sort the words by how they begin, so that one look at a text's pairs leaves few to look for."""
        of: dict[str, list[tuple[str, float]]] = {}
        for theme, weighed in self.weights.items():
            for word, weight in weighed.items():
                if len(word) > 1:
                    of.setdefault(word, []).append((theme, weight))
        begin: dict[str, list[str]] = {}
        for word in sorted(of):
            begin.setdefault(word[:2], []).append(word)
        self._of.update({word: tuple(told) for word, told in of.items()})
        self._begin.update({two: tuple(some) for two, some in begin.items()})

    def heard(self, text: str, title: str = "") -> dict[str, list[tuple[str, float]]]:
        """Theme -> words that stand in a case and what each adds, the sum within the theme's bounds."""
        found: dict[str, list[tuple[str, float]]] = {}
        if not self._begin:
            return found
        whole = f"{title}\n{text}".lower()
        for two in sorted(self._begin.keys() & set(map(str.__add__, whole, whole[1:]))):
            for word in self._begin[two]:
                if word in whole:
                    for theme, weight in self._of[word]:
                        found.setdefault(theme, []).append((word, weight))
        return {theme: self._bounded(theme, found[theme]) for theme in sorted(found)}

    def _bounded(self, theme: str, told: list[tuple[str, float]]) -> list[tuple[str, float]]:
        least, most = self.bounds.get(theme, (-BOUND, BOUND))
        whole = sum(weight for _, weight in told)
        share = min(1.0, (most if whole > 0 else least) / whole) if whole else 1.0  # both of one sign
        return told if share == 1.0 else [(word, weight * share) for word, weight in told]


NOTHING = Taught()
"""A library that was taught nothing."""


def lesson(
    title: str, text: str, headings: Iterable[str] = (), names: Iterable[str] = (), spoke: Iterable[str] = ()
) -> dict[str, int]:
    """The words of one case by which a theme may be known again, each with what it counts.

    Args:
        title: The case's title.
        text: Its text.
        headings: Its printed headings.
        names: Its practices' names.
        spoke: Words that spoke for the theme in question already.
    """
    told: dict[str, int] = {}
    spoken = (word.lower() for word in spoke if "…" not in word and len(word) > 1)
    for word in (*spoken, *_apart(title), *(name for name in names if 1 < len(name) <= 12)):
        told[word] = HEAVY
    for word in (word for heading in headings for word in _apart(heading)):
        told.setdefault(word, 1)
    often: dict[str, int] = {}
    for word in _apart(text[:_READ]):
        often[word] = often.get(word, 0) + 1
    for word in sorted(often, key=lambda word: (-often[word] * min(len(word), 4), word)):
        if len(told) >= MOST_WORDS:
            break
        told.setdefault(word, 1)
    return dict(list(told.items())[:MOST_WORDS])


def _apart(text: str) -> list[str]:
    """The words of a text that can mean something."""
    whole = text.encode("utf-8", "replace").decode()  # halves of characters are no words
    return [word for word in map(str.lower, words.cut(whole)) if _HAN.fullmatch(word) and word not in _STOPS]


Share = Callable[[str], float]
"""In what share of some cases a word stands, more than 0 and at most 1."""


def weigh(counts: Mapping[str, Counts], sample: Sample, rules: Rules | None = None) -> Taught:
    """What follows from lessons.

    Args:
        counts: What is counted, by theme.
        sample: What speaks for a theme is rare in it; what speaks against, rare where it has the theme.
        rules: What a person decided of practices' names.
    """
    weights: dict[str, dict[str, float]] = {}
    bounds: dict[str, tuple[float, float]] = {}
    for theme, told in counts.items():
        held = sample.held(theme)
        odds = {word: _odds(told, word, sample.common(word), held(word)) for word in told.words}
        most, least = BOUND * told.wanted / (told.wanted + FEW), BOUND * told.unwanted / (told.unwanted + FEW)
        if made := _scaled(odds, most, 1) | _scaled(odds, least, -1):
            weights[theme] = made
            bounds[theme] = (-least, most)
    return Taught(weights, bounds, dict(rules or {}))


def _scaled(odds: Mapping[str, float], bound: float, sign: int) -> dict[str, float]:
    """The best words for one side, so weighed that a fair share of them reaches the bound."""
    telling = ((o * sign, word) for word, o in odds.items() if o * sign >= TELLING)
    side = sorted(telling, key=lambda pair: (-pair[0], pair[1]))
    best = side[:PROFILE]
    whole = max(PLENTY, ENOUGH * sum(o for o, _ in best))
    return {word: sign * bound * o / whole for o, word in best}


def _odds(told: Counts, word: str, common: float, held: float) -> float:
    """Log-odds of a word for against without the theme, less where few of the theme's lessons have it."""
    wanted, unwanted = told.words[word]
    odds = _log(wanted, told.wanted, common) - _log(unwanted, told.unwanted, held)
    had, of = (wanted, told.wanted) if odds > 0 else (unwanted, told.unwanted)
    if not of or (of >= MANY and had < HEAVY):
        return 0.0
    return odds * min(1.0, had / of)


def _log(had: int, of: int, share: float) -> float:
    return log((had + _PRIOR * share) / (of + _PRIOR) / share)


class Sample:
    """Texts that tell how common words are: a word is where all its pairs of letters are, a little high and quick."""

    def __init__(self, texts: Sequence[str], themes: Sequence[Iterable[str]] = ()) -> None:
        self._size = len(texts)
        self._pairs: dict[str, int] = {}
        self._with: dict[str, int] = {}
        self._found: dict[str, int] = {}
        for number, text in enumerate(texts):
            lower = text[:_READ].lower()
            for two in set(map(str.__add__, lower, lower[1:])):
                self._pairs[two] = self._pairs.get(two, 0) | 1 << number
        for number, had in enumerate(themes):
            for theme in had:
                self._with[theme] = self._with.get(theme, 0) | 1 << number

    def common(self, word: str) -> float:
        """In what share of all texts a word stands."""
        return min(1.0, (self._texts(word).bit_count() + 0.5) / (self._size + 10))

    def held(self, theme: str) -> Share:
        """The same of the texts that have a theme; where those are few, words are thought to be common there."""
        among = self._with.get(theme, 0)
        size = among.bit_count()

        def share(word: str) -> float:
            usual = max(self.common(word), 0.25)
            return ((self._texts(word) & among).bit_count() + 4 * usual) / (size + 4)

        return share

    def _texts(self, word: str) -> int:
        if word not in self._found:
            bits = (1 << self._size) - 1
            for two in map(str.__add__, word, word[1:]):
                bits &= self._pairs.get(two, 0)
            self._found[word] = bits
        return self._found[word]


def reason(told: Sequence[tuple[str, float]]) -> str:
    """What lessons said of a theme, in words; empty when they said next to nothing."""
    whole = sum(weight for _, weight in told)
    if abs(whole) < 0.1:
        return ""
    best = sorted(told, key=lambda pair: (-abs(pair[1]), pair[0]))
    side = [word for word, weight in best if weight * whole > 0][:4]
    return f"{MARK}{'确认' if whole > 0 else '更正'}：常见“{'、'.join(side)}”"


def called(practices: Iterable[Practice], rules: Rules) -> tuple[tuple[Practice, ...], tuple[Practice, ...]]:
    """Practices under the names a person gave them, each name once, and those a person hid."""
    if not rules:
        return tuple(practices), ()
    shown: dict[str, Practice] = {}
    hidden: dict[str, Practice] = {}
    for one in practices:
        name = rules.get(one.name, one.name) or one.name
        made = replace(one, name=name)
        into = hidden if rules.get(name, name) is None else shown
        had = into.get(name)
        if had is None or (had.status == "suggested" and made.status != "suggested"):
            into[name] = made
    return tuple(shown.values()), tuple(hidden.values())


def under(draft: CaseDraft, rules: Rules) -> CaseDraft:
    """A case and its tasks with practices called as a person wants them called."""
    if not rules:
        return draft
    shown, hidden = called(draft.practices, rules)
    children = tuple(under(child, rules) for child in draft.children)
    return replace(draft, practices=shown, hidden=(*draft.hidden, *hidden), children=children)
