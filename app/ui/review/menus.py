"""What can be done at a line of the review's text: the deeds, their names, their keys and the menu that offers them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from app.services import reviewing
from app.services.reviewing import Review
from app.ui.review.rows import Row

SPLIT, OUT, IN, MERGE = "split", "out", "in", "merge"
UP, DOWN, CUT_TO = "up", "down", "cut to"
GIVE, GIVE_RUN, JOIN, EXPLAIN, DISMISS = "give", "give run", "join", "explain", "dismiss"
Do = Callable[[str, Row, int | None], None]


def done(review: Review, deed: str, row: Row, target: int | None = None) -> Review:
    """The review after a deed at a line; the same one where the deed makes no sense."""
    key = row.key
    if deed in (UP, DOWN, CUT_TO, MERGE, DISMISS):
        return review if key is None else _at_case(review, deed, key, target)
    if deed == JOIN:
        return reviewing.accepted(review, row.join) if row.join else review
    if deed == SPLIT:
        return reviewing.split(review, row.piece)
    if deed == GIVE_RUN and row.join:
        return reviewing.assigned(review, reviewing.run_from(review, row.join.right), target)
    if deed == IN:
        above = [k for k in review.owners()[: row.piece] if k is not None]
        return reviewing.assigned(review, [row.piece], above[-1]) if above and key is None else review
    if deed == EXPLAIN or (deed == OUT and key is None):
        return reviewing.explained(review, row.piece)
    return reviewing.assigned(review, [row.piece], target if deed == GIVE else None)


def _at_case(review: Review, deed: str, key: int, target: int | None) -> Review:
    case = review.case(key)
    if deed == MERGE:
        return reviewing.merged(review, key)
    if deed == DISMISS:
        return reviewing.assigned(review, case.pieces, None)
    opening = case.pieces[0]
    if deed == DOWN:
        following = [number for number in case.pieces if number > opening]
        target = min(following, default=opening)
    elif deed == UP:
        target = opening - 1
    return reviewing.cut_moved(review, key, opening if target is None else target)


def menu(parent: QWidget, review: Review, row: Row, do: Do, *, elsewhere: bool = False) -> QMenu:
    """The menu at a line; with `elsewhere` only the places a join's tail can go to."""
    made = QMenu(parent)
    made.aboutToHide.connect(made.deleteLater)
    if elsewhere or row.kind == "join":
        if not elsewhere and row.words.startswith("⤷"):
            _add(made, "接上\tEnter", do, JOIN, row)
        _cases(made if elsewhere else made.addMenu("改接别处"), review, row, do, GIVE_RUN)
        _add(made, "留作无主片段，不入库", do, GIVE_RUN, row)
    elif row.kind == "cut":
        _add(made, "分界上移一段\tAlt+↑", do, UP, row)
        _add(made, "分界下移一段\tAlt+↓", do, DOWN, row)
        _add(made, "并入上一个案例\tM", do, MERGE, row)
        made.addSeparator()
        _add(made, "整个案例不入库", do, DISMISS, row)
    else:
        _add(made, "从这一段起拆成新案例\tS", do, SPLIT, row)
        _cases(made.addMenu("归入"), review, row, do, GIVE)
        if row.key is None:
            _add(made, "归入上面的案例\tInsert", do, IN, row)
            if row.wanting:
                _add(made, "确认不入库\tDel", do, EXPLAIN, row)
        else:
            _add(made, "移出，不入库\tDel", do, OUT, row)
            _add(made, "并入上一个案例\tM", do, MERGE, row)
    return made


def _cases(made: QMenu, review: Review, row: Row, do: Do, deed: str) -> None:
    for place, case in enumerate(review.cases):
        if case.key != row.key:
            name = (case.draft.owner or case.draft.title)[:24].replace("&", "&&")
            made.addAction(f"案例 {place + 1}　{name}").triggered.connect(partial(_do, do, deed, row, case.key))


def _add(made: QMenu, words: str, do: Do, deed: str, row: Row) -> None:
    made.addAction(words).triggered.connect(partial(_do, do, deed, row, None))


def _do(do: Do, deed: str, row: Row, target: int | None, checked: bool = False) -> None:
    del checked
    do(deed, row, target)
