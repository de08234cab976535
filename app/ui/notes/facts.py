"""信息: every field of a case's record, title and tags to be changed. It tells what was changed, no library here."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from app.ui.notes import tagging
from app.ui.record import wording
from app.ui.record.listing import Listing, heading
from app.ui.record.naming import named
from app.wording import EVIDENCE, KINDS, place
from db.records import Case


def told(case: Case) -> list[tuple[str, str]]:
    """The fields that are known, in the order of the record, as pairs of name and words."""
    region = place(case.region)
    basis = wording.BASES.get(case.region.basis or "", "")
    speaker = " ".join(part for part in (case.speaker.name, case.speaker.post) if part)
    pairs = [
        ("类型", KINDS[case.kind]),
        ("序号", f"第 {case.number} 项" if case.number is not None else ""),
        ("单位", case.owner or ""),
        ("别名", "、".join(case.owner_aliases)),
        ("实施地点单位", case.site or ""),
        ("责任单位", case.responsible or ""),
        ("发言人", speaker),
        ("地区", region + (f"（{basis}）" if region and basis else "") or "全国/未标注"),
        ("区划代码", case.region.adcode or ""),
        ("跨区域", "、".join(case.region_groups)),
        ("年份", str(case.year) if case.year is not None else ""),
        ("证据等级", evidence(case.evidence)),
        ("奖项", "\n".join(case.awards)),
        ("文本质量", wording.warnings(case.flags) or "完整"),
        ("篇幅", f"{len(case.text):,} 字，约 {wording.minutes(case.text)} 分钟"),
        ("来源", case.document.source_line),
        ("文件", case.document.path),
        ("编号", case.id),
    ]
    return [(name, words) for name, words in pairs if words]


def evidence(level: int) -> str:
    """The evidence as stars and in words."""
    level = min(max(level, 0), 4)
    return f"{'★' * level}{'☆' * (4 - level)} {EVIDENCE[level]}"


class Facts(Listing):
    """The record in a column; every word can be selected and copied."""

    renamed = Signal(str)
    tagged = Signal(object, object)
    """Tags to add, tags to take away."""

    def __init__(self) -> None:
        super().__init__("信息", "还没有打开案例。")
        self._case: Case | None = None
        self._told: tuple[object, ...] = ()
        self.title: QLineEdit | None = None
        self.tags: QLineEdit | None = None
        self.set_margins(12, 12)

    def show_case(self, case: Case) -> None:
        """Show a case's record; a field being changed is not taken from under the hands."""
        told_now = (case.id, case.title, case.tags, told(case))
        if self._case is not None and told_now == self._told:
            return
        busy = any(field and field.hasFocus() and field.isModified() for field in (self.title, self.tags))
        if busy and self._case and self._case.id == case.id:
            return
        self._case, self._told = case, told_now
        self.title = self._field(case.title, "标题")
        self.tags = self._field(" ".join(case.tags), "标签，用空格分开")
        self.title.editingFinished.connect(self._rename)
        self.tags.editingFinished.connect(self._retag)
        widgets: list[QWidget] = [heading("标题"), self.title, heading("标签"), self.tags]
        for name, words in told(case):
            label = named(QLabel(words), "fact")
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setAccessibleName(f"{name}：{words}")
            reach = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            label.setTextInteractionFlags(reach)
            label.setContentsMargins(2, 0, 0, 0)
            widgets += [heading(name), label]
        self.fill(widgets)

    def clear(self) -> None:
        """Show no case."""
        self._case = self.title = self.tags = None
        self.fill([])

    def settle(self) -> None:
        """Hand over what was typed and not yet told."""
        self._rename()
        self._retag()

    def _field(self, words: str, name: str) -> QLineEdit:
        field = named(QLineEdit(words), "line")
        field.setAccessibleName(name)
        field.setPlaceholderText(name)
        field.setCursorPosition(0)
        return field

    def _rename(self) -> None:
        if self.title and self._case and self.title.isModified():
            self.title.setModified(False)
            words = self.title.text().strip()
            if words and words != self._case.title:
                self.renamed.emit(words)

    def _retag(self) -> None:
        if self.tags and self._case and self.tags.isModified():
            self.tags.setModified(False)
            wanted, had = tagging.parsed(self.tags.text()), self._case.tags
            add = tuple(tag for tag in wanted if tag not in had)
            remove = tuple(tag for tag in had if tag not in wanted)
            if add or remove:
                self.tagged.emit(add, remove)
