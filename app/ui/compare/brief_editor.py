"""The text of a brief: parts one below the other, moved and levelled by keys or by hand, its sources at the foot.

Knows parts and how cases are cited; no library. Own words show a source as `[[name]]` and keep its case's id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.services import sourcing
from app.ui import theme
from app.ui.compare import brief_menu
from app.ui.compare.brief_block import Block, QuoteBlock, TextBlock, style
from app.ui.compare.brief_drop import Ground
from app.ui.compare.brief_names import Names
from app.ui.record.naming import named
from db.briefs import Part
from db.cases import new_id

if TYPE_CHECKING:
    from app.services.sourcing import Sourced, Unsourced
    from app.ui.theme import Palette

B = TypeVar("B", bound=Block)
_SOON = 200
_LEVELS = ("one", "two", "own")
_AS = {
    "one": {"kind": "heading", "level": 1},
    "two": {"kind": "heading", "level": 2},
    "own": {"kind": "own", "level": 1},
    "opinion": {"kind": "opinion", "level": 1},
}


class BriefEditor(QScrollArea):
    """The parts of one brief."""

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
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self.number)
        self._build()

    def _build(self) -> None:
        self.ground = Ground(self)
        self.ground.part_dropped.connect(self._dropped)
        self.ground.quote_dropped.connect(self.quote_wanted)
        self.title = named(QLabel(self.ground), "briefTitle")
        self.title.setFont(theme.serif(24, bold=True))
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.more = QPushButton("＋ 段落", self.ground)
        self.head = QPushButton("＋ 标题", self.ground)
        for button, told, kind in ((self.more, "加一段自己的话", "own"), (self.head, "加一个标题", "one")):
            named(button, "link", told).clicked.connect(partial(self.add, kind))
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
        self.column = QVBoxLayout()
        self.column.setSpacing(4)
        column.addLayout(self.column)
        column.addLayout(row)
        column.addWidget(self.foot)
        column.addStretch(1)
        self.setWidget(self.ground)

    # --- what it shows

    def show_title(self, name: str) -> None:
        """What the brief is called."""
        self.title.setText(name)

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
        made = [self._shown(part, had.get(part.id)) for part in parts]
        kept = {id(block) for block in made}
        lost = any(self._holds(block) for block in self.blocks if id(block) not in kept)
        for block in self.blocks:
            if id(block) not in kept:
                self._drop(block)
        self.blocks = made
        self._arrange()
        self.number()
        if lost and self.blocks:
            self.go(min(at, len(self.blocks) - 1))

    def parts(self) -> tuple[Part, ...]:
        """The parts as they stand."""
        return tuple(self._part(block) for block in self.blocks)

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
        why = {one.part_id: one.why for one in reversed(self.missing)}
        for block, part in zip(self.blocks, parts, strict=True):
            if isinstance(block, QuoteBlock):
                there = part.case_id in self._there
                block.show_part(part, self.places.get(part.id, ""), self.sourced.number(part), there=there)
            elif isinstance(block, TextBlock):
                block.warn(why.get(part.id, ""))
        lines = [f"[{number}] {words}" for number, words in enumerate(self.sourced.citations, 1)]
        self.foot.setText("\n".join(["出处", *lines]) if lines else "引进来的话会在这里按先后列出出处。")
        self.checked.emit(self.sourced, self.missing)

    # --- where one is

    def at(self) -> int:
        """The number of the part that has the keys; the last one when none has."""
        inside = (number for number, block in enumerate(self.blocks) if self._holds(block))
        return next(inside, len(self.blocks) - 1)

    @property
    def composing(self) -> bool:
        """Whether an input method is in the middle of a word."""
        return any(isinstance(block, TextBlock) and block.line.composing for block in self.blocks)

    def _holds(self, block: Block) -> bool:
        found: QWidget | None = self.focusWidget()
        return found is not None and (block is found or block.isAncestorOf(found))

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
        self.go(next((n for n, block in enumerate(self.blocks) if block.part.id == part_id), -1))

    # --- what is done to it

    def add(self, kind: str = "own") -> None:
        """A new empty part at the end."""
        self._put(len(self.blocks), Part(id=new_id(), kind="own"), kind)
        self.changed.emit("加一段")

    def insert(self, number: int, parts: Sequence[Part], places: Mapping[str, str], label: str) -> None:
        """Put parts before the one of that number; an empty line there gives way."""
        self.places.update(places)
        before = list(self.parts())
        number = max(0, min(number, len(before)))
        if number and not before[number - 1].text.strip() and before[number - 1].kind == "own":
            number -= 1
            del before[number]
        self.show_parts([*before[:number], *parts, *before[number:]])
        self.changed.emit(label)
        self.go(number + len(parts) - 1)

    def cite(self, name: str, case_id: str) -> None:
        """Put a source where the caret is, or at the end of own words."""
        block = self.blocks[self.at()] if self.blocks else None
        if not isinstance(block, TextBlock) or block.part.kind == "heading":
            self.add()
            block = self.blocks[-1]
        assert isinstance(block, TextBlock)  # noqa: S101 - tells mypy
        block.line.insertPlainText(f"[[{self._names.of(name, case_id)}]]")

    def swap(self, part_id: str, part: Part, place: str) -> None:
        """Put another quote where one stands."""
        self.places[part.id] = place
        self.show_parts([part if one.id == part_id else one for one in self.parts()])
        self.changed.emit("更新引文")

    def allow(self, part_id: str) -> None:
        """Own words are an opinion."""
        block = next((one for one in self.blocks if one.part.id == part_id), None)
        if block is not None:
            self._become(block, "opinion")

    # --- inside

    def _shown(self, part: Part, block: Block | None) -> Block:
        if part.kind == "quote":
            quote = block if isinstance(block, QuoteBlock) else self._quote(part)
            quote.part = part
            return quote
        text = block if isinstance(block, TextBlock) else self._text(part)
        text.show_part(part, self._names.typed(part.text))
        return text

    def _text(self, part: Part) -> TextBlock:
        block = TextBlock(part, self.ground)
        line = block.line
        line.typed.connect(self._typing)
        line.split.connect(lambda before, after: self._split(block, before, after))
        line.joined.connect(lambda: self._join(block))
        line.levelled.connect(lambda step: self._level(block, step))
        line.become.connect(lambda kind: self._become(block, kind))
        line.pasted.connect(lambda given: self._pasted(block, given))
        line.turned.connect(self.turned)
        line.left.connect(self.left)
        line.out.connect(self.out)
        return self._adopt(block)

    def _quote(self, part: Part) -> QuoteBlock:
        block = QuoteBlock(part, self.ground)
        block.written.connect(lambda: self._after(block))
        block.opened.connect(
            lambda: self.case_wanted.emit(block.part.case_id, block.part.start or 0, block.part.end or 0)
        )
        block.retaken.connect(lambda: self.retake_wanted.emit(block.part))
        return self._adopt(block)

    def _adopt(self, block: B) -> B:
        block.moved.connect(lambda step: self._move(block, step))
        block.stepped.connect(lambda step: self._step(block, step))
        block.removed.connect(lambda: self._remove(block))
        block.menu_wanted.connect(lambda place: self._menu(block, place))
        block.set_palette(self._palette)
        return block

    def _part(self, block: Block) -> Part:
        part = block.part
        if isinstance(block, TextBlock):
            part = replace(part, text=self._names.stored(block.line.toPlainText()))
        kept = dict(part.sources)
        pairs = ((case, self._cited.get(case) or kept.get(case, "")) for case in sourcing.cases_of(part))
        return replace(part, sources=tuple((case, words) for case, words in pairs if words))

    def _arrange(self) -> None:
        while self.column.count():
            self.column.takeAt(0)
        before: QWidget = self.title
        for block in self.blocks:
            self.column.addWidget(block)
            block.show()
            mine = block.line if isinstance(block, TextBlock) else block
            QWidget.setTabOrder(before, mine)
            before = mine
        self.ground.blocks = self.blocks

    def _drop(self, block: Block) -> None:
        self.column.removeWidget(block)
        block.hide()
        block.deleteLater()

    def _put(self, number: int, part: Part, kind: str) -> None:
        part = replace(part, **_AS[kind])  # type: ignore[arg-type]
        parts = list(self.parts())
        self.show_parts([*parts[:number], part, *parts[number:]])
        self.go(number, 0)

    def _typing(self) -> None:
        self._soon.start()
        self.changed.emit("")

    def _split(self, block: TextBlock, before: str, after: str) -> None:
        number = self.blocks.index(block)
        block.line.take(before)
        kind = "own" if block.part.kind == "heading" else style(block.part)
        self._put(number + 1, Part(id=new_id(), kind="own", text=self._names.stored(after)), kind)
        self.changed.emit("另起一段")

    def _after(self, block: Block) -> None:
        self._put(self.blocks.index(block) + 1, Part(id=new_id(), kind="own"), "own")
        self.changed.emit("另起一段")

    def _join(self, block: TextBlock) -> None:
        """Backspace at the beginning: a heading becomes a paragraph, a paragraph joins the one before."""
        number = self.blocks.index(block)
        text = block.line.toPlainText()
        if block.part.kind != "own":
            self._become(block, "own")
            return
        above = self.blocks[number - 1] if number else None
        if isinstance(above, TextBlock):
            end = len(above.line.toPlainText().encode("utf-16-le", "surrogatepass")) // 2
            above.line.take(above.line.toPlainText() + text)
            self._remove(block, number - 1, end)
        elif above is not None and not text:
            self._remove(block, number - 1)
        elif above is not None:
            self.go(number - 1)

    def _remove(self, block: Block, then: int | None = None, position: int = -1) -> None:
        number = self.blocks.index(block)
        parts = [part for part in self.parts() if part.id != block.part.id]
        self.show_parts(parts or [Part(id=new_id(), kind="own")])
        self.go(min(number, len(self.blocks) - 1) if then is None else then, position)
        self.changed.emit("删除一段")

    def _level(self, block: TextBlock, step: int) -> None:
        kind = style(block.part)
        at = _LEVELS.index(kind) if kind in _LEVELS else len(_LEVELS) - 1
        self._become(block, _LEVELS[max(0, min(at + step, len(_LEVELS) - 1))])

    def _become(self, block: Block, kind: str) -> None:
        if isinstance(block, TextBlock) and style(block.part) != kind:
            part = replace(self._part(block), **_AS[kind])  # type: ignore[arg-type]
            block.show_part(part, block.line.toPlainText())
            self.number()
            self.changed.emit("改样式")

    def _move(self, block: Block, step: int) -> None:
        number = self.blocks.index(block)
        self._carry(number, number + step + (step > 0))

    def _carry(self, number: int, before: int) -> None:
        """Move a part to before that of another number."""
        parts = list(self.parts())
        to = before - (before > number)
        if not 0 <= to < len(parts) or to == number:
            return
        parts.insert(to, parts.pop(number))
        self.show_parts(parts)
        self.go(to)
        self.changed.emit("移动一段")

    def _dropped(self, part_id: str, before: int) -> None:
        number = next((n for n, block in enumerate(self.blocks) if block.part.id == part_id), None)
        if number is not None:
            self._carry(number, before)

    def _step(self, block: Block, step: int) -> None:
        self.go(self.blocks.index(block) + step, 0 if step > 0 else -1)

    def _pasted(self, block: TextBlock, given: object) -> None:
        number = self.blocks.index(block) + 1
        if isinstance(given, list):
            parts = [Part(id=new_id(), kind="own", text=str(line).strip()) for line in given]
            self.insert(number, parts, {}, "粘贴")
        else:
            self.quote_wanted.emit(given, number)

    def _menu(self, block: Block, place: QPoint) -> None:
        rest = (partial(self._after, block), partial(self._remove, block))
        brief_menu.offer(block, place, partial(self._become, block), partial(self._move, block), rest)
