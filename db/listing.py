"""Rows of the list: what is shown of a case without opening it, with the words that were found marked."""

# ruff: noqa: S608 - the names in this SQL are our own, values are always bound
from __future__ import annotations

import sqlite3
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from db import ranking
from db.models import cases, reading
from db.records import CaseRow, Snippet
from db.snippets import SHOWN, marked, snippets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from db.ranking import Asked

__all__ = ["SHOWN", "marked", "ordered", "rows", "short"]
_MANY = 5000
_SUFFIXES = ("维吾尔自治区", "壮族自治区", "回族自治区", "特别行政区", "自治区", "省", "市")
_COLUMNS = (
    "cases.key, id, kind, title, owner, site, year, province, city, county, starred, speaker_name, responsible,"
    " progress, (SELECT count(*) FROM notes WHERE case_key = cases.key), "
    "(SELECT count(*) FROM kin JOIN kin AS mine ON mine.story = kin.story WHERE mine.case_key = cases.key), abstract, "
)


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
    connection: Connection, keys: Sequence[int], asked: Sequence[Asked] = (), texts: Mapping[int, str] = {}
) -> tuple[CaseRow, ...]:
    """The list's rows of these cases, in this order; where the words asked for stand is marked.

    Texts that were read already need not be read again.
    """
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - tells mypy
    portions = (keys[at : at + _MANY] for at in range(0, len(keys), _MANY))
    return tuple(row for portion in portions for row in _rows(raw, portion, asked, texts))


def _rows(
    raw: sqlite3.Connection, keys: Sequence[int], asked: Sequence[Asked], texts: Mapping[int, str]
) -> list[CaseRow]:
    among = ", ".join(map(str, keys))
    missing = any(key not in texts for key in keys)
    text = "''" if not missing else "text" if asked else f"substr(text, 1, {2 * SHOWN})"
    joined = "cases LEFT JOIN reading ON reading.key = cases.key"
    sql = f"SELECT {_COLUMNS}{text} FROM {joined} WHERE cases.key IN ({among})"
    read = {row[0]: row for row in raw.execute(sql)}
    best, noted = _themes(raw, among), _notes(raw, among) if asked else {}
    return [
        _row(read[key], texts.get(key, read[key][-1]), best.get(key, ()), noted, ranking.inside(key, asked) or asked)
        for key in keys
    ]


def _row(
    row: tuple[Any, ...],
    text: str,
    themes: Sequence[str],
    noted: Mapping[int, Sequence[str]],
    asked: Sequence[Asked],
) -> CaseRow:
    key, id, kind, title, owner, site, year, province, city, county, starred, speaker, responsible, *rest = row  # noqa: A001
    progress, notes, kin, abstract, _ = rest
    if asked:
        names = [name for name in (owner, site, speaker, responsible) if name]
        shown = snippets(asked, text, (abstract, *noted.get(key, ()), *names))
    else:
        shown = (Snippet((abstract or text)[:SHOWN].replace("\n", " ")),)
    return CaseRow(
        id=id,
        kind=kind,
        title=title,
        owner=owner or "",
        place=short(province, city, county),
        year=year,
        themes=tuple(themes[:3]),
        notes=notes,
        starred=bool(starred),
        progress=progress or 0.0,
        snippet=shown[0],
        title_marks=marked(asked, title),
        more=shown[1:],
        kin=max(0, kin - 1),
    )


def _themes(raw: sqlite3.Connection, among: str) -> dict[int, list[str]]:
    best: dict[int, list[str]] = defaultdict(list)
    rows = raw.execute(
        "SELECT case_key, n.name FROM case_themes JOIN themes AS n ON n.id = theme_id"
        f" WHERE case_key IN ({among}) AND status IN ('user', 'auto')"
        " ORDER BY status DESC, score DESC, case_themes.key"
    )
    for key, name in rows:
        best[key].append(name)
    return best


def _notes(raw: sqlite3.Connection, among: str) -> dict[int, list[str]]:
    texts: dict[int, list[str]] = defaultdict(list)
    for key, text in raw.execute(f"SELECT case_key, text FROM notes WHERE case_key IN ({among})"):
        texts[key].append(text)
    return texts


def ordered(connection: Connection, keys: Sequence[int], sort: str) -> list[int]:
    """Keys in the order of a column; what is not known comes last, equals stay in the order they were added."""
    order = {
        "title": (cases.c.title,),
        "place": (cases.c.adcode.is_(None), cases.c.adcode, cases.c.province, cases.c.city, cases.c.county),
        "year": (cases.c.year.is_(None), cases.c.year.desc()),
        "added": (cases.c.added_at.desc(),),
        "opened": (reading.c.opened_at.is_(None), reading.c.opened_at.desc()),
    }[sort]
    asked = select(cases.c.key).outerjoin(reading, reading.c.key == cases.c.key).order_by(*order, cases.c.key)
    wanted = set(keys)
    return [key for key in connection.execute(asked).scalars() if key in wanted]
