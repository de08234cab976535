"""Government plans: numbered tasks under sections, with the bodies that answer for them. Knows blocks only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.extract.blocks import Block

ARABIC = re.compile(r"^[（(]?(\d{1,3})[）)]?\s?[.．、](?![\d%])\s*")
BRACKETED = re.compile(r"^[（(]([一二三四五六七八九十]{1,3})[）)]\s*")
SECTION = re.compile(r"^(?:第[一二三四五六七八九十]{1,3}[章节部][分]?[\s、]?|[一二三四五六七八九十]{1,3}、)\s*")
_DIGITS = "零一二三四五六七八九"
_PLAN = re.compile(
    r"实施(?:方案|意见|办法|细则)|行动(?:计划|方案)|工作(?:方案|计划|要点)|三年行动|若干措施|任务(?:分解|清单|分工)|制定(?:本|以下|如下)(?:实施)?(?:方案|意见|计划|措施)|规划"
)
RESPONSIBLE = re.compile(
    r"[（(]?(?:责任(?:单位|部门|科室|领导|人)|牵头(?:单位|部门|科室)|(?:主责|配合|实施|落实)(?:单位|部门))[:：]\s*(?P<named>[^（()）。]{2,200}?)[。）)]*\s*$"
    r"|[（(](?P<plain>[^（()）。：:]{2,120}?(?:负责|牵头|配合|参加|落实))[）)]\s*[。]?\s*$"
)


@dataclass(frozen=True, slots=True)
class Task:
    """One numbered task: its blocks, number as printed, and the section heading above it."""

    number: int
    blocks: tuple[Block, ...]
    section: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan's tasks and every block of it in order, tasks included."""

    tasks: tuple[Task, ...]
    rest: tuple[Block, ...]
    """What belongs to no task: preamble, section headings, safeguards."""


def find_plan(blocks: Sequence[Block]) -> Plan | None:
    """The plan these blocks are, or None: at least three numbered tasks in a text that calls itself a plan."""
    words = "".join(b.text for b in blocks[:8])[:3000]
    named = bool(_PLAN.search(words))
    best: Plan | None = None
    most = -1
    for marker in (ARABIC, BRACKETED):
        plan = _with(blocks, marker)
        answered = sum(bool(RESPONSIBLE.search(t.blocks[-1].text)) for t in plan.tasks)
        enough = len(plan.tasks) >= 3 and (named or answered * 2 >= len(plan.tasks))
        sure = answered >= 3 or (named and len(plan.tasks) >= 5 and _official(blocks))
        if enough and sure and answered > most:
            best, most = plan, answered
    return best


def _official(blocks: Sequence[Block]) -> bool:
    """Whether the text speaks as an authority: sections 一、二、 and the wording of a plan, not of a report."""
    sections = sum(bool(SECTION.match(b.text)) for b in blocks)
    return sections >= 2 and any(
        re.search(r"制定(?:本|以下|如下)|指导思想|保障措施|组织领导|工作目标|总体要求", b.text[:400]) for b in blocks
    )


def _number(marker: re.Pattern[str], found: re.Match[str]) -> int:
    return int(found[1]) if marker is ARABIC else from_chinese(found[1])


def from_chinese(word: str) -> int:
    """The number written with 一 to 九十九; 0 when it is none."""
    tens, ten, ones = word.rpartition("十") if "十" in word else ("", "", word)
    try:
        value = (_DIGITS.index(tens) if tens else 1) * 10 if ten else 0
        return value + (_DIGITS.index(ones) if ones else 0)
    except ValueError:
        return 0


def _with(blocks: Sequence[Block], marker: re.Pattern[str]) -> Plan:
    """Read the blocks with one kind of number as the tasks' mark."""
    tasks: list[Task] = []
    rest: list[Block] = []
    current: list[Block] = []
    coming = _next_numbers(blocks, marker)
    section, last, number = "", 0, 0

    def finish() -> None:
        if current:
            tasks.append(Task(number, tuple(current), section))
            current.clear()

    for i, block in enumerate(blocks):
        found = marker.match(block.text)
        value = _number(marker, found) if found else 0
        if found and value in (1, last + 1) and not (value == 1 and last == 1):
            finish()
            number = last = value
            current.append(block)
        elif is_heading(block, marker):
            finish()
            rest.append(block)
            section = block.text if len(block.text) <= 60 else section
            if SECTION.match(block.text):
                last = last if coming[i] in (0, last + 1) else 0
        else:
            (current or rest).append(block)
    finish()
    return _without_short(Plan(tuple(tasks), tuple(rest)))


def is_heading(block: Block, marker: re.Pattern[str]) -> bool:
    """Whether a block is a heading above the tasks' level."""
    return bool(SECTION.match(block.text) or (marker is ARABIC and BRACKETED.match(block.text)))


def _next_numbers(blocks: Sequence[Block], marker: re.Pattern[str]) -> list[int]:
    """For each block the number of the next task below it; 0 when there is none."""
    coming = 0
    found: list[int] = []
    for block in reversed(blocks):
        found.append(coming)
        if match := marker.match(block.text):
            coming = _number(marker, match)
    return found[::-1]


def _without_short(plan: Plan) -> Plan:
    """Numbered lines of a preamble (依据、原则) are no tasks when only a few stand under a section without answers."""
    groups: dict[str, list[Task]] = {}
    for task in plan.tasks:
        groups.setdefault(task.section, []).append(task)
    answered = {s: any(RESPONSIBLE.search(t.blocks[-1].text) for t in ts) for s, ts in groups.items()}
    if not any(answered.values()):
        return plan
    kept = [t for t in plan.tasks if answered[t.section]]
    dropped = [b for t in plan.tasks if not answered[t.section] for b in t.blocks]
    return Plan(tuple(kept), tuple(sorted([*plan.rest, *dropped], key=lambda b: b.start)))


def responsible(text: str) -> str | None:
    """责任单位 as printed at a task's end."""
    found = RESPONSIBLE.search(text)
    return (found["named"] or found["plain"]).strip() if found else None


def task_title(text: str) -> str:
    """The heading a task opens with: its first sentence without the number."""
    bare = BRACKETED.sub("", ARABIC.sub("", text, count=1), count=1)
    first = re.split(r"[。：:；\n]", bare, maxsplit=1)[0].strip()
    if len(first) <= 45:
        return first
    clause = re.split(r"[，,]", first, maxsplit=1)[0]
    return clause if 4 <= len(clause) <= 45 else first[:44] + "…"


_REFERENCE = re.compile(
    r"关于(?:印发|转发)?.{0,40}?(?:省|自治区|市|县|区)?([^省市县区《》]{4,30}?(?:实施方案|行动计划|实施意见|工作方案))(?:的通知)?》"
)
_OWN = re.compile(r"制定(?:本|以下|如下)((?:实施|工作|行动)?(?:方案|意见|计划|措施))")


def plan_title(text: str, place: str | None) -> str | None:
    """The title of a plan that prints none, put together from its own words: place, subject and kind."""
    head = text[:1500]
    own = _OWN.search(head)
    if not own:
        return None
    reference = _REFERENCE.search(head)
    subject = reference[1] if reference else own[1]
    subject = re.sub(r"(?:实施方案|行动计划|实施意见|工作方案)$", own[1], subject)
    return f"{place or ''}{subject}"
