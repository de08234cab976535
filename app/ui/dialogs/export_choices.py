"""What goes out and how, as a person chooses it: the left half of the export dialog. Knows no library and no file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QIcon,
    QPainter,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.formats.chosen import COLOURS
from app.formats.listed import PRACTICES, THEMES
from app.formats.sheet import Format, Layout
from app.formats.write import FORMATS as WRITTEN
from app.services.choosing import (
    BODIES,
    FIELDS,
    GROUPS,
    LAYOUTS,
    ORDERS,
    PLACES,
    PURPOSED,
    SORTS,
    Choice,
    NoteSort,
    Template,
)
from app.ui import theme
from app.ui.picking import Pick, Several
from app.ui.record.naming import named
from db.records import Colour, Purpose

_EVERY: dict[Format, tuple[str, str]] = {
    "pdf": ("PDF", "封面、目录、书签，带高亮和笔记，可直接打印"),
    "docx": ("Word", "标题样式、目录、脚注，可在 Word 和 WPS 里接着改"),
    "xlsx": ("Excel", "一行一案，数字可以排序和计算"),
    "csv": ("CSV", "一行一案，任何表格程序都能打开"),
    "md": ("Markdown", "便于再编辑，直接看也清楚"),
    "html": ("网页", "一个文件，可筛选，用浏览器打开"),
    "txt": ("纯文本", "只有文字，什么程序都能打开"),
    "json": ("JSON", "全部字段，便于其他程序读取"),
    "bib": ("BibTeX", "只有来源，供参考文献管理程序读取"),
    "ris": ("RIS", "只有来源，供参考文献管理程序读取"),
    "pack": ("交换包", "给另一个杏林案库：原文、字段、笔记、书架一样不少"),
}
FORMATS = {name: told for name, told in _EVERY.items() if name in WRITTEN}
EDGE = 10
"""Clear between the fields and what is right of them."""
_SET: tuple[Format, ...] = ("pdf", "docx")
_READ: tuple[Format, ...] = ("pdf", "docx", "md", "html", "txt")
_LISTING: tuple[Format, ...] = (*_READ, "xlsx", "csv")
"""Of these a list of themes or practices may be cut."""
WHOLE: tuple[Format, ...] = ("bib", "ris", "pack")
"""Nothing of a case is left out of these, or nothing of it is in them."""
_BESIDE = "页边批注只在简明版 PDF 和 Word 里有。"
_ALONE = "只有一个案例，不印目录。"
_STAND_IN = "仿宋、楷体、小标宋不能随程序附带，PDF 里用宋体（标题加粗）代替；Word 里写的是这些字体的名称。"


class Choices(QWidget):
    """Everything that can be chosen of an export but the file."""

    changed = Signal()
    format_changed = Signal()

    def __init__(
        self, scopes: Sequence[tuple[str, int]], format_: Format, title: str, palette: theme.Palette, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("exportChoices")
        self._taking = False
        self._counts = [count for _, count in scopes]
        self.scope = Pick(
            "内容", ((str(at), f"{words}（{count} 案）") for at, (words, count) in enumerate(scopes)), self
        )
        self.title = QLineEdit(title, self)
        self.title.setAccessibleName("标题")
        self.title.setMaxLength(120)
        self.format = QButtonGroup(self)
        self.hint = _Hint(self)
        self.layout_ = Pick("版式", LAYOUTS.items(), self)
        self.body = Pick("正文", BODIES.items(), self)
        self.fields = Several("印出的记录", "全部", self)
        self.fields.fill((name, name) for name in FIELDS)
        self.contents = QCheckBox("目录", self)
        self.archival = QCheckBox("PDF/A（长期保存）", self)
        self.every = QCheckBox("主题、做法全部列出", self)
        self.every.setToolTip(f"不勾选时，一案最多列 {THEMES} 个主题、{PRACTICES} 项做法，其余计数")
        self.place = Pick("笔记位置", PLACES.items(), self)
        self.place_hint = _Hint(self)
        self.place_hint.tell(_BESIDE)
        self.colours = Several("高亮颜色", "各种颜色", self)
        self.colours.fill(COLOURS.items())
        self._paint(palette)
        self.sorts = Several("笔记种类", "各种笔记", self)
        self.sorts.fill(SORTS.items())
        self.purposes = Several("笔记用途", "各种用途", self)
        self.purposes.fill(PURPOSED.items())
        self.tags = Several("笔记标签", "不限标签", self, closed=False)
        self.order = Pick("顺序", ORDERS.items(), self)
        self.group = Pick("分组", GROUPS.items(), self)
        self._tick_row = self._ticks()
        self._build(format_)
        self._wire()
        self._suit()

    def chosen_format(self) -> Format:
        """The format chosen."""
        return list(FORMATS)[max(0, self.format.checkedId())]

    def pick(self, format_: Format) -> None:
        """Choose a format."""
        if format_ in FORMATS:
            self.format.button(list(FORMATS).index(format_)).setChecked(True)

    def template(self) -> Template:
        """What is chosen, without cases; the title belongs to one export and stays out."""
        return Template(
            Choice(
                fields=self.fields.value(),
                body=self.body.value(),
                note_colours=cast("tuple[Colour, ...] | None", self.colours.value()),
                note_sorts=cast("tuple[NoteSort, ...] | None", self.sorts.value()),
                note_purposes=cast("tuple[Purpose, ...] | None", self.purposes.value()),
                note_tags=self.tags.value() or (),
                notes=self.place.value(),
                order=self.order.value(),
                group=self.group.value(),
                layout=self.layout_.value(),
                contents=self.contents.isChecked(),
                archival=self.archival.isChecked(),
                every=self.every.isChecked(),
            ),
            self.chosen_format(),
        )

    def take(self, template: Template, *, format_too: bool = True) -> None:
        """Choose what a template says."""
        self._taking = True
        choice = template.choice
        if format_too:
            self.pick(template.format)
        self.fields.set_value(choice.fields)
        self.colours.set_value(choice.note_colours)
        self.sorts.set_value(choice.note_sorts)
        self.purposes.set_value(choice.note_purposes)
        if choice.note_tags:
            self.offer_tags(choice.note_tags)
        self.tags.set_value(choice.note_tags)
        picks = ((self.body, choice.body), (self.place, choice.notes), (self.order, choice.order))
        for pick, value in (*picks, (self.group, choice.group), (self.layout_, choice.layout)):
            pick.set_value(value)
        self.contents.setChecked(choice.contents)
        self.archival.setChecked(choice.archival)
        self.every.setChecked(choice.every)
        self._taking = False
        self._suit()
        self.changed.emit()

    def offer_tags(self, tags: Iterable[str]) -> None:
        """The tags that notes of the cases have; those chosen stay on offer."""
        offered = dict.fromkeys((*sorted(tags), *(self.tags.value() or ())))
        self.tags.fill((tag, f"#{tag}") for tag in offered)

    def offer_meanings(self, meanings: Mapping[Colour, str]) -> None:
        """What a person calls the colours, beside their names."""
        for action in self.colours.menu().actions():
            words = meanings.get(action.data(), "")
            action.setText(f"{COLOURS[action.data()]}　{words}" if words else COLOURS[action.data()])

    # --- building

    def _build(self, format_: Format) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, EDGE, 6)
        column.setSpacing(6)
        parts: tuple[tuple[str, tuple[tuple[str, QWidget], ...]], ...] = (
            ("", (("内容", self.scope), ("标题", self.title), ("格式", self._formats(format_)), ("", self.hint))),
            (
                "版面",
                (
                    ("版式", self.layout_),
                    ("正文", self.body),
                    ("记录", self.fields),
                    ("", self.every),
                    ("", self._tick_row),
                ),
            ),
            (
                "笔记",
                (
                    ("位置", self.place),
                    ("", self.place_hint),
                    ("颜色", self.colours),
                    ("种类", self.sorts),
                    ("用途", self.purposes),
                    ("标签", self.tags),
                ),
            ),
            ("排列", (("顺序", self.order), ("分组", self.group))),
        )
        self._forms: list[QFormLayout] = []
        self._heads: list[QLabel] = []
        for words, rows in parts:
            heading = named(QLabel(words, self), "heading")
            heading.setVisible(bool(words))
            heading.setContentsMargins(0, 6, 0, 0)
            column.addWidget(heading)
            self._heads.append(heading)
            form = QFormLayout()
            form.setHorizontalSpacing(12)
            form.setVerticalSpacing(7)
            form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
            for label, widget in rows:
                form.addRow(label, widget)
            self._forms.append(form)
            column.addLayout(form)
        column.addStretch(1)

    def _formats(self, format_: Format) -> QWidget:
        grid = QWidget(self)
        rows = QGridLayout(grid)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(5)
        for number, (name, _) in enumerate(FORMATS.values()):
            button = named(QToolButton(grid), "format", f"格式 {name}")
            button.setText(name)
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self.format.addButton(button, number)
            rows.addWidget(button, number // 4, number % 4)
        self.format.setExclusive(True)
        self.format.button(0).setChecked(True)
        self.pick(format_)
        return grid

    def _ticks(self) -> QWidget:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(16)
        line.addWidget(self.contents)
        line.addWidget(self.archival)
        line.addStretch(1)
        self.contents.setChecked(True)
        return row

    def _wire(self) -> None:
        for pick in (self.scope, self.layout_, self.body, self.place, self.order, self.group):
            pick.currentIndexChanged.connect(self._said)
        for several in (self.fields, self.colours, self.sorts, self.purposes, self.tags):
            several.changed.connect(self._said)
        for tick in (self.contents, self.archival, self.every):
            tick.toggled.connect(self._said)
        self.title.textChanged.connect(self._said)
        self.format.idToggled.connect(self._formatted)

    def _paint(self, palette: theme.Palette) -> None:
        for action in self.colours.menu().actions():
            action.setIcon(_swatch(getattr(palette, f"{action.data()}_edge")))

    def _formatted(self, _number: int, on: bool) -> None:
        if on:
            self._said()
            self.format_changed.emit()

    def _said(self) -> None:
        if not self._taking:
            self._suit()
            self.changed.emit()

    def _suit(self) -> None:
        """Show only what makes a difference in this format and layout."""
        format_ = self.chosen_format()
        layout = self.layout_.value()
        whole = format_ not in _SET or layout not in ("cards", "table")
        official = format_ in _SET and layout == "official"
        self.hint.tell(_STAND_IN if official and format_ == "pdf" else FORMATS[format_][1])
        _show(self._forms[1], self.layout_, format_ in _SET)
        view = self.body.view()
        if isinstance(view, QListView):
            view.setRowHidden(self.body.findData("text"), not whole)
        if not whole and self.body.value() == "text":
            self.body.set_value("noted")
        many = self._counts[int(self.scope.value() or 0)] > 1 if self._counts else False
        self.contents.setVisible(format_ in _READ and not (format_ in _SET and layout == "table"))
        self.contents.setEnabled(many)
        self.contents.setToolTip("" if many else _ALONE)
        self.order.setEnabled(many)
        self.archival.setVisible(format_ == "pdf")
        _show(self._forms[1], self._tick_row, format_ in _READ)
        _show(self._forms[1], self.every, format_ in _LISTING)
        record = self.body.value() == "record"
        self._suit_places(format_, layout)
        for several in (self.colours, self.sorts, self.purposes):
            several.setEnabled(not record)
        self.tags.setEnabled(not record and bool(self.tags.menu().actions()))
        self._hide_all(format_ in WHOLE)

    def _suit_places(self, format_: Format, layout: Layout) -> None:
        """Offer only places that notes have in this format, layout and body."""
        body = self.body.value()
        unset = format_ not in _SET
        offered = {
            "comments": format_ == "docx" or (format_ == "pdf" and layout == "simple"),
            "end": body == "text" if unset else (format_, layout) != ("docx", "cards"),
        }
        view = self.place.view()
        for place, there in offered.items():
            if isinstance(view, QListView):
                view.setRowHidden(self.place.findData(place), not there)
            if not there and self.place.value() == place:
                self.place.set_value("beside")
        self.place.setEnabled(body not in ("record", "excerpts"))
        placed = format_ in _READ and not (format_ in _SET and layout == "table")
        _show(self._forms[2], self.place, placed)
        _show(self._forms[2], self.place_hint, placed and format_ == "pdf" and not offered["comments"])

    def _hide_all(self, whole: bool) -> None:
        """Nothing but cases, title and format is chosen of a format that holds all or nothing of a case."""
        for head in self._heads[1:]:
            head.setVisible(not whole)
        rows = ((1, self.body, self.fields), (2, self.colours, self.sorts, self.purposes, self.tags))
        for at, *widgets in (*rows, (3, self.order, self.group)):
            for widget in widgets:
                _show(self._forms[at], widget, not whole)


def _swatch(colour: str) -> QIcon:
    picture = QPixmap(QSize(24, 24))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(3, 3, 18, 18, 4, 4)
    painter.end()
    return QIcon(picture)


class _Hint(QLabel):
    """A quiet sentence that is never cut: as high as its lines are."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "quiet")
        self.setWordWrap(True)

    def tell(self, words: str) -> None:
        """Say this."""
        self.setText(words)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrower label is higher."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = QRect(0, 0, max(1, self.width()), 1000)
        self.setFixedHeight(self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, self.text()).height() + 4)


def _show(form: QFormLayout, widget: QWidget, on: bool) -> None:
    form.setRowVisible(widget, on)
