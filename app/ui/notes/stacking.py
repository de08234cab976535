"""Where cards stand in the margin: as near to their passages as they can without lying on each other. Pure numbers."""

from __future__ import annotations

from collections.abc import Sequence


def stacked(wanted: Sequence[int], heights: Sequence[int], gap: int, focus: int | None = None) -> list[int]:
    """Tops of cards in order.

    Args:
        wanted: Where each would stand if it were alone, in the order of the text.
        heights: Their heights.
        gap: Least room between two.
        focus: The card that stands exactly where it wants, as far as those before it leave room above 0.

    Returns:
        Tops, none below 0; each card begins at least `gap` after the one before ends.
    """
    tops = _down(wanted, heights, gap)
    if focus is None or not 0 <= focus < len(tops):
        return tops
    needed = sum(heights[:focus]) + gap * focus
    tops[focus] = max(wanted[focus], needed)
    for at in range(focus - 1, -1, -1):
        tops[at] = min(tops[at], tops[at + 1] - gap - heights[at])
    free = tops[focus] + heights[focus] + gap
    return tops[: focus + 1] + _down(wanted[focus + 1 :], heights[focus + 1 :], gap, free)


def _down(wanted: Sequence[int], heights: Sequence[int], gap: int, free: int = 0) -> list[int]:
    tops = []
    for want, height in zip(wanted, heights, strict=True):
        top = max(want, free, 0)
        tops.append(top)
        free = top + height + gap
    return tops
