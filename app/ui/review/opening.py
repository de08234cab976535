"""Opens the review over the window, and closes it again. Knows the window's page and deeds, not what a review holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QStackedWidget

if TYPE_CHECKING:
    from app.services.importing import Outcome, Prepared
    from app.services.library import Library
    from app.task import Task
    from app.ui.review.leaving import Answer, Leaving
    from app.ui.review.screen import Screen
    from app.ui.window import Window

WARM = 1500
"""Milliseconds after a library was opened when the screen's modules are loaded, beside the window's thread."""


class Reviews(QObject):
    """The reviews of one window, one at a time; the last one that was left can be had back."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._pages = QStackedWidget()
        shell = window.shell
        shell.takeCentralWidget()
        self._pages.addWidget(window)
        shell.setCentralWidget(self._pages)
        window.list.setFocus()  # taking the page out of the shell lost it
        self.screen: Screen | None = None
        self._asked: Leaving | None = None
        self._given_up = False
        window.deeds.review = self.begin
        window.session.opened.connect(lambda _: self._other_library())
        self._warm = QTimer(self, singleShot=True, interval=WARM)
        self._warm.timeout.connect(lambda: window.jobs.read(_load, lambda _: None, lane="review modules"))
        window.session.opened.connect(lambda _: self._warm.start())
        window.shell.may_close = self._may_close
        window.shell.leave = self._leave

    @property
    def shown(self) -> bool:
        """Whether the review is what a person sees."""
        return self._pages.currentWidget() is not self._window

    def begin(self, library: Library, given: Sequence[Path] | str) -> bool:
        """Look files or a text over before they enter the library; False when the settings say not to."""
        if not self._window.settings.review_imports:
            return False
        screen = self.screen if self.shown and self.screen else self._fresh(library)
        if isinstance(given, str):
            screen.add_text(given, "剪贴板")
        else:
            screen.add(given)
        self._show(screen)
        return True

    def _fresh(self, library: Library) -> Screen:
        from app.ui.review.course import Course
        from app.ui.review.screen import Screen

        self._forget()
        window = self._window
        screen = Screen(Course(library, window.jobs), {}, window.colours)
        screen.course.setParent(screen)
        screen.left.connect(self._left)
        screen.stored.connect(self._stored)
        self.screen = screen

        def themes(_: Task) -> dict[str, str]:
            return {theme.id: theme.name for theme in library.themes()}

        def named(found: dict[str, str]) -> None:
            if self.screen is screen:
                screen.name_themes(found)

        window.jobs.read(themes, named, lane="review themes")
        return screen

    def _show(self, screen: Screen) -> None:
        if self._pages.indexOf(screen) < 0:
            self._pages.addWidget(screen)
        self._pages.setCurrentWidget(screen)
        screen.text.setFocus()

    def _back(self) -> None:
        self._pages.setCurrentWidget(self._window)
        self._window.list.setFocus()

    # --- leaving

    @property
    def _waiting(self) -> bool:
        """Whether something that could be stored would be lost."""
        screen = self.screen
        return bool(screen and self.shown and not screen.course.storing and screen.course.ready(sure=False))

    def _left(self) -> None:
        if self._waiting:
            self._ask(self._withdrawn, lambda: None)
        else:
            self._withdrawn()

    def give_up(self) -> None:
        """Leave whatever is being reviewed without asking."""
        self._given_up = True
        if self.shown:
            self._withdrawn()

    def _may_close(self) -> bool:
        """Whether the window may close at once; otherwise it is asked, and closes after the answer."""
        if self._given_up or not self._waiting:
            return True
        self._ask(self._close, self._close)
        return False

    def _leave(self, go: Callable[[], None]) -> None:
        """Leave the library for another one, after the question when something would be lost."""
        if self._given_up or not self._waiting:
            go()
        else:
            self._ask(go, go)

    def _close(self) -> None:
        self._given_up = True
        self._window.shell.close()

    def _ask(self, dropped: Callable[[], None], stored: Callable[[], None]) -> None:
        """Ask once what is to become of the review, then go on when it is dropped or stored."""
        from app.ui.review.leaving import Leaving

        screen = self.screen
        if screen is None or self._asked is not None:
            return
        course = screen.course
        files, sure = course.ready(sure=False), course.ready(sure=True)
        asked = Leaving(screen, files=len(files), cases=course.cases, sure=len(sure))
        self._asked = asked

        def answered(answer: Answer) -> None:
            self._asked = None
            if answer == "stay":
                self._stay()
            elif answer == "drop":
                dropped()
            else:
                self._store(screen, stored)

        asked.answered.connect(answered)
        asked.open()

    def _stay(self) -> None:
        self._window.restart_wanted = False

    def _store(self, screen: Screen, then: Callable[[], None]) -> None:
        """Store what is checked, changed versions only as a person decides on the proof sheet."""
        course = screen.course
        course.stop()

        def done(outcomes: Sequence[Outcome]) -> None:
            self._stored(outcomes)
            then()

        def go(files: Sequence[Prepared] | None) -> None:
            course.commit(done, sure=True, files=files)
            screen.sum_up()

        if not course.prove(go, screen, self._window.colours, sure=True, back=self._stay):
            go(None)

    def _other_library(self) -> None:
        """Another library was opened: the review was for the last one; its files can be read again for this one."""
        screen = self.screen
        ready = screen.course.ready(sure=False) if screen and self.shown else []
        reviews = [entry.review.document for entry in ready if entry.review]
        self._forget()
        if not reviews:
            return
        found = {one.path: there for one in reviews if (there := on_disk(Path(one.path)))}
        texts = [one.text for one in reviews if one.path == one.name and one.path not in found]
        lost = len(reviews) - len(found) - len(texts)

        def again() -> None:
            library = self._window.session.library
            if library is None:
                return
            if found:
                self._window.deeds.import_paths(list(dict.fromkeys(found.values())))
            for text in texts:
                self.begin(library, text)

        words = f"换了案例库，核对中的 {len(reviews)} 个文件没有导入"
        words += f"，其中 {lost} 个已不在原处" if lost else ""
        self._window.notice.tell(words, *([("为这个案例库重新核对", again)] if found or texts else []))

    def _withdrawn(self) -> None:
        screen = self.screen
        if screen is not None:
            screen.course.stop()
        self._back()
        offers = []
        if screen is not None and any(entry.review for entry in screen.course.entries):
            offers.append(("继续核对", self._again))
        self._window.notice.tell("已全部撤回，没有写入任何内容", *offers)

    def _again(self) -> None:
        if self.screen is not None:
            self.screen.set_palette(self._window.colours)
            self._show(self.screen)

    def _stored(self, outcomes: Sequence[Outcome]) -> None:
        self._back()
        self._forget()
        self._window.deeds.imported(outcomes)

    def _forget(self) -> None:
        """Let go of the last review; what it was still reading stops."""
        screen, self.screen = self.screen, None
        if screen is None:
            return
        screen.course.close()
        if self._pages.indexOf(screen) >= 0:
            if self.shown:
                self._back()
            self._pages.removeWidget(screen)
        screen.deleteLater()


def on_disk(path: Path) -> Path | None:
    """The file at a path, or the zip it came from; None when it is not there any more."""
    return next((one for one in (path, *path.parents) if one.is_file()), None)


def _load(_: Task) -> None:
    """Load what the first import will need."""
    import_module("app.ui.review.screen")
