"""Rows of the list: what is shown of a case without opening it, with the words that were found marked."""

from __future__ import annotations

import sqlite3
from functools import lru_cache
from typing import TYPE_CHECKING

from db import glance
from db.evidence import Beside
from db.ranking import Looked
from db.records import CaseRow, Mark, Snippet
from db.snippets import MOST, SHOWN, beginning, snippets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from db.glance import Glance
    from db.spots import Asked, Spot

_MANY = 5000
_NONE: Mapping[int, Spot] = {}
_SUFFIXES = ("维吾尔自治区", "壮族自治区", "回族自治区", "特别行政区", "自治区", "省", "市")


@lru_cache(maxsize=4096)
def short(province: str | None, city: str | None, county: str | None) -> str:
    """A place in few characters, for instance 江西赣州."""
    names = [_bare(name) for name in (province, city or county) if name]
    return "".join(dict.fromkeys(names))


def _bare(name: str) -> str:
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix) + 1:
            return name.removesuffix(suffix)
    return name


def rows(
    connection: Connection, keys: Sequence[int], asked: Sequence[Asked] = (), looked: Looked | None = None
) -> tuple[CaseRow, ...]:
    """The list's rows of these cases, in this order; where the words asked for stand is marked.

    Cases that were looked at already need not be read again.
    """
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - tells mypy
    portions = (keys[at : at + _MANY] for at in range(0, len(keys), _MANY))
    return tuple(row for portion in portions for row in _rows(raw, portion, asked, looked))


def _rows(raw: sqlite3.Connection, keys: Sequence[int], asked: Sequence[Asked], looked: Looked | None) -> list[CaseRow]:
    if not asked:
        read = glance.read(raw, keys, 2 * SHOWN)
        return [_row(read[key], (beginning(read[key].abstract or read[key].text),)) for key in keys]
    known: Mapping[int, Glance] = looked.glances if looked else {}
    missing = [key for key in keys if key not in known]
    fresh = Looked(asked, glance.read(raw, missing)) if missing else None
    beside = Beside(raw, keys)
    return [_found(looked if looked and key in known else fresh, key, beside) for key in keys]


def _found(looked: Looked | None, key: int, beside: Beside) -> CaseRow:
    assert looked is not None  # noqa: S101 - tells mypy
    case = looked.glances[key]
    numbers = looked.inside(key) or range(len(looked.asked))
    text, found = looked.text(key), looked.spots.found
    held, titled = found.get(text, _NONE), found.get(text + 1, _NONE)
    shown = snippets(looked, key, numbers)
    unseen = [looked.asked[number] for number in numbers if number not in held and number not in titled]
    told = beside.told(case, unseen) if unseen else None
    if not shown:
        shown = (beginning(case.text, told),)
    elif told:
        shown = (*shown[: MOST - 1], told)
    if not titled:
        return _row(case, shown)
    return _row(
        case, shown, tuple([Mark(*place) for place in looked.spots.marks(text + 1, numbers, 0, len(case.title))])
    )


def _row(case: Glance, shown: tuple[Snippet, ...], marks: tuple[Mark, ...] = ()) -> CaseRow:
    return CaseRow(
        id=case.id,
        kind=case.kind,
        title=case.title,
        owner=case.owner or "",
        place=short(case.province, case.city, case.county),
        year=case.year,
        themes=case.themes[:3],
        notes=case.notes,
        starred=bool(case.starred),
        progress=case.progress or 0.0,
        snippet=shown[0],
        title_marks=marks,
        more=shown[1:],
        kin=max(0, case.kin - 1),
    )
