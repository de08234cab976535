"""What sources are called in the words of a brief while one writes: a name for every case, no two alike. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import linked

if TYPE_CHECKING:
    from db.linked import Link


class Names:
    """Name -> case, as long as a brief is on the page."""

    def __init__(self) -> None:
        self._cases: dict[str, str] = {}

    def of(self, name: str, case_id: str) -> str:
        """What a case is called here: its name, with a number when another case has it already."""
        plain = linked.written(name)[2:-2]
        held = next((one for one, case in self._cases.items() if case == case_id), None)
        if held is None:
            tries = (plain, *(f"{plain}·{n}" for n in range(2, len(self._cases) + 3)))
            held = next(one for one in tries if one not in self._cases)
            self._cases[held] = case_id
        return held

    def typed(self, text: str) -> str:
        """Stored words as they are typed: `[[name]]`."""

        def name(link: Link) -> str:
            called = self.of(link.name, link.id) if link.id else link.name
            return linked.written(called, paragraph=link.paragraph)

        return linked.rewritten(text, name)

    def stored(self, text: str) -> str:
        """Typed words as they are stored: `[[name|case]]`."""

        def hold(link: Link) -> str:
            return linked.written(link.name, link.id or self._cases.get(link.name, ""), link.paragraph)

        return linked.rewritten(text, hold)
