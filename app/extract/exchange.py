"""Local search over a page's reading order: move a stretch to another case, exchange two, keep what reads better.

The first solution treats each run of blocks by itself; here the whole page is weighed, so that a broken sentence is
mended once and by its best continuation. Knows a page and an assignment; must not know how it was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from heapq import nlargest

from app.extract.blocks import is_title
from app.extract.joins import is_fresh, is_middle
from app.extract.page import Page, echo, orphans, topic

MENDED = 4.0
"""Worth of finding the rest of a sentence that stopped."""
ENTER = 3.0
"""Cost of a tail for a case whose text was complete without it."""
EXPECTED = 0.6
"""The same where most cases of the page were broken off."""
LEAVE = 4.0
"""Cost of leaving a case's own place at a complete sentence."""
MOVE = 0.25
"""Cost of going from one tail to the next at a complete sentence."""
OPEN = 0.75
"""Cost of leaving any place in mid-sentence; the broken join costs by itself."""
SKIP = 1.0
"""Cost of passing over a case whose tail has not been found yet."""
BACK = 3.0
"""Cost of a tail that stands before the tail of an earlier heading."""
NOWHERE = -1.0
"""Worth of calling a block of a case's own place foreign."""
GLUED = 3.0
"""Two neighbours that read on so well are moved together."""
NEAR = 0.7
"""Worth of a sentence that goes on in the very next block."""
EMPTY = 4.0
"""Cost of a heading with nothing of its own below it."""
EVIDENCE = 2.5
"""Shared phrases and likeness that must speak for a whole paragraph where most cases of a page are whole."""
CONNECTED = 1.5
"""Cost of tearing off a paragraph that ties itself to the one above (同时, 此外)."""
_TIED = re.compile(
    r"(?:同时|此外|另外|在此基础上|其次|最后|不仅如此|与此同时|在[一-鿿]{2,12}方面)[，,]?|第[二三四五六七八九][，,]|[二三四五六七八九]是"
)

_LEAD = re.compile(
    r"(?:本报讯|近日|日前|近期|编者按|编者的话|\d{1,2}月\d{1,2}日|20\d\d年\d{1,2}月|为(?:庆祝|深入|贯彻|落实|推动)|由[^，。]{4,30}(?:主办|指导|举办))"
)

_OURS = re.compile("院|科|党|患者|医护|病房|支部")

Case = int | None


class Search:
    """The state of one search: which case each block belongs to, and what that is worth."""

    def __init__(self, page: Page, owners: Sequence[Sequence[Case]], known: Search | None = None) -> None:
        self.page = page
        self.blocks = [block for run in page.runs for block in run]
        self.run = [k for k, run in enumerate(page.runs) for _ in run]
        self.owner: list[Case] = [state for run in owners for state in run]
        self.middle = [is_middle(b.text) for b in self.blocks]
        self.closed = [b.closed for b in self.blocks]
        self.fixed = [
            k == 0 and (is_title(b) or bool(_LEAD.match(b.text))) for k, b in zip(self.run, self.blocks, strict=True)
        ]
        last = len(page.runs) - 1
        self.foreign = [
            k == last and is_fresh(b.text) and not _OURS.search(b.text)
            for k, b in zip(self.run, self.blocks, strict=True)
        ]
        self.tied = [bool(_TIED.match(b.text)) for b in self.blocks]
        self.own: list[Case] = [k - 1 if k else None for k in self.run]
        self.worth: dict[int, list[float]] = known.worth if known else {}
        self.callers: dict[int, list[int]] = known.callers if known else {}
        self.pairs: dict[tuple[int, int], float] = known.pairs if known else {}
        self.members: list[list[int]] = [[] for _ in page.titles]
        for n, state in enumerate(self.owner):
            if state is not None:
                self.members[state].append(n)
        self.chains = [self._chain(c, members) for c, members in enumerate(self.members)]

    def improve(self) -> None:
        """Make the best move until none is left; each round looks at every stretch once."""
        for _ in range(12):
            moved = False
            for stretch in list(self._stretches()):
                moved |= self._move(stretch)
            moved |= self._exchange()
            if not moved:
                break
        if not orphans(self.page) or sum(self.page.waiting) * 4 <= len(self.page.waiting):
            for start, stop in self._tails():
                if not self._supported(start):
                    self._put(start, stop, self.own[start])

    def total(self) -> float:
        """What the whole assignment is worth."""
        everywhere = range(len(self.blocks))
        foreign = sum(self._likeness(n, None) for n in everywhere if self.owner[n] is None)
        return sum(self.chains) + foreign + sum(self._layout(n) for n in everywhere)

    def owners(self) -> list[list[Case]]:
        """The answer in the shape of the page's runs."""
        found: list[list[Case]] = [[] for _ in self.page.runs]
        for k, state in zip(self.run, self.owner, strict=True):
            found[k].append(state)
        return found

    def _likeness(self, n: int, state: Case) -> float:
        if state is None:
            return NOWHERE if self.run[n] and not self.foreign[n] else 0.0
        row = self.worth.get(n)
        if row is None:
            values = [topic(self.page, self.blocks[n], c) for c in range(len(self.page.titles))]
            mean = sum(values) / len(values)
            row = self.worth[n] = [value - mean for value in values]
        return row[state]

    def _chain(self, case: int, members: Sequence[int]) -> float:
        """What a case's blocks are worth in their reading order: own place first, then tails in file order."""
        own = self.own
        sequence = [n for n in members if own[n] == case]
        total = 0.0 if sequence else -EMPTY
        sequence += [n for n in members if own[n] != case]
        if sequence and self.middle[sequence[0]]:
            total -= 3.0
        last = -1
        for n in sequence:
            total += self._likeness(n, case)
            if last >= 0:
                pair = self.pairs.get((last, n))
                total += self._pair(last, n) if pair is None else pair
            last = n
        return total

    def _pair(self, a: int, b: int) -> float:
        """What it is worth to read block b after block a."""
        near = b == a + 1 and self.run[a] == self.run[b]
        if self.closed[a]:
            worth = -3.5 if self.middle[b] else 0.0
            worth -= 0.0 if near else EXPECTED if self.page.torn else ENTER
        else:
            worth = MENDED + max(-4.0, min(5.0, self.page.fit(self.blocks[a], self.blocks[b]))) + NEAR * near
        self.pairs[a, b] = worth
        return worth

    def _layout(self, n: int) -> float:
        """What the step from the block before to block n costs."""
        if not n or self.run[n] != self.run[n - 1]:
            return -0.5 - LEAVE if self.run[n] and self.owner[n] != self.own[n] else 0.0
        last, state, own = self.owner[n - 1], self.owner[n], self.own[n]
        if last == state:
            return 0.0
        cost = (LEAVE if last == own else MOVE) if self.closed[n - 1] else OPEN
        cost += CONNECTED if self.tied[n] else 0.0
        if state is None:
            return -cost - 0.5
        if last is None or last == own:
            return -cost - 0.5
        if state < last:
            return -cost - BACK
        return -cost - SKIP * sum(self.page.waiting[last + 1 : state])

    def _stretches(self) -> Iterator[tuple[int, int]]:
        """Stretches of one to six blocks in one place that may stand elsewhere, glued neighbours kept together."""
        ends = [
            n
            for n in range(len(self.blocks))
            if n + 1 == len(self.blocks) or self.run[n + 1] != self.run[n] or not self._glued(n)
        ]
        starts = [0, *(n + 1 for n in ends[:-1])]
        for at, start in enumerate(starts):
            if any(self.fixed[start : ends[at] + 1]):
                continue
            for end in ends[at : at + 4]:
                if self.run[end] != self.run[start] or end - start > 6 or self.fixed[end]:
                    break
                yield start, end + 1

    def _glued(self, n: int) -> bool:
        return not self.closed[n] and self.page.join(self.blocks[n], self.blocks[n + 1]) >= GLUED

    def _promising(self, start: int, stop: int) -> set[Case]:
        """Cases that a stretch might belong to: whose text it continues, its neighbours', its own, the likest."""
        block = self.blocks[start]
        found: set[Case] = {self.own[start]}
        for n in (start - 1, stop):
            if 0 <= n < len(self.blocks):
                found.add(self.owner[n])
        if not is_fresh(block.text):
            if start not in self.callers:
                waiting = [n for n, closed in enumerate(self.closed) if not closed and n != start - 1]
                self.callers[start] = nlargest(3, waiting, key=lambda n: self.page.join(self.blocks[n], block))
            found.update(self.owner[n] for n in self.callers[start])
        found.update(nlargest(2, range(len(self.page.titles)), key=lambda c: self._likeness(start, c)))
        if self.run[start] == len(self.page.runs) - 1 or not self.run[start]:
            found.add(None)
        return found

    def _try(self, changes: Sequence[tuple[int, int, Case]]) -> bool:
        """Make changes (start, stop, case) if that is worth more than what is."""
        touched = {state for start, stop, _ in changes for state in self.owner[start:stop]} | {c for *_, c in changes}
        cases = [c for c in touched if c is not None]
        edges = {n for start, stop, _ in changes for n in range(start, min(stop + 1, len(self.blocks)))}
        moved = [n for start, stop, _ in changes for n in range(start, stop)]
        old = [self.owner[n] for n in moved]
        before = sum(self.chains[c] for c in cases) + self._sum(edges, old, moved)
        for start, stop, case in changes:
            self.owner[start:stop] = [case] * (stop - start)
        members = {c: sorted({*self.members[c], *moved}) for c in cases}
        members = {c: [n for n in ns if self.owner[n] == c] for c, ns in members.items()}
        chains = {c: self._chain(c, ns) for c, ns in members.items()}
        after = sum(chains.values()) + self._sum(edges, [self.owner[n] for n in moved], moved)
        if after > before + 0.01:
            for c in cases:
                self.members[c], self.chains[c] = members[c], chains[c]
            return True
        for n, state in zip(moved, old, strict=True):
            self.owner[n] = state
        return False

    def _sum(self, edges: set[int], states: Sequence[Case], moved: Sequence[int]) -> float:
        foreign = sum(self._likeness(n, None) for n, state in zip(moved, states, strict=True) if state is None)
        return foreign + sum(self._layout(n) for n in edges)

    def _tails(self) -> list[tuple[int, int]]:
        """The stretches that stand away from their cases' own places."""
        tails: list[tuple[int, int]] = []
        start = 0
        for n in range(1, len(self.blocks) + 1):
            same = n < len(self.blocks) and self.run[n] == self.run[start] and self.owner[n] == self.owner[start]
            if not same:
                if self.owner[start] != self.own[start]:
                    tails.append((start, n))
                start = n
        return tails

    def _supported(self, start: int) -> bool:
        """Whether more than a broken-off end speaks for a tail, on a page where most cases are whole."""
        case = self.owner[start]
        if case is None or self.middle[start] or (start and not self.closed[start - 1]):
            return True
        earlier = [n for n in self.members[case] if self.own[n] == case or n < start]
        before = max(earlier, key=lambda n: (self.own[n] != case, n), default=None)
        if before is None or self.closed[before]:
            return bool(start) and self.owner[start - 1] == case
        block = self.blocks[start]
        if is_fresh(block.text) or self.tied[start] or self.page.fit(self.blocks[before], block) < 0.0:
            return False
        own = self.own[start]
        more = self._likeness(start, case) - (self._likeness(start, own) if own is not None else 0.0)
        shared = echo(self.page, block, case)
        return shared > 0 and shared + more >= EVIDENCE

    def _put(self, start: int, stop: int, case: Case) -> None:
        """Put a stretch back without asking what it is worth."""
        for n in range(start, stop):
            old = self.owner[n]
            if old is not None:
                self.members[old].remove(n)
            if case is not None:
                self.members[case] = sorted([*self.members[case], n])
            self.owner[n] = case
        self.chains = [self._chain(c, members) for c, members in enumerate(self.members)]

    def _move(self, stretch: tuple[int, int]) -> bool:
        start, stop = stretch
        now = set(self.owner[start:stop])
        return any(self._try([(start, stop, c)]) for c in self._promising(start, stop) if now != {c})

    def _exchange(self) -> bool:
        """Exchange the cases of two tails."""
        tails = self._tails()
        moved = False
        for x, (a, b) in enumerate(tails):
            for c, d in tails[x + 1 :]:
                if self.owner[a] != self.owner[c]:
                    moved |= self._try([(a, b, self.owner[c]), (c, d, self.owner[a])])
        return moved
