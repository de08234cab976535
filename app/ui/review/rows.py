"""A review as lines to show: cuts, pieces in file order, joins; and where a case's words stand among them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.services import placing, tasking, trusting
from app.services.reviewing import Candidate, Join, Review
from app.services.settling import Item
from app.ui.record.wording import sentence
from app.ui.review import wording
from db.records import Mark


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the middle column. `place` is the case's in the file, -1 outside all cases."""

    kind: Literal["cut", "piece", "join"]
    piece: int
    key: int | None
    place: int
    words: str
    note: str = ""
    wanting: bool = False
    """Whether it waits for a person."""
    join: Join | None = None
    share: float | None = None
    """How sure a join is, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Lit:
    """Stretches of a piece to be lit: the sentence, and the very words in it."""

    sentence: Mark
    words: Mark | None = None


def rows_of(review: Review) -> tuple[Row, ...]:
    """Every line of a file under review."""
    places = {case.key: place for place, case in enumerate(review.cases)}
    openings = {case.pieces[0]: case for case in review.cases}
    joins = {join.left: join for join in review.shown_joins()}
    tasks = _tasks(review)
    found: list[Row] = []
    last: int | None = None
    for piece, key in zip(review.pieces, review.owners(), strict=True):
        place = places[key] if key is not None else -1
        number = piece.number
        if case := openings.get(number):
            words = wording.cut(place, case.draft, stale=case.stale)
            found.append(Row("cut", number, case.key, place, words))
        elif key is not None and last not in (None, key):
            tasks.setdefault(number, f"案例 {place + 1} 续")
        note = wording.REASONS[piece.why] if key is None else tasks.get(number, "")
        found.append(Row("piece", number, key, place, piece.text, note, key is None and not piece.why))
        if join := joins.get(number):
            taken = (join.left, join.right) in review.accepted
            sure = trusting.of_join(join, taken=taken)
            words = wording.join(join, sure.word, closed=piece.closed, taken=taken)
            wanting = not taken and join.trust != "sure"
            found.append(Row("join", number, key, place, words, f"{sure.word}：{sure.why}", wanting, join, sure.share))
        last = key if key is not None else last
    return tuple(found)


def _tasks(review: Review) -> dict[int, str]:
    """The pieces at which a plan's tasks begin."""
    found: dict[int, str] = {}
    for case in review.cases:
        if case.draft.kind == "plan":
            for task in tasking.tasks_of(review, case):
                found[task.pieces[0]] = wording.task(task)
    return found


def lit(review: Review, case: Candidate, item: Item) -> dict[int, Lit]:
    """Which stretches of which pieces a value was read from; empty when it is printed nowhere."""
    if item.start is not None and item.end is not None:
        return _in_body(review, case, item.start, item.end)
    for words in _sought(review, case, item):
        numbers = (*case.pieces, *(n for n, key in enumerate(review.owners()) if key is None))
        for number in numbers:
            text = review.pieces[number].text
            if words and (at := text.find(words)) >= 0:
                return {number: Lit(Mark(0, len(text)) if len(text) < 60 else _around(text, at, at + len(words)),
                                    Mark(at, at + len(words)))}  # fmt: skip
    return {}


def _sought(review: Review, case: Candidate, item: Item) -> tuple[str, ...]:
    draft, document = case.draft, review.document
    owner = (draft.owner or "").split("（")[0]
    return {
        "title": (draft.title, draft.title.split("——")[0]),
        "owner": (draft.owner or "", owner),
        "year": (f"{draft.year}年", str(draft.year)) if draft.year else (),
        "speaker": (draft.speaker.name or "", draft.speaker.post or ""),
        "region": (draft.site or "", draft.owner or "", owner),
        "source": (document.publisher or "", (document.reporter or "").split("、")[0]),
    }.get(item.field, ())


def _around(text: str, start: int, end: int) -> Mark:
    words, at = sentence(text, start, end)
    return Mark(at, at + len(words))


def _in_body(review: Review, case: Candidate, start: int, end: int) -> dict[int, Lit]:
    """A stretch of the case's text on the pieces it came from."""
    around = _around(case.draft.text, start, end)
    words = {number: Mark(*place) for number, *place in placing.on_pieces(review, case, start, end)}
    sentences = placing.on_pieces(review, case, around.start, around.end)
    return {number: Lit(Mark(*place), words.get(number)) for number, *place in sentences}
