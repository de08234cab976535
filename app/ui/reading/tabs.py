"""The tabs above the text: which parts a case has, and how many there are in each. Knows records, no library."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTabBar

from app.ui.reading import digest
from app.ui.record.naming import named
from app.ui.record.opened import Opened

_SHORTER = {"original": "原文", "similar": "相似"}
_ROLES, _PLAIN, _SHORT, _TIGHT, _BARE = range(5)
"""How much is said, the more the better: with roles, without, in short words, closer together, without numbers."""
_CLOSER = 6
"""Pixels a tab gives up where they stand closer together, as the style sheet has it."""


class CaseTabs(QTabBar):
    """正文 · 任务 · 提要 · 做法 · 成效 · 原始文本 · 相似案例, each known by a key."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "tabs", "案例的各个部分")
        self.setDrawBase(False)
        self.setExpanding(False)
        self._roles = ""
        self._labels: dict[str, str] = {}

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
        self._labels = labels
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

    @property
    def least(self) -> int:
        """The width below which they do not stand beside each other."""
        return self._width(_BARE)

    def _shorten(self) -> None:
        """Say as much as there is room for."""
        level = next((one for one in range(_BARE) if self._width(one) <= self.width()), _BARE)
        for at in range(self.count()):
            if self.tabText(at) != (words := self._named(self.key_at(at), level)):
                self.setTabText(at, words)
        if self._tight != (level >= _TIGHT):
            self.setProperty("tight", level >= _TIGHT)
            self.style().unpolish(self)
            self.style().polish(self)

    @property
    def _tight(self) -> bool:
        return bool(self.property("tight"))

    def _named(self, key: str, level: int) -> str:
        words = self._labels.get(key, "")
        if key == "digest" and self._roles and level == _ROLES:
            return f"{words}：{self._roles}"
        if level >= _SHORT:
            words = _SHORTER.get(key, words)
        return words.partition(" ")[0] if level >= _BARE else words

    def _width(self, level: int) -> int:
        """How wide they are when so much is said."""
        advance = self.fontMetrics().horizontalAdvance
        closer = _CLOSER * (int(level >= _TIGHT) - int(self._tight))
        return (
            sum(
                self.tabSizeHint(at).width() - advance(self.tabText(at)) + advance(self._named(self.key_at(at), level))
                for at in range(self.count())
            )
            - closer * self.count()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths have other room."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            QTimer.singleShot(0, self, self._shorten)
