"""提要, 做法, 成效, 任务 and 相似案例: what was drawn out of a case, each line leading back to its sentence.

They show records and tell what was clicked; the library is asked by the reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.ui.reading.chips import settling
from app.ui.reading.tiles import Bars
from app.ui.record import wording
from app.ui.record.listing import Listing, Row, beside, case_row, heading, marked, passing, quiet
from app.ui.record.naming import tool
from app.ui.theme import Palette
from db.records import Case, CaseRow, Mark, Practice, Result, Section

ROLES = ("背景", "做法", "成效", "启示")
DEEDS = (("谁还在做", "who"), ("合并到…", "merge"), ("改名…", "rename"), ("在全库隐藏", "hide"))
"""What can be done to a practice's name in the whole library."""


def roles(case: Case) -> tuple[str, ...]:
    """Which of the four roles were found in the case, in their usual order."""
    found = {section.role for section in case.outline}
    return tuple(role for role in ROLES if role in found)


class Digest(Listing):
    """The parts of a case by what they are for: 背景, 做法, 成效, 启示."""

    jump_wanted = Signal(int, int)

    def __init__(self) -> None:
        super().__init__("提要", "没有认出背景、做法、成效等段落，请直接阅读正文。")

    def show_case(self, case: Case) -> None:
        """Show the located parts, first the abstract when there is one."""
        widgets: list[QWidget] = []
        if case.abstract:
            widgets += [heading("摘要"), Row("", case.abstract, lambda: self._jump_to(case, case.abstract))]
        for role in roles(case):
            widgets.append(heading(role))
            widgets += [self._section(case, s) for s in case.outline if s.role == role]
        loose = [s for s in case.outline if s.role is None and s.heading]
        if loose:
            widgets.append(heading("其他段落"))
            widgets += [self._section(case, s) for s in loose]
        self.fill(widgets)

    def _section(self, case: Case, section: Section) -> Row:
        body = case.text[section.start : section.end].removeprefix(section.heading).strip()
        short = body if len(body) <= 180 else body[:180].rstrip() + "……"
        end = min(section.end, section.start + max(len(section.heading), 40))
        return Row(section.heading, short.replace("\n", " "), lambda: self.jump_wanted.emit(section.start, end))

    def _jump_to(self, case: Case, words: str) -> None:
        at = case.text.find(words[:20])
        if at >= 0:
            self.jump_wanted.emit(at, min(len(case.text), at + len(words)))


class PracticeList(Listing):
    """The named practices with the sentence each stands in; guesses can be settled."""

    jump_wanted = Signal(int, int)
    settled = Signal(str, bool)
    name_clicked = Signal(str)
    deed_wanted = Signal(str, str)
    """What is wanted of a name in the whole library: merge, rename or hide; and the name."""

    def __init__(self) -> None:
        super().__init__("做法", "没有认出有名称的做法。")

    def show_case(self, case: Case, palette: Palette) -> None:
        """Show each practice once, in text order, guesses last."""
        order = sorted(case.practices, key=lambda p: (p.status == "suggested", p.start or 0))
        once = [next(same) for _, same in groupby(sorted(order, key=lambda p: p.name), key=lambda p: p.name)]
        once.sort(key=order.index)
        widgets: list[QWidget] = []
        for guess, some in groupby(once, key=lambda p: p.status == "suggested"):
            if guess:
                widgets.append(heading("待确认：名称由句式推出，✓ 采用，✕ 去掉"))
            widgets += [self._practice(case, p, palette) for p in some]
        self.fill(widgets)

    def _practice(self, case: Case, practice: Practice, palette: Palette) -> QWidget:
        name = practice.name
        text, act = practice.surface, None
        if practice.start is not None and practice.end is not None:
            start, end = practice.start, practice.end
            words, first = wording.sentence(case.text, start, end)
            text = marked(words.replace("\n", " "), [Mark(start - first, end - first)], palette.accent_soft)
            act = lambda: self.jump_wanted.emit(start, end)  # noqa: E731 - one line says it
        kind = f" · {practice.type}" if practice.type else ""
        row = Row(f"{name}{kind}", text, act, f"做法：{name}，跳到原句")
        row.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        for words, deed in DEEDS:
            action = QAction(words, row)
            action.triggered.connect(partial(self.deed_wanted.emit, deed, name))
            row.addAction(action)
        who = tool("plain", "谁在做")
        who.setAccessibleName(f"只看做法“{name}”的案例")
        who.clicked.connect(lambda: self.name_clicked.emit(name))
        drop = settling("✕", f"去掉做法：{name}", lambda: self.settled.emit(name, False))  # noqa: FBT003 - a Signal
        if practice.status != "suggested":
            return beside(row, who, drop)
        keep = settling("✓", f"采用做法：{name}", lambda: self.settled.emit(name, True))  # noqa: FBT003 - a Signal
        return beside(row, who, keep, drop)


class ResultList(Listing):
    """The result figures with their sentences and, where both sides are known, bars; wishes apart."""

    jump_wanted = Signal(int, int)

    def __init__(self) -> None:
        super().__init__("成效", "没有认出成效数字。")

    def show_case(self, case: Case, palette: Palette) -> None:
        """Show what was reached, then what is aimed at."""
        widgets: list[QWidget] = []
        for words, type_ in (("已取得", "result"), ("目标（尚未取得）", "target")):
            some = [r for r in case.results if r.type == type_]
            if some:
                widgets.append(heading(f"{words} {len(some)}"))
                widgets += [self._result(case, r, palette) for r in some]
        self.fill(widgets)

    def _result(self, case: Case, result: Result, palette: Palette) -> Row:
        figure = wording.course(result) or wording.figure(result, case.text)
        date = f" · {result.date}" if result.date else ""
        guess = " · 待确认" if result.status == "suggested" else ""
        act = None
        text = ""
        if result.start is not None and result.end is not None:
            start, end = result.start, result.end
            words, first = wording.sentence(case.text, start, end)
            text = marked(words.replace("\n", " "), [Mark(start - first, end - first)], palette.green_soft)
            act = lambda: self.jump_wanted.emit(start, end)  # noqa: E731 - one line says it
        row = Row("", "", act, f"{result.metric}：{figure}，跳到原句")
        value = passing(figure, "tileValue")
        row.box.addWidget(value)
        row.box.addWidget(passing(f"{result.metric}{date}{guess}", "rowTitle"))
        if result.before is not None and result.after is not None:
            row.box.addWidget(Bars(result, palette))
        if text:
            row.box.addWidget(passing(text, "rowText", rich=True))
        return row


class CaseList(Listing):
    """Other cases: the tasks of a plan, or those that are alike, with the reason."""

    case_wanted = Signal(str)

    def show_rows(self, rows: Sequence[tuple[CaseRow, str]]) -> None:
        """Show cases, each with what there is to say of it."""
        self.fill([case_row(row, why, self.case_wanted.emit) for row, why in rows])

    def wait(self) -> None:
        """Say that the answer is on its way."""
        self.fill([quiet("正在查找……")])
