"""Where cards stand in the margin: moved as little as can be from beside their passages, none on another. Pure numbers.

With the room above each card taken off, cards in order are numbers that must not fall: the nearest such numbers
(least squares, by pooling neighbours that would cross) are the places, held between the two borders.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

_LOOSE = 0.001
"""How much the wish of a card counts that belongs to no place."""


def stacked(
    wanted: Sequence[int],
    heights: Sequence[int],
    gap: int,
    focus: int | None = None,
    room: int | None = None,
    loose: Collection[int] = (),
) -> list[int]:
    """Tops of cards in order.

    Args:
        wanted: Where each would stand if it were alone, in the order of the text.
        heights: Their heights.
        gap: Least room between two.
        focus: The card that stands exactly where it wants, as far as the borders leave it.
        room: Where the last card must end at the latest, as far as all fit in; None when there is no border.
        loose: Cards without a place of their own: they give way before any other.

    Returns:
        Tops, none below 0; each card begins at least `gap` after the one before ends.
    """
    above, used = [], 0
    for height in heights:
        above.append(used)
        used += height + gap
    free = None if room is None else max(0, room - (used - gap))
    wishes = [float(want - over) for want, over in zip(wanted, above, strict=True)]
    weights = [_LOOSE if at in loose else 1.0 for at in range(len(wishes))]
    if focus is None or not 0 <= focus < len(wishes):
        places = _held(_rising(wishes, weights), 0, free)
    else:
        here = _held(wishes[focus : focus + 1], 0, free)[0]
        before = _held(_rising(wishes[:focus], weights[:focus]), 0, here)
        after = _held(_rising(wishes[focus + 1 :], weights[focus + 1 :]), here, free)
        places = [*before, here, *after]
    return [round(place) + over for place, over in zip(places, above, strict=True)]


def _rising(wishes: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The numbers nearest to these that never fall: those that cross are pooled at their weighted middle."""
    pools: list[tuple[float, float, int]] = []
    for wish, weight in zip(wishes, weights, strict=True):
        middle, heavy, count = wish, weight, 1
        while pools and pools[-1][0] > middle:
            other, mass, some = pools.pop()
            middle = (middle * heavy + other * mass) / (heavy + mass)
            heavy, count = heavy + mass, count + some
        pools.append((middle, heavy, count))
    return [middle for middle, _, count in pools for _ in range(count)]


def _held(places: Sequence[float], low: float, high: float | None) -> list[float]:
    return [max(low, place if high is None else min(high, place)) for place in places]
