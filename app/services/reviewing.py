"""A file under review: its text in pieces, which piece belongs to which case, and every move a person can make.

All records are frozen and every move gives a new `Review`, so that going back is keeping the old one. Whatever is
moved, each piece stays in one place: in one case, or outside all. Knows neither how a text is understood (see
`app.services.recasting`) nor how a value is settled (see `app.services.settling`), nor Qt nor SQL.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from app.extract.taught import NOTHING, Taught
from db.records import CaseDraft, DocumentDraft, Practice, Result, Span, Theme

Located = TypeVar("Located", Theme, Practice, Result)

Why = Literal["", "front", "byline", "caption", "furniture", "label", "person"]
"""Why a piece stands outside all cases; empty when nobody knows: it waits for its case."""
Trust = Literal["sure", "likely", "loose"]
"""How plainly two pieces go together: by the words across the break, by little, by what they speak of only."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of the file. `start` and `end` cover the file's text without a gap; `span` is the printed part."""

    number: int
    start: int
    end: int
    span: Span
    at: int
    """Where it begins in the repaired text."""
    text: str
    """As repaired."""
    closed: bool
    """Whether it ends with a sentence."""
    why: Why = ""


@dataclass(frozen=True, slots=True)
class Join:
    """Two pieces read one after the other that do not stand so in the file."""

    left: int
    right: int
    trust: Trust
    why: str = ""
    """What speaks for it, in words."""


@dataclass(frozen=True, slots=True)
class TaskCut:
    """A task of a plan by its pieces; what is None was not read or not said."""

    pieces: tuple[int, ...]
    number: int | None = None
    title: str | None = None
    responsible: str | None = None
    said: bool = False
    """Whether a person wrote number, title and responsible bodies."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that may enter the library: its pieces in reading order and what was understood of them."""

    key: int
    pieces: tuple[int, ...]
    draft: CaseDraft
    heading: int = 0
    """So many of its first pieces are heading and not part of the draft's text."""
    stale: bool = False
    """Whether its pieces changed since the draft was made."""
    fixed: frozenset[str] = frozenset()
    """Values a person accepted or set (`app.services.settling` names them)."""
    dropped: frozenset[str] = frozenset()
    """Values a person took away."""
    opening: tuple[int, ...] = ()
    """The pieces from which title and owner were read."""
    tasks: tuple[TaskCut, ...] | None = None
    """A plan's tasks as a person cut them; None: as they were understood."""


@dataclass(frozen=True, slots=True)
class Review:
    """One file under review."""

    document: DocumentDraft
    pieces: tuple[Piece, ...]
    cases: tuple[Candidate, ...]
    joins: tuple[Join, ...] = ()
    accepted: frozenset[tuple[int, int]] = frozenset()
    """Joins a person accepted."""
    repairs: int = 0
    suspects: int = 0
    """Places where characters were repaired, and where one is gone for good."""
    traditional: bool = False
    update: str | None = None
    """The stored document that this file is written over; None stores a new one."""
    apart: frozenset[int] = frozenset()
    """Keys of cases that a person says tell a story of their own."""
    taught: Taught = NOTHING
    """What the library had learned when the file was understood."""

    def case(self, key: int) -> Candidate:
        """The case with this key.

        Raises:
            KeyError: there is none.
        """
        for case in self.cases:
            if case.key == key:
                return case
        raise KeyError(key)

    def owners(self) -> list[int | None]:
        """For each piece the key of its case, None for those outside."""
        found: list[int | None] = [None] * len(self.pieces)
        for case in self.cases:
            for number in case.pieces:
                found[number] = case.key
        return found

    def shown_joins(self) -> tuple[Join, ...]:
        """The joins that still hold: pieces may have been moved since they were weighed."""
        held = {pair for case in self.cases for pair in zip(case.pieces, case.pieces[1:], strict=False)}
        return tuple(join for join in self.joins if (join.left, join.right) in held)

    def unsure_joins(self) -> tuple[Join, ...]:
        """The joins that wait for a person."""
        open_ = (join for join in self.shown_joins() if join.trust != "sure")
        return tuple(join for join in open_ if (join.left, join.right) not in self.accepted)

    def strays(self) -> tuple[int, ...]:
        """Pieces outside all cases for which there is no reason."""
        return tuple(n for n, key in enumerate(self.owners()) if key is None and not self.pieces[n].why)

    def doubts(self) -> int:
        """How many places of the file's cuts wait for a person."""
        return len(self.unsure_joins()) + len(self.strays())


def spans_of(pieces: Sequence[Piece], numbers: Sequence[int]) -> tuple[Span, ...]:
    """Where pieces stand in the file, in reading order; neighbours are one span."""
    found: list[Span] = []
    last = -2
    for number in numbers:
        span = pieces[number].span
        if number == last + 1:
            first = found[-1].offset
            found[-1] = Span(first, span.offset + span.length - first)
        else:
            found.append(span)
        last = number
    return tuple(found)


def cut_moved(review: Review, key: int, to: int) -> Review:
    """Move a case's beginning up or down in the file.

    Args:
        review: The file.
        key: The case whose cut is moved.
        to: The piece to begin with. No cut passes another one, and no case is emptied.
    """
    case = review.case(key)
    opening = case.pieces[0]
    others = [other.pieces[0] for other in review.cases if other.key != key]
    if to < opening:
        out = _known_outside(review)
        first = max([to, 0, *(at + 1 for at in others if at < opening)])
        moving = tuple(number for number in range(first, opening) if number == first or number not in out)
        rest = tuple(number for number in case.pieces if number not in moving)
        return _placed(_without(review, moving), {key: moving + rest}) if moving else review
    last = min([to, len(review.pieces), *(at for at in others if at > opening)])
    moving = tuple(number for number in case.pieces if opening <= number < last)
    if not moving or len(moving) == len(case.pieces):
        return review
    above = review.owners()[opening - 1] if opening else None
    return assigned(review, moving, above)


def above(review: Review, opening: int) -> int:
    """The piece with which a case begins when its cut goes up by one: what rightly stands outside is passed over."""
    out = _known_outside(review)
    return next((number for number in range(opening - 1, -1, -1) if number not in out), opening - 1)


def _known_outside(review: Review) -> frozenset[int]:
    """The pieces that are in no case for a reason that nobody gave but the file itself."""
    owners = review.owners()
    return frozenset(p.number for p in review.pieces if owners[p.number] is None and p.why not in ("", "person"))


def merged(review: Review, key: int) -> Review:
    """Make a case one with the case before it; that one keeps its title and owner."""
    keys = [case.key for case in review.cases]
    place = keys.index(key)
    if place == 0:
        return review
    before, case = review.cases[place - 1], review.cases[place]
    both = replace(
        before,
        pieces=before.pieces + case.pieces,
        draft=_with_settled(before.draft, case.draft),
        dropped=before.dropped | case.dropped,
        tasks=before.tasks and before.tasks + (case.tasks or ()),
        stale=True,
    )
    return replace(review, cases=(*review.cases[: place - 1], both, *review.cases[place + 1 :]))


def split(review: Review, number: int) -> Review:
    """Begin a new case at a piece; outside all cases it takes what stands below up to the next case."""
    owners = review.owners()
    key = owners[number]
    new = max((case.key for case in review.cases), default=0) + 1
    if key is None:
        end = number
        while end < len(owners) and owners[end] is None:
            end += 1
        numbers = tuple(range(number, end))
        place = sum(case.pieces[0] < number for case in review.cases)
        return replace(review, cases=(*review.cases[:place], _fresh(review, new, numbers), *review.cases[place:]))
    case = review.case(key)
    at = case.pieces.index(number)
    if at == 0:
        return review
    upper, lower = case.pieces[:at], _fresh(review, new, case.pieces[at:])
    stays, goes = _shared_out(case.draft, "".join(review.pieces[n].text for n in upper), lower.draft.text)
    kind = "plan" if case.draft.kind == "plan" else lower.draft.kind
    halves = (
        replace(case, pieces=upper, draft=stays, tasks=_from(case.tasks, upper), stale=True),
        replace(
            lower, draft=replace(_with_settled(lower.draft, goes), kind=kind), tasks=_from(case.tasks, lower.pieces)
        ),
    )
    place = review.cases.index(case)
    return replace(review, cases=(*review.cases[:place], *halves, *review.cases[place + 1 :]))


def assigned(review: Review, numbers: Sequence[int], key: int | None) -> Review:
    """Give pieces to a case, or take them out of all with None. A case left without pieces is gone."""
    moving = tuple(dict.fromkeys(numbers))
    owners = review.owners()
    if all(owners[number] == key for number in moving):
        return review
    if key is None:
        pieces = list(review.pieces)
        for number in moving:
            pieces[number] = replace(pieces[number], why="person")
        return replace(_without(review, moving), pieces=tuple(pieces))
    kept = tuple(number for number in review.case(key).pieces if number not in moving)
    at = _place_for(kept, moving, closed=review.pieces[moving[-1]].closed)
    bare = _without(review, tuple(number for number in moving if owners[number] != key))
    return _placed(bare, {key: kept[:at] + moving + kept[at:]})


def run_from(review: Review, number: int) -> tuple[int, ...]:
    """A piece and those that follow it in its case without a break in the file's order."""
    key = review.owners()[number]
    if key is None:
        return (number,)
    pieces = review.case(key).pieces
    owners = review.owners()
    run = [number]
    for following in pieces[pieces.index(number) + 1 :]:
        between = owners[run[-1] + 1 : following]
        if following < run[-1] or any(other is not None for other in between):
            break
        run.append(following)
    return tuple(run)


def accepted(review: Review, join: Join) -> Review:
    """A person says that two pieces go together."""
    return replace(review, accepted=review.accepted | {(join.left, join.right)})


def chosen_version(review: Review, document_id: str | None) -> Review:
    """A person says that the file is written over a stored document, or that it is a new one."""
    return replace(review, update=document_id)


def chosen_apart(review: Review, key: int, *, on: bool) -> Review:
    """A person says that a case tells a story of its own, or the one that is there already."""
    return replace(review, apart=review.apart | {key} if on else review.apart - {key})


def explained(review: Review, number: int) -> Review:
    """A person says that a piece outside all cases is rightly there."""
    pieces = list(review.pieces)
    pieces[number] = replace(pieces[number], why="person")
    return replace(review, pieces=tuple(pieces))


def _from(tasks: tuple[TaskCut, ...] | None, pieces: Sequence[int]) -> tuple[TaskCut, ...] | None:
    """The tasks that begin among these pieces."""
    return tasks and tuple(task for task in tasks if task.pieces[0] in pieces)


def _place_for(kept: Sequence[int], moving: Sequence[int], *, closed: bool) -> int:
    """Where pieces go in among others: below the last one above them; from above all of them to the end.

    Only a heading (`closed` is False: it does not end with a sentence) right above the case goes before it.
    """
    first, last = min(moving), max(moving)
    if kept and first < min(kept):
        return 0 if last + 1 == kept[0] and not closed else len(kept)
    above = [place for place, number in enumerate(kept) if number < first]
    nearest = max(above, key=lambda place: kept[place], default=len(kept) - 1)
    return nearest + 1


def _without(review: Review, moving: Sequence[int]) -> Review:
    gone = set(moving)
    return _placed(
        review,
        {
            case.key: tuple(number for number in case.pieces if number not in gone)
            for case in review.cases
            if gone.intersection(case.pieces)
        },
    )


def _placed(review: Review, placing: Mapping[int, tuple[int, ...]]) -> Review:
    """Give some cases other pieces; those left without any go."""
    cases = (
        replace(case, pieces=placing[case.key], stale=True) if case.key in placing else case for case in review.cases
    )
    return replace(review, cases=tuple(case for case in cases if case.pieces))


def _fresh(review: Review, key: int, numbers: tuple[int, ...]) -> Candidate:
    """A new case of which nothing is understood yet."""
    text = "\n".join(review.pieces[number].text for number in numbers)
    draft = CaseDraft(
        kind="other", title=review.pieces[numbers[0]].text[:40], text=text, spans=spans_of(review.pieces, numbers)
    )
    return Candidate(key, numbers, draft, stale=True)


def _with_settled(draft: CaseDraft, other: CaseDraft) -> CaseDraft:
    """A draft with what a person settled in another; its places are found again when it is understood anew."""
    themes = {theme.id for theme in draft.themes}
    names = {practice.name for practice in draft.practices}
    settled = [t for t in other.themes if t.status == "user" and t.id not in themes]
    practices = [p for p in other.practices if p.status == "user" and p.name not in names]
    shift = len(draft.text) + 1
    results = [r for r in other.results if r.status == "user"]
    return replace(
        draft,
        text=f"{draft.text}\n{other.text}",
        themes=(*draft.themes, *(_moved(t, shift) for t in settled)),
        practices=(*draft.practices, *(_moved(p, shift) for p in practices)),
        results=(*draft.results, *(_moved(r, shift) for r in results)),
    )


def _shared_out(draft: CaseDraft, upper: str, lower: str) -> tuple[CaseDraft, CaseDraft]:
    """What a person settled stays with the half it is printed in; the second draft carries nothing else."""

    def goes(value: Theme | Practice | Result) -> bool:
        words = draft.text[value.start : value.end] if value.start is not None else ""
        return value.status == "user" and bool(words) and words not in upper and words in lower

    stays = replace(
        draft,
        themes=tuple(t for t in draft.themes if not goes(t)),
        practices=tuple(p for p in draft.practices if not goes(p)),
        results=tuple(r for r in draft.results if not goes(r)),
    )
    gone = replace(
        draft,
        themes=tuple(t for t in draft.themes if goes(t)),
        practices=tuple(p for p in draft.practices if goes(p)),
        results=tuple(r for r in draft.results if goes(r)),
    )
    return stays, gone


def _moved(value: Located, shift: int) -> Located:
    if value.start is None or value.end is None:
        return value
    return replace(value, start=value.start + shift, end=value.end + shift)
