"""Carrying a passage away through the clipboard: with its source, or as a link for notes. No library here."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from app.formats.paragraphs import stretches
from app.services import citing
from app.ui.reading.reader import Reader
from app.ui.record import quoting


def cited(reader: Reader) -> str:
    """Copy what is chosen, or the paragraph at the caret, with its number and source.

    Returns:
        What was done, in words; nothing when there is nothing to copy.
    """
    opened, page = reader.shown, reader.page
    chosen = page.selected() or _paragraph(page.text, page.caret())
    if opened is None or chosen is None:
        return ""
    QGuiApplication.clipboard().setText(citing.quoted(opened.case, *chosen, opened.citation))
    return "已复制这段话，连同段落号和出处"


def link(reader: Reader, paragraph: int = 0) -> str:
    """Copy a link to a paragraph, the chosen or topmost one when `paragraph` is 0.

    Returns:
        What was done, in words; nothing when there is no such paragraph.
    """
    opened = reader.shown
    if opened is None:
        return ""
    number = paragraph or reader.paragraph()
    bounds = stretches(opened.case.text)
    quote = reader.quote(*bounds[number - 1]) if number <= len(bounds) else None
    if quote is None:
        return ""
    data = quoting.carried(quote)
    data.setText(quoting.link(opened.case.title, number))
    QGuiApplication.clipboard().setMimeData(data)
    return f"已复制 §{number} 的链接，可粘贴到笔记里"


def _paragraph(text: str, position: int) -> tuple[int, int] | None:
    before = [bound for bound in stretches(text) if bound[0] <= position]
    return before[-1] if before else None
