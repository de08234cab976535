"""One-byte-shift GBK damage: a scraper swallowed a lead byte, and every byte after it paired wrongly.

Re-encoding the garbled run, dropping one byte and decoding again gives back what is still there. What is gone is
shown as □ and never made up. Knows a line of text and nothing else.
"""

from __future__ import annotations

import re
from functools import lru_cache

from app.extract.tables import simplified

LOST = "□"
_MARK = re.compile(r"[?？�]{1,3}[;:,；：，。]?")
_RUN = re.compile(r"[㄀-ㄯ一-鿿A-Za-z@^_`~{|}\[\]\\？；：，。、“”]{2,14}")


@lru_cache(maxsize=1 << 16)
def is_common(character: str) -> bool:
    """Whether a character, simplified, is of the first level of GB 2312, or punctuation a text is full of."""
    plain = simplified().get(ord(character), character)
    if plain in "“”‘’，。、；：？！《》（）—…":
        return True
    try:
        code = plain.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7


def unshift(line: str) -> list[tuple[int, int, str]]:
    """The damaged stretches of a line as (start, end, what is still there), in order, not overlapping."""
    found: list[tuple[int, int, str]] = []
    at = 0
    while mark := _MARK.search(line, at):
        at = mark.end()
        repaired = _repair(line, mark)
        if repaired:
            found.append(repaired)
            at = repaired[1]
    return found


def _repair(line: str, mark: re.Match[str]) -> tuple[int, int, str] | None:
    run = _RUN.match(line, mark.end())
    if not run:
        return None
    # The scraper's second question mark is a full-width one cut from its neighbour; it carries a byte of ours.
    lead = "？" if re.match(r"[?？]{2}", mark.group()) else ""
    best = (0, 0, "")
    for end in range(mark.end() + 2, run.end() + 1):
        text = _shifted(lead + line[mark.end() : end])
        gain = _worth(text) - _worth(line[mark.end() : end])
        if gain >= max(best[0], 2) and gain * 3 > end - mark.end():
            best = (gain, end, text)
    gain, end, text = best
    if not gain:
        return None
    while text[-1:] == line[end - 1]:  # what reads the same either way was not damaged
        text, end = text[:-1], end - 1
    if line[end : end + 1] in ("?", "？"):  # the last character of the run lost its second byte as well
        return mark.start(), end + 1, LOST + text + LOST
    return mark.start(), end, LOST + text


def _shifted(garbled: str) -> str:
    try:
        text = garbled.encode("gbk")[1:].decode("gbk", "replace")
    except UnicodeEncodeError:
        return ""
    return "".join(c if is_common(c) else LOST for c in text.replace("�", LOST))


def _worth(text: str) -> int:
    """High for common characters, below 0 for rare ones; what is lost counts for neither."""
    return sum(0 if c == LOST else 1 if is_common(c) else -1 for c in text)
