"""The query language: words, "phrases", OR, NOT, parentheses, fields, comparisons, words near each other.

Reading never fails: what is no clause is text. Pure text in, frozen records out; knows nothing of the library.
`parse(str(q)) == q` for every parsed query. OR binds closer than AND, which may be left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from dataclasses import field as of
from functools import lru_cache

from db.clauses import (
    FIELDS,
    HAS,
    KINDS,
    UNPLACED,
    WORDED,
    Clause,
    Compare,
    Group,
    Near,
    Operand,
    Query,
    Relation,
    Term,
    Within,
)
from db.lexing import Token, accepted, tokens

__all__ = [
    "FIELDS", "HAS", "KINDS", "UNPLACED", "WORDED", "Clause", "Compare", "Group", "Near", "Operand", "Query",
    "Relation", "Term", "Within", "also", "dropped", "either", "only", "parse", "term", "text", "without",
]  # fmt: skip


def term(field: str, value: str) -> Term:
    """A term of a field, as it would be parsed; text when the field cannot have that value."""
    value = value.strip()
    if field in ("city", "county"):
        field = "region"
    good = accepted(field, value) if field in FIELDS else None
    return Term(field, good) if good else Term(None, value, phrase=True)


def text(value: str) -> Term:
    """A text as a word, or in quotes when as a word it would be read as something else."""
    plain = Term(None, value)
    return plain if parse(value) == Query((Clause((plain,)),)) else replace(plain, phrase=True)


@lru_cache(maxsize=4)
def parse(text: str) -> Query:
    """Read a query as typed. Never raises.

    The last few are kept: all who answer, explain and advise on one question read it, and a long one takes a while.
    """
    clauses = _Reader(text).read()
    if not clauses and text.strip() and not text.strip(" \t\r\n\u3000,，;；"):
        return Query((Clause((Term(None, text.strip(), phrase=True),)),))  # nothing but commas
    return Query(clauses)


def only(query: Query, field: str, value: str) -> Query:
    """Only this value within its field; if that is what there is already, the field is set free."""
    if not value.strip():
        return query
    wanted = Clause((term(field, value),))
    own = [clause for clause in query.clauses if clause.field == wanted.field]
    rest = tuple(clause for clause in query.clauses if clause.field != wanted.field)
    return Query(rest if own == [wanted] else (*rest, wanted))


def also(query: Query, field: str, value: str) -> Query:
    """This value as well; taken away again when it was there."""
    return _toggled(query, field, value, negated=False)


def without(query: Query, field: str, value: str) -> Query:
    """Not this value; allowed again when it was excluded."""
    return _toggled(query, field, value, negated=True)


def either(query: Query, field: str, value: str) -> Query:
    """This value or what the field's last positive clause asks for; taken out again when it is one of those."""
    if not value.strip():
        return query
    wanted = term(field, value)
    for at in range(len(query.clauses) - 1, -1, -1):
        clause = query.clauses[at]
        if clause.field != wanted.field or clause.negated:
            continue
        rest = tuple(t for t in clause.any if t != wanted)
        joined = rest if wanted in clause.any else (*clause.any, wanted)
        changed = (replace(clause, any=joined),) if joined else ()
        return Query((*query.clauses[:at], *changed, *query.clauses[at + 1 :]))
    return Query((*query.clauses, Clause((wanted,))))


def dropped(query: Query, clause: Clause) -> Query:
    """The query without one of its clauses."""
    return Query(tuple(c for c in query.clauses if c != clause))


def _toggled(query: Query, field: str, value: str, *, negated: bool) -> Query:
    if not value.strip():
        return query
    clause = Clause((term(field, value),), negated=negated)
    if clause in query.clauses:
        return dropped(query, clause)
    return Query((*query.clauses, clause))


@dataclass(slots=True)
class _Entry:
    """A clause being read."""

    any: list[Operand]
    negated: bool


@dataclass(slots=True)
class _Frame:
    """What has been read of a group: its clauses, and what waits for the next operand."""

    start: int
    field: str | None = None
    entries: list[_Entry] = of(default_factory=list)
    negated: bool = False
    joins: bool = False

    def take(self, operand: Operand) -> None:
        """The next operand has been read."""
        if self.field and isinstance(operand, Term) and operand.field is None:
            good = accepted(self.field, operand.value.strip())
            operand = Term(self.field, good) if good else operand
        if self.joins:
            before = self.entries[-1]
            if before.negated:
                before.any, before.negated = [_grouped(_Entry(before.any, negated=True))], False
            one = _Entry([operand], self.negated)
            before.any.append(_grouped(one) if self.negated else operand)
        else:
            self.entries.append(_Entry([operand], self.negated))
        self.negated = self.joins = False

    def clauses(self) -> tuple[Clause, ...]:
        """The clauses, parentheses that change nothing taken away."""
        return tuple(clause for entry in self.entries for clause in _settled(entry))


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.frames = [_Frame(0)]

    def read(self) -> tuple[Clause, ...]:
        read = list(tokens(self.text))
        for at, token in enumerate(read):
            follows = at + 1 < len(read) and read[at + 1].kind in ("operand", "open", "not")
            last = at + 1 == len(read) or read[at + 1].kind == "close"
            self._token(token, follows=follows, last=last)
        while len(self.frames) > 1:
            self._close(len(self.text))
        return self.frames[0].clauses()

    def _token(self, token: Token, *, follows: bool, last: bool) -> None:
        frame = self.frames[-1]
        if token.operand is not None:
            frame.take(token.operand)
        elif token.kind == "open":
            self.frames.append(_Frame(token.start, token.field or frame.field))
        elif token.kind == "close":
            self._close(token.end)
        elif follows and token.kind == "not":
            frame.negated = not frame.negated
        elif follows and frame.entries and not frame.joins and not frame.negated:
            frame.joins = token.kind == "or"
        elif last and frame.entries:
            frame.joins = frame.negated = False  # an operator still waiting for what it is to join
        else:
            frame.take(Term(None, self.text[token.start : token.end], phrase=True))

    def _close(self, end: int) -> None:
        frame = self.frames.pop()
        clauses = frame.clauses()
        written = self.text[frame.start : end].strip()
        self.frames[-1].take(Group(Query(clauses)) if clauses else Term(None, written, phrase=True))


def _grouped(entry: _Entry) -> Operand:
    clauses = _settled(entry)
    alone = clauses[0] if len(clauses) == 1 else None
    if alone and not alone.negated and len(alone.any) == 1:
        return alone.any[0]
    return Group(Query(clauses))


def _settled(entry: _Entry) -> tuple[Clause, ...]:
    """The clauses an entry stands for, in their one canonical form."""
    operands: list[Operand] = []
    for operand in entry.any:
        inner = operand.query.clauses if isinstance(operand, Group) else ()
        if len(entry.any) == 1 and isinstance(operand, Group) and not entry.negated:
            return inner
        alone = inner[0] if len(inner) == 1 else None
        if entry.negated and alone and alone.negated:
            return (Clause(alone.any),) if len(alone.any) > 1 else _settled(_Entry(list(alone.any), negated=False))
        if alone and not alone.negated and (len(entry.any) > 1 or len(alone.any) == 1):
            operands += alone.any
        else:
            operands.append(operand)
    return (Clause(tuple(operands), entry.negated),)
