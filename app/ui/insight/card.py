"""One picture on its card: a head with a hint, the drawing, and what takes it elsewhere. Knows drawings, no library."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.insight.canvas import Canvas
from app.ui.insight.drawing import CLICK, Drawing, Picture
from app.ui.insight.painting import pixels
from app.ui.insight.svg import to_svg
from app.ui.record.naming import named, tool
from app.ui.theme import Palette


class Card(QFrame):
    """A picture; what it shows is made anew for every palette and width."""

    copied = Signal(str)
    """The picture is on the clipboard; its title."""
    svg_wanted = Signal(str, str)
    """Title and SVG."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("useCard")
        self.title = title
        self._picture = Picture(title, "", lambda _, width: Drawing(width, 1))
        self.head = named(QLabel(title, self), "useHead")
        self.head.setFont(theme.serif(16, bold=True))
        self.told = named(QLabel(self), "useHint")
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.more = tool("plain", "复制", f"{title}：复制为图片、导出为矢量图")
        self.more.setToolTip("复制为图片，或存成矢量图")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.more)
        menu.addAction("复制为图片", self.copy_picture)
        menu.addAction("复制数字（可贴进表格）", self.copy_numbers)
        menu.addAction("存为矢量图（SVG）…", lambda: self.svg_wanted.emit(self.title, self.svg()))
        self.more.setMenu(menu)
        self.canvas = Canvas(title, self)
        row = QHBoxLayout()
        row.setSpacing(9)
        row.addWidget(self.head)
        row.addWidget(self.told, 1)
        self.row = row
        row.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 14)
        column.setSpacing(9)
        column.addLayout(row)
        column.addWidget(self.canvas)
        column.addStretch(1)

    def show_picture(self, picture: Picture, palette: Palette) -> None:
        """Show a picture, whose hint stands beside the head."""
        self._picture = picture
        self.told.setText(picture.hint)
        self.told.setToolTip(picture.hint)
        self.canvas.show_drawing(lambda width: picture.draw(palette, width), palette.focus)

    @property
    def picture(self) -> Picture:
        """The picture as it leaves the window."""
        return replace(self._picture, hint=self._picture.hint.removesuffix(CLICK))

    def svg(self) -> str:
        """The same as SVG."""
        return to_svg(self.picture.drawing(), f"{self.title}：{self.picture.hint}")

    def copy_picture(self) -> None:
        """Put it on the clipboard."""
        QGuiApplication.clipboard().setImage(pixels(self.picture.drawing()))
        self.copied.emit(f"已复制“{self.title}”的图片，可以贴进 Word 或演示文稿")

    def copy_numbers(self) -> None:
        """Put what its marks stand for on the clipboard, in two columns."""
        data = QMimeData()
        data.setText("\n".join(f"{mark.name}\t{mark.count}" for mark in self.picture.marks()))
        QGuiApplication.clipboard().setMimeData(data)
        self.copied.emit(f"已复制“{self.title}”的数字，可以贴进表格")
