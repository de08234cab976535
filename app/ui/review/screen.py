"""The review screen: files at the left, the chosen one's text in the middle, the record of its case at the right.

Puts its parts together and passes on what they say. Nothing is written before a person says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout

from app.services.awaiting import Doubt
from app.services.importing import Outcome, Prepared
from app.task import Cancelled
from app.ui import theme
from app.ui.dropping import Catcher
from app.ui.notices import Notice
from app.ui.record.naming import named
from app.ui.review import looks, walking, wording
from app.ui.review.bars import Foot, Top
from app.ui.review.choosing import Chosen
from app.ui.review.course import Course
from app.ui.review.files import Files
from app.ui.review.head import Head
from app.ui.review.pages import Pages
from app.ui.review.record import Record
from app.ui.review.rows import Row
from app.ui.shell import columns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.services.reviewing import Review
    from db.answers import Near

SETTLE = 200
"""Milliseconds in which several files that come are shown at once."""
FILES, RECORD = 260, 430
"""First widths of the outer columns."""
NARROW = 960
"""Below this width they are narrower."""


class Screen(Catcher):
    """What a person sees of a review."""

    left = Signal()
    """The person wants to leave."""
    stored = Signal(object)
    """`Outcome`s of everything on the screen, after it was stored and nothing remains."""

    def __init__(self, course: Course, themes: Mapping[str, str], colours: theme.Palette) -> None:
        super().__init__()
        self.setObjectName("review")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.course = course
        self.current = -1
        self._reading: tuple[int, int, str] | None = None
        self._soon = QTimer(self, singleShot=True, interval=SETTLE)
        self._soon.timeout.connect(self.sum_up)
        self._build(colours)
        self.record.themes = themes
        self.notice = Notice(colours, self)
        self._wire()
        self.set_palette(colours)
        self.sum_up()

    # --- building

    def _build(self, colours: theme.Palette) -> None:
        top = Top()
        self.title, self.sum = top.title, top.sum
        self.withdraw, self.only_sure, self.go = top.withdraw, top.only_sure, top.go
        self.files = Files(colours)
        self.files.setMinimumWidth(124)
        self.pages = Pages(colours)
        self.text = self.pages.text
        paper = named(QFrame(), "reviewText")
        paper.setMinimumWidth(240)
        self.head = Head()
        inside = QVBoxLayout(paper)
        inside.setContentsMargins(0, 0, 0, 8)
        inside.setSpacing(8)
        inside.addWidget(self.head)
        inside.addWidget(self.pages, 1)
        self.record = Record(colours)
        self.record.setMinimumWidth(244)
        inner = columns(paper, self.record)
        inner.setStretchFactor(0, 1)
        inner.setStretchFactor(1, 0)
        outer = columns(self.files, inner)
        self._columns = (outer, inner)
        self._room: tuple[int, ...] = ()
        foot = Foot()
        self.keys = foot.keys
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(outer, 1)
        column.addWidget(foot)
        for one, other in ((self.files.list, self.text), (self.text, self.withdraw), (self.withdraw, self.only_sure)):
            self.setTabOrder(one, other)

    def _wire(self) -> None:
        course = self.course
        course.came.connect(self._came)
        course.changed.connect(self._changed)
        course.stepped.connect(self._stepped)
        course.rested.connect(self._rested)
        course.fell.connect(self._fell)
        self.files.chosen.connect(self.show_file)
        self.text.changed.connect(self._put)
        self.text.stood_on.connect(self._stood)
        self.text.said.connect(self._said)
        self.text.refused.connect(self.notice.tell)
        self.text.entered.connect(self.record.begin)
        self.text.edited.connect(self.record.edit_here)
        self.head.changed.connect(self._put)
        self.head.encoding_wanted.connect(self._reread)
        self.head.left.connect(self.text.setFocus)
        self.head.original.clicked.connect(self._compare)
        self.head.alike.versus_wanted.connect(self._versus)
        self.pages.turned.connect(self.head.original.setChecked)
        self.record.changed.connect(self._put)
        self.record.lit.connect(self.text.light)
        self.withdraw.clicked.connect(self.leave)
        self.only_sure.clicked.connect(lambda _: self.commit(sure=True))
        self.go.clicked.connect(lambda _: self.commit())
        self.aimed.connect(lambda on: self.files.aim(on=on))
        self.caught.connect(self.add)
        self._wire_keys()

    def _wire_keys(self) -> None:
        for keys, act in (
            ("Esc", self.leave),
            ("Ctrl+Return", self.commit),
            ("Ctrl+Enter", self.commit),
            ("Ctrl+Z", lambda: self.turn(back=True)),
            ("Ctrl+Shift+Z", lambda: self.turn(back=False)),
            ("Ctrl+Y", lambda: self.turn(back=False)),
            ("N", self.next_doubt),
            ("F8", self.next_doubt),
            ("Shift+N", lambda: self.next_doubt(back=True)),
            ("Shift+F8", lambda: self.next_doubt(back=True)),
            ("F4", self.head.original.click),
            ("F6", lambda: self.go_round(1)),
            ("Shift+F6", lambda: self.go_round(-1)),
        ):
            self._key(keys, act)

    def _key(self, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    # --- what is shown

    def add(self, paths: Sequence[Path]) -> None:
        """Read more files."""
        if paths:
            self._reading = (0, 0, paths[0].name)
            self.course.read(paths)
            self.sum_up()

    def add_text(self, text: str, name: str) -> None:
        """Read a text that is no file."""
        self._reading = (0, 1, name)
        self.course.read_text(text, name)
        self.sum_up()

    def show_file(self, place: int) -> None:
        """Show a file of the course."""
        self.current = place
        here = QApplication.focusWidget()
        if here and self.record.isAncestorOf(here):
            self.text.setFocus()
        self._show(fresh=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room every column takes less; what a person has pulled stays until that changes."""
        super().resizeEvent(event)
        wide = self.width()
        room = (FILES, RECORD) if wide >= NARROW else (140, 296)
        if room != self._room:
            self._room = room
            outer, inner = self._columns
            outer.setSizes([room[0], wide - room[0]])
            inner.setSizes([wide - sum(room), room[1]])
            self.keys.setVisible(wide >= NARROW)

    def set_palette(self, colours: theme.Palette) -> None:
        """Take other colours."""
        self._colours = colours
        self.setStyleSheet(looks.sheet(colours))
        self.files.set_palette(colours)
        self.pages.set_palette(colours)
        self.record.set_palette(colours)
        self.notice.set_palette(colours)

    def name_themes(self, themes: Mapping[str, str]) -> None:
        """Say what the themes are called."""
        self.record.themes = themes
        self.record.rebuild()

    def go_round(self, by: int) -> None:
        """Take the keyboard to the next column."""
        parts = (self.files, self.text, self.record)
        here = QApplication.focusWidget()
        at = next((n for n, part in enumerate(parts) if here is part or (here and part.isAncestorOf(here))), 1)
        part = parts[(at + by) % 3]
        if part is self.record:
            self.record.begin()
        else:
            (self.files.list if part is self.files else self.text).setFocus()

    def _review(self) -> Review | None:
        entries = self.course.entries
        return entries[self.current].review if 0 <= self.current < len(entries) else None

    def _show(self, *, fresh: bool = False) -> None:
        entries = self.course.entries
        there = 0 <= self.current < len(entries)
        self.text.show_review(self._review(), fresh=fresh)
        self.head.show_file(entries[self.current].prepared if there else None, self._review())
        if fresh or self._review() is None:
            self.pages.show_text()
        row = self.text.row_at(self.text.currentIndex().row())
        if row:
            self._stood(row.key, row.piece)
        else:
            self.record.show_case(None, None)
        self.sum_up()

    def sum_up(self) -> None:
        """Say what was found and what can be done."""
        course = self.course
        self.title.setText(wording.heading(len(course.entries)))
        self.sum.setText(
            wording.summary(course.cases, course.doubts, **course.counts()) if course.entries else "正在读取…"
        )
        busy = course.reading or course.storing
        sure = course.ready(sure=True)
        words = "正在入库…" if course.storing else f"入库 {course.cases} 案（Ctrl Enter）"
        self.go.setText(words if course.cases or course.storing else "没有可入库的案例")
        self.go.setAccessibleName(self.go.text())
        self.go.setEnabled(bool(course.cases) and not busy)
        self.only_sure.setEnabled(bool(sure) and not busy)
        self.withdraw.setEnabled(not course.storing)
        self.files.fill(course.entries, self._reading if course.reading else None, self.current)

    def _stood(self, key: int | None, piece: int) -> None:
        self.text.light({})
        self.text.show_key(key)
        review = self._review()
        self.record.show_case(review, key, piece=piece)
        row = self.text.row_at(self.text.currentIndex().row())
        if row and row.kind == "join":
            self.record.tell(wording.join_hint(row.note))

    # --- what happens

    def _came(self) -> None:
        entries = self.course.entries
        if self.current < 0 and entries[-1].review:
            self.current = len(entries) - 1
            self._show(fresh=True)
            self.text.setFocus()
        else:
            self._later()

    def _later(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _changed(self, place: int) -> None:
        if place == self.current:
            self._show()
        else:
            self.sum_up()

    def _stepped(self, done: int, total: int, name: str) -> None:
        self._reading = (done, total, name)
        self._later()

    def _rested(self) -> None:
        self.sum_up()
        if not self.course.entries:
            self.stored.emit(())

    def _fell(self, error: Exception) -> None:
        self.sum_up()
        if not isinstance(error, Cancelled):
            self.notice.trouble(error)

    def _put(self, review: Review) -> None:
        if self.current >= 0 and not self.course.storing:
            self.course.put(self.current, review)

    def _said(self, kind: str, chosen: Chosen) -> None:
        self.record.point(kind, chosen)
        if kind not in ("result", "theme"):
            self.text.choose_nothing()

    def _reread(self, encoding: str) -> None:
        if self.current >= 0 and not self.course.storing:
            self.course.reread(self.current, encoding)

    def next_doubt(self, *, back: bool = False) -> None:
        """Go to the next place that waits for a person, in this file or in one after it."""
        row = self.text.row_at(self.text.currentIndex().row())
        piece, name = (row.piece, self._standing(row)) if row else (-1, "")
        found = walking.next_doubt(self.course.entries, self.current, piece, name, back=back)
        if found is None:
            self.notice.tell("没有待定的地方了")
            return
        place, doubt = found
        if place != self.current:
            self.show_file(place)
        self._go_to(doubt)

    def _standing(self, row: Row) -> str:
        """The name of what the keyboard is on, as `awaiting` knows it."""
        if self.record.chosen:
            return self.record.chosen
        return row.kind if row.wanting else ""

    def _go_to(self, doubt: Doubt) -> None:
        self.pages.show_text()
        self.text.stand_at("cut" if doubt.kind == "value" else "join" if doubt.kind == "join" else "piece", doubt.piece)
        if doubt.kind == "value":
            self.record.go_to(doubt.name)
        else:
            self.text.setFocus()

    def _compare(self) -> None:
        """The original beside the repaired text, or the text with its cuts again."""
        review = self._review()
        if self.pages.front == "repairs" or review is None:
            self.pages.show_text()
        elif self.pages.wants_repairs(review.document.text):
            self.course.compare(review.document.text, self.pages.show_repairs)

    def _versus(self, near: Near | None) -> None:
        self.course.versus(self.current, near, self.pages.show_versus)

    def turn(self, *, back: bool) -> None:
        """Take the last step of the review back, or do it again."""
        place = None if self.course.storing else self.course.turn(back=back)
        if place is None:
            self.notice.tell("没有可以撤销的改动" if back else "没有可以重做的改动")
        elif place != self.current:
            self.show_file(place)

    def leave(self) -> None:
        """Go back to the library; what is open or chosen is left first."""
        if self.record.editor is not None:
            self.record.editor.left.emit()
        elif self.head.leave():
            return
        elif self.pages.front != "text":
            self.pages.show_text()
        elif self.text.choosing.some:
            self.text.choose_nothing()
        elif not self.course.storing:
            self.left.emit()

    def commit(self, *, sure: bool = False) -> None:
        """Store everything, or only the files without a doubt."""
        course = self.course
        if course.reading or course.storing or not course.ready(sure=sure):
            return
        if not course.prove(lambda files: self._store(files, sure=sure), self, self._colours, sure=sure):
            self._store(None, sure=sure)

    def _store(self, files: Sequence[Prepared] | None, *, sure: bool) -> None:
        self.course.commit(self._stored, sure=sure, files=files)
        self.sum_up()

    def _stored(self, outcomes: Sequence[Outcome]) -> None:
        if not any(entry.review and entry.review.cases for entry in self.course.entries):
            self.stored.emit((*outcomes, *self.course.left_over()))
            return
        from app.ui.dialogs.imports import summary

        self.notice.tell(f"{summary(outcomes)}；有待确认处的文件还在这里")
        ready = [place for place, entry in enumerate(self.course.entries) if entry.review]
        self.show_file(ready[0])
