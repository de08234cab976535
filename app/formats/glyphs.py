"""What our fonts can draw: invisible characters go, characters without a glyph are found before they are printed.

Knows code points and the list that lies beside the fonts; no layout and no sheet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from app import paths
from app.formats.spare_fonts import lent
from app.messages import Trouble

STAND_IN = "〓"
"""Printed for a character no font has, as Chinese printers do."""
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u115f\u1160\u3164\uffa0]")
_DOUBTFUL = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u115f\u1160\u1680\u180e\u2000-\u200f"
    "\u2028-\u202f\u205f-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Whatever may be unseen or white; a text without any, as nearly all are, is looked through at once."""
_NAMED = 12
"""So many missing characters are named; more are counted."""


def visible(text: str) -> str:
    """The text without what cannot be seen (controls, marks of direction, selectors); all white space is a blank."""
    if not _DOUBTFUL.search(text):
        return text
    return "".join(_seen(c) for c in _SELECTORS.sub("", text))


def _seen(character: str) -> str:
    if character.isspace():
        return "\u3000" if character == "\u3000" else " "
    return "" if unicodedata.category(character) in _INVISIBLE else character


@lru_cache(maxsize=1)
def _missing() -> re.Pattern[str]:
    path = paths.resource("fonts", "coverage.txt")
    try:
        pairs = [line.split("-") for line in path.read_text(encoding="ascii").split()]
    except OSError as error:
        raise Trouble("resource", f"fonts/{path.name}") from error
    drawn = "".join(f"{re.escape(chr(int(a, 16)))}-{re.escape(chr(int(b, 16)))}" for a, b in pairs)
    return re.compile(f"[^{drawn}]")


def lacking(text: str) -> list[str]:
    """The visible characters of a text that no font can draw, each as often as it stands there.

    A font of the machine may lend a rare Chinese character (see `app.formats.spare_fonts`).

    Raises:
        Trouble: when the list of the fonts' characters is not there.
    """
    return [c for c in _missing().findall(visible(text)) if ord(c) not in lent()]


def drawable(text: str) -> str:
    """The visible text with a stand-in for every character that no font can draw."""
    return _missing().sub(lambda found: found[0] if ord(found[0]) in lent() else STAND_IN, visible(text))


def lenders(text: str) -> tuple[Path, ...]:
    """Folders of the fonts of the machine that draw what ours cannot."""
    fonts = {lent()[ord(c)].parent for c in _missing().findall(text) if ord(c) in lent()}
    return tuple(sorted(fonts))


def warning(texts: Iterable[str]) -> str:
    """One sentence on the characters missing from some texts, empty when none is. Names them by code point."""
    codes = sorted({ord(c) for text in texts for c in lacking(text)})
    if not codes:
        return ""
    named = "、".join(f"U+{code:04X}" for code in codes[:_NAMED]) + ("等" if len(codes) > _NAMED else "")
    return f"有 {len(codes)} 个字的字形缺失，文中以“{STAND_IN}”代替：{named}。"
