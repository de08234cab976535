"""Drawings as pixels, for formats that show no SVG. Knows drawings and the compiler of pages; no sheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app import paths
from app.formats import glyphs, images
from app.formats.images import Image
from app.formats.page_works import faced
from app.formats.to_pdf import compiled
from app.messages import Trouble
from app.task import QUIET, Task

WIDE = 760
"""Points a drawing is set wide."""
_DENSITY = 144
"""Dots to the inch: two for every point."""
_PAGE = '#set page(width: auto, height: auto, margin: 0pt)\n#image("{}", width: {}pt)\n'


def pixels(svgs: Sequence[str], task: Task = QUIET) -> list[Image | None]:
    """Each drawing as a PNG; None for one that cannot be drawn.

    Raises:
        Cancelled: the task was stopped.
    """
    fonts = paths.resource("fonts")
    return [_pixels(f"drawing-{number}", svg, [fonts, *glyphs.lenders(svg)], task) for number, svg in enumerate(svgs)]


def _pixels(name: str, svg: str, faces: Sequence[Path], task: Task) -> Image | None:
    files = {"main.typ": _PAGE.format(f"{name}.svg", WIDE).encode(), f"{name}.svg": faced(svg)}
    try:
        made = compiled(files, faces, task, 0, {"format": "png", "ppi": _DENSITY})
    except Trouble:
        return None
    data = made[0] if isinstance(made, list) else made
    return images.harmless(name, data)
