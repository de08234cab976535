"""What can be done at a line of the review's text: the deeds, their names, their keys and the menu that offers them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.services import reviewing, tasking
from app.services.reviewing import Review
from app.ui.review.pointing import OFFERS
from app.ui.review.rows import Row

SPLIT, OUT, IN, MERGE = "split", "out", "in", "merge"
UP, DOWN, CUT_TO = "up", "down", "cut to"
GIVE, GIVE_RUN, JOIN, EXPLAIN, DISMISS = "give", "give run", "join", "explain", "dismiss"
CUT_TASK, MERGE_TASK, DROP_TASK = "cut task", "merge task", "drop task"
REFUSED = {
    MERGE: "这是第一个案例，上面没有案例可以并入",
    UP: "上面没有可以移过来的段落了",
    DOWN: "案例只剩这一段，分界不能再下移",
    CUT_TO: "分界不能越过别的分界，也不能让案例没有正文",
    IN: "只有不属于任何案例的段落可以归入上面的案例",
    SPLIT: "案例本来就从这一段开始",
    CUT_TASK: "这里不能分成新任务",
    MERGE_TASK: "上面没有任务可以并入",
    DROP_TASK: "这一段不在任务里",
}
"""Why a deed changes nothing."""
Do = Callable[[str, Row, int | None], None]


def done(review: Review, deed: str, row: Row, target: int | None = None) -> Review:
    """The review after a deed at a line; the same one where the deed makes no sense."""
    key = row.key
    if deed in (UP, DOWN, CUT_TO, MERGE, DISMISS):
        return review if key is None else _at_case(review, deed, key, target)
    if deed in (CUT_TASK, MERGE_TASK, DROP_TASK):
        return _at_task(review, deed, row.piece)
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


def _at_task(review: Review, deed: str, piece: int) -> Review:
    if deed == CUT_TASK:
        return tasking.cut(review, piece)
    if tasking.task_at(review, piece) is None:
        return review
    return tasking.merged(review, piece) if deed == MERGE_TASK else tasking.dropped(review, piece)


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
        target = reviewing.above(review, opening)
    return reviewing.cut_moved(review, key, opening if target is None else target)


def refused(deed: str, row: Row) -> str:
    """Why a deed at a line changes nothing; empty when that needs no words."""
    if row.key is None and deed in (MERGE, UP, DOWN, CUT_TO):
        return "这一段不属于任何案例"
    return REFUSED.get(deed, "")


def menu(parent: QWidget, review: Review, row: Row, do: Do, *, elsewhere: bool = False) -> QMenu:
    """The menu at a line; with `elsewhere` only the places a join's tail can go to."""
    made = QMenu(parent)
    made.aboutToHide.connect(made.deleteLater)
    if row.kind == "join":
        if not elsewhere and row.words.startswith("⤷"):
            _add(made, "接上\tEnter", do, JOIN, row)
        _cases(made if elsewhere else made.addMenu("改接别处\tF2"), review, row, do, GIVE_RUN)
        _add(made, "断开，后一段不入库\tDel", do, GIVE_RUN, row)
    elif elsewhere:
        _cases(made, review, row, do, GIVE)
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
            _tasks(made, review, row, do)
    return made


def add_said(made: QMenu, say: Callable[[str], None]) -> None:
    """What chosen words can be said to be, before all else."""
    first = made.actions()[0]
    for kind, words, key in OFFERS:
        action = QAction(f"{words}\t{key}" if key else words, made)
        action.triggered.connect(partial(_say, say, kind))
        made.insertAction(first, action)
    made.insertSeparator(first)


def _say(say: Callable[[str], None], kind: str, checked: bool = False) -> None:
    del checked
    say(kind)


def _tasks(made: QMenu, review: Review, row: Row, do: Do) -> None:
    """What can be done to a plan's task at a piece."""
    place = tasking.task_at(review, row.piece)
    if place is None and not tasking.can_cut(review, row.piece):
        return
    made.addSeparator()
    if tasking.can_cut(review, row.piece):
        _add(made, "从这一段起分成新任务\tShift+S", do, CUT_TASK, row)
    if place:
        _add(made, "并入上一项任务\tShift+M", do, MERGE_TASK, row)
    if place is not None:
        _add(made, "不作为任务，只留在方案里\tShift+Del", do, DROP_TASK, row)


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
