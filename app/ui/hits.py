"""From hit to hit: the next one over the ends of a case, and all hits of a case as lines.

Knows the window's list, reader and foot; asks the library on a lane of `app.ui.jobs`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.ui.search.lines import Concordance

if TYPE_CHECKING:
    from app.services.library import Library
    from app.task import Task
    from app.ui.record.opened import Opened
    from app.ui.window import Window
    from db.answers import Line
    from db.variants import Options


class Hits(QObject):
    """The hits of one window's question."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._landing: tuple[str, int] | None = None
        """The case about to come up, and from which end its hits are to be gone through."""
        self._going: tuple[str, Line] | None = None
        self._words = ""
        """What is listed when it is not the window's question."""
        self._sheet: Concordance | None = None
        window.desk_made.connect(self._meet)
        window.answered.connect(self._answered)
        window.session.opened.connect(lambda _: self._shut())
        window.list.lines_wanted.connect(self.show_lines)

    @property
    def sheet(self) -> Concordance | None:
        """The list of lines, once it was asked for."""
        return self._sheet

    def _meet(self) -> None:
        if self._window.desk is not None:
            reader = self._window.desk.reader
            reader.run_out = self._run_out
            reader.stood.connect(self._stood)
            reader.opened.connect(self._arrived)
            reader.find_bar.list_wanted.connect(
                lambda words: self.show_lines(words='"' + words.replace('"', " ") + '"')
            )

    # --- over the ends

    def _run_out(self, by: int) -> bool:
        """Go on into the next case of the list; False when the question has no words to go through."""
        window = self._window
        ids = window.list.ids()
        if window.desk is None or not window.session.query.words or not ids:
            return False
        here = window.desk.case_id or ""
        at = (ids.index(here) if here in ids else -1 if by > 0 else len(ids)) + by
        if not 0 <= at < len(ids):
            window.foot.show_hit("后面没有命中了" if by > 0 else "前面没有命中了")
            return True
        self._landing = (ids[at], by)
        window.go_to(ids[at])
        return True

    def _arrived(self, opened: Opened) -> None:
        window, case_id = self._window, opened.case.id
        landing, self._landing = self._landing, None
        going, self._going = self._going, None
        if window.desk is None:
            return
        if landing and landing[0] == case_id:
            if opened.marks:
                window.desk.reader.stand_on(0 if landing[1] > 0 else -1)
            else:
                window.foot.show_hit(f"命中在标题、名称或笔记里 · {self._case(case_id)}")
        elif going and going[0] == case_id:
            self._jump(going[1])
        else:
            window.foot.show_hit("")
        if self._sheet and self._sheet.isVisible() and self._sheet.case_id != case_id:
            self._read(case_id)

    def _stood(self, at: int, total: int) -> None:
        if (desk := self._window.desk) and desk.case_id:
            self._window.foot.show_hit(f"第 {at + 1}/{total} 处 · {self._case(desk.case_id)}")
            if self._sheet and self._sheet.isVisible() and desk.reader.shown and at < len(desk.reader.shown.marks):
                self._sheet.stand_on(desk.reader.shown.marks[at].start)

    def _case(self, case_id: str) -> str:
        ids = self._window.list.ids()
        return f"第 {ids.index(case_id) + 1}/{len(ids)} 案" if case_id in ids else "不在列表中"

    def _answered(self) -> None:
        self._window.foot.show_hit("")
        self._words = ""
        if self._sheet and self._sheet.isVisible() and self._sheet.case_id:
            self._read(self._sheet.case_id)

    # --- as lines

    def show_lines(self, case_id: str = "", words: str = "") -> None:
        """List all hits of a case: of the one being read, for the window's question, when nothing else is said."""
        window = self._window
        case_id = case_id or (window.desk.case_id if window.desk else "") or window.list.current()
        if not case_id or not (words or window.session.query.words):
            window.notice.tell("先搜索一个词，再列出它在案例里的全部位置。", wrong=True)
            return
        self._words = words
        if self._sheet is None:
            self._sheet = Concordance(window.colours, window)
            self._sheet.wanted.connect(self._go)
            self._sheet.step_wanted.connect(self._step)
        self._sheet.set_palette(window.colours)
        self._read(case_id)
        self._sheet.show()
        self._sheet.raise_()
        self._sheet.activateWindow()
        self._sheet.list.setFocus()

    def _read(self, case_id: str) -> None:
        window, sheet = self._window, self._sheet
        library, asked = window.session.library, window.session.options
        text = self._words or window.session.text
        if library is not None and sheet is not None:
            window.jobs.read(
                lambda task: _lines(library, case_id, text, asked, task),
                lambda told: sheet.show_lines(case_id, told[0], text, told[1]),
                lambda _: None,
                lane="lines",
            )

    def _go(self, case_id: str, line: Line) -> None:
        window = self._window
        if window.desk is None:
            return
        shown = window.desk.reader.shown
        if shown and shown.case.id == case_id == window.desk.case_id:
            self._jump(line)
        else:
            self._going = (case_id, line)
            window.go_to(case_id)

    def _jump(self, line: Line) -> None:
        desk = self._window.desk
        if desk is None:
            return
        if line.where == "text":
            desk.reader.jump(line.start, line.end)
        elif line.where in ("note", "quote", "tag") and line.note_id:
            desk.splitter.open()
            desk.margin.focus_note(line.note_id)
        elif line.where == "abstract":
            desk.reader.turn_to("digest")
        elif line.where == "source":
            desk.reader.turn_to("original")

    def _step(self, by: int) -> None:
        ids = self._window.list.ids()
        if self._sheet and self._sheet.case_id in ids:
            at = ids.index(self._sheet.case_id) + by
            if 0 <= at < len(ids):
                self._window.go_to(ids[at])

    def _shut(self) -> None:
        if self._sheet is not None:
            self._sheet.close()
            self._sheet.deleteLater()
            self._sheet = None


def _lines(library: Library, case_id: str, text: str, asked: Options, task: Task) -> tuple[str, tuple[Line, ...]]:
    return library.case(case_id).title, library.lines(case_id, text, task, options=asked)
