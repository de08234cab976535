"""A theme of one's own: from a paper and an ink that a person chose, all the other colours. Knows no widget.

Grounds lie near the paper and letters near the ink; each is moved away from the other until it can be read, so that
whatever pair stands out by 4.5 : 1 makes a theme in which everything does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any, cast

from app.settings import Settings
from app.ui import theme
from app.ui.theme import DARK, LIGHT, Palette, contrast

LEAST, SHAPE = 4.5, 3.0
PAPER, INK = "#eaf1e6", "#24312a"
"""What is offered first: the green of old ledgers."""
PAIRS: tuple[tuple[str, str, str], ...] = (
    ("豆绿", "#eaf1e6", "#24312a"), ("浅灰", "#eceded", "#23272b"), ("月白", "#e9f0f5", "#1e2c3a"),
    ("杏粉", "#fbeee4", "#3b2a20"), ("纯白", "#ffffff", "#000000"), ("墨夜", "#14181d", "#d6dde4"),
    ("纯黑", "#000000", "#c9c9c9"), ("松夜", "#17211d", "#d3e3d8"),
)  # fmt: skip
"""Name, paper, ink."""
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_GROUNDS = {"bg": 0.05, "panel": 0.025, "hover": 0.08, "neutral": 0.09, "tile": 0.09, "field": -0.35}
"""How far each goes from the paper towards the ink; below 0 away from it."""
_TINTED = (
    "yellow", "blue", "green_mark", "pink", "accent_soft", "green_soft", "warn_soft", "tile_1",
)  # fmt: skip
_INKS = {"soft_ink": 0.1, "muted": 0.3, "on_neutral": 0.25, "tile_ink": 0.3}
_FIXED = ("ink", "on_green", "tile_3_ink")
"""Letters that stay as they are: the person's own, and those on grounds that stay as well."""
_ALONE = (*_FIXED, "tile_ink", "tile_2_ink")
"""Letters that stand on no plain ground."""


def of(settings: Settings) -> Palette:
    """The colours the settings ask for; those of one's own only when they can be read."""
    if settings.theme != "own":
        return theme.named(settings.theme)
    return made(*chosen(settings))


def chosen(settings: Settings) -> tuple[str, str]:
    """The person's own paper and ink, what is offered first when there are none."""
    paper, ink = settings.own_paper.lower(), settings.own_ink.lower()
    return (paper, ink) if fits(paper, ink) else (PAPER, INK)


def fits(paper: str, ink: str) -> bool:
    """Whether both are colours, `#rrggbb`, and can be told apart well enough to read."""
    if not (_COLOUR.fullmatch(paper.lower()) and _COLOUR.fullmatch(ink.lower())):
        return False
    return contrast(paper, ink) >= LEAST


@lru_cache(maxsize=16)
def made(paper: str, ink: str) -> Palette:
    """All colours for a paper and an ink that `fits`."""
    dark = contrast(paper, "#000000") < contrast(ink, "#000000")
    base, near, far = (DARK, "#ffffff", "#000000") if dark else (LIGHT, "#000000", "#ffffff")
    grounds = {"paper": paper, "ink": ink}
    for name, share in _GROUNDS.items():
        grounds[name] = mixed(paper, ink if share > 0 else far, abs(share))
    for name in _TINTED:
        grounds[name] = mixed(str(getattr(base, name)), paper, 0.25)
    for name in {*_GROUNDS, *_TINTED}:
        grounds[name] = _moved(grounds[name], far, (ink,), LEAST)
    inks = {name: mixed(ink, paper, share) for name, share in _INKS.items()}
    inks["line"] = mixed(paper, ink, 0.16)
    whole = _with(replace(base, name="own", dark=dark), grounds | inks)
    plain = [str(getattr(whole, ground)) for ground in ("bg", "panel", "paper", "field", "hover")]
    told = {letters: [] if letters in _ALONE else [*plain] for letters, _ in theme.TEXT_PAIRS}
    for letters, ground in theme.TEXT_PAIRS:
        told[letters].append(str(getattr(whole, ground)))
    moved = {
        letters: _moved(str(getattr(whole, letters)), near, behind, LEAST)
        for letters, behind in told.items()
        if letters not in _FIXED
    }
    whole = _with(whole, moved)
    return _with(whole, _shapes(whole, near))


def _with(palette: Palette, colours: dict[str, str]) -> Palette:
    return replace(palette, **cast("dict[str, Any]", colours))


def mixed(one: str, other: str, share: float) -> str:
    """So much of the other colour in the one."""
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _moved(colour: str, towards: str, against: Iterable[str], least: float) -> str:
    """The colour, or the nearest one on the way that stands out from all of the others."""
    others = tuple(against)
    for step in range(41):
        tried = mixed(colour, towards, step / 40)
        if all(contrast(tried, other) >= least for other in others):
            return tried
    return towards


def _shapes(whole: Palette, near: str) -> dict[str, str]:
    """Frames and lines that say something by themselves."""
    told: dict[str, list[str]] = {}
    for shape, ground in theme.SHAPE_PAIRS:
        if shape != "field":
            told.setdefault(shape, []).append(str(getattr(whole, ground)))
    told["accent"].append(whole.field)
    return {shape: _moved(str(getattr(whole, shape)), near, behind, SHAPE) for shape, behind in told.items()}
