"""Reading order: which block belongs under which heading, and in what order.

A newspaper's columns come as fragments: a case's tail may stand before its heading or after six other cases. Breaks
are found first (a block that ends or begins in mid-sentence); only a page with breaks that its own neighbours do not
mend is touched, so texts that are in order are never moved. Knows blocks and headings; must not know records.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.extract.blocks import Block
from app.extract.joins import gain, is_fresh, is_middle, phrases
from app.extract.names import split_aliases

SKIP = 1.1
"""Cost of passing over a case whose tail has not been found yet."""
BACK = 2.6
"""Cost of a tail that stands before the tail of an earlier heading."""
LEAVE = 2.2
"""Cost of leaving a case's own place at a complete sentence; leaving one in mid-sentence costs its broken join."""
MOVE = 0.5
"""Cost of going from one tail to the next at a complete sentence."""
CONNECTED = 1.5
"""Cost of going elsewhere at a paragraph that ties itself to the one above (同时, 此外)."""
MENDED = 2.0
"""Worth of finding the rest of a sentence that stopped."""
SUBJECT = 3.0
"""Worth of a block that names the case's own organisation, and cost of one that names another's."""
ENTER = 1.6
"""Cost of entering a case whose text was complete without this tail."""
EXPECTED = 0.3
"""The same, where most cases of the page were broken off and this one is next in turn."""
TOPIC = 16.0
"""Weight of the likeness between a block and a case."""


_CONNECTED = re.compile(
    r"(?:同时|此外|另外|在此基础上|其次|最后|不仅如此|与此同时|在[一-鿿]{2,12}方面)[，,]?|第[二三四五六七八九][，,]|[二三四五六七八九]是"
)


@dataclass(slots=True)
class _Page:
    """The page while it is being solved. `ends[k]` is the last block under heading k before anything foreign."""

    titles: list[str]
    runs: list[list[Block]]
    phrases: Counter[str]
    ends: list[Block | None] = field(default_factory=list)
    cores: list[dict[str, float]] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    rarity: dict[str, float] = field(default_factory=dict)
    orphans: list[Block] | None = None
    subjects: dict[int, set[str]] = field(default_factory=dict)
    waiting: list[bool] = field(default_factory=list)
    """Whether each case stops in mid-sentence under its heading."""
    torn: bool = False
    """Whether most cases of the page stop in mid-sentence under their headings."""
    memory: dict[tuple[int, int], float] = field(default_factory=dict)

    def join(self, left: Block, right: Block) -> float:
        """The remembered gain of reading right after left."""
        key = (left.start, right.start)
        if key not in self.memory:
            self.memory[key] = gain(left.text[-60:], right.text[:60], self.phrases)
        return self.memory[key]


def arrange(heads: Sequence[Sequence[Block]], runs: Sequence[Sequence[Block]]) -> list[list[Block]]:
    """The body blocks of each case in reading order.

    Args:
        heads: For each case its heading blocks, in file order.
        runs: The body blocks before the first heading, then those below each heading: one more than heads.
    """
    in_order = [list(run) for run in runs[1:]]
    if not _is_broken(runs):
        return in_order
    page = _read(heads, runs)
    return _assembled(page, [_solve(page, k) for k in range(len(page.runs))])


def _is_broken(runs: Sequence[Sequence[Block]]) -> bool:
    """Whether a case under its heading stops in mid-sentence while other words wait elsewhere."""
    return any(run and not run[-1].closed for run in runs[1:]) and sum(map(len, runs)) <= 400


def _read(heads: Sequence[Sequence[Block]], runs: Sequence[Sequence[Block]]) -> _Page:
    titles = ["".join(b.text for b in head) for head in heads]
    page = _Page(titles, [], phrases(b.text for run in runs for b in run))
    page.owners = [split_aliases(next((b.head.owner for b in head if b.head), ""))[0] for head in heads]
    page.runs = [_swapped(page, run) for run in runs]
    documents = [_grams(title) for title in titles] + [_grams(b.text) for run in runs for b in run]
    counts: Counter[str] = Counter(g for d in documents for g in d)
    page.rarity = {g: math.log(1 + len(documents) / n) for g, n in counts.items()}
    usual = sorted(sum(len(b.text) for b in run) for run in page.runs[1:])[len(titles) // 2]
    for k, title in enumerate(titles, 1):
        own = page.runs[k][: _head_length(page, page.runs[k])]
        page.ends.append(own[-1] if own else None)
        weights = Counter(_grams(title * 2))
        size = 0
        for block in own:
            weights.update(_grams(block.text))
            size += len(block.text)
            if size > 1.5 * usual:  # what stands far below a heading may be another case's words
                break
        page.cores.append({g: math.sqrt(n) * page.rarity.get(g, 1.0) for g, n in weights.items()})
    page.waiting = [end is not None and not end.closed for end in page.ends]
    page.torn = sum(page.waiting) * 2 > len(page.ends)
    return page


def _link(page: _Page, before: Block, block: Block) -> float:
    """How well a block stands behind another."""
    if before.closed:
        return -3.0 if is_middle(block.text) else 0.0
    return max(-4.0, min(4.0, page.join(before, block)))


def _swapped(page: _Page, run: Sequence[Block]) -> list[Block]:
    """A run in which two neighbours that were plainly exchanged stand in their places again."""
    blocks = list(run)
    for i in range(1, len(blocks) - 2):
        a, b, c, d = blocks[i - 1 : i + 3]
        now = _link(page, a, b) + _link(page, b, c) + _link(page, c, d)
        then = _link(page, a, c) + _link(page, c, b) + _link(page, b, d)
        if not c.closed and then - now >= 4.0:
            blocks[i], blocks[i + 1] = c, b
    return blocks


def _grams(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1) if "一" <= text[i] <= "鿿" and "一" <= text[i + 1] <= "鿿"]


def _head_length(page: _Page, run: Sequence[Block]) -> int:
    """How many blocks under a heading plainly go together: to the first visible break."""
    for i in range(1, len(run)):
        before, block = run[i - 1], run[i]
        if before.closed:
            if is_middle(block.text):
                return i
            continue
        here = page.join(before, block)
        elsewhere = max((page.join(before, b) for b in _orphans(page) if b is not before), default=here)
        if here < -1.0 or (here < 2.0 and elsewhere - here > 3.5):
            return i
    return len(run)


def _orphans(page: _Page) -> list[Block]:
    """Blocks that begin in mid-sentence and whose neighbour above is not what they continue."""
    if page.orphans is None:
        page.orphans = [
            block
            for run in page.runs
            for i, block in enumerate(run)
            if i and is_middle(block.text) and (run[i - 1].closed or page.join(run[i - 1], block) < 3.0)
        ]
    return page.orphans


def _topic(page: _Page, block: Block, case: int) -> float:
    """Likeness of a block and a case: cosine of their words, and whose name the block speaks of."""
    core = page.cores[case]
    words = Counter(_grams(block.text))
    mine = {g: n * page.rarity.get(g, 1.0) for g, n in words.items()}
    inside = block in page.runs[case + 1]
    if inside:  # a block is no witness for itself
        core = {g: w for g, w in core.items() if g not in mine or page.phrases[g] > words[g]}
    dot = sum(weight * core.get(g, 0.0) for g, weight in mine.items())
    norm = math.sqrt(sum(w * w for w in mine.values())) * math.sqrt(sum(w * w for w in core.values()))
    likeness = TOPIC * dot / norm if norm else 0.0
    named = page.subjects.get(block.start)
    if named is None:
        named = page.subjects[block.start] = {o for o in page.owners if o and _is_subject(o, block.text)}
    if named and not any(owner != page.owners[case] and page.owners[case] in owner for owner in named):
        likeness += SUBJECT if page.owners[case] in named else -SUBJECT
    return likeness


def _is_subject(owner: str, text: str) -> bool:
    """Whether an organisation's name opens a clause, not just a mention such as 邀请某医院专家."""
    return bool(
        re.search(rf"(?:^|[。；，！？])(?:近年来|目前|作为|第[一二三四五六七八九][，])?{re.escape(owner)}", text)
    )


def _solve(page: _Page, k: int) -> list[int | None]:
    """Which case each block of run k belongs to, by the cheapest path; None is front matter of no case."""
    run = page.runs[k]
    own = k - 1 if k else None
    if not run or not _is_suspicious(page, k):
        return [own] * len(run)
    states: list[int | None] = list(range(len(page.titles)))
    states.append(None)
    likeness = [{s: (_topic(page, b, s) if s is not None else 0.0) for s in states} for b in run]
    means = [sum(row.values()) / max(1, len(row) - 1) for row in likeness]
    best: dict[int | None, float] = {own: 0.0}
    back: list[dict[int | None, int | None]] = []
    for i in range(len(run)):
        scores: dict[int | None, float] = {}
        origin: dict[int | None, int | None] = {}
        for state in states:
            if i == 0 and state != own:
                continue
            value, came = max(
                ((best[p] + (_step(page, run, i, p, state, own) if i else 0.0), p) for p in best),
                key=lambda pair: pair[0],
            )
            emission = likeness[i][state] - means[i] if state is not None else -1.0 * (own is not None)
            scores[state], origin[state] = value + emission, came
        best = scores
        back.append(origin)
    state = max(best, key=lambda s: best[s])
    path: list[int | None] = []
    for origin in reversed(back):
        path.append(state)
        state = origin[state]
    return path[::-1]


def _is_suspicious(page: _Page, k: int) -> bool:
    """Whether run k may hold another case's words: a visible break inside, or a block another open end calls for."""
    run = page.runs[k]
    if k == 0:
        return any(is_middle(b.text) and (not i or run[i - 1].closed) for i, b in enumerate(run))
    if _head_length(page, run) < len(run):
        return True
    waiting = [end for c, end in enumerate(page.ends) if end is not None and not end.closed and c != k - 1]
    return any(
        run[i - 1].closed and not is_fresh(run[i].text) and any(page.join(end, run[i]) > 2.0 for end in waiting)
        for i in range(1, len(run))
    )


def _step(page: _Page, run: Sequence[Block], i: int, last: int | None, state: int | None, own: int | None) -> float:
    """What it costs (below 0) or gains to go from the block before to this one."""
    before, block = run[i - 1], run[i]
    if last == state:
        if before.closed:
            return -3.5 if is_middle(block.text) else 0.0
        return max(-4.0, min(3.0, page.join(before, block)))
    leave = -(LEAVE if last == own else MOVE) if before.closed else -2.0
    if state is None:
        return leave - 1.0
    end = page.ends[state]
    if end is None or not page.waiting[state] or end is before:
        expected = page.torn and last is not None and state == last + 1
        enter = -(EXPECTED if expected else ENTER) - (3.0 if is_middle(block.text) else 0.0)
    else:
        enter = max(-4.0, min(5.0, page.join(end, block))) + MENDED
    linked = CONNECTED if _CONNECTED.match(block.text) else 0.0
    return leave + enter + _jump(page, last, state, own) - linked


def _jump(page: _Page, last: int | None, state: int, own: int | None) -> float:
    """Tails usually stand in the order of their headings."""
    if last is None or last == own:
        return -0.5
    if state < last:
        return -BACK
    return -SKIP * sum(page.waiting[last + 1 : state])


def _assembled(page: _Page, owners: Sequence[Sequence[int | None]]) -> list[list[Block]]:
    """Each case's own blocks, then its tails in file order; front matter is left out."""
    bodies: list[list[Block]] = [[] for _ in page.titles]
    tails: list[list[Block]] = [[] for _ in page.titles]
    for k, run in enumerate(page.runs):
        for block, owner in zip(run, owners[k], strict=True):
            if owner is not None:
                (bodies if owner == k - 1 else tails)[owner].append(block)
    return [body + tail for body, tail in zip(bodies, tails, strict=True)]
