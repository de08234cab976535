"""How much a stretch of text looks like the name of a practice: its traits, each with a learned weight.

The weights are what a logistic regression finds in labelled texts (tools/weigh_names.py); a trait it has not met weighs
nothing. Knows one stretch and what stands around it; must not know how it was found, nor what is common wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from app.extract.joins import rareness
from app.extract.tables import rows

ENDS = 2
"""So many last characters of a name are a trait: its head noun."""

USUAL = 8.0
"""How rare a pair of characters is in common wording."""

_COUNTED = re.compile(r"[一二两三四五六七八九十几\d][个项名支面张台间批份条种家所辆本块部位次期门处座栋场]$")
_AFTER = "，。；：、（"


@lru_cache(maxsize=4)
def _weights(table: str) -> dict[str, float]:
    return {trait: float(weight) for trait, weight in rows("practices", table)}


@lru_cache(maxsize=1)
def _heads() -> frozenset[str]:
    """The head nouns of the names that are known."""
    return frozenset(
        name[-ENDS:] for name, _, flag, *_ in rows("practices", "dictionary.tsv") if name != "*" and flag == "."
    )


def odds(traits: Iterable[tuple[str, float]], table: str = "weights.tsv") -> float:
    """The logarithm of the odds that what has these traits is what a table tells: with the first, a practice's name."""
    weights = _weights(table)
    return sum(weights.get(trait, 0.0) * value for trait, value in traits)


def traits(text: str, start: int, end: int, frames: Iterable[str], score: float) -> Iterator[tuple[str, float]]:
    """What is to be weighed of a stretch.

    Args:
        text: The case's text.
        start: Where the stretch begins in it.
        end: Where it ends.
        frames: The wordings it was found by, verbs among them.
        score: What its shape speaks for by rule.
    """
    words = text[start:end]
    bare = words.replace("“", "").replace("”", "")
    yield "any", 1.0
    yield "score", max(-1.5, min(1.5, score))
    yield f"score {'sure' if score >= 0.72 else 'likely' if score >= 0.45 else 'low'}", 1.0
    for frame in frames:
        yield f"by {frame}", 1.0
    yield f"long {_length(len(bare))}", 1.0
    yield f"ends {bare[-ENDS:]}", 1.0
    yield f"ends {bare[-1:]}", 1.0
    yield f"starts {bare[:1]}", 1.0
    if bare[-ENDS:] in _heads():
        yield "known head", 1.0
    after = text[end : end + 1]
    yield f"before {after if after and after in _AFTER else 'end' if after in ('', chr(10)) else 'more'}", 1.0
    if _COUNTED.search(text[max(0, start - 6) : start]):
        yield "counted", 1.0
    yield "rare", _rarity(bare)
    if text.count(bare) > 1:
        yield "again", 1.0
    if "“" in words:
        opens, closes = words[0] == "“", words[-1] == "”"
        yield f"quoted {'alone' if opens and closes else 'first' if opens else 'last' if closes else 'within'}", 1.0


def _rarity(words: str) -> float:
    """How much rarer its pairs of characters are than those of common wording."""
    pairs = [rareness(words[i : i + 2]) for i in range(len(words) - 1)]
    return sum(pairs) / len(pairs) - USUAL if pairs else 0.0


def _length(size: int) -> str:
    if size <= 8:
        return str(max(2, size))
    return "9" if size <= 10 else "11" if size <= 12 else "13" if size <= 15 else "16"
