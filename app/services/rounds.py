"""共读: cases handed to several readers as files, and their verdicts and notes gathered back from files.

Every write is one step that can be undone; what comes from a file is trusted no further than its shape. Knows the
library and packages; no SQL, no window, no network.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from unicodedata import category

from app.formats.paragraphs import paragraph_at
from app.messages import Trouble
from app.services import handing
from app.task import QUIET, Task
from db import cases, notes, packs, rounds
from db.cases import new_id
from db.engine import now
from db.note_links import called
from db.rounds import Answer, Handed, Options, Return, Round, Verdict

if TYPE_CHECKING:
    from pathlib import Path

    from app.services.bringing import Plan
    from app.services.library import Library
    from db.engine import Moment
    from db.history import Step
    from db.records import Note, Packed

Rows = dict[str, Any]
VERDICTS: dict[Verdict, str] = {"recommend": "推荐", "useful": "可借鉴", "reject": "不采用"}
QUESTION = "这个案例的做法，本院是否值得采用？"
READERS, QUESTIONS, CASES = 50, 12, 500
OPTIONS, OPTION = 8, 20
"""Answers a question may offer, and characters of one."""
_OPEN = re.compile("哪|怎么|怎样|如何|什么|多少|几[个人天年月]|谁|何时|何处|为何|为什么|有何|难在|建议")


def every(library: Library) -> tuple[Round, ...]:
    """All rounds, the last one first."""
    with library.reading() as connection:
        return rounds.every(connection)


def names(typed: str) -> tuple[str, ...]:
    """Readers as they are typed, one a line or between commas, each once."""
    plain = typed.replace("、", "\n").replace("，", "\n").replace(",", "\n").replace("；", "\n").replace(";", "\n")
    return tuple(dict.fromkeys(name for line in plain.splitlines() if (name := _plain(line)[:40])))


def _plain(words: str) -> str:
    """Words on one line, without marks that turn, hide or break what stands beside them."""
    return " ".join("".join(" " if category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp") else one for one in words).split())


def options(typed: str) -> tuple[str, ...]:
    """Answers a question offers as they are typed, between commas, each once."""
    plain = typed.replace("、", "\n").replace("，", "\n").replace(",", "\n").replace("；", "\n").replace("/", "\n")
    found = dict.fromkeys(words for line in plain.splitlines() if (words := _plain(line)[:OPTION]))
    return tuple(found)[:OPTIONS]


def is_open(question: str) -> bool:
    """Whether a question asks for words rather than for a yes or no, as far as its own words tell."""
    return bool(_OPEN.search(question))


def _questions(asked: Sequence[str], offered: Sequence[Options]) -> dict[str, Options]:
    """What is asked, each once, with what it offers."""
    found: dict[str, Options] = {}
    for number, words in enumerate(asked):
        plain = " ".join(words.split())[:400]
        if plain:
            found.setdefault(plain, offered[number] if number < len(offered) else None)
    return found or {QUESTION: None}


# --- handing out


def send(
    library: Library,
    name: str,
    case_ids: Sequence[str],
    readers: Sequence[str],
    questions: Sequence[str],
    folder: Path,
    *,
    options: Sequence[Options] = (),
    noted: bool = False,
    task: Task = QUIET,
) -> tuple[Round, tuple[Path, ...]]:
    """Hand cases to readers: a package for each in a folder, then the round itself as one step.

    Args:
        library: Whose cases.
        name: What the round is called.
        case_ids: Which; those that are not there are left out.
        readers: Their names.
        questions: What each is asked of every case.
        folder: Where the packages go; nothing there is written over.
        options: What each question offers: answers of its own, none for words alone; None, and where nothing is told,
            is the scale.
        noted: Whether our own notes go along.
        task: Told each reader.

    Returns:
        The round and its packages in the order of the readers.

    Raises:
        Trouble: `name`, `round_readers`, `round_cases`, `round_many`, or what is in the way of a file.
        Cancelled: between two readers; packages already written stay.
    """
    people = tuple(dict.fromkeys(who for one in readers if (who := _plain(one)[:40])))
    asked = _questions(questions, options)
    if not name.strip():
        raise Trouble("name")
    if not people or len(people) > READERS:
        raise Trouble("round_readers")
    with library.reading(task) as connection:
        titles = called(connection, [("case", case) for case in case_ids])
    handed = tuple(Handed(c, c, titles["case", c]) for c in dict.fromkeys(case_ids) if ("case", c) in titles)
    if not handed:
        raise Trouble("round_cases")
    if len(handed) > CASES:
        raise Trouble("round_many", str(len(handed)))
    made = Round(
        id=new_id(),
        name=" ".join(name.split())[:80],
        sent_at=now(),
        cases=handed,
        questions=tuple(asked)[:QUESTIONS],
        options=tuple(asked.values())[:QUESTIONS],
        readers=people,
        noted=noted,
    )
    ids = [case.id for case in handed]
    packed = handing.handed(library.told(ids), ids, noted=noted)
    paths = []
    for done, reader in enumerate(people):
        task.step(done, len(people), reader)
        paths.append(_write(packed, made, library.id, reader, folder, task))
    with library.writing("发起共读") as (connection, _):
        rounds.add(connection, made)
    return made, tuple(paths)


def again(library: Library, round_id: str, reader: str, folder: Path, task: Task = QUIET) -> Path:
    """Make a reader's package once more, from the cases as they are now, with our notes when they went along.

    Raises:
        Trouble: `round_cases` when none of them is there any more, or what is in the way of the file.
        db.errors.NoSuchRecord: there is no such round.
    """
    with library.reading(task) as connection:
        one = rounds.get(connection, round_id)
        there = called(connection, [("case", case.here) for case in one.cases])
    ids = [case.here for case in one.cases if ("case", case.here) in there]
    if not ids:
        raise Trouble("round_cases")
    packed = handing.handed(library.told(ids), ids, noted=one.noted)
    return _write(packed, one, library.id, reader, folder, task)


def _write(packed: Packed, one: Round, home: str, reader: str, folder: Path, task: Task) -> Path:
    from app.formats.write import suggested_name, write

    told = _told(one, one.id, home, "asked", Return(reader, one.sent_at))
    lead = "" if "共读" in one.name else "共读 "
    stem = suggested_name(f"{lead}{one.name} {reader}", "pack").rsplit(".", 1)[0]
    tries = (folder / f"{stem}{f' {n}' if n > 1 else ''}.xlpack" for n in range(1, 1000))
    output = next(path for path in tries if not path.exists())
    write(replace(packed, rounds=(told,)), "pack", output, task=task)
    return output


def _told(one: Round, id_: str, home: str, role: str, back: Return) -> Rows:
    return {
        "id": id_,
        "library": home,
        "role": role,
        "name": one.name,
        "reader": back.reader,
        "sent_at": back.came_at,
        "serial": back.serial,
        "copy": back.copy,
        "questions": list(one.questions),
        "options": [None if some is None else list(some) for some in one.options],
        "cases": [{"id": case.id, "title": case.title} for case in one.cases],
        "answers": [
            {"case": a.case, "question": a.question, "verdict": a.verdict, "words": a.words[:20_000]}
            | {"option": a.option[:400]}
            for a in back.answers
        ],
    }


# --- reading for another


def accept(library: Library, packed: Packed) -> Round:
    """Take in what one is asked to read; the same package twice changes nothing.

    Raises:
        Trouble: `round_own` in the library it comes from.
    """
    told = packed.rounds[0]
    mine = hashlib.sha256(f"{told['library']}\n{told['id']}\n{told['reader']}".encode()).hexdigest()[:16]
    with library.reading() as connection:
        had, own = rounds.find(connection, mine), rounds.find(connection, told["id"])
        packed = _met(connection, packed)
    if own is not None and told["library"] == library.id:
        raise Trouble("round_own", told["reader"])
    if had is not None:
        return had

    def beside(connection: Moment, plan: Plan) -> None:
        cases = [
            Handed(case["id"], plan.at[case["id"]][0], case["title"]) for case in told["cases"] if case["id"] in plan.at
        ]
        here = {case.here for case in cases}
        before = {one.id: one.changed_at for one in notes.every(connection) if one.case_id in here and not one.author}
        rounds.add(
            connection,
            Round(
                id=mine,
                name=told["name"],
                sent_at=told["sent_at"],
                cases=tuple(cases),
                questions=tuple(told["questions"]) or (QUESTION,),
                options=tuple(None if some is None else tuple(some) for some in told["options"]),
                reader=told["reader"] or "读者",
                origin=told["id"],
                home=told["library"],
                opened_at=now(),
                before=before,
            ),
        )

    library.take_in(replace(packed, rounds=()), "both", f"接到共读“{told['name']}”", habits=False, beside=beside)
    with library.reading() as connection:
        return rounds.get(connection, mine)


def _met(connection: Moment, packed: Packed) -> Packed:
    """A package whose cases stand in the papers of this library where they are here already, word for word."""
    twins = rounds.twins(connection, {row["id"]: (row["kind"], row["text"]) for row in packed.cases})
    if not twins:
        return packed
    keys = sorted(twins.values())
    ours = packs.gather(connection, keys, whole=False)
    paper = {key: row["document"] for key, row in zip(keys, packs.cases_of(connection, keys), strict=True)}
    cases = [row | {"document": paper[twins[row["id"]]]} if row["id"] in twins else row for row in packed.cases]
    used = {row["document"] for row in cases}
    papers = {row["id"]: row for row in (*packed.documents, *ours.documents) if row["id"] in used}
    return replace(packed, cases=tuple(cases), documents=tuple(papers.values()))


def answer(library: Library, round_id: str, answers: Sequence[Answer], into: Step | None = None) -> Step | None:
    """Keep what is answered, all of it; returns the step, for what is written next in the same sitting.

    Raises:
        db.errors.NoSuchRecord: there is no such round.
    """
    step = into if into is not None and into == library.store.history.last else None
    with library.writing("写共读意见", into=step) as (connection, _):
        one = rounds.get(connection, round_id)
        kept = tuple(told for told in answers if told.said)
        had = one.of(one.reader) or Return(one.reader, "")
        rounds.put_return(connection, round_id, replace(had, came_at=now(), answers=kept))
    return library.store.history.last


@dataclass(frozen=True, slots=True)
class Going:
    """An own note on a case of a round, that may go back with the answers."""

    note: Note
    case_title: str
    paragraph: int
    fresh: bool
    """Whether it was made or changed after the round was opened, or went back before."""


def going(library: Library, round_id: str, task: Task = QUIET) -> tuple[Going, ...]:
    """The own notes on the cases of a round: case by case, in each in the order of its text.

    Raises:
        db.errors.NoSuchRecord: there is no such round.
    """
    with library.reading(task) as connection:
        one = rounds.get(connection, round_id)
        there = called(connection, [("case", case.here) for case in one.cases])
        found: list[Going] = []
        for case in one.cases:
            if ("case", case.here) not in there:
                continue
            mine = [note for note in notes.of_case(connection, case.here) if not note.author]
            text = cases.get(connection, [case.here])[0].text if mine else ""
            places = [0 if note.start is None else paragraph_at(text, note.start) for note in mine]
            found += [
                Going(note, case.title, place, _fresh(one, note)) for note, place in zip(mine, places, strict=True)
            ]
    return tuple(found)


def _fresh(one: Round, note: Note) -> bool:
    back = one.of(one.reader)
    if back is not None and note.id in back.note_ids:
        return True
    if not one.opened_at:  # opened by an earlier version, which did not look what was there
        return note.changed_at > one.sent_at
    return one.before.get(note.id) != note.changed_at


def give_back(
    library: Library, round_id: str, output: Path, note_ids: Sequence[str] | None = None, task: Task = QUIET
) -> int:
    """Write what was answered, and notes, into a package for the one who asked; returns the number of notes in it.

    Args:
        library: The reader's.
        round_id: Which round.
        output: The file; one that is there is written over.
        note_ids: Which own notes go along; those made or changed for this round when nothing is said.
        task: Stops it.

    Raises:
        Trouble: `round_cases` when none of the cases is here any more, or what is in the way of the file.
        db.errors.NoSuchRecord: there is no such round.
    """
    from app.formats.write import write

    offered = going(library, round_id, task)
    chosen = {one.note.id for one in offered if one.fresh} if note_ids is None else set(note_ids)
    with library.reading(task) as connection:
        one = rounds.get(connection, round_id)
        there = called(connection, [("case", case.here) for case in one.cases])
    theirs = {case.here: case.id for case in one.cases if ("case", case.here) in there}
    if not theirs:
        raise Trouble("round_cases")
    made = handing.returned(library.told(list(theirs)), theirs, sorted(chosen))
    sent = tuple(row["id"] for row in made.notes)
    had = one.of(one.reader) or Return(one.reader, "")
    back = replace(had, came_at=now(), serial=had.serial + 1, copy=library.id, note_ids=sent)
    told = _told(one, one.origin, one.home, "returned", back)
    write(replace(made, rounds=(told,)), "pack", output, replace=True, task=task)
    kept = {one.note.id: one.note.changed_at for one in offered if one.note.id not in sent}
    with library.writing("交回共读") as (connection, _):
        rounds.put_return(connection, round_id, back)
        rounds.put_before(connection, round_id, now() if not one.opened_at else one.opened_at, {**one.before, **kept})
    return len(sent)


def delete(library: Library, round_id: str) -> None:
    """Delete a round; what was noted stays, undo brings it back."""
    with library.writing("删除共读") as (connection, _):
        rounds.remove(connection, round_id)


def present(library: Library, case_ids: Sequence[str]) -> frozenset[str]:
    """Those of these cases that are in the library."""
    with library.reading() as connection:
        return frozenset(case for _, case in called(connection, [("case", case) for case in case_ids]))


def file_name(one: Round) -> str:
    """What the return of a round is called."""
    from app.formats.write import suggested_name

    return suggested_name(f"回执 {one.name} {one.reader}", "pack")
