"""The tabs above the text: which parts a case has, and how many there are in each. Knows records, no library."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTabBar

from app.ui.reading import digest
from app.ui.record.naming import named
from app.ui.record.opened import Opened

_SHORTER = {"original": ("原始文本", "原文"), "similar": ("相似案例", "相似")}


class CaseTabs(QTabBar):
    """正文 · 任务 · 提要 · 做法 · 成效 · 原始文本 · 相似案例, each known by a key."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "tabs", "案例的各个部分")
        self.setDrawBase(False)
        self.setExpanding(False)
        self._roles = ""

    def show_case(self, opened: Opened) -> None:
        """Name the parts of a case; a part that it cannot have has no tab. Nothing is told meanwhile."""
        case = opened.case
        practices = len({practice.name for practice in case.practices})
        labels = {
            "text": "正文",
            "tasks": f"任务 {len(opened.tasks)}" if case.kind == "plan" else "",
            "digest": "提要",
            "practices": f"做法 {practices}" if practices else "做法",
            "results": f"成效 {len(case.results)}" if case.results else "成效",
            "original": "原始文本",
            "similar": "相似案例",
        }
        self._roles = "·".join(digest.roles(case))
        keys = [key for key, words in labels.items() if words]
        blocked = self.blockSignals(True)  # noqa: FBT003 - Qt's own
        while self.count() > len(keys):
            self.removeTab(self.count() - 1)
        while self.count() < len(keys):
            self.addTab("")
        for at, key in enumerate(keys):
            self.setTabText(at, labels[key])
            self.setTabData(at, key)
        self.blockSignals(blocked)
        self._shorten()

    def place_of(self, key: str) -> int:
        """Where a part's tab stands; the text's when there is no such tab."""
        return next((at for at in range(self.count()) if self.tabData(at) == key), 0)

    def key_at(self, at: int) -> str:
        """The part whose tab stands there."""
        return str(self.tabData(at) or "text")

    def _shorten(self) -> None:
        """Name the roles in the tab of 提要 as far as there is room for them."""
        at = self.place_of("digest")
        if self.key_at(at) == "digest":
            self.setTabText(at, f"提要：{self._roles}" if self._roles else "提要")
            if self._full():
                self.setTabText(at, "提要")
        for key, (whole, _) in _SHORTER.items():
            self.setTabText(self.place_of(key), whole)
        if self._full():
            for key, (_, short) in _SHORTER.items():
                self.setTabText(self.place_of(key), short)

    def _full(self) -> bool:
        return sum(self.tabSizeHint(at).width() for at in range(self.count())) > self.width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths have other room."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            QTimer.singleShot(0, self, self._shorten)
