"""How alike any two pieces of a page are: the pairs of characters they share, weighed by how rare these are.

Kept against what the page has between any two pieces, so that strangers come to nothing on the whole. Knows strings
only; must not know blocks or cases.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from app.extract.joins import rareness

_HAN = re.compile("[一-鿿]+")
SPREAD = 0.7
"""Power that brings the few very like pairs nearer to the many that are a little alike."""


def likenesses(texts: Sequence[str]) -> list[list[float]]:
    """For every two texts how much more alike they are than their likeness to the others would make them."""
    bags = [_grams(text) for text in texts]
    held: dict[str, list[int]] = {}
    for n, bag in enumerate(bags):
        for gram in bag:
            held.setdefault(gram, []).append(n)
    size = len(texts)
    norms = [0.0] * size
    dots = [[0.0] * size for _ in range(size)]
    for gram, places in held.items():
        weight = (math.log(1 + size / len(places)) * math.sqrt(rareness(gram))) ** 2
        for at, a in enumerate(places):
            mine = weight * bags[a][gram]
            norms[a] += weight * bags[a][gram] ** 2
            row = dots[a]
            for b in places[at + 1 :]:
                row[b] += mine * bags[b][gram]
    roots = [math.sqrt(norm) or 1.0 for norm in norms]
    for a in range(size):
        for b in range(a + 1, size):
            dots[a][b] = dots[b][a] = (dots[a][b] / (roots[a] * roots[b])) ** SPREAD
    means = [sum(row) / max(1, size - 1) for row in dots]
    mean = sum(means) / max(1, size)
    for a, row in enumerate(dots):
        dots[a] = [0.0 if a == b else value - means[a] - means[b] + mean for b, value in enumerate(row)]
    return dots


def _grams(text: str) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for run in _HAN.findall(text):
        counts.update(run)
        counts.update(run[i : i + 2] for i in range(len(run) - 1))
    return {gram: math.sqrt(count) for gram, count in counts.items()}
