"""A layout's parts as case drafts: the reading text with its paragraphs mended, and every field with its span.

Knows what the other steps found; must not look at the source except through the reading's map.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.extract import places, plans
from app.extract.blocks import Block, is_title, wrapped_at
from app.extract.evidence import evidence_of, find_awards
from app.extract.joins import gain
from app.extract.names import Head, split_aliases
from app.extract.naming import awarded_title, issuer, named_owner, quoted_speaker, signature, title_from
from app.extract.outline import abstract_of, find_outline, is_heading
from app.extract.practices import find_practices
from app.extract.repair import Reading
from app.extract.results import find_results
from app.extract.split import LINES, Layout, Part
from app.extract.taught import NOTHING, Taught, under
from app.extract.telling import named_at
from app.extract.themes import find_themes
from db.records import CaseDraft, Kind, Region, Span, Speaker

_HOSPITAL = re.compile(
    r"医院|卫生院|保健院|医疗中心|集团|共同体|医共体|医联体|院区|分院|总院|防治院|医学中心|急救中心|血站"
)
_SCHOLARLY = re.compile(
    r"(?:研究(?:院|所|中心|会)|大学|学院|党校|协会|学会|联合会|报社|杂志社|编辑部|出版社|公司|委员会|卫健委|卫生健康委)$"
)
LOOKED_AT = 100_000
"""So many characters of a case are looked at for its fields; a longer one is no case but a book."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What is known of a text from without: file name, title and date that the file carries, what was learned."""

    name: str
    title: str | None
    date: str | None
    taught: Taught = NOTHING


def draft(reading: Reading, layout: Layout, outside: Outside) -> tuple[CaseDraft, ...]:
    """The cases of a layout."""
    return tuple(under(made, outside.taught.rules) for made in _drafts(reading, layout, outside))


def _drafts(reading: Reading, layout: Layout, outside: Outside) -> tuple[CaseDraft, ...]:
    if layout.plan:
        return (_plan(reading, layout, layout.plan, outside),)
    if layout.shape == "single":
        return tuple(_feature(reading, part, outside) for part in layout.parts) or _anything(reading, layout, outside)
    return tuple(_spoken(reading, part, outside) for part in layout.parts)


def _anything(reading: Reading, layout: Layout, outside: Outside) -> tuple[CaseDraft, ...]:
    """Nothing but by-lines and captions: keep the words as one case rather than lose them."""
    blocks = sorted(layout.aside, key=lambda b: b.start)
    part = Part(None, None, (), tuple(blocks))
    return (_feature(reading, part, outside),)


def is_hospital(owner: str | None) -> bool:
    """Whether an organisation treats patients; a 医院管理研究所 does not."""
    plain = split_aliases(owner)[0] if owner else ""
    return bool(_HOSPITAL.search(plain)) and not _SCHOLARLY.search(plain)


def _spoken(reading: Reading, part: Part, outside: Outside) -> CaseDraft:
    """A case of a round-up: its speaker line tells the owner."""
    head = part.head or Head("")
    text = joined(part.body)
    owner = head.owner or named_owner(part.title or "", text[:LOOKED_AT])
    site = places.site_of(owner, text) if owner else None
    region = places.locate(site, "site") if site else places.locate(owner) if owner else Region()
    kind: Kind = "hospital" if is_hospital(owner) else "expert" if head.name and _is_expert(owner, region) else "other"
    told = _told(reading, kind, part.title or title_from(text, ""), text, part, outside)
    whose = replace(told, owner=owner, site=site, region=Region() if kind == "expert" else region)
    return _valued(replace(whose, speaker=Speaker(head.name, head.post)), outside)


_LEARNED = re.compile(r"大学|学院|党校|协会|学会|研究(?:院|所|中心)|科学院|报社|杂志|国家|全国|中国")


def _is_expert(owner: str | None, region: Region) -> bool:
    """Whether a speaker who is of no hospital speaks for no place either: a school, a society, a national body."""
    return not owner or not region.province or bool(_LEARNED.search(owner))


def _feature(reading: Reading, part: Part, outside: Outside) -> CaseDraft:
    """A text about one organisation, or about none we can name."""
    part = _without_event(part)
    text = joined(part.body)
    title = part.title or awarded_title(text[:LOOKED_AT]) or outside.title or title_from(text, outside.name)
    owner = (part.head.owner if part.head else None) or named_owner(title, text[:LOOKED_AT])
    speaker = Speaker(part.head.name, part.head.post) if part.head else quoted_speaker(text[:LOOKED_AT], owner)
    kind: Kind = "hospital" if is_hospital(owner) else "other"
    region = places.locate(owner) if owner else Region()
    told = _told(reading, kind, title, text, part, outside)
    return _valued(replace(told, owner=owner, region=region, speaker=speaker), outside)


_EVENT = re.compile(
    r"^(?:据悉|据介绍|据了解|本次|此次|本届|该届|这次|大会|会议|活动)[^。]{0,40}?(?:征集|收到|评选|评审|参赛|参评|投稿|申报|角逐)[^。]{0,60}?"
    r"(?:案例|作品|项目|单位|医院|稿件|论文)"
)
_ITSELF = re.compile(r"(?:该|我|本)院|院党委|医院(?:党委|荣获|获|代表|的案例)")


def _without_event(part: Part) -> Part:
    """An award story without the paragraph that counts who else took part: it tells of the event, not of the case."""
    told = [b for b in part.body[:5] if _EVENT.match(b.text) and b.closed and not _ITSELF.search(b.text)]
    named = named_owner("", joined([b for b in part.body if b not in told])) if told else None
    if len(part.body) - len(told) < 3 or any(named and named in b.text for b in told):
        return part
    return replace(part, body=tuple(b for b in part.body if b not in told))


def _told(reading: Reading, kind: Kind, title: str, text: str, part: Part, outside: Outside) -> CaseDraft:
    """What any case, plan or task has of its words alone."""
    looked_at = text[:LOOKED_AT]
    return CaseDraft(
        kind=kind,
        title=title,
        text=text,
        region_groups=places.groups(looked_at),
        year=year_of(looked_at, outside.date),
        abstract=abstract_of(text),
        flags=_flags(reading, part.body),
        spans=spans(reading, (*part.heading, *part.body)),
    )


def _valued(told: CaseDraft, outside: Outside) -> CaseDraft:
    """A case with what it tells: themes, practices, figures, honours, outline."""
    text, owner = told.text[:LOOKED_AT], told.owner
    results = find_results(text)
    awards = find_awards(text)
    practices = find_practices(text)
    return replace(
        told,
        owner_aliases=split_aliases(owner)[1] if owner else (),
        evidence=evidence_of(text, results, awards),
        awards=awards,
        themes=find_themes(text, told.title, owner or "", outside.taught, named_at(practices)),
        practices=practices,
        results=results,
        outline=find_outline(text),
    )


def _aimed(told: CaseDraft, text: str, outside: Outside) -> CaseDraft:
    """A plan or task with what its words set as a target."""
    practices = find_practices(text)
    return replace(
        told,
        themes=find_themes(text, told.title, "", outside.taught, named_at(practices)),
        practices=practices,
        results=find_results(text, target=True),
    )


def _plan(reading: Reading, layout: Layout, plan: plans.Plan, outside: Outside) -> CaseDraft:
    """A plan with its tasks as children; the plan's own themes, figures and practices are those outside the tasks."""
    part = layout.parts[0]
    whole = joined(part.body)
    place = places.leading_place(whole)
    title = (
        part.title
        or outside.title
        or plans.plan_title(whole, place.name if place else None)
        or title_from(whole, outside.name)
    )
    owner = issuer(title, whole, place.name if place else None) or signature(whole)
    region = places.region_of(place.code, "title") if place else places.locate(title, "title")
    if region == Region() and owner:
        region = places.locate(owner)
    tasks = tuple(_task(reading, task, owner, region, outside) for task in plan.tasks)
    frame = whole[:LOOKED_AT]
    for task in tasks:  # masked, not cut, so that positions stay those of the whole
        frame = frame.replace(task.text, "\n" * len(task.text), 1)
    told = _aimed(_told(reading, "plan", title, whole, part, outside), frame, outside)
    return replace(told, owner=owner, region=region, outline=find_outline(whole), children=tasks)


def _task(reading: Reading, task: plans.Task, owner: str | None, region: Region, outside: Outside) -> CaseDraft:
    text = joined(task.blocks)
    part = Part(None, None, (), task.blocks)
    told = _told(reading, "plan_task", plans.task_title(task.blocks[0].text), text, part, outside)
    answers = plans.responsible(task.blocks)
    return _aimed(replace(told, owner=owner, region=region, number=task.number, responsible=answers), text, outside)


def joined(blocks: Sequence[Block]) -> str:
    """Blocks as paragraphs; a line broken off in mid-sentence goes on without a break."""
    if len(blocks) > LINES:
        return "\n".join(block.text for block in blocks)
    width = wrapped_at(blocks)
    pieces: list[str] = []
    last: Block | None = None
    for block in blocks:
        if last is not None:
            words = block.text[:1].isascii() and block.text[:1].isalpha() and re.search(r"[A-Za-z]$", last.text[-1:])
            pieces.append((" " if words else "") if _goes_on(last, block, width) else "\n")
        pieces.append(block.text)
        last = block
    return "".join(pieces)


_HANGING = re.compile(r"[，、：的和与及在对为以将把被从向是等了]$")


WORD_BROKEN = 2.5
"""Gain above which a title-shaped line is a sentence whose word was cut in two."""


def _goes_on(last: Block, block: Block, width: int) -> bool:
    if last.closed or is_heading(block.text):
        return False
    if width:
        return len(last.text) >= width - 4
    if _HANGING.search(last.text) or re.match(r"[，。、；：）》”]", block.text):
        return True
    if is_heading(last.text) or not is_title(last) or len(last.text) > 26:
        return not is_heading(last.text)
    return gain(last.text, block.text, Counter()) > WORD_BROKEN


def spans(reading: Reading, blocks: Sequence[Block]) -> tuple[Span, ...]:
    """Where blocks stand in the source; neighbours with nothing but white space between them are one span."""
    found: list[Span] = []
    last_end = -1
    for block in blocks:
        offset, length = reading.source(block.start, block.end)
        between = reading.text[last_end : block.start] if last_end >= 0 else "x"
        if found and block.start >= last_end and not between.strip():
            found[-1] = Span(found[-1].offset, offset + length - found[-1].offset)
        else:
            found.append(Span(offset, length))
        last_end = block.end
    return tuple(found)


_MID = re.compile(r"^(?:[，。、；：）》”！？]|(?:模式|制度|机制|体系|工作|平台|工程|的|了|者|性|化|等|们)[，、。的])")


def _flags(reading: Reading, blocks: Sequence[Block]) -> tuple[str, ...]:
    """What is damaged: the end or a start is missing, or characters were lost."""
    found = []
    if blocks and not blocks[-1].closed and not is_heading(blocks[-1].text):
        found.append("truncated")
    if any(_MID.match(b.text) and (i == 0 or blocks[i - 1].closed) for i, b in enumerate(blocks)):
        found.append("missing_start")
    if any(b.start <= place < b.end for place in reading.suspect for b in blocks):
        found.append("suspect_characters")
    return tuple(found)


def year_of(text: str, date: str | None) -> int | None:
    """The year a text reports on: its date's, else the latest one printed that is not an aim."""
    if date and re.match(r"(?:19|20)\d\d", date):
        return int(date[:4])
    years = [int(m[1]) for m in _YEAR.finditer(text)]
    return max(years, default=None)


_YEAR = re.compile(
    r"(?:(?<=截至)|(?<=截止到)|(?<=截止)|(?<![到至\d—－~～-]))(?<!力争)((?:19[89]|20[0-4])\d)年(?!底?前)"
)
