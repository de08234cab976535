"""Where a stretch of a case's text stands on the pieces of its file, and the other way round.

Both have the same characters in the same order, white space aside; a heading's pieces are in no case's text.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.services.reviewing import Candidate, Review

Placed = tuple[int, int, int]
"""A piece, and start and end in it."""


def on_pieces(review: Review, case: Candidate, start: int, end: int) -> tuple[Placed, ...]:
    """The stretches of pieces that a stretch of the case's text came from; empty while the two differ."""
    found: list[Placed] = []
    for number, places in _walked(review, case):
        inside = [index for index, place in enumerate(places) if start <= place < end]
        if inside:
            found.append((number, inside[0], inside[-1] + 1))
        if places and places[-1] >= end:
            break
    return tuple(found)


def in_text(review: Review, case: Candidate, piece: int, start: int, end: int) -> tuple[int, int] | None:
    """Where a stretch of a piece stands in the case's text; None for a heading, and while the two differ."""
    for number, places in _walked(review, case):
        if number == piece:
            some = places[start:end]
            return (some[0], some[-1] + 1) if some else None
    return None


def _walked(review: Review, case: Candidate) -> Iterator[tuple[int, list[int]]]:
    """Each piece of the text with the place of each of its characters in it."""
    text = case.draft.text
    at = 0
    for number in case.pieces[case.heading :]:
        places: list[int] = []
        for char in review.pieces[number].text:
            if not char.isspace():
                while at < len(text) and text[at].isspace():
                    at += 1
                if at >= len(text) or text[at] != char:
                    return
                at += 1
                places.append(at - 1)
            else:
                places.append(at)
        yield number, places
