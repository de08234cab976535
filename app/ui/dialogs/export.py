"""What to export, as what, and where to, with the first pages beside it. Asks; the writing is done elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app import messages
from app.formats.sheet import Format, suffix
from app.formats.write import suggested_name
from app.services.choosing import Choice, Template, taken
from app.ui import theme
from app.ui.dialogs.export_choices import FORMATS, WHOLE, Choices
from app.ui.dialogs.export_templates import TemplateBar
from app.ui.dialogs.preview import PreviewPane
from app.ui.record.naming import named

if TYPE_CHECKING:
    from app.services.exporting import Gathered
    from app.services.library import Library
    from app.services.previewing import Preview
    from app.settings import Settings
    from app.task import Task
    from app.ui.jobs import Jobs

__all__ = ["FORMATS", "ExportDialog", "Request", "Scope"]
LANE = "export preview"
_SOON = 220
"""Milliseconds after the last change before a preview is made: nobody waits for one while typing."""
_PACKED = (
    "交换包带上案例的原文、全部字段、笔记和笔记里的图片、标签、所在书架和自建主题，对方导入后与这里一样。"
    "选中全部案例时，也带上不属于案例的笔记、智能文件夹，以及做法名称、同义词等约定。"
)
_MOST = 200
"""A preview looks at so many cases and no more."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Some cases that could be exported, and what they are called."""

    words: str
    case_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for. Without a choice everything of the cases goes out."""

    format: Format
    case_ids: tuple[str, ...]
    title: str
    output: Path
    replace: bool
    choice: Choice | None = None
    printed: bool = False
    """To paper and to no file."""
    sharing: bool = False
    """Names and numbers of persons are to be looked over first."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A preview ready for the window, and what was read for it."""

    shown: Preview
    pages: tuple[QImage, ...]
    found: Gathered


class ExportDialog(QDialog):
    """The choices left, the first pages right, the file below."""

    templates_kept = Signal(str)

    def __init__(
        self,
        scopes: Sequence[Scope],
        format_: Format | None,
        title: str,
        folder: Path,
        parent: QWidget,
        *,
        library: Library | None = None,
        jobs: Jobs | None = None,
        settings: Settings | None = None,
        filters: str = "",
        palette: theme.Palette = theme.LIGHT,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("导出")
        self.setObjectName("exportDialog")
        self._scopes = [scope for scope in scopes if scope.case_ids]
        self._folder, self._filters = folder, filters
        self._library, self._jobs = library, jobs
        self._gathered: dict[tuple[str, ...], Gathered] = {}
        self._printed = False
        self._replaces = False
        last = taken(settings.export_last) if settings else Template()
        counted = [(scope.words, len(scope.case_ids)) for scope in self._scopes]
        self.choices = Choices(counted, format_ or last.format, title, palette, self)
        self.templates = TemplateBar(settings.export_templates if settings else "", self.choices.template, self)
        self.preview = PreviewPane(palette, self)
        self._build()
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self._look)
        self._wire()
        self.choices.take(last, format_too=format_ is None)
        self._named(force=True)
        self._check()
        self.resize(min(1120, max(640, parent.width() - 40)), min(780, max(340, parent.height() - 30)))

    # what tests and callers reach for
    @property
    def format(self) -> object:
        """The group of format buttons."""
        return self.choices.format

    @property
    def title(self) -> QLineEdit:
        """The line with the title."""
        return self.choices.title

    def request(self) -> Request:
        """What was asked for; call after the dialog was accepted."""
        output = Path(self.file.text().strip()).expanduser()
        return Request(
            format=self.choices.chosen_format(),
            case_ids=self._ids(),
            title=self.title.text().strip(),
            output=output,
            replace=self._replaces,
            choice=self._choice(),
            printed=self._printed,
            sharing=self.sharing.isChecked(),
        )

    def done(self, code: int) -> None:
        """No preview is wanted any more."""
        self._soon.stop()
        if self._jobs:
            self._jobs.stop(LANE)
        super().done(code)

    # --- building

    def _build(self) -> None:
        area = named(QScrollArea(self), "bare", "导出的选择")
        area.setWidgetResizable(True)
        area.setWidget(self.choices)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = area.verticalScrollBar()
        bar.rangeChanged.connect(lambda low, high: self.templates.keep_clear(bar.sizeHint().width() * (high > low)))
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.templates)
        column.addWidget(area, 1)
        left.setMinimumWidth(318)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(left)
        split.addWidget(self.preview)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(10)
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        split.setSizes([370, 700])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 14, 18, 12)
        whole.setSpacing(8)
        whole.addWidget(split, 1)
        self._foot(whole)

    def _foot(self, whole: QVBoxLayout) -> None:
        self.file = QLineEdit(self)
        self.file.setAccessibleName("保存到")
        browse = QPushButton("浏览…", self)
        browse.setAccessibleName("选择保存位置")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        self.warning = named(QLabel(self), "quiet")
        self.warning.setTextFormat(Qt.TextFormat.PlainText)
        buttons = QDialogButtonBox(self)
        self.go = buttons.addButton("导出", QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setDefault(True)
        self.print_ = QPushButton("打印…", self)
        self.print_.setAutoDefault(False)
        self.print_.clicked.connect(self._print)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.sharing = QCheckBox("分享前检查", self)
        self.sharing.setToolTip("导出前列出文中的人名、证件号、电话和就诊号，由你决定哪些要替换")
        where = QHBoxLayout()
        where.setSpacing(8)
        where.addWidget(QLabel("保存到", self))
        where.addWidget(self.file, 1)
        where.addWidget(browse)
        last = QHBoxLayout()
        last.addWidget(self.print_)
        last.addWidget(self.sharing)
        last.addWidget(self.warning, 1)
        last.addWidget(buttons)
        whole.addLayout(where)
        whole.addLayout(last)

    def _wire(self) -> None:
        self.choices.changed.connect(self._changed)
        self.choices.format_changed.connect(lambda: self._named(force=False))
        self.templates.applied.connect(self.choices.take)
        self.templates.kept.connect(self.templates_kept)
        self.file.textChanged.connect(self._check)

    # --- what is chosen

    def _ids(self) -> tuple[str, ...]:
        return self._scopes[int(self.choices.scope.value() or 0)].case_ids if self._scopes else ()

    def _choice(self) -> Choice:
        title = self.title.text().strip()
        return replace(self.choices.template().choice, case_ids=self._ids(), title=title, filters=self._filters)

    def _print(self) -> None:
        self._printed = True
        self.accept()

    # --- the preview

    def _changed(self) -> None:
        self._check()
        if self._library and self._jobs:
            self.preview.waiting()
            self._soon.start()

    def _look(self) -> None:
        library, jobs = self._library, self._jobs
        if library is None or jobs is None or not self._scopes:
            return
        choice, format_ = self._choice(), self.choices.chosen_format()
        ids = choice.case_ids[:_MOST]
        known = self._gathered.get(ids)
        ppi = self._sharpness()

        def work(task: Task) -> _Drawn:
            from app.services.exporting import gathered, in_words, laid
            from app.services.previewing import preview

            found = known or gathered(library, ids, task)
            sheet = laid(found, choice, in_words(library, choice.filters))
            shown = preview(sheet, format_, ppi, task)
            return _Drawn(shown, tuple(QImage.fromData(page) for page in shown.pages), found)

        jobs.read(work, lambda drawn: self._drawn(drawn, ids), self._not_drawn, lane=LANE)

    def _sharpness(self) -> float:
        """Pixels to the inch of a page as wide as the pane on this screen."""
        wide = min(640, max(200, self.preview.width() - 30)) * self.devicePixelRatioF()
        return max(60.0, min(170.0, wide / 8.27))

    def _drawn(self, drawn: _Drawn, ids: tuple[str, ...]) -> None:
        self._gathered = {ids: drawn.found}
        self.choices.offer_meanings(drawn.found.meanings)
        self.choices.offer_tags({tag for notes in drawn.found.notes.values() for note in notes for tag in note.tags})
        shown = drawn.shown
        cut = not shown.whole or len(ids) < len(self._ids())
        tail = f"只预览开头部分；导出时共 {len(self._ids())} 案。" if cut else "这是全部内容。"
        match shown.kind:
            case "pages":
                word = _word(shown) if self.choices.chosen_format() == "docx" else ""
                pages = (
                    f"前 {len(drawn.pages)} 页；导出时共 {len(self._ids())} 案。"
                    if cut
                    else f"共 {len(drawn.pages)} 页。"
                )
                self.preview.show_pages(drawn.pages, pages + word)
            case "rows":
                self.preview.show_rows(shown.rows, tail)
            case "text":
                self.preview.show_text(shown.text, tail)
            case _:
                self.preview.show_nothing(_PACKED)

    def _not_drawn(self, error: Exception) -> None:
        self.preview.show_nothing(f"预览没有做出来：{messages.describe(error)}")

    # --- the file

    def _named(self, *, force: bool) -> None:
        """Keep the file's suffix in step with the format."""
        format_ = self.choices.chosen_format()
        if force:
            self.file.setText(str(self._folder / suggested_name(self.title.text(), format_)))
        else:
            known = tuple(suffix(name) for name in FORMATS)
            text = self.file.text()
            stem = text.rsplit(".", 1)[0] if text.endswith(known) else text
            self.file.setText(stem + suffix(format_))

    def _browse(self) -> None:
        format_ = self.choices.chosen_format()
        chosen, _ = QFileDialog.getSaveFileName(
            self,
            "保存到",
            self.file.text(),
            f"{FORMATS[format_][0]} (*{suffix(format_)})",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if chosen:
            self.file.setText(chosen if chosen.lower().endswith(suffix(format_)) else chosen + suffix(format_))

    def _check(self) -> None:
        text = self.file.text().strip()
        path = Path(text).expanduser()
        exists, hindered, folder = _state(path) if text else (False, "", False)
        told = "这个文件已经存在，导出后会替换它。" if exists else hindered
        self._replaces = exists
        self.warning.setText(told)
        self.go.setText("替换" if exists else "导出")
        self.go.setEnabled(bool(text) and not hindered and not folder and bool(self._scopes))
        self.print_.setEnabled(bool(self._scopes) and self.choices.chosen_format() not in WHOLE)


def _word(shown: Preview) -> str:
    """Whose pages are shown of a Word file."""
    if shown.standing_in:
        return "版面以 PDF 示意：这台电脑上没有找到可以排 Word 文件的 LibreOffice。"
    return "由 LibreOffice 排出，字体和分页以 Word 为准。"


def _state(path: Path) -> tuple[bool, str, bool]:
    """Whether the file is there, what is in the way of writing it, and whether it is a folder itself."""
    try:
        return path.is_file(), "" if path.parent.is_dir() else "没有这个文件夹。", path.is_dir()
    except (OSError, ValueError):
        return False, "文件名太长或不能用，请换一个。", False
