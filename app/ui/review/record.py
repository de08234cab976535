"""The right column of the review: the record of the case under the cursor, value by value.

Shows one case of a `Review` and tells the next review; what a person's word means is `app.services.settling`'s matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.messages import Trouble
from app.services import settling
from app.services.reviewing import Candidate, Review
from app.services.settling import Field, Item
from app.ui import theme
from app.ui.record.naming import named
from app.ui.record.wording import warnings
from app.ui.review import rows, wording
from app.ui.review.editing import Editor
from app.ui.review.values import RecordRow, Value
from app.wording import KINDS

FEW = 14
"""So many values of one field are shown at first, those that wait before the others."""
_CHIPS: tuple[Field, ...] = ("theme", "practice")
_ADDED = {"theme": "加一个主题", "practice": "加一个做法"}


class Record(QFrame):
    """The column."""

    changed = Signal(object)
    """The `Review` after a person's word."""
    lit = Signal(object)
    """Which stretches of which pieces the chosen value was read from."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("reviewRecord")
        self.setAccessibleName("案例的各项内容")
        self.review: Review | None = None
        self.key: int | None = None
        self.themes: Mapping[str, str] = {}
        self.values: list[Value] = []
        self.editor: Editor | None = None
        self._chosen = ""
        self._open: set[str] = set()
        self.area = named(QScrollArea(), "recordArea", "案例的各项内容")
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hint = named(QLabel(), "recordHint")
        self.hint.setWordWrap(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(18, 12, 10, 12)
        self._column.setSpacing(8)
        self._column.addWidget(self.area, 1)
        self._column.addWidget(self.hint)

    # --- showing

    def show_case(self, review: Review | None, key: int | None, *, piece: int | None = None) -> None:
        """Show a case's record; without one, say why the piece under the cursor is in none."""
        same = key == self.key and review is not None and self.review is not None
        focused = self._focused() if same else None
        place = self.area.verticalScrollBar().value() if same else 0
        self.review, self.key = review, key
        if not same:
            self._chosen, self._open = "", set()
            self._close_editor()
        body = named(QWidget(), "recordBody")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(0)
        self.values = []
        if review is None or key is None:
            self._nothing(column, review, piece)
        else:
            self._fill(column, review, review.case(key))
        column.addStretch(1)
        self.area.setWidget(body)
        QTimer.singleShot(0, body, lambda: self.area.verticalScrollBar().setValue(place))
        if focused is not None:
            self._refocus(focused)

    def begin(self) -> None:
        """Put the keyboard on the first value that waits, else on the first."""
        waiting = [value for value in self.values if value.item.state in ("open", "inferred")]
        for value in (waiting or self.values)[:1]:
            value.setFocus()

    def _nothing(self, column: QVBoxLayout, review: Review | None, piece: int | None) -> None:
        words = "选中左边的文件，这里显示其中各个案例的内容。"
        if review and piece is not None and piece < len(review.pieces):
            words = f"第 {piece + 1} 段不属于任何案例：{wording.REASONS[review.pieces[piece].why]}。"
            words += "可以拖到所属案例上，或按 Insert 归入上面的案例，按 S 单独成为一个案例。"
        label = named(QLabel(words), "recordKey")
        label.setWordWrap(True)
        column.addWidget(label)
        self.hint.setText("")

    def _fill(self, column: QVBoxLayout, review: Review, case: Candidate) -> None:
        draft = case.draft
        items = settling.items(review, case.key)
        title = self._value(items[0], draft.title, "recordTitle")
        column.addWidget(title)
        facts = [KINDS[draft.kind], f"{len(draft.text)} 字", f"{len(draft.children)} 项任务" if draft.children else ""]
        facts += ["正在重新理解…" if case.stale else "", warnings(draft.flags)]
        column.addWidget(named(QLabel(" · ".join(fact for fact in facts if fact)), "recordSmall"))
        column.addSpacing(4)
        for field in ("owner", "speaker", "region", "theme", "practice", "result"):
            some = [item for item in items if item.field == field]
            if field != "speaker" or some[0].state != "missing":
                column.addWidget(self._row(review, case, field, some))
        stars = named(QLabel(wording.evidence(draft)), "recordPlain")
        stars.setContentsMargins(3, 1, 0, 0)
        stars.setToolTip("、".join(draft.awards))
        column.addWidget(RecordRow("证据", [stars], "", ("✓" if draft.evidence else "", False), chips=False))
        column.addWidget(self._row(review, case, "source", [items[-1]]))
        self.hint.setText(self._looking_at() or "Enter 接受，Del 去掉，E 改写，↑↓ 逐项。")

    def _row(self, review: Review, case: Candidate, field: Field, items: list[Item]) -> RecordRow:
        waiting = [item for item in items if item.state == "open"]
        rest = [item for item in items if item.state != "open"]
        shown = items
        if len(items) > FEW and field not in self._open:
            keep = {item.name for item in (*rest[: max(0, FEW - len(waiting))], *waiting[:FEW])}
            shown = [item for item in items if item.name in keep or item.name == self._chosen]
        chips = field in _CHIPS
        look = "valueChip" if chips else "value"
        widgets: list[QWidget] = [
            self._value(item, wording.value(item, case.draft, review, self.themes), look) for item in shown
        ]
        if len(shown) < len(items):
            widgets.append(self._button(f"还有 {len(items) - len(shown)} 项", "全部显示", partial(self._unfold, field)))
        if field in _ADDED:
            widgets.append(self._button("＋", _ADDED[field], partial(self.edit, f"{field}:")))
        if not widgets:
            widgets.append(named(QLabel(" 未写明"), "recordKey"))
        small = wording.small(items[0], case.draft) if items and not chips else ""
        row = RecordRow(wording.FIELDS[field], widgets, small, wording.state(items), chips=chips)
        if len(items) == 1 and items[0].state == "inferred":
            row.offer("✓", f"{wording.FIELDS[field]}：接受", partial(self.settle, items[0], "accept"))
            row.offer("✕", f"{wording.FIELDS[field]}：去掉", partial(self.settle, items[0], "drop"))
        return row

    def _value(self, item: Item, words: str, look: str) -> Value:
        states = {"open": "待定", "inferred": "推断", "set": "已确认", "sure": "确定", "missing": "未写明"}
        value = Value(item, words, f"{wording.FIELDS[item.field]}：{words}，{states[item.state]}", look)
        if look == "recordTitle":
            for label in value.findChildren(QLabel):
                label.setFont(theme.serif(17, bold=True))
        value.chosen.connect(self._choose)
        value.settled.connect(self.settle)
        value.stepped.connect(self._step)
        self.values.append(value)
        return value

    def _button(self, words: str, told: str, act: partial[None]) -> QPushButton:
        button = named(QPushButton(words), "addValue", told)
        button.setToolTip(told)
        button.clicked.connect(lambda _: act())
        return button

    def _unfold(self, field: str) -> None:
        self._open.add(field)
        self.show_case(self.review, self.key)

    # --- choosing

    def _choose(self, item: Item) -> None:
        self._chosen = item.name
        self.hint.setText(self._looking_at())
        for value in self.values:
            if value.item.name == item.name and value.hasFocus():
                QTimer.singleShot(0, value, partial(self.area.ensureWidgetVisible, value, 0, 30))
        if self.review and self.key is not None:
            self.lit.emit(rows.lit(self.review, self.review.case(self.key), item))

    def _looking_at(self) -> str:
        found = next((value.item for value in self.values if value.item.name == self._chosen), None)
        if found is None or self.review is None or self.key is None:
            return ""
        same = [value.item.name for value in self.values if value.item.field == found.field]
        light = rows.lit(self.review, self.review.case(self.key), found)
        return wording.looking_at(found, same.index(found.name) + 1, lit=bool(light))

    def _focused(self) -> int | None:
        return next((n for n, value in enumerate(self.values) if value.hasFocus()), None)

    def _refocus(self, before: int) -> None:
        same = [value for value in self.values if value.item.name == self._chosen]
        at = self.values[min(before, len(self.values) - 1) :][:1]
        for value in (same or at)[:1]:
            value.setFocus()

    def _step(self, by: int) -> None:
        at = self._focused()
        if at is not None and 0 <= at + by < len(self.values):
            value = self.values[at + by]
            value.setFocus()
            self.area.ensureWidgetVisible(value, 0, 40)

    # --- settling

    def settle(self, item: Item, deed: str) -> None:
        """A person's word on a value; afterwards the next one is chosen."""
        if self.review is None or self.key is None:
            return
        if deed == "edit" or item.name == "source":
            self.edit(item.name)
            return
        names = [value.item.name for value in self.values]
        at = names.index(item.name) if item.name in names else -1
        self._chosen = next(iter(names[at + 1 :]), item.name)
        act = settling.accept if deed == "accept" else settling.drop
        after = act(self.review, self.key, item.name)
        if after != self.review:
            self.changed.emit(after)
        else:
            self._step(1)

    def edit(self, name: str) -> None:
        """Write a value anew, in a form under the record; a name that ends in : is a new value's."""
        if self.review is None or self.key is None:
            return
        self._close_editor()
        parts = settling.words_of(self.review, self.key, name)
        known: list[str] = []
        if "theme" in parts:
            known = sorted(self.themes.values())
            parts = {"theme": self.themes.get(parts["theme"], parts["theme"])}
        editor = Editor("改写这一项", parts, partial(self._written, self.key, name), known)
        editor.left.connect(self._leave_editor)
        self.editor = editor
        self._column.insertWidget(1, editor)
        editor.begin()

    def _written(self, key: int, name: str, words: dict[str, str]) -> None:
        if self.review is None:
            return
        if "theme" in words:
            ids = {theme_name: theme_id for theme_id, theme_name in self.themes.items()}
            if words["theme"].strip() not in ids:
                raise Trouble("theme", words["theme"].strip())
            words = {"theme": ids[words["theme"].strip()]}
        after = settling.change(self.review, key, name, words)
        if after != self.review:
            self.changed.emit(after)

    def _leave_editor(self) -> None:
        self._close_editor()
        for value in self.values:
            if value.item.name == self._chosen:
                value.setFocus()
                return
        self.begin()

    def _close_editor(self) -> None:
        if self.editor is not None:
            self._column.removeWidget(self.editor)
            self.editor.hide()
            self.editor.deleteLater()
            self.editor = None
