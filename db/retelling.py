"""Says a query again when values are called otherwise. Knows queries, nothing of the library."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from db.clauses import Clause, Group, Operand, Query, Term

if TYPE_CHECKING:
    from collections.abc import Callable


def retold(query: Query, field: str, called: Callable[[str], str]) -> Query:
    """The query with every value of a field as it is called now."""
    return Query(tuple(_clause(clause, field, called) for clause in query.clauses))


def _clause(clause: Clause, field: str, called: Callable[[str], str]) -> Clause:
    told = tuple(dict.fromkeys(_operand(one, field, called) for one in clause.any))
    return replace(clause, any=told)


def _operand(operand: Operand, field: str, called: Callable[[str], str]) -> Operand:
    if isinstance(operand, Group):
        return Group(retold(operand.query, field, called))
    if isinstance(operand, Term) and operand.field == field:
        return replace(operand, value=called(operand.value))
    return operand
