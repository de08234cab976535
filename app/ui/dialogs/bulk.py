"""批量修改: one form for many cases, and the form of a smart shelf. Know words and records; change nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.messages import Trouble, describe
from app.services.arranging import Edit
from app.services.settling import region_of, year_of
from app.ui.dialogs.asking import deciding
from app.ui.dialogs.themes import paths
from app.ui.picking import Pick, Several
from app.ui.record.naming import named
from db.records import Region, Shelf, ThemeNode

SAME = ("", "不变")
_BAR = 10
"""Room for a scroll bar right of the fields, of the dialog's own edge: fields end where the buttons end."""
_AROUND = 170
"""Pixels of a window that are not for the fields: what stands below them, and an edge all round."""


@dataclass(frozen=True, slots=True)
class There:
    """What the library has to choose from; `on`: the tags some of the cases have."""

    tags: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    themes: tuple[ThemeNode, ...] = ()
    shelves: tuple[Shelf, ...] = ()


class BulkEdit(QDialog):
    """What is left as it stands changes nothing."""

    wanted = Signal(object)
    """`Edit`"""

    def __init__(self, cases: int, there: There, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"批量修改 {cases} 个案例")
        self.setObjectName("bulk")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setMinimumWidth(480)
        themes = [SAME, *((theme.id, way) for way, theme in paths(there.themes))]
        folders = [SAME, *((one.id, one.path) for one in there.shelves if one.query is None)]
        self.add_tags = _line("加标签", "多个用逗号隔开；分层用斜杠，如 学习/党委会", self)
        _complete(self.add_tags, there.tags)
        self.remove_tags = Several("去掉标签", "不变", self, closed=False)
        self.remove_tags.fill((tag, tag) for tag in there.on)
        self.add_theme, self.remove_theme = Pick("加主题", themes, self), Pick("去掉主题", themes, self)
        self.put, self.take = Pick("放入文件夹", folders, self), Pick("移出文件夹", folders, self)
        self.star = Pick("星标", [SAME, ("on", "加星标"), ("off", "去星标")], self)
        self.owner = _line("医院", "不变", self)
        self.year = _line("年份", "不变", self)
        self.place = _line("地区", "不变，例如：江西省赣州市", self)
        self.emptied = {part: _box(part, line, self) for part, line in self._lines().items()}
        self.wrong = QLabel(self)
        self.wrong.setObjectName("popoverwrong")
        self.wrong.setWordWrap(True)
        self.wrong.hide()
        self._build()

    def _lines(self) -> dict[str, QLineEdit]:
        return {"医院": self.owner, "年份": self.year, "地区": self.place}

    def _build(self) -> None:
        inside = named(QWidget(), "inner")
        form = QFormLayout(inside)
        form.setContentsMargins(0, 0, _BAR, 0)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(9)
        for widget in (
            self.add_tags, self.remove_tags, self.add_theme, self.remove_theme, self.put, self.take, self.star,
        ):  # fmt: skip
            form.addRow(widget.accessibleName().partition("：")[0], widget)
        for name, line in self._lines().items():
            both = QHBoxLayout()
            both.setSpacing(10)
            both.addWidget(line, 1)
            both.addWidget(self.emptied[name])
            form.addRow(name, both)
        buttons, self.do = deciding(self, "修改", self._tell)
        hint = QLabel("没有填的不变。全部修改是一步，Ctrl+Z 一次撤销。", self)
        hint.setObjectName("quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20 - _BAR, 16)
        column.setSpacing(12)
        for part in (hint, self.wrong, buttons):
            part.setContentsMargins(0, 0, _BAR, 0)
        area = named(QScrollArea(self), "bare", "要改什么")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        wanted, above = inside.sizeHint().height(), self.parentWidget()
        area.setMinimumHeight(max(120, min(wanted, above.height() - _AROUND if above else wanted)))
        column.addWidget(area, 1)
        for part in (self.wrong, hint, buttons):
            column.addWidget(part)
        self.add_tags.setFocus()

    def edit(self) -> Edit:
        """What is wanted.

        Raises:
            Trouble: a year or a place that is none.
        """
        empty = {part: box.isChecked() for part, box in self.emptied.items()}
        place, owner = self.place.text().strip(), self.owner.text().strip()
        return Edit(
            add_tags=tuple(_parts(self.add_tags.text())),
            remove_tags=self.remove_tags.value() or (),
            add_themes=_some(self.add_theme),
            remove_themes=_some(self.remove_theme),
            put=_some(self.put),
            take=_some(self.take),
            starred={"on": True, "off": False}.get(self.star.value()),
            owner="" if empty["医院"] else owner or None,
            year=None if empty["年份"] else year_of(self.year.text()),
            no_year=empty["年份"],
            region=Region() if empty["地区"] else region_of(place) if place else None,
        )

    def _tell(self) -> None:
        try:
            edit = self.edit()
        except Trouble as trouble:
            self.wrong.setText(str(describe(trouble)))
            self.wrong.show()
            return
        self.accept()
        if edit.parts:
            self.wanted.emit(edit)


class AskShelf(QDialog):
    """Name and question of a smart shelf."""

    told = Signal(str, str)
    """Name and question."""

    def __init__(self, shelf: Shelf, asked_now: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("修改智能文件夹")
        self.setObjectName("askShelf")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setMinimumWidth(480)
        self.name = _line("名称", "", self)
        self.name.setText(shelf.name)
        self.question = _line("条件", "例如：绩效 年份:2021..2023", self)
        self.question.setText(shelf.query or "")
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.addRow("名称", self.name)
        form.addRow("条件", self.question)
        buttons = QDialogButtonBox(self)
        self.do = buttons.addButton("保存", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        use = buttons.addButton("改用当前筛选", QDialogButtonBox.ButtonRole.ActionRole)
        use.setEnabled(bool(asked_now.strip()))
        use.clicked.connect(lambda: self.question.setText(asked_now))
        buttons.accepted.connect(self._tell)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(buttons)
        for line in (self.name, self.question):
            line.textChanged.connect(self._look)
        self._look()

    def _look(self) -> None:
        self.do.setEnabled(bool(self.name.text().strip() and self.question.text().strip()))

    def _tell(self) -> None:
        name, question = self.name.text().strip(), self.question.text().strip()
        if name and question:
            self.accept()
            self.told.emit(name, question)


def _line(told: str, hint: str, parent: QWidget) -> QLineEdit:
    line = QLineEdit(parent)
    line.setAccessibleName(told)
    line.setPlaceholderText(hint)
    line.setMaxLength(200)
    return line


def _box(part: str, line: QLineEdit, parent: QWidget) -> QCheckBox:
    box = QCheckBox("清空", parent)
    box.setAccessibleName(f"清空{part}")
    box.toggled.connect(line.setDisabled)
    return box


def _complete(line: QLineEdit, words: Iterable[str]) -> None:
    completer = QCompleter(QStringListModel(list(words), line), line)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    line.setCompleter(completer)


def _parts(words: str) -> Sequence[str]:
    for comma in "，、；;":
        words = words.replace(comma, ",")
    return [part.strip() for part in words.split(",") if part.strip()]


def _some(pick: Pick) -> tuple[str, ...]:
    return (pick.value(),) if pick.value() else ()
