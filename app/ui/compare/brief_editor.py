"""What is done to the text of a brief: parts are written, moved and levelled by keys or by hand.

Knows parts and how cases are cited; no library. Own words show a source as `[[name]]` and keep its case's id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from app.ui.compare import brief_menu
from app.ui.compare.brief_block import Block, QuoteBlock, TextBlock, style
from app.ui.compare.brief_view import BriefView
from db.briefs import Part
from db.cases import new_id

if TYPE_CHECKING:
    from app.ui.theme import Palette

B = TypeVar("B", bound=Block)
_LEVELS = ("one", "two", "own")
_AS = {
    "one": {"kind": "heading", "level": 1},
    "two": {"kind": "heading", "level": 2},
    "own": {"kind": "own", "level": 1},
    "opinion": {"kind": "opinion", "level": 1},
}


class BriefEditor(BriefView):
    """The parts of one brief, and what is done to them."""

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(palette, parent)
        self.ground.part_dropped.connect(self._dropped)
        for button, kind in ((self.more, "own"), (self.head, "one")):
            button.clicked.connect(partial(self.add, kind))

    # --- what is done to it

    def add(self, kind: str = "own") -> None:
        """A new empty part at the end."""
        self.finish()
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
        self.finish()
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
