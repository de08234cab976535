"""Makes the tables of `resources/characters/`: `t2s.txt` from OpenCC's dictionary, `words.txt` from jieba's.

t2s: one Traditional and one Simplified character a line. t2s_phrases: words of which a character is not what it is by
itself (乾隆, 反覆), both forms of one length. words: common words of one to four characters with their
frequency, by which reading order tells whether a word was broken over two columns without loading jieba.

Run with the development requirements installed: `python tools/build_characters.py`. Of several candidates the first
is taken, and only phrases that keep their length: every position of a reading text can be traced back.
"""

from __future__ import annotations

import re
from importlib.metadata import files, version
from pathlib import Path

import jieba
import opencc

PACKAGE = "opencc-python-reimplemented"
RESOURCES = Path(__file__).resolve().parent.parent / "resources"


def pairs(dictionary: Path) -> list[tuple[str, str]]:
    """The dictionary's single-character pairs that change something, in its own order."""
    found = []
    for line in dictionary.read_text(encoding="utf-8").splitlines():
        old, _, candidates = line.partition("\t")
        first = candidates.split(" ")[0] if candidates else ""
        if len(old) == 1 and len(first) == 1 and old != first:
            found.append((old, first))
    return found


def phrases(dictionary: Path, single: dict[str, str]) -> list[tuple[str, str]]:
    """The dictionary's phrases whose characters taken one by one would come out otherwise."""
    found = []
    for line in dictionary.read_text(encoding="utf-8").splitlines():
        old, _, candidates = line.partition("\t")
        new = candidates.split(" ")[0]
        if len(old) == len(new) and "".join(single.get(c, c) for c in old) != new:
            found.append((old, new))
    return found


def words(dictionary: Path, least: int = 60) -> list[tuple[str, int]]:
    """The dictionary's words of one to four Chinese characters that are at least so frequent."""
    found = []
    for line in dictionary.read_text(encoding="utf-8").splitlines():
        word, frequency, _ = line.split(" ")
        if re.fullmatch("[一-鿿]{1,4}", word) and int(frequency) >= least:
            found.append((word, int(frequency)))
    return found


def words_licence() -> str:
    """Jieba's notice: MIT, as declared in its metadata, with its author."""
    return (
        f"resources/characters/words.txt is derived from dict.txt of jieba {version('jieba')}\n"
        "(https://github.com/fxsjy/jieba). Changed: common words of one to four Chinese characters only.\n\n"
        "The MIT License (MIT)\n\nCopyright (c) 2013 Sun Junyi\n\n" + MIT
    )


def licence() -> str:
    """OpenCC's notice with the text of its licence as the package ships it."""
    shipped = [f for f in files(PACKAGE) or [] if f.name == "LICENSE.txt"]
    text = shipped[0].read_text(encoding="utf-8")
    return (
        f"resources/characters/t2s.txt and t2s_phrases.txt are derived from TSCharacters.txt and "
        f"TSPhrases.txt of OpenCC\n"
        f"(https://github.com/BYVoid/OpenCC), as shipped in {PACKAGE} {version(PACKAGE)}. "
        f"Changed: first candidate only,\n"
        f"phrases of one length and only those that the single characters do not give.\n"
        f"Copyright the OpenCC authors, 2010 and later. Licensed under the Apache License, Version 2.0.\n\n{text}"
    )


MIT = """\
Permission is hereby granted, free of charge, to any person obtaining a copy of
this software and associated documentation files (the "Software"), to deal in
the Software without restriction, including without limitation the rights to
use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of
the Software, and to permit persons to whom the Software is furnished to do so,
subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS
FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER
IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def main() -> None:
    """Write the tables and their licences."""
    source = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
    table = RESOURCES / "characters" / "t2s.txt"
    table.parent.mkdir(parents=True, exist_ok=True)
    rows = pairs(source)
    table.write_text("".join(f"{old}\t{new}\n" for old, new in rows), encoding="utf-8")
    told = phrases(source.with_name("TSPhrases.txt"), dict(rows))
    table.with_name("t2s_phrases.txt").write_text("".join(f"{old}\t{new}\n" for old, new in told), encoding="utf-8")
    notice = RESOURCES / "licences" / "OpenCC.txt"
    notice.parent.mkdir(parents=True, exist_ok=True)
    notice.write_text(licence(), encoding="utf-8")
    print(f"{len(rows)} characters -> {table}")
    common = words(Path(jieba.__file__).parent / "dict.txt")
    table.with_name("words.txt").write_text("".join(f"{word}\t{count}\n" for word, count in common), encoding="utf-8")
    notice.with_name("jieba-dict.txt").write_text(words_licence(), encoding="utf-8")
    print(f"{len(common)} words")


if __name__ == "__main__":
    main()
