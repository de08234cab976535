"""Opens the review over the window, and closes it again. Knows the window's page and deeds, not what a review holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget

if TYPE_CHECKING:
    from app.services.importing import Outcome
    from app.services.library import Library
    from app.task import Task
    from app.ui.review.screen import Screen
    from app.ui.window import Window


class Reviews(QObject):
    """The reviews of one window, one at a time; the last one that was left can be had back."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._pages: QStackedWidget | None = None
        self.screen: Screen | None = None
        window.deeds.review = self.begin
        window.session.opened.connect(lambda _: self._forget())

    @property
    def shown(self) -> bool:
        """Whether the review is what a person sees."""
        return self._pages is not None and self._pages.currentWidget() is not self._window

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
        if self._pages is None:
            self._pages = QStackedWidget()
            shell = self._window.shell
            shell.takeCentralWidget()
            self._pages.addWidget(self._window)
            shell.setCentralWidget(self._pages)
        if self._pages.indexOf(screen) < 0:
            self._pages.addWidget(screen)
        self._pages.setCurrentWidget(screen)
        screen.text.setFocus()

    def _back(self) -> None:
        if self._pages is not None:
            self._pages.setCurrentWidget(self._window)
        self._window.list.setFocus()

    def _left(self) -> None:
        screen = self.screen
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
        if self._pages is not None and self._pages.indexOf(screen) >= 0:
            if self.shown:
                self._back()
            self._pages.removeWidget(screen)
        screen.deleteLater()
