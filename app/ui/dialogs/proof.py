"""The proof sheet: what a changed version of a file does to its cases and notes, before anything is written.

Asks; the storing is done by whoever opened it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QScrollArea,
    QSplitter,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.services.reimporting import Update, proof_of
from app.ui import theme
from app.ui.legible import legible
from app.ui.reading.looks import sheet
from app.ui.record.difference import Difference
from app.ui.record.naming import named, tool

if TYPE_CHECKING:
    from app.services.importing import Prepared
    from app.services.library import Library
    from app.services.reimporting import CaseProof, CaseState, Decision, NoteProof, Proof
    from app.ui.jobs import Jobs
    from db.records import AnchorState

STATES: dict[CaseState, str] = {"same": "未变", "changed": "有改动", "new": "新增", "gone": "新版已无"}
FATES: dict[AnchorState, str] = {
    "exact": "位置不变",
    "moved": "随原文移动",
    "changed": "原句有改动，请确认",
    "lost": "找不到原句，留在笔记栏末尾等待定位",
}
_QUOTE = 80
_ROLE = Qt.ItemDataRole.UserRole


@dataclass(slots=True)
class Sheet:
    """One file of the sheet and what the person decided of it."""

    prepared: Prepared
    proof: Proof
    update: bool = True
    decided: dict[str, Decision] = field(default_factory=dict)

    def chosen(self) -> Prepared:
        """The file as it is to be stored."""
        if not self.update:
            return replace(self.prepared, update=None, decided=())
        return replace(self.prepared, decided=tuple(self.decided.items()))


def summary(proof: Proof) -> str:
    """What happens to a document, in one or two sentences."""
    counts = {state: proof.count(state) for state in STATES}
    parts = [f"{count} 案{STATES[state]}" for state, count in counts.items() if count]
    kept = sum(case.kept for case in proof.cases if case.state == "gone")
    words = f"“{proof.document.name}”是库中文件的新版：{'，'.join(parts) or '没有案例'}。"
    if kept:
        words += f"新版已无而留有笔记或标记的 {kept} 案会保留。"
    fates = [note.fate.state for note in proof.passages]
    if fates:
        sure = sum(state in ("exact", "moved") for state in fates)
        told = [f"{sure} 处仍在原句"] if sure else []
        told += [f"{fates.count('changed')} 处原句有改动"] if "changed" in fates else []
        told += [f"{fates.count('lost')} 处找不到原句"] if "lost" in fates else []
        words += f"批注 {len(fates)} 处：{'，'.join(told)}；笔记一条不少。"
    return words


_WHOLE, _EDGE = QSize(1060, 640), QSize(40, 40)


class ProofSheet(QDialog):
    """Files at the top left with their cases below; the chosen case's change and its notes at the right."""

    def __init__(self, sheets: Sequence[Sheet], palette: theme.Palette, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("更新核对")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        room = parent.size() - _EDGE if parent else _WHOLE
        self.resize(_WHOLE.boundedTo(room))
        self.setStyleSheet(sheet(palette))
        self.sheets = list(sheets)
        self._palette = palette
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.over = QRadioButton("更新库中的文件，保留编号、笔记、标签与书架（推荐）", self)
        self.beside = QRadioButton("作为新文件另存，库中的原样不动", self)
        self.over.toggled.connect(self._choose_way)
        self._make_parts()
        buttons = QDialogButtonBox(self)
        self.go = buttons.addButton("入库", QDialogButtonBox.ButtonRole.AcceptRole)
        cancel = buttons.addButton("返回", QDialogButtonBox.ButtonRole.RejectRole)
        self.go.setDefault(True)
        cancel.setAutoDefault(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(8)
        for widget in (self.words, self.over, self.beside):
            column.addWidget(widget)
        column.addWidget(self.split, 1)
        foot = QHBoxLayout()
        foot.addWidget(named(QLabel("入库是一步，可以整体撤销", self), "quiet"), 1)
        foot.addWidget(buttons)
        column.addLayout(foot)
        self._fill()

    def _make_parts(self) -> None:
        self.tree = QTreeWidget(self)
        self.tree.setAccessibleName("文件与案例")
        self.tree.setHeaderLabels(["案例", "变化"])
        self.tree.setUniformRowHeights(True)
        self.tree.setColumnWidth(0, 210)
        self.tree.currentItemChanged.connect(lambda item, _: self._show(item))
        self.difference = Difference(self._palette)
        self.notes = Passages()
        self.notes.decided.connect(self._decide)
        right = QSplitter(Qt.Orientation.Vertical)
        right.addWidget(self.difference)
        right.addWidget(self.notes)
        right.setSizes([360, 150])
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(self.tree)
        self.split.addWidget(right)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([370, 670])
        self.split.setChildrenCollapsible(False)

    def _fill(self) -> None:
        first = None
        for number, one in enumerate(self.sheets):
            top = QTreeWidgetItem([legible(one.proof.document.name), ""])
            top.setData(0, _ROLE, (number, None))
            self.tree.addTopLevelItem(top)
            for place, case in sorted(enumerate(one.proof.cases), key=lambda pair: _urgency(pair[1])):
                item = QTreeWidgetItem([legible(_title(case)), _state(case)])
                item.setToolTip(0, _title(case))
                item.setData(0, _ROLE, (number, place))
                top.addChild(item)
                first = first or item
            top.setExpanded(True)
        if first is not None:
            self.tree.setCurrentItem(first)

    @property
    def _current(self) -> tuple[Sheet, CaseProof | None] | None:
        item = self.tree.currentItem()
        if item is None:
            return None
        number, place = item.data(0, _ROLE)
        one = self.sheets[number]
        return one, None if place is None else one.proof.cases[place]

    def _show(self, item: QTreeWidgetItem | None) -> None:
        current = self._current
        if item is None or current is None:
            return
        one, case = current
        self.words.setText(summary(one.proof))
        self.over.setChecked(one.update)
        self.beside.setChecked(not one.update)
        if case is None:
            self.difference.show_difference(
                one.proof.before.text, one.proof.document.text, titles=("库中原文", "新版原文")
            )
            self.notes.show_passages(one.proof.passages, one.decided)
            return
        before, after = (case.old.text if case.old else ""), (case.new.text if case.new else "")
        self.difference.show_difference(before, after, titles=("库中", "新版"))
        self.notes.show_passages(case.notes, one.decided)

    def _choose_way(self, over: bool) -> None:
        if current := self._current:
            current[0].update = over
            self.notes.setEnabled(over)

    def _decide(self, note_id: str, decision: str) -> None:
        if current := self._current:
            decided = current[0].decided
            if decision == "accept":
                decided[note_id] = "accept"
            elif decision == "lose":
                decided[note_id] = "lose"
            else:
                decided.pop(note_id, None)


class Passages(QScrollArea):
    """The marked passages of a case with what becomes of each."""

    decided = Signal(str, str)
    """Note and decision; empty when it is left open."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAccessibleName("批注的去向")
        self.setMinimumHeight(90)

    def show_passages(self, notes: Sequence[NoteProof], decided: dict[str, Decision]) -> None:
        """List them, those that ask first."""
        ground = named(QWidget(), "inner")
        column = QVBoxLayout(ground)
        column.setContentsMargins(2, 2, 8, 2)
        column.setSpacing(6)
        if not notes:
            column.addWidget(named(QLabel("这里没有批注。"), "quiet"))
        urgent: dict[AnchorState, int] = {"changed": 0, "lost": 1, "moved": 2, "exact": 3}
        for note in sorted(notes, key=lambda each: urgent[each.fate.state]):
            column.addWidget(self._row(note, decided.get(note.note.id)))
        column.addStretch(1)
        self.setWidget(ground)

    def _row(self, proof: NoteProof, decision: Decision | None) -> QWidget:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(6)
        words = f"“{_short(proof.note.quote)}”：{FATES[proof.fate.state]}"
        if proof.fate.state == "changed":
            words += f"\n→ “{_short(proof.quote)}”"
        label = QLabel(words)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setToolTip(proof.note.text)
        across.addWidget(label, 1)
        if proof.fate.state == "changed":
            buttons = {"accept": tool("plain", "接受新句"), "lose": tool("plain", "不是这句")}
            for key, button in buttons.items():
                button.setCheckable(True)
                button.setChecked(decision == key)
                button.setAccessibleName(f"{button.text()}：{_short(proof.note.quote)}")
                button.clicked.connect(lambda on, k=key: self._clicked(proof.note.id, buttons, k, on=on))
                across.addWidget(button)
        return row

    def _clicked(self, note_id: str, buttons: dict[str, QToolButton], key: str, *, on: bool) -> None:
        for other, button in buttons.items():
            if other != key:
                button.setChecked(False)
        self.decided.emit(note_id, key if on else "")


def prove(
    library: Library,
    jobs: Jobs,
    make: Callable[[], Sequence[Prepared]],
    colours: theme.Palette,
    parent: QWidget,
    go: Callable[[Sequence[Prepared]], None],
    failed: Callable[[Exception], None],
    back: Callable[[], None] = lambda: None,
) -> None:
    """Show what changed versions of stored files do, and go on with what the person decided; not when they go back.

    Args:
        library: Where the files are stored.
        jobs: Comparing takes time.
        make: Gives the files, off the window's thread; those that are no changed version go on as they are.
        colours: The window's.
        parent: What the sheet stands on.
        go: Stores the files.
        failed: Told when they could not be compared.
        back: Told when the person goes back: nothing is to be stored.
    """

    def work() -> tuple[list[Prepared], list[Sheet]]:
        files = list(make())
        found = [Sheet(one, proof_of(library, _update(one))) for one in files if one.update and one.document]
        return files, found

    def show(made: tuple[list[Prepared], list[Sheet]]) -> None:
        files, found = made
        if not found:
            go(files)
            return
        asked = ProofSheet(found, colours, parent)
        rest = [one for one in files if not (one.update and one.document)]
        asked.accepted.connect(lambda: go([*rest, *(one.chosen() for one in asked.sheets)]))
        asked.rejected.connect(back)
        asked.open()

    jobs.read(lambda _: work(), show, failed, lane="proof")


def _update(one: Prepared) -> Update:
    assert one.update is not None  # noqa: S101 - tells mypy
    assert one.document is not None  # noqa: S101 - likewise
    return Update(one.update, one.document, one.cases)


def _title(case: CaseProof) -> str:
    shown = case.old or case.new
    return (shown.title if shown else "") or "（无标题）"


def _state(case: CaseProof) -> str:
    words = STATES[case.state] + ("，保留" if case.state == "gone" and case.kept else "")
    asking = sum(note.fate.state in ("changed", "lost") for note in case.notes)
    return f"{words} · 批注待看 {asking}" if asking else words


def _urgency(case: CaseProof) -> int:
    asking = any(note.fate.state in ("changed", "lost") for note in case.notes)
    order: dict[CaseState, int] = {"changed": 1, "gone": 2, "new": 3, "same": 4}
    return 0 if asking else order[case.state]


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _QUOTE else f"{flat[:_QUOTE]}……"
