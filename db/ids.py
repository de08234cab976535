"""The ids of everything that was found, in order: there are as many as cases, and few are ever looked at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, overload

from db.bits import pick

if TYPE_CHECKING:
    from collections.abc import Iterator


class Ids(Sequence[str]):
    """A sequence like a tuple, and equal to one; what follows the best is written out when it is first wanted."""

    def __init__(self, best: Sequence[str] = (), every: Sequence[str] = (), rest: int = 0) -> None:
        """The best, then those of `every` that stand at the keys of a set."""
        self._best, self._every, self._rest = tuple(best), every, rest
        self._count = len(self._best) + rest.bit_count()

    @cached_property
    def _ids(self) -> tuple[str, ...]:
        return (*self._best, *pick(self._every, self._rest))

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[str, ...]: ...

    def __getitem__(self, at: int | slice) -> str | tuple[str, ...]:
        return self._ids[at]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __contains__(self, id: object) -> bool:  # noqa: A002 - the record's own word
        return id in self._ids

    def index(self, id: str, *more: int) -> int:  # noqa: A002 - the record's own word
        """Where an id stands."""
        return self._ids.index(id, *more)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Ids):
            return self._ids == other._ids
        return self._ids == other

    def __hash__(self) -> int:
        return hash(self._ids)

    def __add__(self, other: tuple[str, ...]) -> tuple[str, ...]:
        return self._ids + other

    def __repr__(self) -> str:
        return repr(self._ids)
