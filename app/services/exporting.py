"""Cases and notes of a library into a sheet, and a sheet into a file: what was chosen, in order, in groups, cited.

Knows the library and the sheet; no format from the inside, no layout.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as changed
from pathlib import Path
from typing import TypeAlias

from app.formats.chosen import COLOURS
from app.formats.images import Image
from app.formats.pages import lacking
from app.formats.sheet import Format, Sheet, SheetCase, SheetSource, Source
from app.formats.write import Goods, made, material, write
from app.messages import Trouble
from app.services.choosing import Choice, Group, Order
from app.services.citing import source, worded
from app.services.library import Library
from app.services.picturing import pictured, shown
from app.services.recording import byline, recorded, value_in_words
from app.task import QUIET, Task
from db.query import FIELDS, Clause, Term
from db.records import Case, Colour, Note, Packed, ThemeNode

__all__ = [
    "Choice",
    "Gathered",
    "Hide",
    "Outcome",
    "collected",
    "deliver",
    "export",
    "gathered",
    "laid",
    "printed",
    "sheet",
    "value_in_words",
]
_LAST = "\uffff"
"""Sorts after every place and name."""
_SET = ("pdf",)
"""Formats set with our own fonts, which may lack a character."""
Hide: TypeAlias = Callable[[Goods], Goods]
"""Makes what goes out into what may be shared."""


@dataclass(frozen=True)
class Gathered:
    """Everything of some cases that may go out, read once; a choice is laid over it as often as one likes."""

    library: str
    cases: tuple[Case, ...]
    notes: Mapping[str, tuple[Note, ...]]
    """By case."""
    themes: tuple[ThemeNode, ...]
    sources: Mapping[str, Source]
    """By document."""
    made_on: str
    meanings: Mapping[Colour, str] = field(default_factory=dict)
    """What the colours of highlights mean."""
    pictures: Mapping[str, Image] = field(default_factory=dict)
    """What stands in the notes, by id."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished export. `warning` is a sentence on characters that no font of ours has, else empty."""

    path: Path
    warning: str = ""


def gathered(library: Library, case_ids: Sequence[str], task: Task = QUIET) -> Gathered:
    """Read cases with their notes, each once.

    Raises:
        Trouble: `nothing_to_export` when no case is named.
        db.errors.NoSuchRecord: when one is not there.
        Cancelled: between two cases.
    """
    ids = list(dict.fromkeys(case_ids))
    if not ids:
        raise Trouble("nothing_to_export")
    cases = library.cases(ids)
    notes: dict[str, tuple[Note, ...]] = {}
    sources: dict[str, Source] = {}
    for done, one in enumerate(cases):
        task.step(done, len(ids), one.title)
        notes[one.id] = library.notes(one.id)
        if one.document.id not in sources:
            sources[one.document.id] = source(library.document(one.document.id), one)
    today = dt.datetime.now().astimezone()
    made_on = f"{today.year}年{today.month}月{today.day}日"
    drawn = pictured(library, (note for one in cases for note in notes[one.id]), task)
    return Gathered(library.name, cases, notes, library.themes(), sources, made_on, library.meanings(), drawn)


def sheet(
    library: Library,
    chosen: Choice | Sequence[str],
    *,
    title: str | None = None,
    filters: str = "",
    task: Task = QUIET,
) -> Sheet:
    """Gather and lay out what was chosen; ids alone mean everything of these cases, in the order given.

    Args:
        library: Where they are.
        chosen: What goes out.
        title: For the cover, before the choice's own; made from the cases when both are blank.
        filters: The query that found them, in the query language; told on the cover in words.
        task: Told each case.

    Raises:
        Trouble: `nothing_to_export` when no case is named.
        db.errors.NoSuchRecord: when one is not there.
        Cancelled: between two cases.
    """
    choice = _choice(chosen, title, filters)
    return laid(gathered(library, choice.case_ids, task), choice, in_words(library, choice.filters))


def laid(found: Gathered, choice: Choice, told: str = "") -> Sheet:
    """Lay a choice over what was gathered: order, groups, parts of the record, notes, sources by number.

    Args:
        found: What was gathered.
        choice: What of it goes out; its `case_ids` and `filters` are not looked at.
        told: The query in words.
    """
    names = {theme.id: theme.name for theme in found.themes}
    ordered = _ordered(found.cases, choice.order)
    placed = _grouped(ordered, choice.group, found.themes)
    cited: dict[str, SheetSource] = {}
    cases = []
    for group, one in placed:
        number = _cited(cited, found.sources[one.document.id])
        notes = [note for note in found.notes[one.id] if _wanted(note, choice)]
        laid_out = recorded(one, notes, names)
        drawn = tuple(shown(*pair, found.pictures) for pair in zip(notes, laid_out.notes, strict=True))
        cases.append(_shown(changed(laid_out, notes=drawn, group=group, source=number), one, choice))
    return Sheet(
        title=choice.title.strip() or _title(cases),
        library=found.library,
        filters=told,
        legend=_legend(found.meanings, cases),
        made_on=found.made_on,
        cases=tuple(cases),
        sources=tuple(cited.values()),
        layout=choice.layout,
        body=choice.body,
        notes=choice.notes,
        contents=choice.contents,
        archival=choice.archival,
        every=choice.every,
    )


def export(
    library: Library,
    chosen: Choice | Sequence[str],
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
    return deliver(library, _choice(chosen, title, filters), format, output, replace=replace, task=task).path


def deliver(
    library: Library,
    choice: Choice,
    format: Format,  # noqa: A002 - the house's word
    output: Path,
    *,
    replace: bool = False,
    task: Task = QUIET,
    hide: Hide | None = None,
) -> Outcome:
    """Export a choice and tell what came of it; raises what `export` raises.

    With `hide` what goes out is as that makes it, without names and numbers a person wants hidden.
    """
    goods = collected(library, choice, format, _half(task, 0))
    goods = hide(goods) if hide else goods
    write(goods, format, output, replace=replace, task=_half(task, 1))
    return Outcome(output, lacking(goods) if format in _SET and isinstance(goods, Sheet) else "")


def collected(library: Library, choice: Choice, format: Format, task: Task = QUIET) -> Goods:  # noqa: A002 - likewise
    """What of a choice this format is made of; raises what `sheet` raises."""
    if material(format) is Packed:
        return library.told(choice.case_ids)
    return sheet(library, choice, task=task)


def printed(library: Library, choice: Choice, task: Task = QUIET, hide: Hide | None = None) -> bytes:
    """The pages of a choice as PDF, for a printer; raises what `sheet` raises, and what setting them may."""
    goods: Goods = sheet(library, choice, task=_half(task, 0))
    return made(hide(goods) if hide else goods, "pdf", _half(task, 1))


def _legend(meanings: Mapping[Colour, str], cases: Sequence[SheetCase]) -> str:
    """What the colours that are there mean, in words."""
    used = {note.colour for one in cases for note in one.notes if note.start is not None}
    return "、".join(f"{COLOURS[colour]}色 {words}" for colour, words in meanings.items() if colour in used)


def _cited(cited: dict[str, SheetSource], one: Source) -> int:
    """A source's number in the list; sources cited in the same words are one."""
    words = worded(one)
    return cited.setdefault(words, SheetSource(number=len(cited) + 1, citation=words, facts=one)).number


def _choice(chosen: Choice | Sequence[str], title: str | None, filters: str) -> Choice:
    choice = chosen if isinstance(chosen, Choice) else Choice(case_ids=tuple(chosen))
    return changed(choice, title=(title or "").strip() or choice.title, filters=filters or choice.filters)


def _half(task: Task, which: int) -> Task:
    """A task that counts as the first or the second half of another."""
    return changed(task, each=lambda done, total, words: task.each(done + which * total, 2 * total, words))


def in_words(library: Library, filters: str) -> str:
    """A query as it is told on a cover: 主题 党建引领、绩效；地区 江西."""
    return "；".join(_told(clause) for clause in library.query(filters).clauses)


def _told(clause: Clause) -> str:
    parts: dict[str, list[str]] = {}
    for term in clause.any:
        if isinstance(term, Term):
            words = term.value if term.field else f"“{term.value}”"
            parts.setdefault(FIELDS[term.field] if term.field else "含", []).append(words)
        else:
            parts.setdefault("满足", []).append(str(term))
    told = " 或 ".join(f"{field} {'、'.join(values)}" for field, values in parts.items())
    return f"不要 {told}" if clause.negated else told


def _title(cases: Sequence[SheetCase]) -> str:
    return cases[0].title if len(cases) == 1 else "医院案例选编"


# --- what goes out of a case


def _wanted(note: Note, choice: Choice) -> bool:
    if note.kind == "highlight":
        sort = "remark" if note.text.strip() or note.tags else "passage"
        if choice.note_colours is not None and note.colour not in choice.note_colours:
            return False
    else:
        sort = "case"
    if choice.note_sorts is not None and sort not in choice.note_sorts:
        return False
    bare = sort == "passage" and not note.purpose
    if choice.note_purposes is not None and not bare and note.purpose not in choice.note_purposes:
        return False
    return not choice.note_tags or bool(set(choice.note_tags) & set(note.tags))


def _shown(case: SheetCase, one: Case, choice: Choice) -> SheetCase:
    """The case without the parts of the record that were not chosen."""
    wanted = choice.fields
    if wanted is None:
        return case
    return changed(
        case,
        byline=byline(one, wanted),
        fields=tuple((name, value) for name, value in case.fields if name in wanted),
        themes=case.themes if "主题" in wanted else (),
        practices=case.practices if "做法" in wanted else (),
        results=case.results if "成效" in wanted else (),
        owner=case.owner if "单位" in wanted else "",
        region=case.region if "地区" in wanted else "",
        kind=case.kind if "类型" in wanted else "",
        year=case.year if "年份" in wanted else None,
    )


# --- order and groups


def _ordered(cases: Sequence[Case], order: Order) -> list[Case]:
    match order:
        case "title":
            return sorted(cases, key=lambda one: one.title)
        case "place":
            return sorted(cases, key=_place)
        case "year":
            return sorted(cases, key=lambda one: -(one.year or 0))
    return list(cases)


def _place(one: Case) -> tuple[str, ...]:
    region = one.region
    return (region.adcode or _LAST, region.province or _LAST, region.city or "", region.county or "")


def _grouped(cases: Sequence[Case], group: Group, themes: Sequence[ThemeNode]) -> list[tuple[str, Case]]:
    """Cases under their group's heading, groups in their own order, cases in theirs."""
    if group == "none":
        return [("", one) for one in cases]
    known = {theme.id: theme for theme in themes}
    rank = {theme.id: at for at, theme in enumerate(themes)}
    told: dict[str, list[Case]] = {}
    first: dict[str, tuple[float, str]] = {}
    for at, one in enumerate(cases):
        match group:
            case "theme":
                top = _top(one, known)
                name, key = (top.name, (rank[top.id], "")) if top else ("未分主题", (len(rank), ""))
            case "region":
                name, key = one.region.province or "地区未标注", (0, (one.region.adcode or _LAST)[:2])
            case _:
                name, key = one.owner or "单位未标注", (at if one.owner else len(cases), "")
        told.setdefault(name, []).append(one)
        first[name] = min(first.get(name, key), key)
    return [(name, one) for name in sorted(told, key=first.__getitem__) for one in told[name]]


def _top(one: Case, known: Mapping[str, ThemeNode]) -> ThemeNode | None:
    """The top theme of the case's first theme that is sure."""
    node = next((known[t.id] for t in one.themes if t.status != "suggested" and t.id in known), None)
    seen: set[str] = set()
    while node and node.parent is not None and node.parent in known and node.id not in seen:
        seen.add(node.id)
        node = known[node.parent]
    return node
