"""A text's blocks into its cases: a round-up into its speakers, a plan into its tasks, a feature stays one.

Knows the shapes of pages; must not know themes, places or figures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.extract import order
from app.extract.blocks import Block, is_title, mark_furniture, wrapped_at
from app.extract.names import Head, read_head, read_organisation
from app.extract.plans import Plan, find_plan

Shape = Literal["roundup", "plan", "single"]
_NUMBERED = re.compile(r"^(?:典型)?案例\s?[一二三四五六七八九十\d]{1,3}\s?[：:、.\s]?\s*")


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
    """Find the cases of a text."""
    marked = mark_furniture(list(blocks))
    kept = [b for b in marked if b.role == "body"]
    aside = tuple(b for b in marked if b.role != "body")
    plan = find_plan(kept)
    if plan:
        return Layout("plan", (_single(kept),), aside, plan)
    heads = _heads(kept)
    if len(heads) < 2:
        return _feature(kept, heads, aside)
    return _roundup(kept, heads, aside)


def _heads(blocks: Sequence[Block]) -> dict[int, Head]:
    """Which blocks open a case. Unsure shapes count when they recur."""
    found = {i: head for i, b in enumerate(blocks) if (head := read_head(b.text))}
    sure = {i: head for i, head in found.items() if head.sure}
    heads = found if len(found) >= 3 else sure
    numbered = {i: _numbered_head(b) for i, b in enumerate(blocks) if _NUMBERED.match(b.text) and len(b.text) <= 60}
    if len(numbered) >= 2 and len(numbered) >= len(heads):
        return numbered
    bare = {i: head for i, b in enumerate(blocks) if i not in heads and (head := _bare_head(blocks, i))}
    if len(bare) >= 3 and len(bare) > len(heads):
        return dict(sorted((heads | bare).items()))
    return heads


def _numbered_head(block: Block) -> Head:
    """案例一：医院：题目, with or without the hospital."""
    rest = _NUMBERED.sub("", block.text).strip()
    organisation = read_organisation(re.split(r"[：:——\s]", rest, maxsplit=1)[0])
    return organisation or Head("", sure=False)


def _bare_head(blocks: Sequence[Block], i: int) -> Head | None:
    head = read_organisation(blocks[i].text)
    followed = i + 1 < len(blocks) and not read_organisation(blocks[i + 1].text)
    return head if head and followed else None


def _roundup(blocks: Sequence[Block], heads: dict[int, Head], aside: tuple[Block, ...]) -> Layout:
    places = sorted(heads)
    after = sum(i + 1 < len(blocks) and i + 1 not in heads and is_title(blocks[i + 1]) for i in places)
    before = sum(i > 0 and i - 1 not in heads and is_title(blocks[i - 1]) for i in places)
    where = "after" if after >= before and after * 2 >= len(places) else "before" if before * 2 > len(places) else ""
    headings: list[list[Block]] = []
    titles: list[str | None] = []
    taken: set[int] = set()
    for i in places:
        heading, title = _heading(blocks, i, heads, where)
        headings.append([blocks[j].as_("head", heads[i]) if j == i else blocks[j].as_("title") for j in heading])
        titles.append(title)
        taken.update(heading)
    runs: list[list[Block]] = [[]]
    for i, block in enumerate(blocks):
        if i in heads:
            runs.append([])
        elif i not in taken:
            runs[-1].append(block)
    cleaned = [_labels_out(run, blocks) for run in runs]
    bodies = order.arrange(headings, [kept for kept, _ in cleaned])
    used = {b.start for body in bodies for b in body} | {blocks[i].start for i in taken}
    left = tuple(b for b in blocks if b.start not in used)
    parts = tuple(
        Part(heads[i], title, tuple(heading), tuple(body))
        for i, title, heading, body in zip(places, titles, headings, bodies, strict=True)
    )
    return Layout("roundup", parts, aside + left)


def _heading(blocks: Sequence[Block], i: int, heads: dict[int, Head], where: str) -> tuple[list[int], str | None]:
    """The blocks of one case's heading and its title."""
    if _NUMBERED.match(blocks[i].text):
        rest = _NUMBERED.sub("", blocks[i].text).strip()
        if rest and rest != heads[i].owner:
            return [i], re.sub(r"^.{4,30}?(?:医院|院|中心|集团)\s?[：:—]+\s*", "", rest)
    j = {"after": i + 1, "before": i - 1}.get(where, -1)
    if 0 <= j < len(blocks) and j not in heads and is_title(blocks[j]):
        found, title = [min(i, j), max(i, j)], blocks[j].text
        nxt = j + 1
        if where == "after" and nxt < len(blocks) and blocks[nxt].text.startswith("——") and is_title(blocks[nxt]):
            return [*found, nxt], title + blocks[nxt].text
        return found, title
    return [i], None


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


def _feature(blocks: Sequence[Block], heads: dict[int, Head], aside: tuple[Block, ...]) -> Layout:
    """One case: title lines first, captions out, section headings kept."""
    if not blocks:
        return Layout("single", (), aside)
    part = _single(blocks)
    head = next(iter(heads.values()), None)
    captions = {b.start for b in _captions(part.body)}
    body = tuple(b for b in part.body if b.start not in captions)
    left = tuple(b for b in part.body if b.start in captions)
    return Layout("single", (Part(head, part.title, part.heading, body or part.body),), aside + (left if body else ()))


def _single(blocks: Sequence[Block]) -> Part:
    """All blocks as one part; title lines are those before the first paragraph."""
    width = wrapped_at(blocks)
    first = next((i for i, b in enumerate(blocks) if not is_title(b) or len(b.text) > width - 3 > 0), len(blocks))
    lines = blocks[:first] if 0 < first <= 4 and first < len(blocks) else []
    if not lines:
        return Part(None, None, (), tuple(blocks))
    main = max(range(len(lines)), key=lambda k: (not lines[k].text.startswith("—"), len(lines[k].text) >= 6, -k))
    title = lines[main].text
    if main + 1 < len(lines) and lines[main + 1].text.startswith("—"):
        title += lines[main + 1].text
    elif main + 1 < len(lines) and lines[main].gap < 3 and lines[main + 1].gap == 0 and len(title) >= 12:
        title += lines[main + 1].text  # a headline broken over two lines
    return Part(None, title, tuple(lines), tuple(blocks[first:]))


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
