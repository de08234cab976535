"""The right column of the review: the record of the case under the cursor, value by value.

Shows one case of a `Review` and tells the next review; what a person's word means is `app.services`' matter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.messages import Trouble
from app.services import adding, placing, settling, tasking, trusting
from app.services.reviewing import Candidate, Review
from app.services.settling import Field, Item
from app.ui import theme
from app.ui.record.naming import named
from app.ui.record.wording import warnings
from app.ui.review import rows, wording
from app.ui.review.choosing import Chosen
from app.ui.review.editing import Editor
from app.ui.review.telling import Telling
from app.ui.review.values import RecordRow, Value
from app.wording import KINDS

FEW = 14
"""So many values of one field are shown at first, those that wait before the others."""
_CHIPS: tuple[Field, ...] = ("theme", "practice")
_ADDED = {"theme": "加一个主题", "practice": "加一个做法", "result": "加一项成效"}
_ROWS: tuple[Field, ...] = ("owner", "speaker", "region", "year", "theme", "practice", "result")
_OMITTED: tuple[Field, ...] = ("speaker", "year")
"""Fields without a row while nothing is known of them."""


class Record(QFrame):
    """The column."""

    changed = Signal(object)
    """The `Review` after a person's word."""
    lit = Signal(object)
    """Which stretches of which pieces the chosen value was read from."""

    def __init__(self, colours: theme.Palette) -> None:
        super().__init__()
        self.setObjectName("reviewRecord")
        self.setAccessibleName("案例的各项内容")
        self.review: Review | None = None
        self.key: int | None = None
        self.themes: Mapping[str, str] = {}
        self.values: list[Value] = []
        self.editor: Editor | None = None
        self._colours = colours
        self._piece: int | None = None
        self._task: int | None = None
        self._chosen = ""
        self._open: set[str] = set()
        self.area = named(QScrollArea(), "recordArea", "案例的各项内容")
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.foot = Telling(colours)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(18, 12, 10, 12)
        self._column.setSpacing(8)
        self._column.addWidget(self.area, 1)
        self._column.addWidget(self.foot)

    # --- showing

    def show_case(self, review: Review | None, key: int | None, *, piece: int | None = None) -> None:
        """Show a case's record, with the task the piece is in; without a case, say why the piece is in none."""
        task = tasking.task_at(review, piece) if review and key is not None and piece is not None else None
        if review is not None and review is self.review and key is not None and (key, task) == (self.key, self._task):
            self._piece = piece
            return
        same = key == self.key and review is not None and self.review is not None
        focused = self._focused() if same else None
        place = self.area.verticalScrollBar().value() if same and task == self._task else 0
        self.review, self.key, self._piece, self._task = review, key, piece, task
        if not same:
            self._chosen, self._open = "", set()
            self._close_editor()
        self._build()
        self._scroll(place)
        if focused is not None:
            self._refocus(focused)

    def _build(self) -> None:
        body = named(QWidget(), "recordBody")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(0)
        self.values = []
        if self.review is None or self.key is None:
            self._nothing(column, self.review, self._piece)
        else:
            self._fill(column, self.review, self.review.case(self.key))
        column.addStretch(1)
        self.area.setWidget(body)
        self._say()

    def rebuild(self) -> None:
        """Show the same record again."""
        place = self.area.verticalScrollBar().value()
        self._build()
        self._scroll(place)

    def _scroll(self, place: int) -> None:
        if body := self.area.widget():
            QTimer.singleShot(0, body, lambda: self.area.verticalScrollBar().setValue(place))

    def set_palette(self, colours: theme.Palette) -> None:
        """Take other colours."""
        self._colours = self.foot.colours = colours
        self.rebuild()

    def begin(self) -> None:
        """Put the keyboard on the first value that waits, else on the first."""
        waiting = [value for value in self.values if value.item.waits]
        for value in (waiting or self.values)[:1]:
            value.setFocus()

    def go_to(self, name: str) -> bool:
        """Put the keyboard on a value; False when it is not there."""
        item = next((v for v in self.values if v.item.name == name), None)
        if item is None and self.review is not None and self.key is not None:
            field = next((i.field for i in settling.items(self.review, self.key) if i.name == name), None)
            if field is None:
                return False
            self._chosen = name
            self._open.add(field)
            self.rebuild()
            item = next((v for v in self.values if v.item.name == name), None)
        if item is not None:
            item.setFocus()
        return item is not None

    @property
    def chosen(self) -> str:
        """The name of the value the keyboard is on, empty when it is elsewhere."""
        return self._chosen if self._focused() is not None else ""

    def _nothing(self, column: QVBoxLayout, review: Review | None, piece: int | None) -> None:
        words = "选中左边的文件，这里显示其中各个案例的内容。"
        if review and piece is not None and piece < len(review.pieces):
            words = f"第 {piece + 1} 段不属于任何案例：{wording.REASONS[review.pieces[piece].why]}。"
            words += "可以拖到所属案例上，按 F2 选一个案例，按 Insert 归入上面的案例，或按 S 单独成为一个案例。"
        label = named(QLabel(words), "recordKey")
        label.setWordWrap(True)
        column.addWidget(label)

    def _fill(self, column: QVBoxLayout, review: Review, case: Candidate) -> None:
        draft = case.draft
        items = settling.items(review, case.key)
        column.addWidget(self._value(items[0], draft.title, "recordTitle"))
        facts = [KINDS[draft.kind], f"{len(draft.text)} 字", f"{len(draft.children)} 项任务" if draft.children else ""]
        facts += ["正在重新理解…" if case.stale else "", warnings(draft.flags)]
        column.addWidget(named(QLabel(" · ".join(fact for fact in facts if fact)), "recordSmall"))
        column.addSpacing(4)
        if self._task is not None and self._piece is not None:
            column.addWidget(self._task_row(review, case))
        for field in _ROWS:
            some = [item for item in items if item.field == field]
            if field not in _OMITTED or some[0].state != "missing":
                column.addWidget(self._row(review, case, field, some))
        stars = named(QLabel(wording.evidence(draft)), "recordPlain")
        stars.setContentsMargins(3, 1, 0, 0)
        stars.setToolTip("、".join(draft.awards))
        column.addWidget(RecordRow("证据", [stars], "", ("✓" if draft.evidence else "", False), chips=False))
        column.addWidget(self._row(review, case, "source", [items[-1]]))

    def _task_row(self, review: Review, case: Candidate) -> RecordRow:
        first = tasking.tasks_of(review, case)[self._task or 0]
        item = Item(f"task:{first.pieces[0]}", "task", "set" if first.said else "sure")
        words = wording.value(item, case.draft, review, self.themes)
        small = wording.task_small(review, case.draft, first.pieces[0], self.themes)
        row = RecordRow("任务", [self._value(item, words, "value")], small, ("改写 F2", False), chips=False)
        row.setProperty("task", True)  # noqa: FBT003 - Qt's
        return row

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
        if not widgets:
            widgets.append(named(QLabel(" 未写明"), "recordKey"))
        if field in _ADDED:
            widgets.append(self._button("＋", _ADDED[field], partial(self.edit, f"{field}:")))
        small = wording.small(items[0], case.draft) if items and not chips else ""
        row = RecordRow(wording.FIELDS[field], widgets, small, wording.state(items), chips=chips)
        if len(items) == 1 and items[0].state == "inferred":
            row.offer("✓", f"{wording.FIELDS[field]}：接受", partial(self.settle, items[0], "accept"))
            row.offer("✕", f"{wording.FIELDS[field]}：去掉", partial(self.settle, items[0], "drop"))
        return row

    def _sure(self, item: Item) -> trusting.Sureness:
        if self.review is None or self.key is None or item.field == "task":
            return trusting.Sureness(0.9, "由编号和句式分出")
        return trusting.of_item(self.review, self.review.case(self.key), item)

    def _value(self, item: Item, words: str, look: str) -> Value:
        value = Value(item, words, self._sure(item), self._colours, look)
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
        self.rebuild()

    # --- choosing

    def _choose(self, item: Item) -> None:
        self._chosen = item.name
        self._say()
        for value in self.values:
            if value.item.name == item.name and value.hasFocus():
                QTimer.singleShot(0, value, partial(self.area.ensureWidgetVisible, value, 0, 30))
        if self.review and self.key is not None:
            self.lit.emit(rows.lit(self.review, self.review.case(self.key), item))

    def tell(self, words: str) -> None:
        """Say something about what stands under the cursor in the text."""
        self.foot.tell(words)

    def _say(self) -> None:
        """What the chosen value is, how sure, and what the keys do."""
        found = next((value for value in self.values if value.item.name == self._chosen), None)
        if found is None or self.review is None or self.key is None:
            self.tell(wording.KEYS if self.values else "")
            return
        same = [value.item.name for value in self.values if value.item.field == found.item.field]
        light = rows.lit(self.review, self.review.case(self.key), found.item)
        words = wording.looking_at(found.item, same.index(found.item.name) + 1, lit=bool(light))
        self.foot.tell(words, found.sure)

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
        after = self._settled(self.review, self.key, item, deed)
        if after != self.review:
            self.changed.emit(after)
        else:
            self._step(1)

    def _settled(self, review: Review, key: int, item: Item, deed: str) -> Review:
        if item.field == "task":
            piece = int(item.name.partition(":")[2])
            if deed == "drop":
                return tasking.dropped(review, piece)
            return tasking.change(review, piece, tasking.words_of(review, piece))
        return (settling.accept if deed == "accept" else settling.drop)(review, key, item.name)

    def point(self, kind: str, chosen: Chosen) -> None:
        """A person says what chosen words of the text are."""
        review, key = self.review, self.key
        if review is None or key is None or chosen.piece not in review.case(key).pieces:
            return
        words = review.pieces[chosen.piece].text[chosen.start : chosen.end]
        at = placing.in_text(review, review.case(key), chosen.piece, chosen.start, chosen.end)
        if kind == "practice":
            self._chosen = f"practice:{adding.bare(words)}"
            self._put(adding.practice(review, key, words, at))
        elif kind == "result":
            parts = adding.result_words(review.case(key).draft, words, at)
            self._ask("设为成效", parts, lambda told: adding.result(self._now(review), key, told, at))
        elif kind == "theme":
            self._ask(
                f"“{adding.bare(words)[:12]}”说的主题",
                {"theme": ""},
                lambda told: adding.theme(self._now(review), key, self._theme_id(told["theme"]), words, at),
            )
        elif kind in ("title", "owner"):
            parts = settling.words_of(review, key, kind) | {kind: adding.bare(words)}
            self._chosen = kind
            self._put(settling.change(review, key, kind, parts))

    def edit(self, name: str) -> None:
        """Write a value anew, in a form under the record; a name that ends in : is a new value's."""
        review, key = self.review, self.key
        if review is None or key is None:
            return
        if name.startswith("task:"):
            piece = int(name.partition(":")[2])
            words = tasking.words_of(review, piece)
            self._ask("改写这项任务", words, lambda told: tasking.change(self._now(review), piece, told))
        elif name == "result:":
            parts = adding.result_words(review.case(key).draft, "", None)
            self._ask("加一项成效", parts, lambda told: adding.result(self._now(review), key, told, None))
        else:
            parts = settling.words_of(review, key, name)
            if "theme" in parts:
                parts = {"theme": self.themes.get(parts["theme"], parts["theme"])}
            self._ask("改写这一项", parts, partial(self._written, key, name))

    def edit_here(self) -> None:
        """Write the task under the cursor anew, else the title of the case."""
        task = next((value.item.name for value in self.values if value.item.field == "task"), "title")
        self.edit(task)

    def _now(self, review: Review) -> Review:
        return self.review or review

    def _ask(self, title: str, parts: Mapping[str, str], made: Callable[[dict[str, str]], Review]) -> None:
        self._close_editor()
        known = sorted(self.themes.values()) if "theme" in parts else []
        editor = Editor(title, parts, lambda told: self._put(made(told)), known)
        editor.left.connect(self._leave_editor)
        self.editor = editor
        self._column.insertWidget(1, editor)
        editor.begin()

    def _written(self, key: int, name: str, words: dict[str, str]) -> Review:
        if self.review is None:
            raise KeyError(key)
        if "theme" in words:
            words = {"theme": self._theme_id(words["theme"])}
        return settling.change(self.review, key, name, words)

    def _theme_id(self, words: str) -> str:
        ids = {name: theme_id for theme_id, name in self.themes.items()}
        if words.strip() not in ids:
            raise Trouble("theme", words.strip())
        return ids[words.strip()]

    def _put(self, after: Review) -> None:
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
