"""A page's answer: every case a chain of blocks in reading order, and what the whole is worth.

Worth is what the words say across every join, what a case's pieces have in common, and what the layout costs that the
answer supposes. Knows a page; must not know how a better answer is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

from app.extract.blocks import is_title, stops
from app.extract.joins import is_fresh, is_middle
from app.extract.likeness import likenesses
from app.extract.page import Page, core, named

MENDED = 3.35
"""Worth of finding the rest of a sentence that stopped."""
FIT = 1.0
"""Weight of how well the words go together across a break."""
ENTER = 1.35
"""Cost of a tail behind a complete sentence."""
EXPECTED = 1.35
"""The same where most cases of the page were broken off."""
LEAVE = 1.3
"""Cost of leaving a case's own place at a complete sentence."""
MOVE = 0.1
"""Cost of going from one tail to the next at a complete sentence."""
OPEN = 0.05
"""Cost of leaving any place in mid-sentence; the broken join costs by itself."""
SKIP = 0.4
"""Cost of passing over a case whose tail has not been found yet."""
HEADLESS = 3.0
"""Cost of taking a paragraph that begins as such from right below a heading."""
BACK = 1.6
"""Cost of a tail that stands before the tail of an earlier heading."""
AGAIN = 2.3
"""Cost of a tail that stands before an earlier tail of its own case."""
NOWHERE = -1.0
"""Worth of calling a block of a case's own place foreign."""
NEAR = 0.05
"""Worth of a sentence that goes on in the very next block."""
EMPTY = 4.0
"""Cost of a heading with nothing below it."""
BEGUN = 1.4
"""Cost of opening a case, or going on behind a whole sentence, in mid-sentence."""
AFRESH = 4.0
"""What is not worth it when a broken sentence is followed by a paragraph that ties itself to a whole one."""
CONNECTED = 3.2
"""Cost of tearing off a paragraph that ties itself to the one above (同时, 此外)."""
TOPIC = 24.0
"""Weight of the likeness between two pieces of one case."""
NAMED = 0.65
"""Weight of the names and phrases of a case."""
CORE = 16.5
"""Weight of the likeness to what stands under a case's heading."""
SHARE = 0.8
"""Power of a case's size by which its likeness is divided: a long case is not to draw everything to it."""
HEADING = 2.0
"""A heading counts so many times as much as a block of text."""

_TIED = re.compile(
    r"(?:同时|此外|另外|在此基础上|其次|最后|不仅如此|与此同时|在[一-鿿]{2,12}方面)[，,]?|第[二三四五六七八九][，,]|[二三四五六七八九]是"
)
_LEAD = re.compile(
    r"(?:本报讯|近日|日前|近期|编者按|编者的话|\d{1,2}月\d{1,2}日|20\d\d年\d{1,2}月|为(?:庆祝|深入|贯彻|落实|推动)|由[^，。]{4,30}(?:主办|指导|举办)"
    r"|[^。]{0,40}(?:论坛|[大年峰坛议讨流谈桌览究布推介会享演报]会|会议|研讨班|大赛|沙龙|活动)”?(?:日前|近日|近期|昨日|今天|于|在|\d{4}年|\d{1,2}月)[^。]{0,40}(?:举办|举行|召开|开幕|闭幕|落幕|启动|揭晓)"
    r"|.{0,200}(?:现将|现摘|特将|本[刊报版][^，。]{0,8}(?:摘登|选登|摘发|刊发|邀请))[^。]{0,40}(?:刊登|刊发|摘登|选登|整理|摘编|如下|读者)|.{0,200}(?:选取|选编|节选|摘录|选出)[^。]{0,20}(?:讲述|发言|案例|介绍|经验|做法))"
)
_ABROAD = re.compile(
    r"(?:据[^，。]{0,8}(?:媒体)?报道|(?:日本|美国|英国|法国|德国|芬兰|瑞典|丹麦|挪威|荷兰|瑞士|韩国|新加坡|澳大利亚|加拿大|俄罗斯|意大利|西班牙|印度|巴西|欧盟|世界卫生组织|世卫组织))"
)
APART = 0.5
"""Worth of calling a block foreign that has the look of another article."""
FAR = 2.0
"""Worth of calling news from abroad foreign."""
_OURS = re.compile("院|科|党|患者|医护|病房|支部")

Case = int | None


class Chains:
    """The state of one search. Node n below `size` is a block, above it the heading of case n - size."""

    def __init__(self, page: Page, owners: Sequence[Sequence[Case]], known: Chains | None = None) -> None:
        self.page = page
        self.blocks = [block for run in page.runs for block in run]
        self.size = len(self.blocks)
        self.run = [k for k, run in enumerate(page.runs) for _ in run]
        self.middle = [is_middle(b.text) for b in self.blocks]
        self.fresh = [is_fresh(b.text) for b in self.blocks]
        self.closed = [stops(b) for b in self.blocks]
        self.tied = [bool(_TIED.match(b.text)) for b in self.blocks]
        self.fixed = [k == 0 and is_front(b.text, is_title(b)) for k, b in zip(self.run, self.blocks, strict=True)]
        last = len(page.runs) - 1
        self.far = [bool(_ABROAD.match(b.text)) for b in self.blocks]
        short = self._shorts()
        self.foreign = [
            n in short or (self.run[n] == last and self.fresh[n] and not _OURS.search(b.text))
            for n, b in enumerate(self.blocks)
        ]
        self.ours = [
            n > 0
            and self.foreign[n]
            and self.foreign[n - 1]
            and not is_title(self.blocks[n - 1])
            and bool(_OURS.search(b.text))
            for n, b in enumerate(self.blocks)
        ]
        self.passed = list(accumulate(page.waiting, initial=0))
        self.natural = [self._natural(n) for n in range(self.size)]
        self.alike: list[list[float]] = known.alike if known else self._alike()
        self.worth: dict[int, list[float]] = known.worth if known else {}
        self.links: dict[tuple[int, int], float] = known.links if known else {}
        self.owner: list[Case] = [state for run in owners for state in run]
        self.owner += range(len(page.titles))
        self.sums = [0.0] * len(page.titles)
        self.sizes = [HEADING + self.owner[: self.size].count(c) for c in range(len(page.titles))]
        self.pred = [-1] * (self.size + len(page.titles))
        self.succ = [-1] * (self.size + len(page.titles))
        for case in range(len(page.titles)):
            mine = [n for n in range(self.size) if self.owner[n] == case]
            chain = [self.size + case, *(n for n in mine if self.run[n] == case + 1)]
            chain += [n for n in mine if self.run[n] != case + 1]
            for a, b in pairwise(chain):
                self.succ[a], self.pred[b] = b, a
            self.sums[case] = sum(self.alike[b][a] for at, b in enumerate(chain) for a in chain[:at])

    def _shorts(self) -> set[int]:
        """Blocks of what may be another article: from a line like a title, where cases have none, to a torn start."""
        titles = [
            n
            for n in range(self.size - 1)
            if self.run[n]
            and self.run[n + 1] == self.run[n]
            and is_title(self.blocks[n])
            and len(self.blocks[n + 1].text) > len(self.blocks[n].text)
            and not self.middle[n + 1]
            and (self.far[n] or n == 0 or self.closed[n - 1] or self.run[n - 1] != self.run[n])
        ]
        if len({self.run[n] for n in titles}) * 2 > len(self.page.titles):
            return set()
        found: set[int] = set()
        for n in titles:
            self.closed[n] = True
            found.add(n)
            for m in range(n + 1, self.size):
                if self.run[m] != self.run[n] or self.middle[m]:
                    break
                found.add(m)
        return found

    def _alike(self) -> list[list[float]]:
        """How alike any two nodes are."""
        found = likenesses([b.text for b in self.blocks] + self.page.titles)
        for row in found:
            row[: self.size] = [TOPIC * value for value in row[: self.size]]
            row[self.size :] = [TOPIC * HEADING * value for value in row[self.size :]]
        return found

    def _natural(self, n: int) -> int:
        """What stands above a block in the file: a block, its heading, or nothing at the very top."""
        if n and self.run[n - 1] == self.run[n]:
            return n - 1
        return self.size + self.run[n] - 1 if self.run[n] else -1

    def total(self) -> float:
        """What the whole answer is worth."""
        empty = sum(EMPTY for c in range(len(self.page.titles)) if self.succ[self.size + c] < 0)
        return self._local(range(self.size)) - empty + sum(map(self._topic, range(len(self.page.titles))))

    def bodies(self) -> list[list[int]]:
        """For each case its blocks in reading order."""
        return [self._rest(self.succ[self.size + c]) for c in range(len(self.page.titles))]

    def _local(self, blocks: Iterable[int]) -> float:
        worth = 0.0
        for n in blocks:
            worth += self._link(self.pred[n], n) + self.likeness(n, self.owner[n]) - self._layout(n)
        return worth

    def _kinship(self, n: int, case: int) -> float:
        """How alike a block is to what a case holds now."""
        told = sum(map(self.alike[n].__getitem__, self._rest(self.size + case)))
        return told / float(self.sizes[case] ** SHARE)

    def _topic(self, case: Case) -> float:
        """What the likeness of a case's pieces is worth."""
        return 0.0 if case is None else self.sums[case] / self.sizes[case] ** SHARE

    def _count(self, stretch: Sequence[int], case: Case, sign: int) -> None:
        """Count a stretch, which is not in the chain's links now, into a case's likeness or out of it."""
        if case is None:
            return
        told = 0.0
        others = self._rest(self.size + case)
        for n in stretch:
            told += sum(map(self.alike[n].__getitem__, others))
            others.append(n)
        self.sums[case] += sign * told
        self.sizes[case] += sign * len(stretch)

    def likeness(self, n: int, state: Case) -> float:
        """How much more a block speaks of a case's own names and phrases than of the others'."""
        if state is None:
            outside = (0.0 if self.ours[n] else APART) if self.foreign[n] else NOWHERE if self.run[n] else 0.0
            return FAR * self.far[n] + outside
        row = self.worth.get(n)
        if row is None:
            cases = range(len(self.page.titles))
            values = [
                NAMED * named(self.page, self.blocks[n], c) + CORE * core(self.page, self.blocks[n], c) for c in cases
            ]
            mean = sum(values) / len(values)
            row = self.worth[n] = [value - mean for value in values]
        return row[state]

    def _link(self, a: int, b: int) -> float:
        """What it is worth to read block b after block or heading a."""
        if a < 0:
            return 0.0
        known = self.links.get((a, b))
        if known is None:
            known = self.links[a, b] = self._weighed(a, b)
        return known

    def _weighed(self, a: int, b: int) -> float:
        near = self.natural[b] == a
        if a >= self.size:
            return -BEGUN * self.middle[b] - (0.0 if near else ENTER)
        if self.closed[a]:
            return -BEGUN * self.middle[b] - (0.0 if near else EXPECTED if self.page.torn else ENTER)
        worth = MENDED + FIT * max(-4.0, min(5.0, self.page.fit(self.blocks[a], self.blocks[b]))) + NEAR * near
        return worth - (AFRESH if self.tied[b] else 0.0)

    def _layout(self, n: int) -> float:
        """What the step in the file from the block before to block n costs."""
        above, state = self.natural[n], self.owner[n]
        if self.pred[n] == above or above < 0:
            return 0.0
        if above >= self.size:
            lost = LEAVE + (0.0 if self.middle[n] else HEADLESS)
            return 0.5 + lost if state != self.run[n] - 1 else 0.5
        last, own = self.owner[above], self.run[n] - 1 if self.run[n] else None
        if last is None and state is None:
            return 0.0
        cost = (LEAVE if last == own else MOVE) if self.closed[above] else OPEN
        cost += CONNECTED if self.tied[n] else 0.0
        if state is None or last is None or last == own:
            return cost + 0.5
        if state < last:
            return cost + BACK
        passed = self.passed[state] - self.passed[last + 1] if state > last else 0
        return cost + SKIP * passed + (AGAIN if state == last else 0.0)

    def _emptied(self, nodes: Iterable[int]) -> float:
        return sum(EMPTY for n in nodes if n >= self.size and self.succ[n] < 0)

    def _take(self, start: int, stop: int) -> None:
        before, after = self.pred[start], self.succ[stop - 1]
        if before >= 0:
            self.succ[before] = after
        if after >= 0:
            self.pred[after] = before
        self.pred[start] = self.succ[stop - 1] = -1
        self._count(range(start, stop), self.owner[start], -1)

    def _insert(self, start: int, stop: int, place: int) -> None:
        inside = range(start, stop)
        if place < 0:
            for n in inside:
                self.pred[n] = self.succ[n] = -1
                self.owner[n] = None
            return
        self._count(inside, self.owner[place], 1)
        after = self.succ[place]
        chain = [place, *inside, *([after] if after >= 0 else [])]
        for a, b in pairwise(chain):
            self.succ[a], self.pred[b] = b, a
        if after < 0:
            self.succ[stop - 1] = -1
        self.owner[start:stop] = [self.owner[place]] * len(inside)

    def _exchange(self, a: int, y: int, after_a: Sequence[int], b: int, x: int, after_b: Sequence[int]) -> None:
        self.succ[a] = self.succ[b] = -1
        self._count(after_b, self.owner[a], -1)
        self._count(after_a, self.owner[b], -1)
        self._count(after_a, self.owner[a], 1)
        self._count(after_b, self.owner[b], 1)
        for node, follower, rest in ((a, y, after_a), (b, x, after_b)):
            self.succ[node] = follower
            if follower >= 0:
                self.pred[follower] = node
            for n in rest:
                self.owner[n] = self.owner[node]

    def _rest(self, n: int) -> list[int]:
        found = []
        while n >= 0:
            found.append(n)
            n = self.succ[n]
        return found


def is_front(text: str, title: bool) -> bool:
    """Whether a line above all headings is the page's own: a title, or an opening as papers print them."""
    return title or bool(_LEAD.match(text))
