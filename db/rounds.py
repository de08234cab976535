"""Cases handed to several readers, and what came back: rows in, frozen records out.

The same table holds what a library asks others to read (`reader` empty) and what it was asked to read itself. Knows
rows, not how anything goes from one library to another.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, cast

from sqlalchemy import delete, insert, select, update

from db import errors
from db.models import cases
from db.works import round_returns, rounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection, Row

Verdict = Literal["", "recommend", "useful", "reject"]
"""推荐, 可借鉴, 不采用; empty when nobody said."""
_VERDICTS = ("", "recommend", "useful", "reject")
Options = tuple[str, ...] | None
"""What a question offers: answers of its own, none for words alone; None is the scale of `Verdict`."""
_MANY = 400


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
    option: str = ""
    """What was chosen where a question offers answers of its own."""

    @property
    def chosen(self) -> str:
        """What was chosen of whatever was offered; empty for nothing."""
        return self.option or self.verdict

    @property
    def said(self) -> bool:
        """Whether anything was answered."""
        return bool(self.chosen or self.words.strip())


@dataclass(frozen=True, slots=True)
class Return:
    """What a reader answered, and when it was given back or last changed."""

    reader: str
    came_at: str
    answers: tuple[Answer, ...] = ()
    serial: int = 0
    """Which of the returns a reader made in one library it is, counted from 1."""
    copy: str = ""
    """The library it was made in."""
    note_ids: tuple[str, ...] = ()
    """The notes that went with it, or came."""


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
    options: tuple[Options, ...] = ()
    """What each question offers; the scale where nothing is told."""
    noted: bool = False
    """Whether our own notes went along."""
    opened_at: str = ""
    """When it was opened where it is asked; empty when that is not known."""
    before: Mapping[str, str] = field(default_factory=dict)
    """The own notes there were then, by id, with when each was last changed."""

    @property
    def asked(self) -> bool:
        """Whether this library is asked."""
        return bool(self.reader)

    def of(self, reader: str) -> Return | None:
        """What a reader gave back."""
        return next((one for one in self.returns if one.reader == reader), None)

    def offered(self, question: int) -> Options:
        """What a question offers."""
        return self.options[question] if 0 <= question < len(self.options) else None


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
    values |= {"noted": int(one.noted), "opened_at": one.opened_at, "before": [list(had) for had in one.before.items()]}
    values["options"] = [None if some is None else list(some) for some in one.options]
    connection.execute(insert(rounds).values(**values))


def remove(connection: Connection, id: str) -> None:  # noqa: A002 - the record's own word
    """Delete a round with what came back; notes stay."""
    connection.execute(delete(rounds).where(rounds.c.id == id))


def put_return(connection: Connection, id: str, one: Return) -> None:  # noqa: A002 - the record's own word
    """Store what a reader answered, over what was there.

    Raises:
        errors.NoSuchRecord: there is no such round.
    """
    key = _key(connection, id)
    told = [[answer.case, answer.question, answer.verdict, answer.words, answer.option] for answer in one.answers]
    mine = (round_returns.c.round_key == key) & (round_returns.c.reader == one.reader)
    values: dict[str, Any] = {"came_at": one.came_at, "answers": told, "serial": one.serial, "copy": one.copy}
    values["note_ids"] = list(one.note_ids)
    if not connection.execute(update(round_returns).where(mine).values(**values)).rowcount:
        connection.execute(insert(round_returns).values(round_key=key, reader=one.reader, **values))


def put_before(connection: Connection, id: str, opened_at: str, before: Mapping[str, str]) -> None:  # noqa: A002
    """Store which own notes count as made before a round, by id with when each was last changed."""
    values = {"opened_at": opened_at, "before": [list(had) for had in before.items()]}
    connection.execute(update(rounds).where(rounds.c.id == id).values(**values))


def remove_return(connection: Connection, id: str, reader: str) -> None:  # noqa: A002 - the record's own word
    """Forget what a reader gave back; notes stay.

    Raises:
        errors.NoSuchRecord: there is no such round.
    """
    mine = (round_returns.c.round_key == _key(connection, id)) & (round_returns.c.reader == reader)
    connection.execute(delete(round_returns).where(mine))


def twins(connection: Connection, told: Mapping[str, tuple[str, str]]) -> dict[str, int]:
    """Which cases with the same words are here: id elsewhere -> key here, the case of the same id first.

    Args:
        connection: This library.
        told: The cases elsewhere by id, with their kinds and texts.
    """
    texts = sorted({text for _, text in told.values()})
    alike: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for at in range(0, len(texts), _MANY):
        asked = select(cases.c.id, cases.c.key, cases.c.kind, cases.c.text)
        rows = connection.execute(asked.where(cases.c.text.in_(texts[at : at + _MANY])).order_by(cases.c.key))
        for row in rows:
            alike[row.kind, row.text].append((row.id, row.key))
    found: dict[str, int] = {}
    for id_, what in told.items():
        here = alike.get(what, [])
        mine = next((one for one in here if one[0] == id_), here[0] if here else None)
        if mine is not None:
            here.remove(mine)
            found[id_] = mine[1]
    return found


def _key(connection: Connection, id: str) -> int:  # noqa: A002 - the record's own word
    key = connection.execute(select(rounds.c.key).where(rounds.c.id == id)).scalar()
    if key is None:
        raise errors.NoSuchRecord("round", id)
    return int(key)


def _read(connection: Connection, asked: Any) -> tuple[Round, ...]:  # noqa: ANN401 - SQL
    rows = connection.execute(asked).all()
    back: defaultdict[int, list[Return]] = defaultdict(list)
    keys = [row.key for row in rows]
    for row in connection.execute(
        select(round_returns).where(round_returns.c.round_key.in_(keys)).order_by(round_returns.c.key)
    ):
        answers, ids = tuple(_answers(row.answers)), tuple(map(str, row.note_ids))
        back[row.round_key].append(Return(row.reader, row.came_at, answers, row.serial, row.copy, ids))
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
        options=tuple(None if some is None else tuple(map(str, some)) for some in row.options),
        noted=bool(row.noted),
        opened_at=row.opened_at,
        before={str(had[0]): str(had[1]) for had in row.before if isinstance(had, list) and len(had) == 2},
    )


def _answers(told: Iterable[Any]) -> Iterable[Answer]:
    for one in told:
        if isinstance(one, list) and len(one) in (4, 5) and one[2] in _VERDICTS and isinstance(one[1], int):
            yield Answer(str(one[0]), one[1], cast("Verdict", one[2]), *map(str, one[3:]))
