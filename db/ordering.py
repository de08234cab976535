"""The orders in which cases are listed: by what a row holds, names by pinyin or by strokes. Knows no query.

A name's key orders it as Chinese readers expect: figures by their value, Latin letters, then characters by how they
are read (or by their strokes); punctuation does not count. A key is found once per name and kept.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import func, select

from db import pinyin, words
from db.models import case_themes, cases, reading, themes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

By = Literal["pinyin", "stroke"]
Group = Literal["year", "region", "kind", "owner", "theme"]
_RUN = re.compile("[0-9]+|[a-z]+|[\u3400-\u9fff\U00020000-\U0003ffff]+")
_KEPT = 1 << 17
"""Names whose keys are kept."""
_HAN = "~"
"""Before a character's reading: after figures and letters."""


@lru_cache(maxsize=_KEPT)
def by_pinyin(name: str) -> str:
    """What a name is ordered by when it is read."""
    made: list[str] = []
    for run in _RUN.findall(words.flat(name)):
        if run[0].isdigit():
            made.append(run.rjust(12, "0"))
        elif run.isascii():
            made.append(run)
        else:
            made += [f"{_HAN}{read} {one}" for read, one in zip(pinyin.syllables(run), run, strict=True)]
    return "".join(made)


@lru_cache(maxsize=_KEPT)
def by_stroke(name: str) -> str:
    """What a name is ordered by when its strokes are counted."""
    plain = unicodedata.normalize("NFKC", name).lower()
    made = [run.rjust(12, "0") if run[0].isdigit() else run for run in _RUN.findall(plain)]
    return "".join(made).translate(_strokes())


@cache
def _strokes() -> dict[int, str]:
    """Character -> one that stands where its strokes put it, after all figures and letters."""
    try:
        lines = words.resource("characters", "strokes.txt").read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError):
        return {}
    return {ord(one): chr(0x20000 + rank) for rank, one in enumerate("".join(lines))}


def key_by(by: By) -> Callable[[str], str]:
    """How names are ordered."""
    return by_stroke if by == "stroke" else by_pinyin


_TAKEN = {
    "title": ("title",), "owner": ("owner",), "place": ("province", "city", "county"), "code": ("adcode", "province"),
    "year": ("year",), "added": ("added_at",), "opened": ("opened_at",), "kind": ("kind",), "region": ("province",),
    "progress": ("progress",), "theme": (),
}  # fmt: skip
"""Order -> the columns it looks at."""
_DOWN = frozenset({"year", "added", "opened"})
"""Orders in which the greatest comes first."""


def ordered(connection: Connection, keys: Sequence[int], orders: Sequence[str], by: By) -> list[int]:
    """Keys in the first order, equals in the second and so on; what is not known comes last.

    Args:
        connection: A moment of the library.
        keys: Cases, in the order in which equals stay.
        orders: Among title, place (by name), code (by GB/T 2260), owner, year, kind, added, opened, progress.
        by: How names are compared.
    """
    found = list(keys)
    known = list(dict.fromkeys(one for one in orders if one in _TAKEN))
    rows = _rows(connection, found, [column for order in known for column in _TAKEN[order]])
    for order in reversed(known):
        held = {key: _held(order, rows[key], by) for key in found}
        found.sort(key=held.__getitem__, reverse=order in _DOWN)
        found.sort(key=lambda key, held=held: held[key] in (_NOTHING, ""))  # type: ignore[misc]
    return found


_NOTHING: Any = 0


def _held(order: str, row: Mapping[str, Any], by: By) -> Any:  # noqa: ANN401 - numbers or strings, of one kind an order
    first = row[_TAKEN[order][0]]
    if order in ("title", "owner", "region"):
        return key_by(by)(first) if first else ""
    if order == "place":
        return "\0".join(key_by(by)(part) for part in (row[c] for c in _TAKEN[order]) if part)
    if order in ("year", "progress"):
        return first or _NOTHING
    return first or ""


def _rows(connection: Connection, keys: Sequence[int], columns: Iterable[str]) -> dict[int, dict[str, Any]]:
    wanted = list(dict.fromkeys(columns))
    ours = [reading.c[name] if name in ("opened_at", "progress") else cases.c[name] for name in wanted]
    asked = select(cases.c.key, *ours)
    if any(name in ("opened_at", "progress") for name in wanted):
        asked = asked.outerjoin(reading, reading.c.key == cases.c.key)
    if keys:
        asked = asked.where(cases.c.key.between(min(keys), max(keys)))
    return {row[0]: dict(zip(wanted, row[1:], strict=True)) for row in connection.execute(asked)}


def arranged(
    connection: Connection, keys: Sequence[int], orders: Sequence[str], by: By, group: Group | None = None
) -> tuple[list[int], tuple[tuple[str, int], ...]]:
    """Keys in these orders, in groups when a field is given; and the groups with their sizes."""
    found = ordered(connection, keys, orders, by) if orders else list(keys)
    return grouped(connection, found, group, by) if group else (found, ())


def grouped(
    connection: Connection, keys: Sequence[int], group: Group, by: By
) -> tuple[list[int], tuple[tuple[str, int], ...]]:
    """Keys group by group, each in the order given, and the groups with their sizes; "" is the group of none."""
    named = _themes(connection) if group == "theme" else _values(connection, keys, group)
    held: dict[str, list[int]] = {}
    for key in keys:
        held.setdefault(named.get(key, ""), []).append(key)
    if group == "year":
        names = sorted((name for name in held if name), reverse=True)
    elif group == "theme":
        listed = connection.execute(select(themes.c.name).order_by(themes.c.key)).scalars()
        order = {name: at for at, name in enumerate(listed)}
        names = sorted((name for name in held if name), key=lambda name: order.get(name, len(order)))
    else:
        names = sorted((name for name in held if name), key=key_by(by))
    names += [""] if "" in held else []
    return [key for name in names for key in held[name]], tuple((name, len(held[name])) for name in names)


def _values(connection: Connection, keys: Sequence[int], group: str) -> dict[int, str]:
    column = _TAKEN[group][0]
    return {key: str(row[column] or "") for key, row in _rows(connection, keys, [column]).items()}


def _themes(connection: Connection) -> dict[int, str]:
    """The best theme of every case that has one."""
    first = (case_themes.c.status.desc(), case_themes.c.score.desc(), case_themes.c.key)
    best = func.row_number().over(partition_by=case_themes.c.case_key, order_by=first)
    inner = (
        select(case_themes.c.case_key, themes.c.name, best.label("rank"))
        .join(themes, themes.c.id == case_themes.c.theme_id)
        .where(case_themes.c.status.in_(("user", "auto")))
        .subquery()
    )
    asked = select(inner.c.case_key, inner.c.name).where(inner.c.rank == 1)
    return {row[0]: row[1] for row in connection.execute(asked)}
