"""分享前检查: what tells who somebody is, and what is around it, to be replaced or left. Asks; hides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QRadioButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.services.hiding import KINDS, Sighting, Style, marked, renamed
from app.ui.legible import legible
from app.ui.record.naming import named

_ROLE = Qt.ItemDataRole.UserRole
_SHOWN = 30
_CHECKED, _OPEN, _PART = Qt.CheckState.Checked, Qt.CheckState.Unchecked, Qt.CheckState.PartiallyChecked


class HidingDialog(QDialog):
    """Everything found, by kind, each with a box to tick; below it the sentences as they will read."""

    def __init__(
        self, sightings: Sequence[Sighting], parent: QWidget | None, *, unchecked: str = "", file: str = ""
    ) -> None:
        """`unchecked` says what was not looked at; `file` is the name of what is written, empty for paper."""
        super().__init__(parent)
        self.setWindowTitle("分享前检查")
        self.setObjectName("hidingDialog")
        self._unchecked, self._file = unchecked, file
        self._filling = True
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.tree = QTreeWidget(self)
        self.tree.setAccessibleName("找到的人名和号码")
        self.tree.setHeaderLabels(["替换", "上下文", "次数", "所在案例"])
        self.tree.setUniformRowHeights(True)
        self.tree.setAlternatingRowColors(False)
        self.some = QRadioButton("张某甲、李某甲", self)
        self.letter = QRadioButton("患者A、人员A", self)
        self.some.setChecked(True)
        where = "" if file else "排好版后问存到哪里，"
        self.log = QCheckBox(f"另存一份隐去记录（{where}能还原身份，请单独保管）", self)
        self.rename = QCheckBox(self)
        self.rename.setChecked(True)
        self.rename.hide()
        self.preview = QPlainTextEdit(self)
        self.preview.setReadOnly(True)
        self.preview.setAccessibleName("替换后的样子")
        self.preview.setMinimumHeight(34)
        self.preview.setMaximumHeight(130)
        self._fill(sightings)
        self._build()
        self._filling = False
        self.tree.itemChanged.connect(self._ticked)
        self.some.toggled.connect(self._show)
        room = parent.size() if parent else QSize(900, 660)
        self.resize(min(860, room.width() - 20), min(620, room.height() - 20))
        self._show()

    def accepted_sightings(self) -> tuple[Sighting, ...]:
        """What is to be replaced."""
        return tuple(item.data(0, _ROLE) for item in self._items() if item.checkState(0) == _CHECKED)

    def file_name(self) -> str:
        """What the file is to be called: as it was, or without what is hidden."""
        name = self._renamed()
        return name if self.rename.isChecked() else self._file

    def _renamed(self) -> str:
        path = PurePath(self._file)
        return renamed(path.stem, self.accepted_sightings(), self.style_chosen()) + path.suffix

    def style_chosen(self) -> Style:
        """How persons are called instead."""
        return "some" if self.some.isChecked() else "letter"

    # --- building

    def _fill(self, sightings: Sequence[Sighting]) -> None:
        for kind, title in KINDS.items():
            mine = [one for one in sightings if one.kind == kind]
            if not mine:
                continue
            top = QTreeWidgetItem(self.tree, [f"{title}（{len(mine)}）"])
            top.setFlags(top.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate)
            for one in mine:
                other = f"（又作 {'、'.join(one.forms[1:])}）" if len(one.forms) > 1 else ""
                around = f"…{one.before}【{one.words}】{one.after}…"
                item = QTreeWidgetItem(
                    top, [legible(one.words + other), legible(around), f"{one.count} 处", legible(one.where)]
                )
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setData(0, _ROLE, one)
                item.setToolTip(1, around)
                item.setToolTip(3, one.where)
                item.setCheckState(0, _CHECKED if one.wanted else _OPEN)
            top.setExpanded(any(one.wanted for one in mine) or len(mine) <= _SHOWN // 3)
        head = self.tree.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, 210), (2, 64), (3, 170)):
            head.resizeSection(column, width)

    def _build(self) -> None:
        buttons = QDialogButtonBox(self)
        self.go = buttons.addButton("继续", QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setDefault(True)
        buttons.addButton("返回", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        ways = QHBoxLayout()
        ways.addWidget(QLabel("人名写成", self))
        for widget in (self.some, self.letter):
            ways.addWidget(widget)
        ways.addStretch(1)
        ways.addWidget(self.log)
        told = f"只改送出的这一份，案例库不变。自动检查可能有遗漏，发出前请再通读一遍。{self._unchecked}"
        note = named(QLabel(told, self), "quiet")
        note.setWordWrap(True)
        foot = QHBoxLayout()
        foot.addWidget(note, 1)
        foot.addWidget(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(8)
        column.addWidget(self.words)
        column.addWidget(self.tree, 3)
        column.addLayout(ways)
        column.addWidget(self.rename)
        column.addWidget(QLabel("替换后的样子", self))
        column.addWidget(self.preview, 1)
        column.addLayout(foot)

    # --- what is chosen

    def _items(self) -> list[QTreeWidgetItem]:
        tops = [self.tree.topLevelItem(row) for row in range(self.tree.topLevelItemCount())]
        found = [top.child(row) for top in tops if top for row in range(top.childCount())]
        return [item for item in found if item is not None]

    def _ticked(self, item: QTreeWidgetItem, column: int) -> None:
        if not self._filling and column == 0 and item.data(0, _ROLE) is not None:
            self._show()

    def _show(self) -> None:
        """How the first places read after it."""
        chosen = self.accepted_sightings()
        found = len(self._items())
        told = f"找到 {found} 项，勾选的 {len(chosen)} 项会在送出的这一份里替换，同一个人前后一致。"
        self.words.setText(told if found else "没有找到人名、证件号、电话或就诊号。")
        self.log.setEnabled(bool(chosen))
        name = self._renamed()
        self.rename.setText(f"文件名也改为“{legible(name)}”")
        self.rename.setVisible(name != self._file)
        marks = marked(chosen, self.style_chosen())
        lines = [f"{one.words} → {mark}：…{one.before}{mark}{one.after}…" for one, mark in marks.items()]
        self.preview.setPlainText("\n".join(lines[:_SHOWN]) or "没有勾选要替换的内容。")
