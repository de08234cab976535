"""Pictures from elsewhere made into ones of our own: looked at before they are decoded, drawn anew, made small.

What is stored was written here, so nothing that hid in a file comes along. Runs on any thread; no library.
"""

from __future__ import annotations

import base64
import binascii
import re

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter

from app.messages import Trouble
from db.pictures import PictureKind

LARGEST = 30_000_000
"""Bytes of a picture that are looked at."""
_DOTS = 60_000_000
_SIDE = 20_000
_WIDEST = 1600
_PNG = 700_000
"""Bytes up to which a picture is kept without loss."""
_STORED = 2_900_000
FORMATS = {b"png": ".png", b"jpeg": ".jpg", b"gif": ".gif", b"webp": ".webp"}
SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
_HEADS = ((b"\x89PNG\r\n\x1a\n", b"png"), (b"\xff\xd8\xff", b"jpeg"), (b"GIF8", b"gif"), (b"RIFF", b"webp"))
_DATA = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,", re.IGNORECASE)


def redrawn(source: QImage | bytes) -> tuple[PictureKind, bytes, QImage]:
    """A picture drawn anew.

    Args:
        source: A decoded picture (from the clipboard), or the bytes of a PNG, JPEG, GIF or WebP file.

    Returns:
        `png` or `jpeg`, the bytes, and the picture.

    Raises:
        Trouble: it is none of these, broken, or too large; nothing of its size is decoded then.
    """
    image = source if isinstance(source, QImage) else _decoded(source)
    if image.isNull():
        raise Trouble("picture")
    if image.width() * image.height() > _DOTS:
        raise Trouble("picture_large")
    image = shrunk(image, _WIDEST)
    kind: PictureKind = "png"
    data = _written(image, "PNG")
    if len(data) > _PNG and not _clear(image):
        kind, data = "jpeg", _written(image.convertToFormat(QImage.Format.Format_RGB32), "JPEG")
    while len(data) > _STORED:
        image = shrunk(image, image.width() * 2 // 3)
        data = _written(image, kind.upper())
    return kind, data, image


def _decoded(data: bytes) -> QImage:
    if len(data) > LARGEST:
        raise Trouble("picture_large")
    form = next((name for head, name in _HEADS if data.startswith(head)), b"")
    if not form or (form == b"webp" and data[8:12] != b"WEBP"):
        raise Trouble("picture")
    held = QByteArray(data)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(form))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid():
        raise Trouble("picture")
    if size.width() * size.height() > _DOTS or max(size.width(), size.height()) > _SIDE:
        raise Trouble("picture_large")
    image = reader.read()
    if image.isNull():
        raise Trouble("picture")
    return image


def from_address(address: str) -> bytes:
    """The bytes of a picture that stands in formatted text itself.

    Raises:
        Trouble: it is no such picture.
    """
    found = _DATA.match(address)
    try:
        data = base64.b64decode(address[found.end() :], validate=True) if found else b""
    except (binascii.Error, ValueError):
        data = b""
    if not data:
        raise Trouble("picture")
    return data


def shrunk(image: QImage, width: int) -> QImage:
    """The picture no wider than that, and no longer than six times as much."""
    if image.isNull() or (image.width() <= width and image.height() <= 6 * width):
        return image
    form = Qt.AspectRatioMode.KeepAspectRatio
    return image.scaled(max(1, width), max(1, 6 * width), form, Qt.TransformationMode.SmoothTransformation)


def _clear(image: QImage) -> bool:
    """Whether something shines through somewhere."""
    if not image.hasAlphaChannel():
        return False
    mask = image.convertToFormat(QImage.Format.Format_Alpha8)
    rows = (memoryview(mask.constScanLine(line))[: mask.width()] for line in range(mask.height()))  # type: ignore[arg-type]
    return any(bytes(row).strip(b"\xff") for row in rows)


def _written(image: QImage, form: str) -> bytes:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(form.encode()))
    if form == "JPEG":
        writer.setQuality(85)
    if not writer.write(image):
        raise Trouble("picture")
    return bytes(held.data())
