"""How long the pictures of a scope take to count and to draw, at many cases.

    python -m tests.bench.overview [--cases 10000]

Short texts: nothing here reads words. Times are told, not judged.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def build(path, cases):
    """A library of so many cases with themes, places, years and practices."""
    from app.services.library import Library
    from app.ui.library.regions import PROVINCES
    from db.records import CaseDraft, DocumentDraft, Practice, Region, Theme

    library, chance = Library.open(path), random.Random(7)
    leaves = [one.id for one in library.themes() if one.parent]
    places = [*PROVINCES.values(), None]
    deeds = [f"做法{n}" for n in range(800)]
    for at in range(0, cases, 2500):
        drafts = [
            CaseDraft(
                kind="hospital",
                title=f"案例 {n}",
                text=f"第 {n} 家医院的做法。{chance.random()}",
                region=Region(province=chance.choice(places)),
                year=chance.choice([None, *range(2005, 2025)]),
                evidence=chance.randint(0, 4),
                themes=tuple(map(Theme, chance.sample(leaves, 3))),
                practices=tuple(Practice(name, name) for name in chance.sample(deeds, 4)),
            )
            for n in range(at, min(at + 2500, cases))
        ]
        paper = DocumentDraft(path=f"/{at}", name=f"{at}", text=f"{at}", fingerprint=f"{at}")
        library.add_document(paper, drafts)
    return library


def told(name, work, times=7):
    """Print what a piece of work takes: the first time, and the middle of those after it."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - began))
    print(f"{name}: first {taken[0]:.0f} ms, then {statistics.median(taken[1:]):.0f} ms")


def main():
    """Build, count, draw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    options = parser.parse_args()
    from app.services import overview as counting
    from app.ui import theme
    from app.ui.insight import bars, charts
    from app.ui.insight.svg import to_svg

    with tempfile.TemporaryDirectory() as folder:
        library = build(Path(folder) / "a.xinglin", options.cases)
        ids = library.find("", limit=1).ids
        seen = counting.overview(library, ids, "")
        told(f"count {len(ids)} cases", lambda: counting.overview(library, ids, ""))
        told("count half of them, picked by hand", lambda: counting.overview(library, ids[::2]))
        told(
            "draw all pictures",
            lambda: [
                charts.region(seen, theme.LIGHT, 420),
                charts.heat(seen, theme.LIGHT, 880),
                bars.years(seen, theme.LIGHT, 420),
                bars.practices(seen, theme.LIGHT, 420),
                bars.evidence(seen, theme.LIGHT, 420),
            ],
        )
        told("heat map as SVG", lambda: to_svg(charts.heat(seen, theme.LIGHT, 760), "图"))
        library.close()


if __name__ == "__main__":
    main()
