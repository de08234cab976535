"""What parts a word in print: white space, with the characters on either side of it, and what nobody sees. Pure text.

A word may be broken across two lines. Looking for that costs more than looking for the word itself, so what stands
round the breaks is remembered of each text that is searched again and again.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import accumulate, pairwise

WIDE = 3
"""Characters of each break in `pairs`."""
UNSEEN = "\xad\u200b\u200c\u200d\u2060\ufeff"
"""The commonest characters that fold to nothing besides white space."""
_BLANKS = re.compile(r"(?<=\S)\s+(?=\S)")


class Joints:
    """The breaks of one text, in order."""

    def __init__(self, text: str) -> None:
        self._text = text
        pieces = text.split()
        self.pairs = "".join([f"{one[-1]}{other[0]}\n" for one, other in pairwise(pieces)])
        """Of every break the character before it, the one after it and an end of line."""
        self.unseen = any(one in text for one in UNSEEN)
        """Whether there are characters nobody sees."""
        self.odd: bool | None = None
        """Whether there are characters that must be folded one by one; None until somebody has looked."""

    @property
    def told(self) -> bool:
        """Whether there is anything to be remembered."""
        return self.unseen or bool(self.pairs)

    @cached_property
    def places(self) -> list[tuple[int, int]]:
        """Of every break where the white space begins and ends."""
        pieces = self._text.split()
        if len(self._text) == sum(map(len, pieces)) + len(pieces) - 1:  # one character each
            ends = list(accumulate([len(piece) + 1 for piece in pieces[:-1]]))
            return [(end - 1, end) for end in ends]
        return [match.span() for match in _BLANKS.finditer(self._text)]
