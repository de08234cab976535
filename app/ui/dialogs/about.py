"""What this program is, and the licences of what it carries."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

from PySide6 import __version__ as pyside_version
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app import paths
from app.ui.picking import Pick

_OWN = "杏林案库（MIT）"


def version() -> str:
    """The program's version, empty when it was not installed as a package."""
    try:
        return metadata.version("xinglin")
    except metadata.PackageNotFoundError:
        return ""


class About(QDialog):
    """Name, promise, licences."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("关于杏林案库")
        self.resize(min(640, parent.width() - 40), min(480, parent.height() - 40))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        title = QLabel(f"杏林案库 {version()}".strip(), self)
        title.setObjectName("title")
        words = QLabel(
            "离线的医院案例阅读器。不联网，不需要账号，资料只存在这台电脑上。涉密资料请勿导入。\n"
            f"界面使用 Qt / PySide6 {pyside_version}（LGPL）。数据文件夹：{paths.data()}",
            self,
        )
        words.setObjectName("quiet")
        words.setWordWrap(True)
        self._files = _licences()
        self.choice = Pick("许可文本", (), self)
        self.choice.addItems([_OWN if path.name == "LICENSE" else path.stem for path in self._files])
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName("许可全文")
        self.choice.currentIndexChanged.connect(self._show)
        buttons = QDialogButtonBox(self)
        close = buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        for widget in (title, words, self.choice, self.text, buttons):
            column.addWidget(widget)
        self._show(0)

    def _show(self, number: int) -> None:
        if 0 <= number < len(self._files):
            self.text.setPlainText(self._files[number].read_text(encoding="utf-8", errors="replace"))


def _licences() -> list[Path]:
    folder = paths.resource("licences")
    own = [paths.resource().parent / "LICENSE"]
    carried = sorted(path for path in folder.glob("*") if path.is_file()) if folder.is_dir() else []
    return [path for path in own + carried if path.is_file()]
