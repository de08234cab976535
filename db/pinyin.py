"""How Chinese characters are read, settled by the words they stand in, and what typed letters spell.

Syllables have no tones.
Letters spell a stretch of text when they can be cut so that every character takes its whole syllable, the
beginning of it, or itself, and only the last one may be unfinished: `djcf`, `dangjianchaf`, `党jian`. The tables
are loaded when first needed. Knows nothing of the library.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from db import words

if TYPE_CHECKING:
    from collections.abc import Sequence

_LETTERS = re.compile("[a-z0-9ü' \u4e00-\u9fff]+")
_HAN = re.compile("[\u4e00-\u9fff]")
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0304\u030c"))
_SHORT = ("zh", "ch", "sh")
_LONGEST = 3
"""Characters of the words that settle a reading."""
_MOST = 64
"""Letters that are looked for."""
_ALTERNATIVES = 4
"""Ways of reading one text by first letters."""
_CUTTINGS = 16
Readings = tuple[tuple[str, ...], ...]


@cache
def _characters() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    later = []
    for line in _lines("pinyin", "characters.txt"):
        syllable, first, also = line.split("\t")
        found.update(dict.fromkeys(first, (syllable,)))
        later.append((syllable, also))
    for syllable, also in later:
        for character in also:
            found[character] = (*found.get(character, ()), syllable)
    return found


@cache
def _words() -> dict[str, tuple[str, ...]]:
    pairs = (line.split("\t") for line in _lines("pinyin", "words.txt"))
    return {word: tuple(syllables.split(" ")) for word, syllables in pairs}


def _lines(folder: str, name: str) -> list[str]:
    """The rows of a table; none when it is not shipped."""
    try:
        return words.resource(folder, name).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []


def typed(text: str) -> str | None:
    """Typed letters ready for spelling, tones and capitals taken away; None when they cannot be pinyin."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("u:", "v")
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFD", plain).translate(_TONES)).strip()
    if not plain or len(plain) > _MOST or not _LETTERS.fullmatch(plain) or not re.search("[a-zü]", plain):
        return None
    plain = "".join(character if character == " " else words.flat(character) for character in plain)
    return re.sub("[' ]+", " ", plain.replace("ü", "v"))


@lru_cache(maxsize=4096)
def readings(text: str) -> Readings:
    """How each character of folded text may be read; one that is not Chinese is read as itself."""
    characters, known = _characters(), _words()
    settled: list[tuple[str, ...]] = []
    at = 0
    while at < len(text):
        for size in range(min(_LONGEST, len(text) - at), 1, -1):
            syllables = known.get(text[at : at + size])
            if syllables:
                settled += [(one,) for one in syllables]
                at += size
                break
        else:
            settled.append(characters.get(text[at]) or (text[at],))
            at += 1
    return tuple(settled)


def syllables(text: str) -> tuple[str, ...]:
    """The likeliest reading of each character of folded text."""
    return tuple(one[0] for one in readings(text))


def firsts(text: str) -> tuple[str, ...]:
    """The first letters of folded text, one a character; several when characters may be read differently."""
    plain = text.translate(_single())
    if not _HAN.search(plain):
        return (plain,)
    made = [""]
    for reading in readings(text):
        letters = dict.fromkeys(syllable[0] for syllable in reading)
        every = [one + letter for one in made for letter in letters]
        made = every if len(every) <= _ALTERNATIVES else [one + reading[0][0] for one in made]
    return tuple(made)


def every_firsts(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """`firsts` of many folded texts at once; ten times as quick, for most are made of characters read in one way."""
    plain = "\n".join(texts).translate(_single()).split("\n") if texts else []
    return [firsts(text) if _HAN.search(line) else (line,) for text, line in zip(texts, plain, strict=True)]


@cache
def _single() -> dict[int, str]:
    """The first letter of every character all of whose readings begin with it."""
    letters = {ord(c): {syllable[0] for syllable in read} for c, read in _characters().items()}
    return {code: next(iter(begun)) for code, begun in letters.items() if len(begun) == 1}


@lru_cache(maxsize=64)
def cuttings(letters: str) -> tuple[str, ...]:
    """First letters of the characters that the letters of `typed` may be cut into, the fewest characters first."""
    parts = _parts()
    reached: dict[int, dict[str, None]] = {0: {"": None}}
    for at in range(len(letters)):
        if letters[at] == " ":
            reached.setdefault(at + 1, {}).update(reached.get(at, {}))
            continue
        here = sorted(reached.get(at, {}), key=len)[:_CUTTINGS]
        ends = {at + 1} | {at + size for size in range(2, 7) if letters[at : at + size] in parts}
        ends |= {len(letters)} if letters[at:] in _beginnings() else set()
        sign = readings(letters[at])[0][0][0]
        for end in ends if here else ():
            reached.setdefault(end, {}).update(dict.fromkeys(before + sign for before in here))
    return tuple(sorted(reached.get(len(letters), {}), key=len))[:_CUTTINGS]


@cache
def _parts() -> frozenset[str]:
    return frozenset(_SHORT).union(*_characters().values())


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(syllable[:size] for syllable in _parts() for size in range(1, len(syllable) + 1))


def alike(character: str) -> str:
    """The characters that are read like this one, the common ones first, itself left out."""
    read = _characters().get(character, ())
    others = "".join(_homophones().get(syllable, "") for syllable in read)
    return "".join(dict.fromkeys(others.replace(character, "")))


@cache
def _homophones() -> dict[str, str]:
    """Syllable -> the Simplified characters read so, the common ones first."""
    levels = [line.partition("\t")[2] for line in _lines("characters", "frequency.txt")]
    common = {character: level for level, listed in enumerate(levels) for character in listed}
    found = {}
    for line in _lines("pinyin", "characters.txt"):
        syllable, first, also = line.split("\t")
        listed = [character for character in first + also if words.flat(character) == character]
        found[syllable] = "".join(sorted(listed, key=lambda character: common.get(character, len(levels))))
    return found


def spelled(letters: str, text: str) -> tuple[int, int] | None:
    """Where in folded text the letters of `typed` are spelled first; None when they are not."""
    read = readings(text)
    first = letters[0]
    for start, reading in enumerate(read):
        if text[start] == first or any(syllable[0] == first for syllable in reading):
            end = _spell(letters, text, read, start)
            if end is not None:
                return start, end
    return None


def spelled_at(letters: str, text: str, start: int) -> int | None:
    """The end of what the letters spell from a place of folded text on; None when they do not."""
    return _spell(letters, text, readings(text), start)


def _spell(letters: str, text: str, read: Readings, start: int) -> int | None:
    """The end of the characters from `start` that the letters spell, the fewest that do."""
    at, reached = start, {0}
    while reached and at < len(read):
        following: set[int] = set()
        for done in {before + letters[before:].startswith(" ") for before in reached}:
            for syllable in (text[at], *read[at]):
                following |= _steps(letters, done, syllable)
        at += 1
        if len(letters) in following:
            return at
        reached = following
    return None


def _steps(letters: str, done: int, syllable: str) -> set[int]:
    """How far the letters may have got after one more character read so."""
    rest = letters[done:]
    if not rest or rest[0] != syllable[0]:
        return set()
    steps = {done + 1}
    if syllable[:2] in _SHORT and rest.startswith(syllable[:2]):
        steps.add(done + 2)
    if rest.startswith(syllable):
        steps.add(done + len(syllable))
    elif syllable.startswith(rest):
        steps.add(len(letters))
    return steps
