"""The longest pass on the window's thread while somebody types. `python -m tests.bench.typing 10000 [FOLDER]`.

The real window with a library of so many cases; questions are typed key by key, as fast as a quick typist types. A pass
is what the event loop does between two moments at which it waits. By the processor: how long it worked for this thread
in one pass. By the clock: how much longer than it should a timer of this thread was kept waiting, which also counts
waiting for other programs and for the lanes that search.
"""

import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from threading import Event, Thread, main_thread

from tests.bench.searching import make, say

_KEY = 0.12
"""Seconds between two keys."""
_CALM = 0.4
_TICK = 0.005
_LONG = 0.05
"""Seconds of a pass that somebody notices."""
_ASKED = (
    "医院",
    "党建 绩效考核",
    "DRG付费",
    "5G+急救",
    "CT检查 地区:江西",
    "双带头人 年份:2015..2020",
    "2.5万元",
    "zyxz",
)


_WHOLE = 100_000
"""Characters of a question that is pasted."""
_PASTED = {
    "words pasted": "党建 绩效考核 随访率>=90 地区:江西 DRG付费 ",
    "a page pasted": "党建引领绩效考核，",
    "alternatives pasted": "党建 OR 绩效 OR ",
    "quotes pasted": '"党建 ',
    "parentheses pasted": "(党建 ",
}


class Passes:
    """How long each pass took, by the clock and by the processor, and what was being done in the long ones."""

    def __init__(self):
        self.worked = []
        self.waited = []
        self.seen = Counter()
        self._spent = time.thread_time()
        self._ticked = time.perf_counter()
        self._done = Event()
        self._watch = Thread(target=self._look, daemon=True)

    def start(self, dispatcher, timer):
        dispatcher.aboutToBlock.connect(self._blocks)
        timer.setInterval(round(_TICK * 1000))
        timer.timeout.connect(self._tick)
        timer.start()
        self._watch.start()

    def clear(self):
        self.worked.clear()
        self.waited.clear()
        self._spent, self._ticked = time.thread_time(), time.perf_counter()

    def stop(self):
        self._done.set()

    def _blocks(self):
        now = time.thread_time()
        self.worked.append(now - self._spent)
        self._spent = now

    def _tick(self):
        now = time.perf_counter()
        self.waited.append(max(0.0, now - self._ticked - _TICK))
        self._ticked = now

    def _look(self):
        window = main_thread().ident
        while not self._done.wait(0.005):
            if time.perf_counter() - self._ticked < _LONG / 2:
                continue
            frame, names = sys._current_frames().get(window), []
            while frame is not None and len(names) < 4:
                if "/app/" in (name := frame.f_code.co_filename):
                    names.append(f"{Path(name).name}:{frame.f_code.co_name}:{frame.f_lineno}")
                frame = frame.f_back
            self.seen[" < ".join(names) or "Qt"] += 1


def told(name, worked, waited):
    """How many passes, the 95th percentile and the longest, by the processor and by the clock."""
    for what, times in (("processor", sorted(worked)), ("clock", sorted(waited))):
        if times:
            late, many = times[int(len(times) * 0.95)] * 1000, sum(t > _LONG for t in times)
            say(
                f"{name:<28}{what:<10}{len(times):6}  p95 {late:5.1f}  longest {times[-1] * 1000:6.1f} ms"
                f"  over 50 ms: {many}"
            )


def itself(font, size, text):
    """How long Qt works on a line of such a text when nobody else does."""
    from PySide6.QtWidgets import QApplication, QLineEdit

    line = QLineEdit(maxLength=_WHOLE)
    line.setFont(font)
    line.resize(size)
    line.show()
    QApplication.processEvents()
    began = time.thread_time()
    line.insert(text)
    QApplication.processEvents()
    took = time.thread_time() - began
    line.close()
    return took


def pasting(line, passes, do):
    """Long questions, put in at once, then a key less."""
    for name, unit in _PASTED.items():
        text = (unit * (_WHOLE // len(unit) + 1))[:_WHOLE]
        alone = itself(line.font(), line.size(), text)
        passes.clear()
        do(lambda text=text: line.insert(text))
        do(line.backspace)
        told(name, passes.worked, passes.waited)
        say(f"{'':<28}of which Qt's own setting and painting of such a line {alone * 1000:.1f} ms")
        do(line.clear)


def main(path):
    """Open, type, print."""
    from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, QTimer
    from PySide6.QtTest import QTest

    from app import settings
    from app.ui import app as program
    from app.ui.sweeping import Sweeping

    application = program.make_application(["xinglin"])
    sweeping = Sweeping(application)
    window = program.make_window(settings.Settings(starter_offered=True))
    window.shell.resize(1366, 768)
    window.shell.show()

    def run(seconds):
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()

    def calm():
        quiet = time.monotonic()
        while time.monotonic() - quiet < _CALM:
            run(0.05)
            if not window.jobs.idle:
                quiet = time.monotonic()

    def press(work):
        QTimer.singleShot(0, work)
        run(_KEY)

    passes, ticking = Passes(), QTimer()
    passes.start(QAbstractEventDispatcher.instance(), ticking)
    QTimer.singleShot(0, lambda: window.open(path))
    calm()
    told("opening", passes.worked, passes.waited)
    passes.seen.clear()
    line = window.top.search.line
    line.setFocus()
    worked, waited = [], []
    for query in _ASKED:
        passes.clear()
        for key in query:
            press(lambda key=key: QTest.keyClicks(line, key) if ord(key) < 127 else line.insert(key))
        calm()
        while line.text():
            press(line.backspace)
        calm()
        told(query, passes.worked, passes.waited)
        worked += passes.worked
        waited += passes.waited
    told("all", worked, waited)
    pasting(line, passes, lambda work: (press(work), calm()))
    for where, times in passes.seen.most_common(12):
        say(f"{times * 5:6} ms in  {where}")
    passes.stop()
    window.shell.close()
    calm()
    sweeping.deleteLater()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as made:
        os.environ["XINGLIN_DATA"] = str(Path(made) / "data")
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        library, _ = make(folder / "大.xinglin", int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
        library.close()
        main(folder / "大.xinglin")
