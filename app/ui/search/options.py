"""What searching overlooks: one small sheet of switches, and how the settings say it. Knows no library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ui.search.popover import Popover, words
from db.variants import Options, spellings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.settings import Settings
    from db.query import Query


@dataclass(frozen=True, slots=True)
class Switch:
    """One thing that can be switched off."""

    name: str
    """Of the option; the setting has `match_` before it."""
    title: str
    example: str
    off: str
    """Said when it is off."""

    @property
    def setting(self) -> str:
        """The setting's name."""
        return f"match_{self.name}"


SWITCHES = (
    Switch("traditional", "繁体、简体不分", "醫院 = 医院", "分繁简"),
    Switch("width", "全角、半角不分", "ＣＴ = CT", "分全半角"),
    Switch("case", "大小写不分", "drg = DRG", "分大小写"),
    Switch("numerals", "中文数字与阿拉伯数字相通", "三百 = 300，百分之九十 = 90%", "不换数字写法"),
    Switch("thousands", "数字里的千分号不计", "1,200 = 1200", "分千分号"),
    Switch("synonyms", "同义词一起找", "医联体 = 医疗联合体", "不找同义词"),
)


def options(settings: Settings) -> Options:
    """The options as they are set."""
    return Options(**{switch.name: getattr(settings, switch.setting) for switch in SWITCHES})


def switched_off(asked: Options) -> tuple[Switch, ...]:
    """What is off now."""
    return tuple(switch for switch in SWITCHES if not getattr(asked, switch.name))


def source(query: Query, variant: str) -> Switch:
    """What a variant comes from: another way to write a number, else a synonym."""
    numbers = {one for word in query.words for one in spellings(word, Options(synonyms=False))}
    return next(s for s in SWITCHES if s.name == ("numerals" if variant in numbers else "synonyms"))


class OptionsSheet(Popover):
    """The switches, each at once in force."""

    switched = Signal(str, bool)
    """The setting and its new value."""
    synonyms_wanted = Signal()

    def __init__(self, asked: Options, parent: QWidget) -> None:
        super().__init__("查找选项", parent)
        self.boxes: dict[str, QCheckBox] = {}
        for switch in SWITCHES:
            self.column.addLayout(self._row(switch, on=getattr(asked, switch.name)))
        self.column.addWidget(words("关掉后只找与写法完全相同的字；对标题、正文、笔记都一样。", "popoverquiet", self))
        foot = QHBoxLayout()
        self.synonyms = QPushButton("同义词表…", self)
        self.synonyms.setObjectName("action")
        self.synonyms.setAccessibleName("编辑同义词表")
        self.synonyms.clicked.connect(self._to_synonyms)
        foot.addWidget(self.synonyms)
        foot.addStretch(1)
        self.column.addLayout(foot)

    def _row(self, switch: Switch, *, on: bool) -> QVBoxLayout:
        box = QCheckBox(switch.title, self)
        box.setChecked(on)
        box.setAccessibleDescription(switch.example)
        box.setCursor(Qt.CursorShape.PointingHandCursor)
        box.toggled.connect(lambda to, name=switch.setting: self.switched.emit(name, to))
        self.boxes[switch.name] = box
        row = QVBoxLayout()
        row.setSpacing(0)
        row.addWidget(box)
        example = words(switch.example, "popoverquiet", self)
        example.setContentsMargins(22, 0, 0, 0)
        row.addWidget(example)
        return row

    def _to_synonyms(self) -> None:
        self.close()
        self.synonyms_wanted.emit()


def told_off(off: Sequence[Switch]) -> str:
    """What is off, in words; empty when nothing is."""
    return "、".join(switch.off for switch in off)
