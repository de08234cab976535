"""Everything round the search box: suggestions, what was asked before, the question explained, advice, options.

Asks the library on lanes of `app.ui.jobs` and hands what comes to the parts. Stands above the window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QLabel

from app.ui.hits import Hits
from app.ui.library.column import said
from app.ui.search.options import SWITCHES, OptionsSheet, options
from app.ui.search.popover import Popover, words
from app.ui.search.suggestions import KINDS, Choice
from db.answers import Suggestion
from db.begun import finished
from db.query import term

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from app.services.library import Library
    from app.task import Task
    from app.ui.dialogs.palette import Target, Told
    from app.ui.search.synonyms import Groups
    from app.ui.window import Window
    from db.answers import Advice, Explained
    from db.records import Found

PAST = 20
_WARM = "zx"
"""Letters that have the tables of pinyin and the names of the library read."""
_SOON = 600
"""Milliseconds after a library was opened when they are: its list is shown by then, and mostly nobody types yet."""


class Searching(QObject):
    """The searching of one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._box = window.top.search
        self._warm: Library | None = None
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self.hits = Hits(window)
        window.session.options = options(window.settings)
        self._box.attach(window)
        self._wire()

    def _wire(self) -> None:
        window, box = self._window, self._box
        box.offers_wanted.connect(self._suggest)
        box.entered.connect(self.remember)
        box.forgotten.connect(self._forget)
        box.save_wanted.connect(self.save)
        box.help_wanted.connect(self.show_syntax)
        box.left.connect(self._left)
        self._soon.timeout.connect(self._get_ready)
        window.session.opened.connect(lambda _: self._soon.start())
        window.answered.connect(self._answered)
        window.session.counted.connect(lambda counts: window.foot.show_proof(counts.proof))
        window.foot.check_wanted.connect(window.deeds.check)
        window.jobs.long_ended.connect(lambda _: window.session.count())
        window.column.explanation.options_wanted.connect(self.show_options)
        window.column.explanation.switch_wanted.connect(self._switch_off)
        window.column.nothing.asked.connect(self._ask)
        window.list.kin_wanted.connect(window.deeds.show_kin)

    def calls(self) -> dict[str, Callable[[], None]]:
        """What the actions of these names do."""
        return {
            "save_search": self.save,
            "search_options": self.show_options,
            "synonyms": self.show_synonyms,
            "search_syntax": self.show_syntax,
            "why": self.show_why,
            "hit_lines": self.hits.show_lines,
        }

    # --- suggestions and what was asked before

    def _suggest(self, text: str, cursor: int) -> None:
        library, jobs, box = self._window.session.library, self._window.jobs, self._box
        if library is None:
            return
        self._prepare(library)
        if not text.strip():
            done = lambda past: box.offer(text, past, history=not library.read_only)  # noqa: E731 - one line says it
            jobs.read(lambda _: _past(library), done, _let_go, lane="suggest")
        else:
            jobs.read(
                lambda task: _offered(library, text, cursor, task),
                lambda choices: box.offer(text, choices),
                _let_go,
                lane="suggest",
            )

    def _get_ready(self) -> None:
        if library := self._window.session.library:
            self._prepare(library)

    def _prepare(self, library: Library) -> None:
        """Have slow tables read as soon as somebody comes to type."""
        if self._warm is not library:
            self._warm = library
            warm = lambda task: library.suggest(_WARM, len(_WARM), task)  # noqa: E731
            self._window.jobs.read(warm, lambda _: None, _let_go, lane="suggest tables")

    def remember(self, text: str) -> None:
        """Keep a search a person meant, as far as it was asked."""
        library = self._window.session.library
        if library is not None and not library.read_only and text.strip():
            self._window.jobs.write(lambda: library.remember(finished(text)), failed=_let_go)

    def _forget(self, text: str | None) -> None:
        library = self._window.session.library
        if library is not None and not library.read_only:
            again = lambda _: self._suggest(self._box.text(), self._box.line.cursorPosition())  # noqa: E731
            self._window.jobs.write(lambda: library.forget(text), again, self._window.notice.trouble)

    # --- what a question means

    def _answered(self, found: Found) -> None:
        window, session = self._window, self._window.session
        library, text, asked = session.library, session.text, session.options
        window.list.show_hits(on=session.query.worded)
        if library is None or not session.query.clauses:
            window.jobs.stop("explain")
            window.jobs.stop("advise")
            return
        explain = lambda task: library.explain(text, task, options=asked)  # noqa: E731
        window.jobs.read(explain, self._explained, _let_go, lane="explain")
        if found.total:
            window.jobs.stop("advise")
        else:
            self._advise(library, text)

    def _explained(self, explained: Explained) -> None:
        column, session = self._window.column, self._window.session
        column.explanation.show_explained(session.query, explained, session.options, session.waiting)
        column.chips.tell([(step.alone, step.left) for step in explained.steps])

    def _advise(self, library: Library, text: str) -> None:
        asked = self._window.session.options

        def done(advice: Advice) -> None:
            if text == self._window.session.text:
                self._window.column.nothing.show_advice(advice)

        self._window.jobs.read(lambda task: library.advise(text, task, options=asked), done, _let_go, lane="advise")

    def _left(self) -> None:
        """Where there is no list to go on to, what is offered instead is next."""
        nothing = self._window.column.nothing
        if nothing.isVisible():
            (nothing.buttons[0] if nothing.buttons else nothing.clear).setFocus()

    def _ask(self, text: str) -> None:
        self._window.session.search(text)
        self.remember(text)
        self._window.list.setFocus()

    # --- options and synonyms

    def show_options(self) -> None:
        """The switches of what searching overlooks."""
        window = self._window
        sheet = OptionsSheet(window.session.options, window)
        sheet.switched.connect(self.switch)
        sheet.synonyms_wanted.connect(self.show_synonyms)
        tune = window.column.explanation.tune
        beside: QWidget = tune if tune.isVisible() else self._box
        sheet.open_under(beside, right=beside is tune and tune.mapTo(window, tune.rect().topLeft()).x() > 400)

    def switch(self, setting: str, on: bool) -> None:
        """Overlook something from now on, or no more."""
        window = self._window
        window.set_settings(**{setting: on})
        window.session.compare_by(options(window.settings))
        if window.desk:
            window.desk.reader.refresh()

    def _switch_off(self, setting: str) -> None:
        title = next(switch.title for switch in SWITCHES if switch.setting == setting)
        self.switch(setting, on=False)
        self._window.notice.tell(f"已关闭“{title}”", ("恢复", lambda: self.switch(setting, on=True)))

    def show_synonyms(self) -> None:
        """The table of words that find each other."""
        if library := self._window.session.library:
            done = lambda groups: self._edit(library, groups)  # noqa: E731
            self._window.jobs.read(lambda _: library.synonyms(), done, lane="synonyms")

    def _edit(self, library: Library, groups: Groups) -> None:
        window = self._window
        from app.ui.search.synonyms import Synonyms

        dialog = Synonyms(groups, window)

        def keep(changed: Groups) -> None:
            if library.read_only:
                window.notice.tell("这个案例库只能读取，改不了同义词表。", wrong=True)
            elif changed != groups:
                told = lambda _: window.notice.tell(  # noqa: E731
                    f"同义词表有 {len(changed)} 组", ("撤销", lambda: window.deeds.take_back("改同义词"))
                )
                window.jobs.write(lambda: library.set_synonyms(changed), told, window.notice.trouble)

        dialog.kept.connect(keep)
        dialog.open()

    # --- help, saving, reasons

    def show_syntax(self) -> None:
        """What can be written in the box."""
        from app.ui.search.syntax import Syntax

        sheet = Syntax(self._window)
        sheet.chosen.connect(self._try)
        sheet.open_under(self._box, right=True)

    def _try(self, example: str) -> None:
        self._box.put(example)
        self._box.setFocus()

    def save(self) -> None:
        """Keep the question as a smart folder."""
        from app.ui.dialogs.asking import LONGEST, AskName

        window = self._window
        text, library = window.session.text.strip(), window.session.library
        if not text or library is None:
            window.notice.tell("先搜索或点选几个条件，再把它们存为智能文件夹。", wrong=True)
            return
        if library.read_only:
            window.notice.tell("这个案例库只能读取，存不了文件夹。", wrong=True)
            return
        name = " · ".join(said(clause).words for clause in window.session.query.clauses)[:LONGEST]
        told = window.column.explanation.told or text
        dialog = AskName("存为智能文件夹", f"以后每次打开都按这个条件重新找：\n{told}", "保存", window, name)

        def keep(given: str, _: object) -> None:
            done = lambda shelf: window.notice.tell(  # noqa: E731
                f"已存为智能文件夹“{shelf.name}”", ("撤销", lambda: window.deeds.take_back("新建书架"))
            )
            window.jobs.write(lambda: library.add_shelf(given, text), done, window.notice.trouble)
            self.remember(text)

        for label in dialog.findChildren(QLabel):
            label.setTextFormat(Qt.TextFormat.PlainText)
        dialog.told.connect(keep)
        dialog.open()

    def show_why(self) -> None:
        """Why the current case stands where it does."""
        window = self._window
        library, text, case_id = window.session.library, window.session.text, window.list.current()
        options = window.session.options
        row = window.list.row(case_id)
        if library is None or row is None:
            return
        at = window.list.ids().index(case_id) + 1
        place = window.list.visualRect(window.list.currentIndex())
        corner = window.list.viewport().mapToGlobal(place.topLeft())
        place.moveTopLeft(corner)

        def done(reasons: Sequence[str]) -> None:
            sheet = Popover(f"为何排在第 {at} 位", window)
            sheet.setObjectName("popover")
            for line in reasons or (_unranked(window),):
                sheet.column.addWidget(words(line, "popoverwords", sheet))
            sheet.open_at(place)

        window.jobs.read(lambda _: library.why(case_id, text, options=options), done, lane="why")

    # --- what can be gone to by name

    def find_targets(self, typed: str, tell: Told) -> None:
        """Shelves, themes and hospitals that are typed or spelled; told in the window's thread."""
        window = self._window
        if (library := window.session.library) is not None:
            window.jobs.read(
                lambda task: _named(library, typed, task),
                lambda found: tell(typed, [self._target(one) for one in found]),
                _let_go,
                lane="palette",
            )

    def _target(self, one: Suggestion) -> Target:
        note = "" if one.count is None else f"{one.count} 案"
        from app.ui.dialogs.palette import Target

        return Target(KINDS[one.kind], one.label, lambda: self._window.session.search(one.query), note)


_NAMED = ("shelf", "theme", "owner", "region", "practice", "tag")
"""What can be gone to by name, the kinds in order."""


def _named(library: Library, typed: str, task: Task) -> list[Suggestion]:
    from app.ui.search.matching import meant

    meant(_WARM, "中心")  # the tables are read here, not when the window matches names of actions
    wanted = typed.strip()
    shelves = [one for one in library.shelves() if not wanted or meant(wanted, one.name) is not None]
    found = [Suggestion("shelf", one.name, str(term("shelf", one.name)), one.count) for one in shelves]
    if wanted:
        found += [one for field in ("", "主题:", "医院:") for one in _suggested(library, field + wanted, task)]
    kept = {one.query: one for one in found if one.kind in _NAMED}
    return sorted(kept.values(), key=lambda one: _NAMED.index(one.kind))


def _suggested(library: Library, text: str, task: Task) -> Sequence[Suggestion]:
    return library.suggest(text, len(text), task)


def _unranked(window: Window) -> str:
    asked = window.session.query.worded
    return "没有按字词查找，所以不分先后。" if not asked else "这个案例没有得分。"


def _past(library: Library) -> tuple[Choice, ...]:
    return tuple(Choice(Suggestion("past", one, one)) for one in library.past(PAST))


def _offered(library: Library, text: str, cursor: int, task: Task) -> tuple[Choice, ...]:
    """Suggestions with the stretch that was typed marked; on a reading lane."""
    from app.services.suggesting import piece
    from app.ui.search.matching import meant

    found = library.suggest(text, cursor, task)
    typed = piece(text, cursor).typed
    return tuple(Choice(one, (meant(typed, one.label) or ()) if typed else ()) for one in found)


def _let_go(error: Exception) -> None:
    """Help that could not be given is no reason to trouble anybody; the answer itself tells what is wrong."""
    del error
