"""How soon similar cases and a plan's answers are there in a large library. `python -m tests.bench.alike [CASES]`.

Similar cases: the first question of a library just opened (its fields are not in memory yet), the first after the
list was shown (as it is when a person opens a case), and later ones. Then a plan of 25 tasks against all cases.
"""

import statistics
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from app.services import matched, starter
from app.services.library import Library
from tests.bench.generator import Generator

ASKED = 200


def elapsed(work):
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def filled(path, count):
    """A library of so many cases, half of whose themes are real ones, and the starter library's plan."""
    library = Library.open(path)
    leaves = [theme.id for theme in library.themes() if theme.parent]
    generator = Generator()
    generator._themes = leaves
    for first in range(0, count, 500):
        library.add_documents([generator.pair(number) for number in range(first, min(first + 500, count))])
    starter.load(library)
    library.close()


def main(count):
    """Make, ask, print."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "大.xinglin"
        filled(path, count)
        library = Library.open(path)
        some = library.find("", limit=1, facets=False).ids[7]
        library.close()
        library = Library.open(path)
        cold = elapsed(lambda: library.similar(some))
        library.close()
        library = Library.open(path)
        ids = library.find("", limit=60).ids
        first = elapsed(lambda: library.similar(ids[3]))
        later = sorted(elapsed(partial(library.similar, one)) for one in ids[10 : 10 + ASKED])
        library.star([ids[0]], on=True)
        library.settle_practice(ids[1], "双带头人", on=True)
        changed = elapsed(lambda: library.similar(ids[5]))
        print(f"{count} cases: similar, fields not in memory {cold:.0f} ms, first after the list {first:.1f} ms,")
        print(
            f"  later p50 {statistics.median(later):.1f} p95 {later[int(ASKED * 0.95)]:.1f} ms,"
            f" after a change {changed:.1f} ms"
        )
        plan = next(plan.id for plan in matched.plans(library) if plan.tasks)
        profiles = matched.Profiles()
        print(
            f"  plan of 25 tasks against all: {elapsed(lambda: matched.match(library, plan, None, profiles)):.0f} ms,",
            end=" ",
        )
        print(f"again {elapsed(lambda: matched.match(library, plan, None, profiles)):.0f} ms")
        library.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
