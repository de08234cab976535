"""How sure a value under review is, and why: what a person needs to believe it or not. Knows no widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.services.reviewing import Candidate, Join, Review
from app.services.settling import Item
from db.records import Basis, CaseDraft, Practice, Result, Theme

HIGH, FAIR = 0.85, 0.6
"""Shares from which one may lean on a value, or has to look."""
_SETTLED = "由你确认或填写"
_JOINS = {"sure": 0.95, "likely": 0.7, "loose": 0.35}
_REGIONS: dict[Basis, tuple[float, str]] = {
    "owner": (0.95, "单位名称里写明"),
    "site": (0.9, "正文写明的实施地点"),
    "speaker": (0.8, "由发言人一行读出"),
    "title": (0.9, "标题里写明"),
    "table": (0.6, "由单位名称对照医院所在地表推得，正文没有写明"),
    "user": (1.0, _SETTLED),
}
_QUOTES = {"“": "原文加了引号", "《": "原文是文件名"}


@dataclass(frozen=True, slots=True)
class Sureness:
    """`share` from 0 to 1, and why in words."""

    share: float
    why: str

    @property
    def word(self) -> Literal["把握大", "把握一般", "把握小"]:
        """The share in words."""
        return "把握大" if self.share >= HIGH else "把握一般" if self.share >= FAIR else "把握小"


def of_join(join: Join, *, taken: bool) -> Sureness:
    """How sure it is that two pieces go together."""
    return Sureness(1.0, _SETTLED) if taken else Sureness(_JOINS[join.trust], join.why)


def of_item(review: Review, case: Candidate, item: Item) -> Sureness:
    """How sure a value is."""
    if item.state == "set":
        return Sureness(1.0, _SETTLED)
    if item.state == "missing":
        return Sureness(0.0, "原文没有写明")
    match item.value:
        case Theme() as theme:
            sure = min(0.97, max(FAIR + 0.05, theme.score)) if theme.status == "auto" else min(0.55, theme.score)
            return Sureness(sure, theme.reason or "与主题词表相合")
        case Practice() as practice:
            return _practice(case.draft, practice)
        case Result() as result:
            return _result(result)
    return _single(review, case, item)


def _single(review: Review, case: Candidate, item: Item) -> Sureness:
    draft = case.draft
    if item.field == "region":
        return Sureness(*_REGIONS[draft.region.basis]) if draft.region.basis else Sureness(0.0, "原文没有写明")
    if item.field == "year":
        dated = (review.document.published or "").startswith(str(draft.year))
        return Sureness(0.95, "文件日期") if dated else Sureness(0.75, "正文写到的最近一年")
    if item.field == "title":
        return _printed(review, case, draft.title, "案例前的标题行")
    if item.field == "owner":
        return _printed(review, case, draft.owner or "", "标题或发言人一行")
    if item.field == "speaker":
        return _printed(review, case, draft.speaker.name or draft.speaker.post or "", "发言人一行")
    return Sureness(0.9, "印在文件里或文件自带")


def _printed(review: Review, case: Candidate, words: str, head: str) -> Sureness:
    """By where the words stand: in the heading, often in the text, once, nowhere."""
    bare = "".join(words.partition("（")[0].split())
    heading = "".join("".join(review.pieces[number].text.split()) for number in case.pieces[: case.heading])
    if bare and bare in heading:
        return Sureness(0.97, f"取自{head}")
    times = "".join(case.draft.text.split()).count(bare) if bare else 0
    if times >= 3:
        return Sureness(0.88, f"正文写到 {times} 次")
    if times:
        return Sureness(0.7, f"正文写到 {times} 次，没有单独的标题行")
    document = "".join((review.document.title or "").split())
    if bare and bare in document:
        return Sureness(0.8, "取自文件标题")
    return Sureness(0.5, "由上下文归纳，原文没有原样写出")


def _practice(draft: CaseDraft, practice: Practice) -> Sureness:
    before = draft.text[max(0, (practice.start or 0) - 1) : (practice.start or 0) + 1] if practice.start else ""
    why = next((words for mark, words in _QUOTES.items() if mark in before), "与做法词表或句式相合")
    if practice.status == "auto":
        return Sureness(0.9 if why in _QUOTES.values() else 0.85, f"{why}，前后说的是推行、实施")
    return Sureness(0.45, f"{why}，但没有“推行、实施”一类的话佐证")


def _result(result: Result) -> Sureness:
    if result.before is not None and result.after is not None:
        share, why = 0.95, "写明前后两个数"
    elif result.value is not None:
        share, why = (0.9 if result.metric else 0.6), "写明指标和数值" if result.metric else "有数值，指标不明"
    else:
        share, why = 0.7, "只写了升降，没有数"
    if result.type == "target":
        why += "，是目标"
    return Sureness(share if result.status == "auto" else min(share, 0.5), why)
