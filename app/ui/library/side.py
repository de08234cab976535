"""The left of the window: shelves and facets, scrolled as one. Knows which question each shelf stands for."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.library.facets import Facets
from app.ui.library.shelves import Place, Shelves
from db.query import HAS, Operand, Query, parse, term
from db.records import Shelf

_HAS = {"reading": HAS["reading"], "unread": HAS["unread"], "starred": HAS["starred"], "noted": HAS["notes"]}


class Side(QScrollArea):
    """Shelves above facets."""

    def __init__(self, palette: theme.Palette, region_view: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setAccessibleName("书架和筛选")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(200)
        body = QWidget(self)
        body.setObjectName("sidebody")
        self.shelves = Shelves(palette, body)
        self.facets = Facets(palette, region_view, body)
        column = QVBoxLayout(body)
        column.setContentsMargins(10, 10, 10, 0)
        column.setSpacing(0)
        column.addWidget(self.shelves)
        column.addWidget(self.facets, 1)
        self.setWidget(body)

    def set_palette(self, palette: theme.Palette) -> None:
        """Take other colours."""
        self.shelves.set_palette(palette)
        self.facets.set_palette(palette)


def asks(place: Place) -> tuple[str, str] | None:
    """Field and value a shelf stands for; None for all cases."""
    if place.shelf:
        return "shelf", place.shelf.path or place.shelf.name
    return ("has", _HAS[place.fixed]) if place.fixed in _HAS else None


def question(place: Place) -> str:
    """The question a shelf stands for."""
    asked = asks(place)
    return str(term(*asked)) if asked else ""


def shown(query: Query, shelves: tuple[Shelf, ...]) -> Place | None:
    """The shelf whose cases a question shows, whole or narrowed; None when it is about something else."""
    if not query.clauses:
        return Place(fixed="all")
    wanted = {t for clause in query.clauses if not clause.negated and len(clause.any) == 1 for t in clause.any}
    places = [Place(shelf=shelf) for shelf in shelves] + [Place(fixed=fixed) for fixed in _HAS]  # type: ignore[arg-type]
    return next((place for place in places if _term(place) in wanted), None)


def _term(place: Place) -> Operand | None:
    clauses = parse(question(place)).clauses
    return clauses[0].any[0] if clauses else None
