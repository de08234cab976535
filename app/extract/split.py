"""A text's blocks into its cases: a round-up into its speakers, a plan into its tasks, a feature stays one.

Knows the shapes of pages; must not know themes, places or figures.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Literal

from app.extract import order
from app.extract.blocks import Block, is_title, mark_furniture, wrapped_at
from app.extract.heads import Found, Opening, find_openings
from app.extract.names import Head, read_organisation
from app.extract.plans import Plan, find_plan
from app.extract.sections import SENT_BY
from app.extract.wrapping import unwrapped

LINES = 20_000
"""A text of more lines is no page, and not worth the search for its headings."""
Shape = Literal["roundup", "plan", "single"]


@dataclass(frozen=True, slots=True)
class Part:
    """One case's blocks in reading order, with what its heading says."""

    head: Head | None
    title: str | None
    heading: tuple[Block, ...]
    body: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """What a text turned out to be. `aside` are by-lines, captions, front matter and web noise."""

    shape: Shape
    parts: tuple[Part, ...]
    aside: tuple[Block, ...]
    plan: Plan | None = None


def split(blocks: Sequence[Block]) -> Layout:
    """Find the cases of a text; one of very many lines is taken as it is."""
    if len(blocks) > LINES:
        return Layout("single", (Part(None, None, (), tuple(blocks)),), ())
    marked = mark_furniture(list(blocks))
    kept = [b for b in marked if b.role == "body"]
    aside = tuple(b for b in marked if b.role != "body")
    plan = find_plan(kept)
    if plan:
        return Layout("plan", (_single(kept),), aside, plan)
    found = find_openings(kept)
    if len(found) < 2:
        return _feature(kept, found, aside)
    return _roundup(kept, found, aside)


def _roundup(blocks: Sequence[Block], found: Found, aside: tuple[Block, ...]) -> Layout:
    places = sorted(found)
    inside = set(found) | {j for opening in found.values() for j in opening.taken}
    where = _titles_stand(blocks, [i for i in places if _wants_title(found[i])], inside)
    headings: list[list[Block]] = []
    titles: list[str | None] = []
    taken: set[int] = set()
    for i in places:
        heading, title = _heading(blocks, i, found[i], inside, where)
        headings.append([blocks[j].as_("head", found[i].head) if j == i else blocks[j].as_("title") for j in heading])
        titles.append(title)
        taken.update(j for j in heading if j != i or not found[i].runs_in)
    runs: list[list[Block]] = [[]]
    for i, block in enumerate(blocks):
        if i in found:
            runs.append([block] if found[i].runs_in else [])
        elif i not in taken:
            runs[-1].append(block)
    runs[-1] = _without_closing(runs[-1])
    width = wrapped_at(blocks)
    cleaned = [_labels_out(unwrapped(run, width), blocks) for run in runs]
    bodies = order.arrange(headings, [kept for kept, _ in cleaned])
    held = sorted(
        [(b.start, b.end) for body in bodies for b in body] + [(blocks[i].start, blocks[i].end) for i in taken]
    )
    left = tuple(b for b in blocks if not _within(held, b))
    parts = tuple(
        Part(
            found[i].head,
            title,
            tuple(b for b in heading if found[i].runs_in is False or b.role != "head"),
            tuple(body),
        )
        for i, title, heading, body in zip(places, titles, headings, bodies, strict=True)
    )
    return Layout("roundup", parts, aside + left)


def _within(held: Sequence[tuple[int, int]], block: Block) -> bool:
    """Whether one of the stretches, which are in order and apart, holds a block."""
    at = bisect_right(held, block.start, key=itemgetter(0)) - 1
    return at >= 0 and block.end <= held[at][1]


_CLOSING = re.compile(
    r"^(?:希望(?:各|入选|获奖|广大|以上|上述|全[省市县区])|特此(?:通报|通知|公告)|附件\s?\d*[:：]|附[:：]|联系人[:：]|抄送[:：]|(?:主办|承办|协办|指导)单位[:：])"
)


def _without_closing(run: list[Block]) -> list[Block]:
    """The last case of a notice without the notice's own closing words."""
    end = next((i for i, block in enumerate(run) if i and _CLOSING.match(block.text)), len(run))
    return run[:end] if run[end - 1 : end] and run[end - 1].closed else run


def _wants_title(opening: Opening) -> bool:
    return opening.title is None and not opening.runs_in


def _titles_stand(blocks: Sequence[Block], places: Sequence[int], inside: set[int]) -> str:
    """Whether titles stand after the heads, before them, or nowhere: the page votes."""
    after = sum(i + 1 < len(blocks) and i + 1 not in inside and is_title(blocks[i + 1]) for i in places)
    before = sum(i > 0 and i - 1 not in inside and is_title(blocks[i - 1]) for i in places)
    if before > after or (before == after and all(blocks[i].text.startswith("—") for i in places)):
        return "before" if before * 2 > len(places) else ""
    return "after" if after and after * 2 >= len(places) else ""


def _heading(
    blocks: Sequence[Block], i: int, opening: Opening, inside: set[int], where: str
) -> tuple[list[int], str | None]:
    """The blocks of one case's heading and its title."""
    own = sorted({i, *opening.taken})
    if not _wants_title(opening):
        return own, opening.title
    j = {"after": i + 1, "before": i - 1}.get(where, -1)
    if 0 <= j < len(blocks) and j not in inside and is_title(blocks[j]):
        found, title = sorted({*own, j}), blocks[j].text
        nxt = j + 1
        if where == "after" and nxt < len(blocks) and blocks[nxt].text.startswith("——") and is_title(blocks[nxt]):
            return [*found, nxt], title + blocks[nxt].text
        return found, title
    return own, None


def _labels_out(run: Sequence[Block], blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """A run without page labels: short open lines that neither continue a sentence nor stand over a paragraph."""
    kept: list[Block] = []
    labels: list[Block] = []
    for k, block in enumerate(run):
        alone = k + 1 == len(run) or is_title(run[k + 1])
        repeated = sum(block.text in other.text for other in blocks) > 1
        label = is_title(block) and len(block.text) <= 24 and (repeated or (k and alone and run[k - 1].closed))
        (labels if label else kept).append(block)
    return kept, labels


def _feature(blocks: Sequence[Block], found: Found, aside: tuple[Block, ...]) -> Layout:
    """One case: title lines first, captions out, section headings kept."""
    if not blocks:
        return Layout("single", (), aside)
    part = _single(blocks)
    head = next((opening.head for opening in found.values()), None) or _owner_line(part)
    captions = {b.start for b in _captions(part.body)}
    body = tuple(b for b in part.body if b.start not in captions)
    left = tuple(b for b in part.body if b.start in captions)
    return Layout("single", (Part(head, part.title, part.heading, body or part.body),), aside + (left if body else ()))


def _owner_line(part: Part) -> Head | None:
    """The organisation that a line of its own names at a text's head: below the title, or behind 申报单位."""
    for block in (*part.heading, *part.body[:6]):
        sent = SENT_BY.match(block.text)
        named = read_organisation(sent[1], lone=True) if sent else None
        if named or (block in part.heading and block.text != part.title and (named := read_organisation(block.text))):
            return named
    return None


_BANNER = re.compile(
    r"(?:申报(?:材料|表|书)|(?:案例|作品)(?:集|汇编|选编|选登|展示|展播)|[一二三特]等奖.{0,8}|专栏|征文|典型案例|优秀案例|工作简报)$"
)
_LABELLED = re.compile(r"^[一-鿿]{0,4}(?:单位|机构|类别|类型|主题|关键词|时间|日期|作者|主创|联系人)\s?[:：]")
_BELOW = re.compile(r"^[一二三四五六七八九十]{1,3}[、\s]\s*\S")


def _single(blocks: Sequence[Block]) -> Part:
    """All blocks as one part; title lines are those before the first paragraph."""
    width = wrapped_at(blocks)
    first = next(
        (
            i
            for i, b in enumerate(blocks)
            if not is_title(b) or len(b.text) > width - 3 > 0 or _LABELLED.match(b.text) or (i and _BELOW.match(b.text))
        ),
        len(blocks),
    )
    lines = blocks[:first] if 0 < first <= 4 and first < len(blocks) else []
    if not lines:
        return Part(None, None, (), tuple(blocks))
    main = max(range(len(lines)), key=lambda k: _as_title(lines[k].text, k))
    title = lines[main].text
    if main + 1 < len(lines) and lines[main + 1].text.startswith("—"):
        title += lines[main + 1].text
    elif main + 1 < len(lines) and read_organisation(lines[main + 1].text):
        pass
    elif main + 1 < len(lines) and lines[main].gap < 3 and lines[main + 1].gap == 0 and len(title) >= 12:
        title += lines[main + 1].text  # a headline broken over two lines
    return Part(None, title, tuple(lines), tuple(blocks[first:]))


def _as_title(line: str, place: int) -> tuple[bool, bool, bool, bool, int]:
    """How well a line of a text's head does for its title: no subtitle, no series, no organisation, the first."""
    own = read_organisation(line) is not None
    return not line.startswith("—"), len(line) >= 6, not _BANNER.search(line), not own, -place


def _captions(body: Sequence[Block]) -> list[Block]:
    """Picture captions of a feature: title-shaped lines that stand over nothing, or over the next heading."""
    width = wrapped_at(body)
    shaped = [is_title(b) and not len(b.text) > width - 3 > 0 for b in body]
    found = []
    for i, block in enumerate(body):
        if not shaped[i] or len(block.text) > 34:
            continue
        after_open = i > 0 and not shaped[i - 1] and not body[i - 1].closed and block.gap < 2
        if after_open or _is_numbered(block):
            continue
        last = i + 1 == len(body)
        above_title = not last and shaped[i + 1] and not body[i + 1].text.startswith("—")
        if last or (above_title and body[i + 1].gap and block.gap):
            found.append(block)
    return found


def _is_numbered(block: Block) -> bool:
    return bool(
        re.match(
            r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、．])", block.text
        )
    )
