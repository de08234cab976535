"""Whose cases a person asked to look at: a question that is answered anew whenever something was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.ui.library.order import Order
from app.ui.library.shelves import Place
from app.ui.library.side import question
from app.ui.use.scope import Scope
from db.variants import Options

if TYPE_CHECKING:
    from app.services.library import Library
    from app.task import Task


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with its order, or cases picked by hand when `query` is None."""

    name: str
    query: str | None = None
    chosen: tuple[str, ...] = ()
    """Those picked by hand; one that was deleted comes back with its undoing."""
    shelf_id: str | None = None
    order: Order = field(default_factory=Order)
    options: Options = field(default_factory=Options)

    def answer(self, library: Library, task: Task) -> Scope:
        """The cases there are now.

        Raises:
            Cancelled: the task was stopped.
        """
        if self.query is None:
            return self.scope(library.there(self.chosen))
        if self.shelf_id is None:
            return self.scope(self._found(library, self.query, task))
        shelf = next((one for one in library.shelves() if one.id == self.shelf_id), None)
        if shelf is None:
            return Scope(f"{self.name}（书架已删除）")
        asked = question(Place(shelf=shelf))
        return Scope(shelf.name, self._found(library, asked, task), self.shelf_id, asked)

    def scope(self, ids: tuple[str, ...]) -> Scope:
        """These cases under its name."""
        return Scope(self.name, ids, self.shelf_id, self.query)

    def _found(self, library: Library, query: str, task: Task) -> tuple[str, ...]:
        order = self.order
        return tuple(
            library.find(
                query,
                sort=order.sort,
                then=order.then,
                by=order.by,
                group=order.group or None,
                limit=0,
                options=self.options,
                task=task,
                facets=False,
            ).ids
        )
