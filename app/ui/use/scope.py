"""Cases that are looked at together, under one name. Knows ids and words only."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Scope:
    """Cases that are looked at together."""

    name: str
    """What they are called: a shelf's name, a query, 全部案例."""
    case_ids: tuple[str, ...] = ()
    """In the order of the list."""
    shelf_id: str | None = None
    query: str | None = field(default=None, compare=False)
    """What finds them in the list; None when they were picked by hand."""

    @property
    def everything(self) -> bool:
        """Whether it is the whole library."""
        return self.query is not None and not self.query.strip()
