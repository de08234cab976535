"""The way a reader took from case to case and from place to place, to go back and forward on. Knows ids only."""

from __future__ import annotations

from dataclasses import dataclass, replace

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Stop:
    """A case on the way, and the character that stood at the top; None: wherever the case was left."""

    case_id: str
    position: int | None = None


class Trail:
    """Like a browser's: going somewhere new forgets the way forward."""

    def __init__(self) -> None:
        self._stops: list[Stop] = []
        self._at = -1

    @property
    def here(self) -> Stop | None:
        """Where one is."""
        return self._stops[self._at] if self._at >= 0 else None

    def visit(self, case_id: str) -> None:
        """Come to a case; coming to the one where one is changes nothing."""
        if self.here is None or self.here.case_id != case_id:
            self._add(Stop(case_id))

    def jump(self, case_id: str, before: int, after: int) -> None:
        """Go from one place of a case to another."""
        if self.here is None or self.here.case_id != case_id:
            self._add(Stop(case_id))
        self.leave(before)
        self._add(Stop(case_id, after))

    def leave(self, position: int) -> None:
        """Remember where in the case one stands before going on."""
        if self.here is not None:
            self._stops[self._at] = replace(self.here, position=position)

    def back(self) -> Stop | None:
        """Where one came from."""
        return self._go(-1)

    def forward(self) -> Stop | None:
        """Where one went back from."""
        return self._go(1)

    @property
    def can_go_back(self) -> bool:
        """Whether there is a way back."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a way forward."""
        return self._at + 1 < len(self._stops)

    def _add(self, stop: Stop) -> None:
        self._stops = [*self._stops[: self._at + 1], stop][-LONGEST:]
        self._at = len(self._stops) - 1

    def _go(self, by: int) -> Stop | None:
        if not 0 <= self._at + by < len(self._stops):
            return None
        self._at += by
        return self._stops[self._at]
