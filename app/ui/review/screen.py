"""The review screen: files at the left, the chosen one's text in the middle, the record of its case at the right.

Puts its parts together and passes on what they say. Nothing is written before a person says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from app.services.importing import Outcome
from app.task import Cancelled
from app.ui import theme
from app.ui.dropping import Catcher
from app.ui.notices import Notice
from app.ui.record.naming import named
from app.ui.review import looks, wording
from app.ui.review.course import Course
from app.ui.review.files import Files
from app.ui.review.record import Record
from app.ui.review.text import Text
from app.ui.shell import FOOT, TOP, columns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.services.reviewing import Review

SETTLE = 200
"""Milliseconds in which several files that come are shown at once."""
FILES, RECORD = 260, 430
"""First widths of the outer columns."""


class Screen(Catcher):
    """What a person sees of a review."""

    left = Signal()
    """The person leaves; nothing was written."""
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
        self._soon.timeout.connect(self._sum_up)
        self._build(colours)
        self.record.themes = themes
        self.notice = Notice(colours, self)
        self._wire()
        self.set_palette(colours)
        self._sum_up()

    # --- building

    def _build(self, colours: theme.Palette) -> None:
        self.title = named(QLabel(), "reviewTitle")
        self.sum = named(QLabel(), "reviewSum")
        self.sum.setTextFormat(Qt.TextFormat.PlainText)
        self.withdraw = _button("全部撤回", "action", "全部撤回，什么也不写入（Esc）")
        self.only_sure = _button("只存已确认", "action", "入库没有待确认处的文件，待定的值不存；其余留在这里")
        self.go = _button("入库", "primary", "入库（Ctrl+Enter）")
        top = named(QFrame(), "reviewTop")
        top.setFixedHeight(TOP)
        row = QHBoxLayout(top)
        row.setContentsMargins(18, 0, 18, 0)
        row.setSpacing(14)
        for label in (self.title, self.sum):
            row.addWidget(label)
        row.addStretch(1)
        for button in (self.withdraw, self.only_sure, self.go):
            row.addWidget(button)
        self.files = Files(colours)
        self.files.setMinimumWidth(190)
        self.text = Text(colours)
        paper = named(QFrame(), "reviewText")
        paper.setMinimumWidth(380)
        inside = QVBoxLayout(paper)
        inside.setContentsMargins(0, 14, 0, 8)
        inside.addWidget(self.text)
        self.record = Record()
        self.record.setMinimumWidth(320)
        inner = columns(paper, self.record)
        inner.setStretchFactor(0, 1)
        inner.setStretchFactor(1, 0)
        inner.setSizes([750, RECORD])
        outer = columns(self.files, inner)
        outer.setSizes([FILES, 1180])
        foot = named(QFrame(), "reviewFoot")
        foot.setFixedHeight(FOOT)
        line = QHBoxLayout(foot)
        line.setContentsMargins(14, 0, 14, 0)
        self.keys = QLabel("F6 换栏　Alt+↑↓ 移动分界　S 拆分　M 合并　Ctrl+Z 撤销")
        line.addWidget(QLabel("入库前不会写入任何内容"))
        line.addStretch(1)
        line.addWidget(self.keys)
        line.addStretch(1)
        line.addWidget(QLabel("可整体撤销"))
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
        self.record.changed.connect(self._put)
        self.record.lit.connect(self.text.light)
        self.withdraw.clicked.connect(self.leave)
        self.only_sure.clicked.connect(lambda _: self.commit(sure=True))
        self.go.clicked.connect(lambda _: self.commit())
        self.aimed.connect(lambda on: self.files.aim(on=on))
        self.caught.connect(self.add)
        for keys, act in (
            ("Esc", self.leave),
            ("Ctrl+Return", self.commit),
            ("Ctrl+Enter", self.commit),
            ("Ctrl+Z", lambda: self.turn(back=True)),
            ("Ctrl+Shift+Z", lambda: self.turn(back=False)),
            ("Ctrl+Y", lambda: self.turn(back=False)),
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
            self._sum_up()

    def add_text(self, text: str, name: str) -> None:
        """Read a text that is no file."""
        self._reading = (0, 1, name)
        self.course.read_text(text, name)
        self._sum_up()

    def show_file(self, place: int) -> None:
        """Show a file of the course."""
        self.current = place
        here = QApplication.focusWidget()
        if here and self.record.isAncestorOf(here):
            self.text.setFocus()
        self._show(fresh=True)

    def set_palette(self, colours: theme.Palette) -> None:
        """Take other colours."""
        self.setStyleSheet(looks.sheet(colours))
        self.files.set_palette(colours)
        self.text.set_palette(colours)
        self.notice.set_palette(colours)

    def name_themes(self, themes: Mapping[str, str]) -> None:
        """Say what the themes are called."""
        self.record.themes = themes
        self.record.show_case(self.record.review, self.record.key)

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
        self.text.show_review(self._review(), fresh=fresh)
        row = self.text.row_at(self.text.currentIndex().row())
        if row:
            self._stood(row.key, row.piece)
        else:
            self.record.show_case(None, None)
        self._sum_up()

    def _sum_up(self) -> None:
        course = self.course
        self.title.setText(wording.heading(len(course.entries)))
        self.sum.setText(
            wording.summary(course.cases, course.doubts, course.count("failed"), course.count("duplicate"))
            if course.entries
            else "正在读取…"
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
        self.record.show_case(self._review(), key, piece=piece)

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
            self._sum_up()

    def _stepped(self, done: int, total: int, name: str) -> None:
        self._reading = (done, total, name)
        self._later()

    def _rested(self) -> None:
        self._sum_up()
        if not self.course.entries:
            self.stored.emit(())

    def _fell(self, error: Exception) -> None:
        self._sum_up()
        if not isinstance(error, Cancelled):
            self.notice.trouble(error)

    def _put(self, review: Review) -> None:
        if self.current >= 0 and not self.course.storing:
            self.course.put(self.current, review)

    def turn(self, *, back: bool) -> None:
        """Take the last step of the review back, or do it again."""
        place = None if self.course.storing else self.course.turn(back=back)
        if place is None:
            self.notice.tell("没有可以撤销的改动" if back else "没有可以重做的改动")
        elif place != self.current:
            self.show_file(place)

    def leave(self) -> None:
        """Go back to the library; nothing was written. A form that is open is left first."""
        if self.record.editor is not None:
            self.record.editor.left.emit()
        elif not self.course.storing:
            self.course.stop()
            self.left.emit()

    def commit(self, *, sure: bool = False) -> None:
        """Store everything, or only the files without a doubt."""
        course = self.course
        if course.reading or course.storing or not course.ready(sure=sure):
            return
        course.commit(self._stored, sure=sure)
        self._sum_up()

    def _stored(self, outcomes: Sequence[Outcome]) -> None:
        if not any(entry.review and entry.review.cases for entry in self.course.entries):
            self.stored.emit((*outcomes, *self.course.left_over()))
            return
        from app.ui.dialogs.imports import summary

        self.notice.tell(f"{summary(outcomes)}；有待确认处的文件还在这里")
        ready = [place for place, entry in enumerate(self.course.entries) if entry.review]
        self.show_file(ready[0])


def _button(words: str, look: str, told: str) -> QPushButton:
    button = named(QPushButton(words), look, told)
    button.setToolTip(told)
    button.setAutoDefault(False)
    return button
