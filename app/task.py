"""Progress and cancel without Qt: long work gets a `Task`, tells it each step and may be stopped by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


class Cancelled(Exception):
    """The person asked the work to stop; nothing half-done is left behind."""


def _never() -> bool:
    return False


def _silent(done: int, total: int, words: str) -> None:
    del done, total, words


@dataclass(frozen=True)
class Task:
    """One piece of long work as seen by whoever asked for it.

    Attributes:
        each: Called with (done, total, words); total 0 means not known.
        stopped: True once the person has asked to stop.
    """

    each: Callable[[int, int, str], None] = _silent
    stopped: Callable[[], bool] = _never

    def step(self, done: int, total: int, words: str = "") -> None:
        """Report progress.

        Raises:
            Cancelled: when the person has asked to stop.
        """
        if self.stopped():
            raise Cancelled
        self.each(done, total, words)


QUIET = Task()
