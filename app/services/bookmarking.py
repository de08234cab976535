"""What a person is reading: the cases opened last, and saying that some are read or are not.

Part of an open library. Where the reader stands is kept without a step of history; what they say is one step. No SQL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.questions import Questions
from db import cases, progress

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from db.engine import Moment
    from db.progress import Left

LAST = 20


class Bookmarking(Questions):
    """The part of a library that knows where its reader is."""

    if TYPE_CHECKING:

        def _writing(self, label: str) -> AbstractContextManager[tuple[Moment, set[str]]]: ...

    def last_read(self, most: int = LAST) -> tuple[Left, ...]:
        """The cases opened last, the latest first, with the place and the share read."""
        with self._reading() as connection:
            return progress.last(connection, most)

    def mark_read(self, ids: Sequence[str], *, read: bool) -> None:
        """Say of cases that they are read, or that they are not; one step of history."""
        with self._writing("标为已读" if read else "标为未读") as (connection, touched):
            found = cases.keys(connection, ids)
            touched.update(found)
            progress.mark(connection, found.values(), read=read)
