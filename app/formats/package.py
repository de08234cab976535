"""A zip package of XML parts, opened as if it were hostile: sizes bounded, no document types, nothing unpacked."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from app.messages import Trouble

PART = 64 * 1024 * 1024
"""Bytes one part may unpack to; the text of a thousand pages takes a tenth of it."""
_PARTS = 20_000
_NAMED_TYPE = re.compile(rb"<!DOCTYPE[^\[\]<>]{0,400}>")
"""A document type that is only named: nothing is declared in it and nothing is fetched."""
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Package:
    """The parts of a zip package by name. Names are looked up, never used as paths."""

    def __init__(self, data: bytes) -> None:
        """Open the package.

        Raises:
            Trouble: `broken` when it is no readable zip.
        """
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
            raise Trouble("broken") from error
        self._parts = {info.filename.lstrip("/").lower(): info for info in self._zip.infolist()[:_PARTS]}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def names(self) -> list[str]:
        """The names of the parts, in lower case."""
        return list(self._parts)

    def read(self, name: str) -> bytes:
        """A part's bytes; empty when there is no such part.

        Raises:
            Trouble: `password`, `unpacked` or `broken`.
        """
        info = self._parts.get(name.lower())
        if info is None:
            return b""
        if info.flag_bits & 1:
            raise Trouble("password")
        if info.file_size > PART:
            raise Trouble("unpacked", f"{info.file_size / 1024 / 1024:.0f} MB")
        try:
            with self._zip.open(info) as part:
                data = part.read(PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
            raise Trouble("broken") from error
        if len(data) > PART:
            raise Trouble("unpacked", f"{PART // 1024 // 1024} MB")
        return data

    def xml(self, name: str) -> Element | None:
        """A part's root element; None when there is no such part.

        Raises:
            Trouble: as `read` and `parsed`.
        """
        return parsed(self.read(name))


def parsed(data: bytes) -> Element | None:
    """The root element of an XML text; None for an empty one.

    Raises:
        Trouble: `broken` for what is no XML or declares entities.
    """
    if not data.strip():
        return None
    if data.startswith(_UTF16):
        data = _as_utf8(data)
    data = _NAMED_TYPE.sub(b"", data, count=1)
    if b"<!DOCTYPE" in data or b"\0" in data:
        raise Trouble("broken")
    try:
        return ET.fromstring(data)  # noqa: S314 - document types, where entities come from, are refused
    except (ET.ParseError, ValueError, LookupError) as error:
        raise Trouble("broken") from error


def below(folder: str, target: str) -> str:
    """The name of a part as written in a part of that folder: relative to it, or from the root after a slash."""
    steps: list[str] = []
    for step in (target if target.startswith("/") else f"{folder}/{target}").replace("\\", "/").split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def local(element: Element) -> str:
    """An element's name without its namespace, so that strict and transitional documents read alike."""
    return element.tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its name without namespace."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return None


def child(element: Element | None, *names: str) -> Element | None:
    """The first child of this name, and of that the first child of the next name…"""
    for name in names:
        if element is None:
            return None
        element = next((each for each in element if local(each) == name), None)
    return element


def _as_utf8(data: bytes) -> bytes:
    text = data.decode("utf-16", "replace").removeprefix("\ufeff")
    return re.sub(r"^<\?xml[^>]*\?>", "", text).encode("utf-8", "replace")
