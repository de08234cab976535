"""Hard-wrapped lines of one column as paragraphs again, so that only true breaks are left to be mended.

Knows lines and the width they were set in; must not know what they are about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from app.extract.blocks import Block
from app.extract.joins import gain, is_fresh

RAGGED = 1
"""So many characters a full line may be short of the width: a mark was kept from a line's beginning."""
TORN = -1.5
"""Two full lines that read so badly together are the end of one column and the beginning of another."""


def unwrapped(run: Sequence[Block], width: int) -> list[Block]:
    """Lines set to a width, those that go on in the next one joined to it; all of them as they are for width 0."""
    found: list[Block] = []
    last = 0
    usual = sorted(block.gap for block in run)[len(run) // 2] if run else 0
    for block in run:
        above = found[-1] if found else None
        if (
            width
            and above is not None
            and not above.closed
            and last >= width - RAGGED
            and block.gap <= usual
            and _reads_on(above, block)
        ):
            found[-1] = replace(above, end=block.end, text=above.text + _glue(above.text, block.text) + block.text)
        else:
            found.append(block)
        last = len(block.text)
    return found


def _reads_on(above: Block, block: Block) -> bool:
    return not is_fresh(block.text) and gain(above.text[-60:], block.text[:60], Counter()) > TORN


def _glue(left: str, right: str) -> str:
    """A space where two words of an alphabet would run together."""
    return " " if left[-1:].isascii() and left[-1:].isalpha() and right[:1].isascii() and right[:1].isalpha() else ""
