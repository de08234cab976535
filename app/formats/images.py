"""Pictures of notes as they may go out: PNG and JPEG, taken apart and put together again with nothing but the picture.

Texts, places, thumbnails, programs' own data and whatever follows the end stay behind, and a picture that is not what
it says it is, or unpacks to more than it says, is none. Nothing is decoded into colours here. Knows bytes only.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

LARGEST = 6_000_000
"""Bytes of one picture."""
_SIDE, _DOTS = 10_000, 8_000_000
_SCANS = 64
"""Passes over a JPEG; programs write about ten, and each costs the reader a whole picture."""
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""PNG's colour type -> numbers to a dot."""
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_STEP = 1 << 16
_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
_FRAMES, _KEPT = (0xC0, 0xC1, 0xC2), (0xC4, 0xDB, 0xDD)


@dataclass(frozen=True, slots=True)
class Image:
    """A picture under the name by which a note's text calls it: `![说明](picture:name)`; sizes in dots."""

    name: str
    kind: Literal["png", "jpeg"]
    width: int
    height: int
    data: bytes

    @property
    def type(self) -> str:
        """As the web calls it."""
        return f"image/{self.kind}"

    @property
    def file(self) -> str:
        """A file's name that tells what is in it: the same picture has the same."""
        return f"{hashlib.sha256(self.data).hexdigest()[:24]}.{self.kind}"

    def fitted(self, wide: float, tall: float) -> tuple[float, float]:
        """Width and height in points: as large as it is at 96 dots to the inch, and within a room."""
        scale = min(0.75, wide / self.width, tall / self.height)
        return self.width * scale, self.height * scale


def harmless(name: str, data: bytes) -> Image | None:
    """A picture without anything besides; None for what is none, is broken, or is too large."""
    if len(data) > LARGEST:
        return None
    try:
        if data.startswith(_PNG):
            return _png(name, data)
        return _jpeg(name, data) if data.startswith(_JPEG) else None
    except (struct.error, IndexError, zlib.error):
        return None


# --- PNG


def _png(name: str, data: bytes) -> Image | None:
    chunks: dict[bytes, bytes] = {}
    packed = []
    for kind, content in _chunks(data):
        if kind == b"IDAT":
            packed.append(content)
        elif kind in (b"IHDR", b"PLTE", b"tRNS"):
            if kind in chunks or packed or (kind != b"IHDR" and b"IHDR" not in chunks):
                return None
            chunks[kind] = content
    width, height, depth, colour, *rest = struct.unpack(">IIBBBBB", chunks.get(b"IHDR", b""))
    if any(rest) or depth not in _DEPTHS.get(colour, ()) or not _fits(width, height):
        return None
    if colour == 3 and not _palette(chunks.get(b"PLTE", b"")):
        return None
    stride = 1 + -(-width * depth * _SAMPLES[colour] // 8)
    rows = b"".join(packed)
    if not _whole(rows, stride, height):
        return None
    told = b"".join(_chunk(kind, content) for kind, content in chunks.items())
    return Image(name, "png", width, height, _PNG + told + _chunk(b"IDAT", rows) + _chunk(b"IEND", b""))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content, up to the end; raises struct.error where a chunk is broken off or has another sum."""
    at = len(_PNG)
    while True:
        length, kind = struct.unpack_from(">I4s", data, at)
        content = data[at + 8 : at + 8 + length]
        (told,) = struct.unpack_from(">I", data, at + 8 + length)
        if told != zlib.crc32(kind + content):
            raise struct.error("sum")
        yield kind, content
        if kind == b"IEND":
            return
        at += 12 + length


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _palette(colours: bytes) -> bool:
    return 0 < len(colours) <= 768 and len(colours) % 3 == 0


def _whole(packed: bytes, stride: int, height: int) -> bool:
    """Whether the rows unpack to just what the picture says, each beginning as a row does."""
    unpacking = zlib.decompressobj()
    wanted, at, left = stride * height, 0, packed
    while not unpacking.eof:
        rows = unpacking.decompress(left, _STEP)
        if not rows and not unpacking.unconsumed_tail:
            break
        first = -at % stride
        if at + len(rows) > wanted or any(mark > 4 for mark in rows[first::stride]):
            return False
        at, left = at + len(rows), unpacking.unconsumed_tail
    return at == wanted and unpacking.eof and not unpacking.unused_data


def _fits(width: int, height: int) -> bool:
    return 0 < width <= _SIDE and 0 < height <= _SIDE and width * height <= _DOTS


# --- JPEG


def _jpeg(name: str, data: bytes) -> Image | None:
    kept, scans, size = [_JPEG[:2], _JFIF], 0, (0, 0)
    for mark, content in _segments(data):
        if mark in _FRAMES:
            depth, height, width, count = struct.unpack_from(">BHHB", content, 4)
            if depth != 8 or count not in (1, 3) or size != (0, 0) or not _fits(width, height):
                return None
            size = (width, height)
        elif mark == 0xDA:
            scans += 1
        elif 0xC0 < mark < 0xD0 and mark not in _KEPT:
            return None  # arithmetic, lossless and layered ones, which office programs do not show
        if mark in _FRAMES or mark in _KEPT or mark == 0xDA or (mark == 0xEE and content[4:9] == b"Adobe"):
            kept.append(content)
    if size == (0, 0) or not 0 < scans <= _SCANS:
        return None
    return Image(name, "jpeg", *size, b"".join((*kept, b"\xff\xd9")))


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marks with all that belongs to them, up to the end; raises IndexError or struct.error where it breaks off."""
    at = 2
    while True:
        while data[at] == 0xFF and data[at + 1] == 0xFF:
            at += 1
        if data[at] != 0xFF:
            raise IndexError(at)
        mark = data[at + 1]
        if mark == 0xD9:
            return
        (length,) = struct.unpack_from(">H", data, at + 2)
        end = at + 2 + length
        if length < 2 or end > len(data):
            raise IndexError(end)
        if mark == 0xDA:
            end = _scanned(data, end)
        yield mark, data[at:end]
        at = end


def _scanned(data: bytes, at: int) -> int:
    """Where the letters of a scan end: at the next mark that is no part of them."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0:
            raise IndexError(at)
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2
