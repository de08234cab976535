"""Cases handed to several readers, and what came back: rows in, frozen records out.

The same table holds what a library asks others to read (`reader` empty) and what it was asked to read itself. Knows
rows, not how anything goes from one library to another.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from sqlalchemy import delete, insert, select, update

from db import errors
from db.works import round_returns, rounds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection, Row

Verdict = Literal["", "recommend", "useful", "reject"]
"""推荐, 可借鉴, 不采用; empty when nobody said."""
_VERDICTS = ("", "recommend", "useful", "reject")


@dataclass(frozen=True, slots=True)
class Handed:
    """A case of a round: its id in the library that asks, its id in this one, and its title when it was handed out."""

    id: str
    here: str
    title: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader says of a case to a question, counted from 0. `case` is its id in the library that asks."""

    case: str
    question: int
    verdict: Verdict = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Return:
    """What a reader answered, and when it was given back or last changed."""

    reader: str
    came_at: str
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Round:
    """Cases that several people read."""

    id: str
    name: str
    sent_at: str
    cases: tuple[Handed, ...] = ()
    questions: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    reader: str = ""
    """Who is asked in this library; empty in the library that asks."""
    origin: str = ""
    """The round's id in the library that asks."""
    home: str = ""
    """That library."""
    returns: tuple[Return, ...] = ()

    @property
    def asked(self) -> bool:
        """Whether this library is asked."""
        return bool(self.reader)

    def of(self, reader: str) -> Return | None:
        """What a reader gave back."""
        return next((one for one in self.returns if one.reader == reader), None)


def every(connection: Connection) -> tuple[Round, ...]:
    """All rounds, the last one first."""
    return _read(connection, select(rounds).order_by(rounds.c.sent_at.desc(), rounds.c.key.desc()))


def get(connection: Connection, id: str) -> Round:  # noqa: A002 - the record's own word
    """One round.

    Raises:
        errors.NoSuchRecord: there is none.
    """
    found = find(connection, id)
    if found is None:
        raise errors.NoSuchRecord("round", id)
    return found


def find(connection: Connection, id: str) -> Round | None:  # noqa: A002 - the record's own word
    """One round; None when there is none."""
    return next(iter(_read(connection, select(rounds).where(rounds.c.id == id))), None)


def add(connection: Connection, one: Round) -> None:
    """Store a round without what came back."""
    told = [{"reader": one.reader, "round": one.origin, "library": one.home}] if one.asked else list(one.readers)
    values: dict[str, Any] = {"id": one.id, "name": one.name, "sent_at": one.sent_at, "questions": list(one.questions)}
    values |= {"case_ids": [[case.id, case.here, case.title] for case in one.cases], "readers": told}
    connection.execute(insert(rounds).values(**values))


def remove(connection: Connection, id: str) -> None:  # noqa: A002 - the record's own word
    """Delete a round with what came back; notes stay."""
    connection.execute(delete(rounds).where(rounds.c.id == id))


def put_return(connection: Connection, id: str, one: Return) -> None:  # noqa: A002 - the record's own word
    """Store what a reader answered, over what was there.

    Raises:
        errors.NoSuchRecord: there is no such round.
    """
    key = connection.execute(select(rounds.c.key).where(rounds.c.id == id)).scalar()
    if key is None:
        raise errors.NoSuchRecord("round", id)
    told = [[answer.case, answer.question, answer.verdict, answer.words] for answer in one.answers]
    mine = (round_returns.c.round_key == key) & (round_returns.c.reader == one.reader)
    values = {"came_at": one.came_at, "answers": told}
    if not connection.execute(update(round_returns).where(mine).values(**values)).rowcount:
        connection.execute(insert(round_returns).values(round_key=key, reader=one.reader, **values))


def _read(connection: Connection, asked: Any) -> tuple[Round, ...]:  # noqa: ANN401 - SQL
    rows = connection.execute(asked).all()
    back: defaultdict[int, list[Return]] = defaultdict(list)
    keys = [row.key for row in rows]
    for row in connection.execute(
        select(round_returns).where(round_returns.c.round_key.in_(keys)).order_by(round_returns.c.key)
    ):
        back[row.round_key].append(Return(row.reader, row.came_at, tuple(_answers(row.answers))))
    return tuple(_round(row, tuple(back[row.key])) for row in rows)


def _round(row: Row[Any], returns: tuple[Return, ...]) -> Round:
    told = row.readers if isinstance(row.readers, list) else []
    mine = told[0] if told and isinstance(told[0], dict) else {}
    return Round(
        id=row.id,
        name=row.name,
        sent_at=row.sent_at,
        cases=tuple(Handed(*map(str, one)) for one in row.case_ids if isinstance(one, list) and len(one) == 3),
        questions=tuple(map(str, row.questions)),
        readers=() if mine else tuple(map(str, told)),
        reader=str(mine.get("reader", "")),
        origin=str(mine.get("round", "")),
        home=str(mine.get("library", "")),
        returns=returns,
    )


def _answers(told: Iterable[Any]) -> Iterable[Answer]:
    for one in told:
        if isinstance(one, list) and len(one) == 4 and one[2] in _VERDICTS and isinstance(one[1], int):
            yield Answer(str(one[0]), one[1], cast("Verdict", one[2]), str(one[3]))
