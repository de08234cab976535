"""继续阅读: the cases opened last, each with the place where it was left. It tells which one was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from app.ui.reading.looks import sheet
from app.ui.record.listing import Listing, Row
from app.ui.record.naming import named
from app.ui.record.wording import how_far
from app.ui.theme import Palette
from db.progress import Left


class Continuing(QDialog):
    """A list of rows; one click goes on reading."""

    chosen = Signal(str)

    def __init__(self, last: Sequence[Left], palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setStyleSheet(f"QDialog {{ background: {palette.panel}; }}" + sheet(palette))
        self.setWindowTitle("继续阅读")
        self.setAccessibleName("继续阅读")
        self.list = Listing("最近打开的案例", "还没有读过案例。打开一个案例，读到哪里会自动记住。")
        self.list.set_margins(0, 8)
        title = named(QLabel("继续阅读"), "title")
        told = named(QLabel("最近打开的案例，点一行接着上次的地方读。"), "quiet")
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 12, 14)
        box.setSpacing(6)
        for part in (title, told):
            part.setVisible(bool(last))
            box.addWidget(part)
        box.addWidget(self.list, 1)
        self.rows = [self._row(one) for one in last]
        for row in self.rows:
            row.setAutoDefault(False)
            if inside := row.layout():
                inside.setContentsMargins(10, 9, 10, 9)
        self.list.fill(self.rows)
        self.resize(min(520, parent.width() - 40), min(560, parent.height() - 40))
        if self.rows:
            self.rows[0].setFocus()

    def _row(self, one: Left) -> Row:
        told = " · ".join(part for part in (how_far(one.progress), when(one.opened_at), one.owner) if part)
        words = " ".join(one.words.split())
        text = f"{told}\n…{words}…" if words and one.progress < 1 else told
        return Row(one.title or "（无标题）", text, lambda: self._choose(one.id), f"继续读：{one.title}，{told}")

    def _choose(self, case_id: str) -> None:
        self.accept()
        self.chosen.emit(case_id)


def when(opened_at: str) -> str:
    """今天, 昨天, 3 天前, else the day."""
    try:
        moment = datetime.fromisoformat(opened_at)
    except ValueError:
        return ""
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    day = moment.astimezone().date()
    passed = (datetime.now().astimezone().date() - day).days
    return {0: "今天", 1: "昨天"}.get(passed, f"{passed} 天前" if 1 < passed < 31 else day.isoformat())
