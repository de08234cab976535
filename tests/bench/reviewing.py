"""How the window keeps up while files are read for review, and what standing elsewhere in a long file takes.

    python -m tests.bench.reviewing [FILES]

The real window without a screen; CPU time of the window's thread alone. Times are told, not judged.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.listing import told
from tests.pages import PAGE, STORY

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def screen_of(window):
    """The screen on which files are reviewed."""
    from app.ui.commands import Commands

    return window.findChild(Commands).reviews.screen


def read(window, folder):
    """Every pass of the window's thread while the folder is read, in milliseconds."""
    from PySide6.QtCore import QCoreApplication

    passes = []
    window.deeds.import_paths([folder])
    course = screen_of(window).course
    while course.reading:
        began = time.thread_time()
        QCoreApplication.processEvents()
        passes.append((time.thread_time() - began) * 1000)
        time.sleep(0.001)
    return passes


def walk(window, steps):
    """One key down each in the text under review, in milliseconds."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    text, passes = screen_of(window).text, []
    text.setFocus()
    for _ in range(steps):
        began = time.thread_time()
        QTest.keyClick(text, Qt.Key.Key_Down)
        passes.append((time.thread_time() - began) * 1000)
    return passes


def main():
    """Measure, print."""
    from PySide6.QtCore import QCoreApplication

    from app import settings
    from app.ui import app as program

    files = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    program.keep_swept(program.make_application(["bench"]))
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["XINGLIN_DATA"] = scratch
        folder, long = Path(scratch, "many"), Path(scratch, "long")
        folder.mkdir()
        long.mkdir()
        for number in range(files):
            Path(folder, f"{number:03}.txt").write_text(STORY.replace("97", str(number)), encoding="utf-8")
        Path(long, "年会.txt").write_text(PAGE * 12, encoding="utf-8")
        window = program.make_window(settings.Settings())
        window.shell.resize(1366, 768)
        window.shell.show()
        window.open(Path(scratch, "乙.xinglin"))
        while window.session.answer is None or window.desk is None:
            QCoreApplication.processEvents()
        told("reading one long file, a pass", read(window, long))
        told("one key down in its text", walk(window, 40))
        told(f"reading {files} files more, a pass", read(window, folder))
        window.shell.close()


if __name__ == "__main__":
    main()
