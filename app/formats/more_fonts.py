"""The shipped fonts that are opened only when a text needs them: which there are, and what each can draw.

Knows the list that lies beside these fonts; no texts, no layout. The list is read when it is first asked for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app import paths
from app.messages import Trouble

FOLDER = "fonts-more"
Runs = tuple[tuple[int, int], ...]
"""First and last code points, rising."""


@dataclass(frozen=True, slots=True)
class Face:
    """One font. `own` is what it alone is asked to draw, `also` what other fonts draw and it could."""

    file: Path
    family: str
    own: Runs
    also: Runs

    def has(self, code: int) -> bool:
        """Whether it has a glyph for a code point."""
        return _within(self.own, code) or _within(self.also, code)


def _within(runs: Runs, code: int) -> bool:
    at = bisect_right(runs, (code, 0x110000)) - 1
    return at >= 0 and runs[at][0] <= code <= runs[at][1]


def _runs(words: str) -> Runs:
    pairs = (word.split("-") for word in words.split())
    return tuple((int(first, 16), int(last, 16)) for first, last in pairs)


@lru_cache(maxsize=1)
def faces() -> tuple[Face, ...]:
    """All of them, in the order in which a page names them.

    Raises:
        Trouble: `resource` when their list is not there.
    """
    path = paths.resource(FOLDER, "coverage.txt")
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except OSError as error:
        raise Trouble("resource", f"{FOLDER}/{path.name}") from error
    parts = (line.split("|") for line in lines)
    return tuple(
        Face(paths.resource(FOLDER, *file.split("/")), family, _runs(own), _runs(also))
        for file, family, own, also in parts
    )


def face_of(code: int) -> Face | None:
    """The font that is asked to draw a code point, None when none of these has it."""
    return next((face for face in faces() if _within(face.own, code)), None)


def needed(characters: Iterable[str]) -> list[Face]:
    """The fonts some characters ask for, in their own order."""
    asked = {face.family for c in set(characters) if (face := face_of(ord(c)))}
    return [face for face in faces() if face.family in asked]
