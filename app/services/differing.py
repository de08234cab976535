"""What two texts have in common and where they differ: lines first, then clauses, then characters.

`difference` is bounded whatever it is given: what cannot be matched within its allowance of steps is told as gone
and new. Knows texts, no cases, no windows.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

PartKind = Literal["same", "gone", "new"]
_STEPS = 1_500_000
"""Steps of matching one call may take, about a second."""
_DEPTH = 500
"""Changes looked for in one run before it is told as replaced."""
_SHARED = 0.3
"""Runs with less than this share in common are replaced rather than picked apart."""
_PAIRS, _PAIRED = 900, 60_000
"""Pairs of lines and characters up to which changed lines are weighed against each other."""
_NEARLY = 0.9
"""Lines stay beside each other when that keeps nearly as much in common."""
_CLAUSE = re.compile(r"[^，。！？；：、,.!?;:\n]*[，。！？；：、,.!?;:\n]?")
_LETTER = re.compile(r"[0-9]+(?:\.[0-9]+)?|[A-Za-z]+|.", re.DOTALL)
"""A figure or a foreign word is changed whole."""
_Block = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text that stands in both, only before, or only after. What is gone comes before what is new."""

    kind: PartKind
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of each side that belong together; None where one side has none."""

    before: tuple[Part, ...] | None
    after: tuple[Part, ...] | None

    @property
    def changed(self) -> bool:
        """Whether the sides differ."""
        sides = (self.before, self.after)
        return None in sides or any(part.kind != "same" for side in sides for part in side or ())


class _Allowance:
    """Steps left to spend."""

    def __init__(self, steps: int) -> None:
        self.left = steps


def difference(before: str, after: str) -> tuple[Part, ...]:
    """The parts of two texts in reading order.

    The same and gone parts joined are `before`; the same and new parts joined are `after`.
    """
    if before == after:
        return (Part("same", before),) if before else ()
    head = before.rfind("\n", 0, common(before, after)) + 1
    tail = _whole_lines(before, common(before[head:][::-1], after[head:][::-1]))
    middle = (before[head : len(before) - tail], after[head : len(after) - tail])
    parts = [("same", before[:head]), *_by_lines(*middle, _Allowance(_STEPS)), ("same", before[len(before) - tail :])]
    return tuple(Part(kind, text) for kind, text in _tidied(parts))


def likeness(parts: Sequence[Part]) -> float:
    """The share of the two texts that is the same, 0 to 1; 1 for two empty ones."""
    same = sum(len(part.text) for part in parts if part.kind == "same")
    whole = 2 * same + sum(len(part.text) for part in parts if part.kind != "same")
    return 2 * same / whole if whole else 1.0


def aligned(parts: Sequence[Part]) -> tuple[Row, ...]:
    """The paragraphs of both sides in rows, those beside each other that share words or replace each other."""
    rows: list[Row] = []
    left: list[list[tuple[int, Part]]] = [[]]
    right: list[list[tuple[int, Part]]] = [[]]
    for number, part in enumerate(parts):
        for at, piece in enumerate(part.text.split("\n")):
            if at and part.kind == "same":
                rows += _paired(left, right)
                left, right = [[]], [[]]
            elif at:
                (left if part.kind == "gone" else right).append([])
            if piece and part.kind != "new":
                left[-1].append((number, Part(part.kind, piece)))
            if piece and part.kind != "gone":
                right[-1].append((number, Part(part.kind, piece)))
    return (*rows, *_paired(left, right))


def common(a: str, b: str) -> int:
    """The length of the common beginning of two texts."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _whole_lines(text: str, tail: int) -> int:
    """The length of the whole lines at the end of a text, within its last `tail` characters."""
    end = text.find("\n", len(text) - tail)
    return len(text) - end - 1 if tail and end >= 0 else 0


def _by_lines(a: str, b: str, allowance: _Allowance) -> Iterator[tuple[PartKind, str]]:
    lines = a.splitlines(keepends=True), b.splitlines(keepends=True)
    for kind, old, new in _matched(*lines, allowance):
        if kind == "same":
            yield "same", old
        else:
            yield from _by_paragraphs(old, new, allowance)


def _by_paragraphs(a: str, b: str, allowance: _Allowance) -> list[tuple[PartKind, str]]:
    """A run of lines against another: each beside the one it is likest to, unless they were cut up differently."""
    across = list(_by_clauses(a, b, allowance))
    old, new = a.splitlines(keepends=True), b.splitlines(keepends=True)
    if len(old) == len(new) == 1 or len(old) * len(new) > _PAIRS or len(a) + len(b) > _PAIRED:
        return across
    beside: list[tuple[PartKind, str]] = []
    x = y = 0
    for i, j in [*_likest(old, new), (len(old), len(new))]:
        beside += [("gone", "".join(old[x:i])), ("new", "".join(new[y:j]))]
        beside += _by_clauses("".join(old[i : i + 1]), "".join(new[j : j + 1]), allowance)
        x, y = i + 1, j + 1
    return beside if _same(beside) >= _NEARLY * _same(across) else across


def _likest(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of lines in order, as like each other in all as can be."""
    of_old, of_new = ([Counter(pairwise(line)) for line in side] for side in (old, new))
    best: list[list[tuple[float, int, int]]] = [[(0.0, 0, 0)] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, left in enumerate(of_old):
        for j, right in enumerate(of_new):
            shared = 2 * (left & right).total() / ((left.total() + right.total()) or 1)
            score = best[i][j][0] + shared if shared > _SHARED else -1.0
            best[i + 1][j + 1] = max((score, 1, 1), (best[i][j + 1][0], 1, 0), (best[i + 1][j][0], 0, 1))
    pairs: list[tuple[int, int]] = []
    i, j = len(old), len(new)
    while i and j:
        _, up, back = best[i][j]
        if up and back:
            pairs.append((i - 1, j - 1))
        i, j = i - up, j - back
    return pairs[::-1]


def _same(parts: Sequence[tuple[PartKind, str]]) -> int:
    return sum(len(text) for kind, text in parts if kind == "same")


def _by_clauses(a: str, b: str, allowance: _Allowance) -> Iterator[tuple[PartKind, str]]:
    if not a or not b:
        yield from (("gone", a), ("new", b))
        return
    for kind, old, new in _matched(_CLAUSE.findall(a), _CLAUSE.findall(b), allowance):
        if kind == "same":
            yield "same", old
        else:
            yield from _by_characters(old, new, allowance)


def _by_characters(a: str, b: str, allowance: _Allowance) -> list[tuple[PartKind, str]]:
    replaced: list[tuple[PartKind, str]] = [("gone", a), ("new", b)]
    shared = sum((Counter(a) & Counter(b)).values())
    if shared < _SHARED * max(len(a), len(b)):
        return replaced
    parts: list[tuple[PartKind, str]] = []
    same = 0
    for kind, old, new in _matched(_LETTER.findall(a), _LETTER.findall(b), allowance):
        if kind == "same":
            same += len(old)
            parts.append(("same", old))
        else:
            parts += [("gone", old), ("new", new)]
    return parts if same >= _SHARED * max(len(a), len(b)) else replaced


def _matched(a: Sequence[str], b: Sequence[str], allowance: _Allowance) -> Iterator[tuple[PartKind, str, str]]:
    """Runs that are the same, and between them those that are not (as "gone", with both sides)."""
    x = y = 0
    for i, j, length in [*_blocks(a, b, allowance), (len(a), len(b), 0)]:
        if x < i or y < j:
            yield "gone", "".join(a[x:i]), "".join(b[y:j])
        if length:
            yield "same", "".join(a[i : i + length]), ""
        x, y = i + length, j + length


def _blocks(a: Sequence[str], b: Sequence[str], allowance: _Allowance) -> list[_Block]:
    """Matching runs in order. What stands once in both holds the rest together; between, the shortest way."""
    found: list[_Block] = []
    waiting = [(0, len(a), 0, len(b))]
    while waiting:
        i, i_end, j, j_end = waiting.pop()
        start = i
        while i < i_end and j < j_end and a[i] == b[j]:
            i, j = i + 1, j + 1
        found.append((start, j - (i - start), i - start))
        end = i_end
        while i_end > i and j_end > j and a[i_end - 1] == b[j_end - 1]:
            i_end, j_end = i_end - 1, j_end - 1
        found.append((i_end, j_end, end - i_end))
        allowance.left -= i_end - i + j_end - j
        if i == i_end or j == j_end or allowance.left < 0:
            continue
        anchors = _anchors(a[i:i_end], b[j:j_end])
        if not anchors:
            found += [(i + x, j + y, n) for x, y, n in _shortest(a[i:i_end], b[j:j_end], allowance)]
            continue
        # the anchor itself is matched by the run that begins with it
        starts = [(0, 0), *anchors]
        ends = [*anchors, (i_end - i, j_end - j)]
        waiting += [(i + x, i + x2, j + y, j + y2) for (x, y), (x2, y2) in zip(starts, ends, strict=True)]
    return sorted(block for block in found if block[2])


def _anchors(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Places of what stands exactly once in both, as many as keep their order."""
    in_a, in_b = Counter(a), Counter(b)
    places = {item: at for at, item in enumerate(b) if in_b[item] == 1}
    pairs = [(at, places[item]) for at, item in enumerate(a) if in_a[item] == 1 and item in places]
    tops: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, y) in enumerate(pairs):
        at = bisect_left(tops, y)
        before.append(last[at - 1] if at else -1)
        tops[at : at + 1] = [y]
        last[at : at + 1] = [number]
    kept: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        kept.append(pairs[number])
        number = before[number]
    return kept[::-1]


def _shortest(a: Sequence[str], b: Sequence[str], allowance: _Allowance) -> list[_Block]:
    """Myers' shortest way from one to the other; nothing when it is too long to be worth looking for."""
    furthest, trace = {1: 0}, []
    for depth in range(min(_DEPTH, len(a) + len(b)) + 1):
        trace.append(furthest.copy())
        for k in range(-depth, depth + 1, 2):
            x = _step(furthest, k, depth)
            y = x - k
            begun = x
            while x < len(a) and y < len(b) and a[x] == b[y]:
                x, y = x + 1, y + 1
            allowance.left -= x - begun + 1
            furthest[k] = x
            if x >= len(a) and y >= len(b):
                return _walked_back(trace, len(a), len(b))
        allowance.left -= len(furthest) // 8
        if allowance.left < 0:
            return []
    return []


def _step(furthest: dict[int, int], k: int, depth: int) -> int:
    down = k == -depth or (k != depth and furthest[k - 1] < furthest[k + 1])
    return furthest[k + 1] if down else furthest[k - 1] + 1


def _walked_back(trace: list[dict[int, int]], x: int, y: int) -> list[_Block]:
    blocks: list[_Block] = []
    for depth in range(len(trace) - 1, -1, -1):
        furthest, k = trace[depth], x - y
        begun = _step(furthest, k, depth)
        if x > begun:
            blocks.append((begun, begun - k, x - begun))
        down = k == -depth or (k != depth and furthest[k - 1] < furthest[k + 1])
        x = begun if down else begun - 1
        y = begun - k - 1 if down else begun - k
    return blocks[::-1]


def _tidied(parts: Sequence[tuple[PartKind, str]]) -> list[tuple[PartKind, str]]:
    """Neighbours of one kind joined, and small common runs between larger changes given up: they are chance."""
    done: list[tuple[str, str, str]] = []  # same, then gone and new after it
    for kind, text in parts:
        if not text:
            continue
        if kind == "same" and done and not done[-1][1] and not done[-1][2]:
            done[-1] = (done[-1][0] + text, "", "")
        elif kind == "same":
            done.append((text, "", ""))
        else:
            same, gone, new = done.pop() if done else ("", "", "")
            gone, new = (gone + text, new) if kind == "gone" else (gone, new + text)
            done.append((same, gone, new))
    return [part for group in _settled(done) for part in _told(group)]


def _settled(groups: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    kept: list[tuple[str, str, str]] = []
    for group in groups:
        kept.append(group)
        while len(kept) > 1 and _chance(kept[-2], kept[-1]):
            same, gone, new = kept.pop()
            first, gone_before, new_before = kept.pop()
            kept.append((first, gone_before + same + gone, new_before + same + new))
    return kept


def _chance(before: tuple[str, str, str], after: tuple[str, str, str]) -> bool:
    same = after[0]
    if "\n" in same or len(same) > 4:
        return False
    return len(same) <= max(len(before[1]), len(before[2])) and len(same) <= max(len(after[1]), len(after[2]))


def _told(group: tuple[str, str, str]) -> list[tuple[PartKind, str]]:
    kinds: tuple[PartKind, ...] = ("same", "gone", "new")
    return [(kind, text) for kind, text in zip(kinds, group, strict=True) if text]


def _paired(left: list[list[tuple[int, Part]]], right: list[list[tuple[int, Part]]]) -> Iterator[Row]:
    """Rows of the paragraphs between two common line ends."""
    i = j = 0
    while i < len(left) or j < len(right):
        before, after = left[i : i + 1], right[j : j + 1]
        if before and after and not _beside(before[0], after[0], len(left) - i, len(right) - j):
            alone = _shared(after[0]) or len(left) - i > len(right) - j
            before, after = (before, []) if alone else ([], after)
        yield Row(*(tuple(part for _, part in side[0]) if side else None for side in (before, after)))
        i, j = i + len(before), j + len(after)


def _shared(paragraph: list[tuple[int, Part]]) -> set[int]:
    return {number for number, part in paragraph if part.kind == "same"}


def _beside(before: list[tuple[int, Part]], after: list[tuple[int, Part]], left: int, right: int) -> bool:
    shared = _shared(before), _shared(after)
    return bool(shared[0] & shared[1]) or (left == right and not any(shared))
