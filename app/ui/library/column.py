"""The middle of the window: filters above the list, the list, and what stands there when nothing was found."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.library.chips import MOST, Active, Chips, Hue
from app.ui.library.empty import NoHits
from app.ui.library.explained import Explanation
from app.ui.library.list import CaseList
from db.query import FIELDS, Clause, Operand, Query, Term
from db.records import Found

_HUES: dict[str, Hue] = {"region": "green", "year": "neutral", "kind": "neutral", "tag": "neutral", "has": "neutral"}
_SAID, _LONGEST = 40, 400
"""Terms and characters of one clause that are shown; no chip has room for more."""


class Column(QFrame):
    """Chips, list and empty state."""

    def __init__(self, palette: theme.Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("listcolumn")
        self.setMinimumWidth(250)
        self.chips = Chips(palette, self)
        self.explanation = Explanation(palette, self)
        self.list = CaseList(palette, self)
        self.nothing = NoHits(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.nothing)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._whole.addWidget(self.chips)
        self._whole.addWidget(self.explanation)
        self._whole.addWidget(self._stack, 1)

    def add_banner(self, banner: QWidget) -> None:
        """Put a line above the filters."""
        self._whole.insertWidget(0, banner)

    def set_palette(self, palette: theme.Palette) -> None:
        """Take other colours."""
        self.chips.set_palette(palette)
        self.explanation.set_palette(palette)
        self.list.set_palette(palette)

    def fill(self, found: Found, query: Query, *, keep: bool, show: str) -> None:
        """Show an answer and the question it answers."""
        self.chips.fill([said(clause) for clause in query.clauses[:MOST]], len(query.clauses))
        self.chips.rank(on=any(not clause.negated and clause.field is None for clause in query.clauses))
        self.list.fill(found, keep=keep, show=show)
        none = not found.total and bool(query.clauses)
        if none and self._stack.currentWidget() is not self.nothing:
            self.nothing.forget()
        if not query.clauses:
            self.explanation.clear()
        self._stack.setCurrentWidget(self.nothing if none else self.list)


def said(clause: Clause) -> Active:
    """A clause as people say it."""
    field = clause.field
    shown = clause.any[:_SAID]
    words = " 或 ".join(_said(term, named=number == 0 or not field) for number, term in enumerate(shown))
    words = words[:_LONGEST] + ("…" if len(shown) < len(clause.any) or len(words) > _LONGEST else "")
    return Active(f"不含 {words}" if clause.negated else words, _HUES.get(field or "", "accent"))


def _said(term: Operand, *, named: bool) -> str:
    if not isinstance(term, Term):
        return str(term)
    if term.field is None:
        return f"“{term.value}”" if term.phrase else term.value
    if term.field in ("region", "has") or not named:
        return term.value
    return f"{FIELDS[term.field]}：{term.value}"
