"""Government plans: numbered tasks under sections, with the bodies that answer for them. Knows blocks only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.extract.blocks import Block
from db import numerals

ARABIC = re.compile(r"^[（(]?(\d{1,3})[）)]?\s?[.．、](?![\d%])\s*")
BRACKETED = re.compile(r"^[（(]([一二三四五六七八九十]{1,3})[）)]\s*")
ITEM = re.compile(r"^[●■◆▲★◎○▪•□]\s*")
NAMED = re.compile(r"^(?:重点|主要)?(?:任务|举措|行动|工程)\s?([一二三四五六七八九十]{1,3}|\d{1,3})\s?[：:、.．\s]\s*")
_LABEL = re.compile(r"^【[^【】]{2,20}】$")
SECTION = re.compile(r"^(?:第[一二三四五六七八九十]{1,3}[章节部][分]?[\s、]?|[一二三四五六七八九十]{1,3}、)\s*")
_PLAN = re.compile(
    r"实施(?:方案|意见|办法|细则)|行动(?:计划|方案)|工作(?:方案|计划|要点)|三年行动|若干措施|任务(?:分解|清单|分工)|制定(?:本|以下|如下)(?:实施)?(?:方案|意见|计划|措施)|规划"
)
ARTICLE = re.compile(r"^第([一二三四五六七八九十百]{1,4})条[\s：:]*")
_FRAME = re.compile(
    r"指导思想|总体(?:要求|目标|思路|安排)|(?:工作|主要|总体|预期|发展)目标|基本(?:原则|思路)|工作原则|保障措施|组织(?:领导|实施|保障)|"
    r"实施步骤|时间安排|工作要求|有关要求|附则|总则|实施范围|编制依据|背景"
)
_TITLED = re.compile(
    r"(?:方案|计划|意见|办法|措施|细则|要点|规划|清单|分工|规定|制度)(?:[（(][^（()）]{1,16}[）)])?(?:的?通知)?$"
)
_GIVEN = re.compile(
    r"制定(?:本|以下|如下|该)|现(?:将|就).{2,60}(?:印发|通知如下|制定)|特制定|提出(?:以下|如下)(?:意见|措施)"
)
RESPONSIBLE = re.compile(
    r"(?:[（(]|^|(?<=[。；]))(?:牵头|责任|主办|负责)[:：]\s*(?P<led>(?:[^（()）。]|[（(][^（()）]{1,12}[）)]){2,200}?)[。）)]*\s*$"
    r"|[（(]?(?:责任(?:单位|部门|科室|领导|人)|牵头(?:单位|部门|科室)|(?:主责|配合|实施|落实)(?:单位|部门))[:：]\s*(?P<named>(?:[^（()）。]|[（(][^（()）]{1,12}[）)]){2,200}?)[。）)]*\s*$"
    r"|[（(](?P<plain>(?:[^（()）。：:]|[（(][^（()）]{1,12}[）)]){2,120}?(?:负责|牵头|配合|参加|落实)|(?:市|省|县|区|州|各)[^（()）。：:]{1,100}(?:委|局|办|部|处|科|政府|集团|医院|单位))[）)]\s*[。]?\s*$"
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
    for marker in (ARABIC, BRACKETED, NAMED, ITEM):
        plan = _with(blocks, marker)
        answered = sum(responsible(t.blocks) is not None for t in plan.tasks)
        enough = len(plan.tasks) >= 3 and ((named and marker is not ITEM) or answered * 2 >= len(plan.tasks))
        sure = answered >= 3 or (named and len(plan.tasks) >= (3 if _issued(blocks) else 5) and _official(blocks))
        if enough and sure and answered > most:
            best, most = plan, answered
    return best or _articles(blocks) or _sections(blocks)


def _issued(blocks: Sequence[Block]) -> bool:
    """Whether the text is titled as an official paper and says that it is being laid down."""
    titled = any(_TITLED.search(b.text) and len(b.text) <= 60 for b in blocks[:4])
    return titled and any(_GIVEN.search(b.text[:600]) for b in blocks[:8])


def _articles(blocks: Sequence[Block]) -> Plan | None:
    """第一条, 第二条: a regulation's articles."""
    plan = _with(blocks, ARTICLE)
    return plan if len(plan.tasks) >= 3 else None


def _sections(blocks: Sequence[Block]) -> Plan | None:
    """A short plan whose only numbers are 一、二、三: its sections are the tasks, but for aims and safeguards."""
    if not _issued(blocks):
        return None
    plan = _with(blocks, SECTION)
    frames = [t for t in plan.tasks if _FRAME.search(t.blocks[0].text[:24])]
    tasks = tuple(t for t in plan.tasks if t not in frames)
    rest = sorted((*plan.rest, *(b for t in frames for b in t.blocks)), key=lambda b: b.start)
    return Plan(tasks, tuple(rest)) if len(tasks) >= 3 else None


def _official(blocks: Sequence[Block]) -> bool:
    """Whether the text speaks as an authority: sections 一、二、 and the wording of a plan, not of a report."""
    sections = sum(bool(SECTION.match(b.text)) for b in blocks)
    return sections >= 2 and any(
        re.search(r"制定(?:本|以下|如下)|指导思想|保障措施|组织领导|工作目标|总体要求", b.text[:400]) for b in blocks
    )


def _number(marker: re.Pattern[str], found: re.Match[str]) -> int:
    if marker is SECTION:
        return from_chinese(re.sub("[^一二三四五六七八九十]", "", found.group()))
    return int(found[1]) if found[1].isdigit() else from_chinese(found[1])


def from_chinese(word: str) -> int:
    """The number written with 一 to 九百九十九; 0 when it is none."""
    value = numerals.number(word)
    return int(value) if value is not None and value < 1000 else 0


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
        value = (last + 1 if marker is ITEM else _number(marker, found)) if found else 0
        if found and value in (1, last + 1) and not (value == last == 1):
            finish()
            number = last = value
            current.append(block)
        elif is_heading(block, marker) or _ENDING.match(block.text):
            finish()
            rest.append(block)
            section = block.text if len(block.text) <= 60 else section
            if SECTION.match(block.text):
                last = last if coming[i] in (0, last + 1) else 0
        else:
            (current or rest).append(block)
    finish()
    plan = Plan(tuple(tasks), tuple(rest))
    return plan if marker is ARTICLE else _without_short(plan)


_ENDING = re.compile(
    r"^(?:本|此|上述)(?:措施|办法|方案|意见|规定|通知|计划|细则|规划)[^。]{0,40}(?:施行|实施|执行|解释|有效期|为准)"
    r"|^(?:[（(【]?(?:说明|备注|注|填表说明|有关说明|编者注)[】]?[:：]|附件\s?\d*[:：]|附[:：表]|(?:抄送|主送|抄报|联系人|联系电话|印发|公开方式)[:：]|[（(]此件)"
    r"|^(?:[一-鿿]{4,24}(?:委员会|人民政府|办公室|医院|卫生健康委|卫健委|卫生健康局|卫健局|领导小组|党委)\s*)?"
    r"(?:20\d\d|二[〇○零Ｏ][一二三四五六七八九〇○零]{2})年[\d一二三四五六七八九十]{1,3}月(?:[\d一二三四五六七八九十]{1,3}日)?(?:印发)?$"
    r"|^[一-鿿]{4,24}(?:委员会|人民政府(?:办公室)?|卫生健康委|卫健委|卫生健康局|卫健局)$"
)


def is_heading(block: Block, marker: re.Pattern[str]) -> bool:
    """Whether a block is a heading above the tasks' level."""
    return bool(
        SECTION.match(block.text)
        or _LABEL.match(block.text)
        or (marker in (ARABIC, NAMED, ITEM) and BRACKETED.match(block.text))
    )


def _next_numbers(blocks: Sequence[Block], marker: re.Pattern[str]) -> list[int]:
    """For each block the number of the next task below it; 0 when there is none."""
    coming = 0
    found: list[int] = []
    for block in reversed(blocks):
        found.append(coming)
        if (match := marker.match(block.text)) and marker is not ITEM:
            coming = _number(marker, match)
    return found[::-1]


def _without_short(plan: Plan) -> Plan:
    """Numbered lines of a preamble (依据、原则) are no tasks when only a few stand under a section without answers."""
    groups: dict[str, list[Task]] = {}
    for task in plan.tasks:
        groups.setdefault(task.section, []).append(task)
    answered = {s: any(responsible(t.blocks) for t in ts) for s, ts in groups.items()}
    if not any(answered.values()):
        return plan
    kept = [t for t in plan.tasks if answered[t.section]]
    dropped = [b for t in plan.tasks if not answered[t.section] for b in t.blocks]
    return Plan(tuple(kept), tuple(sorted([*plan.rest, *dropped], key=lambda b: b.start)))


_NEAR_END = 3


def responsible(blocks: Sequence[Block]) -> str | None:
    """责任单位 as printed at a task's end, or in one of the lines before it (时限, 完成标准)."""
    for block in blocks[: -1 - _NEAR_END : -1]:
        if found := RESPONSIBLE.search(block.text):
            return (found["led"] or found["named"] or found["plain"]).strip()
    return None


_CALLED = re.compile(
    r"^(?:第[一二三四五六七八九十百]{1,4}条|[（(]?[\d一二三四五六七八九十]{1,3}[）)]?[.．、]?|"
    r"(?:任务|举措|行动|工程)\s?[\d一二三四五六七八九十]{1,3}[:：]?)"
    r"[\s　]*(?:【([^【】]{2,24})】|[（(](?!试行|一|二|三)([^（()）。，]{2,12})[）)](?=\s|　))"
)


def task_title(text: str) -> str:
    """The heading a task opens with: its first sentence without the number."""
    if named := _CALLED.match(text):
        return (named[1] or named[2]).strip()
    bare = text
    for marker in (ARTICLE, SECTION, ARABIC, BRACKETED, NAMED, ITEM):
        bare = marker.sub("", bare, count=1)
    first = re.split(r"[。：:；\n]", bare, maxsplit=1)[0].strip()
    if len(first) <= 45:
        return first
    clause = re.split(r"[，,]", first, maxsplit=1)[0]
    return clause if 4 <= len(clause) <= 45 else first[:44] + "…"


_REFERENCE = re.compile(
    r"关于(?:印发|转发)?.{0,40}?(?:省|自治区|市|县|区)?([^省市县区《》]{4,30}?(?:实施方案|行动计划|实施意见|工作方案))(?:的通知)?》"
)
_ISSUED = re.compile(r"[^\n]{0,40}关于(?:印发|发布|下发|公布)《([^《》\n]{6,60})》")
_OWN = re.compile(r"制定(?:本|以下|如下)((?:实施|工作|行动)?(?:方案|意见|计划|措施))")


def plan_title(text: str, place: str | None) -> str | None:
    """The title of a plan that prints none, put together from its own words: place, subject and kind."""
    head = text[:1500]
    if issued := _ISSUED.match(head):
        return issued[1]
    own = _OWN.search(head)
    if not own:
        return None
    reference = _REFERENCE.search(head)
    subject = reference[1] if reference else own[1]
    subject = re.sub(r"(?:实施方案|行动计划|实施意见|工作方案)$", own[1], subject)
    return f"{place or ''}{subject}"
