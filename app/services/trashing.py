"""The trash of a library: what was deleted waits there, comes back with everything that hung on it, and ages away."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from app.services.questions import Questions
from db import pictures, trash, untrash

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from db.engine import Moment
    from db.trash import Thrown


class Trashing(Questions):
    """The part of a library that keeps what was deleted."""

    if TYPE_CHECKING:

        def _writing(self, label: str) -> AbstractContextManager[tuple[Moment, set[str]]]: ...

    def thrown(self) -> tuple[Thrown, ...]:
        """What can be had back, latest first."""
        with self._reading() as connection:
            return trash.every(connection)

    def put_back(self, ids: Sequence[str]) -> int:
        """Bring things back with their notes, tags, links and places on shelves; returns how many came."""
        with self._writing("从回收站恢复") as (connection, touched):
            cases, back = untrash.restore(connection, ids)
            touched.update(cases)
        return len(back)

    def throw_away(self, ids: Sequence[str]) -> None:
        """Take things out of the trash for good; until the library is closed it can be undone."""
        with self._writing("彻底删除") as (connection, _):
            trash.drop(connection, ids)

    def empty_trash(self) -> int:
        """Take everything out of the trash, as a step to undo; returns how many things went."""
        with self._writing("清空回收站") as (connection, _):
            return trash.empty(connection)

    def tidy(self, days: int) -> int:
        """Let go of what was deleted so many days ago (0: keep all), and of pictures nothing shows; not a step.

        To be called when a library was just opened: what a step of history may need is not let go of.

        Returns:
            How many things went.
        """
        if self._store.read_only or self._store.history.last is not None:
            return 0
        before = dt.datetime.now(dt.UTC) - dt.timedelta(days=days)
        with self._reading() as connection:
            wanted = days > 0 and any(one.deleted_at < _stamp(before) for one in trash.every(connection))
            pictured = pictures.there(connection)
        if not wanted and not pictured:
            return 0
        with self._store.writing("整理回收站", undoable=False) as connection:
            gone = trash.empty(connection, _stamp(before)) if wanted else 0
            pictures.sweep(connection, trash.texts(connection))
        return gone


def _stamp(moment: dt.datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
