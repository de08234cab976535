"""同一报道: the cases that tell one story, each beside the main one, with what a person may decide of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from app.ui import theme
from app.ui.legible import legible
from app.ui.reading.looks import sheet
from app.ui.record.difference import Difference
from app.ui.record.naming import named

if TYPE_CHECKING:
    from app.services.library import Library
    from app.ui.jobs import Jobs
    from db.answers import Kin
    from db.records import Case


_WHOLE, _EDGE = QSize(980, 640), QSize(40, 40)


class KinDialog(QDialog):
    """Members at the top, the chosen one's difference from the main one below."""

    case_wanted = Signal(str)

    def __init__(
        self, library: Library, jobs: Jobs, case_id: str, palette: theme.Palette, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("同一报道")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        room = parent.size() - _EDGE if parent else _WHOLE
        self.resize(_WHOLE.boundedTo(room))
        self.setStyleSheet(sheet(palette))
        self._library, self._jobs = library, jobs
        self._wanted = case_id
        self._kin: tuple[Kin, ...] = ()
        self.words = named(QLabel("正在读取……", self), "quiet")
        self.words.setWordWrap(True)
        self.members = QTreeWidget(self)
        self.members.setAccessibleName("讲同一件事的案例")
        self.members.setHeaderLabels(["标题", "媒体", "日期", "字数", "与主篇相同"])
        self.members.headerItem().setToolTip(4, "较短一篇的字句有多少也在另一篇里")
        self.members.setRootIsDecorated(False)
        self.members.setUniformRowHeights(True)
        self.members.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.members.header().setStretchLastSection(False)
        for column, width in ((1, 150), (2, 100), (3, 70), (4, 110)):
            self.members.header().resizeSection(column, width)
        self.members.currentItemChanged.connect(lambda *_: self._chose())
        self.members.itemActivated.connect(lambda _: self._open())
        self.difference = Difference(palette)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.addWidget(self.members)
        split.addWidget(self.difference)
        split.setSizes([150, 400])
        split.setChildrenCollapsible(False)
        self.finished.connect(self._let_go)
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 16, 18, 14)
        box.setSpacing(10)
        box.addWidget(self.words)
        box.addWidget(split, 1)
        box.addWidget(self._buttons())
        self._read()

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(self)
        role = QDialogButtonBox.ButtonRole
        self.main = QPushButton("设为主篇", self)
        self.part = QPushButton("不是同一篇", self)
        self.show_case = QPushButton("阅读", self)
        self.main.setToolTip("列表和计数以它代表这一报道")
        self.part.setToolTip("从这一报道中移出，以后导入也不再并回")
        for button, act in ((self.main, self._make_main), (self.part, self._part), (self.show_case, self._open)):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, act=act: act())
            buttons.addButton(button, role.ActionRole)
        close = buttons.addButton("关闭", role.RejectRole)
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        return buttons

    @property
    def chosen(self) -> Kin | None:
        """The member that is looked at."""
        item = self.members.currentItem()
        at = -1 if item is None else self.members.indexOfTopLevelItem(item)
        return self._kin[at] if 0 <= at < len(self._kin) else None

    def _read(self) -> None:
        if not isValid(self) or (self._kin and not self.isVisible()):
            return  # closed while something was being written
        self._jobs.read(lambda _: self._library.kin(self._wanted), self._filled, self._failed, lane="kin")

    def _filled(self, kin: tuple[Kin, ...]) -> None:
        if not kin:
            self.words.setText("没有别的案例讲同一件事。要并在一起，请在列表里选中几篇，用“把选中的案例并为同一报道”。")
            for button in (self.main, self.part, self.show_case):
                button.setEnabled(False)
            if self._kin:
                self.accept()
            return
        before = self.chosen
        self._kin = kin
        self.words.setText(f"{len(kin)} 篇讲的是同一件事，统计时只算一次，以主篇为准。主篇：{legible(kin[0].title)}")
        self.members.clear()
        for one in kin:
            share = "主篇" if one.main else f"{one.likeness * 100:.0f}%"
            row = QTreeWidgetItem(
                [legible(one.title), legible(one.publisher or ""), one.published or "", f"{one.length:,}", share]
            )
            row.setToolTip(0, f"{one.title}\n{one.source_line}")
            self.members.addTopLevelItem(row)
        wanted = before.id if before else self._wanted
        ids = [one.id for one in kin]
        at = ids.index(wanted) if wanted in ids else 1
        item = self.members.topLevelItem(max(at, 1) if before is None else at)
        if item is not None:
            self.members.setCurrentItem(item)

    def _chose(self) -> None:
        one = self.chosen
        if one is None:
            return
        self.main.setEnabled(not one.main and not self._library.read_only)
        self.part.setEnabled(not self._library.read_only)
        ids = [self._kin[0].id, one.id]
        self._jobs.read(lambda _: self._library.cases(ids), self._compare, self._failed, lane="kin difference")

    def _compare(self, cases: Sequence[Case]) -> None:
        main, other = cases
        names = [one.publisher or one.source_line for one in self._kin if one.id in (main.id, other.id)]
        titles = (f"主篇　{_short(names[0])}", _short(names[-1]) if other.id != main.id else "主篇")
        self.difference.show_difference(main.text, other.text, titles=titles)

    def _make_main(self) -> None:
        if one := self.chosen:
            self._jobs.write(lambda: self._library.make_main(one.id), lambda _: self._read(), self._failed)

    def _part(self) -> None:
        one = self.chosen
        if one is None:
            return
        if one.id == self._wanted:  # go on with those that stay
            self._wanted = next(other.id for other in self._kin if other.id != one.id)
        self._jobs.write(lambda: self._library.part_from(one.id), lambda _: self._read(), self._failed)

    def _open(self) -> None:
        if one := self.chosen:
            self.case_wanted.emit(one.id)
            self.accept()

    def _let_go(self) -> None:
        """What is still being read is for nobody."""
        for lane in ("kin", "kin difference"):
            self._jobs.stop(lane)

    def _failed(self, error: Exception) -> None:
        self.reject()
        self._jobs.trouble.emit(error)


def _short(words: str) -> str:
    return words if len(words) <= 30 else f"{words[:30]}……"
