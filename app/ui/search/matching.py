"""Where typed letters or characters are meant in a name: written, or spelled by pinyin. Knows no library."""

from __future__ import annotations

from db.records import Mark


def meant(typed: str, name: str) -> tuple[Mark, ...] | None:
    """The stretches of a name that are typed, each word of it; None when one of them is not in it.

    Whether Traditional or Simplified, wide or narrow, capital or small does not matter. The first call reads the
    tables of pinyin and takes a moment; not for the window's thread.
    """
    from app.services.pinyin import spells
    from db import words

    folded = words.fold(name)
    found: list[Mark] = []
    for word in typed.split():
        wanted = words.flat(word)
        at = folded.text.find(wanted) if wanted else -1
        marks = (Mark(*folded.original(at, at + len(wanted))),) if at >= 0 else spells(word, name)
        if marks is None:
            whole = spells(typed, name)
            return whole or None
        found += marks
    return tuple(sorted(found, key=lambda mark: mark.start))
