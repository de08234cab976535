"""链接: what a case belongs to and what belongs to it, each one click away. It tells clicks, no library here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.services.noting import Backlink, title_of
from app.ui.record.listing import Listing, Row, case_row, heading
from app.ui.record.opened import Opened
from db.records import Case


class Links(Listing):
    """The plan, its tasks, notes that lead here, other cases of the same document, the document itself."""

    case_wanted = Signal(str)
    note_wanted = Signal(str)
    source_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("链接", "还没有打开案例。")
        self.set_margins(12, 12)

    def show_case(self, opened: Opened, siblings: Sequence[Case] = (), noted: Sequence[Backlink] = ()) -> None:
        """Show what is linked with a case."""
        widgets: list[QWidget] = []
        if plan := opened.plan:
            widgets += [heading("所属方案"), Row(plan.title, plan.owner or "", lambda: self.case_wanted.emit(plan.id))]
        if opened.tasks:
            widgets.append(heading(f"任务 {len(opened.tasks)}"))
            widgets += [case_row(row, "", self.case_wanted.emit) for row in opened.tasks]
        if noted:
            widgets.append(heading(f"提到这里的笔记 {len(noted)}"))
            widgets += [self._note(one) for one in noted]
        if siblings:
            widgets.append(heading(f"同一文件的其他案例 {len(siblings)}"))
            widgets += [self._case(other) for other in siblings]
        document = opened.case.document
        widgets.append(heading("来源文件"))
        title = document.title or document.path
        widgets.append(Row(title, document.source_line, self.source_wanted.emit, f"查看原始文本：{title}"))
        self.fill(widgets)

    def _note(self, one: Backlink) -> Row:
        where = one.case_title or "不属于案例的笔记"
        open_ = lambda: self.note_wanted.emit(one.note.id)  # noqa: E731 - one line says it
        return Row(one.context or title_of(one.note), where, open_, f"打开笔记：{one.context}，{where}")

    def _case(self, case: Case) -> Row:
        open_ = lambda: self.case_wanted.emit(case.id)  # noqa: E731 - one line says it
        return Row(case.title, case.owner or "", open_, f"打开案例：{case.title}")
