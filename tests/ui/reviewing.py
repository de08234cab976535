"""A person at the review screen: what they wait for, press, look at and drag."""

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from app.services import awaiting, reviewing, settling
from app.ui.review.leaving import Leaving
from app.ui.review.model import LINE
from tests.pages import PAGE, STORY
from tests.ui.conftest import text_file, wait


def begun(window, tmp_path):
    """The screen with a round-up and one short story on it."""
    window.deeds.import_paths([text_file(tmp_path, "年会.txt", PAGE), text_file(tmp_path, "尝试.txt", STORY)])
    screen = window.commands.reviews.screen
    rest(screen)
    return screen


def rest(screen):
    wait(lambda: not screen.course.reading, 30)
    calm(screen)


def calm(screen):
    """Let every changed case be understood anew."""
    wait(lambda: not any(c.stale for e in screen.course.entries if e.review for c in e.review.cases), 30)
    QTest.qWait(20)


def press(widget, key, held=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(widget, key, held)


def answer(screen, what):
    """Answer the one question that is asked when a review is left."""
    (asked,) = [dialog for dialog in screen.findChildren(Leaving) if dialog.isVisible()]
    asked.buttons[what].click()


def check(screen, place):
    """A person says yes to everything of a file that waits."""
    while found := awaiting.doubts(screen.course.entries[place].review):
        review, doubt = screen.course.entries[place].review, found[0]
        if doubt.kind == "value":
            after = settling.accept(review, doubt.key, doubt.name)
        elif doubt.kind == "stray":
            after = reviewing.explained(review, doubt.piece)
        else:
            after = reviewing.accepted(review, next(j for j in review.unsure_joins() if j.left == doubt.piece))
        screen.course.put(place, after)


def now(screen):
    return screen.course.entries[screen.current].review


def stand(screen, kind, words):
    """Go to the line of that kind that begins with these words."""
    for number, row in enumerate(screen.text.model_.rows):
        if row.kind == kind and row.words.startswith(words):
            screen.text.setFocus()
            screen.text._stand(number)
            return row
    raise AssertionError(f"no {kind} {words}")


def drop_line(screen, row, target):
    """Drag a cut or a piece onto another line."""
    data = QMimeData()
    data.setData(LINE, f"{row.kind} {row.piece}".encode())
    number = screen.text.model_.rows.index(target)
    place = screen.text.visualRect(screen.text.model_.index(number)).center() - QPoint(0, 4)
    event = QDropEvent(
        QPointF(place), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    screen.text.dropEvent(event)
