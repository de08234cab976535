"""Measures what finding kin costs an import of N made-up cases, a tenth of them told again by another paper.

`python -m tests.bench.kinship 10000`. Prints the share of the whole import's time, and whether every story told
twice was found.
"""

import random
import sys
import tempfile
import time
from pathlib import Path

from app.services import kinship
from app.services.importing import import_paths
from app.services.library import Library
from tests.bench.importing import Cases

AGAIN = 10
"""Every so many-th text is told again."""
_spent = 0.0


def _retold(text, chance):
    """Another head, a paragraph less, one letter in forty changed."""
    lines = text.split("\n")
    lines[0] = "本报讯：" + lines[0][::-1]
    kept = [line for line in lines if not line or chance.random() > 0.1] or lines
    return "".join(chance.choice("医院党建服务") if chance.random() < 0.025 else c for c in "\n".join(kept))


def _timed(whole):
    def measured(*given):
        global _spent  # noqa: PLW0603 - a clock
        began = time.perf_counter()
        try:
            return whole(*given)
        finally:
            _spent += time.perf_counter() - began

    return measured


def _say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(count):
    """Make, measure, print."""
    make, chance = Cases(), random.Random(7)
    kinship._Grouping.__init__ = _timed(kinship._Grouping.__init__)
    kinship._Grouping.group = _timed(kinship._Grouping.group)
    kinship._Memory.refresh = _timed(kinship._Memory.refresh)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "文件"
        source.mkdir()
        again = []
        for number in range(count - count // AGAIN):
            text = make.text(number)
            (source / f"{number:06}.txt").write_text(text, encoding="utf-8")
            if number % 10 < 8 and len(again) < count // AGAIN:
                again.append(number)
                (source / f"{number:06}又.txt").write_text(_retold(text, chance), encoding="utf-8")
        library = Library.open(Path(folder) / "库.xinglin")
        began = time.perf_counter()
        outcomes = import_paths(library, [source])
        passed = time.perf_counter() - began
        of = {Path(one.path).stem: one.case_ids for one in outcomes}
        found = sum(
            any(set(of[f"{n:06}又"]) & {one.id for one in library.kin(case_id)} for case_id in of[f"{n:06}"])
            for n in again
        )
        stored = sum(len(ids) for ids in of.values())
        wrong = sum(library.kin_count(case_id) > 0 for ids in of.values() for case_id in ids) - 2 * found
        _say(f"{count} files, {stored} cases in {passed:.1f} s; finding kin took {_spent:.2f} s, {_spent / passed:.1%}")
        _say(f"told twice {len(again)}, found {found}; cases with kin beyond those {wrong}")
        _again(library, Path(folder))
        library.close()


def _again(library, folder):
    """One more file into the full library, as a person drops it in."""
    path = folder / "单篇.txt"
    path.write_text(Cases(99).feature(), encoding="utf-8")
    for name in ("with sketches at hand", "with none"):
        if name == "with none":
            library.close()
            library = Library.open(library.path)
        path.write_text(path.read_text(encoding="utf-8") + f"\n{name}。\n", encoding="utf-8")
        began = time.perf_counter()
        import_paths(library, [path])
        _say(f"one more file, {name}: {(time.perf_counter() - began) * 1000:.0f} ms")
    library.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10000)
