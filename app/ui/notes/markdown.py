"""Markdown set small, in a note's card. Nothing in it is fetched, run or opened; clicks are told to the card."""

from __future__ import annotations

import re

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QImage,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrame,
    QTextTable,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.notes import tagging
from app.ui.notes.around import Around, fitting
from app.ui.notes.formatting import BOX
from app.ui.theme import Palette
from db import linked
from db.linked import Link

_INDENT = 16
SCHEME = "xl"
SHOWN = 20_000
"""Characters of a note that are set; the rest is seen where it is edited."""
_PICTURES = 20
_NAME = re.compile(r"([\\`*_\[\]<>~!#|])")
_HOLD = re.compile("\ufdd0([0-9]+)\ufdd1")
_DIALECT = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
_EMPTY = re.compile(r"^(\s*(?:> ?)*(?:[-*+]|\d{1,9}[.)]) \[[ xX]\])[ ]*$", re.MULTILINE)
_FENCE = re.compile(r"^\s{0,3}(```|~~~)")


class Markdown(QWidget):
    """Shows Markdown as high as it needs to be; clicks go through to the card."""

    def __init__(self, around: Around | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._document = QTextDocument(self)
        self._document.setDocumentMargin(0)
        self._document.setUndoRedoEnabled(False)
        self._document.setIndentWidth(_INDENT)
        self._accent = ""
        self._shown: tuple[str, str, Palette | None, QFont] | None = None
        self.pictures: frozenset[str] = frozenset()
        """The ids of those it shows."""
        self._boxes = 0
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_text(self, text: str, accent: str, palette: Palette | None = None) -> None:
        """Show another text; #tags in it take the accent's colour."""
        text = _shortened(text)
        if (text, accent, palette, self.font()) == self._shown and not self.pictures:
            return
        self._shown, self._accent = (text, accent, palette, self.font()), accent
        if self._document.defaultFont() != self.font():
            self._document.setDefaultFont(self.font())
        source, held = _held(text)
        self.pictures = frozenset(id_ for _, id_ in held)
        shown = tagging.showable(_EMPTY.sub("\\1 \u200b", linked.rewritten(source, _link)))
        shown = _HOLD.sub(lambda found: _image(held, int(found[1])), shown)
        self._document.setMarkdown(shown, _DIALECT)
        self._lay_in()
        self._boxes = _count(source)
        edit = QTextCursor(self._document)
        edit.beginEditBlock()  # set once, not after each of hundreds of changes
        self._space()
        self._colour_tags()
        if palette:
            self._rule_tables(self._document.rootFrame(), palette)
        edit.endEditBlock()
        self.setAccessibleName(self._document.toPlainText())
        self.updateGeometry()
        self.update()

    def _lay_in(self) -> None:
        """Give the document its pictures, an empty one for each that is on its way: it is to ask nobody."""
        for id_ in self.pictures:
            image = self._around.image(id_) if self._around else None
            if image is None or image.isNull():
                image = QImage(18, 18, QImage.Format.Format_ARGB32)
                image.fill(Qt.GlobalColor.transparent)
            shown = fitting(image, max(60, self.width() - 2) if self.isVisible() else 200)
            self._document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(f"picture:{id_}"), shown)
        if self.pictures:
            self._document.markContentsDirty(0, self._document.characterCount())

    def _space(self) -> None:
        block = self._document.begin()
        while block.isValid():
            made = QTextBlockFormat()
            made.setLineHeight(125, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            made.setTopMargin(0 if block.blockNumber() == 0 else 3)
            made.setBottomMargin(0)
            if block.textList() is None:  # Qt lets the boxes of a checklist run on into what follows it
                made.setMarker(QTextBlockFormat.MarkerType.NoMarker)
            QTextCursor(block).mergeBlockFormat(made)
            if level := block.blockFormat().headingLevel():
                self._head(block, level)
            block = block.next()

    def _head(self, block: QTextBlock, level: int) -> None:
        """A heading little larger than what it stands over: a card is small."""
        letters = QTextCharFormat()
        font = self.font()
        font.setPixelSize(max(font.pixelSize(), self.fontInfo().pixelSize()) + max(0, 4 - level))
        font.setBold(True)
        letters.setFont(font)
        letters.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(letters)

    def _rule_tables(self, frame: QTextFrame, palette: Palette) -> None:
        for child in frame.childFrames():
            if isinstance(child, QTextTable):
                form = child.format()
                form.setBorder(1)
                form.setBorderBrush(QColor(palette.line))
                form.setBorderCollapse(True)
                form.setCellPadding(3)
                form.setCellSpacing(0)
                child.setFormat(form)
            self._rule_tables(child, palette)

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

    # what is clicked

    def link_at(self, point: QPointF) -> str:
        """Where the link at a point leads: `case/id/paragraph` or `note/id/0`; empty when there is none."""
        address = self._document.documentLayout().anchorAt(point)
        return address.removeprefix(f"{SCHEME}:") if address.startswith(f"{SCHEME}:") else ""

    def box_at(self, point: QPointF) -> int:
        """The number of the box of a checklist at a point, from 0; -1 when there is none, or they cannot be told."""
        at = self._document.documentLayout().hitTest(point, Qt.HitTestAccuracy.FuzzyHit)
        wanted = self._document.findBlock(at) if at >= 0 else QTextBlock()
        number, found, block = 0, -1, self._document.begin()
        while block.isValid():
            if _is_box(block):
                if block == wanted:
                    found = number
                number += 1
            block = block.next()
        if found < 0 or number != self._boxes:
            return -1
        rect = self._document.documentLayout().blockBoundingRect(wanted)
        left = rect.left() + wanted.layout().lineAt(0).x()
        within = rect.top() - 2 <= point.y() <= rect.bottom() + 2
        return found if within and left - 20 <= point.x() <= left + 2 else -1

    # what Qt asks

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height the text needs in that width."""
        self._document.setTextWidth(width)
        return round(self._document.size().height() + 0.5)

    def whole_lines(self, width: int, most: int) -> int:
        """The height of as many lines as stand whole within a height; that height where the first does not."""
        self._document.setTextWidth(width)
        layout, fitting_ = self._document.documentLayout(), 0.0
        block = self._document.begin()
        while block.isValid():
            top = layout.blockBoundingRect(block).top()
            if top > most:
                break
            lines = block.layout()
            lows = (top + lines.lineAt(at).rect().bottom() for at in range(lines.lineCount()))
            fitting_ = max([fitting_, *(low for low in lows if low <= most)])
            block = block.next()
        return int(fitting_ + 1) if fitting_ else most

    def sizeHint(self) -> QSize:
        """As wide as a card usually is, as high as it was set last: to set it anew for a hint takes too long."""
        if self._document.textWidth() <= 0:
            self._document.setTextWidth(200)
        return QSize(200, round(self._document.size().height() + 0.5))

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


def _is_box(block: QTextBlock) -> bool:
    marked = block.blockFormat().marker() != QTextBlockFormat.MarkerType.NoMarker
    listed: object = block.textList()
    return marked and listed is not None


def _shortened(text: str) -> str:
    text = text.replace("\ufdd0", "").replace("\ufdd1", "")
    if len(text) <= SHOWN:
        return text
    return text[:SHOWN].rsplit("\n", 1)[0][:SHOWN] + f"\n\n……（共 {len(text):,} 字，编辑时可见全文）"


def _held(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The text with a mark in place of each picture, and what each is: description and id."""
    held: list[tuple[str, str]] = []

    def hold(words: str, id_: str) -> str:
        if len(held) >= _PICTURES:
            return f"〔图片：{words}〕"
        held.append((words, id_))
        return f"\ufdd0{len(held) - 1}\ufdd1"

    return linked.replaced_pictures(text, hold), held


def _image(held: list[tuple[str, str]], number: int) -> str:
    words, id_ = held[number]
    return f"![{_NAME.sub('', words)}](picture:{id_})"


def _link(link: Link) -> str:
    name = _NAME.sub(r"\\\1", link.shown)
    if link.gone:
        return f"~~{name}~~（已删除）"
    if not link.id:
        return f"\\[\\[{name}\\]\\]"
    return f"[{name}]({SCHEME}:{link.target}/{link.id}/{link.paragraph})"


def _count(text: str) -> int:
    fenced, count = False, 0
    for line in text.split("\n"):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and BOX.match(line):
            count += 1
    return count
