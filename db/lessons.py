"""What a person's corrections of themes taught: words counted for and against, in rows that undo takes back.

The row of a theme with no word counts its lessons. Knows rows, not which words a lesson has nor what follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from db.models import case_themes, cases, lessons

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlalchemy import Connection

    from db.records import Theme

Counted = dict[str, dict[str, tuple[int, int]]]
"""Theme -> word -> how often it was there for the theme and against it."""
_MANY = 500


def learn(connection: Connection, theme: str, words: Mapping[str, int], *, wanted: bool, times: int = 1) -> None:
    """Count a lesson, or take one back with `times` -1; no count falls below nothing."""
    column = lessons.c.wanted if wanted else lessons.c.unwanted
    told = {"": 1, **words}
    if times > 0:
        rows = [{"theme_id": theme, "word": word, column.name: n * times} for word, n in told.items()]
        new = upsert(lessons)
        counted = {column.name: column + new.excluded[column.name]}
        connection.execute(new.on_conflict_do_update(index_elements=["theme_id", "word"], set_=counted), rows)
        return
    mine = lessons.c.theme_id == theme
    for word, n in told.items():
        less = func.max(column + n * times, 0)
        connection.execute(update(lessons).where(mine, lessons.c.word == word).values({column.name: less}))
    connection.execute(delete(lessons).where(mine, lessons.c.wanted == 0, lessons.c.unwanted == 0))


def counted(connection: Connection) -> Counted:
    """Everything that was learned."""
    found: Counted = {}
    for row in connection.execute(select(lessons).order_by(lessons.c.key)):
        found.setdefault(row.theme_id, {})[row.word] = (row.wanted, row.unwanted)
    return found


def forget(connection: Connection, themes: Collection[str] | None) -> None:
    """Unlearn what was learned of these themes, or everything."""
    asked = delete(lessons)
    connection.execute(asked if themes is None else asked.where(lessons.c.theme_id.in_(list(themes))))


def status(connection: Connection, key: int, theme: str) -> str | None:
    """How a case's theme stands, None when it was never proposed."""
    mine = (case_themes.c.case_key == key) & (case_themes.c.theme_id == theme)
    return connection.execute(select(case_themes.c.status).where(mine)).scalar()


def standing(connection: Connection, keys: Iterable[int]) -> dict[int, dict[str, tuple[str, str]]]:
    """Case -> theme -> status and reason, those a person took away included."""
    found: dict[int, dict[str, tuple[str, str]]] = {}
    wanted = list(keys)
    columns = (case_themes.c.case_key, case_themes.c.theme_id, case_themes.c.status, case_themes.c.reason)
    for at in range(0, len(wanted), _MANY):
        some = select(*columns).where(case_themes.c.case_key.in_(wanted[at : at + _MANY]))
        for row in connection.execute(some):
            found.setdefault(row.case_key, {})[row.theme_id] = (row.status, row.reason)
    return found


def judge(connection: Connection, key: int, judged: Mapping[str, Theme | None]) -> None:
    """Write what is thought of some of a case's themes now; None takes one away. What a person settled stays."""
    open_ = case_themes.c.status.in_(("auto", "suggested"))
    for theme_id, theme in judged.items():
        mine = (case_themes.c.case_key == key) & (case_themes.c.theme_id == theme_id)
        if theme is None:
            connection.execute(delete(case_themes).where(mine, open_))
            continue
        values = {name: getattr(theme, name) for name in ("score", "status", "start", "end", "reason")}
        if status(connection, key, theme_id) is None:
            connection.execute(insert(case_themes), {"case_key": key, "theme_id": theme_id, **values})
        else:
            connection.execute(update(case_themes).where(mine, open_).values(**values))


def samples(connection: Connection, most: int) -> tuple[list[str], list[list[str]]]:
    """Texts of cases from all over the library, and for each the themes that count for it."""
    keys = list(connection.execute(select(cases.c.key).where(cases.c.text != "").order_by(cases.c.key)).scalars())
    some = keys[:: max(1, -(-len(keys) // most))]
    read = select(cases.c.key, func.substr(cases.c.text, 1, 6000)).where(cases.c.key.in_(some))
    texts = [(key, text) for key, text in connection.execute(read)]
    there = standing(connection, some)
    return [text for _, text in texts], [
        [theme for theme, (status_, _) in there.get(key, {}).items() if status_ in ("auto", "user")] for key, _ in texts
    ]
