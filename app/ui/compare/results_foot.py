"""The sentence a figure stands in, below the figures. Knows a case and a figure's place in it."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.formats.paragraphs import paragraph_at
from app.ui import theme
from app.ui.legible import legible
from db.records import Case

_STOPS = "。！？\n"
_MOST = 160
"""Characters on each side of a figure."""


class Foot(QFrame):
    """The strip."""

    read_wanted = Signal()

    def __init__(self, palette: theme.Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("resultsFoot")
        self.colours = palette
        self.source = QLabel(self)
        self.source.setObjectName("useHint")
        self.source.setTextFormat(Qt.TextFormat.PlainText)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.words.setFont(theme.serif(14))
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.read = QPushButton("到阅读区看（回车）", self)
        self.read.setObjectName("action")
        self.read.setAccessibleName("到阅读区看这个数字")
        self.read.clicked.connect(self.read_wanted)
        above = QHBoxLayout()
        above.addWidget(self.source, 1)
        above.addWidget(self.read)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 8, 14, 10)
        column.setSpacing(4)
        column.addLayout(above)
        column.addWidget(self.words)
        self.clear()

    def clear(self) -> None:
        """No figure is chosen."""
        self.source.setText("点一条，在这里看它出自哪句话")
        self.words.hide()
        self.read.hide()

    def show_figure(self, case: Case, start: int | None, end: int | None) -> None:
        """Show where a figure is from."""
        self.words.setVisible(start is not None and end is not None)
        self.read.show()
        place = ""
        if start is not None and end is not None:
            place = f" §{paragraph_at(case.text, start)}"
            self.words.setText(self._sentence(legible(case.text), start, end))
            self.words.setAccessibleName(case.text[start:end])
        self.source.setText(legible(f"{case.owner or ''}《{case.title}》{place}"))

    def _sentence(self, text: str, start: int, end: int) -> str:
        start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
        first = max([text.rfind(stop, 0, start) + 1 for stop in _STOPS] + [start - _MOST, 0])
        stops = [at + 1 for stop in _STOPS if (at := text.find(stop, end)) >= 0]
        last = min([*stops, end + _MOST, len(text)])
        parts = [html.escape(piece.strip("\n")) for piece in (text[first:start], text[start:end], text[end:last])]
        look = f"background:{self.colours.yellow};color:{self.colours.ink}"
        return f'{parts[0]}<span style="{look}">{parts[1]}</span>{parts[2]}'
