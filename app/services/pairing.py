"""Which case of a new version is which of the old one. Knows cases, no library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.extract.kin import letters, likeness

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from db.records import Case, CaseDraft

_ALIKE, _BARELY = 0.45, 0.15
"""Likeness from which texts speak for themselves, and from which they do when title or number and owner agree."""
_NAMED = 0.15
_MANY = 90_000


def paired(old: Sequence[Case], new: Sequence[CaseDraft]) -> Iterator[tuple[Case | None, CaseDraft | None]]:
    """Pairs in the order of the new version, then those of the old one that it does not hold."""
    texts = [letters(case.text) for case in old], [letters(draft.text) for draft in new]
    partner = _identical(*texts)
    taken = set(partner.values())
    left = [n for n in range(len(new)) if n not in partner]
    free = [o for o in range(len(old)) if o not in taken]
    if len(left) * len(free) <= _MANY:
        scored = [(_score(old[o], new[n], texts[0][o], texts[1][n]), -n, -o) for n in left for o in free]
        for score, n, o in sorted(scored, reverse=True):
            if score > 0 and -n not in partner and -o not in taken:
                partner[-n] = -o
                taken.add(-o)
    for number, draft in enumerate(new):
        yield (old[partner[number]] if number in partner else None), draft
    for number, case in enumerate(old):
        if number not in taken:
            yield case, None


def _identical(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """New -> old of those that did not change, in order where several are the same."""
    places: dict[str, list[int]] = {}
    for number in reversed(range(len(old))):
        places.setdefault(old[number], []).append(number)
    return {number: places[text].pop() for number, text in enumerate(new) if places.get(text)}


def _score(old: Case, new: CaseDraft, before: str, after: str) -> float:
    """How well they go together; 0 when they do not."""
    like = likeness(before, after)
    titled = old.title == new.title or (old.number is not None and old.number == new.number)
    owned = old.owner is not None and old.owner == new.owner
    if like < (_BARELY if titled or owned else _ALIKE):
        return 0.0
    return like + _NAMED * titled + _NAMED * owned
