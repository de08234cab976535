"""How likely a case is about a theme: traits of how the theme's words stand in it, each with a learned weight.

The weights are what a logistic regression finds in labelled texts (tools/weigh_themes.py). Knows the words that speak
for themes and where they stand; must not know which words a theme has, nor what a library or a user decided.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log, log1p

from app.extract.weighing import odds
from db.records import Practice

TABLE = "telling.tsv"
LIKELY = -0.6
"""Log-odds from which a theme is given: a missed one is worse than a doubtful one."""
WEIGHTS = {"4": 1.0, "3": 0.75, "2": 0.42, "1": 0.16}
"""What one mention of a word is worth by its level in triggers.tsv."""
SPEAKS = WEIGHTS["2"]
"""What a theme's words in a sentence must be worth together for the sentence to be about it."""
STEPS = (0.3, 0.5, 0.65, 0.8, 1.0, 1.3, 1.7, 2.2)
"""Scores at which more is said than that a score grew."""
RANKS = (1, 2, 3, 4, 6, 9)
"""Ranks among a case's themes that are told apart: before each of these, and from the last on."""

_SENTENCE = re.compile(r"[。；！？\n]")
_PARAGRAPH = re.compile(r"\n")

Places = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One word that speaks for one theme, wherever the text has it."""

    theme: str
    word: str
    weight: float
    """What the word is worth here, its places and the way it stands already counted."""
    places: Places
    titled: bool
    own: bool = False
    """Whether the word is, or holds, one of the taxonomy's own for this theme."""
    level: str = "1"


@dataclass(frozen=True, slots=True)
class _Share:
    """What a theme has of a text's sentences or paragraphs."""

    won: Mapping[str, float]
    """In how many it speaks loudest; a draw counts in part."""
    held: Mapping[str, float]
    """Its share of what speaks in them, added up."""
    of: int


Told = Mapping[str, Sequence[Evidence]]


def likely(told: Told, text: str, asked: float, named: Places = ()) -> dict[str, float]:
    """The log-odds of every theme that any word speaks for.

    Args:
        told: Theme -> its evidence.
        text: The case's text.
        asked: How much more than one of ordinary length it is asked for.
        named: Where the text names practices.
    """
    return {theme: odds(traits, TABLE) for theme, traits in traits_of(told, text, asked, named).items()}


def named_at(practices: Iterable[Practice]) -> Places:
    """Where a text names the practices that are sure."""
    return tuple((p.start, p.end) for p in practices if p.status != "suggested" and p.start is not None and p.end)


def traits_of(told: Told, text: str, asked: float, named: Places = ()) -> dict[str, tuple[tuple[str, float], ...]]:
    """Theme -> what is to be weighed of it; arguments as of `likely`."""
    scores = {theme: sum(e.weight for e in some) / asked for theme, some in told.items()}
    scores = {theme: score for theme, score in scores.items() if score > 0}
    if not scores:
        return {}
    order = sorted(scores, key=lambda theme: (-scores[theme], theme))
    top = sum(scores[theme] for theme in order[:2]) / 2
    sentences, paragraphs = _shares(told, text, _SENTENCE), _shares(told, text, _PARAGRAPH)
    return {
        theme: (
            *_scored(scores[theme], rank, top, asked),
            *_worded(told[theme]),
            *_beside(theme, scores),
            *_spread(theme, sentences, paragraphs),
            *_named(told[theme], named),
        )
        for rank, theme in enumerate(order)
    }


def _scored(score: float, rank: int, top: float, asked: float) -> Iterator[tuple[str, float]]:
    yield "any", 1.0
    yield "score", min(3.0, score)
    yield "score log", log(max(0.05, score))
    yield "score unasked", log(max(0.05, score * asked))
    for step in STEPS:
        if score >= step:
            yield f"score {step}", 1.0
    yield "asked", asked - 1.0
    yield f"rank {bisect_right(RANKS, rank)}", 1.0
    yield "rank share", min(1.3, score / top)
    yield "rank top", log(max(1.0, top))


def _worded(some: Sequence[Evidence]) -> Iterator[tuple[str, float]]:
    """How many different words there are, and how plain the best is."""
    for level in WEIGHTS:
        number = sum(e.level == level for e in some)
        if number:
            yield f"words {level}", float(min(4, number))
            yield f"words {level} any", 1.0
    yield "words", log(len(some))
    yield "words best", max(e.weight for e in some)
    yield "words longest", max(len(e.word) for e in some) / 4
    if any(e.own for e in some):
        yield "words own", 1.0
    if titled := [WEIGHTS[e.level] for e in some if e.titled]:
        yield "titled", max(titled)
        yield "titled any", 1.0


def _beside(theme: str, scores: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """How strong the strongest is of the other leaves of the same top."""
    top = theme.partition(".")[0]
    best = max((s for other, s in scores.items() if other != theme and other.partition(".")[0] == top), default=0.0)
    yield "sibling", min(2.0, best)
    if best >= 1.0:
        yield "sibling sure", 1.0
    if best > scores[theme]:
        yield "sibling stronger", 1.0


def _spread(theme: str, sentences: _Share, paragraphs: _Share) -> Iterator[tuple[str, float]]:
    won, held = sentences.won.get(theme, 0.0), sentences.held.get(theme, 0.0)
    yield "sentences", log1p(won)
    for number in (1, 2):
        if won >= number:
            yield f"sentences {number}", 1.0
    yield "sentences held", log1p(held)
    yield "sentences share", held / sentences.of
    yield "paragraphs", log1p(paragraphs.won.get(theme, 0.0))
    if paragraphs.won.get(theme, 0.0) >= 1:
        yield "paragraphs 1", 1.0


def _named(some: Sequence[Evidence], named: Places) -> Iterator[tuple[str, float]]:
    """Whether practices' names hold the theme's words."""
    places = [place for e in some for place in e.places]
    number = sum(any(a < end and start < b for a, b in places) for start, end in named)
    if number:
        yield "named", 1.0
        yield "named more", float(min(4, number))


def _shares(told: Told, text: str, ends: re.Pattern[str]) -> _Share:
    """Who speaks in each sentence or paragraph, and how loud."""
    breaks = [found.end() for found in ends.finditer(text)]
    parts: defaultdict[int, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for theme, some in told.items():
        for evidence in some:
            for start, _ in evidence.places:
                parts[bisect_right(breaks, start)][theme] += WEIGHTS[evidence.level]
    won: defaultdict[str, float] = defaultdict(float)
    held: defaultdict[str, float] = defaultdict(float)
    for voices in parts.values():
        loudest, whole = max(voices.values()), sum(voices.values())
        winners = [theme for theme, voice in voices.items() if voice >= loudest - 1e-9]
        for theme, voice in voices.items():
            held[theme] += voice / whole
        for theme in winners if loudest >= SPEAKS else ():
            won[theme] += 1.0 / len(winners)
    return _Share(won, held, len(breaks) + 1)
