"""Reading order: which block belongs under which heading, and in what order.

A newspaper's columns come as fragments: a case's tail may stand before its heading or after six other cases. Breaks
are found first (a block that ends or begins in mid-sentence); only a page with breaks that its own neighbours do not
mend is touched, so texts that are in order are never moved. Knows blocks and headings; must not know records.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from app.extract.blocks import Block, is_title, stops
from app.extract.chains import is_front
from app.extract.exchange import Search
from app.extract.joins import is_fresh, is_middle
from app.extract.page import Page, head_length, read_page, topic

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
ENTER = 1.6
"""Cost of entering a case whose text was complete without this tail."""
EXPECTED = 0.3
"""The same, where most cases of the page were broken off and this one is next in turn."""

_CONNECTED = re.compile(
    r"(?:同时|此外|另外|在此基础上|其次|最后|不仅如此|与此同时|在[一-鿿]{2,12}方面)[，,]?|第[二三四五六七八九][，,]|[二三四五六七八九]是"
)


def arrange(heads: Sequence[Sequence[Block]], runs: Sequence[Sequence[Block]]) -> list[list[Block]]:
    """The body blocks of each case in reading order.

    Args:
        heads: For each case its heading blocks, in file order.
        runs: The body blocks before the first heading, then those below each heading: one more than heads.
    """
    in_order = [list(run) for run in runs[1:]]
    if not _is_broken(runs):
        return in_order
    page = read_page(heads, runs)
    searches = [Search(page, [_solve(page, k) for k in range(len(page.runs))])]
    searches.append(Search(page, [[None] * len(run) for run in page.runs], searches[0]))
    searches[-1].link_up()
    for search in searches:
        search.improve()
    best = max(searches, key=Search.total)
    home = Search(page, [[k - 1 if k else None] * len(run) for k, run in enumerate(page.runs)], best)
    moved = sum(a != b for a, b in zip(best.pred, home.pred, strict=True))
    if best.total() - home.total() < SURE + EACH * moved:
        return in_order
    return [[best.blocks[n] for n in body] for body in best.bodies()]


SURE = 3.0
"""What another order must be worth more than the page's own; texts in order that were cut off come to less."""
EACH = 0.9
"""What every block must add to that which no longer stands behind its neighbour."""
MOST = 400
"""A page of more blocks is not worth the search."""


def _is_broken(runs: Sequence[Sequence[Block]]) -> bool:
    """Whether a page has an end in mid-sentence that its neighbour may not mend."""
    if sum(map(len, runs)) > MOST:
        return False
    return any(run and not stops(run[-1]) for run in runs[1:]) or any(
        not stops(a) and is_fresh(b.text) for run in runs for a, b in pairwise(run)
    )


def _solve(page: Page, k: int) -> list[int | None]:
    """Which case each block of run k belongs to, by the cheapest path; None is front matter of no case."""
    run = page.runs[k]
    own = k - 1 if k else None
    if not run or not _is_suspicious(page, k):
        return [own] * len(run)
    states: list[int | None] = list(range(len(page.titles)))
    states.append(None)
    front = [k == 0 and is_front(b.text, is_title(b)) for b in run]
    likeness = [{s: (topic(page, b, s) if s is not None else 0.0) for s in states} for b in run]
    means = [sum(row.values()) / max(1, len(row) - 1) for row in likeness]
    best: dict[int | None, float] = {own: 0.0}
    back: list[dict[int | None, int | None]] = []
    for i in range(len(run)):
        scores: dict[int | None, float] = {}
        origin: dict[int | None, int | None] = {}
        for state in states:
            if (i == 0 or front[i]) and state != own:
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


def _is_suspicious(page: Page, k: int) -> bool:
    """Whether run k may hold another case's words: a visible break inside, or a block another open end calls for."""
    run = page.runs[k]
    if k == 0:
        return any(is_middle(b.text) and (not i or stops(run[i - 1])) for i, b in enumerate(run))
    if head_length(page, run) < len(run):
        return True
    waiting = [end for c, end in enumerate(page.ends) if end is not None and not stops(end) and c != k - 1]
    return any(
        stops(run[i - 1]) and not is_fresh(run[i].text) and any(page.join(end, run[i]) > 2.0 for end in waiting)
        for i in range(1, len(run))
    )


def _step(page: Page, run: Sequence[Block], i: int, last: int | None, state: int | None, own: int | None) -> float:
    """What it costs (below 0) or gains to go from the block before to this one."""
    before, block = run[i - 1], run[i]
    if last == state:
        if stops(before):
            return -3.5 if is_middle(block.text) else 0.0
        return max(-4.0, min(3.0, page.join(before, block)))
    leave = -(LEAVE if last == own else MOVE) if stops(before) else -2.0
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


def _jump(page: Page, last: int | None, state: int, own: int | None) -> float:
    """Tails usually stand in the order of their headings."""
    if last is None or last == own:
        return -0.5
    if state < last:
        return -BACK
    return -SKIP * sum(page.waiting[last + 1 : state])
