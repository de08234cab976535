"""The style sheet of the reading room, filled with one palette's colours. Knows no widget, only their names."""

from __future__ import annotations

import re
from functools import cache

from app import paths
from app.ui.theme import Palette


@cache
def _template() -> str:
    return paths.resource("style", "desk.qss").read_text(encoding="utf-8")


def sheet(palette: Palette) -> str:
    """The style sheet in one palette's colours."""
    return re.sub(r"\$(\w+)", lambda found: str(getattr(palette, found[1])), _template())
