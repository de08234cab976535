"""How long from process start to the first painted window and to the filled list, beside an empty PySide6 window.

Run: `python -m tests.bench.start_up [RUNS]`. Prints the medians in milliseconds and their ratios; the two kinds of
process take turns, so that a slow moment of the machine falls on both.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def empty() -> None:
    """The child that shows nothing but a bare window."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    class Bare(QWidget):
        def paintEvent(self, event: object) -> None:
            del event
            _tell("painted")
            QTimer.singleShot(0, QApplication.quit)

    application = QApplication(sys.argv[:1])
    window = Bare()
    window.resize(1440, 900)
    window.show()
    application.exec()


def program() -> None:
    """The child that is the program, until its list is filled and a case is shown."""
    from PySide6.QtCore import QTimer

    from app import settings
    from app.ui import app as ui
    from app.ui.shell import Shell

    application = ui.make_application(["xinglin"])
    ui.keep_swept(application)
    shell = Shell(settings.Settings(starter_offered=True))
    windows = []

    def begin() -> None:
        _tell("painted")
        windows.append(ui.make_window(shell=shell, settings=settings.Settings(starter_offered=True)))
        ui.start(windows[0], Path(os.environ["BENCH_LIBRARY"]))

    def look() -> None:
        if windows and windows[0].list.ids():
            _tell("filled")
            shell.close()
            application.quit()

    timer = QTimer(interval=2)
    timer.timeout.connect(look)
    timer.start()
    shell.painted.connect(begin)
    shell.show()
    application.exec()


def _tell(what: str) -> None:
    print(what, (time.time() - float(os.environ["BENCH_BEGAN"])) * 1000, flush=True)


def _run(mode: str, environment: dict[str, str]) -> dict[str, float]:
    environment["BENCH_BEGAN"] = str(time.time())
    command = [sys.executable, "-m", "tests.bench.start_up", f"--{mode}"]
    out = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    told: dict[str, float] = {}
    for line in out.splitlines():
        what, value = line.split()
        told.setdefault(what, float(value))
    return told


def main(runs: int) -> None:
    """Take turns, then print medians and ratios."""
    from app.services import starter
    from app.services.library import Library

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "b.xinglin"
        library = Library.open(path)
        starter.load(library)
        library.close()
        environment = dict(os.environ, XINGLIN_DATA=folder, BENCH_LIBRARY=str(path))
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # else every module is compiled at every start
        bare, full = [], []
        for turn in range(runs + 1):
            pair = _run("empty", environment), _run("program", environment)
            if turn:
                bare.append(pair[0])
                full.append(pair[1])
    base = statistics.median(one["painted"] for one in bare)
    print(f"empty window painted    {base:7.0f} ms")
    for what in ("painted", "filled"):
        value = statistics.median(one[what] for one in full)
        ratio = statistics.median(f[what] / b["painted"] for f, b in zip(full, bare, strict=True))
        print(f"program {what:<15} {value:7.0f} ms   {ratio:.2f} x")


if __name__ == "__main__":
    if "--empty" in sys.argv:
        empty()
    elif "--program" in sys.argv:
        program()
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
