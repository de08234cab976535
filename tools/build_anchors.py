"""Writes the fifth column of resources/practices/dictionary.tsv: words of which a text must have one to match the row.

Run it after changing a row. The program skips a row's pattern when none of its anchors stands in the text.
"""

from __future__ import annotations

from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

TABLE = Path(__file__).parents[1] / "resources" / "practices" / "dictionary.tsv"
MANY = 12


def anchors(pattern: str) -> tuple[str, ...]:
    """Strings of which every match of the pattern has at least one; empty when there are none worth the name."""
    found = _of(list(parser.parse(pattern)))
    return tuple(sorted(found)) if found and min(map(len, found)) >= 2 and len(found) <= MANY else ()


def _of(nodes: list[Any]) -> set[str]:
    """The best choice of anchors among the parts of a sequence."""
    choices: list[set[str]] = []
    run = ""
    for code, value in nodes:
        if code is codes.LITERAL:
            run += chr(value)
            continue
        choices.append({run} if run else set())
        run = ""
        choices.append(_inside(code, value))
    choices.append({run} if run else set())
    return max(choices, key=lambda c: (min(map(len, c), default=0), -len(c)))


def _inside(code: object, value: Any) -> set[str]:  # noqa: ANN401 - the parser's own trees
    if code is codes.SUBPATTERN:
        return _of(list(value[3]))
    if code is codes.BRANCH:
        branches = [_of(list(branch)) for branch in value[1]]
        return set().union(*branches) if all(branches) else set()
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT) and value[0] >= 1:
        return _of(list(value[2]))
    return set()


def main() -> None:
    """Rewrite the table."""
    lines = []
    for line in TABLE.read_text("utf-8").splitlines():
        fields = line.split("\t")
        table = line and not line.startswith("#") and len(fields) >= 4
        lines.append("\t".join([*fields[:4], "|".join(anchors(fields[3]))]).rstrip("\t") if table else line)
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
