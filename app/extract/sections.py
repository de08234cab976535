"""Titled sections that are cases without a speaker line: award lists with 申报单位 below a title, several stories.

Knows a page's blocks and the hospitals a text names; must not know what belongs under a heading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from app.extract.blocks import Block, is_title
from app.extract.names import Head, read_organisation
from app.extract.naming import organisations

SENT_BY = re.compile(
    r"^[【\[]?(?:(?:报送|申报|推荐|选送|案例|实施|创建|来源|作者|完成|主创|所在|获奖|入选|参评|供稿)(?:单位|机构|医院|者)|单位|医院|机构|(?:报送|申报|推荐|选送|供稿|来源|投稿|参评|主创|创建)(?=\s?[：:])(?!\s?[：:]\s*\d))"
    r"\s?(?:名称)?\s?[：:】\]]\s*(.{4,40})$"
)
_LISTED = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)]?\s?[、.．]\s?|[●■◆▲★◎○▪]\s?|案例[一二三四五六七八九十\d]+[：:]?\s?)"
)
_BELOW = 3
"""Lines below a title in which the one that names the organisation may stand."""
_EARLY = 400
"""Characters of a section in which the hospital it is about is named."""
_SHORTEST = 80
"""Characters below a title that make a section a story."""


def headed(blocks: Sequence[Block]) -> dict[int, tuple[Head, str, tuple[int, ...]]]:
    """Titles with 申报单位：医院 on one of the next lines: block number -> who, title, the lines that say so."""
    found: dict[int, tuple[Head, str, tuple[int, ...]]] = {}
    for j, block in enumerate(blocks):
        sent = SENT_BY.match(block.text)
        head = read_organisation(sent[1], lone=True) if sent else None
        if not head:
            continue
        above = [i for i in range(max(0, j - _BELOW), j) if is_title(blocks[i]) and not SENT_BY.match(blocks[i].text)]
        free = [i for i in above if all(i > k and i not in taken for k, (_, _, taken) in found.items())]
        if free:
            first = next((i for i in free if _LISTED.match(blocks[i].text)), free[-1])
            lines = range(first + 1, j + 1)
            title = blocks[first].text + "".join(blocks[i].text for i in lines if blocks[i].text.startswith("—"))
            found[first] = (head, _LISTED.sub("", title), tuple(lines))
    return found if len(found) >= 2 else {}


def told(blocks: Sequence[Block]) -> dict[int, tuple[Head, str, tuple[int, ...]]]:
    """Titles over stories each of which is about a hospital of its own, at least three of them and most of the page.

    A feature of one hospital has such titles too; it names that one under several of them, or in front of all.
    """
    titles = [i for i, b in enumerate(blocks) if is_title(b) and i + 1 < len(blocks) and not is_title(blocks[i + 1])]
    stories: dict[int, list[str]] = {}
    for place, i in enumerate(titles):
        end = titles[place + 1] if place + 1 < len(titles) else len(blocks)
        text = "".join(b.text for b in blocks[i + 1 : end])
        stories[i] = organisations(text) if len(text) >= _SHORTEST else []
    owners = {i: _about(names, "".join(b.text for b in blocks[i + 1 : i + 4])[:_EARLY]) for i, names in stories.items()}
    own = {i: name for i, name in owners.items() if name}
    if len(own) < 3 or len(set(own.values())) < len(own):
        return {}
    first = min(own)
    if len(own) * 2 <= sum(i >= first for i in titles):
        return {}
    front = "".join(b.text for b in blocks[:first])
    elsewhere = Counter(name for i, names in stories.items() for name in set(names) if owners[i] != name)
    if any(name in front or elsewhere[name] * 2 >= len(own) for name in own.values()):
        return {}
    return {i: (Head(name, sure=False), _LISTED.sub("", blocks[i].text), ()) for i, name in own.items()}


def _about(names: Sequence[str], early: str) -> str | None:
    """The hospital a story names most often, if it is named early."""
    counts = Counter(names).most_common(2)
    if not counts or (len(counts) == 2 and counts[0][1] == counts[1][1] > 1):
        return None
    name = next((n for n in names if n in early), None)
    return name if name and counts[0][1] - Counter(names)[name] <= 1 else None
