"""Cases and notes of a library into a sheet, and a sheet into a file. Words a record for people who read on paper.

Knows the library and the sheet; no format from the inside, no layout.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace as changed
from pathlib import Path

from app.formats.paragraphs import paragraph_at, stretches
from app.formats.sheet import Format, Sheet, SheetCase, SheetNote, SheetResult
from app.formats.write import write
from app.messages import Trouble
from app.services.library import Library
from app.task import QUIET, Task
from app.wording import CLOSE, EVIDENCE, KINDS, is_rank, place, rank
from db.query import FIELDS, Clause
from db.records import Case, Note, Result

WARNINGS = {
    "truncated": "原文没有写完，末尾缺失。",
    "missing_start": "原文开头缺失。",
    "suspect_characters": "文中有疑似缺字或错字，引用前请核对原文。",
    "caption_only": "原文只有图片说明。",
}
_RANKS = ("名", "位")
"""A place in a ranking rises when its number falls."""


def sheet(
    library: Library, case_ids: Sequence[str], *, title: str | None = None, filters: str = "", task: Task = QUIET
) -> Sheet:
    """Gather cases with their notes, in the order given, each once.

    Args:
        library: Where they are.
        case_ids: Which.
        title: For the cover; made from the cases when None or blank.
        filters: The query that found them, in the query language; told on the cover in words.
        task: Told each case.

    Raises:
        Trouble: `nothing_to_export` when no case is named.
        db.errors.NoSuchRecord: when one is not there.
        Cancelled: between two cases.
    """
    ids = list(dict.fromkeys(case_ids))
    if not ids:
        raise Trouble("nothing_to_export")
    names = {theme.id: theme.name for theme in library.themes()}
    cases = []
    for done, one in enumerate(library.cases(ids)):
        task.step(done, len(ids), one.title)
        cases.append(_case(one, library.notes(one.id), names))
    today = dt.datetime.now().astimezone()
    return Sheet(
        title=(title or "").strip() or _title(cases),
        library=library.name,
        filters=in_words(library, filters),
        made_on=f"{today.year}年{today.month}月{today.day}日",
        cases=tuple(cases),
    )


def export(
    library: Library,
    case_ids: Sequence[str],
    format: Format,  # noqa: A002 - the house's word
    output: Path,
    *,
    title: str | None = None,
    filters: str = "",
    replace: bool = False,
    task: Task = QUIET,
) -> Path:
    """Export cases with their notes to a file.

    Returns:
        Where the file is.

    Raises:
        Trouble: in one sentence what is in the way; no file is left behind.
        Cancelled: likewise.
        db.errors.NoSuchRecord: when one of the cases is not there.
    """
    gathered = sheet(library, case_ids, title=title, filters=filters, task=_half(task, 0))
    write(gathered, format, output, replace=replace, task=_half(task, 1))
    return output


def _half(task: Task, which: int) -> Task:
    """A task that counts as the first or the second half of another."""
    return changed(task, each=lambda done, total, words: task.each(done + which * total, 2 * total, words))


def in_words(library: Library, filters: str) -> str:
    """A query as it is told on a cover: 主题 党建引领、绩效；地区 江西."""
    return "；".join(_told(clause) for clause in library.query(filters).clauses)


def _told(clause: Clause) -> str:
    parts: dict[str, list[str]] = {}
    for term in clause.any:
        parts.setdefault(FIELDS[term.field] if term.field else "含", []).append(
            term.value if term.field else f"“{term.value}”"
        )
    told = " 或 ".join(f"{field} {'、'.join(values)}" for field, values in parts.items())
    return f"不要 {told}" if clause.negated else told


def _title(cases: Sequence[SheetCase]) -> str:
    return cases[0].title if len(cases) == 1 else "医院案例选编"


def _case(one: Case, notes: Sequence[Note], names: Mapping[str, str]) -> SheetCase:
    return SheetCase(
        id=one.id,
        title=one.title,
        byline=" · ".join(_byline(one)),
        text=one.text,
        source_line=one.document.source_line,
        fields=tuple(_fields(one)),
        themes=tuple(names.get(t.id, t.id) for t in one.themes if t.status != "suggested"),
        practices=tuple(dict.fromkeys(p.name for p in one.practices if p.status != "suggested")),
        results=tuple(_result(one.text, r) for r in one.results if r.status != "suggested"),
        notes=tuple(_note(note) for note in notes),
        warnings=tuple(WARNINGS[flag] for flag in one.flags if flag in WARNINGS),
        headings=tuple(_headings(one)),
    )


def _byline(one: Case) -> Iterator[str]:
    yield from (part for part in (one.owner, place(one.region)) if part)
    yield KINDS[one.kind] + (f" 第 {one.number} 项" if one.number is not None else "")
    if one.year:
        yield f"{one.year}年"


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


def _result(text: str, result: Result) -> SheetResult:
    paragraph = None if result.start is None else paragraph_at(text, result.start)
    return SheetResult(
        metric=result.metric, value=value_in_words(result), paragraph=paragraph, target=result.type == "target"
    )


def value_in_words(result: Result) -> str:
    """A figure as it is read out: 由 280 升至 179 名, 92% 以上, 上升."""
    unit = result.unit or ""
    when = f"（{result.date}）" if result.date else ""
    last = result.after if result.after is not None else result.value
    if last is None:
        return {"up": "上升", "down": "下降", None: "见原文"}[result.direction] + when
    figure = rank(_number(last), result) if is_rank(result) else _bounded(last, unit, result.bound)
    if result.before is None:
        return figure + when
    if is_rank(result):
        return f"由{rank(_number(result.before), result)}{_verb(result, last)}{figure}{when}"
    glued = unit if unit[:1] in CLOSE else ""
    return f"由 {_number(result.before)}{glued} {_verb(result, last)} {figure}{when}"


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


def _note(note: Note) -> SheetNote:
    lost = note.anchor == "lost"
    return SheetNote(
        text=note.text,
        quote=note.quote,
        colour=note.colour,
        start=None if lost else note.start,
        end=None if lost else note.end,
        tags=note.tags,
    )


def _headings(one: Case) -> Iterator[int]:
    """Numbers of the paragraphs that are nothing but a printed heading."""
    printed = {(section.start, section.heading.strip()) for section in one.outline if section.heading}
    for number, (start, end) in enumerate(stretches(one.text), 1):
        if (start, one.text[start:end]) in printed:
            yield number
