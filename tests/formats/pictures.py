"""Pictures for tests, made here: a sound one of each kind, and what hides in one from elsewhere."""

import struct
import zlib

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage, QPainter

BLUE = (48, 64, 192)
SECRET = b"GPS 25.8N 114.9E"


def drawn(kind, width=320, height=180):
    """A picture as a program writes it."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(*BLUE))
    painter = QPainter(image)
    painter.fillRect(width // 4, height // 4, width // 2, height // 2, QColor("#e6c34a"))
    painter.end()
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)
    return bytes(held.data())


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width, height, rows, *, depth=8, colour=0, before=b"", interlaced=0):
    """A PNG put together by hand; `rows` are what its data unpacks to."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    packed = chunk(b"IDAT", zlib.compress(rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + before + packed + chunk(b"IEND", b"")


def with_secrets(data):
    """The picture with a text before its data and a program behind its end."""
    if data.startswith(b"\x89PNG"):
        return data[:33] + chunk(b"tEXt", b"Comment\0" + SECRET) + data[33:] + b"MZ" + SECRET
    told = b"Exif\0\0" + SECRET
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(told) + 2) + told + data[2:] + b"MZ" + SECRET
