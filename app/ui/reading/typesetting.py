"""How a case is set: Song letters, first lines two characters in, calm lines, headings. Knows documents, no widget."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor, QTextDocument

from app.settings import Settings
from app.ui import theme
from app.ui.reading.composing import Measure
from app.ui.reading.positions import Positions
from db.records import Section

_NARROW = 520


def letter(settings: Settings) -> int:
    """The reading letters' size in pixels; settings speak of points, of which a pixel has three quarters."""
    return max(8, round(settings.reading_size * 4 / 3))


def side_margin(width: int, settings: Settings, least: int = 40) -> int:
    """The room left of the text so that a line holds whole characters, at most as many as the reader chose."""
    em, least = letter(settings), _beside(width, least)
    most = settings.column_width * em
    fitting = max(em * 8, (width - 2 * least) // em * em)
    return max(least, (width - min(most, fitting)) // 2) if fitting > most else least


def column(width: int, settings: Settings, least: int = 40) -> int:
    """The text's own width in pixels: a whole number of characters."""
    em, least = letter(settings), _beside(width, least)
    return max(em * 8, min(settings.column_width * em, (width - 2 * least) // em * em))


def _beside(width: int, least: int) -> int:
    """A narrow page cannot afford wide margins."""
    return least if width >= _NARROW else min(least, 18)


def measure(settings: Settings, width: int) -> Measure:
    """How paragraphs are set in a column that is so many pixels wide."""
    em = letter(settings)
    return Measure(
        em=em,
        pitch=round(em * settings.line_height),
        width=width,
        indent=2 * em if settings.first_line_indent else 0,
        below=round(em * settings.paragraph_space),
        even=settings.even_edges,
        gap=settings.script_gap,
    )


def set_type(document: QTextDocument, settings: Settings) -> None:
    """Give a document its letters; what it says is not touched."""
    document.setDefaultFont(letters(settings))
    document.setDocumentMargin(0)


def letters(settings: Settings) -> QFont:
    """The reading letters: the chosen family before those that are shipped."""
    font = theme.serif(letter(settings))
    if settings.reading_font:
        font.setFamilies([settings.reading_font, *theme.with_lent(theme.SERIF)])
    return font


def set_headings(document: QTextDocument, text: str, sections: Sequence[Section], positions: Positions) -> list[int]:
    """Set printed headings in strong letters; returns the numbers of the paragraphs that are nothing else."""
    strong = QTextCharFormat()
    strong.setFontFamilies(theme.with_lent(theme.SANS))
    strong.setFontWeight(QFont.Weight.DemiBold)
    alone = []
    for start, end in headings(text, sections):
        cursor = QTextCursor(document)
        cursor.setPosition(positions.to_qt(start))
        cursor.setPosition(positions.to_qt(end), QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(strong)
        if stands_alone(text, start, end):
            alone.append(cursor.blockNumber())
    return alone


def headings(text: str, sections: Sequence[Section]) -> list[tuple[int, int]]:
    """Where printed headings stand in the text; a section whose heading is not printed there has none."""
    found = []
    for section in sections:
        start = section.start
        if section.heading and 0 <= start < len(text) and text.startswith(section.heading, start):
            found.append((start, start + len(section.heading)))
    return found


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the stretch is a whole line of the text."""
    line = text[text.rfind("\n", 0, start) + 1 : (text + "\n").index("\n", end)]
    return line.strip() == text[start:end].strip()
