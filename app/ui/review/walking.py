"""From one place that waits for a person to the next, through all files of a review. Knows no widget."""

from __future__ import annotations

from collections.abc import Sequence

from app.services import awaiting
from app.services.awaiting import Doubt
from app.ui.review.entry import Entry


def next_doubt(
    entries: Sequence[Entry], current: int, piece: int, name: str, *, back: bool = False
) -> tuple[int, Doubt] | None:
    """The file and the place that follow a place, round and round; None when nothing waits any more.

    Args:
        entries: All files.
        current: The one shown.
        piece: Where one stands in it.
        name: What one stands on there, as `awaiting` names it.
        back: The one before instead.
    """
    here = entries[current].review if 0 <= current < len(entries) else None
    if here is not None and (found := awaiting.after(here, piece, name, back=back)):
        return current, found
    count = len(entries)
    for step in range(1, count + 1):
        place = (current - step if back else current + step) % count
        review = entries[place].review
        doubts = awaiting.doubts(review) if review else ()
        if doubts:
            return place, doubts[-1 if back else 0]
    return None
