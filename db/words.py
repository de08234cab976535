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
from array import array
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_CLUSTER = re.compile(r"[^\u0300-\u036f\u3099\u309a][\u0300-\u036f\u3099\u309a]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_STOPS = ",。;、:?!“”《》"
"""Folded punctuation: no token leads from one of these into a word, which saves a tenth of the index."""
_CHUNK = re.compile(f"[^{_STOPS}]*[{_STOPS}]+|[^{_STOPS}]+")
_LEAVING = re.compile(f"(?<![^ ])[{_STOPS}][^{_STOPS} ] ?")
_LONG = 400
"""Characters from which on folding costs less than folding with the way back."""
BLANK = "\n　 "
"""Common characters that fold to nothing."""
PRINTED = tuple(zip("，；：（）％", ",;:()%", strict=True))
"""Punctuation as it is mostly printed, and the one other character it folds to."""
_COMMON = (*PRINTED, *((blank, "") for blank in BLANK))


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


def simplified(text: str) -> str:
    """Traditional characters as Simplified ones, nothing else changed."""
    table = _simplified()
    return "".join(table.get(character, character) for character in text)


def traditional() -> Iterable[str]:
    """The characters that fold to a Simplified one."""
    return _simplified().keys()


@cache
def _unusual() -> re.Pattern[str]:
    """Characters whose folding must be looked up, as against Simplified Chinese and plain Latin letters."""
    return unlike("")


def unlike(others: str) -> re.Pattern[str]:
    """Any character but Simplified Chinese, plain Latin letters with their signs, and the others.

    One class rather than two alternatives: three times as quick over a text.
    """
    table = _simplified()
    kept = [code for code in range(0x4E00, 0xA000) if chr(code) not in table]
    ends = [at for at in range(1, len(kept)) if kept[at] != kept[at - 1] + 1]
    runs = zip([0, *ends], [*ends, len(kept)], strict=True)
    han = "".join(f"{chr(kept[first])}-{chr(kept[last - 1])}" for first, last in runs)
    return re.compile(f"[^!-~。、“”‘’《》—·…{re.escape(others)}{han}]")


@cache
def folding() -> str:
    """Names the way of folding; an index made with another one must be rebuilt."""
    table = "".join(f"{a}{b}" for a, b in sorted(_simplified().items()))
    return f"2-{unicodedata.unidata_version}-{zlib.crc32(table.encode()):08x}"


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
    quick = _plain(text)
    if not _unusual().search(quick):
        return quick.lower()
    if _CLUSTER.search(text):
        text = _CLUSTER.sub(lambda m: unicodedata.normalize("NFC", m[0]), text)
    return text.translate(_characters())


def _plain(text: str) -> str:
    for printed, folded in _COMMON:
        text = text.replace(printed, folded)
    return text


def fold(text: str) -> Folded:
    """The folded text and the way back to the original positions."""
    quick = _plain(text)
    if not _unusual().search(quick):
        if len(quick) == len(text):
            return Folded(quick.lower(), range(len(text)), range(1, len(text) + 1))
        kept = [at for at, character in enumerate(text) if character not in BLANK]
        return Folded(quick.lower(), kept, [at + 1 for at in kept])
    table = _characters()
    if not _CLUSTER.search(text) and all(len(table[ord(character)]) == 1 for character in set(text)):
        return Folded(text.translate(table), range(len(text)), range(1, len(text) + 1))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in clusters(text):
        one = table[ord(text[start])] if end - start == 1 else flat(text[start:end])
        pieces.append(one)
        starts += [start] * len(one)
        ends += [end] * len(one)
    return Folded("".join(pieces), tuple(starts), tuple(ends))


def composed(text: str) -> str:
    """Letters with their combining marks as the one character Unicode has for them; nothing else changed."""
    return _CLUSTER.sub(lambda m: unicodedata.normalize("NFC", m[0]), text)


def clusters(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text that fold on their own: single characters, or one with its combining marks."""
    at = 0
    for match in _CLUSTER.finditer(text):
        yield from ((i, i + 1) for i in range(at, match.start()))
        yield match.span()
        at = match.end()
    yield from ((i, i + 1) for i in range(at, len(text)))


def found(text: str, wanted: str) -> list[tuple[int, int]]:
    """Where the folded string `wanted` stands in any text, as original stretches, not overlapping."""
    return places(text, (wanted,))


def places(text: str, wanted: Sequence[str]) -> list[tuple[int, int]]:
    """Where any of several folded strings stands in any text, as original stretches, one string after the other."""
    quick = _plain(text)
    if not _unusual().search(quick):
        quick = quick.lower()
        if not any(one in quick for one in wanted):
            return []
        if len(quick) == len(text):
            return standing(quick, wanted)
    elif len(text) > _LONG and not any(one in flat(text) for one in wanted):
        return []
    folded = fold(text)
    stretches = []
    for one in wanted:
        at = folded.text.find(one) if one else -1
        while at >= 0:
            stretches.append(folded.original(at, at + len(one)))
            at = folded.text.find(one, at + len(one))
    return stretches


def standing(text: str, wanted: Sequence[str]) -> list[tuple[int, int]]:
    """The same where the text is folded already."""
    stretches = []
    for one in wanted:
        at = text.find(one) if one else -1
        while at >= 0:
            stretches.append((at, at + len(one)))
            at = text.find(one, at + len(one))
    return stretches


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
    """Index tokens of one run of folded text, separated by spaces: pairs of neighbours, then the last one alone.

    No pair leads from punctuation into a word. The lone last character keeps a phrase from running on into
    whatever is indexed after this run.
    """
    if not folded:
        return ""
    codes = array("I", folded.encode("utf-32-le", "replace"))
    spaced = array("I", [ord(" ")]) * (3 * len(codes) - 2)
    spaced[0::3] = codes
    spaced[1::3] = codes[1:]
    return _LEAVING.sub("", spaced.tobytes().decode("utf-32-le"))


def core(folded: str) -> str:
    """What of a folded string the index can be asked for; cases found by less than the whole must be looked at."""
    return folded.lstrip(_STOPS) or folded


def stops(character: str) -> bool:
    """Whether no token begins with this folded character and goes on with a word."""
    return character in _STOPS


def phrase(wanted: str) -> str:
    """The tokens as a full-text phrase that stands exactly where `wanted`, two or more characters of a core, stands."""
    chunks = _CHUNK.findall(wanted)
    pairs = [pair for chunk in chunks for pair in map(str.__add__, chunk, chunk[1:])]
    if len(chunks[-1]) > 1:
        return '"' + " ".join(pairs).replace('"', '""') + '"'
    return '"' + " ".join([*pairs, chunks[-1]]).replace('"', '""') + '" *'  # the first half of some pair


def cut(text: str) -> list[str]:
    """Chinese words as jieba cuts them; loads the dictionary (a tenth of a second) at the first call."""
    return [word for word in _cutter()(text) if not word.isspace()]


def borders(text: str) -> set[int]:
    """Where words begin and end in a text, by jieba."""
    places = set(accumulate(map(len, _cutter()(text))))
    places.add(0)
    return places


@cache
def _cutter() -> Callable[[str], list[str]]:
    try:
        import rjieba
    except ImportError:  # not made for every processor; the same words, twelve times as slow
        import jieba

        jieba.setLogLevel(60)
        return jieba.lcut  # type: ignore[no-any-return]

    def cut(text: str) -> list[str]:
        try:
            return rjieba.cut(text)
        except UnicodeEncodeError:
            return rjieba.cut(_SURROGATE.sub("\ufffd", text))

    return cut
