"""A practice's card: who does it, where, since when, in which words, with which results. Shows a card; no library."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.services.practised_sheet import told
from app.services.practising import Card, Doer
from app.ui import theme
from app.ui.hanging import hang
from app.ui.legible import legible
from app.ui.reading.flow import Flow
from app.ui.record.listing import Row, heading, marked, passing
from app.ui.record.naming import named
from db.records import Mark

AT_ONCE = 12
"""Cases shown at first, and with each 再看."""
_SURFACES, _REGIONS = 8, 12
_HUNG = 12
"""Room left of the facts for a quotation mark the name begins with."""


class PracticeCard(QFrame):
    """The card."""

    case_wanted = Signal(str, int, int)
    name_wanted = Signal(str)
    """Another practice's card."""
    region_wanted = Signal(str)
    deed_wanted = Signal(str)
    """merge, rename, hide, show, list."""

    def __init__(self, palette: theme.Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("useCard")
        self.colours = palette
        self.card: Card | None = None
        self._shown = 0
        self.title = named(QLabel(self), "useHead")
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.facts = named(QLabel(self), "useHint")
        self.facts.setWordWrap(True)
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.facts.setContentsMargins(_HUNG, 0, 0, 0)
        self.deeds = {
            name: self._deed(name, words, tip)
            for name, words, tip in (
                ("list", "看案例", "在案例列表里只看这个做法"),
                ("merge", "合并到…", "与另一个做法合为一个（M）"),
                ("rename", "改名…", "换一个名称（F2）"),
                ("hide", "隐藏", "在全库隐藏（Delete）"),
                ("show", "重新显示", "重新显示这个做法"),
            )
        }
        row = QHBoxLayout()
        row.setSpacing(6)
        row.setContentsMargins(_HUNG, 0, 0, 0)
        for button in self.deeds.values():
            row.addWidget(button)
        row.addStretch(1)
        self.nothing = named(QLabel(self), "emptywords")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setWordWrap(True)
        self.area = named(QScrollArea(self), "plainArea", "做法卡")
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._box = QVBoxLayout()
        self._more: QPushButton | None = None
        top = QVBoxLayout()
        top.setContentsMargins(16 - _HUNG, 0, 14, 0)
        top.setSpacing(6)
        for part in (self.title, self.facts):
            top.addWidget(part)
        top.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 12, 1, 6)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self.area, 1)
        column.addWidget(self.nothing, 1)
        self.show_card(None, "")

    def _deed(self, name: str, words: str, tip: str) -> QPushButton:
        button = named(QPushButton(words, self), "action", tip)
        button.setToolTip(tip)
        button.clicked.connect(lambda: self.deed_wanted.emit(name))
        return button

    def show_card(self, card: Card | None, nothing: str) -> None:
        """Show a card; without one, say why there is none."""
        same = card is not None and self.card is not None and card.name == self.card.name
        place = self.area.verticalScrollBar().value() if same else 0
        self.card = card
        for button in self.deeds.values():
            button.setVisible(card is not None)
        self.area.setVisible(card is not None)
        self.nothing.setVisible(card is None)
        self.nothing.setText(nothing)
        self.title.setText(legible(card.name) if card else "")
        self.title.ensurePolished()
        self.title.setContentsMargins(_HUNG - min(_HUNG, hang(self.title.text(), self.title.font())), 0, 0, 0)
        self.facts.setText("")
        if card is None:
            return
        self.deeds["hide"].setVisible(not card.hidden)
        self.deeds["show"].setVisible(card.hidden)
        self.deeds["list"].setEnabled(not card.hidden and card.total > 0)
        formerly = f" · 曾叫：{'、'.join(card.formerly[:4])}" if card.formerly else ""
        kind = " · 国家常设制度" if card.standing else ""
        self.facts.setText(legible(told(card) + kind + formerly))
        self._lay(card, max(AT_ONCE, self._shown if same else 0))
        self.area.verticalScrollBar().setValue(place)

    def set_palette(self, palette: theme.Palette) -> None:
        """Take other colours."""
        self.colours = palette
        card, self.card = self.card, None
        self.show_card(card, self.nothing.text())

    def _lay(self, card: Card, shown: int) -> None:
        inner = named(QWidget(), "plainInner")
        self._box = QVBoxLayout(inner)
        self._box.setContentsMargins(16, 0, 14, 12)
        self._box.setSpacing(2)
        self._shown, self._more = 0, None
        surfaces = [f"{words}（{many}）" for words, many in card.surfaces[:_SURFACES]]
        if len(card.surfaces) > 1 or (card.surfaces and card.surfaces[0][0] != card.name):
            rest = f" 等 {len(card.surfaces)} 种" if len(card.surfaces) > _SURFACES else ""
            self._box.addWidget(heading("原文写法"))
            self._box.addWidget(passing("、".join(surfaces) + rest, "rowText"))
        self._chips("在哪里", [(f"{name} {many}", name, f"只看{name}的做法") for name, many in card.regions[:_REGIONS]],
                    self.region_wanted.emit)  # fmt: skip
        self._chips("同一案例里还有", [(name, name, f"看做法卡：{name}（{many} 案）") for name, many in card.beside],
                    self.name_wanted.emit)  # fmt: skip
        self._box.addWidget(heading(f"谁在做（{len(card.doers)}）" if card.doers else "谁在做"))
        self._box.addStretch(1)
        self.area.setWidget(inner)
        self._add(card, shown)

    def _chips(self, title: str, chips: Iterable[tuple[str, str, str]], act: Callable[[str], object]) -> None:
        listed = list(chips)
        if not listed:
            return
        self._box.addWidget(heading(title))
        holder = QWidget()
        flow = Flow(holder)
        for words, value, tip in listed:
            short = words if len(words) <= 20 else f"{words[:9]}…{words[-9:]}"
            chip = named(QPushButton(short, holder), "also", tip)
            chip.setToolTip(tip)
            chip.clicked.connect(partial(act, value))
            flow.addWidget(chip)
        self._box.addWidget(holder)

    def _add(self, card: Card, many: int) -> None:
        """Show some more of those who do it."""
        if self._more is not None:
            self._more.hide()
            self._more.deleteLater()
            self._more = None
        at = self._box.count() - 1
        for doer in card.doers[self._shown : self._shown + many]:
            self._box.insertWidget(at, self._doer(doer))
            at += 1
        self._shown = min(len(card.doers), self._shown + many)
        left = len(card.doers) - self._shown
        if left:
            self._more = named(QPushButton(f"再看 {min(left, AT_ONCE)} 案（还有 {left} 案）", self), "link")
            self._more.clicked.connect(lambda: self._add(card, AT_ONCE))
            self._box.insertWidget(at, self._more)
        elif card.total + card.guessed > len(card.doers):
            self._box.insertWidget(at, passing("其余的点“看案例”，在案例列表里看。", "rowText"))

    def _doer(self, doer: Doer) -> Row:
        state = "方案要求" if doer.asked else "" if doer.sure else "待确认"
        where = " · ".join(part for part in (doer.where, str(doer.year or ""), state) if part)
        row = Row(doer.who, "", lambda: self.case_wanted.emit(doer.case_id, doer.start, doer.end),
                  f"{doer.who}，{where}，打开原句")  # fmt: skip
        row.box.addWidget(passing(f"{where} · 《{doer.title}》" if where else f"《{doer.title}》", "useHint"))
        if doer.quote:
            quote = f"{doer.quote.replace(chr(10), ' ')} §{doer.paragraph}" if doer.paragraph else doer.quote
            mark = [Mark(*doer.marked)] if doer.marked[1] > doer.marked[0] else []
            label = passing(marked(quote, mark, self.colours.accent_soft), "rowText", rich=True)
            label.setFont(theme.serif(theme.BODY))
            row.box.addWidget(label)
        if doer.results:
            words = ("同段成效：" if doer.beside else "全文成效：") + "；".join(doer.results)
            row.box.addWidget(passing(words, "useResults"))
        return row
