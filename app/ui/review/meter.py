"""The small meter that says how sure something is: four bars, as many filled as it deserves."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.services.trusting import FAIR, HIGH
from app.ui import theme

BARS = 4
WIDE, SMALL = 19, 13
"""Width in pixels, of the small one in a chip too."""


def filled(share: float) -> int:
    """How many bars are filled; one at least, all of them only when there is next to no doubt."""
    return max(1, min(BARS, int(share * BARS + 0.25)))


def colour(colours: theme.Palette, share: float) -> str:
    """Green for what one may lean on, the accent for what one must look at."""
    return colours.green if share >= HIGH else colours.muted if share >= FAIR else colours.accent


def draw(
    painter: QPainter, left: float, bottom: float, share: float, colours: theme.Palette, *, small: bool = False
) -> None:
    """Draw the bars, their lower left corner given."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    count = filled(share)
    step, wide, low, more = (3.5, 2.5, 3, 1.5) if small else (5, 3.5, 4, 2)
    for bar in range(BARS):
        high = low + more * bar
        painter.setBrush(QColor(colour(colours, share) if bar < count else colours.bar))
        painter.drawRect(QRectF(left + bar * step, bottom - high, wide, high))
    painter.restore()


class Meter(QWidget):
    """The meter as a widget; its words are its tool tip."""

    def __init__(self, share: float, told: str, colours: theme.Palette) -> None:
        super().__init__()
        self.share = share
        self._colours = colours
        self.setToolTip(told)
        self.setAccessibleName(told)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, on=False)

    def sizeHint(self) -> QSize:
        """A line's height."""
        return QSize(WIDE, 16)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Draw it."""
        painter = QPainter(self)
        draw(painter, 0, self.height() / 2 + 5, self.share, self._colours)
        painter.end()
