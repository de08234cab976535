"""What a file is, told by its first bytes before its name is believed. Opens nothing and parses nothing."""

from __future__ import annotations

from typing import Literal

from app.messages import Trouble

Kind = Literal["text", "html", "mht", "docx", "pdf"]

TEXT = (".txt", ".md", ".markdown", ".text")
HTML = (".html", ".htm", ".xhtml", ".shtml")
MHT = (".mht", ".mhtml")
SUFFIXES = (*TEXT, ".docx", ".docm", *HTML, *MHT, ".pdf")
"""What can be read, for file dialogs."""

_OLD_WORD = (".doc", ".wps", ".dot", ".wpt")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OTHER = (
    b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"BM\x00", b"II*\x00", b"MM\x00*", b"RIFF", b"ID3", b"OggS", b"fLaC",
    b"\x00\x00\x00\x18ftyp", b"\x00\x00\x00\x20ftyp", b"Rar!\x1a", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ",
    b"MZ\x90", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"SQLite format 3\x00", b"\x00\x01\x00\x00\x00",
    b"OTTO", b"wOFF", b"wOF2", b"%!PS", b"AT&TFORM", b"ITSF",
)  # fmt: skip
_HEAD = 2048


def kind_of(data: bytes, suffix: str) -> Kind:
    """The kind of a file with these bytes and this suffix (lower case, with its dot).

    Raises:
        Trouble: `password`, `old_word`, `binary` or `suffix` for what is not read.
    """
    head = data[:_HEAD]
    if head.startswith(_OLE):
        raise _compound(data, suffix)
    if head.startswith(_ZIP):
        return "docx"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(_OTHER):
        raise foreign(suffix)
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
        raise Trouble("suffix", ".rtf")
    return _textual(head, suffix)


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
    if suffix in TEXT or not suffix:
        return "text"
    if suffix in SUFFIXES:
        raise Trouble("broken")
    if suffix in _OLD_WORD:
        raise Trouble("old_word")
    raise Trouble("suffix", suffix)


def _compound(data: bytes, suffix: str) -> Trouble:
    """The trouble with a compound file: an encrypted docx, an old Word file, or some other program's."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Trouble("password")
    if suffix in _OLD_WORD or "WordDocument".encode("utf-16-le") in data:
        return Trouble("old_word")
    return Trouble("suffix", suffix) if suffix and suffix not in SUFFIXES else Trouble("binary")
