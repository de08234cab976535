"""The pictures of a note inside its editor: shown where they stand, written as Markdown when the text is read."""

from __future__ import annotations

import re

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QImage, QTextCursor, QTextDocument, QTextFormat, QTextImageFormat
from PySide6.QtWidgets import QTextEdit

from app.ui.notes import folding
from app.ui.notes.around import Around, fitting
from db import linked

WORDS = QTextFormat.Property.UserProperty + 1
_PICTURE = re.compile(r"!\[([^\[\]\n]{0,200})\]\(picture:([0-9a-f]{64})\)")
_OBJECT = "\ufffc"
LONGEST = 4_000_000
"""Characters a note may have."""
_MOST = 40
"""Pictures drawn in one note; further ones stay written."""
_WIDTH = 220
_PASS = 2_500
"""Characters put in in one turn of the window."""


class Drawn(QObject):
    """The stored text of an editor: its pictures drawn, its links by their names."""

    def __init__(self, editor: QTextEdit, around: Around) -> None:
        super().__init__(editor)
        self._editor = editor
        self.held: folding.Held = {}
        """What the names of links lead to."""
        self._around = around
        self._waiting: list[str] = []
        """Of a long text what is put in in the next turns of the window."""
        self._place = editor.textCursor()
        self._following = QTimer(self, singleShot=True, interval=0)
        self._following.timeout.connect(self._follow)
        around.arrived.connect(self._came)

    @property
    def editor(self) -> QTextEdit:
        """Where the text stands."""
        return self._editor

    def stored(self, chosen: QTextCursor | None = None) -> str:
        """The text, or what is selected, as it is stored."""
        return folding.unfolded(self.text(chosen), self.held)

    def fill(self, stored: str) -> None:
        """Show a text in place of what is there; there is no way back past it."""
        text, self.held = folding.folded(stored)
        self._waiting.clear()
        document = self._editor.document()
        found = _PICTURE.search(text) if "](picture:" in text else None
        self._editor.setPlainText(text[: found.start()] if found else text)
        if found:
            cursor = QTextCursor(document)
            cursor.movePosition(QTextCursor.MoveOperation.End)
            self.insert(cursor, text[found.start() :])
        document.clearUndoRedoStacks()
        document.setModified(False)

    def insert_markdown(self, stored: str) -> None:
        """Put a stored text at the cursor, on lines of its own when it has several."""
        editor = self._editor
        room = max(0, LONGEST - editor.document().characterCount())
        shown, self.held = folding.folded(stored[:room], self.held)
        cursor = editor.textCursor()
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        if "\n" in shown and not cursor.atBlockStart():
            cursor.insertText("\n" if not cursor.block().text().strip() else "\n\n")
        first, self._waiting[:] = passes(shown)
        self.insert(cursor, first)
        cursor.endEditBlock()
        editor.setTextCursor(cursor)
        editor.ensureCursorVisible()
        if self._waiting:
            self._place = cursor
            self._following.start()

    def _follow(self) -> None:
        """The next piece of a long text, as part of the same step back."""
        if not self._waiting:
            return
        cursor = self._place
        cursor.joinPreviousEditBlock()
        self.insert(cursor, self._waiting.pop(0))
        cursor.endEditBlock()
        if self._waiting:
            self._following.start()

    def finish(self) -> None:
        """Put in at once what is still waiting to be."""
        if self._waiting:
            self._waiting[:] = ["".join(self._waiting)]
            self._follow()

    def insert(self, cursor: QTextCursor, text: str) -> None:
        """Put a text at a cursor, pictures drawn."""
        at = 0
        for count, found in enumerate(_PICTURE.finditer(text)):
            if count >= _MOST:
                break
            cursor.insertText(text[at : found.start()])
            self.insert_picture(cursor, found[1], found[2])
            at = found.end()
        cursor.insertText(text[at:])

    def insert_picture(self, cursor: QTextCursor, words: str, id_: str) -> None:
        """Put one picture at a cursor."""
        form = QTextImageFormat()
        form.setName(f"picture:{id_}")
        form.setProperty(WORDS, words)
        self._measure(form, self._around.image(id_))
        cursor.insertImage(form)

    def text(self, chosen: QTextCursor | None = None) -> str:
        """The document, or what is selected, as Markdown."""
        document = self._editor.document()
        raw = chosen.selectedText() if chosen else document.toRawText()
        plain = raw.replace("\u2029", "\n").replace("\u2028", "\n").replace("\ufdd0", "").replace("\ufdd1", "")
        if _OBJECT not in plain:
            return plain
        first, last = (chosen.selectionStart(), chosen.selectionEnd()) if chosen else (0, document.characterCount())
        written = iter(self._written(document, first, last))
        return re.sub(_OBJECT, lambda _: next(written, ""), plain)

    def _written(self, document: QTextDocument, first: int, last: int) -> list[str]:
        """For each object character from `first` to `last` what it is written as."""
        found: list[str] = []
        cursor = document.find(_OBJECT, first)
        while not cursor.isNull() and cursor.selectionEnd() <= last:
            form = cursor.charFormat()
            if form.isImageFormat() and form.toImageFormat().name().startswith("picture:"):
                id_ = form.toImageFormat().name().removeprefix("picture:")
                found.append(f"![{form.property(WORDS) or ''}](picture:{id_})")
            else:
                found.append("")
            cursor = document.find(_OBJECT, cursor.selectionEnd())
        return found

    def _came(self, ids: frozenset[str]) -> None:
        """Pictures were read: measure those that stand here."""
        text = self.text()
        if not ids.intersection(linked.pictures(text)):
            return
        document = self._editor.document()
        cursor = document.find(_OBJECT, 0)
        quiet = self._editor.blockSignals(True)  # noqa: FBT003 - Qt's own
        while not cursor.isNull():
            form = cursor.charFormat().toImageFormat()
            id_ = form.name().removeprefix("picture:")
            if form.isValid() and id_ in ids:
                self._measure(form, self._around.image(id_))
                cursor.mergeCharFormat(form)
            following = QTextCursor(document)
            following.setPosition(cursor.selectionEnd())
            cursor = document.find(_OBJECT, following)
        self._editor.blockSignals(quiet)

    def _measure(self, form: QTextImageFormat, image: QImage | None) -> None:
        if image is None or image.isNull():
            form.setWidth(18)
            form.setHeight(18)
            return
        shown = fitting(image, _WIDTH)
        self._editor.document().addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(form.name()), shown)
        form.setWidth(shown.width())
        form.setHeight(shown.height())


def passes(text: str) -> tuple[str, list[str]]:
    """A text in pieces that end with a line, or where a line is very long within it: the first, and those after it."""
    pieces, at = [], 0
    while len(text) - at > _PASS:
        end = text.rfind("\n", at, at + _PASS) + 1 or at + _PASS
        picture = text.find("![", max(at, end - 300), end)
        if picture >= 0 and "\n" not in text[picture:end] and picture > at:
            end = picture  # a picture is put in whole
        pieces.append(text[at:end])
        at = end
    first, *others = [*pieces, text[at:]]
    return first, others
