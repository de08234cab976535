"""From an understood file to a review, and a changed case understood anew.

The one place of the review that calls the understanding; everything here takes time and belongs on no window's
thread. What a person settled survives (`app.services.settling.carried`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.services import mending, tasking
from app.services.reviewing import Candidate, Join, Piece, Review, Trust, Why, spans_of
from app.services.settling import carried
from db.records import CaseDraft, Span

if TYPE_CHECKING:
    from app.extract.blocks import Block
    from app.extract.names import Head
    from app.extract.repair import Reading
    from app.services.importing import Prepared

SURE, LIKELY = 2.0, 0.8
"""Gains of a join above which the words across the break say that it is right, or rather right."""
_IDENTITY = ("kind", "title", "owner", "owner_aliases", "site", "speaker", "region")
"""What is read from a case's heading and stays while the heading does."""
_MARK = re.compile(r"[^\w]")


def opened(prepared: Prepared) -> Review:
    """The review of a prepared file, as it was understood.

    Raises:
        ValueError: the file is not ready.
    """
    from app.extract.repair import repair

    document = prepared.document
    if document is None:
        raise ValueError(prepared.path)
    reading = repair(document.text)
    pieces = _pieces(reading, document.text, prepared.cases)
    mended = mending.counts(mending.repairs_of(reading, document.text))
    review = Review(
        document,
        pieces,
        tuple(_candidate(pieces, key, draft) for key, draft in enumerate(prepared.cases, 1)),
        repairs=sum(mended.get(kind, 0) for kind in mending.WORDS),
        suspects=mended.get("lost", 0),
        traditional="script" in mended,
        update=prepared.update,
        taught=prepared.taught,
    )
    return _weighed(_with_reasons(review))


def recast(review: Review) -> Review:
    """Understand anew the cases whose pieces changed, and weigh the joins there are now."""
    from app.extract.repair import repair

    if not any(case.stale for case in review.cases):
        return review
    reading = repair(review.document.text)
    cases = tuple(_cast(review, reading, case) if case.stale else case for case in review.cases)
    return _weighed(replace(review, cases=cases))


def prepared_of(review: Review, *, sure: bool = False) -> Prepared:
    """A review as what `app.services.importing.commit` stores.

    Args:
        review: The file; its changed cases are understood first.
        sure: Leave out every value that is only suggested.
    """
    from app.services.importing import Prepared

    whole = recast(review)
    drafts = tuple(replace(case.draft, dropped=_taken_away(case)) for case in whole.cases)
    drafts = tuple(map(_only_sure, drafts)) if sure else drafts
    apart = frozenset(place for place, case in enumerate(whole.cases) if case.key in review.apart)
    document = review.document
    return Prepared(document.path, "ready", document, drafts, taught=review.taught, update=review.update, apart=apart)


def _taken_away(case: Candidate) -> tuple[str, ...]:
    """The themes and practices a person took away: they are not to come back, and are a lesson."""
    return tuple(name for name in sorted(case.dropped) if name.startswith(("theme:", "practice:")))


def _only_sure(draft: CaseDraft) -> CaseDraft:
    return replace(
        draft,
        themes=tuple(theme for theme in draft.themes if theme.status != "suggested"),
        practices=tuple(practice for practice in draft.practices if practice.status != "suggested"),
        results=tuple(result for result in draft.results if result.status != "suggested"),
        children=tuple(map(_only_sure, draft.children)),
    )


# --- pieces


def _pieces(reading: Reading, source: str, drafts: Iterable[CaseDraft]) -> tuple[Piece, ...]:
    """The lines of the repaired text, cut once more where a case begins or ends within one."""
    from app.extract.blocks import cut

    edges = sorted({edge for draft in drafts for s in draft.spans for edge in (s.offset, s.offset + s.length)})
    places = [bisect_left(reading.starts, edge) for edge in edges]
    blocks: list[Block] = []
    for block in cut(reading.text):
        inside = [place for place in places if block.start < place < block.end]
        for start, end in zip([block.start, *inside], [*inside, block.end], strict=True):
            words = reading.text[start:end]
            if bare := words.strip():
                begin = start + words.index(bare)
                blocks.append(replace(block, start=begin, end=begin + len(bare), text=bare))
    spans = [Span(*reading.source(block.start, block.end)) for block in blocks]
    starts = [0, *(span.offset for span in spans[1:])]
    ends = [*starts[1:], len(source)]
    return tuple(
        Piece(n, starts[n], ends[n], spans[n], b.start, b.text, b.closed, "byline" if b.role == "byline" else "")
        for n, b in enumerate(blocks)
    )


def _candidate(pieces: Sequence[Piece], key: int, draft: CaseDraft) -> Candidate:
    firsts = [piece.span.offset for piece in pieces]
    numbers: list[int] = []
    for span in draft.spans:
        numbers += range(bisect_left(firsts, span.offset), bisect_left(firsts, span.offset + span.length))
    heading = _heading_of(pieces, numbers, draft.text)
    return Candidate(key, tuple(numbers), draft, heading, opening=tuple(numbers[: max(1, heading)]))


def _heading_of(pieces: Sequence[Piece], numbers: Sequence[int], text: str) -> int:
    """How many of the first pieces are not what the text begins with."""
    body = _bare(text[:200])
    for count, number in enumerate(numbers):
        words = _bare(pieces[number].text)[:200]
        if words.startswith(body) or body.startswith(words):
            return count
    return 0


def _bare(text: str) -> str:
    return "".join(text.split())


def _with_reasons(review: Review) -> Review:
    """Say of what stands outside all cases why, where its shape tells."""
    from app.extract.blocks import is_title, mark_furniture
    from app.extract.joins import is_middle

    owners = review.owners()
    blocks = [_block(piece) for piece in review.pieces]
    first = min((case.pieces[0] for case in review.cases if case.pieces), default=0)
    roles = {block.start: block.role for block in mark_furniture(blocks)}
    pieces = list(review.pieces)
    for number, piece in enumerate(review.pieces):
        if owners[number] is None and not piece.why:
            why: Why
            match roles.get(piece.at, "body"):
                case "byline":
                    why = "byline"
                case "caption":
                    why = "caption"
                case "furniture":
                    why = "furniture"
                case _ if number < first:
                    broken = is_middle(piece.text) and (not number or review.pieces[number - 1].closed)
                    why = "" if broken else "front"
                case _:
                    why = "label" if is_title(blocks[number]) else ""
            pieces[number] = replace(piece, why=why)
    return replace(review, pieces=tuple(pieces))


def _block(piece: Piece) -> Block:
    from app.extract.blocks import Block

    return Block(piece.at, piece.at + len(piece.text), piece.text)


# --- one case


def _cast(review: Review, reading: Reading, case: Candidate) -> Candidate:
    """A case from its pieces as they are now."""
    from app.extract import cases
    from app.extract.plans import find_plan
    from app.extract.split import Layout, Part

    blocks = [_block(review.pieces[number]) for number in case.pieces]
    size = len(case.opening)
    same = bool(size) and case.pieces[:size] == case.opening and len(blocks) > case.heading
    if same:
        count, head, title = case.heading, None, None
    else:
        count, head, title = _opening(blocks)
    part = Part(head, title or (case.draft.title if same else None), tuple(blocks[:count]), tuple(blocks[count:]))
    spoken = head is not None or (not same and len(review.cases) > 1)
    body = dict(zip(case.pieces[count:], part.body, strict=True))
    plan = (tasking.plan_of(case, body) or find_plan(part.body)) if case.draft.kind == "plan" else None
    layout = Layout("plan" if plan else "roundup" if spoken else "single", (part,), (), plan)
    document = review.document
    outside = cases.Outside(document.name, document.title, document.published, review.taught)
    (draft,) = cases.draft(reading, layout, outside)
    if same:
        draft = replace(draft, **{name: getattr(case.draft, name) for name in _IDENTITY})
    if plan:
        draft = tasking.as_said(case, draft, body)
    draft = replace(carried(draft, case), spans=spans_of(review.pieces, case.pieces))
    return replace(case, draft=draft, heading=count, opening=case.pieces[: max(1, count)], stale=False)


def _opening(blocks: Sequence[Block]) -> tuple[int, Head | None, str | None]:
    """How many blocks are a heading, with the speaker line and the title among them."""
    from app.extract.blocks import is_title
    from app.extract.names import read_head, read_organisation

    head: Head | None = None
    title: str | None = None
    count = 0
    for block in blocks[:4]:
        found = None if head else read_head(block.text) or read_organisation(block.text)
        if found:
            head = found
        elif is_title(block) and (title is None or block.text.startswith("—")):
            title = (title or "") + block.text
        else:
            break
        count += 1
    return (count, head, title) if count < len(blocks) else (0, None, None)


# --- joins


def _weighed(review: Review) -> Review:
    """Find where a case goes on past another one's words, and how plain that is."""
    from app.extract.joins import gain, phrases

    owners = review.owners()
    jumps = [
        (left, right)
        for case in review.cases
        for left, right in zip(
            case.pieces[max(0, case.heading - 1) :], case.pieces[max(1, case.heading) :], strict=False
        )
        if right < left or any(key is not None for key in owners[left + 1 : right])
    ]
    if not jumps:
        return replace(review, joins=())
    page = phrases(piece.text for piece in review.pieces)

    def weigh(one: int, next_: int) -> Join:
        left, right = review.pieces[one], review.pieces[next_]
        worth = gain(left.text[-60:], right.text[:60], page)
        trust: Trust = "loose" if left.closed or worth < LIKELY else "sure" if worth >= SURE else "likely"
        return Join(one, next_, trust, _why(left, right, page))

    return replace(review, joins=tuple(weigh(one, next_) for one, next_ in jumps))


def _why(left: Piece, right: Piece, page: Mapping[str, int]) -> str:
    """What speaks for two pieces going together, in words."""
    if left.closed:
        return "前一段句子完整，只凭两段说的是同一单位、同一件事"
    across = [
        left.text[-before:] + right.text[: size - before]
        for size in (5, 4, 3, 2)
        for before in range(1, size)
        if len(left.text) >= before and len(right.text) >= size - before
    ]
    known = next((words for words in across if page.get(words) and not _MARK.search(words)), "")
    return f"前一段断在句中，接起来有“{known}”，本文别处也这样写" if known else "前一段断在句中，两边读得通"
