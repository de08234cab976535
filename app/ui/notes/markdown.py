"""Markdown set small, in a note's card. Nothing in it is fetched, run or opened."""

from __future__ import annotations

import re

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.notes import tagging

_INDENT = 16


class Markdown(QWidget):
    """Shows Markdown as high as it needs to be; clicks go through to the card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = QTextDocument(self)
        self._document.setDocumentMargin(0)
        self._document.setIndentWidth(_INDENT)
        self._accent = ""
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_text(self, text: str, accent: str) -> None:
        """Show another text; #tags in it take the accent's colour."""
        self._accent = accent
        self._document.setDefaultFont(self.font())
        self._document.setMarkdown(tagging.showable(text), QTextDocument.MarkdownFeature.MarkdownNoHTML)
        self._space()
        self._colour_tags()
        self.setAccessibleName(self._document.toPlainText())
        self.updateGeometry()
        self.update()

    def _space(self) -> None:
        block = self._document.begin()
        while block.isValid():
            made = QTextBlockFormat()
            made.setLineHeight(125, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            made.setTopMargin(0 if block.blockNumber() == 0 else 3)
            made.setBottomMargin(0)
            QTextCursor(block).mergeBlockFormat(made)
            block = block.next()

    def _colour_tags(self) -> None:
        if not self._accent:
            return
        coloured = QTextCharFormat()
        coloured.setForeground(QColor(self._accent))
        words = self._document.toPlainText()
        wide = [at for at, mark in enumerate(words) if mark > "\uffff"]
        for found in re.finditer(tagging.TAG, words):
            shift = sum(at < found.start() for at in wide)
            cursor = QTextCursor(self._document)
            cursor.setPosition(found.start() + shift)
            end = found.end() + shift + sum(found.start() <= at < found.end() for at in wide)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(coloured)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height the text needs in that width."""
        self._document.setTextWidth(width)
        return round(self._document.size().height() + 0.5)

    def sizeHint(self) -> QSize:
        """As wide as a card usually is."""
        return QSize(200, self.heightForWidth(200))

    def minimumSizeHint(self) -> QSize:
        """It can be very narrow."""
        return QSize(40, 10)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Draw in the window's ink."""
        self._document.setTextWidth(self.width())
        painter = QPainter(self)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, self.palette().color(QPalette.ColorRole.WindowText))
        context.clip = QRectF(self.rect())
        self._document.documentLayout().draw(painter, context)
