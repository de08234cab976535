"""Which columns of the window have room: the side panel gives way first, then the list shrinks.

Knows widths and widgets, not what they hold.
"""

from __future__ import annotations

from PySide6.QtWidgets import QSplitter, QWidget

NARROW = 1100
"""Below this width the side panel makes room by itself."""
THREE = 790
"""Below this width a side panel that was called back takes the reader's place until a case is opened."""
_LIST, _SHARE = 250, 0.4
"""The list's least width, and the most of the room it takes from the reader."""


class Room:
    """Decides what is seen at a width. `outer` holds side and the rest, `inner` list and reader."""

    def __init__(self, outer: QSplitter, inner: QSplitter, side: QWidget, column: QWidget, reading: QWidget) -> None:
        self._outer, self._inner = outer, inner
        self._side, self._column, self._reading = side, column, reading
        self._width = 0
        self._list_width = 0
        self.wide = False
        """The reader has all the room."""
        self.peeking = False
        """The reader has what the list can spare, and the side panel's room."""
        self._before: list[int] = []
        self._wanted, self._called = True, False

    def fit(self, width: int) -> bool:
        """Show what has room; True when a column came or went."""
        before = self._hidden()
        if width >= NARROW:
            self._called = False
        self._width = width
        side = not (self.wide or self.peeking) and (self._wanted if width >= NARROW else self._called)
        self._side.setVisible(side)
        self._column.setVisible(not self.wide)
        self._reading.setVisible(not (side and width < THREE))
        self._share(width - (self._side.minimumWidth() if side else 0))
        return before != self._hidden()

    def toggle_wide(self) -> None:
        """Give the reader all the room, or take it back."""
        self.wide = not self.wide
        self.fit(self._width)

    def toggle_peek(self) -> None:
        """Make the list narrow and the reader wide, or give both what they had."""
        if self.wide:
            self.wide = False
        elif self.peeking:
            self.peeking = False
        else:
            self.peeking, self._before = True, self._inner.sizes()
        self.fit(self._width)
        if self.peeking:
            self._inner.setSizes([_LIST, max(1, self._width - _LIST)])
        elif self._before:
            self._inner.setSizes(self._before)
            self._before = []

    def toggle_side(self) -> None:
        """Show or hide the side panel."""
        self.call_side(on=self._side.isHidden())

    def call_side(self, *, on: bool) -> None:
        """Show the side panel however narrow it is, or put it away."""
        if on:
            self.wide = self.peeking = False
        if self._width >= NARROW:
            self._wanted = on
        else:
            self._called = on
        self.fit(self._width)

    def uncover(self) -> None:
        """Let the reader be seen."""
        if self._reading.isHidden():
            self.call_side(on=False)

    def told(self) -> str:
        """The columns' widths as settings keep them; empty while one of them is hidden or squeezed."""
        whole = not self._list_width and not self.peeking and not any(self._hidden())
        return ",".join(map(str, [*self._outer.sizes(), *self._inner.sizes()])) if whole else ""

    def restore(self, told: str, width: int) -> None:
        """Give the columns the widths that were told."""
        sizes = [int(size) for size in told.split(",") if size.isdecimal()]
        if len(sizes) == 4 and all(sizes):
            self._outer.setSizes(sizes[:2])
            self._inner.setSizes(sizes[2:])
        self.fit(width)

    def _share(self, room: int) -> None:
        """A list as wide as it was chosen, as long as the reader has the greater part."""
        if self._column.isHidden() or self._reading.isHidden():
            return
        now = self._inner.sizes()[0]
        chosen = self._list_width or now
        fitting = max(_LIST, round(room * _SHARE))
        if chosen > fitting:
            self._list_width = chosen
            self._inner.setSizes([fitting, max(1, room - fitting)])
        elif self._list_width:
            self._list_width = 0
            self._inner.setSizes([chosen, max(1, room - chosen)])

    def _hidden(self) -> tuple[bool, ...]:
        return tuple(part.isHidden() for part in (self._side, self._column, self._reading))
