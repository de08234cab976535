"""共读: cases handed to several readers as files, and their verdicts and notes gathered back from files.

Every write is one step that can be undone; what comes from a file is trusted no further than its shape. Knows the
library and packages; no SQL, no window, no network.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.messages import Trouble
from app.task import QUIET, Task
from db import rounds
from db.cases import new_id
from db.engine import now
from db.note_links import called
from db.records import Packed
from db.rounds import Answer, Handed, Return, Round, Verdict

if TYPE_CHECKING:
    from pathlib import Path

    from app.services.bringing import Plan
    from app.services.library import Library
    from db.engine import Moment
    from db.history import Step

Rows = dict[str, Any]
VERDICTS: dict[Verdict, str] = {"recommend": "推荐", "useful": "可借鉴", "reject": "不采用"}
QUESTION = "这个案例的做法，本院是否值得采用？"
SENDER = "发起人"
READERS, QUESTIONS, CASES = 50, 12, 500


def every(library: Library) -> tuple[Round, ...]:
    """All rounds, the last one first."""
    with library.reading() as connection:
        return rounds.every(connection)


def names(typed: str) -> tuple[str, ...]:
    """Readers as they are typed, one a line or between commas, each once."""
    plain = typed.replace("、", "\n").replace("，", "\n").replace(",", "\n").replace("；", "\n").replace(";", "\n")
    return tuple(dict.fromkeys(name[:40] for line in plain.splitlines() if (name := " ".join(line.split()))))


# --- handing out


def send(
    library: Library,
    name: str,
    case_ids: Sequence[str],
    readers: Sequence[str],
    questions: Sequence[str],
    folder: Path,
    *,
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
        noted: Whether our own notes go along.
        task: Told each reader.

    Returns:
        The round and its packages in the order of the readers.

    Raises:
        Trouble: `name`, `round_readers`, `round_cases`, `round_many`, or what is in the way of a file.
        Cancelled: between two readers; packages already written stay.
    """
    people = tuple(dict.fromkeys(" ".join(one.split()) for one in readers if one.strip()))
    asked = tuple(one for words in questions if (one := " ".join(words.split())[:400])) or (QUESTION,)
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
        questions=asked[:QUESTIONS],
        readers=people,
    )
    packed = _bare(library.told([case.id for case in handed]), noted=noted)
    paths = []
    for done, reader in enumerate(people):
        task.step(done, len(people), reader)
        paths.append(_write(packed, made, library.id, reader, folder, task))
    with library.writing("发起共读") as (connection, _):
        rounds.add(connection, made)
    return made, tuple(paths)


def again(library: Library, round_id: str, reader: str, folder: Path, task: Task = QUIET) -> Path:
    """Make a reader's package once more, from the cases as they are now.

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
    return _write(_bare(library.told(ids), noted=False), one, library.id, reader, folder, task)


def _bare(packed: Packed, *, noted: bool) -> Packed:
    """Cases without what this library's people did with them: stars, places, shelves, habits, and mostly notes."""
    cases = tuple(row | {"reading": None, "starred": 0} for row in packed.cases)
    kept = [row for row in packed.notes if noted and row["case"] and not row["author"]]
    return Packed(
        documents=packed.documents,
        cases=cases,
        notes=tuple(row | {"author": SENDER, "versions": []} for row in kept),
        themes=packed.themes,
        stories=packed.stories,
        pictures=packed.pictures if noted else (),
    )


def _write(packed: Packed, one: Round, home: str, reader: str, folder: Path, task: Task) -> Path:
    from app.formats.write import suggested_name, write

    told = _told(one, one.id, home, reader, "asked", ())
    stem = suggested_name(f"共读 {one.name} {reader}", "pack").rsplit(".", 1)[0]
    tries = (folder / f"{stem}{f' {n}' if n > 1 else ''}.xlpack" for n in range(1, 1000))
    output = next(path for path in tries if not path.exists())
    write(replace(packed, rounds=(told,)), "pack", output, task=task)
    return output


def _told(one: Round, id_: str, home: str, reader: str, role: str, answers: Sequence[Answer]) -> Rows:
    return {
        "id": id_,
        "library": home,
        "role": role,
        "name": one.name,
        "reader": reader,
        "sent_at": one.sent_at if role == "asked" else now(),
        "questions": list(one.questions),
        "cases": [{"id": case.id, "title": case.title} for case in one.cases],
        "answers": [
            {"case": a.case, "question": a.question, "verdict": a.verdict, "words": a.words[:20_000]} for a in answers
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
    if own is not None and told["library"] == library.id:
        raise Trouble("round_own", told["reader"])
    if had is not None:
        return had

    def beside(connection: Moment, plan: Plan) -> None:
        cases = [
            Handed(case["id"], plan.at[case["id"]][0], case["title"]) for case in told["cases"] if case["id"] in plan.at
        ]
        rounds.add(
            connection,
            Round(
                id=mine,
                name=told["name"],
                sent_at=told["sent_at"],
                cases=tuple(cases),
                questions=tuple(told["questions"]) or (QUESTION,),
                reader=told["reader"] or "读者",
                origin=told["id"],
                home=told["library"],
            ),
        )

    library.take_in(replace(packed, rounds=()), "both", f"接到共读“{told['name']}”", habits=False, beside=beside)
    with library.reading() as connection:
        return rounds.get(connection, mine)


def answer(library: Library, round_id: str, answers: Sequence[Answer], into: Step | None = None) -> Step | None:
    """Keep what is answered, all of it; returns the step, for what is written next in the same sitting.

    Raises:
        db.errors.NoSuchRecord: there is no such round.
    """
    step = into if into is not None and into == library.store.history.last else None
    with library.writing("写共读意见", into=step) as (connection, _):
        one = rounds.get(connection, round_id)
        kept = tuple(told for told in answers if told.verdict or told.words.strip())
        rounds.put_return(connection, round_id, Return(one.reader, now(), kept))
    return library.store.history.last


def give_back(library: Library, round_id: str, output: Path, task: Task = QUIET) -> int:
    """Write what was answered and noted into a package for the one who asked; returns the number of notes in it.

    Raises:
        Trouble: `round_cases` when none of the cases is here any more, or what is in the way of the file.
        db.errors.NoSuchRecord: there is no such round.
    """
    from app.formats.write import write

    with library.reading(task) as connection:
        one = rounds.get(connection, round_id)
        there = called(connection, [("case", case.here) for case in one.cases])
    theirs = {case.here: case.id for case in one.cases if ("case", case.here) in there}
    if not theirs:
        raise Trouble("round_cases")
    packed = library.told(list(theirs))
    noted = [row for row in packed.notes if row["case"] in theirs and not row["author"]]
    back = one.of(one.reader)
    told = _told(one, one.origin, one.home, one.reader, "returned", back.answers if back else ())
    made = Packed(
        documents=packed.documents,
        cases=tuple(
            row | {"id": theirs[row["id"]], "parent": None, "reading": None, "tags": [], "starred": 0}
            for row in packed.cases
            if row["id"] in theirs
        ),
        notes=tuple(row | {"case": theirs[row["case"]], "versions": []} for row in noted),
        pictures=packed.pictures,
        rounds=(told,),
    )
    write(made, "pack", output, replace=True, task=task)
    return len(noted)


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
