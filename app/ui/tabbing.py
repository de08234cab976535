"""The way of the Tab key: through everything shown as one reads it, however late a part of the window was made.

Qt goes in the order in which widgets were made, so that what comes later (a case's chips, a note) would come last.
Knows widgets and where they stand, nothing of what they are for.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget


def step(root: QWidget, *, forward: bool) -> bool:
    """Put the keyboard into what comes next; False when there is nothing."""
    way = list(stops(root))
    here = QApplication.focusWidget()
    if not way:
        return False
    by = 1 if forward else -1
    at = (way.index(here) + by) % len(way) if here in way else _nearest(way, here, forward=forward)
    way[at].setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    reveal(way[at])
    return True


def reveal(widget: QWidget) -> None:
    """Scroll what a widget stands in until it is seen."""
    above = widget.parentWidget()
    while above is not None and not above.isWindow():
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()


def stops(root: QWidget) -> Iterator[QWidget]:
    """What takes the keyboard by Tab below `root`, line by line from left to right."""
    for child in _read(root):
        if child.isWindow() or not child.isVisibleTo(root):
            continue
        takes = child.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        if takes and child.isEnabled() and child.focusProxy() is None and child.width() > 0 and child.height() > 0:
            yield child
        yield from stops(child)


def _read(parent: QWidget) -> Iterator[QWidget]:
    """Children in the order in which one reads them."""
    children = [child for child in parent.children() if isinstance(child, QWidget)]
    children.sort(key=lambda child: (child.y(), child.x()))
    while children:
        middle = max(children[0].y(), children[0].geometry().center().y())
        line = [child for child in children if child.y() <= middle]
        children = [child for child in children if child.y() > middle]
        yield from sorted(line, key=QWidget.x)


def _nearest(way: list[QWidget], here: QWidget | None, *, forward: bool) -> int:
    """Where to go on from a widget that is no stop itself: to what is in it, or else to the first."""
    if here is not None:
        within = [at for at, stop in enumerate(way) if here.isAncestorOf(stop) or stop.isAncestorOf(here)]
        if within:
            return within[0] if forward else within[-1]
    return 0 if forward else len(way) - 1
