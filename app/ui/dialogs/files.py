"""Asks for files and folders. Knows only paths.

A system's dialog asks about the name as it was typed; what it becomes with its suffix is asked about here, so that
nothing is replaced of which nobody was told.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.formats.kinds import SUFFIXES
from app.formats.sheet import PACK_SUFFIX as PACK
from app.formats.sheet import Format, suffix
from app.paths import SUFFIX
from app.ui.legible import legible

_TEXTS = f"案例文件 ({' '.join(f'*{suffix}' for suffix in sorted((*SUFFIXES, PACK)))});;所有文件 (*)"
_LIBRARIES = f"案例库 (*{SUFFIX})"


def files(parent: QWidget, folder: str) -> list[Path]:
    """Files to import."""
    chosen, _ = QFileDialog.getOpenFileNames(parent, "导入文件", folder, _TEXTS)
    return [Path(name) for name in chosen]


def folder(parent: QWidget, start: str) -> Path | None:
    """A folder to import."""
    chosen = QFileDialog.getExistingDirectory(parent, "导入文件夹", start)
    return Path(chosen) if chosen else None


def library(parent: QWidget, start: Path, title: str = "打开案例库") -> Path | None:
    """A library that is there."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, str(start), _LIBRARIES)
    return Path(chosen) if chosen else None


@dataclass(frozen=True, slots=True)
class Chosen:
    """Where something is to be written, and whether a person agreed that what is there is replaced."""

    path: Path
    replaces: bool


def new_file(parent: QWidget, folder: Path, name: str, format: Format) -> Chosen | None:  # noqa: A002 - the house's word
    """Where an export is to be written; asked about before an existing file is named."""
    from app.formats.write import suggested_name

    end = suffix(format)
    start = str(folder / suggested_name(name, format))
    return settled(parent, QFileDialog.getSaveFileName(parent, "导出到", start, f"{end[1:].upper()} (*{end})")[0], end)


def new_text(parent: QWidget, start: Path, title: str) -> Chosen | None:
    """Where a text is to be written."""
    return settled(parent, QFileDialog.getSaveFileName(parent, title, str(start), "文本 (*.txt)")[0], ".txt")


def new_library(parent: QWidget, start: Path, title: str = "新建案例库") -> Path | None:
    """Where a library (or a copy of one) is to be made; asked about before an existing file is named."""
    found = settled(parent, QFileDialog.getSaveFileName(parent, title, str(start), _LIBRARIES)[0], SUFFIX)
    return found.path if found else None


def settled(parent: QWidget, chosen: str, end: str) -> Chosen | None:
    """What was chosen in a dialog that asks about existing files, with its suffix; None when it is not wanted.

    Args:
        parent: Over which it is asked again, when the suffix makes it the name of another file that is there.
        chosen: As the dialog gave it.
        end: The suffix it must have, with its dot.
    """
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix.lower() == end:
        return Chosen(path, _there(path))
    path = path.with_name(path.name + end)
    if not _there(path):
        return Chosen(path, replaces=False)
    return Chosen(path, replaces=True) if _agreed(parent, path) else None


def _there(path: Path) -> bool:
    try:
        return path.exists() or path.is_symlink()
    except OSError:
        return False  # writing will say what is wrong with it


def _agreed(parent: QWidget, path: Path) -> bool:
    box = QMessageBox(parent)
    box.setObjectName("replaceBox")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("替换文件")
    box.setText(legible(f"“{path.name}”已经存在，要替换它吗？"))
    go = box.addButton("替换", QMessageBox.ButtonRole.AcceptRole)
    back = box.addButton("不替换", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(back)
    box.exec()
    return box.clickedButton() is go
