"""How well cases are suggested for a plan's tasks, against labels. `python -m tests.bench.answers`.

The labels (`tests/data/answers.json`) were written by reading, before any ranking was: which of the 25 other cases of
the starter library answer which of the plan's 25 tasks. Odd tasks were looked at while the ranking was made, even ones
were held out. Measured is what is suggested, not the whole order: once with the themes kept with the starter cases,
once with those that the program itself understands.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from app.extract.telling import named_at
from app.extract.themes import find_themes
from app.services import matched, starter
from app.services.library import Library

LABELS = Path(__file__).parent.parent / "data" / "answers.json"


def labels():
    """Number of the task -> the half it is in and the titles of the cases that answer it."""
    told = json.loads(LABELS.read_text("utf-8"))
    return {task["number"]: (task["part"], {one["case"] for one in task["answers"]}) for task in told["tasks"]}


def plan_id(library):
    return next(plan.id for plan in matched.plans(library) if plan.tasks)


def understood(library):
    """Give every case the themes that the program itself finds, in place of those told by hand."""
    ids = library.find("", limit=500).ids
    for case in library.cases(ids):
        found = {
            theme.id
            for theme in find_themes(case.text, case.title, case.owner or "", named=named_at(case.practices))
            if theme.status == "auto"
        }
        for theme in {theme.id for theme in case.themes} | found:
            library.settle_theme(case.id, theme, theme in found)
    library.forget_lessons()


def judge(library):
    """Half -> rightly suggested, wrongly suggested, missed."""
    counts = {"dev": [0, 0, 0], "held_out": [0, 0, 0]}
    known = labels()
    for task in matched.match(library, plan_id(library)).tasks:
        part, right = known[task.number]
        told = {answer.title for answer in task.answers if answer.standing == "suggested"}
        for at, some in enumerate((told & right, told - right, right - told)):
            counts[part][at] += len(some)
    return counts


def rates(counts):
    """Precision and recall."""
    hit, wrong, missed = counts
    return hit / max(1, hit + wrong), hit / max(1, hit + missed)


def main(verbose):
    """Judge and print."""
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(Path(folder) / "甲.xinglin")
        starter.load(library)
        for title, prepare in (("themes as kept", None), ("themes as understood", understood)):
            if prepare:
                prepare(library)
            began = time.perf_counter()
            counts = judge(library)
            elapsed = (time.perf_counter() - began) * 1000
            both = [sum(some) for some in zip(*counts.values(), strict=True)]
            for part, some in (*counts.items(), ("both", both)):
                print(f"{title:<22}{part:<10}precision {rates(some)[0]:.2f}  recall {rates(some)[1]:.2f}  {some}")
            print(f"{title:<22}{elapsed:.0f} ms")
        if verbose:
            known = labels()
            for task in matched.match(library, plan_id(library)).tasks:
                print(task.name, "" if task.shown else "GAP", [d.name for d in task.directions])
                for one in task.answers:
                    mark = "*" if one.title in known[task.number][1] else " "
                    print(f"  {mark} {one.standing:<10}{one.score:.2f} {one.title} | {one.why} | {one.quote[:40]}")
        library.close()


if __name__ == "__main__":
    main("-v" in sys.argv)
