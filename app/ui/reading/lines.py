"""Labels that never take more lines than they are given: titles break anywhere, by-lines between their parts."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy

from app.ui.legible import legible

DOT = " · "


class Lines(QLabel):
    """A label drawn line by line; the whole text is its text, and its tool tip when not all of it is drawn."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def limit(self, most: int) -> None:
        """Take at most so many lines."""
        if most != self._most:
            self._most = most
            self.updateGeometry()
            self.update()

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(text)
        self.updateGeometry()

    def drawn(self, width: int) -> list[str]:
        """The lines as they are drawn in that width."""
        return [self.text()][: self._most] if width else []

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher, up to the most lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the lines."""
        return max(1, len(self.drawn(width))) * self._line() + 2

    def sizeHint(self) -> QSize:
        """One line is a beginning."""
        return QSize(120, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """It can be very narrow."""
        return QSize(40, self._line() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Draw the lines under each other."""
        lines = self.drawn(self.width())
        whole = legible(self.text())
        tip = "" if "".join(lines).replace(" ", "") == whole.replace(" ", "").replace("\n", "") else whole
        if tip != self.toolTip():
            self.setToolTip(tip)
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        for at, line in enumerate(lines):
            painter.drawText(0, at * self._line() + self.fontMetrics().ascent() + 1, line)
        painter.end()

    def _line(self) -> int:
        return self.fontMetrics().height()


class Title(Lines):
    """Broken between words where it can be, anywhere where it must be."""

    def drawn(self, width: int) -> list[str]:
        """The lines; the last one ends in … when there is more."""
        text = legible(" ".join(self.text().split()))
        layout = QTextLayout(text, self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        units = text.encode("utf-16-le")
        lines: list[str] = []
        layout.beginLayout()
        while len(lines) < self._most:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(width, 20))
            start, end = line.textStart(), line.textStart() + line.textLength()
            last = len(lines) + 1 == self._most and end * 2 < len(units)
            piece = units[start * 2 : (len(units) if last else end * 2)].decode("utf-16-le", errors="ignore")
            elided = self.fontMetrics().elidedText(legible(piece[:400]), Qt.TextElideMode.ElideRight, width)
            lines.append(elided if last else piece.rstrip())
        layout.endLayout()
        return lines


class Parted(Lines):
    """Parts with dots between them; a line ends only after a part, a part alone too long is shortened."""

    def drawn(self, width: int) -> list[str]:
        """The lines; parts beyond the last line are left to the tool tip."""
        metrics = self.fontMetrics()
        lines: list[str] = []
        for part in self.text().split(DOT):
            longer = f"{lines[-1]}{DOT}{part}" if lines else part
            if lines and metrics.horizontalAdvance(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(part)
        if len(lines) > self._most:
            rest, _, last = DOT.join(lines[self._most - 1 :]).rpartition(DOT)
            room = width - metrics.horizontalAdvance(f"{DOT}{last}")
            if room > width // 3:  # how far one has read is told whole
                rest = metrics.elidedText(legible(rest), Qt.TextElideMode.ElideRight, room)
            lines = [*lines[: self._most - 1], f"{rest}{DOT}{last}"]
        return [metrics.elidedText(legible(line), Qt.TextElideMode.ElideMiddle, width) for line in lines]
