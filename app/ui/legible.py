"""What may be drawn of words that came from anywhere: nothing in them turns round, hides or breaks what stands beside.

Every character keeps its place, so positions in the words hold in what is drawn. The one gate before `drawText`,
`elidedText`, labels and layouts; knows strings only, and changes nothing that is kept.
"""

from __future__ import annotations

import re

_TURNING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""Marks that order letters from right to left, or end such an order."""
_BREAKING = "\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_UNDRAWN = "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_ANY = re.compile(f"[{_TURNING}{_BREAKING}{_UNDRAWN}]")
_TURNS, _BREAKS = re.compile(f"[{_TURNING}]"), re.compile(f"[{_BREAKING}]")


def legible(text: str) -> str:
    """The words as they are drawn, of the same length.

    Marks of direction become nothing that is seen, breaks of other systems blanks, control characters and halves of
    characters the replacement mark.
    """
    return _ANY.sub(_stand_in, text)


def _stand_in(found: re.Match[str]) -> str:
    mark = found[0]
    if _TURNS.match(mark):
        return "\u200b"
    return " " if _BREAKS.match(mark) else "\ufffd"
