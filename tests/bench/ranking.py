"""How well the best come first: nDCG@10 over 40 labelled questions. `python -m tests.bench.ranking [LIBRARY]`.

The labels (`tests/data/ranking.json`) were written before any answer was looked at: 3 for a case that is about what
is asked, 2 for one of which it is a good part, 1 for one that says something of it. A case is named by a piece of its
title. Only cases that are found are judged: that all are found is proved elsewhere.
"""

import json
import sys
import tempfile
from math import log2
from pathlib import Path

from app.services import starter
from app.services.library import Library

LABELS = Path(__file__).parent.parent / "data" / "ranking.json"
DEPTH = 10


def gain(grades):
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades[:DEPTH]))


def judge(library):
    """Query -> nDCG@10, or None when nothing that was labelled is found."""
    judged = {}
    for label in json.loads(LABELS.read_text("utf-8")):
        titles = [row.title for row in library.find(label["query"], limit=200).rows]
        grades = [next((g for piece, g in label["grades"].items() if piece in title), 0) for title in titles]
        best = gain(sorted(grades, reverse=True))
        judged[label["query"]] = gain(grades) / best if best else None
    return judged


def mean(judged):
    known = [value for value in judged.values() if value is not None]
    return sum(known) / len(known)


def main(path):
    """Judge and print."""
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(path or Path(folder) / "甲.xinglin")
        if path is None:
            starter.load(library)
        judged = judge(library)
        library.close()
    for query, value in sorted(judged.items(), key=lambda item: (item[1] is None, item[1])):
        print(f"{query:<20}{'not found' if value is None else f'{value:.3f}'}")
    print(f"{sum(value is not None for value in judged.values())} questions, nDCG@{DEPTH} {mean(judged):.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
