"""Asks for files and folders. Knows only paths."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.formats.kinds import SUFFIXES
from app.formats.sheet import PACK_SUFFIX as PACK
from app.formats.sheet import Format, suffix
from app.paths import SUFFIX

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


def new_file(parent: QWidget, folder: Path, name: str, format: Format) -> Path | None:  # noqa: A002 - the house's word
    """Where an export is to be written; the dialog asks before an existing file is named."""
    from app.formats.write import suggested_name

    end = suffix(format)
    chosen, _ = QFileDialog.getSaveFileName(
        parent, "导出到", str(folder / suggested_name(name, format)), f"{end[1:].upper()} (*{end})"
    )
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == end else path.with_name(path.name + end)


def new_library(parent: QWidget, start: Path, title: str = "新建案例库") -> Path | None:
    """Where a library (or a copy of one) is to be made; the dialog asks before an existing file is named."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(start), _LIBRARIES)
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
