"""How the list keeps up with 50,000 cases: frame times while it scrolls, and from a click on a facet to its answer.

    python -m tests.bench.listing [--cases 50000] [--keep FILE.xinglin]

The real window without a screen. `--keep` keeps the library for the next run. Times are told, not judged.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
LETTERS = 400
FRAME = 1000 / 60


def _options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=50_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--wide", default="1366x768")
    return parser.parse_args()


def build(path, cases):
    """A library of so many short cases, with stars, tags and shelves."""
    from dataclasses import replace

    from app.services.library import Library
    from tests.bench.generator import Generator

    made, library = Generator(), Library.open(path)
    themes = [theme.id for theme in library.themes() if theme.parent]
    began, ids = time.perf_counter(), []
    for at in range(0, cases, 1000):
        pairs = [made.pair(number) for number in range(at, min(at + 1000, cases))]
        short = [(replace(paper, text="原件"), [_short(draft, themes)]) for paper, [draft] in pairs]
        ids += [one for some in library.add_documents(short) for one in some]
    library.tag(ids[::7], ["学习/党委会"])
    library.tag(ids[::11], ["学习/支部", "可借鉴"])
    library.star(ids[::50], on=True)
    library.close()
    print(f"built {cases} cases in {time.perf_counter() - began:.0f} s")


def _short(draft, themes):
    from dataclasses import replace

    from db.records import Theme

    chosen = tuple(Theme(themes[int(theme.id.rpartition("leaf")[2]) % len(themes)]) for theme in draft.themes)
    once = {theme.id: theme for theme in chosen}
    return replace(draft, text=draft.text[:LETTERS], themes=tuple(once.values()), spans=())


def told(name, times):
    """One line: how many, the middle one, the 95th of a hundred, the worst, in milliseconds."""
    ordered = sorted(times)
    middle, high = statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    over = sum(one > FRAME for one in ordered)
    print(
        f"{name:<34} n={len(ordered):>4}  p50 {middle:7.2f}  p95 {high:7.2f}  max {ordered[-1]:7.2f} ms"
        f"  over a frame: {over}"
    )


def scroll(window, steps, by):
    """Turn the list by so many pixels a frame; what each frame takes, painting and all that came in included."""
    from PySide6.QtCore import QCoreApplication

    bar, times = window.list.verticalScrollBar(), []
    for step in range(steps):
        began = time.perf_counter()
        bar.setValue((bar.value() + by) % max(1, bar.maximum()))
        window.list.viewport().repaint()
        QCoreApplication.processEvents()
        times.append((time.perf_counter() - began) * 1000)
        rest = FRAME / 1000 - (time.perf_counter() - began)
        if rest > 0 and step % 2:
            time.sleep(rest)
    return times


def click(window, field, value):
    """From a click on a facet's value to the answer painted, in milliseconds."""
    from PySide6.QtCore import QCoreApplication

    before, began = window.session.answer, time.perf_counter()
    window.side.facets.chosen.emit(field, value, "only")
    while window.session.answer is before:
        QCoreApplication.processEvents()
    window.list.viewport().repaint()
    window.side.repaint()
    return (time.perf_counter() - began) * 1000


def hold_key(window, times):
    """Down, held: what each press takes."""
    from PySide6.QtCore import QCoreApplication, Qt
    from PySide6.QtTest import QTest

    took = []
    for _ in range(times):
        began = time.perf_counter()
        QTest.keyClick(window.list, Qt.Key.Key_Down)
        window.list.viewport().repaint()
        QCoreApplication.processEvents()
        took.append((time.perf_counter() - began) * 1000)
    return took


def measure(path, wide):
    """Open the window on the library and tell."""
    from PySide6.QtCore import QCoreApplication, QTimer

    from app import settings
    from app.ui import app as program

    program.keep_swept(program.make_application(["bench"]))
    window = program.make_window(settings.Settings())
    window.shell.resize(*map(int, wide.split("x")))
    window.shell.show()
    began = time.perf_counter()
    window.open(path)
    while window.session.answer is None or window.desk is None:
        QCoreApplication.processEvents()
    print(f"open to first list {(time.perf_counter() - began) * 1000:.0f} ms, {window.session.answer.total} cases")
    stalls, last = [], [time.perf_counter()]

    def beat():
        stalls.append((time.perf_counter() - last[0]) * 1000)
        last[0] = time.perf_counter()

    pulse = QTimer(interval=5)
    pulse.timeout.connect(beat)
    _settle(window)
    for name, by in (("scroll, 40 px a frame", 40), ("scroll, 400 px a frame", 400), ("scroll, 20,000 px", 20_000)):
        told(name, scroll(window, 300, by))
        _settle(window)
    told("arrow key held", hold_key(window, 200))
    facets = window.session.answer.facets
    for field in ("theme", "region", "practice", "year", "tag", "kind"):
        values = list(facets.get(field, {}))[:8]
        pulse.start()
        took = []
        for value in (*values, *values):
            last[0] = time.perf_counter()
            took.append(click(window, field, value))
            _settle(window, 0.15)
        window.session.clear(field)
        _settle(window)
        pulse.stop()
        told(f"facet click to painted: {field}", took)
    told("window held up while clicking", stalls)
    for name, orders in (
        ("sort by title, pinyin", {"sort": "title"}),
        ("sort by title, strokes", {"sort": "title", "by": "stroke"}),
        ("sort by place, then year", {"sort": "place", "then": "year"}),
        ("group by theme", {"group": "theme"}),
    ):
        took = []
        for _ in range(3):
            began = time.perf_counter()
            window.session.library.find("", limit=60, **orders)
            took.append((time.perf_counter() - began) * 1000)
        told(name, took)
    window.shell.close()


def _settle(window, seconds=0.3):
    from PySide6.QtCore import QCoreApplication

    quiet = time.perf_counter()
    while time.perf_counter() - quiet < seconds:
        if not window.jobs.idle:
            quiet = time.perf_counter()
        QCoreApplication.processEvents()
        time.sleep(0.002)


def main():
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XINGLIN_DATA"] = folder
        path = options.keep or Path(folder) / "五万.xinglin"
        if not path.exists():
            build(path, options.cases)
        measure(path, options.wide)
    return 0


if __name__ == "__main__":
    sys.exit(main())
