"""When searching was last proved on this library, by comparing it with reading every text, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from db.models import proofs

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Proof:
    """One comparison."""

    proved_at: str
    """ISO 8601, UTC, seconds."""
    cases: int
    terms: int
    wrong: int
    """Terms for which the two differed."""


def last(connection: Connection) -> Proof | None:
    """The last comparison; None when there was none."""
    columns = (proofs.c.proved_at, proofs.c.cases, proofs.c.terms, proofs.c.wrong)
    row = connection.execute(select(*columns).order_by(proofs.c.key.desc()).limit(1)).first()
    return None if row is None else Proof(row.proved_at, row.cases, row.terms, row.wrong)


def record(connection: Connection, proof: Proof) -> None:
    """Write a comparison down; those before it are forgotten."""
    connection.execute(delete(proofs))
    values = {"proved_at": proof.proved_at, "cases": proof.cases, "terms": proof.terms, "wrong": proof.wrong}
    connection.execute(insert(proofs), values)
