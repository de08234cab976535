"""What the reader chose: one frozen dataclass kept as JSON. Bad values fall back, unknown keys survive a save."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal

ThemeName = Literal["light", "sepia", "dark", "contrast", "own"]
_CHOICES: dict[str, tuple[str, ...]] = {"theme": ("light", "sepia", "dark", "contrast", "own")}
_RANGES: dict[str, tuple[float, float]] = {
    "reading_size": (8, 48),
    "line_height": (1.2, 2.6),
    "column_width": (20, 60),
    "paragraph_space": (0.0, 2.0),
    "reading_pace": (100, 2000),
    "scale": (1.0, 2.0),
    "trash_days": (0, 3650),
}
_SAVING = threading.Lock()
"""One file beside the settings is written at a time."""


@dataclass(frozen=True)
class Settings:
    """Everything a reader can choose. Sizes in points, heights as a factor, widths in characters."""

    theme: ThemeName = "light"
    own_paper: str = ""
    own_ink: str = ""
    """Colours of the theme of one's own, `#rrggbb` (see `app.ui.tinting`)."""
    reading_size: int = 12
    line_height: float = 1.9
    column_width: int = 38
    first_line_indent: bool = True
    reading_font: str = ""
    """A family of letters for the text; empty for the best Song there is."""
    paragraph_space: float = 0.55
    """Under a paragraph, in characters."""
    script_gap: bool = True
    """A little room between Chinese and other letters."""
    even_edges: bool = True
    """Lines end at one edge."""
    paragraph_numbers: bool = False
    """§ numbers beside the paragraphs."""
    reading_pace: int = 450
    """Characters a minute."""
    outline_shown: bool = False
    scale: float = 1.0
    library: str = ""
    last_case: str = ""
    last_folder: str = ""
    window: str = ""
    """Geometry as hexadecimal, as the window gives it."""
    splitters: str = ""
    region_view: str = "grid"
    starter_offered: bool = False
    trash_days: int = 90
    """Days after which what was deleted is let go of; 0 keeps it."""
    review_imports: bool = True
    """Whether files are looked over before they enter the library."""
    match_traditional: bool = True
    match_width: bool = True
    match_case: bool = True
    match_numerals: bool = True
    match_synonyms: bool = True
    match_thousands: bool = True
    """What searching overlooks, and what it looks for besides (see `db.variants.Options`)."""
    export_last: str = ""
    export_templates: str = ""
    """How was exported last, and choices kept by name (see `app.services.choosing`)."""
    orders: str = ""
    """In which order each view of the list stands (see `app.ui.library.order`)."""
    shortcuts: str = ""
    """The keys a person gave to actions (see `app.ui.keys`)."""


def load(path: Path) -> Settings:
    """Read the settings; a missing, damaged or partly bad file gives the defaults for whatever is bad."""
    known = _read(path)
    good = {f.name: known[f.name] for f in fields(Settings) if _fits(f.name, known.get(f.name), f.default)}
    return Settings(**good)


def save(path: Path, settings: Settings) -> None:
    """Write the settings beside what a later version may have added, whole or not at all.

    Raises:
        OSError: when the folder cannot be written.
    """
    part = path.with_suffix(".part")
    with _SAVING:
        part.write_text(json.dumps(_read(path) | asdict(settings), ensure_ascii=False, indent=1), encoding="utf-8")
        part.replace(path)


def changed(settings: Settings, **values: Any) -> Settings:  # noqa: ANN401 - checked against each field below
    """The settings with some values replaced; values out of range are left as they were."""
    defaults = Settings()
    return replace(settings, **{k: v for k, v in values.items() if _fits(k, v, getattr(defaults, k))})


def _read(path: Path) -> dict[str, Any]:
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return known if isinstance(known, dict) else {}


def _fits(name: str, value: object, default: object) -> bool:
    if name in _CHOICES:
        return value in _CHOICES[name]
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(default, bool) and isinstance(value, bool)
    if name in _RANGES:
        low, high = _RANGES[name]
        wanted = (int,) if isinstance(default, int) else (int, float)
        return isinstance(value, wanted) and low <= value <= high
    return isinstance(value, type(default))
