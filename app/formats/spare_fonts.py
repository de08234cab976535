"""Fonts of the machine that help out where ours lack a rare Chinese character: found by name, read for what they hold.

They are looked at only when a text has such a character, and lend that character alone. Knows font files; no text.
"""

from __future__ import annotations

import os
import struct
from functools import lru_cache
from pathlib import Path

_NAMES = (
    "simsunb.ttf", "SimsunExtG.ttf", "HanaMinB.ttf", "HanaMinA.ttf", "Jigmo.ttf", "Jigmo2.ttf", "Jigmo3.ttf",
    "BabelStoneHan.ttf", "FZSONGS-EXTB.ttf", "NotoSerifCJK-Regular.ttc", "SourceHanSerif-Regular.ttc", "Songti.ttc",
)  # fmt: skip
_HAN = (range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x33480))
_LARGEST = 120 * 2**20
_COLLECTION = b"ttcf"


@lru_cache(maxsize=1)
def lent() -> dict[int, Path]:
    """Rare Chinese characters by code point, and the font that has each; read once."""
    found: dict[int, Path] = {}
    for path in _files():
        try:
            points = _points(path.read_bytes())
        except (OSError, struct.error, ValueError, IndexError):
            continue
        for point in points:
            found.setdefault(point, path)
    return found


def _files() -> list[Path]:
    found = {path.name: path for folder in _folders() for path in folder.rglob("*.tt[fc]") if path.name in _NAMES}
    return [found[name] for name in _NAMES if name in found and found[name].stat().st_size <= _LARGEST]


def _folders() -> list[Path]:
    windows, home = os.environ.get("WINDIR"), Path.home()
    folders = [
        *([Path(windows) / "Fonts"] if windows else []),
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local/share/fonts",
        home / ".fonts",
        Path("/System/Library/Fonts"),
        Path("/Library/Fonts"),
        home / "Library/Fonts",
    ]
    return [folder for folder in folders if folder.is_dir()]


def _points(data: bytes) -> set[int]:
    """The Chinese code points of a font's character map (the first font of a collection)."""
    start = struct.unpack_from(">I", data, 12)[0] if data[:4] == _COLLECTION else 0
    tables = struct.unpack_from(">H", data, start + 4)[0]
    for at in range(start + 12, start + 12 + 16 * tables, 16):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, at)
        if tag == b"cmap":
            return _mapped(data, offset)
    return set()


def _mapped(data: bytes, cmap: int) -> set[int]:
    points: set[int] = set()
    for index in range(struct.unpack_from(">H", data, cmap + 2)[0]):
        table = cmap + struct.unpack_from(">I", data, cmap + 4 + 8 * index + 4)[0]
        if struct.unpack_from(">H", data, table)[0] != 12:  # the one format that reaches rare characters
            continue
        groups = struct.unpack_from(">I", data, table + 12)[0]
        for first, last, _ in struct.iter_unpack(">III", data[table + 16 : table + 16 + 12 * groups]):
            for block in _HAN:
                points.update(range(max(first, block.start), min(last + 1, block.stop)))
    return points
