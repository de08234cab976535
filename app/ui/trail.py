"""The way a reader took from case to case, to go back and forward on. Knows nothing but ids."""

from __future__ import annotations

LONGEST = 200


class Trail:
    """Like a browser's: going somewhere new forgets the way forward."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._at = -1

    def visit(self, case_id: str) -> None:
        """Come to a case; coming to where one is changes nothing."""
        if self._ids[self._at : self._at + 1] == [case_id] and self._at >= 0:
            return
        self._ids = [*self._ids[: self._at + 1], case_id][-LONGEST:]
        self._at = len(self._ids) - 1

    def back(self) -> str | None:
        """Where one came from."""
        return self._go(-1)

    def forward(self) -> str | None:
        """Where one went back from."""
        return self._go(1)

    @property
    def can_go_back(self) -> bool:
        """Whether there is a way back."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a way forward."""
        return self._at + 1 < len(self._ids)

    def _go(self, by: int) -> str | None:
        if not 0 <= self._at + by < len(self._ids):
            return None
        self._at += by
        return self._ids[self._at]
