"""Rows of the list: what is shown of a case without opening it, with the words that were found marked."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from db import words
from db.models import case_themes, cases, notes, reading, themes
from db.records import CaseRow, Mark, Snippet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

SHOWN = 90
"""Characters of a snippet."""
_BEFORE = 24
_MANY = 5000
_SUFFIXES = ("维吾尔自治区", "壮族自治区", "回族自治区", "特别行政区", "自治区", "省", "市")


def short(province: str | None, city: str | None, county: str | None) -> str:
    """A place in few characters, for instance 江西赣州."""
    names = [_bare(name) for name in (province, city or county) if name]
    return "".join(dict.fromkeys(names))


def _bare(name: str) -> str:
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix) + 1:
            return name.removesuffix(suffix)
    return name


def marks(wanted: Sequence[str], text: str) -> tuple[Mark, ...]:
    """Where folded words stand in any text, on its original characters, in order and never overlapping."""
    places = sorted(place for word in wanted for place in words.found(text, word))
    joined: list[tuple[int, int]] = []
    for start, end in places:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(Mark(start, end) for start, end in joined)


def snippet(wanted: Sequence[str], text: str, others: Sequence[str] = ()) -> Snippet:
    """The piece of the text round the first word that stands in it, else of the first other text that has one."""
    for candidate in (text, *others):
        at = min((place for word in wanted if (place := _first(candidate, word)) is not None), default=None)
        if at is not None:
            return _piece(wanted, candidate, at)
    return Snippet(text[:SHOWN].replace("\n", " "))


def _first(text: str, word: str) -> int | None:
    at = text.find(word)  # most words are typed as they are printed: no need to fold the whole text
    return at if at >= 0 else words.first(text, word)


def _piece(wanted: Sequence[str], text: str, at: int) -> Snippet:
    start = max(0, at - _BEFORE, text.rfind("\n", 0, at) + 1)
    piece = text[start : start + SHOWN]
    around = text[start : start + 2 * SHOWN]
    found = (Mark(m.start, min(m.end, len(piece))) for m in marks(wanted, around) if m.start < len(piece))
    return Snippet(piece.replace("\n", " "), tuple(found))


def rows(connection: Connection, keys: Sequence[int], wanted: Sequence[str]) -> tuple[CaseRow, ...]:
    """The list's rows of these cases, in this order; `wanted` are folded words to be marked."""
    return tuple(row for at in range(0, len(keys), _MANY) for row in _rows(connection, keys[at : at + _MANY], wanted))


def _rows(connection: Connection, keys: Sequence[int], wanted: Sequence[str]) -> list[CaseRow]:
    counted = select(func.count()).where(notes.c.case_key == cases.c.key).scalar_subquery()
    columns = (cases.c.key, cases.c.id, cases.c.kind, cases.c.title, cases.c.owner, cases.c.site, cases.c.year,
               cases.c.province, cases.c.city, cases.c.county, cases.c.abstract, cases.c.starred, cases.c.speaker_name,
               cases.c.responsible, reading.c.progress, counted.label("notes"))  # fmt: skip
    text = cases.c.text if wanted else func.substr(cases.c.text, 1, 2 * SHOWN).label("text")
    asked = select(*columns, text).outerjoin(reading, reading.c.key == cases.c.key).where(cases.c.key.in_(keys))
    read = {row.key: row for row in connection.execute(asked)}
    best = _themes(connection, keys)
    noted = _notes(connection, keys) if wanted else {}
    made = []
    for key in keys:
        row = read[key]
        opening = row.text if wanted else (row.abstract or row.text)
        names = [name for name in (row.owner, row.site, row.speaker_name, row.responsible) if name]
        made.append(
            CaseRow(
                id=row.id,
                kind=row.kind,
                title=row.title,
                owner=row.owner or "",
                place=short(row.province, row.city, row.county),
                year=row.year,
                themes=tuple(best.get(key, ())[:3]),
                notes=row.notes,
                starred=bool(row.starred),
                progress=row.progress or 0.0,
                snippet=snippet(wanted, opening, (*noted.get(key, ()), *names)),
                title_marks=marks(wanted, row.title),
            )
        )
    return made


def _themes(connection: Connection, keys: Sequence[int]) -> dict[int, list[str]]:
    asked = (
        select(case_themes.c.case_key, themes.c.name)
        .join(themes, themes.c.id == case_themes.c.theme_id)
        .where(case_themes.c.case_key.in_(keys), case_themes.c.status.in_(("user", "auto")))
        .order_by(case_themes.c.status.desc(), case_themes.c.score.desc(), case_themes.c.key)
    )
    best: dict[int, list[str]] = defaultdict(list)
    for key, name in connection.execute(asked):
        best[key].append(name)
    return best


def _notes(connection: Connection, keys: Sequence[int]) -> dict[int, list[str]]:
    texts: dict[int, list[str]] = defaultdict(list)
    for row in connection.execute(select(notes.c.case_key, notes.c.text).where(notes.c.case_key.in_(keys))):
        texts[row.case_key].append(row.text)
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
