"""Makes `resources/characters/frequency.txt`: how common each Chinese character is, in steps of half a bit.

Run with the development requirements installed: `python tools/build_characters_frequency.py`. Counted are the
characters of jieba's dictionary (MIT), each word as often as the dictionary gives it. A Traditional character is as
common as its Simplified one (`t2s.txt`), so that both scripts are weighed alike. Each line: cost in half bits, a tab,
the characters of that cost. The notice is `resources/licences/jieba.txt`.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from importlib.resources import files
from pathlib import Path

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
HAN = range(0x4E00, 0xA000)


def counts() -> Counter[str]:
    """How often each Han character stands in the dictionary's words."""
    found: Counter[str] = Counter()
    for line in files("jieba").joinpath("dict.txt").read_text(encoding="utf-8").splitlines():
        word, times, *_ = line.split(" ")
        for character in word:
            if ord(character) in HAN:
                found[character] += int(times)
    return found


def with_traditional(found: Counter[str]) -> Counter[str]:
    """The counts with each Traditional character as common as its Simplified one."""
    table = (RESOURCES / "characters" / "t2s.txt").read_text(encoding="utf-8")
    widened = Counter(found)
    for line in table.splitlines():
        old, new = line.split("\t")
        if ord(old) in HAN:
            widened[old] = max(widened[old], found[new])
    return widened


def main() -> None:
    """Write the table."""
    found = with_traditional(counts())
    total = sum(found.values())
    steps: defaultdict[int, list[str]] = defaultdict(list)
    for character, times in found.items():
        if times:
            steps[round(-2 * math.log2(times / total))].append(character)
    table = RESOURCES / "characters" / "frequency.txt"
    lines = [f"{cost}\t{''.join(sorted(steps[cost]))}\n" for cost in sorted(steps)]
    table.write_text("".join(lines), encoding="utf-8", newline="\n")
    print(f"{sum(map(len, steps.values()))} characters -> {table}")


if __name__ == "__main__":
    main()
