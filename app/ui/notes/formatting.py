"""Markdown set while it is typed: headings, bold, lists, quotes, tables, ticks and links look like what they are.

The text itself is never touched; marks stay and step back. Knows text and colours, no widget but the document's.
"""

from __future__ import annotations

import re

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from app.ui.notes import tagging
from app.ui.theme import Palette
from db.tags import tidy

LONGEST = 60_000
"""Characters of a note beyond which it is shown plain."""
_LINE = 4_000
_FENCE = re.compile(r"^\s{0,3}(```|~~~)")
_HEAD = re.compile(r"^(#{1,6}) +(.*)$")
_QUOTE = re.compile(r"^\s{0,3}(?:> ?)+")
BOX = re.compile(r"^(\s*(?:> ?)*(?:[-*+]|\d{1,9}[.)]) )\[([ xX])\](?= |$)")
"""The tick of a checklist: what stands before it, and what is in it."""
_ITEM = re.compile(r"^\s*(?:> ?)*([-*+]|\d{1,9}[.)]) ")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_ITALIC = re.compile(r"(?<![*\w])(\*)(?=[^\s*])([^*]+?)(?<=[^\s*])\1(?!\*)")
_STRUCK = re.compile(r"(~~)(?=\S)(.+?)(?<=\S)\1")
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_LINK = re.compile(r"(\[\[)([^\[\]\n]+)(\]\])")
_ADDRESS = re.compile(r"(\[)([^\[\]\n]+)(\]\([^()\s]*\))")
_RULE = re.compile(r"^\s{0,3}(?:\|?\s*:?-{3,}:?\s*)+\|?\s*$")
_PAIRS = (_BOLD, _ITALIC, _STRUCK)


class Formatting(QSyntaxHighlighter):
    """Sets the letters of one document."""

    def __init__(self, document: QTextDocument, palette: Palette) -> None:
        super().__init__(document)
        self._palette = palette
        self._make()

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self._palette = palette
        self._make()
        self.rehighlight()

    def _make(self) -> None:
        colours = self._palette
        self._mark = _letters(colours.muted)
        self._code = _letters(colours.green)
        self._quote = _letters(colours.soft_ink)
        self._tag = _letters(colours.accent_ink)
        self._link = _letters(colours.green)
        self._link.setFontUnderline(True)
        self._struck = _letters(colours.muted)
        self._struck.setFontStrikeOut(True)
        self._bold, self._italic = QTextCharFormat(), QTextCharFormat()
        self._bold.setFontWeight(QFont.Weight.Bold)
        self._italic.setFontItalic(True)
        self._sign = _letters(colours.accent_ink)
        self._sign.setFontWeight(QFont.Weight.Bold)

    def highlightBlock(self, text: str) -> None:
        """Qt asks for one line; its state is 1 inside a block of code."""
        within = self.previousBlockState() == 1
        fence = bool(_FENCE.match(text))
        self.setCurrentBlockState(int(within != fence))
        if self.document().characterCount() > LONGEST or len(text) > _LINE:
            return
        if within or fence:
            self._put(text, 0, len(text), self._code)
            return
        self._line(text)
        self._words(text)

    def _line(self, text: str) -> None:
        if found := _HEAD.match(text):
            self._put(text, 0, len(text), self._head(len(found[1])))
            self._put(text, 0, len(found[1]), self._mark)
        elif found := _QUOTE.match(text):
            self._put(text, 0, len(text), self._quote)
            self._put(text, 0, found.end(), self._sign)
        elif _RULE.match(text):
            self._put(text, 0, len(text), self._mark)
        if found := BOX.match(text):
            if found[2] != " ":
                self._put(text, found.end(), len(text), self._struck)
            self._put(text, found.end(1), found.end(), self._sign)
        if found := _ITEM.match(text):
            self._put(text, found.start(1), found.end(1), self._sign)
        if text.lstrip().startswith("|"):
            for at, letter in enumerate(text):
                if letter == "|":
                    self._put(text, at, at + 1, self._mark)

    def _head(self, level: int) -> QTextCharFormat:
        head = QTextCharFormat(self._bold)
        font = QFont(self.document().defaultFont())
        if font.pixelSize() > 0:
            font.setPixelSize(font.pixelSize() + max(0, 4 - level))
            font.setBold(True)
            head.setFont(font)
        return head

    def _words(self, text: str) -> None:
        for pattern, letters in zip(_PAIRS, (self._bold, self._italic, self._struck), strict=True):
            for found in pattern.finditer(text):
                self._add(text, found.start(2), found.end(2), letters)
                self._put(text, found.start(1), found.end(1), self._mark)
                self._put(text, found.end(2), found.end(), self._mark)
        for found in tagging.TAG.finditer(text):
            if tidy(found[1]):
                self._put(text, found.start(), found.end(), self._tag)
        for found in _CODE.finditer(text):
            self._put(text, found.start(), found.end(), self._code)
        for pattern in (_LINK, _ADDRESS):
            for found in pattern.finditer(text):
                self._put(text, found.start(), found.end(), self._mark)
                self._put(text, found.start(2), found.end(2), self._link)

    def _put(self, text: str, start: int, end: int, letters: QTextCharFormat) -> None:
        first = units(text, start)
        self.setFormat(first, units(text, end) - first, letters)

    def _add(self, text: str, start: int, end: int, letters: QTextCharFormat) -> None:
        """Letters on top of those that are there (bold in a heading, in a quote)."""
        first, last = units(text, start), units(text, end)
        for at in range(first, last):
            both = QTextCharFormat(self.format(at))
            both.merge(letters)
            self.setFormat(at, 1, both)


def units(text: str, at: int) -> int:
    """A place in a line as Qt counts it: characters beyond the first plane are two."""
    return at + sum(mark > "\uffff" for mark in text[:at]) if not text.isascii() else at


def _letters(colour: str) -> QTextCharFormat:
    letters = QTextCharFormat()
    letters.setForeground(QColor(colour))
    return letters
