"""Words and characters: how text is folded for searching, cut into index tokens and into Chinese words.

Folding works on one character (with its combining marks) at a time, so the folding of a piece is always a piece
of the folding: a search by folded pieces misses nothing. Whitespace and invisible characters fold to nothing.
The only place that imports jieba, and only when words are really wanted.
"""

from __future__ import annotations

import re
import sys
import unicodedata
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CLUSTER = re.compile(r"[^\u0300-\u036f\u3099\u309a][\u0300-\u036f\u3099\u309a]+")
_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text with the way back: folded character i came from original characters starts[i] to ends[i]."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that folded characters `start` to `end` (exclusive, not empty) came from."""
        return self.starts[start], self.ends[end - 1]


class _Characters(dict[int, str]):
    """Code point -> folded string, worked out when first met; made for `str.translate`."""

    def __init__(self, simplified: dict[str, str]) -> None:
        super().__init__()
        self._simplified = simplified

    def __missing__(self, code: int) -> str:
        folded = "".join(self._simplified.get(c, c) for c in _folded(chr(code)))
        self[code] = folded
        return folded


def resource(*parts: str) -> Path:
    """A file shipped below `resources/`, in a checkout and in the built program."""
    root = getattr(sys, "_MEIPASS", None)
    return Path(root or Path(__file__).resolve().parent.parent).joinpath("resources", *parts)


@cache
def _simplified() -> dict[str, str]:
    """Traditional -> Simplified, one character each; empty when the table is not shipped."""
    try:
        lines = resource("characters", "t2s.txt").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    pairs = [line.split("\t") for line in lines if not line.startswith("#")]
    return {p[0]: p[1] for p in pairs if len(p) == 2 and len(p[0]) == 1 and len(p[1]) == 1}


@cache
def _characters() -> _Characters:
    return _Characters(_simplified())


@cache
def folding() -> str:
    """Names the way of folding; an index made with another one must be rebuilt."""
    table = "".join(f"{a}{b}" for a, b in sorted(_simplified().items()))
    return f"1-{unicodedata.unidata_version}-{zlib.crc32(table.encode()):08x}"


def _folded(character: str) -> str:
    # … would become three full stops: two characters nobody typed, and every offset after it shifted
    if character == "…":
        return character
    category = unicodedata.category(character)
    if character.isspace() or category in ("Cc", "Cf") or _VARIATION.match(character):
        return ""
    if category == "Cs":
        return "\ufffd"
    lowered = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", character).lower())
    return "".join(c for c in lowered if not c.isspace())


def flat(text: str) -> str:
    """The folded text alone. Of two pieces it is the two foldings, unless the second begins with a combining mark."""
    if _CLUSTER.search(text):
        text = _CLUSTER.sub(lambda m: unicodedata.normalize("NFC", m[0]), text)
    return text.translate(_characters())


def fold(text: str) -> Folded:
    """The folded text and the way back to the original positions."""
    table = _characters()
    if not _CLUSTER.search(text) and all(len(table[ord(character)]) == 1 for character in set(text)):
        return Folded(text.translate(table), range(len(text)), range(1, len(text) + 1))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        one = table[ord(text[start])] if end - start == 1 else flat(text[start:end])
        pieces.append(one)
        starts += [start] * len(one)
        ends += [end] * len(one)
    return Folded("".join(pieces), tuple(starts), tuple(ends))


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for match in _CLUSTER.finditer(text):
        yield from ((i, i + 1) for i in range(at, match.start()))
        yield match.span()
        at = match.end()
    yield from ((i, i + 1) for i in range(at, len(text)))


def found(text: str, wanted: str) -> list[tuple[int, int]]:
    """Where the folded string `wanted` stands in any text, as original stretches, not overlapping."""
    if not wanted or wanted not in flat(text):
        return []
    folded = fold(text)
    places = []
    at = folded.text.find(wanted)
    while at >= 0:
        places.append(folded.original(at, at + len(wanted)))
        at = folded.text.find(wanted, at + len(wanted))
    return places


def first(text: str, wanted: str) -> int | None:
    """Where the folded string first stands in any text, as an original position; quick on long texts."""
    at = flat(text).find(wanted)
    if at < 0 or not wanted:
        return None
    if _CLUSTER.search(text):
        return found(text, wanted)[0][0]
    low, high = 0, len(text)
    while high - low > 1:  # halves whose folding is made by C, rather than a table of every position
        middle = (low + high) // 2
        length = len(flat(text[low:middle]))
        if length <= at:
            low, at = middle, at - length
        else:
            high = middle
    return low


def tokens(folded: str) -> str:
    """Index tokens of one run of folded text, separated by spaces: every pair of neighbours, then the last one.

    The lone last character keeps a phrase from running on into whatever is indexed after this run.
    """
    return " ".join(map(str.__add__, folded, folded[1:] + " ")).strip() if folded else ""


def phrase(folded: str) -> str:
    """The same tokens as a full-text phrase that stands exactly where the folded string stands."""
    return '"' + " ".join(map(str.__add__, folded, folded[1:])).replace('"', '""') + '"'


def cut(text: str) -> list[str]:
    """Chinese words by jieba; loads its dictionary (about a second) at the first call."""
    import jieba

    return [word for word in jieba.cut(text) if not word.isspace()]
