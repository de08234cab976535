"""The head of the file under review: title, publisher, date and reporter to be written in place, and what is doubtful.

Shows one file and tells what a person wants of it; what a word means is `app.services.settling`'s matter.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionFrame,
    QStylePainter,
    QVBoxLayout,
)

from app.messages import Trouble, describe
from app.services import rereading, settling
from app.services.importing import Prepared
from app.services.reviewing import Review
from app.ui import theme
from app.ui.legible import legible
from app.ui.record.naming import named
from app.ui.review import wording
from app.ui.review.alike import Alike

PARTS = {"headline": "文件标题", "publisher": "出处", "published": "日期", "reporter": "记者"}
_WIDTHS = {"publisher": 190, "published": 118, "reporter": 170}


class Field(QLineEdit):
    """A line that looks like text until one writes in it; Enter keeps, Escape takes back."""

    kept = Signal()
    left = Signal()

    def __init__(self, told: str) -> None:
        super().__init__()
        named(self, "headField", told)
        self.setPlaceholderText(f"补{told}")
        self.setMaxLength(300)
        self._hint = f"{told}：点一下改写，Enter 确定，Esc 取消"
        self.setToolTip(self._hint)
        self.editingFinished.connect(self.kept)
        self._before = ""

    def show_words(self, words: str) -> None:
        """Show what is known; what is being written stays."""
        if not (self.hasFocus() and self.text() != self._before):
            self.setText(words)
            self.setCursorPosition(0)
        self.setToolTip(legible(f"{words}\n{self._hint}" if words else self._hint))
        self._before = words

    def paintEvent(self, event: QPaintEvent) -> None:
        """Words that do not fit end in an ellipsis as long as nobody writes."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        part = QStyle.SubElement.SE_LineEditContents
        box = self.style().subElementRect(part, option, self).adjusted(2, 0, -2, 0)
        shown = self.fontMetrics().elidedText(legible(self.text()), Qt.TextElideMode.ElideRight, box.width())
        if self.hasFocus() or shown == self.text():
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        painter.drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option)
        painter.setPen(self.palette().text().color())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()

    def settle(self) -> None:
        """What is written is what is known."""
        self._before = self.text()

    def give_up(self) -> None:
        """Take back what was written."""
        self.setText(self._before)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps, and leaves."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()


class Head(QFrame):
    """The lines over the text."""

    changed = Signal(object)
    """The `Review` with another head."""
    encoding_wanted = Signal(str)
    left = Signal()
    """The keyboard is wanted elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("reviewHead")
        self.review: Review | None = None
        self.fields = {part: Field(told) for part, told in PARTS.items()}
        self.fields["headline"].setProperty("headline", True)  # noqa: FBT003 - Qt's
        self.fields["headline"].setFont(theme.serif(17, bold=True))
        self.original = named(QPushButton("原文对照"), "headButton", "对照原文，逐处看修复（F4）")
        self.original.setToolTip(
            "对照原文，逐处看修复（F4）。这里只数改动文字的修复；统一标点、繁简转换等另在对照里逐处标出"
        )
        self.original.setCheckable(True)
        self.original.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.wrong = named(QLabel(), "wrong")
        self.wrong.setWordWrap(True)
        self.state = named(QLabel(), "headState")
        self.state.setWordWrap(True)
        self.box = named(QFrame(), "headDoubts")
        self._doubts = QVBoxLayout(self.box)
        self._doubts.setContentsMargins(10, 7, 10, 8)
        self._doubts.setSpacing(3)
        self.alike = Alike()
        self.alike.changed.connect(self.changed)
        self._lay_out()
        for field in self.fields.values():
            field.kept.connect(self._keep)
            field.left.connect(self.left)

    def _lay_out(self) -> None:
        self._labels: list[QLabel] = []
        first = QHBoxLayout()
        first.addWidget(self.fields["headline"], 1)
        first.addWidget(self.original)
        second = QHBoxLayout()
        second.setSpacing(2)
        for part in ("publisher", "published", "reporter"):
            label = named(QLabel(PARTS[part]), "headKey")
            label.setBuddy(self.fields[part])
            self.fields[part].setMaximumWidth(_WIDTHS[part])
            self.fields[part].setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            second.addWidget(label)
            self._labels.append(label)
            second.addWidget(self.fields[part], _WIDTHS[part])
            second.addSpacing(8)
        second.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(30, 8, 34, 8)
        column.setSpacing(2)
        column.addLayout(first)
        column.addLayout(second)
        for widget in (self.wrong, self.state, self.alike, self.box):
            column.addWidget(widget)
            widget.hide()

    def show_file(self, prepared: Prepared | None, review: Review | None) -> None:
        """Show a file's head; of one that cannot be imported only what is wrong with it."""
        other = review is None or self.review is None or review.document.path != self.review.document.path
        self.review = review
        words = settling.source_words(review.document) if review else dict.fromkeys(self.fields, "")
        for part, field in self.fields.items():
            if other:
                field.clearFocus()
            field.show_words(words[part])
            field.setVisible(review is not None)
        for label in self._labels:
            label.setVisible(review is not None)
        if other:
            self.wrong.hide()
        self.setVisible(prepared is not None)
        self.original.setVisible(review is not None)
        self.original.setText(f"原文对照 · 修复文字 {review.repairs} 处" if review and review.repairs else "原文对照")
        self.state.setVisible(review is None and prepared is not None)
        if prepared is not None:
            self.state.setText(f"{prepared.path}\n{wording.file_state(prepared, review)}")
            self._show_doubts(prepared)
        self.alike.show_file(prepared, review)

    def leave(self) -> bool:
        """Escape: what is being written is taken back; False when nothing is."""
        field = next((field for field in self.fields.values() if field.hasFocus()), None)
        if field is not None:
            self.wrong.hide()
            field.give_up()
        return field is not None

    def _show_doubts(self, prepared: Prepared) -> None:
        while (item := self._doubts.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        now = rereading.taken(prepared)
        if prepared.alternatives:
            self._doubts.addWidget(named(QLabel(wording.encodings(prepared.alternatives)), "doubtTitle"))
            for other in prepared.alternatives:
                line = rereading.first_line(other)
                button = named(QPushButton(f"{other.name}　{line}".replace("&", "&&")), "encoding")
                button.setAccessibleName(f"按 {other.name} 读：{line}")
                button.setCheckable(True)
                button.setChecked(other.name == now)
                button.setToolTip("现在的读法" if other.name == now else f"改按 {other.name} 读这个文件")
                button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
                button.clicked.connect(partial(self._reread, other.encoding, other.name == now))
                self._doubts.addWidget(button)
        for doubt in prepared.doubts:
            if not (prepared.alternatives and doubt.startswith("编码")):
                label = named(QLabel(legible(doubt)), "doubt")
                label.setWordWrap(True)
                self._doubts.addWidget(label)
        self.box.setVisible(self._doubts.count() > 0)

    def _reread(self, encoding: str, now: bool, checked: bool = False) -> None:
        del checked
        button = self.sender()
        if isinstance(button, QPushButton):
            button.setChecked(now)
        if not now:
            self.encoding_wanted.emit(encoding)

    def _keep(self) -> None:
        review = self.review
        if review is None:
            return
        told = {part: field.text() for part, field in self.fields.items()}
        try:
            after = settling.sourced(review, told)
        except Trouble as trouble:
            self.wrong.setText(str(describe(trouble)))
            self.wrong.show()
            return
        self.wrong.hide()
        for field in self.fields.values():
            field.settle()
        if after != review:
            self.changed.emit(after)
