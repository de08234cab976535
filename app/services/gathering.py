"""What several readers said, side by side: verdicts case by case, and notes on the same passages.

Knows rounds and notes of a library, and the sheet they go out with; no window.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from app.formats.paragraphs import paragraph_at
from app.formats.sheet import Sheet, SheetCell, SheetPassage, SheetTable
from app.services import cited
from app.services.agreeing import Agreement, agreement
from app.services.rounds import VERDICTS
from app.task import QUIET, Task
from db import cases, notes
from db.linked import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.services.library import Library
    from db.records import Note
    from db.rounds import Answer, Handed, Round

Order = Literal["sent", "apart", "differing", "alike"]
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
    return agreement({reader: {case: a.chosen for case, a in said.items()} for reader, said in told.items()})


def accord(one: Round, question: int) -> str:
    """The same in a sentence; of a question that is answered in words alone, who answered it."""
    if one.offered(question) != ():
        return agreed(one, question).words
    said = sum(any(answer.said for answer in by.values()) for by in answered(one, question).values())
    return f"这一问用自己的话回答，不比较是否一致；{said} 位读者答了。"


def chosen(answer: Answer) -> str:
    """What somebody chose, in words; empty where words alone were asked for or given."""
    return answer.option or VERDICTS.get(answer.verdict, "")


def alike(verdicts: Sequence[str]) -> str:
    """Whether those who judged a case agree, in words; empty when fewer than two did."""
    said = [verdict for verdict in verdicts if verdict]
    if len(said) < 2:
        return ""
    return "一致" if len(set(said)) == 1 else "有分歧"


def apart(verdicts: Sequence[str]) -> float:
    """How far those who judged a case are apart: the share of pairs that say something else, 0 for fewer than two."""
    pairs = [one != other for one, other in combinations([verdict for verdict in verdicts if verdict], 2)]
    return sum(pairs) / len(pairs) if pairs else 0.0


def listed(one: Round, question: int, order: Order) -> tuple[Handed, ...]:
    """The cases of a round: as they were sent, those most differed on first, or only those differed or agreed on."""
    told = answered(one, question)
    said = {case: [by[case.id].chosen for by in told.values() if case.id in by] for case in one.cases}
    if order == "apart":
        return tuple(sorted(one.cases, key=lambda case: -apart(said[case])))
    wanted = {"differing": "有分歧", "alike": "一致"}.get(order)
    return tuple(case for case in one.cases if wanted is None or alike(said[case]) == wanted)


def missing(one: Round) -> tuple[str, ...]:
    """Who gave nothing back yet."""
    return tuple(reader for reader in one.readers if one.of(reader) is None)


def stand(one: Round) -> str:
    """How a round stands, in a sentence."""
    lacking = missing(one)
    back = len(one.readers) - len(lacking)
    head = f"请 {len(one.readers)} 人读 {len(one.cases)} 案，已交回 {back} 人"
    return f"{head}；还没有交回：{'、'.join(lacking)}。" if lacking else f"{head}，都交回了。"


def passages(
    library: Library, one: Round, case_id: str, task: Task = QUIET, *, mine: bool = True
) -> tuple[Passage, ...]:
    """What was marked and noted in a case, passage by passage; marks that overlap are one passage.

    Args:
        library: Where the notes are.
        one: The round; only what its readers gave back in it is told, and our own notes.
        case_id: The case's id in this library; one that is gone has none.
        task: Stops it.
        mine: Whether our own are told.
    """
    with library.reading(task) as connection:
        if case_id not in cases.keys(connection, [case_id]):
            return ()
        found = [note for note in notes.of_case(connection, case_id) if _told(one, note, mine=mine)]
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


def _told(one: Round, note: Note, *, mine: bool) -> bool:
    if not note.author:
        return mine
    back = one.of(note.author)
    return back is not None and (not back.serial or note.id in back.note_ids)


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


def sheet(library: Library, one: Round, task: Task = QUIET, *, mine: bool = False) -> Sheet:
    """A round as it goes out: for every question who said what, then the notes case by case, with their sources.

    Args:
        library: Where the round is.
        one: The round.
        task: Told each case.
        mine: Whether our own notes go out beside the readers'.
    """
    sources = cited.Cited(library)
    parts: list[SheetTable | SheetPassage] = [SheetPassage(text=stand(one))]
    parts += [_verdicts(one, number, question) for number, question in enumerate(one.questions)]
    for done, case in enumerate(one.cases):
        task.step(done, len(one.cases), case.title)
        found = passages(library, one, case.here, task, mine=mine)
        if found:
            parts.append(_noted(one, case, found, sources))
    return cited.laid(library, title(one), "", parts, sources)


def title(one: Round) -> str:
    """What the readers' answers are called: the round's name, with no word twice."""
    return f"{one.name}意见" if one.name.endswith("共读") else f"{one.name} 共读意见"


def _verdicts(one: Round, number: int, question: str) -> SheetTable:
    told = answered(one, number)
    rows = []
    for case in one.cases:
        cells = [_cell(told.get(reader, {}).get(case.id), reader in told) for reader in one.readers]
        verdicts = [said_.chosen for by in told.values() if (said_ := by.get(case.id))]
        same = ((SheetCell(alike(verdicts)),),) if one.offered(number) != () else ()
        rows.append(((SheetCell(case.title),), *cells, *same))
    last = ("是否一致",) if one.offered(number) != () else ()
    head = ("案例", *one.readers, *last)
    widths = (3, *(2 for _ in one.readers), *(1 for _ in last))
    return SheetTable(title=question, head=head, rows=tuple(rows), hint=accord(one, number), widths=widths)


def _cell(answer: Answer | None, back: bool) -> tuple[SheetCell, ...]:
    if answer is None or not answer.said:
        return (SheetCell("未作判断" if back else "未交回", empty=True),)
    told = (SheetCell(chosen(answer)), SheetCell(answer.words.strip(), own=True))
    return tuple(cell for cell in told if cell.text)


def _noted(one: Round, case: Handed, found: Sequence[Passage], sources: cited.Cited) -> SheetTable:
    who = [name for name in (*one.readers, ME) if any(name in passage.notes for passage in found)]
    rows = []
    for passage in found:
        quote = sources.quote(case.here, passage.quote or "对整个案例", passage.paragraph)
        cells = [(SheetCell(said(passage.notes[name]), own=True),) if name in passage.notes else () for name in who]
        rows.append(((quote,), *cells))
    widths = (3, *(2 for _ in who))
    return SheetTable(title=f"批注：{case.title}", head=("原文", *who), rows=tuple(rows), widths=widths)
