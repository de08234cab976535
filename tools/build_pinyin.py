"""Makes the tables of `resources/pinyin/` from pypinyin's: how characters are read, and words that settle it.

characters: a syllable without tone (ü as v), the characters read so first of all, and those also read so, a line;
a further reading is taken only when some word has it. words: words with a character of several readings, and how
each of their characters is read in them. Run with the development requirements: `python tools/build_pinyin.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from importlib.metadata import files, version
from pathlib import Path

from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
HAN = re.compile("[\u4e00-\u9fff]+")
LONGEST = 3


def bare(syllable: str) -> str:
    """A syllable without its tone."""
    letters = unicodedata.normalize("NFD", syllable.replace("ɡ", "g"))
    kept = "".join(c for c in letters if c not in "\u0304\u0301\u030c\u0300")
    return unicodedata.normalize("NFC", kept).replace("ü", "v").replace("ê", "e")


def words() -> dict[str, tuple[str, ...]]:
    """Words and the reading of each character."""
    found = {}
    for word, readings in phrases_dict.items():
        syllables = tuple(bare(one[0]) for one in readings)
        plain = all(re.fullmatch("[a-z]+", syllable) for syllable in syllables)
        if HAN.fullmatch(word) and len(syllables) == len(word) and plain:
            found[word] = syllables
    return found


def readings(known: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """A character's readings, the commonest first."""
    used: dict[str, set[str]] = defaultdict(set)
    for word, syllables in known.items():
        for character, syllable in zip(word, syllables, strict=True):
            used[character].add(syllable)
    found = {}
    for code, written in pinyin_dict.items():
        if HAN.fullmatch(chr(code)):
            every = list(dict.fromkeys(s for s in map(bare, written.split(",")) if re.fullmatch("[a-z]+", s)))
            found[chr(code)] = [s for at, s in enumerate(every) if at == 0 or s in used[chr(code)]]
    return {character: listed for character, listed in found.items() if listed}


def settling(known: dict[str, tuple[str, ...]], read: dict[str, list[str]]) -> list[tuple[str, tuple[str, ...]]]:
    """Short words that say how a character is read, unless most words beginning with one read it otherwise (朝阳)."""
    votes: Counter[str] = Counter()
    for word, syllables in known.items():
        for end in range(2, len(word)):
            inner = known.get(word[:end])
            if inner is not None:
                votes[word[:end]] += 1 if inner == syllables[:end] else -1
    return [
        (word, syllables)
        for word, syllables in sorted(known.items())
        if 2 <= len(word) <= LONGEST and votes[word] >= 0 and any(len(read.get(c, ())) > 1 for c in word)
    ]


def main() -> None:
    """Write the tables and their licence."""
    known = words()
    read = readings(known)
    table: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for character, syllables in sorted(read.items()):
        for at, syllable in enumerate(syllables):
            table[syllable][min(at, 1)].append(character)
    lines = [f"{syllable}\t{''.join(first)}\t{''.join(also)}\n" for syllable, (first, also) in sorted(table.items())]
    folder = RESOURCES / "pinyin"
    folder.mkdir(exist_ok=True)
    (folder / "characters.txt").write_text("".join(lines), encoding="utf-8")
    kept = settling(known, read)
    (folder / "words.txt").write_text(
        "".join(f"{word}\t{' '.join(syllables)}\n" for word, syllables in kept), encoding="utf-8"
    )
    shipped = next(f for f in files("pypinyin") or [] if f.name.startswith("LICENSE"))
    notice = (
        f"resources/pinyin/ is derived from the dictionaries of pypinyin {version('pypinyin')}\n"
        "(https://github.com/mozillazg/python-pinyin). Changed: no tones, common readings and short words only.\n\n"
    )
    (RESOURCES / "licences" / "pypinyin.txt").write_text(notice + shipped.read_text(encoding="utf-8"), encoding="utf-8")
    print(f"{len(read)} characters, {len(lines)} syllables, {len(kept)} words")


if __name__ == "__main__":
    main()
