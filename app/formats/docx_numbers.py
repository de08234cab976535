"""The numbers Word writes before paragraphs by itself (一、 （二） 3.), which stand nowhere in the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple
from xml.etree.ElementTree import Element

from app.formats.package import attribute, child, local
from db import numerals

_LARGEST = 99_999


class _Level(NamedTuple):
    format: str
    pattern: str
    start: int


class Numbers:
    """Gives each numbered paragraph its number, in document order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        outlines = {
            attribute(each, "abstractNumId"): {
                attribute(level, "ilvl") or "0": _level(level) for level in each if local(level) == "lvl"
            }
            for each in numbering or ()
            if local(each) == "abstractNum"
        }
        self._lists: dict[str, tuple[str, dict[str, _Level]]] = {}
        for each in numbering or ():
            if local(each) == "num":
                outline = _value(child(each, "abstractNumId"))
                self._lists[attribute(each, "numId") or ""] = (outline, outlines.get(outline, {}))
        self._styles = {
            attribute(style, "styleId"): found
            for style in styles or ()
            if local(style) == "style" and (found := _numbered(style))
        }
        self._counts: dict[tuple[str, int], int] = {}

    def next(self, paragraph: Element) -> str:
        """The number of this paragraph with what follows it, empty when it has none or a bullet."""
        own = _numbered(paragraph)
        id_, level = own or self._styles.get(_value(child(paragraph, "pPr", "pStyle")), ("", "0"))
        outline, levels = self._lists.get(id_, ("", {}))
        found = levels.get(level)
        if found is None or not level.isdigit():
            return ""
        depth = int(level)
        key = (outline, depth)
        self._counts[key] = self._counts.get(key, found.start - 1) + 1
        for deeper in range(depth + 1, 9):
            self._counts.pop((outline, deeper), None)
        if found.format in ("bullet", "none"):
            return ""
        return self._filled(found.pattern, outline, levels, plain=found.format == "decimal")

    def _filled(self, pattern: str, outline: str, levels: dict[str, _Level], *, plain: bool) -> str:
        for depth in range(9):
            mark = f"%{depth + 1}"
            if mark in pattern:
                level = levels.get(str(depth), _Level("decimal", "", 1))
                count = self._counts.get((outline, depth), level.start)
                write = str if plain and level.format != "decimal" and depth else _FORMATS.get(level.format, str)
                pattern = pattern.replace(mark, write(count))
        return pattern if not pattern or not pattern[-1].isascii() else pattern + " "


def written(count: int, format_: str) -> str:
    """A count in one of Word's number formats, in figures when it is none of those known here."""
    return _FORMATS.get(format_, str)(count)


def _numbered(element: Element) -> tuple[str, str] | None:
    properties = child(element, "pPr", "numPr")
    if properties is None:
        return None
    return _value(child(properties, "numId")), _value(child(properties, "ilvl")) or "0"


def _level(level: Element) -> _Level:
    start = _value(child(level, "start"))
    number = int(start) if start.isdecimal() and len(start) < 6 else 1
    return _Level(_value(child(level, "numFmt")) or "decimal", _value(child(level, "lvlText"))[:40], number)


def _value(element: Element | None) -> str:
    return (attribute(element, "val") or "") if element is not None else ""


def _chinese(count: int) -> str:
    """A number in Chinese as it leads a heading: 一, 十, 十二, 二十, 一百零五."""
    if not 0 < count <= _LARGEST:
        return str(count)
    return numerals.written(count)


def _letters(count: int) -> str:
    return chr(ord("A") + (count - 1) % 26) * min((count - 1) // 26 + 1, 5) if count > 0 else str(count)


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    written = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        written += sign * (count // value)
        count %= value
    return written


def _circled(count: int) -> str:
    return chr(0x2460 + count - 1) if 0 < count <= 20 else str(count)


def _full_width(count: int) -> str:
    return "".join(chr(ord(c) + 0xFEE0) for c in str(count))


_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "chineseLegalSimplified": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographDigital": _chinese,
    "upperLetter": _letters,
    "lowerLetter": lambda count: _letters(count).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalFullWidth": _full_width,
    "decimalZero": lambda count: f"{count:02d}",
}
