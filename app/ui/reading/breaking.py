"""Where a line of Chinese may end, and how far apart its characters stand. Pure: text in, numbers out; no Qt.

The rules are the basic ones of the W3C's requirements for Chinese layout with dashes and ellipses kept whole: no line
begins with a closing mark or ends with an opening one, words and figures stay in one piece, two marks in a row share
their white, and letters or digits stand a little off the characters beside them.
"""

from __future__ import annotations

import re

NOT_FIRST = frozenset("，。、；：？！”’）》〉」』】〕］｝…—～·•％‰℃‧々ー〞﹒﹐﹑﹔﹕﹖﹗,.;:?!)]}%°′″’»›")
"""What no line begins with."""
NOT_LAST = frozenset("“‘（《〈「『【〔［｛〝([{«‹＃＠￥＄#$￡")
"""What no line ends with."""
WHITE_AFTER = frozenset("，。、；：？！”’）》〉」』】〕］｝")
"""Full-width marks whose right half is white in a Chinese font."""
GAP, CLOSER = 0.17, 0.5
"""Between Chinese and other letters; what a mark gives up to the mark beside it. In characters."""
_HAN = r"\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = r"A-Za-z0-9\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff"
_MEETING = re.compile(rf"(?<=[{_HAN}])(?=[{_WORD}])|(?<=[{_WORD}%‰℃°+])(?=[{_HAN}])")
_TOUCHING = re.compile(
    r"[，。、；：？！”’）》〉」』】〕］｝](?=[，。、；：？！”’）》〉」』】〕］｝“‘（《〈「『【〔［｛])|[“‘（《〈「『【〔［｛](?=[“‘（《〈「『【〔［｛])"
)
_JOINED = re.compile(rf"[{_WORD}@&'’_+\-/.,:=~]")
_PAIRS = ("——", "……", "⸺", "──")
_FARTHEST = 80
"""Characters a break is looked for before the end of a line; words longer than that are cut."""


def may_break(text: str, at: int) -> bool:
    """Whether a line may end before the character at `at`."""
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if after in NOT_FIRST or before in NOT_LAST or text[at - 1 : at + 1] in _PAIRS:
        return False
    if after.isspace() or before.isspace():
        return not after.isspace()
    return not (_JOINED.match(before) and _JOINED.match(after))


def line_end(text: str, start: int, most: int) -> int:
    """Where a line that begins at `start` ends when not more than the characters before `most` have room.

    Returns:
        An index after `start`; `most` itself when no better place is near.
    """
    if most >= len(text):
        return len(text)
    for at in range(most, max(start, most - _FARTHEST), -1):
        if may_break(text, at):
            return at
    return max(most, start + 1)


def reach(text: str, at: int) -> int:
    """How far a line must go on when it is to hold what may not begin the next: the end of a run of closing marks."""
    end = at
    while end < len(text) and end - at < 3 and text[end] in WHITE_AFTER:
        end += 1
    return end if end > at and may_break(text, end) else at


def distances(text: str, *, gap: bool = True) -> dict[int, float]:
    """What is added after single characters, in characters: more before a change of script, less between two marks."""
    found = {met.start() - 1: GAP for met in _MEETING.finditer(text)} if gap else {}
    found |= {met.start(): -CLOSER for met in _TOUCHING.finditer(text)}
    return found


def stretchable(text: str, start: int, end: int) -> list[int]:
    """The characters of a line after which room may be added, its last one left out: none inside words and figures."""
    kept = []
    for at in range(start, end - 1):
        this, following = text[at], text[at + 1]
        if this in "—…⸺─":  # fonts draw a pair of them as one, which room between or behind would tear apart
            continue
        if this < "\u2e80" and following < "\u2e80" and this != " " and not _both(this, following):
            continue
        kept.append(at)
    return kept


def _both(this: str, following: str) -> bool:
    """Quotation marks and dashes stand below the Chinese characters, yet are set as wide as they."""
    wide = "“”‘’—…"
    return this in wide and following in wide
