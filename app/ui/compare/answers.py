"""任务对照: a plan's tasks beside the cases that answer them, and the reverse.

Asks off the window's thread, shows lines on the left and what belongs to one of them on the right, and keeps what a
person decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Literal, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.messages import Trouble
from app.services import matched as answering
from app.services.matched import Matched, Profiles, Serving, TaskAnswers
from app.ui import icons
from app.ui.compare import answers_told as told
from app.ui.compare.answers_asked import WHOLE, AskedAnswers, Found
from app.ui.compare.answers_cards import Entry
from app.ui.compare.answers_detail import Detail
from app.ui.compare.answers_lines import LineList
from app.ui.legible import legible
from app.ui.record.naming import named
from app.ui.use.empty import IMPORT, LIST, SOON, Empty
from app.ui.use.page import Page, Scope, Setting

if TYPE_CHECKING:
    from app.formats.sheet import Sheet
    from app.task import Task
    from app.ui.theme import Palette
    from db.records import Changes
    from db.taskings import PlanHead, Verdict

Way = Literal["tasks", "cases"]
NO_PLAN = "导入一份编了号的实施方案（例如“1.……（责任单位：……）”），这里就会把每项任务与案例对照起来。"
_LATER = 3000
"""Milliseconds after which it is asked again while the index is being filled."""
_LEAST = 110
"""Pixels of the plan's title below which the page's own name gives way."""


class AnswersPage(Page):
    """The page."""

    lanes = ("answers",)

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.matched: Matched | None = None
        self.way: Way = "tasks"
        self._plans: tuple[PlanHead, ...] = ()
        self._plan = ""
        self._among = ""
        """What the cases are called that are looked at, unshortened."""
        self._widened = ""
        """Why more cases are matched than are looked at."""
        self._narrow: bool | None = None
        """Whether only the scope's cases are looked at; None: as the scope suggests."""
        self._servings: tuple[Serving, ...] = ()
        self._profiles = Profiles()
        self._found_for: AskedAnswers | None = None
        """What was asked when what is shown was found."""
        self._build(setting.palette)
        self._slow = QTimer(self, singleShot=True, interval=SOON)
        self._slow.timeout.connect(self._tell_working)
        self._later = QTimer(self, singleShot=True, interval=_LATER)
        self._later.timeout.connect(lambda: self._ask() if self.isVisible() else None)
        self.stack.setCurrentWidget(self.empty)

    def _build(self, palette: Palette) -> None:
        self.lines = LineList(palette, self)
        self.detail = Detail(palette, self)
        left = QFrame(self)
        left.setObjectName("useCard")
        column = QVBoxLayout(left)
        column.setContentsMargins(1, 12, 1, 8)
        column.setSpacing(6)
        column.addLayout(self._head(left))
        self.hint = named(QLabel(left), "useHint")
        self.hint.setContentsMargins(14, 0, 14, 2)
        self.hint.setWordWrap(True)
        column.addWidget(self.hint)
        column.addWidget(self.lines, 1)
        self.split = QSplitter(self)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(14)
        self.split.addWidget(left)
        self.split.addWidget(self.detail)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        self.split.setSizes([690, 460])
        self.empty = Empty(self)
        self.empty.wished.connect(self.wish)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.split)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 14)
        whole.addWidget(self.stack)
        self.setFocusProxy(self.lines)
        self.lines.line_chosen.connect(self._show_line)
        self.lines.chip_chosen.connect(self._show_chip)
        self.lines.onward.connect(self.detail.cards.setFocus)
        cards = self.detail.cards
        cards.back.connect(self.lines.setFocus)
        cards.decided.connect(self._decide)
        cards.open_wanted.connect(self._open)
        self.detail.open_wanted.connect(lambda id_: self.case_wanted.emit(id_, 0, 0))
        self.detail.look_wanted.connect(self.filter_wanted)

    def _head(self, parent: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(8)
        title = named(QLabel("任务对照", parent), "useHead")
        self.chooser = named(QPushButton(parent), "action", "选择方案")
        self.plan_menu = QMenu(self.chooser)
        self.chooser.setMenu(self.plan_menu)
        self.among = named(QPushButton(parent), "action", "在哪些案例中对照")
        self.among_menu = QMenu(self.among)
        self.among.setMenu(self.among_menu)
        self.ways = QButtonGroup(self)
        tabs = named(QFrame(parent), "useTabs", "对照方向")
        both = QHBoxLayout(tabs)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(0)
        for way, words, tip in (
            ("tasks", "按任务", "每项任务有哪些案例"),
            ("cases", "按案例", "每个案例能用在哪些任务"),
        ):
            button = named(QPushButton(words, tabs), "useTab", f"{words}：{tip}")
            button.setCheckable(True)
            button.setChecked(way == self.way)
            button.setToolTip(tip)
            button.clicked.connect(partial(self.turn, cast("Way", way)))
            self.ways.addButton(button)
            both.addWidget(button)
        self._title = title
        self._fixed = (self.among, tabs)
        row.addWidget(title)
        row.addWidget(self.chooser)
        row.addWidget(self.among)
        row.addStretch(1)
        row.addWidget(tabs)
        return row

    # --- what the frame asks for

    def show_scope(self, scope: Scope) -> None:
        """Look at other cases."""
        again = scope.case_ids != self.scope.case_ids
        super().show_scope(scope)
        if again:
            self._narrow = None
        self._ask()

    def show_wanted(self, id: str) -> None:  # noqa: A002 - the record's own word
        """Show the plan of this id."""
        if id:
            self.choose_plan(id)

    def refresh(self, changes: Changes) -> None:
        """Look again."""
        if changes.content:
            self._ask()

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        super().set_palette(palette)
        self.lines.colours = palette
        self.lines.viewport().update()
        self.detail.set_palette(palette)
        self._fit_plan()

    def exported(self) -> Callable[[Task], Sheet] | None:
        """The plan with its answers, and what each case serves."""
        library, asked, profiles, whose = self.library, self._asked, self._profiles, self._among
        matched = self.matched if self._found_for == asked else None
        if self.matched is None:
            return None

        def make(task: Task) -> Sheet:
            from app.services import matched_sheet

            if matched is not None:
                return matched_sheet.sheet(library, matched, whose, task)
            found = asked.answer(library, profiles, task)
            if found.matched is None:
                raise Trouble("nothing_to_export")
            return matched_sheet.sheet(library, found.matched, found.whose(asked.scope), task)

        return make

    @property
    def _asked(self) -> AskedAnswers:
        return AskedAnswers(self.scope, self._plan, self._narrow)

    # --- asking

    def _ask(self) -> None:
        library, asked, profiles = self.library, self._asked, self._profiles
        if self._found_for != asked:
            self._slow.start()

        def done(found: Found) -> None:
            self._found_for = asked
            self._answered(found)

        self.jobs.read(lambda task: asked.answer(library, profiles, task), done, self._failed, lane="answers")

    def _answered(self, made: Found) -> None:
        self._slow.stop()
        self._plans, self.matched = made.plans, made.matched
        if self.matched is None:
            self.empty.tell("库里还没有方案", NO_PLAN, (IMPORT, "导入文件…"), (LIST, "返回列表"))
            self.stack.setCurrentWidget(self.empty)
            self.stirred.emit()
            return
        if self.matched.early and self.isVisible():
            self._later.start()
        self._servings = answering.serving(self.matched)
        self._name_plans(self.matched)
        self._name_among(made)
        self.stack.setCurrentWidget(self.split)
        self._fill()
        self.stirred.emit()

    def _failed(self, error: Exception) -> None:
        self._slow.stop()
        self.jobs.trouble.emit(error)

    def _tell_working(self) -> None:
        """It takes its time: what is there is of other cases."""
        self.empty.working("正在把方案的任务与案例对照……", len(self.scope.case_ids))
        self.stack.setCurrentWidget(self.empty)

    def _name_plans(self, matched: Matched) -> None:
        self.plan_menu.clear()
        for plan in self._plans:
            words = f"{plan.title}（{plan.tasks} 项）" if plan.tasks else f"{plan.title}（没有分出任务）"
            action = self.plan_menu.addAction(words.replace("&", "&&"), partial(self.choose_plan, plan.id))
            action.setCheckable(True)
            action.setChecked(plan.id == matched.plan.id)
        self.chooser.setToolTip(matched.plan.title)
        self.chooser.setAccessibleName(f"选择方案，现在是：{matched.plan.title}")
        QTimer.singleShot(0, self, self._fit_plan)

    def _fit_plan(self) -> None:
        """A plan's long title gives way to the other buttons."""
        title = self.matched.plan.title if self.matched else ""
        taken = sum(widget.sizeHint().width() + 8 for widget in self._fixed) + 28 + 60
        head = self._title.sizeHint().width() + 8
        self._title.setVisible(self.lines.width() - taken - head >= _LEAST)
        room = max(40, self.lines.width() - taken - head * (not self._title.isHidden()))
        words = self.chooser.fontMetrics().elidedText(legible(title), Qt.TextElideMode.ElideRight, room)
        self.chooser.setText(words.replace("&", "&&") + " ")
        for button in (self.chooser, self.among):
            button.setIcon(icons.icon("down", self.colours.muted, 12))
            button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The title is fitted once the halves have their width."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit_plan)

    def _name_among(self, found: Found) -> None:
        narrow = found.narrow
        self.among_menu.clear()
        own = f"{legible(self.scope.name) or '当前列表'}（{len(self.scope.case_ids):,} 案）"
        for words, value in ((f"{WHOLE}的案例", False), (own, True)):
            action = self.among_menu.addAction(words.replace("&", "&&"), partial(self.look_among, narrow=value))
            action.setCheckable(True)
            action.setChecked(value == narrow)
        self._among = found.whose(self.scope)
        short = self._among if len(self._among) <= 8 else self._among[:7] + "…"
        self.among.setText(legible(f"与{short}对照"))
        self.among.setToolTip("与这些案例对照：" + (own if narrow else WHOLE))
        self.among.setAccessibleName(f"与哪些案例对照，现在是：{own if narrow else WHOLE}")
        wide = not narrow and self._narrow is None and not self.scope.everything
        few = f"“{legible(self.scope.name)}”{'只有 1 案' if self.scope.case_ids else '里没有案例'}，改与全库对照 · "
        self._widened = few if wide else ""

    # --- choosing

    def choose_plan(self, plan_id: str) -> None:
        """Look at another plan."""
        self._plan = plan_id
        self._ask()

    def look_among(self, *, narrow: bool) -> None:
        """Look among the scope's cases only, or in the whole library."""
        self._narrow = narrow
        self._ask()

    def turn(self, way: Way) -> None:
        """Tasks with their cases, or cases with their tasks."""
        self.way = way
        for button, own in zip(self.ways.buttons(), ("tasks", "cases"), strict=True):
            button.setChecked(own == way)
        self._fill()

    # --- showing

    def _fill(self) -> None:
        matched = self.matched
        if matched is None:
            return
        forward = self.way == "tasks"
        plain = told.hint(matched) if forward else f"{len(self._servings)} 个案例用得上；点一行看是哪些任务"
        early = "检索还在建立，案例会陆续补上 · " if matched.early else ""
        self.hint.setText(early + self._widened + plain)
        self.lines.setAccessibleName("方案的任务" if forward else "用得上的案例")
        self.lines.fill(told.task_lines(matched) if forward else told.case_lines(self._servings))
        self._show_line(self.lines.current())

    def _show_line(self, id_: str) -> None:
        if self.way == "tasks":
            self._show_task(next((task for task in self._tasks() if task.id == id_), None))
        else:
            self._show_serving(next((one for one in self._servings if one.case_id == id_), None))

    def _tasks(self) -> Sequence[TaskAnswers]:
        return self.matched.tasks if self.matched else ()

    def _show_task(self, task: TaskAnswers | None) -> None:
        if task is None or self.matched is None:
            self.detail.show_thing("", "", "", (), (), "这个方案里没有任务。")
            return
        text = f"{task.responsible}\n{task.text}" if task.responsible else task.text
        nothing = "没有可以建议的案例。点上面的方向，在案例库里找找看。"
        missing = "" if task.shown else self.matched.missing
        self.detail.show_thing(
            task.id, task.name, text, task.directions, told.task_entries(task), nothing, missing=missing
        )

    def _show_serving(self, one: Serving | None) -> None:
        if one is None:
            words = "这些案例还没有用得上的任务。换到“全库”，或换一个方案看看。"
            self.detail.show_thing("", "", "", (), (), words)
            return
        self.detail.show_thing(one.case_id, one.title, one.where, (), told.case_entries(one), "")

    def _show_chip(self, line: str, chip: str) -> None:
        self._show_line(line)
        if self.way == "tasks":
            self.detail.cards.go(chip)
            return
        row = next((at for at, one in enumerate(self.detail.cards.entries) if one.task_id == chip), -1)
        if row >= 0:
            self.detail.cards.setCurrentIndex(self.detail.cards.model().index(row, 0))

    # --- deeds

    def _decide(self, entry: Entry, verdict: str) -> None:
        if self.library.read_only:
            self.said.emit("这个案例库只能读，不能记下取舍。", True)  # noqa: FBT003 - a Signal takes no names
            return
        status = cast("Verdict | None", verdict or None)
        library, task, case = self.library, entry.task_id, entry.answer.case_id
        if self.matched is not None:
            self.matched = answering.decided(self.matched, task, case, status)
            if self.way == "tasks":
                self._fill()
        self.jobs.write(lambda: answering.decide(library, task, [case], status), failed=self._not_kept)

    def _not_kept(self, error: Exception) -> None:
        self.jobs.trouble.emit(error)
        self._ask()

    def _open(self, entry: Entry) -> None:
        answer = entry.answer
        self.case_wanted.emit(answer.case_id, answer.start, answer.end)
