"""Measures a library of N cases: indexing, opening, asking. `python -m tests.bench.searching 10000 [FOLDER]`.

With a folder the library made there is used again, and with `as-it-is` after it its index too. Every question is
asked with nothing of it remembered.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from app.services.library import Library
from tests.bench.generator import Generator

_AT_ONCE = 2000
_TRIES = 3
"""Times every question is asked; the quickest counts, for the machine may be doing other things."""


def say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def private_memory():
    """Megabytes of this process that no other shares; 0 where the system does not tell."""
    try:
        lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


def timed(what, work):
    began = time.perf_counter()
    value = work()
    say(f"{what:<46}{(time.perf_counter() - began) * 1000:10.1f} ms")
    return value


def spread(times):
    """Median and 95th percentile of a list of (milliseconds, ...)."""
    times = sorted(times)
    return statistics.median(t[0] for t in times), times[int(len(times) * 0.95)][0]


def ask(name, queries, work):
    times = []
    for query in queries:
        tried = []
        for _ in range(_TRIES):
            began = time.perf_counter()
            work(query)
            tried.append((time.perf_counter() - began) * 1000)
        times.append((min(tried), query))
    middle, late = spread(times)
    slowest = ", ".join(f"{query} {passed:.0f}" for passed, query in sorted(times)[-3:])
    say(f"{name:<46} p50 {middle:6.1f} ms   p95 {late:6.1f} ms   slowest: {slowest}")
    return middle, late


def make(path, count):
    """A library of so many cases, or the one that is there; returns the open library and its generator."""
    maker = Generator()
    library = Library.open(path)
    if not library.find(limit=0, facets=False).total:
        began = time.perf_counter()
        for at in range(0, count, _AT_ONCE):
            library.add_documents([maker.pair(number) for number in range(at, min(at + _AT_ONCE, count))])
        library.store.index.wait()
        say(f"made in {time.perf_counter() - began:.0f} s")
    return library, maker


def main(count, folder, *, again):
    """Make, measure, print."""
    path = folder / "大.xinglin"
    library, maker = make(path, count)
    library.store.index.wait()
    if again:
        began = time.perf_counter()
        library.store.index.rebuild()
        say(f"index {count / (time.perf_counter() - began):.0f} cases/s")
    with library.store.reading() as connection:
        size = connection.exec_driver_sql("SELECT sum(length(CAST(text AS BLOB))) FROM cases").scalar_one() / 1e6
    library.close()
    index = path.with_name(path.name + "-index").stat().st_size / 1e6
    say(f"{count} cases, text {size:.0f} MB; index {index / size:.2f} times the text")
    library = timed("open", lambda: Library.open(path))
    timed("first answer", library.find)
    timed("first answer with words", lambda: library.find("医院"))
    queries = maker.queries(200)

    def anew():
        library._searcher._live.asked.clear()

    def rows(query):
        anew()
        library.find(query, facets=False)

    def counts(query):
        anew()
        library.counts(query)

    def whole(query):
        anew()
        library.find(query)

    ask("first 50 ranked rows with snippets", queries, rows)
    ask("exact total and all facet counts", queries, counts)
    ask("both in one answer", queries, whole)
    ask("the same, asked once more", queries, library.find)
    for query in ("医院", "医", "党建 绩效考核", ""):
        ask(f"“{query}”", [query] * 10, whole)
    say(f"private memory {private_memory():.0f} MB")
    case_id = library.find().ids[0]
    timed("highlight", lambda: library.highlight(case_id, 0, 9))
    timed("answer after a highlight", lambda: library.find("医院"))
    timed("tag", lambda: library.tag([case_id], ["甲"]))
    timed("answer after a tag", lambda: library.find("医院"))
    timed("star 200", lambda: library.star(library.find().ids[:200], True))
    timed("answer after stars", lambda: library.find("医院"))
    timed("delete 200", lambda: library.delete_cases(library.find().ids[:200]))
    timed("undo", library.undo)
    timed("totals", library.totals)
    library.close()


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    if len(sys.argv) > 2:
        Path(sys.argv[2]).mkdir(parents=True, exist_ok=True)
        main(asked, Path(sys.argv[2]), again="as-it-is" not in sys.argv)
    else:
        with tempfile.TemporaryDirectory() as made:
            main(asked, Path(made), again=True)
