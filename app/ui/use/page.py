"""What every page has on which cases are put to use: comparison, results, answers to a plan, pictures, briefs, notes.

A page shows a `Scope` of an open library. It knows neither the frame around it nor the window.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui.use.empty import ALL, IMPORT, LIST
from app.ui.use.scope import Scope

if TYPE_CHECKING:
    from app.formats.sheet import Sheet
    from app.services.library import Library
    from app.settings import Settings
    from app.task import Task
    from app.ui.jobs import Jobs
    from app.ui.theme import Palette
    from db.records import Changes


@dataclass(frozen=True, slots=True)
class Setting:
    """What a page works with."""

    library: Library
    jobs: Jobs
    palette: Palette
    settings: Settings


class Page(QWidget):
    """One way to use cases."""

    lanes: tuple[str, ...] = ()
    """Where it reads for its scope: what is still under way there is stopped when another page comes up."""

    case_wanted = Signal(str, int, int)
    """A case is to be read: its id, and the passage's start and end in its text; 0, 0 for the whole case."""
    filter_wanted = Signal(str, str)
    """Only cases with this value of this field are to be listed."""
    query_wanted = Signal(str)
    """The list is to show what this query finds."""
    all_wanted = Signal()
    """All cases are to be looked at."""
    import_wanted = Signal()
    """Files are to be imported."""
    list_wanted = Signal()
    """The list is to be looked at again."""
    said = Signal(str, bool)
    """A sentence for the person, and whether something is wrong."""
    stirred = Signal()
    """What can be done or exported changed."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.library = setting.library
        self.jobs = setting.jobs
        self.colours = setting.palette
        self.settings = setting.settings
        self.scope = Scope("")
        self.moment = 0
        """Grows with everything that is written: what was read at an earlier one may be another now."""

    def wish(self, name: str) -> bool:
        """Pass on what `Empty` offers on every page; False when the offer is the page's own."""
        wanted = {IMPORT: self.import_wanted, ALL: self.all_wanted, LIST: self.list_wanted}.get(name)
        if wanted is not None:
            wanted.emit()
        return wanted is not None

    def show_scope(self, scope: Scope) -> None:
        """Show other cases; called when the page comes up and whenever the cases change."""
        self.scope = scope

    def show_wanted(self, id: str) -> None:  # noqa: A002 - the record's own word
        """Show this one of the things the page shows one at a time; an empty id leaves the choice to the page."""

    def refresh(self, changes: Changes) -> None:
        """Something was written into the library while the page is shown."""

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self.colours = palette

    def tools(self) -> Sequence[QWidget]:
        """Buttons for the bar above: those of use now; `stirred` tells when these are others."""
        return ()

    def exported(self) -> Callable[[Task], Sheet] | None:
        """What makes the sheet of what is shown, run off the window's thread; None when there is nothing to export.

        It is always of the scope the page has now, read anew where that is not on the screen yet.
        """
        return None

    def flush(self) -> None:
        """Write what was typed; called before the page goes."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One page: the name of its action (`use_<name>`), its tab, what it is for, and how it is made."""

    name: str
    title: str
    tip: str
    make: Callable[[Setting], Page]
    keys: str = ""


__all__ = ["Kind", "Page", "Scope", "Setting"]
