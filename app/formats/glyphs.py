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
from app.formats.more_fonts import Face, face_of, needed
from app.formats.spare_fonts import lent
from app.messages import Trouble

STAND_IN = "〓"
"""Printed for a character no font has, as Chinese printers do."""
JOINER = "\u2060"
"""Unseen, and no line is broken at it: parts a mark from a letter that stands in another font, or neither is drawn."""
_MARKS = frozenset({"Mn", "Me", "Mc"})
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u115f\u1160\u3164\uffa0]")
_DOUBTFUL = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u115f\u1160\u1680\u180e\u2000-\u200f"
    "\u2028-\u202f\u205f-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Whatever may be unseen or white; a text without any, as nearly all are, is looked through at once."""
_STACK = 16
"""So many characters are looked back for the letter a mark stands on."""
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


def _nobody_has(character: str) -> bool:
    """Whether neither our spare fonts nor the machine's have what the main ones lack; the nearest is asked first."""
    return face_of(ord(character)) is None and ord(character) not in lent()


def lacking(text: str) -> list[str]:
    """The visible characters of a text that no font can draw, each as often as it stands there.

    Fonts that are opened only when needed help out (see `app.formats.more_fonts`), and a font of the machine may
    lend a rare Chinese character (see `app.formats.spare_fonts`).

    Raises:
        Trouble: when the list of the fonts' characters is not there.
    """
    return [c for c in _missing().findall(visible(text)) if _nobody_has(c)]


def drawable(text: str) -> str:
    """The visible text with a stand-in for every character that no font can draw."""
    return _missing().sub(_drawn, visible(text))


def _drawn(found: re.Match[str]) -> str:
    if _nobody_has(found[0]):
        return STAND_IN
    face = face_of(ord(found[0]))
    if face is None or unicodedata.category(found[0]) not in _MARKS:
        return found[0]
    before = found.string[: found.start()][-_STACK:]
    base = next((c for c in reversed(before) if unicodedata.category(c) not in _MARKS), "")
    return found[0] if base and face.has(ord(base)) else JOINER + found[0]


def spare(text: str) -> list[tuple[Face, str]]:
    """Our spare fonts that a text needs, each with the characters it is asked for."""
    rare = "".join(sorted(set(_missing().findall(text))))
    return [(face, "".join(c for c in rare if face_of(ord(c)) is face)) for face in needed(rare)]


def families(text: str) -> list[str]:
    """The names of our spare fonts that a text needs."""
    return [face.family for face in needed(_missing().findall(text))]


def lenders(text: str) -> tuple[Path, ...]:
    """Folders of the fonts, ours and then the machine's, that draw what the main ones cannot; often none."""
    rare = set(_missing().findall(text))
    ours = {face.file.parent for face in needed(rare)}
    theirs = {lent()[ord(c)].parent for c in rare if face_of(ord(c)) is None and ord(c) in lent()}
    return (*sorted(ours), *sorted(theirs - ours))


def warning(texts: Iterable[str]) -> str:
    """One sentence on the characters missing from some texts, empty when none is. Names them by code point."""
    codes = sorted({ord(c) for text in texts for c in lacking(text)})
    if not codes:
        return ""
    named = "、".join(f"U+{code:04X}" for code in codes[:_NAMED]) + ("等" if len(codes) > _NAMED else "")
    return f"有 {len(codes)} 个字的字形缺失，文中以“{STAND_IN}”代替：{named}。"
