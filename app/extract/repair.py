"""Source text to reading text: what a scraper, a scanner or a keyboard did is undone, and nothing is made up.

Every character of the reading text knows which stretch of the source it came from, so that spans stay exact.
Knows characters; must not know paragraphs, headings or cases.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from app.extract.mojibake import unshift
from app.extract.tables import simplified, simplified_phrases

HAN = "㐀-䶿一-鿿豈-﫿𠀀-𲎯"
_HAN = re.compile(f"[{HAN}]")

Edit = tuple[int, int, str]
"""Replace text[start:end] by a string."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The reading text; character i came from source[starts[i]:ends[i]]."""

    text: str
    starts: list[int]
    ends: list[int]
    suspect: tuple[int, ...] = ()
    """Places in the reading text where a character was lost before it reached us."""

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the source that reading[start:end] came from, as (offset, length)."""
        if start >= end:
            return (self.starts[start] if start < len(self.starts) else 0), 0
        return self.starts[start], self.ends[end - 1] - self.starts[start]

    def edited(self, edits: Iterable[Edit]) -> Reading:
        """The reading with edits made; they are in order and do not overlap."""
        text: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for start, end, new in edits:
            text.append(self.text[at:start])
            starts += self.starts[at:start]
            ends += self.ends[at:start]
            text.append(new)
            last = len(new) - 1
            for k in range(len(new)):
                starts.append(self.starts[min(start + k, end - 1)])
                ends.append(self.ends[end - 1 if k == last else min(start + k, end - 1)])
            at = end
        if not text:
            return self
        text.append(self.text[at:])
        return Reading("".join(text), starts + self.starts[at:], ends + self.ends[at:])


def repair(source: str) -> Reading:
    """All repairs, in the order that works: unseen characters, pinyin, shifted bytes, letters, gaps, script, marks."""
    reading = Reading(source, list(range(len(source))), list(range(1, len(source) + 1)))
    reading = reading.edited(_invisible(reading.text))
    scraped = len(_PINYIN.findall(reading.text)) >= _SCRAPED
    reading = reading.edited(_pinyin(reading.text))
    reading = reading.edited([(m.start(), m.end(), "") for m in _DECORATED.finditer(reading.text)])
    if scraped or "??" in reading.text or "�" in reading.text:
        reading = reading.edited(_shifted(reading.text))
    if not scraped:  # a scraper that spells characters out also lower-cases true acronyms
        reading = reading.edited(_stray(reading.text))
    reading = reading.edited(_gaps(reading.text))
    text = _straightened(_simplify(reading.text))
    return Reading(text, reading.starts, reading.ends, tuple(m.start() for m in re.finditer("[□�]", text)))


_PICTURES = "\U0001f000-\U0001faff☀⚡⛑❤➡"
_PICTURE = f"[{_PICTURES}][\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]?"
_DECORATED = re.compile(
    rf"(?m)^ *+(?:(?:{_PICTURE}|[\d#*]\ufe0f?\u20e3)\ufe0f? *+)++|"
    rf"(?<![ {_PICTURES}\ufe0e\ufe0f])(?: *+{_PICTURE})++ *+$"
)
"""What a message adorns its lines with: 📌 案例一, 转发起来 👇."""

_WHITE = str.maketrans(
    dict.fromkeys("\t\xa0\u2002\u2003\u2009\u3000", " ") | dict.fromkeys("\x0b\x0c\x85\u2028\u2029", "\n")
)
_DROPPED = re.compile("\r(?=\n)|[\x00-\x08\x0e-\x1f\x7f\xad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")


def _invisible(text: str) -> list[Edit]:
    found = [(m.start(), m.end(), "") for m in _DROPPED.finditer(text)]
    found += [(m.start(), m.end(), "\n") for m in re.finditer("\r(?!\n)", text)]
    found += [
        (m.start(), m.end(), m.group().translate(_WHITE))
        for m in re.finditer(r"[\t\xa0\u2002\u2003\u2009\u3000\x0b\x0c\x85\u2028\u2029]", text)
    ]
    return _ordered(found)


def _ordered(edits: list[Edit]) -> list[Edit]:
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e[0], -e[1])):
        if not kept or edit[0] >= kept[-1][1]:
            kept.append(edit)
    return kept


_MARKED = "āáǎàōóǒòēéěèêīíǐìūúǔùǖǘǚǜü"
_BRACKETED = f"[(（]([a-zɡ{_MARKED}]{{1,7}})[)）]"
_PINYIN = re.compile(f"(?<=[{HAN}㄀-ㄯA-Za-z@^_`~{{|}}]){_BRACKETED}")
_ALONE = re.compile(_BRACKETED)
_PLAIN = str.maketrans("āáǎàōóǒòēéěèêīíǐìūúǔùǖǘǚǜüɡ", "aaaaooooeeeeeiiiiuuuuvvvvvg")
_SYLLABLE = re.compile(
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
    r"(?:i?ang?|ong|iong|i?ao|uang?|uai|ian|iu|ia|ie|in|ing|ei|en|eng|er|ai|ou|uo|ui|un|ue|ua|uan|ve|vn|van|[aoeiuv])"
)
_SCRAPED = 5
"""So many bracketed spellings and the whole text came through such a scraper."""


def spelled(text: str) -> bool:
    """Whether a text is nothing but a bracketed spelling: (yī)."""
    return bool(_ALONE.fullmatch(text))


def _pinyin(text: str) -> list[Edit]:
    found = [m for m in _PINYIN.finditer(text) if _SYLLABLE.fullmatch(m[1].translate(_PLAIN))]
    toned = sum(any(c in _MARKED for c in m[1]) for m in found)
    if toned >= _SCRAPED:
        return [(m.start(), m.end(), "") for m in found]
    return [(m.start(), m.end(), "") for m in found if any(c in _MARKED for c in m[1])]


def _shifted(text: str) -> list[Edit]:
    found: list[Edit] = []
    at = 0
    for line in text.split("\n"):
        found += [(at + start, at + end, new) for start, end, new in unshift(line)]
        at += len(line) + 1
    return found


_STRAY = re.compile(f"(?<=[{HAN}])[f-jl-mo-su-wyz](?=[{HAN}])(?![f-z][型级等类座区超族楼段期值])")


def _stray(text: str) -> list[Edit]:
    return [(m.start(), m.end(), "") for m in _STRAY.finditer(text)]


_BESIDE = f"[{HAN}，。、；：！？“”‘’（）《》]"
_GAP = re.compile(rf"(?<={_BESIDE}) (?=[0-9０-９A-Za-z])|(?<=[0-9０-９A-Za-z%％‰]) (?={_BESIDE})")
_SENTENCE = re.compile("[，。；,;]")


def _gaps(text: str) -> list[Edit]:
    """Spaces that a layout put between Han characters and figures or letters, in lines that are sentences."""
    found: list[Edit] = []
    at = 0
    for line in text.split("\n"):
        if " " in line and _SENTENCE.search(line):
            found += [(at + m.start(), at + m.end(), "") for m in _GAP.finditer(line)]
        at += len(line) + 1
    return found


_PARTICLE = re.compile(r"(?<![原名专巨论土卓昭显编遗拙合译遺顯專論編譯])著(?![作名述称者书录文稱書錄])")


def _simplify(text: str) -> str:
    """Simplified when the text is Traditional as a whole; a lone 乾 in a Simplified text is meant.

    Character for character, and by whole words where one character stands for several (乾隆, 反覆, 跟著).
    """
    table = simplified()
    han = len(_HAN.findall(text))
    if sum(count for c, count in Counter(text).items() if ord(c) in table) * 10 < han:
        return text
    phrases, forms = simplified_phrases()
    found: list[str] = []
    at = 0
    for word in phrases.finditer(text):
        found += (_PARTICLE.sub("着", text[at : word.start()]).translate(table), forms[word.group()])
        at = word.end()
    return "".join((*found, _PARTICLE.sub("着", text[at:]).translate(table)))


_FULL = dict(zip(",:;?!", "，：；？！", strict=True))
_BEFORE = re.compile(f"[{HAN}”’》）%％』」\\])]")
_AFTER = re.compile(f"[{HAN}“‘《（『「(]")
_CORNERS = str.maketrans("「」『』﹁﹂", "“”‘’“”")


def _straightened(text: str) -> str:
    """Half-width marks among Han characters made full-width, one for one; quotes paired within a line."""
    return "\n".join(_line(line.translate(_CORNERS)) for line in text.split("\n"))


_TO_MEND = re.compile(r"[,:;?!.\"()]")


def _line(line: str) -> str:
    if not _TO_MEND.search(line):
        return line
    chars = list(line)
    if '"' in chars and chars.count('"') % 2 == 0 and _HAN.search(line):
        opening = True
        for i in (i for i, c in enumerate(chars) if c == '"'):
            chars[i], opening = ("“" if opening else "”"), not opening
    _brackets(chars)
    for i, c in enumerate(chars):
        before, after = chars[i - 1] if i else "", chars[i + 1] if i + 1 < len(chars) else ""
        if c in _FULL and (_BEFORE.match(before) or _AFTER.match(after)):
            chars[i] = _FULL[c]
        elif c == "." and _HAN.match(before) and (not after or _HAN.match(after)):
            chars[i] = "。"
    return "".join(chars)


def _brackets(chars: list[str]) -> None:
    """Pairs that stand after or around Han characters become full-width."""
    inside = 0
    stack: list[tuple[int, int]] = []
    for i, c in enumerate(chars):
        if c == "(":
            stack.append((i, inside))
        elif c == ")" and stack:
            start, seen = stack.pop()
            if inside > seen or (start and _BEFORE.match(chars[start - 1])):
                chars[start], chars[i] = "（", "）"
        elif _HAN.match(c):
            inside += 1
