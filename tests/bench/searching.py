"""Measures a library of N cases: making, indexing, opening, asking. `python -m tests.bench.searching 10000`."""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from app.services.library import Library
from tests.bench.generator import Generator


def _say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _timed(what, work):
    began = time.perf_counter()
    value = work()
    _say(f"{what:<42}{(time.perf_counter() - began) * 1000:10.1f} ms")
    return value


def _ask(library, queries, name):
    times = []
    for query in queries:
        began = time.perf_counter()
        found = library.find(query)
        times.append(((time.perf_counter() - began) * 1000, query, found.total))
    times.sort()
    middle, late = statistics.median(t[0] for t in times), times[int(len(times) * 0.95)][0]
    _say(f"{name}: p50 {middle:.1f} ms, p95 {late:.1f} ms, slowest {times[-3:]}")


def main(count):
    """Make, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "大.xinglin"
        make = Generator()
        pairs = [make.pair(n) for n in range(count)]
        size = sum(len(document.text.encode()) for document, _ in pairs) / 1e6
        library = Library.open(path)
        _timed("add as one step", lambda: library.add_documents(pairs))
        _timed("index", library.store.index.wait)
        index = path.with_name(path.name + "-index")
        library.close()
        _say(
            f"text {size:.0f} MB, library {path.stat().st_size / 1e6:.0f} MB, index {index.stat().st_size / 1e6:.0f} MB"
        )
        library = _timed("open", lambda: Library.open(path))
        _timed("first answer", library.find)
        queries = make.queries(200)
        _ask(library, queries, "200 mixed queries")
        for query in ("医院", "医", "党建 绩效考核", ""):
            _ask(library, [query] * 10, repr(query))
        case_id = library.find().ids[0]
        _timed("highlight", lambda: library.highlight(case_id, 0, 9))
        _timed("answer after a highlight", lambda: library.find("医院"))
        _timed("star 200", lambda: library.star(library.find().ids[:200], True))
        _timed("delete 200", lambda: library.delete_cases(library.find().ids[:200]))
        _timed("undo", library.undo)
        _timed("totals", library.totals)
        library.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
