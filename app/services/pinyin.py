"""What typed letters spell in a text, for everything that is picked by name: titles, places, commands."""

from __future__ import annotations

from db import pinyin, words
from db.records import Mark


def spells(typed: str, text: str) -> tuple[Mark, ...] | None:
    """Where a text is meant by pinyin: whole syllables, first letters, or a mixture of both.

    Args:
        typed: What was typed: `chongqing`, `cq`, `dangj cf`; tones and capitals do not matter.
        text: Any text, Traditional characters included.

    Returns:
        The stretch that is spelled, on the original characters; None when nothing is, or no letters were typed.
    """
    letters = pinyin.typed(typed)
    if letters is None or not text:
        return None
    folded = words.fold(text[:500])
    found = pinyin.spelled(letters, folded.text)
    if found is None:
        return None
    return (Mark(*folded.original(*found)),)
