"""The middle of the review: the text with its cuts, or instead of it a comparison. Knows texts, no library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.legible import legible
from app.ui.record.naming import named
from app.ui.review.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.mending import Repair
    from app.ui.reading.mended import Mended
    from app.ui.record.difference import Difference

_SIDES = (30, 0, 34, 0)


class Pages(QStackedWidget):
    """The text in front until a comparison is asked for; the comparisons are made when first needed."""

    turned = Signal(bool)
    """Whether the repairs are shown."""

    def __init__(self, colours: theme.Palette) -> None:
        super().__init__()
        self._colours = colours
        self.text = Text(colours)
        self.mended: Mended | None = None
        self.versus: Difference | None = None
        self._versus_page: QWidget | None = None
        self._told = QLabel()
        self._compared: str | None = None
        self.addWidget(self.text)

    @property
    def front(self) -> str:
        """What is in front: text, repairs or versus."""
        now = self.currentWidget()
        return "text" if now is self.text else "repairs" if now is self.mended else "versus"

    def show_text(self) -> None:
        """The text with its cuts again."""
        if self.front != "text":
            self.setCurrentWidget(self.text)
            self.turned.emit(False)  # noqa: FBT003 - a Signal takes no names
            self.text.setFocus()

    def wants_repairs(self, source: str | None) -> bool:
        """Bring the repairs to the front; whether those of this text must still be found out."""
        if self.mended is None:
            from app.ui.reading.mended import Mended

            self.mended = Mended(self._colours)
            self.mended.setContentsMargins(*_SIDES)
            self.addWidget(self.mended)
        self.setCurrentWidget(self.mended)
        self.mended.text.setFocus()
        self.turned.emit(True)  # noqa: FBT003 - a Signal takes no names
        if self._compared == source:
            return False
        self._compared = source
        self.mended.clear()
        return source is not None

    def show_repairs(self, source: str, text: str, repairs: Sequence[Repair]) -> None:
        """Show what was repaired, unless another text is looked at meanwhile."""
        if self.mended is not None and source == self._compared:
            self.mended.show_repairs(source, text, repairs)

    def show_versus(self, before: str, after: str, titles: tuple[str, str]) -> None:
        """Compare two texts side by side."""
        if self.versus is None or self._versus_page is None:
            from app.ui.record.difference import Difference

            self.versus = Difference(self._colours)
            page = QWidget()
            back = named(QPushButton("回到正文（Esc）"), "headButton", "回到正文")
            back.clicked.connect(lambda _=False: self.show_text())
            row = QHBoxLayout()
            row.addWidget(self._told, 1)
            row.addWidget(back)
            column = QVBoxLayout(page)
            column.setContentsMargins(*_SIDES)
            column.addLayout(row)
            column.addWidget(self.versus, 1)
            self._versus_page = page
            self.addWidget(page)
        self._told.setText(legible(f"{titles[0]}　对照　{titles[1]}"))
        self.versus.show_difference(before, after, titles=titles)
        self.setCurrentWidget(self._versus_page)
        self.turned.emit(False)  # noqa: FBT003 - a Signal takes no names
        self.versus.text.setFocus()

    def set_palette(self, colours: theme.Palette) -> None:
        """Take other colours."""
        self._colours = colours
        self.text.set_palette(colours)
        for part in (self.mended, self.versus):
            if part is not None:
                part.set_palette(colours)
