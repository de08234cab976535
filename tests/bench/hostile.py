"""Measures texts made to take long: the seconds at one length and at four times that length.

`python -m tests.bench.hostile`. A ratio near 4 is work in step with the text; near 16 it grows with the square.
"""

import sys
import time

from app.extract import kin
from app.extract.practices import find_practices
from app.formats.sheet import Sheet, SheetCase
from app.services import hiding
from app.services.anchoring import Change, fate
from app.services.differing import aligned, difference
from db.query import parse

TIMES = 4
_QUERIES = ("党", '"', "a -", "(", "(a OR ", "NEAR(", "”a ”", "((a)", "主题:(", "随访率>", "同句(a,")
_NAMES = ("张", "1", "路1号", "0-", "@a.", "患者", "（")
_COINED = ("创新机制、", "实行推行", "每月“甲乙”")


def _compared(before, after):
    aligned(difference(before, after))


def _placed(lines):
    line = "门诊流程再造，病人少跑一趟。\n"
    change = Change(line * lines, "新的开头。\n" + line * (lines - 1) + "别的一行。\n")
    for number in range(0, lines, 500):
        fate(change, number * len(line), number * len(line) + 6)


def _sheet(text):
    one = SheetCase(title="一", byline="", text=text, source_line="")
    return Sheet(title="册", library="", filters="", made_on="", cases=(one,))


WORKS = {
    **{f"query {unit!r}": (lambda n, unit=unit: parse(unit * (n // len(unit))), 25_000) for unit in _QUERIES},
    **{f"sightings {unit!r}": (lambda n, unit=unit: hiding.found(_sheet(unit * n)), 5_000) for unit in _NAMES},
    **{f"practices {unit!r}": (lambda n, unit=unit: find_practices(unit * n), 4_000) for unit in _COINED},
    "difference, letters": (lambda n: _compared("甲" * n, "乙" * n), 250_000),
    "difference, shifted": (lambda n: _compared("甲乙" * n, "乙甲" * n), 125_000),
    "difference, empty lines": (lambda n: _compared("\n" * n, "\n" * (n // 2) + "甲" + "\n" * (n // 2)), 250_000),
    "difference, mixed lines": (lambda n: _compared("甲\n乙\n" * n, "乙\n甲\n丙\n" * n), 2_500),
    "anchors among like lines": (_placed, 2_500),
    "kin of like lines": (lambda n: kin.sketch(kin.letters("门诊流程再造，病人少跑一趟。\n" * n)), 12_500),
}
"""What is done to how much at first."""


def _seconds(work, size):
    began = time.process_time()
    work(size)
    return time.process_time() - began


def main():
    """Measure, print."""
    for name, (work, size) in WORKS.items():
        work(100)
        once, more = _seconds(work, size), _seconds(work, size * TIMES)
        sys.stdout.write(f"{name}: {once:.3f} s, {TIMES} times as much {more:.3f} s, {more / max(once, 1e-3):.1f}\n")


if __name__ == "__main__":
    main()
