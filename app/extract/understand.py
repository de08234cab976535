"""The one entry of the room: a loose text becomes a document's heading facts and its case drafts.

Puts the room's steps in their order: repair, cut, split, order, then the fields of each case. Knows no files.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.extract import cases
from app.extract.blocks import Block, cut
from app.extract.names import NAME
from app.extract.repair import Reading, repair
from app.extract.split import Layout, split
from db.records import CaseDraft


@dataclass(frozen=True, kw_only=True)
class Understood:
    """What a text turned out to be. `cases` is empty only for a text without a word in it."""

    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    reporter: str | None = None
    cases: tuple[CaseDraft, ...] = ()


def understand(text: str, name: str = "", title: str | None = None, date: str | None = None) -> Understood:
    """Understand a text.

    Args:
        text: The whole text as decoded; spans count in it.
        name: The file's name, a title of last resort.
        title: A title that the file itself carries.
        date: A date that the file itself carries, ISO 8601.

    Returns:
        What was found. Pure and deterministic; raises on no string.
    """
    reading = repair(text)
    blocks = cut(reading.text)
    if not any(re.search(r"\w", block.text) for block in blocks):
        return Understood(title=title, published=date)
    layout = split(blocks)
    drafts = cases.draft(reading, layout, cases.Outside(name, title, date))
    return Understood(
        title=_document_title(layout, drafts, title, blocks),
        publisher=_publisher(reading, layout.aside),
        published=_published(layout.aside) or date,
        reporter=_reporter(layout.aside),
        cases=drafts,
    )


def _document_title(
    layout: Layout, drafts: Sequence[CaseDraft], title: str | None, blocks: Sequence[Block]
) -> str | None:
    """The headline of the whole: a single case's own, a round-up's front lines."""
    if layout.shape != "roundup":
        return drafts[0].title if drafts else title
    front = [
        b.text for b in blocks[:4] if b in layout.aside and b.role == "body" and len(b.text) <= 40 and not b.closed
    ]
    return " ".join(front[:2]) or title


_PUBLISHER = re.compile(
    r"(?:来源|来源单位|稿件来源|文章来源|信息来源)[:：]\s*([^\s，。；:：（）()《》]{2,20}(?:报社?|网|杂志|社|台|院长|委|局|平台|客户端|公众号|在线)?)"
)
_HOSTED = re.compile(r"([一-鿿]{2,8}(?:报社|日报社|晚报社|杂志社|出版社))(?:主办|承办|联合)")


def _publisher(reading: Reading, aside: Sequence[Block]) -> str | None:
    for block in aside:
        if found := _PUBLISHER.search(block.text):
            return found[1].strip("《》")
    own = re.search("本[报刊](?:记者|通讯员|讯)", reading.text)
    hosted = _HOSTED.search(reading.text) if own else None
    return re.sub("社$", "", hosted[1]) if hosted and hosted[1].endswith("报社") else hosted[1] if hosted else None


_DATED = re.compile(r"(?:发布|更新|发表|发稿)?(?:时间|日期)[:：]?\s*(\d{4})[-年/.](\d{1,2})[-月/.](\d{1,2})")


def _published(aside: Sequence[Block]) -> str | None:
    for block in aside:
        if found := _DATED.search(block.text):
            year, month, day = (int(g) for g in found.groups())
            if 1 <= month <= 12 and 1 <= day <= 31:
                return f"{year:04}-{month:02}-{day:02}"
    return None


_REPORTER = re.compile(
    rf"(?:记者|作者|撰稿|文/|采写|通讯员)[:：/]?\s?((?:{NAME})(?:[\s、，]{{1,2}}{NAME}){{0,3}}?)(?=采访|整理|报道|摄影|[\s）)、，]|通讯员|$)"
)
_BARE = re.compile(rf"^[（(]\s?({NAME}(?:[\s、，,]{{1,2}}{NAME}){{0,4}})\s?[）)]$")


def _reporter(aside: Sequence[Block]) -> str | None:
    for block in aside:
        if block.role == "byline" and (found := _REPORTER.search(block.text) or _BARE.match(block.text)):
            return re.sub(r"[\s，,]+", "、", found[1])
    return None
