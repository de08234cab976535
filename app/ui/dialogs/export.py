"""What to export, as what, and where to. Asks; the writing is done elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.formats.sheet import Format
from app.formats.write import suggested_name

FORMATS: dict[Format, tuple[str, str]] = {
    "pdf": ("PDF", "封面、目录、书签，带高亮和笔记，可直接打印"),
    "md": ("Markdown", "纯文本，便于再编辑"),
    "json": ("JSON", "全部字段，便于其他程序读取"),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Some cases that could be exported, and what they are called."""

    words: str
    case_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for."""

    format: Format
    case_ids: tuple[str, ...]
    title: str
    output: Path
    replace: bool


class ExportDialog(QDialog):
    """Scope, format, title and file."""

    def __init__(self, scopes: Sequence[Scope], format_: Format, title: str, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("导出")
        self.setMinimumWidth(520)
        self._scopes = [scope for scope in scopes if scope.case_ids]
        self._folder = folder
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        self.scope = _choices([f"{s.words}（{len(s.case_ids)} 案）" for s in self._scopes], self)
        self.format = _choices([name for name, _ in FORMATS.values()], self)
        self.hint = QLabel(self)
        self.hint.setObjectName("quiet")
        self.title = QLineEdit(title, self)
        self.title.setAccessibleName("标题")
        self.title.setMaxLength(120)
        self.file = QLineEdit(self)
        self.file.setAccessibleName("保存到")
        browse = QPushButton("浏览…", self)
        browse.setAccessibleName("选择保存位置")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        where = QHBoxLayout()
        where.setSpacing(8)
        where.addWidget(self.file, 1)
        where.addWidget(browse)
        form.addRow("内容", _row(self.scope))
        form.addRow("格式", _row(self.format))
        form.addRow("", self.hint)
        form.addRow("标题", self.title)
        form.addRow("保存到", where)
        self._asked_to_replace: str = ""
        buttons = QDialogButtonBox(self)
        self.go = buttons.addButton("导出", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.warning = QLabel(self)
        self.warning.setObjectName("quiet")
        self.warning.setWordWrap(True)
        column.addLayout(form)
        column.addWidget(self.warning)
        column.addWidget(buttons)
        self.format.button(list(FORMATS).index(format_)).setChecked(True)
        self._named(force=True)
        self.format.idToggled.connect(lambda *_: self._named(force=False))
        self.file.textChanged.connect(self._check)
        self._check()

    def request(self) -> Request:
        """What was asked for; call after the dialog was accepted."""
        output = Path(self.file.text().strip()).expanduser()
        return Request(
            format=self._format(),
            case_ids=self._scopes[self.scope.checkedId()].case_ids,
            title=self.title.text().strip(),
            output=output,
            replace=output.exists(),
        )

    def _format(self) -> Format:
        return list(FORMATS)[self.format.checkedId()]

    def _named(self, *, force: bool) -> None:
        """Keep the file's suffix in step with the format."""
        suffix = f".{self._format()}"
        self.hint.setText(FORMATS[self._format()][1])
        if force:
            self.file.setText(str(self._folder / suggested_name(self.title.text(), self._format())))
        else:
            known = tuple(f".{name}" for name in FORMATS)
            text = self.file.text()
            stem = text.rsplit(".", 1)[0] if text.endswith(known) else text
            self.file.setText(stem + suffix)

    def _browse(self) -> None:
        name, _ = FORMATS[self._format()]
        chosen, _ = QFileDialog.getSaveFileName(
            self,
            "保存到",
            self.file.text(),
            f"{name} (*.{self._format()})",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if chosen:
            self.file.setText(chosen)

    def _check(self) -> None:
        text = self.file.text().strip()
        path = Path(text).expanduser()
        exists = bool(text) and path.is_file()
        missing = bool(text) and not path.parent.is_dir()
        told = "这个文件已经存在，导出后会替换它。" if exists else "没有这个文件夹。" if missing else ""
        self.warning.setText(told)
        self.warning.setVisible(bool(told))
        self.go.setText("替换" if exists else "导出")
        self.go.setEnabled(bool(text) and not missing and not path.is_dir())


def _choices(words: Sequence[str], parent: QWidget) -> QButtonGroup:
    group = QButtonGroup(parent)
    for number, name in enumerate(words):
        button = QRadioButton(name, parent)
        button.setAccessibleName(name)
        group.addButton(button, number)
        button.setChecked(number == 0)
    return group


def _row(group: QButtonGroup) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(16)
    for button in group.buttons():
        row.addWidget(button)
    row.addStretch(1)
    return row
