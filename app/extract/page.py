"""A page as the reading order sees it: headings, the blocks below each, what breaks off, and what each is about.

Knows blocks and headings; must not know in what order they should stand.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.extract.blocks import Block, stops
from app.extract.joins import gain, is_fresh, is_middle, phrases
from app.extract.names import split_aliases

SUBJECT = 3.0
"""Worth of a block that names the case's own organisation, and cost of one that names another's."""
TOPIC = 34.0
"""Weight of the likeness between a block and a case."""
FRESH = 0.1
"""Weight of a paragraph that opens afresh among what might go on with a broken sentence."""
SPEAKER = 3.0
"""Worth of a block that tells what a case's speaker said, and cost of one that tells it of another's."""
PLACE = 2.0
"""Worth of a block that names the place of a case's organisation."""
SHARED = 1.1
"""Worth of a phrase that stands in a block and in one case only."""


@dataclass(slots=True)
class Page:
    """The page while it is being solved. `ends[k]` is the last block under heading k before anything foreign."""

    titles: list[str]
    runs: list[list[Block]]
    phrases: Counter[str]
    ends: list[Block | None] = field(default_factory=list)
    cores: list[dict[str, float]] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    speakers: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    """For each case its speaker, and the place its organisation is named after; empty where two have the same."""
    sizes: list[float] = field(default_factory=list)
    rarity: dict[str, float] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    bags: dict[int, tuple[dict[str, float], frozenset[str], float]] = field(default_factory=dict)
    """For each block its words with their weights, those that only it has, and the length of it all."""
    orphans: list[Block] | None = None
    mentions: dict[int, tuple[frozenset[int], frozenset[int]]] = field(default_factory=dict)
    subjects: dict[int, set[str]] = field(default_factory=dict)
    waiting: list[bool] = field(default_factory=list)
    """Whether each case stops in mid-sentence under its heading."""
    torn: bool = False
    """Whether most cases of the page stop in mid-sentence under their headings."""
    memory: dict[tuple[int, int], float] = field(default_factory=dict)
    only: dict[str, dict[int, set[int]]] = field(default_factory=dict)
    """Runs of four characters in the heads: the cases that have them, and the blocks they stand in."""
    echoes: dict[int, Counter[int]] = field(default_factory=dict)
    rivals: tuple[dict[int, float], dict[int, float]] | None = None

    def join(self, left: Block, right: Block) -> float:
        """The remembered gain of reading right after left."""
        key = (left.start, right.start)
        if key not in self.memory:
            self.memory[key] = gain(left.text[-60:], right.text[:60], self.phrases)
        return self.memory[key]

    def fit(self, left: Block, right: Block) -> float:
        """The gain of a join against what either side could have instead."""
        if self.rivals is None:
            self.rivals = self._rivals()
        row, column = self.rivals
        return self.join(left, right) - (row.get(left.start, 0.0) + column.get(right.start, 0.0)) / 2

    def _rivals(self) -> tuple[dict[int, float], dict[int, float]]:
        """For every open end, and every start, the usual worth of its joins."""
        blocks = [b for run in self.runs for b in run]
        lefts = [b for b in blocks if not stops(b)]
        weights = {
            (a.start, b.start): FRESH if is_fresh(b.text) else math.exp(self.join(a, b))
            for b in blocks
            for a in lefts
            if a is not b
        }
        row = {a.start: sum(weights.get((a.start, b.start), 0.0) for b in blocks) / len(blocks) for a in lefts}
        column = {b.start: sum(weights.get((a.start, b.start), 0.0) for a in lefts) / len(lefts) for b in blocks}
        return {k: math.log(v or 1.0) for k, v in row.items()}, {k: math.log(v or 1.0) for k, v in column.items()}


def read_page(heads: Sequence[Sequence[Block]], runs: Sequence[Sequence[Block]]) -> Page:
    """A page from its headings and the blocks before and below them."""
    titles = ["".join(b.text for b in head) for head in heads]
    page = Page(titles, [], phrases(b.text for run in runs for b in run))
    page.owners = [split_aliases(next((b.head.owner for b in head if b.head), ""))[0] for head in heads]
    page.speakers = _single([next((b.head.name or "" for b in head if b.head), "") for head in heads])
    page.places = _single([found[1] if (found := _PLACED.match(owner)) else "" for owner in page.owners])
    page.runs = [_swapped(page, run) for run in runs]
    documents = [_grams(title) for title in titles] + [_grams(b.text) for run in runs for b in run]
    counts: Counter[str] = Counter(g for d in documents for g in d)
    page.counts = counts
    page.rarity = {g: math.log(1 + len(documents) / n) for g, n in counts.items()}
    usual = sorted(sum(len(b.text) for b in run) for run in page.runs[1:])[len(titles) // 2]
    for k, title in enumerate(titles, 1):
        own = page.runs[k][: head_length(page, page.runs[k])]
        page.ends.append(own[-1] if own else None)
        weights = Counter(_grams(title * 2))
        size = 0
        for block in own:
            weights.update(_grams(block.text))
            for four in _fours(block.text):
                page.only.setdefault(four, {}).setdefault(k - 1, set()).add(block.start)
            size += len(block.text)
            if size > 1.5 * usual:  # what stands far below a heading may be another case's words
                break
        page.cores.append({g: math.sqrt(n) * page.rarity.get(g, 1.0) for g, n in weights.items()})
    page.sizes = [sum(weight * weight for weight in core.values()) for core in page.cores]
    page.waiting = [end is not None and not stops(end) for end in page.ends]
    page.torn = sum(page.waiting) * 2 > len(page.ends)
    return page


_PLACED = re.compile("(?:[一-鿿]{2,3}(?:省|自治区))?([一-鿿]{2,4}?)(?:市|县|区|州|盟|旗|地区|[一-鿿]{1,6}自治[州县])")


def _single(names: Sequence[str]) -> list[str]:
    """The names, but for those that several cases have."""
    counts = Counter(names)
    return [name if counts[name] == 1 else "" for name in names]


def _fours(text: str) -> set[str]:
    return {text[i : i + 4] for i in range(len(text) - 3) if _HAN.match(text, i)}


_HAN = re.compile("[一-鿿]{4}")


def echo(page: Page, block: Block, case: int) -> int:
    """How many phrases of a block only this case has, elsewhere than in the block; overlapping ones count once."""
    counts = page.echoes.get(block.start)
    if counts is None:
        counts = page.echoes[block.start] = Counter()
        last: dict[int, int] = {}
        for i in range(len(block.text) - 3):
            known = page.only.get(block.text[i : i + 4], {})
            others = [case for case, starts in known.items() if starts != {block.start}]
            if len(others) == 1 and i >= last.get(others[0], -4) + 4:
                counts[others[0]] += 1
                last[others[0]] = i
    return min(2, counts[case])


def link(page: Page, before: Block, block: Block) -> float:
    """How well a block stands behind another."""
    if stops(before):
        return -3.0 if is_middle(block.text) else 0.0
    return max(-4.0, min(4.0, page.join(before, block)))


def _swapped(page: Page, run: Sequence[Block]) -> list[Block]:
    """A run in which two neighbours that were plainly exchanged stand in their places again."""
    blocks = list(run)
    for i in range(1, len(blocks) - 2):
        a, b, c, d = blocks[i - 1 : i + 3]
        now = link(page, a, b) + link(page, b, c) + link(page, c, d)
        then = link(page, a, c) + link(page, c, b) + link(page, b, d)
        if not stops(c) and then - now >= 4.0:
            blocks[i], blocks[i + 1] = c, b
    return blocks


def _grams(text: str) -> list[str]:
    """The pairs of Han characters of a text, and the characters themselves but for the commonest."""
    han = ["一" <= c <= "鿿" for c in text]
    pairs = [text[i : i + 2] for i in range(len(text) - 1) if han[i] and han[i + 1]]
    return pairs + [c for c, is_han in zip(text, han, strict=True) if is_han and c not in _COMMON]


_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "进着等部度家电力里如水化高自二理起小现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新内数正心反明看原又利比或但质气第向道命此"
    "院医患者科室管理疗服务建设党工制健康"
)


def head_length(page: Page, run: Sequence[Block]) -> int:
    """How many blocks under a heading plainly go together: to the first visible break."""
    for i in range(1, len(run)):
        before, block = run[i - 1], run[i]
        if stops(before):
            if is_middle(block.text):
                return i
            continue
        here = page.join(before, block)
        elsewhere = max((page.join(before, b) for b in orphans(page) if b is not before), default=here)
        if here < -1.0 or (here < 2.0 and elsewhere - here > 3.5):
            return i
    return len(run)


def orphans(page: Page) -> list[Block]:
    """Blocks that begin in mid-sentence and whose neighbour above is not what they continue."""
    if page.orphans is None:
        page.orphans = [
            block
            for run in page.runs
            for i, block in enumerate(run)
            if i and is_middle(block.text) and (stops(run[i - 1]) or page.join(run[i - 1], block) < 3.0)
        ]
    return page.orphans


def topic(page: Page, block: Block, case: int) -> float:
    """Likeness of a block and a case: of their words, and whose name the block speaks of."""
    return TOPIC * core(page, block, case) + named(page, block, case)


def core(page: Page, block: Block, case: int) -> float:
    """Cosine of the words of a block and of what stands under a case's heading."""
    if block.start not in page.bags:
        words = Counter(_grams(block.text))
        mine = {g: n * page.rarity.get(g, 1.0) for g, n in words.items()}
        alone = frozenset(g for g, n in words.items() if len(g) == 1 or page.counts[g] <= n)
        page.bags[block.start] = mine, alone, math.sqrt(sum(w * w for w in mine.values()))
    mine, alone, norm = page.bags[block.start]
    theirs, size = page.cores[case], page.sizes[case]
    if block in page.runs[case + 1]:  # a block is no witness for itself
        dot = sum(weight * theirs[g] for g, weight in mine.items() if g in theirs and g not in alone)
        size -= sum(theirs[g] ** 2 for g in alone if g in theirs)
    else:
        dot = sum(weight * theirs[g] for g, weight in mine.items() if g in theirs)
    norm *= math.sqrt(max(size, 0.0))
    return dot / norm if norm else 0.0


def named(page: Page, block: Block, case: int) -> float:
    """Whose name a block speaks of, and whose own phrases."""
    likeness = SHARED * echo(page, block, case)
    owners = page.subjects.get(block.start)
    if owners is None:
        owners = page.subjects[block.start] = {o for o in page.owners if o and _is_subject(o, block.text)}
    if owners and not any(owner != page.owners[case] and page.owners[case] in owner for owner in owners):
        likeness += SUBJECT if page.owners[case] in owners else -SUBJECT
    speaking, placed = _mentioned(page, block)
    if speaking:
        likeness += SPEAKER if case in speaking else -SPEAKER
    return likeness + PLACE * (case in placed)


def _mentioned(page: Page, block: Block) -> tuple[frozenset[int], frozenset[int]]:
    """The cases whose speakers, and those whose places, a block names."""
    found = page.mentions.get(block.start)
    if found is None:
        speaking = frozenset(c for c, name in enumerate(page.speakers) if name and name in block.text)
        placed = frozenset(c for c, name in enumerate(page.places) if name and name in block.text)
        found = page.mentions[block.start] = speaking, placed
    return found


def _is_subject(owner: str, text: str) -> bool:
    """Whether an organisation's name opens a clause, not just a mention such as 邀请某医院专家."""
    return bool(
        re.search(rf"(?:^|[。；，！？])(?:近年来|目前|作为|第[一二三四五六七八九][，])?{re.escape(owner)}", text)
    )
