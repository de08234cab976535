"""The figures of cases by metric, and what a person decided of metrics' names: joined, or told apart.

Knows rows, not which metrics are alike or which units can be compared.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from db.compared import Figure
from db.listing import short
from db.models import case_results, cases
from db.works import metric_rules

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sqlalchemy import Connection, Select

_MANY = 2000
_LEAD = 8
"""Characters before a figure that are read."""
_PAIR = "\n"
"""Between two names that were told apart; no name has it."""


def joined(connection: Connection) -> dict[str, str]:
    """Name of a metric -> the one it is called by now."""
    rows = connection.execute(select(metric_rules).where(metric_rules.c.becomes.is_not(None)))
    return {row.name: row.becomes for row in rows}


def apart(connection: Connection) -> frozenset[frozenset[str]]:
    """Pairs of names that a person told apart."""
    names = connection.execute(select(metric_rules.c.name).where(metric_rules.c.becomes.is_(None))).scalars()
    return frozenset(frozenset(name.split(_PAIR)) for name in names if _PAIR in name)


def join(connection: Connection, names: Collection[str], into: str) -> None:
    """Call these metrics by one name; what was called by one of theirs follows."""
    others = [name for name in dict.fromkeys(names) if name != into]
    for name in (*others, into):
        connection.execute(delete(metric_rules).where(metric_rules.c.name == name))
    connection.execute(update(metric_rules).where(metric_rules.c.becomes.in_(others)).values(becomes=into))
    for name in others:
        new = upsert(metric_rules).values(name=name, becomes=into)
        connection.execute(new.on_conflict_do_update(index_elements=["name"], set_={"becomes": into}))
    connection.execute(delete(metric_rules).where(metric_rules.c.name == metric_rules.c.becomes))


def part(connection: Connection, names: Collection[str]) -> None:
    """Let metrics stand by their own names again."""
    mine = metric_rules.c.name.in_(list(names)) & metric_rules.c.becomes.is_not(None)
    connection.execute(delete(metric_rules).where(mine))


def tell_apart(connection: Connection, one: str, other: str) -> None:
    """Note that two names do not mean the same."""
    name = _PAIR.join(sorted((one, other)))
    connection.execute(upsert(metric_rules).values(name=name, becomes=None).on_conflict_do_nothing())


def figures(connection: Connection, ids: Sequence[str]) -> Iterator[Figure]:
    """All results of these cases, case by case in the order of their ids, those without a number too.

    Args:
        connection: A moment of the library.
        ids: Of cases; those that are not there are passed over.
    """
    wanted = list(dict.fromkeys(ids))
    asked = _asked()
    for at in range(0, len(wanted), _MANY):
        some = wanted[at : at + _MANY]
        rank = {one: number for number, one in enumerate(some)}
        rows = connection.execute(asked.where(cases.c.id.in_(some))).all()
        for row in sorted(rows, key=lambda row: rank[row[0]]):
            # by place, not by name: there may be a hundred thousand of them
            id, title, owner, site, year, province, city, county, evidence, *told_ = row  # noqa: A001
            metric, value, before, after, unit, date, type_, status, direction, bound, start, end, lead_ = told_
            yield Figure(
                case_id=id,
                title=title,
                owner=owner or site or "",
                place=short(province, city, county),
                year=year,
                evidence=evidence,
                metric=metric,
                value=value if after is None else after,
                before=before,
                unit=unit or "",
                date=date,
                target=type_ == "target",
                direction=direction,
                bound=bound,
                open=status == "suggested",
                start=start,
                end=end,
                lead=_up_to_number(lead_, start) if lead_ else "",
            )


def _up_to_number(words: str, start: int) -> str:
    """The few characters before a figure's number; its own words may begin earlier: 床位增至33张."""
    offset = min(start, _LEAD)
    digit = re.search(r"\d", words[offset:])
    return words[: offset + (digit.start() if digit else 0)][-_LEAD:]


def _asked() -> Select[Any]:
    named = ("metric", "value", "before", "after", "unit", "date", "type", "status", "direction", "bound")
    told = ("id", "title", "owner", "site", "year", "province", "city", "county", "evidence")
    single = case_results.c.direction.is_not(None) & case_results.c.before.is_(None)
    # SQLite counts from 1: the characters before the figure's words end at their `start`
    first = func.max(1, case_results.c.start - _LEAD + 1)
    lead = case((single, func.substr(cases.c.text, first, case_results.c.end - first + 1)), else_="")
    columns = [*(cases.c[name] for name in told), *(case_results.c[name] for name in named)]
    asked = select(*columns, case_results.c.start, case_results.c.end, lead.label("lead"))
    return asked.join(case_results, case_results.c.case_key == cases.c.key).order_by(case_results.c.key)
