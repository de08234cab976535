"""地区分布: the 34 province-level units as tiles of one size. No outline, no border, no sea: not a map.

Knows no library: it is given counts by province and says clicks.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from app.ui import theme
from app.ui.library import choosing
from app.ui.library.choosing import State

GRID = (
    "........黑",
    "新...蒙.京津吉",
    ".甘宁陕晋冀.辽.",
    "藏青川渝豫鲁苏沪.",
    ".滇黔湘鄂赣皖浙.",
    "..桂粤..闽台.",
    "..琼澳港....",
)
PROVINCES = {
    "京": "北京市", "津": "天津市", "冀": "河北省", "晋": "山西省", "蒙": "内蒙古自治区", "辽": "辽宁省",
    "吉": "吉林省", "黑": "黑龙江省", "沪": "上海市", "苏": "江苏省", "浙": "浙江省", "皖": "安徽省",
    "闽": "福建省", "赣": "江西省", "鲁": "山东省", "豫": "河南省", "鄂": "湖北省", "湘": "湖南省",
    "粤": "广东省", "桂": "广西壮族自治区", "琼": "海南省", "渝": "重庆市", "川": "四川省", "黔": "贵州省",
    "滇": "云南省", "藏": "西藏自治区", "陕": "陕西省", "甘": "甘肃省", "青": "青海省", "宁": "宁夏回族自治区",
    "新": "新疆维吾尔自治区", "台": "台湾省", "港": "香港特别行政区", "澳": "澳门特别行政区",
}  # fmt: skip
STRONG = 0.6
"""Share of the greatest count from which a tile is shaded strongly."""
_STEPS = {
    Qt.Key.Key_Left: QPoint(-1, 0),
    Qt.Key.Key_Right: QPoint(1, 0),
    Qt.Key.Key_Up: QPoint(0, -1),
    Qt.Key.Key_Down: QPoint(0, 1),
}


class Tile(QAbstractButton):
    """One unit. Says how it was clicked."""

    chosen = Signal(str)
    """`How`."""
    stepped = Signal(QPoint)

    def __init__(self, letter: str, name: str, parent: Tiles) -> None:
        super().__init__(parent)
        self.name = name
        self.setText(letter)
        self.setFixedHeight(19)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._tiles = parent
        self.count = 0
        self.share = 0.0
        self.state: State | None = None
        self.show_count(0, 1, None)

    def show_count(self, count: int, most: int, state: State | None) -> None:
        """Take the count left by a click here and the greatest of all tiles."""
        self.count, self.share, self.state = count, count / (most or 1), state
        said = f"{self.name}，{count} 案"
        words = {"on": "，已选中", "not": "，已排除"}
        self.setAccessibleName(said + (words[state] if state else ""))
        self.setToolTip(f"{said}\n{choosing.HINT}")
        self.update()

    def sizeHint(self) -> QSize:
        """What it needs."""
        return QSize(20, 19)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Draw it."""
        colours = self._tiles.colours
        ground, ink = colours.tile, colours.tile_ink
        if self.state == "on":
            ground, ink = colours.tile_3, colours.tile_3_ink
        elif self.count:
            ground = colours.tile_2 if self.share >= STRONG else colours.tile_1
            ink = colours.tile_2_ink
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(place, 3, 3)
        font = theme.sans(10, bold=self.state == "on")
        font.setStrikeOut(self.state == "not")
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self.text())
        if self.hasFocus() or self.underMouse() or self.state == "not":
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.focus), 1.5 if self.hasFocus() else 1))
            painter.drawRoundedRect(place.adjusted(0.75, 0.75, -0.75, -0.75), 3, 3)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click, with the keys held, says how it is meant."""
        inside = self.rect().contains(event.position().toPoint())
        self.setDown(False)
        if event.button() == Qt.MouseButton.LeftButton and inside:
            self.chosen.emit(choosing.how(event.modifiers()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of its own first."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(choosing.how(event.modifiers()))
        elif step := _STEPS.get(Qt.Key(event.key())):
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Show the frame under the mouse."""
        self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Take the frame away."""
        self.update()


class Tiles(QWidget):
    """The grid. One tile at a time is in the tab order; the arrow keys go from tile to tile."""

    chosen = Signal(str, str)
    """Province and `How`."""

    def __init__(self, palette: theme.Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.colours = palette
        self.setAccessibleName("地区分布")
        self.setAccessibleDescription("用方向键在各省之间移动。" + choosing.HINT)
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 4, 8, 4)
        grid.setSpacing(2)
        self._at: dict[tuple[int, int], Tile] = {}
        for row, letters in enumerate(GRID):
            for column, letter in enumerate(letters):
                if letter != ".":
                    self._place(grid, row, column, letter)
        for column in range(9):
            grid.setColumnStretch(column, 1)
        self.tiles = {tile.name: tile for tile in self._at.values()}
        self._enter(self.tiles["北京市"])

    def in_order(self) -> tuple[Tile, ...]:
        """The tiles row by row."""
        return tuple(self._at.values())

    def set_palette(self, palette: theme.Palette) -> None:
        """Take other colours."""
        self.colours = palette
        self.update()

    def fill(self, counts: Mapping[str, int], active: Mapping[str, State]) -> None:
        """Show these counts by full province name."""
        most = max(counts.values(), default=1)
        for name, tile in self.tiles.items():
            tile.show_count(counts.get(name, 0), most, active.get(name))

    def _place(self, grid: QGridLayout, row: int, column: int, letter: str) -> None:
        tile = Tile(letter, PROVINCES[letter], self)
        tile.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        tile.chosen.connect(lambda way, tile=tile: self._chosen(tile, way))
        tile.stepped.connect(lambda step, at=(row, column): self._step(at, step))
        grid.addWidget(tile, row, column)
        self._at[row, column] = tile

    def _chosen(self, tile: Tile, way: str) -> None:
        self._enter(tile)
        self.chosen.emit(tile.name, way)

    def _enter(self, tile: Tile) -> None:
        for other in self._at.values():
            other.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other is tile else Qt.FocusPolicy.ClickFocus)

    def _step(self, at: tuple[int, int], step: QPoint) -> None:
        """Go to the nearest tile that lies in the direction of the step."""
        ahead = [
            (along + 2 * abs(aside), place)
            for place in self._at
            for along, aside in [_offset(at, place, step)]
            if along > 0
        ]
        if ahead:
            tile = self._at[min(ahead)[1]]
            self._enter(tile)
            tile.setFocus(Qt.FocusReason.TabFocusReason)


def _offset(here: tuple[int, int], there: tuple[int, int], step: QPoint) -> tuple[int, int]:
    down, right = there[0] - here[0], there[1] - here[1]
    return (right * step.x(), down) if step.x() else (down * step.y(), right)
