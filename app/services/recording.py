"""A case as it is told on paper: its record in words and figures, its notes placed in the text.

Knows records and the sheet's vocabulary; no library, no format, no choice of what goes out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from app.formats.paragraphs import paragraph_at, stretches
from app.formats.sheet import SheetCase, SheetNote, SheetResult
from app.wording import CLOSE, EVIDENCE, KINDS, PURPOSES, is_rank, moved, place, rank
from db import linked
from db.records import Case, Note, Practice, Result, Theme

_Found = TypeVar("_Found", Theme, Practice)

WARNINGS = {
    "truncated": "原文没有写完，末尾缺失。",
    "missing_start": "原文开头缺失。",
    "suspect_characters": "文中有疑似缺字或错字，引用前请核对原文。",
    "caption_only": "原文只有图片说明。",
}
_RANKS = ("名", "位")
"""A place in a ranking rises when its number falls."""
_BETTER_LOW = ("等候", "等待", "候诊", "排队", "住院日", "药占比", "费用", "投诉", "死亡", "感染率", "并发症", "用时")


def recorded(one: Case, notes: Sequence[Note], names: Mapping[str, str]) -> SheetCase:
    """A case with its notes; what is only suggested stays out. `names` are those of themes by id."""
    return SheetCase(
        id=one.id,
        title=one.title,
        byline=byline(one),
        text=one.text,
        source_line=one.document.source_line,
        fields=tuple(_fields(one)),
        themes=tuple(names.get(t.id, t.id) for t in _sure(one.themes)),
        practices=tuple(dict.fromkeys(p.name for p in _sure(one.practices))),
        results=tuple(_result(one.text, r) for r in one.results if r.status != "suggested"),
        notes=tuple(_note(one.text, note) for note in notes),
        warnings=tuple(WARNINGS[flag] for flag in one.flags if flag in WARNINGS),
        headings=tuple(_headings(one)),
        kind=one.kind,
        owner=one.owner or "",
        region=place(one.region),
        year=one.year,
    )


def byline(one: Case, shown: Sequence[str] | None = None) -> str:
    """Owner · place · kind · year, or those of them that are named."""
    number = f" 第 {one.number} 项" if one.number is not None else ""
    parts = {
        "单位": one.owner or "",
        "地区": place(one.region),
        "类型": KINDS[one.kind] + number,
        "年份": f"{one.year}年" if one.year else "",
    }
    return " · ".join(words for name, words in parts.items() if words and (shown is None or name in shown))


def _fields(one: Case) -> Iterator[tuple[str, str]]:
    speaker = "，".join(part for part in (one.speaker.name, one.speaker.post) if part)
    evidence = EVIDENCE[one.evidence] if 0 < one.evidence < len(EVIDENCE) else ""
    pairs = (
        ("单位", one.owner),
        ("别名", "、".join(one.owner_aliases)),
        ("实施地点", one.site),
        ("发言人", speaker),
        ("责任单位", one.responsible),
        ("跨区域", "、".join(one.region_groups)),
        ("奖项", "、".join(one.awards)),
        ("证据", evidence),
        ("标签", "、".join(one.tags)),
    )
    yield from ((name, value) for name, value in pairs if value)


def _sure(found: Sequence[_Found]) -> list[_Found]:
    """What is not merely suggested, the confirmed before the rest: a list that is cut keeps these."""
    return sorted((one for one in found if one.status != "suggested"), key=lambda one: one.status != "user")


def _result(text: str, result: Result) -> SheetResult:
    paragraph = None if result.start is None else paragraph_at(text, result.start)
    return SheetResult(
        metric=result.metric,
        value=value_in_words(result, text),
        paragraph=paragraph,
        target=result.type == "target",
        number=_finite(result.after if result.after is not None else result.value),
        before=_finite(result.before),
        unit=result.unit or "",
        lower_is_better=lower_is_better(result),
    )


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def value_in_words(result: Result, text: str = "") -> str:
    """A figure as it is read out: 由 280 升至 179 名, 92% 以上, 下降 约 40%, 上升; `text` is what it was read from."""
    unit = result.unit or ""
    when = f"（{result.date}）" if result.date else ""
    last = result.after if result.after is not None else result.value
    if last is None:
        return {"up": "上升", "down": "下降", None: "见原文"}[result.direction] + when
    figure = rank(_number(last), result) if is_rank(result) else _bounded(last, unit, result.bound)
    if result.before is None:
        return " ".join(part for part in (moved(result, text), figure) if part) + when
    if is_rank(result):
        return f"由{rank(_number(result.before), result)}{_verb(result, last)}{figure}{when}"
    glued = unit if unit[:1] in CLOSE else ""
    return f"由 {_number(result.before)}{glued} {_verb(result, last)} {figure}{when}"


def lower_is_better(result: Result) -> bool:
    """Whether less of it is better: a place in a ranking, a wait, a cost."""
    return _ranked(result) or any(word in result.metric for word in _BETTER_LOW)


def _ranked(result: Result) -> bool:
    return is_rank(result) or "名次" in result.metric or "排名" in result.metric


def _verb(result: Result, last: float) -> str:
    before = last if result.before is None else result.before
    if result.unit in _RANKS or "名次" in result.metric or "排名" in result.metric:
        return "升至" if last < before else "降至" if last > before else "保持"
    if result.direction:
        return {"up": "升至", "down": "降至"}[result.direction]
    return "增至" if last > before else "减至" if last < before else "保持"


def _bounded(value: float, unit: str, bound: str | None) -> str:
    gap = " " if unit and unit[0] not in CLOSE else ""
    words = f"{_number(value)}{gap}{unit}"
    after = "" if gap else " "
    told = {"over": f"{words}{after}以上", "under": f"{words}{after}以下", "about": f"约 {words}"}
    return told.get(bound or "", words)


def _number(value: float) -> str:
    if not math.isfinite(value):
        return "—"
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _note(text: str, note: Note) -> SheetNote:
    lost = note.anchor == "lost"
    start = None if lost else note.start
    return SheetNote(
        text=linked.plain(note.text),
        quote=note.quote,
        colour=note.colour,
        start=start,
        end=None if lost else note.end,
        tags=note.tags,
        paragraph=None if start is None else paragraph_at(text, start),
        changed_on=(note.changed_at or note.created_at)[:10],
        purpose=PURPOSES[note.purpose] + ("（已办）" if note.done else "") if note.purpose else "",
        author=note.author,
        id=note.id,
        created_at=note.created_at,
        changed_at=note.changed_at or note.created_at,
    )


def _headings(one: Case) -> Iterator[int]:
    """Numbers of the paragraphs that are nothing but a printed heading."""
    printed = {(section.start, section.heading.strip()) for section in one.outline if section.heading}
    for number, (start, end) in enumerate(stretches(one.text), 1):
        if (start, one.text[start:end]) in printed:
            yield number
