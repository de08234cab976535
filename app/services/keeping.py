"""Keeps a library safe: backups that are proved, putting one back, looking everything over, a new index.

No SQL here (see `db`). Nothing a person has is ever deleted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app import paths
from app.messages import Trouble
from app.task import QUIET, Task
from db import checking, copies, errors
from db.engine import now

if TYPE_CHECKING:
    from pathlib import Path

    from app.services.library import Library
    from db.checking import Findings


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found, in sentences for a person."""

    sentences: tuple[str, ...]
    sound: bool


def backup(library: Library, target: Path | None = None) -> Path:
    """Copy an open library, prove the copy by opening it, and say where it is.

    Args:
        library: May be in use meanwhile.
        target: A new file; without one, a name with date and time among the backups.

    Raises:
        Trouble: the target exists already or cannot be written.
        errors.LibraryError: the library cannot be read in full, or there is no room.
    """
    target = _free(paths.backups() / f"{library.path.stem}-{_time()}{paths.SUFFIX}") if target is None else target
    if target.exists():
        raise Trouble("exists", target.name)
    try:
        copies.back_up(library.store, target)
    except (PermissionError, FileNotFoundError, NotADirectoryError) as error:
        raise Trouble("cannot_write", str(target.parent)) from error
    return target


def restore(source: Path, target: Path) -> Path | None:
    """Put a backup in the place of a library that is not open; the library there is renamed, never deleted.

    Returns:
        Where the library that was there is now; None when there was none.

    Raises:
        Trouble: the source is not a usable backup.
        errors.LockedLibrary: the target is open somewhere.
    """
    if not source.exists():
        raise Trouble("missing", str(source))
    if target.exists() and source.samefile(target):
        raise Trouble("not_a_backup", source.name)
    try:
        copies.prove(source)
    except (errors.NotALibrary, errors.DamagedLibrary) as error:
        raise Trouble("not_a_backup", source.name) from error
    there = target.exists()
    aside = _free(target.with_name(f"{target.stem}-恢复前-{_time()}{target.suffix}"))
    copies.restore(source, target, aside)
    return aside if there else None


def check(library: Library, task: Task = QUIET) -> Report:
    """Look everything over; changes nothing but the date of the last comparison of searching with reading.

    Raises:
        Cancelled: the task was stopped.
    """
    found = checking.look(library.store, lambda done, total: task.step(done, total, "检查案例库"))
    found.record(library.store, now())
    sentences = _sentences(found)
    if sentences:
        return Report(tuple(sentences), sound=False)
    whole = f"案例库完好：{found.cases} 个案例，{found.notes} 条笔记。"
    proof = f"检索与逐字比对一致：试了 {found.terms} 个词，没有漏掉，也没有多出。"
    return Report((whole, proof) if found.terms else (whole,), sound=True)


def reindex(library: Library, task: Task = QUIET) -> int:
    """Make the search index anew; returns the number of cases in it.

    Raises:
        Cancelled: the task was stopped; the rest is taken in later, answers are right all the while.
    """
    return library.store.reindex(lambda done, total: task.step(done, total, "重建检索"))


def _sentences(found: Findings) -> list[str]:
    told = []
    if found.damage:
        told.append(f"文件有损坏（{found.damage[0]}）。请用 restore 从最近的备份恢复。")
    if found.strays:
        told.append(f"有无所归属的记录（{'、'.join(found.strays)}）。请先备份，再把日志发给我们。")
    if found.empty_documents:
        told.append(f"有 {found.empty_documents} 份原文没有案例。重新导入原文件即可。")
    if found.lost_quotes:
        told.append(f"有 {len(found.lost_quotes)} 处高亮与正文对不上，笔记本身完好。请在笔记栏核对。")
    if found.untrue:
        told.append(f"检索与逐字比对有 {len(found.untrue)} 个词不一致。请用 reindex 重建检索。")
    return told


def _time() -> str:
    return f"{datetime.now().astimezone():%Y%m%d-%H%M%S}"


def _free(path: Path) -> Path:
    """The path, or with a number when there is something already."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free
