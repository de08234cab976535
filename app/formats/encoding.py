"""Bytes of a plain text to characters: UTF-8, UTF-16, GB18030 or Big5, told by how common the characters come out.

Knows nothing of files. The text comes back whole: a byte that cannot be decoded shows as U+FFFD and is
named in a doubt, never dropped.
"""

from __future__ import annotations

import codecs
from collections import Counter
from functools import cache
from typing import NamedTuple

from app import paths
from app.formats.document import Alternative
from app.messages import Trouble

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CANDIDATES = ("utf-8", "gb18030", "cp950", "big5hkscs", "utf-16-le", "utf-16-be")
_NAMES = {
    "utf-8": "UTF-8",
    "gb18030": "GB18030",
    "cp950": "Big5",
    "big5hkscs": "Big5",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}
_SAMPLE = 16_000
"""Bytes weighed, from the beginning and again from the middle."""
_UNREADABLE = 34
"""Half bits per character, ASCII apart, beyond which a guess is no text in any of the encodings."""
_ENOUGH = 8
"""Such characters without which nobody can tell."""
_SURE = 24
"""Half bits by which the best guess must lead the next."""
_OFFERED = 3
"""So many ways to read a doubtful text are offered."""

_CONTROLS = [chr(code) for code in (*range(9), *range(14, 32), 127)]
_NEWER = {
    # GB 18030-2005
    0xE7C7: 0x1E3F,
    # GB 18030-2022: vertical punctuation and eight components
    0xE78D: 0xFE10,
    0xE78E: 0xFE12,
    0xE78F: 0xFE11,
    0xE790: 0xFE13,
    0xE791: 0xFE14,
    0xE792: 0xFE15,
    0xE793: 0xFE16,
    0xE794: 0xFE17,
    0xE795: 0xFE18,
    0xE796: 0xFE19,
    0xE81E: 0x9FB4,
    0xE826: 0x9FB5,
    0xE82B: 0x9FB6,
    0xE82C: 0x9FB7,
    0xE832: 0x9FB8,
    0xE843: 0x9FB9,
    0xE854: 0x9FBA,
    0xE864: 0x9FBB,
    # the six that the standard leaves as they are and Unicode has since given code points
    0xE816: 0x20087,
    0xE817: 0x20089,
    0xE818: 0x200CC,
    0xE831: 0x215D7,
    0xE83B: 0x2298F,
    0xE855: 0x241FE,
}


class Decoded(NamedTuple):
    """A decoded text with its codec, Chinese sentences on anything doubtful, and the other ways to read it."""

    text: str
    encoding: str
    doubts: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()


class _Guess(NamedTuple):
    cost: int
    turn: int
    codec: str


def decode(data: bytes) -> Decoded:
    """Decode a text file: byte order mark, strict UTF-8, else the encoding whose characters are commonest.

    Line ends become line feeds as Python's universal newlines make them; nothing else is changed.

    Raises:
        Trouble: `binary` when the bytes are no text, `encoding` when no known encoding gives sense.
    """
    codec = _marked(data)
    if codec:
        return _finish(data, codec, sure=True, rival="")
    if _plain_utf8(data):
        return _finish(data, "utf-8", sure=True, rival="")
    guesses = sorted(_weigh(data))
    best, rival = guesses[0], next(g for g in guesses[1:] if _NAMES[g.codec] != _NAMES[guesses[0].codec])
    if _unreadable(data, best.codec) or (best.codec.startswith("utf-16") and _outlandish(data, best.codec)):
        raise Trouble("binary" if _control_share(data) > 0.02 else "encoding")
    sure = rival.cost - best.cost >= _SURE
    made = _finish(data, best.codec, sure=sure, rival=_NAMES[rival.codec])
    return made if sure else made._replace(alternatives=_alternatives(data, guesses, rival))


def _alternatives(data: bytes, guesses: list[_Guess], rival: _Guess) -> tuple[Alternative, ...]:
    """The best guess of each encoding that gives sense, the one taken first; the nearest rival in any case."""
    found: dict[str, Alternative] = {}
    for guess in guesses:
        name = _NAMES[guess.codec]
        if name not in found and (guess == rival or _makes_sense(data, guess.codec)):
            found[name] = Alternative(name, guess.codec, _text(data, guess.codec))
    return tuple(found.values())[:_OFFERED]


def _makes_sense(data: bytes, codec: str) -> bool:
    sample = data[:_SAMPLE].decode(codec, "replace")
    if sample.count("\ufffd") * 10 > len(sample):
        return False
    return not _unreadable(data, codec) and not (codec.startswith("utf-16") and _outlandish(data, codec))


def newlines(text: str) -> str:
    """The text with every kind of line end as a line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _marked(data: bytes) -> str | None:
    return next((codec for mark, codec in _MARKS if data.startswith(mark)), None)


def _plain_utf8(data: bytes) -> bool:
    """Strictly UTF-8, without controls and two-byte sequences, which a few words of UTF-16 or GB18030 can be."""
    try:
        head = data.decode("utf-8")[:_SAMPLE]
    except UnicodeDecodeError:
        return False
    return not any(c in head for c in _CONTROLS) and not any("\x80" <= c <= "\u07ff" for c in head)


def _lost(data: bytes, codec: str) -> int:
    """How many places of the data the codec cannot decode."""
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return data.decode(codec, "replace").count("\ufffd")
    return 0


def _weigh(data: bytes) -> list[_Guess]:
    middle = len(data) // 4 * 2
    pieces = [data[:_SAMPLE]] + ([data[middle : middle + _SAMPLE]] if len(data) > 2 * _SAMPLE else [])
    strict = not _lost(data, "utf-8")
    return [_guess(pieces, codec, -_SURE if strict and codec == "utf-8" else 0) for codec in _CANDIDATES]


def _guess(pieces: list[bytes], codec: str, cost: int) -> _Guess:
    for piece in pieces:
        text = piece.decode(codec, "replace")
        if codec == "gb18030":
            text = text.translate(_NEWER)
        cost += sum(times * _cost(character) for character, times in Counter(text).items())
    return _Guess(cost, _CANDIDATES.index(codec), codec)


def _unreadable(data: bytes, codec: str) -> bool:
    costs = [_cost(c) for c in data[:_SAMPLE].decode(codec, "replace") if c > "\x7f" or c in _CONTROLS]
    return len(costs) >= _ENOUGH and sum(costs) > _UNREADABLE * len(costs)


def _outlandish(data: bytes, codec: str) -> bool:
    """Whether what nothing says to be UTF-16 would be of letters that no Chinese text is written with."""
    words = [c for c in data[:_SAMPLE].decode(codec, "replace") if not c.isspace()]
    strange = sum(c not in _common() and not "\u3400" <= c < "\ua000" for c in words)
    return strange > 0.1 * len(words)


@cache
def _common() -> dict[str, int]:
    """Half bits for each character that running Chinese text is made of."""
    costs = dict.fromkeys("，。、；：“”‘’（）《》！？—…·％　", 12)
    costs |= dict.fromkeys("\n\r\t ", 8)
    costs |= {chr(code): 13 for code in range(0x21, 0x7F)}
    costs |= {chr(code): 20 for code in (*range(0xFF01, 0xFF5F), *range(0x3001, 0x3020), *range(0x2460, 0x249C))}
    costs |= dict.fromkeys("āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü", 24)
    costs |= dict.fromkeys("×÷±℃‰°→←↑↓■□●○◆◇★☆▲△※§–―‧•─│ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ￥￠￡", 22) | costs
    table = paths.resource("characters", "frequency.txt").read_text(encoding="utf-8")
    for line in table.splitlines():
        cost, _, characters = line.partition("\t")
        costs |= {c: min(int(cost), 44) for c in characters}
    return costs


@cache
def _cost(character: str) -> int:
    known = _common().get(character)
    if known is not None:
        return known
    code = ord(character)
    if 0x3400 <= code < 0xA000:
        return 46
    if character == "\ufffd" or code < 0x20 or 0x7F <= code < 0xA0 or 0xE000 <= code < 0xF900:
        return 80
    if code >= 0x10000:
        return 70
    return 40 if 0x3040 <= code < 0x3100 or code < 0x500 else 60


def _control_share(data: bytes) -> float:
    sample = data[:_SAMPLE]
    return sum(map(sample.count, map(str.encode, _CONTROLS))) / max(len(sample), 1)


def _text(data: bytes, codec: str) -> str:
    text = data.decode(codec, "replace")
    if codec.startswith("utf-16"):
        text = text.removeprefix("\ufeff")
    if codec == "gb18030":
        text = text.translate(_NEWER)
    return newlines(text).rstrip("\0")


def _finish(data: bytes, codec: str, *, sure: bool, rival: str) -> Decoded:
    text = _text(data, codec)
    doubts = [] if sure else [f"编码按 {_NAMES[codec]} 读出，也可能是 {rival}；文字若不通顺，请换另一种读法。"]
    if "\ufffd" in text and (lost := _lost(data, codec)):
        doubts.append(f"有 {lost} 处字节无法解码，原处以“\ufffd”标出。")
    strange = sum(map(text.count, _CONTROLS))
    if strange > 0.02 * len(text) + 2:
        raise Trouble("binary")
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
        doubts.append("文件里有空字节，原处以“\ufffd”标出。")
    return Decoded(text, codec.removesuffix("-sig"), tuple(doubts))
