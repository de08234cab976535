"""The program is killed in the middle of what it does, again and again; the library is whole each time it is opened.

`XINGLIN_KILLS=2000` kills it as often as that.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest

from app.services.library import Library
from db import checking
from tests.journeys.killing import TYPED, state

ROOT = Path(__file__).resolve().parent.parent.parent
KILLS = int(os.environ.get("XINGLIN_KILLS", "200"))
WINDOWS = 25
"""One in so many lives is the window's, the others are writers'."""
LIVES_EACH = 20
"""Lives after which another library is begun."""
LONGEST_LOSS = 1.0
"""Seconds of typing that may be lost, when nothing holds the program up."""
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the lives are copies of one process")


@pytest.fixture
def nursery(own_data, tmp_path):
    """What starts the lives."""
    environment = os.environ | {"XINGLIN_DATA": str(own_data), "PYTHONPATH": str(ROOT)}
    with (tmp_path / "errors.txt").open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.killing"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            bufsize=1,
        )
        yield process
        process.stdin.close()
        process.wait(10)
        process.stdout.close()


def killed(nursery, kind, path, seed, chance, journal):
    """One life, killed at a random point; returns what it told."""
    nursery.stdin.write(f"{kind}\t{path}\t{seed}\t{journal}\n")
    nursery.stdin.flush()
    child = int(nursery.stdout.readline())
    end = time.monotonic() + 90
    while not (journal.exists() and "\n" in journal.read_text(encoding="utf-8")):
        assert time.monotonic() < end, "it never began"
        time.sleep(0.002)
    time.sleep(chance.uniform(0.0, 1.6 if kind == "window" else 0.12))
    when = time.monotonic()
    with suppress(ProcessLookupError):  # it went by itself; the journal says why
        os.kill(child, signal.SIGKILL)
    assert nursery.stdout.readline() == "gone\n"
    lines = journal.read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if line.startswith("wrong")], lines[-1]
    return when, [line.split(" ") for line in lines]


def sound(library, terms):
    found = checking.look(library.store, lambda *_: None, terms=terms, seed=1)
    assert (found.damage, found.strays, found.lost_quotes, found.untrue) == ((), (), (), ())
    assert found.empty_documents == 0


def look_at_writer(library, before, told):
    """Everything told as done is there; what was begun is there whole or not at all. Returns what was under way."""
    done = [line for line in told if line[0] == "done"]
    change, digest = (int(done[-1][2]), done[-1][3]) if done else before
    now = state(library)
    last = told[-1]
    if now[0] == change:
        assert now[1] == digest
    else:
        assert last[0] == "begin", f"{last} changed the library after it was told as done"
        assert now[0] - change <= 2  # a shelf is made and filled, a note made and written: two steps
    if last[0] != "begin":
        return ""
    _, _, deed, many, name = last
    if deed == "import_":
        assert library.find(f'标题:"{name}"').total in (0, int(many))
    if deed in ("tag", "bulk"):
        assert library.find(f"标签:批/{name}").total in (0, int(many))
    return deed


def look_at_window(library, when, told):
    """What was typed is there but for the last second, and nothing else is. Returns the seconds lost."""
    keys = [(float(line[1]), int(line[2])) for line in told if line[0] == "key"]
    noted = {note.id: note.text for case in library.find("").ids for note in library.notes(case)}
    longest = max(noted.values(), key=len, default="")
    whole = TYPED * (len(longest) // len(TYPED) + 1)
    assert whole.startswith(longest)
    if not keys or len(longest) >= keys[-1][1]:
        return 0.0
    assert len(longest) <= keys[-1][1]
    lost = [at for at, length in keys if length > len(longest)]
    times = [at for at, _ in keys] + [when]
    held_up = max(later - earlier for earlier, later in pairwise(times))
    assert when - lost[0] <= LONGEST_LOSS + 2 * held_up, f"{len(lost)} letters of {when - lost[0]:.2f} s are lost"
    return when - lost[0]


def test_a_killed_program_leaves_a_whole_library(nursery, tmp_path, capsys):
    chance = random.Random(20)
    under_way, losses, path = Counter(), [], tmp_path / "第0本.xinglin"
    before = (0, "")
    for life in range(KILLS):
        kind = "window" if life % WINDOWS == WINDOWS - 1 else "writer"
        if life % LIVES_EACH == 0:
            path = tmp_path / f"第{life}本.xinglin"
            before = fresh(path)
        elif kind == "window":
            make_ready(path)
        journal = tmp_path / f"{life}.txt"
        when, told = killed(nursery, kind, path, life, chance, journal)
        with open_library(path) as library:
            sound(library, terms=4)
            if kind == "window":
                losses.append(look_at_window(library, when, told))
            else:
                under_way[look_at_writer(library, before, told)] += 1
            before = state(library)
        journal.unlink()
    with capsys.disabled():
        sys.stdout.write(
            f"\n{KILLS} kills, {len(losses)} of them of the window; in the middle of a write: "
            f"{sum(under_way.values()) - under_way['']}; most typing lost: {max(losses, default=0):.2f} s\n"
        )
    assert sum(under_way.values()) - under_way[""] > KILLS // 10


def fresh(path):
    """Another library; returns what is in it."""
    with open_library(path) as library:
        fill(library, "底")
        return state(library)


def make_ready(path):
    """So that somebody has a case to write a note on, and that note is the only one."""
    with open_library(path) as library:
        library.delete_notes([note.id for note in library.notes()])
        if not library.find("", limit=0).total:  # those before may have deleted every case
            fill(library, path.stem)


def fill(library, name):
    from tests.db.making import draft, paper

    library.add_document(paper(name), [draft(f"底稿{at}", "病区把时间还给护士，交接不再念稿。") for at in range(6)])


def open_library(path):
    from contextlib import closing

    return closing(Library.open(path))
