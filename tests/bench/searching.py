"""Measures a library of N cases: indexing, opening, asking. `python -m tests.bench.searching 10000 [FOLDER]`.

With a folder the library made there is used again, and with `as-it-is` after it its index too. Every question is
asked with nothing of its answer remembered; rows are told twice: with the texts of the cases at hand, as for somebody
who types, and with every text read anew. Beside the time that went by stands that which the processor worked for the
asking thread, for the machine may be doing other things.
"""

import gc
import statistics
import sys
import tempfile
import time
from pathlib import Path

from app.services.library import Library
from db.glance import Kept
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
    """Median and 95th percentile of a list of times."""
    times = sorted(times)
    return statistics.median(times), times[int(len(times) * 0.95)]


def ask(name, queries, work, before=lambda: None, *, at_hand=True):
    """Ask every question once, then all of them again; of each the quickest counts. Untimed before, for the texts."""
    gone, worked = [[] for _ in queries], [[] for _ in queries]
    for _ in range(_TRIES):
        gc.collect()
        for number, query in enumerate(queries):
            if at_hand:
                work(query)
            before()
            began, spent = time.perf_counter(), time.thread_time()
            work(query)
            worked[number].append((time.thread_time() - spent) * 1000)
            gone[number].append((time.perf_counter() - began) * 1000)
    middle, late = spread(map(min, gone))
    usual, most = spread(map(min, worked))
    slowest = ", ".join(
        f"{query} {passed:.0f}" for passed, query in sorted(zip(map(min, gone), queries, strict=True))[-3:]
    )
    say(
        f"{name:<38} p50 {middle:6.1f} p95 {late:6.1f} ms  processor p50 {usual:6.1f} p95 {most:6.1f} ms"
        f"  slowest: {slowest}"
    )
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
        began, spent = time.perf_counter(), time.process_time()
        library.store.index.rebuild()
        gone, worked = time.perf_counter() - began, time.process_time() - spent
        say(f"index {count / gone:.0f} cases/s, {count / worked:.0f} for each second of the processor")
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

    def cold():
        anew()
        library._searcher._glances = Kept()

    def rows(query):
        library.find(query, facets=False)

    gc.disable()  # the window looks for what is of no use between two answers, never in the middle of one
    ask("first 50 rows, every text read anew", queries, rows, cold, at_hand=False)
    ask("first 50 ranked rows with snippets", queries, rows, anew)
    ask("exact total and all facet counts", queries, library.counts, anew)
    ask("both in one answer", queries, library.find, anew)
    ask("the same, asked once more", queries, library.find)
    for query in ("医院", "医", "党建 绩效考核", ""):
        ask(f"“{query}”", [query] * 10, library.find, anew)
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
