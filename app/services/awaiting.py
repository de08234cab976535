"""Everything of a file under review that waits for a person, in the order of its text, to be walked one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.services.reviewing import Review
from app.services.settling import items, open_items


@dataclass(frozen=True, slots=True)
class Doubt:
    """One place. `name` is that of a case's value, else `join` or `piece`."""

    kind: Literal["join", "stray", "value"]
    piece: int
    key: int | None = None
    name: str = ""


def doubts(review: Review) -> tuple[Doubt, ...]:
    """Loose joins and pieces nobody can place where they stand; a case's open values where it begins.

    This alone decides whether a file is done: counts, walk, bar and what may be stored as checked follow it.
    """
    joins = {join.left for join in review.unsure_joins()}
    strays = set(review.strays())
    openings = {case.pieces[0]: case.key for case in review.cases}
    owners = review.owners()
    found: list[Doubt] = []
    for number in range(len(review.pieces)):
        key = openings.get(number)
        if key is not None:
            found += [Doubt("value", number, key, item.name) for item in open_items(review, key)]
        if number in strays:
            found.append(Doubt("stray", number, name="piece"))
        if number in joins:
            found.append(Doubt("join", number, owners[number], "join"))
    return tuple(found)


def after(review: Review, piece: int, name: str, *, back: bool = False) -> Doubt | None:
    """The doubt that follows a place, None when it was the last one.

    Args:
        review: The file.
        piece: Where one stands.
        name: What one stands on there, as a doubt's name; empty for what waits for nobody.
        back: The one before instead.
    """
    order = doubts(review)
    here = next((n for n, doubt in enumerate(order) if (doubt.piece, doubt.name) == (piece, name)), None)
    if here is not None:
        there = here - 1 if back else here + 1
        return order[there] if 0 <= there < len(order) else None
    place = _among(review, piece)
    mine = place.get(name, -1)
    if back:
        before = (doubt for doubt in reversed(order) if doubt.piece < piece or _is(doubt, piece, place, below=mine))
        return next(before, None)
    return next(
        (
            doubt
            for doubt in order
            if doubt.piece > piece or (doubt.piece == piece and place.get(doubt.name, mine + 1) > mine)
        ),
        None,
    )


def _among(review: Review, piece: int) -> dict[str, int]:
    """The values of the case that begins at a piece, by name, each with its place in the record."""
    key = next((case.key for case in review.cases if case.pieces[0] == piece), None)
    return {item.name: at for at, item in enumerate(items(review, key))} if key is not None else {}


def _is(doubt: Doubt, piece: int, place: dict[str, int], *, below: int) -> bool:
    return doubt.piece == piece and place.get(doubt.name, below) < below
