"""What several readers said, side by side: verdicts case by case, and notes on the same passages.

Knows rounds and notes of a library, and the sheet they go out with; no window.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.formats.paragraphs import paragraph_at
from app.formats.sheet import Sheet, SheetCell, SheetPassage, SheetTable
from app.services.agreeing import Agreement, agreement
from app.services.rounds import VERDICTS
from app.task import QUIET, Task
from db import cases, notes
from db.linked import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.services.library import Library
    from db.records import Note
    from db.rounds import Answer, Round

ME = "本库"
"""Whose the notes without an author are."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a case several people marked, or the case as a whole, and what each noted on it."""

    quote: str
    """Empty for the case as a whole."""
    paragraph: int
    notes: Mapping[str, tuple[Note, ...]]
    """By author; `ME` for the library's own."""


def answered(one: Round, question: int) -> dict[str, dict[str, Answer]]:
    """Reader -> case -> what was answered to a question; only readers who gave something back."""
    return {
        back.reader: {told.case: told for told in back.answers if told.question == question} for back in one.returns
    }


def agreed(one: Round, question: int) -> Agreement:
    """How far the readers of a round agree on a question."""
    told = answered(one, question)
    return agreement({reader: {case: a.verdict for case, a in said.items()} for reader, said in told.items()})


def alike(verdicts: Sequence[str]) -> str:
    """Whether those who judged a case agree, in words; empty when fewer than two did."""
    said = [verdict for verdict in verdicts if verdict]
    if len(said) < 2:
        return ""
    return "一致" if len(set(said)) == 1 else "有分歧"


def missing(one: Round) -> tuple[str, ...]:
    """Who gave nothing back yet."""
    return tuple(reader for reader in one.readers if one.of(reader) is None)


def stand(one: Round) -> str:
    """How a round stands, in a sentence."""
    lacking = missing(one)
    back = len(one.readers) - len(lacking)
    head = f"请 {len(one.readers)} 人读 {len(one.cases)} 案，已交回 {back} 人"
    return f"{head}；还没有交回：{'、'.join(lacking)}。" if lacking else f"{head}，都交回了。"


def passages(library: Library, one: Round, case_id: str, task: Task = QUIET) -> tuple[Passage, ...]:
    """What was marked and noted in a case, passage by passage; marks that overlap are one passage.

    Args:
        library: Where the notes are.
        one: The round; only its readers' notes and our own are told.
        case_id: The case's id in this library; one that is gone has none.
        task: Stops it.
    """
    with library.reading(task) as connection:
        if case_id not in cases.keys(connection, [case_id]):
            return ()
        found = [note for note in notes.of_case(connection, case_id) if note.author in ("", *one.readers)]
        text = cases.get(connection, [case_id])[0].text
    placed = sorted((n for n in found if n.start is not None and n.end is not None), key=lambda n: (n.start, n.end))
    whole = [note for note in found if note.kind == "case" and note.text.strip()]
    lost = [note for note in found if note.kind == "highlight" and note.start is None]
    groups: list[list[Note]] = []
    end = -1
    for note in placed:
        if (note.start or 0) < end:
            groups[-1].append(note)
        else:
            groups.append([note])
        end = max(end, note.end or 0)
    made = [Passage("", 0, _by(whole))] if whole else []
    made += [_passage(group, text) for group in groups]
    return (*made, *(Passage(note.quote, 0, _by([note])) for note in lost))


def _passage(group: Sequence[Note], text: str) -> Passage:
    start, end = min(note.start or 0 for note in group), max(note.end or 0 for note in group)
    return Passage(text[start:end], paragraph_at(text, start), _by(group))


def _by(group: Sequence[Note]) -> dict[str, tuple[Note, ...]]:
    who = dict.fromkeys(note.author or ME for note in group)
    return {one: tuple(note for note in group if (note.author or ME) == one) for one in who}


def said(found: Sequence[Note]) -> str:
    """What somebody noted on a passage, in words."""
    words = [plain(note.text).strip() or "（划线）" for note in found]
    return "\n".join(dict.fromkeys(words))


def sheet(library: Library, one: Round, task: Task = QUIET) -> Sheet:
    """A round as it goes out: for every question who said what, then the notes case by case."""
    today = dt.datetime.now().astimezone()
    parts: list[SheetTable | SheetPassage] = [SheetPassage(text=stand(one))]
    parts += [_verdicts(one, number, question) for number, question in enumerate(one.questions)]
    for done, case in enumerate(one.cases):
        task.step(done, len(one.cases), case.title)
        found = passages(library, one, case.here, task)
        if found:
            parts.append(_noted(one, case.title, found))
    return Sheet(
        title=f"{one.name} 共读意见",
        library=library.name,
        filters="",
        made_on=f"{today.year}年{today.month}月{today.day}日",
        cases=(),
        parts=tuple(parts),
    )


def _verdicts(one: Round, number: int, question: str) -> SheetTable:
    told = answered(one, number)
    rows = []
    for case in one.cases:
        cells = [_cell(told.get(reader, {}).get(case.id), reader in told) for reader in one.readers]
        verdicts = [said_.verdict for by in told.values() if (said_ := by.get(case.id))]
        rows.append(((SheetCell(case.title),), *cells, (SheetCell(alike(verdicts)),)))
    widths = (3, *(2 for _ in one.readers), 1)
    head = ("案例", *one.readers, "是否一致")
    return SheetTable(title=question, head=head, rows=tuple(rows), hint=agreed(one, number).words, widths=widths)


def _cell(answer: Answer | None, back: bool) -> tuple[SheetCell, ...]:
    if answer is None or not (answer.verdict or answer.words.strip()):
        return (SheetCell("未作判断" if back else "未交回", empty=True),)
    verdict = VERDICTS.get(answer.verdict, "未作判断")
    words = answer.words.strip()
    return (SheetCell(verdict), SheetCell(words, own=True)) if words else (SheetCell(verdict),)


def _noted(one: Round, title: str, found: Sequence[Passage]) -> SheetTable:
    who = [name for name in (*one.readers, ME) if any(name in passage.notes for passage in found)]
    rows = []
    for passage in found:
        place = f"§{passage.paragraph}" if passage.paragraph else ""
        quote = SheetCell(passage.quote or "对整个案例", place=place)
        cells = [(SheetCell(said(passage.notes.get(name, ())), own=True),) for name in who]
        rows.append(((quote,), *cells))
    widths = (3, *(2 for _ in who))
    return SheetTable(title=f"批注：{title}", head=("原文", *who), rows=tuple(rows), widths=widths)
