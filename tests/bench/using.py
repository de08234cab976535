"""How comparing keeps up: a matrix of 50 x 12 as it is scrolled and filled, figures of 10,000 cases, suggestions.

    python -m tests.bench.using [--cases 10000] [--keep FILE.xinglin] [--lines 50]

The real pages without a screen. `--keep` keeps the library for the next run. Times are told, not judged.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
FRAME = 1000 / 60
LINES, COLUMNS = 50, 12
_METRICS = (
    "出院随访率",
    "随访率",
    "平均住院日",
    "药占比",
    "患者满意度",
    "门诊人次",
    "四级手术占比",
    "国考名次",
    "床位使用率",
    "投诉件数",
)
_UNITS = ("%", "%", "天", "%", "%", "万人次", "%", "名", "%", "件")


def _options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--wide", default="1366x768")
    parser.add_argument("--lines", type=int, default=LINES, help="cases in the matrix")
    return parser.parse_args()


def build(path, cases):
    """A library of so many cases with eight figures each, part of them under names of their own."""
    from dataclasses import replace

    from app.services.library import Library
    from db.records import Result
    from tests.bench.generator import Generator

    made, library, chance = Generator(), Library.open(path), random.Random(7)
    began = time.perf_counter()
    for at in range(0, cases, 1000):
        pairs = []
        for number in range(at, min(at + 1000, cases)):
            paper, [draft] = made.pair(number)
            text = draft.text
            results = []
            for _ in range(8):
                kind, start = chance.randrange(len(_METRICS)), chance.randrange(len(text) - 4)
                own = (
                    f"{made._words[chance.randrange(3000)]}{_METRICS[kind]}"
                    if chance.random() < 0.4
                    else _METRICS[kind]
                )
                value, before = round(chance.uniform(1, 99), 2), round(chance.uniform(1, 99), 2)
                pair = chance.random() < 0.3
                results.append(
                    Result(own, value, _UNITS[kind], before if pair else None, value if pair else None, start=start,
                           end=start + 4, type="target" if chance.random() < 0.1 else "result")
                )  # fmt: skip
            pairs.append((replace(paper, text="原件"), [replace(draft, results=tuple(results), spans=())]))
        library.add_documents(pairs)
    library.close()
    print(f"built {cases} cases in {time.perf_counter() - began:.0f} s")


def told(name, pairs):
    """One line: how many, the middle one, the 95th of a hundred, the worst, in milliseconds, and the processor's own.

    On a busy machine the last is what can be compared.
    """
    ordered = sorted(wall for wall, _ in pairs)
    own = sorted(processor for _, processor in pairs)
    high = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    over = sum(one > FRAME for one in ordered)
    print(
        f"{name:<42} n={len(ordered):>4}  p50 {statistics.median(ordered):8.2f}  p95 {high:8.2f}"
        f"  max {ordered[-1]:8.2f} ms  over a frame: {over}"
        f"  processor p50 {statistics.median(own):7.2f}  p95 {own[min(len(own) - 1, int(len(own) * 0.95))]:7.2f} ms"
    )


def timed(work):
    """What something takes, by the clock and by the processor, in milliseconds, and what it gives."""
    began, busy = time.perf_counter(), time.thread_time()
    made = work()
    return ((time.perf_counter() - began) * 1000, (time.thread_time() - busy) * 1000), made


def run(seconds=0.0, until=None):
    """Let the window work; the longest it did not answer, in milliseconds."""
    from PySide6.QtCore import QCoreApplication

    end, worst = time.perf_counter() + seconds, 0.0
    while time.perf_counter() < end or (until and not until()):
        began = time.perf_counter()
        QCoreApplication.processEvents()
        worst = max(worst, (time.perf_counter() - began) * 1000)
        time.sleep(0.001)
    return worst


def frames(view, bar, steps, by):
    """What each frame takes while one scrolls, painting included."""
    times = []
    for _ in range(steps):
        place = (bar.value() + by) % max(1, bar.maximum())
        times.append(timed(lambda place=place: (bar.setValue(place), view.viewport().repaint()))[0])
    return times


def matrix(page, library, ids, lines=LINES):
    """A matrix of so many lines x 12, its cells filled by chance."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from app.services.comparing import Comparing, Told

    comparing = Comparing(library)
    made = comparing.create("测", ids[:lines], [(f"第{n}问", "") for n in range(COLUMNS)])
    shown = comparing.matrix(made)
    chance, quotes = random.Random(3), []
    for line in shown.lines:
        text = library.case(line.case_id).text
        for column in shown.columns:
            for _ in range(chance.randrange(3)):
                start = chance.randrange(max(1, len(text) - 90))
                quotes.append(Told(line.id, column.id, line.case_id, start, start + chance.randint(12, 88)))
    took, _ = timed(lambda: comparing.quote(made, quotes))
    print(f"{len(quotes)} quotes written as one step in {took[0]:.0f} ms, processor {took[1]:.0f} ms")
    told("read the matrix", [timed(lambda: comparing.matrix(made))[0] for _ in range(10)])
    took, _ = timed(lambda: comparing.hints(ids[:lines], shown.columns))
    print(f"suggestions for {lines} x {COLUMNS} cells: {took[0]:.0f} ms, processor {took[1]:.0f} ms")
    page.show_matrix(made)
    worst = run(until=lambda: page.grid is not None and page.grid.matrix.id == made)
    worst = max(worst, run(1.5))
    print(f"the page took it in; longest the window did not answer: {worst:.1f} ms")
    view = page.view
    told("scrolling down", frames(view, view.verticalScrollBar(), 300, 37))
    told("scrolling across", frames(view, view.horizontalScrollBar(), 200, 41))
    times = []
    for step in range(200):
        key = (Qt.Key.Key_Right, Qt.Key.Key_Down)[step % 2]
        times.append(timed(lambda key=key: (QTest.keyClick(view, key), view.viewport().repaint()))[0])
    told("matrix: a key that moves on", times)
    times = []
    for step in range(60):
        width = 180 + step * 3
        times.append(timed(lambda width=width: (view.across.resizeSection(3, width), view.viewport().repaint()))[0])
    told("matrix: a frame while a column is widened", times)
    told("matrix: turned round", [timed(page._turn)[0] for _ in range(6)])
    run(0.5)


def figures(page, library, ids):
    """The figures of all cases."""
    from app.services.figuring import Choice, arranged
    from app.services.metrics import results
    from app.ui.use.page import Scope

    took, found = timed(lambda: results(library, ids))
    count = sum(metric.figures for metric in found.metrics)
    what = f"{count:,} figures of {len(ids):,} cases under {len(found.metrics):,} metrics"
    print(f"{what}: {took[0]:.0f} ms, processor {took[1]:.0f} ms")
    told("put in order", [timed(lambda: arranged(found, Choice(column=3)))[0] for _ in range(5)])
    page.show_scope(Scope("测", tuple(ids)))
    worst = run(until=lambda: page.shown is not None)
    worst = max(worst, run(0.5))
    print(f"the page took {len(page.lines.rows):,} lines in; longest the window did not answer: {worst:.1f} ms")
    told("figures: a frame while scrolling", frames(page.view, page.view.verticalScrollBar(), 400, 411))


def main():
    """Build, open, measure, tell."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XINGLIN_DATA"] = folder
        path = options.keep or Path(folder) / "bench.xinglin"
        if not path.exists():
            build(path, options.cases)
        from app import settings
        from app.services.library import Library
        from app.ui import app as program
        from app.ui import theme
        from app.ui.compare.matrix import MatrixPage
        from app.ui.compare.results import ResultsPage
        from app.ui.jobs import Jobs
        from app.ui.use.page import Setting

        application = program.make_application(["bench"])
        program.keep_swept(application)
        application.setStyleSheet(theme.stylesheet(theme.LIGHT))
        jobs, library = Jobs(), Library.open(path)
        ids = library.find("", limit=1).ids
        setting = Setting(library, jobs, theme.LIGHT, settings.Settings())
        wide, high = map(int, options.wide.split("x"))
        for kind, measure in ((MatrixPage, matrix), (ResultsPage, figures)):
            page = kind(setting)
            page.resize(wide, high - 90)
            page.show()
            run(0.3)
            measure(page, library, ids, *((options.lines,) if kind is MatrixPage else ()))
            page.close()
        jobs.close()
        library.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
