"""What a note is for, as it is shown: a small sign and a word, and the key for it. Pure; no widget."""

from __future__ import annotations

from app.wording import PURPOSES
from db.records import Colour, Purpose

SIGNS: dict[Purpose, str] = {"excerpt": "“”", "idea": "◇", "question": "？", "lesson": "★", "todo": "□"}
DONE = "✓"
KEYS: dict[Purpose, str] = {purpose: f"Alt+{at}" for at, purpose in enumerate(PURPOSES, 1)}
"""In an editor and on a card."""
COLOUR_NAMES: dict[Colour, str] = {"yellow": "黄色", "blue": "蓝色", "green": "绿色", "pink": "粉色"}


def badge(purpose: Purpose, *, done: bool = False) -> str:
    """Sign and word; empty when nobody said what a note is for."""
    if not purpose:
        return ""
    if purpose == "todo" and done:
        return f"{DONE} 已完成"
    return f"{SIGNS[purpose]} {PURPOSES[purpose]}"


def colour_name(colour: Colour, meaning: str = "") -> str:
    """A colour as it is told: 黄色, 黄色·可借鉴."""
    name = COLOUR_NAMES.get(colour, "")  # what another hand wrote into the file may be no colour
    return f"{name}·{meaning}" if meaning else name
