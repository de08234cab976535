"""Local search over a page's reading order: every case a chain of blocks, changed as long as the page reads better.

A move takes a stretch of blocks out of its chain and puts it behind another block, exchanges the ends of two chains,
or puts a stretch in another one's place and finds that one a better. Knows a page and a first answer; must not know how
that was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest
from itertools import combinations

from app.extract.blocks import is_title
from app.extract.chains import HEADING, Chains
from app.extract.page import Page, echo, orphans

GLUED = 3.0
"""Two neighbours that read on so well are moved together."""
EVIDENCE = 2.5
"""Shared phrases and likeness that must speak for a whole paragraph where most cases of a page are whole."""
LOOSE = 5.0
"""The same for one that stands above all headings, where a page speaks of itself."""
PROMISING = 5.0
"""What two joins may lose for an exchange to be tried: likeness does not make up for more."""
BROKEN = 2.5
"""A sentence reads on worse than this where it is broken off."""
ROUNDS = 12
LEAST = 0.01
"""What a move must gain to be made."""


class Search(Chains):
    """A page's answer while it is being made better; what was tried in vain waits until one of its chains changes."""

    def __init__(self, page: Page, owners: Sequence[Sequence[int | None]], known: Search | None = None) -> None:
        super().__init__(page, owners, known)
        self.stamps = [0] * (len(page.titles) + 1)
        self.vain: set[tuple[int, ...]] = set()
        self.near: dict[tuple[int, int, int], float] = {}
        self.callers: dict[int, list[int]] = known.callers if known else {}

    def _changed(self, *cases: int | None) -> None:
        for case in cases:
            self.stamps[-1 if case is None else case] += 1

    def _stamp(self, node: int) -> int:
        case = self.owner[node] if node >= 0 else None
        return self.stamps[-1 if case is None else case]

    def improve(self) -> None:
        """Make good moves until none is left; each round looks at every stretch once."""
        for _ in range(ROUNDS):
            moved = False
            for start, stop in list(self._stretches()):
                moved |= self._relocate(start, stop)
            moved |= self._cross()
            moved = moved or self._displace()
            if not moved:
                break
        waiting = self.page.waiting
        whole = (not orphans(self.page) and sum(waiting) < 2) or sum(waiting) * 4 <= len(waiting)
        if whole and self._breaks() < 2:
            self._doubted()

    def _breaks(self) -> int:
        """How many sentences stop short amid what stands under a heading, and do not go on below."""
        return sum(
            not self.closed[n]
            and self.run[n + 1] == self.run[n] > 0
            and not is_title(self.blocks[n])
            and not is_title(self.blocks[n + 1])
            and self.page.join(self.blocks[n], self.blocks[n + 1]) < BROKEN
            for n in range(self.size - 1)
        )

    def link_up(self) -> None:
        """Answer anew: first what stands under its own heading, then piece by piece what goes on best somewhere."""
        for n in range(self.size):
            self.pred[n] = self.succ[n] = -1
            self.owner[n] = None
        heads = range(self.size, len(self.succ))
        for node in heads:
            self.succ[node] = -1
        self.sums = [0.0] * len(heads)
        self.sizes = [HEADING] * len(heads)
        pieces = dict(self._pieces())
        waiting = [n for n in pieces if not any(self.fixed[n : pieces[n]]) and not (self.far[n] and self.foreign[n])]
        own = [n for n in waiting if self.natural[n] >= self.size and not self.middle[n]]
        for start in own:
            self._insert(start, pieces[start], self.natural[start])
        loose = [n for n in waiting if n not in own]
        while loose:
            ends = [n for n in range(self.size) if self.owner[n] is not None and self.succ[n] < 0] + [
                n for n in heads if self.succ[n] < 0
            ]
            start, place = max(
                ((n, a) for n in loose for a in ends),
                key=lambda pair: self._link(pair[1], pair[0]) + self._drawn(pair[1], pair[0]),
            )
            self._insert(start, pieces[start], place)
            loose.remove(start)

    def _pieces(self) -> Iterator[tuple[int, int]]:
        """Stretches of the file between its visible breaks."""
        start = 0
        for n in range(1, self.size + 1):
            if n < self.size and self.run[n] == self.run[start] and self.fixed[n] == self.fixed[start]:
                a, b = self.blocks[n - 1], self.blocks[n]
                if (not self.middle[n]) if self.closed[n - 1] else (self.page.fit(a, b) >= 0.0 and not self.tied[n]):
                    continue
            yield start, n
            start = n

    def _stretches(self) -> Iterator[tuple[int, int]]:
        """Stretches of the file that may stand elsewhere, neighbours that are glued together kept so."""
        ends = [
            n for n in range(self.size) if n + 1 == self.size or self.run[n + 1] != self.run[n] or not self._glued(n)
        ]
        starts = [0, *(n + 1 for n in ends[:-1])]
        for at, start in enumerate(starts):
            for end in ends[at : at + 4]:
                if self.run[end] != self.run[start] or end - start > 6 or any(self.fixed[start : end + 1]):
                    break
                yield start, end + 1

    def _glued(self, n: int) -> bool:
        return not self.closed[n] and self.page.join(self.blocks[n], self.blocks[n + 1]) >= GLUED

    def _relocate(self, start: int, stop: int) -> bool:
        """Put a stretch where it is worth more."""
        inside = range(start, stop)
        if not self._whole(inside):
            return False
        now = self.pred[start] if self.owner[start] is not None else -1
        places = [p for p in self._places(start, stop) if p != now and not start <= p < stop]
        return any(self._try_behind(start, stop, place) for place in places)

    def _places(self, start: int, stop: int) -> list[int]:
        """Nodes a stretch might stand behind: above it in the file, ends it goes on from, the likest cases; or -1."""
        found: dict[int, None] = {}
        above = self.natural[start]
        if above >= self.size or (above >= 0 and self.owner[above] is not None):
            found[above] = None
        if stop < self.size and self.run[stop] == self.run[start] and self.owner[stop] is not None:
            found[self.pred[stop]] = None
        if not self.fresh[start]:
            found |= dict.fromkeys(self._calling(start)[:8])
        cases = nlargest(3, range(len(self.page.titles)), key=lambda c: self._nearness(start, c))
        near = {self.owner[n] for n in (start - 1, stop) if 0 <= n < self.size}
        for case in {*cases, *(c for c in near if c is not None)}:
            found[self._before(case, start)] = None
            found[self._last(case)] = None
        found.pop(-1, None)
        if self.run[start] in (0, len(self.page.runs) - 1) or self.foreign[start]:
            found[-1] = None
        return list(found)

    def _nearness(self, n: int, case: int) -> float:
        """How much a block is like a case, remembered until the case changes."""
        key = n, case, self.stamps[case]
        known = self.near.get(key)
        if known is None:
            known = self.near[key] = self.likeness(n, case) + self._kinship(n, case)
        return known

    def _calling(self, start: int) -> list[int]:
        """The blocks of cases whose broken ends go on best at a block, best first."""
        if start not in self.callers:
            open_ = (n for n in range(self.size) if not self.closed[n])
            self.callers[start] = nlargest(10, open_, key=lambda n: self._link(n, start))
        return [n for n in self.callers[start] if self.owner[n] is not None]

    def _before(self, case: int, start: int) -> int:
        """The node of a chain behind which a block would stand if its tails came in the file's order."""
        at = self.size + case
        while (after := self.succ[at]) >= 0 and (self.run[after] == case + 1 or after < start):
            at = after
        return at

    def _last(self, case: int) -> int:
        at = self.size + case
        while self.succ[at] >= 0:
            at = self.succ[at]
        return at

    def _displace(self) -> bool:
        """Put a stretch where another one stands and find that one a better place; one that lost its own goes on."""
        moved = False
        for start, stop in list(self._stretches()):
            if self.owner[start] is not None and self.pred[start] == self.natural[start] and not self.middle[start]:
                continue
            for place in self._calling(start)[:3]:
                moved |= self._try_instead(start, stop, place)
        return moved

    def _try_instead(self, start: int, stop: int, place: int) -> bool:
        if not self._whole(range(start, stop)) or start <= place < stop or self.pred[start] == place:
            return False
        kept = (list(self.owner), list(self.pred), list(self.succ), list(self.sums), list(self.sizes))
        gained = 0.0
        for _ in range(3):
            other = self.succ[place] if place >= 0 else -1
            gained += self._moved(start, stop, place)
            if gained > LEAST:
                self._changed(None, *range(len(self.page.titles)))
                return True
            if other < 0 or start <= other < stop:
                break
            start, stop = other, other + 1
            while stop < self.size and self.succ[stop - 1] == stop and self.pred[stop] == self.natural[stop]:
                stop += 1
            best = self._best_place(start, stop)
            if best is None:
                break
            place = best
        self.owner, self.pred, self.succ, self.sums, self.sizes = kept
        return False

    def _best_place(self, start: int, stop: int) -> int | None:
        """Where a stretch links best, as if nothing stood there."""
        places = [p for p in self._places(start, stop) if not start <= p < stop and p != self.pred[start]]
        return max(places, key=lambda p: self._link(p, start) + self._drawn(p, start), default=None)

    def _drawn(self, place: int, n: int) -> float:
        case = self.owner[place] if place >= 0 else None
        return 0.0 if case is None else self._kinship(n, case) + self.likeness(n, case)

    def _whole(self, inside: range) -> bool:
        """Whether a stretch of the file stands together in the answer."""
        return all(self.succ[n] == n + 1 for n in inside[:-1]) or all(self.owner[n] is None for n in inside)

    def _try_behind(self, start: int, stop: int, place: int) -> bool:
        """Put a stretch behind a node, or outside with -1, if that is worth more than what is."""
        before, case = self.pred[start], self.owner[start]
        below = self.pred[stop] if stop < self.size else -1
        key = (start, stop, place, self._stamp(start), self._stamp(place), self._stamp(start - 1), below)
        if key in self.vain or (place >= 0 and start <= self.succ[place] < stop):
            return False
        if self._linked(start, stop, place) < -PROMISING:
            self.vain.add(key)
            return False
        if self._moved(start, stop, place) > LEAST:
            self._changed(case, self.owner[start])
            return True
        self._take(start, stop)
        self._insert(start, stop, before)
        self.vain.add(key)
        return False

    def _linked(self, start: int, stop: int, place: int) -> float:
        """What putting a stretch behind a node would gain by its joins alone."""
        before, after = self.pred[start], self.succ[stop - 1]
        then = self.succ[place] if place >= 0 else -1
        if then == start or place == stop - 1:
            return 0.0
        gained = self._link(place, start) - self._link(before, start)
        if after >= 0:
            gained += self._link(before, after) - self._link(stop - 1, after)
        if then >= 0:
            gained += self._link(stop - 1, then) - self._link(place, then)
        return gained

    def _moved(self, start: int, stop: int, place: int) -> float:
        """Put a stretch behind a node, and say what that gained."""
        before = self.pred[start]
        touched = {*range(start, stop + 1), self.succ[stop - 1], self.succ[place] if place >= 0 else -1}
        touched = {n for n in touched if 0 <= n < self.size}
        heads = {before, place}
        cases = {self.owner[start], self.owner[place] if place >= 0 else None}
        worth = self._worth(touched, heads, cases)
        self._take(start, stop)
        self._insert(start, stop, place)
        return self._worth(touched, heads, cases) - worth

    def _worth(self, touched: Iterable[int], heads: Iterable[int], cases: Iterable[int | None]) -> float:
        return self._local(touched) - self._emptied(heads) + sum(map(self._topic, cases))

    def _cross(self) -> bool:
        """Exchange what follows two nodes of two chains."""
        moved = False
        ends = [
            n
            for n in range(self.size)
            if self.owner[n] is not None
            and (not self.closed[n] or (self.succ[n] >= 0 and self.natural[self.succ[n]] != n))
        ]
        ends += [self.size + c for c in range(len(self.page.titles)) if self.succ[self.size + c] >= 0]
        for a, b in combinations(ends, 2):
            if self.owner[a] is not None and self.owner[b] is not None and self.owner[a] != self.owner[b]:
                moved |= self._try_cross(a, b)
        return moved

    def _try_cross(self, a: int, b: int) -> bool:
        x, y = self.succ[a], self.succ[b]
        if (x < 0 and y < 0) or self._link_or_zero(a, y) + self._link_or_zero(b, x) < (
            self._link_or_zero(a, x) + self._link_or_zero(b, y) - PROMISING
        ):
            return False
        key = (a, b, self._stamp(a), self._stamp(b))
        if key in self.vain:
            return False
        first, second = self._rest(x), self._rest(y)
        touched = {*first, *second, *(n + 1 for n in (*first, *second) if n + 1 < self.size)}
        cases = (self.owner[a], self.owner[b])
        worth = self._worth(touched, (a, b), cases)
        self._exchange(a, y, second, b, x, first)
        if self._worth(touched, (a, b), cases) > worth + LEAST:
            self._changed(*cases)
            return True
        self._exchange(a, x, first, b, y, second)
        self.vain.add(key)
        return False

    def _link_or_zero(self, a: int, b: int) -> float:
        return self._link(a, b) if b >= 0 else 0.0

    def _doubted(self) -> None:
        """Put back what only a broken-off end speaks for, on a page where most cases are whole."""
        tails = [
            n
            for n in range(self.size)
            if self.owner[n] != (self.run[n] - 1 if self.run[n] else None)
            and not (n and self.run[n - 1] == self.run[n] and self.pred[n] == n - 1)
        ]
        for start in tails:
            if self.owner[start] is None or self._supported(start):
                continue
            stop = start + 1
            while stop < self.size and self.pred[stop] == stop - 1 and self.run[stop] == self.run[start]:
                stop += 1
            above = self.natural[start]
            back = above if above < 0 or self.owner[above] is not None else -1
            self._take(start, stop)
            self._insert(start, stop, back)

    def _supported(self, start: int) -> bool:
        """Whether more than a broken-off end speaks for a tail."""
        case, before = self.owner[start], self.pred[start]
        if case is None or self.middle[start] or (start and not self.closed[start - 1] and not self.fixed[start - 1]):
            return True
        if before >= self.size or self.closed[before]:
            return bool(start) and self.owner[start - 1] == case
        block = self.blocks[start]
        if self.fresh[start] or self.tied[start] or self.page.fit(self.blocks[before], block) < 0.0:
            return False
        own = self.run[start] - 1
        more = self.likeness(start, case) + self._kinship(start, case)
        more -= self.likeness(start, own) + self._kinship(start, own) if own >= 0 else 0.0
        shared = echo(self.page, block, case)
        return shared > 0 and shared + more >= (EVIDENCE if own >= 0 else LOOSE)
