"""A drawing on the screen, every mark of it a button: one in the tab order, the arrow keys go from one to the next.

Knows drawings; no library.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolTip, QWidget

from app.ui.insight.drawing import Drawing, Mark
from app.ui.insight.painting import paint

_AT_ONCE = 40
TIP = "单击或回车在列表里只看这些 · 右键或菜单键列出案例"
_STEPS = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}


class Spot(QAbstractButton):
    """One mark. It draws nothing but the frame of what is pointed at."""

    stepped = Signal(QPointF)
    menu_wanted = Signal(QPoint)

    def __init__(self, parent: Canvas) -> None:
        super().__init__(parent)
        self._canvas = parent
        self.mark: Mark | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def show_mark(self, mark: Mark) -> None:
        """Stand for a mark."""
        self.mark = mark
        self.setAccessibleName(mark.told)
        self.setAccessibleDescription(TIP)
        self.setToolTip(f"{mark.name} · {mark.count} 案\n{TIP}")
        self.setGeometry(QRectF(mark.x, mark.y, mark.width, mark.height).toAlignedRect())
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Draw the frame."""
        if not (self.hasFocus() or self.underMouse()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._canvas.focus_ink), 2 if self.hasFocus() else 1.2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows step, Enter clicks, the menu key opens the menu."""
        if step := _STEPS.get(Qt.Key(event.key())):
            self.stepped.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who comes by key is told what who comes by mouse is told."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            QToolTip.showText(self.mapToGlobal(QPoint(6, self.height() + 2)), self.toolTip(), self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And no longer."""
        super().focusOutEvent(event)
        QToolTip.hideText()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu is the page's; one asked for by key opens below the mark."""
        keyed = event.reason() == QContextMenuEvent.Reason.Keyboard
        self.menu_wanted.emit(self.mapToGlobal(QPoint(8, self.height())) if keyed else event.globalPos())

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Show the frame under the mouse."""
        self.update()

    def leaveEvent(self, event: object) -> None:  # noqa: ARG002 - Qt gives it
        """Take the frame away."""
        self.update()


class Canvas(QWidget):
    """A drawing as wide as there is room."""

    chosen = Signal(object)
    """A `Mark` was clicked."""
    menu_wanted = Signal(object, QPoint)
    """A `Mark`, and where its menu is to open."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAccessibleDescription("用方向键在各项之间移动，回车在列表里只看那些案例，菜单键列出它们。")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(220)
        self.drawing = Drawing(1, 1)
        self.focus_ink = "#000000"
        self.spots: list[Spot] = []
        self._draw: Callable[[float], Drawing] | None = None

    def show_drawing(self, draw: Callable[[float], Drawing], focus_ink: str) -> None:
        """Show what `draw` makes for a width, now and whenever there is another."""
        self._draw, self.focus_ink = draw, focus_ink
        self._redraw()

    def sizeHint(self) -> QSize:
        """As high as the drawing."""
        return QSize(320, round(self.drawing.height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw for the new width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._redraw()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Draw it."""
        painter = QPainter(self)
        paint(painter, self.drawing)
        painter.end()

    def _redraw(self) -> None:
        if self._draw is None:
            return
        self.drawing = self._draw(float(self.width()))
        self.setFixedHeight(round(self.drawing.height) + 2)
        self._stand()
        self.update()

    def _stand(self) -> None:
        """Put a spot on every mark; many are made a few at a time, so that the window is never held up."""
        marks = self.drawing.marks
        for _ in range(min(_AT_ONCE, len(marks) - len(self.spots))):
            self.spots.append(self._spot())
        if len(self.spots) < len(marks):
            QTimer.singleShot(0, self, self._stand)
        for spot, mark in zip(self.spots, marks, strict=False):
            spot.show_mark(mark)
        for spot in self.spots[len(marks) :]:
            spot.mark = None
            spot.hide()
        shown = self.spots[: len(marks)]
        if shown and not any(spot.focusPolicy() == Qt.FocusPolicy.StrongFocus for spot in shown):
            self._enter(shown[0])

    def _spot(self) -> Spot:
        spot = Spot(self)
        spot.clicked.connect(lambda: self._clicked(spot))
        spot.stepped.connect(lambda step: self._step(spot, step))
        spot.menu_wanted.connect(lambda place: self.menu_wanted.emit(spot.mark, place))
        return spot

    def _clicked(self, spot: Spot) -> None:
        self._enter(spot)
        if spot.mark:
            self.chosen.emit(spot.mark)

    def _enter(self, spot: Spot) -> None:
        for other in self.spots:
            strong = other is spot
            other.setFocusPolicy(Qt.FocusPolicy.StrongFocus if strong else Qt.FocusPolicy.ClickFocus)

    def _step(self, spot: Spot, step: QPointF) -> None:
        """Go to the nearest mark that lies in the direction of the step."""
        ahead = [(_away(spot.geometry(), other.geometry(), step), at) for at, other in enumerate(self.spots)
                 if other.mark and other is not spot]  # fmt: skip
        found = [(away, at) for away, at in ahead if away is not None]
        if found:
            other = self.spots[min(found)[1]]
            self._enter(other)
            other.setFocus(Qt.FocusReason.TabFocusReason)


def _away(here: QRect, there: QRect, step: QPointF) -> float | None:
    """How far a mark lies in a direction; None when it does not."""
    move = QPointF(there.center() - here.center())
    along, aside = (move.x() * step.x(), abs(move.y())) if step.x() else (move.y() * step.y(), abs(move.x()))
    return along + 3 * aside if along > 2 else None
