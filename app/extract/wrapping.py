"""Hard-wrapped lines of one column as paragraphs again, so that only true breaks are left to be mended.

Knows lines and the width they were set in; must not know what they are about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from app.extract.blocks import Block, is_title
from app.extract.joins import gain, is_fresh
from app.extract.names import read_head

INDENT = 2
"""So many characters a paragraph's first line may be short of the width: its indent is white space."""
TORN = -1.5
"""Two full lines that read so badly together are the end of one column and the beginning of another."""


def is_torn(blocks: Sequence[Block], width: int) -> bool:
    """Whether lines of a page set to a width stop short of it in mid-sentence more often than by one accident."""
    short = [b for b in blocks if not b.closed and len(b.text) < width - 3 and not _heads(b, width)]
    return sum(not is_title(b) for b in short) >= _TEARS


_TEARS = 2


def unwrapped(run: Sequence[Block], width: int, *, torn: bool = False) -> list[Block]:
    """Lines set to a width, those that go on in the next one joined to it; all of them as they are for width 0.

    Args:
        run: The lines.
        width: What they are set to.
        torn: Whether columns of the page end in mid-sentence, so that a line's pause may be the end of one.
    """
    found: list[Block] = []
    line: Block | None = None
    indent = end = 0
    usual = sorted(block.gap for block in run)[len(run) // 2] if run else 0
    for block in run:
        above = found[-1] if found else None
        if (
            width
            and above is not None
            and line is not None
            and not above.closed
            and block.start - line.end <= block.gap + 2
            and not _heads(block, width)
            and block.gap <= usual
            and _full(line, block, width - indent)
            and _reads_on(above, block, torn=torn)
        ):
            found[-1] = replace(above, end=block.end, text=above.text + _glue(above.text, block.text) + block.text)
        else:
            found.append(block)
        indent = min(INDENT, max(0, block.start - end - block.gap - 1)) if line is not None else 0
        line, end = block, block.end
    return found


def _heads(block: Block, width: int) -> bool:
    """Whether a line is a heading or a label, which no full line above it goes on in."""
    short = len(block.text) < width - 3
    return bool(_MARKED.match(block.text) or (short and (is_title(block) or read_head(block.text))))


_MARKED = re.compile(
    r"[【●■◆▲★◎○▪□]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|(?:案例|任务|话题)[一二三四五六七八九十\d]"
)


def _full(line: Block, block: Block, width: int) -> bool:
    """Whether a line reaches the margin, or is short of it for a reason that printing has."""
    short = width - len(line.text)
    if short <= 0:
        return True
    if short == 1:  # a mark may not begin a line, nor open at one's end, nor may a number be broken
        return bool(_KEPT.match(block.text) or _NARROW.search(line.text))
    return False


_KEPT = re.compile(r"[“‘（《「『【(\[A-Za-z0-9]|.[，。、；：！？”’）》」』】%％]")
_NARROW = re.compile(r"[A-Za-z0-9]")


PAUSED = 0.6
"""The same where a line ends with a pause, as a column's last line may: left open, neighbours may still be joined."""


def _reads_on(above: Block, block: Block, *, torn: bool) -> bool:
    least = PAUSED if torn and above.text[-1] in "，、" else TORN
    return not is_fresh(block.text) and gain(above.text[-60:], block.text[:60], Counter()) > least


def _glue(left: str, right: str) -> str:
    """A space where two words of an alphabet would run together."""
    return " " if left[-1:].isascii() and left[-1:].isalpha() and right[:1].isascii() and right[:1].isalpha() else ""
