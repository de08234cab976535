"""What a file is, told by its first bytes before its name is believed. Opens nothing and parses nothing."""

from __future__ import annotations

from collections.abc import Container
from typing import Literal

from app.messages import Trouble

Kind = Literal["text", "html", "mht", "rtf", "fodt", "package", "pdf", "scan", "office", "image"]
"""`package` is any zip, told apart by its parts; `scan` a PDF of which some pages are pictures."""
Packaged = Literal["docx", "odt", "epub", "ofd"]

TEXT = (".txt", ".md", ".markdown", ".text")
HTML = (".html", ".htm", ".xhtml", ".shtml")
MHT = (".mht", ".mhtml")
OFFICE = (".doc", ".wps", ".dot", ".wpt")
IMAGES = (".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff")
ARCHIVE = ".zip"
SUFFIXES = (
    *TEXT, ".docx", ".docm", ".pdf", ".ofd", ".rtf", ".odt", ".ott", ".fodt", ".epub", *HTML, *MHT, *OFFICE, *IMAGES,
    ARCHIVE,
)  # fmt: skip
"""What can be read, for file dialogs."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_BITMAP_HEADS = (12, 40, 52, 56, 64, 108, 124)
_PACKED = (b"Rar!\x1a", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_OTHER = (
    b"\x89PNG", b"GIF8", b"RIFF", b"ID3", b"OggS", b"fLaC", b"\x00\x00\x00\x18ftyp", b"\x00\x00\x00\x20ftyp",
    b"MZ\x90", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"SQLite format 3\x00", b"\x00\x01\x00\x00\x00",
    b"OTTO", b"wOFF", b"wOF2", b"%!PS", b"AT&TFORM", b"ITSF",
)  # fmt: skip
_HEAD = 2048


def kind_of(data: bytes, suffix: str) -> Kind:
    """The kind of a file with these bytes and this suffix (lower case, with its dot).

    Raises:
        Trouble: `password`, `packed`, `binary`, `broken` or `suffix` for what is not read.
    """
    head = data[:_HEAD]
    if head.startswith(_OLE):
        return _compound(data, suffix)
    if head.startswith(_ZIP):
        return "package"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(_PICTURES) or _bitmap(head):
        return "image"
    if head.startswith(_PACKED):
        raise Trouble("packed", suffix) if suffix and suffix not in SUFFIXES else Trouble("binary")
    if head.startswith(_OTHER):
        raise foreign(suffix)
    if head.lstrip(b"\xef\xbb\xbf \r\n\t\0").startswith(b"{\\rtf"):
        return "rtf"
    return _textual(head, suffix)


def packaged(names: Container[str], mimetype: bytes, suffix: str) -> Packaged:
    """What a zip with parts of these names (lower case) is.

    Raises:
        Trouble: `archive` for a zip of files; as `foreign` for a document of another kind.
    """
    if "ofd.xml" in names:
        return "ofd"
    if "meta-inf/container.xml" in names and not mimetype.startswith(b"application/vnd.oasis"):
        return "epub"
    if "content.xml" in names:
        if mimetype.startswith(b"application/vnd.oasis.opendocument.text") or (not mimetype and suffix == ".odt"):
            return "odt"
        raise foreign(suffix)
    if suffix == ARCHIVE and "[content_types].xml" not in names and "word/document.xml" not in names:
        raise Trouble("archive")
    return "docx"


def foreign(suffix: str) -> Trouble:
    """The trouble with a file of some other format: its suffix when that tells it, else that it is no text."""
    return Trouble("binary") if suffix in SUFFIXES or not suffix else Trouble("suffix", suffix)


def _textual(head: bytes, suffix: str) -> Kind:
    bare = head.replace(b"\0", b"").lower()
    start = bare.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
    if suffix in MHT or (b"mime-version:" in bare and b"multipart/related" in bare):
        return "mht"
    if suffix in HTML or start.startswith((b"<!doctype html", b"<html")):
        return "html"
    if start.startswith(b"<?xml") and b"<html" in bare:
        return "html"
    if b"opendocument.text" in bare and b"office:document" in bare:
        return "fodt"
    if suffix in TEXT or suffix in OFFICE or not suffix:  # some programs write plain text under Word's name
        return "text"
    raise Trouble("broken") if suffix in SUFFIXES else Trouble("suffix", suffix)


def _compound(data: bytes, suffix: str) -> Kind:
    """A compound file: an old Word file; an encrypted docx or some other program's are troubles.

    LibreOffice would read anything as text, so the stream that holds Word's must be there.
    """
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Trouble("password")
    if "WordDocument".encode("utf-16-le") in data:
        return "office"
    raise Trouble("old_word") if suffix in OFFICE else foreign(suffix)


def _bitmap(head: bytes) -> bool:
    return head.startswith(b"BM") and head[6:10] == b"\0" * 4 and int.from_bytes(head[14:18], "little") in _BITMAP_HEADS
