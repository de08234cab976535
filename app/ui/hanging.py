"""How far an opening quotation mark is hung out, so that the words after it begin where other lines begin.

A full-width mark has its ink in the right half of its square; left where it is, a name that begins with one looks
set in. Knows letters; not what is written with them.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontMetricsF

OPENING = "“‘「『《〈（【〔［"


def hang(words: str, font: QFont) -> int:
    """Pixels a line is to begin further left than the others; 0 when it begins with no opening mark."""
    return _blank(words[0], font.key()) if words and words[0] in OPENING else 0


@lru_cache(maxsize=256)
def _blank(mark: str, key: str) -> int:
    """What is blank before the ink of a mark, beyond what any letter keeps clear."""
    font = QFont()
    font.fromString(key)
    metrics = QFontMetricsF(font)
    return max(0, round(metrics.tightBoundingRect(mark).left() - metrics.tightBoundingRect("国").left()))
