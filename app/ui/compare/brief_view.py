"""The page of a brief: parts one below the other, put there as there is time, and its sources at the foot.

Knows parts and how cases are cited; no library. Own words show a source as `[[name]]` and keep its case's id.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.services import sourcing
from app.ui import theme
from app.ui.compare.brief_block import Block, QuoteBlock, TextBlock
from app.ui.compare.brief_column import Column
from app.ui.compare.brief_drop import Ground
from app.ui.compare.brief_names import Names
from app.ui.legible import legible
from app.ui.record.naming import named
from db.briefs import Part

if TYPE_CHECKING:
    from app.services.sourcing import Sourced, Unsourced
    from app.ui.theme import Palette

_SOON = 200
_SLICE = 0.012
"""Seconds that blocks are made in a row."""


class BriefView(QScrollArea):
    """The parts of one brief; what is done to them is told in `brief_editor`."""

    changed = Signal(str)
    """What was done; empty while one types."""
    case_wanted = Signal(str, int, int)
    quote_wanted = Signal(object, int)
    """A `Quote` was put down before the part of that number."""
    retake_wanted = Signal(object)
    """The `Part` whose words are to be those of the case now."""
    turned = Signal(bool)
    out = Signal()
    left = Signal()
    checked = Signal(object, object)
    """`Sourced` and the `Unsourced` sentences."""

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("briefPage")
        self.setAccessibleName("简报正文")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._palette = palette
        self._cited: Mapping[str, str] = {}
        self.places: dict[str, str] = {}
        """Part -> its paragraph in its case."""
        self._there: frozenset[str] = frozenset()
        self._names = Names()
        self.blocks: list[Block] = []
        self.sourced: Sourced = sourcing.numbered((), {})
        self.missing: tuple[Unsourced, ...] = ()
        self._rest: deque[Part] = deque()
        """What is not on the page yet; always the last ones."""
        self._why: dict[str, str] = {}
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._go_on)
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self.number)
        self._build()

    def _build(self) -> None:
        self.ground = Ground(self)
        self.ground.quote_dropped.connect(self.quote_wanted)
        self.title = named(QLabel(self.ground), "briefTitle")
        self.title.setFont(theme.serif(24, bold=True))
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.more = QPushButton("＋ 段落", self.ground)
        self.head = QPushButton("＋ 标题", self.ground)
        for button, told in ((self.more, "加一段自己的话"), (self.head, "加一个标题")):
            named(button, "link", told)
        row = QHBoxLayout()
        row.setContentsMargins(24, 0, 0, 0)
        row.addWidget(self.more)
        row.addWidget(self.head)
        row.addStretch(1)
        self.foot = named(QLabel(self.ground), "briefSources")
        self.foot.setTextFormat(Qt.TextFormat.PlainText)
        self.foot.setWordWrap(True)
        self.foot.setFont(theme.serif(13))
        self.foot.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.foot.setAccessibleName("出处")
        column = QVBoxLayout(self.ground)
        column.setContentsMargins(26, 26, 40, 40)
        column.setSpacing(10)
        column.addWidget(self.title)
        self.column = Column(self.ground)
        column.addWidget(self.column)
        column.addLayout(row)
        column.addWidget(self.foot)
        column.addStretch(1)
        self.setWidget(self.ground)

    # --- what it shows

    def show_title(self, name: str) -> None:
        """What the brief is called."""
        self.title.setText(legible(name))

    def know(self, cited: Mapping[str, str], places: Mapping[str, str]) -> None:
        """Take what is known of cases: how they are cited, and where quotes stand in them."""
        self._cited, self._there = cited, frozenset(cited)
        self.places.update(places)

    @property
    def cited(self) -> Mapping[str, str]:
        """Case -> how it is cited, of cases that are there."""
        return self._cited

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Show these parts; those there are stay as they are but for what differs."""
        at = self.at()
        had = {block.part.id: block for block in self.blocks}
        wanted = {part.id for part in parts}
        gone = [block for block in self.blocks if block.part.id not in wanted]
        lost = bool(self.blocks) and self.holding() in gone
        for block in gone:
            self._drop(block)
        last = max((number for number, part in enumerate(parts) if part.id in had), default=-1)
        self.blocks, self._rest = [], deque(parts)
        self._take(last + 1, had)
        self.number()
        if self._rest:
            self._later.start()
        if lost and self.blocks:
            self.go(min(at, len(self.blocks) - 1))

    def parts(self) -> tuple[Part, ...]:
        """The parts as they stand, those that are not on the page yet among them."""
        return (*(self._part(block) for block in self.blocks), *self._rest)

    def finish(self) -> None:
        """Put everything on the page now."""
        if self._rest:
            self._go_on(len(self._rest))

    def _go_on(self, least: int = 1) -> None:
        """Put some more on the page, as long as nobody notices."""
        at, count = len(self.blocks), len(self.blocks) + len(self._rest)
        self._take(min(count, at + least), {})
        parts = self.parts()
        for block, part in zip(self.blocks[at:], parts[at:], strict=False):
            self._tell(block, part)
        if self._rest:
            self._later.start()

    def _take(self, least: int, had: Mapping[str, Block]) -> None:
        """Put blocks on the page for what is still to come: up to a number of them, then while there is time."""
        end = perf_counter() + _SLICE
        while self._rest and (len(self.blocks) < least or perf_counter() < end):
            part = self._rest.popleft()
            self.blocks.append(self._shown(part, had.get(part.id)))
            self._place(len(self.blocks) - 1)
        self.column.settle()
        self.ground.blocks = self.blocks

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self._palette = palette
        for block in self.blocks:
            block.set_palette(palette)

    def number(self) -> None:
        """Number the sources anew and look for what has none."""
        self._soon.stop()
        parts = self.parts()
        self.sourced = sourcing.numbered(parts, self._cited)
        self.missing = sourcing.unsourced(parts)
        self._why = {one.part_id: one.why for one in reversed(self.missing)}
        for block, part in zip(self.blocks, parts, strict=False):
            self._tell(block, part)
        lines = [f"[{number}] {words}" for number, words in enumerate(self.sourced.citations, 1)]
        words = "\n".join(["出处", *lines]) if lines else "引进来的话会在这里按先后列出出处。"
        if self.foot.text() != words:
            self.foot.setText(words)
        self.checked.emit(self.sourced, self.missing)

    def _tell(self, block: Block, part: Part) -> None:
        """Say on a block what is known of its part."""
        if isinstance(block, QuoteBlock):
            there = part.case_id in self._there
            block.show_part(part, self.places.get(part.id, ""), self.sourced.number(part), there=there)
        elif isinstance(block, TextBlock):
            block.warn(self._why.get(part.id, ""))

    # --- where one is

    def at(self) -> int:
        """The number of the part that has the keys; the last one when none has."""
        found = self.holding()
        return self.blocks.index(found) if found in self.blocks else len(self.blocks) - 1

    def holding(self) -> Block | None:
        """The block that has the keys, also when the window has not."""
        found: QWidget | None = self.focusWidget()
        while found is not None and not isinstance(found, Block):
            found = found.parentWidget()
        return found

    @property
    def composing(self) -> bool:
        """Whether an input method is in the middle of a word."""
        return any(isinstance(block, TextBlock) and block.line.composing for block in self.blocks)

    def go(self, number: int, position: int | None = None) -> None:
        """Give a part the keys: a text at a place, -1 its end."""
        if not 0 <= number < len(self.blocks):
            return
        block = self.blocks[number]
        (block.line if isinstance(block, TextBlock) else block).setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(block, TextBlock) and position is not None:
            block.line.put_at(position)
        QTimer.singleShot(0, block, lambda: self.ensureWidgetVisible(block, 0, 60))

    def go_to(self, part_id: str) -> None:
        """Give the part of this id the keys."""
        self.finish()
        self.go(next((n for n, block in enumerate(self.blocks) if block.part.id == part_id), -1))

    # --- inside

    def _shown(self, part: Part, block: Block | None) -> Block:
        """A part as a block, the one it has where there is one."""
        raise NotImplementedError

    def _part(self, block: Block) -> Part:
        text = block.line.toPlainText() if isinstance(block, TextBlock) else ""
        known = (block.part, text, self._cited)
        if block.told is not None and block.told[0] == known:
            return block.told[1]
        part = block.part
        if isinstance(block, TextBlock):
            part = replace(part, text=self._names.stored(text))
        kept = dict(part.sources)
        pairs = ((case, self._cited.get(case) or kept.get(case, "")) for case in sourcing.cases_of(part))
        made = replace(part, sources=tuple((case, words) for case, words in pairs if words))
        block.told = (known, made)
        return made

    def _place(self, at: int) -> None:
        """Put a block where it belongs; one that stands there already is left alone."""
        block = self.blocks[at]
        if not self.column.place(at, block):
            return
        above = self.blocks[at - 1] if at else None
        before = above.line if isinstance(above, TextBlock) else above or self.title
        QWidget.setTabOrder(before, block.line if isinstance(block, TextBlock) else block)

    def _drop(self, block: Block) -> None:
        self.column.drop(block)
        block.hide()
        block.deleteLater()
