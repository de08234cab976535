"""One window per person: a second start hands its wish to the first and ends. By a lock and a file, no socket."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, Signal

_log = logging.getLogger(__name__)


class Instance(QObject):
    """Who holds the lock is the first. `wanted` tells what a later start wished: a library's path, or empty."""

    wanted = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder / "handover"
        self._lock = QLockFile(str(folder / "window.lock"))
        self._lock.setStaleLockTime(0)
        self._watcher: QFileSystemWatcher | None = None

    def take(self) -> bool:
        """Become the first; False when another is. A folder that cannot be written makes everyone first."""
        if self._lock.tryLock(0):
            self._watch()
            return True
        return self._lock.error() != QLockFile.LockError.LockFailedError

    def hand_over(self, library: Path | None) -> None:
        """Tell the first what was wished for here."""
        try:
            self._folder.mkdir(exist_ok=True)
            part = self._folder / f"{os.getpid()}.part"
            part.write_text(json.dumps({"library": str(library.resolve()) if library else ""}), encoding="utf-8")
            part.replace(part.with_suffix(".json"))
        except OSError:
            _log.exception("the first window could not be told")

    def release(self) -> None:
        """Let another be the first."""
        self._lock.unlock()

    def _watch(self) -> None:
        try:
            self._folder.mkdir(exist_ok=True)
            for left in self._folder.iterdir():
                left.unlink()
        except OSError:
            _log.exception("a second start will not be noticed")
            return
        self._watcher = QFileSystemWatcher([str(self._folder)], self)
        self._watcher.directoryChanged.connect(self._look)

    def _look(self) -> None:
        for file in sorted(self._folder.glob("*.json")):
            try:
                told = json.loads(file.read_text(encoding="utf-8"))
                file.unlink()
            except (OSError, ValueError):
                continue
            library = told.get("library", "") if isinstance(told, dict) else ""
            self.wanted.emit(library if isinstance(library, str) else "")
